"""A report beside the snapshot: what agrees, what does not, and which definition makes the number."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from shouwang import queries
from shouwang.access.viewers import viewer_named
from shouwang.cli import program
from shouwang.reference import catalogue
from shouwang.reports import Compared, compare_report, read_report, vocabulary
from shouwang.reports.against import AGREES, DIFFERS, counterparts
from shouwang.store import Store

BAOAN, LIURENBA = "420281101", "420281107"
COUNTY = "420281"


@pytest.fixture(scope="module")
def values(demo_store: Path) -> dict[str, int]:
    """What the store says of the township, by indicator."""
    rows = queries.run(
        "overview/indicator_values", viewer=viewer_named("analyst", COUNTY), snapshot=Store.open(demo_store).snapshot(),
        area=BAOAN, month=date(2023, 11, 1),
    )  # fmt: skip
    return {
        row["indicator_id"]: int(row["value"])
        for row in rows.iter_rows(named=True)
        if row["value"] is not None
    }


def compared(store: Path, text: str, viewer: str = "analyst") -> tuple[Compared, ...]:
    return compare_report(
        read_report(text), viewer=viewer_named(viewer, COUNTY), snapshot=Store.open(store).snapshot()
    )


def report(hh: int, active: int, *, place: str = "保安镇", year: int = 2023) -> str:
    return f"{place}{year}年工作总结\n截至目前，全镇现有监测户{hh}户，其中未消除风险{active}户。"


def test_figures_that_the_snapshot_has_agree(demo_store: Path, values: dict[str, int]) -> None:
    total, active = values["monitored_hh_total"], values["monitored_hh_active"]
    found = compared(demo_store, report(total, active))
    assert [(one.figure.indicator, one.agreement, one.difference) for one in found] == [
        ("mon_hh", AGREES, Decimal(0)), ("mon_unelim_hh", AGREES, Decimal(0)),
    ]  # fmt: skip
    assert f"快照2023-11是 {total}户，相符" in found[0].sentence


def test_a_number_of_another_definition_is_found_out(demo_store: Path, values: dict[str, int]) -> None:
    total, active = values["monitored_hh_total"], values["monitored_hh_active"]
    assert total != active  # else nothing could be told apart
    first = compared(demo_store, report(active, active))[0]
    assert (first.agreement, first.difference) == (DIFFERS, Decimal(active - total))
    assert catalogue()["monitored_hh_active"].name in first.made_by
    assert f"相差 {total - active}户" in first.sentence


def test_a_number_of_no_definition_is_told_as_that_with_how_many_were_tried(demo_store: Path) -> None:
    first = compared(demo_store, report(7_777, 1))[0]
    assert first.made_by == ()
    assert first.tried >= 10
    assert f"没有一种口径能得到 7777，试了{first.tried}种口径，凭巧合碰上的不到0.1种" in first.sentence


@pytest.mark.parametrize(
    ("text", "viewer"),
    [
        (report(3, 2, place="平安镇"), "analyst"),
        (report(3, 2, year=2019), "analyst"),
        (report(3, 2), f"town:{LIURENBA}"),
        ("保安镇2023年工作总结\n全镇监测户约60户。", "analyst"),
    ],
    ids=["a place of no store", "a year without snapshot", "another township's head", "about"],
)
def test_what_cannot_be_compared_fairly_is_left_out(text: str, viewer: str, demo_store: Path) -> None:
    assert compared(demo_store, text, viewer) == ()


def test_the_map_names_indicators_that_there_are() -> None:
    known = counterparts()
    assert {one for one in known if not one.startswith("+")} <= set(vocabulary.indicators())
    for one in known.values():
        assert catalogue()[one.store].name


def test_the_command_compares_when_a_store_is_given(
    demo_store: Path, tmp_path: Path, values: dict[str, int]
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(report(values["monitored_hh_total"] + 1, values["monitored_hh_active"]), "utf-8")
    call = ["report", "check", str(path), "--store", str(demo_store)]
    told = json.loads(CliRunner().invoke(program, [*call, "--json"]).output)
    assert [(one["verdict"], one["difference"]) for one in told["against"]] == [(DIFFERS, 1), (AGREES, 0)]
    assert DIFFERS in CliRunner().invoke(program, call).output
