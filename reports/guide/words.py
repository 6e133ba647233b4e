"""What a guide says, in the resident's language. Pure.

Somebody may see it on her wall: it names neither her tier nor any reason for asking.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import count
from typing import TYPE_CHECKING

from checkins.model import Rhythm
from locales.formats import calendar_day, hour_words, weekday_name
from locales.model import Language
from locales.texts import say
from reports.guide.model import Answers, Block, Contact, Guide, Join, Practice, Section, Urgent
from residents.districts import district
from residents.model import ChannelName, Device

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkins.model import Plan
    from foundation.city import City
    from reports.guide.known import Known

KEYS = {"1": "fine", "2": "help", "3": "other", "0": "person", "9": "again"}
"""The keys of a call, in the order in which it says them; each has a text `guide.key.<name>`."""
EMERGENCY = "119"
HOUR = timedelta(hours=1)
MOST_NAMES = 2


def guide(known: Known, city: City, link: str | None) -> Guide:
    """Her guide. `link` joins her by Telegram, where she is to; see `Known.joins`."""
    language = known.resident.language
    return Guide(
        language=language,
        title=say("guide.title", language, name=known.resident.name),
        sender=say("guide.sender", language, team=_team(known), **_city(city, language)),
        blocks=tuple(_blocks(known, city, link, language)),
    )


def _blocks(known: Known, city: City, link: str | None, language: Language) -> Iterator[Block]:
    yield Section(say("guide.when.title", language), tuple(_when(known, language)))
    yield Section(say("guide.how.title", language), tuple(_how(known, language)))
    yield _answers(known, language)
    yield Urgent(say("guide.urgent.title", language), tuple(_urgent(known, language)))
    yield _missed(known, language)
    yield Section(say("guide.change.title", language), tuple(_change(known, language)))
    yield Contact(
        say("guide.contact.title", language),
        city.phone,
        tuple(_contact(known, language)),
    )
    if known.joins and link is not None:
        yield Join(say("guide.join.title", language), link, tuple(_join(known, language)))
    elif known.joins:
        yield Section(say("guide.join.title", language), (say("guide.join.help", language),))
    yield _practice(known, city, language)


def _when(known: Known, language: Language) -> Iterator[str]:
    plan = known.plan
    if plan is None:
        yield say("guide.when.told", language)
        return
    at = _hours(plan, known.slots, language)
    weekday = weekday_name(plan.weekday, language)
    match plan.rhythm:
        case Rhythm.DAILY:
            yield say("guide.when.daily", language, time=at)
        case Rhythm.WEEKLY:
            yield say("guide.when.weekly", language, weekday=weekday, time=at)
        case Rhythm.FORTNIGHTLY:
            yield say("guide.when.fortnightly", language, weekday=weekday, time=at)
            yield say("guide.when.next", language, day=_day(known.slots[0], language))
    if plan.rhythm is not Rhythm.DAILY:
        yield say("guide.when.holiday", language)
    yield say("guide.when.besides", language)


def _hours(plan: Plan, slots: tuple[datetime, ...], language: Language) -> str:
    """The times of day that she wishes, or the whole hours between which her questions come."""
    if plan.times:
        wished = (
            say("guide.when.at", language, time=hour_words(_on_any_day(one), language))
            for one in plan.times
        )
        return reduce(
            lambda first, then: say("guide.when.also", language, first=first, then=then), wished
        )
    hours = [_on_any_day(slot.time()) for slot in slots]
    since = min(hours).replace(minute=0, second=0, microsecond=0)
    latest = max(hours)
    until = next(end for n in count(1) if (end := since + n * HOUR) >= latest)
    return say(
        "guide.when.between",
        language,
        since=hour_words(since, language),
        until=hour_words(until, language),
    )


def _how(known: Known, language: Language) -> Iterator[str]:
    writes, rings = known.by(ChannelName.TELEGRAM), known.by(ChannelName.CALL)
    if not writes and not rings:
        yield _in_person(known, language)
        return
    if writes:
        yield say("guide.how.telegram", language)
    if rings:
        yield say("guide.how.telegram.call" if writes else "guide.how.call", language)
    if rings and known.by(ChannelName.SMS):
        with_links = Device.PRACTISED_LINKS in known.resident.devices
        yield say("guide.how.text.link" if with_links else "guide.how.text", language)


def _in_person(known: Known, language: Language) -> str:
    if known.checker is None:
        return say("guide.how.person", language)
    return say("guide.how.person.named", language, who=known.checker)


def _answers(known: Known, language: Language) -> Answers:
    heading = say("guide.answer.title", language)
    writes, rings = known.by(ChannelName.TELEGRAM), known.by(ChannelName.CALL)
    if not writes and not rings:
        return Answers(heading, lines=(say("guide.answer.person", language),))
    press = "guide.answer.call.speak" if known.may_speak else "guide.answer.call"
    keys = tuple((key, say(f"guide.key.{name}", language)) for key, name in KEYS.items())
    return Answers(
        heading,
        written=say("guide.answer.telegram", language) if writes else "",
        buttons=_buttons(language) if writes else (),
        called=say(press, language) if rings else "",
        keys=keys if rings else (),
    )


def _buttons(language: Language) -> tuple[str, str]:
    return say("button.fine", language), say("button.help", language)


def _urgent(known: Known, language: Language) -> Iterator[str]:
    yield say("guide.urgent.when", language)
    yield say("guide.urgent.herself", language)
    if known.only_writes:
        yield say("guide.urgent.text", language)


def _missed(known: Known, language: Language) -> Section:
    come = "guide.missed.neighbour" if known.neighbours_may_come else "guide.missed.office"
    afterwards = say(come, language), say("guide.missed.late", language)
    if known.by(ChannelName.TELEGRAM) or known.by(ChannelName.CALL):
        again = say("guide.missed.again", language)
        return Section(say("guide.missed.title", language), (again, *afterwards))
    again = say("guide.missed.person", language)
    return Section(say("guide.missed.title.person", language), (again, *afterwards))


def _change(known: Known, language: Language) -> Iterator[str]:
    yield say("guide.change.away", language)
    yield say("guide.change.relay" if known.only_writes else "guide.change.ring", language)
    if known.by(ChannelName.TELEGRAM):
        yield say("guide.change.write", language)
    yield say("guide.change.free", language)


def _contact(known: Known, language: Language) -> Iterator[str]:
    team = _team(known)
    if known.officers:
        who = ", ".join(known.officers[:MOST_NAMES])
        yield say("guide.contact.officer", language, team=team, who=who)
    else:
        yield say("guide.contact.team", language, team=team)
    if known.only_writes:
        yield say("guide.contact.relay", language)


def _join(known: Known, language: Language) -> Iterator[str]:
    yield say("guide.join.how", language)
    yield say("guide.join.once", language)
    yield say("guide.join.until", language, day=calendar_day(known.joins_until, language))


def _practice(known: Known, city: City, language: Language) -> Practice:
    steps = []
    if known.by(ChannelName.TELEGRAM):
        steps.append(say("guide.practice.telegram", language))
    if known.by(ChannelName.CALL):
        steps.append(say("guide.practice.call", language))
    if not known.only_writes:
        steps.append(say("guide.practice.ring", language, phone=city.phone))
    steps.append(say("guide.practice.urgent", language))
    return Practice(say("guide.practice.title", language), tuple(steps), len(EMERGENCY))


def _team(known: Known) -> str:
    place = district(known.resident.district)
    return place.ko if known.resident.language is Language.ko else place.en


def _city(city: City, language: Language) -> dict[str, str]:
    return {"city": city.name} if language is Language.ko else {}


def _day(slot: datetime, language: Language) -> str:
    return calendar_day(slot.date(), language)


def _on_any_day(at: time) -> datetime:
    return datetime.combine(date.min, at.replace(tzinfo=None))
