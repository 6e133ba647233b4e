"""The import contracts of pyproject.toml hold, and each breaks on a planted import."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs every contract on the tree in `folder`; a fresh process, since it imports by name."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )


def is_broken(run: subprocess.CompletedProcess[str], contract: str) -> bool:
    return any(
        line.startswith(contract) and line.rstrip().endswith("BROKEN")
        for line in run.stdout.splitlines()
    )


def test_the_contracts_are_kept() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """The packages without their contents: what is planted there is the only thing wrong."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    packages = [file.parent.relative_to(ROOT) for file in ROOT.glob("*/__init__.py")]
    for package in [*packages, Path("town/people")]:
        plant(tmp_path, f"{package}/__init__.py", "")
    return tmp_path


def plant(folder: Path, name: str, line: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    (file.parent / "__init__.py").touch()
    file.write_text(line, encoding="utf-8")


# contract, then the files and the line in each
PLANTS = [
    ("Packages import downward only", {"signals/planted.py": "import residents"}),
    ("Packages import downward only", {"checkins/planted.py": "import plugs"}),
    ("Packages import downward only", {"foundation/planted.py": "import bot"}),
    ("Inside a package", {"tasks/model.py": "import tasks.tables", "tasks/tables.py": ""}),
    ("Inside a package", {"tasks/decide.py": "import tasks.store", "tasks/store.py": ""}),
    ("The core does no I/O", {"tasks/decide.py": "import sqlalchemy"}),
    ("The core does no I/O", {"plugs/decoders/planted.py": "import paho.mqtt.client"}),
    (
        "The core does no I/O",
        {"tasks/model.py": "import foundation.planted", "foundation/planted.py": "import httpx"},
    ),
    ("paho lives only in plugs.listener", {"plugs/planted.py": "from paho.mqtt import client"}),
    ("telegram lives only in bot", {"messaging/planted.py": "from telegram import Bot"}),
    ("twilio lives only in phone", {"bot/planted.py": "import twilio.rest"}),
    ("The town imports nothing of the service", {"town/planted.py": "import foundation"}),
    (
        "In the service only runtime.demo knows the town",
        {"runtime/planted.py": "import town.planted", "town/planted.py": ""},
    ),
    (
        "No import cycles",
        {"tasks/planted.py": "import tasks.other", "tasks/other.py": "import tasks.planted"},
    ),
]


@pytest.mark.parametrize(("contract", "plants"), PLANTS, ids=lambda value: str(value)[:60])
def test_a_planted_import_breaks_its_contract(
    contract: str, plants: dict[str, str], skeleton: Path
) -> None:
    for name, line in plants.items():
        plant(skeleton, name, line)
    run = lint_imports(skeleton)
    assert run.returncode == 1, run.stdout + run.stderr
    assert is_broken(run, contract), run.stdout


def test_what_has_its_place_is_allowed(skeleton: Path) -> None:
    """The doors that the contracts leave open are open."""
    for name, line in {
        "bot/planted.py": "import telegram",
        "phone/planted.py": "import twilio",
        "plugs/listener/__init__.py": "import paho",
        "town/servers/planted.py": "import paho",
        "runtime/demo.py": "import town.servers.planted",
        "tasks/service.py": "import tasks.decide, tasks.store",
        "tasks/decide.py": "import tasks.model",
        "tasks/store.py": "import tasks.tables, tasks.model, sqlmodel",
        "tasks/tables.py": "import tasks.model",
        "tasks/model.py": "",
    }.items():
        plant(skeleton, name, line)
    run = lint_imports(skeleton)
    assert run.returncode == 0, run.stdout
