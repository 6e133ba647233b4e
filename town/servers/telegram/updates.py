"""Updates on their way to the bot: by webhook, tried again when it fails, or by polling."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, TypeAlias

from town.servers.doors import BackDoor
from town.servers.faults import Mishap, Mishaps
from town.servers.telegram.model import ApiError, Json, bad_request
from town.servers.telegram.params import Params
from town.servers.timeline import Now, Schedule

RETRY_AFTER_S: Final = (5, 15, 60)
"""Seconds until the next try; the last one repeats."""
MAX_TRIES: Final = 10
HELD_BACK: Final = timedelta(seconds=30)
"""A held-back update comes after this time even when no other follows."""
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name, not a secret

_NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FIRST_UPDATE_ID: Final = 700_000_001


Gone: TypeAlias = Callable[[], Awaitable[object]]
"""Returns when the client that waits for an answer has closed its connection."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go, and the secret that proves they come from here."""

    url: str
    secret: str
    max_connections: int


@dataclass(slots=True)
class _Pending:
    body: Json
    tries: int = 0
    copies: int = 1
    on_its_way: bool = False


class Updates:
    """Numbers, keeps and delivers updates until they are taken or given up."""

    def __init__(self, now: Now, schedule: Schedule, door: BackDoor) -> None:
        self._now = now
        self._schedule = schedule
        self._door = door
        self._pending: dict[int, _Pending] = {}
        self._held: list[int] = []
        self._next_id = _FIRST_UPDATE_ID
        self._allowed: frozenset[str] | None = None
        self._last_error: Json = {}
        self._poll: asyncio.Event | None = None
        self._closed = False
        self.webhook: Webhook | None = None
        self.mishaps = Mishaps()
        self.delivered = 0
        self.lost = 0
        self.waiting = 0

    @property
    def pending(self) -> int:
        """Updates that nobody has taken yet."""
        return len(self._pending)

    # ------------------------------------------------------------------- the bot's methods

    def set_webhook(self, params: Params) -> bool:
        """`setWebhook`; an empty url is `deleteWebhook`. Updates that wait are sent at once."""
        url = params.text("url")
        if not url:
            return self.delete_webhook(params)
        if not url.startswith(("http://", "https://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = params.text("secret_token")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self._configure(params)
        self.webhook = Webhook(url, secret, params.integer("max_connections", 40))
        for update_id in self._pending:
            self._later(update_id, timedelta(0))
        return True

    def delete_webhook(self, params: Params) -> bool:
        """`deleteWebhook`."""
        self._configure(params)
        self.webhook = None
        return True

    def _configure(self, params: Params) -> None:
        self._allow(params.json("allowed_updates"))
        if params.flag("drop_pending_updates"):
            self._pending.clear()

    def _allow(self, kinds: object) -> None:
        """Left out: as before. An empty list: the default kinds."""
        if isinstance(kinds, list):
            self._allowed = frozenset(map(str, kinds)) or None

    def info(self, _params: Params) -> Json:
        """`getWebhookInfo`."""
        info: Json = {
            "url": self.webhook.url if self.webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": self.pending,
            **self._last_error,
        }
        if self.webhook:
            info["max_connections"] = self.webhook.max_connections
        if self._allowed:
            info["allowed_updates"] = sorted(self._allowed)
        return info

    async def poll(self, params: Params, gone: Gone) -> list[Json]:
        """`getUpdates`: at once when there is something, else waits up to `timeout` seconds.

        This is the only real waiting in the town; it ends when the client is `gone`.

        Raises:
            ApiError: 409, a webhook is set or another poller took over.
        """
        if self.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._allow(params.json("allowed_updates"))
        self._confirm(params.integer("offset"))
        poll = self._take_over()
        if not self._pending:
            await self._wait(poll, gone, params.integer("timeout"))
        if self._poll is not poll:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        limit = params.integer("limit", 100)
        return [pending.body for pending in self._pending.values()][:limit]

    def _confirm(self, offset: int) -> None:
        below = offset if offset >= 0 else self._next_id + offset
        for update_id in [taken for taken in self._pending if taken < below]:
            del self._pending[update_id]
            self.delivered += 1

    def _take_over(self) -> asyncio.Event:
        if self._poll:
            self._poll.set()
        self._poll = asyncio.Event()
        return self._poll

    async def _wait(self, poll: asyncio.Event, gone: Gone, timeout_s: int) -> None:
        if timeout_s <= 0 or self._closed:
            return
        waits = {asyncio.ensure_future(poll.wait()), asyncio.ensure_future(gone())}
        self.waiting += 1
        try:
            await asyncio.wait(waits, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.waiting -= 1
            for wait in waits:
                wait.cancel()

    def close(self) -> None:
        """Let waiting pollers go; from now on `getUpdates` answers at once."""
        self._closed = True
        if self._poll:
            self._poll.set()

    # ----------------------------------------------------------------- from the town's side

    async def announce(self, kind: str, content: Json) -> int | None:
        """A new update: its id, or None when the bot did not ask for this kind."""
        wanted = kind not in _NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed
        if not wanted:
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._pending[update_id] = _Pending({"update_id": update_id, kind: content})
        if self.webhook is None:
            if self._poll:
                self._poll.set()
            return update_id
        await self._send_off(update_id, self.mishaps.take(kind))
        return update_id

    async def _send_off(self, update_id: int, mishap: Mishap) -> None:
        self._pending[update_id].copies = mishap.copies
        if mishap.copies == 0:
            self._give_up(update_id)
            return
        if mishap.behind_next:
            self._held.append(update_id)
            self._later(update_id, HELD_BACK)
            return
        if mishap.delay:
            self._later(update_id, mishap.delay)
            return
        await self._attempt(update_id)
        held, self._held = self._held, []
        for earlier in held:
            await self._attempt(earlier)

    def _later(self, update_id: int, delay: timedelta) -> None:
        label = f"telegram update {update_id}"
        self._schedule(self._now() + delay, partial(self._attempt, update_id), label)

    async def _attempt(self, update_id: int) -> None:
        """Post one update; whatever comes out of it, the update is taken, retried or lost."""
        pending = self._pending.get(update_id)
        if pending is None or pending.on_its_way or self.webhook is None:
            return
        pending.tries += 1
        pending.on_its_way = True
        taken = False
        try:
            taken = await self._post(self.webhook, pending.body)
        finally:
            self._settle(update_id, pending, taken=taken)

    def _give_up(self, update_id: int) -> None:
        if self._pending.pop(update_id, None):
            self.lost += 1

    def _settle(self, update_id: int, pending: _Pending, *, taken: bool) -> None:
        pending.on_its_way = False
        if taken:
            pending.copies -= 1
            self.delivered += 1
            if pending.copies > 0:
                self._later(update_id, timedelta(0))
            else:
                self._pending.pop(update_id, None)
        elif pending.tries >= MAX_TRIES:
            self._give_up(update_id)
        else:
            wait_s = RETRY_AFTER_S[min(pending.tries, len(RETRY_AFTER_S)) - 1]
            self._later(update_id, timedelta(seconds=wait_s))

    async def _post(self, webhook: Webhook, body: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[SECRET_HEADER] = webhook.secret
        content = json.dumps(body).encode()
        answer = await self._door.request("POST", webhook.url, content=content, headers=headers)
        if answer is not None and answer.is_success:
            return True
        why = "Connection closed"
        if answer is not None:
            phrase = f"{answer.status_code} {answer.reason_phrase}"
            why = f"Wrong response from the webhook: {phrase}"
        seconds = int(self._now().timestamp())
        self._last_error = {"last_error_date": seconds, "last_error_message": why}
        return False
