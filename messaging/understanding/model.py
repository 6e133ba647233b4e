"""What the readers of each language hand to the decision."""

from __future__ import annotations

from dataclasses import dataclass

from signals.model import Cause, Meaning

ORDER = (
    Meaning.URGENT,
    Meaning.DECEASED,
    Meaning.HELP,
    Meaning.STOP,
    Meaning.WRONG_PERSON,
    Meaning.ABSENT,
    Meaning.LATER,
)
CAUSES = (Cause.SELF_HARM, Cause.VIOLENCE, Cause.FIRE, Cause.FALL, Cause.MEDICAL)


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning, its cause when it is urgent, and the words that decided it."""

    meaning: Meaning
    cause: Cause | None
    because: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that were said in earnest and speak for a meaning."""

    meaning: Meaning
    cause: Cause | None
    words: str
    soft: bool = False
    """Words that other words explain: a call is asked for, but not now; busy, but well."""
    sure: bool = False
    """Words that leave nothing to weigh: a key, a fall that she calls over, her husband's death."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One language's reading of a text.

    `fine` are words that say she is well; `explained` is whether every letter of the language's
    script was understood, so that no complaint can hide in what is left.
    """

    signs: tuple[Sign, ...] = ()
    fine: str | None = None
    explained: bool = True


def rank(sign: Sign) -> tuple[int, bool, int]:
    """Of several signs the one with the smallest rank counts."""
    return ORDER.index(sign.meaning), sign.soft, CAUSES.index(sign.cause) if sign.cause else 0


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the patterns found in a text.

    `fine` are words that say she is well; `explained`: and nothing is left in which a complaint
    could hide; `unreal`: they saw a danger that was denied or befell nobody;
    `doubtful`: she asks, or words are left that may say that something is wrong;
    `short`: there is hardly more than the words that were found; `beside`: what is said
    besides that she is well; `wished`: the only words for well-being are wishes, or of others.
    """

    signs: list[Sign]
    fine: str | None
    explained: bool
    unreal: bool = False
    doubtful: bool = False
    short: bool = False
    beside: tuple[str, ...] = ()
    wished: bool = False

    @property
    def first(self) -> Sign | None:
        """The sign that counts."""
        return min(self.signs, key=rank, default=None)

    @property
    def named(self) -> frozenset[Meaning]:
        """The meanings of which there are signs."""
        return frozenset(sign.meaning for sign in self.signs)

    @property
    def meaning(self) -> Meaning:
        """What they make of the text without a second look."""
        if self.first is not None:
            return self.first.meaning
        return Meaning.OK if self.fine is not None and self.explained else Meaning.UNCLEAR

    @property
    def certain(self) -> bool:
        """Whether their words leave nothing to weigh."""
        plainly_fine = self.meaning is Meaning.OK and self.short and not self.beside
        named = self.first is not None and self.first.sure
        return plainly_fine or named
