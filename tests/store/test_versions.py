"""Versions: what publishing changes and what it leaves, history, going back."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from drawing import OCT, households, many_households

from shouwang.errors import (
    DataFaults,
    PublishConflict,
    StoreDamaged,
    StoreForeign,
    UsageError,
    VersionUnknown,
)
from shouwang.schema import TABLES
from shouwang.store import Store, disk, manifest

HH, HH_OCT = "household_month/2023-11", "household_month/2023-10"


def _rows(store: Store, number: int | None = None, table: str = "household_month") -> list[str]:
    return pl.read_parquet(store.snapshot(number).files(table))["hh_id"].to_list()


def _object(store: Store, key: str = HH, number: int | None = None) -> Path:
    return store.root / store.snapshot(number).manifest.files[key].path


def test_a_version_holds_what_was_published_and_older_ones_stay(store, publish):
    publish({HH: households("a", "b")})
    publish({HH: households("a", "b", "c")})
    assert _rows(store, 1) == ["a", "b"]
    assert _rows(store, 2) == _rows(store) == ["a", "b", "c"]


def test_the_same_rows_in_another_order_change_nothing(store, publish):
    first = publish({HH: households("a", "b")})
    before = os.stat(_object(store))
    with store.stage() as staging:
        staging.add("household_month", "2023-11", households("b", "a"), sources=["R-20231201-0001"])
        assert staging.written == []
        second = staging.commit(author="数据员", reason="再发一次")
    assert second.files == first.files
    after = os.stat(_object(store))
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_only_the_month_that_changed_is_written(store, publish):
    publish({HH: households("a"), HH_OCT: households("a", month=OCT)})
    with store.stage() as staging:
        staging.add("household_month", "2023-10", households("a", month=OCT))
        staging.add("household_month", "2023-11", households("a", "b"))
        assert staging.written == [HH]
        staging.commit(author="数据员", reason="十一月补报")
    assert _object(store, HH_OCT, 1) == _object(store, HH_OCT, 2)
    assert len(list((store.root / "objects").rglob("*.parquet"))) == 2 + 1


def test_the_same_rows_give_the_same_bytes_however_often_and_however_many(tmp_path):
    rows = many_households(130_000)  # two row groups, so that two threads have something to disagree about
    hashes = set()
    for attempt in range(2):
        store = Store.create(tmp_path / str(attempt), "420281")
        with store.stage() as staging:
            staging.add("household_month", "2023-11", rows.sample(fraction=1, shuffle=True, seed=attempt))
        hashes |= {entry.sha256 for entry in staging.files.values()}
    assert len(hashes) == 1


def test_rows_that_another_writer_put_into_other_bytes_are_not_written_again(store, publish):
    first = publish({HH: households("a", "b")})
    table = pq.read_table(_object(store))
    other = store.root / "staging" / "other.parquet"
    pq.write_table(table, other, compression="snappy")
    sha = disk.digest(other)
    moved = other.rename(_object(store).with_name(f"{sha[:24]}.parquet"))
    entry = replace(
        first.files[HH], path=moved.relative_to(store.root).as_posix(), sha256=sha, bytes=moved.stat().st_size
    )
    made = replace(first, version=2, parent=1, files={HH: entry}, _tables={})
    (store.root / "manifests" / "00000002.json").write_bytes(manifest.dump(made))
    with store.stage() as staging:
        staging.add("household_month", "2023-11", households("a", "b"))
        assert staging.written == []


def test_a_damaged_file_is_made_good_by_publishing_its_rows_again(store, publish):
    publish({HH: households("a", "b")})
    path = _object(store)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    assert [fault.kind for fault in store.verify()] == ["damaged"]
    publish({HH: households("a", "b")})
    assert store.verify() == []
    assert _rows(store, 1) == _rows(store, 2) == ["a", "b"]


def test_leaving_a_staging_without_commit_changes_nothing(store, publish):
    publish({HH: households("a")})
    with store.stage() as staging:
        staging.add("household_month", "2023-11", households("b"))
    assert store.numbers() == [1]
    assert _rows(store) == ["a"]


def test_a_part_can_be_left_out_and_stays_in_older_versions(store, publish):
    publish({HH: households("a"), HH_OCT: households("a", month=OCT)})
    with store.stage() as staging:
        staging.drop("household_month", "2023-10")
        staging.commit(author="数据员", reason="十月作废")
    assert store.snapshot().months() == ("2023-11",)
    assert store.snapshot(1).months() == ("2023-10", "2023-11")


def test_of_two_stagings_the_second_is_told_who_was_first(store, publish):
    publish({HH: households("a")})
    with store.stage() as mine, store.stage() as theirs:
        theirs.add("household_month", "2023-11", households("t"))
        mine.add("household_month", "2023-11", households("m"))
        theirs.commit(author="王数据", reason="先")
        with pytest.raises(PublishConflict, match=r"王数据刚刚\(.*\)发布了第2版，您这次没有发布"):
            mine.commit(author="李数据", reason="后")
    assert _rows(store) == ["t"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.drop("phone"), "缺少 \\['phone'\\]"),
        (lambda rows: rows.with_columns(extra=1), "多出 \\['extra'\\]"),
        (lambda rows: rows.with_columns(hh_persons=pl.lit("x")), "类型不符"),
        (
            lambda rows: rows.with_columns(town_code=pl.lit(None, pl.String)),
            r"必填列有空值: town_code\(1行\)",
        ),
        (lambda rows: pl.concat([rows, rows]), "有1行重复\\(同一户编号、月份\\)"),
        (lambda rows: rows.with_columns(stat_month=OCT), "有1行的月份不是2023-11"),
    ],
)
def test_rows_that_do_not_fit_the_table_are_refused_and_nothing_is_written(store, change, said):
    with store.stage() as staging, pytest.raises(DataFaults, match=said):
        staging.add("household_month", "2023-11", change(households("a")))
    assert staging.files == {}
    assert list((store.root / "objects").iterdir()) == []


@pytest.mark.parametrize("part", ["2023-13", "2023", "all", "../../x", ""])
def test_a_part_must_be_named_as_the_table_is_cut(store, part):
    with store.stage() as staging, pytest.raises(UsageError, match="分部应为月份"):
        staging.add("household_month", part, households("a"))


def test_a_table_nobody_knows_is_refused(store):
    with store.stage() as staging, pytest.raises(UsageError, match="没有名为“pigs”的表"):
        staging.add("pigs", "all", households("a"))


def _mart_query(places: str, order: str = "area_code") -> str:
    return f"""SELECT DATE '2023-11-01' AS stat_month, 'i' AS indicator_id, area AS area_code, CAST(4 AS BIGINT) AS level,
        area AS town_code, 1 AS value, NULL AS numerator, NULL AS denominator, '户' AS unit
        FROM (VALUES {places}) AS t(area) ORDER BY {order}"""


def test_a_query_is_sealed_with_the_types_of_its_table(store):
    with store.stage() as staging, duckdb.connect() as engine:
        staging.add_query("indicator_month", "2023-11", engine, _mart_query("('420281107'), ('420281101')"))
        staging.commit(author="数据员", reason="指标")
    rows = pl.read_parquet(store.snapshot().files("indicator_month"))
    assert rows.schema == TABLES["indicator_month"].polars_schema
    assert rows["area_code"].to_list() == ["420281101", "420281107"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT 1 AS x", "列不符"),
        (_mart_query("('420281101'), ('420281101')"), "有1行重复"),
        (_mart_query("('420281101')").replace("2023-11-01", "2023-10-01"), "有1行的月份不是2023-11"),
        (_mart_query("('420281101')").replace("'户' AS", "NULL AS"), "必填列有空值"),
    ],
)
def test_a_query_that_does_not_fit_its_table_is_refused(store, query, said):
    with store.stage() as staging, duckdb.connect() as engine, pytest.raises(DataFaults, match=said):
        staging.add_query("indicator_month", "2023-11", engine, query)
    assert staging.files == {}


def test_the_history_tells_who_when_why_and_how_much(store, publish):
    publish({HH: households("a", "b"), HH_OCT: households("a", month=OCT)}, author="王数据", reason="首次")
    store.restore(1, author="李数据", reason="退回")
    first, second = store.versions()
    assert (first.number, first.author, first.reason, first.parent) == (1, "王数据", "首次", None)
    assert (first.months, first.rows, first.damaged) == (("2023-10", "2023-11"), 2 + 1, False)
    assert first.created_at.endswith("+08:00")
    assert (second.number, second.parent, second.restored_from) == (2, 1, 1)


def test_going_back_is_a_new_version_with_the_old_files(store, publish):
    old = publish({HH: households("a")})
    publish({HH: households("a", "b")})
    made = store.restore(1, author="数据员", reason="十一月报错")
    assert (made.version, made.restored_from, made.files) == (3, 1, old.files)
    assert _rows(store) == ["a"]
    assert _rows(store, 2) == ["a", "b"]


def test_going_back_to_a_version_with_a_damaged_file_is_refused_by_month_and_table(store, publish):
    publish({HH: households("a")})
    publish({HH: households("a", "b")})
    store.snapshot(1).files("household_month")  # seen to be right in this process; restoring looks again
    path = _object(store, HH, 1)
    path.unlink()
    with pytest.raises(StoreDamaged, match="不能退回第1版: 2023年11月“农户月表”的数据文件缺失"):
        store.restore(1, author="数据员", reason="x")
    assert store.numbers() == [1, 2]


def test_an_unknown_version_names_those_there_are(store, publish):
    with pytest.raises(VersionUnknown, match="还没有发布过任何版本"):
        store.snapshot()
    publish({HH: households("a")})
    publish({HH: households("b")})
    with pytest.raises(VersionUnknown, match=r"没有第9版\(现有第1到第2版\)"):
        store.snapshot(9)


def test_a_damaged_manifest_is_passed_over_by_name_and_its_number_not_used_again(store, publish):
    publish({HH: households("a")})
    publish({HH: households("b")})
    path = store.root / "manifests" / "00000002.json"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b'"rows": 1', b'"rows": 2'))
    shown = store.snapshot()
    assert (shown.number, shown.skipped) == (1, (2,))
    with pytest.raises(StoreDamaged, match="第2版的清单已损坏"):
        store.snapshot(2)
    assert [one.damaged for one in store.versions()] == [False, True]
    assert publish({HH: households("c")}).version == 3
    assert store.snapshot().skipped == ()


def test_a_manifest_under_another_number_or_of_another_county_is_not_believed(store, publish, tmp_path):
    publish({HH: households("a")})
    manifests = store.root / "manifests"
    (manifests / "00000002.json").write_bytes((manifests / "00000001.json").read_bytes())
    assert store.snapshot().skipped == (2,)
    foreign = Store.create(tmp_path / "other", "420116")
    (foreign.root / "manifests" / "00000001.json").write_bytes((manifests / "00000001.json").read_bytes())
    with pytest.raises(StoreForeign, match=r"另一个县\(420281\)"):
        foreign.snapshot()


def test_a_manifest_of_a_newer_program_is_called_newer_not_damaged_and_not_passed_over(store, publish):
    publish({HH: households("a")})
    (store.root / "manifests" / "00000002.json").write_text('{"format": 2, "seal": "made otherwise"}')
    with pytest.raises(StoreForeign, match="第2版是用更新的程序写的"):
        store.snapshot()


def test_a_file_outside_the_store_is_never_followed(store, publish):
    made = publish({HH: households("a")})
    entry = replace(made.files[HH], path="objects/../../elsewhere.parquet")
    bad = replace(made, version=2, files={HH: entry}, _tables={})
    (store.root / "manifests" / "00000002.json").write_bytes(manifest.dump(bad))
    assert store.snapshot().skipped == (2,)


def test_two_stagings_of_one_second_have_different_identities(store):
    with store.stage() as staging:
        empty = staging.snapshot().identity
        staging.add("household_month", "2023-11", households("a"))
        assert staging.snapshot().identity != empty


def test_months_of_an_empty_part_are_kept(store, publish):
    publish({HH: households("a").clear()})
    assert store.snapshot().months() == ("2023-11",)
    assert _rows(store) == []
