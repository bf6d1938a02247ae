"""Villages: what they earn, toilets and complaints, clinics, water, works and who keeps them, photovoltaic money, pilots."""

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
    420281107     | 420281      | 4     | 刘仁八镇 | 刘仁八     | 420281107 | true
    420281170     | 420281      | 4     | 汪仁镇   | 汪仁       | 420281170 | false
    420281107200  | 420281107   | 5     | 刘仁八村 | 刘仁八村   | 420281107 | true
    420281107201  | 420281107   | 5     | 大庄村   | 大庄村     | 420281107 | true
    420281107202  | 420281107   | 5     | 腰村     | 腰村       | 420281107 | true
    420281170200  | 420281170   | 5     | 明洲村   | 明洲村     | 420281170 | true
"""
RULES = """
    threshold_id           | name                   | warn  | source_title | confidence
    collective_income_weak | collective_income_weak | 50000 | 默认值       | L
    collective_income_drop | collective_income_drop | 0.2   | 默认值       | L
    env_complaints         | env_complaints         | 3     | 默认值       | L
"""
ECONOMY = """
    division_code | year | income_total | income_operating | income_from_assets | subsidy | distributed
    420281107200  | 2022 | 100000       | 60000            | 10000              | 30000   | 20000
    420281107200  | 2021 | 125000       | 90000            | 10000              | 25000   | 20000
    420281107201  | 2022 | 49999        | 10000            | -                  | -       | -
    420281107201  | 2021 | 70000        | 10000            | -                  | -       | -
    420281107202  | 2022 | 50000        | 20000            | 20000              | 10000   | 0
    420281107200  | 2023 | 900000       | 1                | 1                  | 1       | 1
    420281170200  | 2022 | 10000        | 10000            | 0                  | 0       | 0
"""


def test_a_village_at_the_line_is_not_weak_and_a_fall_of_a_fifth_is_not_too_much(
    drawn: Drawn, ask: Ask
) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, collective_economy=ECONOMY)
    pick = "area_name income_year villages income growth weak weak_last_year fallen subsidy_share"

    town = ask("villages/economy", snapshot, area="420281107", month="2023-11", pick=pick)

    assert town[:3] == [
        ("刘仁八村", 2022, 1, 100000.0, pytest.approx(-0.2), 0, 0, 0, 0.3),
        ("大庄村", 2022, 1, 49999.0, pytest.approx(49999 / 70000 - 1), 1, 0, 1, None),
        ("腰村", 2022, 1, 50000.0, None, 0, None, None, 0.2),
    ]
    growth = (100000 + 49999) / (125000 + 70000) - 1  # of the villages that told both years
    share = (30000 + 10000) / (100000 + 50000)  # of the villages that told a subsidy
    assert town[3] == (
        "刘仁八镇", 2022, 3, 199999.0, pytest.approx(growth), 1, 0, 1, pytest.approx(share),
    )  # fmt: skip
    county = ask("villages/economy", snapshot, area="420281", month="2023-11", pick="area_name villages weak")
    assert county == [
        ("刘仁八镇", 3, 1),
        ("汪仁镇", 1, 1),
        ("大冶市", 3, 1),
    ]  # under trusteeship: not in the county's sum


def test_in_december_the_income_is_of_the_year_itself(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, collective_economy=ECONOMY)
    rows = ask(
        "villages/economy",
        snapshot,
        area="420281107200",
        month="2023-12",
        pick="income_year income last_income",
    )
    assert rows == [(2023, 900000.0, 100000.0)]
    years = ask("villages/economy_years", snapshot, area="420281107200", month="2023-11", pick="year income")
    assert years == [(2021, 125000.0), (2022, 100000.0)]


def test_without_a_line_nobody_is_weak_and_nobody_is_said_not_to_be(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, collective_economy=ECONOMY)
    assert ask("villages/economy", snapshot, area="420281107", month="2023-11", pick="weak fallen")[-1] == (
        None,
        None,
    )
    assert ask("villages/weak_villages", snapshot, area="420281107", month="2023-11", limit=9) == []


def test_weak_villages_open_and_are_listed_in_the_order_of_the_map(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, threshold=RULES, collective_economy=ECONOMY)
    here = {"area": "420281107", "month": "2023-11"}
    listed = ask(
        "villages/weak_villages", snapshot, **here, limit=9, pick="village_name is_weak is_fallen total_rows"
    )
    assert listed == [("大庄村", True, True, 1)]
    for indicator, wanted in (("villages", 3), ("weak", 1), ("fallen", 1), ("collective_income", 199999)):
        rows = ask("rows/village_incomes", snapshot, **here, indicator=indicator, pick="amount dropped_by")
        assert sum(amount for amount, dropped in rows if dropped is None) == wanted, indicator


ENVIRONMENT = """
    division_code | report_month | toilets_task | toilets_built | toilets_checked | toilets_broken | complaints | inspections
    420281107200  | 2023-11      | 10           | 8             | 5               | 1              | 3          | 2
    420281107201  | 2023-11      | 10           | 10            | 0               | 0              | 2          | 1
    420281107202  | 2023-11      | -            | -             | -               | -              | -          | 4
    420281107200  | 2023-10      | 10           | 7             | 5               | 2              | 0          | 1
    420281107200  | 2022-10      | 9            | 9             | 9               | 9              | 9          | 9
"""


def test_toilets_and_complaints_month_by_month(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(threshold=RULES, living_environment=ENVIRONMENT)

    rows = ask(
        "villages/environment_months", snapshot, area="420281107", month="2023-11", from_month="2022-11",
        pick="report_month villages toilets_task toilets_built progress toilets_broken broken_rate complaints busy_villages",
    )  # fmt: skip

    assert rows == [
        (date(2023, 10, 1), 1, 10, 7, 0.7, 2, 2 / 5, 0, 0),
        (date(2023, 11, 1), 3, 20, 18, 18 / 20, 1, 1 / 5, 5, 1),
    ]
    busy = ask(
        "rows/village_environment",
        snapshot,
        area="420281107",
        month="2023-11",
        indicator="busy",
        pick="dropped_by",
    )
    assert [dropped for (dropped,) in busy] == [None, "few_complaints", "few_complaints"]


def test_a_village_without_a_clinic_has_a_reason_or_none(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        clinic="""
        division_code | year | clinics | exempt_reason    | doctors | standard_ok
        420281107200  | 2023 | 0       | 乡镇卫生院所在地 | 0       | -
        420281107201  | 2023 | 0       | -                | 0       | -
        420281107202  | 2023 | 1       | -                | 2       | false
        420281170200  | 2023 | 1       | -                | 2       | true
        420281170200  | 2022 | 0       | -                | 2       | true
        """,
    )
    rows = ask(
        "villages/clinics_lacking",
        snapshot,
        area="420281",
        month="2023-11",
        pick="village_name lack exempt_reason",
    )
    assert rows == [
        ("大庄村", "missing", None),
        ("腰村", "standard", None),
        ("刘仁八村", "exempt", "乡镇卫生院所在地"),
    ]
    for indicator, wanted in (
        ("clinic_coverage", 3), ("village_clinics", 2), ("villages_without_clinic", 2), ("village_doctors", 4),
        ("clinic_standard_rate", 1),
    ):  # fmt: skip
        opened = ask(
            "rows/clinics",
            snapshot,
            area="420281",
            month="2023-11",
            indicator=indicator,
            pick="amount dropped_by",
        )
        assert sum(amount for amount, dropped in opened if dropped is None) == wanted, indicator


def test_water_that_was_off_stays_on_the_list_until_it_is_repaired(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        water_supply="""
        division_code | check_date | sample_ok | interruption_hours | repair_at
        420281107200  | 2023-11-20 | true      | 40                 | 2023-12-02
        420281107201  | 2023-03-01 | false     | 0                  | 2023-03-05
        420281107202  | 2022-12-01 | false     | 0                  | -
        420281107202  | 2022-06-01 | false     | 0                  | 2022-06-03
        420281107202  | 2023-05-01 | true      | 0                  | -
        """,
    )

    rows = ask(
        "villages/water_faults", snapshot, area="420281107", month="2023-11", limit=9,
        pick="village_name is_open days total_rows open_rows",
    )  # fmt: skip

    assert rows == [
        ("刘仁八村", True, 10, 3, 2),  # the repair of December is not yet known
        ("腰村", True, (date(2023, 11, 30) - date(2022, 12, 1)).days, 3, 2),
        ("大庄村", False, 4, 3, 2),
    ]


def test_works_stand_where_their_dates_say_and_somebody_keeps_them(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        project="""
        project_id | division_code | type           | plan_year | plan_order_at | plan_total | state       | finish_plan | started_at | finished_at | accepted_at | handed_at
        a          | 420281107200  | infrastructure | 2023      | 2023-02-01    | 100        | handed_over | 2023-08-01  | 2023-03-01 | 2023-07-01  | 2023-08-01  | 2023-12-05
        b          | 420281107201  | public_service | 2023      | 2023-02-01    | 50         | started     | 2023-10-01  | 2023-03-01 | -           | -           | -
        c          | 420281107201  | infrastructure | 2021      | 2021-02-01    | 7          | handed_over | 2021-10-01  | 2021-03-01 | 2021-09-01  | 2021-10-01  | 2021-12-01
        d          | 420281107201  | infrastructure | 2022      | 2022-02-01    | 20         | accepted    | 2022-10-01  | 2022-03-01 | 2022-09-01  | 2022-10-01  | -
        e          | 420281107201  | industry       | 2023      | 2023-02-01    | 999        | started     | 2023-10-01  | 2023-03-01 | -           | -           | -
        f          | 420281107201  | infrastructure | 2023      | 2023-12-01    | 999        | planned     | 2024-10-01  | -          | -           | -           | -
        """,
        asset="""
        asset_id | division_code | asset_class | project_id | form_year | registered_at | original_value | manager
        1        | 420281107200  | public      | a          | 2023      | 2023-09-01    | 100            | 村委会
        2        | 420281107201  | public      | d          | 2022      | 2022-11-01    | 20             | -
        """,
    )

    rows = ask("villages/works", snapshot, area="420281107", month="2023-11")

    # state, works, money, of this year, late, registered, kept
    assert rows == [("accepted", 2, 120.0, 1, 0, 2, 1), ("started", 1, 50.0, 1, 1, 0, 0)]
    for state, works, plan, *_ in rows:
        opened = ask(
            "rows/works", snapshot, area="420281107", month="2023-11", state=state, pick="plan_total"
        )
        assert (len(opened), sum(total for (total,) in opened)) == (works, plan)
    assert (
        len(ask("rows/works", snapshot, area="420281107", month="2023-11", state="started", late=True)) == 1
    )
    assert (
        len(ask("rows/works", snapshot, area="420281107", month="2023-11", state="accepted", kept=True)) == 1
    )


def test_photovoltaic_money_waits_until_it_is_distributed(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        photovoltaic_income="""
        division_code | year | quarter | received | distributed | to_posts | distributed_at
        420281107200  | 2023 | 3       | 1000     | 600         | 600      | 2023-10-15
        420281107201  | 2023 | 3       | 500      | 500         | 500      | 2023-12-15
        420281107200  | 2023 | 2       | 900      | 900         | 900      | 2023-07-15
        420281107202  | 2023 | 3       | 50       | -           | -        | -
        420281107200  | 2023 | 4       | 800      | -           | -        | -
        420281107200  | 2021 | 3       | 700      | -           | -        | -
        """,
    )

    rows = ask("villages/photovoltaic", snapshot, area="420281107", month="2023-11")

    assert rows == [
        ("2023-2", 2023, 2, 1, 900.0, 900.0, 900.0, 0.0, 0),
        ("2023-3", 2023, 3, 3, 1550.0, 600.0, 600.0, 950.0, 3),
    ]  # the fourth quarter is not over, 2021 is long ago
    waiting = ask(
        "rows/photovoltaic",
        snapshot,
        area="420281107",
        month="2023-11",
        year=2023,
        quarter=3,
        waiting=True,
        pick="undistributed",
    )
    assert waiting == [(400.0,), (500.0,), (50.0,)]


def test_a_facility_has_a_state_and_a_keeper_once_it_is_finished(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        facility="""
        facility_id | division_code | facility_kind | facility_name | quantity | quantity_unit | started_at | finished_at | facility_state | keeper | keeping_fund | checked_at
        1           | 420281107200  | road          | 通湾路        | 500      | 米            | 2022-01-01 | 2022-06-01  | good           | 甲乙   | 2000         | 2023-05-01
        2           | 420281107201  | road          | 入户路        | 300      | 米            | 2023-01-01 | 2023-06-01  | broken         | -      | -            | 2022-05-01
        3           | 420281107201  | road          | 环村路        | 100      | 米            | 2023-01-01 | 2023-12-06  | good           | 丙丁   | -            | -
        4           | 420281107201  | light         | 路灯          | 20       | 盏            | 2023-12-01 | -           | building       | -      | -            | -
        """,
    )

    rows = ask("villages/facilities", snapshot, area="420281107", month="2023-11")

    assert rows == [("road", 3, 1, 1, 1, 0, 1, 1, 2000.0, None, 900.0, "米", 1)]
    for state, wanted in (
        ("building", 1),
        ("good", 1),
        ("broken", 1),
        ("stopped", 0),
        ("with_keeper", 1),
        ("without_keeper", 1),
    ):
        opened = ask("rows/facilities", snapshot, area="420281107", month="2023-11", kind="road", state=state)
        assert len(opened) == wanted, state


def test_pilots_are_those_named_and_points_say_who_takes_part(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        pilot="""
        pilot_id | division_code | pilot_kind | pilot_level | named_at   | accepted_at | reward | invested
        1        | 420281107200  | beautiful  | city        | 2023-02-01 | 2023-12-01  | 1000   | 5000
        2        | 420281107201  | joint      | county      | 2023-12-01 | -           | 1      | 1
        """,
        village_points="""
        division_code | year | quarter | hh_listed | hh_joined | points_given
        420281107200  | 2023 | 3       | 100       | 60        | 500
        420281107201  | 2023 | 3       | 50        | 30        | 100
        420281107201  | 2023 | 4       | 50        | 50        | 100
        """,
    )
    pilots = ask(
        "villages/pilots",
        snapshot,
        area="420281107",
        month="2023-11",
        pick="village_name accepted_at reward total_reward",
    )
    assert pilots == [("刘仁八村", None, 1000.0, 1000.0)]
    assert ask("villages/points", snapshot, area="420281107", month="2023-11") == [
        (2023, 3, 2, 150, 90, 90 / 150)
    ]


@pytest.fixture(scope="module")
def county(demo_store: Path) -> Snapshot:
    return Store.open(demo_store).snapshot()


ANALYST = Viewer("test", "测试", Role.ANALYST, Scope.of("420281"))
MONTH = date(2023, 11, 1)


def _asked(county: Snapshot, name: str, area: str, **more: object) -> pl.DataFrame:
    return queries.run(name, viewer=ANALYST, snapshot=county, area=area, month=MONTH, **more)


def test_the_clinics_doctors_and_toilets_of_the_reports_are_there(county: Snapshot) -> None:
    liurenba = _asked(county, "villages/by_area", "420281107").filter("is_whole").row(0, named=True)
    assert (liurenba["clinics"], liurenba["without_clinic"], liurenba["doctors"]) == (17, 3, 43)
    assert liurenba["standard_rate"] == liurenba["clinic_rate"] == 1
    baoan = _asked(county, "villages/by_area", "420281101").filter("is_whole").row(0, named=True)
    assert (baoan["toilets_task"], baoan["toilets_built"], baoan["toilet_progress"]) == (238, 238, 1)


@pytest.mark.parametrize("area", ["420281", "420281101"])
def test_the_income_of_the_villages_is_what_polars_adds_up(county: Snapshot, area: str) -> None:
    held = pl.concat([pl.read_parquet(path) for path in county.files("collective_economy")])
    held = held.filter(pl.col("division_code").str.starts_with(area), pl.col("year") == 2022)
    rows = _asked(county, "villages/economy", area)
    whole = rows.filter("is_whole").row(0, named=True)
    assert whole["income"] == pytest.approx(float(held["income_total"].sum()))
    assert whole["villages"] == held.height
    assert whole["median_income"] == pytest.approx(held["income_total"].cast(pl.Float64).median())
    parts = rows.filter(~pl.col("is_whole"))
    for name in ("villages", "income", "operating", "subsidy", "distributed"):
        assert parts[name].sum() == pytest.approx(whole[name]), name


@pytest.mark.parametrize("area", ["420281", "420281107"])
def test_the_table_of_areas_is_what_its_parts_add_up_to(county: Snapshot, area: str) -> None:
    rows = _asked(county, "villages/by_area", area)
    whole = rows.filter("is_whole").row(0, named=True)
    parts = rows.filter(~pl.col("is_whole"))
    for name in (
        "toilets_task",
        "toilets_built",
        "toilets_broken",
        "complaints",
        "covered",
        "clinics",
        "doctors",
        "samples",
    ):
        assert parts[name].sum() == whole[name], name
