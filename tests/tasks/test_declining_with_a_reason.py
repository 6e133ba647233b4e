"""Why she cannot: a second tap, noted once, that counts as much as it should."""

from datetime import timedelta

import pytest

from messaging.render.buttons import Verb
from tasks import store
from tasks.model import REASON_OF, DeclineReason, OfferState, Round
from tests.runtime.neighbourhood import Neighbourhood
from tests.tasks.work import EVERYBODY, HELPERS, OFFICERS, a_visit, offers

ONE = Round(HELPERS.audience, 1, HELPERS.wait)


@pytest.mark.parametrize("verb", REASON_OF)
def test_her_reason_is_noted_once(everywhere: Neighbourhood, verb: Verb) -> None:
    here = everywhere
    neighbour = here.helper()
    here.helper()
    task = a_visit(here, here.resident(), EVERYBODY)
    here.answers(neighbour, Verb.DECLINE, task)
    here.settle()
    assert (offers(here, task)[neighbour].state, offers(here, task)[neighbour].why) == (
        OfferState.DECLINED,
        None,
    )
    for each in (verb, Verb.NOT_NOW, Verb.UNWELL):
        here.answers(neighbour, each, task)
        here.settle()
    assert offers(here, task)[neighbour].why is REASON_OF[verb]


@pytest.mark.parametrize("verb", REASON_OF)
def test_a_reason_declines_nothing(here: Neighbourhood, verb: Verb) -> None:
    """A forged button, or one of an older card: the offer stands."""
    neighbour = here.helper()
    task = a_visit(here, here.resident(), HELPERS)
    here.answers(neighbour, verb, task)
    here.settle()
    assert (offers(here, task)[neighbour].state, offers(here, task)[neighbour].why) == (
        OfferState.OPEN,
        None,
    )
    here.answers(neighbour, Verb.ACCEPT, here.fresh(task))
    here.settle()
    here.answers(neighbour, verb, here.fresh(task))
    here.settle()
    assert here.fresh(task).accepted_by == neighbour


def test_the_first_tap_has_others_asked(here: Neighbourhood) -> None:
    neighbour, officer = here.helper(), here.staff()
    here.wait(timedelta(hours=2))
    task = a_visit(here, here.resident(), HELPERS, OFFICERS)
    here.answers(neighbour, Verb.DECLINE, task)
    here.settle()
    assert offers(here, task)[officer].state is OfferState.OPEN


@pytest.mark.parametrize(
    ("first", "second", "asked_next"),
    [
        (None, Verb.NOT_NOW, "second"),
        (Verb.UNWELL, Verb.NOT_NOW, "second"),
        (Verb.NOT_NOW, Verb.TOO_FAR, "second"),
        (Verb.NOT_NOW, Verb.SOMEBODY_ELSE, "second"),
        (Verb.TOO_FAR, Verb.NOT_NOW, "first"),
        (Verb.NOT_NOW, None, "first"),
    ],
)
def test_who_is_asked_next(
    here: Neighbourhood, first: Verb | None, second: Verb | None, asked_next: str
) -> None:
    people = {"first": here.helper(), "second": here.helper()}
    task = a_visit(here, here.resident(), EVERYBODY)
    for person, why in zip(people.values(), (first, second), strict=True):
        here.answers(person, Verb.DECLINE, task)
        if why is not None:
            here.answers(person, why, task)
        here.settle()
    assert set(offers(here, a_visit(here, here.resident(), ONE))) == {people[asked_next]}


def test_whoever_is_offered_it_again_has_not_said_why(here: Neighbourhood) -> None:
    neighbour = here.helper()
    task = a_visit(here, here.resident(), OFFICERS)
    with here.database.write() as uow:
        store.put_offers(uow, task, [neighbour])
        store.change_offers(uow, task.id, [neighbour], OfferState.DECLINED, DeclineReason.TOO_FAR)
        store.put_offers(uow, task, [neighbour])
    assert (offers(here, task)[neighbour].state, offers(here, task)[neighbour].why) == (
        OfferState.OPEN,
        None,
    )
