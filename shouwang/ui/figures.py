"""The figures of an area over the last months: one query for all cards of a page, kept for its version and scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from shouwang import queries
from shouwang.access import Viewer
from shouwang.store import Snapshot
from shouwang.ui.kept import Kept

MONTHS = 13  # this month, and back to the same month of last year


@dataclass(frozen=True)
class Point:
    value: float | None
    numerator: float | None
    denominator: float | None
    unit: str


Window = dict[str, dict[date, Point]]
_windows: Kept[Window] = Kept(128)


def window(viewer: Viewer, snapshot: Snapshot, area: str, since: date, month: date) -> Window:
    """Return indicator -> month -> point of an area, both months included."""
    key = (snapshot.identity, viewer.scope, area, since, month)
    return _windows.get(key, lambda: _read(viewer, snapshot, area, since, month))


def _read(viewer: Viewer, snapshot: Snapshot, area: str, since: date, month: date) -> Window:
    rows = queries.run(
        "overview/area_window", viewer=viewer, snapshot=snapshot, area=area, from_month=since, month=month
    )
    return from_rows(rows)


def from_rows(rows: pl.DataFrame) -> Window:
    found: Window = {}
    for indicator, at, value, numerator, denominator, unit in rows.iter_rows():
        found.setdefault(indicator, {})[at] = Point(value, numerator, denominator, unit)
    return found


def by_month(held: Window, months: Sequence[date], ids: Sequence[str]) -> pl.DataFrame:
    """Return a row a month with a column for each indicator, of figures already asked for: no question for a line over them.

    A month without any of them has no row; what was not reported is NULL.
    """
    rows = [(month, *(_value(held, one, month) for one in ids)) for month in months]
    schema = {"stat_month": pl.Date(), **dict.fromkeys(ids, pl.Float64())}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.filter(pl.any_horizontal(pl.col(one).is_not_null() for one in ids))


def _value(held: Window, indicator: str, month: date) -> float | None:
    point = held.get(indicator, {}).get(month)
    return point.value if point else None


def parts_by_month(held: Window, months: Sequence[date], indicator: str) -> pl.DataFrame:
    """Return a row a month with the value of a rate, its numerator and its denominator (columns so named)."""
    of_rate = held.get(indicator, {})
    rows = [(at, p.value, p.numerator, p.denominator) for at in months if (p := of_rate.get(at)) is not None]
    numbers = dict.fromkeys(("value", "numerator", "denominator"), pl.Float64())
    return pl.DataFrame(rows, schema={"stat_month": pl.Date(), **numbers}, orient="row")
