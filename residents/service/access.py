"""Who looked at whose data."""

import re
from collections.abc import Iterable
from datetime import datetime

from foundation.unit_of_work import UnitOfWork
from residents.model import Access, AccessHead, BrokenAt, Ref
from residents.store import access_log as store

_REF = re.compile(r"[a-z_]{1,32}:[A-Za-z0-9_-]{1,64}")
_WHAT = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_WHERE = re.compile(r"[A-Za-z0-9_.:-]{0,64}")


class WrongAccessError(ValueError):
    """The log takes refs and words of its own only, so that no personal datum gets into it."""


def log_access(uow: UnitOfWork, who: Ref, subject: Ref, what: str, where: str = "") -> None:
    """Add one line: `who` did `what` (as `task.details`) with `subject`'s data.

    `where` is the network address or the part of the service. Raises WrongAccessError.
    """
    log_accesses(uow, who, [subject], what, where)


def log_accesses(
    uow: UnitOfWork, who: Ref, subjects: Iterable[Ref], what: str, where: str = ""
) -> None:
    """Add a line for each of the subjects. Raises WrongAccessError."""
    if not _WHAT.fullmatch(what) or not _WHERE.fullmatch(where):
        message = "Say what was done in a-z, 0-9, _ and ., and where as an address or a name."
        raise WrongAccessError(message)
    lines = [(who, subject, what, where) for subject in subjects]
    if not all(_REF.fullmatch(ref) for line in lines for ref in line[:2]):
        message = "Give refs such as staff:01H… and resident:01H…, never names."
        raise WrongAccessError(message)
    store.append(uow, lines)


def access_log_head(uow: UnitOfWork) -> AccessHead:
    """The end of the log; kept elsewhere it later proves that nothing was cut off."""
    return store.head(uow)


def verify_access_log(uow: UnitOfWork, anchor: AccessHead | None = None) -> int | BrokenAt:
    """How many lines the log has, when each follows from the one before; else the first wrong.

    With `anchor`, an earlier head, the log must also still run through that line.
    """
    return store.verify(uow, anchor)


def accesses_to(
    uow: UnitOfWork, subject: Ref, since: datetime, limit: int = 100
) -> tuple[Access, ...]:
    """Who used a person's data since a moment, the newest first."""
    return store.about(uow, subject, since, limit)
