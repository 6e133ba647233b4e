"""What devices of each make say, as records. Pure.

A decoder is `decode(topic, payload) -> tuple[Record, ...]`: empty when the message holds nothing
for us, UnreadableError when it should have and cannot be read. Topics belong to one family only.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plugs.decoders import discovery, esphome, shelly, shelly_gen1, tasmota, tuya2mqtt, zigbee2mqtt
from plugs.decoders.discovery import FILTERS as ANNOUNCEMENTS
from plugs.decoders.discovery import is_announcement
from plugs.decoders.fields import TOPICS_KEPT, UnreadableError
from plugs.model import Announced, Family, Heard, Learnt, Message, Oddity, Oddness, Record

__all__ = [
    "ANNOUNCEMENTS",
    "UnreadableError",
    "decode",
    "digest_of",
    "family_of",
    "filters",
    "is_announcement",
    "read",
]

_DIGEST_CHARS = 16


@dataclass(frozen=True, slots=True)
class Decoder:
    """A family's: whether a topic is its own, what is said there, and what to subscribe to."""

    claims: Callable[[str], bool]
    decode: Callable[[str, bytes], tuple[Record, ...]]
    filters: Callable[[str], tuple[str, ...]]


DECODERS: Mapping[Family, Decoder] = {
    family: Decoder(module.claims, module.decode, module.filters)
    for family, module in (
        (Family.ZIGBEE2MQTT, zigbee2mqtt),
        (Family.TUYA2MQTT, tuya2mqtt),
        (Family.HOMEASSISTANT, discovery),
        (Family.TASMOTA, tasmota),
        (Family.SHELLY_GEN1, shelly_gen1),
        (Family.SHELLY, shelly),
        (Family.ESPHOME, esphome),
    )
}
"""In the order in which they are asked for a topic."""


@lru_cache(maxsize=TOPICS_KEPT)
def family_of(topic: str) -> Family:
    """Whose topic it is. What nobody claims is Zigbee2MQTT's, under a base of another name."""
    return next(
        (family for family, known in DECODERS.items() if known.claims(topic)), Family.ZIGBEE2MQTT
    )


def filters(family: Family, key: str) -> tuple[str, ...]:
    """What to subscribe to for a device of a family."""
    return DECODERS[family].filters(key)


def decode(topic: str, payload: bytes, announced: Sequence[Announced] = ()) -> tuple[Record, ...]:
    """The records of a message of any family. Raises UnreadableError.

    `announced`: what installed devices said of themselves; a topic named there is theirs.
    """
    if any(one.topic == topic for one in announced):
        return discovery.decode(topic, payload, announced)
    return DECODERS[family_of(topic)].decode(topic, payload)


def read(message: Message, announced: Sequence[Announced] = ()) -> Heard | Learnt | Oddity:
    """A message with its records, or why it is set aside. Never raises."""
    try:
        if is_announcement(message.topic):
            return Learnt(message, discovery.learn(message.topic, message.payload))
        return Heard(message, decode(message.topic, message.payload, announced))
    except UnreadableError as error:
        return Oddity(error.reason, digest_of(message.payload), message.at)
    except Exception:  # noqa: BLE001 - whatever a stranger sends must not stop the listener
        return Oddity(Oddness.WRONG_SHAPE, digest_of(message.payload), message.at)


def digest_of(content: bytes | bytearray) -> str:
    """A few hex digits that tell contents apart without keeping them."""
    return hashlib.sha256(content).hexdigest()[:_DIGEST_CHARS]
