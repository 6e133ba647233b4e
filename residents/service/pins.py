"""Helpers' PINs: hashed, counted, locked."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from foundation.unit_of_work import UnitOfWork
from residents import decide
from residents.model import (
    Kind,
    PinCheck,
    PinLocked,
    PinRight,
    PinUnset,
    PinWrong,
    Ref,
    WrongPinError,
    id_of,
    ref_of,
)
from residents.store import helpers as helper_store


def set_pin(uow: UnitOfWork, helper: str, pin: str) -> None:
    """Give a helper a new PIN, which also unlocks her.

    Raises WrongPinError for a weak one, UnknownPersonError.
    """
    if decide.pin_is_weak(pin):
        message = (
            f"Choose {decide.PIN_MIN_DIGITS} to {decide.PIN_MAX_DIGITS} digits that are not "
            "all the same and do not count up or down."
        )
        raise WrongPinError(message)
    row = helper_store.locked_row(uow, id_of(Kind.HELPER, helper))
    row.pin_hash = _hasher().hash(_peppered(uow, ref_of(Kind.HELPER, row.id), pin))
    row.wrong_pins = 0
    uow.session.flush()


def check_pin(uow: UnitOfWork, helper: str, pin: str) -> PinCheck:
    """Compare a PIN. The caller commits also when it is wrong: the try is counted.

    The row is held while the PIN is compared, so that tries at once are counted one by one.
    Raises UnknownPersonError.
    """
    row = helper_store.locked_row(uow, id_of(Kind.HELPER, helper))
    if row.pin_hash is None:
        return PinUnset()
    if row.wrong_pins >= decide.PIN_TRIES:
        return PinLocked()
    if _matches(row.pin_hash, _peppered(uow, ref_of(Kind.HELPER, row.id), pin)):
        row.wrong_pins = 0
        uow.session.flush()
        return PinRight()
    row.wrong_pins += 1
    uow.session.flush()
    left = decide.PIN_TRIES - row.wrong_pins
    return PinWrong(left) if left else PinLocked()


def unlock_pin(uow: UnitOfWork, helper: str) -> None:
    """An officer lets a helper try again. Raises UnknownPersonError."""
    helper_store.locked_row(uow, id_of(Kind.HELPER, helper)).wrong_pins = 0
    uow.session.flush()


def pretend_to_check(pin: str) -> None:
    """Take as long as a real check of a PIN: a made-up address is not told by its speed."""
    _matches(_of_nobody(), pin)


@cache
def _of_nobody() -> str:
    return _hasher().hash("nobody has this PIN")


def _peppered(uow: UnitOfWork, ref: Ref, pin: str) -> str:
    # A few digits are soon guessed from a stolen table; not without the key ring.
    return uow.vault.blind("pin", f"{ref}|{pin}")


def _matches(stored: str, peppered: str) -> bool:
    try:
        return _hasher().verify(stored, peppered)
    except VerifyMismatchError:
        return False


@cache
def _hasher() -> PasswordHasher:
    # The pepper carries the strength; this must not hold a transaction for long.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
