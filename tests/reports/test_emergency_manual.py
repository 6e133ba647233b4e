"""The emergency manual: two sheets a situation, in the words of the buttons, for each 읍면동."""

import re
from http import HTTPStatus
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from admin_api.pages.manual import router
from escalation.manual import OF_REASON, Situation, situation_of
from escalation.model import DISCREET, Reason
from escalation.rules import SILENCE
from foundation.city import City
from locales.model import Language
from locales.texts import say
from reports.manual import manual
from residents.districts import DISTRICTS, named
from runtime.cli import app

CITY = City("김천시", ZoneInfo("Asia/Seoul"), "054-420-6114")
JIJWA = named("지좌동")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def sheets(situation: Situation) -> list[str]:
    return re.findall(r"<section>(.*?)</section>", manual(CITY, JIJWA, (situation,)), re.DOTALL)


@pytest.mark.parametrize("situation", Situation)
def test_a_situation_has_two_sheets_of_one_name(situation: Situation) -> None:
    first, second = (re.search("<h1>(.*?)</h1>", one) for one in sheets(situation))
    assert first is not None
    assert second is not None
    assert second[1] == f"{first[1]} (둘째 장)"


@pytest.mark.parametrize("situation", Situation)
def test_nothing_is_left_to_fill_in_but_by_hand(situation: Situation) -> None:
    text = "".join(sheets(situation))
    assert not re.search("[{}]", text)
    assert "<li>" in text
    assert text.count(CITY.phone) >= 2
    assert "지좌동" in text


def test_the_whole_has_every_situation_once() -> None:
    assert manual(CITY, JIJWA).count("<section>") == 2 * len(Situation)


def test_the_results_are_called_as_on_the_buttons() -> None:
    text = "".join(sheets(Situation.NO_SIGN))
    for result in ("well", "spoken", "elsewhere", "away", "no_answer", "needs_help", "danger"):
        assert say(f"button.result.{result}", Language.ko) in text


def test_nobody_but_119_and_112_opens_a_door_and_we_ring_ourselves() -> None:
    assert "119와 112만" in "".join(sheets(Situation.NO_SIGN))
    for situation in (Situation.FALLEN_OR_ILL, Situation.FIRE_OR_GAS, Situation.FOUND_DEAD):
        assert "119" in sheets(situation)[0]


def test_what_has_no_page_of_its_own_is_a_silence_or_the_offices_work() -> None:
    assert set(Reason) - set(OF_REASON) == {
        *SILENCE,
        Reason.SILENT_VISIT,
        Reason.SECOND_SILENT_VISIT,
        Reason.OFFICE_TASK_UNANSWERED,
        Reason.CONTACT_WORRIED,
        Reason.RAISED_BY_OFFICER,
        Reason.ALIVE_SINCE,
    }


def test_the_gravest_reason_chooses_the_page() -> None:
    both = [Reason.MISSED_CHECKIN, Reason.ASKED_FOR_HELP, Reason.URGENT_SELF_HARM]
    assert situation_of(both) is Situation.WISH_TO_DIE
    assert {OF_REASON[one] for one in DISCREET} == {Situation.WISH_TO_DIE, Situation.VIOLENCE}
    assert situation_of([Reason.MISSED_CHECKIN, Reason.PLUG_QUIET]) is Situation.NO_SIGN


def test_the_command_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "manual.html"
    told = CliRunner().invoke(app, ["manual", "지좌동", "--out", str(file)])
    assert told.exit_code == 0, told.output
    assert "긴급 안내서 · 지좌동" in file.read_text(encoding="utf-8")


def test_an_unknown_district_and_an_unwritable_file_are_refused(tmp_path: Path) -> None:
    for arguments in (["없는동"], ["지좌동", "--out", str(tmp_path)]):
        told = CliRunner().invoke(app, ["manual", *arguments])
        assert told.exit_code == 2
        assert told.output.strip()


@pytest.mark.anyio
async def test_its_pages_are_served_and_nothing_else_is() -> None:
    website = FastAPI()
    website.include_router(router(CITY))
    transport = httpx.ASGITransport(website)
    async with httpx.AsyncClient(transport=transport, base_url="http://anbu.test") as client:
        for one in DISTRICTS:
            answer = await client.get(f"/manual/{one.code}/1-no-sign")
            assert answer.status_code == HTTPStatus.OK
            assert one.ko in answer.text
        whole = await client.get("/manual/jijwa-dong")
        unknown = [await client.get(f"/manual/{path}") for path in ("nowhere", "nowhere/1-no-sign")]
        other = await client.get("/manual/jijwa-dong/9-other")
    assert whole.text.count("<section>") == 2 * len(Situation)
    assert {one.status_code for one in unknown} == {HTTPStatus.NOT_FOUND}
    assert {one.text for one in unknown} == {say("manual.unknown", Language.ko)}
    assert other.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
