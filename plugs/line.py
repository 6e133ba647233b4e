"""The line to the broker: where it is, who we are to it, and how it does."""

from dataclasses import dataclass, field
from datetime import datetime

from plugs.decoders import ANNOUNCEMENTS

TOPICS = frozenset({"tele/#", "stat/#", "zigbee2mqtt/#"})
"""Always listened to, so that a plug which speaks before it is installed is noticed."""


@dataclass(frozen=True, slots=True)
class Line:
    """The broker and who we are to it. Two processes with one client id cut each other off.

    Several listeners with the same `group`, and each a client id of its own, share the work.
    """

    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    client_id: str = "anbu-plugs"
    group: str | None = None

    def subscription(self, topic: str) -> str:
        """What to subscribe to for a topic. The broker shares nothing that is retained."""
        return (
            topic
            if self.group is None or topic in ANNOUNCEMENTS
            else f"$share/{self.group}/{topic}"
        )


@dataclass(frozen=True, slots=True)
class Health:
    """How the listener does. `connected`: the broker sends us what we asked for.

    `alive`: both threads run. `heard_at`: when the last message came.
    """

    connected: bool
    alive: bool
    received: int
    handled: int
    heard_at: datetime | None
