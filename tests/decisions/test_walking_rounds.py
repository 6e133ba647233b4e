"""What time passing means for a task, who is asked first, and which rounds come next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.render.buttons import CONTACT_VERBS, RESULT_VERBS, Verb
from tasks import decide
from tasks.decide import Candidate, NotBack, TimePassed
from tasks.model import (
    HOW_SHE_IS,
    LOOKS_FOR_HER,
    OPEN_STATES,
    RESULT_OF,
    SAID_BY_CONTACTS,
    WITH_HER,
    Audience,
    DeclineReason,
    Load,
    NewTask,
    Result,
    Round,
    Task,
    TaskKind,
    TaskState,
    may_report,
)

NOW = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
TEN, HOUR = timedelta(minutes=10), timedelta(hours=1)
HELPERS, LEADS = Round(Audience.HELPERS, 3, TEN), Round(Audience.LEADS, 2, HOUR)


def task(state: TaskState = TaskState.OFFERED, **other: object) -> Task:
    new = NewTask(
        TaskKind.WELFARE_VISIT, "resident:1", "case:1", "jijwa-dong", (HELPERS, LEADS), HOUR
    )
    made = Task("T", "K4H9T", new, state, 1, 0, NOW, NOW)
    return replace(made, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "index", "reminded", "due_in", "what"),
    [
        (TaskState.OFFERED, 0, False, TEN, None),
        (TaskState.OFFERED, 0, False, -TEN, TimePassed.NEXT_ROUND),
        (TaskState.OFFERED, -1, False, -TEN, TimePassed.NEXT_ROUND),
        (TaskState.OFFERED, 1, False, -TEN, TimePassed.NOBODY_CAME),
        (TaskState.ACCEPTED, 1, False, TEN, None),
        (TaskState.ACCEPTED, 1, False, -TEN, TimePassed.REMIND),
        (TaskState.ACCEPTED, 0, True, -TEN, TimePassed.TAKE_BACK),
        (TaskState.DONE, 0, False, -TEN, None),
        (TaskState.UNANSWERED, 1, False, -TEN, None),
        (TaskState.WITHDRAWN, 0, True, -TEN, None),
    ],
)
def test_what_its_moment_brings(
    state: TaskState, index: int, reminded: bool, due_in: timedelta, what: TimePassed | None
) -> None:
    waiting = task(state, round_index=index, reminded=reminded, due_at=NOW + due_in)
    assert decide.when_time_passed(waiting, NOW) is what


def test_its_time_is_halved_by_a_reminder() -> None:
    mine = decide.accepted(task(), "helper:1", NOW)
    assert (mine.state, mine.due_at, mine.do_by) == (
        TaskState.ACCEPTED,
        NOW + HOUR / 2,
        NOW + HOUR,
    )
    late = decide.reminded(mine)
    assert (late.reminded, late.due_at) == (True, NOW + HOUR)
    again = decide.in_round(late, 1, NOW + HOUR)
    assert (again.accepted_by, again.do_by, again.reminded) == (None, None, False)
    assert again.due_at == NOW + 2 * HOUR


rounds = st.lists(st.sampled_from([HELPERS, LEADS]), min_size=1, max_size=4).map(tuple)


@given(rounds, rounds)
def test_further_rounds_are_walked_once_each_and_repeated_ones_not_piled_up(
    known: tuple[Round, ...], more: tuple[Round, ...]
) -> None:
    ended = task(round_index=len(known) - 1)
    ended = replace(ended, new=replace(ended.new, rounds=known))
    further = decide.with_further(ended, more)
    assert further.new.rounds[further.round_index + 1 :] == more
    assert len(further.new.rounds) <= len(known) + len(more)
    again = replace(further, round_index=len(further.new.rounds) - 1)
    assert decide.with_further(again, more).new.rounds == further.new.rounds


NOT_NOW = DeclineReason.NOT_NOW
CANDIDATES = [
    Candidate("helper:named", Load(2, 4, {NOT_NOW: 3}), False, True),
    Candidate("helper:language", Load(1, 0, {NOT_NOW: 1}), True, False),
    Candidate("helper:free", Load(0, 3, {NOT_NOW: 2}), False, False),
    Candidate("helper:unasked", Load(1, 0, {NOT_NOW: 2}), False, False),
    Candidate("helper:willing", Load(1, 1, {NOT_NOW: 0}), False, False),
    Candidate("helper:z", Load(1, 1, {NOT_NOW: 1}), False, False),
]


@pytest.mark.parametrize("order", list(permutations(CANDIDATES))[::24])
def test_the_best_are_asked_first_in_whichever_order_they_come(
    order: tuple[Candidate, ...],
) -> None:
    expected = [one.ref for one in CANDIDATES]
    assert decide.in_order(order) == expected


def test_every_button_of_a_result_means_one_and_each_result_has_one() -> None:
    assert set(RESULT_OF) == RESULT_VERBS
    assert {*SAID_BY_CONTACTS, Verb.CONTACT_REFUSES} == CONTACT_VERBS
    of_contacts = set(SAID_BY_CONTACTS.values()) - {Result.SPOKEN_WELL}
    assert sorted((*RESULT_OF.values(), *of_contacts)) == sorted(Result)


@pytest.mark.parametrize("kind", TaskKind)
@pytest.mark.parametrize("by", ["helper:1", "staff:1"])
def test_nobody_speaks_for_a_contact(kind: TaskKind, by: str) -> None:
    assert not may_report(kind, by, Result.WORRIED)
    assert not may_report(kind, by, Result.UNREACHED)
    assert not may_report(TaskKind.CONTACT_CHECK, by, Result.SPOKEN_WELL)


def test_rounds_survive_being_stored() -> None:
    for one in (HELPERS, LEADS, Round(Audience.NAMED, 1, timedelta(seconds=1))):
        assert Round.from_json(one.as_json()) == one


def test_the_words_for_states_are_complete() -> None:
    assert {state for state in TaskState if task(state).is_open} == OPEN_STATES
    assert set(TaskKind) > HOW_SHE_IS
    assert task().round == HELPERS


def test_work_that_may_be_done_with_somebody_else_is_not_done_with_her() -> None:
    assert set(TaskKind) - WITH_HER == {
        TaskKind.ASK_CONTACT,
        TaskKind.CONTACT_CHECK,
        TaskKind.DATA_QUALITY,
        TaskKind.DEBRIEF,
        TaskKind.DEVICE_REPAIR,
        TaskKind.HAZARD_CHECK,
        TaskKind.PLUG_PLACE,
        TaskKind.HELPERS_WORDS,
        TaskKind.NOT_WATCHED,
        TaskKind.POWER_CUT,
        TaskKind.LESSON,
        TaskKind.REFERRAL_FOLLOW_UP,
        TaskKind.REVIEW_AFTER_ENTRY,
        TaskKind.SURVEY,
        TaskKind.SECURE_THE_DOOR,
    }
    assert LOOKS_FOR_HER < WITH_HER


@pytest.mark.parametrize(
    ("kind", "by", "minutes", "why_not"),
    [
        (TaskKind.WELFARE_VISIT, "helper:1", 120, None),
        (TaskKind.REGULAR_VISIT, "helper:1", 1, None),
        (TaskKind.WELFARE_VISIT, "helper:1", 121, NotBack.TOO_LATE),
        (TaskKind.WELFARE_VISIT, "helper:1", 0, NotBack.PAST),
        (TaskKind.WELFARE_VISIT, "helper:2", 60, NotBack.NOT_HERS),
        (TaskKind.DECISION, "helper:1", 60, NotBack.NOT_HERS),
        (TaskKind.DEBRIEF, "helper:1", 60, NotBack.NOT_HERS),
        (TaskKind.DEVICE_REPAIR, "helper:1", 60, NotBack.NOT_HERS),
    ],
)
def test_nobody_waits_longer_than_two_hours(
    kind: TaskKind, by: str, minutes: int, why_not: NotBack | None
) -> None:
    hers = decide.accepted(task(new=replace(task().new, kind=kind)), "helper:1", NOW)
    back_at = NOW + timedelta(minutes=minutes)
    assert decide.why_not_back(hers, by, back_at, NOW) is why_not


def test_she_waits_once_and_has_her_time_again_afterwards() -> None:
    hers = decide.accepted(task(), "helper:1", NOW)
    waits = decide.waits_until(hers, NOW + HOUR)
    assert decide.when_time_passed(waits, NOW + HOUR - TEN) is None
    assert decide.when_time_passed(waits, NOW + HOUR) is TimePassed.REMIND
    assert decide.reminded(waits).due_at == NOW + 2 * HOUR
    assert decide.why_not_back(waits, "helper:1", NOW + HOUR, NOW) is NotBack.TOLD_BEFORE
    assert decide.in_round(waits, 1, NOW + 2 * HOUR).back_at is None
