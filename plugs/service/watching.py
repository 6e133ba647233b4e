"""What follows when time passes: warnings, silences, and devices that do not report any more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from foundation.city import City
from foundation.unit_of_work import UnitOfWork
from plugs.decide import contact, silence
from plugs.decide.outages import Wait
from plugs.model import Contact, Device, Fault, Line, Outage, Watch
from plugs.service import knowing
from plugs.service.outages import DISTRICT, Outages
from plugs.service.speaking import spoken_of
from plugs.store import devices, watches
from residents import service as residents
from residents.calendar import Calendar
from residents.model import Outline
from signals import service as signals
from signals.model import Draft, Meaning, Ref, Signal, SignalKind, Source
from tasks.model import ALSO_MEETS_HER, REACHED, WITH_HER, Result, TaskKind
from tasks.service import Tasks, open_about

_HOUR_SECONDS = 3600
_NOT_HER = frozenset({Meaning.WRONG_PERSON, Meaning.DECEASED})


class Plugs:
    """The plugs of one city. Consumer of signs of life, actor for residents and households.

    A resident's clock of silence runs from her last proof of life: of her plugs, of her own, or
    of somebody who met her. A fault of a device does not stop it.
    """

    name = "plugs"
    kinds = frozenset(
        {
            SignalKind.PLUG_ACTIVE,
            SignalKind.SAID,
            SignalKind.TASK_DONE,
            SignalKind.VENDOR_CONTACT,
        }
    )

    def __init__(self, tasks: Tasks, city: City) -> None:
        self._tasks = tasks
        self._city = city
        self._outages = Outages(tasks, Calendar(city.zone))

    # Consumer

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Set the clock of her silence back."""
        if not signal.subject.startswith("resident:"):
            return
        watch = watches.get(uow, signal.subject)
        if signal.kind is SignalKind.PLUG_ACTIVE:
            self._home_is_active(uow, watch, signal)
        elif watch is not None and _proves_life(signal):
            self._lives(uow, watch, signal.occurred_at)

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Decide what silence and missing messages mean by now."""
        if subject.startswith("resident:"):
            self._look_at_resident(uow, subject)
        elif subject.startswith("household:"):
            self._look_at_home(uow, subject)
        elif subject.startswith(DISTRICT):
            self._outages.look(uow, subject, self._tell_fault)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When a silence or a missing message may mean more."""
        if subject.startswith("resident:"):
            return watches.due_of(uow, subject)
        if subject.startswith(DISTRICT):
            return self._outages.next_due(uow, subject)
        return devices.due_of(uow, subject) if subject.startswith("household:") else None

    # Proof of life

    def _home_is_active(self, uow: UnitOfWork, watch: Watch | None, signal: Signal) -> None:
        """A new silence begins; one that was told is over."""
        at = signal.occurred_at
        if watch is not None and at <= watch.life_at:
            return
        began = Watch(
            resident=signal.subject,
            household=signal.data["household"],
            device=signal.data["device"],
            life_at=at,
            proof_at=None if watch is None else watch.proof_at,
            due_at=uow.now,
        )
        watches.save(uow, began)
        if watch is not None and watch.quiet_at is not None:
            self._tell_back(uow, watch, signal)

    @staticmethod
    def _lives(uow: UnitOfWork, watch: Watch, at: datetime) -> None:
        """She is alive though her home is silent: the clock starts again.

        A silence that was told stays told until the home breaks it: then her plug means nothing,
        and she is asked as if she had none.
        """
        if at > watch.since:
            watches.save(uow, replace(watch, proof_at=at, warned_at=None))

    @staticmethod
    def _tell_back(uow: UnitOfWork, watch: Watch, signal: Signal) -> None:
        if watch.quiet_at is None:
            return
        data = {key: signal.data[key] for key in ("household", "device", "alone")}
        signals.record(
            uow,
            Draft(
                kind=SignalKind.PLUG_BACK,
                source=Source.PLUGS,
                source_id=f"back:{watch.resident}:{watch.quiet_at.isoformat()}",
                subject=watch.resident,
                occurred_at=signal.occurred_at,
                data={**data, "hours": _hours(watch.life_at, signal.occurred_at)},
            ),
        )

    # Silence

    def _look_at_resident(self, uow: UnitOfWork, resident: Ref) -> None:
        watch = watches.get(uow, resident)
        if watch is None:
            return
        mine = devices.of_resident(uow, resident)
        heard = spoken_of(uow, mine)
        speaking = [one for one in mine if resident in {each.ref for each in heard[one.id]}]
        if not speaking:
            watches.drop(uow, resident)
            return
        outline = residents.outline(uow, resident)
        if not residents.is_watched(outline):
            self._keep(uow, watch, replace(watch, due_at=None))
            return
        now = uow.now
        unusual = partial(knowing.forecast, uow, outline, speaking, self._city)
        absences = residents.absences(uow, resident)
        found = silence.weigh(watch, outline.tier, absences, now, unusual)
        after = replace(
            watch,
            warned_at=now if found.warn else watch.warned_at,
            quiet_at=now if found.quiet else watch.quiet_at,
            due_at=found.look_at,
        )
        self._keep(uow, watch, after)
        if found.warn or found.quiet:
            kind = SignalKind.PLUG_QUIET if found.quiet else SignalKind.PLUG_UNUSUAL
            self._tell_silence(uow, kind, after, found, outline, speaking)

    @staticmethod
    def _keep(uow: UnitOfWork, before: Watch, after: Watch) -> None:
        if after != before:
            watches.save(uow, after)

    def _tell_silence(
        self,
        uow: UnitOfWork,
        kind: SignalKind,
        watch: Watch,
        found: silence.Silence,
        outline: Outline,
        speaking: Sequence[Device],
    ) -> None:
        usual = knowing.usual_until_now(uow, watch.resident, speaking, self._city, watch.life_at)
        known = None if usual is None else [round(usual.uses, 1), round(usual.longest_hours, 1)]
        signals.record(
            uow,
            Draft(
                kind=kind,
                source=Source.PLUGS,
                source_id=f"{kind}:{watch.resident}:{watch.since.isoformat()}",
                subject=watch.resident,
                occurred_at=uow.now,
                data={
                    "since": watch.life_at.isoformat(),
                    "hours": _hours(watch.life_at, uow.now),
                    "usual": known,
                    "limit_hours": int(found.limit.total_seconds() // _HOUR_SECONDS),
                    "household": watch.household,
                    "device": watch.device,
                    "alone": outline.lives_alone,
                    "faulty": all(one.contact.is_lost for one in speaking),
                },
            ),
        )

    # Faults

    def _look_at_home(self, uow: UnitOfWork, household: Ref) -> None:
        known = devices.of_household(uow, household)
        if not known:
            return
        line = devices.line(uow, household)
        verdict = contact.judge([one.contact for one in known], line, uow.now)
        lost = {device for fault in verdict.faults for device in fault.devices}
        found = self._part_of(uow, known, lost, line)
        if isinstance(found, Wait):
            devices.save_health(uow, [one.contact for one in known], found.until)
            return
        contacts = [_contact_after(one, is_lost=one.id in lost) for one in known]
        devices.save_health(uow, contacts, verdict.look_at)
        for fault in verdict.faults if found is None else ():
            self._tell_fault(uow, fault, [one for one in known if one.id in fault.devices])
        self._see_to_batteries(uow, known)
        came_back = any(one.contact.missed_since and not one.contact.is_lost for one in known)
        if came_back:
            self._outages.heard_again(uow, household)
        all_well = not any(one.is_lost or one.tracked.low_since for one in contacts)
        if came_back and all_well:
            self._call_off_repair(uow, known)

    def _part_of(
        self, uow: UnitOfWork, known: Sequence[Device], lost: set[str], line: Line
    ) -> Outage | Wait | None:
        """What a home is part of that went with everything it has; None: see to its devices."""
        went = [one for one in known if not one.contact.is_lost]
        if not lost or lost != {one.id for one in went}:
            return None
        return self._outages.part_of(uow, went[0].household, went, line)

    def _see_to_batteries(self, uow: UnitOfWork, known: Sequence[Device]) -> None:
        """The office changes a battery while its device still reports; nobody is asked for that."""
        low = [one for one in known if one.contact.tracked.low_since is not None]
        people = spoken_of(uow, low)
        for one in low:
            watched = [each for each in people[one.id] if residents.is_watched(each)]
            if watched:
                self._tell_low(uow, one, min(watched, key=lambda each: each.ref))

    def _tell_low(self, uow: UnitOfWork, low: Device, resident: Outline) -> None:
        since = low.contact.tracked.low_since
        recorded = signals.record(
            uow,
            Draft(
                kind=SignalKind.BATTERY_LOW,
                source=Source.PLUGS,
                source_id=f"battery:{low.id}:{since}",
                subject=resident.ref,
                occurred_at=uow.now,
                data={"household": low.household, "device": low.id},
            ),
        )
        if recorded is not None:
            self._tasks.ask_office(uow, resident, TaskKind.DEVICE_REPAIR, recorded.id)

    def _call_off_repair(self, uow: UnitOfWork, devices: Sequence[Device]) -> None:
        """Everything in this home reports again, and goes on to."""
        for resident in sorted({ref for one in devices for ref in one.residents}):
            for task in open_about(uow, resident):
                if task.new.kind is TaskKind.DEVICE_REPAIR:
                    self._tasks.withdraw(uow, task)

    def _tell_fault(self, uow: UnitOfWork, fault: Fault, lost: Sequence[Device]) -> None:
        """Whoever lives there is asked how she is; the office sees to the device.

        Two things, so that neither waits for the other (docs/care.md 1).
        """
        household = lost[0].household
        people = spoken_of(uow, lost)
        told = {each.ref: each for known in people.values() for each in known}
        data: dict[str, Any] = {
            "household": household,
            "device": lost[0].id,
            "devices": list(fault.devices),
            "cause": fault.cause,
            "since": fault.since.isoformat(),
        }
        watched = [told[ref] for ref in sorted(told) if residents.is_watched(told[ref])]
        for one in watched:
            recorded = signals.record(
                uow,
                Draft(
                    kind=SignalKind.DEVICE_FAULT,
                    source=Source.PLUGS,
                    source_id=f"fault:{lost[0].id}:{uow.now.isoformat()}:{one.ref}",
                    subject=one.ref,
                    occurred_at=uow.now,
                    data={**data, "alone": one.lives_alone},
                ),
            )
            if recorded is not None and one is watched[0]:
                self._tasks.ask_office(uow, one, TaskKind.DEVICE_REPAIR, recorded.id)


def _contact_after(device: Device, *, is_lost: bool) -> Contact:
    """The contact once a fault was told, or once it came back."""
    contact = device.contact
    if is_lost:
        return Contact(contact.tracked, contact.tracked.heard_at)
    return contact if contact.is_lost else Contact(contact.tracked, None)


def _proves_life(signal: Signal) -> bool:
    if signal.kind is SignalKind.VENDOR_CONTACT:
        return True
    if signal.kind is SignalKind.TASK_DONE:
        with_her = signal.data["kind"] in WITH_HER | ALSO_MEETS_HER
        return with_her and Result(signal.data["result"]) in REACHED | {Result.HELPED}
    return Meaning(signal.data["meaning"]) not in _NOT_HER


def _hours(since: datetime, until: datetime) -> float:
    return round((until - since).total_seconds() / _HOUR_SECONDS, 1)
