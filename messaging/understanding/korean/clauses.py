"""A Korean text as one line of letters, marked where sentences and clauses end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from messaging.understanding.hangul import expression, letters

_SPELLINGS = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        ("(괜|갠|괸|괞|겐|궨|개|괘|갱)(찬|찮|챤|춘|잖)(?=[^가-힣]|[아으은습심네타])", "괜찮"),
        ("(괜|갠|괸|괞|겐|궨|개|괘|갱)(찬|찮|챤|춘|잖)(?=[지거다음데카])", "괜찮"),
        ("(괜|갠|괸|괞|겐|궨|개|괘|갱)(찬|찮|챤|춘|잖)(?=[캐슴씀한킨고더소이여])", "괜찮"),
        ("(?<![가-힣])(개|괘|게)(안|않)(?=[아은타습심네카캐으데슴씀찮더소니])", "괜찮"),
        ("(개|괘)안(?=(타|심더|심니|니더|습니|데이|아요|아여))", "괜찮"),
        ("(괜찮) ?(타|다카|타카)", "괜찮다"),
        (r"(?<![가-힣])(개|괘) 안 (타|아)", "괜찮다"),
        ("몬(?!스|테|드)", "못"),
        ("(읎|엄|업)(?=[다어써슴습네심따])", "없"),
        ("[욬욯욧]", "요"),
        ("닼", "다"),
        ("(?<=[가-힣])구(?= ?싶)", "고"),
        ("까스|깨스|까쓰|가쓰", "가스"),
        ("냄시", "냄새"),
        ("밸일", "별일"),
        ("경노당", "경로당"),
        ("(괜|갠|괸|괘|개)차나", "괜찮아"),
        ("(?<![가-힣])(개|괘)안치", "괜찮지"),
        ("이씀|이쓰므", "있습"),
        ("보일라|보이라", "보일러"),
        ("(?<=[가-힣])겟(?=[다어습심네음])", "겠"),
        ("(?<=[죽하모살쉬])(것|겄)(?=[다네어습심소])", "겠"),
        ("햇(?=[다어습심네는고음])", "했"),
        ("졋", "졌"),
        ("(?<=[가-힣])앗(?=[다어습심네는고음])", "았"),
        ("(?<=[가-힣])엇(?=[다어습심네는고음])", "었"),
        ("낫(?=[어][요여])", "났"),
        ("(?<=[고])(십|싶)(?=[다어습심])", "싶"),
        ("씀니|슴니|습닏|심미", "습니"),
        ("이씀|잇음|잇슴|있슴|잇습", "있습"),
        ("잇(?=[다어네지는고소])", "있"),
        ("냄니", "냅니"),
        ("(?<![가-힣])음따(?![가-힣])|(?<=데)음따(?![가-힣])", "없다"),
        ("음다", "읍니다"),
    )
)  # fmt: skip

_APART = re.compile(r"(?:\S\s+){2,}\S[.!?~^]*")
"""Every letter on its own: 괜 찮 아 요."""
_APART_INSIDE = re.compile(r"(?<!\S)(?:[가-힣]\s){3,}[가-힣](?!\S)")
"""The same beside other words."""
_KEPT = re.compile(r"[^가-힣ㄱ-ㅎㅏ-ㅣ0-9?, \n|]+")
_ENDS = re.compile(r"[.!~…;:·。！\n\"“”()]+|(?<=\?)")
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_LOOSE = re.compile(f"([{_LEADS}])([{_VOWELS}])")
_DOUBLED = re.compile(f"(?<=[\u1161-\u1175])[{_VOWELS[:17]}{_VOWELS[18:]}]")
_LOOSE_TAIL = re.compile("(?<=[\u1161-\u1175])([ㄱㄴㄹㅁㅂㅅㅆㅇㅈ])(?![ㄱ-ㅎㅏ-ㅣ])")
_CLAUSE_END = re.compile(
    "(?:는데|은데|인데|한데|픈데|런데|근데|던데|운데|쁜데|린데|신데|난데|지만|니까|길래|더니|"
    "디만|다가|거든|"
    "면서|라도|아도|어도|해도|려고|으며|하며|이고|하고|지고|자고|먹고|묵고|있고|없고|았고|었고|"
    "했고|프고|가고|"
    "오고|나고|않고|좋고|고요|들고|놓고|아서|어서|해서|여서|져서|와서|가서|나서|파서|아가|어가|"
    "(?!보다$)[가-힣]다|[가-힣]더|니더|심더|데이|대이|아요|어요|해요|예요|에요|네요|지요|죠|"
    "세요|니다|이소|라카|습니|"
    "(?!필요$|중요$|주요$|소요$|동요$|월요$)[가-힣]요|[어아해여네데지라고]예|"
    "아여|어여|해여|워요|와요|가요|나요|려요|져요|파요|퍼요|네|노|꼬|끼다|란다|구나|군요|임더|"
    "임|음|함|됨)$"
)
_ALWAYS = re.compile(
    letters("(니다|니더|심더|어요|아요|해요|예요|에요|네요|는데|지만|니까|세요)")
    + f"(?!{letters('요')}|{letters('도')}|{letters('마')}|[,|?\u11a8-\u11ff]|$)"
)
_JOINED = re.compile(
    expression(
        "(데|곳|고|갖다|데려다|델다|사다|해다|가져다|모셔다),((주|줘|줄|달)|(하나|한군데|"
        "전혀)?도?(없|업)|그런거|싶|시ㅍ|십|잡|있|말|나니|나서|나면|"
        "가는|가고|계)"
    )
)
_STRAY = re.compile("(?<=[\u1100-\u11ff])[ㄱ-ㅊㅌㅍ](?=[\u1100-\u11ff])")


def spelled(text: str) -> str:
    """`text` with common misspellings and dialect forms put right."""
    if _APART.fullmatch(text):
        text = "".join(text.split())
    text = _APART_INSIDE.sub(lambda found: "".join(found[0].split()), text)
    for pattern, right in _SPELLINGS:
        text = pattern.sub(right, text)
    return text


@dataclass(frozen=True, slots=True)
class Line:
    """Letters without spaces: `|` after each sentence, `,` after each clause.

    `begins` are the places where words begin as they were written, None when letters were typed
    apart and that is not known; in `runs`, long words that may be several, one may begin anywhere.
    """

    letters: str
    begins: frozenset[int] | None
    runs: frozenset[int] = frozenset()

    @property
    def openings(self) -> frozenset[int] | None:
        """Where a word may begin."""
        return None if self.begins is None else self.begins | self.runs


def line(text: str) -> Line:
    """`text`, spelled right, as one line of letters."""
    sentences = []
    for sentence in _ENDS.split(text):
        kept = _KEPT.sub(" ", sentence).replace("|", " ")
        if words := [_marked(word) for word in kept.split()]:
            sentences.append(words)
    joined = "|".join("".join(words).strip(",") for words in sentences)
    joined = _ALWAYS.sub(r"\1,", _composed(letters(joined)))
    joined = _JOINED.sub(r"\1\2", _STRAY.sub("", joined))
    return _line(joined, [word for words in sentences for word in words])


_RUN = 6
"""What is longer than so many syllables may be several words written as one."""
_MARKS = frozenset(",|")
_UNMARKED = str.maketrans("", "", "".join(_MARKS))


def _line(joined: str, words: list[str]) -> Line:
    """`joined` with the places where `words`, of which it was made, begin in it."""
    places = [place for place, letter in enumerate(joined) if letter not in _MARKS]
    begins: set[int] = set()
    runs: set[int] = set()
    spelled = letters(" ".join(words).translate(_UNMARKED)).split(" ")
    if "".join(spelled) != joined.translate(_UNMARKED):
        return Line(joined, None)
    first = 0
    for word, own in zip(words, spelled, strict=False):
        begins.update(places[first : first + 1])
        if len(word) > _RUN:
            runs.update(places[first : first + len(own)])
        first += len(own)
    return Line(joined, frozenset(begins), frozenset(runs))


def _marked(word: str) -> str:
    return word + "," if len(word) > 1 and _CLAUSE_END.search(word) else word


def _composed(joined: str) -> str:
    """Letters typed apart, by a slip of the finger, back in their syllables."""
    joined = _LOOSE.sub(lambda found: _lead(found[1]) + _vowel(found[2]), joined)
    joined = _DOUBLED.sub("", joined)
    return _LOOSE_TAIL.sub(lambda found: chr(0x11A8 + _TAILS.index(found[1])), joined)


def _lead(letter: str) -> str:
    return chr(0x1100 + _LEADS.index(letter))


def _vowel(letter: str) -> str:
    return chr(0x1161 + _VOWELS.index(letter))
