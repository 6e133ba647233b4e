"""The second look at Korean: learned from labelled lines, it can only raise a doubt."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.second_look import learn
from messaging.understanding.korean.second_look import (
    ENOUGH,
    KINDS,
    doubts,
    learned,
    noticed,
    pieces,
    shares,
)
from signals.model import Cause, Meaning

LINES = [
    ("방에서 연기가 나고 불길이 보여요", KINDS.index(Cause.FIRE)),
    ("부엌에서 연기가 나고 불길이 올라와요", KINDS.index(Cause.FIRE)),
    ("시장에서 나물을 사고 국수를 먹었어요", 0),
    ("장에서 나물을 사고 국밥을 먹었어요", 0),
] * 3


@pytest.fixture(scope="module")
def weights() -> Mapping[str, Sequence[float]]:
    return learn(LINES)


def test_what_is_learned_is_told_apart(weights: Mapping[str, Sequence[float]]) -> None:
    fire = shares("마루에서 연기가 나고 불길이 보인다", weights)
    assert fire.danger > shares("어제 나물을 사고 국수를 먹었다", weights).danger
    assert fire.cause is Cause.FIRE


def test_the_same_lines_teach_the_same() -> None:
    assert learn(LINES) == learn(LINES)


def test_a_danger_is_named_with_its_cause_and_words() -> None:
    sign = noticed("낫에 손목을 베었는데 지혈이 안 됩니다")
    assert sign is not None
    assert (sign.meaning, sign.cause) == (Meaning.URGENT, Cause.MEDICAL)
    assert "베었는데" in sign.words


def test_short_texts_show_too_little() -> None:
    assert noticed("치킨 먹고 싶다") is None
    assert noticed("가" * (ENOUGH - 1)) is None


def test_everyday_talk_is_no_danger_and_fine_is_not_doubted() -> None:
    assert noticed("오늘은 장날이라 시장에 나가서 고등어를 샀습니다") is None
    assert not doubts("네 잘 지내고 있습니다 고맙습니다")
    assert doubts("숨이 차고 가슴이 답답해서 꼼짝도 못하고 누워 있어요")


def test_the_learned_weights_are_whole() -> None:
    assert all(len(weight) == len(KINDS) for weight in learned().values())
    assert "^" in learned()


@given(st.text(max_size=80))
def test_any_text_has_shares_that_make_one(text: str) -> None:
    assert sum(shares(text, learned()).of) == pytest.approx(1)
    assert "^" in pieces(text)
    assert (sign := noticed(text)) is None or sign.meaning in {Meaning.URGENT, Meaning.HELP}
