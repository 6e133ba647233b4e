"""Cases with their timeline. They are opened, raised and closed by the service alone."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from admin_api.pages.manual import path_of
from admin_api.permissions import Official, Permission
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import Office, SeesCases, outlines_of, scope_of, since_or_month
from admin_api.shapes import (
    PAGE_ITEMS,
    After,
    CaseLine,
    CaseOut,
    District,
    FactOut,
    Limit,
    Page,
    Since,
    Words,
    newest_first,
    words,
)
from escalation import service as escalation
from escalation.manual import situation_of
from escalation.model import Case, Fact, Reason, Urgency
from residents.model import Outline
from tasks.model import Result

CaseId = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET /cases and /cases/{id}."""
    handlers = _Cases(office)
    routes = APIRouter(tags=["cases"])
    routes.get("/cases", summary="Cases of your districts")(handlers.several)
    routes.get("/cases/{case_id}", summary="One case with its timeline")(handlers.one)
    return routes


class _Cases:
    def __init__(self, office: Office) -> None:
        self._database = office.database

    async def several(
        self,
        by: SeesCases,
        district: District = None,
        is_open: bool | None = None,  # noqa: FBT001
        since: Since = None,
        after: After = None,
        limit: Limit = PAGE_ITEMS,
    ) -> Page[CaseLine]:
        """Those opened since a moment (else the last 30 days) and all open ones, newest first."""
        scope = scope_of(by, district)

        def work() -> Page[CaseLine]:
            with self._database.read() as uow:
                found = escalation.opened_since(uow, since_or_month(uow, since))
                whose = outlines_of(uow, {case.resident for case in found}, scope)
            wanted = (
                case for case in found if case.resident in whose and is_open in {None, case.is_open}
            )
            page, following = newest_first(wanted, lambda case: case.id, after, limit)
            lines = [CaseLine(**_line(by, case, whose[case.resident])) for case in page]
            return Page(items=lines, next=following)

        return await self._database.aio(work)

    async def one(self, by: SeesCases, case_id: CaseId) -> CaseOut:
        """Everything that happened, with the reasons in words."""

        def work() -> CaseOut:
            with self._database.read() as uow:
                case = escalation.case_of(uow, case_id)
                whose = {} if case is None else outlines_of(uow, [case.resident], by.scope)
                if case is None or case.resident not in whose:
                    raise ProblemError(Kind.NOT_FOUND)
                timeline = escalation.timeline(uow, case.id)
            shown = _shows_reasons(by, case)
            district = whose[case.resident].district
            return CaseOut(
                **_line(by, case, whose[case.resident]),
                manual=path_of(district, situation_of(case.reasons)) if shown else None,
                timeline=[_fact(fact, shows_reason=shown) for fact in timeline],
            )

        return await self._database.aio(work)


def _shows_reasons(by: Official, case: Case) -> bool:
    """Self-harm and violence are for those who look after her (docs/care.md 3)."""
    return by.may(Permission.SEE_DISCREET) or not case.is_discreet


def _line(by: Official, case: Case, whose: Outline) -> dict[str, Any]:
    reasons = case.reasons if _shows_reasons(by, case) else ()
    return {
        "id": case.id,
        "resident": whose.id,
        "district": whose.district,
        "urgency": case.urgency.word,
        "urgency_words": words(f"urgency.{case.urgency.word}"),
        "reasons": [reason.value for reason in reasons],
        "reason_words": [_reason_words(reason) for reason in reasons],
        "opened_at": case.opened_at,
        "reached_person_at": case.reached_person_at,
        "nobody_came": case.nobody_came,
        "outcome": case.outcome,
        "outcome_words": None if case.outcome is None else words(f"case.outcome.{case.outcome}"),
        "closed_at": case.closed_at,
    }


def _fact(fact: Fact, *, shows_reason: bool) -> FactOut:
    data = fact.data
    reason = fact.reason if shows_reason else None
    result = Result(data["result"]) if "result" in data else None
    outcome = data.get("outcome")
    return FactOut(
        at=fact.at,
        kind=fact.kind,
        kind_words=words(f"case.fact.{fact.kind}"),
        reason=reason,
        reason_words=None if reason is None else _reason_words(reason),
        urgency=Urgency(data["urgency"]).word if "urgency" in data else None,
        task=data.get("task"),
        by=data.get("by"),
        result=result,
        result_words=None if result is None else words(f"task.result.{result}"),
        outcome=outcome,
        outcome_words=None if outcome is None else words(f"case.outcome.{outcome}"),
    )


def _reason_words(reason: Reason) -> Words:
    return words(f"case.reason.{reason}")
