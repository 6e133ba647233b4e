"""Homes that went at one moment are one matter of their 읍면동, until each is back or has a fault.

Its residents are asked as ever, and the clock of each runs on: see docs/decisions/0022.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from plugs.decide import outages as decide
from plugs.decide.outages import Wait
from plugs.model import Fault, FaultCause, Group, Home, Left, Outage
from plugs.service.speaking import spoken_of
from plugs.store import devices as device_store
from plugs.store import outages as store
from residents import service as residents
from residents.model import Kind, Tier, ref_of
from residents.places import building_of
from signals import agenda
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tasks.model import NewTask, TaskKind
from tasks.office import OFFICE_ROUNDS
from tasks.service import of_origin, open_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from plugs.model import Affected, Device, Line, Span
    from residents.calendar import Calendar
    from signals.model import Ref
    from tasks.model import Task
    from tasks.service import Tasks

    Tell = Callable[[UnitOfWork, Fault, Sequence[Device]], None]
    """How a fault of devices is told."""

DISTRICT = "district:"
"""Subjects in whose turn outages are followed."""
DONE_WITHIN = timedelta(hours=4)


def open_ones(uow: UnitOfWork) -> tuple[Outage, ...]:
    """Every open outage of the city, the oldest first."""
    return store.all_open(uow)


def outages_since(uow: UnitOfWork, moment: datetime) -> tuple[Outage, ...]:
    """Every outage opened from a moment on, the oldest first."""
    return store.since(uow, moment)


class Outages:
    """The outages of one city. A home asks what it is part of; a 읍면동 has its own turn."""

    def __init__(self, tasks: Tasks, calendar: Calendar) -> None:
        self._tasks = tasks
        self._calendar = calendar

    # A home went

    def part_of(
        self, uow: UnitOfWork, household: Ref, gone: Sequence[Device], line: Line
    ) -> Outage | Wait | None:
        """What a home is part of, all of whose devices just went; None: it went alone.

        It has joined the outage that is returned.
        """
        mine = decide.span_of([one.contact for one in gone])
        home = residents.household(uow, household)
        if mine is None or home is None:
            return None
        # nobody else decides about this 읍면동 meanwhile
        agenda.bring_forward(uow, f"{DISTRICT}{home.district}", uow.now + decide.SETTLES)
        known = store.open_in(uow, home.district)
        for one in known:
            if _takes(uow, one, household, mine):
                return self._join(uow, one, household, gone)
        homes = _homes(uow, home.district)
        found = decide.judge(mine, household, homes, line, uow.now)
        if not isinstance(found, Group):
            return found
        begun = self._fold(uow, self._begun(uow, found, home.district, known), found, household)
        return self._join(uow, begun, household, gone, begun.homes)

    def heard_again(self, uow: UnitOfWork, household: Ref) -> None:
        """Something of a home is heard: its outage is looked at, if it is in one."""
        district = store.is_in_one(uow, household)
        if district is not None:
            agenda.bring_forward(uow, f"{DISTRICT}{district}", uow.now)

    @staticmethod
    def _begun(uow: UnitOfWork, group: Group, district: str, known: Iterable[Outage]) -> Outage:
        """A new outage; or one of some of these homes, which reaches further than was known."""
        for one in known:
            if group.homes & {each.household for each in one.still_in}:
                return decide.widened(one, group)
        agenda.bring_all_forward(uow, sorted(group.homes), uow.now)
        return Outage(
            id=uow.ids.new(),
            area=group.area,
            district=district,
            span=group.span,
            opened_at=uow.now,
            due_at=uow.now + decide.SETTLES,
            homes=(),
        )

    def _fold(self, uow: UnitOfWork, outage: Outage, group: Group, but: Ref) -> Outage:
        """Homes of the group whose fault was told already are in it, too: nothing to repair."""
        for household in sorted(group.homes - {but}):
            known = device_store.of_household(uow, household)
            if all(one.contact.is_lost for one in known):
                lost = [one.id for one in known]
                outage = decide.with_home(outage, household, lost, uow.now)
                self._tell(uow, outage, household, known, asked=True)
                self._call_off_repair(uow, known, group.span.begins)
        return outage

    def _call_off_repair(self, uow: UnitOfWork, known: Iterable[Device], since: datetime) -> None:
        for resident in sorted({ref for one in known for ref in one.residents}):
            for task in open_about(uow, resident):
                if task.new.kind is TaskKind.DEVICE_REPAIR and task.opened_at >= since:
                    self._tasks.withdraw(uow, task)

    def _join(
        self,
        uow: UnitOfWork,
        outage: Outage,
        household: Ref,
        gone: Sequence[Device],
        unsaved: Sequence[Affected] = (),
    ) -> Outage:
        joined = decide.with_home(outage, household, [one.id for one in gone], uow.now)
        others = [one for one in unsaved if one.household != household]
        store.save(uow, joined, [*others, joined.homes[-1]])
        self._tell(uow, joined, household, gone, asked=False)
        return joined

    @staticmethod
    def _tell(
        uow: UnitOfWork, outage: Outage, household: Ref, gone: Sequence[Device], *, asked: bool
    ) -> None:
        """Whoever lives there is asked how she is, unless she was because of her plug."""
        people = spoken_of(uow, gone)
        told = {each.ref: each for known in people.values() for each in known}
        for one in (told[ref] for ref in sorted(told) if residents.is_watched(told[ref])):
            signals.record(
                uow,
                Draft(
                    kind=SignalKind.POWER_CUT,
                    source=Source.PLUGS,
                    source_id=f"{outage.ref}:{uow.now.isoformat()}:{one.ref}",
                    subject=one.ref,
                    occurred_at=uow.now,
                    data={
                        "outage": outage.id,
                        "area": outage.area,
                        "household": household,
                        "since": min(one.contact.lost_at for one in gone).isoformat(),
                        "alone": one.lives_alone,
                        "asked": asked,
                    },
                ),
            )

    # It goes on, and ends

    def look(self, uow: UnitOfWork, subject: Ref, tell: Tell) -> None:
        """Follow the outages of a 읍면동; what stays away when power is back is told as a fault."""
        for known in store.open_in(uow, subject.removeprefix(DISTRICT)):
            at_home = {one.household: _its_devices(uow, one) for one in known.homes}
            power = {
                household: decide.power_of([one.contact for one in found])
                for household, found in at_home.items()
            }
            after = decide.follow(known, power.__getitem__, uow.now)
            store.save(uow, after)
            before = {one.household: one.left for one in known.homes}
            for one in after.homes:
                if one.left is Left.FAULT and before[one.household] is None:
                    _tell_faults(uow, at_home[one.household], tell)
            self._see_to_task(uow, after)

    @staticmethod
    def next_due(uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When the outages of a 읍면동 are looked at next."""
        return store.due_of(uow, subject.removeprefix(DISTRICT))

    def _see_to_task(self, uow: UnitOfWork, outage: Outage) -> None:
        """One task for the officers of the 읍면동, once it is known how many homes it is about."""
        tasks = of_origin(uow, outage.ref)
        running = [one for one in tasks if one.is_open]
        if outage.returned_at is not None or not outage.is_open:
            back = outage.returned_at is not None
            for task in running:
                self._tasks.withdraw(uow, task, f"task.withdrawn.power_{'back' if back else 'out'}")
            return
        settled = uow.now >= outage.opened_at + decide.SETTLES
        if settled and not running and not any(one.result for one in tasks):
            self._ask(uow, outage)

    def _ask(self, uow: UnitOfWork, outage: Outage) -> Task:
        """At once, whatever the hour, where somebody at high risk sits in the dark."""
        presses = Tier.HIGH in tiers_in(uow, [one.household for one in outage.dark]).values()
        new = NewTask(
            kind=TaskKind.POWER_CUT,
            resident=f"{DISTRICT}{outage.district}",
            origin=outage.ref,
            district=outage.district,
            rounds=OFFICE_ROUNDS,
            do_within=DONE_WITHIN,
            when="task.when.now" if presses else "task.when.today",
            tells={"homes": len(outage.dark), "since": {"at": outage.span.ends.isoformat()}},
        )
        opens = None if presses else self._calendar.next_office_moment(uow.now)
        return self._tasks.open(uow, new, opens)


def tiers_in(uow: UnitOfWork, households: Iterable[Ref]) -> dict[Ref, Tier]:
    """By home, the tier of who is most at risk there; homes in which nobody is watched left out."""
    found: dict[Ref, Tier] = {}
    for household in households:
        home = residents.household(uow, household)
        people = residents.outlines(uow, () if home is None else home.members).values()
        watched = [one.tier for one in people if residents.is_watched(one)]
        if watched:
            found[household] = min(watched, key=list(Tier).index)
    return found


def _its_devices(uow: UnitOfWork, home: Affected) -> list[Device]:
    """Those that went and were not removed since; what had a fault before keeps that."""
    return [one for one in device_store.of_household(uow, home.household) if one.id in home.devices]


def at_risk_first(homes: Iterable[Affected], tiers: Mapping[Ref, Tier]) -> list[Affected]:
    """Homes by how much their people are at risk, those in which nobody is watched last."""
    order = list(Tier)

    def place(home: Affected) -> tuple[int, Ref]:
        tier = tiers.get(home.household)
        return (len(order) if tier is None else order.index(tier), home.household)

    return sorted(homes, key=place)


def _tell_faults(uow: UnitOfWork, known: Iterable[Device], tell: Tell) -> None:
    lost = [one for one in known if one.contact.is_lost]
    if lost:
        offline = any(one.contact.tracked.offline_at is not None for one in lost)
        cause = FaultCause.UNPLUGGED if offline else FaultCause.SILENT
        since = min(one.contact.lost_at for one in lost)
        tell(uow, Fault(cause, tuple(sorted(one.id for one in lost)), since), lost)


def _takes(uow: UnitOfWork, outage: Outage, household: Ref, mine: Span) -> bool:
    """Whether a home went, or went again, with those of an outage."""
    inside = {one.household for one in outage.homes}
    if household in inside:
        return True
    if not decide.fits(outage, mine):
        return False
    return decide.is_everywhere(outage) or _building(uow, household) in {
        _building(uow, one) for one in inside
    } - {""}


def _building(uow: UnitOfWork, household: Ref) -> str:
    return next((building_of(one.address) for one in residents.members(uow, household)), "")


def _homes(uow: UnitOfWork, district: str) -> list[Home]:
    """The homes with devices of a 읍면동."""
    contacts = store.contacts(uow)
    living: dict[Ref, str] = {}
    for one in residents.outlines_in(uow, [district]):
        household = ref_of(Kind.HOUSEHOLD, one.household_id)
        if household in contacts:
            living.setdefault(household, one.id)
    people = residents.residents(uow, living.values())
    return [
        Home(household, tuple(contacts[household]), building_of(people[who].address))
        for household, who in living.items()
        if who in people
    ]
