"""What every route works with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeAlias, TypeVar

from fastapi import Depends, Header, Path, Response

from admin_api import commands
from admin_api.commands import Answer, Command
from admin_api.guard import Needs
from admin_api.permissions import Official, Permission
from admin_api.problems import Kind, ProblemError
from care.plug_changes import PlugChanges
from care.service import HumanContacts
from checkins.service import Means
from escalation.service import Escalation
from foundation.clock import Clock
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from reports.guide.service import Guides
from residents import service as residents
from residents.model import Outline, Ref, UnknownPersonError
from signals import agenda

LOOK_BACK = timedelta(days=30)

AnyOfficial: TypeAlias = Annotated[Official, Depends(Needs(None))]
SeesResidents: TypeAlias = Annotated[Official, Depends(Needs(Permission.SEE_RESIDENTS))]
OpensResidents: TypeAlias = Annotated[Official, Depends(Needs(Permission.OPEN_RESIDENTS))]
SeesCases: TypeAlias = Annotated[Official, Depends(Needs(Permission.SEE_CASES))]
DecidesCases: TypeAlias = Annotated[Official, Depends(Needs(Permission.DECIDE_CASES))]
SeesTasks: TypeAlias = Annotated[Official, Depends(Needs(Permission.SEE_TASKS))]
DoesTasks: TypeAlias = Annotated[Official, Depends(Needs(Permission.DO_TASKS))]
SeesCheckins: TypeAlias = Annotated[Official, Depends(Needs(Permission.SEE_CHECKINS))]
StartsCampaigns: TypeAlias = Annotated[Official, Depends(Needs(Permission.START_CAMPAIGNS))]
SeesContacts: TypeAlias = Annotated[Official, Depends(Needs(Permission.SEE_CONTACTS))]
SeesStaff: TypeAlias = Annotated[Official, Depends(Needs(Permission.SEE_STAFF))]
TakesLeave: TypeAlias = Annotated[Official, Depends(Needs(Permission.TAKE_LEAVE))]
ChangesAsking: TypeAlias = Annotated[Official, Depends(Needs(Permission.CHANGE_ASKING))]

ResidentId: TypeAlias = Annotated[str, Path(max_length=26)]
Key: TypeAlias = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_-]{8,64}$",
        description="Fresh for each command; the same again gives the same answer for 24 hours.",
        examples=["0b0c7d0e-5a3f-4c51-9f0e-3a7f6d0c2b11"],
    ),
]
REPEATED = "Idempotent-Replayed"
"""The header of an answer that a command had before."""


def nothing_to_poke() -> None:
    """For an installation whose worker looks by itself."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Services:
    """What decides behind the API, and what it prints."""

    means: Means
    contacts: HumanContacts
    cases: Escalation
    plug_changes: PlugChanges
    guides: Guides


@dataclass(frozen=True, slots=True)
class Office:
    """The parts a process hands over once. `poke` is called after a command has committed.

    `base_url` is the service's public address.
    """

    database: Database
    services: Services
    clock: Clock
    cookie: str
    secure: bool
    base_url: str
    poke: Callable[[], None] = nothing_to_poke

    async def reading(self, work: Callable[[UnitOfWork], T]) -> T:
        """Look something up, beside the event loop."""

        def read() -> T:
            with self.database.read() as uow:
                return work(uow)

        return await self.database.aio(read)

    async def writing(self, work: Callable[[UnitOfWork], T]) -> T:
        """Change something in one transaction, and wake the worker."""

        def write() -> T:
            with self.database.write() as uow:
                uow.on_commit(self.poke)
                return work(uow)

        return await self.database.aio(write)


def scope_of(by: Official, district: str | None) -> frozenset[str]:
    """The districts a list is about. Raises ProblemError for one that is not hers."""
    if district is None:
        return by.scope
    if not by.sees(district):
        raise ProblemError(Kind.NOT_FOUND)
    return frozenset({district})


def outlines_of(uow: UnitOfWork, refs: Iterable[Ref], scope: frozenset[str]) -> dict[Ref, Outline]:
    """By ref, those of the residents who live in these districts."""
    found = residents.outlines(uow, refs).values()
    return {one.ref: one for one in found if one.district in scope}


def hers(uow: UnitOfWork, by: Official, resident_id: str) -> Outline:
    """A resident of the official's districts. Raises ProblemError."""
    try:
        found = residents.outline(uow, resident_id)
    except UnknownPersonError:
        raise ProblemError(Kind.NOT_FOUND) from None
    if not by.sees(found.district):
        raise ProblemError(Kind.NOT_FOUND)
    return found


def held(uow: UnitOfWork, by: Official, resident_id: str) -> Outline:
    """The same for a command: nobody else decides about her meanwhile."""
    found = hers(uow, by, resident_id)
    agenda.hold(uow, found.ref)
    return found


def since_or_month(uow: UnitOfWork, since: datetime | None) -> datetime:
    """The moment a list begins at: what was asked for, else thirty days ago."""
    return uow.now - LOOK_BACK if since is None else since


async def once(
    office: Office,
    command: Command,
    response: Response,
    do: Callable[[UnitOfWork], dict[str, Any]],
) -> dict[str, Any]:
    """Carry a command out in one transaction with its key; `do` returns the answer."""

    def work() -> Answer:
        with office.database.write() as uow:
            uow.on_commit(office.poke)
            return commands.once(uow, command, lambda: do(uow))

    answer = await office.database.aio(work)
    if answer.repeated:
        response.headers[REPEATED] = "true"
    return answer.content
