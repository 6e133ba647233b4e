"""When more wait than may leave: danger first, then one card for everybody who asked for help."""

import pytest

from tests.runtime.neighbourhood import Neighbourhood

HELPERS = 3


def in_order(here: Neighbourhood) -> list[str]:
    """What is queued, as it leaves: template and for whom or what."""
    queued = [one for one in here.outbox() if one.state == "queued"]
    queued.sort(key=lambda one: (one.priority, one.due_at, one.id))
    return [f"{one.template} {one.card or one.to_ref}" for one in queued]


@pytest.fixture
def asked(here: Neighbourhood) -> list[str]:
    """Refs of three who ask for help; nothing has left yet."""
    for _ in range(HELPERS):
        here.helper()
    people = [here.resident() for _ in range(3)]
    here.settle()
    for one in people:
        here.writes(one, "좀 도와주세요")
    while here.dispatch.run():
        pass
    return people


def test_every_task_reaches_one_before_any_reaches_a_second(
    here: Neighbourhood, asked: list[str]
) -> None:
    order = in_order(here)
    answers = [one for one in order if one.startswith("reply.help")]
    cards = [one.rpartition(":helper")[0] for one in order if one.startswith("task.offer")]
    assert len(answers) == len(asked)
    assert len(cards) == len(asked) * HELPERS
    assert len(set(cards[: len(asked)])) == len(asked)
    assert all(one in order[: 2 * len(asked)] for one in answers)


@pytest.mark.usefixtures("asked")
def test_danger_does_not_wait_for_words_of_help(here: Neighbourhood) -> None:
    dying = here.resident()
    here.writes(dying, "가슴이 너무 아프고 숨을 못 쉬겠어요")
    while here.dispatch.run():
        pass
    order = in_order(here)
    first = next(order.index(one) for one in order if one.startswith("reply.help"))
    assert f"reply.urgent.medical {dying}" in order[:first]
