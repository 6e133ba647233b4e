"""The demo on the terminal: a line a day while it plays, then the closing table."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.panel import Panel
from rich.table import Table

from checkins.model import CheckinState
from locales.formats import clock_time, day, duration, percent
from locales.texts import say
from residents.model import ChannelName

if TYPE_CHECKING:
    from rich.console import Console

    from locales.model import Language
    from reports.figures import Figures
    from runtime.demo.comparing import Compared
    from runtime.demo.stage import Stage
    from runtime.demo.tally import Rescue, Tally

CANNOT_BE_ANSWERED = frozenset({ChannelName.SMS})
"""A text says when we ring."""
BECAME = {
    CheckinState.FINE: "answered",
    CheckinState.ABSENT: "answered",
    CheckinState.HELP: "help",
    CheckinState.UNCLEAR: "person",
    CheckinState.MISSED: "missed",
    CheckinState.NOT_ASKED: "missed",
    CheckinState.ASKING: "asking",
    CheckinState.CLARIFYING: "asking",
}
"""What became of an unclear answer, by the state of its check-in."""


class View:
    """Shows one run in one language."""

    def __init__(self, console: Console, language: Language, stage: Stage) -> None:
        self._console = console
        self._language = language
        self._stage = stage
        self._zone = stage.service.calendar.zone
        self._day = 0

    def begin(self, days: int, residents: int) -> None:
        """The title."""
        title = self._say("demo.title", days=days, residents=residents)
        self._console.print(f"\n[bold]{title}[/bold]\n")

    def instant(self, now: datetime) -> None:
        """Called whenever the clock has moved: a new day gets a line."""
        passed = (now - self._stage.start).days + 1
        if passed <= self._day or now >= self._stage.until:
            return
        self._day = passed
        words = day(now, self._zone, self._language)
        self._console.print(self._say("demo.day", n=passed, day=words))

    def close(self, tally: Tally) -> None:
        """The closing tables."""
        self._console.print()
        self._console.print(self._checkins(tally))
        self._console.print(self._ways(tally.figures))
        self._console.print(self._cases(tally))
        if tally.rescues:
            self._console.print(self._rescues(tally))
        if tally.compared.homes:
            self._console.print(self._homes(tally.compared))
        for text in self._stage.summaries():
            self._console.print(Panel(text, title=self._say("demo.summary"), expand=False))

    def _checkins(self, tally: Tally) -> Table:
        """What became of the questions, and of what was written."""
        counted = tally.figures
        table = _table(2)
        self._shares(table, counted.asked, asked=counted.asked)
        answered = sum(counted.answered.values())
        rest = {name: getattr(counted, name) for name in ("alive_only", "not_asked", "missed")}
        self._shares(table, counted.asked, answered=answered, **rest)
        if counted.asking:
            self._shares(table, counted.asked, asking=counted.asking)
        table.add_section()
        self._shares(table, counted.asked, unclear=sum(counted.unclear.values()))
        became = Counter[str]()
        for state, count in counted.unclear.items():
            became[BECAME[CheckinState(state)]] += count
        for what, count in became.items():
            table.add_row(f"  {self._say(f'demo.unclear.{what}')}", str(count), "")
        table.add_section()
        written = len(tally.hearings)
        self._shares(
            table,
            written,
            written=written,
            understood=sum(one.as_meant for one in tally.hearings),
            unheard=len(tally.unheard),
        )
        return table

    def _ways(self, counted: Figures) -> Table:
        """How often each way, and each step, was gone, and how often she answered on it."""
        table = _table(3, "", *map(self._say, ("demo.way.asked", "demo.way.answered")), "")
        for channel in sorted({*counted.asked_on, *counted.answered}):
            if channel not in CANNOT_BE_ANSWERED:
                both = (counted.asked_on.get(channel, 0), counted.answered.get(channel, 0))
                self._rate(table, self._say(f"channel.{channel}"), *both)
        table.add_section()
        for rung in {**counted.asked_by_rung, **counted.answered_by_rung}:
            both = (counted.asked_by_rung.get(rung, 0), counted.answered_by_rung.get(rung, 0))
            self._rate(table, self._rung(rung), *both)
        return table

    def _rung(self, rung: str) -> str:
        kind, _, number = rung.partition("_")
        return self._say("demo.rung.call", n=number) if number else self._say(f"demo.rung.{kind}")

    def _shares(self, table: Table, whole: int, **counts: int) -> None:
        """A row each: its name, how many, and which share of the whole."""
        for name, count in counts.items():
            share = percent(count, whole, self._language)
            table.add_row(self._say(f"demo.{name}"), str(count), share)

    def _rate(self, table: Table, name: str, asked: int, answered: int) -> None:
        share = percent(answered, asked, self._language) if asked else ""
        table.add_row(name, str(asked) if asked else "", str(answered), share)

    def _cases(self, tally: Tally) -> Table:
        counted = tally.figures
        table = _table(1)
        for word, count in counted.cases.items():
            name = f"{self._say('demo.cases')} · {self._say(f'urgency.{word}')}"
            table.add_row(name, str(count))
        told = ("plug_warnings", "plug_alarms", "plug_notes", "device_faults", "vendor_alarms")
        for key in told:
            table.add_row(self._say(f"demo.{key}"), str(getattr(counted, key)))
        for turned, count in counted.plug_turned.items():
            name = self._say("demo.plug_turned", turned=self._say(f"plug.turned.{turned}"))
            table.add_row(name, str(count))
        if tally.in_the_dark.homes:
            dark = asdict(tally.in_the_dark)
            name = self._say("demo.power_cut", homes=dark.pop("homes"))
            table.add_row(name, self._say("demo.power_cut.came", **dark))
        table.add_row(self._say("demo.tasks_accepted"), str(counted.tasks_accepted))
        table.add_row(self._say("demo.tasks_late"), str(counted.tasks_late))
        table.add_row(self._say("demo.false_alarms"), str(tally.false_alarms))
        table.add_row(self._say("demo.unwatched"), str(counted.unwatched))
        texts = self._say("demo.links.of", count=tally.texts_with_link, texts=tally.texts)
        table.add_row(self._say("demo.links"), texts)
        table.add_section()
        waits = [one for one in tally.helped if one is not None]
        helped = self._say("demo.helped.of", count=len(waits), calls=len(tally.helped))
        table.add_row(self._say("demo.helped"), helped)
        if waits:
            table.add_row(self._say("demo.helped.worst"), self._lasted(max(waits)))
        if tally.median_wait is not None:
            table.add_row(self._say("demo.median"), self._lasted(tally.median_wait))
            table.add_row(self._say("demo.worst"), self._lasted(tally.waits[-1]))
        return table

    def _rescues(self, tally: Tally) -> Table:
        keys = ("demo.accidents", "demo.reached", "demo.waited", "demo.promise")
        table = _table(0, *map(self._say, keys))
        for one in tally.rescues:
            found = "-" if one.found_at is None else self._at(one.found_at)
            waited = "" if one.waited is None else self._lasted(one.waited)
            table.add_row(self._at(one.onset), found, waited, self._verdict(one, tally))
        return table

    def _homes(self, compared: Compared) -> Table:
        """The homes with plugs: fixed hours, as cities have them, beside what is usual there."""
        keys = ("demo.homes.needless", "demo.homes.noticed", "demo.homes.median")
        n = self._say("demo.homes", homes=compared.homes, useless=compared.useless)
        table = _table(3, "", *map(self._say, keys))
        table.title = n
        for rule in compared.rules:
            name = "demo.homes.ours" if rule.hours is None else "demo.homes.fixed"
            values = {} if rule.hours is None else {"hours": rule.hours}
            noticed = f"{len(rule.waits)} / {compared.accidents}"
            if rule.not_due:
                noticed += f" ({self._say('demo.homes.not_due', count=rule.not_due)})"
            wait = rule.median_wait
            waited = "" if wait is None else self._lasted(wait)
            table.add_row(self._say(name, **values), str(rule.needless), noticed, waited)
        return table

    def _verdict(self, one: Rescue, tally: Tally) -> str:
        if one.is_broken(tally.until):
            return self._say("demo.promise_broken")
        if one.promised_at <= tally.until:
            return self._say("demo.kept")
        return self._say("demo.within_promise")

    def _at(self, at: datetime) -> str:
        words = day(at, self._zone, self._language)
        return f"{words} {clock_time(at, self._zone, self._language)}"

    def _lasted(self, time: timedelta) -> str:
        return duration(time, self._language)

    def _say(self, key: str, **values: str | int) -> str:
        return say(key, self._language, **values)


def _table(numbers: int, *headings: str) -> Table:
    """A table whose last columns, so many, are numbers; without headings one column more."""
    table = Table(show_header=bool(headings))
    for place in range(max(len(headings), numbers + 1)):
        heading = headings[place] if headings else ""
        is_number = numbers > 0 and place > 0
        table.add_column(heading, justify="right" if is_number else "left")
    return table
