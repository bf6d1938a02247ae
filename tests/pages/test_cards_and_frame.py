"""What a card says, and what the frame makes of an address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shouwang.reference import Indicator, catalogue
from shouwang.ui import figures
from shouwang.ui.cards import Card, card_html, make_card, spark
from shouwang.ui.comparison import base_words
from shouwang.ui.drawer import value_text
from shouwang.ui.figures import Point
from shouwang.ui.page import shift
from shouwang.ui.paths import elsewhere
from shouwang.ui.words import plain_words
from tests.pages.opening import MAIN, PAGES, Open, texts

NOV, OCT = date(2023, 11, 1), date(2023, 10, 1)


def _indicator(direction: str = "neutral", unit: str = "户", **more: str) -> Indicator:
    return Indicator("x", "未消除", "monitored", unit, "一句话", direction=direction, **more)


def _card(indicator: Indicator, now: float | None, before: float | None, **more: figures.Window) -> Card:
    held = {
        "x": {NOV: Point(now, None, None, indicator.unit), OCT: Point(before, None, None, indicator.unit)}
    }
    return make_card(indicator, {**held, **more.get("others", {})}, NOV)


def test_a_rise_of_the_monitored_is_told_without_a_judgement() -> None:
    card = _card(_indicator("neutral"), 45, 43)
    assert (card.value, card.change, card.tone) == ("45户", "▲ 比10月上升2户", "flat")
    assert "sw-bad" not in card_html(card)


@pytest.mark.parametrize(
    ("direction", "now", "before", "tone"),
    [
        ("up", 2, 1, "good"), ("up", 1, 2, "bad"), ("down", 1, 2, "good"), ("down", 2, 1, "bad"), ("up", 2, 2, "flat"),
    ],
)  # fmt: skip
def test_the_colour_follows_the_direction(direction: str, now: float, before: float, tone: str) -> None:
    assert _card(_indicator(direction), now, before).tone == tone


def test_households_and_persons_come_as_a_pair() -> None:
    others: figures.Window = {"p": {NOV: Point(150, None, None, "人")}}
    assert _card(_indicator(pair="p"), 45, 45, others=others).value == "45户150人"


def test_missing_is_not_zero_and_has_no_change() -> None:
    card = _card(_indicator(), None, 43)
    assert (card.value, card.change) == ("未报", "")
    assert _card(_indicator(), 0, None).value == "0户"
    assert _card(_indicator(), 0, None).change == "10月未报，不能比较"


def test_a_rate_changes_by_points_and_shows_what_it_is_made_of() -> None:
    rate = _indicator("up", "%", numerator="当月务工人数", denominator="去年同月务工人数")
    held = {"x": {NOV: Point(463 / 454, 463, 454, "%"), OCT: Point(1.0, 454, 454, "%")}}
    card = make_card(rate, held, NOV)
    assert (card.value, card.base) == ("102.0%", "463人 / 454人")
    assert card.change == "▲ 比10月上升2.0个百分点"


def test_a_gap_in_the_small_line_stays_a_gap() -> None:
    card = Card(_indicator(), "3户", "", "flat", "", (1.0, 2.0, None, 3.0, 3.5))
    assert spark(card).count("M") == 1 + 1  # the line is taken up again after the gap


def test_months_are_stepped_over_the_new_year() -> None:
    assert shift(date(2023, 1, 1), -1) == date(2022, 12, 1)
    assert shift(NOV, -12) == date(2022, 11, 1)
    assert shift(NOV, 2) == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("path", "query", "leads_to"),
    [
        ("/", "", None), ("/funds", "month=2023-11", None), ("/overview", "month=2023-11", "/?month=2023-11"),
        ("/nosuch", "", "/?missing=nosuch"), ("/_stcore/health", "", None), ("/favicon.png", "", None),
        ("/static/js/a", "", None),
    ],
)  # fmt: skip
def test_unknown_addresses_lead_to_the_first_page(path: str, query: str, leads_to: str | None) -> None:
    assert elsewhere(path, query) == leads_to


def test_a_township_head_opens_on_the_own_township_and_sees_it_first(
    demo_store: Path, run_page: Open
) -> None:
    test = run_page(PAGES / "overview.py", demo_store, "town:420281107")
    assert test.selectbox(key="url.area").value == "420281107"
    assert test.selectbox(key="url.area").options == ["刘仁八镇"]
    assert "44户<wbr>136人" in texts(test)


def test_another_township_in_the_address_is_refused_in_one_line(demo_store: Path, run_page: Open) -> None:
    test = run_page(PAGES / "overview.py", demo_store, "town:420281101", area="420281107")
    assert "“420281107”不在您的查看范围内" in texts(test)
    assert test.selectbox(key="url.area").value == "420281101"


def test_the_county_leader_sees_both_reports_figures(demo_store: Path, run_page: Open) -> None:
    said = texts(run_page(PAGES / "overview.py", demo_store, "county_leader", area="420281107"))
    assert "44户<wbr>136人" in said


def test_a_choice_in_the_demo_changes_who_looks(demo_store: Path, run_page: Open) -> None:
    test = run_page(MAIN, demo_store)
    assert test.selectbox(key="url.as").value == "county_leader"
    test.selectbox(key="url.as").set_value("town:420281107").run()
    assert not test.exception
    assert test.selectbox(key="url.area").value == "420281107"
    assert test.query_params["as"] in ("town:420281107", ["town:420281107"])


def test_a_month_is_stepped_and_written_to_the_address(demo_store: Path, run_page: Open) -> None:
    test = run_page(MAIN, demo_store)
    test.button(key="bar.step-1").click().run()
    assert test.selectbox(key="url.month").value == "2023-10"
    assert test.query_params["month"] in ("2023-10", ["2023-10"])
    test.button(key="chip.month").click().run()
    assert test.selectbox(key="url.month").value == "2023-11"


def test_a_year_is_chosen_apart_from_the_month(demo_store: Path, run_page: Open) -> None:
    test = run_page(MAIN, demo_store)
    test.selectbox(key="url.year").set_value("2022").run()
    assert test.query_params["month"] in ("2022-11", ["2022-11"])
    assert test.selectbox(key="url.month").options == [f"{month}月" for month in range(1, 13)]
    test.selectbox(key="url.year").set_value("2020").run()  # the data begin in December
    assert test.query_params["month"] in ("2020-12", ["2020-12"])


def test_the_way_up_stands_over_a_page_below_the_county(demo_store: Path, run_page: Open) -> None:
    test = run_page(MAIN, demo_store, area="420281107201")
    assert "刘仁八镇" in {button.label for button in test.button}
    test.button(key="path.420281107").click().run()
    assert test.query_params["area"] in ("420281107", ["420281107"])
    test.button(key="path.420281").click().run()
    assert "area" not in test.query_params
    town = run_page(MAIN, demo_store, "town:420281107", area="420281107201")
    assert not [
        button for button in town.button if button.key == "path.420281"
    ]  # the county is not theirs to open


def test_a_number_of_a_table_opens_its_card_by_its_address(demo_store: Path, run_page: Open) -> None:
    page = PAGES / "monitoring.py"
    told = texts(run_page(page, demo_store, "county_leader"))
    assert 'href="?area=420281107&amp;month=2023-11&amp;card=monitored_hh_active">44</a>' in told
    opened = run_page(page, demo_store, "county_leader", area="420281107", card="monitored_hh_active")
    assert not opened.exception
    assert "44户136人" in texts(opened)
    assert "card" in opened.query_params  # the address says what is open; closing takes it out
    assert "没有“nosuch”这个指标" in texts(run_page(page, demo_store, "county_leader", card="nosuch"))


def test_a_township_head_is_offered_no_card_of_another_township(demo_store: Path, run_page: Open) -> None:
    told = texts(run_page(PAGES / "monitoring.py", demo_store, "town:420281107"))
    assert "area=420281107201" in told
    assert "area=420281101" not in told


def test_a_township_in_a_list_of_townships_is_opened_and_written_to_the_address(
    demo_store: Path, run_page: Open
) -> None:
    test = run_page(PAGES / "monitoring.py", demo_store, "county_leader", status="active", p="2")
    test.button(key="link.420281107").click().run()
    assert not test.exception
    assert test.query_params["area"] in ("420281107", ["420281107"])
    assert test.query_params["status"] in ("active", ["active"])
    assert "p" not in test.query_params


def test_the_figure_of_a_year_says_so() -> None:
    year = replace(_indicator(), id="new_monitored_hh")
    held = {"new_monitored_hh": {NOV: Point(16, None, None, "户")}}
    assert make_card(year, held, NOV).base == "今年1月以来累计"


def test_a_card_speaks_no_ids() -> None:
    assert plain_words("已付与下达之比；分项 .arrived 以到位为分母(如 .central)。") == "已付与下达之比。"
    assert plain_words("已下达的资金(分项为已到位、计划投入)") == "已下达的资金"
    assert (
        plain_words("当月在务工的人口数，两类合计；分项为脱贫户和监测户。")
        == "当月在务工的人口数，两类合计。"
    )


def test_a_damaged_newest_version_is_skipped_with_a_banner(
    demo_store: Path, tmp_path: Path, run_page: Open
) -> None:
    import shutil

    county = tmp_path / "county"
    shutil.copytree(demo_store, county)
    newer = county / "manifests" / "00000002.json"
    newer.write_text((county / "manifests" / "00000001.json").read_text("utf-8")[:-40], "utf-8")
    test = run_page(PAGES / "overview.py", county, "county_leader")
    assert not test.exception
    assert "较新的第2版已损坏" in texts(test)


def test_a_missing_store_is_a_sentence(tmp_path: Path, run_page: Open) -> None:
    test = run_page(PAGES / "overview.py", tmp_path / "nowhere", "county_leader")
    assert [error.value[:8] for error in test.error] == ["这里还没有数据仓"]
    assert not test.exception


def test_a_rate_that_came_without_its_base_is_not_taken_for_proved() -> None:
    rate, month = catalogue()["insured_rate"], date(2023, 11, 1)
    assert "未经验证" in value_text(rate, Point(1.0, None, None, "%"), {}, month)
    assert value_text(rate, Point(1.0, 12.0, 12.0, "%"), {}, month) == "100.0%"
    told = base_words(
        {"numerator": None, "denominator": None, "unit": "%", "value": 1.0, "handful_unit": "人"}
    )
    assert "未经验证" in told
