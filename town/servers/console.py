"""The console of another service in the town: it decides by its own rule, and tells the city."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx

LATE = timedelta(minutes=35)
"""So long after the fact it tells: it looks at the hours of a day once they are over."""


class NotTakenError(Exception):
    """The city does not take what the console says; a real one would post it again."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The city answered {status} to another service.")
        self.status = status


class Console:
    """Posts signed JSON, as the vendor was told to: HMAC-SHA256 of the moment and the body."""

    def __init__(
        self, url: str, secret: str, client: httpx.AsyncClient, now: Callable[[], datetime]
    ) -> None:
        self._url = url
        self._secret = secret.encode()
        self._client = client
        self._now = now
        self._posted = 0

    async def tells(self, number: str, level: str, message: str) -> None:
        """One message about whoever has this number. Raises NotTakenError."""
        now = self._now()
        self._posted += 1
        event = {
            "event_id": f"E{self._posted:06}",
            "contract": {"no": number},
            "level": level,
            "at": (now - LATE).isoformat(),
            "message": message,
        }
        body = json.dumps({"data": {"items": [event]}}, ensure_ascii=False).encode()
        signed_at = int(now.timestamp())
        mac = hmac.new(self._secret, f"{signed_at}.".encode() + body, hashlib.sha256)
        headers = {
            "Content-Type": "application/json",
            "Anbu-Signature": f"t={signed_at},v1={mac.hexdigest()}",
        }
        answer = await self._client.post(self._url, content=body, headers=headers)
        if answer.status_code != HTTPStatus.ACCEPTED:
            raise NotTakenError(answer.status_code)
