"""The addresses of ours that Twilio calls, and what we write into them.

Everything behind the question mark is covered by Twilio's signature: it comes back as we wrote
it. `ob` is the id of the message in the outbox, by which a callback proves that it was sent.
"""

from __future__ import annotations

from urllib.parse import urlencode

from messaging.render.voice import Manner
from phone.dialogue import Asked, Turn

ANSWERED = "/twilio/call"
KEY = "/twilio/call/key"
PIN = "/twilio/call/pin"
CALL_STATUS = "/twilio/call/status"
SMS_STATUS = "/twilio/sms/status"
WROTE = "/twilio/sms"
RANG_US = "/twilio/inbound"
FALLBACK = "/twilio/fallback"
PATHS = (ANSWERED, KEY, PIN, CALL_STATUS, SMS_STATUS, WROTE, RANG_US, FALLBACK)

MESSAGE = "ob"
LANGUAGE = "l"
RATE = "r"
BY_WORDS = "w"
ASKED = "a"


class Addresses:
    """Full addresses below the service's public one."""

    def __init__(self, public_base_url: str) -> None:
        self._base = public_base_url.rstrip("/")

    def answered(self, outbox_id: str, asked: Asked = Asked.RESIDENT) -> str:
        """Where Twilio asks what to say when our call is picked up, and who is asked what."""
        asks = {} if asked is Asked.RESIDENT else {ASKED: asked.value}
        return self._full(ANSWERED, {MESSAGE: outbox_id, **asks})

    def key(self, turn: Turn, outbox_id: str | None, manner: Manner) -> str:
        """Where the key or the words go that answer the question of `turn`."""
        return self._of_turn(KEY, turn, outbox_id, manner)

    def pin(self, turn: Turn, outbox_id: str | None, manner: Manner) -> str:
        """Where her PIN goes, which is recorded nowhere."""
        return self._of_turn(PIN, turn, outbox_id, manner)

    def call_status(self, outbox_id: str) -> str:
        return self._full(CALL_STATUS, {MESSAGE: outbox_id})

    def sms_status(self, outbox_id: str) -> str:
        return self._full(SMS_STATUS, {MESSAGE: outbox_id})

    def fallback(self) -> str:
        """What Twilio asks for when another address of ours failed."""
        return self._full(FALLBACK, {})

    def _of_turn(self, path: str, turn: Turn, outbox_id: str | None, manner: Manner) -> str:
        message = {} if outbox_id is None else {MESSAGE: outbox_id}
        return self._full(path, {**message, **turn.as_query(), **_as_query(manner)})

    def _full(self, path: str, query: dict[str, str]) -> str:
        return f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")


def _as_query(manner: Manner) -> dict[str, str]:
    by_words = {BY_WORDS: "1"} if manner.by_words else {}
    return {LANGUAGE: manner.language.value, RATE: str(manner.rate), **by_words}
