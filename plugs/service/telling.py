"""A silence of a home as officials read it: what is usual there, and what is not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from locales.formats import hour_words, local_time, moment
from locales.texts import say
from signals import service as signals
from signals.model import SignalKind

if TYPE_CHECKING:
    from datetime import tzinfo

    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from signals.model import Ref, Signal

SILENCES = (SignalKind.PLUG_UNUSUAL, SignalKind.PLUG_QUIET, SignalKind.POWER_CUT)


def silences_since(uow: UnitOfWork, resident: Ref, moment: datetime) -> list[Signal]:
    """What was told of her home's silence from a moment on, the oldest first."""
    return signals.since(uow, resident, SILENCES, moment)


def in_words(silence: Signal, now: datetime, zone: tzinfo, language: Language) -> str:
    """One silence in a sentence or two, for officials alone."""
    data = silence.data
    since = moment(datetime.fromisoformat(data["since"]), now, zone, language)
    if silence.kind is SignalKind.POWER_CUT:
        return say("plug.home.power_cut", language, since=since)
    hours = round(data["hours"])
    uses, longest = map(round, data["usual"] or (0, 0))
    if uses < 1:
        limit = data["limit_hours"]
        return say("plug.home.limit", language, since=since, hours=hours, limit=limit)
    by = hour_words(local_time(silence.occurred_at, zone), language)
    return say(
        "plug.home.usual", language, by=by, uses=uses, since=since, longest=longest, hours=hours
    )
