"""What the one who installed a plug sees of it: whether it speaks, and whether it tells anything.

No word of whose home it is. When a kettle was used is hers all the same: a page belongs to the
browser that opened it first, and closes with the device or after `OPEN_FOR`.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from foundation import page_tokens
from plugs.decide.contact import FIRST_INTERVAL
from plugs.routine.worth import ENOUGH_DAYS, Worth
from plugs.service import knowing
from plugs.service.registry import device
from plugs.store import pages

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from plugs.model import Device

PATH = "/p"
OPEN_FOR = timedelta(days=30)
_PURPOSE = "installer-page"
_PAUSES = 3
"""So many reports in a row may be missed on the way."""


class Speaks(StrEnum):
    """Whether anything comes from a plug."""

    NOT_YET = "not_yet"
    ARRIVES = "arrives"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows. `watts` as told last; `heard_at` None before anything came.

    `worth` is None until `days` are enough to tell; `days` are those measured so far.
    """

    speaks: Speaks
    heard_at: datetime | None
    watts: float | None
    days: int
    worth: Worth | None = None
    weak: bool = False
    events_a_day: float = 0.0
    empty_days: float = 0.0


class Closed(StrEnum):
    """Why a page shows nothing."""

    GONE = "gone"
    OTHER_BROWSER = "other_browser"
    NOT_OPENED = "not_opened"
    """Nobody has opened it yet: it asks whether this is the telephone to do it with."""


def issue_page(uow: UnitOfWork, device_id: str, base_url: str) -> str:
    """The address of a new page for whoever installs a device; earlier ones are closed.

    Raises UnknownDeviceError.
    """
    page_id = pages.issue(uow, device(uow, device_id).id)
    return f"{base_url}{PATH}/{page_tokens.token(uow, page_id, _PURPOSE)}"


def is_ours(uow: UnitOfWork, token: str) -> bool:
    """Whether we made this token, whatever became of its page. Reads nothing."""
    return page_tokens.link_of(uow, token, _PURPOSE) is not None


def take_page(uow: UnitOfWork, token: str) -> str | Closed:
    """The cookie of the browser that opens the page now; it is the only one from then on."""
    page_id = page_tokens.link_of(uow, token, _PURPOSE)
    if page_id is None or _device_of(uow, page_id) is None:
        return Closed.GONE
    cookie = uow.ids.token()
    return cookie if pages.take(uow, page_id, _hash(cookie)) else Closed.OTHER_BROWSER


def look(uow: UnitOfWork, token: str, cookie: str | None, city: City) -> Seen | Closed:
    """What the page shows to this browser."""
    page_id = page_tokens.link_of(uow, token, _PURPOSE)
    found = None if page_id is None else _device_of(uow, page_id)
    if found is None:
        return Closed.GONE
    plug, browser = found
    if browser is None:
        return Closed.NOT_OPENED
    if cookie is None or not hmac.compare_digest(browser, _hash(cookie)):
        return Closed.OTHER_BROWSER
    return _seen(uow, plug, city)


def _device_of(uow: UnitOfWork, page_id: str) -> tuple[Device, str | None] | None:
    known = pages.get(uow, page_id)
    if known is None:
        return None
    device_id, issued_at, browser = known
    plug = device(uow, device_id)
    is_open = plug.removed_at is None and uow.now < issued_at + OPEN_FOR
    return (plug, browser) if is_open else None


def _seen(uow: UnitOfWork, plug: Device, city: City) -> Seen:
    watts = pages.last_watts(uow, plug.id)
    tracked = plug.contact.tracked
    speaks = _speaks(uow, plug)
    heard_at = None if speaks is Speaks.NOT_YET else tracked.heard_at
    told = knowing.worth_of(uow, plug, city)
    if told is None or told.days < ENOUGH_DAYS:
        return Seen(speaks, heard_at, watts, 0 if told is None else told.days)
    return Seen(
        speaks,
        heard_at,
        watts,
        told.days,
        told.worth,
        told.weak,
        told.events_a_day,
        told.empty_days,
    )


def _speaks(uow: UnitOfWork, plug: Device) -> Speaks:
    tracked = plug.contact.tracked
    if tracked.last_at is None:
        return Speaks.NOT_YET
    patience = _PAUSES * max(tracked.interval, FIRST_INTERVAL[plug.family])
    is_gone = tracked.offline_at is not None or uow.now - tracked.heard_at > patience
    return Speaks.STOPPED if is_gone else Speaks.ARRIVES


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
