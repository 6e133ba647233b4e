"""Short addresses of answer pages: a text message has room for 16 characters of them.

An address holds the page's number and a keyed fingerprint of it. Neither the outbox nor the
database knows an address that works, and nobody can make one up.
"""

from __future__ import annotations

import hmac
import re

from sqlmodel import col, select

from foundation.keyring import KeyRing
from foundation.sql import insert_new
from foundation.unit_of_work import UnitOfWork
from phone.tables import AnswerPageRow

PATH = "/a"
PURPOSE = "answer-page"
NUMBER_CHARS = 5
MAC_CHARS = 11
TOKEN_CHARS = NUMBER_CHARS + MAC_CHARS
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""Telephones recognise an address up to its last letter or digit: there is nothing else in it."""
_MAC_HEX_DIGITS = 16
_TOKEN = re.compile(rf"[0-9A-Za-z]{{{TOKEN_CHARS}}}", re.ASCII)


def page_url(uow: UnitOfWork, base_url: str, checkin_id: str) -> str:
    """The address of a check-in's page, for the moment in which a text is sent."""
    insert_new(uow.session, AnswerPageRow, [{"checkin_id": checkin_id}])
    page = uow.session.exec(
        select(AnswerPageRow.number).where(col(AnswerPageRow.checkin_id) == checkin_id)
    ).one()
    assert page is not None  # noqa: S101 - the database has numbered it
    return f"{base_url}{PATH}/{_number(page)}{_mac(uow.vault.blind(PURPOSE, str(page)))}"


def page_in(token: str, keyring: KeyRing) -> int | None:
    """The page of a token that we made, else None. Reads nothing."""
    if not _TOKEN.fullmatch(token):
        return None
    page = 0
    for digit in token[:NUMBER_CHARS]:
        page = page * len(_DIGITS) + _DIGITS.index(digit)
    mac = _mac(keyring.blind(PURPOSE, str(page)))
    return page if hmac.compare_digest(mac, token[NUMBER_CHARS:]) else None


def checkin_behind(uow: UnitOfWork, page: int) -> str | None:
    """The id of the check-in that a page asks for."""
    return uow.session.exec(
        select(AnswerPageRow.checkin_id).where(col(AnswerPageRow.number) == page)
    ).first()


def _number(page: int) -> str:
    """Raises ValueError once all numbers of this length are used up."""
    return _spelt(page, NUMBER_CHARS)


def _mac(fingerprint: str) -> str:
    """The first 64 bits of a keyed fingerprint in hex digits."""
    return _spelt(int(fingerprint[:_MAC_HEX_DIGITS], 16), MAC_CHARS)


def _spelt(number: int, length: int) -> str:
    spelt = ""
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        spelt = _DIGITS[digit] + spelt
    if number:
        message = f"a number does not fit into {length} characters"
        raise ValueError(message)
    return spelt
