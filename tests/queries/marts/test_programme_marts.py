"""What programmes, offices and campaigns report, counted by hand on drawn tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import reference
from shouwang.publishing import Part, publish
from shouwang.rules.examples import frame
from shouwang.schema import TABLES
from shouwang.store import Store
from tests.queries.marts.conftest import Mart
from tests.queries.marts.places import BAOAN, COUNTY, NOVEMBER

MONTHS = """
    stat_month | hh_id | division_code | hh_type    | is_no_labour
    2022-12    | a     | 420281107200  | alleviated | false
    2023-06    | a     | 420281107200  | alleviated | false
    2023-11    | a     | 420281107200  | alleviated | false
    2023-11    | b     | 420281107200  | alleviated | false
    2023-11    | c     | 420281107200  | ordinary   | false
    2023-11    | d     | 420281101200  | alleviated | false
"""
DECEMBER, JUNE = date(2022, 12, 1), date(2023, 6, 1)
VILLAGE, OTHER = "420281107200", "420281101201"
# the second township lies under a development zone: not in the county's total
TRUSTEESHIP = """
    division_code | parent_code | town_code | level | kind    | in_county_total
    420281        | 4202        | -         | 3     | county  | true
    420281101     | 420281      | 420281101 | 4     | town    | false
    420281101200  | 420281101   | 420281101 | 5     | village | true
    420281107     | 420281      | 420281107 | 4     | town    | true
    420281107200  | 420281107   | 420281107 | 5     | village | true
"""


def test_a_household_below_the_line_counts_from_its_day_until_it_is_resolved(mart: Mart) -> None:
    found = mart(
        "returns",
        household_month=MONTHS,
        return_report="""
            division_code | report_month | returned_hh | fallen_hh
            420281107200  | 2022-12      | 0           | 0
            420281107200  | 2023-06      | 1           | 0
            420281107200  | 2023-11      | 0           | 1
            420281101200  | 2023-11      | 0           | 0
        """,
        return_to_poverty="""
            hh_id | division_code | confirmed_at | return_kind | return_cause | resolved_at
            a     | 420281107200  | 2023-06-30   | returned    | illness      | 2023-11-30
            c     | 420281107200  | 2023-11-01   | fallen      | illness      | -
            b     | 420281107200  | 2023-12-01   | returned    | illness      | -
        """,
    )
    assert found.value("return_to_poverty_hh", month=DECEMBER) == 0  # reported as none
    assert found.value("return_to_poverty_hh", month=JUNE) == 1
    assert found.value("return_to_poverty_hh") == 1  # a is resolved on the last day, b comes in December
    assert found.value("return_to_poverty_hh.fallen") == 1
    assert found.value("return_to_poverty_hh.returned") == 0
    assert found.value("return_to_poverty_hh", COUNTY) == 1
    assert found.value("return_to_poverty_hh", BAOAN) == 0
    assert found.value("return_to_poverty_hh", BAOAN, JUNE) == "未报"  # nobody said that there is none


def test_recognition_is_of_those_who_answered_this_year(mart: Mart) -> None:
    found = mart(
        "recognition",
        household_month=MONTHS,
        recognition_interview="""
            interview_id | hh_id | division_code | interview_date | approves
            1            | a     | 420281107200  | 2022-12-31     | false
            2            | a     | 420281107200  | 2023-10-10     | true
            3            | b     | 420281107200  | 2023-10-11     | true
            4            | c     | 420281107200  | 2023-11-30     | false
            5            | c     | 420281107200  | 2023-12-01     | false
        """,
    )
    assert found.ratio("recognition_rate") == (2, 3)
    assert found.ratio("recognition_rate", month=DECEMBER) == (0, 1)
    assert found.ratio("recognition_rate", month=JUNE) == "未报"
    assert found.ratio("recognition_rate", COUNTY) == (2, 3)


GAP = {
    "household_month": MONTHS.replace(
        "2023-11    | d     | 420281101200", "2022-12    | d     | 420281101200"
    )
    + "    2022-12    | c     | 420281107200  | ordinary   | false\n",
    "income_year": """
        hh_id | division_code | income_year | window_type     | persons_year | net_total
        a     | 420281107200  | 2022        | calendar_year   | 2            | 30000
        a     | 420281107200  | 2022        | annual_oct_sep  | 2            | 24000
        d     | 420281101200  | 2022        | annual_oct_sep  | 3            | 51000
        c     | 420281107200  | 2022        | annual_oct_sep  | 1            | 90000
    """,
    "rural_income": """
        rural_income_id | town_code | year | disposable_pc
        1               | 420281000 | 2022 | 25000
        2               | 420281000 | 2021 | 1
    """,
}


def test_the_gap_is_alleviated_income_a_head_over_the_rural_one_of_the_same_year(mart: Mart) -> None:
    found = mart("income_gap", **GAP)
    assert found.ratio("income_gap", COUNTY) == ((24000 + 51000) / (2 + 3), 25000)
    assert found.ratio("income_gap", COUNTY, DECEMBER) == (15000, 25000)
    assert mart("income_gap", **GAP, division=TRUSTEESHIP).ratio("income_gap", COUNTY) == (24000 / 2, 25000)
    assert mart(
        "income_gap", **{**GAP, "rural_income": "rural_income_id|town_code|year|disposable_pc"}
    ).rows.is_empty()


def test_graduates_are_followed_for_a_year(mart: Mart) -> None:
    found = mart(
        "yulu_graduates",
        household_month=MONTHS,
        yulu_graduate="""
            person_id | hh_id | division_code | graduated_at | employed | employed_at
            p1        | a     | 420281107200  | 2023-06-25   | true     | 2023-07-10
            p2        | a     | 420281107200  | 2023-06-25   | false    | -
            p3        | b     | 420281107200  | 2023-06-25   | -        | -
            p4        | b     | 420281107200  | 2022-06-25   | true     | 2022-06-30
            p5        | c     | 420281107200  | 2023-06-25   | true     | 2023-12-01
        """,
    )
    assert found.ratio("yulu_graduate_employed") == (1, 4)  # p5 found work after the month
    assert found.ratio("yulu_graduate_employed", month=JUNE) == (
        0,
        4,
    )  # last year's class is a year and a week ago
    assert found.ratio("yulu_graduate_employed", month=DECEMBER) == (1, 1)


def test_a_certificate_of_one_illness_is_enough_and_only_who_lives_there_counts(mart: Mart) -> None:
    found = mart(
        "chronic",
        household_month=MONTHS,
        person_month="""
            stat_month | person_id | hh_id | division_code | in_household
            2023-06    | p1        | a     | 420281107200  | true
            2023-11    | p1        | a     | 420281107200  | true
            2023-11    | p2        | b     | 420281107200  | true
            2023-11    | p3        | b     | 420281107200  | false
        """,
        chronic_certificate="""
            person_id | hh_id | division_code | disease      | diagnosed_at | certified_at
            p1        | a     | 420281107200  | hypertension | 2020-01-01   | 2023-07-01
            p1        | a     | 420281107200  | diabetes     | 2023-01-01   | -
            p2        | b     | 420281107200  | stroke       | 2023-11-30   | -
            p3        | b     | 420281107200  | stroke       | 2020-01-01   | 2020-02-01
            p4        | c     | 420281107200  | stroke       | 2020-01-01   | 2020-02-01
        """,
    )
    assert found.ratio("chronic_cert_rate") == (1, 2)
    assert found.ratio("chronic_cert_rate", VILLAGE, JUNE) == (0, 1)
    assert found.ratio("chronic_cert_rate", month=DECEMBER) == "未报"


def test_contracts_are_those_of_the_year_and_key_groups_stand_alone(mart: Mart) -> None:
    found = mart(
        "doctor_contracts",
        household_month=MONTHS,
        doctor_contract="""
            person_id | hh_id | division_code | year | target_group | signed_at
            p1        | a     | 420281107200  | 2023 | chronic      | 2023-03-01
            p2        | a     | 420281107200  | 2023 | elderly      | 2023-07-01
            p3        | b     | 420281107200  | 2023 | alleviated   | -
            p4        | b     | 420281107200  | 2022 | chronic      | 2022-03-01
        """,
    )
    assert found.ratio("family_doctor_rate") == (2, 3)
    assert found.ratio("family_doctor_rate.key_groups") == (2, 2)
    assert found.ratio("family_doctor_rate", month=JUNE) == (1, 3)
    assert found.value("family_doctor_signed", month=DECEMBER) == 1


def test_renovation_is_accepted_against_the_tasks_of_the_year(mart: Mart) -> None:
    found = mart(
        "renovations",
        household_month=MONTHS,
        house_renovation="""
            renovation_id | hh_id | division_code | year | renovation_kind | planned_at | accepted_at
            1             | a     | 420281107200  | 2023 | dynamic         | 2023-03-01 | 2023-06-30
            2             | b     | 420281107200  | 2023 | grade_d         | 2023-06-01 | 2023-07-01
            3             | c     | 420281107200  | 2023 | dynamic         | 2023-07-01 | -
            4             | c     | 420281107200  | 2022 | dynamic         | 2022-07-01 | 2022-09-01
        """,
    )
    assert found.ratio("renovation_progress", month=JUNE) == (1, 2)
    assert found.ratio("renovation_progress") == (2, 3)
    assert found.value("dilapidated_house_added_accepted") == 1


def test_a_township_that_is_not_on_the_list_has_no_relocated_household_and_no_rate(mart: Mart) -> None:
    found = mart(
        "relocations",
        household_month=MONTHS,
        relocation="""
            hh_id | division_code | moved_in_at | left_at    | deed_at
            a     | 420281107200  | 2019-01-01  | -          | 2023-06-30
            b     | 420281107200  | 2019-01-01  | 2023-11-30 | -
            c     | 420281107200  | -           | -          | 2020-01-01
        """,
    )
    assert found.value("relocated_hh") == 3
    assert found.ratio("relocation_occupancy", month=JUNE) == (2, 3)
    assert found.ratio("relocation_occupancy") == (1, 3)
    assert found.ratio("relocation_deed_rate", month=DECEMBER) == (1, 3)
    assert found.ratio("relocation_deed_rate") == (2, 3)
    assert found.value("relocated_hh", BAOAN) == 0
    assert found.ratio("relocation_occupancy", BAOAN) == "未报"
    assert found.value("relocated_hh", COUNTY) == 3


def test_training_counts_who_finished_ninety_days_ago_and_found_work_within_them(mart: Mart) -> None:
    found = mart(
        "trainings",
        household_month=MONTHS,
        training="""
            training_id | town_code | training_kind | start_date | end_date   | trainees
            1           | 420281107 | skill         | 2023-05-20 | 2023-05-25 | 40
            2           | 420281107 | practical     | 2023-11-01 | 2023-11-10 | 25
            3           | 420281107 | team          | 2023-03-01 | 2023-03-01 | 18
            4           | 420281107 | skill         | 2022-05-20 | 2022-05-25 | 30
            5           | 420281107 | policy        | 2023-03-01 | 2023-03-01 | 99
        """,
        training_person="""
            training_id | person_id | hh_id | division_code | finished_at | employed_at
            1           | p1        | a     | 420281107200  | 2023-05-25  | 2023-08-23
            1           | p2        | a     | 420281107200  | 2023-05-25  | 2023-08-24
            1           | p3        | b     | 420281107200  | 2023-05-25  | -
            2           | p4        | b     | 420281107200  | 2023-11-10  | 2023-11-12
            4           | p5        | b     | 420281107200  | 2022-05-25  | 2022-06-01
        """,
    )
    assert found.ratio("training_conversion") == (
        1,
        3,
    )  # the 91st day is too late; of November nobody knows yet
    assert found.ratio("training_conversion", month=JUNE) == (1, 1)  # the course of last year
    assert found.value("skills_trainees") == 40 + 25
    assert found.value("skills_trainees", month=JUNE) == 40
    assert found.value("team_training_courses") == 1


def test_fairs_and_sales_of_the_county_count_in_the_county_alone(mart: Mart) -> None:
    fairs = """
        fair_id | town_code | fair_date  | posts | attendees | intents
        1       | 420281107 | 2023-02-10 | 100   | 40        | 5
        2       | 420281107 | 2023-09-10 | 60    | 20        | 1
        3       | 420281000 | 2023-05-10 | 900   | 200       | 30
        4       | 420281101 | 2023-03-10 | 50    | 10        | 2
    """
    found = mart("job_fairs", household_month=MONTHS, job_fair=fairs)
    assert found.ratio("job_fair_conversion", month=JUNE) == (5, 40)
    assert found.ratio("job_fair_conversion") == (6, 60)
    assert found.value("job_fair_posts") == 160
    assert found.ratio("job_fair_conversion", COUNTY) == (38, 270)
    zone = mart("job_fairs", household_month=MONTHS, job_fair=fairs, division=TRUSTEESHIP)
    assert zone.ratio("job_fair_conversion", COUNTY) == (36, 260)
    assert zone.ratio("job_fair_conversion", BAOAN) == (2, 10)
    sales = mart(
        "consumption",
        household_month=MONTHS,
        consumption_sale="""
            sale_id | town_code | sale_month | sale_amount
            1       | 420281107 | 2023-06    | 120000
            2       | 420281107 | 2023-11    | 30000.50
            3       | 420281107 | 2022-12    | 7
            4       | 420281000 | 2023-11    | 1000
        """,
    )
    assert sales.value("consumption_sales") == 150_000.50
    assert sales.value("consumption_sales.month") == 30_000.50
    assert sales.value("consumption_sales", COUNTY) == 151_000.50
    assert sales.value("consumption_sales", month=DECEMBER) == 7
    assert sales.value("consumption_sales", BAOAN) == "未报"


def test_meetings_of_the_year_by_kind(mart: Mart) -> None:
    found = mart(
        "meetings",
        household_month=MONTHS,
        meeting="""
            meeting_id | town_code | meeting_date | meeting_kind
            1          | 420281107 | 2023-01-05   | study
            2          | 420281107 | 2023-06-30   | study
            3          | 420281107 | 2023-07-01   | bulletin
            4          | 420281107 | 2022-12-31   | special
            5          | 420281000 | 2023-02-01   | special
        """,
    )
    assert found.value("meeting_count", month=JUNE) == 2
    assert (found.value("meeting_count"), found.value("meeting_count", COUNTY)) == (3, 4)
    assert found.value("meeting_count.study") == found.value("party_study_sessions") == 2
    assert (found.value("meeting_count.bulletin"), found.value("meeting_count.special")) == (1, 0)


def test_workshops_run_or_stand_idle(mart: Mart) -> None:
    found = mart(
        "workshops",
        household_month=MONTHS,
        help_workshop="""
            workshop_id | division_code | report_month | workshop_state | workers | alleviated_workers
            1           | 420281107200  | 2023-11      | running        | 20      | 9
            2           | 420281107200  | 2023-11      | idle           | 0       | 0
            3           | 420281107200  | 2023-11      | running        | 12      | 4
            1           | 420281107200  | 2023-06      | running        | 20      | 7
        """,
    )
    assert (found.value("help_workshops"), found.value("help_workshops.idle")) == (2, 1)
    assert found.value("workshop_alleviated_workers", VILLAGE) == 13
    assert found.value("workshop_alleviated_workers", month=JUNE) == 7
    assert found.value("help_workshops", BAOAN) == "未报"


@pytest.mark.parametrize(
    ("month", "states"), [(DECEMBER, (0, 1, 0)), (JUNE, (1, 0, 0)), (NOVEMBER, (0, 1, 2))]
)
def test_industries_stand_as_in_the_last_quarter_that_is_over(
    mart: Mart, month: date, states: tuple[int, int, int]
) -> None:
    found = mart(
        "industries",
        household_month=MONTHS,
        industry_operation="""
            industry_id | town_code | year | quarter | operation_state | industry_kind | driven_hh
            1           | 420281107 | 2022 | 4       | at_risk         | special       | 3
            1           | 420281107 | 2023 | 2       | good            | special       | 3
            1           | 420281107 | 2023 | 3       | at_risk         | base          | 3
            2           | 420281107 | 2023 | 3       | failed          | base          | 0
            3           | 420281107 | 2023 | 3       | failed          | special       | 8
            3           | 420281107 | 2023 | 4       | good            | special       | 8
        """,
    )
    good, at_risk, failed = states
    assert found.value("industry_risk.good", month=month) == good
    assert found.value("industry_risk.at_risk", month=month) == at_risk
    assert found.value("industry_risk.failed", month=month) == failed
    assert found.value("industry_risk", month=month) == at_risk + failed
    assert found.value("industry_risk.failed_with_alleviated") == 1
    assert found.value("demo_base_projects") == 2
    assert found.value("industry_risk", BAOAN, month) == "未报"


def test_who_was_willing_and_eligible_has_a_loan_or_not(mart: Mart) -> None:
    found = mart(
        "loan_needs",
        household_month=MONTHS,
        loan_need="""
            hh_id | division_code | year | asked_at   | eligible | willing
            a     | 420281107200  | 2023 | 2023-03-01 | true     | true
            b     | 420281107200  | 2023 | 2023-03-01 | true     | true
            c     | 420281107200  | 2023 | 2023-03-01 | false    | true
            b     | 420281107200  | 2022 | 2022-10-01 | true     | false
        """,
        microloan="""
            loan_id | hh_id | division_code | amount | balance | issue_date
            1       | a     | 420281107200  | 50000  | 20000   | 2023-07-01
            2       | b     | 420281107200  | 50000  | 0       | 2021-07-01
            3       | c     | 420281107200  | 50000  | 50000   | 2022-07-01
        """,
    )
    assert found.ratio("loan_penetration") == (1, 2)  # b has repaid
    assert found.ratio("loan_penetration", month=JUNE) == (0, 2)
    assert found.ratio("loan_penetration", month=DECEMBER) == "未报"  # b did not want one


def test_what_a_station_received_and_did_not_hand_on_adds_up(mart: Mart) -> None:
    found = mart(
        "stations",
        household_month=MONTHS,
        photovoltaic_income="""
            division_code | year | quarter | received | received_at | distributed | distributed_at
            420281107200  | 2022 | 4       | 9000     | 2022-12-20  | 9000        | 2023-01-20
            420281107200  | 2023 | 2       | 8000     | -           | 5000        | 2023-07-01
            420281107200  | 2023 | 3       | 7000     | 2023-09-20  | -           | -
            420281107200  | 2023 | 4       | 6000     | 2023-10-20  | -           | -
            420281101200  | 2023 | 3       | 4000.50  | -           | 4000.50     | -
        """,
    )
    assert found.value("pv_undistributed", month=DECEMBER) == 9000
    assert found.value("pv_undistributed", month=JUNE) == 8000
    assert found.value("pv_undistributed") == 8000 - 5000 + 7000
    assert found.value("pv_undistributed", BAOAN) == 0
    assert found.value("pv_undistributed", COUNTY) == 10_000


def test_pilots_and_the_villages_of_joint_water_supply(mart: Mart) -> None:
    found = mart(
        "village_works",
        household_month=MONTHS,
        pilot="""
            pilot_id | division_code | pilot_kind | pilot_level | named_at
            1        | 420281107200  | joint      | provincial  | 2023-03-20
            2        | 420281107200  | beautiful  | provincial  | 2023-03-20
            3        | 420281107200  | both       | county      | 2023-07-01
        """,
        facility="""
            facility_id | division_code | town_code | facility_kind     | started_at
            1           | 420281107200  | 420281107 | water_integration | 2023-05-01
            2           | 420281107200  | 420281107 | water_integration | 2023-06-01
            3           | -             | 420281101 | water_integration | 2023-06-01
            4           | 420281101200  | 420281101 | road              | 2023-06-01
        """,
    )
    assert (found.value("pilot_villages", month=JUNE), found.value("pilot_villages")) == (2, 3)
    assert found.value("gongtong_dizao_provincial_pilots") == 1
    assert found.value("water_integration_villages") == 1  # one village, however many works
    assert found.value("water_integration_villages", BAOAN) == "未报"


FAULTS = """
    stat_month | rule_id | level   | town_code | object_key | fault_no | table_name      | message | is_exempt
    2023-04    | N01     | warning | 420281107 | x          | 1        | person_month    | 错      | false
    2023-05    | N01     | warning | 420281107 | x          | 1        | person_month    | 错      | false
    2023-06    | N01     | warning | 420281107 | x          | 1        | person_month    | 错      | false
    2023-06    | N02     | warning | 420281107 | x          | 1        | person_month    | 错      | false
    2023-06    | N01     | warning | 420281107 | y          | 1        | person_month    | 错      | true
    2023-06    | N03     | warning | 420281107 | z          | 1        | project         | 错      | false
    2023-11    | N01     | warning | 420281107 | x          | 1        | household_month | 错      | false
    2023-11    | N01     | warning | 420281107 | x          | 2        | household_month | 错      | false
"""
PEOPLE = """
    stat_month | person_id | hh_id | division_code
    2023-06    | p1        | a     | 420281107200
    2023-06    | p2        | a     | 420281107200
    2023-11    | p1        | a     | 420281107200
"""


def test_faults_are_measured_against_the_rows_and_by_how_long_they_stand(mart: Mart) -> None:
    found = mart("data_quality", household_month=MONTHS, person_month=PEOPLE, rule_fault=FAULTS)
    assert found.ratio("dq_error_rate", month=JUNE) == (2, 1 + 2)  # not the exempt one, nor the project's
    assert found.ratio("dq_error_rate") == (2, 3 + 1)
    # June: x of N01 since the end of April (31 days of May, 30 of June), x of N02 new
    assert found.ratio("dq_open_days", month=JUNE) == (31 + 30 + 0, 2)
    assert found.ratio("dq_open_days") == (0, 1)  # it was away in between: a new fault of one object
    assert found.ratio("dq_error_rate", BAOAN) == (0, 1)
    assert found.ratio("dq_error_rate", COUNTY) == (2, 3 + 1 + 1)


def test_data_that_no_rule_judged_has_no_error_rate(mart: Mart) -> None:
    assert mart("data_quality", household_month=MONTHS, person_month=PEOPLE).rows.is_empty()


def test_an_exemption_that_comes_later_lowers_the_error_rate_of_the_last_month(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store", COUNTY, is_demo=True, salt="s")
    nobody = ({"hh_id": "H1", "hh_persons": 0}, {"hh_id": "H2"})  # H10: nobody lives there
    parts = [
        Part("household_month", f"{month:%Y-%m}", frame(TABLES["household_month"], nobody, month))
        for month in (date(2023, 10, 1), NOVEMBER)
    ]
    places = Part("division", "all", reference.divisions(COUNTY))
    publish(store, [places, *parts], author="test", reason="test")
    before = _errors(store)
    publish(store, [], author="test", reason="test", exemptions=frozenset({("H10", "key-H1")}))
    after = _errors(store)
    assert after == {date(2023, 10, 1): before[date(2023, 10, 1)], NOVEMBER: before[NOVEMBER] - 1}


def _errors(store: Store) -> dict[date, float]:
    """Return month -> number of faults that the error rate of the county counts."""
    files = store.snapshot().files("indicator_month")
    rows = pl.concat([pl.read_parquet(file, hive_partitioning=False) for file in files])
    mine = rows.filter((pl.col("indicator_id") == "dq_error_rate") & (pl.col("area_code") == COUNTY))
    return dict(mine.select("stat_month", "numerator").iter_rows())


def test_the_lag_is_from_the_last_month_a_township_reported(mart: Mart) -> None:
    found = mart("update_lag", household_month=MONTHS.replace("2023-11    | d", "2023-06    | d"))
    assert found.value("update_lag") == 0
    assert found.value("update_lag", BAOAN, JUNE) == 0
    assert found.value("update_lag", BAOAN) == 31 + 31 + 30 + 31 + 30  # July to November
    assert found.value("update_lag", COUNTY) == 153  # of the township that is furthest behind
    assert found.value("update_lag", BAOAN, DECEMBER) == "未报"


@pytest.mark.parametrize(
    "file",
    [
        "returns", "recognition", "income_gap", "yulu_graduates", "chronic", "doctor_contracts", "renovations",
        "relocations", "trainings", "job_fairs", "consumption", "meetings", "workshops", "industries", "loan_needs",
        "stations", "village_works", "data_quality",
    ],
)  # fmt: skip
def test_a_county_without_the_table_has_no_figure(mart: Mart, file: str) -> None:
    assert mart(file, household_month=MONTHS).rows.is_empty()
