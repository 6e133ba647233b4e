"""Passwords: what is accepted, and Argon2id."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_CHARS, MAX_CHARS = 12, 128
MIN_DIFFERENT = 5


class WeakPasswordError(ValueError):
    """A new password is too easily guessed. The message never repeats it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The password {why}: choose a sentence of your own.")


def checked(password: str, login: str) -> str:
    """The password in composed form. Raises WeakPasswordError."""
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < MIN_CHARS:
        why = f"has fewer than {MIN_CHARS} characters"
    elif len(plain) > MAX_CHARS:
        why = f"has more than {MAX_CHARS} characters"
    elif len(set(plain)) < MIN_DIFFERENT:
        why = f"has fewer than {MIN_DIFFERENT} different characters"
    elif login and login.casefold() in plain.casefold():
        why = "holds the login"
    else:
        return plain
    raise WeakPasswordError(why)


def hashed(password: str) -> str:
    """What is kept of a password."""
    return hasher().hash(unicodedata.normalize("NFC", password))


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; takes as long when there is no account at all."""
    plain = unicodedata.normalize("NFC", password)
    try:
        hasher().verify(stored or _nobodys(), plain)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@cache
def hasher() -> PasswordHasher:
    """Argon2id with RFC 9106's parameters for machines with little memory."""
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return hasher().hash("no account has this password")
