"""Server-rendered pages: no script, nothing from elsewhere, kept by nobody."""

import base64
import hashlib
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from importlib.resources import files

from fastapi.responses import HTMLResponse
from markupsafe import Markup

from foundation.templates import templates_of
from locales.model import Language
from locales.texts import say

Say = Callable[..., str]

_STYLE = (files("admin_api") / "templates" / "page.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
}

_templates = templates_of("admin_api")

_LANGUAGES = {"ko": Language.ko, "en": Language.en, "vi": Language.vi, "zh": Language.zh_Hans}
_HTML_LANG = {Language.zh_Hans: "zh-Hans"}


def page(
    template: str, language: Language, status: HTTPStatus = HTTPStatus.OK, **values: object
) -> HTMLResponse:
    """The page `template` in a language; in it `say(key, ...)` gives the texts.

    Without a `title` it is a task's. `refresh` seconds later the browser asks for it again.
    """
    values.setdefault("title", say("page.task.title", language))
    values.setdefault("refresh", None)
    # The policy names the style by its hash, so it must come out byte for byte.
    html = _templates.get_template(template).render(
        lang=_HTML_LANG.get(language, language.value),
        say=partial(_say, language),
        style=Markup(_STYLE),  # noqa: S704 - our own file
        **values,
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def language_of(accepted: str) -> Language:
    """The reader's language from an Accept-Language header; Korean when it names none of ours."""
    wanted = [_weighed(part) for part in accepted.split(",")]
    for _, tag in sorted(wanted, key=lambda one: -one[0]):
        found = _LANGUAGES.get(tag.partition("-")[0])
        if found is not None:
            return found
    return Language.ko


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    try:
        return float(weight.strip().removeprefix("q=") or 1), tag.strip().lower()
    except ValueError:
        return 0.0, tag.strip().lower()


def _say(language: Language, key: str, **values: str | int) -> str:
    return say(key, language, **values)
