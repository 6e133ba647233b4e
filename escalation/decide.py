"""What a signal changes in the evidence, and whether a case may end. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from escalation.fold import changed
from escalation.model import Case, Evidence, Fact, FactKind, Outcome, Policy, Reason, Urgency
from escalation.rules import weigh
from residents.model import AbsenceKind
from signals.model import Meaning, Signal, SignalKind
from tasks.model import (
    APPOINTMENTS,
    LOOKS_FOR_HER,
    OFFICIAL,
    REACHED,
    WITH_HER,
    Audience,
    Result,
    Round,
    TaskKind,
    is_contact,
    is_staff,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from residents.calendar import Calendar
    from residents.model import Tier

ALIVE_MEANINGS = frozenset({Meaning.ALIVE, Meaning.UNCLEAR, Meaning.LATER, Meaning.ABSENT})
TELLS: Mapping[SignalKind, Mapping[str, Any]] = {
    SignalKind.CHECKIN_MISSED: {"missed_checkin": True, "alive_since": False},
    SignalKind.CHECKIN_NOT_ASKED: {"not_asked": True},
    SignalKind.CHECKIN_UNCLEAR: {"unclear": True},
    SignalKind.PLUG_QUIET: {"plug_quiet": True, "alive_since": False},
}
"""What a signal of these kinds always brings, whatever else it says."""
OF_HER_HOME = frozenset({SignalKind.PLUG_ACTIVE, SignalKind.PLUG_BACK, SignalKind.VENDOR_BACK})
BY_HER_HOME = ("quiet_home", "left_on")
"""Why she was asked, where her home had told something before."""
SILENCES = frozenset(
    {
        "missed_checkin",
        *BY_HER_HOME,
        "not_asked",
        "unclear",
        "plug_quiet",
        "vendor_alarm",
        "silent_visits",
    }
)
"""News of somebody not being heard: of no meaning once her death was reported."""
BY_NIGHT = "task.when.night"
SEEN_TO = ("case:", "checkin:", "contact:", "watch:")
"""Origins that see themselves to a task that nobody takes: here, in checkins and in care."""
OF_OFFICIAL: Mapping[Result, Outcome] = {
    Result.HELPED: Outcome.HELPED,
    Result.HANDED_OVER: Outcome.HANDED_OVER,
    Result.DIED: Outcome.DECEASED,
}
"""How a case ends when an officer answers for what happens next."""
RIPENS, BEFORE_CLOSING = timedelta(minutes=30), timedelta(minutes=5)
"""What opens in the late afternoon is decided so long after, and so long before 18:00 at latest."""
WHERE: Mapping[Outcome, AbsenceKind] = {
    Outcome.HANDED_OVER: AbsenceKind.HOSPITAL,
    Outcome.AWAY: AbsenceKind.TRAVEL,
}
"""Where she is after a case that an official ended so."""
ENDED_WELL = frozenset({Outcome.ANSWERED, Outcome.WELL})
"""After these more of the same, soon afterwards, is the same case again."""
WHOEVER_ASKED = frozenset({Result.HANDED_OVER, Result.DIED})
"""Of these an officer is certain also when she came for a plug, or asked the family."""


def news_of(signal: Signal, case: Case | None) -> dict[str, Any]:
    """The evidence that `signal` brings, as a fact's `known`; empty when it brings none."""
    match signal.kind:
        case SignalKind.CHECKIN_MISSED:
            because = {one: True for one in BY_HER_HOME if signal.data.get(one)}
            return {**TELLS[signal.kind], **because}
        case kind if kind in TELLS:
            return dict(TELLS[kind])
        case kind if kind in OF_HER_HOME:
            return {"alive_since": True} if case and _lowers(signal, case) else {}
        case SignalKind.VENDOR_ALARM | SignalKind.VENDOR_CONTACT:
            return _news_of_vendor(signal, case)
        case SignalKind.TASK_UNANSWERED:
            seen_to = signal.data["origin"].startswith(SEEN_TO)
            return {} if seen_to else {"office_task_unanswered": True}
        case SignalKind.SAID:
            return _news_of_words(signal, case)
        case SignalKind.TASK_DONE:
            return _news_of_result(signal, case)
        case _:
            return {}


def _lowers(signal: Signal, case: Case) -> bool:
    """Whether a sign of life of her home is news of her (docs/care.md 2).

    Where others live it may be theirs, and of a new plug nobody knows yet what it means.
    """
    is_news = not case.known.alive_since and signal.occurred_at >= case.since
    return is_news and signal.data["alone"] and not signal.data.get("learning", False)


def _news_of_vendor(signal: Signal, case: Case | None) -> dict[str, Any]:
    """What another service decided. That it spoke with her says that she lives, no more."""
    if signal.kind is SignalKind.VENDOR_ALARM:
        if signal.data.get("grave"):
            return {"vendor_emergency": True}
        return {"vendor_alarm": True, "alive_since": False}
    is_news = case is not None and signal.occurred_at >= case.since
    return {"alive_since": True} if is_news else {}


def _news_of_words(signal: Signal, case: Case | None) -> dict[str, Any]:
    match Meaning(signal.data["meaning"]):
        case Meaning.URGENT:
            return {"asked_for_help": True, "cause": signal.data["cause"]}
        case Meaning.HELP:
            return {"asked_for_help": True}
        case Meaning.DECEASED if case is not None:
            return {"death_told": True}
        case meaning if meaning in ALIVE_MEANINGS and case is not None:
            return {"alive_since": True}
        case _:
            return {}


def _news_of_result(signal: Signal, case: Case | None) -> dict[str, Any]:
    result = Result(signal.data["result"])
    if signal.data["kind"] == TaskKind.DEBRIEF:
        return {} if result in REACHED | OFFICIAL else {"office_task_unanswered": True}
    if is_contact(signal.data["by"]):
        return _news_of_contact(result, case)
    kind = TaskKind(signal.data["kind"])
    match result:
        case Result.DANGER:
            return {"danger_seen": True}
        case Result.NEEDS_HELP:
            return {"needs_help_seen": True}
        case Result.AWAY if kind in LOOKS_FOR_HER and case is not None:
            return {"away_told": True}
        case Result.NO_ANSWER:
            return _news_of_nobody(kind, case)
        case _:
            return {}


def _news_of_nobody(kind: TaskKind, case: Case | None) -> dict[str, Any]:
    """Silence where she was looked for; work that is not done where it was not about that."""
    if kind in LOOKS_FOR_HER:
        return {"silent_visits": 1 if case is None else case.known.silent_visits + 1}
    # of an appointment whoever asked for it sees that it was not kept
    return {} if kind in APPOINTMENTS else {"office_task_unanswered": True}


def _news_of_contact(result: Result, case: Case | None) -> dict[str, Any]:
    """That she was well this morning says less than what a visitor sees."""
    if result is Result.WORRIED:
        return {"worry_told": True}
    return {"alive_since": True} if case is not None and result in REACHED else {}


def matters_after_death(news: dict[str, Any]) -> bool:
    """Whether these news about somebody reported dead need a person all the same."""
    return not news.keys() <= SILENCES | {"alive_since"}


def is_for_officials(case: Case) -> bool:
    """Whether it is of no use to send one more helper: an officer has to decide."""
    known = case.known
    return case.is_discreet or known.needs_help_seen or known.away_told or known.death_told


def may_ask_contacts(case: Case) -> bool:
    """Whether nothing is known of her but silence: of all else family hears from a person."""
    return not case.needs_a_person and not is_for_officials(case)


def needs_the_nearest(case: Case) -> bool:
    """Whether a helper is asked beside the office: not where one already stands at the door."""
    emergency = case.urgency is Urgency.EMERGENCY
    return emergency and not case.is_discreet and not case.known.danger_seen


def for_the_nearest(policy: Policy, *, by_night: bool) -> Policy:
    """How the nearest are asked beside an emergency's own rounds: at night nobody goes alone."""
    when = BY_NIGHT if by_night else policy.when
    return replace(policy, rounds=(Round(Audience.HELPERS, 2, policy.repeat.wait),), when=when)


def told_by(signal: Signal) -> dict[str, Any]:
    """Of which fact a line of the timeline speaks; what was said there stays sealed with it."""
    return {
        "told": {
            "signal": signal.id,
            "kind": signal.kind.value,
            "source": signal.source.value,
            "at": signal.occurred_at.isoformat(),
            **{key: signal.data[key] for key in ("by", "entered_by") if key in signal.data},
        }
    }


def raised(case: Case | None, urgency: Urgency) -> dict[str, Any]:
    """The evidence that an official wants a case so urgent; never less than before."""
    before = 0 if case is None else case.known.raised_to
    return {"raised_to": max(before, int(urgency))}


def opening(tier: Tier, news: dict[str, Any], now: datetime, signal: Signal) -> Fact | None:
    """The first fact of a case, or None when the evidence is no reason for one."""
    finding = weigh(changed(Evidence(tier=tier), news))
    if finding is None:
        return None
    return Fact(
        at=now,
        kind=FactKind.OPENED,
        reason=finding.reason,
        data={
            "urgency": int(finding.urgency),
            "tier": tier,
            "known": news,
            **told_by(signal),
        },
    )


def reopens(first: Fact, ended: Case | None, policy: Policy | None, now: datetime) -> bool:
    """Whether what would open a case is more of the same that ended well a short while ago."""
    if ended is None or policy is None or ended.closed_at is None:
        return False
    is_recent = now < ended.closed_at + policy.reopen_within
    return is_recent and ended.outcome in ENDED_WELL and first.reason in ended.reasons


def further(case: Case, news: dict[str, Any], now: datetime, signal: Signal) -> Fact:
    """One more piece of evidence about an open case, weighed with all the others."""
    finding = weigh(changed(case.known, news))
    return Fact(
        at=now,
        kind=FactKind.EVIDENCE,
        reason=None if finding is None else finding.reason,
        data={
            "urgency": int(case.urgency if finding is None else finding.urgency),
            "known": news,
            **told_by(signal),
        },
    )


def acted_within(policy: Policy) -> timedelta:
    """The longest a case of this policy waits for a person who has acted.

    Every round may pass in vain, one helper may accept and not go, and the last, repeated round
    is taken up at once by somebody who then has her time to act.
    """
    rounds = sum((one.wait for one in policy.rounds), start=timedelta())
    return rounds + policy.repeat.wait + 2 * policy.do_within


def ending(case: Case, signal: Signal) -> Outcome | None:
    """How `signal` ends the case, or None when it does not.

    Whatever was done with somebody else, her family or a plug, does not: it may be evidence.
    """
    if signal.kind is SignalKind.SAID:
        return _ending_by_words(Meaning(signal.data["meaning"]), case)
    if signal.kind is SignalKind.TASK_DONE:
        return _ending_of_result(Result(signal.data["result"]), signal, case)
    return None


def _ending_by_words(meaning: Meaning, case: Case) -> Outcome | None:
    """Words end silence only: nobody dies of a misunderstood sentence while she cries for help."""
    if case.needs_a_person:
        return None
    if meaning is Meaning.DECEASED:
        return Outcome.DECEASED if case.urgency < Urgency.EMERGENCY else None
    return Outcome.ANSWERED if meaning is Meaning.OK else None


def _ending_of_result(result: Result, signal: Signal, case: Case) -> Outcome | None:
    kind = signal.data["kind"]
    if result in OF_OFFICIAL and (kind in WITH_HER or result in WHOEVER_ASKED):
        return None if kind == TaskKind.DEBRIEF else OF_OFFICIAL[result]
    by_staff = is_staff(signal.data["by"])
    if is_contact(signal.data["by"]):
        # her family's word ends that nothing was heard of her, and nothing else
        return Outcome.WELL if result in REACHED and not case.needs_a_person else None
    if result in REACHED and kind in WITH_HER:
        # a helper who must not know why officers are asked cannot say that all is well
        return Outcome.WELL if by_staff or not case.is_discreet else None
    if result is Result.AWAY and kind in LOOKS_FOR_HER:
        enough = case.urgency <= Urgency.CAUTION and not case.needs_a_person
        return Outcome.AWAY if by_staff or enough else None
    return None


def whereabouts(signal: Signal, case: Case | None) -> AbsenceKind | None:
    """Where she is instead of at home, by a result that is believed; None when she is not away."""
    if signal.kind is not SignalKind.TASK_DONE or signal.data["kind"] == TaskKind.DEBRIEF:
        return None
    match Result(signal.data["result"]):
        case Result.HANDED_OVER:
            return where_after(Outcome.HANDED_OVER, case)
        case Result.AWAY if signal.data["kind"] in LOOKS_FOR_HER:
            believed = case is None or ending(case, signal) is Outcome.AWAY
            return where_after(Outcome.AWAY, case) if believed else None
        case _:
            return None


def where_after(outcome: Outcome, case: Case | None) -> AbsenceKind | None:
    """Where she is after this end; None: at home.

    Whoever called the police because of violence may well have stayed.
    """
    violence = case is not None and Reason.URGENT_VIOLENCE in case.reasons
    if violence and outcome is Outcome.HANDED_OVER:
        return None
    return WHERE.get(outcome)


def calls_anew(before: Case, case: Case) -> bool:
    """Whether she just asked for help, or named another danger, in a case that does not rise.

    She is told that a person rings: officials have to hear of it, whoever is on her way.
    """
    asks = case.known.asked_for_help and not before.known.asked_for_help
    calls = case.known.vendor_emergency and not before.known.vendor_emergency
    return asks or calls or case.known.cause is not before.known.cause


def is_decision(signal: Signal) -> bool:
    """Whether an officer says what happens with a case that was put to her before the evening."""
    is_done = signal.kind is SignalKind.TASK_DONE
    return is_done and bool(signal.data["kind"] == TaskKind.DECISION)


def decision_at(case: Case, day: datetime, calendar: Calendar) -> datetime | None:
    """When a case is put to its officer on the day of `day`; None on a day off and after hours.

    What opens later than 16:30 has half an hour first, and is decided before the offices close.
    """
    asked_at, evening = calendar.decision_on(day), calendar.evening(day)
    if case.urgency < Urgency.CAUTION or asked_at is None:
        return None
    latest = evening - BEFORE_CLOSING
    late = min(case.since + RIPENS, latest)
    return None if case.since >= latest else max(asked_at, late)


def is_to_be_decided(case: Case, now: datetime, calendar: Calendar) -> bool:
    """Whether an officer is to be asked before this evening (docs/care.md 4)."""
    asked_at, first = decision_at(case, now, calendar), calendar.decision_on(now)
    if asked_at is None or first is None or now < asked_at:
        return False
    return case.decision_asked_at is None or case.decision_asked_at < first


def looked_at(case: Case, due_at: datetime, now: datetime, calendar: Calendar) -> datetime:
    """When an open case is looked at next: not after its decision, and a calm one not at night."""
    if case.urgency <= Urgency.CAUTION:
        due_at = calendar.when_awake(due_at)
    if case.urgency < Urgency.CAUTION:
        return due_at
    if is_to_be_decided(case, now, calendar):
        return now
    today = decision_at(case, now, calendar)
    if today is not None and now < today:
        return min(due_at, today)
    return min(due_at, calendar.next_decision(now))
