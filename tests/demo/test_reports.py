"""The figures of the two published reports (domain dictionary 5.1, 5.3), counted from the rows of the tables.

Counting is done here a second time and by hand, from the tables alone, so nothing of the demo's own code is trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

Tables = dict[str, pl.DataFrame]

LIURENBA, BAOAN = "420281107", "420281101"
NOVEMBER, LAST_DECEMBER, MAY = date(2023, 11, 1), date(2022, 12, 1), date(2023, 5, 1)


@pytest.fixture(params=[7, 20231])
def county(request: pytest.FixtureRequest, make: Callable[[int, float, int], Tables]) -> Tables:
    """The demo county for two seeds: the figures do not depend on the seed."""
    return make(request.param, 0.1, 36)


def households(county: Tables, town: str, month: date = NOVEMBER) -> list[dict]:
    rows = county["household_month"].filter((pl.col("town_code") == town) & (pl.col("stat_month") == month))
    return rows.to_dicts()


def pair(rows: list[dict]) -> tuple[int, int]:
    """Return households and persons."""
    return len(rows), sum(row["hh_persons"] for row in rows)


def new_in_2023(county: Tables, town: str, mon_type: str | None = None) -> tuple[int, int]:
    rows = [
        row
        for month in range(1, 12)
        for row in households(county, town, date(2023, month, 1))
        if row["identified_month"] == row["stat_month"]
    ]
    return pair([row for row in rows if mon_type in (None, row["mon_type"])])


def cleared_in_2023(county: Tables, town: str) -> tuple[int, int]:
    return pair(
        [
            row
            for month in range(1, 12)
            for row in households(county, town, date(2023, month, 1))
            if row["cleared_month"] == row["stat_month"]
        ]
    )


def changes_2023(county: Tables, town: str, in_household: bool) -> list[dict]:
    """Return the changed persons of the year with the type and status of their household a month before."""
    persons = county["person_month"].filter(
        (pl.col("town_code") == town) & pl.col("change_code").is_not_null() & (pl.col("in_household") == in_household)
        & (pl.col("stat_month") >= date(2023, 1, 1))
    )  # fmt: skip
    before = {
        (row["hh_id"], row["stat_month"]): row
        for row in county["household_month"].filter(pl.col("town_code") == town).iter_rows(named=True)
    }
    out = []
    for row in persons.iter_rows(named=True):
        month = row["stat_month"]
        earlier = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
        out.append(
            row | {"before": before[(row["hh_id"], earlier)], "still": (row["hh_id"], month) in before}
        )
    return out


# --- 刘仁八镇 ----------------------------------------------------------------------------------------------------------


def test_liurenba_has_451_alleviated_households_of_919_persons(county: Tables) -> None:
    assert pair([r for r in households(county, LIURENBA) if r["hh_type"] == "alleviated"]) == (451, 919)


@pytest.mark.parametrize(
    ("status", "mon_type", "expected"),
    [
        ("active", "sudden", (24, 81)), ("active", "marginal", (18, 50)), ("active", "unstable", (2, 5)),
        ("cleared", "unstable", (2, 7)), ("cleared", "marginal", (5, 18)), ("cleared", "sudden", (9, 38)),
        ("active", None, (44, 136)), ("cleared", None, (16, 63)), (None, None, (60, 199)),
    ],
)  # fmt: skip
def test_liurenba_monitored_stock_by_status_and_type(
    county: Tables, status: str | None, mon_type: str | None, expected: tuple[int, int]
) -> None:
    rows = [r for r in households(county, LIURENBA) if r["mon_type"]]
    assert (
        pair([r for r in rows if status in (None, r["risk_status"]) and mon_type in (None, r["mon_type"])])
        == expected
    )


def test_liurenba_new_and_cleared_in_the_year(county: Tables) -> None:
    assert new_in_2023(county, LIURENBA, "sudden") == (11, 37)
    assert new_in_2023(county, LIURENBA, "marginal") == (5, 16)
    assert new_in_2023(county, LIURENBA) == (11 + 5, 37 + 16)
    assert cleared_in_2023(county, LIURENBA) == (15, 58)


def test_liurenba_natural_changes_of_the_year(county: Tables) -> None:
    gone, come = changes_2023(county, LIURENBA, False), changes_2023(county, LIURENBA, True)
    assert sum(r["before"]["hh_type"] == "alleviated" for r in gone) == 22
    assert sum(r["before"]["hh_type"] == "alleviated" for r in come) == 7
    assert sum(r["before"]["mon_type"] is not None for r in gone) == 4
    assert sum(r["before"]["mon_type"] is not None for r in come) == 0


def screening(county: Tables, town: str) -> dict[str, int]:
    rows = county["screening_result"].filter((pl.col("town_code") == town) & (pl.col("round_id") == "S2023"))
    return rows.select(
        pl.col("^hh_.*$").sum(), pl.col("new_admitted_hh", "new_admitted_persons").sum()
    ).to_dicts()[0]


def test_liurenba_screening(county: Tables) -> None:
    result = screening(county, LIURENBA)
    assert (result["hh_ordinary"], result["hh_alleviated"]) == (8875, 453)
    assert (result["hh_monitored_active"], result["hh_monitored_cleared"]) == (44, 2)
    assert result["hh_total"] == 8875 + 453 + 46 == 9374
    at_the_time = households(county, LIURENBA, MAY)
    assert len([r for r in at_the_time if r["hh_type"] == "alleviated"]) == 453
    assert [r["mon_type"] for r in at_the_time if r["risk_status"] == "cleared"] == ["unstable", "unstable"]


def projects(county: Tables, town: str, year: int) -> list[dict]:
    return county["project"].filter((pl.col("town_code") == town) & (pl.col("plan_year") == year)).to_dicts()


def test_liurenba_projects_of_2023(county: Tables) -> None:
    mine = projects(county, LIURENBA, 2023)
    assert sorted(p["type"] for p in mine) == ["industry"] * 5 + ["infrastructure"]
    assert sum(p["plan_total"] for p in mine) == Decimal("3830300.00")
    assert {p["batch_no"] for p in mine} == {2, 4, 5}
    assert all(p["finished_at"] is not None for p in mine)
    paid = (
        county["disbursement"]
        .filter(pl.col("project_id").is_in([p["project_id"] for p in mine]))["amount"]
        .sum()
    )
    assert paid == Decimal("3830300.00")


def test_liurenba_projects_and_assets_of_2022(county: Tables) -> None:
    assert len(projects(county, LIURENBA, 2022)) == 23
    stationed = county["fund_allocation"].filter(
        (pl.col("town_code") == LIURENBA)
        & (pl.col("source") == "stationed")
        & (pl.col("budget_year") == 2022)
    )
    assert stationed["amount"].sum() == Decimal("1900400.00")
    assets = (
        county["asset"]
        .filter(pl.col("town_code") == LIURENBA)
        .group_by("asset_class")
        .agg(pl.len(), pl.col("original_value").sum())
    )
    assert sorted(assets.rows()) == [
        ("operating", 13, Decimal("1889192.00")),
        ("public", 20, Decimal("2292975.00")),
    ]


def test_liurenba_subsidies_for_the_way_and_start_ups(county: Tables) -> None:
    rows = county["employment_month"].filter(
        (pl.col("town_code") == LIURENBA)
        & (pl.col("transport_subsidy") > 0)
        & (pl.col("stat_month") >= date(2023, 1, 1))
    )
    assert rows["person_id"].n_unique() == 39
    november = rows.filter(pl.col("stat_month") == NOVEMBER)
    assert november["person_id"].n_unique() == 39
    startups = county["measure"].filter((pl.col("town_code") == LIURENBA) & (pl.col("sub") == "自主创业奖补"))
    assert (len(startups), startups["amount"].sum()) == (30, Decimal("24280.00"))


def yulu(county: Tables, town: str, term: str, begin: date) -> pl.DataFrame:
    return county["measure"].filter(
        (pl.col("town_code") == town)
        & (pl.col("sub") == f"雨露计划({term})")
        & (pl.col("start_date") >= begin)
    )


def test_yulu_students_of_2023(county: Tables) -> None:
    assert len(yulu(county, LIURENBA, "春季", date(2023, 1, 1))) == 33
    spring = yulu(county, BAOAN, "春季", date(2023, 1, 1))
    assert (len(spring), spring["amount"].sum()) == (49, Decimal("73500.00"))
    assert len(yulu(county, BAOAN, "秋季", date(2023, 9, 1))) == 54
    vocational = county["person_month"].filter(
        (pl.col("town_code") == BAOAN)
        & (pl.col("stat_month") == date(2023, 4, 1))
        & pl.col("school").str.contains("^(v|c|tech)")
    )
    assert len(vocational) == 49


def test_liurenba_villages(county: Tables) -> None:
    villages = county["division"].filter((pl.col("town_code") == LIURENBA) & (pl.col("level") == 5))
    assert (len(villages), villages["exited_level"].count(), villages["rural_hh"].sum()) == (20, 7, 9374)


# --- 保安镇 ------------------------------------------------------------------------------------------------------------


def test_baoan_alleviated_and_stable(county: Tables) -> None:
    rows = [r for r in households(county, BAOAN) if r["hh_type"] == "alleviated"]
    assert pair(rows) == (666, 1288)
    assert pair([r for r in rows if r["mon_type"] is None]) == (659, 1267)


@pytest.mark.parametrize(
    ("mon_type", "expected"),
    [("unstable", (3, 10)), ("marginal", (17, 59)), ("sudden", (25, 81)), (None, (45, 150))],
)
def test_baoan_monitored_stock_by_type(
    county: Tables, mon_type: str | None, expected: tuple[int, int]
) -> None:
    rows = [r for r in households(county, BAOAN) if r["mon_type"]]
    assert pair([r for r in rows if mon_type in (None, r["mon_type"])]) == expected


def test_baoan_cleared_stock(county: Tables) -> None:
    assert pair([r for r in households(county, BAOAN) if r["risk_status"] == "cleared"]) == (12, 41)
    assert pair([r for r in households(county, BAOAN) if r["risk_status"] == "active"]) == (45 - 12, 150 - 41)


def test_baoan_flows_of_the_year_are_the_first_statement(county: Tables) -> None:
    assert new_in_2023(county, BAOAN) == (18, 44)
    assert cleared_in_2023(county, BAOAN) == (4, 9)
    gone, come = changes_2023(county, BAOAN, False), changes_2023(county, BAOAN, True)
    assert len(come) == 6
    assert len(gone) == 40
    assert len({r["hh_id"] for r in gone if not r["still"]}) == 18
    assert {r["before"]["mon_type"] for r in gone + come} == {None}


def test_baoan_screening_is_printed_ten_short(county: Tables) -> None:
    result = screening(county, BAOAN)
    assert (result["hh_ordinary"], result["hh_alleviated"]) == (13046, 659)
    assert result["hh_monitored_active"] + result["hh_monitored_cleared"] == 45
    assert result["hh_total"] == 13740 == 13046 + 659 + 45 - 10
    assert (result["new_admitted_hh"], result["new_admitted_persons"]) == (4, 10)


def below_10k_2022(county: Tables, town: str) -> list[dict]:
    december = {r["hh_id"]: r for r in households(county, town, LAST_DECEMBER)}
    incomes = (
        county["income_year"]
        .filter((pl.col("town_code") == town) & (pl.col("income_year") == 2022))
        .to_dicts()
    )
    return [
        december[r["hh_id"]] | {"persons_year": r["persons_year"]}
        for r in incomes
        if r["net_per_capita"] < 10_000 and r["hh_id"] in december and not december[r["hh_id"]]["is_no_labour"]
    ]  # fmt: skip


def test_baoan_households_under_10000_at_the_end_of_2022(county: Tables) -> None:
    rows = below_10k_2022(county, BAOAN)
    plain = [r for r in rows if r["mon_type"] is None]
    monitored = [r for r in rows if r["mon_type"] is not None]
    assert {r["hh_type"] for r in plain} == {"alleviated"}
    assert (len(plain), sum(r["persons_year"] for r in plain)) == (28, 48)
    assert (len(monitored), sum(r["persons_year"] for r in monitored)) == (11, 25)


def workers(county: Tables, town: str, month: date) -> pl.DataFrame:
    return county["employment_month"].filter(
        (pl.col("town_code") == town) & (pl.col("stat_month") == month) & pl.col("working")
    )


def test_baoan_463_workers_by_place_more_than_a_year_before(county: Tables) -> None:
    now = workers(county, BAOAN, NOVEMBER)
    place = dict(now.group_by("place_class").len().rows())
    assert place["out"] == 59
    assert place["province"] == 154
    assert place.get("town", 0) + place["county"] + place["city"] == 250
    assert len(now) == 59 + 154 + 250 == 463
    assert "town" not in place, "the report counts work outside the township only"
    assert 400 < len(workers(county, BAOAN, date(2022, 11, 1))) < 463


def test_baoan_posts_from_photovoltaic_income(county: Tables) -> None:
    posts = county["public_post"].filter(pl.col("town_code") == BAOAN)
    pv = posts.filter(pl.col("kind") == "光伏")
    assert len(pv) == posts["is_new"].sum() == 16
    assert pv["pay_month"].sum() * 12 == Decimal("96000.00")


def test_baoan_projects(county: Tables) -> None:
    mine = projects(county, BAOAN, 2023)
    assert len(mine) == 3
    assert sum(p["plan_total"] for p in mine) == Decimal("5079000.00")
    assert sum(p["plan_central"] for p in mine) == Decimal("3000000.00")
    assert sorted(p["plan_city"] for p in mine) == [0, Decimal("100000.00"), Decimal("600000.00")]
    assert sum(
        p["plan_central"] + p["plan_provincial"] + p["plan_city"] + p["plan_county"] for p in mine
    ) == Decimal("3700000.00")
    assert sum(p["benefit_persons"] for p in mine) == 148
    state = {p["name"]: p["state"] for p in mine}
    assert state["大垅村甲鱼基地建设项目"] == "accepted"
    assert state["保安镇狗血桃产业链建设项目"] == "started"


def test_baoan_houses_water_and_villages(county: Tables) -> None:
    housing = county["measure"].filter(
        (pl.col("town_code") == BAOAN)
        & (pl.col("sub") == "农村危房改造")
        & (pl.col("start_date") >= date(2023, 1, 1))
        & (pl.col("status") == "done")
    )
    assert housing["hh_id"].n_unique() == len(housing) == 10
    rows = households(county, BAOAN)
    assert all(r["water_safe"] and not r["house_dilapidated"] for r in rows)
    villages = county["division"].filter((pl.col("town_code") == BAOAN) & (pl.col("level") == 5))
    assert villages["kind"].value_counts().sort("kind").rows() == [("community", 2), ("village", 28)]
    assert villages.filter(pl.col("exited_level").is_not_null()).select("name", "exited_level").sort(
        "name"
    ).rows() == sorted(
        [("沼山村", "provincial"), ("磨山村", "provincial"), ("桃树村", "city"), ("桂花村", "city")]
    )
    assert villages["has_task"].sum() == 27
    town = county["division"].filter(pl.col("division_code") == BAOAN)
    assert (town["area_km2"][0], town["rural_hh"][0]) == (Decimal("132.00"), 13740)


@pytest.mark.parametrize("town", [LIURENBA, BAOAN])
def test_everybody_in_the_exact_townships_is_insured_and_nobody_moved_home(county: Tables, town: str) -> None:
    persons = county["person_month"].filter(
        (pl.col("town_code") == town) & (pl.col("stat_month") == NOVEMBER)
    )
    assert (persons["insured_resident"] | persons["insured_employee"]).all()
    assert "relocation" not in county["measure"].filter(pl.col("town_code") == town)["category"].to_list()


@pytest.mark.parametrize(("seed", "scale", "months"), [(1, 0.1, 6), (2, 0.3, 36), (3, 1.0, 2)])
def test_the_figures_hold_for_other_seeds_scales_and_months(
    make: Callable[[int, float, int], Tables], seed: int, scale: float, months: int
) -> None:
    county = make(seed, scale, months)
    assert pair([r for r in households(county, LIURENBA) if r["mon_type"]]) == (60, 199)
    assert pair([r for r in households(county, BAOAN) if r["hh_type"] == "alleviated"]) == (666, 1288)
    assert len(workers(county, BAOAN, NOVEMBER)) == 463
    assert screening(county, LIURENBA)["hh_total"] == 9374
