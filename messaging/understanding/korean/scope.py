"""Whether words were said in earnest: denied, feared, told of the past, seen on television."""

from __future__ import annotations

import re
from enum import Enum

from messaging.understanding.hangul import expression, letters


class Stance(Enum):
    """How she stands to what her words name."""

    SAID = "said"
    DENIED = "denied"
    UNREAL = "unreal"
    """It did not happen: nearly, perhaps, in a film, to a thing."""
    LONG_AGO = "long_ago"
    LATELY = "lately"
    """It happened on an earlier day."""
    BEFORE = "before"
    """It has happened; whether it is over is not said."""


def _search(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(expression(pattern) for pattern in patterns))


_NOTHING = "(없|업|읎|아니|아닙|아이|안나|안들|안해|모르|모리)"
_DENIED_AFTER = _search(
    "^[^,|]{0,6}?(지|질|진|치)(는|도|를|가)?(않(?!으면|았으면|길|냐|은(데|곳|날|적)(가|이)?없)|안|아니|못하|말|마=)",
    "^[^,|]{0,4}지도[^|]{1,14}지도?(는)?(안|않|못)",
    f"^[^,|]{{0,6}}?(데|곳|구석|거|것|건|일|적|줄|느낌|증상|생각|마음|기색|기미)(라고는|는|은|도|가|이)?(하나도|한군데도|한개도|전혀|하나|한번도|요만큼도|아무데도)?{_NOTHING}",
    f"^[^,|]{{0,6}}?(고|거나|든지)?그런(거|것|일|데)(는|도|은)?{_NOTHING}",
    "^조심",
    "^(한|하|할)?(거|것|게|데|지|진|일|점)?(는|은|도|가|이|치)?(하나도|전혀)?(없|업|않|안해|안하)",
)  # fmt: skip
_DENIED_BEFORE = re.compile(expression("안") + "$")
_OWN_SYLLABLE = re.compile(expression("(동|불|편|보|방|제|집|미|시|평|창)안") + "$")
_DENIED_INSIDE = _search(
    "(이|가|도|은|는|하나도|전혀|.)안(아ㅍ|아푸|답|조이|저리|불편|쑤|이상|두근|뻐근|통증)"
)
_NEGATIVE = re.compile(expression("(는|도|를)?,?(않|안|못)"))
"""After 지: a danger by its negation: 멈추지 않다, 움직이지 못하다."""
_UNREAL_AFTER = _search(
    "^[^,|]{0,4}?지(는|도)?않(으면|았으면|길)",
    "^[^,|]{0,6}?(뻔|까봐|까바|까싶|까걱정|까무서|가봐걱|을까조|지않게|않도록|않으려|기전에)",
    "^[^,|]{0,4}(거|기|것)(는|은)[^|]{1,24}(삶|굽|태우는|때는|담배|모기향|끓이)",
    "^[^,|]{0,10}?줄(로)?(만)?알(고|았|아서)",
    "^[^,|]{0,6}?(으)?면(은|,|(?!서|좋|안되|고맙|감사|싶|하는|하고|합|큰일|편|됩))(?![^,|]*(지금|빨리|살려))",
    "^[^,|]{0,8}?(다고|다꼬)?(해서|하면)?(누르|눌러야|전화해야)",
)  # fmt: skip
_FICTION = _search(
    "(뉴스|신문|연속극)(에|보|를|서|속|마다|이|가)", "꿈(에|을|속|이|꿨|꾸)",
    "(주인공|배우|등장인물|캐릭터|여주|남주)(이|가|은|는|들이)",
    "(드라마|영화|소설|유튜브|방송|만화|책|노래|가사|게임|웹툰|예능)(에서|에|속|주인공|장면|내용|줄거리|서|이야기|결말)",
    "(테레비|텔레비전|텔레비|티비|티브이)(에서|에|서|뉴스|드라마|프로)",
)  # fmt: skip
_THINGS = _search(
    "(나무|화분|전봇대|간판|의자|담|담장|벼|나락|고추|고춧대|옷걸이|냉장고|세탁기|핸드폰|휴대폰|폰|배터리|밧데리|시계|컴퓨터|오뚜기|병|컵|책|상자|물건|자전거|우산|빨래대|건조대|허수아비|비석|트리|꽃|모종|서버|게임|주가|나라|회사|가게|프로그램|앱|인터넷|강아지|고양이|닭|염소|토끼|병아리|금붕어|물고기|모기|파리|벌레|바퀴|쥐|새|돼지)(가|이|은|는|도|들이|들은)[^,|]{0,8}$",
)  # fmt: skip
_LONG_AGO = _search(
    "(옛날|예전|작년|재작년|그해|몇년|[0-9]+년|십년|이십년|삼십년|오년|삼년|이년|젊을때|젊었|어릴|어렸|왕년|전쟁|소싯적|시집살이|그때|당시|한창때|처녀때|총각때)(?!부터|이후|이래)"
)
_LATELY = _search(
    "(어제|그제|그저께|엊그제|엊저녁|어젯밤|어저께|지난주|지난달|저번주|저번달|저번에|며칠전|몇일전|일주일전|한달전|월요일|화요일|수요일|목요일|금요일|토요일|일요일|지난번|얼마전|[0-9]+일전|아침에는|아까)(?!부터)"
)  # fmt: skip
_PAST_AFTER = re.compile(
    "^[^,|]{0,12}?\u11bb|"
    + expression("^[^,|]{0,4}던")
    + "|"
    + expression("^[^,|]{0,3}적(이|도)?있")
)
_PAST_SOON = re.compile("^[^|]{0,40}?\u11bb")
_LASTS = _search(
    "아직", "지금까지", "뒤로", "계속", "여태", "이후로", "부터(?!는|싹|다|괜|나)", "그대로", "째"
)


def stance(text: str, start: int, end: int) -> Stance:
    """How she stands to the words at `start:end` of `text`, a line of letters."""
    sentence = text.rfind("|", 0, start) + 1
    clause = max(text.rfind(",", 0, start) + 1, sentence)
    before, after = text[clause:start], text[end:]
    if _denied(before, text[start:end], after):
        return Stance.DENIED
    told = text[sentence:start]
    if _UNREAL_AFTER.search(after) or _FICTION.search(told) or _THINGS.search(before):
        return Stance.UNREAL
    past = _PAST_AFTER.search(_tail(text, end) + after) is not None
    return _when(told, text[sentence:].split("|", 1)[0], past=past)


def _tail(text: str, end: int) -> str:
    """The last letter of the words themselves: it may carry the tense."""
    return text[end - 1 : end]


def _denied(before: str, words: str, after: str) -> bool:
    if words.endswith(letters("지")) and _NEGATIVE.match(after):
        return False
    if _DENIED_BEFORE.search(before) and not _OWN_SYLLABLE.search(before):
        return True
    return bool(_DENIED_AFTER.search(after) or _DENIED_INSIDE.search(words))


def _when(told: str, sentence: str, *, past: bool) -> Stance:
    if _LASTS.search(sentence):
        return Stance.SAID
    over = past or _PAST_SOON.search(sentence[len(told) :])
    if over and _LONG_AGO.search(told):
        return Stance.LONG_AGO
    if over and _LATELY.search(told):
        return Stance.LATELY
    return Stance.BEFORE if past else Stance.SAID
