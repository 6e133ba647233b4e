"""A case is a fold of its facts. Pure."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any

from escalation.model import Case, Evidence, Fact, FactKind, Outcome, Reason, Urgency
from residents.model import Tier
from signals.model import Cause

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    match fact.kind:
        case FactKind.EVIDENCE:
            return _with_evidence(case, fact)
        case FactKind.NOBODY_CAME:
            return replace(case, nobody_came=True)
        case FactKind.ROUNDS_REPEATED:
            return replace(case, nobody_came=False, repeated_at=fact.at)
        case FactKind.TASK_OPENED:
            return replace(case, nobody_came=False)
        case FactKind.VISITED:
            return replace(case, reached_person_at=case.reached_person_at or fact.at)
        case FactKind.DECISION_ASKED:
            return replace(case, decision_asked_at=fact.at)
        case FactKind.CLOSED:
            return replace(case, outcome=Outcome(fact.data["outcome"]), closed_at=fact.at)
        case _:
            return case


def _with_evidence(case: Case, fact: Fact) -> Case:
    reasons: tuple[Reason, ...] = case.reasons
    if fact.reason is not None and fact.reason not in reasons:
        reasons = (*reasons, fact.reason)
    return replace(
        case,
        reasons=reasons,
        urgency=Urgency(fact.data["urgency"]),
        known=changed(case.known, fact.data["known"]),
    )


def changed(known: Evidence, news: Mapping[str, Any]) -> Evidence:
    """The evidence with what is new in it, as a fact carries it."""
    cause = Cause(news["cause"]) if news.get("cause") else known.cause
    return replace(known, **{**news, "cause": cause})
