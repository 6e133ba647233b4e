"""What the one who accepted a task may see of the resident, and how it is guarded.

A page's address holds the page's id and a keyed fingerprint of it: the outbox never knows the
address, and nobody can make one up. Behind it stand the person's PIN, the browser that opened the
page first, the resident's consent, and the task still being hers to do (docs/care.md 6).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import CursorResult, or_, update
from sqlmodel import col

from foundation import page_tokens
from residents import service as residents
from residents.model import Allowed, PinCheck, PinRight, PinWrong, Purpose
from tasks import store
from tasks.doors import also_hers
from tasks.model import Result, TaskKind, TaskState
from tasks.page_content import (
    AT_THE_DOOR,
    content,
    form_of,
    may_know,
    on_the_page,
    whom_for,
    whom_of,
)
from tasks.tables import PageLinkRow
from tasks.told import (
    Gone,
    Locked,
    OtherBrowser,
    Page,
    Shown,
    TakesResults,
    Thanked,
    Told,
    Withheld,
    WrongPin,
)

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task

PATH = "/t"
RESIDENT = "resident:"
_PURPOSE = "task-page"
_COOKIE = re.compile(r"[A-Za-z0-9_-]{22}")

VIEWED = "task_page.view"
READ_OUT = "task_call.read_out"
REFUSED_BROWSER = "task_page.other_browser"
"""Words of the access log."""

_OF_THE_OFFICE = frozenset({TaskKind.DECISION, TaskKind.DECEASED_CHECK, TaskKind.END_CHECK})


@dataclass(frozen=True, slots=True)
class Hers:
    """The work is this person's, and she gave her PIN; at a door, or not."""

    kind: TaskKind

    @property
    def at_the_door(self) -> bool:
        return self.kind in AT_THE_DOOR

    @property
    def by_keys(self) -> bool:
        """Whether how it went can be said by a few keys; the office's own decisions cannot."""
        return self.kind not in _OF_THE_OFFICE


@dataclass(frozen=True, slots=True)
class AtHand:
    """Work on a page that its person has open in her browser."""

    row: PageLinkRow
    task: Task
    cookie: str

    @property
    def person(self) -> Ref:
        return self.row.person


CheckPin: TypeAlias = Callable[["UnitOfWork", "Ref", str], PinCheck]


def page_url(uow: UnitOfWork, base_url: str, link_id: str) -> str:
    """The address of a page, for the moment in which a message is sent."""
    return f"{base_url}{PATH}/{page_tokens.token(uow, link_id, _PURPOSE)}"


def token_at_desk(uow: UnitOfWork, code: str) -> str | None:
    """The page of the work with this code, which a night desk has: no messenger tells it where."""
    task = store.with_code(uow, code)
    if task is None or task.state is not TaskState.ACCEPTED or task.accepted_by is None:
        return None
    link_id = store.link_of(uow, task.id, task.accepted_by)
    at_desk = residents.is_desk(uow, task.accepted_by)
    return page_tokens.token(uow, link_id, _PURPOSE) if at_desk and link_id is not None else None


def is_ours(uow: UnitOfWork, token: str) -> bool:
    """Whether we made this token, whatever became of its page. Reads nothing."""
    return page_tokens.link_of(uow, token, _PURPOSE) is not None


def open_page(
    uow: UnitOfWork,
    token: str,
    pin: str,
    cookie: str | None,
    place: str = "",
    check_pin: CheckPin = residents.check_pin,
) -> Page:
    """Answer one try to open a page; the caller commits whatever the answer is.

    `cookie` is what this browser brought, `place` its network address for the access log.
    `check_pin` must know the PINs of everybody who accepts tasks. Every answer costs one check.
    """
    row = _link(uow, token)
    task = None if row is None else _task_of(uow, row)
    if row is None or task is None:
        residents.pretend_to_check(pin)
        return Gone()
    match check_pin(uow, row.person, pin):
        case PinWrong(left):
            return WrongPin(left)
        case PinRight():
            return _to_browser(uow, row, task, cookie, place)
        case _:
            return Locked()


def read_out(
    uow: UnitOfWork,
    task_id: str,
    person: Ref,
    pin: str | None,
    check_pin: CheckPin = residents.check_pin,
) -> Told:
    """Whom the task of `person` is about, for her ear; the caller commits whatever the answer is.

    Withheld, too, where the resident did not agree to what a call says being spoken abroad.
    `pin` None: she has given it in the same call already.
    """
    hers = is_hers(uow, task_id, person, pin, check_pin)
    if not isinstance(hers, Hers):
        return hers
    task = store.get(uow, task_id)
    whom = None if task is None else whom_for(uow, person, task)
    if task is None or whom is None:
        return Gone()
    if not may_know(uow, person, task) or not _may_be_said_abroad(uow, whom.ref):
        return Withheld()
    residents.log_access(uow, person, whom.ref, READ_OUT, "call")
    return whom


def is_hers(
    uow: UnitOfWork,
    task_id: str,
    person: Ref,
    pin: str | None,
    check_pin: CheckPin = residents.check_pin,
) -> Hers | WrongPin | Locked | Gone:
    """Whether it is `person` who speaks, and the task hers; commit whatever the answer is.

    `pin` None: she has given it in the same call already.
    """
    task = store.get(uow, task_id)
    if task is None or task.state is not TaskState.ACCEPTED or task.accepted_by != person:
        return Gone()
    match PinRight() if pin is None else check_pin(uow, person, pin):
        case PinWrong(left):
            return WrongPin(left)
        case PinRight():
            return Hers(task.new.kind)
        case _:
            return Locked()


def report(
    uow: UnitOfWork,
    works: TakesResults,
    token: str,
    cookie: str | None,
    task_id: str,
    found: Result | datetime,
) -> Page:
    """What was found of one of the people on a page, or when she is back; the page afterwards."""
    at = at_hand(uow, token, cookie, task_id)
    if not isinstance(at, AtHand):
        return at
    one, fault = at.task, None
    if isinstance(found, datetime):
        fault = works.wait_for_her(uow, one, at.person, found)
    elif found in form_of(one, at.person):
        works.take_result(uow, one, at.person, found)
    left = look_again(uow, at)
    if isinstance(left, Shown):
        return replace(left, fault=fault)
    return left if isinstance(found, datetime) else Thanked(one.code, found)


def at_hand(
    uow: UnitOfWork, token: str, cookie: str | None, task_id: str
) -> AtHand | Gone | OtherBrowser | Withheld:
    """The work of one of the people on a page, before whoever opened it.

    The browser that opened the page with the PIN has its cookie: it is not asked again.
    """
    row = _link(uow, token)
    task = None if row is None else _task_of(uow, row)
    if row is None or task is None:
        return Gone()
    if cookie is None or row.opened_by != _hash(cookie):
        return OtherBrowser()
    hers = {one.id: one for one in on_the_page(uow, task, row.person)}
    if task_id not in hers:
        return Gone()
    one = hers[task_id]
    return AtHand(row, one, cookie) if may_know(uow, row.person, one) else Withheld()


def look_again(uow: UnitOfWork, at: AtHand) -> Shown | Gone:
    """The page as it is now, while there is work on it."""
    task = _task_of(uow, at.row)
    whom = None if task is None else whom_of(uow, task)
    if task is None or whom is None:
        return Gone()
    return content(uow, at.row, task, whom, at.cookie)


def _to_browser(
    uow: UnitOfWork, row: PageLinkRow, task: Task, cookie: str | None, place: str
) -> Page:
    """The first browser with the PIN gets a cookie and the page is its own from then on."""
    if not may_know(uow, row.person, task):
        return Withheld()
    known = cookie if cookie is not None and _COOKIE.fullmatch(cookie) else None
    fresh = known if row.opened_by is not None and known is not None else uow.ids.token()
    if not _bind(uow, row, fresh):
        residents.log_access(uow, row.person, task.new.resident, REFUSED_BROWSER, place)
        return OtherBrowser()
    whom = whom_of(uow, task)
    if whom is None:
        return Gone()
    for one in on_the_page(uow, task, row.person):
        residents.log_access(uow, row.person, one.new.resident, VIEWED, place)
    return content(uow, row, task, whom, fresh)


def _bind(uow: UnitOfWork, row: PageLinkRow, cookie: str) -> bool:
    """Give the page to this browser in one statement: of two at once only one gets it."""
    opened_by = col(PageLinkRow.opened_by)
    result = uow.session.execute(
        update(PageLinkRow)
        .where(col(PageLinkRow.id) == row.id)
        .where(or_(opened_by.is_(None), opened_by == _hash(cookie)))
        .values(opened_by=_hash(cookie))
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)  # noqa: S101 - narrows the type
    return result.rowcount == 1


def _may_be_said_abroad(uow: UnitOfWork, ref: Ref) -> bool:
    """The words of a call are spoken abroad: a resident has to have agreed to that."""
    if not ref.startswith(RESIDENT):
        return True
    return isinstance(residents.consent_allows(uow, ref, Purpose.OVERSEAS_TWILIO), Allowed)


def _link(uow: UnitOfWork, token: str) -> PageLinkRow | None:
    """The page's row, unless it is too old."""
    link_id = page_tokens.link_of(uow, token, _PURPOSE)
    row = None if link_id is None else store.link(uow, link_id)
    return row if row is not None and uow.now < row.expires_at else None


def _task_of(uow: UnitOfWork, row: PageLinkRow) -> Task | None:
    """The page's task while it is hers to do, or that of another behind the door that is.

    An older page of hers has been replaced.
    """
    task = store.get(uow, row.task_id)
    if task is None or store.link_of(uow, task.id, row.person) != row.id:
        return None
    if task.state is TaskState.ACCEPTED and task.accepted_by == row.person:
        return task
    return next(iter(also_hers(uow, task, row.person)), None)


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
