"""From an empty store to the figures of 保安镇, as a county does it: init, submit, publish, query."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shouwang.cli import program
from shouwang.cli.edge import run
from tests.cli.conftest import SAMPLES, Shouwang

ASK = ("query", "overview/indicator_values", "-p", "area=420281101", "-p", "month=2023-11", "--as", "analyst")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the three files published, made once; to be copied."""
    home = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOUWANG_STORE", str(home / "store"))
        patch.setenv("XDG_STATE_HOME", str(home / "state"))
        assert run(program, ["init", "--county", "420281"]) == 0
        assert run(program, ["submit", *map(str, SAMPLES)]) == 0
        assert run(program, ["publish", "--reason", "首次"]) == 0
    return home / "store"


@pytest.fixture
def published(shouwang: Shouwang, first: Path, tmp_path: Path) -> Shouwang:
    shutil.copytree(first, tmp_path / "store")
    return shouwang


def test_the_published_township_shows_the_figures_of_its_report(published: Shouwang) -> None:
    found = {row["indicator_id"]: row["value"] for row in published(*ASK, "--json").json}
    wanted = {
        "monitored_hh": 45, "monitored_persons": 150, "alleviated_hh": 666, "alleviated_persons": 1288,
        "employed_alleviated": 463, "migrant_workers.out_of_province": 59, "migrant_workers.in_province_out_of_city": 154,
        "migrant_workers.in_city": 250,
        "monitored_hh_total.sudden": 25, "monitored_hh_total.marginal": 17, "monitored_hh_total.unstable": 3,
    }  # fmt: skip
    assert {name: found.get(name) for name in wanted} == wanted
    assert 45 == 25 + 17 + 3
    assert 463 == 59 + 154 + 250


def test_what_nobody_reported_has_no_row(published: Shouwang) -> None:
    found = {row["indicator_id"] for row in published(*ASK, "--json").json}
    assert not found & {
        "project_count",
        "project_fund_total",
        "asset_value",
        "screened_hh",
        "household_visit_rate",
    }
    neighbour = ("-p", "area=420281107", "-p", "month=2023-11", "--as", "analyst", "--json")
    empty = {row["indicator_id"] for row in published("query", "overview/indicator_values", *neighbour).json}
    assert not empty & {"monitored_hh", "alleviated_hh", "alleviated_persons", "employed_alleviated"}


def test_the_same_files_again_are_one_submission_and_no_new_version(published: Shouwang) -> None:
    again = published("submit", *SAMPLES, "--json")
    assert (again.code, [one["new"] for one in again.json]) == (0, [False, False, False])
    assert published("publish", "--reason", "again").code == 2
    assert len(published("versions", "--json").json) == 1


def test_the_receipts_count_every_row(shouwang: Shouwang) -> None:
    shouwang("init", "--county", "420281")
    receipts = shouwang("submit", *SAMPLES, "--json").json
    counts = {one["table"]: (one["rows_in"], one["rows_taken"], one["rows_refused"]) for one in receipts}
    assert counts == {"working": (463, 463, 0), "monitored": (150, 150, 0), "alleviated": (1288, 1288, 0)}


def test_check_changes_nothing_and_needs_no_store(shouwang: Shouwang, tmp_path: Path) -> None:
    said = shouwang("check", *SAMPLES, "--json")
    assert said.code == 0
    assert [one["accepted"] for one in said.json] == [True, True, True]
    assert not (tmp_path / "store").exists()


def test_a_file_with_faults_leaves_with_one_and_names_them_all(shouwang: Shouwang, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / SAMPLES[1].name
    shutil.copy(SAMPLES[1], path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    headers = {cell.value: cell.column for cell in sheet[3]}
    sheet.cell(4, headers["证件号码"]).value = "420299197810016711"
    sheet.cell(5, headers["与户主关系"]).value = "邻居"
    sheet.cell(7, headers["人均纯收入（元）"]).value = "1"
    book.save(path)
    shouwang("init", "--county", "420281")
    said = shouwang("submit", path)
    assert said.code == 1
    for words in ("第4行 “证件号码”列", "第5行 “与户主关系”列", "第7行 “人均纯收入(元)”列"):
        assert words in said.out
    assert "420299197810016711" not in said.out
    held = shouwang("submit", path, "--json")
    assert {fault["row"] for fault in held.json[0]["problems"] if fault["level"] == "reject_row"} >= {4, 5}
    assert shouwang("publish", "--reason", "r").code == 2


def test_versions_can_be_compared_restored_and_verified(published: Shouwang) -> None:
    restored = published("restore", "1", "--reason", "试", "--json")
    assert restored.json == {"version": 2, "restored_from": 1}
    assert published("diff", "1", "2", "--json").json["parts"] == []
    sound = published("verify", "--json")
    assert (sound.code, sound.json["ok"], sound.json["audit"]) == (0, True, [])
    assert published("doctor").code == 0


def test_a_damaged_file_is_found_by_verify(published: Shouwang, tmp_path: Path) -> None:
    target = next((tmp_path / "store" / "objects" / "person_month").rglob("*.parquet"))
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.chmod(0o644)
    target.write_bytes(bytes(content))
    said = published("verify", "--json")
    assert (said.code, [fault["table"] for fault in said.json["faults"]]) == (4, ["person_month"])


def test_every_action_has_its_audit_row(published: Shouwang, tmp_path: Path) -> None:
    from shouwang import records

    published("restore", "1")
    book = records.open_records(tmp_path / "store")
    done = [
        (row.action, row.object)
        for row in records.audit_rows(book)
        if row.action in {"submit", "publish", "restore"} and row.result == "ok"
    ]
    book.close()
    assert [action for action, _ in done] == ["submit"] * 3 + ["publish", "restore"]
    assert [target for _, target in done[3:]] == ["version/1", "version/2"]


def test_the_same_bytes_under_two_names_are_one_submission_told_in_order(
    shouwang: Shouwang, tmp_path: Path
) -> None:
    shouwang("init", "--county", "420281")
    twin = tmp_path / "另一个名字_420299197810016710.xlsx"
    shutil.copy(SAMPLES[0], twin)
    said = shouwang("submit", SAMPLES[0], SAMPLES[1], twin, "--json").json
    assert [one["file"] for one in said] == [
        SAMPLES[0].name,
        SAMPLES[1].name,
        "另一个名字_420299********6710.xlsx",  # the name of a file may hold a number
    ]
    assert [one["new"] for one in said] == [True, True, False]
    assert [one["state"] for one in said] == ["accepted"] * 3
    assert said[0]["receipt"] == said[2]["receipt"] != said[1]["receipt"]


def test_a_store_that_cannot_be_written_is_read_and_verified_and_says_so_where_it_would_change(
    published: Shouwang, tmp_path: Path
) -> None:
    with _read_only(tmp_path / "store", tmp_path / "frozen") as store:
        assert published(*ASK, "--store", store, "--json").json
        assert published("verify", "--store", store, "--json").json == {"ok": True, "faults": [], "audit": []}
        for words in (("restore", "1"), ("submit", tmp_path / "new.xlsx")):
            said = published(*words, "--store", store)
            assert said.code == 4
            assert "只读" in said.err
    assert published("versions", "--json").json[-1]["number"] == 1


@contextmanager
def _read_only(store: Path, place: Path) -> Iterator[Path]:
    """Give a copy of the store that cannot be written: on a file system mounted so, or, without the right to mount, by its mode."""
    (store.parent / "new.xlsx").write_bytes(b"x")
    place.mkdir()
    mounted = (
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True, check=False).returncode
        == 0
    )
    shutil.copytree(store, place / "store")
    folders = [path for path in (place / "store").rglob("*") if path.is_dir()] + [place / "store"]
    try:
        if mounted:
            subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        else:
            for folder in folders:
                folder.chmod(0o555)
        yield place / "store"
    finally:
        if mounted:
            subprocess.run(["umount", "-l", place], check=True)
        else:
            for folder in folders:
                folder.chmod(0o755)
