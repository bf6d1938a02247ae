"""Identification, help, visits and screenings, case by case."""

from __future__ import annotations

from datetime import date

from tests.queries.marts.conftest import Mart
from tests.queries.marts.places import BAOAN, COUNTY, LIURENBA

MONTHS = """
    stat_month | hh_id | division_code | hh_type    | mon_type | risk_status | is_no_labour
    2023-05    | a     | 420281107200  | alleviated | sudden   | active      | false
    2023-06    | a     | 420281107200  | alleviated | sudden   | active      | false
    2023-11    | a     | 420281107200  | alleviated | sudden   | active      | false
"""
MAY, JUNE, NOVEMBER = date(2023, 5, 1), date(2023, 6, 1), date(2023, 11, 1)

CASES = """
    case_id | hh_id | division_code | case_kind | clue_at    | checked_at | due_at     | publicity_start | publicity_end | decided_at | marked_at  | result       | state_at   | clue_channel   | dept_code | sla_rule_id
    1       | a     | 420281107200  | identify  | 2023-05-01 | 2023-05-03 | 2023-05-16 | 2023-05-05      | 2023-05-10    | 2023-05-11 | 2023-05-12 | admitted     | 2023-05-12 | dept_push      | ybj       | default_15d
    2       | b     | 420281107200  | identify  | 2023-05-10 | 2023-05-20 | 2023-05-25 | 2023-05-21      | 2023-05-24    | 2023-06-01 | 2023-06-04 | admitted     | 2023-06-04 | full_screening | -         | default_15d
    3       | c     | 420281107200  | identify  | 2023-05-30 | -          | 2023-06-14 | -               | -             | -          | -          | -            | 2023-05-30 | dept_push      | ybj       | default_15d
    4       | d     | 420281107200  | identify  | 2023-05-02 | 2023-05-04 | 2023-05-17 | -               | -             | -          | -          | dismissed    | 2023-05-04 | dept_push      | mzj       | default_15d
    5       | e     | 420281107200  | clear     | 2023-05-02 | 2023-05-04 | 2023-05-17 | 2023-05-05      | 2023-05-12    | 2023-05-08 | 2023-05-16 | cleared      | 2023-05-16 | -              | -         | default_15d
"""


def test_a_case_is_overdue_while_it_is_open_after_its_day(mart: Mart) -> None:
    found = mart("case_process", household_month=MONTHS, identification_case=CASES)
    assert found.value("case_overdue", month=MAY) == 1  # 2: due 25 May, marked in June
    assert found.value("case_overdue", month=JUNE) == 1  # 3: never finished
    assert found.value("case_overdue", BAOAN, MAY) == "未报"


def test_publicity_is_five_days_and_over_before_the_decision(mart: Mart) -> None:
    found = mart("case_process", household_month=MONTHS, identification_case=CASES)
    assert found.ratio("publicity_ok", month=MAY) == (1, 2)  # 1; 5 was decided before its publicity ended
    assert found.ratio("publicity_ok", month=JUNE) == (1, 3)  # 2: three days


def test_clues_are_checked_in_three_days_once_the_days_are_over(mart: Mart) -> None:
    found = mart("case_process", household_month=MONTHS, identification_case=CASES)
    assert found.ratio("clue_check_rate", month=MAY) == (
        2,
        3,
    )  # 1 and 4 of 1, 2, 4; the days of 3 end in June
    assert found.ratio("clue_check_rate", month=JUNE) == (2, 4)


def test_days_from_clue_to_mark_are_exact_quantiles_of_the_year(mart: Mart) -> None:
    found = mart("case_days", household_month=MONTHS, identification_case=CASES)
    assert found.value("days_clue_to_mark", month=MAY) == 11
    assert found.value("days_clue_to_mark", month=JUNE) == (11 + 25) / 2
    assert found.value("days_clue_to_mark.p90", COUNTY, JUNE) == 11 + 0.9 * (25 - 11)
    assert found.ratio("days_clue_to_mark", month=JUNE) == (None, 2)


def test_clues_that_became_monitored_by_department_and_channel(mart: Mart) -> None:
    clues = mart("clues", household_month=MONTHS, identification_case=CASES)
    assert clues.ratio("clue_conversion", month=MAY) == (1, 4)
    assert clues.ratio("clue_conversion", month=JUNE) == (2, 4)
    assert clues.ratio("clue_conversion.ybj", month=JUNE) == (1, 2)
    assert clues.ratio("clue_conversion.mzj", month=JUNE) == (0, 1)
    channels = mart("case_channels", household_month=MONTHS, identification_case=CASES)
    assert channels.ratio("new_by_channel.dept_push", month=JUNE) == (1, 2)
    assert channels.ratio("new_by_channel.full_screening", month=MAY) == (0, 1)


def test_open_cases_stand_in_the_state_of_their_last_event(mart: Mart) -> None:
    found = mart(
        "cases_open",
        household_month=MONTHS,
        case_event="""
            case_id | town_code | seq | to_state    | at
            1       | 420281107 | 1   | CLUE        | 2023-05-01
            1       | 420281107 | 2   | VERIFY      | 2023-05-03
            1       | 420281107 | 3   | SYSTEM_MARK | 2023-06-02
            2       | 420281107 | 1   | CLUE        | 2023-05-31
            3       | 420281107 | 1   | CLR_VERIFY  | 2023-06-30
        """,
    )
    assert found.value("cases_open_by_state", month=MAY) == 2
    assert found.value("cases_open_by_state.VERIFY", month=MAY) == 1
    assert found.value("cases_open_by_state.CLUE", month=MAY) == 1
    assert found.value("cases_open_by_state", month=JUNE) == 1 + 1
    assert found.value("cases_open_by_state.CLR_VERIFY", month=JUNE) == 1
    assert found.value("cases_open_by_state.VERIFY", month=JUNE) == 0


def test_help_begins_within_thirty_days_of_the_mark(mart: Mart) -> None:
    found = mart(
        "first_measures",
        household_month=MONTHS,
        identification_case=CASES,
        measure="""
            measure_id | hh_id | division_code | category | start_date | status
            m1         | a     | 420281107200  | industry | 2023-06-11 | done
            m2         | b     | 420281107200  | health   | 2023-07-05 | done
            m3         | b     | 420281107200  | social   | 2023-06-05 | planned
        """,
    )
    assert found.ratio("measure_within_30d", month=MAY) == "未报"  # 30 days not over
    assert found.ratio("measure_within_30d", month=JUNE) == (1, 1)  # a: on the 30th day
    assert found.ratio("measure_within_30d", month=NOVEMBER) == (1, 2)  # b: on the 31st


def test_developmental_help_and_measures_that_match_their_risk(mart: Mart) -> None:
    found = mart(
        "measures",
        household_month="""
            stat_month | hh_id | division_code | mon_type | risk_status | is_no_labour | risk_1     | risk_2
            2023-11    | a     | 420281107200  | sudden   | active      | false        | illness    | schooling
            2023-11    | b     | 420281107200  | sudden   | active      | false        | no_labour  | -
            2023-11    | c     | 420281107200  | sudden   | active      | true         | disability | -
            2023-11    | d     | 420281107200  | sudden   | cleared     | false        | illness    | -
            2023-11    | e     | 420281101200  | sudden   | active      | false        | illness    | -
        """,
        measure="""
            measure_id | hh_id | division_code | category      | start_date | status
            1          | a     | 420281107200  | health        | 2023-01-05 | done
            2          | a     | 420281107200  | employment    | 2023-11-30 | ongoing
            3          | b     | 420281107200  | industry      | 2023-12-01 | ongoing
            4          | c     | 420281107200  | comprehensive | 2023-02-01 | planned
            5          | d     | 420281107200  | industry      | 2022-02-01 | done
        """,
    )
    assert found.ratio("dev_measure_rate") == (1, 2)  # a of a and b; b's begins in December
    assert found.ratio("risk_measure_match") == (
        1,
        3,
    )  # a's illness, of illness, schooling and c's disability
    assert found.ratio("dev_measure_rate", BAOAN) == "未报"


def test_visits_cover_the_alleviated_and_the_active(mart: Mart) -> None:
    found = mart(
        "visits",
        household_month="""
            stat_month | hh_id | division_code | hh_type    | mon_type | risk_status
            2023-11    | a     | 420281107200  | alleviated | -        | -
            2023-11    | b     | 420281107200  | ordinary   | sudden   | active
            2023-11    | c     | 420281107200  | ordinary   | sudden   | cleared
            2023-11    | d     | 420281107200  | alleviated | sudden   | cleared
            2023-11    | e     | 420281101200  | alleviated | -        | -
        """,
        household_visit="""
            visit_id | visit_month | hh_id | division_code | visit_date | mode
            1        | 2023-11     | a     | 420281107200  | 2023-11-03 | onsite
            2        | 2023-11     | a     | 420281107200  | 2023-11-13 | onsite
            3        | 2023-11     | b     | 420281107200  | 2023-11-13 | phone
            4        | 2023-11     | c     | 420281107200  | 2023-11-13 | onsite
        """,
    )
    assert found.ratio("visit_coverage") == (2, 3)
    assert found.ratio("visit_coverage.onsite") == (1, 3)
    assert found.ratio("visit_coverage", BAOAN) == "未报"


SCREENING = """
    round_id | stat_month | division_code | hh_ordinary | hh_alleviated | hh_monitored_active | hh_monitored_cleared | hh_total | persons_total | new_clues | new_admitted_hh
    S1       | 2023-05    | 420281101200  | 100         | 8             | 2                   | 1                    | 110      | 300           | 4         | 2
    S1       | 2023-05    | 420281101201  | 70          | 5             | 1                   | 0                    | 76       | 200           | 0         | 0
    S2       | 2023-11    | 420281101200  | 99          | 8             | 2                   | 2                    | 111      | 301           | 1         | 1
"""


def test_a_screening_stays_until_the_next_round_of_its_township(mart: Mart) -> None:
    found = mart("screening", household_month=MONTHS, screening_result=SCREENING)
    assert found.value("screened_hh_total", BAOAN, JUNE) == 110 + 76  # as reported; the classes say 111 + 76
    assert found.value("screened_hh", BAOAN, JUNE) == 100 + 8 + 2 + 1 + 70 + 5 + 1
    assert found.value("screened_hh.ordinary", BAOAN, JUNE) == 100 + 70
    assert found.value("screened_hh.monitored", BAOAN, JUNE) == (2 + 1) + (1 + 0)
    assert found.ratio("screening_find_rate", BAOAN, JUNE) == (2, 186)
    assert found.ratio("inclusion_rate", BAOAN, JUNE) == (2, 4)
    assert found.value("screened_hh_total", BAOAN, NOVEMBER) == 111
    assert found.value("screened_hh_total", LIURENBA, NOVEMBER) == "未报"


def test_screening_covers_the_rural_households_of_the_division_table(mart: Mart) -> None:
    found = mart("screening_coverage", household_month=MONTHS, screening_result=SCREENING)
    assert found.ratio("screening_coverage", BAOAN, JUNE) == (186, 200)
    assert found.ratio("screening_coverage", "420281101200", JUNE) == (110, 120)
    assert found.ratio("screening_coverage", COUNTY, JUNE) == (186, 200)
    assert found.ratio("screening_coverage", COUNTY, date(2023, 4, 1)) == "未报"
