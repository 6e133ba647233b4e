"""Reads Korean: what was said in earnest, and whether all that was said is fine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from messaging.understanding.cover import made_of
from messaging.understanding.hangul import Places, Table, expression, letters, starts, syllables
from messaging.understanding.korean.clauses import line, spelled
from messaging.understanding.korean.dangers import DANGERS
from messaging.understanding.korean.fine import BARE, DOUBTFUL, HEDGES, PLAIN
from messaging.understanding.korean.harmless import HARMLESS
from messaging.understanding.korean.needs import NEEDS
from messaging.understanding.korean.scope import Stance, stance
from messaging.understanding.korean.wellbeing import MASK, fine_places
from messaging.understanding.model import Reading, Sign
from signals.model import Cause, Meaning

_SIGNS = tuple((Meaning.URGENT, cause, Table(words)) for cause, words in DANGERS.items()) + tuple(
    (meaning, None, Table(words)) for meaning, words in NEEDS.items()
)
_HARMLESS = Table(HARMLESS)
_DOUBTFUL = Table(DOUBTFUL)
_HEDGES = Table(HEDGES)
_PIECES = frozenset(letters(piece) for piece in PLAIN)
_LONGEST = max(len(piece) for piece in _PIECES)
_BARE = frozenset(letters(word) for word in BARE)
_LAUGHTER = re.compile("[ㅋㅎ]+|(?<=.)[ㄱㅂㅈㅁㄴㅇ]$")
_TEARS = re.compile("[ㅠㅜ]")
_SECOND_KEY = re.compile(
    expression(
        "^(이번|두번|둘째)(입|이요|이여|요|임|이에|이라|이야|$|[,|])|(^|[,|])2번(?!(은|이)?,?(아니|아이|잘못))|^2(?=$|[,|?])|^둘$"
    )
)
_HABIT = re.compile(
    expression("^[^,|]{0,5}?(긴해도|기는해도|긴하지만|기는하지만|던(거|게|것|데|곳)?)")
)
_SYLLABLE_REST = re.compile("[\u1160-\u11ff]*")
_SOFT = re.compile(
    expression(
        "(전화|연락|봐주|부탁|거들|알려|바쁘|바빠|바쁩|바뿌|바쁜|쓰러|못움직|움직|(다리|몸|허리|팔)~안움|못서|못~?디)"
    )
)
_OF_HERS = re.compile(
    expression(
        "(남편|영감|바깥양반|신랑|아내|마누라|집사람|할마이|오빠|언니|누나|누이|동생|아들|딸|손자|손녀|사위|며느리|사촌|이웃|옆집|앞집|뒷집|윗집|친구|동창)(님|사람|할매|할배|어른|아저씨|아주머니)?(이|가|도|께서)"
    )
    + "(?![\u11ab\u11af\u11b8])[^|]{0,20}?$"
)
_HER_OWN = re.compile(
    expression(
        "(폰|전화)~?주인|이분|이어른|본인|당사자|(보내|연락|전화|문자)[^|]{0,8}?(말|마|그만)"
    )
)
_PUTS_OFF = frozenset({Meaning.STOP, Meaning.LATER, Meaning.ABSENT, Meaning.WRONG_PERSON})
VEIL, HARMLESS_VEIL = "□", "○"
LASTING = frozenset({Cause.SELF_HARM, Cause.VIOLENCE})
"""Causes that are not over because she says that she is well."""
SLIGHT = frozenset({Cause.FALL, Cause.FIRE})
COMPLAINTS = frozenset({Meaning.HELP, Meaning.URGENT})


@dataclass(frozen=True, slots=True)
class _Hit:
    sign: Sign
    start: int
    end: int
    stance: Stance


def read(text: str) -> Reading:
    """Read `text` in even writing (`messaging.understanding.normal`)."""
    written = line(spelled(text))
    said = written.letters
    bare = {said.strip(",|"), _LAUGHTER.sub("", said).strip(",|")}
    if bare & _BARE and "?" not in said:
        return Reading(fine=syllables(said.strip(",|")))
    masked = _veiled(said)
    places = starts(masked, written.begins)
    hits = [hit for entry in _SIGNS for hit in _hits(masked, places, *entry)]
    clear = _cleared(said, hits)
    calm = fine_places(clear, written)
    signs = [sign for hit in hits for sign in _in_earnest(hit, said, calm)]
    if found := _SECOND_KEY.search(said):
        signs.append(Sign(Meaning.HELP, None, syllables(found[0]).strip(",|")))
    signs = _weighed(signs, calm=bool(calm))
    if signs or not calm:
        return Reading(tuple(signs), None, explained=False)
    explained = _explained(_veiled(clear), calm)
    return Reading((), syllables(clear[calm[-1][0] : calm[-1][1]]), explained=explained)


def _hits(
    masked: str, places: Places, meaning: Meaning, cause: Cause | None, words: Table
) -> list[_Hit]:
    return [
        _Hit(
            _sign(masked, meaning, cause, found),
            found.start(),
            found.end(),
            stance(masked, found.start(), found.end()),
        )
        for found in words.finditer(masked, places)
    ]


def _sign(text: str, meaning: Meaning, cause: Cause | None, found: re.Match[str]) -> Sign:
    start = found.start()
    end = _SYLLABLE_REST.match(text, found.end()).end()  # type: ignore[union-attr]
    words = syllables(text[start:end]).replace(",", " ")
    return Sign(meaning, cause, words, soft=bool(_SOFT.match(found[0])))


def _cleared(said: str, hits: list[_Hit]) -> str:
    """`said` with what was denied or is over made plain, at the same places."""
    signs = list(said)
    for hit in hits:
        if hit.stance is not Stance.SAID:
            denied = hit.stance is Stance.DENIED and hit.sign.meaning in COMPLAINTS
            denied = denied and hit.sign.cause not in LASTING
            signs[hit.start : hit.end] = (MASK if denied else VEIL) * (hit.end - hit.start)
    return "".join(signs)


def _in_earnest(hit: _Hit, said: str, calm: list[tuple[int, int]]) -> list[Sign]:
    """The sign of a hit, a lesser one when it is over, or none."""
    well = [start for start, _ in calm if start >= hit.end]
    habit = hit.sign.meaning is not Meaning.URGENT and _HABIT.search(said[hit.end :])
    if hit.sign.meaning is Meaning.DECEASED and _somebody_of_hers(said, hit.start):
        return [Sign(Meaning.HELP, None, hit.sign.words)]
    if hit.stance in {Stance.DENIED, Stance.UNREAL} or (habit and well):
        return []
    if hit.sign.meaning not in COMPLAINTS:
        return [hit.sign]
    lesser = [Sign(Meaning.HELP, None, hit.sign.words)]
    if hit.sign.cause in LASTING:
        return lesser if hit.stance is Stance.LONG_AGO else [hit.sign]
    if hit.stance is Stance.LONG_AGO:
        return []
    if not well or hit.stance is Stance.SAID:
        return [hit.sign]
    slight = hit.sign.meaning is Meaning.HELP or (
        hit.stance is Stance.LATELY and hit.sign.cause in SLIGHT and not hit.sign.soft
    )
    return [] if slight else lesser


def _somebody_of_hers(said: str, start: int) -> bool:
    """Whether it may be her husband or a friend who died: then she is alive, and in need."""
    return bool(_OF_HERS.search(said[:start])) and not _HER_OWN.search(said)


def _weighed(signs: list[Sign], *, calm: bool) -> list[Sign]:
    """Without the soft signs that other words explain."""
    puts_off = any(sign.meaning in _PUTS_OFF for sign in signs)
    return [
        sign
        for sign in signs
        if not (sign.soft and sign.meaning is Meaning.HELP and puts_off)
        and not (sign.soft and sign.meaning is Meaning.LATER and calm)
    ]


def _veiled(said: str) -> str:
    return _HARMLESS.veil(said, HARMLESS_VEIL)


def _explained(said: str, calm: list[tuple[int, int]]) -> bool:
    """Whether no complaint can hide: what is not understood comes before "I am well", undoubted."""
    place = 0
    last = calm[-1][1]
    for clause in re.split("[,|]", said):
        end = place + len(clause)
        well = any(place <= start < end for start, _ in calm)
        if not well and not _is_plain(clause) and (place > last or _DOUBTFUL.search(clause)):
            return False
        place = end + 1
    return not _TEARS.search(said) and not _HEDGES.search(said)


def _is_plain(clause: str) -> bool:
    rest = _LAUGHTER.sub("", clause)
    return made_of(rest, _PIECES, _LONGEST) or rest in _BARE
