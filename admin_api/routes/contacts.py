"""Human contact: whom a person has to meet, by when, what is due first in front."""

from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Query

from admin_api.routes.office import Office, SeesContacts, outlines_of, scope_of
from admin_api.shapes import PAGE_ITEMS, District, HumanContactOut, Limit, Page, words
from care import service as contacts
from care.model import Contact, ContactState
from foundation.unit_of_work import UnitOfWork
from residents.model import Kind, Outline, ref_of

CHUNK = 500
"""So many are looked through at a time for those of the official's districts."""

AfterDue = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{1,10}-[0-9A-HJKMNP-TV-Z]{26}$",
        description="`next` of the page before.",
    ),
]
Place: TypeAlias = tuple[datetime, str]
"""When somebody is due, and her id: her place in the list."""


def router(office: Office) -> APIRouter:
    """GET /contacts."""
    handlers = _Contacts(office)
    routes = APIRouter(tags=["contacts"])
    routes.get("/contacts", summary="Whom a person has to meet")(handlers.several)
    return routes


class _Contacts:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._database = office.database

    async def several(
        self,
        by: SeesContacts,
        state: ContactState = ContactState.OVERDUE,
        district: District = None,
        after: AfterDue = None,
        limit: Limit = PAGE_ITEMS,
    ) -> Page[HumanContactOut]:
        """Residents of your districts in one state, else the overdue, by when they are due."""
        scope = scope_of(by, district)

        def work() -> Page[HumanContactOut]:
            with self._database.read() as uow:
                found = self._found(uow, state, scope, _place(after), limit)
                shown = found[:limit]
                tasks = contacts.open_tasks(uow, [whose.ref for _, whose in shown])
            items = [
                _out(one, whose, state, task.id if (task := tasks.get(whose.ref)) else None)
                for one, whose in shown
            ]
            following = _mark(shown[-1][0]) if len(found) > limit else None
            return Page(items=items, next=following)

        return await self._database.aio(work)

    def _found(
        self,
        uow: UnitOfWork,
        state: ContactState,
        scope: frozenset[str],
        after: Place | None,
        limit: int,
    ) -> list[tuple[Contact, Outline]]:
        """One more than a page, where there are so many."""
        found: list[tuple[Contact, Outline]] = []
        while len(found) <= limit:
            chunk = self._office.services.contacts.in_state(uow, state, after, CHUNK)
            whose = outlines_of(uow, [_ref(one) for one in chunk], scope)
            found += [(one, whose[_ref(one)]) for one in chunk if _ref(one) in whose]
            if len(chunk) < CHUNK:
                break
            last = chunk[-1]
            after = (last.schedule.due_at, last.promise.resident_id)
        return found


def _ref(one: Contact) -> str:
    return ref_of(Kind.RESIDENT, one.promise.resident_id)


def _mark(last: Contact) -> str:
    return f"{int(last.schedule.due_at.timestamp())}-{last.promise.resident_id}"


def _place(mark: str | None) -> Place | None:
    if mark is None:
        return None
    seconds, _, resident = mark.partition("-")
    return datetime.fromtimestamp(int(seconds), UTC), resident


def _out(one: Contact, whose: Outline, state: ContactState, task: str | None) -> HumanContactOut:
    return HumanContactOut(
        resident=whose.id,
        district=whose.district,
        kind=one.promise.kind,
        kind_words=words(f"task.kind.{one.promise.kind}"),
        state=state,
        state_words=words(f"contact.state.{state}"),
        due_at=one.schedule.due_at,
        asks_at=one.schedule.asks_at,
        last_met_at=one.promise.met_at,
        away_until=one.schedule.away_until,
        task=task,
    )
