"""Cases with their timeline, what was said in them, and what officials decide about them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from admin_api.callers import place_of
from admin_api.commands import Command
from admin_api.guard import path_of as path_called
from admin_api.pages.calls import SAID_BEFORE
from admin_api.pages.manual import path_of
from admin_api.permissions import Official, Permission
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import (
    DecidesCases,
    Key,
    Office,
    ResidentId,
    SeesCases,
    held,
    once,
    outlines_of,
    scope_of,
    since_or_month,
)
from admin_api.shapes import (
    PAGE_ITEMS,
    After,
    District,
    Limit,
    Page,
    Shape,
    Since,
    Words,
    newest_first,
    words,
)
from admin_api.shapes.cases import (
    CaseLine,
    CaseOut,
    CloseIn,
    DiscloseIn,
    EnterIn,
    FactOut,
    NoteIn,
    RaiseIn,
    SaidOut,
)
from escalation import service as escalation
from escalation.manual import situation_of
from escalation.model import Case, Fact, Reason, Urgency
from escalation.service import CaseClosedError
from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from plugs.service import home_in_words
from residents import service as residents
from residents.model import Outline
from signals import agenda
from signals import service as signals
from signals.model import Signal, SignalKind
from tasks.model import Result

WORDS_READ = "case_words.read"
"""What the access log says of somebody who read them."""
CARRY_WORDS = (
    SignalKind.REPLY,
    SignalKind.OFFICER_SAID,
    SignalKind.SAID,
    SignalKind.VENDOR_ALARM,
    SignalKind.VENDOR_BACK,
    SignalKind.VENDOR_CONTACT,
    SignalKind.DEVICE_FAULT,
)
CaseId = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET /cases, /cases/{id} and its words; open or raise, note on, and close a case."""
    handlers = _Cases(office)
    routes = APIRouter(tags=["cases"])
    one = "/cases/{case_id}"
    routes.get("/cases", summary="Cases of your districts")(handlers.several)
    routes.get(one, summary="One case with its timeline")(handlers.one)
    routes.get(f"{one}/words", summary="What was said in it")(handlers.words)
    routes.post(f"{one}/notes", summary="Write down what you know")(handlers.note)
    routes.post(f"{one}/disclosures", summary="Record whom you told")(handlers.disclose)
    routes.post(f"{one}/entries", summary="Record an opened door")(handlers.enter)
    routes.post(f"{one}/close", summary="Answer for its end")(handlers.close)
    routes.post("/residents/{resident_id}/case", summary="Have her looked after now")(
        handlers.raise_to
    )
    return routes


class _Cases:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._database = office.database
        self._zone = office.services.means.calendar.zone

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
                return _out(uow, by, *_hers(uow, by, case_id), self._zone)

        return await self._database.aio(work)

    async def words(self, request: Request, by: DecidesCases, case_id: CaseId) -> list[SaidOut]:
        """What she, officials and other services said since the day before it. Logged."""
        place = place_of(request)

        def work() -> list[SaidOut]:
            with self._database.write() as uow:
                case, whose = _hers(uow, by, case_id)
                residents.log_access(uow, by.ref, whose.ref, WORDS_READ, place)
                since = case.opened_at - SAID_BEFORE
                found = signals.since(uow, whose.ref, CARRY_WORDS, since)
            return list(_said(found, case.closed_at))

        return await self._database.aio(work)

    async def raise_to(
        self,
        request: Request,
        response: Response,
        by: DecidesCases,
        resident_id: ResidentId,
        wanted: RaiseIn,
        key: Key,
    ) -> CaseOut:
        """Open a case, or make the open one more urgent: people are asked at once."""

        def do(uow: UnitOfWork) -> Case:
            whose = held(uow, by, resident_id)
            urgency = Urgency[wanted.urgency.upper()]
            return self._office.services.cases.raise_to(
                uow, whose.ref, urgency, by.ref, wanted.note
            )

        return await self._decided(request, response, by, wanted, key, do)

    async def note(
        self,
        request: Request,
        response: Response,
        by: DecidesCases,
        case_id: CaseId,
        said: NoteIn,
        key: Key,
    ) -> CaseOut:
        """It stands in the timeline, and its words with what was said."""

        def do(uow: UnitOfWork) -> Case:
            return escalation.note(uow, _held(uow, by, case_id), by.ref, said.note)

        return await self._decided(request, response, by, said, key, do)

    async def disclose(
        self,
        request: Request,
        response: Response,
        by: DecidesCases,
        case_id: CaseId,
        said: DiscloseIn,
        key: Key,
    ) -> CaseOut:
        """Record that you told who she is and where, to save her: to whom, and why."""

        def do(uow: UnitOfWork) -> Case:
            return escalation.disclose(uow, _held(uow, by, case_id), by.ref, said.to, said.note)

        return await self._decided(request, response, by, said, key, do)

    async def enter(
        self,
        request: Request,
        response: Response,
        by: DecidesCases,
        case_id: CaseId,
        said: EnterIn,
        key: Key,
    ) -> CaseOut:
        """Record that her door was opened: it is secured, and somebody looks after her then."""
        calendar, tasks = self._office.services.means.calendar, self._office.services.means.tasks

        def do(uow: UnitOfWork) -> Case:
            case = _held(uow, by, case_id)
            return escalation.enter(uow, tasks, calendar, case, by.ref, said.opened_by, said.note)

        return await self._decided(request, response, by, said, key, do)

    async def close(
        self,
        request: Request,
        response: Response,
        by: DecidesCases,
        case_id: CaseId,
        said: CloseIn,
        key: Key,
    ) -> CaseOut:
        """Everybody who was asked is told that it is not needed any more."""

        def do(uow: UnitOfWork) -> Case:
            case = _held(uow, by, case_id)
            try:
                return self._office.services.cases.close(uow, case, said.outcome, by.ref, said.note)
            except CaseClosedError:
                raise ProblemError(Kind.CASE_CLOSED) from None

        return await self._decided(request, response, by, said, key, do)

    async def _decided(
        self,
        request: Request,
        response: Response,
        by: Official,
        said: Shape,
        key: str,
        do: Callable[[UnitOfWork], Case],
    ) -> CaseOut:
        command = Command(by.ref, key, path_called(request), said.model_dump(mode="json"))

        def carry_out(uow: UnitOfWork) -> dict[str, Any]:
            case = do(uow)
            return _out(uow, by, *_hers(uow, by, case.id), self._zone).model_dump(mode="json")

        return CaseOut.model_validate(await once(self._office, command, response, carry_out))


def _hers(uow: UnitOfWork, by: Official, case_id: str) -> tuple[Case, Outline]:
    """A case of her districts, and whose it is. Raises ProblemError."""
    case = escalation.case_of(uow, case_id)
    whose = {} if case is None else outlines_of(uow, [case.resident], by.scope)
    if case is None or case.resident not in whose:
        raise ProblemError(Kind.NOT_FOUND)
    return case, whose[case.resident]


def _held(uow: UnitOfWork, by: Official, case_id: str) -> Case:
    """The same for a command, as it is when nobody else decides about it meanwhile."""
    agenda.hold(uow, _hers(uow, by, case_id)[0].resident)
    return _hers(uow, by, case_id)[0]


def _out(uow: UnitOfWork, by: Official, case: Case, whose: Outline, zone: tzinfo) -> CaseOut:
    shown = _shows_reasons(by, case)
    return CaseOut(
        **_line(by, case, whose),
        manual=path_of(whose.district, situation_of(case.reasons)) if shown else None,
        home=_home(uow, case, zone),
        timeline=[_fact(fact, shows_reason=shown) for fact in escalation.timeline(uow, case.id)],
    )


def _home(uow: UnitOfWork, case: Case, zone: tzinfo) -> list[Words]:
    since, until = case.since - SAID_BEFORE, case.closed_at or uow.now
    ko, en = (
        home_in_words(uow, case.resident, since, until, zone, language)
        for language in (Language.ko, Language.en)
    )
    return [Words(ko=one, en=other) for one, other in zip(ko, en, strict=True)]


def _said(found: Iterable[Signal], until: datetime | None) -> Iterator[SaidOut]:
    """Facts that carry words, each with what it was understood to mean."""
    known = list(found)
    meant = {one.source_id: one.data["meaning"] for one in known if one.kind is SignalKind.SAID}
    for one in known:
        hers = one.kind is not SignalKind.OFFICER_SAID
        if one.words is None or (hers and until is not None and one.occurred_at > until):
            continue
        meaning = meant.get(one.id)
        yield SaidOut(
            at=one.occurred_at,
            by=one.data.get("by"),
            channel=one.data.get("channel"),
            meaning=meaning,
            meaning_words=None if meaning is None else words(f"meaning.{meaning}"),
            words=one.words,
        )


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
    data, told = fact.data, fact.data.get("told", {})
    reason = fact.reason if shows_reason else None
    result = Result(data["result"]) if "result" in data else None
    outcome, source = data.get("outcome"), told.get("source")
    return FactOut(
        at=fact.at,
        kind=fact.kind,
        kind_words=words(f"case.fact.{fact.kind}"),
        source=source,
        source_words=None if source is None else words(f"case.source.{source}"),
        occurred_at=None if source is None else datetime.fromisoformat(told["at"]),
        known=list(_known(data.get("known", {}))) if shows_reason else [],
        reason=reason,
        reason_words=None if reason is None else _reason_words(reason),
        urgency=Urgency(data["urgency"]).word if "urgency" in data else None,
        task=data.get("task"),
        by=data.get("by", told.get("by")),
        entered_by=data.get("entered_by", told.get("entered_by")),
        result=result,
        result_words=None if result is None else words(f"task.result.{result}"),
        back_at=datetime.fromisoformat(data["back_at"]) if "back_at" in data else None,
        to=data.get("to") if shows_reason else None,
        opened_by=data.get("opened_by"),
        hazard=data.get("hazard"),
        hazard_words=words(f"hazard.{data['hazard']}") if "hazard" in data else None,
        outcome=outcome,
        outcome_words=None if outcome is None else words(f"case.outcome.{outcome}"),
    )


def _known(news: Mapping[str, Any]) -> Iterator[Words]:
    """What became known, in words; a cause is named by the reason beside it."""
    for name, value in news.items():
        if value and name != "cause":
            yield words(f"case.known.{name}")


def _reason_words(reason: Reason) -> Words:
    return words(f"case.reason.{reason}")
