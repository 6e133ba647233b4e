"""Plugs as other packages use them."""

from plugs.service.accounts import (
    BrokerFiles,
    Credentials,
    broker_files,
    name_of,
    open_account,
    renew_account,
)
from plugs.service.hearing import DEAF_AFTER, Tally, announced_by, hear, learn, line_opened
from plugs.service.knowing import recording_of
from plugs.service.notes import advice, note_in_words, notes_of, standing_notes
from plugs.service.registry import (
    NotAgreedError,
    TopicTakenError,
    UnknownDeviceError,
    WrongTopicError,
    add_device,
    by_state,
    device,
    devices_of,
    has_informative_plug,
    household_devices,
    last_heard,
    left_behind,
    oddities,
    overdue,
    remove_device,
    silences,
    topics_wanted,
)
from plugs.service.telling import in_words, silences_since
from plugs.service.watching import Plugs

__all__ = [
    "DEAF_AFTER",
    "BrokerFiles",
    "Credentials",
    "NotAgreedError",
    "Plugs",
    "Tally",
    "TopicTakenError",
    "UnknownDeviceError",
    "WrongTopicError",
    "add_device",
    "advice",
    "announced_by",
    "broker_files",
    "by_state",
    "device",
    "devices_of",
    "has_informative_plug",
    "hear",
    "household_devices",
    "in_words",
    "last_heard",
    "learn",
    "left_behind",
    "line_opened",
    "name_of",
    "note_in_words",
    "notes_of",
    "oddities",
    "open_account",
    "overdue",
    "recording_of",
    "remove_device",
    "renew_account",
    "silences",
    "silences_since",
    "standing_notes",
    "topics_wanted",
]
