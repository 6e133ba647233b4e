"""Takes messages from the outbox to their channels.

One run: a transaction chooses, renders and marks what may leave; the channels are called with no
transaction open; a second transaction writes down what became of each. Messages that must not be
sent twice are marked one by one, immediately before their own call.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from foundation import limits
from foundation.engines import database_failed
from foundation.seams import AFTER_SEND, BEFORE_SEND
from messaging import minutes, service, store
from messaging.channel import Outcome, Reconciler, Refusal, Refused, Sent, Unknown
from messaging.decide import Fate, Report, fate_of, fate_of_unknown
from messaging.model import AfterUnknown, OutboxState
from messaging.pacing import WINDOW, Parcel, is_unbidden, may_leave
from messaging.postmark import Address, address_and_render
from messaging.render.bundles import bundle_of
from residents import service as residents
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from foundation.database import Database
    from foundation.seams import Seams
    from foundation.unit_of_work import UnitOfWork
    from messaging.channel import Channel, Rendered
    from messaging.model import Message, Posted
    from messaging.postmark import Postmark
    from signals.model import Ref

log = structlog.get_logger()

BATCH = 50
ENOUGH = BATCH // 2
"""So many are sent without a look for more."""
LEASE = timedelta(seconds=limits.LEASE_SECONDS)


class TornBundleError(Exception):
    """Part of what was to leave as one was lost or withdrawn meanwhile: none of it leaves."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready for its channel, with those that leave as one with it."""

    posted: Posted
    riders: tuple[Posted, ...]
    address: str
    rendered: Rendered
    until: datetime
    """Whoever has not called by then has lost it to another worker."""

    @property
    def all(self) -> tuple[Posted, ...]:
        """Everything that this one send takes out of the outbox."""
        return self.posted, *self.riders


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run did. `held_back` until then: pacing lets no more leave before."""

    handled: int
    held_back: datetime | None


class Sender:
    """The way from the outbox to the providers."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[ChannelName, Channel],
        per_second: Mapping[ChannelName, int],
        postmark: Postmark,
        *,
        seams: Seams,
        concurrency: int,
    ) -> None:
        self._database = database
        self._channels = channels
        self._per_second = per_second
        self._postmark = postmark
        self._seams = seams
        self._concurrency = concurrency
        self._known: list[tuple[Outgoing, Outcome | None]] = []
        """What became of messages and is not written down yet: the database may be away."""

    @property
    def owes(self) -> bool:
        """Whether it knows what became of messages and could not write it down yet."""
        return bool(self._known)

    async def run(self) -> Ran:
        """Send one batch of what is due; every message ends up settled or open with a due time."""
        await self._write_down()
        due, interrupted = await self._database.aio(self._look)
        if interrupted:
            await self._reconcile()
        elif not due:
            return Ran(handled=0, held_back=None)
        outgoing, settled, held_back = await self._database.aio(self._prepare)
        turnstile = asyncio.Semaphore(self._concurrency)
        outcomes = await asyncio.gather(*(self._send(turnstile, item) for item in outgoing))
        self._known += zip(outgoing, outcomes, strict=True)
        await self._write_down()
        return Ran(handled=len(outgoing) + settled, held_back=held_back)

    def _look(self) -> tuple[bool, bool]:
        """Whether a message is due, and whether a lease ran out: mostly neither is."""
        with self._database.read() as uow:
            queued, leased = store.next_moments(uow)
            return (
                queued is not None and queued <= uow.now,
                leased is not None and leased <= uow.now,
            )

    async def _reconcile(self) -> None:
        """Ask the providers for messages of which nobody knows whether they were sent."""
        uncertain = await self._database.aio(self._uncertain)
        turnstile = asyncio.Semaphore(self._concurrency)
        await asyncio.gather(*(self._ask(turnstile, posted, at) for posted, at in uncertain))

    async def _ask(self, turnstile: asyncio.Semaphore, posted: Posted, address: str) -> None:
        """Ask for one message; without an answer it is asked for again after its lease."""
        channel = self._channels[posted.message.channel]
        if not isinstance(channel, Reconciler):
            return
        async with turnstile:
            try:
                found = await channel.find(address, posted.id)
                await self._database.aio(partial(self._resolve, posted, found))
            except Exception:
                log.exception("provider_not_asked", channel=posted.message.channel)

    def _uncertain(self) -> list[tuple[Posted, str]]:
        with self._database.write() as uow:
            interrupted = store.interrupted(uow, BATCH)
            uncertain = [one for one in interrupted if self._is_to_ask_for(one, uow.now)]
            for posted in uncertain:
                store.change(uow, posted.id, OutboxState.CALLING, lease_until=uow.now + LEASE)
            addresses = [
                residents.address_of(uow, m.to, m.channel, m.values.get("try", 0)) or ""
                for m in (one.message for one in uncertain)
            ]
            return list(zip(uncertain, addresses, strict=True))

    def _resolve(self, posted: Posted, found: Sent | None) -> None:
        with self._database.write() as uow:
            fate = Fate(OutboxState.QUEUED, due_at=uow.now)
            if found is not None:
                fate = fate_of(found, posted, uow.now)
            service.settle(uow, posted, fate)

    def _prepare(self) -> tuple[list[Outgoing], int, datetime | None]:
        with self._database.write() as uow:
            settled = self._recover(uow)
            outgoing: list[Outgoing] = []
            held_back: datetime | None = None
            settled += self._refuse_unknown_channels(uow)
            chosen: list[Parcel] = []
            for channel in self._channels:
                some, deferred, late = self._choose(uow, channel)
                held_back = uow.now + WINDOW if late else held_back
                chosen += some
                settled += deferred
            outgoing, ended = self._ready(uow, _in_their_minute(uow, chosen))
            return outgoing, settled + ended, held_back

    def _choose(self, uow: UnitOfWork, channel: ChannelName) -> tuple[list[Parcel], int, bool]:
        """Up to BATCH messages that may leave now, how many were deferred, whether some must wait.

        However many wait for one person, they hold up nobody else: whoever was just called or
        looked at is left out of the next look, until there is enough or nobody is left.
        """
        chosen: list[Parcel] = []
        deferred: dict[str, datetime] = {}
        busy: set[Ref] = set()
        held_back, limit = False, self._per_second[channel]
        called: list[Ref] | None = None
        look = BATCH
        while waiting := store.due(uow, channel, look, besides=busy):
            if called is None:
                called = store.called_since(uow, channel, uow.now - WINDOW)
            workers = {one.message.to for one in waiting if is_unbidden(one.message)}
            choice = may_leave(waiting, called, limit, minutes.told(uow, workers), uow.now)
            chosen += choice.parcels
            deferred |= choice.deferred
            called += [one.posted.message.to for one in choice.parcels]
            held_back = held_back or choice.held_back
            busy.update(called, (one.message.to for one in waiting))
            if len(waiting) < look or len(chosen) >= ENOUGH or len(called) >= limit:
                break
            look *= 2
        minutes.defer(uow, deferred)
        return chosen[:BATCH], len(deferred), held_back

    def _recover(self, uow: UnitOfWork) -> int:
        interrupted = store.interrupted(uow, BATCH)
        lost = [one for one in interrupted if not self._is_to_ask_for(one, uow.now)]
        for posted in lost:
            if posted.message.expires_at <= uow.now:
                service.settle(uow, posted, Fate(OutboxState.EXPIRED, report=Report.EXPIRED))
            elif posted.state is OutboxState.LEASED:
                service.settle(uow, posted, Fate(OutboxState.QUEUED, due_at=uow.now))
            else:
                service.settle(uow, posted, fate_of_unknown(posted, uow.now, "interrupted"))
        return len(lost)

    def _is_to_ask_for(self, posted: Posted, now: datetime) -> bool:
        """Whether its provider can say if it was sent, and it still matters."""
        message = posted.message
        adopted = message.after_unknown is AfterUnknown.ADOPT and message.channel in self._channels
        return adopted and posted.state is OutboxState.CALLING and message.expires_at > now

    def _refuse_unknown_channels(self, uow: UnitOfWork) -> int:
        """A message on a channel that this installation has not set up fails at once, aloud."""
        fate = Fate(OutboxState.FAILED, failure="no_such_channel", report=Report.FAILED)
        unknown = sorted(set(ChannelName) - set(self._channels))
        refused = [one for channel in unknown for one in store.due(uow, channel, BATCH)]
        for posted in refused:
            service.settle(uow, posted, fate)
        return len(refused)

    def _ready(self, uow: UnitOfWork, chosen: list[Parcel]) -> tuple[list[Outgoing], int]:
        """Address, render and mark these messages; also how many ended here instead."""
        until = uow.now + LEASE
        late = [one.posted for one in chosen if one.posted.message.expires_at <= uow.now]
        there = [one for one in chosen if one.posted.message.expires_at > uow.now]
        expired = Fate(OutboxState.EXPIRED, report=Report.EXPIRED)
        ends: list[tuple[Posted, Fate, str | None]] = [(one, expired, None) for one in late]
        outgoing: list[Outgoing] = []
        for parcel, addressed in self._addressed(uow, there):
            if isinstance(addressed, Address):
                posted, *riders = (replace(one, attempts=one.attempts + 1) for one in parcel.all)
                words = (addressed.address, addressed.rendered)
                outgoing.append(Outgoing(posted, tuple(riders), *words, until))
            else:
                ends.append((parcel.posted, addressed, None))
        service.settle_all(uow, ends)
        for state in (OutboxState.CALLING, OutboxState.LEASED):
            marked = [one for one in outgoing if _begins_as(one) is state]
            store.begin_attempt(uow, [each.id for one in marked for each in one.all], state, until)
        return outgoing, len(ends)

    def _addressed(
        self, uow: UnitOfWork, parcels: list[Parcel]
    ) -> Iterator[tuple[Parcel, Address | Fate]]:
        """Each with address and words, or its fate. One of which something is wrong goes alone."""
        messages = [_shown(one) for one in parcels]
        found = address_and_render(uow, messages, self._postmark)
        for parcel, addressed in zip(parcels, found, strict=True):
            if isinstance(addressed, Fate) and parcel.riders:
                alone = Parcel(parcel.posted)
                yield alone, address_and_render(uow, [_shown(alone)], self._postmark)[0]
            else:
                yield parcel, addressed

    async def _send(self, turnstile: asyncio.Semaphore, item: Outgoing) -> Outcome | None:
        """Call the channel once; None when the message is not this worker's to send any more."""
        async with turnstile:
            message = item.posted.message
            if not await self._may_call(item):
                return None
            self._seams.reach(BEFORE_SEND)
            try:
                outcome = await self._channels[message.channel].send(
                    item.address, item.rendered, item.posted.id
                )
            except Exception as error:
                log.exception("channel_raised", channel=message.channel)
                outcome = Unknown(type(error).__name__)
            self._seams.reach(AFTER_SEND)
            return outcome

    async def _may_call(self, item: Outgoing) -> bool:
        """Mark what must not be sent twice immediately before its call.

        The rest was marked with its batch: a worker that stood still may come too late for it.
        """
        if _begins_as(item) is OutboxState.CALLING:
            return self._database.now() < item.until
        try:
            return await self._database.aio(partial(self._begin_call, item))
        except Exception:
            # The others' outcomes must not be lost with it: its lease runs out, then it is due.
            log.exception("call_not_begun", message=item.posted.id)
            return False

    def _begin_call(self, item: Outgoing) -> bool:
        """All of it or nothing: what was withdrawn must not be said among the others."""
        ids = [one.id for one in item.all]
        with self._database.write() as uow:
            begun = store.begin_call(uow, ids, uow.now + LEASE)
            if 0 < begun < len(ids):
                raise TornBundleError
            return begun > 0

    async def _write_down(self) -> None:
        """Settle what is known; when the database is away it stays known for the next run."""
        known = [(item, outcome) for item, outcome in self._known if outcome is not None]
        if known:
            await self._database.aio(partial(self._settle, known))
        self._known.clear()

    def _settle(self, known: list[tuple[Outgoing, Outcome]]) -> None:
        """All at once, in one order in every worker; one that cannot be settled fails alone.

        When it is the database that fails, it raises, and all stays known.
        """
        with self._database.write() as uow:
            fates: list[tuple[Posted, Fate, str | None]] = []
            for item, outcome in sorted(known, key=lambda one: one[0].posted.message.to):
                _alarm(outcome, item)
                fates += [
                    (posted, fate, item.address) for posted, fate in _fates(item, outcome, uow.now)
                ]
            try:
                with uow.apart():
                    service.settle_all(uow, fates)
            except Exception as error:
                if database_failed(error):
                    raise
                log.exception("batch_not_settled", count=len(fates))
                for posted, fate, address in fates:
                    self._settle_alone(uow, posted, fate, address)

    @staticmethod
    def _settle_alone(uow: UnitOfWork, posted: Posted, fate: Fate, address: str | None) -> None:
        try:
            with uow.apart():
                service.settle(uow, posted, fate, address)
        except Exception as error:
            if database_failed(error):
                raise
            log.exception("message_not_settled", message=posted.id)


def _in_their_minute(uow: UnitOfWork, chosen: list[Parcel]) -> list[Parcel]:
    """Without those to people whom another worker is just telling something."""
    paced = {one.to for each in chosen if is_unbidden(one := each.posted.message)}
    not_now = paced - minutes.take(uow, paced)
    return [
        one
        for one in chosen
        if one.posted.message.to not in not_now or not is_unbidden(one.posted.message)
    ]


def _shown(parcel: Parcel) -> Message:
    """What is rendered: the message, or one that shows all that leaves with it."""
    together = [one.message for one in parcel.all]
    return bundle_of(together) if parcel.riders else parcel.posted.message


def _fates(item: Outgoing, outcome: Outcome, now: datetime) -> Iterator[tuple[Posted, Fate]]:
    """What becomes of each. None in a bundle has a message that could be edited later."""
    for posted in item.all:
        fate = fate_of(outcome, posted, now)
        if item.riders and fate.provider_id is not None:
            fate = replace(fate, provider_id=f"{store.IN_BUNDLE}{fate.provider_id}")
        yield posted, replace(fate, lost_channel=fate.lost_channel and posted is item.posted)


def _begins_as(item: Outgoing) -> OutboxState:
    """What must not be sent twice is marked as called only immediately before its own call.

    So is what was tried before: whoever tried may say by then that it was sent after all.
    """
    first = all(one.attempts == 1 for one in item.all)
    at_once = first and item.posted.message.after_unknown is AfterUnknown.RESEND
    return OutboxState.CALLING if at_once else OutboxState.LEASED


def _alarm(outcome: Outcome, item: Outgoing) -> None:
    if isinstance(outcome, Refused) and outcome.why in {Refusal.CONFIG, Refusal.INVALID}:
        log.error("channel_refused", channel=item.posted.message.channel, reason=outcome.why)
