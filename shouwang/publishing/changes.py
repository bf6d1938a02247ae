"""From which month on do the marts have to be computed again?

Every figure of a month depends on facts up to that month: on its own, on the months before (flows, the year to date, the
same month of last year) and on facts with a date up to its last day. So whatever changed first, that month and all later
ones are computed again; earlier ones keep their bytes.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from shouwang.schema import (
    CONFIG_TABLES,
    MART_TABLES,
    SOURCE_TABLES,
    TABLES,
    Kind,
    Parts,
    Table,
)
from shouwang.store import Staging

EVERYTHING = date.min
ORIGIN = ("source_id", "source_row", "is_synthetic")

# What a row says about today and no mart reads for an earlier month: the marts go by the dates beside these columns.
CURRENT_ONLY = {
    "identification_case": ("state", "state_at", "reason"),
    "project": ("resp_person", "resp_unit", "content", "name"),
    "measure": ("effect_note",),
}


def all_months(staging: Staging) -> list[date]:
    """Return every month for which the version holds a monthly table, oldest first."""
    tables = {table.name for table in SOURCE_TABLES if table.parts is Parts.MONTH}
    found = {part for table, part in (key.split("/", 1) for key in staging.files) if table in tables}
    return sorted(date.fromisoformat(f"{part}-01") for part in found)


def first_changed(staging: Staging) -> date | None:
    """Return the first month whose marts may differ from the parent version's; None when nothing changed."""
    if staging.base is None:
        return EVERYTHING
    dates = [_first_date(staging, *key.split("/", 1)) for key in staging.written]
    found = [one.replace(day=1) for one in dates if one is not None]
    return min(found, default=None)


def source_written(staging: Staging) -> bool:
    """Say whether any table of facts differs from the parent version's."""
    sources = {table.name for table in SOURCE_TABLES}
    return any(key.split("/", 1)[0] in sources for key in staging.written)


def _first_date(staging: Staging, name: str, part: str) -> date | None:
    table = TABLES[name]
    if table in MART_TABLES:
        return None
    if table in CONFIG_TABLES:
        return EVERYTHING
    # Faults, too, are read by a mart (data_quality): other rules, or an exemption, change its figures and no fact.
    if table.parts is Parts.MONTH:
        return date.fromisoformat(f"{part}-01")
    if name == "income_year":
        return date(int(part), 12, 1)  # closed, and first read, in its December
    first = _first_difference(
        table, _path(staging, name, part, new=False), _path(staging, name, part, new=True)
    )
    if first is not None and table.parts is Parts.YEAR:
        return max(first, date(int(part), 1, 1))  # no month before its year reads it
    return first


def _path(staging: Staging, name: str, part: str, *, new: bool) -> Path | None:
    files = staging.files if new else (staging.base.files if staging.base else {})
    entry = files.get(f"{name}/{part}")
    return staging.store.root / entry.path if entry else None


def _first_difference(table: Table, before: Path | None, after: Path | None) -> date | None:
    """Return the earliest date that any added, removed or altered row of a whole-table file carries."""
    days = [column.name for column in table.columns if column.kind in {Kind.DATE, Kind.MONTH}]
    if before is None or after is None or not days or table.name == "division":
        return EVERYTHING
    ignored = {*ORIGIN, *CURRENT_ONLY.get(table.name, ())}
    days = [name for name in days if name not in ignored]
    kept = [name for name in table.names if name not in ignored]
    old, new = (pl.read_parquet(path, columns=kept) for path in (before, after))
    changed = pl.concat(
        [
            old.join(new, on=kept, how="anti", nulls_equal=True),
            new.join(old, on=kept, how="anti", nulls_equal=True),
        ]
    )
    if changed.is_empty():
        return None
    first = changed.select(pl.min_horizontal(pl.col(days)).alias("first"))["first"]
    return EVERYTHING if first.null_count() else first.min()  # type: ignore[return-value]
