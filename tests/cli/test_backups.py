"""``backup``, ``restore-backup`` and ``diff`` on the command line: what they print, and what they leave with."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from shouwang.store import Store, parquet

from .conftest import Shouwang


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Store:
    """The demo county, and a second version in which a household of 刘仁八镇 has left and another has grown."""
    shutil.copytree(demo_store, tmp_path / "store")
    store = Store.open(tmp_path / "store")
    rows = parquet.read(store.snapshot().files("household_month")[-1])
    gone, grown = rows.filter(pl.col("town_code") == "420281107")["hh_id"].head(2).to_list()
    persons = pl.when(pl.col("hh_id") == grown).then(9).otherwise(pl.col("hh_persons"))
    with store.stage() as staging:
        staging.add(
            "household_month",
            "2023-11",
            rows.filter(pl.col("hh_id") != gone).with_columns(hh_persons=persons),
        )
        staging.commit(author="数据员", reason="更正")
    return store


def test_diff_tells_the_households(store: Store, shouwang: Shouwang) -> None:
    said = shouwang("diff", 1, 2)
    assert said.code == 0
    assert "刘仁八镇: 新增0户，减少1户，变动1户" in said.out
    assert "变动的项目: 当前家庭人口数 1户" in said.out
    assert " -> 9" in said.out


def test_diff_as_json_holds_townships_tables_fields_and_households(store: Store, shouwang: Shouwang) -> None:
    told = shouwang("diff", 1, 2, "--json").json
    assert [one["table"] for one in told["parts"]] == ["household_month"]
    assert [(one["town_code"], one["left"], one["changed"]) for one in told["towns"]] == [("420281107", 1, 1)]
    assert [(one["left"], one["changed"]) for one in told["tables"]] == [(1, 1)]
    assert [one["kind"] for one in told["households"]] == ["left", "changed"]
    assert [one["after"] for one in told["households"][1]["fields"]] == ["9"]
    assert shouwang("diff", 1, 2, "--json", "--limit", 1).json["households"] == told["households"][:1]
    assert shouwang("diff", 1, 2, "--json", "--town", "420281101").json["households"] == []


def test_diff_row_by_row_is_as_it_was(store: Store, shouwang: Shouwang) -> None:
    said = shouwang("diff", 1, 2, "--table", "household_month", "--part", "2023-11")
    assert "新增 0 行，减少 1 行，改动 1 处。" in said.out


def test_there_and_back(store: Store, shouwang: Shouwang, tmp_path: Path) -> None:
    made = shouwang("backup", tmp_path / "b.tar")
    assert made.code == 0
    assert made.out.startswith("已备份到 b.tar: 2个版本(到第2版)、")
    told = shouwang("restore-backup", tmp_path / "b.tar", "--store", tmp_path / "again", "--json").json
    assert (told["versions"], told["kept"]) == ([1, 2], None)
    assert shouwang("verify", "--store", tmp_path / "again").code == 0
    question = ("query", "overview/indicator_values", "-p", "area=420281107", "-p", "month=2023-11", "--json")
    assert shouwang(*question, "--store", tmp_path / "again").json == shouwang(*question).json


def test_what_stands_there_is_only_replaced_when_that_was_said(
    store: Store, shouwang: Shouwang, tmp_path: Path
) -> None:
    assert shouwang("backup", tmp_path / "b.tar").code == 0
    again = shouwang("backup", tmp_path / "b.tar")
    assert (again.code, "没有覆盖" in again.err) == (2, True)
    refused = shouwang("restore-backup", tmp_path / "b.tar")
    assert (refused.code, "--force" in refused.err) == (2, True)
    replaced = shouwang("restore-backup", tmp_path / "b.tar", "--force")
    assert replaced.code == 0
    assert "原有的数据仓改名为 store.replaced-" in replaced.out


def test_a_damaged_backup_is_a_fault_of_the_machine_and_names_the_member(
    store: Store, shouwang: Shouwang, tmp_path: Path
) -> None:
    shouwang("backup", tmp_path / "b.tar")
    whole = bytearray((tmp_path / "b.tar").read_bytes())
    whole[len(whole) // 2] ^= 1
    (tmp_path / "b.tar").write_bytes(whole)
    said = shouwang("restore-backup", tmp_path / "b.tar", "--store", tmp_path / "again")
    assert said.code == 4
    assert "其中的 objects/" in said.err
    assert not (tmp_path / "again").exists()


def test_a_backup_needs_a_store(shouwang: Shouwang, tmp_path: Path) -> None:
    assert shouwang("backup", tmp_path / "b.tar").code == 4
    assert not (tmp_path / "b.tar").exists()
