"""From the first lesson to a real answer: texts with a link, opened in a real browser."""

from datetime import timedelta

import pytest

from checkins.model import CheckinState, Occasion
from checkins.service import practise
from foundation.seams import QUIET
from locales.model import Language
from locales.texts import say
from messaging.channel import Sms
from messaging.postmark import Postmark
from messaging.sender import Sender
from phone.links import page_url
from residents import service as residents
from residents.model import ChannelName, Device, Ref
from tests.browser.chromium import Chromium
from tests.browser.states import FIELD, FINE, HELP, SEND
from tests.browser.website import Website
from tests.runtime.neighbourhood import CITY, FakeChannel, Neighbourhood

NOTICE_AFTER = timedelta(minutes=75)


class Lesson:
    """A worker and telephones beside the website, on the same database."""

    def __init__(self, site: Website, language: Language) -> None:
        self.texts = FakeChannel(ChannelName.SMS)
        channels = {ChannelName.SMS: self.texts, ChannelName.CALL: FakeChannel(ChannelName.CALL)}
        self.here = Neighbourhood(site.database, site.clock, channels=channels)
        postmark = Postmark(
            CITY,
            lambda _uow, _page: "",
            lambda uow, checkin: page_url(uow, site.url, checkin),
        )
        self.here.sender = Sender(
            site.database, channels, dict.fromkeys(channels, 1000), postmark,
            seams=QUIET, concurrency=1,
        )  # fmt: skip
        self.her: Ref = self.here.resident(telegram=False, language=language)

    def practises(self) -> None:
        self.here.settle()
        with self.here.database.write() as uow:
            practise(uow, self.here.means, self.her, ChannelName.SMS)
        self.here.settle()

    def worker_looks(self) -> None:
        """The website lives in real time: a minute later its facts are of the past."""
        self.here.wait(timedelta(minutes=1))

    @property
    def link(self) -> str:
        """In the last text she was sent."""
        _, text = self.texts.sent[-1]
        assert isinstance(text, Sms)
        return text.text.splitlines()[-1]

    @property
    def devices(self) -> frozenset[Device]:
        with self.here.database.read() as uow:
            return residents.outline(uow, self.her).devices


@pytest.mark.parametrize("language", list(Language))
def test_who_practised_is_asked_by_link_and_is_heard(
    village: Website, browser: Chromium, language: Language
) -> None:
    lesson = Lesson(village, language)
    here, her = lesson.here, lesson.her
    with browser.without_scripts():
        lesson.practises()
        browser.opens(lesson.link)
        assert browser.heading == say("page.answer.practice", language)
        browser.presses(HELP)
        assert browser.heading == say("reply.practised", language)
        lesson.worker_looks()
        assert here.case(her) is None
        assert Device.PRACTISED_LINKS in lesson.devices

        asked = here.asked(her)
        assert asked.occasion is Occasion.PLANNED
        here.wait_until(asked.slot_at + NOTICE_AFTER)
        browser.opens(lesson.link)
        assert browser.heading == say("page.answer.question", language)
        browser.presses(FINE)
        assert browser.heading == say("page.answer.thanks.fine", language)
        lesson.worker_looks()
        assert here.checkin(her).state is CheckinState.FINE
        assert here.case(her) is None

        browser.opens(lesson.link)
        assert browser.heading == say("page.answer.already", language)
        assert browser.count(HELP) == 1


def test_her_own_words_on_the_page_bring_a_person(village: Website, browser: Chromium) -> None:
    lesson = Lesson(village, Language.ko)
    here, her = lesson.here, lesson.her
    lesson.practises()
    browser.opens(lesson.link)
    browser.presses(FINE)
    lesson.worker_looks()
    asked = here.asked(her)
    here.wait_until(asked.slot_at + NOTICE_AFTER)
    browser.opens(lesson.link)
    browser.types(FIELD, "화장실에서 넘어져서 못 일어나겠어요")
    browser.presses(SEND)
    assert browser.heading == say("reply.urgent.fall", Language.ko)
    assert browser.count("a[href='tel:119']") == 1
    lesson.worker_looks()
    assert here.open_case(her).known.cause == "fall"
    assert here.checkin(her).state is CheckinState.HELP
