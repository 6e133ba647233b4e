"""Guides as PDF: A4, front and back, in letters of 20 points and more, with its fonts inside."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

import segno
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from locales.model import Language
from reports.guide.letters import Weight, cut, face_of
from reports.guide.model import (
    Answers,
    Block,
    Contact,
    Guide,
    Join,
    Practice,
    Section,
    Urgent,
    words_of,
)
from reports.guide.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SIZES = (24, 23, 22, 21, 20)
"""Points of the sentences, the largest first that fits on two pages. None is smaller."""
SIDES = 2
A4 = (210.0, 297.0)
LONG = (A4[0], 4_000.0)
"""Paper to measure on: everything fits."""
MARGIN, GAP, MOST_GAP = 13.0, 3.0, 9.0
INSET = 5.0
"""Between a frame and what is in it."""
LINE = 1.26
"""Height of a line, in letter sizes."""
MM = 25.4 / 72
INK, QUIET, ACCENT, ALARM = (20, 20, 20), (70, 70, 70), (0, 90, 100), (190, 20, 20)
CODE_MM = 44.0
CODE_BORDER = 4
"""White modules around a QR code: its standard asks for four."""


def pdf_of(guides: Sequence[Guide]) -> bytes:
    """One document of all these guides, each on a sheet of its own."""
    with TemporaryDirectory() as folder:
        fonts = _fonts(guides, Path(folder))
        paper, measuring = _Paper(A4, fonts), _Paper(LONG, fonts)
        for guide in guides:
            _print(paper, measuring, guide)
            if paper.page % SIDES:
                paper.add_page()  # the next guide begins on a new sheet
        measuring.close_fonts()
        return bytes(paper.output())


Fonts: TypeAlias = dict[tuple[int, Weight], Path]
Side: TypeAlias = tuple[list[Block], float]
"""What stands on a page, and the space below each block."""


def _fonts(guides: Iterable[Guide], folder: Path) -> Fonts:
    """A file for each face and weight that these guides are printed in."""
    letters: dict[int, set[str]] = {}
    for guide in guides:
        letters.setdefault(face_of(guide.language), set()).update(words_of(guide), "0123456789")
    fonts = {}
    for face, wanted in letters.items():
        for weight in Weight:
            fonts[face, weight] = folder / f"{face}-{weight.name}.ttf"
            cut(wanted, face, weight, fonts[face, weight])
    return fonts


def _print(paper: _Paper, measuring: _Paper, guide: Guide) -> None:
    """In the largest letters with which it fits on one sheet; else in the smallest, on more."""
    size, sides = SIZES[-1], list[Side]()
    for size in SIZES:
        measuring.begin(guide, size)
        head = measuring.headed(guide)
        heights = [measuring.height_of(block) for block in guide.blocks]
        sides = list(_sides(guide.blocks, heights, head))
        if len(sides) <= SIDES:
            break
    for number, (blocks, gap) in enumerate(sides):
        paper.begin(guide, size)
        if number == 0:
            paper.headed(guide)
        for block in blocks:
            paper.block(block)
            paper.set_y(paper.get_y() + gap)


def _sides(blocks: Sequence[Block], heights: Sequence[float], head: float) -> Iterator[Side]:
    """The blocks, a page after the other."""
    room = A4[1] - 2 * MARGIN
    taken, here = head, list[Block]()
    for block, height in zip(blocks, heights, strict=True):
        if here and taken + height > room:
            yield here, _gap(room - taken, here)
            taken, here = 0.0, []
        here.append(block)
        taken += height + GAP
    yield here, _gap(room - taken, here)


def _gap(left: float, blocks: Sequence[Block]) -> float:
    """What is left of a page is spread between its blocks."""
    return min(MOST_GAP, GAP + (left + GAP) / max(1, len(blocks) - 1))


class _Paper(FPDF):
    """Pages on which blocks are drawn from the top down, at one size of letters."""

    def __init__(self, paper: tuple[float, float], fonts: Fonts) -> None:
        super().__init__(format=paper)
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(auto=False)
        for (face, weight), path in fonts.items():
            self.add_font(f"noto{face}", "B" if weight is Weight.BOLD else "", path)
        self._language, self._size = Language.ko, SIZES[0]

    def close_fonts(self) -> None:
        """Let go of the files of its fonts; `output` does so too."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def begin(self, guide: Guide, size: int) -> None:
        """A new page of a guide."""
        self._language, self._size = guide.language, size
        self.add_page()

    def headed(self, guide: Guide) -> float:
        """Draw title and sender; returns their height."""
        self._text(guide.title, bold=True, by=6, color=ACCENT)
        self._text(guide.sender, color=QUIET)
        self.set_y(self.get_y() + GAP)
        return self.get_y() - MARGIN

    def height_of(self, block: Block) -> float:
        """Draw a block, to know how high it is."""
        top = self.get_y()
        self.block(block)
        return self.get_y() - top

    def block(self, block: Block) -> None:
        """Draw one block."""
        match block:
            case Section(heading, lines):
                self._heading(heading)
                self._lines(lines)
            case Answers():
                self._answers(block)
            case Urgent(heading, lines):
                self._urgent(heading, lines)
            case Contact():
                self._contact(block)
            case Join():
                self._join(block)
            case Practice():
                self._practice(block)

    def _answers(self, block: Answers) -> None:
        self._heading(block.heading)
        if block.buttons:
            self._text(block.written)
            self._buttons(block.buttons)
        if block.keys:
            self._text(block.called)
            for key, meaning in block.keys:
                self._key(key, meaning)
        self._lines(block.lines)

    def _buttons(self, labels: Sequence[str]) -> None:
        """The two buttons side by side; one below the other where they are too wide."""
        self._font(bold=True)
        height, space = self._line * 1.35, 4.0
        widths = [self.get_string_width(label) + 10 for label in labels]
        beside = sum(widths) + space * (len(labels) - 1) <= self.epw
        self.set_y(self.get_y() + 1)
        x, y = self.l_margin, self.get_y()
        for label, width in zip(labels, widths, strict=True):
            self.set_draw_color(*ACCENT)
            self.set_line_width(0.8)
            self.rect(x, y, width, height, round_corners=True, corner_radius=3)
            self.set_xy(x, y)
            self.set_text_color(*ACCENT)
            self.cell(width, height, label, align=Align.C)
            x, y = (x + width + space, y) if beside else (x, y + height + 2)
        self.set_y(y + height + 2 if beside else y)

    def _key(self, key: str, meaning: str) -> None:
        """A round key with its figure, and what it is for beside it."""
        across = self._line * 1.04
        x, y = self.l_margin, self.get_y()
        self.set_fill_color(*ACCENT)
        self.ellipse(x, y, across, across, style="F")
        self._font(bold=True)
        self.set_text_color(255, 255, 255)
        self.set_xy(x, y)
        self.cell(across, across, key, align=Align.C)
        self.set_xy(x + across + 3, y)
        self._text(meaning, indent=across + 3)
        self.set_y(max(self.get_y(), y + across) + 1.2)

    def _urgent(self, heading: str, lines: Sequence[str]) -> None:
        """A box that is seen from across the room."""

        def inside() -> None:
            self._text(heading, bold=True, by=10, color=ALARM)
            self._lines(lines)

        self._boxed(inside, ALARM)

    def _contact(self, block: Contact) -> None:
        self._heading(block.heading)
        self._text(block.phone, bold=True, by=8)
        self._lines(block.lines)

    def _join(self, block: Join) -> None:
        self._heading(block.heading)
        top = self.get_y()
        self._code(block.link, self.l_margin, top)
        self._lines(block.lines, indent=CODE_MM + 5)
        self.set_y(max(self.get_y(), top + CODE_MM))

    def _code(self, link: str, x: float, y: float) -> None:
        """The link as a QR code of black squares, so that it prints sharply."""
        modules = segno.make_qr(link, error="m").matrix_iter(border=CODE_BORDER)
        rows = [list(row) for row in modules]
        module = CODE_MM / len(rows)
        self.set_fill_color(0, 0, 0)
        for down, row in enumerate(rows):
            across = 0
            while across < len(row):
                run = next((n for n in range(across, len(row)) if row[n] != row[across]), len(row))
                if row[across]:
                    wide = (run - across) * module
                    self.rect(x + across * module, y + down * module, wide, module, style="F")
                across = run

    def _practice(self, block: Practice) -> None:
        def inside() -> None:
            self._text(block.heading, bold=True, color=ACCENT)
            for step in block.steps:
                self._tick(step)
            self._squares(block.digits)

        self._boxed(inside, ACCENT)

    def _tick(self, step: str) -> None:
        """A square to tick, and what was tried beside it."""
        side, top = self._size * MM * 0.85, self.get_y()
        self._square(self.l_margin, top + (self._line - side) / 2, side)
        self._text(step, indent=side + 4)

    def _squares(self, digits: int) -> None:
        """Empty squares to write into with a pen, at the end of the last line."""
        side, top = self._line * 1.3, self.get_y() - self._line + 0.5
        for number in range(digits):
            x = self.w - self.r_margin - (digits - number) * (side + 2)
            self._square(x, top, side)
        self.set_y(top + side)

    def _square(self, x: float, y: float, side: float) -> None:
        self.set_draw_color(*INK)
        self.set_line_width(0.6)
        self.rect(x, y, side, side)

    # What the blocks are made of

    def _boxed(self, inside: Callable[[], None], edge: tuple[int, int, int]) -> None:
        """A frame around what `inside` draws."""
        top, left, right = self.get_y(), self.l_margin, self.r_margin
        self.set_margins(left + INSET, MARGIN, right + INSET)
        self.set_y(top + 3)
        inside()
        self.set_margins(left, MARGIN, right)
        height = self.get_y() + 3 - top
        self.set_draw_color(*edge)
        self.set_line_width(1.0)
        self.rect(left, top, self.epw, height, round_corners=True, corner_radius=4)
        self.set_y(top + height)

    def _heading(self, text: str) -> None:
        top = self.get_y()
        self._text(text, bold=True, by=1, color=ACCENT)
        self.set_draw_color(*ACCENT)
        self.set_line_width(0.5)
        bottom = self.get_y() + 0.3
        self.line(self.l_margin, bottom, self.l_margin + self.epw, bottom)
        self.set_y(bottom + 1.2 if bottom > top else top)

    def _lines(self, lines: Iterable[str], indent: float = 0.0) -> None:
        for line in lines:
            self._text(line, indent=indent)

    def _text(
        self,
        text: str,
        *,
        bold: bool = False,
        by: int = 0,
        color: tuple[int, int, int] = INK,
        indent: float = 0.0,
    ) -> None:
        """A sentence over the rest of the width; `by` points larger than the others."""
        self._font(bold=bold, by=by)
        self.set_text_color(*color)
        self.set_x(self.l_margin + indent)
        width = self.epw - indent
        height = (self._size + by) * LINE * MM
        lines = wrapped(text, width, self.get_string_width)
        self.multi_cell(
            0, height, "\n".join(lines), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )  # fmt: skip

    def _font(self, *, bold: bool = False, by: int = 0) -> None:
        self.set_font(f"noto{face_of(self._language)}", "B" if bold else "", self._size + by)

    @property
    def _line(self) -> float:
        return self._size * LINE * MM
