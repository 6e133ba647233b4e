"""Debian's Chromium without a screen, and what axe-core finds in what it shows."""

import importlib.util
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

SWITCHES = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-quic", "--hide-scrollbars"),
)
PHONE = (360, 740)
"""CSS pixels of a common small telephone."""
NARROW = (320, 640)
"""What is left of 640 pixels at 200 %: the width at which WCAG 1.4.10 asks for reflow."""
LOADED_WITHIN = 20.0
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ENHANCED = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
"""Contrast of 7 to 1 (AAA), and a rule that axe-core leaves out when it is not named."""


class Chromium:
    """One browser; every page is looked at as on a telephone unless a test says otherwise."""

    def __init__(self, profile: Path) -> None:
        options = Options()
        options.binary_location = _program("chromium")
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        for switch in (*SWITCHES, f"--user-data-dir={profile}"):
            options.add_argument(switch)
        # With both programs named, Selenium looks for none and fetches none.
        self.driver = webdriver.Chrome(options, Service(_program("chromedriver")))
        self.driver.set_page_load_timeout(LOADED_WITHIN)
        self._agent = str(self.asks("return navigator.userAgent"))
        self._axe = _axe()
        self.looks_as(*PHONE)

    def close(self) -> None:
        self.driver.quit()

    # What the reader has set

    def looks_as(self, width: int, height: int, *, zoom: float = 1) -> None:
        """A screen of so many CSS pixels; `zoom` of them make one on the glass."""
        screen = {"width": width, "height": height, "deviceScaleFactor": zoom, "mobile": True}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)

    def prefers(self, **features: str) -> None:
        """Media features such as `prefers_color_scheme="dark"`; none: as delivered."""
        named = [{"name": k.replace("_", "-"), "value": v} for k, v in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": named})

    def reads(self, language: str) -> None:
        """The language that the telephone is set to."""
        agent = {"userAgent": self._agent, "acceptLanguage": language}
        self.driver.execute_cdp_cmd("Emulation.setUserAgentOverride", agent)

    @contextmanager
    def without_scripts(self) -> Iterator[None]:
        """Pages run no script; Selenium's own still do."""
        switch = "Emulation.setScriptExecutionDisabled"
        self.driver.execute_cdp_cmd(switch, {"value": True})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd(switch, {"value": False})

    # What she does

    def opens(self, url: str) -> None:
        self.driver.get(url)

    def presses(self, css: str) -> None:
        """Press what leads to another page, and wait for that."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        self.driver.find_element(By.CSS_SELECTOR, css).click()
        self._leaves(before)

    def types(self, css: str, words: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, css).send_keys(words)

    def key(self, key: str) -> None:
        """On what has the focus."""
        self.driver.switch_to.active_element.send_keys(key)

    def submits_with(self, key: str) -> None:
        """A key on what has the focus leads to another page."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        self.key(key)
        self._leaves(before)

    def _leaves(self, page: Any) -> None:
        WebDriverWait(self.driver, LOADED_WITHIN).until(lambda driver: _other(driver, page))

    # What she sees

    @property
    def heading(self) -> str:
        """As one text, whatever its lines."""
        return str(self.driver.find_element(By.TAG_NAME, "h1").get_property("textContent")).strip()

    def text(self, css: str) -> str:
        return str(self.driver.find_element(By.CSS_SELECTOR, css).text)

    def count(self, css: str) -> int:
        return len(self.driver.find_elements(By.CSS_SELECTOR, css))

    def asks(self, script: str) -> Any:
        """What a script of the test makes of the page."""
        return self.driver.execute_script(script)

    def focused(self) -> str:
        """What has the focus: its class, else its name or its tag."""
        return str(
            self.asks(
                "const one = document.activeElement;"
                "return one.className || one.getAttribute('name') || one.localName"
            )
        )

    def tab(self) -> str:
        """Press the tabulator; what has the focus then."""
        self.key(Keys.TAB)
        return self.focused()

    def axe(self) -> list[str]:
        """What axe-core finds, and what it cannot decide, as lines with rule and element."""
        self.driver.execute_script(self._axe)
        wanted = {"runOnly": {"type": "tag", "values": WCAG}, "rules": ENHANCED}
        found: Mapping[str, Any] = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, arguments[0]).then(done, error => done({error: String(error)}))",
            wanted,
        )
        assert "error" not in found, found
        assert len(found["passes"]) > 10, "axe-core has hardly looked"
        return [
            f"{kind}: {one['id']}: {node['html']}"
            for kind in ("violations", "incomplete")
            for one in found[kind]
            for node in one["nodes"]
        ]

    def requests(self) -> list[str]:
        """The addresses asked for since this was asked last."""
        told = [json.loads(line["message"])["message"] for line in self._log("performance")]
        sent = [one["params"] for one in told if one["method"] == "Network.requestWillBeSent"]
        return [str(one["request"]["url"]) for one in sent]

    def complaints(self) -> list[str]:
        """What the browser has logged since this was asked last."""
        return [str(line["message"]) for line in self._log("browser")]

    def _log(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.driver.get_log(name)
        return found


def _other(driver: Any, page: Any) -> bool:
    now = driver.find_elements(By.TAG_NAME, "html")
    return bool(now) and now[0].id != page.id and driver.find_elements(By.TAG_NAME, "h1") != []


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found is not None, f"{name} is not installed: `make test-servers` says how"
    return found


def _axe() -> str:
    """The rules, out of the package that ships them; its own driver is not imported."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")
