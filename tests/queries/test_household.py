"""农户档案: one household's months, members, income against the lines of each year, cases, measures, visits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shouwang import queries
from shouwang.store import Snapshot
from tests.queries.conftest import Ask, Drawn

MONTHS = """
    stat_month | hh_id | division_code | head_name | hh_type    | mon_type | risk_status | risk_1  | risk_2 | hh_persons
    2023-09    | a     | 420281107200  | 甲乙丙    | alleviated | -        | -           | -       | -      | 3
    2023-10    | a     | 420281107200  | 甲乙丙    | alleviated | unstable | active      | illness | water  | 3
    2023-11    | a     | 420281107200  | 甲乙丙    | alleviated | unstable | cleared     | illness | -      | 2
    2023-10    | b     | 420281101200  | 丁戊      | ordinary   | sudden   | active      | illness | -      | 5
"""


def test_the_head_line_is_the_latest_month_up_to_the_one_asked(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=MONTHS)
    columns = "stat_month head_name mon_type risk_status risks hh_persons has_left"
    assert ask("household/head", snapshot, hh="key-a", month="2023-10", pick=columns) == [
        (date(2023, 10, 1), "甲*丙", "unstable", "active", "illness,water", 3, False)
    ]
    assert ask("household/head", snapshot, hh="key-b", month="2023-11", pick="stat_month has_left") == [
        (date(2023, 10, 1), True)
    ]


def test_the_ribbon_has_a_state_for_every_month_and_none_is_not_monitored(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=MONTHS)
    rows = ask("household/months", snapshot, hh="key-a", month="2023-11", pick="stat_month state hh_persons")
    assert rows == [
        (date(2023, 9, 1), "none", 3),
        (date(2023, 10, 1), "active", 3),
        (date(2023, 11, 1), "cleared", 3 - 1),
    ]


MEMBERS = """
    stat_month | person_id | hh_id | division_code | name   | relation | sex    | birth_date | health          | in_household
    2023-11    | 1         | a     | 420281107200  | 甲乙丙 | 户主     | male   | 1970-12-01 | chronic,disabled| true
    2023-11    | 2         | a     | 420281107200  | 丁戊   | 配偶     | female | 1971-11-30 | healthy         | true
    2023-11    | 3         | a     | 420281107200  | 己庚辛 | 之子     | male   | 2009-11-30 | healthy         | true
    2023-11    | 4         | a     | 420281107200  | 壬癸   | 之女     | female | 2009-12-01 | major           | true
    2023-11    | 5         | a     | 420281107200  | 子丑   | 之父     | male   | 1940-01-01 | major           | false
    2023-10    | 2         | a     | 420281107200  | 丁戊   | 配偶     | female | 1971-11-30 | healthy         | true
    2023-11    | 9         | b     | 420281101200  | 寅卯   | 户主     | male   | 1970-01-01 | healthy         | true
"""


def test_of_a_child_under_fourteen_only_its_being_there_is_shown(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(person_month=MEMBERS)
    rows = ask(
        "household/members", snapshot, hh="key-a", month="2023-11",
        pick="member_no name is_minor relation sex age health in_household",
    )  # fmt: skip
    assert rows == [
        (1, "甲*丙", False, "户主", "male", "52", "chronic,disabled", True),
        (2, "丁*", False, "配偶", "female", "52", "healthy", True),
        (3, "己*辛", False, "之子", "male", "14", "healthy", True),  # fourteen on the last day of the month
        (4, "", True, "", "", "", "", True),  # a day younger
        (5, "子*", False, "之父", "male", "83", "major", False),
    ]
    whole = ask("household/members", snapshot, hh="key-a", month="2023-11")[3]
    assert [value for value in whole if value != ""] == [4, True, True]


def test_who_works_is_taken_from_the_months_own_report(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        person_month=MEMBERS,
        employment_month="""
            stat_month | person_id | hh_id | division_code | working
            2023-11    | 1         | a     | 420281107200  | true
            2023-10    | 2         | a     | 420281107200  | true
        """,
    )
    rows = ask("household/members", snapshot, hh="key-a", month="2023-11", pick="member_no works")
    assert rows[:2] == [(1, "yes"), (2, None)]  # 2 was not reported this month: not "no"


def test_each_year_is_held_against_the_nearest_places_lines_of_the_working_year_after_it(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(
        income_year="""
            hh_id | division_code | income_year | window_type    | wage | operating | property | transfer | operating_expense | net_total | persons_year | net_per_capita
            a     | 420281107200  | 2021        | annual_oct_sep | 9000 | 6000      | 0        | 3000     | 2000              | 16000     | 2            | 8000
            a     | 420281107200  | 2022        | annual_oct_sep | 9900 | 6000      | 100      | 3000     | 1000              | 18000     | 2            | 9000
            a     | 420281107200  | 2023        | annual_oct_sep | 9900 | 6000      | 100      | 3000     | 1000              | 18000     | 2            | 9000
        """,
        income_line="""
            line_id | year | division_code | line_code        | value_yuan
            n       | 2023 | 000000        | national_floor   | 6000
            p       | 2023 | 42            | provincial_range | 7600
            q       | 2023 | 420200        | provincial_range | 7700
            o       | 2023 | 430000        | provincial_range | 5000
            t       | 2023 | 420281        | county_target    | 10000
            u       | 2024 | 420281        | county_target    | 11000
        """,
    )
    columns = "income_year wage_pc operating_pc property_pc transfer_pc expense_pc net_total net_per_capita national_floor provincial_range county_subline county_target"
    assert ask("household/income", snapshot, hh="key-a", month="2023-11", pick=columns) == [
        (
            2021,
            9000 / 2,
            6000 / 2,
            0,
            3000 / 2,
            2000 / 2,
            9000 + 6000 + 0 + 3000 - 2000,
            16000 / 2,
            None,
            None,
            None,
            None,
        ),
        (
            2022,
            9900 / 2,
            6000 / 2,
            100 / 2,
            3000 / 2,
            1000 / 2,
            9900 + 6000 + 100 + 3000 - 1000,
            18000 / 2,
            6000,
            7700,
            None,
            10000,
        ),
    ]
    assert (
        len(ask("household/income", snapshot, hh="key-a", month="2023-12")) == 3
    )  # the year closes in December


def test_the_course_of_a_case_shows_the_step_that_came_after_the_deadline(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        identification_case="""
            case_id | hh_id | division_code | case_kind | clue_channel | clue_at    | due_at
            k       | a     | 420281107200  | identify  | cadre_check  | 2023-10-01 | 2023-10-16
        """,
        case_event="""
            case_id | hh_key | town_code | seq | from_state | to_state    | at
            k       | key-a  | 420281107 | 1   | -          | CLUE        | 2023-10-01
            k       | key-a  | 420281107 | 2   | CLUE       | VERIFY      | 2023-10-05
            k       | key-a  | 420281107 | 3   | VERIFY     | SYSTEM_MARK | 2023-10-20
            k       | key-a  | 420281107 | 4   | SYSTEM_MARK| ACTIVE      | 2023-12-01
        """,
    )
    rows = ask(
        "household/events", snapshot, hh="key-a", month="2023-11", pick="to_state days_from_clue is_late"
    )
    assert rows == [("SYSTEM_MARK", 19, True), ("VERIFY", 4, False), ("CLUE", 0, False)]


def test_measures_not_yet_begun_are_shown_only_when_planned(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        measure="""
            measure_id | hh_id | division_code | category | start_date | status
            m1         | a     | 420281107200  | health   | 2023-02-01 | ongoing
            m2         | a     | 420281107200  | industry | 2024-03-01 | planned
            m3         | a     | 420281107200  | finance  | 2023-12-01 | ongoing
        """
    )
    assert ask("household/measures", snapshot, hh="key-a", month="2023-11", pick="measure_id") == [
        ("m2",),
        ("m1",),
    ]


def test_visits_are_those_of_the_last_twelve_months(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        household_visit="""
            visit_id | visit_month | hh_id | division_code | visit_date
            v0       | 2022-11     | a     | 420281107200  | 2022-11-30
            v1       | 2022-12     | a     | 420281107200  | 2022-12-01
            v2       | 2023-11     | a     | 420281107200  | 2023-11-30
            v3       | 2023-12     | a     | 420281107200  | 2023-12-01
        """
    )
    assert ask("household/visits", snapshot, hh="key-a", month="2023-11", pick="visit_id") == [
        ("v2",),
        ("v1",),
    ]


MORE = {"household/member_changes": {"months": 12}}
ASKED_BY_KEY = [
    name for name in queries.names() if name.startswith("household/") and name != "household/search"
]


def _county(drawn: Drawn) -> Snapshot:
    case = (
        "case_id | hh_id | division_code | clue_at | due_at\n k | a | 420281107200 | 2023-01-01 | 2023-01-16"
    )
    return drawn(
        household_month=MONTHS,
        person_month=MEMBERS + "    2023-11    | 7         | a     | 420281107200  | 卯辰   | 之子     | male   | 1990-01-01 | healthy         | true\n",
        identification_case=case,
        case_event="case_id | hh_key | town_code | seq | at\n k | key-a | 420281107 | 1 | 2023-01-01",
        measure="measure_id | hh_id | division_code | start_date\n m | a | 420281107200 | 2023-01-01",
        household_visit="visit_id | visit_month | hh_id | division_code | visit_date\n v|2023-11|a|420281107200|2023-11-01",
        income_year="hh_id | division_code | income_year | window_type | persons_year\n a|420281107200|2022|annual_oct_sep|1",
        employment_month="stat_month | person_id | hh_id | division_code | working\n 2023-11 | 1 | a | 420281107200 | true",
        microloan="loan_id | hh_id | division_code | issue_date | amount\n l | a | 420281107200 | 2022-01-01 | 5000",
        rule_fault="stat_month | rule_id | hh_key | town_code | division_code | object_key | message | is_exempt\n"
        "2023-11 | L01 | key-a | 420281107 | 420281107200 | key-a | 面积过大 | false",
        alert="stat_month | rule_id | hh_key | town_code | division_code | object_key | message\n"
        "2023-11 | A01 | key-a | 420281107 | 420281107200 | key-a | 该走访了",
    )  # fmt: skip


@pytest.mark.parametrize("name", ASKED_BY_KEY)
def test_somebody_elses_household_answers_as_one_that_is_not_there(drawn: Drawn, ask: Ask, name: str) -> None:
    snapshot = _county(drawn)
    asked = {"month": "2023-11", **MORE.get(name, {})}
    mine = ask(name, snapshot, areas=("420281107",), hh="key-a", **asked)
    others = ask(name, snapshot, areas=("420281101",), hh="key-a", **asked)
    nobodys = ask(name, snapshot, areas=("420281101",), hh="key-zzz", **asked)
    assert mine
    assert others == nobodys
    assert others != mine
    assert others == [] or name.startswith("household/why_")  # a clause that does not hold is told of anybody


def test_a_household_is_found_by_its_whole_number_its_key_or_its_group_and_only_in_scope(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(
        household_month="""
            stat_month | hh_id  | division_code | group_name | head_name
            2023-11    | 100200 | 420281107200  | 三组       | 甲乙丙
            2023-11    | 100201 | 420281107200  | 四组       | 丁戊
            2023-11    | 100209 | 420281101200  | 三组       | 己庚
        """
    )
    here = {"area": "420281107", "month": "2023-11", "limit": 10}

    def found(text: str, **more: Any) -> list[Any]:
        return ask("household/search", snapshot, text=text, pick="hh_key total_rows", **here, **more)

    assert found("100201") == [("key-100201", 1)]
    assert found("10020") == []  # not by a part of the number
    assert found("key-1002") == [("key-100200", 2), ("key-100201", 2)]
    assert found("三组") == [("key-100200", 1)]
    assert found("甲乙丙") == []  # not by name
    assert found("三组", areas=("420281101",)) == []


CHANGES = """
    stat_month | hh_id | division_code | hh_persons | mon_type | risk_status | water_safe
    2023-08    | a     | 420281107200  | 3          | -        | -           | false
    2023-09    | a     | 420281107200  | 3          | sudden   | active      | false
    2023-11    | a     | 420281107200  | 4          | sudden   | active      | true
"""


def test_every_changed_field_has_its_month_and_a_gap_is_told(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(household_month=CHANGES)
    september, november = date(2023, 9, 1), date(2023, 11, 1)
    assert ask("household/changes", snapshot, hh="key-a", month="2023-11") == [
        (november, "hh_persons", "3", "4"),
        (november, "water_safe", "false", "true"),
        (november, "months_missing", "", "2023-09"),
        (september, "mon_type", "", "sudden"),
        (september, "risk_status", "", "active"),
    ]


def test_of_a_child_only_its_coming_and_leaving_is_told(drawn: Drawn, ask: Ask) -> None:
    people = """
        stat_month | person_id | hh_id | division_code | name | birth_date | labour  | in_household | change_code
        2023-10    | 1         | a     | 420281107200  | 甲乙 | 1980-01-01 | normal  | true         | -
        2023-11    | 1         | a     | 420281107200  | 甲乙 | 1980-01-01 | none    | true         | -
        2023-11    | 2         | a     | 420281107200  | 丙丁 | 2023-11-05 | none    | true         | birth
    """
    snapshot = drawn(person_month=people)
    rows = ask("household/member_changes", snapshot, hh="key-a", month="2023-11", months=6)
    assert [row[1:] for row in rows] == [
        ("甲*", False, "labour", "normal", "none"),
        ("", True, "in_household", "", "true"),
    ]
