"""What gets hot, and is on for far longer than it ever was: looked for every half hour."""

from datetime import datetime, timedelta

from foundation.unit_of_work import UnitOfWork
from plugs.decide import notes as decide
from plugs.decide.metering import slot_of
from plugs.decide.notes import Found
from plugs.model import BURNS, SLOT, Device, NoteKind
from plugs.routine.days import MEASURED
from plugs.service import notes
from plugs.service.noting import tell
from plugs.service.speaking import spoken_of
from plugs.store import devices, diaries
from residents import service as residents
from signals.model import Ref

SUBJECT = "city:left_on"
"""Whose agenda this stands on."""
EVERY = timedelta(minutes=30)
LOOKS_AT = timedelta(hours=1)
"""Plugs tell of a slot when it is over, some of them half an hour later."""
HOT_SLOTS = 3
FOLLOWED = timedelta(days=2)


class LeftOn:
    """Actor for the city's own agenda row. It keeps no state."""

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Note each appliance that is left on."""
        if subject != SUBJECT:
            return
        able = {one.id: one for one in devices.of_appliances(uow, BURNS)}
        hot = diaries.hot(uow, list(able), uow.now - LOOKS_AT, uow.now) if able else {}
        for device_id in sorted(one for one, told in hot.items() if told.slots >= HOT_SLOTS):
            _look(uow, able[device_id])

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """Every half hour."""
        return uow.now + EVERY if subject == SUBJECT else None


def _look(uow: UnitOfWork, device: Device) -> None:
    begun = uow.now - FOLLOWED
    cool = diaries.last_cool(uow, device.id, begun, uow.now)
    run = diaries.hot(uow, [device.id], begun if cool is None else cool, uow.now)
    if device.id not in run:
        return
    told = run[device.id]
    on_for = slot_of(uow.now) - told.since
    diary = diaries.of_devices(uow, [device.id]).get(device.id)
    found = decide.hours_left_on(on_for, diary)
    if found is None or told.slots < MEASURED * (on_for // SLOT):
        return
    hours, longest = found
    data = {
        "device": device.id,
        "appliance": device.appliance.value,
        "since": told.since.isoformat(),
        "hours": round(hours, 1),
        "longest": longest,
    }
    for her in spoken_of(uow, [device])[device.id]:
        known = notes.notes_of(uow, her.ref)
        if residents.is_watched(her) and decide.may_repeat(NoteKind.LEFT_ON, known, uow.now):
            name = f"{NoteKind.LEFT_ON}:{device.id}:{told.since.isoformat()}:{her.ref}"
            tell(uow, her.ref, Found(NoteKind.LEFT_ON, data), name)
