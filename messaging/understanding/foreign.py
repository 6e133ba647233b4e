"""One reader for the languages that are not Korean: tables differ, the way of reading does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from messaging.understanding.expressions import lines
from messaging.understanding.model import Patterns, Reading, Sign
from messaging.understanding.verdict import verdict
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from locales.model import Language
    from messaging.understanding.signs import Signs

COMPLAINTS = frozenset({Meaning.HELP, Meaning.URGENT})
LASTING = frozenset({Cause.SELF_HARM, Cause.VIOLENCE})
"""Causes that are not over because she says that she is well."""
SLIGHT = frozenset({Cause.FALL, Cause.FIRE})
"""Causes that a day and "I am well" end."""
PUT_OFF = frozenset({Meaning.STOP, Meaning.LATER, Meaning.ABSENT, Meaning.WRONG_PERSON})
_ENDS = " .!~,\n"
_ALARM = re.compile(r"\s*(?:sos|mayday|119|112|911|救命)\s*")
"""Words that leave nothing to weigh."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Each alone says little; two kinds of one table in a text say that there is a danger.

    `any` finds every hint of every table, so that most texts are searched once.
    """

    any: re.Pattern[str]
    tables: tuple[tuple[Cause, tuple[re.Pattern[str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """What the reader needs to know of a language; every pattern sees what `spelled` returns."""

    language: Language
    signs: Signs
    hints: Hints
    spelled: Callable[[str], str]
    clause_end: re.Pattern[str]
    harmless: re.Pattern[str]
    """Words in which no sign is looked for: figures of speech, things, denials."""
    denied: re.Pattern[str]
    """Before a sign in its clause, like `unreal`: it is said that it is not so."""
    denied_after: re.Pattern[str]
    unreal: re.Pattern[str]
    """It is feared, nearly happened, or happened to a thing or an animal."""
    fiction: re.Pattern[str]
    """Anywhere in a clause: a film, a dream, the news; until she speaks of `herself`."""
    herself: re.Pattern[str]
    past: re.Pattern[str]
    """On an earlier day, anywhere in a clause, like `long_ago` and `lasts`: it is not over."""
    long_ago: re.Pattern[str]
    lasts: re.Pattern[str]
    bereaved: re.Pattern[str]
    """Those whose death is a need of hers, not the end of her check-ins."""
    soft: re.Pattern[str]
    """A need that other words explain: a call is asked for, but not now."""
    fine: re.Pattern[str]
    """Words that say by themselves that she is well."""
    well: re.Pattern[str]
    """Words that say so where every other word of their clause is known and undoubted."""
    bare: frozenset[str]
    """What says so as a clause of its own; of it, `nods` only answer."""
    nods: frozenset[str]
    unmeant: re.Pattern[str]
    """Before `fine` and `well`: wished, supposed, said by others, of another time."""
    asked: re.Pattern[str]
    others: re.Pattern[str]
    """The clause is about somebody or something else."""
    turning: re.Pattern[str]
    """Words that turn a text round, of no import where she says that she is well."""
    doubtful: re.Pattern[str]
    """Words in which a complaint may hide."""
    unknown: Callable[[str], int]
    """How many words (in Chinese: signs) of a clause are on none of the language's lists."""
    bearable: int
    """How many of them there may be beside "I am well", if none is doubtful."""
    brief: int
    """Signs of a text in which hardly anything can hide."""

    def wishes(self, clause: str) -> bool:
        """Whether a clause has words for well-being that are wished, supposed or of others."""
        found = self.fine.search(clause) or self.well.search(clause)
        if found is None:
            return False
        return bool(self.others.search(clause) or self.unmeant.search(clause[: found.start()]))


@dataclass(frozen=True, slots=True)
class _Hit:
    sign: Sign
    start: int
    end: int
    denied: bool
    unreal: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause, what was found in it, and the words by which it says that she is well.

    `rest` is its text without what is harmless.
    """

    text: str
    rest: str
    hits: tuple[_Hit, ...]
    fine: str | None


def hints(tables: Iterable[tuple[Cause, str]], compiled: Callable[[str], re.Pattern[str]]) -> Hints:
    """Tables of hints, one kind a line, as the reader wants them."""
    kinds = tuple((cause, lines(table)) for cause, table in tables)
    return Hints(
        compiled("\n".join(line for _, table in kinds for line in table)),
        tuple((cause, tuple(compiled(line) for line in table)) for cause, table in kinds),
    )


def words(text: str) -> list[str]:
    """The words of a text that is a list."""
    return text.split()


def phrases(text: str) -> frozenset[str]:
    """The phrases between `|` and line ends."""
    return frozenset(text.strip().replace("\n", "|").split("|"))


def read(text: str, tongue: Tongue) -> Reading:
    """Read `text`, in even writing, as `tongue`: patterns and how it looks, weighed."""
    said = tongue.spelled(text)
    found = patterns(said, tongue)
    if not found.certain and not any(sign.isalnum() for sign in said):
        return Reading((), None, explained=False)
    return verdict(said, found, tongue.language)


def read_by_patterns(text: str, tongue: Tongue) -> Reading:
    """The same by patterns alone: for pinyin and for the other language of Latin letters."""
    found = patterns(tongue.spelled(text), tongue)
    fine = None if found.signs else found.fine
    return Reading(tuple(found.signs), fine, explained=found.explained)


def patterns(said: str, tongue: Tongue) -> Patterns:
    """What patterns find in `said`, spelled as `tongue` does."""
    if said.strip(_ENDS) in tongue.bare:
        return Patterns([], said.strip(_ENDS), explained=True, short=True)
    clauses = _clauses(said, tongue)
    found: list[Sign] = []
    for place, clause in enumerate(clauses):
        later = any(other.fine for other in clauses[place + 1 :])
        found += _in_earnest(clause, tongue, well=later)
    found = _weighed([*found, *_together(said, tongue)], said, tongue)
    fine = [clause.fine for clause in clauses if clause.fine]
    explained = not found and all(_explained(clause, tongue) for clause in clauses)
    if set(fine) <= tongue.nods:
        explained = explained and not any(_elsewhere(clause, tongue) for clause in clauses)
    beside = tuple(clause.text for clause in clauses if _besides(clause, tongue))
    return Patterns(
        found,
        fine[-1] if fine else None,
        explained=explained,
        unreal=not found and any(hit.sign.cause for clause in clauses for hit in clause.hits),
        doubtful="?" in said or any(tongue.doubtful.search(one) for one in beside),
        short=len(said) <= tongue.brief,
        beside=beside,
        wished=not fine and any(tongue.wishes(clause.text) for clause in clauses),
    )


def _besides(clause: _Clause, tongue: Tongue) -> bool:
    """Whether a clause says something besides that she is well, or has no complaint."""
    spared = bool(clause.hits) and all(hit.denied for hit in clause.hits)
    return not clause.fine and not spared and tongue.unknown(clause.rest) > 0


def _weighed(found: list[Sign], text: str, tongue: Tongue) -> list[Sign]:
    """Without the needs that other words explain; a death near her is a need."""
    meanings = {sign.meaning for sign in found}
    near = Meaning.WRONG_PERSON not in meanings and tongue.bereaved.search(text)
    signs = [
        Sign(Meaning.HELP, None, sign.words) if near and sign.meaning is Meaning.DECEASED else sign
        for sign in found
    ]
    return [
        sign
        for sign in signs
        if not (
            sign.meaning is Meaning.HELP
            and meanings & PUT_OFF
            and tongue.soft.fullmatch(sign.words)
        )
    ]


def _parts(text: str, tongue: Tongue) -> list[str]:
    return [part.strip() for part in tongue.clause_end.split(text) if part and part.strip(_ENDS)]


def _clauses(text: str, tongue: Tongue) -> list[_Clause]:
    """The clauses of a text; a story that one begins goes on until she speaks of herself."""
    clauses, told = [], False
    for part in _parts(text, tongue):
        told = bool(tongue.fiction.search(part)) or (told and not tongue.herself.search(part))
        clauses.append(_clause(part, tongue, told=told))
    return clauses


def _clause(text: str, tongue: Tongue, *, told: bool) -> _Clause:
    rest, harmless = tongue.harmless.subn(" ", text)
    veiled = tongue.harmless.sub(lambda found: "#" * len(found[0]), text) if harmless else text
    hits = tuple(
        _Hit(
            Sign(meaning, cause, found[0].strip(), sure=bool(_ALARM.fullmatch(found[0]))),
            found.start(),
            found.end(),
            _denied(veiled, found, tongue, cause),
            told or bool(tongue.unreal.search(veiled[: found.start()])),
        )
        for meaning, cause, found in tongue.signs.finditer(veiled)
    )
    return _Clause(text, rest, hits, _fine(text, hits, tongue))


def _denied(clause: str, found: re.Match[str], tongue: Tongue, cause: Cause | None) -> bool:
    before, after = clause[: found.start()], clause[found.end() :]
    over = cause not in LASTING and tongue.denied_after.search(after)
    return bool(over or tongue.denied.search(before))


def _fine(clause: str, hits: tuple[_Hit, ...], tongue: Tongue) -> str | None:
    """The words by which a clause says that she is well; a denied complaint counts."""
    if "?" in clause or tongue.asked.search(clause):
        return None
    if clause.strip(_ENDS) in tongue.bare:
        return clause
    if tongue.others.search(clause):
        return None
    said = _meant(tongue.fine, clause, tongue)
    brief = (found for found in _meant(tongue.well, clause, tongue) if _alone(found, tongue))
    found = next(said, None) or next(brief, None)
    return found[0] if found else _spared(hits, tongue)


def _meant(pattern: re.Pattern[str], clause: str, tongue: Tongue) -> Iterator[re.Match[str]]:
    for found in pattern.finditer(clause):
        if not tongue.unmeant.search(clause[: found.start()]):
            yield found


def _alone(found: re.Match[str], tongue: Tongue) -> bool:
    """Whether the clause of `found` says nothing besides."""
    rest = tongue.well.sub(" ", found.string)
    return not tongue.unknown(rest) and not tongue.doubtful.search(rest)


def _spared(hits: tuple[_Hit, ...], tongue: Tongue) -> str | None:
    """A complaint that is denied, and does not itself deny that she is well."""
    for hit in hits:
        complaint = hit.sign.meaning in COMPLAINTS and hit.sign.cause not in LASTING
        if hit.denied and complaint and not tongue.unmeant.match(hit.sign.words):
            return hit.sign.words
    return None


def _in_earnest(clause: _Clause, tongue: Tongue, *, well: bool) -> list[Sign]:
    """What a clause says for a meaning; `well` is whether she is fine according to a later one."""
    if not clause.hits:
        return []
    lasts = tongue.lasts.search(clause.text) is not None
    ago = tongue.long_ago.search(clause.text) is not None and not lasts
    lately = tongue.past.search(clause.text) is not None and not lasts
    asked = "?" in clause.text or tongue.asked.search(clause.text)
    said = []
    for hit in clause.hits:
        if hit.denied or hit.unreal or (asked and hit.sign.meaning is Meaning.ABSENT):
            continue
        if hit.sign.meaning not in COMPLAINTS:
            said.append(hit.sign)
        else:
            said += _complaint(hit.sign, ago=ago, lately=lately, well=well)
    return said


def _together(text: str, tongue: Tongue) -> Iterator[Sign]:
    """Dangers of which no sentence says enough: two hint at them."""
    if not tongue.hints.any.search(text) or tongue.fiction.search(text):
        return
    for cause, kinds in tongue.hints.tables:
        told = [found[0].strip() for kind in kinds if (found := kind.search(text))]
        if len(told) > 1:
            yield Sign(Meaning.URGENT, cause, ", ".join(told))


def _complaint(sign: Sign, *, ago: bool, lately: bool, well: bool) -> list[Sign]:
    """A complaint as it was said, a lesser one when it is over, or none."""
    lesser = [Sign(Meaning.HELP, None, sign.words, sure=sign.cause is Cause.FALL)]
    if sign.cause in LASTING:
        return lesser if ago else [sign]
    if ago and (well or sign.cause):
        return []
    if not well:
        return [sign]
    if lately:
        return [] if sign.cause is None or sign.cause in SLIGHT else lesser
    return lesser if sign.cause is Cause.FALL else [sign]


def _elsewhere(clause: _Clause, tongue: Tongue) -> bool:
    """Whether a clause asks, or tells of others: a "yes" beside it is none to her check-in."""
    asks = "?" in clause.text or tongue.asked.search(clause.text)
    rest = tongue.well.sub(" ", clause.text)
    return bool(asks or tongue.others.search(clause.text) or tongue.unknown(rest))


def _explained(clause: _Clause, tongue: Tongue) -> bool:
    """Whether no complaint can hide in what a clause says besides."""
    rest = clause.rest
    if clause.fine:
        rest = tongue.turning.sub(" ", rest.replace(clause.fine, " "))
    for hit in clause.hits:
        rest = rest.replace(hit.sign.words, " ")
    unknown = tongue.unknown(rest)
    bearable = unknown <= tongue.bearable
    return not unknown or (bearable and bool(clause.hits or not tongue.doubtful.search(rest)))
