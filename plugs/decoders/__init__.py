"""What devices of each make say, as records. Pure.

A decoder is `decode(topic, payload) -> tuple[Record, ...]`: empty when the message holds nothing
for us, UnreadableError when it should have and cannot be read. Topics belong to one family only.
"""

import hashlib

from plugs.decoders import tasmota, zigbee2mqtt
from plugs.decoders.fields import UnreadableError
from plugs.model import Heard, Message, Oddity, Oddness, Record

__all__ = ["UnreadableError", "decode", "digest_of", "read"]

_DIGEST_CHARS = 16


def decode(topic: str, payload: bytes) -> tuple[Record, ...]:
    """The records of a message of any family. Raises UnreadableError."""
    if tasmota.claims(topic):
        return tasmota.decode(topic, payload)
    return zigbee2mqtt.decode(topic, payload)


def read(message: Message) -> Heard | Oddity:
    """A message with its records, or why it is set aside. Never raises."""
    try:
        return Heard(message, decode(message.topic, message.payload))
    except UnreadableError as error:
        return Oddity(error.reason, digest_of(message.payload), message.at)
    except Exception:  # noqa: BLE001 - whatever a stranger sends must not stop the listener
        return Oddity(Oddness.WRONG_SHAPE, digest_of(message.payload), message.at)


def digest_of(content: bytes | bytearray) -> str:
    """A few hex digits that tell contents apart without keeping them."""
    return hashlib.sha256(content).hexdigest()[:_DIGEST_CHARS]
