"""Stock and flow of the monitored, drawn household by household, with sums one can see."""

from __future__ import annotations

from datetime import date

import pytest

from tests.queries.marts.conftest import Mart
from tests.queries.marts.places import BAOAN, COUNTY, LIURENBA

OCTOBER, DECEMBER, JANUARY, FEBRUARY = (
    date(2023, 10, 1),
    date(2022, 12, 1),
    date(2023, 1, 1),
    date(2023, 2, 1),
)

STOCK = """
    stat_month | hh_id | division_code | hh_type    | mon_type | risk_status | hh_persons
    2023-11    | a     | 420281101200  | alleviated | -        | -           | 2
    2023-11    | b     | 420281101200  | alleviated | unstable | active      | 3
    2023-11    | c     | 420281101201  | ordinary   | marginal | cleared     | 4
    2023-11    | d     | 420281101201  | alleviated | sudden   | active      | 5
    2023-11    | e     | 420281107200  | ordinary   | sudden   | active      | 1
"""


def test_monitored_households_among_the_alleviated_count_as_both(mart: Mart) -> None:
    found = mart("monitored_stock", household_month=STOCK)
    assert found.value("alleviated_hh", BAOAN) == 1 + 1 + 1
    assert found.value("alleviated_persons", BAOAN) == 2 + 3 + 5
    assert found.value("alleviated_hh.stable", BAOAN) == 1
    assert found.value("alleviated_persons.stable", BAOAN) == 2
    assert found.value("monitored_hh_total", BAOAN) == 1 + 1 + 1
    assert found.value("monitored_persons_total", BAOAN) == 3 + 4 + 5


def test_stock_by_status_and_type_adds_up_from_village_to_county(mart: Mart) -> None:
    found = mart("monitored_stock", household_month=STOCK)
    assert found.value("monitored_hh_active", "420281101200") == 1
    assert found.value("monitored_hh_active", "420281101201") == 1
    assert found.value("monitored_hh_active", BAOAN) == 1 + 1
    assert found.value("monitored_hh_active", LIURENBA) == 1
    assert found.value("monitored_hh_active", COUNTY) == 2 + 1
    assert found.value("monitored_hh_cleared.marginal", BAOAN) == 1
    assert found.value("monitored_persons_cleared.marginal", BAOAN) == 4
    assert found.value("monitored_persons_active.sudden", COUNTY) == 5 + 1
    assert found.value("monitored_hh_total.unstable", COUNTY) == 1


def test_the_documents_other_names_carry_the_same_figures(mart: Mart) -> None:
    found = mart("monitored_stock", household_month=STOCK)
    assert found.value("monitored_hh", BAOAN) == found.value("monitored_hh_total", BAOAN)
    assert found.value("monitored_persons.sudden", BAOAN) == 5


def test_a_village_without_households_has_zero_and_a_silent_township_has_nothing(mart: Mart) -> None:
    found = mart(
        "monitored_stock",
        household_month=STOCK.replace("420281101201", "420281101200").split("2023-11    | e")[0],
    )
    assert found.value("alleviated_hh", "420281101201") == 0
    assert found.value("alleviated_hh", LIURENBA) == "未报"
    assert found.value("alleviated_hh", "420281107200") == "未报"


def test_a_township_under_trusteeship_is_not_in_the_countys_sum(mart: Mart) -> None:
    found = mart(
        "monitored_stock",
        household_month=STOCK,
        division="""
            division_code | parent_code | town_code | level | kind | in_county_total
            420281101     | 420281      | 420281101 | 4     | town | true
            420281107     | 420281      | 420281107 | 4     | town | false
        """,
    )
    assert found.value("monitored_hh_active", LIURENBA) == 1
    assert found.value("monitored_hh_active", COUNTY) == 2


def test_shares_and_rates_keep_their_denominators(mart: Mart) -> None:
    found = mart(
        "monitored_structure",
        household_month="""
            stat_month | hh_id | division_code | mon_type | risk_status | risk_1  | contact_name | identified_month | is_no_labour
            2023-11    | a     | 420281101200  | sudden   | active      | illness | 示例甲       | 2022-10          | false
            2023-11    | b     | 420281101200  | sudden   | active      | illness | -            | 2022-11          | false
            2023-11    | c     | 420281101201  | marginal | active      | housing | -            | 2022-01          | true
            2023-11    | d     | 420281101201  | marginal | cleared     | other   | 示例乙       | 2022-01          | false
            2023-11    | e     | 420281107200  | sudden   | active      | -       | -            | 2022-01          | false
        """,
    )
    assert found.ratio("monitored_by_type.sudden", BAOAN) == (2, 4)
    assert found.ratio("monitored_by_type.active.sudden", BAOAN) == (2, 3)
    assert found.ratio("monitored_by_type.cleared.marginal", BAOAN) == (1, 1)
    assert found.ratio("clear_rate", BAOAN) == (1, 4)
    assert found.ratio("risk_cause_share.illness", BAOAN) == (2, 3)
    assert found.ratio("contact_assigned", BAOAN) == (1, 3)
    assert found.ratio("contact_assigned", LIURENBA) == "未报"
    assert found.value("months_active_priority_hh", BAOAN) == 1  # a: 13 months; b: 12; c has no labour
    assert found.value("months_active_priority_hh", LIURENBA) == 1


FLOW = """
    stat_month | hh_id | division_code | hh_type    | mon_type | risk_status | hh_persons | identified_month | cleared_month | clear_mode
    2022-12    | a     | 420281107200  | alleviated | -        | -           | 3          | -                | -             | -
    2022-12    | b     | 420281107200  | ordinary   | marginal | active      | 4          | 2022-09          | -             | -
    2022-12    | c     | 420281107200  | ordinary   | sudden   | cleared     | 2          | 2022-01          | 2022-08       | helped
    2022-12    | d     | 420281107200  | ordinary   | sudden   | active      | 1          | 2022-01          | -             | -
    2023-01    | a     | 420281107200  | alleviated | unstable | active      | 3          | 2023-01          | -             | -
    2023-01    | b     | 420281107200  | ordinary   | marginal | cleared     | 4          | 2022-09          | 2023-01       | helped
    2023-01    | c     | 420281107200  | ordinary   | sudden   | active      | 2          | 2022-01          | -             | -
    2023-02    | a     | 420281107200  | alleviated | unstable | active      | 3          | 2023-01          | -             | -
    2023-02    | b     | 420281107200  | ordinary   | marginal | cleared     | 4          | 2022-09          | 2023-01       | helped
    2023-02    | c     | 420281107200  | ordinary   | sudden   | active      | 2          | 2022-01          | -             | -
    2023-02    | e     | 420281107200  | ordinary   | sudden   | active      | 5          | 2023-02          | -             | -
"""


def test_who_was_not_monitored_last_month_is_new_and_adds_up_over_the_year(mart: Mart) -> None:
    found = mart("household_flow", household_month=FLOW)
    assert found.value("new_monitored_hh.month", month=JANUARY) == 1  # a; c only came back
    assert found.value("new_monitored_hh.month", month=FEBRUARY) == 1  # e
    assert found.value("new_monitored_hh", month=FEBRUARY) == 1 + 1
    assert found.value("new_monitored_persons", month=FEBRUARY) == 3 + 5
    assert found.value("new_monitored_hh.sudden", month=FEBRUARY) == 1
    assert found.value("new_monitored_persons.unstable.month", month=JANUARY) == 3


def test_clearings_rollbacks_and_whole_households_gone(mart: Mart) -> None:
    found = mart("household_flow", household_month=FLOW)
    assert found.value("cleared_hh_in_year", month=FEBRUARY) == 1  # b, once
    assert found.value("cleared_hh_in_year.month", month=FEBRUARY) == 0
    assert found.value("cleared_persons_in_year.marginal", month=FEBRUARY) == 4
    assert found.value("cleared_in_period_hh", month=FEBRUARY) == 1
    assert found.value("early_clear", month=FEBRUARY) == 1  # September to January: four months
    assert found.value("rollback_hh", month=FEBRUARY) == 1  # c
    assert found.value("rollback_persons.month", month=JANUARY) == 2
    assert found.value("monitored_natural_decrease_hh", month=FEBRUARY) == 1  # d
    assert found.value("monitored_natural_decrease_hh.active.month", month=JANUARY) == 1
    assert found.value("natural_decrease_hh", month=FEBRUARY) == 1
    assert found.value("alleviated_natural_decrease_hh", month=FEBRUARY) == 0


def test_the_first_month_of_all_has_no_flow(mart: Mart) -> None:
    found = mart("household_flow", household_month=FLOW)
    assert found.value("new_monitored_hh.month", month=DECEMBER) == "未报"


def test_a_year_with_a_month_missing_has_no_sum_of_the_year(mart: Mart) -> None:
    gap = FLOW.replace("2022-12", "2022-11")
    found = mart("household_flow", household_month=gap)
    assert found.value("new_monitored_hh.month", month=JANUARY) == "未报"
    assert found.value("new_monitored_hh.month", month=FEBRUARY) == 1
    assert found.value("new_monitored_hh", month=FEBRUARY) == "未报"


def test_natural_changes_of_people_go_by_the_status_of_the_month_before(mart: Mart) -> None:
    found = mart(
        "person_flow",
        household_month="""
            stat_month | hh_id | division_code | hh_type    | mon_type | risk_status
            2022-12    | a     | 420281107200  | alleviated | -        | -
            2022-12    | b     | 420281107200  | ordinary   | sudden   | active
            2022-12    | c     | 420281107200  | alleviated | unstable | cleared
            2023-01    | a     | 420281107200  | alleviated | sudden   | active
            2023-01    | c     | 420281107200  | alleviated | unstable | cleared
            2023-01    | n     | 420281107200  | ordinary   | sudden   | active
        """,
        person_month="""
            stat_month | person_id | hh_id | division_code | in_household | change_code | change_date
            2023-01    | a1        | a     | 420281107200  | true         | birth       | 2023-01-05
            2023-01    | b1        | b     | 420281107200  | false        | death       | 2023-01-09
            2023-01    | b2        | b     | 420281107200  | false        | hukou_out   | 2023-01-09
            2023-01    | c1        | c     | 420281107200  | false        | army        | 2023-01-20
            2023-01    | c2        | c     | 420281107200  | true         | marry_in    | 2022-12-30
            2023-01    | n1        | n     | 420281107200  | true         | birth       | 2023-01-11
        """,
    )
    assert (
        found.value("natural_increase_persons", month=JANUARY) == 1
    )  # a1; c2 came before, n was not there in December
    assert found.value("natural_decrease_persons", month=JANUARY) == 2 + 1
    assert found.value("alleviated_natural_increase_persons", month=JANUARY) == 1
    assert found.value("alleviated_natural_decrease_persons", month=JANUARY) == 1
    assert (
        found.value("monitored_natural_increase_persons", month=JANUARY) == 0
    )  # a became monitored in January
    assert found.value("monitored_natural_decrease_persons", month=JANUARY) == 2 + 1
    assert found.value("monitored_natural_decrease_persons.active", month=JANUARY) == 2


def test_files_without_change_codes_do_not_report_that_nothing_changed(mart: Mart) -> None:
    found = mart(
        "person_flow",
        household_month="""
            stat_month | hh_id | division_code
            2022-12    | a     | 420281107200
            2023-01    | a     | 420281107200
        """,
        person_month="""
            stat_month | person_id | hh_id | division_code
            2022-12    | a1        | a     | 420281107200
            2023-01    | a1        | a     | 420281107200
        """,
    )
    assert found.value("natural_decrease_persons", month=JANUARY) == "未报"


def test_rollbacks_are_held_against_the_clearings_of_twelve_months(mart: Mart) -> None:
    months = [f"2022-{m:02}" for m in range(1, 13)] + ["2023-01"]
    lines = ["stat_month | hh_id | division_code | mon_type | risk_status"]
    for number, month in enumerate(months):
        lines.append(f"{month} | a | 420281107200 | sudden | {'active' if number < 3 else 'cleared'}")
        lines.append(f"{month} | b | 420281107200 | sudden | {'cleared' if 2 < number < 5 else 'active'}")
    found = mart("rollback_rate", household_month="\n".join(lines))
    assert found.ratio("rollback_rate", month=JANUARY) == (1, 2)  # a and b cleared in April, b back in June
    assert found.ratio("rollback_rate", month=DECEMBER) == "未报"  # eleven comparable months


def test_the_monitoring_rate_of_the_county_is_over_the_townships_that_reported(mart: Mart) -> None:
    found = mart(
        "monitoring_rate",
        household_month="""
            stat_month | hh_id | division_code | mon_type | hh_persons
            2023-11    | a     | 420281101200  | sudden   | 4
            2023-11    | b     | 420281101201  | -        | 5
        """,
    )
    assert found.ratio("monitoring_rate", BAOAN) == (4, 700)
    assert found.ratio("monitoring_rate", "420281101200") == (4, 400)
    assert found.ratio("monitoring_rate", "420281101201") == (0, 300)
    assert found.ratio("monitoring_rate", COUNTY) == (4, 700)


def test_a_helper_of_two_villages_is_one_helper(mart: Mart) -> None:
    found = mart(
        "helper_load",
        household_month="""
            stat_month | hh_id | division_code | helper_id
            2023-11    | a     | 420281101200  | h1
            2023-11    | b     | 420281101201  | h1
            2023-11    | c     | 420281101201  | h2
            2023-11    | d     | 420281101201  | -
        """,
    )
    assert found.ratio("helper_load", BAOAN) == (3, 2)
    assert found.ratio("helper_load", LIURENBA) == "未报"


def test_the_length_of_monitoring_is_a_median_at_each_level(mart: Mart) -> None:
    found = mart(
        "months_active",
        household_month="""
            stat_month | hh_id | division_code | mon_type | risk_status | identified_month
            2023-11    | a     | 420281101200  | sudden   | active      | 2023-10
            2023-11    | b     | 420281101201  | sudden   | active      | 2023-06
            2023-11    | c     | 420281107200  | sudden   | active      | 2022-11
            2023-11    | d     | 420281107200  | sudden   | cleared     | 2021-01
        """,
    )
    assert found.value("months_active", BAOAN) == (1 + 5) / 2
    assert found.value("months_active", COUNTY) == 5  # of 1, 5, 12
    assert found.ratio("months_active", COUNTY) == (None, 3)


def test_houses_and_water_count_where_they_are_told(mart: Mart) -> None:
    found = mart(
        "living_conditions",
        household_month="""
            stat_month | hh_id | division_code | hh_type    | mon_type | hh_persons | house_dilapidated | house_grade | water_safe
            2023-11    | a     | 420281101200  | alleviated | -        | 2          | true              | -           | true
            2023-11    | b     | 420281101201  | ordinary   | sudden   | 3          | false             | C           | false
            2023-11    | c     | 420281101201  | ordinary   | sudden   | 4          | false             | A           | true
            2023-11    | d     | 420281107200  | alleviated | -        | 5          | -                 | -           | -
        """,
    )
    assert found.value("house_hazard_hh", BAOAN) == 1 + 1
    assert found.value("unsafe_water_hh", BAOAN) == 1
    assert found.value("water_safe_hh.alleviated_stable", BAOAN) == 1
    assert found.value("water_safe_persons.monitored", BAOAN) == 4
    assert found.ratio("water_safe_rate", BAOAN) == (2, 3)
    assert found.value("unsafe_water_hh", LIURENBA) == "未报"
    assert found.value("house_hazard_hh", LIURENBA) == "未报"


def test_insurance_schooling_and_the_safety_net_are_counted_in_the_household(mart: Mart) -> None:
    found = mart(
        "people",
        household_month="""
            stat_month | hh_id | division_code | hh_type    | is_no_labour
            2023-11    | a     | 420281107200  | alleviated | true
            2023-11    | b     | 420281107200  | ordinary   | true
            2023-11    | c     | 420281107200  | alleviated | false
        """,
        person_month="""
            stat_month | person_id | hh_id | division_code | birth_date | school  | edu  | not_in_school_reason | insured_resident | insured_employee | dibao | tekun | in_household
            2023-11    | a1        | a     | 420281107200  | 1950-01-01 | -       | 小学 | -                    | true             | false            | none  | none  | true
            2023-11    | b1        | b     | 420281107200  | 1950-01-01 | -       | 小学 | -                    | false            | true             | rural | none  | true
            2023-11    | c1        | c     | 420281107200  | 2012-01-01 | -       | -    | -                    | false            | false            | none  | none  | true
            2023-11    | c2        | c     | 420281107200  | 2012-01-01 | primary | -    | -                    | true             | false            | none  | urban | true
            2023-11    | c3        | c     | 420281107200  | 2012-01-01 | -       | -    | 身体原因             | true             | false            | none  | none  | true
            2023-11    | c4        | c     | 420281107200  | 2007-12-01 | -       | 小学 | 厌学                 | true             | false            | none  | none  | true
            2023-11    | c5        | c     | 420281107200  | 2007-11-30 | -       | 小学 | -                    | true             | false            | none  | none  | true
            2023-11    | c6        | c     | 420281107200  | 2012-01-01 | -       | -    | -                    | true             | false            | none  | none  | false
        """,
    )
    assert found.ratio("insured_rate") == (6, 7)  # all but c1; c6 is not in the household
    assert found.ratio("medical_insured_rate.alleviated_hh") == (5, 6)  # without b1
    assert found.value("dropout_children") == 2  # c1, and c4, who is 16 a day later
    assert found.value("dibao_persons") == 1
    assert found.value("tekun_persons") == 1
    assert found.value("backstop_gap") == 1  # a: no labour and nothing; b has dibao


@pytest.mark.parametrize(
    "file", ["monitored_stock", "monitored_structure", "household_flow", "living_conditions"]
)
def test_an_empty_store_has_no_figure_at_all(mart: Mart, file: str) -> None:
    assert mart(file).rows.is_empty()
