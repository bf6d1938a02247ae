"""A county of which only some townships reported: the others stay in sight, as 未报."""

from __future__ import annotations

from datetime import date

from tests.queries.conftest import Ask, Drawn

DIVISIONS = """
    division_code | level | name   | short_name
    420281        | 3     | 大冶市 | 大冶
    420281101     | 4     | 保安镇 | 保安
    420281107     | 4     | 刘仁八镇 | 刘仁八
"""
MART = """
    stat_month | indicator_id        | area_code | level | value
    2023-10    | monitored_hh_active | 420281101 | 4     | 30
    2023-11    | monitored_hh_active | 420281101 | 4     | 33
    2023-10    | monitored_hh_active | 420281107 | 4     | 44
"""


def test_a_township_without_a_figure_keeps_its_place(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISIONS, indicator_month=MART)
    rows = ask(
        "overview/towns_window",
        snapshot,
        indicator="monitored_hh_active",
        from_month="2023-10",
        month="2023-11",
    )
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("420281101", date(2023, 10, 1), 30.0),
        ("420281101", date(2023, 11, 1), 33.0),
        ("420281107", date(2023, 10, 1), 44.0),
        ("420281107", date(2023, 11, 1), None),
    ]


def test_an_indicator_nobody_reported_shows_every_township_as_missing(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISIONS, indicator_month=MART)
    rows = ask(
        "overview/towns_window", snapshot, indicator="below_10k_hh", from_month="2023-10", month="2023-11"
    )
    assert [(row[0], row[4]) for row in rows] == [("420281101", None), ("420281107", None)]


def test_the_townships_behind_a_figure_are_counted_for_both_months(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISIONS, indicator_month=MART)
    assert ask("overview/reporting_towns", snapshot, month="2023-11") == [
        ("monitored_hh_active", 1, 1 + 1, 1, 2)
    ]
