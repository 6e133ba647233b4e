"""Vendors as other packages use them."""

from vendors.service.entering import enter, give, settle, waiting
from vendors.service.files import import_file
from vendors.service.inbox import VendorEdge, inbound
from vendors.service.lookup import Standing, overdue, standings
from vendors.service.registry import (
    ServedAlreadyError,
    UnknownVendorError,
    VendorExistsError,
    WrongNameError,
    WrongNumberError,
    add_vendor,
    change_map,
    change_secret,
    end_serving,
    end_vendor,
    serve,
    served,
    takes_key,
    vendor,
)
from vendors.service.taking import SUBJECT
from vendors.service.telling import alarms_in_words
from vendors.service.watching import Vendors

__all__ = [
    "SUBJECT",
    "ServedAlreadyError",
    "Standing",
    "UnknownVendorError",
    "VendorEdge",
    "VendorExistsError",
    "Vendors",
    "WrongNameError",
    "WrongNumberError",
    "add_vendor",
    "alarms_in_words",
    "change_map",
    "change_secret",
    "end_serving",
    "end_vendor",
    "enter",
    "give",
    "import_file",
    "inbound",
    "overdue",
    "serve",
    "served",
    "settle",
    "standings",
    "takes_key",
    "vendor",
    "waiting",
]
