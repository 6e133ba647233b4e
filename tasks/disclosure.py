"""What the one who accepted a task may see of the resident, and how it is guarded.

A page's address holds the page's id and a keyed fingerprint of it: the outbox never knows the
address, and nobody can make one up. Behind it stand the person's PIN, the browser that opened the
page first, the resident's consent, and the task still being hers to do (docs/care.md 6).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import CursorResult, or_, update
from sqlmodel import col

from residents import service as residents
from residents.model import Allowed, PinCheck, PinRight, PinWrong, Purpose, UnknownPersonError
from signals import service as signals
from signals.model import SignalKind
from tasks import page_tokens, store
from tasks.doors import also_hers
from tasks.model import LOOKS_FOR_HER, ONE_VISIT, Result, TaskKind, TaskState
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
    Visited,
    Whom,
    Withheld,
    WrongPin,
)
from tasks.wishes import wish_of

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task

PATH = "/t"
HELPER, RESIDENT = "helper:", "resident:"
_COOKIE = re.compile(r"[A-Za-z0-9_-]{22}")

VIEWED = "task_page.view"
READ_OUT = "task_call.read_out"
REFUSED_BROWSER = "task_page.other_browser"
"""Words of the access log."""

LADDER = (
    "page.task.ladder.heard",
    "page.task.ladder.traces",
    "page.task.ladder.phone",
    "page.task.ladder.neighbours",
    "page.task.ladder.contacts",
    "page.task.ladder.door",
)
"""The steps at the door, as text keys (docs/care.md 7)."""
AT_THE_DOOR = frozenset(
    {
        TaskKind.WELFARE_VISIT,
        TaskKind.PERSON_CHECK,
        TaskKind.CALL_BACK,
        TaskKind.AFTER_UNCLEAR,
        TaskKind.QUARTERLY_CONTACT,
        TaskKind.REGULAR_VISIT,
    }
)
"""Kinds of work that may end at somebody's door."""
FORM = (
    Result.SEEN_WELL,
    Result.SPOKEN_WELL,
    Result.SEEN_ELSEWHERE,
    Result.AWAY,
    Result.NO_ANSWER,
    Result.NEEDS_HELP,
    Result.DANGER,
)
STAFF_FORM = (*FORM, Result.HELPED, Result.HANDED_OVER, Result.DIED)
"""What may be said on the page; other work has its form in the messenger alone."""
WITH_A_HELPER = frozenset({TaskKind.DEBRIEF, TaskKind.HELPERS_WORDS})
"""Kinds of work that are done with the helper of their origin."""
WRITTEN_BEFORE = timedelta(days=1)
"""How long before the work was opened something may have been written that it is about."""
_OF_THE_OFFICE = frozenset({TaskKind.DECISION, TaskKind.DECEASED_CHECK})
_PRESSING = frozenset({"danger", "emergency"})


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


CheckPin: TypeAlias = Callable[["UnitOfWork", "Ref", str], PinCheck]


def page_url(uow: UnitOfWork, base_url: str, link_id: str) -> str:
    """The address of a page, for the moment in which a message is sent."""
    return f"{base_url}{PATH}/{page_tokens.token(uow, link_id)}"


def token_at_desk(uow: UnitOfWork, code: str) -> str | None:
    """The page of the work with this code, which a night desk has: no messenger tells it where."""
    task = store.with_code(uow, code)
    if task is None or task.state is not TaskState.ACCEPTED or task.accepted_by is None:
        return None
    link_id = store.link_of(uow, task.id, task.accepted_by)
    at_desk = residents.is_desk(uow, task.accepted_by)
    return page_tokens.token(uow, link_id) if at_desk and link_id is not None else None


def is_ours(uow: UnitOfWork, token: str) -> bool:
    """Whether we made this token, whatever became of its page. Reads nothing."""
    return page_tokens.link_of(uow, token) is not None


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
        pretend_to_check(pin)
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
    whom = None if task is None else _whom(uow, task)
    if task is None or whom is None:
        return Gone()
    if not _may_know(uow, person, task) or not _may_be_said_abroad(uow, whom.ref):
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
    """What was found of one of the people on a page, or when she is back; the page afterwards.

    The browser that opened the page with the PIN has its cookie: it is not asked again.
    """
    row = _link(uow, token)
    task = None if row is None else _task_of(uow, row)
    if row is None or task is None:
        return Gone()
    if cookie is None or row.opened_by != _hash(cookie):
        return OtherBrowser()
    hers = {one.id: one for one in _on_the_page(uow, task, row.person)}
    if task_id not in hers or not _may_know(uow, row.person, hers[task_id]):
        return Gone() if task_id not in hers else Withheld()
    one, fault = hers[task_id], None
    if isinstance(found, datetime):
        fault = works.wait_for_her(uow, one, row.person, found)
    elif found in _form(one, row.person):
        works.take_result(uow, one, row.person, found)
    left = _task_of(uow, row)
    whom = None if left is None else _whom(uow, left)
    if left is None or whom is None:
        return Gone() if isinstance(found, datetime) else Thanked(one.code, found)
    return replace(_shown(uow, row, left, whom, cookie), fault=fault)


def pretend_to_check(pin: str) -> None:
    """Take as long as a real check of a PIN: a made-up address is not told by its speed."""
    hasher, of_nobody = _pretence()
    with suppress(VerificationError):
        hasher.verify(of_nobody, pin)


@cache
def _pretence() -> tuple[PasswordHasher, str]:
    # As costly as the real one, residents.service.pins; a test compares them.
    hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    return hasher, hasher.hash("nobody has this PIN")


def _to_browser(
    uow: UnitOfWork, row: PageLinkRow, task: Task, cookie: str | None, place: str
) -> Page:
    """The first browser with the PIN gets a cookie and the page is its own from then on."""
    if not _may_know(uow, row.person, task):
        return Withheld()
    known = cookie if cookie is not None and _COOKIE.fullmatch(cookie) else None
    fresh = known if row.opened_by is not None and known is not None else uow.ids.token()
    if not _bind(uow, row, fresh):
        residents.log_access(uow, row.person, task.new.resident, REFUSED_BROWSER, place)
        return OtherBrowser()
    whom = _whom(uow, task)
    if whom is None:
        return Gone()
    for one in _on_the_page(uow, task, row.person):
        residents.log_access(uow, row.person, one.new.resident, VIEWED, place)
    return _shown(uow, row, task, whom, fresh)


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


def _shown(uow: UnitOfWork, row: PageLinkRow, task: Task, whom: Whom, cookie: str) -> Shown:
    on_it = _on_the_page(uow, task, row.person)
    return Shown(
        people=tuple(_visited(uow, one, row.person) for one in on_it),
        address=whom.address,
        district=task.new.district,
        kind=task.new.kind,
        at=uow.now,
        due_at=min(one.do_by or one.due_at for one in on_it),
        ladder=LADDER if task.new.kind in AT_THE_DOOR else (),
        said=_said(uow, task) if task.new.kind is TaskKind.HELPERS_WORDS else (),
        cookie=cookie,
        cookie_until=row.expires_at,
    )


def _on_the_page(uow: UnitOfWork, task: Task, person: Ref) -> list[Task]:
    """The task and those of others behind the same door that she has, as far as she may know."""
    others = also_hers(uow, task, person)
    return [task, *(one for one in others if _may_know(uow, person, one) and _whom(uow, one))]


def _visited(uow: UnitOfWork, task: Task, person: Ref) -> Visited:
    whom = _whom(uow, task)
    assert whom is not None  # noqa: S101 - those who are not known are not on the page
    form = _form(task, person)
    may_wait = bool(form) and task.new.kind in LOOKS_FOR_HER and task.back_at is None
    return Visited(task.id, task.code, whom.name, whom.phones, form, may_wait, task.back_at)


def _form(task: Task, person: Ref) -> tuple[Result, ...]:
    if task.new.kind not in AT_THE_DOOR | ONE_VISIT:
        return ()
    return FORM if person.startswith(HELPER) else STAFF_FORM


def _said(uow: UnitOfWork, task: Task) -> tuple[str, ...]:
    """What the helper wrote that nobody but a person understands."""
    since = task.opened_at - WRITTEN_BEFORE
    wrote = signals.since(uow, task.new.resident, [SignalKind.WORKER_WROTE], since)
    words = (one.words for one in wrote)
    return tuple(each for each in words if each and wish_of(each) is None)


def _may_know(uow: UnitOfWork, person: Ref, task: Task) -> bool:
    """Whether she still serves, and a helper, or the night desk, may know whom it is about.

    In a pressing task a withdrawal takes effect when it closes (docs/care.md 9).
    """
    since = task.opened_at if task.new.urgency in _PRESSING else None
    if not person.startswith(HELPER):
        return residents.staff(uow, person).active and residents.staff_may_know(
            uow, person, task.new.resident, acting_since=since
        )
    return residents.helper(uow, person).active and residents.helpers_may_know(
        uow, task.new.resident, uow.now, acting_since=since
    )


def _may_be_said_abroad(uow: UnitOfWork, ref: Ref) -> bool:
    """The words of a call are spoken abroad: a resident has to have agreed to that."""
    if not ref.startswith(RESIDENT):
        return True
    return isinstance(residents.consent_allows(uow, ref, Purpose.OVERSEAS_TWILIO), Allowed)


def _whom(uow: UnitOfWork, task: Task) -> Whom | None:
    """The resident, or the helper to talk with; None when what was known was destroyed."""
    try:
        if task.new.kind in WITH_A_HELPER:
            helper = residents.helper(uow, task.new.origin)
            return Whom(helper.ref, helper.name, "", (helper.phone,))
        resident = residents.resident(uow, task.new.resident)
    except UnknownPersonError:
        return None
    return Whom(resident.ref, resident.name, resident.address, resident.phones)


def _link(uow: UnitOfWork, token: str) -> PageLinkRow | None:
    """The page's row, unless it is too old."""
    link_id = page_tokens.link_of(uow, token)
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
