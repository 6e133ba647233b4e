"""The emergency manual: two printed pages for each situation, filled in for one 읍면동.

Its words are `docs/manual/`, in Markdown; a line of dashes begins the second page, `{button.…}`
stands for the label of that button.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup

from escalation.manual import Situation
from foundation.templates import templates_of
from locales.model import Language
from locales.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable

    from foundation.city import City
    from residents.districts import District

SECOND_PAGE = "\n---\n"

_BUTTON = re.compile(r"\{(button\.[a-z_.]+)\}")
"""The label of a button, as helpers see it."""
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_templates = templates_of("reports")


def manual(
    city: City, district: District, situations: Sequence[Situation] = tuple(Situation)
) -> str:
    """These situations as one page of HTML to print, for the helpers and officers of a district."""
    return _templates.get_template("manual.html").render(
        title=say("manual.title", Language.ko, district=district.ko),
        footer=say("manual.footer", Language.ko, district=district.ko, phone=city.phone),
        sheets=[sheet for situation in situations for sheet in _sheets(situation, city, district)],
    )


def _sheets(situation: Situation, city: City, district: District) -> Iterator[Markup]:
    text = _text(situation).replace("{district}", district.ko).replace("{phone}", city.phone)
    text = _BUTTON.sub(lambda found: say(found[1], Language.ko), text)
    for sheet in text.split(SECOND_PAGE):
        yield Markup(_markdown.render(sheet))  # noqa: S704 - our own text, without HTML in it


@cache
def _text(situation: Situation) -> str:
    return (_folder() / f"{situation}.md").read_text(encoding="utf-8")


def _folder() -> Traversable:
    """Where the wheel has it, or the checkout."""
    shipped = files("reports") / "manual"
    if shipped.is_dir():
        return shipped
    return Path(str(files("reports"))).parent / "docs" / "manual"
