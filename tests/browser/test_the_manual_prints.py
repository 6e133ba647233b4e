"""The emergency manual fits on two sheets of A4 a situation, as Chromium prints it."""

import base64
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from selenium.webdriver.common.print_page_options import PrintOptions

from escalation.manual import Situation
from foundation.city import City
from reports.manual import manual
from residents.districts import DISTRICTS
from tests.browser.chromium import Chromium

CITY = City("김천시", ZoneInfo("Asia/Seoul"), "054-420-6114")
LONGEST = max(DISTRICTS, key=lambda one: len(one.ko))


def printed(browser: Chromium, file: Path) -> int:
    """How many sheets come out."""
    browser.opens(file.as_uri())
    paper = PrintOptions()
    paper.page_width, paper.page_height = 21.0, 29.7
    pdf = base64.b64decode(browser.driver.print_page(paper))
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("situation", Situation)
def test_a_situation_is_two_sheets(browser: Chromium, tmp_path: Path, situation: Situation) -> None:
    file = tmp_path / "manual.html"
    file.write_text(manual(CITY, LONGEST, (situation,)), encoding="utf-8")
    assert printed(browser, file) == 2
