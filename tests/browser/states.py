"""Every state of the answer page, as a resident comes to it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeAlias

from checkins.model import CheckinState, Occasion
from locales.model import Language
from residents.model import Resident
from tests.browser.chromium import Chromium
from tests.browser.website import Website

Coming: TypeAlias = Callable[[Website, Chromium, Resident], None]

FINE, HELP, CALL_ME, OTHER = "button.fine", "button.help", "button.call", "button.quiet"
FIELD, SEND = "textarea", "button.send"

UNCLEAR = {
    Language.ko: "며느리가 냉장고를 바꿨어",
    Language.en: "the fridge was blue",
    Language.vi: "cái tủ lạnh màu xanh",
    Language.zh_Hans: "冰箱是蓝色的",
}
FALLEN = {
    Language.ko: "화장실에서 넘어졌어요",
    Language.en: "I fell down",
    Language.vi: "Tôi bị ngã",
    Language.zh_Hans: "我摔倒了",
}
DESPAIR = {
    Language.ko: "죽고 싶어요",
    Language.en: "I want to die",
    Language.vi: "Tôi muốn chết",
    Language.zh_Hans: "我不想活了",
}


def _opened(**changes: object) -> Coming:
    def come(site: Website, browser: Chromium, her: Resident) -> None:
        moments = {
            name: site.clock.now() + value if isinstance(value, timedelta) else value
            for name, value in changes.items()
        }
        browser.opens(site.page(her, **moments))

    return come


def _pressed(css: str, **changes: object) -> Coming:
    def come(site: Website, browser: Chromium, her: Resident) -> None:
        _opened(**changes)(site, browser, her)
        browser.presses(css)

    return come


def _written(words: Mapping[Language, str]) -> Coming:
    def come(site: Website, browser: Chromium, her: Resident) -> None:
        browser.opens(site.page(her))
        browser.types(FIELD, words[her.language])
        browser.presses(SEND)

    return come


def _wrong_token(site: Website, browser: Chromium, her: Resident) -> None:
    browser.reads(her.language.replace("_", "-"))
    browser.opens(f"{site.url}/a/{'0' * 16}")


def _broken(site: Website, browser: Chromium, her: Resident) -> None:
    url = site.page(her)
    browser.reads(her.language.replace("_", "-"))
    with site.broken():
        browser.opens(url)


NOW = timedelta()
STATES: Mapping[str, Coming] = {
    "question": _opened(),
    "fine": _pressed(FINE),
    "help": _pressed(HELP),
    "call me": _pressed(CALL_ME),
    "somebody else": _pressed(OTHER),
    "already answered": _opened(state=CheckinState.FINE, answered_at=NOW),
    "expired": _opened(deadline=-timedelta(days=3)),
    "wrong token": _wrong_token,
    "nothing written": _pressed(SEND),
    "not understood": _written(UNCLEAR),
    "a fall": _written(FALLEN),
    "despair": _written(DESPAIR),
    "practice": _opened(occasion=Occasion.PRACTICE),
    "practised": _pressed(FINE, occasion=Occasion.PRACTICE),
    "error": _broken,
}
