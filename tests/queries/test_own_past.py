"""A township against its own past, the townships of like size, and what chance alone would do; and its time line."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest

from tests.queries.conftest import Ask, Drawn

# Rural households: 乙 is nearest to 甲 (1100/1000), then 丙 (1000/800), then 丁 (2000/1000).
DIVISION = """
    division_code | level | name | short_name | town_code | rural_hh
    420281        | 3     | 大冶市 | 大冶     | -         | 4900
    420281100     | 4     | 甲镇 | 甲         | 420281100 | 1000
    420281101     | 4     | 乙镇 | 乙         | 420281101 | 1100
    420281102     | 4     | 丙镇 | 丙         | 420281102 | 800
    420281103     | 4     | 丁镇 | 丁         | 420281103 | 2000
"""
OWN = "420281100"
COUNTS = """
    stat_month | indicator_id | area_code | level | value | unit
    2022-11    | i            | 420281100 | 4     | 8     | 户
    2023-10    | i            | 420281100 | 4     | 9     | 户
    2023-11    | i            | 420281100 | 4     | 10    | 户
    2023-11    | i            | 420281101 | 4     | 20    | 户
    2023-11    | i            | 420281102 | 4     | 40    | 户
    2023-11    | i            | 420281103 | 4     | 90    | 户
    2023-11    | i            | 420281    | 3     | 160   | 户
"""


def test_the_nearest_in_rural_households_are_the_peers(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, indicator_month=COUNTS)
    rows = ask(
        "townships/peers",
        snapshot,
        indicator="i",
        area=OWN,
        peers=2,
        month="2023-11",
        pick="area_name value change_year",
    )
    assert rows == [("甲", 10, 10 - 8), ("乙", 20, None), ("丙", 40, None)]


def test_the_past_has_the_same_month_of_last_year_and_the_middle_of_the_peers(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, indicator_month=COUNTS)
    rows = ask(
        "townships/past", snapshot, indicator="i", area=OWN, peers=2, from_month="2023-10", month="2023-11",
        pick="stat_month value year_before median peer_median county_value towns peers",
    )  # fmt: skip
    october = (date(2023, 10, 1), 9, None, 9, None, None, 1, 0)
    november = (date(2023, 11, 1), 10, 8, (20 + 40) / 2, (20 + 40) / 2, 160, 4, 2)
    assert rows == [october, november]


def test_a_median_that_hidden_cells_could_move_is_not_told(drawn: Drawn, ask: Ask) -> None:
    meta = """
        indicator_id | name | group_code | unit | direction | disclosure | sort_no
        i            | 指标 | g          | 户   | down      | S          | 1
    """
    small = COUNTS.replace("| 40    |", "| 3     |")
    snapshot = drawn(division=DIVISION, indicator_meta=meta, indicator_month=small)
    asked = {"indicator": "i", "area": OWN, "peers": 2, "from_month": "2023-11", "month": "2023-11"}
    pick = "median peer_median"
    # All see 3, 10, 20, 90 (middle 15) and peers 3, 20 (middle 11.5): above 4, so what hides cannot move it.
    assert ask("townships/past", snapshot, areas=(OWN,), pick=pick, **asked) == [
        ((10 + 20) / 2, (2.5 + 20) / 2)
    ]
    # With 乙 hidden as well the middle of the peers is a guess.
    snapshot = drawn(
        division=DIVISION, indicator_meta=meta, indicator_month=small.replace("| 20    |", "| 2     |")
    )
    assert ask("townships/past", snapshot, areas=(OWN,), pick=pick, **asked) == [((2.5 + 10) / 2, None)]


def test_limits_narrow_with_the_base_and_only_what_lies_outside_is_called_so(drawn: Drawn, ask: Ask) -> None:
    rates = """
        stat_month | indicator_id | area_code | level | value | numerator | denominator | unit
        2023-11    | r            | 420281100 | 4     | 0.5   | 50        | 100         | %
        2023-11    | r            | 420281101 | 4     | 0.5   | 200       | 400         | %
        2023-11    | r            | 420281102 | 4     | 0.8   | 80        | 100         | %
        2023-11    | r            | 420281103 | 4     | 0.3   | 30        | 100         | %
    """
    snapshot = drawn(division=DIVISION, indicator_month=rates)
    rows = ask(
        "townships/funnel", snapshot, indicator="r", month="2023-11", pick="area_name low_998 high_998 side"
    )
    p = (50 + 200 + 80 + 30) / (100 + 400 + 100 + 100)
    wide = 3.09 * sqrt(p * (1 - p) / 100)
    narrow = 3.09 * sqrt(p * (1 - p) / 400)
    assert [(name, side) for name, _, _, side in rows] == [
        ("甲", "within"), ("乙", "within"), ("丙", "above"), ("丁", "below")
    ]  # fmt: skip
    assert rows[0][1:3] == (pytest.approx(p - wide), pytest.approx(p + wide))
    assert rows[1][1:3] == (pytest.approx(p - narrow), pytest.approx(p + narrow))
    assert 0.8 > p + wide > 0.5 > p - wide > 0.3  # the picture is as it was meant


def test_a_time_line_knows_events_of_the_areas_above_and_below_and_changed_borders(
    drawn: Drawn, ask: Ask
) -> None:
    notes = """
        note_id | division_code | start_date | end_date   | text
        nation  | 000000        | 2023-05-20 | -          | 全国
        other   | 420281103     | 2023-06-01 | -          | 丁镇的洪水
        own     | 420281100     | 2023-01-01 | 2023-03-31 | 甲镇的试点
        past    | 42            | 2021-01-01 | -          | 太早
    """
    changes = """
        old_code  | new_code  | kind    | changed_on
        420281102 | 420281100 | renamed | 2023-07-01
    """
    snapshot = drawn(division=DIVISION, event_note=notes, division_change=changes, indicator_month=COUNTS)
    asked = {"from_month": "2023-02", "month": "2023-11"}
    pick = "note_id text old_name new_name"
    assert ask("time_line/notes", snapshot, area=OWN, pick=pick, **asked) == [
        ("own", "甲镇的试点", None, None), ("nation", "全国", None, None), ("420281102-420281100", None, "丙镇", "甲镇")
    ]  # fmt: skip
    assert len(ask("time_line/notes", snapshot, area="420281", pick=pick, **asked)) == 4


def test_a_month_tells_how_many_townships_reported(drawn: Drawn, ask: Ask) -> None:
    held = """
        stat_month | indicator_id  | area_code | level | value
        2023-10    | alleviated_hh | 420281100 | 4     | 1
        2023-11    | alleviated_hh | 420281100 | 4     | 1
        2023-11    | alleviated_hh | 420281101 | 4     | 0
    """
    snapshot = drawn(division=DIVISION, indicator_month=held)
    asked = {"from_month": "2023-09", "month": "2023-11"}
    assert ask("time_line/reporting", snapshot, area="420281", **asked) == [
        (date(2023, 10, 1), 1, 4), (date(2023, 11, 1), 2, 4)
    ]  # fmt: skip
    assert ask("time_line/reporting", snapshot, area="420281101", **asked) == [(date(2023, 11, 1), 1, 1)]


def test_a_change_of_regime_is_on_the_time_line_and_names_follow_it(drawn: Drawn, ask: Ask) -> None:
    regimes = """
        regime_code | name           | valid_from | valid_to
        before      | 过渡期         | 2021-01-01 | 2025-12-31
        after       | 常态化防止返贫 | 2026-01-01 | -
    """
    terms = """
        regime_code | column_name | code    | label
        after       | mon_type    | sudden  | 新的名称
        after       | hh_type     | ordinary | 别的列
    """
    snapshot = drawn(division=DIVISION, regime=regimes, regime_term=terms, indicator_month=COUNTS)
    asked = {"area": OWN, "from_month": "2020-12", "month": "2026-03", "pick": "start_date text"}
    assert ask("time_line/notes", snapshot, **asked) == [(date(2026, 1, 1), "常态化防止返贫")]
    assert ask("time_line/terms", snapshot, month="2025-12", of_column="mon_type") == []
    assert ask("time_line/terms", snapshot, month="2026-01", of_column="mon_type") == [("sudden", "新的名称")]
