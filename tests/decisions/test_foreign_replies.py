"""What replies in English, Vietnamese and Chinese mean: one table for each thing said."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.model import Language
from messaging.understanding import words
from messaging.understanding.expressions import either, expression, heads
from messaging.understanding.foreign import Hints
from messaging.understanding.signs import Heads, signs
from messaging.understanding.words import understand
from signals.model import Cause, Meaning
from tests.decisions.test_what_replies_mean import LINES, labelled

OK, HELP, URGENT, UNCLEAR = Meaning.OK, Meaning.HELP, Meaning.URGENT, Meaning.UNCLEAR
EN, VI, ZH = Language.en, Language.vi, Language.zh_Hans

DENIED = [
    (EN, "No chest pain, no dizziness today. I'm doing well.", OK),
    (EN, "I am not hurt", OK),
    (EN, "I don't want to die", UNCLEAR),
    (EN, "my son took my bank book and when I said no he choked me", URGENT),
    (EN, "tractor rolled over on my husband", URGENT),
    (EN, "not bad not good", UNCLEAR),
    (VI, "Không đau ngực, không khó thở gì nữa", OK),
    (VI, "không bị đau ở đâu cả", OK),
    (VI, "không nhúc nhích được", URGENT),
    (ZH, "没有胸闷也没有头晕,今天状态很好", OK),
    (ZH, "没有一天是舒服的", HELP),
]

OVER = [
    (EN, "I fell last year but I'm fine now", OK),
    (EN, "I fell but I'm ok", HELP),
    (EN, "My back was bad on Tuesday but it's fine now", OK),
    (EN, "my son hit me last week but I am fine now", URGENT),
    (EN, "The flu is finish, I eat all, I'm ok", OK),
    (EN, "fever gone since Tuesday, all good", OK),
    (EN, "money is finished", HELP),
    (EN, "three kids and the rice is finishing", HELP),
    (EN, "ears ringing all day and all night", HELP),
    (EN, "yesterday I was sad, but now so happy", OK),
    (EN, "I was fine and now I am not", UNCLEAR),
    (ZH, "不咳了，也不喘了", OK),
    (ZH, "喘不上气了", URGENT),
    (ZH, "我把老鼠药喝了", URGENT),
    (ZH, "一瓶安眠药全吞下去了", URGENT),
    (ZH, "早上把药吃了，挺好的", OK),
    (ZH, "高兴得一晚上没睡着", OK),
    (ZH, "心里难受得睡不着", HELP),
    (VI, "năm ngoái gãy chân giờ đi lại bình thường rồi", OK),
    (VI, "hôm qua bị đau đầu nhưng nay hết rồi", OK),
    (ZH, "去年摔过一跤，现在没事了", OK),
    (ZH, "昨天头疼，今天好了", OK),
]

NOT_REAL = [
    (EN, "I dreamt my house was on fire", UNCLEAR),
    (EN, "I saw a man fall off his bike in the movie", UNCLEAR),
    (EN, "What should I do if I fall?", UNCLEAR),
    (EN, "I'm reading a book about suicide prevention", UNCLEAR),
    (EN, "I wish I was fine", UNCLEAR),
    (VI, "Phim tối qua hay ghê, thằng chồng giết vợ mà cuối cùng bị bắt", UNCLEAR),
    (VI, "nếu bị ngã thì gọi số nào?", UNCLEAR),
    (VI, "giá mà tôi được khỏe", UNCLEAR),
    (ZH, "昨晚梦见自己从楼上掉下来", UNCLEAR),
    (ZH, "如果摔倒了打什么电话", UNCLEAR),
    (ZH, "希望一切都好", UNCLEAR),
]

FIGURES = [
    (EN, "I'm dying to see you", UNCLEAR),
    (EN, "that's so funny I can't breathe", UNCLEAR),
    (EN, "I finally beat my brother at cards", UNCLEAR),
    (EN, "my team is on fire this season", UNCLEAR),
    (EN, "I can't stand my mother in law", UNCLEAR),
    (EN, "can't breathe in this traffic lol", UNCLEAR),
    (EN, "I bleed blue", UNCLEAR),
    (EN, "I can't stand", URGENT),
    (VI, "chết rồi quên mất chưa mua rau", UNCLEAR),
    (VI, "trời nóng muốn chết", UNCLEAR),
    (VI, "mệt muốn chết", HELP),
    (ZH, "笑死我了", UNCLEAR),
    (ZH, "救命啊太可爱了", UNCLEAR),
    (ZH, "想死你了", UNCLEAR),
    (ZH, "胃疼死我了", HELP),
]

OTHERS = [
    (EN, "My son is doing well at school", UNCLEAR),
    (EN, "The hotel was good", UNCLEAR),
    (EN, "Yes, the bus was late", UNCLEAR),
    (EN, "Perfect, thanks for the calendar", UNCLEAR),
    (EN, "Fine weather", UNCLEAR),
    (EN, "okay but who is this", UNCLEAR),
    (EN, "I'm good at cooking", UNCLEAR),
    (EN, "my cat passed away last year", UNCLEAR),
    (EN, "my best friend passed away yesterday", HELP),
    (EN, "This is her son. My mother died.", Meaning.DECEASED),
    (VI, "Chồng tôi khỏe lắm", UNCLEAR),
    (VI, "sản phẩm tốt, giao hàng nhanh", UNCLEAR),
    (VI, "con mèo nhà tôi chết rồi", UNCLEAR),
    (VI, "Ông nhà tôi mất hôm mùng 5", HELP),
    (VI, "Mẹ tôi mất rồi", Meaning.DECEASED),
    (ZH, "我儿子挺好的", UNCLEAR),
    (ZH, "质量不错，物流很快", UNCLEAR),
    (ZH, "小狗被车撞死了", UNCLEAR),
    (ZH, "老公上个月去世了", HELP),
    (ZH, "奶奶过世了", Meaning.DECEASED),
    (ZH, "我是邻居 她出去了", Meaning.WRONG_PERSON),
]

TOGETHER = [
    (EN, "My papers are on the table for my son.", UNCLEAR),
    (EN, "My papers are on the table for my son. I am going to the bridge.", URGENT),
    (EN, "I am going to the bridge to see the lanterns", UNCLEAR),
    (EN, "Please give the dog to Mrs Oh. I've made up my mind.", URGENT),
    (EN, "Thank you for everything. Stop messaging me please", Meaning.STOP),
    (EN, "We lit the briquettes. Now both of us have a headache.", URGENT),
    (EN, "In the film they lit the charcoal. He had a headache.", UNCLEAR),
    (VI, "Tôi để giấy tờ trên bàn.", UNCLEAR),
    (VI, "Tôi để giấy tờ trên bàn. Tối nay tôi đi gặp ông nhà tôi.", URGENT),
    (ZH, "存折在抽屉里。", UNCLEAR),
    (ZH, "存折在抽屉里。今晚我就去陪老头子。", URGENT),
    (ZH, "遗书写好了", URGENT),
]

HALF_HIDDEN = [
    (EN, "I'm fine dear, only my husband has stopped talking properly", URGENT),
    (EN, "1 but honestly I fainted this morning", URGENT),
    (EN, "everything ok except I have no hot water", HELP),
    (EN, "I said I'm fine but I'm not", HELP),
    (VI, "Bác vẫn ổn, chỉ có cái tay phải từ sáng tới giờ không nhúc nhích được", URGENT),
    (VI, "nói khỏe chứ thật ra đau lắm", HELP),
    (ZH, "好是好，就是胸口一阵阵绞着疼", URGENT),
    (ZH, "嘴上说没事，其实天天失眠", HELP),
]

SPELLINGS = [
    (EN, "icant breath", URGENT),
    (EN, "chestpain bad", URGENT),
    (EN, "call an ambulence pls", URGENT),
    (EN, "she sipped her tea", UNCLEAR),
    (VI, "ko dung len dc, dang nam duoi san bep", URGENT),
    (VI, "Dạ em tốt ạ", OK),
    (VI, "em làm đổ ấm nước sôi vào bụng", URGENT),
    (VI, "Cái quạt chạy tốt", UNCLEAR),
    (VI, "từ từ thôi em", UNCLEAR),
    (VI, "tủ lạnh hỏng", HELP),
    (ZH, "身體很好 謝謝關心", OK),
    (ZH, "呼吸困難，胸口悶", URGENT),
]

PUT_OFF = [
    (EN, "Ring me back this evening would you, I've got my hands in dough", Meaning.LATER),
    (EN, "Could you please ring me when you have time", HELP),
    (VI, "Giờ đang trong lễ nhà thờ, chiều gọi lại giúp bác", Meaning.LATER),
    (VI, "ko can hoi tham nua, huy dang ky giup toi", Meaning.STOP),
    (ZH, "我不需要这个服务,请把我的号码删掉", Meaning.STOP),
]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        *DENIED,
        *OVER,
        *NOT_REAL,
        *FIGURES,
        *OTHERS,
        *TOGETHER,
        *HALF_HIDDEN,
        *SPELLINGS,
        *PUT_OFF,
    ],
)
def test_a_reply_is_understood(language: Language, text: str, wanted: Meaning) -> None:
    assert understand(text, language).meaning is wanted


@pytest.mark.parametrize(
    ("language", "text", "cause"),
    [
        (EN, "I took the whole strip of tablets by mistake", Cause.MEDICAL),
        (EN, "I took 30 tylenol", Cause.SELF_HARM),
        (VI, "uong nham thuoc tru sau roi", Cause.MEDICAL),
        (VI, "em vừa cắt tay", Cause.SELF_HARM),
        (ZH, "把农药当成饮料喝了一口", Cause.MEDICAL),
        (ZH, "他说要一把火烧死我们全家", Cause.VIOLENCE),
    ],
)
def test_the_cause_is_what_happened(language: Language, text: str, cause: Cause) -> None:
    assert understand(text, language).cause is cause


# ---------------------------------------------------------------------------- properties

FOREIGN = [(language, meant, text) for language, meant, text in labelled(LINES)]
DANGERS = [
    (language, text)
    for language, meant, text in FOREIGN
    if language is not Language.ko and meant is understand(text, language).meaning is URGENT
]
FINE = {EN: "I'm fine, thank you", VI: "Tôi khỏe, cảm ơn cô", ZH: "我很好，谢谢"}


@given(st.sampled_from(DANGERS), st.sampled_from([". ", ", ", "\n", "! "]))
def test_what_is_fine_first_hides_no_danger(danger: tuple[Language, str], between: str) -> None:
    language, text = danger
    assert understand(f"{FINE[language]}{between}{text}", language).meaning is URGENT


@given(st.sampled_from(DANGERS), st.sampled_from([". ", ", ", "\n", "! "]))
def test_what_is_fine_last_hides_no_danger(danger: tuple[Language, str], between: str) -> None:
    language, text = danger
    assert understand(f"{text}{between}{FINE[language]}", language).meaning is not OK


def test_a_danger_that_no_pattern_knows_is_not_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What will be written is not in any table: the readers are asked without their dangers."""
    for name in ("ENGLISH", "VIETNAMESE", "CHINESE"):
        tongue = getattr(words, name)
        signs, hints = replace(tongue.signs, heads=Heads.of([])), Hints(re.compile("(?!)"), ())
        monkeypatch.setattr(words, name, replace(tongue, signs=signs, hints=hints))
    fooled = [text for language, text in DANGERS if understand(text, language).meaning is OK]
    assert len(fooled) <= len(DANGERS) // 400, fooled


@pytest.mark.parametrize("text", [text for language, text in DANGERS if language is VI])
def test_a_danger_without_its_marks_is_no_less_one(text: str) -> None:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Mn")
    assert understand(plain, VI).meaning in {URGENT, HELP}


# ------------------------------------------------------------------------- the notation

TABLE = """
(?:very )?<bad>(?: \\w+)? (?:day|ni
    ght)|^[xy]z
(?:not|^|in)(?: a)* day|(?<=in )an? (?!sad)\\w+|(?:x|in )+no|\\d\\d days
\\bno\\b|(?<!in )hot
"""
GROUPS = {"bad": "<grim>|sad", "grim": "awful\ndire"}


def test_lines_groups_and_continuations_are_alternatives() -> None:
    assert expression(TABLE, GROUPS) == (
        r"(?:very )?(?:(?:awful|dire)|sad)(?: \w+)? (?:day|night)|^[xy]z|"
        r"(?:not|^|in)(?: a)* day|(?<=in )an? (?!sad)\w+|(?:x|in )+no|\d\d days|\bno\b|(?<!in )hot"
    )
    with pytest.raises(KeyError):
        expression("<nobody>", GROUPS)


TEXTS = st.lists(
    st.sampled_from(
        [
            *("very", "awful", "dire", "sad", "day", "days", "night", "x", "xz"),
            *("no", "not", "hot", "in", "a", "an", "12"),
        ]
    )
)


@given(TEXTS)
def test_sorting_alternatives_changes_no_match(words: list[str]) -> None:
    text = " ".join(words)
    naive = re.compile(rf"\b(?:{expression(TABLE, GROUPS)})\b")
    quick = either(TABLE, GROUPS, whole_words=True)
    assert [found.span() for found in quick.finditer(text)] == [
        found.span() for found in naive.finditer(text)
    ]


def test_the_heads_of_a_table_are_what_its_matches_may_begin_with() -> None:
    assert heads("(?:very )?<bad>|(?<!so )ill\\b|\\d h", GROUPS, 3) == {
        *("ver", "awf", "dir", "sad", "ill"),
        *"0123456789",
    }
    assert heads("[xy]z", None, 3) == {""}


@given(TEXTS)
def test_a_walk_finds_what_each_table_finds(words: list[str]) -> None:
    text = " ".join(words)
    dangers = {Cause.FALL: TABLE, Cause.FIRE: "hot day|day\n[ab]n?"}
    needs = {HELP: "night|an? hot\nsad"}
    naive = [
        (cause, found.span())
        for cause, table in [*dangers.items(), (None, needs[HELP])]
        for found in either(table, GROUPS, whole_words=True).finditer(text)
    ]
    walk = signs(dangers, needs, GROUPS, whole_words=True).finditer(text)
    assert [(cause, found.span()) for _, cause, found in walk] == naive
