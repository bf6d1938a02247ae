"""Industry and credit: how far rewards have come, who still waits, what falls due at the banks, which industries stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.store import Snapshot, Store
from tests.queries.conftest import Ask, Drawn

DIVISION = """
    division_code | parent_code | level | name     | short_name | town_code | in_county_total
    420281        | -           | 3     | 大冶市   | 大冶       | -         | true
    420281101     | 420281      | 4     | 保安镇   | 保安       | 420281101 | true
    420281107     | 420281      | 4     | 刘仁八镇 | 刘仁八     | 420281107 | true
    420281107200  | 420281107   | 5     | 刘仁八村 | 刘仁八村   | 420281107 | true
    420281107201  | 420281107   | 5     | 大庄村   | 大庄村     | 420281107 | true
"""
RULES = """
    threshold_id         | name                 | warn  | red  | source_title | confidence
    reward_unpaid_days   | reward_unpaid_days   | 60    | -    | 默认值       | L
    reward_household_max | reward_household_max | 20000 | -    | 默认值       | L
    loan_over_ceiling    | loan_over_ceiling    | 50000 | -    | 政策         | H
    loan_overdue_rate    | loan_overdue_rate    | -     | 0.01 | 默认值       | L
"""
# The month ends on 30 November: 60 days before is 1 October.
PROJECTS = """
    hh_id | division_code | year | item     | accepted_at | reward
    a     | 420281107200  | 2023 | 油茶种植 | 2023-08-31  | 1000
    a     | 420281107200  | 2023 | 蔬菜种植 | 2023-11-20  | 500
    b     | 420281107200  | 2023 | 油茶种植 | 2023-09-30  | 25000
    c     | 420281107201  | 2023 | 油茶种植 | 2023-10-02  | 800
    d     | 420281107201  | 2023 | 油茶种植 | 2023-11-01  | -
    e     | 420281107201  | 2023 | 油茶种植 | -           | -
    a     | 420281107200  | 2022 | 油茶种植 | 2022-09-01  | 900
    f     | 420281107200  | 2022 | 油茶种植 | 2022-12-05  | 700
"""
PAID = """
    benefit_id | hh_id | division_code | scheme            | pay_month | amount
    1          | a     | 420281107200  | reward_industry   | 2023-10   | 1500
    2          | c     | 420281107201  | reward_industry   | 2023-12   | 800
    3          | b     | 420281107200  | reward_employment | 2023-11   | 300
    4          | b     | 420281107200  | reward_employment | 2023-11   | 200
    5          | a     | 420281107200  | reward_industry   | 2022-10   | 900
    6          | a     | 420281107200  | dibao             | 2023-11   | 400
"""


def test_a_reward_goes_from_file_to_acceptance_to_payment_each_household_once(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, industry_project_hh=PROJECTS, benefit=PAID)

    rows = {
        row[0]: row[1:] for row in ask("industry/reward_steps", snapshot, area="420281107", month="2023-11")
    }

    # step: households, projects, yuan, days
    assert rows["applied"][:3] == (5, 6, 1000 + 500 + 25000 + 800)
    assert rows["accepted"][:3] == (4, 5, 1000 + 500 + 25000 + 800)
    assert rows["due"][:3] == (2, 2, 1000 + 25000)  # c was accepted 59 days before the month's end
    assert rows["paid"][:3] == (1, 2, 1500)  # c is paid in December: not yet
    assert rows["paid"][3] == (date(2023, 10, 31) - date(2023, 8, 31)).days
    assert rows["late"][:3] == (1, 1, 25000)
    assert rows["late"][3] == (date(2023, 11, 30) - date(2023, 9, 30)).days


def test_what_is_looked_up_is_late_above_the_most_or_without_an_amount(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, industry_project_hh=PROJECTS, benefit=PAID)

    rows = ask(
        "industry/reward_households", snapshot, area="420281107", month="2023-11", limit=10, offset=0,
        pick="kind hh_key village_name days reward total_rows",
    )  # fmt: skip

    assert rows == [
        ("late", "key-b", "刘仁八村", 61, 25000.0, 3),
        ("over", "key-b", "刘仁八村", 61, 25000.0, 3),
        ("no_amount", "key-d", "大庄村", 29, None, 3),
    ]


def test_every_step_opens_its_households(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, industry_project_hh=PROJECTS, benefit=PAID)
    here = {"area": "420281107", "month": "2023-11"}

    for step, hh, *_ in ask("industry/reward_steps", snapshot, **here):
        kept = [
            row
            for row in ask(
                "rows/reward_households", snapshot, indicator=step, **here, pick="hh_key dropped_by"
            )
            if row[1] is None
        ]
        assert len(kept) == hh, step


def test_an_item_counts_its_households_and_what_they_got(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(industry_project_hh=PROJECTS)

    rows = ask("industry/reward_items", snapshot, area="420281107", month="2023-11")

    assert rows == [
        ("油茶种植", 5, 4, 1000 + 25000 + 800, (1000 + 25000 + 800) / 4, 1),
        ("蔬菜种植", 1, 1, 500, 500, 0),
    ]


def test_rewards_are_paid_by_scheme_and_compared_with_the_same_months(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(benefit=PAID)

    rows = ask("industry/reward_schemes", snapshot, area="420281107", month="2023-11")

    assert rows == [
        ("reward_industry", 1, 1, 1500.0, 1, 900.0),
        ("reward_employment", 1, 2, 500.0, 0, 0.0),  # two payments to one household; 低保 is no reward
    ]


LOANS = """
    loan_id | hh_id | division_code | bank     | amount | balance | issue_date | due_date   | status
    1       | a     | 420281107200  | 示例农商 | 50000  | 30000   | 2022-12-01 | 2023-12-30 | normal
    2       | a     | 420281107200  | 示例农商 | 30000  | 30000   | 2023-01-01 | 2023-12-31 | normal
    3       | b     | 420281107200  | 示例农行 | 20000  | 20000   | 2023-11-30 | 2024-02-28 | normal
    4       | c     | 420281107201  | 示例农行 | 40000  | 10000   | 2021-01-01 | 2023-10-01 | overdue
    5       | d     | 420281107201  | 示例农行 | 10000  | 0       | 2021-01-01 | 2024-01-01 | repaid
    6       | e     | 420281107201  | 示例农行 | 10000  | 10000   | 2023-12-01 | 2024-12-01 | normal
"""


@pytest.mark.parametrize(
    ("kind", "loans"),
    [
        ("due_30", ["1"]),  # the thirtieth day after 30 November
        ("due_60", ["1", "2"]),
        ("due_90", ["1", "2", "3"]),  # 28 February is the ninetieth
        ("overdue", ["4"]),
        ("over", ["1", "2"]),  # 30,000 and 30,000 of one household
        (None, ["4", "1", "2", "3"]),  # each has a reason
    ],
)
def test_a_loan_is_watched_by_its_due_date_its_state_and_its_household(
    drawn: Drawn, ask: Ask, kind: str | None, loans: list[str]
) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, microloan=LOANS)

    rows = ask(
        "industry/loan_households", snapshot, area="420281107", month="2023-11", kind=kind, limit=10, offset=0,
        pick="due_date total_rows",
    )  # fmt: skip

    due = {"1": date(2023, 12, 30), "2": date(2023, 12, 31), "3": date(2024, 2, 28), "4": date(2023, 10, 1)}
    assert rows == [(due[loan], len(loans)) for loan in loans]


def test_a_loan_says_why_it_is_watched(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, microloan=LOANS)
    rows = ask(
        "industry/loan_households",
        snapshot,
        area="420281107",
        month="2023-11",
        limit=10,
        offset=0,
        pick="hh_key why",
    )
    assert rows == [
        ("key-c", "overdue"),
        ("key-a", "due_30,over"),
        ("key-a", "due_60,over"),
        ("key-b", "due_90"),
    ]


def test_the_months_to_come_say_what_falls_due_and_nothing_where_nobody_borrowed(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(microloan=LOANS)

    rows = ask("industry/loans_due", snapshot, area="420281107", month="2023-11")

    assert len(rows) == 12
    assert rows[0] == (date(2023, 12, 1), 2, 1, 30000.0 + 30000.0)
    assert rows[1] == (date(2024, 1, 1), 0, 0, 0.0)  # what is repaid does not fall due
    assert rows[2] == (date(2024, 2, 1), 1, 1, 20000.0)
    assert ask("industry/loans_due", snapshot, area="420281101", month="2023-11") == []


def test_banks_are_told_by_balance_and_what_of_it_is_overdue(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(microloan=LOANS)

    rows = ask("industry/loans_by_bank", snapshot, area="420281107", month="2023-11")

    assert rows == [
        ("示例农商", 1, 2, 60000.0, 30000.0, 0.0, 0.0, 60000.0),
        ("示例农行", 2, 2, 30000.0, 20000.0, 10000.0, 10000 / 30000, 20000.0),
    ]


OPERATIONS = """
    industry_id | division_code | year | quarter | industry_name | operation_state | driven_hh | rescue
    1           | 420281107200  | 2023 | 3       | 白茶          | good            | 10        | -
    2           | 420281107200  | 2023 | 3       | 甲鱼          | failed          | 4         | -
    3           | 420281107201  | 2023 | 3       | 稻虾          | at_risk         | 3         | 请技术员
    2           | 420281107200  | 2023 | 2       | 甲鱼          | at_risk         | 4         | -
    1           | 420281107200  | 2023 | 4       | 白茶          | failed          | 10        | -
"""


def test_industries_stand_in_three_states_of_the_last_quarter_that_is_over(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, industry_operation=OPERATIONS)

    rows = ask(
        "industry/operation_states", snapshot, area="420281107", month="2023-11",
        pick="operation_state industries earlier driven_hh without_rescue year quarter",
    )  # fmt: skip

    assert rows == [
        ("good", 1, 0, 10, 0, 2023, 3),
        ("at_risk", 1, 1, 3, 0, 2023, 3),
        ("failed", 1, 0, 4, 1, 2023, 3),
    ]
    listed = ask(
        "industry/operations", snapshot, area="420281107", month="2023-11", limit=10,
        pick="industry_name operation_state earlier_state",
    )  # fmt: skip
    assert listed == [("甲鱼", "failed", "at_risk"), ("稻虾", "at_risk", None), ("白茶", "good", None)]
    opened = ask(
        "rows/operations", snapshot, area="420281107", month="2023-11", state="failed", pick="industry_name"
    )
    assert opened == [("甲鱼",)]


def test_sales_of_the_year_stand_beside_the_same_months_of_last_year(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        consumption_sale="""
        sale_id | division_code | town_code | sale_month | sale_channel | product | sale_amount | driven_hh
        1       | 420281107200  | 420281107 | 2023-02    | units        | 白茶    | 100000      | 5
        2       | 420281107200  | 420281107 | 2023-11    | units        | 菜籽油  | 20000       | 2
        3       | 420281107200  | 420281107 | 2022-12    | units        | 白茶    | 7000        | 1
        4       | 420281107200  | 420281107 | 2022-11    | market       | 白茶    | 50000       | 1
        5       | -             | 420281000 | 2023-11    | market       | 白茶    | 1000        | -
        """
    )

    town = ask(
        "industry/sales",
        snapshot,
        area="420281107",
        month="2023-11",
        pick="sale_channel sale_amount month_amount last_year",
    )
    county = ask(
        "industry/sales", snapshot, area="420281", month="2023-11", pick="sale_channel sale_amount last_year"
    )

    assert town == [
        ("units", 120000.0, 20000.0, None),
        ("market", 0.0, 0.0, 50000.0),
        ("all", 120000.0, 20000.0, 50000.0),
    ]
    assert county[-1] == ("all", 121000.0, 50000.0)  # the county's own sale counts in the county alone


def test_only_who_finished_ninety_days_ago_can_have_found_work_within_them(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        training="""
        training_id | division_code | training_kind | start_date | end_date   | trainees | alleviated_trainees
        1           | 420281107200  | skill         | 2023-03-01 | 2023-03-10 | 40       | 30
        2           | 420281107200  | skill         | 2023-11-01 | 2023-11-10 | 20       | 10
        3           | 420281107200  | skill         | 2022-11-01 | 2022-11-10 | 99       | 99
        """,
        training_person="""
        training_id | person_id | hh_id | division_code | finished_at | employed_at
        1           | p         | a     | 420281107200  | 2023-03-10  | 2023-06-08
        1           | q         | a     | 420281107200  | 2023-03-10  | 2023-06-09
        2           | r         | b     | 420281107200  | 2023-11-10  | 2023-11-12
        """,
    )

    rows = ask("industry/trainings", snapshot, area="420281107", month="2023-11")

    assert rows == [("skill", 2, 60, 40, 2, 1, 0.5)]  # 8 June is the ninetieth day, 9 June the next


@pytest.fixture(scope="module")
def county(demo_store: Path) -> Snapshot:
    return Store.open(demo_store).snapshot()


ANALYST = Viewer("test", "测试", Role.ANALYST, Scope.of("420281"))
MONTH = date(2023, 11, 1)


def _table(snapshot: Snapshot, name: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in snapshot.files(name)])


@pytest.mark.parametrize("area", ["420281", "420281101"])
def test_the_demo_countys_loans_are_what_polars_counts(county: Snapshot, area: str) -> None:
    loans = _table(county, "microloan").filter(
        pl.col("division_code").str.starts_with(area), pl.col("issue_date") < date(2023, 12, 1)
    )
    balance = float(loans["balance"].sum())
    overdue = float(loans.filter(pl.col("status").is_in(["overdue", "compensated"]))["balance"].sum())
    soon = loans.filter(pl.col("due_date").is_between(date(2023, 12, 1), date(2023, 12, 30)))

    asked = queries.run("industry/by_area", viewer=ANALYST, snapshot=county, area=area, month=MONTH)
    whole = asked.filter("is_whole").row(0, named=True)

    assert whole["balance"] == pytest.approx(balance)
    assert whole["overdue"] == pytest.approx(overdue)
    assert whole["due_30"] == pytest.approx(float(soon["balance"].sum()))
    assert whole["loan_hh"] == loans.filter(pl.col("balance") > 0)["hh_id"].n_unique()
    parts = asked.filter(~pl.col("is_whole"))
    for name in ("balance", "loan_hh", "paid_hh", "paid_yuan", "covered_hh", "over_ceiling"):
        assert parts[name].sum() == pytest.approx(whole[name]), name


def test_the_loans_of_the_report_are_33_households_and_172_wan(county: Snapshot) -> None:
    asked = queries.run("industry/by_area", viewer=ANALYST, snapshot=county, area="420281101", month=MONTH)
    whole = asked.filter("is_whole").row(0, named=True)
    assert (whole["loan_hh"], whole["balance"]) == (33, 1_720_000)


def test_the_thirty_startups_of_the_report_got_24280_yuan(county: Snapshot) -> None:
    asked = queries.run("industry/supports", viewer=ANALYST, snapshot=county, area="420281107", month=MONTH)
    startups = asked.filter(pl.col("sub") == "自主创业奖补").row(0, named=True)
    assert (startups["measures"], startups["yuan"]) == (30, 24_280)


def test_the_steps_of_the_demo_are_those_of_the_cards(county: Snapshot) -> None:
    steps = queries.run(
        "industry/reward_steps", viewer=ANALYST, snapshot=county, area="420281107", month=MONTH
    )
    by_step = dict(steps.select("step", "hh").iter_rows())
    asked = queries.run("industry/by_area", viewer=ANALYST, snapshot=county, area="420281107", month=MONTH)
    whole = asked.filter("is_whole").row(0, named=True)
    assert (by_step["due"], by_step["late"]) == (whole["due_hh"], whole["late_hh"])
    assert by_step["paid"] == whole["paid_hh"]
