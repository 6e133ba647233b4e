"""The source tree names only texts that exist, and gives them what they need."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkins.model import CampaignKind, CheckinState, Occasion, Spared
from escalation.model import FactKind, Outcome, Reason, Urgency
from locales.texts import keys, placeholders
from plugs.decide.changes import Change
from plugs.model import Appliance, NoteKind
from plugs.model.alarms import Grade, Turned
from plugs.routine.rhythm import Part
from residents.model import ChannelName, HazardKind
from signals.model import Cause, Meaning, Source
from tasks.decide import NotBack
from tasks.model import Result, TaskKind, TaskState
from tests.locales.key_uses import Texts, Uses, uses_in_python, uses_in_template
from vendors.model import Fault, State, What

ROOT = Path(__file__).resolve().parents[2]
NOT_SOURCE = {"benchmarks", "build", "dist", "docs", "locales", "migrations", "tests"}
TEXTS: Texts = {key: placeholders(key) for key in keys()}


def files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        skipped = NOT_SOURCE if Path(folder) == ROOT else {"__pycache__", "node_modules"}
        folders[:] = [name for name in folders if name not in skipped and name[0] != "."]
        yield from (Path(folder, name) for name in names)


@pytest.fixture(scope="module")
def uses() -> list[Uses]:
    found = []
    for file in files():
        path = str(file.relative_to(ROOT))
        if file.suffix == ".py":
            found.append(uses_in_python(path, file.read_text(encoding="utf-8"), TEXTS))
        elif file.suffix in {".html", ".j2"}:
            found.append(uses_in_template(path, file.read_text(encoding="utf-8"), TEXTS))
    return found


def test_every_text_that_is_named_exists_and_gets_its_values(uses: list[Uses]) -> None:
    problems = [problem for one in uses for problem in one.problems]
    assert not problems, "\n" + "\n".join(problems)


def test_unused_texts_are_listed(uses: list[Uses]) -> None:
    """For information: `pytest -s` shows what nothing names yet."""
    used = frozenset().union(*(one.keys for one in uses))
    print("texts that nothing names:", *sorted(keys() - used), sep="\n  ")  # noqa: T201
    assert used <= keys()


NAMED_AFTER_ENUMS = [
    *(f"task.kind.{kind}" for kind in TaskKind),
    *(f"task.state.{state}" for state in TaskState),
    *(f"task.result.{result}" for result in Result),
    *(f"urgency.{urgency.word}" for urgency in Urgency),
    *(f"page.task.wait.{why_not}" for why_not in NotBack),
    *(f"case.reason.{reason}" for reason in Reason),
    *(f"case.fact.{fact}" for fact in FactKind),
    *(f"case.outcome.{outcome}" for outcome in Outcome),
    *(f"checkin.state.{state}" for state in CheckinState),
    *(f"checkin.answered.{state}" for state in (CheckinState.FINE, CheckinState.HELP)),
    *(f"checkin.ask.{occasion}" for occasion in Occasion if occasion is not Occasion.PLANNED),
    *(f"call.because.{occasion}" for occasion in Occasion if occasion is not Occasion.PLANNED),
    *(f"campaign.kind.{kind}" for kind in CampaignKind),
    *(f"campaign.spared.{why}" for why in Spared),
    *(f"cause.{cause}" for cause in Cause),
    *(f"reply.urgent.{cause}" for cause in Cause),
    *(f"channel.{channel}" for channel in ChannelName),
    *(f"case.source.{source}" for source in Source),
    *(f"hazard.{kind}" for kind in HazardKind),
    *(f"page.note.{kind}" for kind in NoteKind),
    *(f"plug.note.meal.{part}" for part in Part),
    *(f"vendor.state.{state}" for state in State),
    *(f"vendor.fault.{fault}" for fault in Fault),
    *(f"vendor.what.{what}" for what in What),
    *(f"plug.turned.{turned}" for turned in Turned),
    *(f"plug.grade.{grade}" for grade in Grade),
    *(f"plug.change.{change}" for change in Change),
    *(f"plug.appliance.{appliance}" for appliance in Appliance),
]


@pytest.mark.parametrize("key", NAMED_AFTER_ENUMS)
def test_what_is_named_after_an_enum_has_words(key: str) -> None:
    assert key in TEXTS


@pytest.mark.parametrize("meaning", sorted(set(Meaning) - {Meaning.ALIVE}))
def test_every_meaning_has_an_answer(meaning: Meaning) -> None:
    assert any(key.startswith(f"reply.{meaning}") for key in TEXTS)


IMPORT = "from locales.texts import say\n"
SAMPLE: Texts = {
    "task.kind.visit": frozenset(),
    "task.mine": frozenset({"code", "city"}),
    "page.title": frozenset(),
}


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('post(template="task.done")', "'task.done'"),
        ('KIND = "@task.kind.call"', "'@task.kind.call'"),
        ('KIND = f"@task.kinds.{kind}"', "@task.kinds.{kind}"),
        ('KIND = f"task.kind.{kind}.{part}"', "task.kind.{kind}.{part}"),
        ('LAYOUT = {"page.heading": ()}', "'page.heading'"),
        (IMPORT + 'say("titel", ko)', "'titel'"),
        (IMPORT + 'say("task.mine", ko)', "needs code"),
        (IMPORT + 'say("task.mine", ko, code=1, name=2)', "does not take name"),
        (IMPORT + 'say("page.title", ko, city=1)', "does not take city"),
    ],
)
def test_planted_mistakes_are_found(source: str, problem: str) -> None:
    problems = uses_in_python("a.py", source, SAMPLE).problems
    assert len(problems) == 1
    assert problem in problems[0]


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ('post(template="task.mine")', {"task.mine"}),
        ('KIND = f"@task.kind.{kind}"', {"task.kind.visit"}),
        ('FAMILY = "task.kind"', {"task.kind.visit"}),
        (IMPORT + 'say("task.mine", ko, code=1)', {"task.mine"}),
        (IMPORT + 'say("task.mine", ko, code=1, city=2)', {"task.mine"}),
        (IMPORT + 'say("task.mine", ko, **values)', {"task.mine"}),
        ('id: str = Field(foreign_key="task.id")', set()),
        ('Column(ForeignKey("task.id"))', set()),
        ('render("page.html")', set()),
        ('"""Writes task.done somewhere."""', set()),
        ('person.say("hello")', set()),
        ('f"task:{task}"', set()),
    ],
)
def test_what_is_right_or_no_text_is_left_alone(source: str, used: set[str]) -> None:
    assert uses_in_python("a.py", source, SAMPLE) == Uses(frozenset(used), ())


def test_html_templates_are_read_too() -> None:
    source = "{{ say('page.title') }}\n{{ say(\"page.x\") }} {{ say('task.mine', page=1) }}"
    assert uses_in_template("a.html", source, SAMPLE) == Uses(
        frozenset({"page.title", "task.mine"}),
        (
            "a.html:2 no text has the key 'page.x'",
            "a.html:2 'task.mine' does not take page",
            "a.html:2 'task.mine' needs code",
        ),
    )
