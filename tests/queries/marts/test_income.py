"""Incomes against the lines of the working year, drawn so that one can count along."""

from __future__ import annotations

from datetime import date

from tests.queries.marts.conftest import Mart
from tests.queries.marts.places import BAOAN, COUNTY, LIURENBA

DEC_2021, DEC_2022, NOV_2022, NOV_2023, DEC_2023 = (
    date(2021, 12, 1), date(2022, 12, 1), date(2022, 11, 1), date(2023, 11, 1), date(2023, 12, 1),
)  # fmt: skip

HOUSEHOLDS = """
    stat_month | hh_id | division_code | hh_type    | mon_type | risk_status | is_no_labour
    2022-12    | a     | 420281101200  | alleviated | -        | -           | false
    2022-12    | b     | 420281101200  | alleviated | unstable | cleared     | false
    2022-12    | c     | 420281101201  | ordinary   | sudden   | active      | false
    2022-12    | d     | 420281101201  | alleviated | -        | -           | true
    2022-12    | e     | 420281101201  | alleviated | -        | -           | false
    2023-11    | a     | 420281101200  | alleviated | sudden   | active      | true
    2023-12    | a     | 420281101200  | alleviated | sudden   | active      | true
"""
INCOMES = """
    hh_id | division_code | income_year | window_type              | net_per_capita | persons_year | net_total | wage  | operating | operating_expense | property | transfer | compliant_self_paid
    a     | 420281101200  | 2022        | annual_oct_sep           | 9999.99        | 2            | 19999.98  | 15000 | 5000      | 1000.02           | 0        | 1000     | 9000
    b     | 420281101200  | 2022        | annual_oct_sep           | 7999.00        | 3            | 23997     | 20000 | 0         | 0                 | 0        | 3997     | 1000
    c     | 420281101201  | 2022        | annual_oct_sep           | 7000.00        | 1            | 7000      | 0     | 0         | 0                 | 0        | 7000     | -
    c     | 420281101201  | 2022        | rolling_12m_before_event | 1000.00        | 1            | 1000      | 1000  | 0         | 0                 | 0        | 0        | -
    d     | 420281101201  | 2022        | annual_oct_sep           | 5000.00        | 4            | 20000     | 0     | 0         | 0                 | 0        | 20000    | -
    e     | 420281101201  | 2022        | annual_oct_sep           | 10000.00       | 5            | 50000     | 50000 | 0         | 0                 | 0        | 0        | -
    x     | 420281101201  | 2022        | annual_oct_sep           | 3000.00        | 5            | 15000     | 15000 | 0         | 0                 | 0        | 0        | -
    a     | 420281101200  | 2021        | annual_oct_sep           | 8000.00        | 2            | 16000     | 11000 | 5000      | 0                 | 0        | 0        | -
    b     | 420281101200  | 2021        | annual_oct_sep           | 10000.00       | 3            | 30000     | 30000 | 0         | 0                 | 0        | 0        | -
    e     | 420281101201  | 2021        | annual_oct_sep           | 9000.00        | 5            | 45000     | 45000 | 0         | 0                 | 0        | 0        | -
"""


def test_ten_thousand_of_2023_judges_the_incomes_of_2022_by_the_households_of_that_december(
    mart: Mart,
) -> None:
    found = mart("below_lines", household_month=HOUSEHOLDS, income_year=INCOMES)
    assert (
        found.value("below_10k_hh.alleviated_with_labour", BAOAN, NOV_2023) == 1
    )  # a; d has no labour, e reaches it
    assert found.value("below_10k_persons.alleviated_with_labour", BAOAN, NOV_2023) == 2
    assert found.value("below_10k_hh.monitored", BAOAN, NOV_2023) == 1 + 1  # b, cleared or not, and c
    assert found.value("below_10k_persons.monitored", BAOAN, NOV_2023) == 3 + 1
    assert found.value("below_10k_hh", BAOAN, NOV_2023) == 1 + 2  # x is in neither group
    assert found.value("below_10k", BAOAN, NOV_2023) == 3
    assert found.value("below_8k_hh", BAOAN, NOV_2023) == 2
    assert found.value("below_range_hh", BAOAN, NOV_2023) == 1  # under 7600: c
    assert found.value("below_10k_hh", "420281101201", NOV_2023) == 1


def test_the_list_of_the_end_of_2022_stands_from_december_to_november(mart: Mart) -> None:
    found = mart("below_lines", household_month=HOUSEHOLDS, income_year=INCOMES)
    assert found.value("below_10k_hh", COUNTY, DEC_2022) == 3
    assert found.value("below_10k_hh", COUNTY, NOV_2023) == 3
    assert found.value("below_10k_hh", COUNTY, DEC_2023) == "未报"  # nobody's income of 2023 is in


def test_a_year_without_a_line_has_no_figure_and_borrows_none(mart: Mart) -> None:
    found = mart(
        "below_lines",
        household_month=HOUSEHOLDS.replace("2022-12", "2021-12").replace("2023-11", "2022-11"),
        income_year=INCOMES,
    )
    assert found.value("below_10k_hh", BAOAN, DEC_2021) == "未报"  # 2022 had no target in the county
    assert found.value("below_8k_hh", BAOAN, NOV_2022) == "未报"
    assert found.value("below_range_hh", BAOAN, NOV_2022) == 0  # under 6900: nobody


def test_means_are_weighted_by_persons_and_medians_are_of_households(mart: Mart) -> None:
    level = mart("incomes", household_month=HOUSEHOLDS, income_year=INCOMES)
    total = 19999.98 + 23997 + 7000 + 20000 + 50000
    assert level.ratio("net_pc_mean", BAOAN, NOV_2023) == (total, 2 + 3 + 1 + 4 + 5)
    assert level.ratio("net_pc_mean.monitored", BAOAN, NOV_2023) == (23997 + 7000, 3 + 1)
    assert level.ratio("net_pc_mean.alleviated", BAOAN, NOV_2023) == (round(total - 7000, 2), 2 + 3 + 4 + 5)
    median = mart("income_median", household_month=HOUSEHOLDS, income_year=INCOMES)
    assert median.value("net_pc_median", BAOAN, NOV_2023) == 7999  # of 5000 7000 7999 9999.99 10000
    assert median.value("net_pc_median.monitored", COUNTY, NOV_2023) == (7000 + 7999) / 2
    assert median.ratio("net_pc_median.alleviated", COUNTY, NOV_2023) == (None, 4)


def test_changes_against_the_year_before_need_both_years(mart: Mart) -> None:
    found = mart("incomes", household_month=HOUSEHOLDS, income_year=INCOMES)
    assert found.value("cross_10k", BAOAN, NOV_2023) == 1  # e: from 9000 to 10000
    assert found.value("income_drop_20", BAOAN, NOV_2023) == 1  # b: 7999 is just more than 20 % under 10000
    grown = (5000 - 1000.02) - 5000  # a; b and e have no operating income
    assert found.ratio("operating_growth", BAOAN, NOV_2023) == (round(grown, 2), 2 + 3 + 5)


def test_structure_dependence_and_the_burden_of_medical_costs(mart: Mart) -> None:
    found = mart("incomes", household_month=HOUSEHOLDS, income_year=INCOMES)
    gross = 21000 + 23997 + 7000 + 20000 + 50000
    assert found.ratio("income_structure.wage", BAOAN, NOV_2023) == (15000 + 20000 + 50000, gross)
    assert found.ratio("income_structure.transfer", BAOAN, NOV_2023) == (1000 + 3997 + 7000 + 20000, gross)
    assert found.value("transfer_dependence", BAOAN, NOV_2023) == 2  # c and d
    assert found.ratio("self_paid_burden", BAOAN, NOV_2023) == (9000 + 1000, 43996.98)  # of a and b
    assert found.value("self_paid_burden_hh", BAOAN, NOV_2023) == 1  # a


def test_the_lines_of_the_working_year_are_figures_too(mart: Mart) -> None:
    found = mart("income_lines", household_month=HOUSEHOLDS)
    assert found.value("income_line_target", LIURENBA, NOV_2023) == 10000
    assert found.value("income_subline", COUNTY, NOV_2023) == 8000
    assert found.value("income_line_target", COUNTY, DEC_2022) == "未报"
