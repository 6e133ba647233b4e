"""Each night: the diaries of all devices, and what of a home is worth a word on the next visit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

import numpy as np

from foundation.unit_of_work import UnitOfWork
from plugs.decide import notes as decide
from plugs.decide.notes import Found, Seen, Written
from plugs.model import SLOT, WARMS, Device, Note, NoteKind
from plugs.routine.arrays import Bools
from plugs.routine.diary import DAYS_KEPT, Diary
from plugs.service import notes
from plugs.service.speaking import spoken_of
from plugs.store import devices, diaries
from plugs.store.diaries import Mark, Tally
from residents import service as residents
from residents.calendar import Calendar
from residents.model import Outline
from signals import service as signals
from signals.model import Draft, Ref, SignalKind, Source

SUBJECT = "city:notes"
"""Whose agenda this stands on."""
AT = time(4, 0)
HOMES_AT_ONCE = 25
DAYS_AT_ONCE = 7
"""Of a device that is far behind, in one transaction."""
GO_ON_AFTER = timedelta(seconds=5)
"""While there is more: whatever else is due comes in between."""
_AT_HOME_HOURS = 12
_COLD_WAVE = "cold"
"""What a campaign that asks about the cold says of itself."""
_SIGNALS = {NoteKind.LEFT_ON: SignalKind.PLUG_LEFT_ON}
"""What somebody hears of; all else waits for whoever visits next."""


class Noting:
    """Actor for the city's own agenda row: homes whose diaries are not up to date, page by page."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Write the diaries of some homes, and note what is worth it."""
        if subject != SUBJECT:
            return
        today = self._today(uow)
        homes = diaries.homes_behind(uow, today, HOMES_AT_ONCE)
        if not homes:
            return
        known = devices.of_households(uow, homes)
        written = self._write(uow, known, today)
        speaking = spoken_of(uow, known)
        for home in homes:
            mine = [one for one in known if one.household == home]
            if all(written[one.id].until == today for one in mine):
                self._look(uow, mine, written, speaking, today)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """Soon while there is more, else the coming night."""
        if subject != SUBJECT:
            return None
        today = self._today(uow)
        tonight = self._calendar.at(today, AT)
        if uow.now < tonight:
            return tonight
        if diaries.homes_behind(uow, today, 1):
            return uow.now + GO_ON_AFTER
        return self._calendar.at(today + timedelta(days=1), AT)

    def _today(self, uow: UnitOfWork) -> date:
        return self._calendar.local(uow.now).date()

    # Diaries

    def _write(self, uow: UnitOfWork, known: Sequence[Device], today: date) -> dict[str, Diary]:
        """Add the days that are missing, not too many at once."""
        begun = diaries.of_devices(uow, [one.id for one in known])
        written = {one.id: begun.get(one.id) or self._begun(one, today) for one in known}
        missing = [
            (day, device_id)
            for device_id, one in written.items()
            for day in _days(one.until, min(today, one.until + timedelta(days=DAYS_AT_ONCE)))
        ]
        for day in sorted({day for day, _ in missing}):
            of_day = [device_id for each, device_id in missing if each == day]
            written |= self._with_day(uow, {one: written[one] for one in of_day}, day)
        first = today - timedelta(days=DAYS_KEPT)
        kept = {
            device_id: one if one.first >= first else one.since(first, (one.until - first).days)
            for device_id, one in written.items()
        }
        diaries.save(uow, kept)
        return kept

    def _begun(self, device: Device, today: date) -> Diary:
        installed = self._calendar.local(device.installed_at).date()
        return Diary.empty(min(today, max(installed, today - timedelta(days=DAYS_KEPT))))

    def _with_day(self, uow: UnitOfWork, some: Mapping[str, Diary], day: date) -> dict[str, Diary]:
        begins = self._calendar.at(day, time.min)
        ends = self._calendar.at(day + timedelta(days=1), time.min)
        marks = diaries.marks(uow, list(some), begins, ends)
        tallies = diaries.tallies(uow, list(some), begins, ends)
        return {
            device_id: _with_marks(
                one,
                [mark for mark in marks if mark.device_id == device_id],
                tallies.get(device_id, Tally()),
                begins,
            )
            for device_id, one in some.items()
        }

    # Notes

    def _look(
        self,
        uow: UnitOfWork,
        mine: Sequence[Device],
        written: Mapping[str, Diary],
        speaking: Mapping[str, Sequence[Outline]],
        today: date,
    ) -> None:
        people = {each.ref: each for one in mine for each in speaking[one.id]}
        for ref, her in sorted(people.items()):
            hers = [one for one in mine if ref in {each.ref for each in speaking[one.id]}]
            if residents.is_watched(her):
                devices_of_her = tuple(
                    Written(one.id, one.appliance, written[one.id]) for one in hers
                )
                seen = Seen(
                    today,
                    devices_of_her,
                    self._away(uow, ref, today),
                    her.lives_alone,
                    self._cold_since(uow, ref, hers),
                )
                self._note(uow, ref, seen)

    def _note(self, uow: UnitOfWork, resident: Ref, seen: Seen) -> None:
        known = notes.notes_of(uow, resident)
        for one in known:
            noted_on = self._calendar.local(one.at).date()
            if one.over_at is None and decide.is_over(one, noted_on, seen):
                _tell_over(uow, one)
        for each in decide.found(seen):
            if decide.may_repeat(each.kind, known, uow.now):
                tell(uow, resident, each, f"{each.kind}:{resident}:{seen.today}")

    def _away(self, uow: UnitOfWork, resident: Ref, today: date) -> Bools:
        """By day, whether she was known to be elsewhere at noon."""
        known = residents.absences(uow, resident)
        if not known:
            return np.zeros(DAYS_KEPT, dtype=np.bool_)
        noons = (
            self._calendar.at(today - timedelta(days=ago), time(_AT_HOME_HOURS))
            for ago in range(DAYS_KEPT, 0, -1)
        )
        return np.array([any(one.covers(noon) for one in known) for noon in noons], dtype=np.bool_)

    def _cold_since(self, uow: UnitOfWork, ref: Ref, hers: Sequence[Device]) -> date | None:
        """The day on which an official had her asked about the cold, while it lasts."""
        if not any(one.appliance in WARMS for one in hers):
            return None
        told = signals.since(uow, ref, [SignalKind.CAMPAIGN], uow.now - decide.COLD_LASTS)
        cold = [one.occurred_at for one in told if one.data["kind"] == _COLD_WAVE]
        return self._calendar.local(cold[0]).date() if cold else None


def tell(uow: UnitOfWork, resident: Ref, what: Found, source_id: str) -> None:
    """Note something about a home; the same thing is noted once."""
    signals.record(
        uow,
        Draft(
            kind=_SIGNALS.get(what.kind, SignalKind.PLUG_NOTED),
            source=Source.PLUGS,
            source_id=f"noted:{source_id}",
            subject=resident,
            occurred_at=uow.now,
            data={"note": what.kind.value, **what.data},
        ),
    )


def _tell_over(uow: UnitOfWork, note: Note) -> None:
    signals.record(
        uow,
        Draft(
            kind=SignalKind.PLUG_AS_BEFORE,
            source=Source.PLUGS,
            source_id=f"as_before:{note.kind}:{note.resident}:{note.at.isoformat()}",
            subject=note.resident,
            occurred_at=uow.now,
            data={"note": note.kind.value},
        ),
    )


def _with_marks(diary: Diary, marks: Sequence[Mark], tally: Tally, begins: datetime) -> Diary:
    slots = [((mark.at - begins) // SLOT, mark) for mark in marks]
    return diary.with_day(
        lively=[slot for slot, mark in slots if mark.life],
        hot=[slot for slot, mark in slots if mark.hot],
        known=tally.known,
        drawn=tally.drawn,
    )


def _days(first: date, until: date) -> Iterator[date]:
    return (first + timedelta(days=one) for one in range((until - first).days))
