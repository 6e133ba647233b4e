"""The answer page is plain and closed; what a browser makes of it is looked at in tests/browser."""

import base64
import hashlib
import re

import pytest

from tests.phone.answer_web import Page, Web

pytestmark = pytest.mark.anyio


async def test_the_style_grows_with_the_readers_letters_and_fetches_nothing(web: Web) -> None:
    style = await _style(web)
    assert not re.search(r"\dpx", style)
    assert "url(" not in style
    assert not re.search("animation|transition|@import", style)


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
    assert len(html) < 6_000  # opens at once also far from the town


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
