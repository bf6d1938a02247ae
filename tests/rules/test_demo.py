"""The demo county has the faults of a real month: some in every month, none that is nearly every row's."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from shouwang import rules
from shouwang.schema import TABLES, Parts
from shouwang.store import Snapshot, Store

MOST = (
    0.2  # of a table's rows of a month; what more rows than that break is the rule's mistake, or the demo's
)


@pytest.fixture(scope="module")
def snapshot(demo_store: Path) -> Snapshot:
    return Store.open(demo_store).snapshot()


@pytest.fixture(scope="module")
def faults(snapshot: Snapshot) -> pl.DataFrame:
    files = snapshot.files("rule_fault")
    return pl.concat([pl.read_parquet(path, hive_partitioning=False) for path in files])


def test_every_month_was_judged_and_has_faults(snapshot: Snapshot, faults: pl.DataFrame) -> None:
    months = snapshot.months("household_month")
    assert snapshot.months("rule_fault") == months
    assert {f"{month:%Y-%m}" for month in faults["stat_month"].unique()} == set(months)


def test_no_row_of_the_demo_would_be_refused(faults: pl.DataFrame) -> None:
    assert faults.filter(pl.col("level") != rules.WARN).height <= 5


def test_no_rule_finds_most_rows_of_a_table_at_fault(snapshot: Snapshot, faults: pl.DataFrame) -> None:
    rows = {
        (name, part): entry.rows
        for name, table in TABLES.items()
        if table.parts is Parts.MONTH
        for part, entry in snapshot.manifest.parts(name).items()
    }
    counted = faults.group_by("rule_id", "table_name", "stat_month").len()
    shares = {
        (rule_id, month): found / rows[table, f"{month:%Y-%m}"]
        for rule_id, table, month, found in counted.iter_rows()
        if (table, f"{month:%Y-%m}") in rows
    }
    assert {key: share for key, share in shares.items() if share > MOST} == {}


def test_what_is_told_names_nobody(snapshot: Snapshot, faults: pl.DataFrame) -> None:
    people = pl.read_parquet(
        snapshot.files("person_month")[-1], columns=["name", "id_no", "hh_id", "person_id"]
    )
    told = " ".join(faults["message"].unique())
    for column in ("id_no", "hh_id", "person_id"):
        assert not [value for value in people[column].unique() if value in told]
