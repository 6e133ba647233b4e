"""`anbu capacity`: whether the coming days fit, hour by hour, and what would make them fit."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table

from checkins.decide.capacity import SENT, Limits, Short, examine
from checkins.decide.load import NONE
from checkins.decide.remedies import Change, suggestions
from checkins.model import Rung
from checkins.service.capacity import Setup, coming_days
from escalation.model import Evidence
from escalation.rules import weigh
from foundation.settings import Settings, variable_of
from locales.formats import calendar_day, clock_time, duration, number, percent, weekday_name
from locales.texts import say
from residents.calendar import Calendar
from residents.districts import district
from residents.model import ChannelName, Tier
from runtime.commands import city_database
from runtime.terminal import console
from runtime.wiring import case_policy, channel_names, checkin_policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from rich.console import Console

    from checkins.decide.capacity import DistrictDay, Examined, Hour, Lack
    from checkins.decide.load import Amount
    from checkins.decide.remedies import Remedy, Suggestion
    from locales.model import Language
    from tasks.model import Round

STEPS = (Rung.MESSAGE, Rung.REMINDER, Rung.CALL)
SETTINGS = {
    Change.TELEGRAM_PER_SECOND: variable_of("telegram_per_second"),
    Change.CALLS_PER_SECOND: variable_of("calls_per_second"),
    Change.OPENS: "hours.opens",
    Change.SPREAD: "hours.spread",
}
"""What is set to make a change: a variable, or an entry of the check-in policy."""


def look_ahead(days: int, language: Language, file: Path | None) -> bool:
    """Print what the plans in the database ask of so many days; whether everything fits.

    Raises SettingsError and PolicyError with what must be corrected.
    """
    settings = Settings.load()
    with city_database() as database, database.read() as uow:
        examined = examine(coming_days(uow, setup_of(settings), days))
    found = suggestions(examined)
    View(console(), language, settings.city().name).show(examined, found, days)
    if file is not None:
        text = json.dumps(as_json(examined, found), indent=2, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8")
    return not examined.lacks


def setup_of(settings: Settings) -> Setup:
    """What this installation asks with, and whom it sends after a silence."""
    return Setup(
        calendar=Calendar(settings.city().zone),
        policy=checkin_policy(settings),
        channels=channel_names(settings),
        rounds=_rounds(settings),
        limits=Limits(settings.telegram_per_second, settings.calls_per_second),
    )


def _rounds(settings: Settings) -> Mapping[Tier, Sequence[Round]]:
    """By tier, the rounds of a case that a missed check-in opens."""
    policy = case_policy(settings)
    findings = {tier: weigh(Evidence(tier, missed_checkin=True)) for tier in Tier}
    return {tier: policy[one.urgency].rounds for tier, one in findings.items() if one is not None}


class View:
    """Shows what was found in one language."""

    def __init__(self, console: Console, language: Language, city: str) -> None:
        self._console = console
        self._language = language
        self._city = city

    def show(self, examined: Examined, found: Sequence[Suggestion], days: int) -> None:
        """Figures, then what is missing and what would mend it."""
        residents = len(examined.scenario.asked)
        self._print(self._say("capacity.title", city=self._city, days=days, residents=residents))
        self._print(self._say("capacity.rates", rates=", ".join(self._rates(examined))))
        self._print(self._say("capacity.legend"))
        self._console.print(self._hours(examined))
        self._console.print(self._people(examined))
        if not examined.lacks:
            self._print(self._say("capacity.fits"))
        for group, lacks in groupby(_by_group(examined.lacks), key=lambda lack: lack.group):
            self._lacking(list(lacks), [one for one in found if one.removes[0].group == group])

    # Figures

    def _rates(self, examined: Examined) -> Iterator[str]:
        rates = examined.scenario.course.rates
        for rung in STEPS:
            share = percent(round(rates.of[rung] * 1000), 1000, self._language)
            step = self._say(f"capacity.step.{rung}")
            known = "assumed" if rung in rates.assumed else "measured"
            yield self._say(f"capacity.rate.{known}", step=step, rate=share)

    def _hours(self, examined: Examined) -> Table:
        names = [self._say(f"channel.{channel}") for channel in SENT]
        table = Table(
            self._say("capacity.column.hour"),
            self._say("capacity.column.asked"),
            *names,
            self._say("capacity.column.lines"),
            "",
        )
        late = {lack.at for lack in examined.lacks if lack.of is not Short.PEOPLE}
        for day, hours in groupby(examined.hours, key=lambda hour: hour.begins.date()):
            table.add_section()
            table.add_row(calendar_day(day, self._language))
            for hour in hours:
                table.add_row(*self._hour(hour), "!" if hour.begins in late else "")
        return table

    def _hour(self, hour: Hour) -> Iterator[str]:
        yield self._clock(hour.begins)
        asked = [
            f"{self._say(f'channel.{channel}')} {number(hour.asked[channel], self._language)}"
            for channel in ChannelName
            if channel in hour.asked
        ]
        yield ", ".join(asked)
        for channel in SENT:
            yield self._both(hour.sent.get(channel, NONE))
        yield number(hour.lines, self._language) if hour.lines else ""

    def _people(self, examined: Examined) -> Table:
        """A row a day for the whole city, and one for each district that lacks somebody."""
        columns = ("day", "district", "visits", "helpers", "officers")
        table = Table(*(self._say(f"capacity.column.{column}") for column in columns))
        lacking = {
            (lack.at.date(), lack.district) for lack in examined.lacks if lack.of is Short.PEOPLE
        }
        for day, days in groupby(examined.days, key=lambda one: one.day):
            districts = list(days)
            table.add_section()
            table.add_row(
                calendar_day(day, self._language),
                self._say("capacity.all_districts"),
                self._count(sum(one.visits.usual for one in districts)),
                self._count(sum(one.helpers for one in districts)),
                self._count(sum(one.officers for one in districts)),
            )
            for one in districts:
                if (day, one.district) in lacking:
                    table.add_row(*self._district_day(one))
        return table

    def _district_day(self, one: DistrictDay) -> Iterator[str]:
        yield ""
        yield self._place(one.district)
        for count in (one.visits.usual, one.helpers, one.officers):
            yield self._count(count)

    # What is missing

    def _lacking(self, lacks: Sequence[Lack], found: Sequence[Suggestion]) -> None:
        self._print("")
        for line in self._lines(lacks):
            self._print(f"! {line}")
        self._print(self._say("capacity.remedies" if found else "capacity.no_remedy"))
        for one in found:
            self._print(f"  - {self._remedy(one.remedy)}")

    def _lines(self, lacks: Sequence[Lack]) -> Iterator[str]:
        """A line an hour; what lacks people, on one line for all days."""
        if lacks[0].of is not Short.PEOPLE:
            yield from (self._late(lack) for lack in lacks)
            return
        days = [
            self._say("capacity.short.day", day=self._day(lack), usual=lack.usual) for lack in lacks
        ]
        place = self._place(lacks[0].district)
        yield self._say("capacity.short.people", district=place, days=", ".join(days))

    def _late(self, lack: Lack) -> str:
        values: dict[str, str | int] = {
            "day": self._day(lack),
            "time": self._clock(lack.at),
            "usual": lack.usual,
            "silent": lack.silent,
            "waits": duration(lack.waits, self._language),
        }
        if lack.district is not None:
            values["district"] = self._place(lack.district)
        return self._say(f"capacity.short.{lack.of}", **values)

    def _remedy(self, remedy: Remedy) -> str:
        change, values = remedy.change, dict[str, str | int]()
        if change in SETTINGS:
            values["setting"] = SETTINGS[change]
        else:
            values["place"] = self._place(remedy.district)
        if remedy.weekday is not None:
            values["weekday"] = weekday_name(remedy.weekday, self._language)
        if remedy.wall is None:
            values["amount"] = remedy.amount
        else:
            values["time"] = _wall(remedy.wall)
        return self._say(f"capacity.change.{change}", **values)

    # Words

    def _place(self, code: str | None) -> str:
        if code is None:
            return self._say("capacity.all_districts")
        place = district(code)
        return place.ko if self._language == "ko" else place.en

    def _day(self, lack: Lack) -> str:
        return calendar_day(lack.at.date(), self._language)

    def _both(self, amount: Amount) -> str:
        if not amount.silent and not amount.usual:
            return ""
        return f"{self._count(amount.usual)} / {self._count(amount.silent)}"

    def _count(self, count: float) -> str:
        return number(round(count), self._language)

    def _clock(self, at: datetime) -> str:
        return clock_time(at, at.tzinfo, self._language) if at.tzinfo else ""

    def _say(self, key: str, **values: str | int) -> str:
        return say(key, self._language, **values)

    def _print(self, line: str) -> None:
        self._console.print(line, soft_wrap=True)


def as_json(examined: Examined, found: Sequence[Suggestion]) -> dict[str, Any]:
    """Every figure, lack and suggestion; lengths of time in seconds, instants with their zone."""
    rates = examined.scenario.course.rates
    return {
        "residents": len(examined.scenario.asked),
        "fits": not examined.lacks,
        "rates": {rung: rates.of[rung] for rung in STEPS},
        "rates_assumed": sorted(rates.assumed & set(STEPS)),
        "hours": [
            {
                "begins": hour.begins.isoformat(),
                "asked": dict(hour.asked),
                "sent": {channel: _amount(one) for channel, one in hour.sent.items()},
                "calls_at_once": hour.lines,
            }
            for hour in examined.hours
        ],
        "districts": [
            {
                "day": one.day.isoformat(),
                "district": one.district,
                "visits": _amount(one.visits),
                "visits_for_officers": round(one.for_officers, 2),
                "helpers": one.helpers,
                "officers": round(one.officers, 2),
            }
            for one in examined.days
        ],
        "lacks": [_lack(lack) for lack in examined.lacks],
        "suggestions": [
            {**_remedy(one.remedy), "removes": [_lack(lack) for lack in one.removes]}
            for one in found
        ],
    }


def _amount(amount: Amount) -> dict[str, float]:
    return {"usual": round(amount.usual, 2), "nobody_answers": round(amount.silent, 2)}


def _lack(lack: Lack) -> dict[str, Any]:
    return {
        "of": lack.of,
        "at": lack.at.isoformat(),
        "district": lack.district,
        "usual": lack.usual,
        "nobody_answers": lack.silent,
        "waits_seconds": int(lack.waits / timedelta(seconds=1)),
    }


def _remedy(remedy: Remedy) -> dict[str, Any]:
    return {
        "change": remedy.change,
        "setting": SETTINGS.get(remedy.change),
        "to": remedy.amount if remedy.wall is None else _wall(remedy.wall),
        "weekday": remedy.weekday,
        "district": remedy.district,
    }


def _wall(wall: time) -> str:
    return f"{wall:%H:%M}"


def _by_group(lacks: Iterable[Lack]) -> list[Lack]:
    return sorted(lacks, key=lambda lack: (lack.of, lack.district or "", lack.at))
