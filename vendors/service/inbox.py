"""The edge for `Source.VENDORS`: what a vendor posted, read by its map."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from signals.intake import Inbound
from signals.model import Source
from vendors import decide, store
from vendors.model import Fault, How, Unread
from vendors.service import taking
from vendors.service.registry import parsed, takes_key

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork


def inbound(vendor: str, key: int, body: bytes, now: datetime) -> Inbound:
    """A post that was signed with the secret of this number, as a fact from outside."""
    digest = hashlib.sha256(body).hexdigest()
    return Inbound(Source.VENDORS, f"{vendor}:{key}:{digest}", body, now)


class VendorEdge:
    """Records messages once, each by the vendor's own id or by what is in it."""

    @staticmethod
    def receive(uow: UnitOfWork, fact: Inbound) -> None:
        """Never raises for its content. What the spool held is looked at like at the door."""
        name, key, digest = fact.source_id.split(":")
        known = store.vendor(uow, name)
        if known is None:  # its name is signed, and a vendor is never removed
            return
        arrival = taking.Arrival(name, How.WEBHOOK, fact.received_at)
        if not takes_key(known, int(key), fact.received_at):
            raw = decide.readable(fact.body.decode("utf-8", "replace"))[: decide.RAW_CHARS]
            taking.take(uow, arrival, Unread(digest, Fault.OLD_SECRET, raw))
            return
        by = parsed(store.map_of(uow, name))
        for one in decide.events_of(fact.body, by, fact.received_at):
            taking.take(uow, arrival, one)
