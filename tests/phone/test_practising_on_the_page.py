"""The answer page while she practises: every button is right, and it says so."""

from datetime import timedelta

import pytest

from checkins.model import CheckinState, Occasion
from locales.model import Language
from locales.texts import say
from tests.phone.answer_web import CALL_ME, FINE, HELP, Page, Web
from tests.phone.phone_world import only

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("language", list(Language))
async def test_a_practice_says_that_it_is_one(web: Web, language: Language) -> None:
    web.checkin(web.world.resident(language=language), occasion=Occasion.PRACTICE)
    page = Page((await web.look()).text)
    assert page.headings == [say("page.answer.practice", language)]
    assert set(page.buttons) == {FINE, HELP, CALL_ME}
    assert "textarea" not in page.tags


@pytest.mark.parametrize("choice", [FINE, HELP, CALL_ME])
async def test_every_button_of_a_practice_is_right_and_says_nothing_of_her(
    web: Web, choice: str
) -> None:
    web.checkin(web.world.resident(), occasion=Occasion.PRACTICE)
    page = Page((await web.press(choice)).text)
    assert page.headings == [say("reply.practised", Language.ko)]
    assert only(web.world.replies())["verb"] == "p"


async def test_after_a_practice_the_page_shows_that_it_is_done(web: Web) -> None:
    now = web.world.clock.now()
    web.checkin(web.world.resident(), occasion=Occasion.PRACTICE, state=CheckinState.FINE,
                answered_at=now)  # fmt: skip
    page = Page((await web.look()).text)
    assert (page.headings, page.buttons) == ([say("reply.practised", Language.ko)], {})


@pytest.mark.parametrize("answered", [False, True])
async def test_when_the_practice_is_over_help_is_meant(web: Web, answered: bool) -> None:
    changes = {"state": CheckinState.FINE, "answered_at": web.world.clock.now()}
    unanswered = {"state": CheckinState.MISSED}
    practice = web.checkin(
        web.world.resident(), occasion=Occasion.PRACTICE, **(changes if answered else unanswered)
    )
    web.world.clock.set(practice.deadline + timedelta(seconds=1))
    assert set(Page((await web.look()).text).buttons) == ({HELP, CALL_ME} if answered else set())
    page = Page((await web.press(HELP)).text)
    assert "담당자가 전화드립니다" in only(page.headings)
    assert only(web.world.replies())["verb"] == "h"


async def test_help_that_was_practised_is_meant_the_next_day(web: Web) -> None:
    practice = web.checkin(web.world.resident(), occasion=Occasion.PRACTICE)
    await web.press(HELP)
    web.world.clock.set(practice.deadline + timedelta(hours=20))
    page = Page((await web.press(HELP)).text)
    assert "담당자가 전화드립니다" in only(page.headings)
    assert [reply["verb"] for reply in web.world.replies()] == ["p", "h"]
