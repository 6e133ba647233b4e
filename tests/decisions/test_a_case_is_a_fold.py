"""A case is what its facts make of it, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.decide import further, opening, reopens
from escalation.fold import apply, fold
from escalation.model import Case, Fact, FactKind, Outcome, Reason, Urgency
from escalation.policy import shipped
from residents.model import Tier
from signals.model import Cause, Signal, SignalKind, Source

START = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
NEWS: list[dict[str, Any]] = [
    {"missed_checkin": True, "alive_since": False},
    {"missed_checkin": True, "quiet_home": True},
    {"missed_checkin": True, "left_on": True},
    {"not_asked": True},
    {"unclear": True},
    {"plug_quiet": True},
    {"asked_for_help": True},
    {"asked_for_help": True, "cause": Cause.SELF_HARM.value},
    {"asked_for_help": True, "cause": Cause.FALL.value},
    {"silent_visits": 1},
    {"danger_seen": True},
    {"needs_help_seen": True},
    {"office_task_unanswered": True},
    {"alive_since": True},
    {"away_told": True},
    {"death_told": True},
    {"raised_to": 3},
]
OTHERS = [
    Fact(START, FactKind.TASK_OPENED, data={"task": "t"}),
    Fact(START, FactKind.NOBODY_CAME, data={"task": "t"}),
    Fact(START, FactKind.ROUNDS_REPEATED, data={"task": "t"}),
    Fact(START, FactKind.ACCEPTED, data={"by": "helper:1"}),
    Fact(START, FactKind.VISITED, data={"result": "no_answer"}),
    Fact(START, FactKind.RESIDENT_TOLD),
    Fact(START, FactKind.NOTED),
    Fact(
        START,
        FactKind.REOPENED,
        Reason.PLUG_QUIET,
        data={"urgency": 3, "tier": "low", "known": {"plug_quiet": True}},
    ),
]


TOLD = Signal(
    "1", SignalKind.SAID, Source.TELEGRAM, "1", "resident:1", START, START, {"by": "staff:1"}
)


def written(tier: Tier, steps: list[dict[str, Any] | Fact]) -> tuple[Case, list[Fact]]:
    """Facts as the service writes them, one after the other, and the case it has in hand."""
    first = opening(tier, {"missed_checkin": True}, START, TOLD)
    assert first is not None
    facts, case = [first], fold("c", "resident:1", [first])
    for minutes, step in enumerate(steps):
        now = START + timedelta(minutes=minutes)
        fact = step if isinstance(step, Fact) else further(case, step, now, TOLD)
        facts.append(fact)
        case = apply(case, fact)
    return case, facts


@given(st.sampled_from(Tier), st.lists(st.sampled_from(NEWS) | st.sampled_from(OTHERS)))
def test_folding_the_facts_gives_the_case_in_hand(
    tier: Tier, steps: list[dict[str, Any] | Fact]
) -> None:
    case, facts = written(tier, steps)
    assert fold("c", "resident:1", facts) == case
    assert case.is_open
    assert Urgency(facts[0].data["urgency"]) in Urgency


@given(st.sampled_from(Tier), st.lists(st.sampled_from(NEWS), max_size=8))
def test_a_secret_is_kept_and_help_remembered_whatever_follows(
    tier: Tier, steps: list[dict[str, Any]]
) -> None:
    case, _ = written(tier, list(steps))
    causes = {step.get("cause") for step in steps}
    assert case.is_discreet is (Cause.SELF_HARM.value in causes)
    assert case.needs_a_person is case.known.only_a_person_closes
    if any(step.get("asked_for_help") for step in steps):
        assert case.needs_a_person


def test_a_closed_case_says_how_and_when() -> None:
    case, _ = written(Tier.HIGH, [Fact(START, FactKind.CLOSED, data={"outcome": "well"})])
    assert (case.outcome, case.closed_at, case.is_open) == (Outcome.WELL, START, False)


@pytest.mark.parametrize(
    ("outcome", "minutes", "news", "again"),
    [
        (Outcome.WELL, 719, {"missed_checkin": True}, True),
        (Outcome.ANSWERED, 1, {"missed_checkin": True}, True),
        (Outcome.WELL, 720, {"missed_checkin": True}, False),
        (Outcome.WELL, 1, {"plug_quiet": True}, False),
        (Outcome.HELPED, 1, {"missed_checkin": True}, False),
        (Outcome.AWAY, 1, {"missed_checkin": True}, False),
        (Outcome.HANDED_OVER, 1, {"missed_checkin": True}, False),
        (Outcome.DECEASED, 1, {"missed_checkin": True}, False),
    ],
)
def test_more_of_the_same_soon_after_a_good_end(
    outcome: Outcome, minutes: int, news: dict[str, Any], *, again: bool
) -> None:
    ended, _ = written(Tier.LOW, [Fact(START, FactKind.CLOSED, data={"outcome": outcome})])
    policy = shipped()[Urgency.WATCH]
    assert policy.reopen_within == timedelta(hours=12)
    now = START + timedelta(minutes=minutes)
    first = opening(Tier.LOW, news, now, TOLD)
    assert first is not None
    assert reopens(first, ended, policy, now) is again
    assert not reopens(first, None, None, now)


@pytest.mark.parametrize("kind", [kind for kind in FactKind if kind is not FactKind.OPENED])
def test_a_case_begins_with_its_opening(kind: FactKind) -> None:
    with pytest.raises(ValueError, match="must be OPENED"):
        fold("c", "resident:1", [Fact(START, kind)])
