"""One reader for the languages that are not Korean: tables differ, the way of reading does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from messaging.understanding.model import Reading, Sign
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Tongue:
    """What the reader needs to know of a language; every pattern sees small letters.

    `clause_end` separates clauses, `but` those that turn round. `denied` looks at what stands
    before a sign in its clause, `denied_after` and `unreal` at what follows, `past` at the whole
    clause. `plain` says whether a clause is nothing to worry about.
    """

    signs: tuple[tuple[Meaning, Cause | None, re.Pattern[str]], ...]
    harmless: re.Pattern[str]
    fine: re.Pattern[str]
    bare: frozenset[str]
    clause_end: re.Pattern[str]
    denied: re.Pattern[str]
    denied_after: re.Pattern[str]
    unreal: re.Pattern[str]
    past: re.Pattern[str]
    doubtful: re.Pattern[str]
    long_ago: re.Pattern[str]
    plain: Callable[[str], bool]


def signs(
    dangers: Mapping[Cause, str],
    needs: Mapping[Meaning, str],
    compiled: Callable[[str], re.Pattern[str]],
) -> tuple[tuple[Meaning, Cause | None, re.Pattern[str]], ...]:
    """Tables of patterns, one a line, as the reader wants them."""
    urgent = tuple((Meaning.URGENT, cause, compiled(words)) for cause, words in dangers.items())
    return urgent + tuple((meaning, None, compiled(words)) for meaning, words in needs.items())


def words(text: str) -> list[str]:
    """The words of a text that is a list."""
    return text.split()


def phrases(text: str) -> frozenset[str]:
    """The phrases between `|` and line ends."""
    return frozenset(text.strip().replace("\n", "|").split("|"))


def either(text: str, *, whole_words: bool = False) -> re.Pattern[str]:
    """A pattern for whichever alternative of `text` fits; a line's end is a `|` too."""
    inner = "|".join(line for line in text.splitlines() if line)
    return re.compile(rf"\b(?:{inner})\b" if whole_words else inner)


def read(text: str, tongue: Tongue) -> Reading:
    """Read `text`, in even writing, as `tongue`."""
    if text.strip(" .!~,\n") in tongue.bare:
        return Reading(fine=text.strip(" .!~,\n"))
    clauses = _clauses(text, tongue)
    calm = [bool(_fine(clause, tongue)) for clause in clauses]
    found: list[Sign] = []
    for place, clause in enumerate(clauses):
        found += _signs(clause, tongue, well=any(calm[place + 1 :]))
    if found or not any(calm):
        return Reading(tuple(found), None, explained=False)
    last = max(place for place, well in enumerate(calm) if well)
    explained = all(
        calm[place]
        or tongue.plain(clause)
        or (place < last and not tongue.doubtful.search(_without_denied(clause, tongue)))
        for place, clause in enumerate(clauses)
    )
    return Reading((), _fine(clauses[last], tongue), explained=explained)


def _clauses(text: str, tongue: Tongue) -> list[str]:
    return [clause.strip() for clause in tongue.clause_end.split(text) if clause and clause.strip()]


def _signs(clause: str, tongue: Tongue, *, well: bool) -> list[Sign]:
    said = []
    clause = tongue.harmless.sub(lambda found: "#" * len(found[0]), clause)
    for meaning, cause, pattern in tongue.signs:
        for found in pattern.finditer(clause):
            over = well and meaning in {Meaning.HELP, Meaning.URGENT} and tongue.past.search(clause)
            over = over or (meaning is Meaning.URGENT and tongue.long_ago.search(clause))
            if not over and not _unsaid(clause, found.start(), found.end(), tongue):
                said.append(Sign(meaning, cause, found[0].strip()))
    return said


def _unsaid(clause: str, start: int, end: int, tongue: Tongue) -> bool:
    return bool(
        tongue.denied.search(clause[:start])
        or tongue.denied_after.search(clause[end:])
        or tongue.unreal.search(clause)
    )


def _fine(clause: str, tongue: Tongue) -> str | None:
    """The words by which a clause says that she is well; a denied complaint counts."""
    if "?" in clause:
        return None
    if clause.strip(" .!~") in tongue.bare:
        return clause
    for found in tongue.fine.finditer(clause):
        if not tongue.denied.search(clause[: found.start()]):
            return found[0]
    denied = [
        found[0]
        for meaning, _, pattern in tongue.signs
        if meaning in {Meaning.HELP, Meaning.URGENT}
        for found in pattern.finditer(clause)
        if tongue.denied.search(clause[: found.start()])
    ]
    return denied[0] if denied else None


def _without_denied(clause: str, tongue: Tongue) -> str:
    clause = tongue.harmless.sub("", clause)
    for _, _, pattern in tongue.signs:
        clause = pattern.sub("", clause)
    return clause
