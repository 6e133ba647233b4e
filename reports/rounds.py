"""The weekly round of one helper, to be printed: codes, times and places; no name and no reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkins import service as checkins
from checkins.decide.plans import next_slot
from foundation.templates import templates_of
from locales.formats import clock_time, day
from locales.model import Language
from locales.texts import say
from residents import service as residents
from residents.districts import district
from residents.model import ChannelName
from tasks import service as tasks
from tasks.model import TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkins.model import CheckinPolicy
    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import Helper
    from signals.model import Ref
    from tasks.model import Task

WEEK = timedelta(days=7)
_ASKING = frozenset({ChannelName.TELEGRAM, ChannelName.CALL})
"""Without these it is a person who asks."""
_templates = templates_of("reports")


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of a round. Without a code it is not asked for yet: she hears it when it is."""

    at: datetime
    district: str
    kind: TaskKind
    code: str = ""


def stops(
    uow: UnitOfWork, helper: Ref, policy: CheckinPolicy, calendar: Calendar
) -> tuple[Stop, ...]:
    """What a helper has to do in the coming seven days, the earliest first.

    The work that she has taken, whenever it is due, and the visits and calls for which a plan
    names her. Raises UnknownPersonError.
    """
    taken = tasks.accepted_by(uow, residents.helper(uow, helper).ref)
    busy = {task.new.resident for task in taken}
    planned = _planned(uow, helper, busy, policy, calendar)
    found = [*map(_taken, taken), *planned]
    return tuple(sorted(found, key=lambda one: (one.at, one.code, one.district)))


def printed(city: City, helper: Helper, found: tuple[Stop, ...], now: datetime) -> str:
    """These stops as a page of HTML to print, in the helper's language."""
    language, zone = helper.language, city.zone
    name = {"city": city.name} if language is Language.ko else {}
    heads = ("day", "time", "code", "place", "what", "done")
    return _templates.get_template("round.html").render(
        language=language.value,
        title=say("round.title", language, since=day(now, zone, language)),
        heads=[say(f"round.{head}", language) for head in heads],
        rows=[
            (
                day(one.at, zone, language),
                clock_time(one.at, zone, language),
                one.code,
                _place(one, language),
                say(f"task.kind.{one.kind}", language),
                "",
            )
            for one in found
        ],
        nothing=say("round.nothing", language),
        footer=say("round.footer", language, phone=city.phone, **name),
    )


def _taken(task: Task) -> Stop:
    return Stop(task.do_by or task.due_at, task.new.district, task.new.kind, task.code)


def _planned(
    uow: UnitOfWork, helper: Ref, busy: set[Ref], policy: CheckinPolicy, calendar: Calendar
) -> Iterator[Stop]:
    """Questions of the week that a person asks: whoever is asked otherwise does not stand here."""
    until = uow.now + WEEK
    for resident in residents.named_by(uow, helper):
        asked = checkins.planned(uow, resident.id)
        if asked is None or _ASKING.intersection(residents.channels_of(uow, resident)):
            continue
        at = uow.now
        while (at := next_slot(asked.plan, at, policy, calendar)) < until:
            is_today = calendar.local(at).date() == calendar.local(uow.now).date()
            if not (is_today and resident.ref in busy):
                yield Stop(at, resident.district, TaskKind.PERSON_CHECK)


def _place(one: Stop, language: Language) -> str:
    place = district(one.district)
    return place.ko if language is Language.ko else place.en
