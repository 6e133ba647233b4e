"""`anbu doctor`: looks at every part of an installation and says what is wrong and what to do.

It changes nothing: no schema, no webhook, no file. It names variables, files, hosts and kinds of
errors; the words of errors may hold secrets, so that none of them is shown.
"""

from __future__ import annotations

import asyncio
import os
import re
import ssl
import stat
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from bot import outcomes as telegram_outcomes
from bot.application import ALLOWED_UPDATES, TelegramBot, build_bot
from bot.webhook import PATH as TELEGRAM_PATH
from foundation import limits
from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing, KeyRingError
from foundation.migrations import current_revision, newest_revision
from foundation.settings import Settings, SettingsError, unknown_variables
from foundation.vault import SubjectKey
from messaging.channel import Refusal, Refused
from phone import outcomes as twilio_outcomes
from phone.client import TwilioAccount

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

SECONDS = limits.HTTP_CONNECT_SECONDS
"""How long each question to somebody else may take."""
PART_SECONDS = 3 * SECONDS
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO
WORDS_SHOWN = 100
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_UNPRINTABLE = re.compile(r"[^ -~]")
_MQTT_PORTS = {"mqtt": 1883, "mqtts": 8883}


class State(StrEnum):
    """`OFF` is not set up, which is nobody's mistake."""

    OK = "ok"
    OFF = "off"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one part. `do` says what to do about something that is wrong."""

    part: str
    state: State
    says: str
    do: str = ""


async def examine(transport: httpx.AsyncBaseTransport | None = None) -> list[Finding]:
    """Look at everything that the environment sets up.

    `transport` replaces the network towards Telegram, Twilio and the public address.
    """
    settings, problems = _settings()
    found = [*problems, *_unknown()]
    if settings is None:
        return found
    if not found:
        found.append(Finding("settings", State.OK, "every variable can be used"))
    found += [_city_phone(settings), _schema(settings), *_keys(settings), *_folders(settings)]
    asked = await asyncio.gather(
        _in_time("MQTT broker", _broker(settings)),
        _in_time("Telegram", _telegram(settings, transport)),
        _in_time("Twilio", _twilio(settings, transport)),
        _in_time("public address", _public(settings, transport)),
    )
    return found + [finding for findings in asked for finding in findings]


def report(findings: list[Finding]) -> Iterator[str]:
    """The lines that an operator reads."""
    width = max(len(one.part) for one in findings)
    for one in findings:
        yield f"{one.state:<5}  {one.part:<{width}}  {one.says}"
        if one.do:
            yield f"{'':<5}  {'':<{width}}  -> {one.do}"


def is_well(findings: list[Finding]) -> bool:
    """Whether nothing must be corrected."""
    return all(one.state is not State.WRONG for one in findings)


# ------------------------------------------------------------------------------ this machine


def _settings() -> tuple[Settings | None, list[Finding]]:
    """The settings with what is wrong about them; None when they cannot be read at all."""
    try:
        return Settings.load(), []
    except SettingsError as error:
        problems = [_named(problem) for problem in error.problems]
    try:
        return Settings(), problems
    except (SettingsError, ValidationError):
        later = "correct this first: what else there is, depends on it"
        return None, [*problems, Finding("settings", State.WRONG, "they cannot be read", later)]


def _named(problem: str) -> Finding:
    variable, _, reason = problem.partition(": ")
    return Finding(variable, State.WRONG, reason)


def _unknown() -> Iterator[Finding]:
    for name, resembles in unknown_variables(os.environ).items():
        if resembles is None:
            yield Finding(name, State.OFF, "no setting reads this variable")
        else:
            do = f"did you mean {resembles}?"
            yield Finding(name, State.WRONG, "no setting reads this variable", do)


def _city_phone(settings: Settings) -> Finding:
    city = settings.city()
    if city.phone_is_placeholder:
        says = f"residents would be told to ring {city.phone}, which nobody answers"
        return Finding("city phone", State.WRONG, says, "set ANBU_CITY_PHONE")
    return Finding("city phone", State.OK, f"{city.name}, {city.phone}")


def _schema(settings: Settings) -> Finding:
    where, exists = _database_at(settings.database_url)
    if not exists:
        says = f"there is no {where} yet"
        return Finding("database", State.WRONG, says, "run `anbu migrate`")
    try:
        current, newest = current_revision(settings.database_url), newest_revision()
    except (SQLAlchemyError, ValueError, OSError) as error:
        says = f"{where} cannot be used ({type(error).__name__})"
        return Finding("database", State.WRONG, says, "is ANBU_DATABASE_URL right, and it running?")
    if current != newest:
        says = f"the schema of {where} is {current or 'empty'}, this version needs {newest}"
        return Finding("database", State.WRONG, says, "run `anbu migrate`")
    return Finding("database", State.OK, f"{where}, schema {current}")


def _database_at(url: str) -> tuple[str, bool]:
    """What may be said of a database's address, and whether there can be one."""
    try:
        parts = make_url(url)
    except Exception:  # noqa: BLE001 - it may quote the address with its password
        return "the database", True
    if parts.get_backend_name() == "sqlite":
        path = Path(parts.database or "").absolute()
        return f"database file {path}", path.is_file()
    return f"database {parts.database} at {parts.host or 'this machine'}", True


def _keys(settings: Settings) -> Iterator[Finding]:
    path = settings.key_ring_file
    if path is None:
        do = "run `anbu keys init FILE`, keep a copy apart, and set ANBU_KEY_RING_FILE to FILE"
        yield Finding("key ring", State.WRONG, "there is none", do)
        return
    try:
        ring = KeyRing.load(path)
    except KeyRingError as error:
        do = "does ANBU_KEY_RING_FILE name the right file?"
        yield Finding("key ring", State.WRONG, str(error), do)
        return
    if ring.demo:
        do = "make the city's own: `anbu keys init FILE`"
        yield Finding("key ring", State.WRONG, "it is the demo's, which everybody knows", do)
        return
    if path.stat().st_mode & OTHERS_MAY:
        do = f"chmod 600 {path}"
        yield Finding("key ring", State.WRONG, f"others than its owner may use {path}", do)
    yield _fits(settings, ring)


def _fits(settings: Settings, ring: KeyRing) -> Finding:
    """Whether the ring opens what the database holds."""
    loaded = Finding("key ring", State.OK, f"{len(ring.keys)} key(s), active {ring.active}")
    if not _database_at(settings.database_url)[1]:
        return loaded
    clock = RealClock()
    statement = select(SubjectKey.ring_key_id).where(col(SubjectKey.wrapped).is_not(None))
    try:
        database = Database(settings.database_url, clock=clock, ids=Ids(clock), keyring=ring)
        with database.read() as uow:
            used = set(uow.session.exec(statement.distinct()))
        database.close()
    except (SQLAlchemyError, ValueError, OSError):  # the database has its own line
        return loaded
    missing = sorted(used - set(ring.keys))
    if not missing:
        return loaded
    says = f"the database was written with other keys: {', '.join(missing)}"
    return Finding("key ring", State.WRONG, says, "put back the ring that was in use before")


def _folders(settings: Settings) -> Iterator[Finding]:
    spool = settings.spool_dir.absolute()
    there = next(path for path in (spool, *spool.parents) if path.exists())
    found = _takes_files("spool", "ANBU_SPOOL_DIR", there)
    yield found if found.state is State.WRONG else Finding("spool", State.OK, str(spool))
    if settings.vendor_drop_dir is not None:
        yield _takes_files("vendor files", "ANBU_VENDOR_DROP_DIR", settings.vendor_drop_dir)


def _takes_files(part: str, variable: str, folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"anbu")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        says = f"{folder} takes no file ({error.strerror})"
        return Finding(part, State.WRONG, says, f"let the service write there, or set {variable}")
    return Finding(part, State.OK, str(folder.absolute()))


# -------------------------------------------------------------------------------- elsewhere


async def _in_time(part: str, asking: Awaitable[list[Finding]]) -> list[Finding]:
    """Whatever happens while one part is asked, the others are reported."""
    try:
        async with asyncio.timeout(PART_SECONDS):
            return await asking
    except TimeoutError:
        return [Finding(part, State.WRONG, "no answer in time", "can this machine reach it?")]
    except Exception as error:  # noqa: BLE001 - a doctor who dies helps nobody
        return [Finding(part, State.WRONG, f"the question failed ({type(error).__name__})")]


async def _broker(settings: Settings) -> list[Finding]:
    """Whether something listens there, with TLS where the address says so."""
    if settings.mqtt_url is None:
        return [Finding("MQTT broker", State.OFF, "not set up (ANBU_MQTT_URL)")]
    url = urlsplit(settings.mqtt_url)
    host, port = str(url.hostname), url.port or _MQTT_PORTS[url.scheme]
    authorities = settings.mqtt_ca_file
    tls = ssl.create_default_context(cafile=authorities) if url.scheme == "mqtts" else None
    try:
        async with asyncio.timeout(SECONDS):
            _, writer = await asyncio.open_connection(host, port, ssl=tls)
            writer.close()
    except (OSError, TimeoutError) as error:
        says = f"nothing answers at {host}:{port} ({type(error).__name__})"
        do = "is it running, and ANBU_MQTT_URL right?"
        return [Finding("MQTT broker", State.WRONG, says, do)]
    return [Finding("MQTT broker", State.OK, f"{host}:{port}")]


async def _telegram(
    settings: Settings, transport: httpx.AsyncBaseTransport | None
) -> list[Finding]:
    if settings.telegram_mode == "off" or settings.telegram_token is None:
        return [Finding("Telegram", State.OFF, "not set up (ANBU_TELEGRAM_MODE)")]
    bot = build_bot(settings, transport=transport)
    try:
        async with asyncio.timeout(SECONDS):
            me = await bot.get_me()
        found = [Finding("Telegram", State.OK, f"the bot is @{me.username}")]
        if settings.telegram_mode == "webhook":
            async with asyncio.timeout(SECONDS):
                found.append(await _telegram_webhook(settings, bot))
    except Exception as error:  # noqa: BLE001 - by its class, since its words hold the token
        return [_telegram_refused(telegram_outcomes.kind_of(error))]
    finally:
        await bot.disconnect()
    return found


def _telegram_refused(kind: str) -> Finding:
    if kind == "InvalidToken":
        do = "take it from @BotFather and set ANBU_TELEGRAM_TOKEN"
        return Finding("Telegram", State.WRONG, "the token is not accepted", do)
    says = f"no answer ({kind})"
    return Finding("Telegram", State.WRONG, says, "can this machine reach ANBU_TELEGRAM_API_BASE?")


async def _telegram_webhook(settings: Settings, bot: TelegramBot) -> Finding:
    """Where Telegram brings its updates, and whether they arrive."""
    known, part = await bot.get_webhook_info(), "Telegram webhook"
    if not known.url:
        return Finding(part, State.OFF, "not set yet: `anbu serve` sets it when it starts")
    if known.url != f"{settings.public_base_url}{TELEGRAM_PATH}":
        says = f"updates go to another address, at {urlsplit(known.url).hostname}"
        do = "does another installation use this token? Starting `anbu serve` takes it back"
        return Finding(part, State.WRONG, says, do)
    if known.pending_update_count and known.last_error_message:
        words = _UNPRINTABLE.sub("?", known.last_error_message)[:WORDS_SHOWN]
        says = f"{known.pending_update_count} update(s) wait; Telegram says: {words}"
        do = f"is `anbu serve` running, and does the proxy pass {TELEGRAM_PATH} on?"
        return Finding(part, State.WRONG, says, do)
    if set(known.allowed_updates or ()) != set(ALLOWED_UPDATES):
        says = "another program has changed which updates come"
        return Finding(part, State.WRONG, says, "restart `anbu serve`: it sets them again")
    return Finding(part, State.OK, f"{known.pending_update_count} update(s) wait")


async def _twilio(settings: Settings, transport: httpx.AsyncBaseTransport | None) -> list[Finding]:
    sid = settings.twilio_account_sid
    if sid is None or settings.twilio_auth_token is None:
        return [Finding("Twilio", State.OFF, "not set up (ANBU_TWILIO_ACCOUNT_SID)")]
    account = TwilioAccount(settings, RealClock(), transport=transport)
    try:
        async with asyncio.timeout(SECONDS):
            fetched = await account.rest.api.v2010.accounts(sid).fetch_async()
        found = [_twilio_account(str(fetched.status), str(fetched.type))]
    except Exception as error:  # noqa: BLE001 - by its class, since its words may quote anything
        found = [_twilio_refused(twilio_outcomes.outcome_of(error))]
    finally:
        await account.close()
    return [*found, *_twilio_numbers(settings)]


def _twilio_account(status: str, kind: str) -> Finding:
    if status != "active":
        return Finding("Twilio", State.WRONG, f"the account is {status}", "look at its console")
    if kind == "Trial":
        says = "a trial account reaches verified numbers only"
        return Finding("Twilio", State.WRONG, says, "upgrade it before anybody relies on it")
    return Finding("Twilio", State.OK, "the account is active")


def _twilio_refused(outcome: object) -> Finding:
    if isinstance(outcome, Refused) and outcome.why is Refusal.CONFIG:
        says = f"the account is not accepted ({outcome.detail})"
        do = "compare ANBU_TWILIO_ACCOUNT_SID and ANBU_TWILIO_AUTH_TOKEN with the console"
        return Finding("Twilio", State.WRONG, says, do)
    says = f"no answer ({getattr(outcome, 'detail', 'unknown')})"
    return Finding("Twilio", State.WRONG, says, "can this machine reach ANBU_TWILIO_API_BASE?")


def _twilio_numbers(settings: Settings) -> Iterator[Finding]:
    numbers = {
        ("ANBU_TWILIO_VOICE_FROM", "calls"): settings.twilio_voice_from,
        ("ANBU_TWILIO_SMS_FROM", "texts"): settings.twilio_sms_from,
    }
    for (variable, what), number in numbers.items():
        part = f"Twilio {what}"
        if number is None:
            yield Finding(part, State.OFF, f"there will be no {what} ({variable})")
        elif _E164.fullmatch(number) is None:
            do = f"write {variable} as +82..., without spaces"
            yield Finding(part, State.WRONG, "the number is not in international form", do)
        else:
            yield Finding(part, State.OK, f"from {number}")


async def _public(settings: Settings, transport: httpx.AsyncBaseTransport | None) -> list[Finding]:
    part, url = "public address", settings.public_base_url
    found: list[Finding] = []
    if urlsplit(url).hostname in LOCAL_HOSTS:
        asked = settings.telegram_mode == "webhook" or settings.twilio_account_sid is not None
        state = State.WRONG if asked else State.OFF
        do = "set ANBU_PUBLIC_BASE_URL to the https address that Telegram, Twilio and people use"
        return [Finding(part, state, "only this machine reaches the service", do)]
    if urlsplit(url).scheme != "https":
        do = "set ANBU_PUBLIC_BASE_URL to an https address"
        found = [Finding(part, State.WRONG, "it is not https: links could be read on the way", do)]
    try:
        async with asyncio.timeout(SECONDS), httpx.AsyncClient(transport=transport) as client:
            answer = await client.get(f"{url}/health", timeout=SECONDS)
    except (httpx.HTTPError, TimeoutError) as error:
        says = f"no answer from {url}/health ({type(error).__name__})"
        do = "start `anbu serve`; check DNS, certificate and proxy"
        return [*found, Finding(part, State.WRONG, says, do)]
    return [*found, _health(part, url, answer)]


def _health(part: str, url: str, answer: httpx.Response) -> Finding:
    ours = answer.headers.get("content-type", "").startswith("application/json")
    if not ours or answer.status_code not in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}:
        says = f"{url}/health is answered by something else ({answer.status_code})"
        return Finding(part, State.WRONG, says, "does the proxy pass requests on to the service?")
    if answer.status_code != HTTPStatus.OK:
        says = f"the service runs at {url}, but is not healthy"
        return Finding(part, State.WRONG, says, f"look at {url}/health and at the logs")
    return Finding(part, State.OK, f"{url} answers and is healthy")
