"""Phone numbers as people in Korea write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.model import Phone, PhoneFault, WrongPhoneError, parse_phone


@pytest.mark.parametrize(
    ("written", "e164", "shown", "mobile"),
    [
        ("010-1234-5678", "+821012345678", "010-1234-5678", True),
        ("01012345678", "+821012345678", "010-1234-5678", True),
        ("010 1234 5678", "+821012345678", "010-1234-5678", True),
        ("010.1234.5678", "+821012345678", "010-1234-5678", True),
        ("010–1234–5678", "+821012345678", "010-1234-5678", True),
        ("０１０－１２３４－５６７８", "+821012345678", "010-1234-5678", True),
        ("1012345678", "+821012345678", "010-1234-5678", True),  # a spreadsheet ate the zero
        ("+82 10-1234-5678", "+821012345678", "010-1234-5678", True),
        ("(054) 420-6114", "+82544206114", "054-420-6114", False),
        ("054)420-6114", "+82544206114", "054-420-6114", False),
        ("544206114", "+82544206114", "054-420-6114", False),
        ("02-123-4567", "+8221234567", "02-123-4567", False),
        ("070-7123-4567", "+827071234567", "070-7123-4567", False),
        ("+84 91 234 56 78", "+84912345678", "+84 912 345 678", True),
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_in_another(
    written: str, e164: str, shown: str, mobile: bool
) -> None:
    phone = parse_phone(written)
    assert (phone.e164, phone.shown, phone.is_mobile) == (e164, shown, mobile)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", PhoneFault.EMPTY),
        ("   ", PhoneFault.EMPTY),
        ("없음", PhoneFault.LETTERS),
        ("O1O-1234-5678", PhoneFault.LETTERS),
        ("010-1234-5678, 054-420-6114", PhoneFault.LETTERS),
        ("1-800-FLOWERS", PhoneFault.LETTERS),
        ("010-1234-567", PhoneFault.TOO_SHORT),
        ("420-6114", PhoneFault.TOO_SHORT),
        ("119", PhoneFault.TOO_SHORT),
        ("010-1234-56789", PhoneFault.TOO_LONG),
        ("010-1234-5678 / 010-2345-6789", PhoneFault.TOO_LONG),
        ("+1 202 555 0123 99", PhoneFault.TOO_LONG),
        ("011-234-5678", PhoneFault.CLOSED),
        ("019-9234-5678", PhoneFault.CLOSED),
        ("013-0123-4567", PhoneFault.NOT_IN_USE),
        ("+999 1234 5678", PhoneFault.NOT_IN_USE),
        ("1588-1234", PhoneFault.NO_PERSON),
        ("080-123-4567", PhoneFault.NO_PERSON),
    ],
)
def test_a_wrong_number_says_what_is_wrong(written: str, fault: PhoneFault) -> None:
    with pytest.raises(WrongPhoneError) as caught:
        parse_phone(written)
    assert caught.value.fault is fault
    assert "1234" not in str(caught.value)


mobiles = st.integers(2000_0000, 9999_9999).map(lambda n: f"010{n}")
separators = st.sampled_from(["", "-", " ", ".", " - ", "–", "−"])


@given(mobiles, separators, separators, st.sampled_from(["", "+82 ", "+82-"]))
def test_however_it_is_written_a_number_is_the_same(
    digits: str, first: str, second: str, country: str
) -> None:
    head = digits[1:3] if country else digits[:3]
    written = f"{country}{head}{first}{digits[3:7]}{second}{digits[7:]}"
    assert parse_phone(written) == Phone(f"+82{digits[1:]}")


@given(mobiles)
def test_a_number_read_back_as_shown_is_the_same(digits: str) -> None:
    phone = parse_phone(digits)
    assert parse_phone(phone.shown) == parse_phone(phone.e164) == phone


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_clear_error(text: str) -> None:
    try:
        phone = parse_phone(text)
    except WrongPhoneError:
        return
    assert parse_phone(phone.shown) == phone


@given(mobiles)
def test_a_number_stays_out_of_logs_and_tracebacks(digits: str) -> None:
    assert digits[3:] not in f"{parse_phone(digits)!r} {parse_phone(digits)}"
