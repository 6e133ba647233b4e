"""Whether those who act outside office hours can be told of anything: a part of `anbu doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foundation.settings import Settings
from residents import service as residents
from residents.calendar import Calendar
from runtime.commands import city_database
from runtime.doctor import Finding, State
from runtime.wiring import channel_names
from tasks.roster import Roster

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

PART = "people on duty"


def look() -> Finding:
    """Look at the duty roster and the leads, where database and key ring can be used."""
    settings = Settings.load()
    roster = Roster(Calendar(settings.city().zone), channel_names(settings))
    with city_database() as database, database.read() as uow:
        people = _who_acts(uow)
        untold = [ref for ref in people if roster.told_by(uow, ref) is None]
    if not people:
        return Finding(PART, State.OFF, "nobody is on the duty roster, and there is no lead")
    if untold:
        says = f"neither Telegram nor a call reaches {', '.join(untold)}"
        do = "correct her number, or let her open the bot (`anbu link REF`)"
        return Finding(PART, State.WRONG, says, do)
    return Finding(PART, State.OK, f"all {len(people)} can be told")


def _who_acts(uow: UnitOfWork) -> list[Ref]:
    acting = (*residents.on_duty(uow, uow.now), *residents.leads(uow, uow.now))
    return sorted({one.ref for one in acting})
