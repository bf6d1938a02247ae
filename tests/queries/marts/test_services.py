"""What departments, work teams and villages report, counted by hand on drawn tables."""

from __future__ import annotations

from datetime import date

import pytest

from tests.queries.marts.conftest import Mart
from tests.queries.marts.places import BAOAN, COUNTY

MONTHS = """
    stat_month | hh_id | division_code | hh_type    | is_no_labour
    2023-06    | a     | 420281107200  | alleviated | false
    2023-11    | a     | 420281107200  | alleviated | false
    2023-11    | b     | 420281107200  | alleviated | false
    2023-11    | c     | 420281107200  | alleviated | true
    2023-11    | d     | 420281101200  | alleviated | false
"""
JUNE, NOVEMBER = date(2023, 6, 1), date(2023, 11, 1)
VILLAGE = "420281107200"


def test_school_aid_is_entitled_against_paid_and_autumn_begins_in_september(mart: Mart) -> None:
    found = mart(
        "school_aid",
        household_month=MONTHS,
        education_aid="""
            person_id | hh_id | division_code | year | term   | stage      | scheme    | entitled | amount | paid_at
            p1        | a     | 420281107200  | 2023 | spring | preschool  | preschool | true     | 500    | 2023-05-20
            p2        | a     | 420281107200  | 2023 | spring | compulsory | living    | true     | 312.50 | 2023-07-01
            p3        | b     | 420281107200  | 2023 | spring | vocational | yulu      | true     | 1500   | 2023-06-30
            p4        | b     | 420281107200  | 2023 | autumn | vocational | yulu      | true     | -      | -
            p5        | b     | 420281107200  | 2022 | spring | vocational | yulu      | true     | 1500   | 2022-06-30
        """,
    )
    assert found.ratio("edu_aid_paid_rate", month=JUNE) == (2, 3)  # the pupil is paid a day later
    assert found.ratio("edu_aid_paid_rate") == (3, 4)
    assert found.value("edu_aid_amount", month=JUNE) == 500 + 1500
    assert found.value("edu_aid_amount", COUNTY) == 500 + 312.50 + 1500
    assert found.value("edu_aid_compulsory_amount.spring", month=JUNE) == 0
    assert found.value("edu_aid_compulsory_persontimes") == 1
    assert found.value("edu_aid_preschool_amount.spring", VILLAGE) == 500
    assert found.value("yulu_students", month=JUNE) == 1
    assert (found.value("yulu_students.spring"), found.value("yulu_students.autumn")) == (1, 1)
    assert found.ratio("yulu_paid_rate") == (1, 2)
    assert found.value("edu_aid_amount", BAOAN) == "未报"


BILLS = """
    settlement_id | person_id | hh_id | division_code | settle_date | kind               | total | policy_range | basic | major | assist | supplement | self_paid | one_stop
    1             | p1        | a     | 420281107200  | 2023-01-05  | inpatient          | 10000 | 9000         | 6000  | 0     | 1500   | 500        | 2000      | true
    2             | p1        | a     | 420281107200  | 2023-11-30  | inpatient          | 30000 | 28000        | 15000 | 3000  | 2000   | 0          | 10000     | false
    3             | p2        | b     | 420281107200  | 2023-12-01  | inpatient          | 5000  | 5000         | 5000  | 0     | 0      | 0          | 0         | true
    4             | p2        | b     | 420281107200  | 2023-03-01  | outpatient_chronic | 800   | 800          | 400   | 0     | 0      | 0          | 400       | true
    5             | p3        | d     | 420281101200  | 2022-12-01  | inpatient          | 20000 | 20000        | 9000  | 0     | 0      | 0          | 11000     | -
"""


def test_hospital_rates_have_their_own_bases(mart: Mart) -> None:
    found = mart("hospital_bills", household_month=MONTHS, medical_settlement=BILLS)
    assert found.value("inpatient_persontimes") == 2
    assert found.value("inpatient_total_cost") == 10000 + 30000
    assert found.value("inpatient_reimbursed") == (10000 - 2000) + (30000 - 10000)
    assert found.ratio("policy_range_reimb_rate") == (6000 + 1500 + 15000 + 3000 + 2000, 9000 + 28000)
    assert found.ratio("overall_reimb_rate") == (28000, 40000)
    assert found.ratio("one_stop_rate") == (1, 2)
    assert found.value("inpatient_persontimes", month=JUNE) == 1
    assert found.value("inpatient_persontimes", BAOAN) == "未报"


def test_large_bills_are_twelve_months_of_one_person_above_the_countys_threshold(mart: Mart) -> None:
    found = mart("large_bills", household_month=MONTHS, medical_settlement=BILLS)
    assert found.value("large_self_paid_persons") == 1  # 2000 + 10000 of p1; p2's 400 is not above 10000
    assert found.value("large_self_paid_persons", BAOAN) == 1  # 11000 a year ago to the day
    assert found.value("large_self_paid_persons", COUNTY) == 2
    assert found.value("large_self_paid_persons", month=JUNE) == 0


def test_loans_by_household_and_by_the_days_left(mart: Mart) -> None:
    found = mart(
        "loans",
        household_month=MONTHS,
        microloan="""
            loan_id | hh_id | division_code | amount | balance | issue_date | due_date   | status
            1       | a     | 420281107200  | 30000  | 30000   | 2023-02-01 | 2023-12-30 | normal
            2       | a     | 420281107200  | 30000  | 25000   | 2022-12-31 | 2024-01-29 | normal
            3       | b     | 420281107200  | 20000  | 20000   | 2022-01-01 | 2023-10-01 | overdue
            4       | c     | 420281107200  | 50000  | 0       | 2021-01-01 | 2023-01-01 | repaid
            5       | d     | 420281101200  | 50000  | 50000   | 2023-12-01 | 2026-12-01 | normal
        """,
    )
    assert found.value("microloan_hh") == 2
    assert found.value("loan_balance") == 30000 + 25000 + 20000
    assert found.value("loan_new") == 30000
    assert found.ratio("loan_overdue_rate") == (20000, 75000)
    assert found.value("loan_due_30_60_90.d30") == 30000
    assert found.value("loan_due_30_60_90.d60") == 30000 + 25000
    assert found.value("loan_due_30_60_90") == 55000
    assert found.value("loan_over_ceiling") == 1  # a: 55,000; 50,000 itself is not above
    assert found.value("loan_balance", BAOAN) == "未报"  # issued in December


def test_household_industry_and_its_rewards(mart: Mart) -> None:
    found = mart(
        "household_industry",
        household_month=MONTHS,
        industry_project_hh="""
            hh_id | division_code | year | item | accepted_at | reward
            a     | 420281107200  | 2023 | 油茶 | 2023-09-15  | 900
            b     | 420281107200  | 2023 | 养鸡 | 2023-09-20  | 600
            b     | 420281107200  | 2023 | 蔬菜 | -           | -
            c     | 420281107200  | 2023 | 养鱼 | 2023-11-20  | 500
        """,
        benefit="""
            benefit_id | hh_id | division_code | scheme          | pay_month | amount
            1          | a     | 420281107200  | reward_industry | 2023-11   | 900
            2          | b     | 420281107200  | dibao           | 2023-11   | 300
        """,
    )
    assert found.ratio("hh_industry_rate") == (2, 2)  # c is without labour
    assert found.ratio("reward_paid_rate") == (1, 2)  # c was accepted ten days ago
    assert found.ratio("reward_per_hh") == (900, 1)
    assert found.value("hh_industry_rate", BAOAN) == "未报"


def test_relief_counts_the_year_and_claims_have_a_median(mart: Mart) -> None:
    tables = {
        "household_month": MONTHS,
        "benefit": """
            benefit_id | hh_id | division_code | scheme      | pay_month | amount
            1          | a     | 420281107200  | temporary   | 2023-06   | 2000
            2          | a     | 420281107200  | temporary   | 2023-11   | 500
            3          | b     | 420281107200  | relief_fund | 2023-10   | 8000
            4          | c     | 420281107200  | dibao       | 2023-01   | 400.50
            5          | c     | 420281107200  | temporary   | 2022-12   | 9999
        """,
        "insurance_claim": """
            claim_id | policy     | hh_id | division_code | event_date | paid_at    | amount
            1        | 防贫保     | a     | 420281107200  | 2023-05-01 | 2023-05-11 | 3000
            2        | 人身意外险 | b     | 420281107200  | 2023-08-01 | 2023-08-31 | 3000
            3        | 防贫保     | d     | 420281101200  | 2023-09-01 | 2023-10-11 | 3000
        """,
    }
    found = mart("relief", **tables)
    assert found.value("relief_amount", month=JUNE) == 2000
    assert found.value("relief_amount") == 2500
    assert found.value("fund_cases") == 1 + 1
    assert found.value("dibao_amount") == 400.50
    assert found.value("fund_cases", COUNTY) == 3
    days = mart("claim_days", **tables)
    assert days.value("claim_days") == (10 + 30) / 2
    assert days.value("claim_days", COUNTY) == 30  # of 10, 30, 40
    assert days.value("claim_days", month=JUNE) == 10


def test_a_disaster_counts_in_its_year_and_is_solved_on_its_day(mart: Mart) -> None:
    found = mart(
        "disasters",
        household_month=MONTHS,
        disaster_event="""
            event_id | kind  | event_date | divisions
            1        | flood | 2023-06-18 | 一处
            2        | flood | 2022-06-18 | 一处
        """,
        disaster_household="""
            event_id | hh_id | division_code | house_flooded | solved_at
            1        | a     | 420281107200  | true          | 2023-06-30
            1        | b     | 420281107200  | false         | 2023-07-01
            2        | c     | 420281107200  | true          | -
        """,
    )
    assert found.value("disaster_affected_hh") == 2
    assert found.ratio("disaster_solved_rate", month=JUNE) == (1, 2)
    assert found.ratio("disaster_solved_rate") == (2, 2)


ISSUES = """
    issue_id | town_code | source                     | source_year | aspect | content | found_at   | claimed_at | due_at     | closed_at  | state      | reopened_count
    1        | 420281107 | provincial_post_evaluation | 2023        | 甲     | 一样    | 2023-02-20 | 2023-03-01 | 2023-06-20 | 2023-06-19 | closed     | 0
    2        | 420281107 | provincial_post_evaluation | 2023        | 乙     | 另外    | 2023-02-20 | 2023-03-01 | 2023-06-20 | -          | rectifying | 0
    3        | 420281107 | self_check                 | 2023        | 甲     | 别的    | 2023-07-01 | 2023-07-02 | 2023-12-31 | 2023-08-01 | reopened   | 1
    4        | 420281107 | audit                      | 2022        | 甲     | 旧的    | 2022-03-01 | 2022-03-02 | 2022-06-01 | 2022-05-01 | closed     | 0
    5        | 420281101 | provincial_post_evaluation | 2023        | 甲     | 一样    | 2023-02-20 | -          | 2023-06-20 | -          | found      | 0
    6        | 420281000 | provincial_post_evaluation | 2023        | 甲     | 一样    | 2023-02-20 | 2023-03-01 | 2023-06-20 | -          | claimed    | 0
"""


def test_problems_are_open_until_closed_and_open_again_when_they_come_back(mart: Mart) -> None:
    found = mart("issues", household_month=MONTHS, issue_rectification=ISSUES)
    assert found.value("issue_total") == 3  # the one of last year was closed last year
    assert found.value("issue_open", month=JUNE) == 1
    assert found.value("issue_open") == 2  # the second, and the third that came back
    assert found.value("issue_overdue") == 1  # the third has until December
    assert found.ratio("issue_close_rate") == (1, 3)
    assert found.ratio("issue_reopen_rate") == (1, 2)
    assert found.ratio("issue_days") == (110, 1)  # 1 March to 19 June
    assert found.value("issue_total", COUNTY) == 4  # the county's own list is not counted twice
    assert found.ratio("issue_close_rate", BAOAN) == (0, 0)


def test_a_problem_that_came_back_does_not_vanish_at_new_year(mart: Mart) -> None:
    again = ISSUES.replace("2022-05-01 | closed     | 0", "2022-05-01 | reopened   | 1")
    found = mart("issues", household_month=MONTHS, issue_rectification=again)
    assert found.value("issue_total") == 3 + 1
    assert found.value("issue_open") == 2 + 1
    assert found.value("issue_overdue") == 1 + 1


def test_problems_by_source_and_aspects_once_an_area(mart: Mart) -> None:
    items = mart("issue_sources", household_month=MONTHS, issue_rectification=ISSUES)
    assert items.value("issue_items.provincial_post_evaluation") == 2
    assert items.value("issue_items_closed.provincial_post_evaluation") == 1
    assert items.value("issue_items.audit") == "未报"
    aspects = mart("issue_aspects", household_month=MONTHS, issue_rectification=ISSUES)
    assert aspects.value("issue_aspects.provincial_post_evaluation") == 2
    assert aspects.value("issue_aspects.provincial_post_evaluation", COUNTY) == 2  # 甲 of both once, 乙
    many = ISSUES + "    7 | 420281102 | audit | 2023 | 丙 | 一样 | 2023-09-01 | - | - | - | found | 0\n"
    assert (
        mart("issue_repeat", household_month=MONTHS, issue_rectification=ISSUES).value("issue_repeat", COUNTY)
        == 0
    )
    assert (
        mart("issue_repeat", household_month=MONTHS, issue_rectification=many).value("issue_repeat", COUNTY)
        == 1
    )
    two = many + "".join(
        f"    {town} | 420281{town} | audit | 2023 | 丙 | 两样 | 2023-09-01 | - | - | - | found | 0\n"
        for town in (101, 102, 107)
    )
    assert (
        mart("issue_repeat", household_month=MONTHS, issue_rectification=two).value("issue_repeat", COUNTY)
        == 2
    )  # told apart by what they say


TEAMS = {
    "division": """
        division_code | parent_code | town_code | level | kind    | has_task
        420281        | 4202        | -         | 3     | county  | -
        420281107     | 420281      | 420281107 | 4     | town    | -
        420281107200  | 420281107   | 420281107 | 5     | village | true
        420281107201  | 420281107   | 420281107 | 5     | village | true
        420281107202  | 420281107   | 420281107 | 5     | village | false
    """,
    "household_month": MONTHS,
    "work_team": """
        team_id | division_code | sender_level | sender_units | start_date | end_date
        1       | 420281107200  | city         | 市某局       | 2021-08-01 | -
        2       | 420281107201  | town         | 某办         | 2023-11-05 | -
    """,
    "work_team_member": """
        member_id | team_id | division_code | role   | name | start_date | end_date   | replaced
        1         | 1       | 420281107200  | leader | 甲   | 2021-08-01 | 2023-07-31 | true
        2         | 1       | 420281107200  | member | 乙   | 2021-08-01 | 2023-07-31 | true
        3         | 1       | 420281107200  | leader | 丙   | 2023-08-01 | -          | false
    """,
}


def test_a_village_with_a_task_has_a_team_from_its_first_day(mart: Mart) -> None:
    found = mart("teams", **TEAMS)
    assert found.ratio("team_coverage", month=JUNE) == (1, 2)
    assert found.ratio("team_coverage") == (2, 2)
    assert found.value("task_villages_with_team") == 2
    assert (found.value("teams.city_sent"), found.value("teams.town_sent")) == (1, 1)
    assert found.value("team_replaced", month=JUNE) == 0
    assert found.value("team_replaced", VILLAGE) == 2


def test_attendance_counts_no_day_above_the_rule_and_terms_their_grades(mart: Mart) -> None:
    found = mart(
        "team_work",
        **TEAMS,
        team_attendance="""
            member_id | attend_month | division_code | days
            3         | 2023-11      | 420281107200  | 25
            4         | 2023-11      | 420281107201  | 12
        """,
        assessment="""
            object_kind | object_id | town_code | year | period | period_no | grade
            member      | 1         | 420281107 | 2023 | term   | 1         | good
            member      | 2         | 420281107 | 2023 | term   | 1         | average
            member      | 1         | 420281107 | 2023 | quarter | 1        | -
        """,
    )
    assert found.ratio("attendance_rate") == (20 + 12, 20 + 20)
    assert found.ratio("team_good_share") == (1, 2)
    assert (found.value("team_leaders_assessed"), found.value("team_leaders_rated_good")) == (1, 1)
    assert (found.value("team_members_assessed"), found.value("team_members_rated_good")) == (1, 0)
    assert found.value("team_leaders_assessed", month=JUNE) == "未报"  # the term was not over


def test_villages_report_clinics_income_toilets_and_water(mart: Mart) -> None:
    found = mart(
        "village_reports",
        household_month=MONTHS,
        clinic="""
            division_code | year | clinics | exempt_reason | doctors | standard_ok
            420281101200  | 2023 | 1       | -             | 2       | true
            420281101201  | 2023 | 0       | 邻近卫生院    | 0       | -
            420281107200  | 2023 | 0       | -             | 0       | -
        """,
        collective_economy="""
            division_code | year | income_total
            420281107200  | 2022 | 120000
            420281107200  | 2021 | 90000
        """,
        living_environment="""
            division_code | report_month | toilets_task | toilets_built | toilets_checked | toilets_broken | complaints
            420281107200  | 2023-06      | 10           | 4             | 2               | 0              | 1
            420281107200  | 2023-11      | 10           | 9             | 5               | 1              | 3
        """,
        water_supply="""
            division_code | check_date | sample_ok
            420281107200  | 2023-02-01 | true
            420281107200  | 2023-08-01 | false
            420281107200  | 2022-08-01 | false
        """,
    )
    assert found.ratio("clinic_coverage", BAOAN) == (2, 2)
    assert found.ratio("clinic_coverage") == (0, 1)
    assert (found.value("village_clinics", COUNTY), found.value("villages_without_clinic", COUNTY)) == (1, 2)
    assert found.value("village_doctors", BAOAN) == 2
    assert found.ratio("clinic_standard_rate", BAOAN) == (1, 1)
    assert found.value("collective_income") == 120000
    assert found.ratio("toilet_progress", month=JUNE) == (4, 10)
    assert found.ratio("toilet_progress") == (9, 10)
    assert found.value("household_toilets_built") == 9
    assert found.ratio("toilet_broken_rate") == (1, 5)
    assert found.value("env_complaints") == 3
    assert found.ratio("water_sample_pass", month=JUNE) == (1, 1)
    assert found.ratio("water_sample_pass") == (1, 2)
    assert found.value("collective_income", BAOAN) == "未报"


@pytest.mark.parametrize(
    "file", ["school_aid", "hospital_bills", "loans", "issues", "teams", "relief", "village_reports"]
)
def test_a_county_without_the_table_has_no_figure(mart: Mart, file: str) -> None:
    assert mart(file, household_month=MONTHS).rows.is_empty()
