"""How texts look to what was learned from labelled replies, and what that may change."""

import math
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.second_look import Line, apart, checked, composed, labelled, learn
from locales.model import Language
from messaging.understanding.hangul import letters
from messaging.understanding.model import Patterns, Sign
from messaging.understanding.second_look import (
    CUTS,
    KINDS,
    Weights,
    learned,
    looks,
    pieces,
    row,
    weightiest,
)
from messaging.understanding.verdict import verdict
from messaging.understanding.words import understand
from signals.model import Cause, Meaning

LINES = [
    Line("방에서 연기가 나고 불길이 보여요", Meaning.URGENT, Cause.FIRE),
    Line("부엌에서 연기가 나고 불길이 올라와요", Meaning.URGENT, Cause.FIRE),
    Line("시장에서 나물을 사고 국수를 먹었어요", Meaning.UNCLEAR, None),
    Line("장에서 나물을 사고 국밥을 먹었어요", Meaning.UNCLEAR, None),
]
KOREAN = CUTS[Language.ko]
WELL = Patterns([], "잘지내", explained=True)
NOTHING = Patterns([], None, explained=False)


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights.of(KOREAN, learn(LINES))


def test_what_is_learned_is_told_apart(weights: Weights) -> None:
    fire = looks("마루에서 연기가 나고 불길이 보인다", weights)
    assert fire.of[Meaning.URGENT] > fire.of[Meaning.UNCLEAR]
    assert fire.cause is Cause.FIRE
    everyday = looks("어제 나물을 사고 국수를 먹었다", weights)
    assert everyday.of[Meaning.UNCLEAR] > everyday.of[Meaning.URGENT]


def test_the_same_lines_teach_the_same_in_any_order() -> None:
    assert learn(LINES) == learn(LINES[::-1])


def test_a_line_is_checked_by_a_machine_that_did_not_see_it() -> None:
    twice = [Line("도깨비불", Meaning.URGENT, Cause.FIRE)] * 2
    seen = looks("도깨비불", Weights.of(KOREAN, learn([*LINES, *twice]))).of[Cause.FIRE]
    blind = [looks(line.text, weights).of[Cause.FIRE] for line, weights in apart(LINES, twice)]
    assert len(blind) == len(twice)
    assert max(blind) < seen / 2


def test_lines_are_checked_as_replies_are_read() -> None:
    lines = [
        Line("넘어져서 못 일어나겠어요", Meaning.URGENT, Cause.FALL),
        Line("불이 났어요", Meaning.URGENT, Cause.MEDICAL),
        Line("잘 지내요", Meaning.OK, None),
    ]
    rows = checked((line, learned(Language.ko)) for line in lines)
    assert {"exact            3/3 = 100.00%", "cause of urgent  1/2 = 50.00%"} <= set(rows)


def test_a_need_is_learned_among_thanks_too() -> None:
    needs = [text for line in LINES[:2] for text in composed(line)]
    assert {(one.meaning, one.cause) for one in needs} == {(Meaning.URGENT, Cause.FIRE)}
    assert composed(LINES[2]) == []


def test_the_words_that_weigh_most_are_named(weights: Weights) -> None:
    said = "아까 장에서 오는데 불길이 보여요"
    assert "불길이" in weightiest(said, Cause.FIRE, weights)


@pytest.mark.parametrize("language", Language)
def test_the_learned_weights_are_whole(language: Language) -> None:
    weights = learned(language)
    assert weights.added.shape == (len(weights.keys), len(KINDS))
    assert weights.added.any(axis=0).all()


def test_a_line_of_weights_tells_letters_from_syllables() -> None:
    assert row("^", {"o": 0.5, "u": -0.25}) == "^\to50\tu-25"
    assert row(letters("가나"), {"o": 0.5}) == "가나\to50"
    assert row("가나", {"o": 0.5}) == "가나.\to50"


@given(st.text("괜찮아요 아프다nhà12?", max_size=30), st.sampled_from(Language))
def test_a_look_is_the_sum_over_the_pieces(text: str, language: Language) -> None:
    cut = CUTS[language]
    some = pieces(text, cut)
    by_piece = {piece: {"h": float(place + 1)} for place, piece in enumerate(sorted(set(some)))}
    wanted = sum(by_piece[piece]["h"] for piece in some) / math.sqrt(max(1, len(some)))
    found = looks(text, Weights.of(cut, by_piece or {"x": {"h": 1.0}}))
    assert found.of[Meaning.HELP] == pytest.approx(wanted, rel=1e-4)


def test_a_danger_that_no_pattern_names_is_seen_with_its_cause() -> None:
    (sign,) = verdict("낫에 손목을 깊이 베었는데 피가 솟구칩니다", NOTHING, Language.ko).signs
    assert (sign.meaning, sign.cause) == (Meaning.URGENT, Cause.MEDICAL)
    assert "피가" in sign.words


def test_what_looks_like_a_danger_is_fine_no_more() -> None:
    reading = verdict("가슴이 쥐어짜듯 아프고 식은땀이 나요", WELL, Language.ko)
    assert not (reading.fine and reading.explained)


def test_a_clause_that_looks_like_a_need_takes_fine_back() -> None:
    fine = "네 잘 지내고 있습니다 고맙습니다"
    assert verdict(fine, WELL, Language.ko).explained
    beside = Patterns([], "잘지내", explained=True, beside=("쌀이 떨어졌어요",))
    assert not verdict(fine, beside, Language.ko).explained


def test_a_danger_that_patterns_named_is_never_passed_over() -> None:
    sign = Sign(Meaning.URGENT, Cause.FALL, "넘어져서 못 일어나")
    for text in ("네", "잘 지내요 고맙습니다", "오늘 장날이라 시장에 왔어요"):
        (kept,) = verdict(text, Patterns([sign], None, explained=False), Language.ko).signs
        assert kept.meaning not in {Meaning.OK, Meaning.UNCLEAR}


@given(st.text(max_size=80))
def test_any_text_looks_like_something(text: str) -> None:
    assert set(looks(text, learned(Language.ko)).of) == set(KINDS.values())
    assert len(verdict(text, NOTHING, Language.ko).signs) <= 1


BEFORE = (
    "안녕하십니까",
    "저는 잘 있습니다",
    "감사합니다. 건강하게 지냅니다.",
    "아침 맛있게 먹었고요",
)
AFTER = ("그래도 잘 지냅니다", "걱정은 마이소", "덕분에 잘 있습니다 고맙습니다")
TOO_SHORT = 8
"""허리 by itself, or a key, is lost beside "I am well"."""
RARELY = 0.005


def test_thanks_around_a_need_do_not_make_it_fine() -> None:
    lines = [
        line
        for line in labelled(Path(__file__).with_name("replies.tsv"))
        if line.language is Language.ko
        and line.meaning in {Meaning.URGENT, Meaning.HELP}
        and len(line.text) >= TOO_SHORT
    ][::3]
    wrapped = [f"{before} {line.text}" for before, line in product(BEFORE, lines)]
    wrapped += [f"{line.text} {after}" for after, line in product(AFTER, lines)]
    fine = [text for text in wrapped if understand(text, Language.ko).meaning is Meaning.OK]
    assert len(fine) <= RARELY * len(wrapped), fine
