"""What people may write into a free field; never a 주민등록번호."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.model import TextFault, WrongTextError, checked_line, checked_notes


@pytest.mark.parametrize(
    "text",
    [
        "410203-2345678",
        "4102032345678",
        "410203 2345678",
        "410203 - 2345678",
        "410203–2345678",
        "４１０２０３－２３４５６７８",
        "410203\u200b-2345678",
        "주민번호410203-2345678입니다",
        "오후 방문\n(410203-2345678)",
        "000000-0000000",
    ],
)
def test_a_resident_registration_number_is_refused_everywhere(text: str) -> None:
    for check in (checked_line, checked_notes):
        with pytest.raises(WrongTextError, match=r"^notes .*take the 13 digits out") as caught:
            check(text, "notes")
        assert caught.value.fault is TextFault.RESIDENT_NUMBER
        assert "2345678" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "010-1234-5678, 054-420-6114",
        "+821012345678",
        "지좌동 123-4, 101동 1502호",
        "2026-03-02 14:00 방문",
        "계좌 12345678901234",
        "410203-234567",
        "",
    ],
)
def test_other_numbers_may_be_written(text: str) -> None:
    assert checked_line(text, "notes") == text


def test_text_is_trimmed_and_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "김순자")
    assert checked_line(f"  {decomposed}   할머니 ", "name") == "김순자 할머니"
    assert checked_notes(" 첫 줄\r\n둘째 줄 \n", "notes") == "첫 줄\n둘째 줄"


@pytest.mark.parametrize(
    ("text", "required", "fault"),
    [
        ("  ", True, TextFault.EMPTY),
        ("가" * 11, False, TextFault.TOO_LONG),
        ("가\x00나", False, TextFault.CONTROL),
        ("가\x1b[31m", False, TextFault.CONTROL),
    ],
)
def test_what_cannot_be_kept_is_named(text: str, required: bool, fault: TextFault) -> None:
    with pytest.raises(WrongTextError) as caught:
        checked_line(text, "name", limit=10, required=required)
    assert (caught.value.field, caught.value.fault) == ("name", fault)


@given(
    st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=20),
    st.from_regex(r"[0-9]{6}[-~. ]{0,2}[0-9]{7}", fullmatch=True),
    st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=20),
)
def test_thirteen_digits_are_found_in_any_words(before: str, number: str, after: str) -> None:
    with pytest.raises(WrongTextError):
        checked_notes(f"{before}{number}{after}", "notes")


@given(st.text(max_size=50))
def test_checking_twice_changes_nothing(text: str) -> None:
    try:
        once = checked_line(text, "notes")
    except WrongTextError:
        return
    assert checked_line(once, "notes") == once
