"""Reads Korean: what was said in earnest, and whether all that was said is fine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locales.model import Language
from messaging.understanding.hangul import (
    Places,
    Table,
    Tables,
    expression,
    letters,
    starts,
    syllables,
)
from messaging.understanding.korean.clauses import line, spelled
from messaging.understanding.korean.dangers import DANGERS
from messaging.understanding.korean.fine import BARE
from messaging.understanding.korean.harmless import HARMLESS
from messaging.understanding.korean.leftover import (
    beside,
    doubtful_places,
    explained,
    without_laughter,
)
from messaging.understanding.korean.needs import NEEDS
from messaging.understanding.korean.scope import Stance, stance
from messaging.understanding.korean.wellbeing import MASK, fine_places
from messaging.understanding.model import Patterns, Reading, Sign
from messaging.understanding.verdict import verdict
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_OF: tuple[tuple[Meaning, Cause | None], ...] = (
    *((Meaning.URGENT, cause) for cause in DANGERS),
    *((meaning, None) for meaning in NEEDS),
)
_SIGNS = Tables([Table(words, of_words=True) for words in (*DANGERS.values(), *NEEDS.values())])
"""What speaks for each of `_OF`."""
_HARMLESS = Table(HARMLESS)
_WORDS = re.compile("[가-힣0-9a-z]")
_BARE = frozenset(letters(word) for word in BARE)
_SECOND_KEY = re.compile(
    expression(
        "^(이번|두번|둘째)(입|이요|이여|요|임|이에|이라|이야|$|[,|])|(^|[,|])2번(?!(은|"
        "이)?,?(아니|아이|잘못))|^2(?=$|[,|?])|"
        "^둘$"
    )
)
_KEY_BESIDE = re.compile(r"^2(?=\s+[가-힣]{2}|\s+[잘네예응])|(?<=[가-힣.]\s)2$")
"""The key before or after other words; 2시 and 2 명 are none."""
_HABIT = re.compile(
    expression(
        "^[^,|]{0,5}?(긴해도|기는해도|긴하지만|기는하지만|던(거|게|것|데|곳)?|(-ㄴ)?다?캐도|"
        "다캤디|다캤더니)"
    )
)
_SHORT = 8
"""Syllables of a text in which hardly anything can hide."""
_SYLLABLE_REST = re.compile("[\u1160-\u11ff]*")
_SOFT = re.compile(
    expression(
        "(전화|연락|봐주|부탁|거들|알려|바쁘|바빠|바쁩|바뿌|바쁜|쓰러|못움직|움직|(다리|몸|"
        "허리|팔)~안움|못서|못~?디)"
    )
)
_OF_HERS = re.compile(
    expression(
        "(남편|영감|바깥양반|신랑|아내|마누라|집사람|할마이|오빠|언니|누나|누이|동생|아들|딸|"
        "손자|손녀|사위|며느리|사촌|이웃|옆집|앞집|뒷집|윗집|친구|"
        "동창)(님|사람|할매|할배|어른|아저씨|아주머니)?(이|가|도|께서)"
    )
    + "(?![\u11ab\u11af\u11b8])[^|]{0,20}?$"
)
_HER_OWN = re.compile(
    expression(
        "(폰|전화|번호)~?주인|이분|이어른|본인|당사자|(보내|연락|전화|문자)[^|]{0,8}?(말|마(=|"
        "라|소|이|세|시|십)|그만)"
    )
)
# Complaints whose denial is good news: "not in pain"; 재미 없다 is none.
_BY_ITSELF = re.compile(
    "아[프푸픕픔픈팠파퍼]|불편|힘[이들드듭]|심들|외로|외롭|쓸쓸|적적|춥|추[워운웠버우]|덥|"
    "더[워웠버]|어지|숨|답답|저[리려린림]|쑤[시셔신]|"
    "결[리려린]|걱정|무[서섭]|우울|슬[프퍼픈]|넘어|자빠|미끄러|엎어|쓰러|다[치쳤친쳐]|통증|"
    "고[프파픈]|도움|필요|도와|심심|열|감기|기침|설사|"
    "불[이나안]|물[려리린렸]|쏘|고장|떨어|아쉬|부족|서운|섭섭|괴로|괴롭|지[쳤친쳐]|죽|몸살|"
    "두통|어질|토|체[하했]|맞|때리|체"
)
_OVER = re.compile(
    expression(
        "(찾았|지금은|지금이사|이제|인자|인제|이젠|오늘은|오늘아침|다나|싹|말끔|괜찮아ㅈ|"
        "괜찮아-ㅈ|나았|나샀|나아ㅈ|풀렸|풀려|고쳤|고칬|고쳐ㅈ|고쳐줘|새로|"
        "내려갔|가라앉|자고나니|일어나니|먹고나니|맞고|개운|거뜬|멀쩡)"
    )
)
_PASSES = re.compile(
    "아[프푸픕픔픈팠파퍼플]|쑤[시셔신]|결[리려린]|저[리려린]|삐끗|통증|두통|몸살|감기|기침|독감|배탈|설사|체[했한]|"
    "어지|답답|우울|외로|기[력운]|입맛|고장|불편"
)
"""Complaints that pass."""
_PASSED = re.compile(
    "^[^|]{0,40}?"
    + expression(
        "(싹|다|뚝|말끔히?|깨끗이|씻은듯이?|금방|인자|이제|기운|기력|입맛)(를|을|도|이)?,?"
        "(나았|나아-ㅆ|나아뿟|나아ㅅ|나샀|떨어졌|떨어지고|떨어짔|없어졌|가라앉|사라졌|풀렸|내려갔|"
        "고쳤|고쳐|되찾|찾았|돌아왔)"
    )
)
"""What is said of a complaint that is over: it has gone, all of it."""
_THOUGHT = re.compile(expression("까(싶|하는|도|생각|고민|요|$|,|[|])|않을까"))
"""To think of death is danger enough: 죽을까 싶다."""
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
    text = spelled(text)
    found = patterns(text)
    said = found.certain or _WORDS.search(text)
    return verdict(text, found, Language.ko) if said else Reading((), None, explained=False)


def patterns(text: str) -> Patterns:
    """What patterns find in `text`, spelled right."""
    written = line(text)
    said = written.letters
    bare = {said.strip(",|"), without_laughter(said).strip(",|")}
    if bare & _BARE and "?" not in said:
        return Patterns([], syllables(said.strip(",|")), explained=True, short=True)
    places = starts(said, written.openings)
    veiled = _HARMLESS.veil(said, HARMLESS_VEIL, places)
    hits = _lived(_hits(veiled, written.begins, places))
    clear = _cleared(said, hits)
    if clear != said:
        places = starts(clear, written.openings)
        veiled = _HARMLESS.veil(clear, HARMLESS_VEIL, places)
    calm = fine_places(clear, written, places)
    signs = [sign for hit in hits for sign in _in_earnest(hit, said, calm)]
    if found := _SECOND_KEY.search(said) or _KEY_BESIDE.search(text):
        signs.append(Sign(Meaning.HELP, None, syllables(found[0]).strip(",|"), sure=True))
    signs = _weighed(signs, calm=bool(calm))
    if veiled != clear:
        places = starts(veiled, written.openings)
    doubts = doubtful_places(veiled, places)
    known = not signs and bool(calm) and explained(veiled, doubts, calm)
    fine = syllables(clear[calm[-1][0] : calm[-1][1]]) if calm else None
    unreal = not signs and any(hit.sign.cause for hit in hits)
    return Patterns(
        signs,
        fine,
        explained=known,
        unreal=unreal,
        short=len(syllables(said)) <= _SHORT,
        doubtful="?" in said or bool(doubts),
        beside=beside(_told(said, clear), calm),
    )


def _hits(veiled: str, begins: AbstractSet[int] | None, places: Places) -> list[_Hit]:
    return [
        _Hit(
            _sign(veiled, *_OF[number], found),
            found.start(),
            found.end(),
            stance(veiled, found.start(), found.end(), begins),
        )
        for number, found in _SIGNS.finditer(veiled, places)
    ]


def _lived(hits: list[_Hit]) -> list[_Hit]:
    """Without what somebody died of."""
    deaths = [hit.start for hit in hits if hit.sign.meaning is Meaning.DECEASED]
    return [
        hit
        for hit in hits
        if not (
            hit.sign.cause in {Cause.MEDICAL, Cause.FALL} and any(hit.start <= d for d in deaths)
        )
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
            sign = MASK if _well_denied(hit) else VEIL
            signs[hit.start : hit.end] = sign * (hit.end - hit.start)
    return "".join(signs)


def _told(said: str, clear: str) -> str:
    """`said` with only what was denied veiled: what is over or befell others is told as well."""
    if MASK not in clear:
        return said
    pairs = zip(said, clear, strict=True)
    return "".join(MASK if seen == MASK else letter for letter, seen in pairs)


def _well_denied(hit: _Hit) -> bool:
    return (
        hit.stance is Stance.DENIED
        and hit.sign.meaning in COMPLAINTS
        and hit.sign.cause not in LASTING
        and _BY_ITSELF.search(hit.sign.words) is not None
    )


def _in_earnest(hit: _Hit, said: str, calm: list[tuple[int, int]]) -> list[Sign]:
    """The sign of a hit, a lesser one when it is over, or none."""
    well = [start for start, _ in calm if start >= hit.end]
    habit = hit.sign.meaning is not Meaning.URGENT and _HABIT.search(said[hit.end :])
    if hit.sign.meaning is Meaning.DECEASED and _somebody_of_hers(said, hit.start):
        return [Sign(Meaning.HELP, None, hit.sign.words, sure=True)]
    thought = hit.sign.cause is Cause.SELF_HARM and _THOUGHT.search(said[hit.start : hit.end + 12])
    if hit.sign.meaning is Meaning.HELP and _over_by_now(hit, said):
        return []
    unsaid = hit.stance in {Stance.DENIED, Stance.UNREAL} and not thought
    if unsaid or (habit and well):
        return []
    if hit.sign.meaning not in COMPLAINTS:
        return [hit.sign]
    lesser = [Sign(Meaning.HELP, None, hit.sign.words, sure=hit.sign.cause is Cause.FALL)]
    if hit.sign.cause in LASTING:
        return lesser if hit.stance is Stance.LONG_AGO else [hit.sign]
    if hit.stance is Stance.LONG_AGO:
        return []
    if not well or hit.stance is Stance.SAID:
        return [hit.sign]
    over = hit.stance is not Stance.BEFORE or _OVER.search(said[hit.end :])
    slight = (hit.sign.meaning is Meaning.HELP and over) or (
        hit.stance is Stance.LATELY and hit.sign.cause in SLIGHT and not hit.sign.soft
    )
    return [] if slight else lesser


def _over_by_now(hit: _Hit, said: str) -> bool:
    return bool(_PASSES.search(hit.sign.words) and _PASSED.search(said[hit.end :]))


def _somebody_of_hers(said: str, start: int) -> bool:
    """Whether it may be her husband or a friend who died: then she is alive, and in need."""
    return bool(_OF_HERS.search(said[:start])) and not _HER_OWN.search(said)


def _weighed(signs: list[Sign], *, calm: bool) -> list[Sign]:
    """Without the soft signs that other words explain."""
    puts_off = any(sign.meaning in _PUTS_OFF for sign in signs)
    elsewhere = any(sign.meaning is Meaning.ABSENT for sign in signs)
    return [
        sign
        for sign in signs
        if not (sign.soft and sign.meaning is Meaning.HELP and puts_off)
        and not (sign.soft and sign.meaning is Meaning.LATER and calm)
        and not (sign.meaning is Meaning.WRONG_PERSON and elsewhere)
    ]
