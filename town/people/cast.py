"""Who lives, helps and works in the town."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from town.people.draws import draw
from town.people.homes import KETTLE, REFRIGERATOR, RICE_COOKER, TV
from town.people.model import (
    HIGH,
    LOW,
    MEDIUM,
    TURNED_BEFORE,
    Accident,
    Answers,
    Cast,
    Owns,
    PowerCut,
    PulledOut,
    TownHelper,
    TownPlug,
    TownResident,
    TownStaff,
    Trip,
    Turned,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

T = TypeVar("T")

FAMILY_NAMES = "김이박최정강조윤장임한오서신권황안송전홍"
GIVEN_FIRST = "영순옥정복말춘덕금봉상기병종태분점갑을남"
GIVEN_SECOND = "자순희숙이남수호식철례분덕임옥규환석례만"
VILLAGES = (
    "본리",
    "상리",
    "하리",
    "신기리",
    "월곡리",
    "교동",
    "양천리",
    "문당리",
    "다수리",
    "백옥리",
)

NAMES_FROM_ABROAD = {
    "vi": ("응우옌티란", "쩐티흐엉", "레티마이", "팜티투이"),
    "zh_Hans": ("왕수펀", "리메이화", "장위란", "천리쥔"),
    "en": ("마리아 산토스", "그레이스 김", "앤 밀러"),
}


def make_cast(
    seed: int, districts: Sequence[str], residents: int, start: datetime, days: int
) -> Cast:
    """Draw a town of so many residents in these districts (codes), living for `days`."""
    people = tuple(_resident(seed, number, districts) for number in range(residents))
    helpers = tuple(
        _helper(seed, place * HELPERS_A_DISTRICT + number, district)
        for place, district in enumerate(districts)
        for number in range(HELPERS_A_DISTRICT)
    )
    accidents = _accidents(seed, people, start, days)
    plugs = _plugs(seed, people)
    trips = _trips(seed, people, accidents, start, days)
    pulled_out = _pulled_out(seed, plugs, accidents, start, days)
    return Cast(
        residents=people,
        helpers=helpers,
        staff=_staff(seed, districts),
        accidents=accidents,
        trips=trips,
        plugs=plugs,
        pulled_out=pulled_out,
        turned=_turned(plugs, (*accidents, *trips, *pulled_out), start),
        power_cuts=_power_cuts(people, plugs, start, days),
    )


HELPERS_A_DISTRICT = 5
RESIDENT_CHATS, HELPER_CHATS, STAFF_CHATS = 1_000_000, 2_000_000, 3_000_000
OWNED = {Owns.SMARTPHONE: 70, Owns.MOBILE: 15, Owns.LANDLINE: 10, Owns.NOTHING: 5}
"""What people have, in percent."""
SPOKEN = {"ko": 90, "vi": 5, "zh_Hans": 3, "en": 2}
"""What they grew up with, in percent."""
HABITS = {Answers.PRESSES: 35, Answers.WRITES: 35, Answers.SWITCHES: 30}
"""How they answer, in percent."""
LESSONS_TAKE = timedelta(hours=2)
RESIDENTS_AN_ACCIDENT = 7
"""One in so many has an accident in the week: far more than in life, to see the service work."""
RESIDENTS_A_TRIP = 12
MAKES = ("tasmota", "zigbee", "shelly", "esphome")
HAVE_PLUGS = 0.75
"""The share of the most at-risk who agreed to one."""
PLUGS_A_PULLED_ONE = 5
DARK_ON, DARK_FROM, DARK_FOR = 1, 13, timedelta(hours=3)
"""On the second day, from twenty past one on."""
PLUGS_A_REFRIGERATOR = 3
"""In a town with so many plugs somebody chose the appliance that tells nothing of her."""


def _resident(seed: int, number: int, districts: Sequence[str]) -> TownResident:
    key = f"resident-{number:04}"
    chance = draw(seed, key, "who", 0)
    owns = _one_of(OWNED, chance)
    language = _one_of(SPOKEN, chance)
    from_abroad = NAMES_FROM_ABROAD.get(language)
    return TownResident(
        key=key,
        name=_name(chance) if from_abroad is None else chance.choice(from_abroad),
        birth_year=chance.randint(1934, 1966),
        tier=chance.choices((HIGH, MEDIUM, LOW), weights=(20, 40, 40))[0],
        district=districts[number % len(districts)],
        address=f"{chance.choice(VILLAGES)} {chance.randint(1, 480)}-{chance.randint(1, 30)}",
        phone=_phone(owns, chance, number),
        chat_id=RESIDENT_CHATS + number if owns is Owns.SMARTPHONE else None,
        owns=owns,
        language=language,
        answers=_one_of(HABITS, chance),
        diligence=chance.betavariate(8, 2),
    )


def _phone(owns: Owns, chance: random.Random, number: int) -> str:
    if owns is Owns.LANDLINE:
        return f"054-{chance.randint(420, 439)}-{number:04}"
    return f"010-{chance.randint(2000, 9899)}-{number:04}"


def _one_of(weights: Mapping[T, int], chance: random.Random) -> T:
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def _helper(seed: int, number: int, district: str) -> TownHelper:
    key = f"helper-{number:04}"
    chance = draw(seed, key, "who", 0)
    roles = ("village_head", "happiness_corps", "honorary_officer")
    return TownHelper(
        key=key,
        name=_name(chance),
        role=roles[number % len(roles)],
        district=district,
        phone=f"010-{chance.randint(2000, 9899)}-{4000 + number:04}",
        chat_id=HELPER_CHATS + number,
        pin=f"{chance.randint(0, 999_999):06}",
        reliability=chance.betavariate(6, 3),
    )


def _staff(seed: int, districts: Sequence[str]) -> tuple[TownStaff, ...]:
    officers = tuple(
        _employee(seed, number, "officer", (district,), duty=False)
        for number, district in enumerate(districts)
    )
    count = len(districts)
    return (
        *officers,
        _employee(seed, count, "lead", (), duty=True),
        _employee(seed, count + 1, "lead", (), duty=True),
    )


def _employee(
    seed: int, number: int, role: str, districts: tuple[str, ...], *, duty: bool
) -> TownStaff:
    key = f"{role}-{number:04}"
    chance = draw(seed, key, "who", 0)
    return TownStaff(
        key=key,
        name=_name(chance),
        role=role,
        districts=districts,
        phone=f"010-{chance.randint(2000, 9899)}-{8000 + number:04}",
        chat_id=STAFF_CHATS + number,
        duty=duty,
    )


def _accidents(
    seed: int, residents: Sequence[TownResident], start: datetime, days: int
) -> tuple[Accident, ...]:
    """Uniformly over people and hours, once the first morning's lessons are over."""
    chance = draw(seed, "town", "accidents", 0)
    count = max(1, len(residents) // RESIDENTS_AN_ACCIDENT)
    struck = chance.sample(list(residents), min(count, len(residents)))
    first, seconds = LESSONS_TAKE.seconds, days * 86_400
    return tuple(
        sorted(
            (
                Accident(one.key, start + timedelta(seconds=chance.randrange(first, seconds)))
                for one in struck
            ),
            key=lambda accident: (accident.onset, accident.resident),
        )
    )


def _trips(
    seed: int,
    residents: Sequence[TownResident],
    accidents: Sequence[Accident],
    start: datetime,
    days: int,
) -> tuple[Trip, ...]:
    """Journeys of people with a smartphone, who can be asked on the way: one to four days long.

    Those who are asked every day go first: others would be back before anybody asks.
    """
    chance = draw(seed, "town", "trips", 0)
    struck = {one.resident for one in accidents}
    able = [one for one in residents if one.chat_id is not None and one.key not in struck]
    chance.shuffle(able)
    going = sorted(able, key=lambda one: one.tier != HIGH)[: len(residents) // RESIDENTS_A_TRIP]
    first, seconds = LESSONS_TAKE.seconds, days * 86_400
    leaving = [start + timedelta(seconds=chance.randrange(first, seconds)) for _ in going]
    return tuple(
        Trip(one.key, leaves, leaves + timedelta(hours=chance.randint(24, 96)))
        for one, leaves in zip(going, leaving, strict=True)
    )


def _plugs(seed: int, residents: Sequence[TownResident]) -> tuple[TownPlug, ...]:
    plugs: list[TownPlug] = []
    for one in residents:
        chance = draw(seed, one.key, "plug", 0)
        if one.tier == HIGH and chance.random() < HAVE_PLUGS:
            make = chance.choice(MAKES)
            appliance = chance.choice((KETTLE, RICE_COOKER, TV))
            plugs.append(TownPlug(f"plug_{len(plugs):04x}", one.key, make, appliance))
    if len(plugs) >= PLUGS_A_REFRIGERATOR:
        plugs[-1] = replace(plugs[-1], appliance=REFRIGERATOR)
    return tuple(plugs)


def _pulled_out(
    seed: int,
    plugs: Sequence[TownPlug],
    accidents: Sequence[Accident],
    start: datetime,
    days: int,
) -> tuple[PulledOut, ...]:
    """Some plugs of people who are well, on a day after the first, between nine and eight."""
    chance = draw(seed, "town", "pulled out", 0)
    struck = {one.resident for one in accidents}
    able = [one for one in plugs if one.resident not in struck]
    count = min(len(plugs) // PLUGS_A_PULLED_ONE, len(able)) if days > 1 else 0
    morning = start.replace(hour=9, minute=0)
    return tuple(
        PulledOut(
            one.plug_id,
            one.resident,
            morning + timedelta(days=chance.randrange(1, days), minutes=chance.randrange(11 * 60)),
        )
        for one in chance.sample(able, count)
    )


def _turned(
    plugs: Sequence[TownPlug], events: Sequence[Accident | Trip | PulledOut], start: datetime
) -> Turned | None:
    """The first with a plug to whom nothing else happens; None where there is nobody."""
    busy = {one.resident for one in events}
    calm = (one for one in plugs if one.resident not in busy and one.appliance != REFRIGERATOR)
    first = next(calm, None)
    since = start.replace(hour=0, minute=0, tzinfo=None) - TURNED_BEFORE
    return None if first is None else Turned(first.resident, since)


def _power_cuts(
    residents: Sequence[TownResident], plugs: Sequence[TownPlug], start: datetime, days: int
) -> tuple[PowerCut, ...]:
    """One afternoon, all of the district with the most plugs."""
    have_one = {one.resident for one in plugs}
    there = [one for one in residents if one.key in have_one]
    by_district = Counter(one.district for one in there)
    district, count = max(by_district.items(), key=lambda one: one[1], default=("", 0))
    if days <= DARK_ON or count <= 1:
        return ()
    at = start.replace(hour=DARK_FROM, minute=20) + timedelta(days=DARK_ON)
    dark = tuple(one.key for one in there if one.district == district)
    return (PowerCut(dark, at, at + DARK_FOR),)


def _name(chance: random.Random) -> str:
    return chance.choice(FAMILY_NAMES) + chance.choice(GIVEN_FIRST) + chance.choice(GIVEN_SECOND)
