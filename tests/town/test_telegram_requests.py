"""Requests no good client sends, and what Telegram says to them."""

from typing import Any

import httpx
import pytest

from tests.town.bot_under_test import World, raw_call, world
from tests.town.timeline import Timeline

pytestmark = pytest.mark.anyio


async def refusal(w: World, method: str, **values: object) -> str:
    status, body = await raw_call(w.api, method, **({"chat_id": 7} | values))
    assert (status, body["ok"], body["error_code"]) == (400, False, 400)
    return str(body["description"])


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("sendMessage", {"chat_id": "", "text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "@somebody", "text": "x"}, "chat not found"),
        ("sendMessage", {"text": "*x*", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ("sendMessage", {"text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ("sendMessage", {"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
        (
            "sendMessage",
            {"text": "x", "reply_markup": {"inline_keyboard": [1]}},
            "must be an Array",
        ),
        ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [[{}]]}}, "of type String"),
        ("editMessageText", {"text": "x", "message_id": "one"}, "invalid message_id specified"),
        ("sendDocument", {}, "there is no document in the request"),
        ("sendPhoto", {"photo": "no-such-file"}, "wrong remote file identifier specified"),
        ("getFile", {"file_id": "no-such-file"}, "invalid file_id"),
    ],
)
async def test_what_cannot_be_read(
    timeline: Timeline, method: str, values: dict[str, object], words: str
) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        assert words in await refusal(w, method, **values)
        assert w.api.screen(7) == ()


async def test_too_many_buttons(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}
        words = await refusal(w, "sendMessage", text="x", reply_markup=keyboard)
        assert words == "Bad Request: REPLY_MARKUP_TOO_LONG"


@pytest.mark.parametrize(
    "markup",
    [{"remove_keyboard": True}, {"force_reply": True}, {"inline_keyboard": []}, ""],
    ids=["removed", "forced", "empty", "nothing"],
)
async def test_keyboards_without_buttons(timeline: Timeline, markup: object) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        status, body = await raw_call(
            w.api, "sendMessage", chat_id=7, text="x", reply_markup=markup
        )
        assert (status, "reply_markup" in body["result"]) == (200, False)
        assert w.api.screen(7)[0].buttons == ()


async def test_a_reply_to_a_message_that_is_gone(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        reply = {"message_id": 99, "allow_sending_without_reply": True}
        status, body = await raw_call(
            w.api, "sendMessage", chat_id=7, text="x", reply_parameters=reply
        )
        assert (status, "reply_to_message" in body["result"]) == (200, False)


async def test_files_by_address_empty_and_too_large(
    timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        status, _ = await raw_call(
            w.api, "sendPhoto", chat_id=7, photo="https://anbu.example/a.png"
        )
        assert status == 200
        monkeypatch.setattr("town.servers.telegram.files.MAX_BYTES", 4)
        transport = httpx.ASGITransport(w.api.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://town") as client:
            for content, words in ((b"12345", "file is too big"), (b"", "file must be non-empty")):
                answer = await client.post(
                    f"/bot{w.api.settings.token}/sendDocument",
                    data={"chat_id": "7"},
                    files={"document": ("a.txt", content)},
                )
                assert words in answer.json()["description"]


@pytest.mark.parametrize(("content", "words"), [(b"{", "can't parse JSON"), (b"[1]", "object")])
async def test_bodies_that_are_no_object(timeline: Timeline, content: bytes, words: str) -> None:
    async with world(timeline) as w:
        status, body = await post(w, "/sendMessage", content)
        assert status == 400
        assert words in body["description"]


async def test_values_may_stand_in_the_query(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.enrolled(7)
        status, body = await post(w, "/sendMessage?chat_id=7&text=%EC%95%88%EB%B6%80", b"")
        assert (status, body["result"]["text"]) == (200, "안부")
        assert (await post(w, "/setChatMenuButton", b""))[1]["result"] is True


async def test_paths_that_lead_nowhere(timeline: Timeline) -> None:
    async with world(timeline) as w:
        not_found = {"ok": False, "error_code": 404, "description": "Not Found"}
        transport = httpx.ASGITransport(w.api.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://town") as client:
            answer = await client.get("/elsewhere")
            assert (answer.status_code, answer.json()) == (404, not_found)
            answer = await client.get(f"/file/bot{w.api.settings.token}/photo/none")
            assert answer.status_code == 404
            answer = await client.get("/file/bot1:wrong/photo/none")
            assert answer.json()["description"] == "Unauthorized"


async def post(w: World, path: str, content: bytes) -> tuple[int, Any]:
    transport = httpx.ASGITransport(w.api.app)
    async with httpx.AsyncClient(transport=transport) as client:
        answer = await client.post(
            f"http://town/bot{w.api.settings.token}{path}",
            content=content,
            headers={"Content-Type": "application/json"},
        )
    return answer.status_code, answer.json()
