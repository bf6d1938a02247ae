"""Which numbers a preview shows, and how far one may move before a reason is asked: ``effect_figures.csv``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.reference import catalogue
from shouwang.reference.tables import ancestors, read_table
from shouwang.schema import SOURCE_TABLES, Column, Kind, Table
from shouwang.schema.codes import CONFIDENCE

ROWS = "rows"
_FILE = Table(
    "effect_figures",
    "预览看的数",
    ("line_id",),
    (
        Column("line_id", "编号", required=True),
        Column("subject", "指标", required=True),
        Column("year", "年份", Kind.INT),
        Column("division_code", "适用区划"),
        Column("share", "比例", Kind.DOUBLE),
        Column("absolute", "绝对数", Kind.DOUBLE),
        Column("month_before", "与上月比", Kind.BOOL, required=True),
        Column("source_title", "依据", required=True),
        Column("confidence", "可信程度", required=True, codes=CONFIDENCE),
    ),
)


@dataclass(frozen=True)
class Line:
    """How far one number may move in a place and year: beyond every limit that is set, a reason is asked.

    ``share`` is of what it was (0..1), ``absolute`` in the number's own unit; with neither it is only shown.
    ``month_before``: compared with the month before where a township reports for the first time.
    """

    subject: str
    year: int | None
    division_code: str | None
    share: float | None
    absolute: float | None
    month_before: bool

    def is_exceeded(self, before: float, after: float) -> bool:
        moved = abs(after - before)
        if moved == 0 or (self.share is None and self.absolute is None):
            return False
        far = self.share is None or moved > self.share * abs(before)
        return far and (self.absolute is None or moved > self.absolute)


@dataclass(frozen=True)
class Headlines:
    """The lines that hold in one county."""

    lines: tuple[Line, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators to show, in the order of the file."""
        subjects = dict.fromkeys(line.subject for line in self.lines)
        return tuple(one for one in subjects if one.split(".")[0] != ROWS)

    def line(self, subjects: Iterable[str], month: date | None, area: str) -> Line | None:
        """Return the nearest line for the first of these subjects that has one: nearest place first, then with a year."""
        for subject in subjects:
            fitting = [
                line
                for line in self.lines
                if line.subject == subject
                and area.startswith(line.division_code or "")
                and line.year in {None, month.year if month else None}
            ]
            if fitting:
                return max(fitting, key=lambda line: (len(line.division_code or ""), line.year is not None))
        return None


def headlines(county: str, folder: Path = REFERENCE) -> Headlines:
    """Return the lines for a county; those of other places are left out.

    Raises:
        ConfigError: the file is missing, or a cell, an indicator or a table in it is wrong.
    """
    tables = {f"{ROWS}.{table.name}" for table in SOURCE_TABLES}
    known = catalogue().indicators
    lines = []
    for row in read_table(_FILE, folder).iter_rows(named=True):
        subject, place = row["subject"], row["division_code"]
        if subject != ROWS and subject not in tables and subject not in known:
            raise ConfigError(f"{_FILE.name}.csv 的“{row['line_id']}”: 没有指标或表“{subject}”。")
        if place is None or place in ancestors(county) or place.startswith(county):
            limits = (row["share"], row["absolute"], row["month_before"])
            lines.append(Line(subject, row["year"], None if place == "000000" else place, *limits))
    return Headlines(tuple(lines))
