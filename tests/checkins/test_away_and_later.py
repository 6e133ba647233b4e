"""She is away, she is back, she has no time now."""

from datetime import datetime, timedelta

import pytest

from checkins.model import Checkin, CheckinState, Occasion, Rung
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, NewAbsence
from signals.model import Meaning, Ref, SignalKind
from tests.runtime.neighbourhood import Neighbourhood

THREE_DAYS = timedelta(days=3)


def says(here: Neighbourhood, her: Ref, meaning: Meaning) -> None:
    here.record(
        her, SignalKind.SAID,
        meaning=meaning, cause=None, channel="telegram", form="words", checkin=None,
    )  # fmt: skip
    here.settle()


def is_away(here: Neighbourhood, her: Ref) -> bool:
    with here.database.read() as uow:
        return residents.is_away(uow, her)


def goes(here: Neighbourhood, her: Ref, until: datetime) -> str:
    """An officer notes that she travels."""
    with here.database.write() as uow:
        new = NewAbsence(AbsenceKind.TRAVEL, AbsenceSource.OFFICER, uow.now, until, "staff:1")
        return residents.add_absence(uow, her, new).id


def local_hour(here: Neighbourhood, at: datetime) -> int:
    return here.calendar.local(at).hour


def reminders(checkin: Checkin) -> list[datetime]:
    return [step.at for step in checkin.steps if step.rung is Rung.REMINDER]


def test_who_says_that_she_is_away_is_left_alone_for_three_days_and_then_asked(
    here: Neighbourhood,
) -> None:
    her = here.resident()
    asked = here.asked(her)
    said_at = here.now()
    says(here, her, Meaning.ABSENT)
    assert here.checkin(her).state is CheckinState.ABSENT
    assert is_away(here, her)
    assert here.templates(her)[-2:] == ["checkin.answered.absent", "reply.absent"]
    here.wait_until(said_at + THREE_DAYS - timedelta(minutes=1))
    assert here.checkin(her).id == asked.id
    again = here.asked(her)
    assert again.occasion is Occasion.RETURN
    assert again.slot_at >= said_at + THREE_DAYS
    assert "checkin.ask.return" in here.templates(her)
    here.presses(her, "f")
    here.settle()
    assert here.checkin(her).state is CheckinState.FINE
    assert here.asked(her).occasion is Occasion.PLANNED


def test_silence_after_an_absence_counts_like_any_other(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    goes(here, her, here.now() + timedelta(hours=30))
    here.wait_until(here.asked(her).deadline)
    assert here.checkin(her).state is CheckinState.MISSED
    assert here.case(her) is not None


def test_who_is_known_to_be_back_is_asked_as_ever(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    daily = here.slot_of(her)
    absence = goes(here, her, here.now() + timedelta(days=10))
    here.settle()
    assert here.slot_of(her) > here.now() + timedelta(days=9)
    here.wait(timedelta(days=2))
    with here.database.write() as uow:
        residents.end_absence(uow, absence, "staff:1")
    here.settle()
    assert here.slot_of(her) - daily in {timedelta(days=2), timedelta(days=3)}
    assert here.asked(her).occasion is Occasion.PLANNED


def test_an_absence_that_ends_at_night_is_asked_about_in_the_morning(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    midnight = here.calendar.local(here.now()).replace(hour=23, minute=30) + timedelta(days=1)
    goes(here, her, midnight)
    here.wait_until(midnight + timedelta(hours=1))
    here.writes(her, "아무 말")
    here.wait(timedelta(hours=2))
    slot = here.slot_of(her)
    assert local_hour(here, slot) == 9
    here.wait_until(slot)
    assert here.checkin(her).occasion is Occasion.RETURN


@pytest.mark.parametrize(("alone", "occasions"), [(True, [Occasion.RETURN]), (False, [])])
def test_a_home_in_use_while_she_is_away_is_asked_about_once(
    here: Neighbourhood, alone: bool, occasions: list[Occasion]
) -> None:
    her = here.resident()
    here.settle()
    goes(here, her, here.now() + timedelta(days=10))
    for _ in range(3):
        here.wait(timedelta(hours=3))
        here.record(her, SignalKind.PLUG_ACTIVE, alone=alone, household="household:1", device="1")
        here.settle()
    asked = [name for name in here.templates(her) if name == "checkin.ask.return"]
    assert len(asked) == len(occasions)
    if occasions:
        here.presses(her, "f")
        here.settle()
        assert not is_away(here, her)


def test_who_has_no_time_is_asked_two_hours_later_and_only_once_more(here: Neighbourhood) -> None:
    her = here.resident()
    here.asked(her)
    said_at = here.now()
    says(here, her, Meaning.LATER)
    put_off = here.checkin(her)
    assert put_off.is_open
    assert reminders(put_off) == [said_at + timedelta(hours=2)]
    assert here.templates(her)[-1] == "reply.later"
    here.wait_until(said_at + timedelta(hours=2))
    assert here.templates(her, "sent")[-1] == "checkin.remind"
    says(here, her, Meaning.LATER)
    assert here.checkin(her).state is CheckinState.CLARIFYING


def test_who_has_no_time_and_then_stays_silent_is_missed(here: Neighbourhood) -> None:
    her = here.resident()
    here.asked(her)
    says(here, her, Meaning.LATER)
    put_off = here.checkin(her)
    here.wait_until(put_off.deadline)
    assert here.checkin(her).state is CheckinState.MISSED


def test_later_without_a_question_asks_what_is_meant(here: Neighbourhood) -> None:
    her = here.resident()
    here.settle()
    says(here, her, Meaning.LATER)
    assert here.checkin(her).state is CheckinState.CLARIFYING


def test_somebody_else_who_writes_is_thanked_and_a_person_looks(here: Neighbourhood) -> None:
    officer = here.staff()
    her = here.resident()
    here.asked(her)
    says(here, her, Meaning.WRONG_PERSON)
    assert here.checkin(her).state is CheckinState.UNCLEAR
    assert "reply.wrong_person" in here.templates(her)
    here.wait(timedelta(minutes=5))
    assert here.templates(officer)


def test_who_is_taken_to_hospital_while_she_is_asked_is_let_be(here: Neighbourhood) -> None:
    her = here.resident()
    asked = here.asked(her)
    with here.database.write() as uow:
        new = NewAbsence(AbsenceKind.HOSPITAL, AbsenceSource.OFFICER, uow.now, None, "staff:1")
        residents.add_absence(uow, her, new)
    here.wait_until(asked.deadline + timedelta(hours=1))
    assert here.checkin(her).state is CheckinState.WITHDRAWN
    assert "checkin.remind" not in here.templates(her, "sent")
    assert here.case(her) is None
