"""The demo on the terminal: a line a day while it plays, then the closing table."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.panel import Panel
from rich.table import Table

from locales.formats import clock_time, day, duration, percent
from locales.texts import say

if TYPE_CHECKING:
    from rich.console import Console

    from locales.model import Language
    from runtime.demo.stage import Stage
    from runtime.demo.tally import Rescue, Tally


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
        self._console.print(self._answers(tally))
        self._console.print(self._cases(tally))
        self._console.print(self._rescues(tally))
        for text in self._stage.summaries():
            self._console.print(Panel(text, expand=False))

    def _answers(self, tally: Tally) -> Table:
        counted = tally.figures
        table = Table("", "", "", show_header=False)
        answered = sum(counted.answered.values())
        table.add_row(self._say("demo.asked"), str(counted.asked), "")
        rate = percent(answered, counted.asked, self._language) if counted.asked else ""
        table.add_row(self._say("demo.answered"), str(answered), rate)
        for channel, count in counted.answered.items():
            table.add_row(f"  {self._say(f'channel.{channel}')}", str(count), "")
        table.add_row(self._say("demo.alive_only"), str(counted.alive_only), "")
        table.add_row(self._say("demo.not_asked"), str(counted.not_asked), "")
        table.add_row(self._say("demo.missed"), str(counted.missed), "")
        return table

    def _cases(self, tally: Tally) -> Table:
        counted = tally.figures
        table = Table("", "", show_header=False)
        for word, count in counted.cases.items():
            name = f"{self._say('demo.cases')} · {self._say(f'urgency.{word}')}"
            table.add_row(name, str(count))
        for key in ("plug_warnings", "plug_alarms", "device_faults"):
            table.add_row(self._say(f"demo.{key}"), str(getattr(counted, key)))
        table.add_row(self._say("demo.tasks_accepted"), str(counted.tasks_accepted))
        table.add_row(self._say("demo.tasks_late"), str(counted.tasks_late))
        table.add_row(self._say("demo.false_alarms"), str(tally.false_alarms))
        table.add_row(self._say("demo.unwatched"), str(counted.unwatched))
        if tally.median_wait is not None:
            table.add_row(self._say("demo.median"), self._lasted(tally.median_wait))
            table.add_row(self._say("demo.worst"), self._lasted(tally.waits[-1]))
        return table

    def _rescues(self, tally: Tally) -> Table:
        table = Table(
            self._say("demo.accidents"), self._say("demo.reached"), "", title_justify="left"
        )
        for one in tally.rescues:
            table.add_row(self._at(one.onset), self._found(one), self._verdict(one, tally))
        return table

    def _found(self, one: Rescue) -> str:
        if one.found_at is None or one.waited is None:
            return "-"
        return f"{self._at(one.found_at)} ({self._lasted(one.waited)})"

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
