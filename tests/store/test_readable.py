"""The files are ordinary Parquet: anybody reads them without us."""

from __future__ import annotations

import json

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from drawing import OCT, households, many_households

from shouwang.schema import TABLES

HH, HH_OCT = "household_month/2023-11", "household_month/2023-10"


@pytest.fixture
def paths(store, publish):
    """The files of a version, found as a stranger would: in the manifest, with nothing of ours."""
    publish(
        {HH: many_households(5_000), HH_OCT: households("a", {"hh_id": "b", "house_area": None}, month=OCT)}
    )
    document = json.loads((store.root / "manifests" / "00000001.json").read_text("utf-8"))
    return [str(store.root / entry["path"]) for entry in document["files"].values()]


def test_polars_duckdb_and_arrow_read_the_same_rows(paths):
    by_polars = pl.scan_parquet(paths, hive_partitioning=False).collect()
    by_arrow = pl.from_arrow(pq.ParquetDataset(paths, partitioning=None).read())
    by_duckdb = duckdb.sql(f"SELECT * FROM read_parquet({paths}, hive_partitioning = false)").pl()
    order = ["stat_month", "hh_id"]
    assert by_polars.height == 5_000 + 2
    assert by_polars.schema == TABLES["household_month"].polars_schema
    assert by_polars.sort(order).equals(by_arrow.sort(order).cast(by_polars.schema))
    assert by_polars.sort(order).equals(by_duckdb.sort(order).cast(by_polars.schema))


def test_what_was_published_is_what_strangers_read(paths):
    read = pl.read_parquet(paths, hive_partitioning=False).filter(pl.col("stat_month") == OCT)
    assert read.equals(households("a", {"hh_id": "b", "house_area": None}, month=OCT))


def test_all_months_are_read_by_one_pattern(store, paths):
    pattern = f"{store.root}/objects/household_month/*/*.parquet"
    assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{pattern}')").fetchall() == [(5_000 + 2,)]
    assert pl.scan_parquet(pattern).select(pl.len()).collect().item() == 5_000 + 2


def test_files_are_zstd_with_the_encodings_of_data_page_two_sorted_by_place(paths):
    november = pq.ParquetFile(next(path for path in paths if "2023-11" in path))
    group = november.metadata.row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    assert {column.compression for column in columns} == {"ZSTD"}
    encodings = {encoding for column in columns for encoding in column.encodings}
    assert any(encoding.startswith("DELTA") for encoding in encodings), encodings
    rows = pl.read_parquet([path for path in paths if "2023-11" in path], hive_partitioning=False)
    assert rows.equals(rows.sort("town_code", "division_code", "hh_id"))


def test_published_files_cannot_be_written_by_chance(store, paths):
    assert {oct((store.root / path).stat().st_mode)[-3:] for path in paths} == {"444"}
