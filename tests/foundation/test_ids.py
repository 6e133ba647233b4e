import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import ManualClock
from foundation.ids import ALPHABET, Ids, seeded

START = datetime(2026, 3, 2, tzinfo=UTC)
INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis wants it so
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001 - same
    timezones=st.just(UTC),
)


def test_the_alphabet_has_no_letter_that_is_misread() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(INSTANTS)
def test_an_id_begins_with_the_clock_s_millisecond(at: datetime) -> None:
    new = Ids(ManualClock(at)).new()
    assert re.fullmatch(f"[{ALPHABET}]{{26}}", new)
    milliseconds = 0
    for char in new[:10]:
        milliseconds = milliseconds * 32 + ALPHABET.index(char)
    elapsed = at - datetime(1970, 1, 1, tzinfo=UTC)
    assert milliseconds == elapsed // timedelta(milliseconds=1)


@given(INSTANTS, st.timedeltas(timedelta(milliseconds=1), timedelta(days=900)))
def test_ids_sort_by_time(at: datetime, later: timedelta) -> None:
    clock = ManualClock(at)
    ids = Ids(clock)
    first = ids.new()
    clock.advance(later)
    assert first < ids.new()


def test_ids_of_one_millisecond_sort_in_the_order_they_were_made() -> None:
    ids = Ids(ManualClock(START))
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: [ids.new() for _ in range(500)], range(4)))
    assert all(several == sorted(several) for several in made)
    assert len({each for several in made for each in several}) == 2_000


def test_an_id_does_not_tell_the_next() -> None:
    ids = Ids(ManualClock(START))
    tails = [int.from_bytes(ids.new()[10:].encode()) for _ in range(50)]
    steps = [after - before for before, after in pairwise(tails)]
    assert len(set(steps)) == len(steps)


def test_ids_tokens_and_codes_do_not_repeat() -> None:
    ids = Ids(ManualClock(START))
    assert len({ids.new() for _ in range(2_000)}) == 2_000
    assert len({ids.token() for _ in range(2_000)}) == 2_000


def test_a_token_is_128_bits_that_fit_into_an_address() -> None:
    token = Ids(ManualClock(START), entropy=lambda count: b"\xff" * count).token()
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    assert token == "_" * 21 + "w"


def test_a_code_is_five_characters_to_read_out() -> None:
    assert re.fullmatch(f"[{ALPHABET}]{{5}}", Ids(ManualClock(START)).code())


@given(st.integers(1, 12), st.binary(min_size=20, max_size=20))
def test_digits_keep_their_leading_zeros(count: int, entropy: bytes) -> None:
    ids = Ids(ManualClock(START), entropy=lambda wanted: entropy[:wanted])
    assert re.fullmatch(rf"\d{{{count}}}", ids.digits(count))


def test_digits_ask_for_more_entropy_than_they_show() -> None:
    asked: list[int] = []

    def entropy(count: int) -> bytes:
        asked.append(count)
        return bytes(count)

    assert Ids(ManualClock(START), entropy).digits(4) == "0000"
    assert asked == [12]


@pytest.mark.parametrize("seed", [0, 7])
def test_seeded_ids_repeat_for_the_same_seed_only(seed: int) -> None:
    clock = ManualClock(START)

    def draw(with_seed: int) -> list[str]:
        ids = seeded(clock, with_seed)
        return [ids.new(), ids.token(), ids.code(), ids.digits(6)]

    assert draw(seed) == draw(seed)
    assert draw(seed) != draw(seed + 1)
