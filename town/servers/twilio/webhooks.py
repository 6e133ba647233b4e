"""Twilio's requests to the service: signed, form encoded, never repeated."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Final
from urllib.parse import urlencode

import httpx

from town.servers.doors import BackDoor
from town.servers.faults import Mishaps
from town.servers.timeline import Now, Schedule

SIGNATURE_HEADER: Final = "X-Twilio-Signature"


def signature(auth_token: str, url: str, params: Mapping[str, str]) -> str:
    """HMAC-SHA1 over the URL and the sorted parameters, in base64, as Twilio documents it."""
    signed = url + "".join(name + params[name] for name in sorted(params))
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _as_sent(url: str) -> str:
    """As it stands in the request, which is what gets signed.

    The fragment is cut off: there the service may override Twilio's time-outs.
    """
    return str(httpx.URL(url.partition("#")[0]))


class Webhooks:
    """Carries requests to the service under the account's signature."""

    def __init__(self, now: Now, schedule: Schedule, door: BackDoor, auth_token: str) -> None:
        self._now = now
        self._schedule = schedule
        self._door = door
        self._auth_token = auth_token
        self._count = 0
        self.mishaps = Mishaps()
        self.taken = 0
        self.lost = 0

    async def ask(
        self, url: str, params: Mapping[str, str], method: str = "POST"
    ) -> httpx.Response | None:
        """One request; None when the connection broke."""
        url = _as_sent(url)
        self._count += 1
        token = hashlib.sha256(f"webhook:{self._count}".encode()).hexdigest()[:36]
        headers = {"User-Agent": "TwilioProxy/1.1", "I-Twilio-Idempotency-Token": token}
        if method == "GET":
            url = _as_sent(url + ("&" if "?" in url else "?") + urlencode(params))
            headers[SIGNATURE_HEADER] = signature(self._auth_token, url, {})
            return await self._door.request("GET", url, headers=headers)
        headers[SIGNATURE_HEADER] = signature(self._auth_token, url, params)
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        content = urlencode(params).encode()
        return await self._door.request("POST", url, content=content, headers=headers)

    def tell(self, kind: str, url: str, params: Mapping[str, str], method: str = "POST") -> None:
        """Plan a status callback for this instant, unless something happens to it.

        `kind` is the status it reports; a test can hold back, double or lose it by that name.
        """
        if not url:
            return
        mishap = self.mishaps.take(kind)
        delay = mishap.delay
        if mishap.behind_next:
            delay = max(delay, timedelta(seconds=30))
        if mishap.copies == 0:
            self.lost += 1
        label = f"twilio callback {kind} {params.get('CallSid') or params.get('MessageSid')}"
        tell = partial(self._tell, url, dict(params), method)
        for _ in range(mishap.copies):
            self._schedule(self._now() + delay, tell, label)

    async def _tell(self, url: str, params: Mapping[str, str], method: str) -> None:
        taken = False
        try:
            answer = await self.ask(url, params, method)
            taken = answer is not None and answer.is_success
        finally:
            self.taken += taken
            self.lost += not taken
