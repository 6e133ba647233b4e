"""The answer page in a real Chromium, for old eyes, slow hands and every language (WCAG 2.2 AA)."""

from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.keys import Keys

from locales.model import Language
from locales.texts import say
from messaging.render.buttons import Verb
from tests.browser.chromium import NARROW, PHONE, Chromium
from tests.browser.states import FIELD, FINE, HELP, SEND, STATES
from tests.browser.website import PHONE as CITY_PHONE
from tests.browser.website import Website

everywhere = pytest.mark.parametrize("state", STATES)
for_everybody = pytest.mark.parametrize("language", list(Language))

TOO_SMALL = """
return [...document.querySelectorAll('button, a, textarea')]
  .map(one => [one.outerHTML, one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44).map(([html]) => html)
"""
SMALL_LETTERS = """
return [...document.querySelectorAll('body *')]
  .filter(one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < 18).map(one => one.outerHTML)
"""
CUT_OFF = """
const root = document.documentElement;
return [...document.querySelectorAll('html, body *')]
  .filter(one => one.localName !== 'textarea')
  .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline'
    || one.getBoundingClientRect().right > root.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 200))
"""
SPACED = """
for (const one of document.querySelectorAll('body *'))
  for (const [name, value] of [['line-height', '1.5'], ['letter-spacing', '0.12em'],
      ['word-spacing', '0.16em'], ['margin-bottom', '2em']])
    one.style.setProperty(name, value, 'important')
"""
OUTLINE = """
const style = getComputedStyle(document.activeElement);
return [style.outlineStyle, parseFloat(style.outlineWidth)]
"""
MOVING = """
return [...document.querySelectorAll('*')].map(one => getComputedStyle(one))
  .filter(one => one.animationName !== 'none' || parseFloat(one.transitionDuration) > 0).length
"""


# ----------------------------------------------------------------------------- every state


@everywhere
@for_everybody
def test_axe_finds_nothing_by_day_and_in_the_dark(
    site: Website, browser: Chromium, state: str, language: Language
) -> None:
    STATES[state](site, browser, site.resident(language))
    assert browser.axe() == []
    browser.prefers(prefers_color_scheme="dark")
    assert browser.asks("return getComputedStyle(document.body).backgroundColor") != (
        "rgb(255, 255, 255)"
    )
    assert browser.axe() == []


@everywhere
@for_everybody
def test_it_is_large_and_in_her_language(
    site: Website, browser: Chromium, state: str, language: Language
) -> None:
    STATES[state](site, browser, site.resident(language))
    assert browser.asks("return document.documentElement.lang") == language.replace("_", "-")
    assert browser.driver.title == say("page.answer.title", language)
    assert browser.asks(TOO_SMALL) == []
    assert browser.asks(SMALL_LETTERS) == []
    assert browser.text("a[href='tel:0544206114']") == CITY_PHONE
    assert browser.count("button.fine, button.help, button.call") <= 3


@everywhere
@for_everybody
def test_nothing_runs_out_of_a_narrow_screen_at_two_hundred_percent(
    site: Website, browser: Chromium, state: str, language: Language
) -> None:
    browser.looks_as(*NARROW, zoom=2)
    STATES[state](site, browser, site.resident(language))
    assert browser.asks("return window.innerWidth") == NARROW[0]
    assert browser.asks(CUT_OFF) == []
    browser.asks(SPACED)
    assert browser.asks(CUT_OFF) == []


@everywhere
def test_nothing_moves_waits_or_is_fetched(site: Website, browser: Chromium, state: str) -> None:
    STATES[state](site, browser, site.resident())
    assert browser.asks(MOVING) == 0
    assert browser.count("script, iframe, img, link, meta[http-equiv]") == 0
    assert browser.asks("return document.cookie + localStorage.length") == "0"
    hosts = {urlsplit(one).netloc for one in browser.requests() if one.startswith("http")}
    assert hosts == {urlsplit(site.url).netloc}
    expected = {"wrong token": "404", "error": "503"}.get(state)
    assert [one for one in browser.complaints() if expected is None or expected not in one] == []


# ------------------------------------------------------------------------- by keyboard alone


def test_the_tabulator_walks_from_the_question_to_the_end(site: Website, browser: Chromium) -> None:
    browser.opens(site.page(site.resident()))
    walked: list[str] = []
    while len(walked) < 20 and (one := browser.tab()) != "body":
        walked.append(one)
        style, width = browser.asks(OUTLINE)
        assert (style, width >= 4) == ("solid", True), one
    assert walked == ["fine", "help", "call", "words", "send", "a", "quiet"]


@pytest.mark.parametrize("key", [Keys.ENTER, Keys.SPACE])
def test_a_button_is_pressed_with_enter_or_space(
    site: Website, browser: Chromium, key: str
) -> None:
    her = site.resident()
    browser.opens(site.page(her))
    browser.tab()
    assert browser.tab() == "help"
    browser.submits_with(key)
    (reply,) = site.replies(her)
    assert reply.data["verb"] == Verb.HELP


def test_words_are_written_and_sent_by_keyboard(site: Website, browser: Chromium) -> None:
    her = site.resident()
    browser.opens(site.page(her))
    while browser.tab() != "words":
        pass
    browser.key("잘 지내고 있어요")
    browser.tab()
    browser.submits_with(Keys.ENTER)
    assert browser.heading == say("page.answer.thanks.fine", Language.ko)
    (reply,) = site.replies(her)
    assert reply.words == "잘 지내고 있어요"


# ------------------------------------------------------------------------------ without scripts


@pytest.mark.parametrize("button", [FINE, HELP])
def test_it_works_where_scripts_are_switched_off(
    site: Website, browser: Chromium, button: str
) -> None:
    her = site.resident()
    with browser.without_scripts():
        browser.opens(site.page(her))
        browser.presses(button)
        assert browser.count("h1") == 1
    assert len(site.replies(her)) == 1


def test_scripts_really_are_switched_off(site: Website, browser: Chromium) -> None:
    planted = "data:text/html,<title>quiet</title><script>document.title = 'ran'</script>"
    browser.opens(planted)
    assert browser.driver.title == "ran"
    with browser.without_scripts():
        browser.opens(planted)
        assert browser.driver.title == "quiet"


def test_an_empty_field_says_what_to_do_and_is_named_by_it(
    site: Website, browser: Chromium
) -> None:
    browser.opens(site.page(site.resident()))
    browser.presses(SEND)
    assert browser.text("[role=alert]") == say("page.answer.words.none", Language.ko)
    described = browser.asks(
        "const field = document.querySelector('textarea');"
        "return document.getElementById(field.getAttribute('aria-describedby')).textContent"
    )
    assert described == say("page.answer.words.none", Language.ko)
    assert browser.focused() == "words"
    assert browser.asks("return document.querySelector('textarea').labels.length") == 1


def test_on_a_telephone_the_three_buttons_are_seen_without_scrolling(
    site: Website, browser: Chromium
) -> None:
    for language in Language:
        browser.opens(site.page(site.resident(language)))
        bottom = browser.asks(
            "return document.querySelector('button.call').getBoundingClientRect().bottom"
        )
        assert bottom <= PHONE[1], language


# -------------------------------------------------------------------- the tests can fail


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('label').remove()", "label"),
        ("document.querySelector('h1').style.color = '#8a8a8a'", "color-contrast-enhanced"),
        ("document.querySelector('.quiet').textContent = ''", "button-name"),
    ],
)
def test_axe_finds_a_planted_fault(site: Website, browser: Chromium, fault: str, rule: str) -> None:
    browser.opens(site.page(site.resident()))
    browser.asks(fault)
    assert any(rule in line for line in browser.axe())


@pytest.mark.parametrize(
    ("fault", "look"),
    [
        ("document.querySelector('.fine').style.minWidth = '400px'", CUT_OFF),
        ("document.querySelector('.quiet').style.cssText = 'min-height:0;padding:0'", TOO_SMALL),
        ("document.querySelector('.city').style.fontSize = '12px'", SMALL_LETTERS),
    ],
)
def test_our_own_looks_find_a_planted_fault(
    site: Website, browser: Chromium, fault: str, look: str
) -> None:
    browser.opens(site.page(site.resident()))
    assert browser.asks(look) == []
    browser.asks(fault)
    assert len(browser.asks(look)) > 0
    assert browser.count(FIELD) == 1
