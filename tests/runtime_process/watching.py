"""Watches what leaves by the side while a town is played: log lines, addresses, metrics.

Whatever is known of the town's people is searched for in it, in every spelling that a machine
would give it.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from prometheus_client import generate_latest
from starlette.types import ASGIApp, Receive, Scope, Send

from runtime.demo.stage import Stage
from town.people.model import Cast, TownHelper, TownResident, TownStaff
from town.people.sayings import every_saying
from town.servers.http import Served, serve
from town.servers.telegram import Delivered

SHORTEST_LINE = 6
SAYINGS = tuple(
    saying.words
    for _, saying in every_saying()
    if len(saying.words) >= SHORTEST_LINE or not saying.words.isascii()
)
"""What residents write, but for the words that stand in any log line, as "ok" and "1" do."""


@dataclass
class Watch:
    """What was seen so far."""

    logs: io.StringIO = field(default_factory=io.StringIO)
    addresses: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def serve(self, app: ASGIApp) -> AbstractAsyncContextManager[Served]:
        """Serve `app` as the town does, noting every path with its query."""

        async def noting(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                path, query = scope["raw_path"], scope["query_string"]
                self.addresses.append((path + b"?" + query).decode("latin-1"))
            await app(scope, receive, send)

        return serve(noting)

    def seen(self) -> Iterator[str]:
        """Each line as it is, and as it is meant."""
        texts = [self.logs.getvalue(), *self.answers, generate_latest().decode()]
        for line in [*self.addresses, *(line for text in texts for line in text.splitlines())]:
            yield line
            yield unquote_plus(line)


def leaks(seen: Iterable[str], stage: Stage) -> set[str]:
    """What is personal in the lines seen."""
    wanted = re.compile("|".join(sorted(_personal(stage), key=len, reverse=True)))
    return {found[0] for line in seen for found in wanted.finditer(line)}


def _personal(stage: Stage) -> set[str]:
    """Patterns of everything that identifies somebody of this town, or was written to her."""
    words = {word for one in _words(stage) for word in (one, json.dumps(one)[1:-1])}
    numbers = {_alone(number) for number in _numbers(stage.town.cast)}
    return {re.escape(word) for word in words} | numbers | set(_phones(stage.town.cast))


def _words(stage: Stage) -> Iterator[str]:
    cast = stage.town.cast
    yield from SAYINGS
    yield from (one.name for one in _people(cast))
    yield from (one.address for one in cast.residents)
    for one in _people(cast):
        if one.chat_id is not None:
            for shown in stage.telegram.history(one.chat_id):
                lines = shown.text.splitlines() if isinstance(shown, Delivered) else ()
                yield from (line for line in lines if len(line) >= SHORTEST_LINE)
    yield from (text.body for text in stage.telephones.texts)


def _people(cast: Cast) -> Iterator[TownResident | TownHelper | TownStaff]:
    yield from cast.residents
    yield from cast.helpers
    yield from cast.staff


def _numbers(cast: Cast) -> Iterator[str]:
    """Chat ids and PINs."""
    for one in _people(cast):
        if one.chat_id is not None:
            yield str(one.chat_id)
    yield from (one.pin for one in cast.helpers)


def _alone(number: str) -> str:
    """Not as a part of some longer id."""
    return rf"(?<![0-9A-Za-z]){number}(?![0-9A-Za-z])"


def _phones(cast: Cast) -> Iterator[str]:
    """010-1234-5678, 01012345678, +82 10 1234 5678, 82-10-1234-5678, 010.1234.5678 ..."""
    for one in _people(cast):
        prefix, *rest = one.phone.split("-")
        spelled = "[-. ]?".join([prefix.removeprefix("0"), *rest])
        yield rf"(?<!\d)(?:82[-. ]?|0){spelled}(?!\d)"
