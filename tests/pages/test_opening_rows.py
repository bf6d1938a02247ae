"""A number opens its rows by the address: what is asked is checked, told, and shown to whom it may be shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from shouwang import charts, queries
from shouwang.errors import ConfigError
from shouwang.ui import Rows
from shouwang.ui.crossfilter import PALE, coded
from shouwang.ui.opened import param_label
from shouwang.ui.rows import clicked
from shouwang.ui.words import column_label
from tests.pages.opening import PAGES, Open, texts

PAGE = """
import polars as pl
from shouwang import charts, ui
viewer = ui.current_viewer()
page = ui.open_page("monitoring", viewer, choices=[ui.Choice("type", "类别", {"unstable": "不稳定", "sudden": "突发"})])
rows = pl.DataFrame({"type": ["unstable", "sudden", None], "hh": [3, 1, 2]})
rows = ui.labelled(rows, type={"unstable": "不稳定", "sudden": "突发"})
opens = {"hh": ui.Rows("rows/monitored", type="@type")}
ui.table(rows, key="monitoring.t", labels={"type": "类别", "hh": "户数"}, page=page, opens=opens)
ui.chart(charts.bars(rows, "type", "hh"), key="monitoring.c", title="户", alt="户", table=rows, page=page, opens=opens)
ui.chart(charts.bars(rows, "type", "hh"), key="monitoring.f", title="户", alt="户", page=page, filters="type")
"""


@pytest.fixture
def drawn(tmp_path: Path, demo_store: Path, run_page: Open) -> Open:
    """Return ``open(viewer, **url)`` of a page with a table and two charts, drawn above."""
    file = tmp_path / "monitoring.py"
    file.write_text(PAGE, "utf-8")
    return lambda viewer, **url: run_page(file, demo_store, viewer, **url)


def _bars(test: AppTest, number: int) -> list[object]:
    found = test.get("plotly_chart")[number]
    return json.loads(found.proto.spec)["data"][0]["customdata"]  # type: ignore[attr-defined,no-any-return]


def test_a_number_is_a_link_to_its_rows_asked_by_its_code(drawn: Open) -> None:
    told = texts(drawn("analyst"))
    asked = "?area=420281&amp;month=2023-11&amp;rows=monitored&amp;r.area=420281&amp;r.month=2023-11&amp;r.type=sudden"
    assert f'href="{asked}">1</a>' in told
    assert "不稳定" in told


def test_a_number_whose_row_has_no_code_opens_nothing(drawn: Open) -> None:
    told = texts(drawn("analyst"))
    assert '<td class="n">2</td>' in told


def test_a_bar_carries_what_its_number_opens(drawn: Open) -> None:
    first, second, third = _bars(drawn("analyst"), 0)
    assert clicked(first) == {
        "rows": "monitored",
        "r.area": "420281",
        "r.month": "2023-11",
        "r.type": "unstable",
    }
    assert clicked(second)["r.type"] == "sudden"
    assert clicked(third) == {}


def test_what_the_browser_makes_up_does_not_get_into_the_address() -> None:
    assert clicked(["as=data_steward&rows=x&hh=1&version=1"]) == {"rows": "x"}
    assert clicked([1]) == clicked([]) == clicked(None) == {}


def test_the_address_opens_the_rows_and_says_how_they_were_asked(drawn: Open) -> None:
    test = drawn("analyst", rows="monitored", **{"r.area": "420281107", "r.type": "sudden"})
    assert not test.exception
    told = texts(test)
    assert "监测对象, 逐户" in told
    assert "区域: 刘仁八镇 · 月份: 2023年11月" in told
    listed = set(re.findall(r"\b[0-9a-f]{12}\b", told))
    assert len(listed) > 10
    assert f"**共{len(listed)}行**" in told
    assert "rows" in test.query_params


def test_what_is_wrong_with_the_rows_asked_for_is_told(drawn: Open) -> None:
    assert "没有“nosuch”这种明细" in texts(drawn("analyst", rows="nosuch"))
    assert "没有“../household/head”这种明细" in texts(drawn("analyst", rows="../household/head"))
    assert "网址里的“colour”这种明细用不到" in texts(
        drawn("analyst", rows="monitored", **{"r.colour": "red"})
    )
    assert "读不出“soon”" in texts(drawn("analyst", rows="monitored", **{"r.month": "soon"}))
    assert "没有“weight”这一列" in texts(drawn("analyst", rows="monitored", sum="weight"))


def test_a_county_leader_gets_counts_and_the_reason_and_no_keys(drawn: Open) -> None:
    test = drawn("county_leader", rows="monitored", **{"r.area": "420281107"})
    told = texts(test)
    assert "县领导看数量" in told
    assert not test.dataframe
    assert "户编号" not in told


@pytest.mark.parametrize(("viewer", "sees"), [("county_leader", False), ("analyst", True)])
def test_a_leaders_lists_of_households_name_nobody(
    viewer: str, sees: bool, demo_store: Path, run_page: Open
) -> None:
    test = run_page(PAGES / "monitoring.py", demo_store, viewer, area="420281107")
    listed = test.dataframe[0].value.columns
    assert "hh_key" in listed
    assert ("head_name" in listed) is sees
    assert ("contact_name" in listed) is sees


def test_another_townships_rows_are_not_opened(drawn: Open) -> None:
    told = texts(drawn("town:420281101", rows="monitored", **{"r.area": "420281107"}))
    assert "不在您的查看范围内" in told
    assert "**共" not in told


def test_only_queries_under_rows_can_be_opened() -> None:
    with pytest.raises(ConfigError, match="rows/"):
        Rows("household/head")


def test_a_clicked_bar_is_full_and_the_others_are_pale() -> None:
    rows = pl.DataFrame({"type": ["a", "b"], "hh": [3, 1]})
    figure = charts.bars(rows, "type", "hh")
    assert coded(figure, "type", None).traces[0]["customdata"] == [["a"], ["b"]]
    assert coded(figure, "type", "b").traces[0]["marker"]["opacity"] == [PALE, 1.0]
    assert "opacity" not in figure.traces[0]["marker"]  # the figure is shared


def test_a_choice_set_in_the_address_is_seen_on_the_chart(drawn: Open) -> None:
    test = drawn("analyst", type="sudden")
    spec = json.loads(test.get("plotly_chart")[1].proto.spec)  # type: ignore[attr-defined]
    assert spec["data"][0]["marker"]["opacity"] == [PALE, 1.0, PALE]
    assert "类别: 突发 ✕" in texts(test)


def test_everything_a_drawer_says_of_rows_has_chinese_words() -> None:
    """Columns of rows queries by their headings, parameters by what they ask."""
    chinese = re.compile(r"[\u4e00-\u9fff]")
    bare = {}
    for name in queries.names():
        if not name.startswith("rows/"):
            continue
        query = queries.find(name)
        columns = [
            one for one, _ in query.columns if one != "dropped_by" and not chinese.search(column_label(one))
        ]
        params = [one.name for one in query.params if not chinese.search(param_label(one.name))]
        if columns or [one for one in params if one not in {"area", "month"}]:
            bare[name] = (columns, params)
    assert bare == {}
