"""The token in the address of a page: its id and a keyed fingerprint that nobody can make up."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork

MAC_CHARS = 22
_TOKEN = re.compile(rf"([0-9A-HJKMNP-TV-Z]{{26}})\.([0-9a-f]{{{MAC_CHARS}}})")


def token(uow: UnitOfWork, link_id: str, purpose: str) -> str:
    """The token of the page with this id; pages of another `purpose` have others."""
    return f"{link_id}.{_mac(uow, link_id, purpose)}"


def link_of(uow: UnitOfWork, said: str, purpose: str) -> str | None:
    """The id of the page with this token; None when we never made it for this purpose."""
    parts = _TOKEN.fullmatch(said)
    if parts is None:
        return None
    return parts[1] if hmac.compare_digest(_mac(uow, parts[1], purpose), parts[2]) else None


def _mac(uow: UnitOfWork, link_id: str, purpose: str) -> str:
    return uow.vault.blind(purpose, link_id)[:MAC_CHARS]
