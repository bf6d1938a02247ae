"""Ranks and changes in words: what a township head reads of the comparison."""

from __future__ import annotations

from typing import Any

import pytest

from shouwang.ui.comparison import base_words, change_words, rank_words


def _row(**given: Any) -> dict[str, Any]:
    ordinary = {
        "unit": "户", "direction": "down", "is_suppressed": False, "rank_state": "ranked", "rank": 4, "rank_best": 3,
        "rank_worst": 7, "gap_above": 3.0, "handful": 3.0, "handful_unit": "户", "towns": 18, "numerator": None, "denominator": None,
    }  # fmt: skip
    return {**ordinary, **given}


def test_a_rank_is_said_with_its_interval_and_what_separates_it() -> None:
    assert rank_words(_row()) == "名次3—7，共18个，与上一名相差3户，名次不稳"
    below = _row(rank=3, rank_best=3, rank_worst=5, gap_above=40.0)  # only those behind may pass
    assert rank_words(below) == "名次3—5，共18个，名次不稳"


def test_a_rank_that_nothing_moves_is_said_alone() -> None:
    assert rank_words(_row(rank_best=4, rank_worst=4, gap_above=12.0)) == "第4名，共18个，与上一名相差12户"
    assert rank_words(_row(rank=1, rank_best=1, rank_worst=1, gap_above=None)) == "第1名，共18个"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rank_state": "unstable", "rank_best": 2, "rank_worst": 13}, "不排名(可能在2—13)"),
        ({"rank_state": "never"}, "不排名"),
        ({"rank_state": "never", "direction": "neutral"}, "不分好坏，不排名"),
        ({"rank_state": "missing"}, "未报"),
        ({"rank_state": "missing", "is_suppressed": True}, "<5"),
        ({"rank_state": "missing", "is_suppressed": True, "unit": "%"}, "户数少，不显示"),
    ],
)
def test_where_there_is_no_rank_the_reason_is_said(given: dict[str, Any], said: str) -> None:
    assert rank_words(_row(**given)) == said


def test_no_words_praise_or_blame() -> None:
    said = [rank_words(_row(rank_best=best, rank_worst=best)) for best in (1, 18)]

    assert not any(word in text for word in ("前10%", "后10%", "优", "差等") for text in said)


@pytest.mark.parametrize(
    ("by", "unit", "said"),
    [
        (2.0, "户", "升2户"), (-1.0, "人", "降1人"), (0.0, "户", "持平"), (0.0123, "%", "升1.2个百分点"),
        (0.0001, "%", "持平"), (-25000.0, "元", "降2.50万元"), (None, "户", "不能比较"),
    ],
)  # fmt: skip
def test_a_change_is_said_in_its_own_unit(by: float | None, unit: str, said: str) -> None:
    assert change_words(by, unit) == said


def test_a_rate_stands_beside_the_figures_behind_it() -> None:
    assert base_words(_row(numerator=44.0, denominator=60.0)) == "(44/60)"
    assert (
        base_words(_row(numerator=2_760_000.0, denominator=3_700_000.0, handful_unit="百分点"))
        == "(276.00万元/370.00万元)"
    )
    assert base_words(_row()) == ""
