"""The house rules of tidy_rules.py hold in the whole tree, and each fires on a planted fault."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from tests.tidy_rules import DOMAIN, RULES, Rule, Source

ROOT = Path(__file__).resolve().parent.parent
FILE_BYTES = 1024 * 1024
SKIPPED = {"__pycache__", "node_modules", "build", "dist", "htmlcov", "spool"}
NOT_SHIPPED = {"benchmarks", "docs", "tests"}
BINARY = {
    ".db",
    ".gz",
    ".ico",
    ".jpg",
    ".log",
    ".mo",
    ".pdf",
    ".png",
    ".ttf",
    ".wav",
    ".woff2",
    ".xlsx",
}


def files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        # A folder named like a leaving is one only at the top.
        at_top = Path(folder) == ROOT
        folders[:] = [
            name
            for name in folders
            if name == ".ci"
            or not (
                name.startswith(".")
                or name in {"__pycache__", "node_modules"}
                or (at_top and name in SKIPPED)
            )
        ]
        yield from (Path(folder, name) for name in names)


def sources() -> Iterator[Source]:
    for file in files():
        if file.suffix not in BINARY and not file.name.startswith(".env"):
            yield Source(
                PurePosixPath(file.relative_to(ROOT).as_posix()), file.read_text(encoding="utf-8")
            )


@pytest.fixture(scope="module")
def tree() -> list[Source]:
    return list(sources())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule, tree: list[Source]) -> None:
    findings = [finding for source in tree for finding in rule(source)]
    if findings:
        pytest.fail("\n".join(findings), pytrace=False)


LATER = "OD" + "OT"
FAULTS = [
    ("short_functions", "tasks/store.py", "def f():\n" + "    x = 1\n" * 50),
    ("short_functions", "tasks/store.py", "async def f():\n" + "    x = 1\n" * 50),
    ("short_modules", "tasks/store.py", "x = 1\n" * 401),
    ("no_banned_words", "docs/a.md", f"{LATER[::-1]}: later\n"),
    ("no_banned_words", "tasks/store.py", f"x = 1  # {'FIX'}{'ME'}\n"),
    ("no_banned_words", "docs/a.md", f"from https://{'py' + 'pi'}.org/simple\n"),
    ("no_banned_words", "docs/a.md", f"cd /{'work'}/main\n"),
    ("no_banned_words", "docs/a.md", f"see {'issue'} #12\n"),
    ("no_banned_words", "docs/a.md", f"look in ..{'/shared'}/plug-data\n"),
    ("locks_name_no_host", "requirements.lock", "--index-url https://host/simple\n"),
    ("ends_with_newline", "docs/a.md", "no end"),
    ("ends_with_newline", "docs/a.md", "a\r\n"),
    ("one_naming_scheme", "tasks/models.py", "\n"),
    ("one_naming_scheme", "plugs/utils/text.py", "\n"),
    ("rows_live_in_tables", "tasks/store.py", "class Row(SQLModel, table=True):\n    id: int\n"),
    ("rows_are_private", "reports/store.py", "from tasks.tables import TaskRow\n"),
    ("rows_are_private", "runtime/wiring.py", "import tasks.tables\n"),
    ("models_are_frozen", "tasks/model.py", "@dataclass\nclass Task:\n    id: str\n"),
    ("models_are_frozen", "tasks/model.py", "@dataclass(frozen=True)\nclass Task:\n    id: str\n"),
    ("the_core_is_pure", "tasks/decide.py", "import logging\n"),
    ("the_core_is_pure", "plugs/decoders/tasmota.py", "from sqlmodel import select\n"),
    ("the_core_is_pure", "tasks/decide.py", "from apscheduler.schedulers import base\n"),
    ("only_the_clock_reads_time", "tasks/decide.py", "import time\nnow = time.time()\n"),
    ("only_the_clock_reads_time", "town/people.py", "from time import sleep\nsleep(1)\n"),
    (
        "only_the_clock_reads_time",
        "runtime/worker.py",
        "from datetime import UTC, datetime as d\nnow = d.now(UTC)\n",
    ),
    (
        "only_the_clock_reads_time",
        "tests/test_x.py",
        "import asyncio\nasync def f():\n    await asyncio.sleep(0.1)\n",
    ),
    ("only_the_town_draws", "tasks/decide.py", "from random import Random\nr = Random(1)\n"),
    ("only_the_town_draws", "town/people.py", "import random\nx = random.random()\n"),
    ("only_the_town_draws", "bot/edge.py", "from uuid import uuid4\nx = uuid4()\n"),
    ("no_test_is_skipped", "tests/test_x.py", "import pytest\npytest.skip('no server')\n"),
    (
        "no_test_is_skipped",
        "tests/test_x.py",
        "import pytest\n@pytest.mark.skipif(True)\ndef test():\n    pass\n",
    ),
]


@pytest.mark.parametrize(("name", "path", "text"), FAULTS)
def test_the_rule_fires_on_a_planted_fault(name: str, path: str, text: str) -> None:
    rule = next(rule for rule in RULES if rule.__name__ == name)
    assert list(rule(Source(PurePosixPath(path), text)))


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule.__name__ for rule in RULES} == {name for name, _, _ in FAULTS}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("foundation/clock.py", "from datetime import UTC, datetime\nnow = datetime.now(UTC)\n"),
        ("town/people.py", "import random\nr = random.Random('seed')\n"),
        ("tests/test_x.py", "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n"),
        ("checkins/decide.py", "from apscheduler.triggers.cron import CronTrigger\n"),
        ("tasks/decide.py", "def later(now):\n    return now\n"),
        ("tasks/store.py", "from tasks.tables import TaskRow\n"),
        ("migrations/env.py", "import tasks.tables\n"),
    ],
)
def test_what_is_allowed_is_left_alone(path: str, text: str) -> None:
    assert [f for rule in RULES for f in rule(Source(PurePosixPath(path), text))] == []


def test_files_are_small() -> None:
    large = [str(file.relative_to(ROOT)) for file in files() if file.stat().st_size > FILE_BYTES]
    assert not large, f"{large}: more than 1 MiB; ship a smaller subset, or make it at run time"


# ------------------------------------------------------------- packages are placed on purpose


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def top_level_packages() -> set[str]:
    return {file.parent.name for file in ROOT.glob("*/*.py")} - NOT_SHIPPED


def test_every_package_says_it_is_one() -> None:
    bare = [name for name in top_level_packages() if not (ROOT / name / "__init__.py").exists()]
    assert not bare, f"{bare}: add an __init__.py that says in one line what the package is for"


def test_every_package_is_in_the_wheel(project: dict[str, Any]) -> None:
    listed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert sorted(top_level_packages()) == listed, (
        "list each top-level package, and no other, under [tool.hatch.build.targets.wheel]"
    )


def test_every_package_has_its_layer(project: dict[str, Any]) -> None:
    linter = project["tool"]["importlinter"]
    layers = next(c["layers"] for c in linter["contracts"] if c["id"] == "layers")
    placed = {name for layer in layers for name in re.split(r"\s*\|\s*", layer)}
    assert placed | {"town"} == top_level_packages(), "place the package in a layer (pyproject)"
    assert sorted(top_level_packages()) == linter["root_packages"], "list it in root_packages"


def test_every_domain_package_keeps_the_order_inside(project: dict[str, Any]) -> None:
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "inside")
    assert set(contract["containers"]) >= DOMAIN & top_level_packages()


@pytest.mark.parametrize("contract", ["mqtt", "telegram", "twilio", "demo", "town", "cycles"])
def test_contracts_forget_no_package(contract: str, project: dict[str, Any]) -> None:
    """These list packages by name; what each leaves out, it leaves out for a reason."""
    left_out = {
        "mqtt": {"town"},  # its plugs publish; town.people is listed
        "telegram": {"bot", "town"},
        "twilio": {"phone", "town"},
        "demo": {"town"},
        "town": {"town"},
        "cycles": {"migrations"},
    }[contract]
    found = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == contract)
    listed = found["forbidden_modules" if contract == "town" else _key(found)]
    assert set(listed) - {"town.people"} == top_level_packages() - left_out


def _key(contract: dict[str, Any]) -> str:
    return "ancestors" if "ancestors" in contract else "source_modules"
