"""Whether words were said in earnest: denied, feared, told of the past, seen on television."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from messaging.understanding.hangul import expression, letters

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


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
_NOT = re.compile(
    expression(
        "^[^,|]{0,6}?(지|질|진|치)(는|도|를|가)?(않(?!으면|았으면|길|냐|을까|나|겠|니|은(데|곳|"
        "날|적)(가|이)?없)|안(?!방|에|쪽|내|"
        "으|집)|아니|못하|말|마=)"
    )
)
_DENIED_AFTER = _search(
    "^[^,|]{0,4}지도[^|]{1,14}지도?(는)?(안|않|못)",
    f"^[^,|]{{0,5}}?(-ㄴ|-ㄹ|던),?(데|곳|구석|거|것|건|꺼|일|적|줄|틈|새|시간|겨를|여가|느낌|증상|생각|마음|기색|"
    f"기미)(라고는|는|은|도|가|이)?(하나도|한군데도|"
    f"한개도|전혀|하나|한번도|요만큼도|아무데도)?{_NOTHING}",
    f"^[^,|]{{0,6}}?(고|거나|든지)?그런(거|것|일|데)(는|도|은)?{_NOTHING}",
    "^[^,|]{0,3}?(정도|필요|일|만큼)(는|은|도|까지|까지는)?(아니|아이|없|아인|업)",
    "^조심",
    "^(한|하|할)?(거|것|게|데|지|진|일|점)?(는|은|도|가|이|치)?(하나도|전혀)?(없(?!어지)|업|않|"
    "안해|안하)",
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
    "^[^|]{0,12}꿈(을|이)?(꿨|꾸|꾼)",
    "^[^|]{0,30}알고보(니|이)",
    "^[^|]{0,40}(그거|그게|그기)(는|은)?[^|]{0,12}(삶|굽|쑤|끓|태우|소독|메주|안개)",
    "^[^,|]{0,6}?면,?(우짜|우야|어짜|어째|어쩌|어떡|우예)",
    "^[^,|]{0,4}(거|기|것)(는|은)[^|]{1,24}(삶|굽|쑤|옆동네|딴동네|다른동네|먼데|건너|윗동네|"
    "아랫동네|딴집|남의|태우는|때는|담배|모기향|끓이)",
    "^[^,|]{0,10}?줄(로)?(만)?알(고|았|아서)",
    "^[^,|]{0,6}?(으)?(?<!고하)면(은|,|(?!서|좋|안되|고맙|감사|싶|하는|하고|합|큰일|편|"
    "됩))(?![^,|]*(지금|빨리|살려))",
    "^[^,|]{0,8}?(다고|다꼬)?(해서|하면)?(누르|눌러야|전화해야)",
)  # fmt: skip
_HEARSAY_AFTER = _search(
    "^[^,|]{0,6}?(-ㅆ|는|-ㄴ|었|았|했)?다,?(고|꼬)?(카던데|카더|카대|카데|캤|합디|하더|하던데|"
    "던데|더라|더만|카네|칸다|카드|하드|들었|난리)",
    "^[^,|]{0,6}?(는|인|단|난|란)(거|게)?(아니고)?(봤|뉴스)",
)
_BROADCAST = _search(
    "(뉴스|신문|연속극|드라마|영화|티비|테레비|텔레비전|여섯시내고향|6시내고향|인간극장|"
    "아침마당|유튜브|방송|프로그램|소설|만화)"
)
_TOLD_AFTER = _search(
    "^[^|]{0,14}(나오(?!질|지)|나왔|더라|는거(를)?봤|는거(를)?봐|는것봤|장면|하데|카데|답디|"
    "는게웃|는게재)"
)
_AT_HERS = _search(
    "(우리|내|나|저희|저|제|옆집|윗집|아랫집|앞집|뒷집|여기|집에|집이|영감|남편|어무이|어머니|"
    "할매|할배)"
)
_OF_THINGS_AFTER = _search(
    "^[^,|]{0,2}?(-ㄴ|던)(벼=|나락|나무|전봇대|담장|화분|고추|모종|비닐하우스|간판|냉장고|"
    "텔레비전|핸드폰|휴대폰|폰|시계|안경|컴퓨터|고목|묘목|가지)"
)
_CAUSES_OF_FIGURES = "아 어 해 워 파 퍼 려 져 나 아서 어서 해서 워서 파서 퍼서 려서 져서 나서 여서"
_BECAUSE = tuple(map(letters, _CAUSES_OF_FIGURES.split()))
_ANIMALS = _search(
    "(수의사|동물병원)",
    "(소|송아지|강아지|고양이|염소|돼지|닭)(가|이)(?!받|들이|찼|차|밟|물|덤|쪼)",
)
_FICTION = _search(
    "(뉴스|신문|연속극)(에|보니|서|속|마다|이|가)", "꿈(에|을|속|이|꿨|꾸)",
    "(주인공|배우|등장인물|캐릭터|여주|남주)(이|가|은|는|들이)",
    "(드라마|영화|소설|유튜브|방송|만화|책|노래|가사|게임|웹툰|예능)(에서|에|속|주인공|장면|"
    "내용|줄거리|서|이야기|결말)",
    "(테레비|텔레비전|텔레비|티비|티브이)(에서|에|서|뉴스|드라마|프로)",
)  # fmt: skip
_THINGS = _search(
    "(나무|나무만|화분|전봇대|간판|의자|담|담장|벼|나락|고추|고춧대|옷걸이|냉장고|세탁기|"
    "핸드폰|휴대폰|폰|배터리|밧데리|시계|컴퓨터|오뚜기|병|컵|책|상자|물건|"
    "자전거|우산|빨래대|건조대|허수아비|비석|트리|꽃|모종|서버|게임|주가|나라|회사|가게|"
    "프로그램|앱|인터넷|강아지|고양이|닭|염소|토끼|병아리|금붕어|물고기|모기|"
    "파리|벌레|바퀴|쥐|새|돼지)(가|이|은|는|도|들이|들은)[^,|]{0,8}$",
)  # fmt: skip
_LONG_AGO = _search(
    "(옛날|예전|작년|재작년|그해|몇년|[0-9]+년|십년|이십년|삼십년|오년|삼년|이년|젊을때|젊었|"
    "어릴|어렸|왕년|전쟁|소싯적|시집살이|그때|당시|한창때|처녀때|"
    "총각때)(?!부터|이후|이래|보다|처럼|만큼)"
)
_LATELY = _search(
    "(어제|그제|그저께|엊그제|엊저녁|어젯밤|어저께|지난주|지난달|저번주|저번달|저번에|며칠전|"
    "몇일전|일주일전|한달전|월요일|화요일|수요일|목요일|금요일|토요일|일요일|"
    "지난번|얼마전|[0-9]+일전|아침에는|아까)(?!부터)"
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


def stance(text: str, start: int, end: int, begins: AbstractSet[int] | None = None) -> Stance:
    """How she stands to the words at `start:end` of `text`, a line of letters."""
    sentence = text.rfind("|", 0, start) + 1
    clause = max(text.rfind(",", 0, start) + 1, sentence)
    before, after = text[clause:start], text[end:]
    own = next((place - end for place in range(end, len(text)) if place in (begins or ())), 8)
    apart = start - len(letters("안")) in (begins or ())
    if _denied(before, text[start:end], after, own, apart=apart):
        return Stance.DENIED
    told = text[sentence:start]
    if _figure(text[sentence:start].rstrip(","), text[start:end]):
        return Stance.UNREAL
    if _UNREAL_AFTER.search(after) or _FICTION.search(told) or _of_others(told, before, after):
        return Stance.UNREAL
    past = _PAST_AFTER.search(_tail(text, end) + after) is not None
    return _when(told, text[sentence:].split("|", 1)[0], past=past)


def _figure(before: str, words: str) -> bool:
    """Whether she could die of heat, work or joy only in a manner of speaking."""
    return words.startswith(letters("죽을")) and before.endswith(_BECAUSE)


def _of_others(told: str, before: str, after: str) -> bool:
    """Whether it befell a thing, an animal, or somebody far off of whom she heard."""
    if _BROADCAST.search(told) and _TOLD_AFTER.search(after):
        return True
    if _THINGS.search(before) or _OF_THINGS_AFTER.search(after) or _ANIMALS.search(told):
        return True
    return bool(_HEARSAY_AFTER.search(after)) and not _AT_HERS.search(told)


def _tail(text: str, end: int) -> str:
    """The last letter of the words themselves: it may carry the tense."""
    return text[end - 1 : end]


def _denied(before: str, words: str, after: str, own: int, *, apart: bool) -> bool:
    """`own` letters after still belong to the last of the words; `apart`: 안 before is a word."""
    if words.endswith(letters("지")) and _NEGATIVE.match(after):
        return False
    if _DENIED_BEFORE.search(before) and (apart or not _OWN_SYLLABLE.search(before)):
        return _DENIED_AFTER.search(after) is None  # 안 아픈 데가 없다: twice denied
    if (found := _NOT.search(after)) is not None and found.start(1) < own:
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
