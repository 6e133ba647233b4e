"""Rule 4: no call inside a transaction, nothing sent twice that must not be, nobody bothered."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from messaging.sender import LEASE
from runtime.worker import AFTER_ERROR_SECONDS
from tests.simulation.journal import Call, Journal
from tests.simulation.world import World

TELLS_WITHIN = timedelta(seconds=2 * AFTER_ERROR_SECONDS)
NOT_SENT = ("refused:later", "refused:down", "refused:config")
"""Outcomes after which a message may be sent again, whatever its class."""


@dataclass
class Seen:
    """How many calls were judged, and what was placed with the telephone company by then."""

    calls: int = 0
    by_message: dict[str, list[Call]] = field(default_factory=lambda: defaultdict(list))
    rung: int = 0
    texts: int = 0
    placed: Counter[str] = field(default_factory=Counter)


def check(world: World, _now: datetime) -> Iterator[str]:
    """Judge every call that left the service. Those before were judged when they were new."""
    seen = world.seen(Seen)
    new = world.journal.calls[seen.calls :]
    seen.calls += len(new)
    for call in new:
        seen.by_message[call.outbox_id].append(call)
    yield from (
        f"a request left inside a transaction: {one}" for one in world.journal.in_transaction
    )
    yield from world.journal.unlawful
    for message in dict.fromkeys(call.outbox_id for call in new):
        yield from _marked_before(seen.by_message[message])
        yield from _repeated(world, seen.by_message[message])
    yield from _placed_once(world, seen)


def _marked_before(calls: list[Call]) -> Iterator[str]:
    """Each call was written down as an attempt of its own before it was made."""
    for call in calls:
        if call.state != "calling":
            yield f"message {call.outbox_id} was called while it was {call.state}"
    tries = Counter(call.attempts for call in calls)
    for attempt, count in tries.items():
        if count > 1:
            yield f"message {calls[0].outbox_id} was called {count} times as attempt {attempt}"


def _repeated(world: World, calls: list[Call]) -> Iterator[str]:
    for before, again in pairwise(calls):
        if not _may_repeat(world, before, again):
            yield (
                f"message {again.outbox_id} ({again.template}, {again.after_unknown}) was called "
                f"again after {before.outcome}"
            )


def _may_repeat(world: World, before: Call, again: Call) -> bool:
    """Only what was certainly not sent, or a class that prefers twice to never."""
    known = before.known_at is not None and before.known_at <= again.at
    if known and before.outcome in NOT_SENT:
        return True
    if known and before.outcome != "unknown" and not _untold(world.journal, before, again):
        return False
    # For `adopt` the provider was asked in between: `_placed_once` asks it too.
    return again.after_unknown in {"resend", "adopt"}


def _untold(journal: Journal, before: Call, again: Call) -> bool:
    """Whether the process that knew the outcome could not tell it: dead, still or cut off.

    Once the database is there again, it has a moment to do so.
    """
    died_at = journal.deaths.get(before.life)
    hung = any(
        life == before.life and before.at <= begun <= again.at and ended > begun + LEASE
        for life, begun, ended in journal.hangs
    )
    cut_off = any(
        life == before.life and before.at <= at <= again.at <= at + TELLS_WITHIN
        for life, at in reversed(journal.failures)
    )
    return hung or cut_off or (died_at is not None and died_at <= again.at)


def _placed_once(world: World, seen: Seen) -> Iterator[str]:
    """Telephones ring once for a message, whatever went wrong in between."""
    rung, texts = world.twilio.calls[seen.rung :], world.twilio.messages[seen.texts :]
    seen.rung, seen.texts = seen.rung + len(rung), seen.texts + len(texts)
    outgoing = [call for call in rung if call.direction == "outbound-api"]
    addresses = [call.request["StatusCallback"] for call in outgoing]
    addresses += [sms.callback_url for sms in texts]
    seen.placed.update(_message_in(address) for address in addresses)
    for message, count in seen.placed.items():
        if count > 1:
            yield f"message {message} was placed {count} times with the telephone company"


def _message_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["ob"][0]
