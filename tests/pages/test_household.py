"""农户档案: everything about one household, why it is on a list or not, on paper, and how it is found."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from docx import Document

from shouwang import queries
from shouwang.access import Viewer
from shouwang.access.viewers import viewer_named
from shouwang.i18n import t
from shouwang.store import Snapshot, Store
from shouwang.ui import dossier
from shouwang.ui.dossier import COLUMNS, LISTS, changes_in_words, ribbon_words, verdict
from tests.pages.opening import PAGES, Open, texts

PAGE = PAGES / "household.py"
MONTH = date(2023, 11, 1)
TOWN = "420281107"


@pytest.fixture
def county(demo_store: Path) -> tuple[Viewer, Snapshot]:
    store = Store.open(demo_store)
    return viewer_named("analyst", store.county), store.snapshot()


def _ask(county: tuple[Viewer, Snapshot], name: str, **params: object) -> pl.DataFrame:
    return queries.run(name, viewer=county[0], snapshot=county[1], **params)


def _monitored(county: tuple[Viewer, Snapshot]) -> list[str]:
    return _ask(county, "rows/monitored", area=TOWN, month=MONTH).get_column("hh_key").to_list()


def _on(name: str, rows: pl.DataFrame) -> bool | None:
    return verdict(name, rows, MONTH).on_list


def test_the_file_has_all_its_parts_and_both_downloads(
    demo_store: Path, run_page: Open, county: tuple[Viewer, Snapshot]
) -> None:
    test = run_page(PAGE, demo_store, "analyst", hh=_monitored(county)[0])
    assert not test.exception
    told = texts(test)
    for part in COLUMNS:
        assert t(f"household.{part}_title").strip("*") in told
    for name in LISTS:
        assert t(f"household.list_{name}") in told
    assert len(test.get("download_button")) == 2


def test_without_a_household_a_box_finds_one_by_its_group_and_not_by_name(
    demo_store: Path, run_page: Open, county: tuple[Viewer, Snapshot]
) -> None:
    key = _monitored(county)[0]
    head = _ask(county, "household/head", hh=key, month=MONTH).row(0, named=True)
    test = run_page(PAGE, demo_store, "analyst", area=head["division_code"])
    test.text_input(key="household.search").set_value(key[:6]).run()
    assert key in test.dataframe[0].value["hh_key"].to_list()
    test.text_input(key="household.search").set_value(head["head_name"]).run()
    assert "没有与" in texts(test)


def test_another_townships_household_is_not_found_nor_opened(
    demo_store: Path, run_page: Open, county: tuple[Viewer, Snapshot]
) -> None:
    key = _monitored(county)[0]
    test = run_page(PAGE, demo_store, "town:420281101", hh=key)
    assert t("household.none") in texts(test)
    test.text_input(key="household.search").set_value(key).run()
    assert "没有与" in texts(test)


@pytest.mark.parametrize(("name", "line", "indicator"), [
    ("below_10k", "county_target", "below_10k_hh"), ("below_range", "provincial_range", "below_range_hh"),
])  # fmt: skip
def test_the_verdict_agrees_with_the_list(
    name: str, line: str, indicator: str, county: tuple[Viewer, Snapshot]
) -> None:
    rows = _ask(county, "rows/incomes", area=TOWN, month=MONTH, indicator=indicator)
    on = rows.filter(pl.col("dropped_by").is_null()).get_column("hh_key").to_list()
    off = rows.filter(pl.col("dropped_by").is_not_null()).unique("dropped_by", maintain_order=True)
    listed = dict.fromkeys(on[:8], True) | dict.fromkeys(off.get_column("hh_key").to_list(), False)
    assert set(listed.values()) == {True, False}
    said = {
        key: _on(name, _ask(county, "household/why_below", hh=key, month=MONTH).filter(pl.col("line_code") == line)) for key in listed
    }  # fmt: skip
    assert said == listed


def test_the_verdict_on_the_monitored_agrees_with_the_list(county: tuple[Viewer, Snapshot]) -> None:
    on = _monitored(county)[:5]
    rows = _ask(county, "rows/households", area=TOWN, month=MONTH, indicator="monitored_hh_total")
    off = rows.filter(pl.col("dropped_by").is_not_null()).get_column("hh_key").to_list()[:5]
    said = [
        _on("monitored", _ask(county, "household/why_monitored", hh=key, month=MONTH)) for key in (*on, *off)
    ]
    assert said == [True] * 5 + [False] * len(off)


def test_the_verdict_on_backstop_agrees_with_the_list(county: tuple[Viewer, Snapshot]) -> None:
    rows = _ask(county, "rows/backstop", area="420281", month=MONTH, indicator="backstop_gap")
    for key, dropped in rows.select("hh_key", "dropped_by").unique("dropped_by").iter_rows():
        assert _on("backstop", _ask(county, "household/why_backstop", hh=key, month=MONTH)) is (
            dropped is None
        )


CLAUSES = {
    "clause_no": pl.Int32,
    "clause": pl.String,
    "decides": pl.Boolean,
    "holds": pl.Boolean,
    "value": pl.String,
    "threshold": pl.String,
}


def _clauses(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame([(i, *row) for i, row in enumerate(rows)], schema=CLAUSES, orient="row")


def test_the_failing_clause_is_said_in_a_sentence() -> None:
    found = verdict("below_10k", _clauses(
        ("told", True, True, "2022", None), ("below", True, False, "10214", "10000"), ("labour", True, True, "2022", None),
    ), MONTH)  # fmt: skip
    assert found.title == "不在万元以下名单上"
    assert found.because == ["人均纯收入10,214元，不低于10,000元，高214元"]
    assert found.besides == ["2022年有收入记录", "当年12月有劳动力"]


def test_what_is_not_known_is_no_verdict_unless_something_else_fails() -> None:
    unknown = ("below", True, None, None, None)
    assert verdict("below_10k", _clauses(("told", True, True, "2022", None), unknown), MONTH).on_list is None
    assert (
        verdict("below_10k", _clauses(("told", True, False, "2022", None), unknown), MONTH).on_list is False
    )


def test_states_are_told_as_runs_of_months() -> None:
    months = pl.DataFrame(
        {
            "stat_month": [date(2023, m, 1) for m in (1, 2, 3, 4)],
            "state": ["none", "active", "active", "cleared"],
        }
    )
    assert ribbon_words(months) == [
        "2023-01至2023-01 未监测(1个月)", "2023-02至2023-03 未消除风险(2个月)", "2023-04至2023-04 已消除风险(1个月)",
    ]  # fmt: skip


def test_changes_of_the_household_and_of_members_stand_together_in_words() -> None:
    home = pl.DataFrame(
        [(MONTH, "risk_status", "active", "cleared"), (date(2023, 9, 1), "water_safe", "false", "true")],
        schema=["stat_month", "field", "before", "after"], orient="row",
    )  # fmt: skip
    members = pl.DataFrame(
        [(date(2023, 10, 1), "", True, "in_household", "", "true")],
        schema=["stat_month", "name", "is_minor", "field", "before", "after"], orient="row",
    )  # fmt: skip
    assert [row[1:] for row in changes_in_words(home, members, str).rows()] == [
        ("全户", "风险是否已消除", "未消除", "已消除"), ("未成年成员", "在不在户", "原来不在", "在户"), ("全户", "是否解决安全饮用水", "否", "是"),
    ]  # fmt: skip


def test_the_paper_carries_masked_names_and_the_version(
    demo_store: Path, run_page: Open, county: tuple[Viewer, Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bytes] = []
    monkeypatch.setattr(dossier, "draw_paper", lambda *given: made.append(dossier.paper(*given)))
    run_page(PAGE, demo_store, "analyst", hh=_monitored(county)[0])
    book = Document(io.BytesIO(made[0]))
    told = "\n".join(one.text for one in book.paragraphs)
    names = [
        row.cells[0].text
        for table in book.tables
        for row in table.rows[1:]
        if table.rows[0].cells[0].text == "姓名"
    ]
    assert names
    assert all("*" in name or name == t("household.minor") for name in names)
    assert "数据第1版" in book.sections[-1].footer.paragraphs[0].text
    assert "在监测对象名单上" in told
