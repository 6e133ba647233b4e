"""A heatwave, cold or typhoon check: who is asked, what answers make of it, and crashes halfway."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from checkins import store
from checkins.model import Campaign, CampaignKind, CheckinState, Occasion, Spared
from checkins.service import campaign as campaign_by_id
from checkins.service import campaigns, campaigns_since, overdue, practise, tallies
from escalation.model import Reason
from foundation.seams import AFTER_COMMIT, BEFORE_COMMIT
from residents import service as residents
from residents.districts import BY_CODE
from residents.model import (
    AbsenceKind,
    AbsenceSource,
    LifeState,
    NewAbsence,
    Ref,
    Scope,
    Tier,
)
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from signals.store import of_subject
from tests.messaging.post import DiesAt
from tests.runtime.neighbourhood import DISTRICT, TUESDAY, Neighbourhood
from tests.runtime.rebuilt import Rebuilt

THREE = TUESDAY.replace(hour=15)
OFFICER = "staff:01"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def start(
    here: Neighbourhood,
    kind: CampaignKind = CampaignKind.HEAT,
    districts: Iterable[str] = (DISTRICT,),
    tiers: Iterable[Tier] = Tier,
) -> Campaign:
    with here.database.write() as uow:
        scope = Scope(frozenset(districts), frozenset(tiers))
        return here.campaigns.start(uow, kind, scope, OFFICER)


def counted(here: Neighbourhood, campaign: Campaign) -> Counter[Spared | CheckinState | None]:
    """How many were spared why, how many are how far, and to how many it has yet to come."""
    found: Counter[Spared | CheckinState | None] = Counter()
    with here.database.read() as uow:
        for one in tallies(uow, [campaign.id]):
            found[one.spared or one.state] += one.residents
    return found


def occasions(here: Neighbourhood, whom: Iterable[Ref]) -> set[Occasion]:
    return {here.checkin(one).occasion for one in whom}


def afternoon(here: Neighbourhood, *whom: Ref) -> None:
    """The morning's questions are answered, more than two hours ago."""
    here.wait_until(TUESDAY.replace(hour=12, minute=31))
    for one in whom:
        with here.database.read() as uow:
            running = store.open_of(uow, one.partition(":")[2])
        if running is not None and running.asked:
            here.presses(one, "f", running.id)
    here.wait_until(THREE)


def test_everybody_of_the_scope_is_asked_and_nobody_else(everywhere: Neighbourhood) -> None:
    here = everywhere
    high, medium, low = (here.resident(tier=tier) for tier in Tier)
    elsewhere = here.resident(district="daegok-dong")
    afternoon(here, high, medium, low)
    campaign = start(here, tiers=[Tier.HIGH, Tier.MEDIUM])
    assert (campaign.residents, campaign.begins_at) == (2, THREE)
    here.wait(HOUR)
    assert occasions(here, [high, medium]) == {Occasion.HEAT}
    for one in (high, medium):
        assert here.templates(one, "sent").count("checkin.ask.heat") == 1
        assert here.checkin(one).asked
    for one in (low, elsewhere):
        assert "checkin.ask.heat" not in here.templates(one)
    assert here.checkin(high).slot_at <= here.checkin(medium).slot_at
    assert counted(here, campaign) == {CheckinState.ASKING: 2}


@pytest.mark.parametrize("kind", list(CampaignKind))
def test_each_kind_asks_in_words_of_its_own(here: Neighbourhood, kind: CampaignKind) -> None:
    her = here.resident(tier=Tier.LOW)
    afternoon(here, her)
    start(here, kind)
    here.wait(HOUR)
    assert here.templates(her, "sent")[-1] == f"checkin.ask.{kind}"
    words = here.telegram.sent[-1][1]
    assert "지좌동" in words.text  # type: ignore[union-attr]
    assert "{" not in words.text  # type: ignore[union-attr]


def test_who_is_away_inactive_or_dead_is_left_in_peace(everywhere: Neighbourhood) -> None:
    here = everywhere
    away, paused, dead, well = (here.resident(tier=Tier.LOW) for _ in range(4))
    afternoon(here, away, paused, dead, well)
    with here.database.write() as uow:
        new = NewAbsence(
            AbsenceKind.TRAVEL, AbsenceSource.OFFICER, uow.now, uow.now + 9 * HOUR, OFFICER
        )
        residents.add_absence(uow, away, new)
    campaign = start(here)
    assert campaign.residents == 4
    _walk(here)
    with here.database.write() as uow:  # between the walk and their turns
        residents.set_state(uow, paused, LifeState.PAUSED)
        residents.mark_deceased(uow, dead, reported_by=OFFICER)
    here.wait(2 * HOUR)
    assert counted(here, campaign) == {
        CheckinState.ASKING: 1,
        Spared.AWAY: 1,
        Spared.NOT_ACTIVE: 2,
    }
    assert [one for one in (away, paused, dead) if "checkin.ask.heat" in here.templates(one)] == []


def _walk(here: Neighbourhood) -> None:
    """The campaign comes to its page; nobody's turn comes yet."""
    with here.database.write() as uow:
        here.campaigns.act(uow, campaigns.SUBJECT)


def test_who_is_erased_between_the_walk_and_her_turn_is_spared(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    afternoon(here, her)
    campaign = start(here)
    _walk(here)
    with here.database.write() as uow:
        residents.erase(uow, her)
    here.wait(HOUR)
    assert counted(here, campaign) == {Spared.NOT_ACTIVE: 1}


def test_who_is_being_asked_is_asked_already(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    asked = here.asked(her)
    campaign = start(here)
    here.settle()
    assert here.checkin(her).id == asked.id
    assert counted(here, campaign) == {Spared.BEING_ASKED: 1}


def test_a_practice_makes_room_and_spares_nobody(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident(tier=Tier.LOW)
    afternoon(here, her)
    with here.database.write() as uow:
        practise(uow, here.means, her)
    here.settle()
    campaign = start(here)
    here.wait(HOUR)
    assert here.checkin(her).occasion is Occasion.HEAT
    assert counted(here, campaign) == {CheckinState.ASKING: 1}


def test_nobody_is_asked_twice_within_two_hours(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident(tier=Tier.LOW)
    afternoon(here, her)
    first = start(here)
    here.wait(MINUTE)
    here.presses(her, "f")
    here.wait(HOUR)
    again_ = start(here, CampaignKind.TYPHOON)
    here.wait(MINUTE)
    assert counted(here, again_) == {Spared.ASKED_LATELY: 1}
    here.wait(HOUR)
    third = start(here, CampaignKind.TYPHOON)
    here.wait(MINUTE)
    assert counted(here, third) == {CheckinState.ASKING: 1}
    assert counted(here, first) == {CheckinState.FINE: 1}


def test_at_night_everybody_is_asked_the_next_morning(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident(tier=Tier.LOW)
    here.wait_until(TUESDAY.replace(hour=20))
    campaign = start(here, CampaignKind.COLD)
    tomorrow = here.calendar.at(TUESDAY.date() + timedelta(days=1), time(9))
    assert campaign.begins_at == tomorrow
    here.wait_until(tomorrow - MINUTE)
    assert counted(here, campaign) == {}
    with here.database.read() as uow:
        assert overdue(uow, uow.now, timedelta(minutes=5)) == 0
    here.wait_until(tomorrow + HOUR)
    assert here.checkin(her).occasion is Occasion.COLD
    assert tomorrow <= here.checkin(her).slot_at < tomorrow + HOUR


def test_her_answer_counts_for_her_own_question_of_that_day(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    here.settle()
    own = here.slot_of(her)
    here.wait_until(max(TUESDAY.replace(hour=9), own - 20 * MINUTE))
    campaign = start(here)
    here.wait(MINUTE)
    asked = here.checkin(her)
    here.presses(her, "f")
    here.wait_until(own + HOUR)
    assert here.checkin(her).id == asked.id
    assert counted(here, campaign) == {CheckinState.FINE: 1}
    tomorrow = here.slot_of(her)
    assert tomorrow - own > timedelta(hours=20)
    here.wait_until(tomorrow)
    assert here.checkin(her).occasion is Occasion.PLANNED


def test_without_an_answer_her_own_question_comes_as_ever(here: Neighbourhood) -> None:
    """Asked at nine; it goes unanswered until noon, and she wished for one o'clock."""
    her = here.resident()
    here.settle()
    with here.database.write() as uow:
        identity = her.partition(":")[2]
        wishes = replace(store.wishes_of(uow, identity), times=(time(13),))
        store.put_wishes(uow, identity, wishes, OFFICER)
        residents.change_resident(uow, her, tier=Tier.HIGH)
    here.wait_until(TUESDAY.replace(hour=9))
    start(here)
    here.wait_until(TUESDAY.replace(hour=10))
    while here.checkin(her).is_open:
        here.wait_until(here.now() + timedelta(minutes=10))
    assert here.checkin(her).state is CheckinState.MISSED
    assert here.checkin(her).occasion is Occasion.HEAT
    here.wait_until(here.slot_of(her))
    assert here.checkin(her).occasion is Occasion.PLANNED
    assert here.checkin(her).is_open


def test_silence_and_help_are_what_they_are_in_every_checkin(everywhere: Neighbourhood) -> None:
    here = everywhere
    silent, helpless = here.resident(tier=Tier.MEDIUM), here.resident(tier=Tier.LOW)
    neighbour = here.helper()
    here.staff()
    afternoon(here, silent, helpless)
    campaign = start(here)
    here.wait(HOUR)
    here.presses(helpless, "h")
    here.wait_until(here.checkin(silent).deadline)
    assert counted(here, campaign) == {CheckinState.MISSED: 1, CheckinState.HELP: 1}
    assert here.open_case(silent).reasons == (Reason.MISSED_CHECKIN,)
    assert here.open_case(helpless).needs_a_person
    assert "task.offer" in here.templates(neighbour, "sent")


def test_what_was_told_already_is_absorbed(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident(tier=Tier.LOW)
    afternoon(here, her)
    campaign = start(here)
    here.wait(HOUR)
    here.presses(her, "f")
    here.wait(5 * HOUR)
    again_ = Draft(
        kind=SignalKind.CAMPAIGN,
        source=Source.STAFF,
        source_id=f"{campaign.id}:{her.partition(':')[2]}",
        subject=her,
        occurred_at=here.now(),
        data={"campaign": campaign.id, "kind": "heat"},
    )
    with here.database.write() as uow:
        assert signals.record(uow, again_) is None
        signals.record_all(uow, [again_])
    here.wait(HOUR)
    assert counted(here, campaign) == {CheckinState.FINE: 1}
    assert here.templates(her).count("checkin.ask.heat") == 1


def test_a_campaign_that_is_not_on_record_is_an_error(here: Neighbourhood) -> None:
    her = here.resident(tier=Tier.LOW)
    here.settle()
    here.record(her, SignalKind.CAMPAIGN, campaign="nowhere")
    here.settle()
    with here.database.read() as uow:
        assert signals.quarantined(uow) == 1
        assert campaign_by_id(uow, "nowhere") is None
    assert here.open_tasks(her) == []  # it says nothing of her: an engineer looks


def test_nobody_in_the_scope_ends_at_once(everywhere: Neighbourhood) -> None:
    here = everywhere
    here.wait_until(THREE)
    campaign = start(here, districts=BY_CODE)
    here.settle()
    with here.database.read() as uow:
        (known,) = campaigns_since(uow, THREE)
        assert (known.residents, known.walked_to, known.walked_at) == (0, None, THREE)
        assert tallies(uow, [campaign.id]) == []
        assert tallies(uow, []) == []


# Pages and crashes


def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaigns, "PAGE", 2)


def told(here: Neighbourhood, whom: Iterable[Ref]) -> list[int]:
    """How often each was told of a campaign."""
    with here.database.read() as uow:
        return [len(of_subject(uow, one, [SignalKind.CAMPAIGN], TUESDAY)) for one in whom]


@pytest.mark.parametrize("point", [BEFORE_COMMIT, AFTER_COMMIT])
@pytest.mark.parametrize("dies_at_page", [0, 1, 2])
def test_a_crash_between_pages_loses_nobody_and_asks_nobody_twice(
    again: Rebuilt, point: str, dies_at_page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    here = again.here
    people = [here.resident(tier=Tier.LOW) for _ in range(5)]
    afternoon(here, *people)
    campaign = start(here)
    for _ in range(dies_at_page):
        here.settle()
        here.clock.set(here.now() + campaigns.PAUSE)
    assert sum(told(here, people)) == 2 * dies_at_page
    again.dies(DiesAt(point))
    came = 2 * dies_at_page + (2 if point == AFTER_COMMIT else 0)
    assert sum(told(here, people)) == min(came, 5)
    here.wait(2 * HOUR)
    assert told(here, people) == [1] * 5
    assert counted(here, campaign) == {CheckinState.ASKING: 5}
    assert [here.templates(one).count("checkin.ask.heat") for one in people] == [1] * 5


def test_a_page_is_one_transaction_and_others_come_between(
    everywhere: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    here = everywhere
    people = [here.resident(tier=Tier.LOW) for _ in range(4)]
    afternoon(here, *people)
    one, two = start(here), start(here, CampaignKind.TYPHOON)
    came = []
    for _ in range(6):
        here.dispatch.run()
        came.append(sum(told(here, people)))
        here.clock.set(here.now() + campaigns.PAUSE)
    assert came == [2, 4, 6, 8, 8, 8]  # in turn; the last page of each finds nobody
    here.wait(2 * HOUR)
    found = [counted(here, each) for each in (one, two)]  # begun at once: either may come first
    assert {CheckinState.ASKING: 4} in found
    assert {Spared.BEING_ASKED: 4} in found


def test_a_campaign_that_nobody_walks_is_found_late(here: Neighbourhood) -> None:
    here.resident(tier=Tier.LOW)
    here.wait_until(THREE)
    start(here)
    later = THREE + 10 * MINUTE
    with here.database.read() as uow:
        assert overdue(uow, later, timedelta(minutes=5)) == 1
    here.settle()
    with here.database.read() as uow:
        assert overdue(uow, later, timedelta(minutes=5)) == 0
