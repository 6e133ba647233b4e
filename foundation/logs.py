"""Logging: one JSON object a line, holding ids, kinds and numbers, never personal words.

Keys must be in ``KEYS`` and values must look like ids; anything else is dropped and counted in
``dropped``. An exception is shown by its class and by the code places it passed, without its
text, which may quote a person.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import date, datetime
from functools import partial
from types import TracebackType
from typing import Any, TextIO

import structlog
from typing_extensions import override

from foundation import limits
from foundation.clock import Clock, RealClock

KEYS = frozenset(
    {
        *("event", "level", "at", "error", "trace", "where", "library", "dropped"),
        *("subject", "resident", "helper", "staff", "contact", "household", "device", "who"),
        *("case", "task", "round", "checkin", "signal", "message", "attempt", "district"),
        *("source", "source_id", "channel", "kind", "reason", "state", "verb", "purpose"),
        *("field", "provider", "provider_id", "consumer", "worker", "process", "version"),
        *("count", "handled", "kept", "seconds", "bytes", "status", "code", "row", "limit"),
        *("path", "method", "job", "batch", "due_at", "since", "until", "point", "port", "host"),
        *("mode", "seed", "variable", "revision"),
    }
)
"""The keys a log line may have."""

_SAFE_TEXT = re.compile(r"[A-Za-z0-9_.:/<>@-]+")
_LOOKS_LIKE_PHONE = re.compile(
    r"\d{2,3}[.-]?\d{3,4}[.-]\d{4}"  # 010-1234-5678
    r"|(?:82-?)?0?\d{1,2}-\d{3,4}-\d{4}"  # 82-10-1234-5678
    r"|82\d{9,10}|0\d{8,10}"  # 821012345678, 01012345678
)
_UNNAMED = "unnamed_event"
_QUIET_LIBRARIES = (
    *("alembic", "apscheduler", "asyncio", "httpcore", "httpx", "paho", "sqlalchemy"),
    *("telegram", "twilio", "twilio.http_client", "urllib3"),
    *("uvicorn", "uvicorn.access", "uvicorn.error"),
)

_Event = MutableMapping[str, Any]


def configure(level: str, stream: TextIO, clock: Clock | None = None) -> None:
    """Send structlog's and the standard library's logs to ``stream`` as JSON lines.

    ``level`` is "debug", "info", "warning" or "error" and holds for Anbu's own events; libraries
    are heard from WARNING up, by the place in their code only, since their words may hold tokens
    and names.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            partial(_add_time, clock or RealClock()),
            _name_error,
            keep_ids_only,
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [LibraryHandler()]
    root.setLevel(logging.WARNING)
    for name in _QUIET_LIBRARIES:
        library = logging.getLogger(name)
        library.handlers = []
        library.propagate = True
        library.setLevel(logging.WARNING)


class LibraryHandler(logging.Handler):
    """Passes a library's record on as ``library_warning``: who, where, which error; no words."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        logger = structlog.get_logger()
        tell = logger.error if record.levelno >= logging.ERROR else logger.warning
        tell(
            "library_warning",
            library=record.name,
            where=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )


def keep_ids_only(_logger: object, _method: str, event: _Event) -> _Event:
    """Drop every key and value that is not known to be free of personal words."""
    kept: dict[str, Any] = {}
    for key, value in event.items():
        safe = _safe(value) if key in KEYS else None
        if safe is not None:
            kept[key] = safe
    kept.setdefault("event", _UNNAMED)
    dropped = sum(1 for key, value in event.items() if value is not None and key not in kept)
    dropped += kept["event"] == _UNNAMED and event.get("event") != _UNNAMED
    return {**kept, "dropped": dropped} if dropped else kept


def _safe(value: object) -> object:
    """Return the value as it may be written, or None."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return _safe_items(sorted(value, key=str) if isinstance(value, set | frozenset) else value)
    text = str(value) if isinstance(value, str) or hasattr(value, "__fspath__") else None
    return text if text is not None and _is_id(text) else None


def _safe_items(values: list[Any] | tuple[Any, ...]) -> list[object] | None:
    items = [_safe(value) for value in values[: limits.LOG_LIST_ITEMS]]
    return None if any(item is None for item in items) else items


def _is_id(text: str) -> bool:
    if len(text) > limits.LOG_VALUE_CHARS or _SAFE_TEXT.fullmatch(text) is None:
        return False
    parts = re.split(r"[:/@]", text)
    return not any(_LOOKS_LIKE_PHONE.fullmatch(part) for part in parts)


def _add_time(clock: Clock, _logger: object, _method: str, event: _Event) -> _Event:
    event["at"] = clock.now()
    return event


def _name_error(_logger: object, _method: str, event: _Event) -> _Event:
    """Replace ``exc_info`` and an exception in ``error`` by class name and code places."""
    error = _exception_in(event)
    if error is not None:
        event["error"] = type(error).__name__
        event["trace"] = _places(error.__traceback__)
    return event


def _exception_in(event: _Event) -> BaseException | None:
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exception()
    if isinstance(info, tuple):
        info = info[1]
    if info is None and isinstance(event.get("error"), BaseException):
        info = event["error"]
    return info if isinstance(info, BaseException) else None


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-limits.LOG_TRACE_FRAMES :]
    return [f"{_short(frame.filename)}:{frame.lineno}:{frame.name}" for frame in frames]


def _short(filename: str) -> str:
    """Keep the last two parts: enough to find the module, nothing about the machine."""
    return "/".join(filename.rsplit("/", 2)[-2:])
