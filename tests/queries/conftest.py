"""A tiny store from tables drawn as text, and the door to ask it.

    snapshot = drawn(household_month='''
        stat_month | hh_id | division_code | mon_type | risk_status | hh_persons
        2023-11    | a     | 420281107200  | sudden   | active      | 3
    ''')
    assert ask("monitoring/by_area", snapshot, area="420281107", month="2023-11") == [...]

A cell ``-`` is NULL (not reported). A column that is not drawn is NULL, or, where the table requires it, an ordinary value.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.schema import TABLES, Column, Kind, Parts, Table
from shouwang.store import Snapshot, Store

Drawn = Callable[..., Snapshot]
Ask = Callable[..., list[tuple[Any, ...]]]

COUNTY = "420281"
_ORDINARY: dict[str, str] = {
    "source_id": "drawn",
    "is_synthetic": "true",
    "county_code": COUNTY,
    "in_county_total": "true",
    "code_confirmed": "true",
    "in_household": "true",
    "emergency_first": "false",
    "is_no_labour": "false",
    "clue_raised": "false",
    "valid_from": "2020-01-01",
    "birth_date": "1980-01-01",
    "hh_type": "alleviated",
    "hh_persons": "1",
    "level": "5",
}


def _columns(text: str) -> dict[str, list[str | None]]:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {name: [None if row[i] == "-" else row[i] for row in rows] for i, name in enumerate(header)}


def _typed(column: Column, cells: list[str | None]) -> pl.Series:
    texts = pl.Series(column.name, cells, dtype=pl.String)
    if column.kind in {Kind.DATE, Kind.MONTH}:
        whole = [cell if cell is None or len(cell) == 10 else f"{cell}-01" for cell in cells]
        return pl.Series(column.name, whole, dtype=pl.String).str.to_date("%Y-%m-%d")
    if column.kind is Kind.BOOL:
        return pl.Series(
            column.name, [None if cell is None else cell == "true" for cell in cells], dtype=pl.Boolean
        )
    return texts.cast(column.kind.polars)


def _ordinary(column: Column, drawn: dict[str, list[str | None]], row: int) -> str | None:
    """Return a value for a cell that the drawing leaves out."""

    def of(name: str) -> str | None:
        return drawn[name][row] if name in drawn else None

    if column.name == "hh_key":
        return f"key-{of('hh_id')}"
    if column.name == "town_code":
        return (of("division_code") or of("area_code") or "")[:9] or None
    if not column.required:
        return None
    if column.name in _ORDINARY:
        return _ORDINARY[column.name]
    if column.codes:
        return next(iter(column.codes))
    if column.kind is Kind.TEXT:
        return f"{column.name}-{row}"
    return "2023-01-01" if column.kind in {Kind.DATE, Kind.MONTH} else "0"


def frame_of(table: Table, text: str) -> pl.DataFrame:
    """Return the whole table, with every column, of a drawing that names some."""
    drawn = _columns(text)
    unknown = set(drawn) - set(table.names)
    assert not unknown, f"{table.name} has no column {unknown}"
    rows = len(next(iter(drawn.values())))
    return pl.DataFrame(
        [_typed(c, drawn.get(c.name) or [_ordinary(c, drawn, i) for i in range(rows)]) for c in table.columns]
    )


def _parts(table: Table, frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    if table.parts is Parts.ALL or table.part_column is None:
        return {"all": frame}
    column = pl.col(table.part_column)
    if table.parts is Parts.MONTH:
        column = column.dt.strftime("%Y-%m")
    elif table.column(table.part_column).kind in {Kind.DATE, Kind.MONTH}:
        column = column.dt.year()
    named = frame.with_columns(column.cast(pl.String).alias("_part"))
    return {str(key[0]): part.drop("_part") for key, part in named.group_by("_part")}


@pytest.fixture
def drawn(tmp_path: Path) -> Drawn:
    """Seal drawn tables as the first version of a new store; the household history is copied from the months."""

    def make(**tables: str) -> Snapshot:
        store = Store.create(
            tmp_path / f"store-{len(list(tmp_path.iterdir()))}", COUNTY, is_demo=True, salt="s"
        )
        with store.stage() as staging:
            for name, text in tables.items():
                for part, frame in _parts(TABLES[name], frame_of(TABLES[name], text)).items():
                    staging.add(name, part, frame)
            if "household_month" in tables and "household_history" not in tables:
                history = frame_of(TABLES["household_month"], tables["household_month"])
                staging.add("household_history", "all", history)
            staging.commit(author="drawn", reason="test")
        return store.snapshot()

    return make


@pytest.fixture
def ask() -> Ask:
    """Ask a query by name as a viewer of ``areas`` (the whole county unless said) and get its rows as tuples.

    ``pick`` names the columns wanted, with blanks between; without it the rows are whole.
    """

    def asked(
        name: str, snapshot: Snapshot, *, areas: tuple[str, ...] = (COUNTY,), pick: str = "", **params: object
    ) -> list[Any]:
        viewer = Viewer("test", "测试", Role.ANALYST, Scope(areas))
        frame = queries.run(name, viewer=viewer, snapshot=snapshot, **params)
        return (frame.select(pick.split()) if pick else frame).rows()

    return asked
