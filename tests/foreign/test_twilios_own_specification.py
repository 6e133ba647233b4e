"""Prism, which answers from Twilio's own OpenAPI document, accepts what we ask of Twilio.

It knows required parameters, types and enumerations. It does not know parameters that do not
exist, and it fails nothing on its own: what Twilio refuses is the town's to play.
"""

import json
from collections.abc import AsyncIterator, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from twilio.base.exceptions import TwilioRestException

from foundation.clock import ManualClock
from foundation.ids import seeded
from foundation.settings import Settings
from messaging.channel import Call, Sent, Sms
from phone.addresses import Addresses
from phone.channels import CallChannel, SmsChannel
from phone.client import TwilioAccount
from tests.foreign.others import PRISM, SPECIFICATION, running
from tests.runtime_process.child import free_port
from tests.support.database import MONDAY_MORNING

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]

HER_PHONE = "+821055550101"
OURS = "+12025550142"
ADDRESSES = Addresses("https://anbu.example")
VERBS = {"get", "post", "delete"}
FORMS = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def twilio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which Prism stands for Twilio."""
    document = tmp_path_factory.mktemp("prism") / "twilio.json"
    document.write_text(json.dumps(_mended(SPECIFICATION)), encoding="utf-8")
    port = str(free_port())
    with running("node", PRISM, "mock", "-h", "127.0.0.1", "-p", port, document) as prism:
        prism.until("Prism is listening")
        yield f"http://127.0.0.1:{port}"


def _mended(file: Path) -> dict[str, Any]:
    """Twilio's document does not say how a form carries a list: by repeating its name.

    And its examples name a next page whose address is wrong by the document itself.
    """
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for path in document["paths"].values():
        for operation in (path[verb] for verb in path.keys() & VERBS):
            _say_how_lists_are_sent(operation)
            _leave_out_next_pages(operation)
    return document


def _say_how_lists_are_sent(operation: dict[str, Any]) -> None:
    form = operation.get("requestBody", {}).get("content", {}).get(FORMS)
    if form is not None:
        fields = form["schema"].get("properties", {})
        lists = [name for name, kind in fields.items() if kind.get("type") == "array"]
        form["encoding"] = {name: {"style": "form", "explode": True} for name in lists}


def _leave_out_next_pages(operation: dict[str, Any]) -> None:
    for response in operation["responses"].values():
        for shape in response.get("content", {}).values():
            for example in shape.get("examples", {}).values():
                example["value"].pop("next_page_uri", None)


@pytest.fixture
async def account(twilio: str) -> AsyncIterator[TwilioAccount]:
    settings = Settings(
        twilio_account_sid="AC" + "0a" * 16,
        twilio_auth_token=SecretStr("made-up"),
        twilio_api_base=twilio,
        twilio_voice_from=OURS,
        twilio_sms_from=OURS,
    )
    ours = TwilioAccount(settings, ManualClock(MONDAY_MORNING))
    yield ours
    await ours.close()


async def nobodys(_to: str, _provider_ids: Collection[str]) -> Collection[str]:
    return ()


def attempt() -> str:
    return seeded(ManualClock(MONDAY_MORNING), 1).new()


async def test_our_text_is_accepted(account: TwilioAccount) -> None:
    outcome = await SmsChannel(account, ADDRESSES, nobodys).send(
        HER_PHONE, Sms("[안부] 잠시 뒤 전화드립니다."), attempt()
    )
    assert isinstance(outcome, Sent)
    assert outcome.provider_id.startswith("SM")


async def test_our_call_is_accepted_with_the_events_it_wants_to_hear_of(
    account: TwilioAccount,
) -> None:
    outcome = await CallChannel(account, ADDRESSES, nobodys).send(
        HER_PHONE, Call("call.checkin", 25), attempt()
    )
    assert isinstance(outcome, Sent)
    assert outcome.provider_id.startswith("CA")


async def test_looking_for_what_was_sent_is_accepted(account: TwilioAccount) -> None:
    for channel in (
        SmsChannel(account, ADDRESSES, nobodys),
        CallChannel(account, ADDRESSES, nobodys),
    ):
        await channel.find(HER_PHONE, attempt())


async def test_taking_a_call_back_is_accepted(account: TwilioAccount) -> None:
    calls = CallChannel(account, ADDRESSES, nobodys)
    await calls.call_off("CA" + "0b" * 16)
    await calls.call_off_queued(MONDAY_MORNING)


async def test_asking_for_the_account_is_accepted(account: TwilioAccount) -> None:
    fetched = await account.rest.api.v2010.accounts(str(account.rest.username)).fetch_async()
    assert str(fetched.sid).startswith("AC")


async def test_a_text_with_a_wrong_value_is_refused(account: TwilioAccount) -> None:
    with pytest.raises(TwilioRestException) as refused:
        await account.rest.messages.create_async(
            to=HER_PHONE, from_=OURS, body="안부", validity_period="an hour"
        )
    assert refused.value.status == 422


async def test_a_call_with_a_wrong_value_is_refused(account: TwilioAccount) -> None:
    with pytest.raises(TwilioRestException) as refused:
        await account.rest.calls.create_async(
            to=HER_PHONE, from_=OURS, url=ADDRESSES.answered(attempt()), timeout="long"
        )
    assert refused.value.status == 422
