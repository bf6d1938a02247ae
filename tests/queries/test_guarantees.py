"""Three guarantees and water: who is out of school, uninsured, in a bad house or without safe water, and since when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.store import Store
from tests.queries.conftest import Ask, Drawn

DIVISION = """
    division_code | level | name     | short_name | parent_code | town_code | in_county_total
    420281        | 3     | 大冶市   | 大冶       | -           | -         | true
    420281101     | 4     | 保安镇   | 保安       | 420281      | 420281101 | true
    420281107     | 4     | 刘仁八镇 | 刘仁八     | 420281      | 420281107 | true
    420281170     | 4     | 汪仁镇   | 汪仁       | 420281      | 420281170 | false
    420281101200  | 5     | 甲村     | 甲村       | 420281101   | 420281101 | true
    420281107200  | 5     | 乙村     | 乙村       | 420281107   | 420281107 | true
    420281170200  | 5     | 丙村     | 丙村       | 420281170   | 420281170 | true
"""
LIST = {"from_month": "2022-11", "limit": 50, "offset": 0}


def test_areas_show_the_rate_with_its_base_and_a_silent_township_stays_empty(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        indicator_month="""
        stat_month | indicator_id      | area_code | level | value | numerator | denominator
        2023-11    | dropout_children  | 420281101 | 4     | 2     | -         | -
        2023-11    | insured_rate      | 420281101 | 4     | 0.95  | 95        | 100
        2023-11    | house_hazard_hh   | 420281101 | 4     | 1     | -         | -
        2023-11    | unsafe_water_hh   | 420281101 | 4     | 0     | -         | -
        2023-11    | water_sample_pass | 420281101 | 4     | 0.75  | 3         | 4
        """,
    )

    rows = {row[0]: row[2:] for row in ask("guarantees/by_area", snapshot, area="420281", month="2023-11")}

    assert rows["420281101"] == (2, 100, 100 - 95, 95 / 100, 1, 0, 4, 4 - 3, 3 / 4)
    assert rows["420281107"] == (None,) * 9


CHILDREN = """
    stat_month | person_id | hh_id | division_code | birth_date | school | edu  | not_in_school_reason
    2023-09    | out       | a     | 420281101200  | 2013-01-01 | primary | -   | -
    2023-10    | out       | a     | 420281101200  | 2013-01-01 | -       | -   | -
    2023-11    | out       | a     | 420281101200  | 2013-01-01 | -       | -   | -
    2023-11    | told      | a     | 420281101200  | 2013-01-01 | -       | -   | 身体原因
    2023-11    | left      | b     | 420281101200  | 2013-01-01 | -       | -   | 因贫辍学
    2023-11    | pupil     | b     | 420281101200  | 2013-01-01 | primary | -   | -
    2023-11    | done      | b     | 420281101200  | 2008-01-01 | -       | 初中 | -
    2023-11    | five      | b     | 420281101200  | 2017-12-01 | -       | -   | -
    2023-11    | six       | b     | 420281101200  | 2017-11-30 | -       | -   | -
    2023-11    | fifteen   | b     | 420281101200  | 2007-12-01 | -       | -   | 厌学
    2023-11    | sixteen   | b     | 420281101200  | 2007-11-30 | -       | -   | -
    2023-11    | silent    | c     | 420281107200  | 2013-01-01 | -       | -   | -
"""


def test_a_child_is_out_of_school_from_six_to_fifteen_unless_a_reason_is_told(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, person_month=CHILDREN)

    rows = ask("guarantees/children", snapshot, area="420281", month="2023-11", **LIST)

    # out, left, six and fifteen count; who told another reason does not; 刘仁八镇 fills in nobody's school
    assert [row[5] for row in rows] == ["dropout"] * 4 + ["told"]
    assert {row[9:] for row in rows} == {(5, 4)}
    card = ask(
        "rows/children",
        snapshot,
        area="420281101",
        month="2023-11",
        indicator="dropout_children",
        pick="dropped_by",
    )
    assert sorted(card, key=str) == sorted(
        [(None,)] * 4 + [("in_school",), ("finished_junior",), ("reason_told",)], key=str
    )


def test_a_child_is_out_of_school_since_the_month_after_the_last_one_at_school(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(division=DIVISION, person_month=CHILDREN)

    first = ask("guarantees/children", snapshot, area="420281", month="2023-11", **LIST)[0]

    assert first[0] == "key-a"
    assert first[7:9] == (date(2023, 10, 1), 30 + 30)  # 1 October to 30 November


PEOPLE = """
    stat_month | person_id | hh_id | division_code | insured_resident | insured_employee | in_household
    2023-09    | none      | a     | 420281101200  | true             | false            | true
    2023-10    | none      | a     | 420281101200  | false            | false            | true
    2023-11    | none      | a     | 420281101200  | false            | false            | true
    2023-11    | half      | a     | 420281101200  | false            | -                | true
    2023-11    | employee  | a     | 420281101200  | false            | true             | true
    2023-11    | untold    | a     | 420281101200  | -                | -                | true
    2023-11    | gone      | a     | 420281101200  | false            | false            | false
    2023-11    | entrusted | z     | 420281170200  | false            | false            | true
"""


def test_uninsured_is_who_is_told_to_have_neither_insurance(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, person_month=PEOPLE)

    rows = ask("guarantees/uninsured", snapshot, area="420281", month="2023-11", **LIST)

    # 汪仁镇 is under trusteeship and no part of the county's figure
    assert [row[6:] for row in rows] == [(date(2023, 10, 1), 60, 2), (date(2023, 11, 1), 29, 2)]
    assert len(ask("rows/insurance", snapshot, area="420281", month="2023-11", state="uninsured")) == 2
    assert len(ask("rows/insurance", snapshot, area="420281", month="2023-11")) == 2 + 1  # and the employee
    assert len(ask("rows/insurance", snapshot, area="420281170", month="2023-11", state="uninsured")) == 1


HOMES = """
    stat_month | hh_id | division_code | hh_persons | house_dilapidated | house_grade | water_safe
    2023-08    | c     | 420281101200  | 3          | true              | C           | true
    2023-09    | c     | 420281101200  | 3          | false             | B           | true
    2023-10    | c     | 420281101200  | 3          | false             | C           | false
    2023-11    | c     | 420281101200  | 3          | -                 | C           | false
    2023-11    | d     | 420281101200  | 2          | true              | -           | true
    2023-11    | e     | 420281101200  | 4          | false             | A           | -
"""


def test_a_bad_house_stands_since_its_last_sound_month_and_names_what_was_begun(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(
        division=DIVISION,
        household_month=HOMES,
        measure="""
        measure_id | hh_id | division_code | category | sub          | start_date | end_date   | status
        1          | c     | 420281101200  | housing  | 农村危房改造 | 2023-08-01 | 2023-08-20 | done
        2          | c     | 420281101200  | housing  | 农村危房改造 | 2023-11-02 | -          | ongoing
        3          | c     | 420281101200  | housing  | 农村危房改造 | 2023-12-02 | -          | planned
        4          | c     | 420281101200  | health   | 体检         | 2023-11-20 | -          | ongoing
        """,
    )

    rows = ask("guarantees/households", snapshot, area="420281101", month="2023-11", kind="house", **LIST)

    assert [(row[0], row[7], *row[8:13]) for row in rows] == [
        ("key-c", "C", "农村危房改造", "ongoing", date(2023, 11, 2), date(2023, 10, 1), 60),
        ("key-d", None, None, None, None, date(2023, 11, 1), 29),
    ]
    assert {row[13:] for row in rows} == {(2, 3 + 2)}


def test_unsafe_water_is_what_is_told_to_be_unsafe(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, household_month=HOMES)

    rows = ask("guarantees/households", snapshot, area="420281", month="2023-11", kind="water", **LIST)

    assert [(row[0], row[11], row[12]) for row in rows] == [("key-c", date(2023, 10, 1), 60)]


def test_grades_add_up_to_all_households_and_to_the_hazards(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, household_month=HOMES)

    rows = ask("guarantees/grades", snapshot, area="420281101", month="2023-11")

    assert rows == [("A", 1, 4, 0, 0, 1 / 3), ("C", 1, 3, 0, 1, 1 / 3), ("none", 1, 2, 1, 1, 1 / 3)]
    for grade, hh, persons, dilapidated, hazard, _ in rows:
        asked = {"area": "420281101", "month": "2023-11", "grade": grade}
        assert len(ask("rows/houses", snapshot, **asked)) == hh
        assert sum(row[0] for row in ask("rows/houses", snapshot, **asked, pick="hh_persons")) == persons
        assert len(ask("rows/houses", snapshot, **asked, state="dilapidated")) == dilapidated
        assert len(ask("rows/houses", snapshot, **asked, state="hazard")) == hazard


def test_a_township_that_tells_no_house_has_no_grades(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        household_month="""
        stat_month | hh_id | division_code | house_dilapidated | house_grade
        2023-11    | c     | 420281101200  | -                 | -
        """
    )
    assert ask("guarantees/grades", snapshot, area="420281101", month="2023-11") == []


def test_help_with_the_house_is_done_or_not_at_the_months_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        measure="""
        measure_id | hh_id | division_code | category | start_date | end_date   | status  | amount
        1          | a     | 420281101200  | housing  | 2023-03-01 | 2023-06-01 | done    | 100
        2          | a     | 420281101200  | housing  | 2023-05-01 | 2023-12-01 | done    | 50
        3          | b     | 420281101200  | housing  | 2023-04-01 | 2023-05-01 | done    | 10
        4          | c     | 420281101200  | housing  | 2022-11-30 | -          | ongoing | -
        5          | d     | 420281101200  | housing  | 2020-11-30 | -          | ongoing | -
        """,
    )

    rows = ask("guarantees/repairs", snapshot, area="420281101", month="2023-11")

    assert rows == [(2023, 2, 1, 1, 334 - 60, 100 + 50 + 10.0), (2022, 1, 0, 1, 365, None)]
    asked = {"area": "420281101", "month": "2023-11", "start_year": 2023}
    assert len(ask("rows/repairs", snapshot, **asked)) == 2
    assert [row[0] for row in ask("rows/repairs", snapshot, **asked, state="ongoing")] == ["key-a"]


WATER = """
    division_code | check_date | sample_ok | interruption_hours | repair_at
    420281101200  | 2022-12-31 | false     | 9                  | -
    420281101200  | 2023-03-01 | true      | 0                  | -
    420281101200  | 2023-05-01 | false     | 0                  | 2023-05-05
    420281101200  | 2023-11-20 | true      | 50                 | 2023-12-02
    420281101200  | 2023-12-01 | false     | 1                  | -
"""
THRESHOLD = """
    threshold_id | name              | warn | division_code
    all          | water_repair_days | 3    | -
    own          | water_repair_days | 5    | 420281
"""


def test_water_checks_are_of_the_year_and_a_later_repair_is_still_open(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, water_supply=WATER, threshold=THRESHOLD)

    rows = ask("guarantees/water_by_area", snapshot, area="420281", month="2023-11")

    # three samples, two passed; one interruption of 50 hours, not repaired by the end of November
    assert rows == [("420281101", "保安", 3, 2, 1, 2 / 3, 1, 50.0, 50.0, 1, 4.0)]
    states = {"sample": 3, "passed": 2, "failed": 1, "interruption": 1, "open": 1}
    for state, count in states.items():
        assert (
            len(ask("rows/water_checks", snapshot, area="420281101", month="2023-11", state=state)) == count
        )


def test_an_interruption_is_late_by_the_countys_own_threshold(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, water_supply=WATER, threshold=THRESHOLD)

    rows = ask("guarantees/water_faults", snapshot, area="420281", month="2023-11", limit=9)

    assert [row[3:10] for row in rows] == [
        (date(2023, 11, 20), "interruption", 50.0, None, 10, True, True),
        (date(2023, 5, 1), "sample", 0.0, date(2023, 5, 5), 4, False, False),  # 4 days are within 5
    ]
    assert {row[10:] for row in rows} == {(2, 1)}


DISASTER = {
    "disaster_event": """
    event_id | kind  | event_date | divisions
    flood    | flood | 2023-07-01 | 保安镇
    """,
    "disaster_household": """
    event_id | hh_id | division_code | house_flooded | appraisal_grade | house_action | solved_at  | water_ok | industry_loss | relief_amount
    flood    | a     | 420281101200  | true          | C               | repair       | 2023-08-01 | true     | 100           | 50
    flood    | b     | 420281101200  | true          | D               | -            | 2023-12-01 | false    | -             | -
    flood    | c     | 420281101200  | false         | -               | -            | -          | true     | 0             | 20
    """,
}


def test_damaged_houses_are_those_of_the_flood_and_open_until_solved(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, **DISASTER)

    rows = ask("guarantees/damaged_houses", snapshot, area="420281101", month="2023-11")

    assert rows == [("flood", "flood", date(2023, 7, 1), 2, 2, 1, 1, 1, 1, 1, 152)]  # 1 July to 30 November


def test_renovation_counts_what_was_given_and_accepted_by_the_months_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        house_renovation="""
        renovation_id | hh_id | division_code | year | renovation_kind | planned_at | due_at     | started_at | finished_at | accepted_at | subsidy | paid_at
        1             | a     | 420281101200  | 2023 | dynamic         | 2023-03-01 | 2023-10-31 | 2023-04-01 | 2023-06-01  | 2023-07-01  | 200     | 2023-08-01
        2             | b     | 420281101200  | 2023 | grade_d         | 2023-03-01 | 2023-10-31 | 2023-04-01 | 2023-12-01  | -           | 300     | -
        3             | c     | 420281101200  | 2023 | grade_d         | 2023-12-01 | -          | -          | -           | -           | -       | -
        """,
    )

    rows = ask("guarantees/renovations", snapshot, area="420281101", month="2023-11")

    assert rows == [
        ("dynamic", 1, 1, 1, 1, 0, 1.0, 200.0),
        ("grade_d", 1, 1, 0, 0, 1, 0.0, 0.0),
        ("all", 2, 2, 1, 1, 1, 0.5, 200.0),
    ]
    asked = {"area": "420281101", "month": "2023-11", "renovation": "all"}
    for state, count in (("started", 2), ("finished", 1), ("accepted", 1), ("late", 1)):
        assert len(ask("rows/renovations", snapshot, **asked, state=state)) == count


def test_who_moved_in_and_left_again_does_not_live_there(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        relocation="""
        hh_id | division_code | site_name | relocated_persons | moved_in_at | left_at    | deed_at    | able_persons | employed_persons
        a     | 420281101200  | 甲安置点  | 4                 | 2020-01-01  | -          | 2021-01-01 | 2            | 1
        b     | 420281101200  | 甲安置点  | 3                 | 2020-01-01  | 2023-10-01 | -          | 1            | 1
        c     | 420281101200  | 甲安置点  | 2                 | -           | -          | -          | -            | -
        """,
    )

    whole = ask("guarantees/relocation", snapshot, area="420281101", month="2023-11")[-1]

    assert whole == ("all", 3, 4 + 3 + 2, 1, 1 / 3, 1, 1 / 3, 2 + 1, 1 + 1)
    assert ask("guarantees/relocation", snapshot, area="420281101", month="2023-09")[-1][3] == 2


def test_the_lists_of_the_demo_county_are_as_long_as_counted_another_way(demo_store: Path) -> None:
    snapshot = Store.open(demo_store).snapshot()
    month = date(2022, 12, 1)
    people = pl.concat(
        [pl.read_parquet(file) for file in snapshot.files("person_month") if "2022-12" in str(file)]
    )
    homes = pl.concat(
        [pl.read_parquet(file) for file in snapshot.files("household_month") if "2022-12" in str(file)]
    )
    either = pl.any_horizontal(pl.col("insured_resident", "insured_employee").fill_null(False))
    told = pl.any_horizontal(pl.col("insured_resident", "insured_employee").is_not_null())
    uninsured = people.filter(pl.col("in_household") & told & ~either).height
    hazards = homes.filter(
        pl.col("house_dilapidated").fill_null(False)
        | pl.col("house_grade").is_in(["C", "D"]).fill_null(False)
    ).height
    unsafe = homes.filter(~pl.col("water_safe")).height
    viewer = Viewer("test", "测试", Role.ANALYST, Scope(("420281",)))

    def rows(name: str, **more: object) -> int:
        asked = {
            "area": "420281",
            "month": month,
            "from_month": date(2021, 12, 1),
            "limit": 5000,
            "offset": 0,
        }
        return queries.run(name, viewer=viewer, snapshot=snapshot, **asked, **more).height

    assert uninsured > 0
    assert rows("guarantees/uninsured") == uninsured
    assert rows("guarantees/households", kind="house") == hazards
    assert rows("guarantees/households", kind="water") == unsafe
