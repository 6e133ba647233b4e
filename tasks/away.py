"""A helper says herself until when nothing is to be asked of her, and that she is back.

What she was offered and what she has accepted goes on in her own turn, by `tasks.leave`.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from messaging.render.buttons import Verb
from residents import service as residents
from tasks import aftercare
from tasks.saying import say

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Signal

DAYS = {Verb.AWAY_TODAY: 1, Verb.AWAY_TOMORROW: 2, Verb.AWAY_WEEK: 7, Verb.AWAY_OPEN: None}
"""For how many days, the one on which she says so included; None until she is back."""
DAY = timedelta(days=1)
KNOWS = 1
"""The version of a button back that stands below the words that she rests, and why."""


def ask(uow: UnitOfWork, calendar: Calendar, signal: Signal) -> None:
    """Ask until when she is away."""
    _show(uow, calendar, signal, "helper.away")


def choose(uow: UnitOfWork, calendar: Calendar, signal: Signal) -> None:
    """She pressed until when. A button of another day says nothing of today: she is asked anew."""
    verb = Verb(signal.data["verb"])
    if verb is Verb.BACK:
        come_back(uow, calendar, signal, knows=signal.data["version"] == KNOWS)
    elif signal.data["day"] != _today(uow, calendar):
        ask(uow, calendar, signal)
    else:
        _leave(uow, calendar, signal, ends(verb, uow.now, calendar))


def come_back(uow: UnitOfWork, calendar: Calendar, signal: Signal, *, knows: bool) -> None:
    """Offer her work again. After a hard find only once she `knows` that she might rest."""
    her = residents.helper(uow, signal.subject)
    rest = aftercare.rests_until(uow, her)
    if not her.is_away(uow.now):
        _show(uow, calendar, signal, "helper.back.none")
    elif rest is not None and not knows:
        _show(uow, calendar, signal, "helper.back.rests", version=KNOWS, rest=_at(rest))
    else:
        residents.change_helper(uow, her.ref, away_from=None, away_until=None)
        _show(uow, calendar, signal, "helper.back")


def ends(choice: Verb, now: datetime, calendar: Calendar) -> datetime | None:
    """The midnight at which a chosen absence ends; None: when she says so."""
    days = DAYS[choice]
    if days is None:
        return None
    return calendar.at(calendar.local(now).date() + days * DAY, time(0))


def _leave(uow: UnitOfWork, calendar: Calendar, signal: Signal, until: datetime | None) -> None:
    her = residents.helper(uow, signal.subject)
    rest = aftercare.rests_until(uow, her)
    if rest is not None and until is not None and until < rest:
        _show(uow, calendar, signal, "helper.away.rests", version=KNOWS, rest=_at(rest))
        return
    planned = her.away_from if her.away_from is not None and her.away_from > uow.now else None
    forgotten = planned is not None and until is not None and until < planned
    if planned is not None and not forgotten:
        until = _later(until, her.away_until)
    since = her.away_from if her.is_away(uow.now) else uow.now
    residents.change_helper(uow, her.ref, away_from=since, away_until=until)
    version = 0 if rest is None else KNOWS
    if until is None:
        _show(uow, calendar, signal, "helper.away.open", version=version)
        return
    template = "helper.away.until.again" if forgotten else "helper.away.until"
    last = calendar.local(until - timedelta(seconds=1)).date()
    _show(uow, calendar, signal, template, version=version, last={"day": last.isoformat()})


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def _today(uow: UnitOfWork, calendar: Calendar) -> str:
    return calendar.local(uow.now).strftime("%Y%m%d")


def _at(moment: datetime) -> dict[str, str]:
    return {"at": moment.isoformat()}


def _show(
    uow: UnitOfWork,
    calendar: Calendar,
    signal: Signal,
    template: str,
    *,
    version: int = 0,
    **values: Any,
) -> None:
    """Answer on one card: in place after a button, at the end of the chat after words."""
    if "verb" not in signal.data:
        values["anew"] = True
    shown = {"press": [_today(uow, calendar), version], **values}
    say(uow, signal, template, shown, card=f"away:{signal.subject}")
