"""万元以下: who stands below which line, who is left out and why, who crossed, what is done about it."""

from __future__ import annotations

from tests.queries.conftest import Ask, Drawn

TOWN, OTHER_TOWN = "420281107", "420281101"

# Of the end of 2022: a and b are alleviated, c is monitored, n has no labour, o is an ordinary household not yet monitored.
DECEMBER = """
    stat_month | hh_id | division_code | head_name | hh_type    | mon_type | risk_status | is_no_labour
    2022-12    | a     | 420281107200  | 甲乙丙    | alleviated | -        | -           | false
    2022-12    | b     | 420281107201  | 丁戊      | alleviated | -        | -           | false
    2022-12    | c     | 420281107200  | 己庚      | ordinary   | marginal | cleared     | false
    2022-12    | n     | 420281107200  | 辛壬      | alleviated | -        | -           | true
    2022-12    | o     | 420281107200  | 癸子      | ordinary   | -        | -           | false
    2022-12    | y     | 420281101200  | 丑寅      | alleviated | -        | -           | false
    2023-11    | a     | 420281107200  | 甲乙丙    | alleviated | -        | -           | true
"""
INCOMES = """
    hh_id | division_code | income_year | window_type              | persons_year | net_per_capita
    a     | 420281107200  | 2022        | annual_oct_sep           | 3            | 9999.99
    b     | 420281107201  | 2022        | annual_oct_sep           | 2            | 10000.00
    c     | 420281107200  | 2022        | annual_oct_sep           | 4            | 7000.00
    n     | 420281107200  | 2022        | annual_oct_sep           | 1            | 5000.00
    o     | 420281107200  | 2022        | annual_oct_sep           | 5            | 6000.00
    y     | 420281101200  | 2022        | annual_oct_sep           | 6            | 7900.00
    b     | 420281107201  | 2022        | rolling_12m_before_event | 2            | 4000.00
    a     | 420281107200  | 2021        | annual_oct_sep           | 3            | 12000.00
    b     | 420281107201  | 2021        | annual_oct_sep           | 2            | 9000.00
    c     | 420281107200  | 2021        | annual_oct_sep           | 4            | 6500.00
"""
MEASURES = """
    measure_id | hh_id | division_code | category   | start_date | end_date   | status
    m1         | a     | 420281107200  | employment | 2023-03-01 | -          | ongoing
    m2         | a     | 420281107200  | industry   | 2023-03-01 | -          | ongoing
    m3         | a     | 420281107200  | education  | 2022-03-01 | 2023-06-30 | done
    m4         | c     | 420281107200  | finance    | 2024-01-01 | -          | planned
"""
BELOW = {"area": TOWN, "income_year": 2022, "line_yuan": 10000}


def test_below_means_less_than_and_households_without_labour_are_left_out_but_said(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES, measure=MEASURES)
    assert ask("below_10k/summary", snapshot, **BELOW, month="2023-11") == [
        (1, "counted", 1 + 1, 3 + 4, 1, 1, 0),
        (2, "alleviated", 1, 3, 1, 0, 0),  # a; b stands on the line and is not below it
        (3, "monitored", 1, 4, 0, 1, 0),  # c: only a plan
        (4, "no_labour", 1, 1, 0, 0, 1),  # n
        (5, "not_listed", 1, 5, 0, 0, 1),  # o
    ]


def test_the_list_counts_what_the_summary_counts_and_shows_bands_not_incomes(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES, measure=MEASURES)
    bands = {"range_yuan": 6800.0, "subline_yuan": 8000.0, "target_yuan": 10000.0, "month": "2023-11"}
    asked = {**BELOW, **bands, "limit": 10, "offset": 0}
    columns = "hh_key head_name persons_year pop_group band band_before measures planned"
    assert ask("below_10k/households", snapshot, **asked, pick=columns) == [
        ("key-c", "己*", 4, "monitored", "under_subline", "under_range", "", "finance"),
        ("key-a", "甲*丙", 3, "alleviated", "under_target", "above", "industry,employment", ""),
    ]
    excluded = ask(
        "below_10k/households", snapshot, **asked, pop_group="no_labour", pick="hh_key band band_before"
    )
    assert excluded == [("key-n", "under_range", None)]


def test_a_band_whose_line_is_not_set_is_passed_over(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES)
    asked = {**BELOW, "target_yuan": 10000.0, "month": "2023-11", "limit": 1, "offset": 0}
    assert ask("below_10k/households", snapshot, **asked, pick="hh_key band") == [("key-c", "under_target")]


def test_a_band_of_the_histogram_holds_its_lower_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES)
    rows = ask("below_10k/histogram", snapshot, area=TOWN, income_year=2022)
    assert rows == [
        (5000.0, 0, 0, 0, 0, 1),  # n: shown, not counted
        (7000.0, 1, 4, 0, 1, 0),
        (9000.0, 1, 3, 1, 0, 0),
        (10000.0, 1, 2, 1, 0, 0),
    ]


def test_crossings_go_both_ways_against_one_line(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES)
    assert ask("below_10k/crossings_total", snapshot, **BELOW) == [
        (1, "fell", 1, 3),  # a: 12000 -> 9999.99
        (2, "rose", 1, 2),  # b: 9000 -> 10000
        (3, "stayed_below", 1, 4),  # c
        (4, "new_below", 0, 0),
    ]
    for direction, expected in (("fell", [("key-a",)]), ("rose", [("key-b",)])):
        asked = {**BELOW, "direction": direction, "limit": 9, "offset": 0, "pick": "hh_key"}
        assert ask("below_10k/crossings", snapshot, **asked) == expected


def test_who_was_not_reported_last_year_did_not_cross(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES)
    asked = {"area": OTHER_TOWN, "income_year": 2022, "line_yuan": 10000}
    rows = ask("below_10k/crossings_total", snapshot, **asked, pick="direction hh persons")
    assert rows == [("fell", 0, 0), ("rose", 0, 0), ("stayed_below", 0, 0), ("new_below", 1, 6)]


def test_rows_by_village_add_up_to_the_township(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES, measure=MEASURES)
    columns = "area_code hh persons alleviated_hh monitored_hh bare_hh no_labour_hh no_labour_persons"
    asked = {"income_year": 2022, "line_yuan": 10001, "month": "2023-11"}
    assert ask("below_10k/by_area", snapshot, area=TOWN, **asked, pick=columns) == [
        ("420281107200", 1 + 1, 3 + 4, 1, 1, 0, 1, 1),
        ("420281107201", 1, 2, 1, 0, 1, 0, 0),
    ]
    assert ask("below_10k/by_area", snapshot, area="420281", **asked, pick=columns) == [
        (TOWN, 2 + 1, 7 + 2, 2, 1, 1, 1, 1),
        (OTHER_TOWN, 1, 6, 1, 0, 1, 0, 0),
    ]


def test_a_township_head_sees_no_row_of_another_township(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES)
    mine = {"areas": (OTHER_TOWN,), "area": "420281", "income_year": 2022, "line_yuan": 10000}
    assert ask("below_10k/by_area", snapshot, **mine, month="2023-11", pick="area_code hh") == [
        (OTHER_TOWN, 1)
    ]
    listed = ask("below_10k/households", snapshot, **mine, month="2023-11", limit=9, offset=0, pick="hh_key")
    assert listed == [("key-y",)]


LINES = """
    line_id | year | division_code | line_code        | value_yuan
    o       | 2022 | 42            | provincial_range | 6900
    p       | 2023 | 42            | provincial_range | 7600
    t       | 2023 | 420281        | county_target    | 10000
    u       | 2024 | 420281        | county_target    | 11000
    x       | 2023 | 341721        | county_subline   | 8000
"""


def test_a_working_years_lines_judge_the_year_before_and_a_missing_line_has_a_row_without_value(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(income_line=LINES)
    columns = "line_code income_year value_yuan"
    expected = [
        ("provincial_range", 2022, 7600.0),
        ("county_subline", 2022, None),
        ("county_target", 2022, 10000.0),
    ]
    for month in ("2022-12", "2023-01", "2023-11"):
        assert ask("below_10k/lines", snapshot, area=TOWN, month=month, pick=columns) == expected
    assert ask("below_10k/lines", snapshot, area=TOWN, month="2023-12", pick=columns) == [
        ("provincial_range", 2023, None),
        ("county_subline", 2023, None),
        ("county_target", 2023, 11000.0),
    ]


def test_without_any_measure_in_the_files_help_is_not_reported_rather_than_none(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(household_month=DECEMBER, income_year=INCOMES)
    columns = "pop_group hh helped_hh planned_hh bare_hh"
    rows = ask("below_10k/summary", snapshot, **BELOW, month="2023-11", pick=columns)
    assert rows[0] == ("counted", 2, None, None, None)
    listed = ask(
        "below_10k/households", snapshot, **BELOW, month="2023-11", limit=1, offset=0, pick="measures planned"
    )
    assert listed == [(None, None)]
    assert ask("below_10k/by_area", snapshot, **BELOW, month="2023-11", pick="hh bare_hh") == [(2, None)]
