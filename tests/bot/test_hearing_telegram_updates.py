"""What a raw update says, by table; and no shape of input raises."""

import json
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translate import (
    Blocked,
    Commanded,
    Heard,
    NotForUs,
    Pressed,
    SentMedia,
    Start,
    Unblocked,
    Wrote,
    heard,
    parse,
    sent_at,
    source_id,
)

HER = {"id": 7, "is_bot": False, "first_name": "순자", "language_code": "ko"}
CHAT = {"id": 7, "type": "private", "first_name": "순자"}
SECONDS = 1_772_409_600


def message(**content: Any) -> dict[str, Any]:
    return {
        "update_id": 1,
        "message": {"message_id": 3, "date": SECONDS, "chat": CHAT, "from": HER, **content},
    }


def press(**content: Any) -> dict[str, Any]:
    card = {"message_id": 2, "date": SECONDS - 60, "chat": CHAT}
    return {
        "update_id": 1,
        "callback_query": {"id": "99", "from": HER, "message": card, "data": "f:1:1", **content},
    }


def membership(status: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    change = {"chat": chat, "from": HER, "date": SECONDS, "new_chat_member": {"status": status}}
    return {"update_id": 1, "my_chat_member": change}


GROUP = {"id": -100, "type": "supergroup", "title": "경로당"}

SAID: list[tuple[dict[str, Any], Heard]] = [
    (message(text="괜찮아요"), Wrote("7", "괜찮아요")),
    (message(text=" / 아파요"), Wrote("7", " / 아파요")),
    (message(text="/아파요"), Wrote("7", "/아파요")),
    (message(text="half \ud83d a pair"), Wrote("7", "half \ufffd a pair")),
    (message(text="/start"), Start("7", None)),
    (message(text="/START"), Start("7", None)),
    (message(text="/start abc_DEF-123"), Start("7", "abc_DEF-123")),
    (message(text="/start@anbu_bot  abc "), Start("7", "abc")),
    (message(text="/start " + "x" * 64), Start("7", "x" * 64)),
    (message(text="/start " + "x" * 65), Start("7", None)),
    (message(text="/start two words"), Start("7", None)),
    (message(text="/start 안부"), Start("7", None)),
    (message(text="/startle"), Commanded("7", "startle", None)),
    (message(text="/stop"), Commanded("7", "stop", None)),
    (message(text="/Help@anbu_bot me\nplease"), Commanded("7", "help", "me\nplease")),
    (message(photo=[{}], caption="넘어졌어요"), SentMedia("7", "photo", "넘어졌어요")),
    (message(photo=[{}]), SentMedia("7", "photo")),
    (message(sticker={}), SentMedia("7", "sticker")),
    (message(voice={}), SentMedia("7", "voice")),
    (message(location={}), SentMedia("7", "location")),
    (message(venue={}, location={}), SentMedia("7", "location")),
    (message(text="", location={}), SentMedia("7", "location")),
    (message(document={}), SentMedia("7", "other")),
    (message(), SentMedia("7", "other")),
    (press(), Pressed("7", "99", "f:1:1", "ko")),
    (press(data="r\ud800"), Pressed("7", "99", "r\ufffd", "ko")),
    (press(data="x", **{"from": {"id": 7}}), Pressed("7", "99", "x", None)),
    (membership("kicked"), Blocked("7")),
    (membership("left"), Blocked("7")),
    (membership("member"), Unblocked("7")),
]

NOT_FOR_US: list[tuple[dict[str, Any], str]] = [
    (message(chat=GROUP, text="hi"), "not_private"),
    (message(chat={"id": 7, "type": "channel"}, text="hi"), "not_private"),
    (message(chat={**CHAT, "id": 8}, text="hi"), "not_private"),
    (message(chat={**CHAT, "id": "7"}, text="hi"), "not_private"),
    (message(chat={**CHAT, "id": True}, text="hi", **{"from": {"id": True}}), "not_private"),
    (message(chat={**CHAT, "id": 2**60}, text="x", **{"from": {"id": 2**60}}), "not_private"),
    (message(text="hi", **{"from": {**HER, "is_bot": True}}), "not_private"),
    (message(text="hi", **{"from": None}), "not_private"),
    (press(message={"chat": GROUP}), "not_private"),
    (press(message=None, inline_message_id="i"), "not_private"),
    (press(**{"from": {**HER, "id": 8}}), "not_private"),
    (press(data=None, game_short_name="g"), "no_button_data"),
    (press(id=5), "no_button_data"),
    (membership("administrator"), "membership"),
    (membership("kicked", GROUP), "not_private"),
    ({"update_id": 1, "edited_message": message(text="x")["message"]}, "unsupported"),
    ({"update_id": 1, "message": []}, "not_private"),
    ({}, "unsupported"),
]


@pytest.mark.parametrize(("update", "meaning"), SAID)
def test_an_update_is_heard_as(update: dict[str, Any], meaning: Heard) -> None:
    assert heard(update) == meaning


@pytest.mark.parametrize(("update", "reason"), NOT_FOR_US)
def test_an_update_is_not_for_us(update: dict[str, Any], reason: str) -> None:
    assert heard(update) == NotForUs(reason)


def test_a_message_tells_when_it_was_sent() -> None:
    sent = datetime.fromtimestamp(SECONDS, UTC)
    assert sent_at(message(text="x")) == sent
    assert sent_at(membership("kicked")) == sent


def test_the_date_on_a_card_is_not_when_its_button_was_pressed() -> None:
    assert sent_at(press()) is None


@pytest.mark.parametrize("date", [0, -1, 10**30, "1772409600", True, None, 1.5, []])
def test_an_impossible_date_is_no_date(date: object) -> None:
    assert sent_at(message(date=date)) is None


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"[" * 100_000, b"9" * 5_000],
)
def test_a_body_that_is_no_object_is_none(body: bytes) -> None:
    assert parse(body) is None


def test_an_update_is_named_by_telegrams_number() -> None:
    assert source_id(b'{"update_id": 700000001, "message": {}}') == "700000001"


@pytest.mark.parametrize(
    "body",
    [b"{}", b"[", b'{"update_id": "5"}', b'{"update_id": true}', b'{"update_id": -5}',
     b'{"update_id": 1e3}', b'{"update_id": 99999999999999999999}'],
)  # fmt: skip
def test_what_has_no_number_is_named_by_its_digest(body: bytes) -> None:
    assert source_id(body) == source_id(body)
    assert source_id(body).startswith("sha256:")
    assert source_id(body) != source_id(body + b" ")


# ------------------------------------------------------------------------- hostile shapes

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


def shaped(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A dictionary with some of these fields, each right or anything."""
    return st.fixed_dictionaries({}, optional={key: own | ANYTHING for key, own in fields.items()})


IDS = st.sampled_from([7, 8, -1, 0, True, 2**60, "7"])
CHATS = shaped(id=IDS, type=st.sampled_from(["private", "group"]))
PEOPLE = shaped(id=IDS, is_bot=st.booleans(), language_code=st.text(max_size=3))
TEXTS = st.text(max_size=30) | st.sampled_from(["/start", "/start abc", "/", "/start@", "\ud800"])
MESSAGES = shaped(
    **{"chat": CHATS, "from": PEOPLE, "text": TEXTS, "caption": TEXTS, "date": st.integers()},
    photo=ANYTHING,
    voice=ANYTHING,
)
QUERIES = shaped(**{"id": TEXTS, "from": PEOPLE, "message": MESSAGES, "data": TEXTS})
CHANGES = shaped(
    **{"chat": CHATS, "from": PEOPLE, "date": st.integers()},
    new_chat_member=shaped(status=st.sampled_from(["kicked", "member", "left"])),
)
UPDATES = shaped(
    update_id=st.integers(), message=MESSAGES, callback_query=QUERIES, my_chat_member=CHANGES
)


def storable(value: object) -> bool:
    return not isinstance(value, str) or value.encode("utf-8").decode("utf-8") == value


@given(UPDATES | st.dictionaries(st.text(max_size=8), ANYTHING))
def test_no_shape_of_update_raises(update: dict[str, Any]) -> None:
    meaning = heard(update)
    assert isinstance(meaning, get_args(Heard))
    when = sent_at(update)
    assert when is None or when.tzinfo is UTC
    assert all(storable(getattr(meaning, name)) for name in type(meaning).__slots__)


@given(UPDATES)
def test_what_is_heard_comes_from_a_private_chat_with_a_human(update: dict[str, Any]) -> None:
    meaning = heard(update)
    if isinstance(meaning, NotForUs):
        return
    assert meaning.chat in {"7", "8"} or 0 < int(meaning.chat) < 2**52


@given(st.binary(max_size=200))
def test_no_body_raises(body: bytes) -> None:
    update = parse(body)
    assert update is None or isinstance(update, dict)
    assert source_id(body)


@given(UPDATES)
def test_an_update_survives_being_written_as_json(update: dict[str, Any]) -> None:
    again = parse(json.dumps(update).encode())
    assert again is not None
    assert heard(again) == heard(update)
