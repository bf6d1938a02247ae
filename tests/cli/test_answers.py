"""``queries`` and ``query``: the same door as the pages."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from shouwang import queries
from tests.cli.conftest import Said, Shouwang

NAME = "overview/indicator_values"
PLACE = ("-p", "area=420281107", "-p", "month=2023-11")


@pytest.fixture
def ask(shouwang: Shouwang, demo_store: Path) -> Shouwang:
    def _ask(*words: object) -> Said:
        return shouwang(*words, "--store", demo_store)

    return _ask


def test_the_example_of_the_readme_prints_rows(ask: Shouwang) -> None:
    said = ask("query", NAME, *PLACE, "--json")
    assert said.code == 0
    assert list(said.json[0]) == ["indicator_id", "value", "numerator", "denominator", "unit"]


def test_every_query_is_listed_with_parameters_and_columns(shouwang: Shouwang) -> None:
    found = shouwang("queries", "--json").json
    assert [one["name"] for one in found] == queries.names()
    assert all(one["title"] and one["columns"] for one in found)


def test_a_township_head_sees_nothing_of_another_township_s_households(ask: Shouwang) -> None:
    words = ("query", "household/members", "-p", "hh=000000000000", "-p", "month=2023-11", "--json")
    assert ask(*words, "--as", "town:420281101").json == []


@pytest.mark.parametrize("user", ["nobody", "town:430922119", "县长"])
def test_a_viewer_whom_nobody_knows_is_refused(user: str, ask: Shouwang) -> None:
    assert ask("query", NAME, *PLACE, "--as", user).code == 2


def test_in_a_real_store_somebody_must_be_named(shouwang: Shouwang) -> None:
    shouwang("init", "--county", "420281")
    said = shouwang("query", NAME, *PLACE, "--json")
    assert (said.code, said.json["error"]["kind"]) == (3, "AccessDenied")


@pytest.mark.parametrize(
    "words",
    [
        ("no/such",),
        (NAME,),
        (NAME, *PLACE, "-p", "x=1"),
        (NAME, "-p", "area"),
        (NAME, *PLACE, "-p", "month=abc"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(words: tuple[str, ...], ask: Shouwang) -> None:
    said = ask("query", *words)
    assert said.code == 2
    assert said.out == ""
    assert said.err


def test_an_unknown_version_is_told_with_the_known_ones(ask: Shouwang) -> None:
    said = ask("query", NAME, *PLACE, "--version", "99")
    assert said.code == 2
    assert "第99版" in said.err
    assert "第1" in said.err


def test_every_format_holds_the_same_rows(ask: Shouwang, tmp_path: Path) -> None:
    rows = ask("query", NAME, *PLACE, "--json").json
    files = {}
    for shape in ("csv", "parquet", "xlsx", "json"):
        files[shape] = tmp_path / f"rows.{shape}"
        assert ask("query", NAME, *PLACE, "--format", shape, "--out", files[shape]).code == 0
    assert pl.read_parquet(files["parquet"]).to_dicts() == rows
    assert pl.read_csv(files["csv"])["value"].to_list() == [row["value"] for row in rows]
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"].read_bytes())).worksheets[1]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        row["indicator_id"] for row in rows
    ]
    table = ask("query", NAME, *PLACE)
    assert table.out.splitlines()[-1] == f"({len(rows)} 行)"


def test_a_file_of_rows_says_what_was_asked(ask: Shouwang, tmp_path: Path) -> None:
    ask("query", NAME, *PLACE, "--format", "xlsx", "--out", tmp_path / "rows.xlsx")
    cover = openpyxl.load_workbook(tmp_path / "rows.xlsx").worksheets[0]
    said = dict(row[:2] for row in cover.iter_rows(values_only=True))
    assert (said["查询"], said["参数 area"], said["参数 month"]) == (NAME, "420281107", "2023-11")


@pytest.mark.parametrize(
    ("area", "month", "viewer", "why"),
    [
        ("420281107", "2019-01", "analyst", "没有行: 2019-01 没有数据(现有"),
        ("420281999", "2023-11", "analyst", "没有行: 区域“420281999”不在您的查看范围内，或不存在。"),
        ("420281107", "2023-11", "town:420281101", "没有行: 区域“420281107”不在您的查看范围内，或不存在。"),
    ],
)
def test_no_row_says_why_beside_the_document(
    area: str, month: str, viewer: str, why: str, ask: Shouwang
) -> None:
    words = ("-p", f"area={area}", "-p", f"month={month}", "-p", "limit=5", "-p", "offset=0")
    said = ask("query", "monitoring/households", *words, "--as", viewer, "--json")
    assert (said.code, said.json) == (0, [])
    assert why in said.err


def test_an_answer_from_an_older_version_than_the_newest_says_so(
    shouwang: Shouwang, demo_store: Path, tmp_path: Path
) -> None:
    shutil.copytree(demo_store, tmp_path / "store")
    assert shouwang("restore", "1").code == 0
    newest = tmp_path / "store" / "manifests" / "00000002.json"
    newest.write_bytes(newest.read_bytes()[:-9])
    said = shouwang("query", NAME, *PLACE, "--json")
    assert (said.code, said.json[0]["indicator_id"]) == (0, "accept_rate")
    assert "较新的第2版已损坏，现在显示的是第1版" in said.err
