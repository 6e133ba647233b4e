"""Everybody can read and press the answer page, also old eyes on an old telephone."""

import base64
import hashlib
import re

import pytest

from tests.phone.answer_web import Page, Web

pytestmark = pytest.mark.anyio


def colours(html: str) -> dict[str, tuple[str, str]]:
    """Of each rule that sets both: text and background."""
    style = html.partition("<style>")[2].partition("</style>")[0]
    found = {}
    for selector, rules in re.findall(r"([^{}]+)\{([^}]*)\}", style):
        text = re.search(r"(?<![-\w])color: (#[0-9a-f]{6})", rules)
        ground = re.search(r"background: (#[0-9a-f]{6})", rules)
        if text:
            found[selector.strip()] = (text[1], ground[1] if ground else "#ffffff")
    return found


def luminance(colour: str) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


async def test_text_stands_out_from_its_ground(web: Web) -> None:
    web.checkin(web.world.resident())
    found = colours((await web.look()).text)
    assert {"button.fine", "button.help", "button.call", "button.quiet", "body", "a"} <= set(found)
    assert all(contrast(*pair) >= 7 for pair in found.values()), found


async def test_the_style_keeps_to_large_things(web: Web) -> None:
    style = (await _style(web)).replace(" ", "")
    assert "html{font-size:125%;}" in style
    assert "min-height:5rem" in style  # the three large buttons: 100 px
    assert "min-height:3rem" in style
    assert "outline:.25remsolid#1d4ed8" in style
    assert contrast("#1d4ed8", "#ffffff") >= 3
    assert "px" not in style  # grows with the reader's own size of letters
    assert "url(" not in style


async def _style(web: Web) -> str:
    web.checkin(web.world.resident())
    return (await web.look()).text.partition("<style>")[2].partition("</style>")[0]


async def test_the_page_is_plain_html_in_order(web: Web) -> None:
    web.checkin(web.world.resident())
    html = (await web.look()).text
    page = Page(html)
    assert page.looks == ["fine", "help", "call", "quiet"]
    assert page.tags.count("h1") == 1
    assert page.tags.count("main") == 1
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in html
    assert "user-scalable" not in html
    assert len(html) < 4_000  # opens at once also far from the town


async def test_nothing_is_fetched_run_framed_or_kept(web: Web) -> None:
    web.checkin(web.world.resident())
    answer = await web.look()
    style = answer.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
