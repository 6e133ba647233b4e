"""The installer's page in a real Chromium, on a small telephone that runs no script."""

import pytest

from foundation.clock import RealClock
from locales.model import Language
from locales.texts import say
from plugs import service
from plugs.ear import Ear
from plugs.model import Appliance, Device, Family, Message, NewDevice, Room
from plugs.service import installing
from tests.browser.chromium import NARROW, Chromium
from tests.browser.test_everybody_can_use_the_answer_page import (
    CUT_OFF,
    SMALL_LETTERS,
    TOO_SMALL,
)
from tests.browser.website import Website
from tests.support.gimcheon import GIMCHEON

KO = Language.ko
RENEWS_ITSELF = "violations: meta-refresh:"
"""What comes from a plug now is what the page is for: WCAG 2.2.1 excepts events in real time."""


@pytest.fixture
def plug(site: Website) -> Device:
    home = f"household:{site.resident().household_id}"
    with site.database.write() as uow:
        topic = f"plug-{uow.ids.new()}"
        new = NewDevice(Family.TASMOTA, topic, home, Appliance.KETTLE, Room.KITCHEN)
        return service.add_device(uow, new)


def test_it_is_opened_by_a_press_and_shows_what_arrives(
    site: Website, browser: Chromium, plug: Device
) -> None:
    browser.reads("ko")
    with site.database.write() as uow:
        url = installing.issue_page(uow, plug.id, site.url)
    with browser.without_scripts():
        browser.opens(url)
        browser.presses("button")
    assert browser.heading == say("page.plug.title", KO)
    assert browser.text("[role=status]") == say("page.plug.not_yet", KO)
    said = Message(f"tele/{plug.topic}/SENSOR", b'{"ENERGY":{"Power":1234}}', RealClock().now())
    Ear(site.database, GIMCHEON, lambda: None).handle([said])
    with browser.without_scripts():
        browser.opens(url)
    assert browser.text("[role=status]") == say("page.plug.arrives", KO)
    assert "1,234 W" in browser.text("main")
    assert [one for one in browser.axe() if not one.startswith(RENEWS_ITSELF)] == []
    browser.looks_as(*NARROW)
    for wrong in (TOO_SMALL, SMALL_LETTERS, CUT_OFF):
        assert browser.asks(wrong) == []
    assert browser.complaints() == []
