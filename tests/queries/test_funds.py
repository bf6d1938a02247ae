"""The money: three bases, the expected curve, the pace to the year's end, projects, what does not match, assets."""

from __future__ import annotations

import pytest

from tests.queries.conftest import Ask, Drawn

DIVISION = """
    division_code | level | name       | short_name | town_code | in_county_total
    420281        | 3     | 大冶市     | 大冶       | -         | true
    420281101     | 4     | 保安镇     | 保安       | 420281101 | true
    420281107     | 4     | 刘仁八镇   | 刘仁八     | 420281107 | true
    420281170     | 4     | 汪仁镇     | 汪仁       | 420281170 | false
    420281107200  | 5     | 刘仁八村   | 刘仁八村   | 420281107 | true
"""
DEFAULTS = """
    checkpoint_id | year | source  | check_date | min_ratio | kind   | source_doc | confidence
    june          | 2023 | -       | 2023-06-30 | 0.5       | red    | 默认值     | L
    september     | 2023 | -       | 2023-09-30 | 0.75      | red    | 默认值     | L
    elsewhere     | 2023 | central | 2023-03-31 | 0.9       | target | 外省       | M
"""
MONEY = """
    stat_month | indicator_id       | area_code | level | value
    2023-09    | fund_allocated     | 420281107 | 4     | 100
    2023-09    | fund_arrived       | 420281107 | 4     | 80
    2023-09    | fund_planned       | 420281107 | 4     | 120
    2023-09    | fund_paid          | 420281107 | 4     | 60
    2023-09    | progress_gap       | 420281107 | 4     | -0.15
    2023-10    | fund_allocated     | 420281107 | 4     | 100
    2023-10    | fund_arrived       | 420281107 | 4     | 100
    2023-10    | fund_planned       | 420281107 | 4     | 120
    2023-10    | fund_paid          | 420281107 | 4     | 90
"""


def test_one_payment_is_shown_against_three_bases_and_a_silent_township_stays_empty(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(division=DIVISION, fund_checkpoint=DEFAULTS, indicator_month=MONEY)

    rows = {row[0]: row for row in ask("funds/progress_by_town", snapshot, month="2023-09")}

    assert rows["420281107"][2:6] == (100, 80, 120, 60)
    assert rows["420281107"][6:9] == (60 / 100, 60 / 80, 60 / 120)
    assert rows["420281107"][9:] == (pytest.approx(0.6 + 0.15), -0.15)
    assert rows["420281101"][2:] == (None,) * 9


def test_the_expected_curve_is_the_greater_of_time_and_the_last_checkpoint(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, fund_checkpoint=DEFAULTS, indicator_month=MONEY)

    rows = ask("funds/curve", snapshot, area="420281107", month="2023-10")

    assert len(rows) == 12
    by_month = {row[0].month: row for row in rows}
    assert by_month[3][2:5] == (
        pytest.approx((31 + 28 + 31) / 365),
        None,
        pytest.approx(90 / 365),
    )  # another place's order is not ours
    assert by_month[6][2:5] == (pytest.approx(181 / 365), 0.5, 0.5)
    assert by_month[10][2:5] == (pytest.approx(304 / 365), 0.75, pytest.approx(304 / 365))
    assert by_month[12][2:5] == (1.0, 0.75, 1.0)
    assert by_month[10][5:] == (90 / 100, 90 / 100, 90 / 120)
    assert by_month[11][5:] == (None, None, None)


def test_a_checkpoint_says_whether_it_is_past_and_how_sure_it_is(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(fund_checkpoint=DEFAULTS)

    rows = ask("funds/checkpoints", snapshot, month="2023-08")

    assert [(row[0], row[2], row[5], row[6]) for row in rows] == [
        ("june", 0.5, "L", True),
        ("september", 0.75, "L", False),
    ]


def test_the_countys_own_checkpoints_take_the_place_of_the_defaults(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        fund_checkpoint="""
        checkpoint_id | year | division_code | check_date | min_ratio | kind | source_doc     | confidence
        default       | 2023 | -             | 2023-06-30 | 0.5       | red  | 默认值         | L
        own           | 2023 | 420281        | 2023-06-30 | 0.6       | red  | 示例财农〔2023〕1号 | H
        """,
    )

    assert [row[0] for row in ask("funds/checkpoints", snapshot, month="2023-08")] == ["own"]
    assert ask("funds/curve", snapshot, area="420281", month="2023-06")[5][2:5] == (
        pytest.approx(181 / 365),
        0.6,
        0.6,
    )


def test_the_pace_to_the_years_end_is_what_remains_over_the_months_left(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(indicator_month=MONEY)

    rows = ask(
        "funds/pace", snapshot, area="420281107200", month="2023-09"
    )  # a village stands for its township

    assert [row[1] for row in rows] == ["allocated", "arrived", "planned"]
    allocated = rows[0]
    assert allocated[2:7] == (100, 60, 0.6, 100 - 60, 12 - 9)
    assert allocated[7:9] == (pytest.approx(40 / 3), pytest.approx(60 / 9))
    assert allocated[9] == pytest.approx(60 / 9 * 12 / 100)


def test_in_december_no_month_is_left_to_pay_in(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        indicator_month="""
        stat_month | indicator_id   | area_code | level | value
        2023-12    | fund_allocated | 420281    | 3     | 100
        2023-12    | fund_paid      | 420281    | 3     | 90
        """
    )

    allocated, arrived, _ = ask("funds/pace", snapshot, area="420281", month="2023-12")

    assert allocated[5:8] == (100 - 90, 0, None)
    assert (arrived[2], arrived[4]) == (None, None)  # no base, no percentage


PROJECT = """
    project_id | division_code | name | type     | plan_year | plan_order_at | plan_central | plan_city | plan_other | plan_total | state   | start_plan | finish_plan | started_at | finished_at | accepted_at
    a          | 420281107200  | 甲   | industry | 2023      | 2023-02-01    | 50           | 10        | 0          | 60         | settled | 2023-03-01 | 2023-06-01  | 2023-03-05 | 2023-06-20  | 2023-07-10
    b          | 420281107200  | 乙   | industry | 2023      | 2023-02-01    | 40           | -         | 0          | 40         | started | 2023-03-01 | 2023-08-01  | 2023-04-01 | -           | -
    c          | 420281107200  | 丙   | other    | 2023      | 2023-11-20    | 9            | -         | 0          | 9          | planned | 2023-12-01 | 2023-12-31  | -          | -           | -
    d          | 420281170200  | 丁   | industry | 2023      | 2023-02-01    | 7            | -         | 0          | 7          | planned | 2023-06-01 | 2023-12-31  | -          | -           | -
"""
PAID = """
    pay_id | project_id | town_code | pay_date   | budget_year | source    | amount
    1      | a          | 420281107 | 2023-05-01 | 2023        | central   | 30
    2      | a          | 420281107 | 2023-09-01 | 2023        | city      | 10
    3      | a          | 420281107 | 2023-12-01 | 2023        | central   | 20
    4      | -          | 420281107 | 2023-08-01 | 2023        | stationed | 5
    5      | b          | 420281107 | 2022-12-01 | 2022        | central   | 1
"""
ALLOCATED = """
    allocation_id | project_id | town_code | allocated_at | arrived_at | budget_year | source  | amount | doc_no
    x             | a          | 420281107 | 2023-02-01   | 2023-02-20 | 2023        | central | 50     | 文1
    y             | a          | 420281107 | 2023-02-01   | 2023-12-01 | 2023        | city    | 10     | 文2
    z             | -          | 420281107 | 2023-03-01   | 2023-03-01 | 2023        | central | 40     | 文3
    w             | -          | 420281170 | 2023-03-01   | 2023-03-01 | 2023        | central | 7      | 文4
"""


def test_sources_are_paid_and_planned_in_the_same_groups_and_add_up_to_all(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, project=PROJECT, disbursement=PAID, fund_allocation=ALLOCATED)

    rows = ask("funds/progress_by_source", snapshot, area="420281", month="2023-11")

    # the township under trusteeship (汪仁镇: 7) is no part of the county's sum
    assert [row[:5] for row in rows] == [
        ("central", 50 + 40, 50 + 40, 50 + 40 + 9, 30),
        ("city", 10, None, 10, 10),
        ("fiscal", 90 + 10, 90, 99 + 10, 30 + 10),
        ("other", None, None, 0, 5),
    ]
    assert rows[0][5:] == (pytest.approx(30 / 90), pytest.approx(30 / 90), pytest.approx(30 / 99))


def test_a_project_shows_what_was_true_at_the_months_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, project=PROJECT, disbursement=PAID, fund_allocation=ALLOCATED)

    june = {
        r[0]: r for r in ask("funds/projects", snapshot, area="420281107", month="2023-06", limit=9, offset=0)
    }
    november = {
        r[0]: r for r in ask("funds/projects", snapshot, area="420281107", month="2023-11", limit=9, offset=0)
    }

    assert list(june) == ["a", "b"]  # the third was ordered in November
    assert (june["a"][6], june["a"][7], june["a"][11]) == ("finished", None, 30)
    # accepted on 10 July and 30 + 10 of 60 paid: unpaid since 9 August
    assert (november["a"][6], november["a"][7], november["a"][11]) == ("settled", "unpaid", 30 + 10)
    assert november["a"][12:15] == (pytest.approx(40 / 60), pytest.approx(40 / 50), pytest.approx(40 / 60))
    assert (november["b"][6], november["b"][7]) == ("started", "finish_late")
    assert november["c"][7] is None
    assert {row[21:] for row in november.values()} == {(3, 60 + 40 + 9, 30 + 10 + 1)}


def test_a_list_is_cut_after_counting(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, project=PROJECT)

    rows = ask(
        "funds/projects", snapshot, area="420281107", month="2023-11", type="industry", limit=1, offset=1
    )

    assert [(row[0], row[21], row[22]) for row in rows] == [("b", 2, 60 + 40)]


ASSET = """
    asset_id | town_code | asset_class | project_id | form_year | registered_at | original_value | title_done | state
    1        | 420281107 | operating   | -          | 2022      | 2022-12-01    | 100.50         | true       | in_use
    2        | 420281107 | operating   | -          | 2022      | -             | 50             | false      | idle
    3        | 420281107 | public      | -          | 2022      | 2022-12-01    | 200            | true       | in_use
    4        | 420281107 | public      | -          | 2023      | 2023-12-05    | 9              | true       | in_use
    5        | 420281107 | household   | -          | 2022      | 2022-12-01    | 8              | true       | disposed
"""


def test_assets_tie_out_in_count_and_value(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, asset=ASSET)

    rows = ask("funds/assets_by_class", snapshot, area="420281107", month="2023-11")

    assert [row[:3] for row in rows] == [
        ("operating", 2, 100.50 + 50),
        ("public", 1, 200),
        ("household", 0, 0),
        ("all", 2 + 1, 100.50 + 50 + 200),
    ]
    assert rows[0][3:7] == (
        100.50,
        pytest.approx(100.50 / 150.50),
        1,
        1,
    )  # titled, its share, one idle, one not registered
    assert rows[3][9:] == (3, 350.50, True)


def test_what_does_not_match_is_listed_with_its_age_and_the_whole_of_its_kind(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION, project=PROJECT, disbursement=PAID, fund_allocation=ALLOCATED, asset=ASSET
    )

    rows = ask("funds/orphans", snapshot, area="420281107", month="2023-11", limit=5)

    assert [(row[0], row[1], row[4], row[6]) for row in rows] == [
        ("finished_unpaid", "a", 60 - 30 - 10, 143),  # 10 July to 30 November: 21 + 31 + 30 + 31 + 30
        ("money_no_project", "z", 40, 274),
        ("payment_no_project", "4", 5, 121),
        ("project_no_asset", "a", 60, 143),
    ]
    county = ask("funds/orphans", snapshot, area="420281", month="2023-11", kind="money_no_project", limit=0)
    assert county == []
    assert (
        ask("funds/orphans", snapshot, area="420281107", month="2023-08", kind="finished_unpaid", limit=5)[0][
            4
        ]
        == 30
    )


def test_a_project_is_not_in_arrears_before_its_thirty_days_are_over(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, project=PROJECT, disbursement=PAID)

    rows = ask("funds/orphans", snapshot, area="420281107", month="2023-07", limit=5)

    assert [row[0] for row in rows] == []
