"""A case is a fold of its facts. Pure."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any

from escalation.model import Case, Evidence, Fact, FactKind, Outcome, Reason, Urgency
from residents.model import Tier
from signals.model import Cause

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from signals.model import Ref


def fold(case_id: str, resident: Ref, facts: Sequence[Fact]) -> Case:
    """Return the case that these facts make; the first must be OPENED.

    Raises ValueError when it is not.
    """
    first, *others = facts
    if first.kind is not FactKind.OPENED or first.reason is None:
        message = "the first fact of a case must be OPENED with a reason"
        raise ValueError(message)
    opened = Case(
        id=case_id,
        resident=resident,
        opened_at=first.at,
        urgency=Urgency(first.data["urgency"]),
        reasons=(first.reason,),
        known=changed(Evidence(tier=Tier(first.data["tier"])), first.data["known"]),
    )
    return reduce(apply, others, opened)


def apply(case: Case, fact: Fact) -> Case:
    """The case after one more fact."""
    return replace(_applied(case, fact), facts=case.facts + 1)


def _applied(case: Case, fact: Fact) -> Case:
    change = _CHANGES.get(fact.kind)
    return case if change is None else change(case, fact)


def _open_again(case: Case, fact: Fact) -> Case:
    """As if it were new, but for its reasons: what was known before has been seen to."""
    return replace(
        case,
        urgency=Urgency(fact.data["urgency"]),
        reasons=_reasons(case, fact),
        known=changed(Evidence(tier=Tier(fact.data["tier"])), fact.data["known"]),
        nobody_came=False,
        repeated_at=None,
        decision_asked_at=None,
        outcome=None,
        closed_at=None,
        reopened_at=fact.at,
    )


def _reasons(case: Case, fact: Fact) -> tuple[Reason, ...]:
    is_new = fact.reason is not None and fact.reason not in case.reasons
    return (*case.reasons, fact.reason) if is_new and fact.reason else case.reasons


def _with_evidence(case: Case, fact: Fact) -> Case:
    return replace(
        case,
        reasons=_reasons(case, fact),
        urgency=Urgency(fact.data["urgency"]),
        known=changed(case.known, fact.data["known"]),
    )


def changed(known: Evidence, news: Mapping[str, Any]) -> Evidence:
    """The evidence with what is new in it, as a fact carries it."""
    cause = Cause(news["cause"]) if news.get("cause") else known.cause
    return replace(known, **{**news, "cause": cause})


_CHANGES: Mapping[FactKind, Callable[[Case, Fact], Case]] = {
    FactKind.EVIDENCE: _with_evidence,
    FactKind.NOBODY_CAME: lambda case, _: replace(case, nobody_came=True),
    FactKind.ROUNDS_REPEATED: lambda case, fact: replace(
        case, nobody_came=False, repeated_at=fact.at
    ),
    FactKind.TASK_OPENED: lambda case, _: replace(case, nobody_came=False),
    FactKind.VISITED: lambda case, fact: replace(
        case, reached_person_at=case.reached_person_at or fact.at
    ),
    FactKind.DECISION_ASKED: lambda case, fact: replace(case, decision_asked_at=fact.at),
    FactKind.CLOSED: lambda case, fact: replace(
        case, outcome=Outcome(fact.data["outcome"]), closed_at=fact.at
    ),
    FactKind.REOPENED: _open_again,
}
"""What facts of a kind change; the others stand on the timeline alone."""
