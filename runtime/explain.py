"""`anbu policy explain`: who would be told of a case about somebody, step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table

from escalation.foresight import foresee
from escalation.model import Urgency
from foundation.settings import Settings
from locales.formats import duration, moment
from locales.texts import say
from residents import service as residents
from residents.calendar import Calendar
from runtime.commands import city_database
from runtime.terminal import console
from runtime.wiring import case_policy, channel_names
from tasks.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from escalation.foresight import Asked
    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from signals.model import Ref


def explain(resident: Ref, at: datetime | None, hours: int, language: Language) -> bool:
    """Print who would be told of a case that opens at `at`, the city's own time, by urgency.

    Returns whether each of them reaches somebody. Raises UnknownPersonError, SettingsError and
    PolicyError with what must be corrected.
    """
    settings = Settings.load()
    calendar, policies = Calendar(settings.city().zone), case_policy(settings)
    roster, out = Roster(calendar, channel_names(settings)), console()
    with city_database() as database, database.read() as uow:
        opens = uow.now if at is None else calendar.at(at.date(), at.time())
        then = replace(uow, now=opens)
        view = _View(then, calendar, language)
        her = residents.resident(then, resident)
        until = opens + timedelta(hours=hours)
        out.print(say("policy.title", language, moment=view.moment(opens), hours=hours))
        reached = True
        for urgency in sorted(Urgency, reverse=True):
            steps = list(foresee(then, roster, her, urgency, policies[urgency], until))
            out.print(view.table(urgency, steps))
            if not any(step.people for step in steps):
                out.print(say("policy.nobody_at_all", language))
                reached = False
    return reached


class _View:
    """Shows steps in one language."""

    def __init__(self, uow: UnitOfWork, calendar: Calendar, language: Language) -> None:
        self._uow = uow
        self._calendar = calendar
        self._language = language

    def moment(self, at: datetime) -> str:
        return moment(at, self._uow.now, self._calendar.zone, self._language)

    def table(self, urgency: Urgency, steps: Sequence[Asked]) -> Table:
        """A row a step; repetitions to the same people are one."""
        columns = (
            self._say(f"policy.column.{name}") for name in ("moment", "to", "people", "wait")
        )
        table = Table(*columns, title=self._say(f"urgency.{urgency.word}"), title_justify="left")
        for (_, repeated), alike in groupby(
            steps, key=lambda step: (step.people if step.repeated else step, step.repeated)
        ):
            table.add_row(*self._row(list(alike), repeated=repeated))
        return table

    def _row(self, alike: list[Asked], *, repeated: bool) -> Iterator[str]:
        first, last = alike[0], alike[-1]
        until = f" ~ {self.moment(last.at)}" if last is not first else ""
        yield self.moment(first.at) + until
        audience = self._say(f"policy.audience.{first.round.audience}")
        yield self._say("policy.beside", audience=audience) if first.beside else audience
        names = [residents.name_of(self._uow, person) for person in first.people]
        yield ", ".join(names) or self._say("policy.nobody")
        wait = duration(first.round.wait, self._language)
        yield self._say("policy.repeats", wait=wait) if repeated else wait if names else ""

    def _say(self, key: str, **values: str | int) -> str:
        return say(key, self._language, **values)
