"""Whether somebody is there for everybody, and can be told: two parts of `anbu doctor`."""

from __future__ import annotations

from foundation.settings import Settings
from residents import service as residents
from runtime.commands import city_database
from runtime.doctor import Finding, State
from runtime.wiring import roster_of
from tasks.roster import acting

PART, COVER = "people on duty", "officers and deputies"


def look() -> Finding:
    """Look at the duty roster and the leads, where database and key ring can be used."""
    settings = Settings.load()
    roster = roster_of(settings)
    with city_database() as database, database.read() as uow:
        people = acting(uow)
        untold = roster.unreachable(uow)
    if not people:
        return Finding(PART, State.OFF, "nobody is on the duty roster, and there is no lead")
    if untold:
        says = f"neither Telegram nor a call reaches {', '.join(untold)}"
        do = "correct her number, or let her open the bot (`anbu link REF`)"
        return Finding(PART, State.WRONG, says, do)
    return Finding(PART, State.OK, f"all {len(people)} can be told")


def look_at_cover() -> Finding:
    """Look whether every 읍면동 has an officer, and one who has a deputy."""
    with city_database() as database, database.read() as uow:
        gaps = residents.coverage_gaps(uow)
        anybody = bool(residents.all_staff(uow))
    if not anybody:
        return Finding(COVER, State.OFF, "no employee is registered yet (`anbu import`)")
    if gaps:
        says = "; ".join(f"{code} lacks {_and(gaps[code])}" for code in sorted(gaps))
        do = "import the officers with their 읍면동 and deputies (`anbu import`)"
        return Finding(COVER, State.WRONG, says, do)
    return Finding(COVER, State.OK, "every 읍면동 has an officer and a deputy")


def _and(lacks: frozenset[str]) -> str:
    return " and ".join(f"an {one}" if one == "officer" else f"a {one}" for one in sorted(lacks))
