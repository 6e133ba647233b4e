"""How urgent a case is, by all that is known together."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.decide import (
    ending,
    is_for_officials,
    matters_after_death,
    needs_the_nearest,
    news_of,
    where_after,
    whereabouts,
)
from escalation.fold import changed
from escalation.model import Case, Evidence, Outcome, Reason, Urgency
from escalation.rules import OF_CAUSE, RULES, SILENCE, weigh
from residents.model import AbsenceKind, Tier
from signals.model import Cause, Meaning, Signal, SignalKind, Source
from tasks.model import LOOKS_FOR_HER, WITH_HER, Result, TaskKind

NOON = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
HIGH, MEDIUM, LOW = (Evidence(tier=tier) for tier in Tier)
FLAGS = [one.name for one in fields(Evidence) if one.type == "bool"]

evidences = st.builds(
    Evidence,
    tier=st.sampled_from(Tier),
    cause=st.none() | st.sampled_from(Cause),
    silent_visits=st.integers(0, 3),
    raised_to=st.integers(0, Urgency.EMERGENCY),
    **{name: st.booleans() for name in FLAGS},
)

TABLE = [
    (HIGH, {}, None),
    (HIGH, {"missed_checkin": True}, (Urgency.DANGER, Reason.MISSED_CHECKIN_HIGH_TIER)),
    (MEDIUM, {"missed_checkin": True}, (Urgency.CAUTION, Reason.MISSED_CHECKIN)),
    (LOW, {"missed_checkin": True}, (Urgency.WATCH, Reason.MISSED_CHECKIN_LOW_TIER)),
    (LOW, {"left_on": True}, (Urgency.CAUTION, Reason.LEFT_ON_UNANSWERED)),
    (LOW, {"left_on": True, "alive_since": True}, (Urgency.WATCH, Reason.ALIVE_SINCE)),
    (
        LOW,
        {"missed_checkin": True, "quiet_home": True},
        (Urgency.DANGER, Reason.QUIET_HOME_UNANSWERED),
    ),
    (HIGH, {"not_asked": True}, (Urgency.CAUTION, Reason.NOT_ASKED)),
    (LOW, {"not_asked": True}, (Urgency.WATCH, Reason.NOT_ASKED)),
    (LOW, {"unclear": True}, (Urgency.WATCH, Reason.UNCLEAR_ANSWER)),
    (LOW, {"asked_for_help": True}, (Urgency.DANGER, Reason.ASKED_FOR_HELP)),
    (LOW, {"raised_to": Urgency.CAUTION}, (Urgency.CAUTION, Reason.RAISED_BY_OFFICER)),
    (LOW, {"plug_quiet": True}, (Urgency.DANGER, Reason.PLUG_QUIET)),
    # Decided elsewhere: silence there weighs as much as our own plug's, a call for help more.
    (LOW, {"vendor_alarm": True}, (Urgency.DANGER, Reason.VENDOR_ALARM)),
    (HIGH, {"vendor_alarm": True, "alive_since": True}, (Urgency.CAUTION, Reason.ALIVE_SINCE)),
    (LOW, {"vendor_emergency": True}, (Urgency.EMERGENCY, Reason.VENDOR_EMERGENCY)),
    (
        LOW,
        {"vendor_emergency": True, "alive_since": True},
        (Urgency.EMERGENCY, Reason.VENDOR_EMERGENCY),
    ),
    (
        LOW,
        {"missed_checkin": True, "vendor_alarm": True},
        (Urgency.EMERGENCY, Reason.TWO_SOURCES_SILENT),
    ),
    (
        LOW,
        {"silent_visits": 1, "vendor_alarm": True},
        (Urgency.EMERGENCY, Reason.SECOND_SILENT_VISIT),
    ),
    (LOW, {"silent_visits": 1}, (Urgency.DANGER, Reason.SILENT_VISIT)),
    (LOW, {"silent_visits": 2}, (Urgency.EMERGENCY, Reason.SECOND_SILENT_VISIT)),
    (
        LOW,
        {"silent_visits": 1, "plug_quiet": True},
        (Urgency.EMERGENCY, Reason.SECOND_SILENT_VISIT),
    ),
    (
        LOW,
        {"missed_checkin": True, "plug_quiet": True},
        (Urgency.EMERGENCY, Reason.TWO_SOURCES_SILENT),
    ),
    (LOW, {"danger_seen": True}, (Urgency.EMERGENCY, Reason.DANGER_SEEN)),
    (LOW, {"worry_told": True}, (Urgency.DANGER, Reason.CONTACT_WORRIED)),
    (LOW, {"worry_told": True, "alive_since": True}, (Urgency.DANGER, Reason.CONTACT_WORRIED)),
    (LOW, {"needs_help_seen": True}, (Urgency.CAUTION, Reason.NEEDS_HELP_SEEN)),
    (LOW, {"office_task_unanswered": True}, (Urgency.WATCH, Reason.OFFICE_TASK_UNANSWERED)),
    # Fresh life lowers silence by one step, and nothing that a person has to close.
    (HIGH, {"missed_checkin": True, "alive_since": True}, (Urgency.CAUTION, Reason.ALIVE_SINCE)),
    (LOW, {"missed_checkin": True, "alive_since": True}, (Urgency.WATCH, Reason.ALIVE_SINCE)),
    (
        MEDIUM,
        {"missed_checkin": True, "needs_help_seen": True, "alive_since": True},
        (Urgency.CAUTION, Reason.NEEDS_HELP_SEEN),
    ),
    (LOW, {"asked_for_help": True, "alive_since": True}, (Urgency.DANGER, Reason.ASKED_FOR_HELP)),
    (LOW, {"silent_visits": 1, "alive_since": True}, (Urgency.DANGER, Reason.SILENT_VISIT)),
    *(
        (tier, {"cause": cause}, (Urgency.EMERGENCY, OF_CAUSE[cause]))
        for tier in (HIGH, MEDIUM, LOW)
        for cause in Cause
    ),
]


@pytest.mark.parametrize(("known", "news", "expected"), TABLE)
def test_the_table(
    known: Evidence, news: dict[str, object], expected: tuple[Urgency, Reason] | None
) -> None:
    finding = weigh(replace(known, **news))  # type: ignore[arg-type]
    assert (finding and (finding.urgency, finding.reason)) == expected


def test_every_reason_can_be_found() -> None:
    found = {expected[1] for _, _, expected in TABLE if expected is not None}
    assert found == set(Reason)


@given(evidences)
def test_the_most_urgent_rule_wins_and_more_evidence_never_calms(known: Evidence) -> None:
    silent = replace(known, alive_since=False)
    findings = [finding for rule in RULES if (finding := rule(silent)) is not None]
    worst = weigh(silent)
    assert (worst is None) == (not findings)
    if worst is None:
        return
    assert worst.urgency == max(finding.urgency for finding in findings)
    for name in FLAGS:
        if name != "alive_since":
            more = weigh(replace(silent, **{name: True}))  # type: ignore[arg-type]
            assert more is not None
            assert more.urgency >= worst.urgency


@given(evidences)
def test_life_lowers_silence_by_one_step_at_most(known: Evidence) -> None:
    before = weigh(replace(known, alive_since=False))
    after = weigh(replace(known, alive_since=True))
    assert (before is None) == (after is None)
    if before is None or after is None:
        return
    assert before.urgency - 1 <= after.urgency <= before.urgency
    spoken = [f for rule in RULES if (f := rule(known)) is not None and f.reason not in SILENCE]
    assert after.urgency >= max((f.urgency for f in spoken), default=Urgency.WATCH)


@given(evidences, evidences)
def test_help_is_never_forgotten(known: Evidence, later: Evidence) -> None:
    news = {name: True for name in FLAGS if getattr(later, name)}
    if known.only_a_person_closes:
        assert changed(known, {**news, "cause": later.cause}).only_a_person_closes


# ------------------------------------------------------------------------------ how it ends


def case(known: Evidence, urgency: Urgency = Urgency.DANGER, *reasons: Reason) -> Case:
    return Case("case", "resident:1", NOON, urgency, reasons, known)


def signal(what: SignalKind, /, **data: object) -> Signal:
    return Signal("1", what, Source.TASKS, "1", "resident:1", NOON, NOON, data)


def said(meaning: Meaning) -> Signal:
    return signal(SignalKind.SAID, meaning=meaning, cause=None, channel="telegram")


def done(result: Result, by: str = "helper:1", kind: TaskKind = TaskKind.WELFARE_VISIT) -> Signal:
    return signal(SignalKind.TASK_DONE, result=result, by=by, kind=kind, origin="case:case")


MISSED = replace(HIGH, missed_checkin=True)


@pytest.mark.parametrize(
    ("known", "ends"),
    [
        (MISSED, True),
        (replace(MISSED, plug_quiet=True), True),
        (replace(MISSED, asked_for_help=True), False),
        # Outweighed by what is more urgent, help is still help.
        (replace(MISSED, asked_for_help=True, plug_quiet=True), False),
        (replace(MISSED, unclear=True), False),
        (replace(MISSED, cause=Cause.FALL), False),
        (replace(MISSED, danger_seen=True), False),
        (replace(MISSED, needs_help_seen=True), False),
    ],
)
def test_her_own_fine_ends_silence_only(known: Evidence, ends: bool) -> None:
    assert ending(case(known), said(Meaning.OK)) is (Outcome.ANSWERED if ends else None)


@given(evidences, st.sampled_from(Meaning), st.sampled_from(Urgency))
def test_only_fine_and_a_death_end_a_case_by_words(
    known: Evidence, meaning: Meaning, urgency: Urgency
) -> None:
    outcome = ending(case(known, urgency), said(meaning))
    if known.only_a_person_closes or meaning not in {Meaning.OK, Meaning.DECEASED}:
        assert outcome is None
    elif meaning is Meaning.DECEASED:
        assert outcome is (None if urgency is Urgency.EMERGENCY else Outcome.DECEASED)


@pytest.mark.parametrize(
    ("result", "by", "urgency", "outcome"),
    [
        (Result.SEEN_WELL, "helper:1", Urgency.EMERGENCY, Outcome.WELL),
        (Result.SPOKEN_WELL, "staff:1", Urgency.WATCH, Outcome.WELL),
        (Result.SEEN_ELSEWHERE, "helper:1", Urgency.DANGER, Outcome.WELL),
        (Result.AWAY, "helper:1", Urgency.CAUTION, Outcome.AWAY),
        (Result.AWAY, "helper:1", Urgency.DANGER, None),
        (Result.AWAY, "staff:1", Urgency.EMERGENCY, Outcome.AWAY),
        (Result.NO_ANSWER, "staff:1", Urgency.WATCH, None),
        (Result.NEEDS_HELP, "helper:1", Urgency.WATCH, None),
        (Result.NEEDS_HELP, "staff:1", Urgency.DANGER, None),
        (Result.HELPED, "staff:1", Urgency.DANGER, Outcome.HELPED),
        (Result.DANGER, "helper:1", Urgency.DANGER, None),
        (Result.DANGER, "staff:1", Urgency.EMERGENCY, None),
        (Result.HANDED_OVER, "staff:1", Urgency.EMERGENCY, Outcome.HANDED_OVER),
        (Result.DIED, "staff:1", Urgency.EMERGENCY, Outcome.DECEASED),
    ],
)
def test_how_results_end_a_case(
    result: Result, by: str, urgency: Urgency, outcome: Outcome | None
) -> None:
    assert ending(case(MISSED, urgency), done(result, by)) is outcome


def test_a_helper_who_must_not_know_why_cannot_say_that_all_is_well() -> None:
    secret = case(
        replace(MISSED, cause=Cause.SELF_HARM), Urgency.EMERGENCY, Reason.URGENT_SELF_HARM
    )
    assert ending(secret, done(Result.SEEN_WELL, kind=TaskKind.REGULAR_VISIT)) is None
    assert ending(secret, done(Result.SPOKEN_WELL, "staff:1")) is Outcome.WELL


@pytest.mark.parametrize("known", [{"needs_help_seen": True}, {"raised_to": 2}, {"unclear": True}])
def test_away_says_a_helper_of_what_only_a_person_closes(known: dict[str, Any]) -> None:
    asked = case(replace(LOW, **known), Urgency.CAUTION)
    assert ending(asked, done(Result.AWAY)) is None
    assert ending(asked, done(Result.AWAY, "staff:1")) is Outcome.AWAY


CERTAIN = frozenset({Result.HANDED_OVER, Result.DIED})


@pytest.mark.parametrize("kind", sorted(set(TaskKind) - WITH_HER))
@pytest.mark.parametrize("result", sorted(set(Result) - CERTAIN))
def test_work_that_may_be_done_with_somebody_else_ends_no_case_of_hers(
    kind: TaskKind, result: Result
) -> None:
    assert ending(case(MISSED, Urgency.WATCH), done(result, "staff:1", kind)) is None


@pytest.mark.parametrize("kind", sorted(set(TaskKind) - {TaskKind.DEBRIEF}))
@pytest.mark.parametrize("result", sorted(CERTAIN))
def test_of_119_and_of_a_death_an_officer_is_certain_whatever_she_came_for(
    kind: TaskKind, result: Result
) -> None:
    assert ending(case(MISSED), done(result, "staff:1", kind)) is not None
    assert ending(case(MISSED), done(result, "staff:1", TaskKind.DEBRIEF)) is None


@pytest.mark.parametrize("kind", sorted(WITH_HER))
def test_whoever_met_her_ends_her_case_whatever_she_came_for(kind: TaskKind) -> None:
    assert ending(case(MISSED), done(Result.SPOKEN_WELL, kind=kind)) is Outcome.WELL
    away = ending(case(MISSED), done(Result.AWAY, "staff:1", kind))
    assert away is (Outcome.AWAY if kind in LOOKS_FOR_HER else None)


@pytest.mark.parametrize(
    ("result", "by", "kind", "known", "where"),
    [
        (Result.HANDED_OVER, "staff:1", TaskKind.CALL_BACK, MISSED, AbsenceKind.HOSPITAL),
        (Result.HANDED_OVER, "staff:1", TaskKind.CALL_BACK, None, AbsenceKind.HOSPITAL),
        (Result.HANDED_OVER, "staff:1", TaskKind.DEBRIEF, MISSED, None),
        (Result.AWAY, "staff:1", TaskKind.WELFARE_VISIT, MISSED, AbsenceKind.TRAVEL),
        (Result.AWAY, "helper:1", TaskKind.PERSON_CHECK, None, AbsenceKind.TRAVEL),
        # A helper heard it of somebody who may be in danger: an officer decides.
        (Result.AWAY, "helper:1", TaskKind.WELFARE_VISIT, MISSED, None),
        (Result.AWAY, "staff:1", TaskKind.DEVICE_REPAIR, None, None),
        (Result.SEEN_ELSEWHERE, "staff:1", TaskKind.WELFARE_VISIT, MISSED, None),
        (Result.DIED, "staff:1", TaskKind.WELFARE_VISIT, MISSED, None),
    ],
)
def test_where_she_is_instead_of_at_home(
    result: Result, by: str, kind: TaskKind, known: Evidence | None, where: AbsenceKind | None
) -> None:
    open_case = None if known is None else case(known)
    assert whereabouts(done(result, by, kind), open_case) is where


def test_whoever_called_the_police_may_have_stayed_whatever_she_said_afterwards() -> None:
    reasons = (Reason.URGENT_VIOLENCE, Reason.URGENT_FALL)
    hers = case(replace(MISSED, cause=Cause.FALL), Urgency.EMERGENCY, *reasons)
    assert whereabouts(done(Result.HANDED_OVER, "staff:1"), hers) is None
    assert where_after(Outcome.HANDED_OVER, hers) is None
    assert where_after(Outcome.AWAY, hers) is AbsenceKind.TRAVEL


@pytest.mark.parametrize(
    ("origin", "counts"),
    [
        ("signal:1", True),
        ("absence:1", True),
        ("absence:1:2", True),
        ("something-new:1", True),
        ("case:case", False),
        ("checkin:1", False),
        ("contact:1", False),
    ],
)
def test_work_that_nobody_takes_counts_unless_its_creator_sees_to_it(
    origin: str, counts: bool
) -> None:
    nobody = signal(SignalKind.TASK_UNANSWERED, origin=origin, kind=TaskKind.AFTER_DISCHARGE)
    assert news_of(nobody, None) == ({"office_task_unanswered": True} if counts else {})


@pytest.mark.parametrize(
    ("result", "kind", "news"),
    [
        (Result.NO_ANSWER, TaskKind.WELFARE_VISIT, {"silent_visits": 1}),
        (Result.NO_ANSWER, TaskKind.CALL_BACK, {"silent_visits": 1}),
        (Result.NO_ANSWER, TaskKind.DATA_QUALITY, {"office_task_unanswered": True}),
        (Result.DANGER, TaskKind.DATA_QUALITY, {"danger_seen": True}),
        (Result.NEEDS_HELP, TaskKind.TALK_AFTER_STOP, {"needs_help_seen": True}),
        (Result.NEEDS_HELP, TaskKind.ASK_CONTACT, {"needs_help_seen": True}),
        (Result.NEEDS_HELP, TaskKind.LESSON, {"needs_help_seen": True}),
        (Result.NO_ANSWER, TaskKind.SURVEY, {}),
        (Result.NO_ANSWER, TaskKind.REFERRAL_FOLLOW_UP, {}),
        (Result.HELPED, TaskKind.LESSON, {}),
        (Result.AWAY, TaskKind.WELFARE_VISIT, {"away_told": True}),
        (Result.AWAY, TaskKind.DEVICE_REPAIR, {}),
        (Result.SEEN_WELL, TaskKind.WELFARE_VISIT, {}),
    ],
)
def test_what_results_tell(result: Result, kind: TaskKind, news: dict[str, object]) -> None:
    assert news_of(done(result, kind=kind), case(MISSED)) == news


def test_visits_in_vain_are_counted() -> None:
    known = case(replace(MISSED, silent_visits=2))
    assert news_of(done(Result.NO_ANSWER), known) == {"silent_visits": 3}


@pytest.mark.parametrize("kind", list(SignalKind))
def test_what_needs_no_case_opens_none(kind: SignalKind) -> None:
    """Without an open case only bad news count."""
    if kind in {SignalKind.SAID, SignalKind.TASK_DONE, SignalKind.TASK_UNANSWERED}:
        return
    bad = {
        SignalKind.CHECKIN_MISSED,
        SignalKind.CHECKIN_NOT_ASKED,
        SignalKind.CHECKIN_UNCLEAR,
        SignalKind.PLUG_QUIET,
        SignalKind.VENDOR_ALARM,
    }
    assert bool(news_of(signal(kind), None)) is (kind in bad)


@pytest.mark.parametrize(
    ("news", "matters"),
    [
        ({"missed_checkin": True, "alive_since": False}, False),
        ({"plug_quiet": True}, False),
        ({"vendor_alarm": True, "alive_since": False}, False),
        ({"vendor_emergency": True}, True),
        ({"unclear": True}, False),
        ({"asked_for_help": True}, True),
        ({"danger_seen": True}, True),
        ({"office_task_unanswered": True}, True),
    ],
)
def test_silence_means_nothing_after_a_death(news: dict[str, object], matters: bool) -> None:
    assert matters_after_death(news) is matters


def test_what_only_officials_may_have() -> None:
    assert is_for_officials(case(HIGH, Urgency.EMERGENCY, Reason.URGENT_SELF_HARM))
    assert is_for_officials(case(HIGH, Urgency.EMERGENCY, Reason.URGENT_VIOLENCE))
    assert is_for_officials(case(replace(HIGH, away_told=True)))
    assert is_for_officials(case(replace(HIGH, needs_help_seen=True)))
    assert not is_for_officials(case(replace(MISSED, plug_quiet=True)))


def test_who_is_asked_beside_the_office() -> None:
    fallen = replace(HIGH, asked_for_help=True, cause=Cause.FALL)
    assert needs_the_nearest(case(fallen, Urgency.EMERGENCY, Reason.URGENT_FALL))
    assert not needs_the_nearest(case(MISSED, Urgency.DANGER))
    assert not needs_the_nearest(case(replace(HIGH, danger_seen=True), Urgency.EMERGENCY))
    assert not needs_the_nearest(case(fallen, Urgency.EMERGENCY, Reason.URGENT_VIOLENCE))
