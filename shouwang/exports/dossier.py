"""A household's file as one A4 page (docx): a head over the full width, then blocks that flow in two columns.

Only what is given is written: names come masked, words come from the screen's catalogue.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LATIN, CHINESE = "Arial", "宋体"
SIZE, HEAD, TITLE = 7.5, 8.5, 13.0  # points; with these some 75 lines stand in a column
MARGIN = 9  # mm
GAP_TWIPS = 200  # between the columns
COLUMN = (210 - 2 * MARGIN) / 2 - 2  # mm
CELL = 1.4  # mm that the sides of a cell take
MM_OF_POINT = 0.3528
LINES, LINES_OF_HEAD = (
    142,
    2,
)  # lines of both columns under the title; a line over the full width takes one from each
INK, QUIET = RGBColor(0x1F, 0x2A, 0x37), RGBColor(0x5B, 0x65, 0x72)
_MADE = (1980, 1, 1, 0, 0, 0)  # the time of every entry of the file: the same content gives the same bytes


@dataclass(frozen=True)
class Block:
    """One part: its title, and rows under headings (none: plain lines).

    Rows that find no room are left out from the end, down to ``least``; ``more`` says how many (blank: {count}).
    """

    title: str
    rows: Sequence[Sequence[str]]
    heads: Sequence[str] = ()
    shares: Sequence[float] = ()  # of the width, for each column; even where not given
    more: str = ""
    least: int = 3
    left: int = 0

    @property
    def note(self) -> str:
        return self.more.format(count=self.left) if self.left else ""


def dossier(
    title: str, lines: Sequence[str], blocks: Sequence[Block], *, footer: str, made_at: datetime
) -> bytes:
    """Return the file's bytes: a title, lines under it over the full width, the blocks in two columns, one line at the foot.

    It is one page: the longest tables lose their last rows until all find room, and say so.
    """
    book = Document()
    _page(book.sections[0])
    _normal(book)
    _text(book.add_paragraph(), title, size=TITLE, bold=True)
    for line in lines:
        _text(book.add_paragraph(), line, size=HEAD)
    section = book.add_section(WD_SECTION.CONTINUOUS)
    _page(section)
    columns = section._sectPr.find(qn("w:cols"))
    if columns is None:
        columns = section._sectPr.makeelement(qn("w:cols"), {})
        section._sectPr.append(columns)
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), str(GAP_TWIPS))
    for block in fitted(blocks, LINES - LINES_OF_HEAD * len(lines)):
        _block(book, block)
    foot = section.footer.paragraphs[0]
    _text(foot, footer, size=SIZE, quiet=True)
    book.core_properties.created = made_at.replace(tzinfo=None)
    book.core_properties.modified = made_at.replace(tzinfo=None)
    book.core_properties.author = ""
    held = io.BytesIO()
    book.save(held)
    return _without_times(held.getvalue())


def fitted(blocks: Sequence[Block], lines: int) -> list[Block]:
    """Return the blocks without the last rows of the longest, so that they take at most so many lines of a column."""
    kept = list(blocks)
    while sum(map(_lines, kept)) > lines:
        can = [one for one in kept if one.heads and len(one.rows) > one.least]
        if not can:
            return kept
        longest = max(can, key=_lines)
        at = kept.index(longest)
        kept[at] = replace(longest, rows=longest.rows[:-1], left=longest.left + 1)
    return kept


def _lines(block: Block) -> int:
    """Return how many lines a block takes, its title (with the air over it) counted as two."""
    widths = _widths(block) if block.heads else [COLUMN]
    rows = [block.heads, *block.rows] if block.heads else [["　".join(row)] for row in block.rows]
    return 2 + bool(block.note) + sum(max(map(_wrapped, row, widths), default=1) for row in rows)


def _wrapped(text: str, width: float) -> int:
    """Return over how many lines a text goes: a Chinese character is as wide as high, any other half as wide."""
    wide = sum(1.0 if ord(sign) > 0x2E7F else 0.55 for sign in text) * SIZE * MM_OF_POINT
    return max(1, math.ceil(wide / max(width - CELL, 1.0)))


def _widths(block: Block) -> list[float]:
    shares = block.shares or [1.0] * len(block.heads)
    return [COLUMN * share / sum(shares) for share in shares]


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(MARGIN), Mm(MARGIN)
    section.header_distance = section.footer_distance = Mm(4)


def _normal(book: Any) -> None:
    style = book.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _text(paragraph: Any, text: str, *, size: float = SIZE, bold: bool = False, quiet: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = QUIET if quiet else INK


def _block(book: Any, block: Block) -> None:
    head = book.add_paragraph()
    head.paragraph_format.space_before = Pt(3)
    head.paragraph_format.keep_with_next = True
    _text(head, block.title, size=HEAD, bold=True)
    if block.heads:
        _table(book, block)
    else:
        for row in block.rows:
            _text(book.add_paragraph(), "　".join(row))
    if block.note:
        _text(book.add_paragraph(), block.note, quiet=True)


def _table(book: Any, block: Block) -> None:
    widths = [Mm(width) for width in _widths(block)]
    table = book.add_table(rows=0, cols=len(block.heads))
    table.style = "Table Grid"
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    _tight(table)
    for number, row in enumerate([block.heads, *block.rows]):
        cells = table.add_row().cells
        for cell, text, wide in zip(cells, row, widths, strict=True):
            cell.width = wide
            _text(cell.paragraphs[0], text, bold=number == 0)


def _tight(table: Any) -> None:
    """Leave 0.6 mm at the sides of a cell and nothing above and below."""
    about = table._tbl.tblPr
    margins = about.makeelement(qn("w:tblCellMar"), {})
    for side, twips in (("top", 0), ("left", 34), ("bottom", 0), ("right", 34)):
        margins.append(margins.makeelement(qn(f"w:{side}"), {qn("w:w"): str(twips), qn("w:type"): "dxa"}))
    about.append(margins)


def _without_times(content: bytes) -> bytes:
    """Return the same archive with one time for every entry."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, made.read(name))
    return held.getvalue()
