"""The words people read and hear: one catalog for each language, read once and filled strictly."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from locales.model import Language

CITY = "city"
"""The placeholder that the catalog fills itself, with its text `city.name`, unless it is given."""
CITY_NAME = "city.name"

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_ENTRY = re.compile(rb'^msgid "(?=[^"])', re.MULTILINE)
_OPEN_QUOTE = re.compile(rb'^(?:msg\w+ )?"(?:[^"\\\n]|\\.)*$', re.MULTILINE)


class MissingTextError(LookupError):
    """There is no such text in this language."""

    def __init__(self, key: str, language: Language, problem: str = "does not exist") -> None:
        super().__init__(f"text {key!r} ({language}) {problem}")
        self.key = key
        self.language = language


class WrongValuesError(MissingTextError):
    """The text was given fewer values, or others, than it has placeholders."""

    def __init__(
        self, key: str, language: Language, missing: Iterable[str], extra: Iterable[str]
    ) -> None:
        self.missing = tuple(sorted(missing))
        self.extra = tuple(sorted(extra))
        problems = [
            f"{problem} {', '.join(names)}"
            for problem, names in (("needs", self.missing), ("does not take", self.extra))
            if names
        ]
        super().__init__(key, language, " and ".join(problems))


class BrokenCatalogError(ValueError):
    """A catalog holds something that nobody should read or hear."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with `{name}` placeholders, and their names."""

    template: str
    names: frozenset[str]


def say(key: str, language: Language, **values: str | int) -> str:
    """The text `key` with every placeholder filled. Whole numbers are grouped as people write them.

    Raises MissingTextError for an unknown key, WrongValuesError for a missing or an extra value.
    """
    text = _text(key, language)
    missing = text.names - values.keys() - {CITY}
    extra = values.keys() - text.names
    if missing or extra:
        raise WrongValuesError(key, language, missing, extra)
    shown = {name: _shown(value, language) for name, value in values.items()}
    if CITY in text.names:
        shown.setdefault(CITY, _text(CITY_NAME, language).template)
    return text.template.format_map(shown)


def placeholders(key: str, language: Language = Language.ko) -> frozenset[str]:
    """The names of the values that the text takes; they are the same in every language.

    `city` may be left out of a call of `say`. Raises MissingTextError.
    """
    return _text(key, language).names


def keys() -> frozenset[str]:
    """Every key there is."""
    return frozenset(_catalog(Language.ko))


def read_catalog(po: bytes, language: Language) -> Mapping[str, Text]:
    """The texts of a `.po` file whose message ids are keys.

    Raises BrokenCatalogError for a file that is no catalog, and for a text that is empty, marked
    fuzzy, plural, cut off, there twice, or has a brace that is not part of a placeholder.
    """
    try:
        catalog = read_po(BytesIO(po), locale=str(language), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        message = f"the {language} catalog cannot be read: {error}"
        raise BrokenCatalogError(message) from error
    texts: dict[str, Text] = {}
    for entry in catalog:
        if entry.id:
            texts[str(entry.id)] = _checked(entry, language)
    # Babel keeps one of two entries with the same id, and cuts the last letter from an open quote.
    if len(texts) != len(_ENTRY.findall(po)) or _OPEN_QUOTE.search(po):
        message = f"the {language} catalog has a text twice, or one whose quote is not closed"
        raise BrokenCatalogError(message)
    return MappingProxyType(texts)


def _checked(entry: Message, language: Language) -> Text:
    template = entry.string
    if not isinstance(template, str):
        problem = "has plural forms: write one sentence that fits every number"
    elif not template.strip():
        problem = "is empty"
    elif entry.fuzzy:
        problem = "is marked fuzzy: have it read, then remove the mark"
    elif set("{}") & set(_PLACEHOLDER.sub("", template)):
        problem = "has a brace that is not part of a {placeholder} in small letters"
    else:
        return Text(template, frozenset(_PLACEHOLDER.findall(template)))
    message = f"text {entry.id!r} ({language}) {problem}"
    raise BrokenCatalogError(message)


@cache
def _catalog(language: Language) -> Mapping[str, Text]:
    file = files("locales") / language / "LC_MESSAGES" / "anbu.po"
    return read_catalog(file.read_bytes(), language)


def _text(key: str, language: Language) -> Text:
    try:
        return _catalog(language)[key]
    except KeyError:
        raise MissingTextError(key, language) from None


def _shown(value: str | int, language: Language) -> str:
    return value if isinstance(value, str) else format_decimal(value, locale=language)
