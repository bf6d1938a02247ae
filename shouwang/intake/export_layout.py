"""Which rows of a file are an export of the national system, of which kind and month: found by content.

An export has two title rows (its name, ``数据日期:20231130``) above the header; other offices have none or three.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from shouwang.intake.cells import Bad, month
from shouwang.intake.forms import Field
from shouwang.intake.kinds import IGNORED, KINDS, ExportKind, Target, aliases, plain_header
from shouwang.intake.layout import SEARCHED_ROWS, Layout, shown
from shouwang.intake.precheck import Refused
from shouwang.intake.reader import Sheet
from shouwang.schema import Column

MIN_HEADERS = 5
_DATE = re.compile(r"(?:数据日期|截至|统计时间)[:：]?(\d{4}年?\d{2}月?(?:\d{2}日?)?)")
_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?)(?!\d)")


@dataclass(frozen=True)
class Candidate:
    """A sheet that looks like an export: its first lines, and which of them is the header (from 0)."""

    sheet: Sheet
    lines: list[list[str]]
    header: int

    @property
    def titles(self) -> str:
        return plain_header(" ".join(cell for line in self.lines[: self.header] for cell in line))


def candidates(sheets: list[Sheet]) -> list[Candidate]:
    """Return the sheets with a row of headers that exports have."""
    found = [_candidate(sheet) for sheet in sheets]
    return [one for one in found if one is not None]


def _candidate(sheet: Sheet) -> Candidate | None:
    """Find the row with the most headers that we know, if it has enough of them."""
    known = {header for headers in aliases().values() for header in headers}
    lines = sheet.lines(SEARCHED_ROWS)
    hits = [(sum(plain_header(cell) in known for cell in line), -place) for place, line in enumerate(lines)]
    best = max(hits, default=(0, 0))
    return Candidate(sheet, lines, -best[1]) if best[0] >= MIN_HEADERS else None


def only_one(found: list[Candidate]) -> Candidate:
    """Return the one candidate.

    Raises:
        Refused: there is none, or two.
    """
    if not found:
        raise Refused("没有找到表头(应有“户编号”“人编号”“证件号码”等列)。请用导出的原文件再报")
    if len(found) > 1:
        names = "、".join(f"“{shown(one.sheet.name)}”" for one in found[:5])
        raise Refused(f"有不止一张像是数据的工作表({names})，不知取哪一张。请只留一张再报")
    return found[0]


def kind_of_titles(text: str) -> ExportKind | None:
    """Return the kind of export that a title (or a file's name) speaks of."""
    plain = plain_header(text)
    return next((kind for kind in KINDS.values() if any(title in plain for title in kind.titles)), None)


def kind_of_headers(one: Candidate) -> ExportKind | None:
    headers = {plain_header(cell) for cell in one.lines[one.header]}
    return KINDS["working"] if headers & {plain_header("是否已务工"), plain_header("务工所在地")} else None


def unknown_kind() -> Refused:
    return Refused(
        "看不出是哪一种导出。请保留导出文件上方的标题行，或用 --table 指明: "
        + "、".join(f"{kind.id}({kind.label})" for kind in KINDS.values())
    )


def layout(one: Candidate, kind: ExportKind, name: str) -> Layout:
    """Return where the columns of an export stand; ``name`` of the file is a hint of its month."""
    known = aliases()[kind.id]
    positions: dict[str, int] = {}
    headers: dict[str, str] = {}
    fields: list[Field] = []
    unknown: list[str] = []
    texts = [plain_header(cell) for cell in one.lines[one.header]]
    for position, text in enumerate(texts):
        target = known.get(text)
        if target is None or target.column in positions:
            # A header that comes twice (the block "after clearing" repeats names) belongs to the first only.
            if text:
                unknown.append(text)
        elif target.table != IGNORED:
            positions[target.column], headers[target.column] = position, text
            fields.append(Field(_column(target), target.column in kind.filled))
    missing = tuple(_wanted(kind, column, unknown) for column in kind.needed if column not in positions)
    return Layout(
        kind, one.sheet, one.header + 1, tuple(fields), positions, headers, tuple(unknown), missing=missing,
        month=_month_inside(one), month_of_name=_month_of_name(name), labels=tuple(texts),
    )  # fmt: skip


def _column(target: Target) -> Column:
    return target.schema or Column(target.column, target.label)


def _wanted(kind: ExportKind, column: str, unknown: list[str]) -> str:
    """Return the sentence for a needed column without a header, with the printed header that looks most like it."""
    names = [header for header, target in aliases()[kind.id].items() if target.column == column]
    close = [
        text for text in unknown if any(difflib.get_close_matches(text, [name], cutoff=0.4) for name in names)
    ]
    hint = f"；“{shown(close[0])}”像是它，请改成“{names[0]}”" if close else ""
    return f"缺少“{names[0]}”列{hint}。整份文件没有采用，请用导出的原文件再报。"


def _month_inside(one: Candidate) -> date | None:
    for line in one.lines[: one.header]:
        if found := _DATE.search(plain_header(" ".join(line))):
            return _as_month(found[1])
    for position, header in enumerate(one.lines[one.header]):
        if plain_header(header) == "数据日期":
            below = one.sheet.cells.filter(pl.col("row") > one.header + 1)[f"t{position}"].unique()
            said = [text for text in below if text]
            return _as_month(said[0]) if len(said) == 1 else None
    return None


def _month_of_name(name: str) -> date | None:
    found = _DATE_IN_NAME.findall(name)
    return _as_month(found[-1]) if found else None


def _as_month(text: str) -> date | None:
    try:
        return month(text)
    except Bad:
        return None
