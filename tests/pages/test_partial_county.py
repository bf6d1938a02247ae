"""A county's figure says how many townships it holds, and months of different townships are not compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from shouwang import charts
from shouwang.reference import catalogue
from shouwang.ui.cards import Card, Towns, _honest
from shouwang.ui.show import _has_values
from tests.pages.opening import PAGES, Open, texts

CARD = Card(catalogue()["monitored_hh_active"], "33户109人", "▲ 比10月上升3户", "flat", "", (30.0, 33.0))


def test_a_whole_county_is_shown_as_it_is() -> None:
    assert _honest(CARD, Towns(18, 18, 18, 18)) == CARD
    assert _honest(CARD, None) == CARD


def test_a_part_of_the_county_is_called_so() -> None:
    assert _honest(CARD, Towns(1, 1, 1, 18)).base == "只含已报的1个乡镇"
    assert (
        _honest(replace(CARD, base="12户 / 45户"), Towns(17, 17, 17, 18)).base
        == "只含已报的17个乡镇 12户 / 45户"
    )


def test_months_of_different_townships_are_not_compared() -> None:
    assert _honest(CARD, Towns(17, 18, 17, 18)).change == "两个月报送的乡镇不同，不比较"
    assert _honest(CARD, Towns(17, 17, 16, 18)).change == "两个月报送的乡镇不同，不比较"
    assert _honest(CARD, Towns(17, 17, 17, 18)).change == CARD.change


def test_the_first_month_has_no_floor_and_no_earlier_work(demo_store: Path, run_page: Open) -> None:
    told = texts(run_page(PAGES / "employment.py", demo_store, "county_leader", month="2020-12"))
    assert "2019年12月未报，没有底线，不能比较。" in told
    assert "都不低于去年同月" not in told
    assert "没有可画的数" in told  # no township can be above or below: eighteen names are no chart


def test_months_without_a_figure_are_no_picture() -> None:
    rows = pl.DataFrame(
        {"month": ["2023-10", "2023-11"], "hh": [None, None]}, schema_overrides={"hh": pl.Int64}
    )
    assert not _has_values(charts.lines(rows, "month", "hh"))
    assert _has_values(charts.lines(rows.with_columns(hh=pl.lit(0)), "month", "hh"))
