"""What the staff's commands do, apart from the command line."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from admin_api.permissions import Official, Permission, official
from bot.application import build_bot
from care.enrolment import invite
from checkins.model import CampaignKind
from checkins.service import Campaigns, practise
from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.settings import Settings
from plugs.backfill import Backfilled, backfill
from plugs.routine.course import LIMITS
from plugs.service import (
    at_risk_first,
    household_devices,
    note_in_words,
    open_ones,
    recording_of,
    standing_notes,
    tiers_in,
)
from reports import rounds
from residents import service as residents
from residents.calendar import Calendar
from residents.districts import named
from residents.model import ChannelName, HazardKind, NewHazard, Scope, Tier
from runtime.serve import key_ring
from runtime.wiring import Surroundings, build, checkin_policy, roster_of
from signals import agenda
from tasks import service as tasks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from checkins.model import Campaign
    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from plugs.model import Affected, Outage
    from plugs.recording import Recording
    from residents.model import Hazard, Staff
    from signals.model import Ref
    from tasks.service import Moved


E = TypeVar("E", bound=StrEnum)


def load_history(path: Path, plugs: list[str]) -> Backfilled:
    """Load a recording. `plugs` are NAME=DEVICE pairs: which plug of the file is which device."""
    named = dict(pair.split("=", 1) for pair in plugs)
    with city_database() as database:
        return backfill(database, path, Settings.load().city(), named)


def outages_now() -> list[tuple[Outage, list[tuple[Ref, str]]]]:
    """Power cuts that go on, each with its homes, those at risk first, and how each stands."""
    with city_database() as database, database.read() as uow:
        return [
            (one, [(home.household, _standing(home)) for home in _in_order(uow, one)])
            for one in open_ones(uow)
        ]


def _in_order(uow: UnitOfWork, outage: Outage) -> list[Affected]:
    tiers = tiers_in(uow, [one.household for one in outage.homes])
    return at_risk_first(outage.homes, tiers)


def _standing(home: Affected) -> str:
    if home.left is not None:
        return home.left
    return "dark" if home.back_at is None else "partly back"


def history_of(household: Ref) -> tuple[Recording, Tier]:
    """What the plugs of a home told lately, and the tier of who is watched most closely there.

    Raises ValueError, LookupError when that is nothing.
    """
    zone = Settings.load().city().zone
    with city_database() as database, database.read() as uow:
        found = recording_of(uow, household_devices(uow, household), zone)
        home = residents.household(uow, household)
        people = residents.outlines(uow, () if home is None else home.members).values()
    if found is None:
        message = (
            f"No plug of {household} has told anything lately. "
            "See with `anbu plugs page` whether it speaks."
        )
        raise LookupError(message)
    tiers = [one.tier for one in people]
    return found, min(tiers, key=lambda one: LIMITS[one].hours, default=Tier.MEDIUM)


def notes_on(household: Ref, language: Language) -> list[str]:
    """What stands noted of the people of a home, in words."""
    zone = Settings.load().city().zone
    with city_database() as database, database.read() as uow:
        home = residents.household(uow, household)
        noted = [
            one
            for ref in ([] if home is None else home.members)
            for one in standing_notes(uow, ref)
        ]
        return [note_in_words(one, uow.now, zone, language) for one in noted]


class NotAllowedError(ValueError):
    """Whoever a command is given for may not do it, or not there."""


def start_campaign(kind: str, districts: list[str], tiers: list[str], by: Ref) -> Campaign:
    """Have residents asked for an official, within what she may do herself.

    `districts` are codes or names, by default all of hers; `tiers` by default all. Raises
    ValueError, UnknownPersonError.
    """
    what, wanted = _meant(CampaignKind, kind), frozenset(named(one).code for one in districts)
    closely = frozenset(_meant(Tier, one) for one in tiers) or frozenset(Tier)
    settings = Settings.load()
    campaigns = Campaigns(Calendar(settings.city().zone), checkin_policy(settings))
    with city_database() as database, database.write() as uow:
        who = _active_official(uow, by)
        if not who.may(Permission.START_CAMPAIGNS):
            message = f"{by} is {who.role}: an officer or a lead starts a campaign."
            raise NotAllowedError(message)
        if elsewhere := wanted - who.scope:
            message = f"{', '.join(sorted(elsewhere))} is not of {by}: a lead may ask everywhere."
            raise NotAllowedError(message)
        return campaigns.start(uow, what, Scope(wanted or who.scope, closely), who.ref)


def _meant(choices: type[E], word: str) -> E:
    """The choice of this word. Raises ValueError, which lists them."""
    if word not in set(choices):
        message = f"{word!r} is not one of: {', '.join(choices)}."
        raise ValueError(message)
    return choices(word)


def transfer_staff(old: Ref, new: Ref) -> Moved:
    """All that `old` is in charge of goes to `new`. Raises NotAllowedError, UnknownPersonError."""
    with city_database() as database, database.write() as uow:
        giver, taker = residents.staff(uow, old), residents.staff(uow, new)
        if giver.ref == taker.ref:
            message = f"{old} cannot take over from herself: name somebody else."
            raise NotAllowedError(message)
        if not taker.active:
            message = f"{new} does not work here any more: name somebody who does."
            raise NotAllowedError(message)
        moved = tasks.hand_over(uow, giver.ref, taker.ref, roster_of(Settings.load()))
        residents.transfer_staff(uow, giver.ref, taker.ref)
        return moved


def send_on_leave(who: Ref, first: date | None, last: date | None) -> Staff | None:
    """An official is away from the morning of `first`, or now, until the end of `last`.

    Returns who stands in for her then. Raises UnknownPersonError, ValueError.
    """
    calendar = Calendar(Settings.load().city().zone)
    with city_database() as database, database.write() as uow:
        since = uow.now if first is None else max(uow.now, calendar.at(first, time.min))
        until = None if last is None else calendar.at(last + timedelta(days=1), time.min)
        her = residents.take_leave(uow, who, since, until)
        return residents.stands_in_for(uow, her, since)


def end_leave(who: Ref) -> bool:
    """An official is back; returns whether she was away. Raises UnknownPersonError."""
    with city_database() as database, database.write() as uow:
        was_away = residents.staff(uow, who).is_away(uow.now)
        residents.change_staff(uow, who, away_from=None, away_until=None)
        return was_away


def offer_again(helper: Ref) -> bool:
    """Offer a helper work again; returns whether she was away. Raises UnknownPersonError."""
    with city_database() as database, database.write() as uow:
        was_away = residents.helper(uow, helper).is_away(uow.now)
        residents.change_helper(uow, helper, away_from=None, away_until=None)
        return was_away


def record_hazard(resident: Ref, kind: str, words: str, last: date | None, by: Ref) -> Hazard:
    """Record what endangers whoever comes to her home, until the end of `last` or without end.

    Raises ValueError, NotAllowedError, UnknownPersonError.
    """
    what = _meant(HazardKind, kind)
    if what is HazardKind.REPORTED:
        message = "Say what the danger is, or `other`."
        raise ValueError(message)
    calendar = Calendar(Settings.load().city().zone)
    until = None if last is None else calendar.at(last + timedelta(days=1), time.min)
    with city_database() as database, database.write() as uow:
        _looks_after(uow, by, resident)
        new = NewHazard(what, words, uow.now, until, by)
        return residents.record_hazard(uow, resident, new)


def lift_hazard(resident: Ref, hazard_id: str, why: str, by: Ref) -> Hazard:
    """It is no danger any more. Raises ValueError, UnknownPersonError, UnknownHazardError."""
    with city_database() as database, database.write() as uow:
        _looks_after(uow, by, resident)
        return residents.lift_hazard(uow, resident, hazard_id, by, why)


def hazards_of(resident: Ref, by: Ref) -> tuple[Hazard, ...]:
    """What stands for her home, the newest first. Raises NotAllowedError, UnknownPersonError."""
    with city_database() as database, database.write() as uow:
        _looks_after(uow, by, resident)
        known = residents.hazards_of(uow, resident)
        return tuple(one for one in known if one.stands(uow.now))


def _looks_after(uow: UnitOfWork, by: Ref, resident: Ref) -> None:
    """Hold her for an official of her district; a line of the access log."""
    who, her = _active_official(uow, by), residents.outline(uow, resident)
    if not who.may(Permission.DO_TASKS) or not who.sees(her.district):
        message = f"{by} does not look after {her.ref}: an officer of her 읍면동 or a lead does."
        raise NotAllowedError(message)
    agenda.hold(uow, her.ref)
    residents.log_access(uow, who.ref, her.ref, "command.hazards", "anbu")


def round_of(helper: Ref) -> str:
    """A helper's next seven days as a page to print. Raises UnknownPersonError."""
    settings = Settings.load()
    city = settings.city()
    with city_database() as database, database.read() as uow:
        stops = rounds.stops(uow, helper, checkin_policy(settings), Calendar(city.zone))
        return rounds.printed(city, residents.helper(uow, helper), stops, uow.now)


def _active_official(uow: UnitOfWork, by: Ref) -> Official:
    staff = residents.staff(uow, by)
    if not staff.active:
        message = f"{by} does not work here any more: name somebody who does."
        raise NotAllowedError(message)
    return official(staff, residents.all_staff(uow), uow.now)


@contextmanager
def city_database() -> Iterator[Database]:
    """The installation's database. Raises SettingsError with what must be corrected."""
    settings = Settings.load()
    clock = RealClock()
    database = Database(
        settings.database_url, clock=clock, ids=Ids(clock), keyring=key_ring(settings)
    )
    try:
        yield database
    finally:
        database.close()


async def let_practise(ref: Ref, on: str | None) -> ChannelName:
    """Ask a resident now, for practice; returns how. The worker sends it.

    Raises ValueError, UnknownPersonError, CannotPractiseError.
    """
    settings = Settings.load()
    clock = RealClock()
    around = Surroundings(clock=clock, ids=Ids(clock), keyring=key_ring(settings))
    service = build(settings, around)
    try:
        with service.database.write() as uow:
            begun = practise(uow, service.means, ref, None if on is None else ChannelName(on))
    finally:
        await service.close()
    return begun.steps[0].channel


async def enrolment_link(ref: Ref) -> str:
    """A new one-time link by which this person joins. Raises UnknownPersonError, TelegramError."""
    bot = build_bot(Settings.load())
    try:
        me = await bot.get_me()
    finally:
        await bot.disconnect()
    with city_database() as database, database.write() as uow:
        return invite(uow, ref, str(me.username))
