"""The PIN behind a task page: helpers' are kept by residents, employees' here."""

from contextlib import suppress
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from admin_api.tables import StaffPinRow
from foundation.unit_of_work import UnitOfWork
from residents import decide
from residents import service as residents
from residents.model import (
    Kind,
    PinCheck,
    PinLocked,
    PinRight,
    PinUnset,
    PinWrong,
    Ref,
    WrongPinError,
)

STAFF = f"{Kind.STAFF}:"


def set_pin(uow: UnitOfWork, person: Ref, pin: str) -> None:
    """Give a helper or an employee a new PIN, which also unlocks her.

    Raises WrongPinError for a weak one, UnknownPersonError.
    """
    if not person.startswith(STAFF):
        residents.set_pin(uow, person, pin)
        return
    if decide.pin_is_weak(pin):
        message = (
            f"Choose {decide.PIN_MIN_DIGITS} to {decide.PIN_MAX_DIGITS} digits that are not "
            "all the same and do not count up or down."
        )
        raise WrongPinError(message)
    ref = residents.staff(uow, person).ref
    pin_hash = _hasher().hash(_peppered(uow, ref, pin))
    uow.session.merge(StaffPinRow(staff=ref, pin_hash=pin_hash))
    uow.session.flush()


def unlock_pin(uow: UnitOfWork, person: Ref) -> None:
    """Let somebody try again. Raises UnknownPersonError for an unknown helper."""
    if not person.startswith(STAFF):
        residents.unlock_pin(uow, person)
        return
    row = _locked_row(uow, person)
    if row is not None:
        row.wrong_pins = 0
        uow.session.flush()


def check_pin(uow: UnitOfWork, person: Ref, pin: str) -> PinCheck:
    """Compare a PIN. The caller commits also when it is wrong: the try is counted."""
    if not person.startswith(STAFF):
        return residents.check_pin(uow, person, pin)
    row = _locked_row(uow, person)
    if row is None:
        return PinUnset()
    if row.wrong_pins >= decide.PIN_TRIES:
        return PinLocked()
    right = _matches(row.pin_hash, _peppered(uow, person, pin))
    row.wrong_pins = 0 if right else row.wrong_pins + 1
    uow.session.flush()
    if right:
        return PinRight()
    left = decide.PIN_TRIES - row.wrong_pins
    return PinWrong(left) if left else PinLocked()


def _locked_row(uow: UnitOfWork, person: Ref) -> StaffPinRow | None:
    """The row, held while the PIN is compared, so that tries at once are counted one by one."""
    return uow.session.get(StaffPinRow, person, with_for_update=True, populate_existing=True)


def _peppered(uow: UnitOfWork, person: Ref, pin: str) -> str:
    # A few digits are soon guessed from a stolen table; not without the key ring.
    return uow.vault.blind("staff-pin", f"{person}|{pin}")


def _matches(stored: str, peppered: str) -> bool:
    with suppress(VerifyMismatchError):
        return _hasher().verify(stored, peppered)
    return False


@cache
def _hasher() -> PasswordHasher:
    # The pepper carries the strength; this must not hold a transaction for long.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
