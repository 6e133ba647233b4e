"""Every way a send can end, from the real library's errors to sent, not sent or unknown."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.channel import TelegramChannel
from bot.outcomes import kind_of, outcome_of
from messaging.channel import Card, Outcome, Refusal, Refused, Unknown
from tests.bot.telegram_world import TOKEN, answering

pytestmark = pytest.mark.anyio

CARD = Card("안녕하세요")
LINK = "https://gimcheon.example/a/0ne-time-t0ken"


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    return answer


def saying(status: int, description: str, **parameters: Any) -> httpx.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return httpx.Response(status, json=body)


async def outcome(
    answer: httpx.Response | Callable[[httpx.Request], httpx.Response], card: Card = CARD
) -> Outcome:
    bot = answering(answer if callable(answer) else lambda _request: answer)
    try:
        return await TelegramChannel(bot).send("7", card, "attempt-1")
    finally:
        await bot.disconnect()


NEVER_LEFT = [
    httpx.PoolTimeout("pool"),
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("connect"),
    httpx.ProxyError("proxy"),
    httpx.UnsupportedProtocol("no scheme"),
    httpx.InvalidURL("no host"),
]
MAY_HAVE_ARRIVED = [
    httpx.ReadTimeout("read"),
    httpx.WriteTimeout("write"),
    httpx.RemoteProtocolError("cut"),
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.CloseError("close"),
    httpx.LocalProtocolError("local"),
    RuntimeError("something else entirely"),
]


@pytest.mark.parametrize("error", NEVER_LEFT, ids=lambda error: type(error).__name__)
async def test_a_request_that_never_left_was_not_sent(error: Exception) -> None:
    ended = await outcome(raising(error))
    assert isinstance(ended, Refused)
    assert ended.why is Refusal.DOWN


@pytest.mark.parametrize("error", MAY_HAVE_ARRIVED, ids=lambda error: type(error).__name__)
async def test_a_request_without_an_answer_is_unknown(error: Exception) -> None:
    assert isinstance(await outcome(raising(error)), Unknown)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 418])
async def test_a_failing_server_leaves_it_unknown(status: int) -> None:
    assert isinstance(await outcome(saying(status, "Internal Server Error")), Unknown)
    page = httpx.Response(status, html="<html>순자님 안녕하세요</html>")
    ended = await outcome(page)
    assert isinstance(ended, Unknown)
    assert "순자" not in ended.detail


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>not json</html>"),
        httpx.Response(200, json={"ok": True}),
        httpx.Response(200, json={"ok": True, "result": "yes"}),
        httpx.Response(200, json={"ok": True, "result": {}}),
        httpx.Response(200, json=[]),
    ],
    ids=["html", "no result", "text", "no message id", "list"],
)
async def test_an_answer_that_makes_no_sense_leaves_it_unknown(answer: httpx.Response) -> None:
    assert isinstance(await outcome(answer), Unknown)


async def test_too_many_says_how_long_to_wait() -> None:
    ended = await outcome(saying(429, "Too Many Requests: retry after 35", retry_after=35))
    assert ended == Refused(Refusal.LATER, "too_many_requests", timedelta(seconds=35))


async def test_too_many_without_a_time_is_still_not_sent() -> None:
    ended = await outcome(saying(429, "Too Many Requests: retry later"))
    assert ended == Refused(Refusal.LATER, "too_many_requests")


async def test_a_wait_is_understood_without_the_librarys_new_durations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bot = answering(lambda _request: saying(429, "Too Many Requests", retry_after=3))
    monkeypatch.delenv("PTB_TIMEDELTA")
    with pytest.warns(DeprecationWarning, match="retry_after"):
        ended = await TelegramChannel(bot).send("7", CARD, "attempt-1")
    assert ended == Refused(Refusal.LATER, "too_many_requests", timedelta(seconds=3))
    await bot.disconnect()


@pytest.mark.parametrize(
    "description",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the group chat",
        "Forbidden: bot can't initiate conversation with a user",
        "Forbidden: something new",
    ],
)
async def test_a_person_who_stopped_the_bot_is_unreachable(description: str) -> None:
    ended = await outcome(saying(403, description))
    assert isinstance(ended, Refused)
    assert ended.why is Refusal.UNREACHABLE
    assert ended.detail in description.casefold() or ended.detail == "forbidden"


BAD_REQUESTS = [
    ("chat not found", Refusal.BAD_ADDRESS),
    ("PEER_ID_INVALID", Refusal.BAD_ADDRESS),
    ("user not found", Refusal.BAD_ADDRESS),
    ("message is not modified: specified new message content is the same", Refusal.UNCHANGED),
    ("message to edit not found", Refusal.UNCHANGED),
    ("query is too old and response timeout expired or query ID is invalid", Refusal.UNCHANGED),
    ("BUTTON_DATA_INVALID", Refusal.INVALID),
    ("message is too long", Refusal.INVALID),
    ("message text is empty", Refusal.INVALID),
]


@pytest.mark.parametrize(("description", "why"), BAD_REQUESTS)
async def test_a_bad_request_is_never_repeated(description: str, why: Refusal) -> None:
    """It is a NetworkError of the library's, and yet certainly not sent."""
    ended = await outcome(saying(400, f"Bad Request: {description}"))
    assert isinstance(ended, Refused)
    assert ended.why is why
    assert ended.detail


@pytest.mark.parametrize(
    ("status", "description"), [(401, "Unauthorized"), (404, "Not Found"), (404, "<html>")]
)
async def test_a_refused_token_stops_the_channel(status: int, description: str) -> None:
    assert await outcome(saying(status, description)) == Refused(Refusal.CONFIG, "token_rejected")


async def test_a_chat_that_became_a_group_is_no_persons_address() -> None:
    moved = saying(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001)
    ended = await outcome(moved)
    assert isinstance(ended, Refused)
    assert ended.why is Refusal.BAD_ADDRESS


async def test_a_conflict_is_not_sent() -> None:
    ended = await outcome(saying(409, "Conflict: terminated by other getUpdates request"))
    assert ended == Refused(Refusal.LATER, "conflict")


@pytest.mark.parametrize(
    "description",
    [
        f"Bad Request: inline keyboard button URL '{LINK}' is invalid: Wrong HTTP URL",
        f"Bad Request: {LINK} is wrong",
        'Bad Request: can\'t parse entities: unsupported start tag "순자" at byte offset 0',
        "Bad Request: 순자님 is not allowed",
    ],
)
async def test_what_telegram_quotes_is_not_kept(description: str) -> None:
    ended = await outcome(saying(400, description), Card(f"순자님 {LINK}"))
    assert isinstance(ended, Refused)
    assert ended.why is Refusal.INVALID
    assert "순자" not in ended.detail
    assert "gimcheon" not in ended.detail
    assert "ne-time" not in ended.detail


async def test_an_error_is_named_without_its_text() -> None:
    error = NetworkError(f"https://api.telegram.org/bot{TOKEN}/sendMessage")
    error.__cause__ = httpx.ReadError(TOKEN)
    assert kind_of(error) == "NetworkError:ReadError"
    assert kind_of(ValueError(TOKEN)) == "ValueError"


async def test_the_same_class_is_read_by_its_cause() -> None:
    sent, unsent = TimedOut(), TimedOut()
    sent.__cause__, unsent.__cause__ = httpx.ReadTimeout(""), httpx.PoolTimeout("")
    assert isinstance(outcome_of(sent), Unknown)
    assert isinstance(outcome_of(unsent), Refused)


async def test_an_error_of_no_known_class_is_unknown() -> None:
    assert outcome_of(TelegramError("news")) == Unknown("TelegramError")
