"""What the registry, the plans and the last weeks say about the coming days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checkins import policy, store, watch
from checkins.decide.capacity import Limits, Scenario, Short, examine
from checkins.decide.load import ASSUMED, ENOUGH
from checkins.model import Checkin, CheckinState, Rung, Wishes
from checkins.service import capacity
from checkins.service.capacity import Setup, coming_days
from residents import service as residents
from residents.model import ChannelName, LifeState, Paper, Purpose, StaffRole, Tier
from signals import agenda
from tasks.model import Audience, Round
from tests.runtime.neighbourhood import DISTRICT, Neighbourhood

TOMORROW = date(2026, 3, 4)
SATURDAY = date(2026, 3, 7)
CALL, SMS, TELEGRAM = ChannelName.CALL, ChannelName.SMS, ChannelName.TELEGRAM


def looked_ahead(here: Neighbourhood, days: int = 7, *channels: ChannelName) -> Scenario:
    setup = Setup(
        calendar=here.calendar,
        policy=policy.shipped(),
        channels=frozenset(channels or (TELEGRAM, SMS, CALL)),
        rounds=dict.fromkeys(Tier, (Round(Audience.HELPERS, 2, timedelta(minutes=40)),)),
        limits=Limits(20, 1),
    )
    with here.database.read() as uow:
        return coming_days(uow, setup, days)


def test_everybody_who_is_watched_is_asked_by_what_she_has_agreed_to_and_wishes(
    everywhere: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = everywhere
    monkeypatch.setattr(capacity, "PAGE", 2)
    hers = here.resident()
    calls_only = here.resident(telegram=False, tier=Tier.LOW)
    wishing, quiet = here.resident(), here.resident()
    here.settle()
    with here.database.write() as uow:
        wish = Wishes(channels=frozenset({CALL}))
        store.put_wishes(uow, wishing.partition(":")[2], wish, "staff:1")
        for purpose in (Purpose.OVERSEAS_TWILIO, Purpose.HELPERS):
            residents.withdraw_consent(uow, hers, purpose, "staff:1", ChannelName.PERSON)
        residents.set_state(uow, quiet, LifeState.PAUSED)
    found = {f"resident:{one.plan.resident_id}": one for one in looked_ahead(here).asked}
    assert found.keys() == {hers, calls_only, wishing}
    assert {ref: set(one.ways.channels) for ref, one in found.items()} == {
        hers: {TELEGRAM},
        calls_only: {SMS, CALL},
        wishing: {CALL},
    }
    assert {ref for ref, one in found.items() if not one.helpers_may_know} == {hers}
    assert all(one.planned and one.district == DISTRICT for one in found.values())
    assert found[hers].first_slot == here.slot_of(hers)


def test_a_channel_that_is_not_set_up_leaves_a_person(here: Neighbourhood) -> None:
    here.resident(telegram=False)
    here.settle()
    found = examine(looked_ahead(here, 1, TELEGRAM))
    assert [one.district for one in found.days if one.visits.usual == 1] == [DISTRICT]
    assert {channel for hour in found.hours for channel in hour.asked} == {ChannelName.PERSON}
    assert [(lack.of, lack.usual) for lack in found.lacks] == [(Short.PEOPLE, 1)]


def test_a_daily_plan_is_asked_on_each_day_from_now_on(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    here.settle()
    (slots,) = looked_ahead(here, 3).slots
    assert slots[0] == here.slot_of(her)
    assert [here.calendar.local(slot).date() for slot in slots] == [
        date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5),
    ]  # fmt: skip


def test_hands_are_those_whom_a_task_may_be_offered(everywhere: Neighbourhood) -> None:
    here = everywhere
    here.helper(max_load=4)
    here.helper(max_load=2, appointed_until=TOMORROW)
    here.helper(telegram=False)
    here.helper(papers=frozenset({Paper.OATH}))
    blocked = here.helper()
    officer, duty = here.staff(), here.staff(StaffRole.LEAD, duty=True)
    with here.database.write() as uow:
        residents.mark_channel(uow, blocked, TELEGRAM, usable=False, reason="blocked")
    by_telephone = looked_ahead(here).staffing
    assert by_telephone.helpers[TOMORROW, DISTRICT] == 6 + 2 * 3, "the others are rung"
    staffing = looked_ahead(here, 7, TELEGRAM).staffing
    assert staffing.helpers[TOMORROW, DISTRICT] == 6
    assert staffing.helpers[TOMORROW + timedelta(days=1), DISTRICT] == 4
    assert staffing.helpers[TOMORROW, "jeungsan-myeon"] == 0
    assert staffing.officers[TOMORROW, DISTRICT] == {officer}
    assert staffing.officers[TOMORROW, "jeungsan-myeon"] == {duty}, "the leads act"
    assert staffing.officers[SATURDAY, DISTRICT] == {duty}


def _ended(pattern: Checkin, identity: str, state: CheckinState, rung: Rung) -> Checkin:
    """A check-in like `pattern` that is over; all of `rung` and the steps before were taken."""
    taken = [step.rung for step in pattern.steps].index(rung) + 1
    return replace(
        pattern,
        id=identity,
        state=state,
        next_step=taken,
        answered_rung=rung,
        answered_at=pattern.slot_at,
        closed_at=pattern.slot_at,
    )


def test_rates_are_read_from_the_last_weeks(everywhere: Neighbourhood) -> None:
    """Answers that came after silence was counted, and what was withdrawn, do not count."""
    here = everywhere
    her = here.resident()
    pattern = here.asked(her)
    with here.database.write() as uow:
        for number in range(2 * ENOUGH + 3):
            state, rung = CheckinState.FINE, Rung.MESSAGE
            if number % 2:
                state, rung = CheckinState.MISSED, Rung.REMINDER
            if number >= 2 * ENOUGH:
                state = CheckinState.WITHDRAWN
            store.save(uow, _ended(pattern, f"old-{number}", state, rung))
    rates = looked_ahead(here).course.rates
    assert rates.of[Rung.MESSAGE] == pytest.approx(0.5)
    assert rates.of[Rung.REMINDER] == 0
    assert rates.of[Rung.CALL] == ASSUMED[Rung.CALL]


def test_the_watch_puts_whoever_has_no_plan_on_the_agenda(everywhere: Neighbourhood) -> None:
    here = everywhere
    planned, lost, paused = here.resident(), here.resident(), here.resident()
    here.settle()
    with here.database.write() as uow:
        residents.set_state(uow, paused, LifeState.PAUSED)
    here.settle()
    with here.database.write() as uow:
        store.drop_plan(uow, lost.partition(":")[2])
        watch.Watch().act(uow, watch.SUBJECT)
        due = agenda.claim(uow, 10)
    assert due == [lost]
    here.settle()
    assert here.slot_of(lost) > here.now()
    assert here.slot_of(planned) > here.now()
