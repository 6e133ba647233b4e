import io
import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from foundation import logs
from foundation.clock import ManualClock
from foundation.seams import Crash

TOKEN = "123456:AAE-token"
NAME = "김순자"


class Output(io.StringIO):
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def line(self) -> dict[str, Any]:
        (only,) = self.lines()
        return only


@pytest.fixture
def output() -> Iterator[Output]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = Output()
    logs.configure("info", stream, ManualClock(datetime(2026, 3, 2, tzinfo=UTC)))
    yield stream
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers, root.level = handlers, level


def test_an_event_is_one_json_line_with_its_ids(output: Output) -> None:
    structlog.get_logger().info("case_opened", case="01J", resident="resident:01K", count=2)
    assert output.line() == {
        "at": "2026-03-02T00:00:00+00:00",
        "case": "01J",
        "count": 2,
        "event": "case_opened",
        "level": "info",
        "resident": "resident:01K",
    }


def test_bound_ids_are_in_every_line(output: Output) -> None:
    structlog.contextvars.bind_contextvars(worker="w1", name=NAME)
    structlog.get_logger().info("cycle_done")
    assert output.line()["worker"] == "w1"
    assert output.line()["dropped"] == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"name": NAME},
        {"phone": "01012345678"},
        {"text": "hello"},
        {"reason": NAME},
        {"reason": "two words"},
        {"resident": "010-1234-5678"},
        {"resident": "01012345678"},
        {"resident": "+821012345678"},
        {"resident": "821012345678"},
        {"resident": "resident:054-420-1234"},
        {"resident": "010.1234.5678"},
        {"path": "/answer/01012345678"},
        {"reason": "a" * 201},
        {"reason": ""},
        {"reason": {"name": NAME}},
        {"reason": [NAME]},
        {"reason": object()},
        {"reason": b"bytes"},
        {"count": [1, ["010-1234-5678"]]},
    ],
)
def test_what_may_be_personal_is_dropped_and_counted(
    fields: dict[str, object], output: Output
) -> None:
    structlog.get_logger().info("event", **fields)
    assert output.line()["dropped"] == 1
    assert not set(fields) & set(output.line())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("resident:01JABCDEFGHJKMNPQRSTVWXYZ0", "resident:01JABCDEFGHJKMNPQRSTVWXYZ0"),
        ("address:0123456789abcdef0123456789abcdef", "address:0123456789abcdef0123456789abcdef"),
        (912345678, 912345678),
        ("912345678", "912345678"),
        (True, True),
        (1.5, 1.5),
        (date(2026, 3, 2), "2026-03-02"),
        (("a", "b"), ["a", "b"]),
        ({"b", "a"}, ["a", "b"]),
        (Path("/tasks"), "/tasks"),
        ("2026-03-02", "2026-03-02"),
    ],
)
def test_ids_kinds_and_numbers_are_kept(value: object, written: object, output: Output) -> None:
    structlog.get_logger().info("event", source_id=value)
    assert output.line()["source_id"] == written
    assert "dropped" not in output.line()


def test_nothing_is_not_counted_as_dropped(output: Output) -> None:
    structlog.get_logger().info("event", task=None)
    assert output.line().keys() == {"event", "level", "at"}


def test_words_put_into_the_event_are_dropped_too(output: Output) -> None:
    structlog.get_logger().info(f"{NAME} pressed help")
    assert output.line()["event"] == "unnamed_event"
    assert NAME not in output.getvalue()


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=30) | st.integers()), st.text())
def test_whatever_is_logged_only_known_keys_and_plain_ids_come_out(
    fields: dict[str, object], event: str
) -> None:
    kept = logs.keep_ids_only(None, "info", {**fields, "event": event})
    assert set(kept) <= logs.KEYS
    assert all(str(value).isascii() and " " not in str(value) for value in kept.values())


def test_an_exception_is_its_class_and_its_places(output: Output) -> None:
    def fail() -> None:
        raise ValueError(NAME)

    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("batch_failed", count=3)
    line = output.line()
    assert line["error"] == "ValueError"
    assert line["trace"][-1].startswith("foundation/test_logs.py:")
    assert line["trace"][-1].endswith(":fail")
    assert "dropped" not in line
    assert NAME not in output.getvalue()


def test_an_exception_may_be_given_as_error(output: Output) -> None:
    structlog.get_logger().error("send_failed", error=Crash("before_send"))
    assert output.line()["error"] == "Crash"


def test_an_error_in_the_way_of_the_standard_library_is_the_same(output: Output) -> None:
    try:
        dict.fromkeys("ab")[NAME]
    except KeyError:
        structlog.get_logger().warning("bad_row", exc_info=sys.exc_info())
        structlog.get_logger().warning("bad_row", exc_info=False)
    first, second = output.lines()
    assert first["error"] == "KeyError"
    assert "error" not in second


def test_levels_below_the_one_asked_for_are_silent(output: Output) -> None:
    structlog.get_logger().debug("detail")
    logs.configure("error", output)
    structlog.get_logger().warning("warned")
    assert output.getvalue() == ""


@pytest.mark.parametrize(
    "name",
    ["httpx", "httpcore.connection", "telegram.ext.Application", "apscheduler.scheduler",
     "uvicorn.access", "uvicorn.error", "paho.mqtt", "alembic.runtime.migration",
     "twilio.http_client", "sqlalchemy.engine.Engine", "anything.else"],
)  # fmt: skip
def test_a_library_is_heard_from_warning_up_and_without_its_words(
    name: str, output: Output
) -> None:
    library = logging.getLogger(name)
    library.info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert output.getvalue() == ""
    library.warning("POST https://api.telegram.org/bot%s/getMe for %s", TOKEN, NAME)
    assert TOKEN not in output.getvalue()
    assert NAME not in output.getvalue()
    line = output.line()
    assert (line["event"], line["level"], line["library"]) == ("library_warning", "warning", name)
    assert line["where"].startswith("test_logs:")


def test_a_library_s_exception_keeps_its_class_and_loses_its_words(output: Output) -> None:
    try:
        int(TOKEN)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    line = output.line()
    assert (line["level"], line["error"]) == ("error", "ValueError")
    assert TOKEN not in output.getvalue()


def test_handlers_that_libraries_brought_are_taken_away(output: Output) -> None:
    own = io.StringIO()
    logging.getLogger("uvicorn.access").addHandler(logging.StreamHandler(own))
    logs.configure("info", output)
    logging.getLogger("uvicorn.access").warning("GET /answer/%s", TOKEN)
    assert own.getvalue() == ""
    assert len(output.lines()) == 1
