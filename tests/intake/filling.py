"""A template filled in the way people do it: places by name, codes by label, days as days, money as numbers."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from shouwang.access import hh_key
from shouwang.intake.forms import Field, Form
from shouwang.intake.locating import county
from shouwang.intake.templates import DATA_SHEET
from shouwang.schema import Column, Kind, Reach

SALT = "test salt"
HOME = county("420281")
FIRST_ROW = 4  # title, header, example


def village_name(code: str) -> str:
    return max((name for (_, name), found in HOME.villages.items() if found == code), key=len)


def as_written(one: Field, value: object) -> object:
    """Return a value of a frame as a person would put it into a cell."""
    if value is None:
        return None
    if one.name == "town":
        return HOME.name if str(value).endswith("000") else HOME.town_name(str(value))
    if one.name == "village":
        return village_name(str(value))
    if one.column.codes is not None:
        return "、".join(one.column.codes[code] for code in str(value).split(","))
    if one.column.kind is Kind.BOOL:
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value:%Y-%m}" if one.column.kind is Kind.MONTH else value
    return float(value) if isinstance(value, Decimal) else value


def cells_of(form: Form, row: dict[str, Any]) -> list[object]:
    places = {"town": row.get("town_code"), "village": row.get("division_code")}
    return [as_written(one, places[one.name] if one.name in places else row[one.name]) for one in form.fields]


def fill(content: bytes, rows: list[list[object]], path: Path) -> Path:
    """Write rows below the example of a template and save it under ``path``."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[DATA_SHEET]
    for number, row in enumerate(rows, FIRST_ROW):
        sheet.cell(number, 1, number - FIRST_ROW + 1)
        for column, value in enumerate(row, 2):
            if value is not None:
                sheet.cell(number, column, value)
    book.save(path)
    return path


def drawn(form: Form, count: int = 3) -> pl.DataFrame:
    """Return rows of a table without a demonstration: something in every column, another key in every row."""
    rows = []
    for number in range(1, count + 1):
        row = {column.name: _drawn_value(column, number) for column in form.table.columns}
        if form.table.reach is Reach.TOWN:
            row["town_code"] = "420281101"
            if "division_code" in row:
                row["division_code"] = f"42028110120{number}"
        if "hh_id" in row:
            row["hh_key"] = hh_key(SALT, row["hh_id"])
        rows.append(row)
    frame = pl.DataFrame(rows, schema=form.table.polars_schema, orient="row")
    return frame.sort(form.table.sort, maintain_order=True) if form.table.sort else frame


def _drawn_value(column: Column, number: int) -> Any:
    if column.codes is not None:
        return list(column.codes)[number % len(column.codes)]
    low = int(column.low or 0)
    return {
        Kind.TEXT: f"周{'一二三四五'[number]}" if column.sensitive else f"A{number:04}",
        Kind.INT: low + number,
        Kind.DATE: date(2023, 3, 1) + timedelta(days=number),
        Kind.MONTH: date(2023, 10, 1),
        Kind.BOOL: number % 2 == 0,
        Kind.MONEY: Decimal(f"{low + number}.25"),
        Kind.DECIMAL: Decimal(f"{low + number}.50"),
        Kind.RATIO: Decimal(f"0.{number}255"),
        Kind.DOUBLE: low + number + 0.125,
    }[column.kind]
