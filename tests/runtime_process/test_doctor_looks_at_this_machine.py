"""`anbu doctor` on what lies on this machine: settings, database, keys, spool."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.migrations import migrate
from runtime.cli import app
from runtime.doctor import State, is_well, report
from tests.runtime_process.installation import DATABASE_PASSWORD, SECRET, Installation


@pytest.mark.anyio
async def test_an_installation_that_is_well_has_nothing_to_correct(installed: Installation) -> None:
    findings = await installed.examined()
    assert is_well(findings), list(report(findings))
    assert {one.part for one in findings if one.state is State.OK} == {
        "settings",
        "city phone",
        "database",
        "key ring",
        "spool",
        "Telegram",
        "Telegram webhook",
        "Twilio",
        "Twilio calls",
        "Twilio texts",
        "public address",
    }
    assert not (installed.folder / "spool").exists(), "a look changes nothing"


def test_with_nothing_set_up_it_says_where_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(app, ["doctor"])
    assert told.exit_code == 1
    assert [line.split()[:2] for line in told.output.splitlines() if line.startswith("wrong")] == [
        ["wrong", "city"],
        ["wrong", "database"],
        ["wrong", "key"],
    ]
    assert "anbu keys init" in told.output
    assert list(tmp_path.iterdir()) == []


def test_when_nothing_must_be_corrected_the_command_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url, ring = f"sqlite:///{tmp_path / 'anbu.db'}", tmp_path / "keyring.json"
    migrate(url)
    KeyRing.generate().save(ring)
    for name, value in {
        "DATABASE_URL": url, "KEY_RING_FILE": str(ring), "CITY_PHONE": "054-420-6114",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"ANBU_{name}", value)
    told = CliRunner().invoke(app, ["doctor"])
    assert told.exit_code == 0, told.output


@pytest.mark.anyio
async def test_every_wrong_variable_is_named(installed: Installation) -> None:
    installed.set(PORT="http", CITY_ZONE="Korea/Gimcheon")
    findings = await installed.examined()
    assert [one.part for one in findings] == ["ANBU_PORT", "ANBU_CITY_ZONE", "settings"]
    assert not is_well(findings)


@pytest.mark.anyio
async def test_a_variable_that_another_one_needs_is_named_and_the_rest_is_looked_at(
    installed: Installation,
) -> None:
    installed.unset("TELEGRAM_WEBHOOK_SECRET")
    wrong = await installed.wrong()
    assert wrong.part == "ANBU_TELEGRAM_WEBHOOK_SECRET"
    assert "Twilio" in {one.part for one in await installed.examined()}


@pytest.mark.anyio
async def test_a_misspelt_variable_is_told_with_the_nearest_name(installed: Installation) -> None:
    installed.set(TWILIO_SMS_FORM="+12025550142", WEATHER="sunny")
    wrong = await installed.wrong()
    assert (wrong.part, wrong.do) == (
        "ANBU_TWILIO_SMS_FORM",
        "did you mean ANBU_TWILIO_SMS_FROM?",
    )
    states = {one.part: one.state for one in await installed.examined()}
    assert states["ANBU_WEATHER"] is State.OFF


@pytest.mark.anyio
async def test_a_number_that_nobody_answers_is_told(installed: Installation) -> None:
    installed.unset("CITY_PHONE")
    wrong = await installed.wrong()
    assert (wrong.part, wrong.do) == ("city phone", "set ANBU_CITY_PHONE")


@pytest.mark.anyio
async def test_a_missing_database_is_told_and_not_made(installed: Installation) -> None:
    file = installed.folder / "elsewhere" / "anbu.db"
    installed.set(DATABASE_URL=f"sqlite:///{file}")
    wrong = await installed.wrong()
    assert (wrong.part, wrong.do) == ("database", "run `anbu migrate`")
    assert not file.parent.exists()


@pytest.mark.anyio
async def test_an_old_schema_is_told(installed: Installation) -> None:
    file = installed.folder / "old.db"
    file.write_bytes(b"")
    installed.set(DATABASE_URL=f"sqlite:///{file}")
    wrong = await installed.wrong()
    assert "is empty, this version needs" in wrong.says
    assert wrong.do == "run `anbu migrate`"


@pytest.mark.anyio
async def test_a_database_that_cannot_be_used_is_told(installed: Installation) -> None:
    file = installed.folder / "letter.db"
    file.write_text("not a database" * 100, encoding="utf-8")
    installed.set(DATABASE_URL=f"sqlite:///{file}")
    wrong = await installed.wrong()
    assert (wrong.part, "cannot be used" in wrong.says) == ("database", True)


@pytest.mark.anyio
async def test_a_database_server_that_does_not_answer_is_told_without_its_password(
    installed: Installation,
) -> None:
    server = f"postgresql+psycopg://anbu:{DATABASE_PASSWORD}@127.0.0.1:9/city"
    installed.set(DATABASE_URL=server)
    wrong = await installed.wrong()
    assert wrong.says == "database city at 127.0.0.1 cannot be used (OperationalError)"


@pytest.mark.anyio
async def test_a_missing_or_broken_ring_is_told(installed: Installation) -> None:
    installed.ring.unlink()
    assert "cannot be read" in (await installed.wrong()).says
    installed.ring.write_text("{}", encoding="utf-8")
    assert "malformed" in (await installed.wrong()).says
    installed.unset("KEY_RING_FILE")
    assert (await installed.wrong()).says == "there is none"


@pytest.mark.anyio
async def test_the_ring_that_everybody_knows_is_told(installed: Installation) -> None:
    installed.ring.unlink()
    KeyRing.demo_ring().save(installed.ring)
    assert "the demo's" in (await installed.wrong()).says


@pytest.mark.anyio
async def test_a_ring_that_others_may_read_is_told(installed: Installation) -> None:
    installed.ring.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP)
    assert (await installed.wrong()).do == f"chmod 600 {installed.ring}"


@pytest.mark.anyio
async def test_a_ring_that_does_not_open_the_database_is_told(installed: Installation) -> None:
    clock = RealClock()
    other = KeyRing.generate()
    database = Database(installed.database_url, clock=clock, ids=Ids(clock), keyring=other)
    with database.write() as uow:
        uow.vault.seal("resident:01", "name", "김순자")
    database.close()
    wrong = await installed.wrong()
    assert (wrong.part, other.active in wrong.says) == ("key ring", True)


@pytest.mark.anyio
async def test_a_spool_that_cannot_be_written_is_told(installed: Installation) -> None:
    (installed.folder / "file").write_text("a file, no folder", encoding="utf-8")
    installed.set(SPOOL_DIR=str(installed.folder / "file" / "spool"))
    wrong = await installed.wrong()
    assert (wrong.part, "ANBU_SPOOL_DIR" in wrong.do) == ("spool", True)


@pytest.mark.anyio
async def test_no_secret_is_printed_whatever_is_wrong(installed: Installation) -> None:
    secrets = [
        installed.telegram.settings.token,
        installed.twilio.settings.auth_token,
        SECRET,
        DATABASE_PASSWORD,
        *json.loads(installed.ring.read_text(encoding="utf-8"))["keys"].values(),
    ]
    lines = [*report(await installed.examined())]
    installed.network.apps.clear()
    lines += report(await installed.examined())
    installed.set(
        DATABASE_URL=f"postgresql+psycopg://anbu:{DATABASE_PASSWORD}@127.0.0.1:9/city",
        MQTT_URL=f"mqtt://plugs:{DATABASE_PASSWORD}@127.0.0.1:9",
    )
    lines += report(await installed.examined())
    installed.set(PORT="http")
    lines += report(await installed.examined())
    assert not [line for line in lines if any(secret in line for secret in secrets)]
