"""The letters of printed sheets: cut from Noto Sans CJK, which has those of all four languages.

PDF knows no variable font, and the whole one has 32 MB: of the few letters that a document needs
a plain font is drawn at one weight.
"""

from __future__ import annotations

from enum import IntEnum
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from locales.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PACKAGE, FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
KOREAN, CHINESE = 1, 2
"""Faces of the collection: they draw the same Han characters in different ways."""
NO_LETTER = ".notdef"
SPACE = " "
HALF_UNIT = 0.5
"""How far, in units of a thousandth of the letter size, a curve may be from the original."""


class Weight(IntEnum):
    """How thick the strokes are."""

    TEXT = 450
    BOLD = 800


def face_of(language: Language) -> int:
    """The face that a language is printed in."""
    return CHINESE if language is Language.zh_Hans else KOREAN


def cut(letters: Iterable[str], face: int, weight: Weight, into: Path) -> None:
    """Write a TrueType font of these letters. What the font does not have is left out."""
    with (
        as_file(files(PACKAGE) / FILE) as path,
        TTFont(path, fontNumber=face, lazy=True) as noto,
    ):
        known: dict[int, str] = noto.getBestCmap()
        wanted = {ord(letter) for letter in {*letters, SPACE}}
        names = {code: known[code] for code in sorted(wanted & known.keys())}
        order = [NO_LETTER, *dict.fromkeys(name for name in names.values() if name != NO_LETTER)]
        source = noto.getGlyphSet(location={"wght": int(weight)})
        drawn, widths = {}, {}
        for name in order:
            pen = TTGlyphPen(None)
            source[name].draw(Cu2QuPen(pen, HALF_UNIT, reverse_direction=True))
            drawn[name] = pen.glyph()
            widths[name] = round(source[name].width)
        lines = noto["hhea"]
        font = FontBuilder(noto["head"].unitsPerEm, isTTF=True)
        font.setupGlyphOrder(order)
        font.setupCharacterMap(names)
        font.setupGlyf(drawn)
        font.setupHorizontalMetrics({name: (widths[name], drawn[name].xMin) for name in order})
        font.setupHorizontalHeader(ascent=lines.ascent, descent=lines.descent)
        font.setupNameTable({"familyName": "Noto Sans CJK", "styleName": weight.name.title()})
        font.setupOS2(sTypoAscender=lines.ascent, sTypoDescender=lines.descent)
        font.setupPost()
        font.save(into)
