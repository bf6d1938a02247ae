"""An xlsx workbook: first what was asked (filters, month, version, area, definitions, rows), then one sheet for each table.

Only this writer makes workbooks. A text that begins with = stays a text, an address no link, a number in text no number
(a name ``=HYPERLINK(…)`` in a county's file must not come alive in somebody's Excel).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import xlsxwriter

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


@dataclass(frozen=True)
class Sheet:
    """One table: its name, its rows, the headings of the columns to be written (all columns if empty)."""

    name: str
    rows: pl.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)


def workbook(
    cover: Sequence[tuple[str, str]],
    sheets: Sequence[Sheet],
    *,
    cover_name: str,
    rows_label: str,
    missing: str,
    made_at: datetime,
) -> bytes:
    """Return the workbook's bytes; the same arguments give the same bytes.

    Args:
        cover: lines of the first sheet, label and value, in order. The number of rows of each sheet is added.
        missing: what is written where nothing was reported (never 0).
        made_at: the time written into the file (that of the version, so that the bytes do not change from day to day).
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    book.set_properties({"created": made_at.replace(tzinfo=None)})
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EEF5"}
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    first = book.add_worksheet(_sheet_name(cover_name, set()))
    first.set_column(0, 0, 18)
    first.set_column(1, 1, 80)
    lines = [*cover, *((f"{sheet.name} {rows_label}", str(sheet.rows.height)) for sheet in sheets)]
    for number, (label, value) in enumerate(lines):
        first.write_string(number, 0, label, bold)
        first.write_string(number, 1, value, wrap)
    used = {cover_name}
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    for sheet in sheets:
        _write_sheet(book.add_worksheet(_sheet_name(sheet.name, used)), sheet, bold, days, money, missing)
    book.close()
    return target.getvalue()


def digest(*parts: object) -> str:
    """Return a short name of what a file is made of, for its file name (two contents never share a name)."""
    hasher = hashlib.sha256()
    for part in parts:
        if isinstance(part, pl.DataFrame):
            hasher.update(repr(part.schema).encode())
            hasher.update(part.hash_rows(seed=0).to_numpy().tobytes())
        else:
            hasher.update(repr(part).encode())
        hasher.update(b"\x1f")
    return hasher.hexdigest()[:10]


def _sheet_name(name: str, used: set[str]) -> str:
    """Return a name Excel takes: at most 31 characters, none of []:*?/\\, each once."""
    base = _FORBIDDEN.sub(" ", name).strip()[:28] or "1"
    final, number = base, 2
    while final in used:
        final, number = f"{base} {number}", number + 1
    used.add(final)
    return final


def _write_sheet(page: Any, sheet: Sheet, bold: Any, days: Any, money: Any, missing: str) -> None:
    names = [name for name in sheet.labels if name in sheet.rows.columns] or sheet.rows.columns
    for place, name in enumerate(names):
        page.write_string(0, place, sheet.labels.get(name, name), bold)
        page.set_column(place, place, 16)
    page.freeze_panes(1, 0)
    for number, row in enumerate(sheet.rows.select(names).iter_rows(), 1):
        for place, value in enumerate(row):
            _write_cell(page, number, place, value, days, money, missing)


def _write_cell(page: Any, row: int, place: int, value: Any, days: Any, money: Any, missing: str) -> None:
    if value is None:
        page.write_string(row, place, missing)
    elif isinstance(value, bool):
        page.write_boolean(row, place, value)
    elif isinstance(value, Decimal):
        page.write_number(row, place, float(value), money)
    elif isinstance(value, (int, float)):
        page.write_number(row, place, value)
    elif isinstance(value, date):
        page.write_datetime(row, place, value, days)
    else:
        page.write_string(row, place, str(value))
