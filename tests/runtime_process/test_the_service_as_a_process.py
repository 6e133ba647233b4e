"""`anbu serve` refuses what is not safe, stands without its providers, and leaves when told to."""

import socket
import sys
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select

from bot.webhook import PATH, SECRET_HEADER
from foundation.clock import RealClock
from foundation.database import Database
from foundation.engines import make_engine
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.migrations import migrate
from runtime.cli import main
from signals.model import Source
from signals.tables import SignalRow
from tests.runtime_process.child import anbu, free_port

SECRET = "secret-of-the-webhook-0001"
NOBODY = "http://127.0.0.1:9"
"""Connections to this port are refused."""
LEAVES_WITHIN = 20.0
"""It takes a moment; the machine of the tests may be busy."""


class Machine:
    """A folder with what an installation needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.ring_file = folder / "keyring.json"
        self.database_url = f"sqlite:///{folder / 'anbu.db'}"
        self.variables = {
            "DATABASE_URL": self.database_url,
            "KEY_RING_FILE": str(self.ring_file),
            "SPOOL_DIR": str(folder / "spool"),
            "PORT": str(self.port),
        }

    def prepare(self) -> None:
        KeyRing.generate().save(self.ring_file)
        migrate(self.database_url)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def refusal(
    machine: Machine, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
) -> str:
    """The one line, behind the title, with which `anbu serve` refuses to start."""
    for name, value in machine.variables.items():
        patch.setenv(f"ANBU_{name}", value)
    patch.setattr(sys, "argv", ["anbu", "serve"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    told = capture.readouterr()
    title, line = told.err.splitlines()
    assert (told.out, title) == ("", "Settings that must be corrected:")
    return line


def test_without_a_key_ring_it_does_not_start(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    del machine.variables["KEY_RING_FILE"]
    line = refusal(machine, monkeypatch, capsys)
    assert line.startswith("  - ANBU_KEY_RING_FILE: run `anbu keys init FILE`")


def test_with_a_ring_that_is_not_there_it_does_not_start(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert str(machine.ring_file) in refusal(machine, monkeypatch, capsys)


def test_with_the_demos_ring_it_does_not_start(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    KeyRing.demo_ring().save(machine.ring_file)
    assert "the demo's ring" in refusal(machine, monkeypatch, capsys)


def test_on_an_old_schema_it_does_not_start(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.prepare()
    engine = make_engine(machine.database_url, pooled=False)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'of-last-year'")
    assert "Run `anbu migrate`." in refusal(machine, monkeypatch, capsys)


def test_without_its_database_it_does_not_start(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    KeyRing.generate().save(machine.ring_file)
    machine.variables["DATABASE_URL"] = "postgresql://anbu:password@127.0.0.1:9/anbu"
    line = refusal(machine, monkeypatch, capsys)
    assert "cannot be used (OperationalError)" in line
    assert "password" not in line


def test_on_a_taken_port_it_does_not_start(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.prepare()
    with socket.create_server(("127.0.0.1", 0)) as other:
        machine.variables["PORT"] = str(other.getsockname()[1])
        line = refusal(machine, monkeypatch, capsys)
    assert line.endswith("cannot be listened at: Address already in use.")


@pytest.mark.timeout(180)
def test_it_stands_without_its_providers_and_leaves_when_told_to(machine: Machine) -> None:
    machine.prepare()
    machine.variables |= {
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_TOKEN": "123456:made-up",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_BASE": NOBODY,
        "TWILIO_ACCOUNT_SID": "AC" + "00" * 16,
        "TWILIO_AUTH_TOKEN": "made-up",
        "TWILIO_API_BASE": NOBODY,
        "TWILIO_SMS_FROM": "+12025550142",
        "MQTT_URL": "mqtt://127.0.0.1:9",
    }
    with (
        anbu("serve", machine.variables, machine.folder) as child,
        httpx.Client(base_url=f"http://127.0.0.1:{machine.port}", timeout=30) as client,
    ):
        child.until("listening")
        taken = client.post(PATH, json={"update_id": 41}, headers={SECRET_HEADER: SECRET})
        assert taken.status_code == 200
        health = client.get("/health")
        while health.json()["seconds_since_last_cycle"] is None:  # its first is under way
            health = client.get("/health")
        told = health.json()
        assert (told["database"], told["telegram"]) == ("up", "down")
        assert (told["plugs"]["connected"], told["plugs"]["alive"]) == (False, True)
        assert not any(told["late"].values())
        assert (health.status_code, told["healthy"]) == (503, False)  # deaf to every plug
        assert child.told_to_stop(LEAVES_WITHIN) == 0, child.told
    assert "stopping" in child.told[-1]
    assert received(machine) == ["41"]


@pytest.mark.timeout(180)
def test_a_worker_alone_leaves_when_told_to(machine: Machine) -> None:
    machine.prepare()
    with anbu("worker", machine.variables, machine.folder) as child:
        child.until("working")
        assert child.told_to_stop(LEAVES_WITHIN) == 0, child.told


@pytest.mark.timeout(180)
def test_the_web_alone_is_healthy_while_nothing_lies_late(machine: Machine) -> None:
    machine.prepare()
    door = f"http://127.0.0.1:{machine.port}"
    with anbu("web", machine.variables, machine.folder) as child, httpx.Client(base_url=door) as c:
        child.until("listening")
        told = c.get("/health")
        assert (told.status_code, told.json()["seconds_since_last_cycle"]) == (200, None)
        assert child.told_to_stop(LEAVES_WITHIN) == 0, child.told


def received(machine: Machine) -> list[str]:
    clock, ring = RealClock(), KeyRing.load(machine.ring_file)
    database = Database(machine.database_url, clock=clock, ids=Ids(clock), keyring=ring)
    with database.read() as uow:
        statement = select(SignalRow.source_id).where(col(SignalRow.source) == Source.TELEGRAM)
        found = list(uow.session.exec(statement))
    database.close()
    return found
