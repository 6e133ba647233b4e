"""What written replies mean: tables for each thing a language does, and labelled lines."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.model import Language
from messaging.understanding.words import language_of, understand
from signals.model import Cause, Meaning

LINES = Path(__file__).with_name("replies.tsv")
# Never worked on, and learned from by nothing: only the worst errors are looked for in it.
UNSEEN = Path(__file__).with_name("replies_unseen.tsv")

OK, HELP, URGENT, UNCLEAR = Meaning.OK, Meaning.HELP, Meaning.URGENT, Meaning.UNCLEAR


def meaning(text: str, language: Language = Language.ko) -> Meaning:
    return understand(text, language).meaning


# ------------------------------------------------------------------------ tables, Korean

WRITING = [
    ("괜찮아요", OK),
    ("괜찬아요", OK),
    ("갠찮아여", OK),
    ("개안타", OK),
    ("괘안심더", OK),
    ("괜 찮 아 요", OK),
    ("ㄱㅊ", OK),
    ("ㅇㅇ", OK),
    ("1", OK),
    ("1️⃣", OK),
    ("１번", OK),
    ("일번이요", OK),
    ("👍", OK),
    ("2번", HELP),
    ("2", HELP),
    ("3", UNCLEAR),
    ("12", UNCLEAR),
    ("ㅋㅋㅋ", UNCLEAR),
    ("ㅠㅠ", UNCLEAR),
    ("", UNCLEAR),
    ("숨을못쉬겠어요", URGENT),
    ("ㄴㅓㅁ어졌어요", URGENT),
    ("🆘", URGENT),
]

NEGATION = [
    ("안 괜찮아요", HELP),
    ("괜찮지 않아요", HELP),
    ("안 아파요", OK),
    ("아프지 않아요", OK),
    ("아픈 데 없어요", OK),
    ("아픈데 하나도 없심더", OK),
    ("도움 필요 없습니다", OK),
    ("안 죽고 잘 살아 있다", OK),
    ("숨도 안 차고 가슴도 안 아파요", OK),
    ("안 아픈 데가 없어요", HELP),
    ("괜찮긴 뭐가 괜찮아", HELP),
    ("못 지내요", HELP),
    ("아픈데 아무도 없어요", HELP),
    ("죽고 싶지 않아요", UNCLEAR),
    ("아픈데음따", OK),
    ("도시락 안 왔어요", HELP),
    ("잘 지내는데 도시락 안 왔어요", HELP),
    ("기침이 심한데 방은 다 깨끗해요 잘 지내요", HELP),
    ("외로운데 이웃은 다 없어지고 나만 남았다 괜찮다", HELP),
    ("처음따라 해봤어요", UNCLEAR),
]

FIGURES = [
    ("아파 죽겠다", HELP),
    ("죽고 싶다", URGENT),
    ("배고파 죽겠다", UNCLEAR),
    ("죽 먹었어요", UNCLEAR),
    ("귀여워 죽겠네", UNCLEAR),
    ("불타는 금요일", UNCLEAR),
    ("커피가 나왔어요", UNCLEAR),
    ("칼국수 먹었어요", UNCLEAR),
    ("숨이 차서 죽겠어요", URGENT),
]

TIMES_AND_PEOPLE = [
    ("어제는 아팠는데 오늘은 다 나았어요", OK),
    ("작년에 쓰러졌는데 지금은 건강합니다", OK),
    ("넘어질 뻔했는데 괜찮아요", OK),
    ("넘어졌는데 지금은 괜찮아요", HELP),
    ("어제 넘어졌는데 아직 못 일어나요", URGENT),
    ("아들이 때렸는데 지금은 괜찮아요", URGENT),
    ("옆집 할매가 쓰러졌어요", URGENT),
    ("뉴스에서 불났다고 하더라", UNCLEAR),
    ("드라마에서 주인공이 쓰러졌어요", UNCLEAR),
    ("화분이 쓰러졌어요", UNCLEAR),
    ("넘어지면 어디로 전화해요", UNCLEAR),
    ("괜찮으세요?", UNCLEAR),
]

OF_HERSELF = [
    ("저는 이제 괜찮아요", OK),
    ("하모 잘 있지", OK),
    ("못 지낼 게 없지요 잘 지냅니다", OK),
    ("의사가 괜찮다 카더라 혈압도 좋고", OK),
    ("별일 없지", UNCLEAR),
    ("선물로 이 가방 괜찮지", UNCLEAR),
    ("그 사람은 행복하대", UNCLEAR),
    ("우리 손주는 잘 놀아요", UNCLEAR),
    ("괜찮아지겠지", UNCLEAR),
    ("건강하게 오래 살고 싶다", UNCLEAR),
    ("잘 지내고 있을까", UNCLEAR),
    ("괜찮은 척하고 있어", UNCLEAR),
    ("아프지 마세요", UNCLEAR),
    ("기분 좋아지는 영화", UNCLEAR),
    ("친구가 너무 고맙네", UNCLEAR),
]

WORDS_AND_THEIR_PARTS = [
    ("거짓말 못하겠어", HELP),
    ("말을 못하겠어요 혀가 굳어요", URGENT),
    ("뒤통수 맞은 기분이야", UNCLEAR),
    ("시험에 떨어질 것 같아", UNCLEAR),
    ("피가 멈추지 않아요", URGENT),
    ("가슴이 아파 설거지를 못 하겠어요", URGENT),
    ("꿈에서 이빨이 빠졌어", UNCLEAR),
    ("더워서 죽을 것 같아", UNCLEAR),
    ("숨이 막혀서 죽을 것 같아", URGENT),
    ("죽어버릴까 하는 생각도 했어요", URGENT),
    ("쌀이 떨어졌는데 걱정 마세요", HELP),
    ("우리 집 소가 다쳐서 수의사 불렀다", UNCLEAR),
]

HALF_HIDDEN = [
    ("괜찮은데 숨이 좀 차요", URGENT),
    ("밥은 잘 먹는데 자꾸 죽고 싶어요", URGENT),
    ("네 잘 지내요 근데 아들이 밤마다 때려요", URGENT),
    ("저는 괜찮은데 아랫집에서 불길이 올라와요", URGENT),
    ("잘 있어요 그런데 쌀이 떨어졌어요", HELP),
    ("잘 있어요 뭔가 이상해요", HELP),
]

OTHER_MEANINGS = [
    ("지금 병원에 입원해 있어요", Meaning.ABSENT),
    ("서울 아들 집에 와 있어요", Meaning.ABSENT),
    ("바쁘니까 이따가 연락할게요", Meaning.LATER),
    ("내일 다시 전화 주세요", Meaning.LATER),
    ("전화 주세요", HELP),
    ("문자 보내지 마세요", Meaning.STOP),
    ("사람 잘못 찾으셨습니다", Meaning.WRONG_PERSON),
    ("어머니가 어젯밤에 돌아가셨어요", Meaning.DECEASED),
    ("오늘 장날이라 시장 왔다", UNCLEAR),
]

FOREIGN = [
    ("I'm fine", "en", OK),
    ("not ok", "en", HELP),
    ("I can't breathe", "en", URGENT),
    ("I fell asleep, all good", "en", OK),
    ("wrong number", "en", Meaning.WRONG_PERSON),
    ("tôi khỏe", "vi", OK),
    ("khong sao", "vi", OK),
    ("Không bị ốm, tôi khỏe", "vi", OK),
    ("cuu toi voi", "vi", URGENT),
    ("Tôi bị ốm", "vi", HELP),
    ("没事", "zh_Hans", OK),
    ("不舒服", "zh_Hans", HELP),
    ("没有不舒服", "zh_Hans", OK),
    ("喘不过气", "zh_Hans", URGENT),
    ("숨을 못 쉬겠어요", "en", URGENT),
    ("Cảm ơn cô đã tốt với tôi", "vi", UNCLEAR),
    ("thank you for being so good to me", "en", UNCLEAR),
    ("谢谢你一直对我很好", "zh_Hans", UNCLEAR),
    ("I'm fine 근데 가슴이 너무 아파요", "en", URGENT),
]

KOREAN = [
    *WRITING,
    *NEGATION,
    *FIGURES,
    *TIMES_AND_PEOPLE,
    *OF_HERSELF,
    *WORDS_AND_THEIR_PARTS,
    *HALF_HIDDEN,
    *OTHER_MEANINGS,
]


@pytest.mark.parametrize(("text", "wanted"), KOREAN)
def test_korean_is_understood(text: str, wanted: Meaning) -> None:
    assert meaning(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("어제 영감이 돌아가셨어요", Meaning.HELP),
        ("남편이 지난주에 하늘나라로 가셨습니다", Meaning.HELP),
        ("오빠가 별세하셨어요", Meaning.HELP),
        ("아들입니다 어머니가 돌아가셨습니다", Meaning.DECEASED),
        ("할머니 돌아가셨어요", Meaning.DECEASED),
        ("남편이 돌아가셨습니다 문자 보내지 마세요", Meaning.DECEASED),
    ],
)
def test_a_death_near_her_is_not_taken_for_her_own(text: str, wanted: Meaning) -> None:
    assert understand(text, Language.ko).meaning is wanted


@pytest.mark.parametrize(("text", "language", "wanted"), FOREIGN)
def test_other_languages_are_understood(text: str, language: str, wanted: Meaning) -> None:
    assert meaning(text, Language(language)) is wanted


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("가슴이 너무 아파요", Cause.MEDICAL),
        ("넘어져서 못 일어나겠어요", Cause.FALL),
        ("집에 불이 났어요", Cause.FIRE),
        ("약을 다 모아 놨다", Cause.SELF_HARM),
        ("아들이 때려서 피가 나요", Cause.VIOLENCE),
        ("쓰러져서 정신을 못 차려요", Cause.MEDICAL),
    ],
)
def test_the_cause_of_an_emergency_is_named(text: str, cause: Cause) -> None:
    assert understand(text, Language.ko).cause is cause


def test_the_deciding_words_are_hers() -> None:
    assert understand("어제부터 숨을 못 쉬겠어요", Language.ko).because == "숨을못쉬"
    assert understand("글쎄요", Language.ko).because == "not_understood"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("괜찮아요", "ko"),
        ("我很好", "zh_Hans"),
        ("tôi khỏe", "vi"),
        ("I am fine", "en"),
        ("1", "ko"),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    assert language_of(text, Language.ko) is Language(language)


# --------------------------------------------------------------------------- properties

DANGERS = [text for text, wanted in KOREAN if wanted is URGENT] + ["119 불러주세요", "살기 싫어요"]
NEEDS = [text for text, wanted in KOREAN if wanted is HELP and len(text) > 2]
FINE = ["괜찮아요", "네 잘 지내요", "밥 잘 먹었어요", "고맙습니다", "아픈 데는 없어요"]
NOISE = st.text(" .,!~^ㅋㅎㅠ…\n\t👍😊❤️\u200b", max_size=6)


@given(st.text(max_size=200), st.sampled_from(Language))
def test_any_text_has_a_meaning(text: str, language: Language) -> None:
    understood = understand(text, language)
    assert (understood.cause is not None) == (understood.meaning is URGENT)
    assert understood.because


@given(st.text("가나다라마바사아자차카타파하괜찮안못죽아픈데없불이나 ㄱㅏ,.12?", max_size=60))
def test_any_hangul_has_a_meaning(text: str) -> None:
    assert understand(text, Language.ko).because


@given(NOISE, st.sampled_from([*DANGERS, *NEEDS]), NOISE)
def test_ornaments_do_not_make_a_danger_fine(before: str, text: str, after: str) -> None:
    assert meaning(f"{before}{text}{after}") is not OK


@given(
    st.sampled_from(FINE),
    st.sampled_from([" ", ". ", ", ", "\n", " 근데 "]),
    st.sampled_from(DANGERS),
)
def test_what_is_fine_first_hides_no_danger(fine: str, between: str, danger: str) -> None:
    assert meaning(f"{fine}{between}{danger}") is URGENT


# ---------------------------------------------------------------------- labelled lines


def labelled(path: Path) -> list[tuple[Language, Meaning, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(Language(r["language"]), Meaning(r["meaning"]), r["text"]) for r in rows]


def test_labelled_replies_are_understood() -> None:
    lines = labelled(LINES)
    pairs = Counter((meant, meaning(text, language)) for language, meant, text in lines)
    urgent = sum(count for (meant, _), count in pairs.items() if meant is URGENT)
    assert pairs[URGENT, URGENT] >= 0.95 * urgent
    exact = sum(count for (meant, understood), count in pairs.items() if meant is understood)
    assert exact >= 0.90 * len(lines)


@pytest.mark.parametrize("path", [LINES, UNSEEN], ids=lambda path: path.stem)
def test_no_danger_and_no_need_is_taken_for_fine(path: Path) -> None:
    lines = labelled(path)
    assert [text for lang, meant, text in lines if _worst(meant, meaning(text, lang))] == []


def _worst(meant: Meaning, understood: Meaning) -> bool:
    return meant in {URGENT, HELP} and understood is OK
