"""Which rows of a workbook are the table, which kind of export it is, and which month: found by content.

An export has two title rows (its name, ``数据日期:20231130``) above the header; other offices have none or three.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from shouwang.intake.cells import Bad, month
from shouwang.intake.kinds import IGNORED, KINDS, ExportKind, Target, aliases, plain_header
from shouwang.intake.precheck import Refused
from shouwang.intake.reader import Sheet

SEARCHED_ROWS = 20
MIN_HEADERS = 5
_DATE = re.compile(r"(?:数据日期|截至|统计时间)[:：]?(\d{4}年?\d{2}月?(?:\d{2}日?)?)")
_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?)(?!\d)")


@dataclass(frozen=True)
class Table:
    """The table inside a workbook: its sheet, kind, header row (0-based) and where each column of it leads."""

    sheet: Sheet
    kind: ExportKind
    header_row: int
    columns: dict[str, int]  # our column name -> position in the sheet
    headers: dict[str, str]  # our column name -> header as printed
    targets: dict[str, Target]
    unknown: tuple[str, ...] = ()
    month: date | None = None  # as the file says inside
    month_of_name: date | None = None  # as its name says, a weaker hint
    missing: dict[str, str] = field(default_factory=dict)  # needed column -> what it should be called

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number as Excel shows it, cells) of everything below the header."""
        for index in range(self.header_row + 1, len(self.sheet.rows)):
            yield index + 1, self.sheet.rows[index]

    def has(self, column: str) -> bool:
        return column in self.columns


def find_table(sheets: list[Sheet], name: str, kind: str | None = None) -> Table:
    """Return the one table of a workbook.

    Args:
        name: the file's name, a second hint of kind and month.
        kind: given by the sender; else recognised.

    Raises:
        Refused: no table, two of them, or a kind that nobody can tell.
    """
    found = [(sheet, row) for sheet in sheets if (row := _header_row(sheet)) is not None]
    if not found:
        raise Refused("没有找到表头(应有“户编号”“人编号”“证件号码”等列)。请用导出的原文件再报")
    if len(found) > 1:
        names = "、".join(f"“{sheet.name}”" for sheet, _ in found)
        raise Refused(f"有不止一张像是数据的工作表({names})，不知取哪一张。请只留一张再报")
    sheet, row = found[0]
    return _map(sheet, row, _recognise(sheet, row, name, kind), name)


def _header_row(sheet: Sheet) -> int | None:
    """Return the row with the most headers that we know, if it has enough of them."""
    known = {header for headers in aliases().values() for header in headers}
    hits = [
        (sum(plain_header(cell) in known for cell in cells), -number)
        for number, cells in enumerate(sheet.rows[:SEARCHED_ROWS])
    ]
    best = max(hits, default=(0, 0))
    return -best[1] if best[0] >= MIN_HEADERS else None


def _recognise(sheet: Sheet, header_row: int, name: str, given: str | None) -> ExportKind:
    if given is not None:
        return KINDS[given]
    titles = plain_header(" ".join(cell for row in sheet.rows[:header_row] for cell in row))
    for text in (titles, plain_header(name)):
        for kind in KINDS.values():
            if any(title in text for title in kind.titles):
                return kind
    headers = {plain_header(cell) for cell in sheet.rows[header_row]}
    if headers & {plain_header("是否已务工"), plain_header("务工所在地")}:
        return KINDS["working"]
    raise Refused(
        "看不出是哪一种导出。请保留导出文件上方的标题行，或用 --table 指明: "
        + "、".join(f"{kind.id}({kind.label})" for kind in KINDS.values())
    )


def _map(sheet: Sheet, header_row: int, kind: ExportKind, name: str) -> Table:
    known = aliases()[kind.id]
    columns: dict[str, int] = {}
    headers: dict[str, str] = {}
    targets: dict[str, Target] = {}
    unknown: list[str] = []
    for position, text in enumerate(sheet.rows[header_row]):
        target = known.get(plain_header(text))
        if target is None or target.column in columns:
            # A header that comes twice (the block "after clearing" repeats names) belongs to the first only.
            if text.strip():
                unknown.append(plain_header(text))
        elif target.table != IGNORED:
            columns[target.column] = position
            headers[target.column] = plain_header(text)
            targets[target.column] = target
    missing = {column: _wanted(kind, column, unknown) for column in kind.needed if column not in columns}
    when = _month_inside(sheet, header_row)
    return Table(
        sheet,
        kind,
        header_row,
        columns,
        headers,
        targets,
        tuple(unknown),
        when,
        _month_of_name(name),
        missing,
    )


def _wanted(kind: ExportKind, column: str, unknown: list[str]) -> str:
    """Return the sentence for a needed column without a header, with the printed header that looks most like it."""
    names = [header for header, target in aliases()[kind.id].items() if target.column == column]
    close = [
        text for text in unknown if any(difflib.get_close_matches(text, [name], cutoff=0.4) for name in names)
    ]
    hint = f"；“{close[0]}”像是它，请改成“{names[0]}”" if close else ""
    return f"缺少“{names[0]}”列{hint}"


def _month_inside(sheet: Sheet, header_row: int) -> date | None:
    for row in sheet.rows[:header_row]:
        if found := _DATE.search(plain_header(" ".join(row))):
            return _as_month(found[1])
    for position, header in enumerate(sheet.rows[header_row]):
        if plain_header(header) == "数据日期":
            cells = {
                row[position] for row in sheet.rows[header_row + 1 :] if len(row) > position and row[position]
            }
            return _as_month(cells.pop()) if len(cells) == 1 else None
    return None


def _month_of_name(name: str) -> date | None:
    found = _DATE_IN_NAME.findall(name)
    return _as_month(found[-1]) if found else None


def _as_month(text: str) -> date | None:
    try:
        return month(text)
    except Bad:
        return None
