"""The vendor's client: our base address, our time-outs, our credentials, one request each."""

import base64
import logging

import httpx
import pytest
from pydantic import SecretStr

from foundation import limits
from foundation.clock import ManualClock
from messaging.channel import Call, Refusal, Refused, Sent, Unknown
from phone.addresses import Addresses
from phone.channels import CallChannel, SmsChannel
from phone.client import TwilioAccount
from tests.phone.phone_world import PUBLIC, account_behind, none_claimed, settings_of
from town.servers.http import serve
from town.servers.twilio import TwilioApi, TwilioSettings

pytestmark = pytest.mark.anyio

RING = Call("call.checkin", 25)
HER = "+821055550101"
ATTEMPT = "01KJNXGE0060Z63KE4QE3C69RG"


class Asked:
    """Takes every request and remembers it."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.method == "GET":
            kind = "calls" if request.url.path.endswith("Calls.json") else "messages"
            return httpx.Response(200, json={kind: [], "next_page_uri": None})
        return httpx.Response(201, json={"sid": "CA" + "1" * 32})

    @property
    def only(self) -> httpx.Request:
        (request,) = self.requests
        return request


def calls(account: TwilioAccount) -> CallChannel:
    return CallChannel(account, Addresses(PUBLIC), none_claimed)


@pytest.mark.parametrize(
    "base",
    ["https://api.twilio.com", "http://127.0.0.1:4010", "https://proxy.example:8443/twilio"],
)
async def test_requests_go_to_the_base_address_of_the_settings(
    clock: ManualClock, base: str
) -> None:
    asked = Asked()
    account = account_behind(asked, clock, twilio_api_base=base)
    assert isinstance(await calls(account).send(HER, RING, ATTEMPT), Sent)
    sid = TwilioSettings().account_sid
    assert str(asked.only.url) == f"{base}/2010-04-01/Accounts/{sid}/Calls.json"


async def test_lists_keep_their_query(clock: ManualClock) -> None:
    asked = Asked()
    account = account_behind(asked, clock)
    assert await calls(account).find(HER, ATTEMPT) is None
    query = asked.only.url.params
    assert (query["To"], query["From"]) == (HER, "+12025550142")
    assert int(query["PageSize"]) > 0


async def test_every_request_has_time_outs(clock: ManualClock) -> None:
    """The library's own default is to wait for ever."""
    asked = Asked()
    account = account_behind(asked, clock)
    await calls(account).send(HER, RING, ATTEMPT)
    assert asked.only.extensions["timeout"] == {
        "connect": limits.HTTP_CONNECT_SECONDS,
        "read": limits.HTTP_READ_SECONDS,
        "write": limits.HTTP_READ_SECONDS,
        "pool": limits.HTTP_CONNECT_SECONDS,
    }
    assert limits.LEASE_SECONDS > limits.HTTP_CONNECT_SECONDS + limits.HTTP_READ_SECONDS + 30


async def test_a_time_out_is_an_unknown_outcome_and_not_repeated(clock: ManualClock) -> None:
    times = 0

    def hangs(_request: httpx.Request) -> httpx.Response:
        nonlocal times
        times += 1
        message = "no answer in time"
        raise httpx.ReadTimeout(message)

    account = account_behind(hangs, clock)
    assert await calls(account).send(HER, RING, ATTEMPT) == Unknown("ReadTimeout")
    assert times == 1


async def test_a_refused_connection_was_no_request(clock: ManualClock) -> None:
    """A real one: nothing listens on that port."""
    settings = settings_of(TwilioSettings(), twilio_api_base="http://127.0.0.1:9")
    account = TwilioAccount(settings, clock)
    try:
        outcome = await calls(account).send(HER, RING, ATTEMPT)
    finally:
        await account.close()
    assert outcome == Refused(Refusal.DOWN, "ConnectError")


async def test_it_works_over_a_real_connection(clock: ManualClock) -> None:
    async with httpx.AsyncClient() as out:
        api = TwilioApi(clock.now, lambda _at, _action, _label: None, out)
        async with serve(api.app) as served:
            account = TwilioAccount(
                settings_of(TwilioSettings(), twilio_api_base=served.url), clock
            )
            outcome = await calls(account).send(HER, RING, ATTEMPT)
            await account.close()
    assert isinstance(outcome, Sent)


async def test_it_signs_in_with_the_settings_only(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ACCOUNT_SID", "AUTH_TOKEN", "REGION", "EDGE"):
        monkeypatch.setenv(f"TWILIO_{name}", "of-another-program")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    asked = Asked()
    account = account_behind(asked, clock, twilio_auth_token=SecretStr("a-token"))
    await calls(account).send(HER, RING, ATTEMPT)
    plain = f"{TwilioSettings().account_sid}:a-token"
    expected = f"Basic {base64.b64encode(plain.encode()).decode()}"
    assert asked.only.headers["authorization"] == expected
    assert "of-another-program" not in str(asked.only.url)


async def test_redirects_are_not_followed(clock: ManualClock) -> None:
    times = 0

    def elsewhere(_request: httpx.Request) -> httpx.Response:
        nonlocal times
        times += 1
        return httpx.Response(302, headers={"Location": "https://elsewhere.example/"})

    account = account_behind(elsewhere, clock)
    assert isinstance(await calls(account).send(HER, RING, ATTEMPT), Refused)
    assert times == 1


@pytest.mark.parametrize("missing", ["twilio_account_sid", "twilio_auth_token"])
def test_without_an_account_it_says_which_settings_are_missing(
    clock: ManualClock, missing: str
) -> None:
    with pytest.raises(ValueError, match="ANBU_TWILIO_ACCOUNT_SID and ANBU_TWILIO_AUTH_TOKEN"):
        TwilioAccount(settings_of(TwilioSettings(), **{missing: None}), clock)


async def test_no_number_is_logged(clock: ManualClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    account = account_behind(Asked(), clock)
    await calls(account).send(HER, RING, ATTEMPT)
    await calls(account).find(HER, ATTEMPT)
    await SmsChannel(account, Addresses(PUBLIC), none_claimed).find(HER, ATTEMPT)
    assert "5555" not in caplog.text
