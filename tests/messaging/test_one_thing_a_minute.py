"""Helpers and officials are told one thing a minute; what is alike leaves as one message."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from foundation.seams import AFTER_SEND, Crash
from messaging import minutes, service
from messaging.channel import Card, Refusal, Refused
from messaging.model import AfterUnknown, Priority
from messaging.pacing import MINUTE, MOST
from signals.model import Ref, SignalKind
from tests.messaging.post import DiesAt, Meanwhile, post, recorded, row, run, states
from tests.runtime.neighbourhood import Neighbourhood

SECOND, INSTANT = timedelta(seconds=1), timedelta(milliseconds=1)


def offer(here: Neighbourhood, to: Ref, code: str, **other: Any) -> None:
    """An offer as tasks post it, after all before it."""
    here.clock.advance(INSTANT)
    values = {
        "code": code,
        "district": "지좌동",
        "kind": "@task.kind.welfare_visit",
        "when": "@task.when.today",
        "press": [f"task{code}", 1],
    }
    given = {"template": "task.offer", "values": values, "priority": Priority.LATER}
    post(here, to, code, card=f"task:{code}:{to}", **given | other)


def remind(here: Neighbourhood, to: Ref, code: str) -> None:
    """It carries buttons for results: nothing leaves beside it."""
    here.clock.advance(INSTANT)
    due = {"at": (here.now() + MINUTE).isoformat()}
    values = {"code": code, "district": "지좌동", "kind": "@task.kind.welfare_visit", "due": due,
              "press": ["task", 1]}  # fmt: skip
    post(here, to, code, template="task.remind", values=values, priority=Priority.NEXT)


def cards(here: Neighbourhood) -> list[Card]:
    return [one for _, one in here.telegram.sent if isinstance(one, Card)]


def test_one_a_minute_to_a_person_and_nobody_else_waits(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, other, resident = here.helper(), here.staff(), here.resident()
    for code in ("A", "B", "C"):
        remind(here, her, code)
    remind(here, other, "D")
    post(here, resident, "hers")
    began = here.now()
    here.settle()
    assert here.now() == began
    assert states(here) == {"A": "sent", "B": "queued", "C": "queued", "D": "sent", "hers": "sent"}
    assert {row(here, code).due_at for code in "BC"} == {began + MINUTE}
    assert [row(here, code).waits_since for code in "ABC"] == [
        None, *(began - late * INSTANT for late in (2, 1)),
    ]  # fmt: skip
    here.wait(5 * MINUTE)
    called = [row(here, code).called_at or began for code in "ABC"]
    assert [at - began for at in called] == [0 * MINUTE, MINUTE, 2 * MINUTE]
    assert row(here, "C").waits_since == began - INSTANT


def test_emergencies_and_answers_leave_at_once(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.helper()
    remind(here, her, "first")
    here.settle()
    remind(here, her, "waits")
    post(here, her, "answer", priority=Priority.ANSWER)
    post(here, her, "emergency", priority=Priority.EMERGENCY)
    here.settle()
    assert states(here) == {
        "first": "sent", "waits": "queued", "answer": "sent", "emergency": "sent",
    }  # fmt: skip


def test_what_is_more_pressing_overtakes_what_waits(here: Neighbourhood) -> None:
    her = here.helper()
    offer(here, her, "FIRST")
    here.settle()
    offer(here, her, "CALM1")
    here.clock.advance(SECOND)
    offer(here, her, "GRAVE", priority=Priority.HELP)
    here.wait(MINUTE)
    assert states(here) == {"FIRST": "sent", "CALM1": "queued", "GRAVE": "sent"}
    here.wait(MINUTE)
    assert states(here)["CALM1"] == "sent"


def test_several_offers_are_one_message_with_a_button_each(everywhere: Neighbourhood) -> None:
    here = everywhere
    her, officer = here.helper(), here.staff()
    for code in ("K7Q2M", "P3XYZ"):
        offer(here, her, code)
        offer(here, officer, f"S{code}", template="staff.offer")
    here.settle()
    hers, officers = cards(here)
    assert hers.text == (
        "이웃의 안부를 살펴 주실 일이 2건 있습니다.\n"
        "맡으실 수 있는 일의 번호를 눌러 주세요.\n\n"
        "번호 K7Q2M · 지좌동 · 안부 방문 · 오늘 중으로\n\n"
        "번호 P3XYZ · 지좌동 · 안부 방문 · 오늘 중으로"
    )
    assert [[(one.label, one.data) for one in each] for each in hers.rows] == [
        [("K7Q2M 맡을게요", "a:taskK7Q2M:1")],
        [("P3XYZ 맡을게요", "a:taskP3XYZ:1")],
    ]
    assert officers.text.startswith(
        "기다리는 일이 2건 있습니다.\n맡으실 일의 번호를 눌러 주세요.\n\n번호 SK7Q2M · 지좌동"
    )
    assert set(states(here).values()) == {"sent"}
    assert {row(here, code).provider_id for code in ("K7Q2M", "P3XYZ")} == {"bundle:1"}
    with here.database.read() as uow:
        assert not service.is_shown(uow, f"task:K7Q2M:{her}")


def test_an_offer_that_is_over_does_not_leave_with_the_others(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.helper()
    remind(here, her, "now")
    here.settle()
    for code in ("TAKEN", "OPEN1", "OPEN2"):
        offer(here, her, code)
    values = {"code": "TAKEN"}
    post(here, her, "taken", template="task.taken", values=values, card=f"task:TAKEN:{her}",
         edit_only=True)  # fmt: skip
    here.wait(MINUTE)
    assert "TAKEN" not in cards(here)[-1].text
    assert states(here) == {
        "now": "sent", "TAKEN": "superseded", "taken": "superseded", "OPEN1": "sent",
        "OPEN2": "sent",
    }  # fmt: skip


def news(here: Neighbourhood, lead: Ref, *counts: int, **other: Any) -> None:
    given = {"template": "night.desk", "priority": Priority.NEWS}
    given |= {"after_unknown": AfterUnknown.HOLD}
    for count in counts:
        post(here, lead, str(count), values={"count": count}, **given | other)


def test_news_are_one_message(everywhere: Neighbourhood) -> None:
    here = everywhere
    lead = here.staff()
    news(here, lead, 3, 5)
    here.settle()
    (both,) = cards(here)
    first, second = both.text.split("\n\n")
    assert "3" in first
    assert first.replace("3", "5") == second
    assert (both.rows, states(here)) == ((), {"3": "sent", "5": "sent"})


def test_what_has_no_words_does_not_take_the_others_along(everywhere: Neighbourhood) -> None:
    here = everywhere
    lead = here.staff()
    news(here, lead, 1)
    post(here, lead, "no text", template="no.such.text", priority=Priority.NEWS,
         after_unknown=AfterUnknown.HOLD)  # fmt: skip
    here.wait(MINUTE)
    assert states(here) == {"1": "sent", "no text": "failed"}


def test_news_of_which_some_is_withdrawn_meanwhile_do_not_leave(here: Neighbourhood) -> None:
    lead = here.staff()
    news(here, lead, 1, 2)
    outgoing, _, _ = here.sender._prepare()
    with here.database.write() as uow:
        service.withdraw(uow, keys=["2"])
    for item in outgoing:
        assert asyncio.run(here.sender._may_call(item)) is False
    here.wait(3 * MINUTE)
    assert states(here) == {"1": "sent", "2": "expired"}
    assert len(cards(here)) == 1


@pytest.mark.parametrize("after", [AfterUnknown.RESEND, AfterUnknown.HOLD])
def test_a_crash_in_a_bundle_is_a_crash_of_each(
    everywhere: Neighbourhood, after: AfterUnknown
) -> None:
    here = everywhere
    her = here.helper()
    for code in ("A", "B"):
        offer(here, her, code, after_unknown=after)
    here.sender = here.new_sender(DiesAt(AFTER_SEND))
    with pytest.raises(Crash):
        run(here.sender)
    assert states(here) == {"A": "calling", "B": "calling"}
    here.sender = here.new_sender()
    here.wait(10 * MINUTE)
    ends = "held" if after is AfterUnknown.HOLD else "sent"
    assert states(here) == {"A": ends, "B": ends}
    assert len(cards(here)) == (1 if after is AfterUnknown.HOLD else 2)


def test_a_refused_bundle_loses_a_channel_once(here: Neighbourhood) -> None:
    her = here.helper()
    here.telegram.answers.append(Refused(Refusal.UNREACHABLE, "blocked"))
    for code in ("A", "B"):
        offer(here, her, code)
    here.settle()
    assert states(here) == {"A": "failed", "B": "failed"}
    assert len(recorded(here, her, SignalKind.CHANNEL_LOST)) == 1


def test_what_is_sent_again_takes_a_minute_again(here: Neighbourhood) -> None:
    her = here.helper()
    here.telegram.answers.append(Refused(Refusal.LATER, "429", 5 * SECOND))
    offer(here, her, "A")
    began = here.now()
    here.wait(2 * MINUTE)
    assert (row(here, "A").called_at or began) - began == MINUTE


def test_two_workers_begin_one_minute(everywhere: Neighbourhood) -> None:
    here = everywhere
    with here.database.write() as uow:
        assert minutes.take(uow, {"helper:1", "helper:2"}) == {"helper:1", "helper:2"}
    here.clock.advance(MINUTE - SECOND)
    with here.database.write() as uow:
        assert minutes.take(uow, {"helper:1", "helper:3"}) == {"helper:3"}
    here.clock.advance(SECOND)
    with here.database.write() as uow:
        assert minutes.take(uow, {"helper:1"}) == {"helper:1"}
        assert minutes.take(uow, set()) == frozenset()


def test_whatever_another_worker_takes_meanwhile_is_left_to_it(
    here: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    her = here.helper()
    remind(here, her, "A")
    began = here.now()
    with here.database.write() as uow:
        minutes.take(uow, {her})
    with monkeypatch.context() as before:  # the other has told her something since we looked
        before.setattr(minutes, "told", lambda *_: {})
        assert run(here.sender).handled == 0
    assert states(here) == {"A": "queued"}
    here.settle()
    assert row(here, "A").due_at == began + MINUTE


@pytest.mark.parametrize("many", [2 * MOST, 5 * MOST + 1])
def test_very_many_offers_take_a_minute_for_each_ten(here: Neighbourhood, many: int) -> None:
    her = here.helper()
    for number in range(many):
        offer(here, her, f"N{number:03d}")
    began = here.now()
    here.wait(many * MINUTE)
    assert set(states(here).values()) == {"sent"}
    called = {one.called_at or began for one in here.outbox(her)}
    assert max(called) - began == MINUTE * ((many - 1) // MOST)
    assert len(cards(here)) == len(called)


def test_while_a_provider_hangs_the_minute_runs(here: Neighbourhood) -> None:
    her = here.helper()
    channel = Meanwhile()
    channel.what = lambda: remind(here, her, "B")
    here.channels = dict.fromkeys(here.channels, channel)
    here.sender = here.new_sender()
    remind(here, her, "A")
    began = here.now()
    run(here.sender)
    channel.what = lambda: None
    here.settle()
    assert states(here) == {"A": "sent", "B": "queued"}
    assert row(here, "B").due_at == began + MINUTE
