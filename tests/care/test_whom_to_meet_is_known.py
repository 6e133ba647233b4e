"""Everybody who has to be met is in one list, and nobody falls out of it."""

from datetime import datetime, timedelta

from care import decide, store
from care import service as contacts
from care.model import ContactState
from residents.model import Tier
from signals import agenda
from tests.care.promises import (
    DAY,
    PROMISED,
    contact,
    goes_away,
    hers,
    passes,
    quiet_resident,
    state,
)
from tests.runtime.neighbourhood import SEOUL, Neighbourhood


def test_whoever_has_no_schedule_gets_one_by_the_daily_round(everywhere: Neighbourhood) -> None:
    here = everywhere
    people = {tier: quiet_resident(here, tier) for tier in Tier}
    with here.database.write() as uow:
        for her in people.values():
            store.drop(uow, her.partition(":")[2])
            agenda.plan(uow, her, None)
        agenda.bring_forward(uow, contacts.SUBJECT, uow.now)
    here.dispatch.run()
    here.dispatch.run()
    assert {tier for tier, her in people.items() if contact(here, her) is not None} == {
        Tier.MEDIUM,
        Tier.HIGH,
    }
    with here.database.read() as uow:
        assert here.contacts.next_due(uow, contacts.SUBJECT) == here.now() + DAY


def test_a_schedule_that_nobody_looks_at_is_late(here: Neighbourhood) -> None:
    her = quiet_resident(here, Tier.MEDIUM)
    look_at = hers(here, her).look_at
    grace = timedelta(minutes=5)
    with here.database.read() as uow:
        assert contacts.late(uow, look_at + grace, grace) == 0
        assert contacts.late(uow, look_at + grace + timedelta(seconds=1), grace) == 1


def test_the_list_says_what_the_rules_say(everywhere: Neighbourhood) -> None:
    """The condition of the query and `decide.state_of` are one rule written twice."""
    here = everywhere
    here.staff()
    people = [quiet_resident(here, tier, name=f"김{n}") for n in range(6) for tier in PROMISED]
    goes_away(here, people[0], here.now() + 80 * DAY)
    passes(here, here.now() + 25 * DAY)
    seen: set[ContactState] = set()
    for hours in range(0, 24 * 70, 37):
        here.clock.set(datetime(2026, 3, 29, tzinfo=SEOUL) + timedelta(hours=hours))
        for her in people:
            expected = decide.state_of(hers(here, her).schedule, here.now(), here.calendar)
            assert state(here, her) is expected
            seen.add(expected)
    assert seen == set(ContactState)


def test_pages_go_on_where_the_last_one_ended(everywhere: Neighbourhood) -> None:
    here = everywhere
    people = [quiet_resident(here, Tier.MEDIUM, name=f"김{n}") for n in range(7)]
    after, found = None, []
    with here.database.read() as uow:
        while page := here.contacts.in_state(uow, ContactState.NOT_DUE, after, 3):
            found += page
            after = (page[-1].schedule.due_at, page[-1].promise.resident_id)
    places = [(one.schedule.due_at, one.promise.resident_id) for one in found]
    assert places == sorted(places)
    assert {f"resident:{identity}" for _, identity in places} == set(people)
