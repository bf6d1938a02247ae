"""Who has to report which table, how often and by when: ``reporting_duty.csv`` as it holds for one county."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.reference.tables import ancestors, read_table
from shouwang.schema import SOURCE_TABLES, Column, Kind, Table
from shouwang.schema.codes import CONFIDENCE

TOWN, COUNTY = "town", "county"
MONTH, QUARTER, YEAR, EVENT = "month", "quarter", "year", "event"
_LENGTH = {MONTH: 1, QUARTER: 3, YEAR: 12}
_REPORTERS = {TOWN: "各乡镇", COUNTY: "县直部门"}
_FREQUENCIES = {MONTH: "每月", QUARTER: "每季度", YEAR: "每年", EVENT: "有则报"}
_SOURCES = {table.name: table.label for table in SOURCE_TABLES}
_FILE = Table(
    "reporting_duty",
    "上报责任",
    ("duty_id",),
    (
        Column("duty_id", "编号", required=True),
        Column("data_table", "表", required=True, codes=_SOURCES),
        Column("division_code", "适用区划", note="empty: default"),
        Column("reporter", "谁报", required=True, codes=_REPORTERS),
        Column("dept", "部门"),
        Column("frequency", "多久报一次", required=True, codes=_FREQUENCIES),
        Column("due_months", "期末之后第几个月", Kind.INT, required=True),
        Column("due_day", "最迟几日", Kind.INT, required=True),
        Column("source_title", "依据", required=True),
        Column("confidence", "可信程度", required=True, codes=CONFIDENCE),
    ),
)


@dataclass(frozen=True)
class Duty:
    """One table that somebody has to report.

    ``reporter`` is ``town`` (each township) or ``county`` (one department, ``dept``). ``frequency`` is month, quarter,
    year or event; an event's table is reported when there is something, and never missing.
    """

    table: str
    label: str
    reporter: str
    dept: str
    frequency: str
    due_months: int
    due_day: int
    source: str
    confidence: str

    @property
    def is_regular(self) -> bool:
        return self.frequency != EVENT

    @property
    def frequency_label(self) -> str:
        return _FREQUENCIES[self.frequency]

    def ends_in(self, month: date) -> bool:
        """Say whether a period of this duty ends in a month, so that the table is to be reported for it."""
        return self.is_regular and month.month % _LENGTH[self.frequency] == 0

    def since(self, month: date) -> date:
        """Return the first month of the period that ends in ``month``."""
        number = month.year * 12 + month.month - _LENGTH.get(self.frequency, 1)
        return date(number // 12, number % 12 + 1, 1)

    def due(self, month: date) -> date:
        """Return the last day on which the period that ends in ``month`` may be reported."""
        number = month.year * 12 + month.month - 1 + self.due_months
        year, place = number // 12, number % 12 + 1
        return date(year, place, min(self.due_day, calendar.monthrange(year, place)[1]))


def duties(county: str, folder: Path = REFERENCE) -> tuple[Duty, ...]:
    """Return the duties that hold in a county, in the order of the file: of each table the nearest place's.

    Raises:
        ConfigError: the file is missing or a cell is wrong (file, line and key are named).
    """
    rows = read_table(_FILE, folder)
    nearest = {code: place for place, code in enumerate(ancestors(county))}
    chosen: dict[str, tuple[int, Duty]] = {}
    for row in rows.filter(
        pl.col("division_code").is_null() | pl.col("division_code").is_in(list(nearest))
    ).iter_rows(named=True):
        made = _duty(row)
        place = nearest.get(row["division_code"], len(nearest))
        if made.table not in chosen or place < chosen[made.table][0]:
            chosen[made.table] = (place, made)
    return tuple(made for _, made in chosen.values())


def _duty(row: dict[str, object]) -> Duty:
    months, day = int(str(row["due_months"])), int(str(row["due_day"]))
    if not (0 <= months <= 12 and 1 <= day <= 31):
        raise ConfigError(
            f"reporting_duty.csv “{row['duty_id']}”: due_months 应为0到12，due_day 应为1到31，现为 {months}、{day}。"
        )
    table = str(row["data_table"])
    return Duty(
        table, _SOURCES[table], str(row["reporter"]), str(row["dept"] or ""), str(row["frequency"]), months, day,
        str(row["source_title"]), str(row["confidence"]),
    )  # fmt: skip
