"""Seollal and Chuseok: who stays alone, who looks after her, which helpers are in town."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from checkins.festivals import SUBJECT, stay_alone
from messaging.channel import Card
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, NewAbsence, StaffRole, Tier
from signals import agenda
from signals.model import Ref, SignalKind
from tests.runtime.neighbourhood import DISTRICT, SEOUL, Neighbourhood

CHUSEOK = date(2026, 9, 24)
"""A Thursday; with the weekend it lasts until Sunday, the 27th."""


def at(day: int, wall: time = time(10, 0)) -> datetime:
    return datetime.combine(date(2026, 9, day), wall, tzinfo=SEOUL)


@pytest.fixture
def city(here: Neighbourhood) -> Neighbourhood:
    """The evening before officers are told."""
    here.clock.set(at(13, time(20)))
    with here.database.write() as uow:
        agenda.bring_forward(uow, SUBJECT, uow.now)
    here.settle()
    return here


def comes(here: Neighbourhood, moment: datetime) -> None:
    """It is that moment now; whoever was silent meanwhile is not this test's business."""
    here.clock.set(moment)
    here.settle()


def named(here: Neighbourhood, her: Ref, checker: Ref | None) -> None:
    with here.database.write() as uow:
        residents.change_resident(uow, her, named_checker=checker)


def gaps(here: Neighbourhood) -> set[Ref]:
    with here.database.read() as uow:
        festival = here.calendar.festival_from(CHUSEOK)
        found = stay_alone(uow, festival, here.calendar, [DISTRICT])
    return {one.resident.ref for one in found if one.is_gap}


def answers(here: Neighbourhood, helper: Ref, in_town: bool, festival: str = "20260924") -> None:
    here.record(helper, SignalKind.IN_TOWN, festival=festival, in_town=in_town)
    here.settle()


def read_by(here: Neighbourhood, person: Ref) -> list[str]:
    return [one for one in here.templates(person, "sent") if one.startswith("festival.")]


def test_ten_days_before_officers_and_helpers_and_five_days_before_the_leads(
    city: Neighbourhood,
) -> None:
    officer, lead, neighbour = city.staff(), city.staff(StaffRole.LEAD), city.helper()
    city.resident(tier=Tier.LOW)
    comes(city, at(14, time(9, 59)))
    assert read_by(city, officer) == []
    comes(city, at(14))
    assert read_by(city, officer) == ["festival.list"]
    assert read_by(city, neighbour) == ["festival.helper"]
    comes(city, at(18, time(23)))
    assert read_by(city, lead) == []
    comes(city, at(19))
    city.wait(timedelta(minutes=2))  # who works reads one thing a minute
    assert read_by(city, lead) == ["festival.gaps"]
    comes(city, at(29))
    assert [len(read_by(city, one)) for one in (officer, lead, neighbour)] == [1, 1, 1]


def test_an_officer_reads_counts_and_nobody_s_name(city: Neighbourhood) -> None:
    city.staff()
    looked_after, neighbour = city.resident(name="이영자"), city.helper()
    named(city, looked_after, neighbour)
    city.resident()
    comes(city, at(14))
    texts = [card.text for _, card in city.telegram.sent if isinstance(card, Card)]
    [told] = [text for text in texts if "명단" in text]
    assert "혼자 계실 분 2명" in told
    assert "정하지 못한 분이 1명" in told
    assert "9월 24일 (목)~9월 27일 (일)" in told
    assert "이영자" not in told


Change = Callable[[Neighbourhood, Ref], None]


def travels(here: Neighbourhood, her: Ref) -> None:
    with here.database.write() as uow:
        since, until = at(20), at(28)
        new = NewAbsence(AbsenceKind.TRAVEL, AbsenceSource.OFFICER, since, until, "staff:1")
        residents.add_absence(uow, her, new)


def lives_with_others(here: Neighbourhood, her: Ref) -> None:
    with here.database.write() as uow:
        residents.set_others(uow, residents.outline(uow, her).household_id, 1)


def is_low(here: Neighbourhood, her: Ref) -> None:
    with here.database.write() as uow:
        residents.change_resident(uow, her, tier=Tier.LOW)


def has_a_neighbour(here: Neighbourhood, her: Ref) -> None:
    named(here, her, here.helper())


def has_an_officer(here: Neighbourhood, her: Ref) -> None:
    named(here, her, here.staff())


@pytest.mark.parametrize(
    "change", [travels, lives_with_others, is_low, has_a_neighbour, has_an_officer]
)
def test_no_gap_where_nobody_has_to_be_found(city: Neighbourhood, change: Change) -> None:
    her = city.resident(tier=Tier.MEDIUM)
    assert gaps(city) == {her}
    change(city, her)
    assert gaps(city) == set()


def test_a_neighbour_who_leaves_is_a_gap_and_is_asked_for_nothing_meanwhile(
    city: Neighbourhood,
) -> None:
    her, neighbour = city.resident(telegram=False, devices=frozenset()), city.helper()
    other = city.helper()
    named(city, her, neighbour)
    comes(city, at(14, time(11)))
    answers(city, neighbour, in_town=False)
    assert read_by(city, neighbour) == ["festival.helper", "festival.helper.leaves"]
    assert gaps(city) == {her}
    offered = []
    for day in range(22, 28):
        before = city.templates(neighbour).count("task.offer")
        comes(city, at(day, time(11)))
        offered += [day] if city.templates(neighbour).count("task.offer") > before else []
    assert offered == [22, 23]
    with city.database.read() as uow:
        assert not residents.helper(uow, neighbour).is_away(at(28, time(0)))
    assert "task.offer" in city.templates(other)


def test_she_changes_her_mind(city: Neighbourhood) -> None:
    her, neighbour = city.resident(), city.helper()
    named(city, her, neighbour)
    comes(city, at(14, time(11)))
    answers(city, neighbour, in_town=False)
    answers(city, neighbour, in_town=True)
    assert gaps(city) == set()
    assert read_by(city, neighbour)[1:] == ["festival.helper.leaves", "festival.helper.stays"]


@pytest.mark.parametrize("festival", ["20260214", "20260925", "nonsense"])
def test_old_and_foreign_buttons_change_nothing(city: Neighbourhood, festival: str) -> None:
    neighbour = city.helper()
    comes(city, at(14, time(11)))
    answers(city, neighbour, in_town=False, festival=festival)
    with city.database.read() as uow:
        assert residents.helper(uow, neighbour).away_from is None
    assert read_by(city, neighbour) == ["festival.helper"]


def test_a_medium_resident_is_asked_on_the_first_day_and_every_second(
    city: Neighbourhood,
) -> None:
    her = city.resident(tier=Tier.MEDIUM)
    comes(city, at(23, time(20)))
    asked = []
    while (checkin := city.asked(her)).slot_at < at(28, time(0)):
        asked.append(city.calendar.local(checkin.slot_at).day)
        city.presses(her, "f")
        city.settle()
        assert city.now() < at(28) + timedelta(days=7)
    assert asked == [24, 26]


@pytest.mark.parametrize(
    ("rests_until", "then_until", "read"),
    [
        (at(20), at(20), "festival.helper.leaves.again"),
        (at(24, time(0)), at(28, time(0)), "festival.helper.leaves"),
        (at(25), at(28, time(0)), "festival.helper.leaves"),
        (at(30), at(30), "festival.helper.leaves"),
    ],
)
def test_a_rest_that_goes_on_is_not_cut(
    city: Neighbourhood, rests_until: datetime, then_until: datetime, read: str
) -> None:
    neighbour = city.helper()
    comes(city, at(14, time(11)))
    since = city.now() - timedelta(days=1)
    with city.database.write() as uow:
        residents.change_helper(uow, neighbour, away_from=since, away_until=rests_until)
    answers(city, neighbour, in_town=False)
    with city.database.read() as uow:
        her = residents.helper(uow, neighbour)
    assert (her.away_from, her.away_until) == (since, then_until)
    assert read_by(city, neighbour)[-1] == read
