"""Faults by rule, area and month; what stands since when; figures that are unusual: on tables drawn here."""

from __future__ import annotations

from datetime import date

import pytest

from tests.queries.conftest import Ask, Drawn

TOWN, OTHER = "420281107", "420281101"
NOV, OCT, SEP = "2023-11", "2023-10", "2023-09"

# Three faults of N01 in November: two count, one is exempt. One of them (a) stands since September.
FAULTS = """
    stat_month | rule_id | level      | town_code | division_code | hh_key | object_key | fault_no | table_name  | column_name | message | is_exempt
    2023-09    | N01     | reject_row | 420281107 | 420281107200  | a      | a          | 1        | income_year | net_total   | m1      | false
    2023-10    | N01     | reject_row | 420281107 | 420281107200  | a      | a          | 1        | income_year | net_total   | m1      | false
    2023-11    | N01     | reject_row | 420281107 | 420281107200  | a      | a          | 1        | income_year | net_total   | m1      | false
    2023-11    | N01     | reject_row | 420281107 | 420281107201  | b      | b          | 1        | income_year | wage        | m2      | false
    2023-11    | N01     | reject_row | 420281107 | 420281107201  | c      | c          | 1        | income_year | net_total   | m3      | true
    2023-11    | B04     | warning    | 420281101 | 420281101200  | d      | d          | 1        | person_month| insured_resident | m4 | false
    2023-11    | B04     | warning    | 420281101 | 420281101200  | d      | d          | 2        | person_month| insured_resident | m5 | false
    2023-08    | B04     | warning    | 420281101 | 420281101200  | d      | d          | 1        | person_month| insured_resident | m4 | false
    2023-11    | P07     | warning    | 420281101 | -             | -      | XM-1       | 1        | project     | name        | m6      | false
"""


def test_faults_are_counted_by_rule_township_and_month_and_exempt_ones_apart(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(rule_fault=FAULTS)
    rows = ask(
        "quality/faults_by_area",
        snapshot,
        area="420281",
        from_month=OCT,
        month=NOV,
        pick="rule_id area_code stat_month faults exempt objects",
    )
    oct_, nov = date(2023, 10, 1), date(2023, 11, 1)
    assert rows == [
        ("B04", OTHER, nov, 2, 0, 1),  # two faults of one person's household
        ("N01", TOWN, oct_, 1, 0, 1),
        ("N01", TOWN, nov, 2, 1, 2),
        ("P07", OTHER, nov, 1, 0, 1),
    ]


def test_a_township_is_counted_by_village_and_what_names_none_under_itself(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(rule_fault=FAULTS)
    rows = ask(
        "quality/faults_by_area",
        snapshot,
        area=OTHER,
        from_month=NOV,
        month=NOV,
        pick="rule_id area_code faults",
    )
    assert rows == [("B04", "420281101200", 2), ("P07", OTHER, 1)]


def test_only_the_rules_asked_for_are_counted(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(rule_fault=FAULTS)
    asked = {"area": "420281", "from_month": NOV, "month": NOV, "pick": "rule_id"}
    assert ask("quality/faults_by_area", snapshot, rules="N01,P07", **asked) == [("N01",), ("P07",)]
    assert ask("quality/faults_by_area", snapshot, rules="N0", **asked) == []


def test_a_fault_says_since_when_it_stands_without_a_break(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(rule_fault=FAULTS)
    rows = ask(
        "quality/fault_rows",
        snapshot,
        area="420281",
        month=NOV,
        limit=50,
        offset=0,
        pick="message since months",
    )
    sep, nov = date(2023, 9, 1), date(2023, 11, 1)
    assert rows == [
        ("m1", sep, 3),
        ("m2", nov, 1),
        ("m3", nov, 1),
        ("m4", nov, 1),  # it was there in August, and gone in between
        ("m5", nov, 1),
        ("m6", nov, 1),
    ]


def test_as_many_rows_are_listed_as_were_counted(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(rule_fault=FAULTS)
    here = {"area": TOWN, "month": NOV, "rules": "N01", "limit": 50, "offset": 0}
    counted = ask(
        "quality/faults_by_area", snapshot, area=TOWN, from_month=NOV, month=NOV, pick="faults exempt"
    )
    assert (
        len(ask("quality/fault_rows", snapshot, exempt=False, **here)) == sum(row[0] for row in counted) == 2
    )
    assert (
        len(ask("quality/fault_rows", snapshot, exempt=True, **here)) == sum(row[1] for row in counted) == 1
    )
    assert len(ask("quality/fault_rows", snapshot, **here)) == 3


def test_a_page_of_faults_knows_how_many_there_are_in_all(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(rule_fault=FAULTS)
    rows = ask(
        "quality/fault_rows", snapshot, area="420281", month=NOV, limit=2, offset=2, pick="message total_rows"
    )
    assert rows == [("m3", 6), ("m4", 6)]


def test_what_was_there_last_month_is_counted_with_its_oldest_month(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(rule_fault=FAULTS)
    assert ask("quality/standing_by_rule", snapshot, area="420281", month=NOV) == [
        ("N01", 1, date(2023, 9, 1))
    ]
    assert ask("quality/standing_by_rule", snapshot, area=OTHER, month=NOV) == []


def test_a_township_head_gets_no_fault_of_another_township(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(rule_fault=FAULTS)
    rows = ask("quality/fault_rows", snapshot, areas=(TOWN,), area="420281", month=NOV, limit=50, offset=0)
    assert len(rows) == 3
    asked = {"areas": (TOWN,), "area": OTHER, "month": NOV}
    assert ask("quality/fault_rows", snapshot, limit=50, offset=0, **asked) == []
    assert ask("quality/standing_by_rule", snapshot, **asked) == []


# -- rows ----------------------------------------------------------------------------------------------------------------


def test_rows_are_counted_in_their_month_and_without_one_as_they_stand(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        household_month="""
            stat_month | hh_id | division_code
            2023-10    | a     | 420281107200
            2023-11    | a     | 420281107200
            2023-11    | b     | 420281107201
        """,
        income_year="""
            income_year | hh_id | division_code
            2022        | a     | 420281107200
        """,
        measure="""
            measure_id | hh_id | division_code
            1          | a     | 420281107200
        """,
    )
    rows = ask("quality/rows_by_area", snapshot, area="420281", from_month="2022-11", month=NOV)
    assert rows == [
        ("household_month", TOWN, date(2023, 10, 1), 1),
        ("household_month", TOWN, date(2023, 11, 1), 2),
        ("income_year", TOWN, date(2022, 12, 1), 1),
        ("measure", TOWN, None, 1),
    ]


# -- unusual -------------------------------------------------------------------------------------------------------------

META = """
    indicator_id        | name       | group_code | unit | disclosure
    monitored_hh_active | 未消除     | monitored  | 户   | P
"""


def _series(*figures: tuple[str, list[float]]) -> str:
    """Draw monthly figures of townships that end in November 2023."""
    lines = ["stat_month | indicator_id | area_code | level | town_code | value | unit"]
    for town, values in figures:
        for back, value in enumerate(reversed(values)):
            year, month = divmod(2023 * 12 + 10 - back, 12)
            lines.append(f"{year}-{month + 1:02d} | monitored_hh_active | {town} | 4 | {town} | {value} | 户")
    return "\n".join(lines)


DIVISIONS = """
    division_code | name     | level
    420281        | 大冶市   | 3
    420281101     | 甲镇     | 4
    420281102     | 乙镇     | 4
    420281103     | 丙镇     | 4
    420281104     | 丁镇     | 4
"""
STEADY = [40.0] * 12


def _outliers(drawn: Drawn, ask: Ask, *figures: tuple[str, list[float]]) -> list[tuple[object, ...]]:
    snapshot = drawn(indicator_month=_series(*figures), indicator_meta=META, division=DIVISIONS)
    return ask(
        "quality/outliers",
        snapshot,
        area="420281",
        month=NOV,
        limit=50,
        pick="area_code value low high peers_alike peers",
    )


def test_a_leap_of_one_township_is_listed_with_what_would_be_usual(drawn: Drawn, ask: Ask) -> None:
    rows = _outliers(drawn, ask, ("420281101", [*STEADY, 400.0]), *((town, [*STEADY, 41.0]) for town in ("420281102", "420281103", "420281104")))  # fmt: skip
    spread = 40.0**0.5  # chance alone; the township itself never moved
    assert len(rows) == 1
    assert rows[0][:2] == ("420281101", 400.0)
    assert rows[0][2:4] == (pytest.approx(40 - 3.5 * spread), pytest.approx(40 + 3.5 * spread))
    assert rows[0][4:] == (0, 3)


def test_a_move_that_all_made_is_the_countys_and_not_listed(drawn: Drawn, ask: Ask) -> None:
    towns = ("420281101", "420281102", "420281103", "420281104")
    assert _outliers(drawn, ask, *((town, [*STEADY, 400.0]) for town in towns)) == []


def test_what_leapt_last_month_and_stays_is_not_listed_again(drawn: Drawn, ask: Ask) -> None:
    calm = ((town, [*STEADY, 40.0]) for town in ("420281102", "420281103", "420281104"))
    assert _outliers(drawn, ask, ("420281101", [*STEADY[:11], 400.0, 400.0]), *calm) == []


def test_few_months_of_history_judge_nothing(drawn: Drawn, ask: Ask) -> None:
    assert _outliers(drawn, ask, ("420281101", [40.0, 40.0, 40.0, 400.0])) == []


def test_a_restless_township_has_a_wider_range(drawn: Drawn, ask: Ask) -> None:
    restless = [20.0, 60.0] * 6  # median 40, deviation 20
    calm = ((town, [*STEADY, 40.0]) for town in ("420281102", "420281103", "420281104"))
    assert _outliers(drawn, ask, ("420281101", [*restless, 100.0]), *calm) == []
