"""Twilio's text messages and calls, and the phones at the other end."""

from town.servers.twilio.conversation import Failure
from town.servers.twilio.model import (
    Answer,
    Busy,
    Call,
    Failed,
    Handsets,
    HangsUp,
    Heard,
    Incoming,
    Key,
    Line,
    NoAnswer,
    Reaction,
    Ring,
    Says,
    Silence,
    Sms,
    SmsFate,
    TwilioSettings,
    Voicemail,
)
from town.servers.twilio.server import TwilioApi, TwilioCounts
from town.servers.twilio.webhooks import SIGNATURE_HEADER, signature

__all__ = [
    "SIGNATURE_HEADER",
    "Answer",
    "Busy",
    "Call",
    "Failed",
    "Failure",
    "Handsets",
    "HangsUp",
    "Heard",
    "Incoming",
    "Key",
    "Line",
    "NoAnswer",
    "Reaction",
    "Ring",
    "Says",
    "Silence",
    "Sms",
    "SmsFate",
    "TwilioApi",
    "TwilioCounts",
    "TwilioSettings",
    "Voicemail",
    "signature",
]
