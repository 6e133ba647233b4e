"""Every text is there in every language, complete and fit to be shown."""

import re
import unicodedata

import pytest

from locales.model import Language
from locales.texts import keys, placeholders, say
from messaging.understanding.words import understand
from signals.model import Meaning
from tests.locales.catalogs import Entry, entries, read_by

QUOTED = {Language.ko: "「([^」]+)」"}
BUTTON_CHARACTERS = 40  # what an older phone shows without cutting
TOAST_CHARACTERS = 200  # Telegram
CARD_CHARACTERS = 4096  # Telegram
# Particles that depend on the last sound of the word before them.
PARTICLES = "은|는|이|가|을|를|과|와|으로|로|이나|나|이라|라|이랑|랑|아|야|이에요|예요"

everywhere = pytest.mark.parametrize("language", list(Language))


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z]+)\}", text))


@everywhere
def test_same_texts_in_the_same_order_with_the_same_comments(language: Language) -> None:
    source = [(entry.key, entry.comment) for entry in entries(Language.ko)]
    assert [(entry.key, entry.comment) for entry in entries(language)] == source
    assert {key for key, _ in source} == keys()


@everywhere
def test_same_placeholders(language: Language) -> None:
    wrong = {
        entry.key: (names_in(entry.text), placeholders(entry.key))
        for entry in entries(language)
        if names_in(entry.text) != placeholders(entry.key)
    }
    assert not wrong
    assert all(placeholders(key, language) == placeholders(key) for key in keys())


def test_keys_are_dotted_names() -> None:
    assert [key for key in keys() if not re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", key)] == []


def test_placeholders_leave_the_names_of_arguments_alone() -> None:
    assert [key for key in keys() if placeholders(key) & {"key", "language"}] == []


def test_every_comment_says_who_meets_the_text_and_where() -> None:
    silent = [
        entry.key
        for entry in entries(Language.ko)
        if not entry.readers or not re.fullmatch(r"[^:]+, [^:]+: .+", entry.comment)
    ]
    assert silent == []


@everywhere
def test_no_stray_spaces_and_no_markup(language: Language) -> None:
    stray = [
        entry.key
        for entry in entries(language)
        if entry.text != entry.text.strip()
        or re.search(r"  |\t|\r| \n|\n |\n{3}|[<>&*_`]|https?:", entry.text)
        or unicodedata.normalize("NFC", entry.text) != entry.text
        or re.search("[\u00a0\u202f\u200b\ufeff]", entry.text)
    ]
    assert stray == []


@everywhere
def test_texts_fit_where_they_are_shown(language: Language) -> None:
    for entry in entries(language):
        limit = CARD_CHARACTERS // 2  # the other half is for values
        if entry.key.startswith("button."):
            limit = BUTTON_CHARACTERS
        elif entry.key.endswith(".toast"):
            limit = TOAST_CHARACTERS
        assert len(entry.text) <= limit, entry.key
        if entry.key.startswith("button."):
            assert "\n" not in entry.text


@everywhere
def test_a_quoted_label_is_a_button_that_exists(language: Language) -> None:
    labels = {entry.text for entry in entries(language) if entry.key.startswith("button.")}
    pattern = QUOTED.get(language, "“([^”]+)”")
    quotes = [
        (entry.key, label)
        for entry in entries(language)
        if not entry.key.startswith("import.")  # those quote columns of a list
        for label in re.findall(pattern, entry.text)
    ]
    assert len(quotes) > 5
    assert [quote for quote in quotes if quote[1] not in labels] == []


@everywhere
def test_every_text_can_be_said(language: Language) -> None:
    for key in keys():
        values = dict.fromkeys(placeholders(key), "{값} 남궁민수 <&>")
        said = say(key, language, **values)
        assert said.count("{값} 남궁민수 <&>") >= len(values)
        assert not names_in(said)


def test_korean_needs_no_particle_after_a_value() -> None:
    pattern = re.compile(rf"\}}[)」]?({PARTICLES})(?![가-힣])")
    assert [e.key for e in entries(Language.ko) if pattern.search(e.text)] == []


def test_korean_names_carry_their_honorific() -> None:
    bare = [
        entry.key
        for entry in entries(Language.ko)
        if re.search(r"\{name\}(?! ?님)", entry.text) and not entry.key.startswith("sms.")
    ]
    assert bare == []
    assert all("{name}님" in e.text for e in entries(Language.ko) if e.key == "sms.notice")


def test_each_language_is_written_in_its_own_script() -> None:
    for entry in entries(Language.en):
        assert entry.text.isascii() or not re.search("[가-힣一-鿿]", entry.text), entry.key
    for entry in entries(Language.vi):
        assert not re.search("[가-힣一-鿿]", entry.text), entry.key
    for entry in entries(Language.zh_Hans):
        if not entry.key.startswith("sms."):
            assert not re.search("[가-힣]", entry.text), entry.key
    for entry in entries(Language.ko):
        assert not re.search("[一-鿿]", entry.text), entry.key


def test_translations_are_translated() -> None:
    same = set(keys())
    for language in Language:
        source = {entry.key: entry.text for entry in entries(Language.ko)}
        if language is not Language.ko:
            same &= {e.key for e in entries(language) if e.text == source[e.key]}
    words = {key for key in same if re.search("[가-힣]", say_raw(key))}
    assert words == set()


def say_raw(key: str) -> str:
    return next(entry.text for entry in entries(Language.ko) if entry.key == key)


def test_messengers_never_carry_who_a_resident_is() -> None:
    """Helpers' and officials' messages name places, kinds, times and codes; only their own name.

    So does a call before she has given her PIN. Pages are the city's own.
    """
    her_own = ("enrol.", "call.work.hello", "call.work.whom.", "page.calls.")
    telling = [
        entry.key
        for _, entry in read_by("helper", "staff", "lead")
        if names_in(entry.text) & {"name", "address"} and not entry.key.startswith(her_own)
    ]
    assert telling == []


def by_key(language: Language) -> dict[str, Entry]:
    return {entry.key: entry for entry in entries(language)}


@everywhere
def test_urgent_answers_name_the_right_number(language: Language) -> None:
    texts = by_key(language)
    for cause in ("medical", "fall", "fire"):
        assert re.findall(r"\d+", texts[f"reply.urgent.{cause}"].text) == ["119"]
    assert "109" in texts["reply.urgent.self_harm"].text
    assert "119" not in texts["reply.urgent.self_harm"].text
    for key in ("reply.help", "reply.help.duty", "reply.unclear.person", "page.answer.thanks.help"):
        assert "119" in texts[key].text
    assert {"119", "112"} <= set(re.findall(r"\d+", texts["task.danger"].text))


@everywhere
def test_the_answer_to_violence_is_the_answer_to_anything(language: Language) -> None:
    texts = by_key(language)
    assert texts["reply.urgent.violence"].text == texts["reply.noted"].text


@everywhere
def test_what_residents_are_told_to_write_is_understood(language: Language) -> None:
    """Some type the label instead of pressing the button."""
    texts = by_key(language)
    (stop,) = re.findall("‘([^’]+)’", texts["enrol.welcome"].text)
    assert understand(stop, language).meaning is Meaning.STOP
    assert understand(texts["button.fine"].text, language).meaning is Meaning.OK
    assert understand(texts["button.help"].text, language).meaning is Meaning.HELP


def test_the_words_of_the_care_rules() -> None:
    texts = {key: entry.text for key, entry in by_key(Language.ko).items()}
    assert texts["reply.urgent.medical"] == "지금 119를 눌러 주세요. 저희도 바로 전화드립니다."
    assert texts["reply.deceased"] == (
        "알려 주셔서 감사합니다. 마음 깊이 위로드립니다. 담당자가 전화드리겠습니다."
    )
    assert texts["checkin.thanks.late"] == "연락 주셔서 고맙습니다."
    assert say(
        "reply.help",
        Language.ko,
        when="내일 오전 9시",
        team="지좌동",
        phone="054-000-0000",
    ) == (
        "말씀해 주셔서 고맙습니다.\n"
        "내일 오전 9시에 지좌동에서 전화드립니다. 급하시면 119를 눌러 주세요.\n"
        "지좌동 전화: 054-000-0000"
    )
