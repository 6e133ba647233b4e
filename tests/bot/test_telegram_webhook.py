"""Telegram's updates at our door: who is let in, what is kept, what Telegram is told."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bot.channel import TelegramChannel
from bot.toast import Toaster, toast_of
from bot.translate import Heard, Pressed
from bot.webhook import PATH, SECRET_HEADER, router
from foundation import limits
from foundation.clock import ManualClock
from messaging.channel import Button, Card, Sent
from signals.intake import IntakeUnavailableError
from signals.model import Source
from tests.bot.telegram_world import (
    NOW,
    PUBLIC,
    SECRET,
    Kept,
    TelegramWorld,
    Toasted,
    answering,
)
from town.servers import faults
from town.servers.telegram import Toast

pytestmark = pytest.mark.anyio

KNOWN = SecretStr(SECRET)
SIGNED = {SECRET_HEADER: SECRET}
UPDATE = b'{"update_id": 700000001, "message": {"text": "x"}}'
PRESS = json.dumps(
    {
        "update_id": 5,
        "callback_query": {
            "id": "99",
            "from": {"id": 7},
            "message": {"chat": {"id": 7, "type": "private"}},
            "data": "f:C1:1",
        },
    }
).encode()


class Door:
    """The webhook alone, with what it was given and whom it answered."""

    def __init__(self, secret: SecretStr | None = KNOWN) -> None:
        self.kept = Kept()
        self.toasted = Toasted()
        app = FastAPI()
        app.include_router(router(self.kept, secret, self.toasted, ManualClock(NOW)))
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url=PUBLIC)

    async def post(
        self, body: bytes | AsyncIterator[bytes] = UPDATE, headers: dict[str, str] = SIGNED
    ) -> int:
        answer = await self.client.post(PATH, content=body, headers=headers)
        assert answer.content == b""
        return answer.status_code


async def test_an_update_is_kept_as_it_came() -> None:
    door = Door()
    assert await door.post() == 200
    (fact,) = door.kept.facts
    assert (fact.source, fact.source_id, fact.body) == (Source.TELEGRAM, "700000001", UPDATE)
    assert fact.received_at == NOW


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SECRET_HEADER: ""},
        {SECRET_HEADER: SECRET[:-1]},
        {SECRET_HEADER: SECRET + "x"},
        {SECRET_HEADER: SECRET.upper()},
        {SECRET_HEADER: "비밀".encode().decode("latin-1")},
        {"Authorization": SECRET},
    ],
)
async def test_an_unsigned_update_is_refused_unread(headers: dict[str, str]) -> None:
    door = Door()
    raw = {key.encode(): value.encode("latin-1") for key, value in headers.items()}
    answer = await door.client.post(PATH, content=UPDATE, headers=httpx.Headers(raw))
    assert answer.status_code == 403
    assert door.kept.facts == []


@pytest.mark.parametrize("secret", [None, SecretStr("")])
@pytest.mark.parametrize("given", [None, "", SECRET, "None"])
async def test_without_a_secret_nobody_is_let_in(
    secret: SecretStr | None, given: str | None
) -> None:
    door = Door(secret)
    headers = {} if given is None else {SECRET_HEADER: given}
    assert await door.post(headers=headers) == 403
    assert door.kept.facts == []


async def test_an_unsigned_body_is_not_even_received() -> None:
    received: list[bytes] = []

    async def body() -> AsyncIterator[bytes]:
        for _ in range(3):
            received.append(b"x")
            yield b"x"

    door = Door()
    assert await door.post(body(), headers={}) == 403
    assert received == []


async def test_the_largest_body_is_kept_and_a_larger_one_refused() -> None:
    door = Door()
    largest = b" " * limits.INBOUND_BODY_BYTES
    assert await door.post(largest) == 200
    assert await door.post(largest + b" ") == 413
    assert len(door.kept.facts) == 1


async def test_a_body_of_unannounced_size_is_cut_off_at_the_limit() -> None:
    sent: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for number in range(100):
            sent.append(number)
            yield b" " * 64 * 1024

    door = Door()
    assert await door.post(endless()) == 413
    assert len(sent) == 5
    assert door.kept.facts == []


@pytest.mark.parametrize("announced", ["-1", "1e9", "many", "9" * 30])
async def test_an_impossible_length_is_refused(announced: str) -> None:
    door = Door()
    assert await door.post(headers={**SIGNED, "Content-Length": announced}) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b"{}"])
async def test_a_malformed_update_is_kept_under_its_digest(body: bytes) -> None:
    """Not a 400: Telegram would bring it again and again, and nobody would ever see it."""
    door = Door()
    assert await door.post(body) == 200
    assert await door.post(body) == 200
    first, second = door.kept.facts
    assert first.body == body
    assert first.source_id == second.source_id
    assert first.source_id.startswith("sha256:")


async def test_a_press_is_answered_after_it_was_kept() -> None:
    door = Door()
    order: list[str] = []

    async def toast(heard: Heard) -> None:
        order.append(f"toast after {len(door.kept.facts)}")

    app = FastAPI()
    app.include_router(router(door.kept, SecretStr(SECRET), toast, ManualClock(NOW)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC) as client:
        answer = await client.post(PATH, content=PRESS, headers=SIGNED)
    assert answer.status_code == 200
    assert order == ["toast after 1"]


async def test_what_could_not_be_kept_is_asked_for_again_and_not_answered() -> None:
    door = Door()
    door.kept.failures.append(IntakeUnavailableError())
    assert await door.post(PRESS) == 503
    assert door.toasted.queries == []
    assert await door.post(PRESS) == 200
    assert door.toasted.queries == ["99"]


async def test_an_error_of_ours_is_never_acknowledged() -> None:
    """The library's own webhook answers 200 before a handler has failed: the update is lost."""
    door = Door()
    door.kept.failures.append(RuntimeError("a bug"))
    with pytest.raises(RuntimeError):
        await door.post()
    assert await door.post() == 200
    assert door.kept.ids == ["700000001"]


async def test_the_route_is_not_part_of_the_documented_api() -> None:
    app = FastAPI()
    app.include_router(router(Kept(), None, Toasted(), ManualClock(NOW)))
    assert PATH not in app.openapi()["paths"]


# ------------------------------------------------------------------- with Telegram outside


async def pressed_card(world: TelegramWorld) -> int:
    await world.api.press_start(7)
    card = Card("괜찮으세요?", ((Button("잘 지내요", data="f:C1:1"),),))
    ended = await TelegramChannel(world.bot).send("7", card, "attempt-1")
    assert isinstance(ended, Sent)
    return int(ended.provider_id)


async def connected(world: TelegramWorld, kept: Kept) -> None:
    world.serve(kept, Toaster(world.bot))
    await world.bot.set_webhook(PUBLIC + PATH, secret_token=SECRET)


async def test_a_press_on_the_phone_is_kept_and_flashes_a_line(world: TelegramWorld) -> None:
    kept = Kept()
    await connected(world, kept)
    message_id = await pressed_card(world)
    await world.api.press(7, message_id, "f:C1:1")
    assert kept.bodies[-1]["callback_query"]["data"] == "f:C1:1"
    toasts = [shown for shown in world.api.history(7) if isinstance(shown, Toast)]
    assert [(toast.text, toast.alert) for toast in toasts] == [("받았습니다. 고맙습니다.", False)]


async def test_telegram_brings_again_what_we_could_not_keep(world: TelegramWorld) -> None:
    kept = Kept()
    await connected(world, kept)
    message_id = await pressed_card(world)
    kept.failures.append(IntakeUnavailableError())
    await world.api.press(7, message_id, "f:C1:1")
    assert len(kept.facts) == 1
    assert world.api.counts.updates_pending == 1
    world.later(seconds=5)
    await world.schedule.run()
    assert len(kept.facts) == 2
    assert (world.api.counts.updates_pending, world.api.counts.toasts) == (0, 1)


async def test_a_query_that_is_too_old_costs_only_its_line(world: TelegramWorld) -> None:
    kept = Kept()
    await connected(world, kept)
    message_id = await pressed_card(world)
    kept.failures.append(IntakeUnavailableError())
    await world.api.press(7, message_id, "f:C1:1")
    world.later(minutes=5)
    await world.schedule.run()
    assert len(kept.facts) == 2
    assert (world.api.counts.updates_pending, world.api.counts.toasts) == (0, 0)


@pytest.mark.parametrize(
    "fault",
    [
        faults.Fault.cut(),
        faults.Fault.server_error(),
        faults.Fault.too_many(60),
        faults.Fault.unauthorized(),
    ],
)
async def test_a_telegram_that_takes_no_toast_does_not_lose_the_press(
    world: TelegramWorld, fault: faults.Fault
) -> None:
    kept = Kept()
    await connected(world, kept)
    message_id = await pressed_card(world)
    world.api.faults.push("answerCallbackQuery", fault)
    await world.api.press(7, message_id, "f:C1:1")
    assert len(kept.facts) == 2
    assert world.api.counts.updates_pending == 0


async def test_a_doubled_update_is_handed_on_with_the_same_id(world: TelegramWorld) -> None:
    kept = Kept()
    await connected(world, kept)
    message_id = await pressed_card(world)
    world.api.mishaps.push(faults.Mishap(copies=2), kind="callback_query")
    await world.api.press(7, message_id, "f:C1:1")
    await world.schedule.run()
    assert kept.ids[-1] == kept.ids[-2]
    assert world.api.counts.toasts == 1


# -------------------------------------------------------------------------------- toasts


@pytest.mark.parametrize(
    ("data", "language", "words"),
    [
        ("f:C1:1", "ko", "받았습니다. 고맙습니다."),
        ("h:C1:1", None, "받았습니다. 고맙습니다."),
        ("forged", "de", "받았습니다. 고맙습니다."),
    ],
)
async def test_the_line_after_an_answer(data: str, language: str | None, words: str) -> None:
    assert toast_of(Pressed("7", "1", data, language)) == words


@pytest.mark.parametrize("language", [None, "ko", "en", "en-gb", "vi", "zh-hans", "zh", "xx", ""])
async def test_every_line_is_short_enough_and_tells_no_result(language: str | None) -> None:
    lines = {
        data: toast_of(Pressed("7", "1", data, language))
        for data in ("f:C1:1", "h:C1:1", "a:T1:1", "d:T1:1", "rw:T1:1", "rd:T1:1")
    }
    assert all(0 < len(line) <= 200 for line in lines.values())
    assert lines["f:C1:1"] == lines["h:C1:1"]
    assert lines["a:T1:1"] == lines["d:T1:1"] == lines["rw:T1:1"] == lines["rd:T1:1"]


async def test_the_line_is_in_the_language_of_the_persons_telegram() -> None:
    lines = {toast_of(Pressed("7", "1", "f:C1:1", code)) for code in ("ko", "en", "vi", "zh-hans")}
    assert len(lines) == 4


async def test_only_a_press_is_answered() -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"ok": True, "result": True})

    door = Door()
    bot = answering(answer)
    app = FastAPI()
    app.include_router(router(door.kept, SecretStr(SECRET), Toaster(bot), ManualClock(NOW)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC) as client:
        await client.post(PATH, content=UPDATE, headers=SIGNED)
        assert requests == []
        await client.post(PATH, content=PRESS, headers=SIGNED)
    assert len(requests) == 1
    await bot.disconnect()
