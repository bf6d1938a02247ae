"""A small county whose issues are past their day: stores with alerts of A14, drawn in the test."""

from __future__ import annotations

from datetime import date

import polars as pl

from shouwang import reference
from shouwang.publishing import Part, publish
from shouwang.rules.examples import frame
from shouwang.schema import TABLES
from shouwang.store import Store

OCTOBER, NOVEMBER = date(2023, 10, 1), date(2023, 11, 1)
HERE, THERE = "420281107200", "420281101204"  # villages of 刘仁八镇 and 保安镇
LATE = {"issue_id": "I1", "due_at": "2023-10-20"}
LATER = {"issue_id": "I2", "due_at": "2023-11-20"}


def reported(*months: date) -> list[Part]:
    """Return months in which one household was reported, so that they exist."""
    table = TABLES["household_month"]
    return [Part(table.name, f"{month:%Y-%m}", frame(table, ({},), month)) for month in months]


def issues(*rows: dict[str, object]) -> Part:
    ordinary = {"source_year": 2023, "found_at": "2023-05-01", "division_code": HERE}
    drawn = tuple({**ordinary, **row} for row in rows)
    return Part("issue_rectification", "all", frame(TABLES["issue_rectification"], drawn, NOVEMBER))


def sealed(store: Store, *parts: Part) -> pl.DataFrame:
    """Publish and return the alerts of A14 (an issue past its day) of the newest version."""
    places = Part("division", "all", reference.divisions("420281"))
    publish(store, [places, *parts], author="test", reason="test")
    files = store.snapshot().files("alert")
    rows = pl.concat([pl.read_parquet(path, hive_partitioning=False) for path in files])
    return rows.filter(pl.col("rule_id") == "A14").sort("stat_month", "object_key")
