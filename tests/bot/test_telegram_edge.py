"""From updates to recorded facts: who said what about whom, and what is only kept."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.translate import source_id
from messaging.render.buttons import Verb
from signals.model import SignalKind, Source
from signals.tables import SignalRow
from tests.bot.village import (
    HELPERS_CHAT,
    HER_CHAT,
    OFFICERS_CHAT,
    STRANGERS_CHAT,
    TASK,
    Village,
    membership,
    message,
    of_chat,
    press,
)

# -------------------------------------------------------------------- what a resident does


def test_her_words_are_a_reply(village: Village) -> None:
    village.receive(message(village, HER_CHAT, text="무릎이 아파요"))
    fact = village.only_fact()
    assert (fact.kind, fact.source, fact.source_id) == (SignalKind.REPLY, Source.TELEGRAM, "1")
    assert (fact.subject, fact.words) == (village.resident, "무릎이 아파요")
    assert fact.data == {"channel": "telegram", "form": "words"}


@pytest.mark.parametrize(
    ("content", "form", "words"),
    [
        ({"photo": [{}]}, "photo", None),
        ({"photo": [{}], "caption": "도와주세요"}, "photo", "도와주세요"),
        ({"sticker": {}}, "sticker", None),
        ({"voice": {}}, "voice", None),
        ({"location": {}}, "location", None),
        ({"document": {}}, "other", None),
        ({"text": "/stop"}, "command", "/stop"),
        ({"text": "/help 아파요"}, "command", "/help 아파요"),
    ],
)
def test_anything_she_sends_is_a_reply(
    village: Village, content: dict[str, Any], form: str, words: str | None
) -> None:
    village.receive(message(village, HER_CHAT, **content))
    fact = village.only_fact()
    assert (fact.kind, fact.subject, fact.words) == (SignalKind.REPLY, village.resident, words)
    assert fact.data == {"channel": "telegram", "form": form}


@pytest.mark.parametrize("verb", ["f", "h"])
def test_her_press_answers_the_check_in_of_its_card(village: Village, verb: str) -> None:
    village.receive(press(HER_CHAT, f"{verb}:C1:3"))
    fact = village.only_fact()
    assert (fact.kind, fact.subject, fact.words) == (SignalKind.REPLY, village.resident, None)
    assert fact.data == {
        "channel": "telegram",
        "form": "button",
        "verb": verb,
        "checkin": "C1",
        "version": 3,
    }


@pytest.mark.parametrize(("verb", "in_town"), [("ty", True), ("tn", False)])
def test_a_helper_says_whether_she_stays_in_town(
    village: Village, verb: str, in_town: bool
) -> None:
    village.receive(press(HELPERS_CHAT, f"{verb}:20260924:0"))
    fact = village.only_fact()
    assert (fact.kind, fact.subject) == (SignalKind.IN_TOWN, village.helper)
    assert fact.data == {"channel": "telegram", "festival": "20260924", "in_town": in_town}


@pytest.mark.parametrize("chat", [HER_CHAT, OFFICERS_CHAT])
def test_nobody_but_a_helper_is_asked_that(village: Village, chat: int) -> None:
    village.receive(press(chat, "ty:20260924:0"))
    assert SignalKind.IN_TOWN not in {fact.kind for fact in village.facts()}


def test_what_telegram_repeats_is_one_fact(village: Village) -> None:
    twice = press(HER_CHAT, "f:C1:1")
    village.receive(twice, twice)
    assert len(village.facts()) == 1


def test_two_presses_are_two_facts(village: Village) -> None:
    """Which of them counts is for the check-in to say: help wins over fine."""
    village.receive(press(HER_CHAT, "f:C1:1"), press(HER_CHAT, "h:C1:1", number=2))
    assert [fact.data["verb"] for fact in village.facts()] == ["f", "h"]


@pytest.mark.parametrize("status", ["kicked", "left"])
def test_a_resident_who_stops_the_bot_is_lost_on_this_channel(
    village: Village, status: str
) -> None:
    village.receive(membership(HER_CHAT, status))
    fact = village.only_fact()
    assert (fact.kind, fact.subject) == (SignalKind.CHANNEL_LOST, village.resident)
    assert fact.data == {"channel": "telegram", "why": "blocked"}


def test_a_resident_who_lets_the_bot_in_again_is_back(village: Village) -> None:
    village.receive(membership(HER_CHAT, "member"))
    fact = village.only_fact()
    assert (fact.kind, fact.subject) == (SignalKind.CHANNEL_RESTORED, village.resident)


def test_a_helper_can_be_lost_on_this_channel_too(village: Village) -> None:
    village.receive(membership(HELPERS_CHAT, "kicked"))
    assert village.only_fact().subject == village.helper


# ------------------------------------------------------------------- when it was, in truth


def occurred(village: Village, **content: Any) -> datetime:
    village.receive(message(village, HER_CHAT, text="네", **content))
    return village.only_fact().occurred_at


def test_a_delayed_message_occurred_when_she_wrote_it(village: Village) -> None:
    written = village.clock.now() - timedelta(hours=2)
    assert occurred(village, date=int(written.timestamp())) == written + timedelta(seconds=1)


def test_an_answer_never_precedes_its_question(village: Village) -> None:
    """Telegram counts whole seconds: asked at .4, answered at .9, dated at .0."""
    village.clock.advance(timedelta(milliseconds=900))
    assert occurred(village, date=int(village.clock.now().timestamp())) == village.clock.now()


@pytest.mark.parametrize("ahead", [5, 10**6, 10**12])
def test_a_message_is_not_believed_to_come_from_the_future(village: Village, ahead: int) -> None:
    seconds = int(village.clock.now().timestamp()) + ahead
    assert occurred(village, date=seconds) == village.clock.now()


def test_an_old_date_is_believed_for_a_day_at_most(village: Village) -> None:
    assert occurred(village, date=1) == village.clock.now() - timedelta(hours=24)


def test_a_press_occurred_when_it_came(village: Village) -> None:
    village.receive(press(HER_CHAT, "f:C1:1"))
    assert village.only_fact().occurred_at == village.clock.now()


# ------------------------------------------------------------------- helpers and officers


@pytest.mark.parametrize("verb", ["a", "d"])
@pytest.mark.parametrize("chat", [HELPERS_CHAT, OFFICERS_CHAT])
def test_an_answer_to_an_offer_is_on_the_agenda_of_the_tasks_subject(
    village: Village, verb: str, chat: int
) -> None:
    village.receive(press(chat, f"{verb}:{TASK}:2"))
    fact = village.only_fact()
    by = village.helper if chat == HELPERS_CHAT else village.officer
    assert (fact.kind, fact.subject) == (SignalKind.OFFER_ANSWERED, village.resident)
    assert fact.data == {"task": TASK, "verb": verb, "version": 2, "by": by}


@pytest.mark.parametrize("verb", ["rw", "re", "ra", "rn", "rd", "rp", "rh"])
def test_a_result_is_on_the_agenda_of_the_tasks_subject(village: Village, verb: str) -> None:
    village.receive(press(HELPERS_CHAT, f"{verb}:{TASK}:2"))
    fact = village.only_fact()
    assert (fact.kind, fact.subject) == (SignalKind.RESULT_GIVEN, village.resident)
    assert fact.data == {"task": TASK, "verb": verb, "version": 2, "by": village.helper}


# --------------------------------------------------------- presses that must not be acted on

ACTED_ON = {SignalKind.OFFER_ANSWERED, SignalKind.RESULT_GIVEN}

REFUSED = [
    (HER_CHAT, f"a:{TASK}:1", "not_a_helper"),
    (HER_CHAT, f"rw:{TASK}:1", "not_a_helper"),
    (HER_CHAT, f"s:{TASK}:1", "not_a_helper"),
    (HER_CHAT, "wo:20260302:0", "not_a_helper"),
    (OFFICERS_CHAT, "wo:20260302:0", "not_a_helper"),
    (HELPERS_CHAT, "kb:NOSUCHTASK:1", "unknown_task"),
    (STRANGERS_CHAT, "wb:20260302:1", "unknown_sender"),
    (HELPERS_CHAT, "f:C1:1", "not_a_resident"),
    (OFFICERS_CHAT, "h:C1:1", "not_a_resident"),
    (HELPERS_CHAT, "a:NOSUCHTASK:1", "unknown_task"),
    (HELPERS_CHAT, "forged", "unknown_button"),
    (HELPERS_CHAT, f"a:{TASK}:-1", "unknown_button"),
    (HELPERS_CHAT, f"a:{TASK}:99999999999", "unknown_button"),
    (HELPERS_CHAT, f"zz:{TASK}:1", "unknown_button"),
    (HELPERS_CHAT, f"a:{TASK}\x00:1", "unknown_button"),
    (HELPERS_CHAT, "a:" + "A" * 70 + ":1", "unknown_button"),
    (STRANGERS_CHAT, f"a:{TASK}:1", "unknown_sender"),
    (STRANGERS_CHAT, "f:C1:1", "unknown_sender"),
]


@pytest.mark.parametrize(("chat", "data", "reason"), REFUSED)
def test_a_press_that_its_presser_may_not_make_is_only_kept(
    village: Village, chat: int, data: str, reason: str
) -> None:
    update = press(chat, data)
    village.receive(update)
    kept, *others = village.facts()
    assert (kept.kind, kept.data) == (
        SignalKind.UNREADABLE,
        {"channel": "telegram", "reason": reason},
    )
    assert json.loads(kept.words or "") == update
    assert not {fact.kind for fact in others} & ACTED_ON
    assert not any("verb" in fact.data for fact in others)


def test_a_strange_press_of_hers_still_shows_that_she_is_alive(village: Village) -> None:
    """An old card, a button of an earlier version: she pressed something."""
    twice = press(HER_CHAT, "old-button")
    village.receive(twice, twice)
    kept, alive = village.facts()
    assert kept.kind is SignalKind.UNREADABLE
    assert (alive.kind, alive.subject, alive.source_id) == (
        SignalKind.REPLY,
        village.resident,
        "1:alive",
    )
    assert alive.data == {"channel": "telegram", "form": "other"}
    assert alive.words is None


def test_a_strangers_press_shows_nothing_about_anybody(village: Village) -> None:
    village.receive(press(STRANGERS_CHAT, "old-button"))
    assert village.only_fact().subject == village.address(STRANGERS_CHAT)


# ---------------------------------------------------------------------------- strangers


def test_a_start_carries_token_and_chat_sealed(village: Village) -> None:
    village.receive(message(village, STRANGERS_CHAT, text="/start abc_DEF"))
    fact = village.only_fact()
    assert fact.kind is SignalKind.LINK_OPENED
    assert fact.subject == village.address(STRANGERS_CHAT)
    assert json.loads(fact.words or "") == {"token": "abc_DEF", "chat": str(STRANGERS_CHAT)}
    assert "abc_DEF" not in repr(fact.data)


def test_a_start_without_a_token_is_recorded_too(village: Village) -> None:
    village.receive(message(village, STRANGERS_CHAT, text="/start"))
    assert json.loads(village.only_fact().words or "") == {"token": None, "chat": "44"}


@pytest.mark.parametrize("chat", [HELPERS_CHAT, OFFICERS_CHAT])
def test_a_start_with_a_token_opens_a_link_whoever_presses_it(village: Village, chat: int) -> None:
    village.receive(message(village, chat, text="/start abc_DEF"))
    fact = village.only_fact()
    assert (fact.kind, fact.subject) == (SignalKind.LINK_OPENED, village.address(chat))


def test_a_start_of_hers_is_also_a_sign_of_life(village: Village) -> None:
    village.receive(message(village, HER_CHAT, text="/start"))
    opened, alive = village.facts()
    assert (opened.kind, opened.subject) == (SignalKind.LINK_OPENED, village.address(HER_CHAT))
    assert (alive.kind, alive.subject) == (SignalKind.REPLY, village.resident)
    assert alive.data == {"channel": "telegram", "form": "command"}


def test_words_of_strangers_are_kept_for_a_person_to_read(village: Village) -> None:
    update = message(village, STRANGERS_CHAT, text="옆집 할머니가 넘어지셨어요")
    village.receive(update)
    fact = village.only_fact()
    assert (fact.kind, fact.data["reason"]) == (SignalKind.UNREADABLE, "unknown_sender")
    assert json.loads(fact.words or "") == update


def test_a_stranger_who_stops_the_bot_is_nobodys_lost_channel(village: Village) -> None:
    village.receive(membership(STRANGERS_CHAT, "kicked"))
    assert village.only_fact().kind is SignalKind.UNREADABLE


def test_a_group_is_not_listened_to(village: Village) -> None:
    update = message(village, HER_CHAT, text="김순자 님 괜찮으세요?")
    update["message"]["chat"] = {"id": -100, "type": "supergroup"}
    village.receive(update)
    fact = village.only_fact()
    assert (fact.kind, fact.data["reason"]) == (SignalKind.UNREADABLE, "not_private")
    assert fact.subject != village.resident


# ------------------------------------------------------------------------- hostile bodies


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff\xfe\x00", b"[" * 100_000, b"1", "안부".encode("cp949")]
)
def test_a_body_that_is_no_update_is_kept_once(village: Village, body: bytes) -> None:
    village.receive(body, body)
    fact = village.only_fact()
    assert (fact.kind, fact.data["reason"]) == (SignalKind.UNREADABLE, "malformed")
    assert fact.source_id.startswith("sha256:")
    assert fact.words == body.decode("utf-8", "replace")


def test_half_a_surrogate_pair_can_be_stored(village: Village) -> None:
    village.receive(message(village, HER_CHAT, text="네 \ud83d 네\x00"))
    assert village.only_fact().words == "네 \ufffd 네\x00"


def test_words_are_nowhere_in_the_file_unsealed(village: Village) -> None:
    village.receive(
        message(village, HER_CHAT, text="PLAINWORDS"),
        message(village, STRANGERS_CHAT, number=2, text="PLAINWORDS"),
        message(village, STRANGERS_CHAT, number=3, text="/start PLAINTOKEN"),
    )
    with village.database.read() as uow:
        rows = uow.session.exec(select(SignalRow)).all()
    written = b"".join(
        (row.words or b"") + repr((row.data, row.subject, row.source_id)).encode() for row in rows
    )
    assert len(rows) == 3
    assert b"PLAIN" not in written


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
CHATS = st.sampled_from([HER_CHAT, HELPERS_CHAT, OFFICERS_CHAT, STRANGERS_CHAT])
DATA = st.builds(
    "{}:{}:{}".format,
    st.sampled_from([*Verb, "x", ""]),
    st.sampled_from([TASK, "C1", "", "가", "\x00"]),
    st.integers(-1, 2**40),
) | st.text(max_size=70)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chat=CHATS, data=DATA, other=JSON, body=st.binary(max_size=40), number=st.integers(1, 10**9))
def test_no_input_raises_and_everything_is_recorded(
    village: Village, chat: int, data: str, other: object, body: bytes, number: int
) -> None:
    before = {fact.source_id for fact in village.facts()}
    updates: list[dict[str, Any] | bytes] = [
        press(chat, data, number=number),
        message(village, chat, number=number + 1, text=data),
        {"update_id": number + 2, "message": other},
        {"update_id": number + 3, "my_chat_member": {**of_chat(chat), "new_chat_member": other}},
        body,
    ]
    village.receive(*updates)
    after = village.facts()
    expected = {str(number + step) for step in range(4)} | {source_id(body)}
    assert {fact.source_id for fact in after} >= before | expected
    helpful = {village.helper, village.officer}
    assert all(fact.data["by"] in helpful for fact in after if fact.kind in ACTED_ON)
