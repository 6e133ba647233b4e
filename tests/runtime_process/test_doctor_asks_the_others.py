"""`anbu doctor` on broker, Telegram, Twilio and the public address."""

import asyncio

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.webhook import PATH
from runtime.doctor import State, is_well
from tests.runtime_process.installation import (
    PUBLIC,
    PUBLIC_HOST,
    Installation,
)
from tests.support.inprocess import BOT
from town.servers.faults import Fault


@pytest.mark.anyio
async def test_a_broker_that_listens_is_well_and_a_silent_one_is_told(
    installed: Installation,
) -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as broker:
        port = broker.sockets[0].getsockname()[1]
        installed.set(MQTT_URL=f"mqtt://127.0.0.1:{port}")
        assert is_well(await installed.examined())
    wrong = await installed.wrong()
    assert wrong.says == f"nothing answers at 127.0.0.1:{port} (ConnectionRefusedError)"


@pytest.mark.anyio
async def test_a_broker_that_hangs_is_told(
    installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_args: object, **_more: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("runtime.doctor.SECONDS", 0.01)
    monkeypatch.setattr("asyncio.open_connection", never)
    installed.set(MQTT_URL="mqtts://broker.test")
    findings = {one.part: one for one in await installed.examined()}
    assert findings["MQTT broker"].says == "nothing answers at broker.test:8883 (TimeoutError)"


@pytest.mark.anyio
async def test_a_token_that_telegram_refuses_is_told(installed: Installation) -> None:
    installed.set(TELEGRAM_TOKEN="123456:revoked")
    wrong = await installed.wrong()
    assert wrong.says == "the token is not accepted"


@pytest.mark.anyio
async def test_a_telegram_out_of_reach_is_told(installed: Installation) -> None:
    del installed.network.apps[BOT]
    assert (await installed.wrong()).says == "no answer (NetworkError:ConnectError)"


@pytest.mark.anyio
async def test_a_webhook_that_nobody_has_set_yet_is_no_mistake(installed: Installation) -> None:
    await installed.set_webhook("")
    findings = {one.part: one for one in await installed.examined()}
    assert findings["Telegram webhook"].state is State.OFF


@pytest.mark.anyio
async def test_a_webhook_that_leads_elsewhere_is_told(installed: Installation) -> None:
    await installed.set_webhook("https://other.example/telegram")
    assert "other.example" in (await installed.wrong()).says


@pytest.mark.anyio
async def test_a_webhook_for_other_updates_is_told(installed: Installation) -> None:
    await installed.set_webhook(f"{PUBLIC}{PATH}", ("message",))
    assert "which updates" in (await installed.wrong()).says


@pytest.mark.anyio
async def test_updates_that_do_not_arrive_are_told(installed: Installation) -> None:
    installed.health.answer = PlainTextResponse("no", 403)
    await installed.telegram.press_start(7, "token")
    installed.health.answer = JSONResponse({"healthy": True})
    wrong = await installed.wrong()
    assert wrong.part == "Telegram webhook"
    assert wrong.says.startswith("1 update(s) wait; Telegram says: ")


@pytest.mark.anyio
async def test_an_account_that_twilio_refuses_is_told(installed: Installation) -> None:
    installed.set(TWILIO_AUTH_TOKEN="revoked")
    wrong = await installed.wrong()
    assert wrong.says == "the account is not accepted (20003)"


@pytest.mark.anyio
async def test_a_twilio_that_fails_is_told(installed: Installation) -> None:
    installed.twilio.faults.push("accounts.fetch", Fault.server_error())
    assert (await installed.wrong()).says == "no answer (500)"


@pytest.mark.anyio
async def test_a_number_in_another_form_is_told(installed: Installation) -> None:
    installed.set(TWILIO_SMS_FROM="054-420-6114")
    wrong = await installed.wrong()
    assert (wrong.part, "ANBU_TWILIO_SMS_FROM" in wrong.do) == ("Twilio texts", True)


@pytest.mark.anyio
async def test_no_number_for_texts_means_no_texts(installed: Installation) -> None:
    installed.unset("TWILIO_SMS_FROM")
    findings = {one.part: one for one in await installed.examined()}
    assert findings["Twilio texts"].state is State.OFF
    assert is_well(list(findings.values()))


@pytest.mark.anyio
async def test_an_address_of_this_machine_only_is_told(installed: Installation) -> None:
    installed.unset("PUBLIC_BASE_URL")
    findings = [one for one in await installed.examined() if one.part == "public address"]
    assert [one.state for one in findings] == [State.WRONG]


@pytest.mark.anyio
async def test_a_service_that_does_not_answer_is_told(installed: Installation) -> None:
    del installed.network.apps[PUBLIC_HOST]
    assert (await installed.wrong()).says == f"no answer from {PUBLIC}/health (ConnectError)"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            JSONResponse({"healthy": False}, 503),
            f"the service runs at {PUBLIC}, but is not healthy",
        ),
        (PlainTextResponse("hello"), f"{PUBLIC}/health is answered by something else (200)"),
        (JSONResponse({}, 404), f"{PUBLIC}/health is answered by something else (404)"),
    ],
)
async def test_another_answer_than_a_healthy_one_is_told(
    installed: Installation, answer: Response, says: str
) -> None:
    installed.health.answer = answer
    assert (await installed.wrong()).says == says


@pytest.mark.anyio
async def test_an_address_without_https_is_told(installed: Installation) -> None:
    installed.set(PUBLIC_BASE_URL=f"http://{PUBLIC_HOST}", TELEGRAM_MODE="polling")
    says = [one.says for one in await installed.examined() if one.state is State.WRONG]
    assert "it is not https: links could be read on the way" in says
