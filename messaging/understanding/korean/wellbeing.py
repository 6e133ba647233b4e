"""Whether words that sound fine are said in earnest, now, and of herself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from messaging.understanding.hangul import Table, Tables, expression, letters, syllables
from messaging.understanding.korean.fine import (
    HERS,
    LOOSE,
    OTHER_TOPICS,
    REASSURING,
    SURE,
    WORDS_BETWEEN,
)

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from messaging.understanding.hangul import Places
    from messaging.understanding.korean.clauses import Line

MASK = "■"
"""Stands for the letters of a complaint that was denied."""

_TABLES = Tables([Table(SURE), Table(LOOSE), Table(REASSURING), Table(OTHER_TOPICS)])
_SURE, _LOOSE, _REASSURING, _OTHER_TOPICS = range(4)
_FIRST_KEY = re.compile(
    expression(
        "(^|[,|■])(1+번?|일번)(이|입|임|요|여|예|네|이랍|(을)?누|(을)?눌|선택|$|,|[|])(?!,?(뭐|"
        "머|무슨|무엇|무신|어떤|누|맞))"
    )
)

# How a sentence ends that states something: no question, guess, wish, hearsay or request.
_HAVING = (
    "(습니(다|더)|습니데이|심(니)?더|슴니다|슴다|으니|어(요|여|예|용)?(?= |$)|다(?= |$)|네|"
    "음(?= |$)|는데|고요|지만|니더|소(?= |$)|"
    "구만|구먼|데이|어예|다오|거든|답니(다|더)|단다)"
)
_STATED = re.compile(
    "^"
    + expression(
        "(이)?("
        "(하)?-ㅂ니(다|더|데이)|습니(다|더)|스비다|습(?= |$)|심다|쟈(?= |$)|슈|애(?= |$)|(하|"
        "합)?심(니)?더|-ㅁ더|"
        "슴(니)?(다|더)|(하)?(다|타)(고|꼬)(요|"
        "예)(?= |$)|(하)?(다|타)(니까|카이|카니|당께)|(이|하)?니더|임더|입더|(하)?-ㅂ디|음더|"
        "(아|어|해|워|와|여|에|예|이에|이라|라|내)?(요|여|예|용|유|염)(?= |$)|(하)?네(요|예|"
        "여)?(?= |$)|"
        "(아|어|해|워|여|와|야)(?= |$)|(하|이)?다(?= |$|야|마|오)|(하)?-ㄴ다(?= |$|야|오)|"
        "는다(?= |$)|(하)?(데이|대이)|하이|"
        "으이|아(용|욤)|"
        "(으|하|이|해)?(음|-ㅁ)(?= |$)|(하|아)?(구마|구만|구먼|군|구나)|(하|으)?(소|오)(?= |$)|"
        "(하)?다네|(하)?답니|(하)?-ㄴ답니|"
        "(하)?단다|(하)?더라고|"
        f"(아|어|해|여|아져|어져|해져|워져)?-ㅆ(습니|심더|심니|어(요|여|예)?(?= |"
        f"$)|다(?= |$)|네|음(?= |$)|"
        f"고(?! ?싶)|지만)|"
        "(하|이)?고(?! ?싶| ?시프| ?십| ?잡| ?자프| ?있| ?계| ?살고싶)|"
        f"(하|이|아|어|해)?(고|아|어) ?있{_HAVING}|(하)?고 ?계(십니|시네|세요|심)|"
        "(하|이)?(는|은|-ㄴ)데(?! ?(없|하나도))|(하|이)?지만|(하|이|으)?니까|(하|이|"
        "으)?니(?= )|(하|으)이(?= |$)|(하|이)?거든|"
        "(아|어|해|여|워)서(?= |$)|(으|하)?며=|(하|으)?면서|(으|하)?(은|-ㄴ|는) ?(편|거 ?같|"
        "것 ?같|거만|중)|(하|해)?도(?= )|"
        "이(에요|예요|야|랍니|라예|구요)|(하)?이 ?(좋|잘|지내)"
        ")"
    )
)  # fmt: skip
_SURELY_SO = re.compile(expression("^(하|이)?(지|제)(요|예|여|뭐|머|만)?(?= |$)|^(하)?죠"))
_TAKEN_BACK = re.compile(
    expression(
        "^ ?(보이|보여|보인|보였|보임|-ㄹ|질|지길|척|체|줄|라고|라는|다고|다는|카|캅|캐|캤|"
        "하더|하대|싶|말해|말하|하라|같으면|던데|길|는지|을지|해달|"
        "해줘|해라|전해|"
        "졌으면|(와|가)(라|자)?$|오(세|라)|지고 ?싶|지면|지겠|지기|겠|야(지|하|되|돼))"
    )
)
_ASKED = re.compile("^[^|]*\\?")
_CONFIRMS = re.compile(
    expression(
        "(^|[,| ])(하모|하먼|그럼|그라모|그래|당연|나야|저야|내야|내사|나는|난|저는|전|내는|"
        "나도|저도|네|예|응|어|엉|덕분|물론|오냐|오야|아무렴|암|"
        "늘|항상|그러니|안괜찮을|못지낼|멀쩡|"
        "똑같)"
    )
)
_NEGATED = tuple(
    map(letters, ("안", "못", "별로", "까지", "까지는", "까지만해도", "안 ", "못 ", "별로 "))
)
_DENIED_WELL = re.compile(
    "^[^,|]{0,16}?"
    + expression(
        "(않|안하|안해|안타|없|업|읎|엄|아니|아이)(고 ?있)?(았|었|-ㅆ)?(습니|심|슴|어요|아요|"
        "아여|어여|고(?! ?싶)|다(?= |$)|어(?= |"
        "$)|아(?= |$)|네|음(?= |$)|는데|지만|으니|타|고요|거든|지요|"
        "-ㅂ니|니더|데이|소(?= |$)|예)"
    )
)
_PLAINLY_WELL = re.compile(
    "^[\u1160-\u1175]?"
    + expression(
        "(-ㅂ니|습니|심|슴|(파|퍼|아|어)?(요|여|예)|다(?= |$)|-ㄴ다|는다|네|음(?= |$)|-ㅁ(?= |"
        "$)|고(?! ?싶)|(았|었|-ㅆ)(어|"
        "다|습|심|네|음|고|는데|지만)|니더|데이|타|어(?= |$)|아(?= |$)|$)"
    )
)
_ELDER = re.compile(
    expression(
        "(할매|할배|할머니|할아버지|할무이|어르신|어머니|아버지|어머님|아버님|엄마|아빠|어무이)"
    )
)
_HONOURED = re.compile(expression("(으)?(시|세요|십|신|심)"))
_REPORTED_BY_DOCTOR = re.compile(expression("(병원|의사|검사|결과|간호사|보건소|한의원|진료|혈압)"))
_HEARSAY = re.compile(
    expression(
        "^(하|이)?(다|라|타) ?(고|꼬|카|캅|캐|칸)|^(하)?(-ㄴ|이)?(대|래|답니|댑니|랍니|단다|답디)"
    )
)
_SUBJECT = re.compile(expression("^(.+)(이|가|은|는|도|께서|들|만|(는|은|-ㄴ)(게|거|것))$"))
_NO_SUBJECT = re.compile(
    expression(
        "((아|어|해|여|라|서|고|에|로|직|금|래|제|늘|지|파|퍼|프|걸|줘|와|워|려|혀|쳐)도|(에|"
        "에서|서|고|까지|기|지|로|어|보다|랑|하고|한테|"
        "은데|부터|게|면)(는|은)|(하|많|같|없|있|높|낮|크)이|가지가지)$"
    )
)
_LINKS = re.compile(
    expression(
        "(서|고|니|며|디|데|니까|더니|지만|라|라꼬|다가|느라|러|가|하이|어가|아가|여가|아|어|"
        "여|와|줘|려)$"
    )
)
"""Ends of words that link what is said before to another subject."""
_CONNECTED = re.compile(
    expression(
        "(게|에|로|랑|와|과|히|이|도|지|나|한테|보다|까지|부터|다|요|더|를|을|의|께|면서|대로|"
        "하고|분에|마다|처럼|채|째|님|씨|야|예)$"
    )
)
"""Ends of words that are no bare noun, of which the well-being could be."""
_SUPPOSED = re.compile(
    expression(
        "(면|으면|다면|라면|려면|으려면|려나|생각보다|보다는|보기보다|기에는?|도록|려고|나름|"
        "너없이도|나없이도|너없어도)$"
    )
)


def fine_places(said: str, written: Line, places: Places) -> list[tuple[int, int]]:
    """Where she says of herself that she is well; a denied complaint counts.

    `said` are the letters of `written` at the same places, with what was denied masked;
    `places` are those of `said`.
    """
    seen = list(_TABLES.finditer(said, places))
    elsewhere = any(table == _OTHER_TOPICS for table, _ in seen)
    stating = {_SURE} if elsewhere else {_SURE, _LOOSE}
    found = [
        one.span()
        for table, one in seen
        if table in stating and _of_herself(said, written.begins, *one.span(), sure=table == _SURE)
    ]
    found += [one.span() for table, one in seen if table == _REASSURING]
    found += [one.span() for one in _FIRST_KEY.finditer(said)]
    found += [
        one.span()
        for one in re.finditer(f"{MASK}+", said)
        if _denied_well(said, written.begins, *one.span())
    ]
    return sorted(found)


def _of_herself(
    said: str, begins: AbstractSet[int] | None, start: int, end: int, *, sure: bool
) -> bool:
    before, after = _around(said, begins, start, end)
    if before.endswith(_NEGATED) or _ASKED.search(said[end:]):
        return False
    words = syllables(before).split()
    if _alien(words, sure=sure):
        return False
    if (stated := _STATED.match(after)) is not None:
        return not _TAKEN_BACK.match(after[stated.end() :])
    sentence = said[said.rfind("|", 0, start) + 1 : start]
    if _SURELY_SO.match(after):
        return bool(_CONFIRMS.search(sentence)) or _CONFIRMS.search(before) is not None
    if _HEARSAY.match(after):
        return bool(_REPORTED_BY_DOCTOR.search(sentence) or _ELDER.search(said))
    return bool(_HONOURED.match(after) and _ELDER.search(said))


def _around(said: str, begins: AbstractSet[int] | None, start: int, end: int) -> tuple[str, str]:
    """What stands before and after in the same clause, with spaces where words begin."""
    first = max(said.rfind(",", 0, start), said.rfind("|", 0, start)) + 1
    last = min((place for sign in ",|" if (place := said.find(sign, end)) >= 0), default=len(said))
    return _spaced(said, begins, first, start).strip(), _spaced(said, begins, end, last).rstrip()


def _spaced(said: str, begins: AbstractSet[int] | None, start: int, end: int) -> str:
    marks = begins or ()
    return "".join(
        f" {said[place]}" if place in marks else said[place] for place in range(start, end)
    )


def _alien(words: list[str], *, sure: bool) -> bool:
    """Whether the words before speak of somebody or something else, or of what is not so."""
    nearest = True
    for word in reversed(words):
        if word in WORDS_BETWEEN or _in_hers(word) or not word.strip("ㅋㅎㅠㅜ"):
            continue
        spelled = letters(word)
        if _SUPPOSED.search(spelled) or word.endswith("말고"):
            return True
        if _SUBJECT.match(spelled) and not _NO_SUBJECT.search(spelled):
            return True
        if _LINKS.search(spelled):
            return False
        if nearest and not sure and not _CONNECTED.search(spelled) and MASK not in word:
            return True
        nearest = False
    return False


def _in_hers(word: str) -> bool:
    stems = [
        word,
        *(word.removesuffix(one) for one in ("이", "가", "은", "는", "도", "만", "께서", "이는")),
    ]
    return any(stem in HERS or stem.endswith(_OF_HERS) for stem in stems)


_OF_HERS = ("혈압", "건강", "기분", "컨디션", "밥맛", "입맛", "무릎", "허리", "다리", "식구")


def _denied_well(said: str, begins: AbstractSet[int] | None, start: int, end: int) -> bool:
    """Whether it is stated that she lacks the complaint masked there."""
    before, after = _around(said, begins, start, end)
    if _ASKED.search(said[end:]) or _alien(syllables(before).split(), sure=True):
        return False
    if before.endswith((letters("안"), letters("도"), letters("안 "))):
        return _PLAINLY_WELL.match(after) is not None or _DENIED_WELL.match(after) is not None
    return _DENIED_WELL.match(after) is not None
