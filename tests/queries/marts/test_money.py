"""Money, projects, assets and places, yuan by yuan."""

from __future__ import annotations

from datetime import date

import pytest

from tests.queries.marts.conftest import Mart
from tests.queries.marts.places import BAOAN, COUNTY, LIURENBA

MONTHS = """
    stat_month | hh_id | division_code
    2023-03    | a     | 420281107200
    2023-06    | a     | 420281107200
    2023-11    | a     | 420281107200
"""
MARCH, JUNE, NOVEMBER = date(2023, 3, 1), date(2023, 6, 1), date(2023, 11, 1)

ALLOCATIONS = """
    allocation_id | budget_year | source    | allocated_at | arrived_at | town_code | amount    | industry_amount
    1             | 2023        | central   | 2023-03-31   | 2023-04-10 | 420281107 | 100000.10 | 60000
    2             | 2023        | county    | 2023-06-30   | -          | 420281107 | 50000.20  | 0
    3             | 2023        | self      | 2023-03-05   | 2023-03-05 | 420281107 | 7000      | 0
    4             | 2022        | stationed | 2022-05-05   | 2022-06-05 | 420281107 | 9000      | -
"""
PAYMENTS = """
    pay_id | project_id | town_code | pay_date   | budget_year | source  | amount
    1      | p1         | 420281107 | 2023-05-05 | 2023        | central | 60000
    2      | p1         | 420281107 | 2023-06-30 | 2023        | central | -10000
    3      | p1         | 420281107 | 2023-07-01 | 2023        | central | 40000
    4      | p2         | 420281107 | 2023-06-01 | 2023        | self    | 7000
"""
PROJECTS = """
    project_id | town_code | type           | pool_year | plan_year | plan_order_at | plan_central | plan_county | plan_other | plan_total | state    | started_at | finished_at | accepted_at | perf_target | benefit_linkage | benefit_persons | publicity_plan_at | publicity_done_at
    p1         | 420281107 | industry       | 2022      | 2023      | 2023-03-20    | 100000       | 50000       | 7000       | 157000     | accepted | 2023-04-01 | 2023-05-01  | 2023-05-31  | 有          | 有              | 30              | 2023-03-25        | 2023-05-11
    p2         | 420281107 | infrastructure | 2023      | 2023      | 2023-06-21    | 80000        | 0           | 0          | 80000      | started  | 2023-06-30 | -           | -           | -           | 有              | -               | -                 | -
    p3         | 420281107 | industry       | 2023      | 2023      | 2023-03-20    | 1            | 0           | 0          | 1          | cancelled | -         | -           | -           | -           | -               | -               | -                 | -
    p4         | 420281107 | industry       | 2021      | 2022      | 2022-03-20    | 500          | 0           | 0          | 500        | accepted | 2022-04-01 | 2022-06-01  | 2022-07-01  | 有          | 有              | -               | 2022-03-25        | 2022-06-05
"""


def test_money_is_counted_from_its_dates_and_the_four_levels_make_the_total(mart: Mart) -> None:
    found = mart(
        "funds", household_month=MONTHS, fund_allocation=ALLOCATIONS, disbursement=PAYMENTS, project=PROJECTS
    )
    assert found.value("fund_allocated", month=MARCH) == 100000.10
    assert found.value("fund_arrived", month=MARCH) == 0
    assert found.value("fund_allocated", month=JUNE) == 100000.10 + 50000.20
    assert found.value("fund_allocated.self", month=JUNE) == 7000
    assert found.value("fund_arrived", month=JUNE) == 100000.10
    assert found.value("fund_paid", month=JUNE) == 60000 - 10000
    assert found.value("fund_paid.self", month=JUNE) == 7000
    assert found.value("fund_planned", month=JUNE) == 100000 + 50000 + 80000
    assert found.value("fund_planned.other", month=JUNE) == 7000
    assert found.value("fund_allocated", BAOAN, JUNE) == "未报"


def test_progress_is_shown_on_three_named_bases(mart: Mart) -> None:
    found = mart(
        "funds", household_month=MONTHS, fund_allocation=ALLOCATIONS, disbursement=PAYMENTS, project=PROJECTS
    )
    assert found.ratio("disbursement_progress", month=JUNE) == (50000, 150000.30)
    assert found.ratio("disbursement_progress.arrived", month=JUNE) == (50000, 100000.10)
    assert found.ratio("disbursement_progress.planned", month=JUNE) == (50000, 230000)
    assert found.ratio("disbursement_progress.central.arrived", month=NOVEMBER) == (90000, 100000.10)
    assert found.ratio("disbursement_progress.county", month=JUNE) == (0, 50000.20)
    assert found.ratio("disbursement_progress.county.arrived", month=JUNE) == (0, 0)
    assert found.value("disbursement_progress.county.arrived", month=JUNE) is None


def test_the_gap_is_to_the_greater_of_the_year_gone_and_the_checkpoint_passed(mart: Mart) -> None:
    found = mart(
        "funds", household_month=MONTHS, fund_allocation=ALLOCATIONS, disbursement=PAYMENTS, project=PROJECTS
    )
    assert found.value("progress_gap", month=MARCH) == pytest.approx(0 / 100000.10 - 90 / 365)
    assert found.value("progress_gap", month=JUNE) == pytest.approx(
        50000 / 150000.30 - 0.5
    )  # 181 / 365 is 0.496
    assert found.value("progress_gap", COUNTY, NOVEMBER) == pytest.approx(90000 / 150000.30 - 334 / 365)


def test_industry_in_the_central_money_and_last_years_stationed_money(mart: Mart) -> None:
    found = mart("fund_details", household_month=MONTHS, fund_allocation=ALLOCATIONS)
    assert found.ratio("industry_share", month=JUNE) == (60000, 100000.10)
    assert found.value("stationed_support_fund", month=JUNE) == 9000


def test_projects_of_the_year_by_kind_with_their_money(mart: Mart) -> None:
    found = mart("projects", household_month=MONTHS, project=PROJECTS, disbursement=PAYMENTS)
    assert found.value("project_count", month=MARCH) == 1  # p3 is cancelled, p2 comes in June
    assert found.value("project_count", month=JUNE) == 1 + 1
    assert found.value("project_count.infrastructure", month=JUNE) == 1
    assert found.value("project_fund_total", month=JUNE) == 157000 + 80000
    assert found.value("project_total_investment", month=JUNE) == 157000 + 80000
    assert found.value("project_fund_bridging", month=JUNE) == 150000 + 80000
    assert found.value("project_fund.other", month=JUNE) == 7000
    assert found.value("project_count_prior_year", month=JUNE) == 1
    assert found.ratio("benefit_per_10k", month=JUNE) == (30, 15.7)


def test_projects_start_finish_are_accepted_and_are_owed(mart: Mart) -> None:
    found = mart("projects", household_month=MONTHS, project=PROJECTS, disbursement=PAYMENTS)
    assert found.ratio("project_start_rate", month=JUNE) == (2, 2)
    assert found.ratio("finish_rate", month=JUNE) == (1, 2)
    assert found.ratio("accept_rate", month=MARCH) == (0, 1)
    assert found.value("finished_unpaid", month=JUNE) == 1 + 1  # p1 accepted 30 days ago, p4 of last year
    assert found.value("finished_unpaid_amount", month=JUNE) == (157000 - 50000) + 500
    assert found.value("project_no_target", month=JUNE) == 1  # p2
    assert found.value("publicity_missing", month=JUNE) == 0  # p1 announced; p2 was ordered nine days ago
    assert found.value("publicity_missing", month=NOVEMBER) == 1  # p2
    assert found.ratio("pool_industry_share", month=JUNE) == (0, 1)


def test_assets_count_from_their_registration_and_tie_out_by_class(mart: Mart) -> None:
    found = mart(
        "assets",
        household_month=MONTHS,
        asset="""
            asset_id | town_code | asset_class | form_year | registered_at | original_value | title_done | title_at   | state    | income_year_amount | distributed_year_amount
            1        | 420281107 | operating   | 2022      | 2023-03-31    | 1000.10        | true       | 2023-05-01 | in_use   | 50                 | 40
            2        | 420281107 | operating   | 2022      | 2023-04-01    | 2000.20        | true       | 2023-07-01 | idle     | 0                  | 0
            3        | 420281107 | public      | 2023      | -             | 4000.40        | -          | -          | in_use   | -                  | -
            4        | 420281107 | household   | 2024      | -             | 8000           | true       | -          | in_use   | -                  | -
            5        | 420281107 | public      | 2020      | 2020-01-01    | 9000           | true       | -          | disposed | -                  | -
        """,
    )
    assert found.value("asset_count", month=MARCH) == 2
    assert found.value("asset_count", month=JUNE) == 2 + 1 + 0
    assert found.value("asset_value", month=JUNE) == pytest.approx(1000.10 + 2000.20 + 4000.40)
    assert found.value("asset_value.operating", month=JUNE) == 3000.30
    assert found.value("asset_value.household", month=JUNE) == 0
    assert found.value("asset_value_by_class.public", month=JUNE) == 4000.40
    assert found.ratio("asset_title_rate", month=JUNE) == (1000.10, 3000.30)
    assert found.ratio("asset_idle_rate", month=JUNE) == (2000.20, 3000.30)
    assert found.ratio("asset_yield", month=JUNE) == (50, 3000.30)
    assert found.ratio("asset_distribution_rate", month=JUNE) == (40, 50)


def test_villages_communities_and_the_alleviated_villages_on_file(mart: Mart) -> None:
    found = mart("areas", household_month=MONTHS)
    assert found.value("villages", BAOAN) == 2
    assert found.value("villages", COUNTY) == 2 + 1
    assert found.value("communities", BAOAN) == 0
    assert found.value("exited_villages", BAOAN) == 1
    assert found.value("exited_villages.city", BAOAN) == 0
    assert found.value("exited_villages", LIURENBA) == "未报"
    assert found.value("land_area", COUNTY) == 132 + 166
