"""Which key means what, at which question. Pure."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.render.voice import Prompt
from phone.dialogue import (
    KEYS,
    MAX_QUESTIONS,
    MAX_QUIET,
    Asked,
    Move,
    Turn,
    after,
    decides,
    meaning,
)

FIRST = Turn()
OTHER = Turn(2, asked=Asked.SOMEBODY_ELSE)
SURE = Turn(2, asked=Asked.SURE)
WORK = Turn(asked=Asked.WORK)
PIN, WHOM = Turn(2, asked=Asked.PIN), Turn(3, asked=Asked.WHOM)
TASK = "01J8Z3M5N7P9Q1R3S5T7V9W1X3"
HOW, DOOR = (Turn(4, asked=asked, task=TASK) for asked in (Asked.RESULT, Asked.DOOR))
LADDER = Turn(5, asked=Asked.LADDER, task=TASK)

ENDINGS_OF_KEY_ONE = {
    *(Prompt.FINE, Prompt.GOODBYE, Prompt.PRACTISED),
    Prompt.RESULT_THANKS,
    *(Prompt.WORK_NOTED, Prompt.WORK_PIN_AGAIN, Prompt.WORK_LATER),
}
turns = st.builds(
    Turn,
    st.integers(1, MAX_QUESTIONS),
    st.integers(1, MAX_QUIET),
    st.sampled_from(Asked),
    st.booleans(),
)
keys = st.sampled_from(["", *sorted(KEYS)])


@pytest.mark.parametrize(
    ("turn", "key", "move"),
    [
        (FIRST, "1", Move(Prompt.FINE)),
        (FIRST, "2", Move(Prompt.HELP)),
        (FIRST, "0", Move(Prompt.PERSON)),
        (FIRST, "3", Move(Prompt.SOMEBODY_ELSE, Turn(2, 1, Asked.SOMEBODY_ELSE))),
        (FIRST, "9", Move(Prompt.AGAIN, Turn(2, 1))),
        (FIRST, "*", Move(Prompt.AGAIN, Turn(2, 1))),
        (FIRST, "", Move(Prompt.SILENCE, Turn(2, 2))),
        (FIRST, "5", Move(Prompt.WRONG_KEY, Turn(2, 2))),
        (FIRST, "#", Move(Prompt.WRONG_KEY, Turn(2, 2))),
        (Turn(2, 2), "", Move(Prompt.SILENCE, Turn(3, 3))),
        (Turn(3, 3), "", Move(Prompt.LATER)),
        (Turn(3, 3), "5", Move(Prompt.LATER)),
        (Turn(3, 3), "9", Move(Prompt.AGAIN, Turn(4, 1))),
        (Turn(3, 3), "1", Move(Prompt.FINE)),
        (Turn(MAX_QUESTIONS), "9", Move(Prompt.LATER)),
        (SURE, "1", Move(Prompt.FINE)),
        (SURE, "2", Move(Prompt.HELP)),
        (SURE, "3", Move(Prompt.SOMEBODY_ELSE, Turn(3, 1, Asked.SOMEBODY_ELSE))),
        (SURE, "", Move(Prompt.SURE, Turn(3, 2, Asked.SURE))),
        (SURE, "9", Move(Prompt.SURE, Turn(3, 1, Asked.SURE))),
        (Turn(4, 3, Asked.SURE), "", Move(Prompt.LATER)),
        (WORK, "1", Move(Prompt.WORK_NOTED)),
        (WORK, "2", Move(Prompt.WORK_DECLINED)),
        (WORK, "9", Move(Prompt.WORK_AGAIN, Turn(2, 1, Asked.WORK))),
        (WORK, "0", Move(Prompt.WORK_WRONG_KEY, Turn(2, 2, Asked.WORK))),
        (WORK, "", Move(Prompt.WORK_SILENCE, Turn(2, 2, Asked.WORK))),
        (Turn(3, 3, Asked.WORK), "", Move(Prompt.GOODBYE)),
        (HOW, "1", Move(Prompt.RESULT_THANKS)),
        (HOW, "4", Move(Prompt.RESULT_THANKS)),
        (HOW, "6", Move(Prompt.RESULT_DANGER)),
        (HOW, "7", Move(Prompt.RESULT_LATER)),
        (HOW, "0", Move(Prompt.RESULT_THANKS)),
        (HOW, "8", Move(Prompt.RESULT_WRONG_KEY, replace(HOW, number=5, quiet=2))),
        (HOW, "9", Move(Prompt.RESULT_AGAIN, replace(HOW, number=5))),
        (HOW, "", Move(Prompt.RESULT_SILENCE, replace(HOW, number=5, quiet=2))),
        (replace(HOW, quiet=MAX_QUIET), "", Move(Prompt.RESULT_LEFT)),
        (DOOR, "4", Move(Prompt.RESULT_LADDER, replace(DOOR, number=5, asked=Asked.LADDER))),
        (LADDER, "4", Move(Prompt.RESULT_THANKS)),
        (LADDER, "6", Move(Prompt.RESULT_DANGER)),
        (LADDER, "", Move(Prompt.RESULT_LADDER_AGAIN, replace(LADDER, number=6, quiet=2))),
        (PIN, "", Move(Prompt.WORK_PIN_AGAIN, Turn(3, 2, Asked.PIN))),
        (PIN, "1", Move(Prompt.WORK_PIN_AGAIN, Turn(3, 2, Asked.PIN))),
        (Turn(4, 3, Asked.PIN), "", Move(Prompt.WORK_LATER)),
        (WHOM, "9", Move(Prompt.WORK_WHOM, Turn(4, 1, Asked.WHOM))),
        (WHOM, "1", Move(Prompt.GOODBYE)),
        (WHOM, "", Move(Prompt.GOODBYE)),
        (Turn(MAX_QUESTIONS, 1, Asked.WHOM), "9", Move(Prompt.GOODBYE)),
        (OTHER, "1", Move(Prompt.GOODBYE)),
        (OTHER, "2", Move(Prompt.HELP)),
        (OTHER, "0", Move(Prompt.PERSON)),
        (OTHER, "", Move(Prompt.GOODBYE)),
        (OTHER, "9", Move(Prompt.SOMEBODY_ELSE_AGAIN, Turn(3, 1, Asked.SOMEBODY_ELSE))),
        (OTHER, "3", Move(Prompt.SOMEBODY_ELSE_AGAIN, Turn(3, 2, Asked.SOMEBODY_ELSE))),
        (Turn(4, 3, Asked.SOMEBODY_ELSE), "3", Move(Prompt.GOODBYE)),
    ],
)
def test_a_key_leads_on(turn: Turn, key: str, move: Move) -> None:
    assert after(turn, key) == move


@pytest.mark.parametrize(
    ("turn", "key", "data"),
    [
        (FIRST, "1", {"key": "1", "verb": "f"}),
        (FIRST, "2", {"key": "2", "verb": "h"}),
        (FIRST, "3", {"key": "3"}),
        (FIRST, "0", {"key": "0"}),
        (FIRST, "9", {"key": "9"}),
        (FIRST, "7", {"key": "7"}),
        (WORK, "1", {"key": "1", "verb": "a"}),
        (WORK, "2", {"key": "2", "verb": "d"}),
        (WORK, "9", {"key": "9"}),
        (PIN, "1", {"key": "1"}),
        (WHOM, "2", {"key": "2"}),
        (OTHER, "1", {"key": "3", "said": "1"}),
        (OTHER, "2", {"key": "3", "said": "2", "verb": "h"}),
        (OTHER, "0", {"key": "0", "said": "0"}),
        (OTHER, "9", {"key": "3", "said": "9"}),
    ],
)
def test_a_key_means(turn: Turn, key: str, data: dict[str, Any]) -> None:
    assert meaning(turn, key) == data


@given(turns, keys.filter(bool))
def test_fine_is_said_by_key_one_of_the_resident_only(turn: Turn, key: str) -> None:
    fine = meaning(turn, key).get("verb") == "f"
    about_her = turn.asked in {Asked.RESIDENT, Asked.SURE}
    assert fine == (key == "1" and about_her)
    assert (after(turn, key).prompt is Prompt.FINE) == fine


@given(turns, keys.filter(bool))
def test_words_and_record_agree_about_help(turn: Turn, key: str) -> None:
    helped = meaning(turn, key).get("verb") == "h"
    assert (after(turn, key).prompt is Prompt.HELP) == helped


@given(st.lists(keys, max_size=40))
def test_every_call_ends(pressed: list[str]) -> None:
    turn: Turn | None = FIRST
    asked = 0
    for key in [*pressed, *[""] * 20]:
        if turn is None:
            break
        asked += 1
        turn = after(turn, key).turn
    assert turn is None
    assert asked <= MAX_QUESTIONS + 1


@pytest.mark.parametrize("key", ["9", "*", "4", "5", "6", "7", "8", "#"])
def test_other_keys_show_only_that_she_lives(key: str) -> None:
    assert not decides(meaning(FIRST, key))


@pytest.mark.parametrize("key", ["0", "1", "2", "3"])
def test_these_keys_decide(key: str) -> None:
    assert decides(meaning(FIRST, key))


def test_ringing_or_hanging_up_decides_nothing() -> None:
    assert not decides({"form": "rang"})
    assert not decides({"form": "hung_up"})


@given(turns)
def test_a_question_comes_back_from_its_address(turn: Turn) -> None:
    assert Turn.from_query(turn.as_query()) == turn


@given(st.dictionaries(st.sampled_from(["n", "q", "a"]), st.text(max_size=8)))
def test_an_address_of_nobodys_is_the_first_question(query: dict[str, str]) -> None:
    turn = Turn.from_query(query)
    assert isinstance(turn, Turn)
    assert after(turn, "1").prompt in ENDINGS_OF_KEY_ONE


@pytest.mark.parametrize(
    ("turn", "key", "verb"),
    [
        (HOW, "1", "rw"),
        (HOW, "2", "rp"),
        (HOW, "3", "ra"),
        (HOW, "4", "rn"),
        (HOW, "5", "rh"),
        (HOW, "6", "rd"),
        (HOW, "7", "rl"),
        (HOW, "0", "rt"),
        (DOOR, "4", "rl"),
        (DOOR, "6", "rd"),
        (LADDER, "4", "rn"),
    ],
)
def test_results_by_key_mean_what_the_buttons_of_a_card_mean(
    turn: Turn, key: str, verb: str
) -> None:
    assert meaning(turn, key) == {"key": key, "verb": verb}


def test_pressing_one_again_and_again_never_says_that_she_is_well() -> None:
    for asked in (Asked.WORK, Asked.PIN, Asked.WHOM):
        assert meaning(Turn(asked=asked), "1").get("verb") != "rw"
        turn = after(Turn(asked=asked), "1").turn
        assert turn is None or turn.asked not in {Asked.RESULT, Asked.DOOR}


def test_an_address_brings_the_task_back_and_nothing_else() -> None:
    assert Turn.from_query(HOW.as_query()) == HOW
    assert Turn.from_query({**HOW.as_query(), "t": "../x"}).task == ""
