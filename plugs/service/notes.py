"""Notes on homes: what stands now, and how officials and helpers read it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from locales.formats import calendar_day, moment
from locales.texts import say
from plugs.decide.notes import STANDS
from plugs.model import Note, NoteKind
from plugs.service.telling import in_words, silences_since
from signals import service as signals
from signals.model import SignalKind

if TYPE_CHECKING:
    from datetime import tzinfo

    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from signals.model import Ref

_NOTED = (SignalKind.PLUG_NOTED, SignalKind.PLUG_LEFT_ON)
_KINDS = (*_NOTED, SignalKind.PLUG_AS_BEFORE)


def notes_of(uow: UnitOfWork, resident: Ref, since: datetime | None = None) -> list[Note]:
    """The notes of the last four weeks, or from a moment on, over or not; the oldest first."""
    told = signals.since(uow, resident, _KINDS, since or uow.now - STANDS)
    found: list[Note] = []
    for one in told:
        if one.kind in _NOTED:
            kind = NoteKind(one.data["note"])
            over = (
                each.occurred_at
                for each in told
                if each.kind is SignalKind.PLUG_AS_BEFORE
                and each.data["note"] == kind
                and each.occurred_at > one.occurred_at
            )
            data = {name: value for name, value in one.data.items() if name != "note"}
            found.append(Note(resident, kind, one.occurred_at, data, next(over, None)))
    return found


def standing_notes(uow: UnitOfWork, resident: Ref) -> list[Note]:
    """The notes that are not over."""
    return [one for one in notes_of(uow, resident) if one.over_at is None]


def note_in_words(note: Note, now: datetime, zone: tzinfo, language: Language) -> str:
    """A note with its figures, for officials alone."""
    words = _figures_in_words(note, now, zone, language)
    if note.over_at is None:
        return words
    return say(
        "plug.note.over",
        language,
        note=words,
        day=calendar_day(note.over_at.astimezone(zone).date(), language),
    )


def home_in_words(
    uow: UnitOfWork,
    resident: Ref,
    since: datetime,
    until: datetime,
    zone: tzinfo,
    language: Language,
) -> list[str]:
    """Her home's silences within a time, and what stood noted when it began; the oldest first."""
    noted = [
        (one.at, note_in_words(one, uow.now, zone, language))
        for one in notes_of(uow, resident, since - STANDS)
        if one.over_at is None or one.over_at > since
    ]
    silent = [
        (one.occurred_at, in_words(one, uow.now, zone, language))
        for one in silences_since(uow, resident, since)
    ]
    return [words for at, words in sorted(noted + silent) if at <= until]


def advice(note: Note, language: Language) -> str:
    """What whoever visits may ask about; no figure, no judgement of her health."""
    return say(f"page.note.{note.kind}", language)


def _figures_in_words(note: Note, now: datetime, zone: tzinfo, language: Language) -> str:
    match note.kind:
        case NoteKind.COLD:
            return _cold(note, language)
        case NoteKind.LEFT_ON:
            return _left_on(note, now, zone, language)
        case _:
            return _changed(note, language)


def _changed(note: Note, language: Language) -> str:
    data = note.data
    on, known, before, of = (data[name] for name in ("now", "now_days", "before", "before_days"))
    if note.kind is NoteKind.TURNED:
        key, hours = "later" if data["hours"] > 0 else "earlier", abs(data["hours"])
        return say(f"plug.note.turned.{key}", language, hours=hours, before=before, now=on)
    if note.kind is NoteKind.AWAKE:
        return say("plug.note.awake", language, now=on, days=known, before=before, beforedays=of)
    parts = (say(f"plug.note.meal.{one}", language) for one in data["meals"])
    return say(
        "plug.note.meals",
        language,
        meals=say("plug.note.and", language).join(parts),
        now=on,
        days=known,
        before=before,
        beforedays=of,
    )


def _cold(note: Note, language: Language) -> str:
    data = note.data
    return say(
        "plug.note.cold",
        language,
        what=say(f"plug.appliance.{data['appliance']}", language),
        days=data["days"],
        before=data["before"],
        beforedays=data["before_days"],
    )


def _left_on(note: Note, now: datetime, zone: tzinfo, language: Language) -> str:
    data = note.data
    what = say(f"plug.appliance.{data['appliance']}", language)
    since = moment(datetime.fromisoformat(data["since"]), now, zone, language)
    hours = round(data["hours"])
    if data["longest"] is None:
        return say("plug.note.left_on.new", language, what=what, since=since, hours=hours)
    minutes = round(data["longest"] * 60)
    return say("plug.note.left_on", language, what=what, since=since, hours=hours, minutes=minutes)
