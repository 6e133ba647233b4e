"""The line to the broker: where it is, who we are to it, and how it does."""

from dataclasses import dataclass, field
from datetime import datetime

from plugs.decoders import ANNOUNCEMENTS

TOPICS = frozenset({"tele/#", "stat/#", "zigbee2mqtt/#"})
"""Always listened to, so that a plug which speaks before it is installed is noticed."""


@dataclass(frozen=True, slots=True)
class Line:
    """The broker and who we are to it. Two processes with one client id cut each other off.

    Listeners of the same `share` divide the messages among them. `mqtts` is checked by `ca_file`,
    without it by the system's authorities; we show `certificate_file` where the broker wants one.
    """

    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    client_id: str = "anbu-plugs"
    share: str | None = None
    ca_file: str | None = None
    certificate_file: str | None = None
    key_file: str | None = None

    def subscription(self, topic: str) -> str:
        """What to subscribe to for a topic. The broker shares nothing that is retained."""
        return (
            topic
            if self.share is None or topic in ANNOUNCEMENTS
            else f"$share/{self.share}/{topic}"
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
