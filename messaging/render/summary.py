"""The week in the team lead's messenger: counts only, then at most three things to do. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from locales.formats import calendar_day, duration, percent
from locales.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from messaging.render.reader import Reader

TO_DO = (
    ("unwatched", "summary.todo.unwatched"),
    ("open_cases", "summary.todo.cases"),
    ("not_asked", "summary.todo.not_asked"),
    ("visits_overdue", "summary.todo.visits"),
    ("contacts_overdue", "summary.todo.contacts"),
    ("plugs_faulty", "summary.todo.plugs"),
    ("tasks_late", "summary.todo.late"),
)
"""What counts first; three of them are shown."""
THINGS_TO_DO = 3


def summary_text(values: Mapping[str, Any], reader: Reader) -> str:
    """Render `values["figures"]` (`reports.figures.Figures` as a dict) of a period.

    `values["since"]` and `values["until"]` are the period's first and last day, ISO 8601.
    """
    counted = values["figures"]
    told = ((heading, list(lines(counted, reader))) for heading, lines in SECTIONS.items())
    parts = [_section(heading, lines, reader) for heading, lines in told if lines]
    return "\n\n".join("\n".join(part) for part in ([_title(values, reader)], *parts))


def _title(values: Mapping[str, Any], reader: Reader) -> str:
    days = {
        name: calendar_day(date.fromisoformat(values[key]), reader.language)
        for name, key in (("from", "since"), ("to", "until"))
    }
    return say("summary.title", reader.language, **days)


def _section(heading: str, lines: list[str], reader: Reader) -> list[str]:
    return [say(f"summary.heading.{heading}", reader.language), *(f"- {line}" for line in lines)]


def _people(counted: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    if counted["visits"]:
        worst = duration(timedelta(seconds=counted["worst_visit_seconds"]), reader.language)
        yield say("summary.reached", reader.language, count=counted["visits"], worst=worst)
    else:
        yield say("summary.reached.none", reader.language)
    yield say("summary.unwatched", reader.language, count=counted["unwatched"])
    yield say("summary.doors", reader.language, count=counted["handed_over"])
    for key in ("visits_overdue", "contacts_overdue"):
        yield say(f"summary.{key}", reader.language, count=counted[key])


def _questions(counted: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    asked, answered = counted["asked"], counted["answered"]
    yield say("summary.asked", reader.language, count=asked)
    if campaigns := counted.get("campaigns"):  # a summary posted before there were any says nothing
        yield say("summary.campaigns", reader.language, count=campaigns)
    total = sum(answered.values())
    yield _rated("summary.answered", total, asked, reader)
    for channel, count in answered.items():
        name = say(f"channel.{channel}", reader.language)
        yield _rated("summary.answered.channel", count, asked, reader, channel=name)
    for key in ("alive_only", "not_asked", "missed"):
        yield say(f"summary.{key}", reader.language, count=counted[key])


def _rated(key: str, count: int, whole: int, reader: Reader, **values: str) -> str:
    rate = percent(count, whole, reader.language) if whole else "-"
    return say(key, reader.language, count=count, rate=rate, **values)


def _cases(counted: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    yield say("summary.cases", reader.language, count=sum(counted["cases"].values()))
    yield say("summary.cases.open", reader.language, count=counted["open_cases"])


def _tasks(counted: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    yield say("summary.tasks.accepted", reader.language, count=counted["tasks_accepted"])
    yield say("summary.tasks.late", reader.language, count=counted["tasks_late"])


def _plugs(counted: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    working, faulty = counted["plugs_working"], counted["plugs_faulty"]
    if not working + faulty:
        return
    yield say("summary.plugs", reader.language, working=working, faulty=faulty)
    for key in ("plug_warnings", "plug_alarms"):
        yield say(f"summary.{key}", reader.language, count=counted[key])
    for grade in ("hard", "soft"):
        if any(told := counted.get("plug_outcomes", {}).get(grade, {}).values()):
            yield _turned_out(grade, counted["plug_outcomes"][grade], sum(told), reader)
    if changes := counted.get("plug_changes"):
        yield say("summary.plug_changes", reader.language, count=changes)


def _turned_out(grade: str, told: Mapping[str, int], count: int, reader: Reader) -> str:
    """What alarms of four weeks turned out to be, needless ones first."""
    named = {"home" if what == "at_home" else what: many for what, many in told.items()}
    return say(f"summary.plug_outcomes.{grade}", reader.language, count=count, **named)


def _to_do(counted: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    pressing = [(counted[name], key) for name, key in TO_DO if counted[name]]
    if not pressing:
        yield say("summary.todo.none", reader.language)
    for count, key in pressing[:THINGS_TO_DO]:
        yield say(key, reader.language, count=count)


SECTIONS: Mapping[str, Callable[[Mapping[str, Any], Reader], Iterator[str]]] = {
    "people": _people,
    "questions": _questions,
    "cases": _cases,
    "tasks": _tasks,
    "plugs": _plugs,
    "todo": _to_do,
}
"""What stands under which heading; a heading without a line is left out."""
