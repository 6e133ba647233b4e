"""What a helper's printed week shows, and what it never does."""

from datetime import timedelta

import pytest

from checkins import policy
from reports import rounds
from residents import service as residents
from residents.model import Device, UnknownPersonError
from tests.runtime.neighbourhood import CITY, Neighbourhood
from tests.tasks.work import EVERYBODY, a_visit


def page_of(here: Neighbourhood, helper: str) -> str:
    with here.database.read() as uow:
        stops = rounds.stops(uow, helper, policy.shipped(), here.calendar)
        return rounds.printed(CITY, residents.helper(uow, helper), stops, uow.now)


def test_it_shows_codes_and_times_and_neither_names_nor_reasons(here: Neighbourhood) -> None:
    her, helper = here.resident(), here.helper()
    here.wait(timedelta(hours=1))
    task = a_visit(here, her, EVERYBODY, urgency="danger")
    here.answers(helper, "a", task)
    here.settle()
    page = page_of(here, helper)
    with here.database.read() as uow:
        resident = residents.resident(uow, her)
    for shown in (task.code, "안부 방문", "지좌동", "오전 10:00", CITY.phone):
        assert shown in page
    for hidden in (resident.name, resident.address, resident.phones[0].shown, "위험", "danger"):
        assert hidden not in page


def test_visits_for_which_a_plan_names_her_stand_in_it(here: Neighbourhood) -> None:
    helper = here.helper()
    her = here.resident()
    with here.database.write() as uow:
        residents.set_telegram_chat(uow, her, None)
        residents.change_resident(uow, her, named_checker=helper, devices=frozenset({Device.NONE}))
    here.settle()
    with here.database.read() as uow:
        stops = rounds.stops(uow, helper, policy.shipped(), here.calendar)
    assert stops
    assert {one.kind for one in stops} == {"person_check"}
    assert all(here.now() < one.at < here.now() + rounds.WEEK for one in stops)
    assert [one.at for one in stops] == sorted(one.at for one in stops)


def test_a_week_without_work_says_so(here: Neighbourhood) -> None:
    assert "이번 주에 부탁드린 일이 없습니다." in page_of(here, here.helper())


def test_nobody_unknown_has_a_round(here: Neighbourhood) -> None:
    with pytest.raises(UnknownPersonError):
        page_of(here, "helper:nobody")
