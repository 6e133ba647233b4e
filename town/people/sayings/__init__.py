"""What the town's people write when they are asked how they are, each with what is meant. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from town.people.sayings.foreign import CHINESE, ENGLISH, VIETNAMESE
from town.people.sayings.korean import KOREAN
from town.people.sayings.model import CALLS_FOR_HELP, Intent, Saying

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping

__all__ = ["CALLS_FOR_HELP", "LANGUAGES", "Intent", "Saying", "every_saying", "found_words"]

LANGUAGES: Mapping[str, Mapping[Intent, tuple[str, ...]]] = {
    "ko": KOREAN,
    "vi": VIETNAMESE,
    "zh_Hans": CHINESE,
    "en": ENGLISH,
}
"""By language, named as in a resident's record."""


def found_words(chance: random.Random, language: str, intent: Intent) -> Saying:
    """Draw words of this language for what is meant."""
    return Saying(chance.choice(LANGUAGES[language][intent]), intent)


def every_saying() -> Iterator[tuple[str, Saying]]:
    """All of them, each after its language."""
    for language, by_intent in LANGUAGES.items():
        for intent, lines in by_intent.items():
            for words in lines:
                yield language, Saying(words, intent)
