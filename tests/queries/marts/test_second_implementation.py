"""The demo county's marts against a slow second implementation, township by township and month by month."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang.store import Snapshot, Store
from tests.queries.marts import slow

STOCK = ("alleviated_", "monitored_hh_", "monitored_persons_")


@pytest.fixture(scope="module")
def snapshot(demo_store: Path) -> Snapshot:
    return Store.open(demo_store).snapshot()


@pytest.fixture(scope="module")
def published(snapshot: Snapshot) -> pl.DataFrame:
    return pl.concat(pl.read_parquet(path) for path in snapshot.files("indicator_month")).filter(
        pl.col("level") == 4
    )


@pytest.fixture(scope="module")
def months(snapshot: Snapshot) -> slow.Months:
    made = slow.Months()
    wanted = ["hh_id", "town_code", "hh_type", "mon_type", "risk_status", "hh_persons", "is_no_labour"]
    for part, path in zip(snapshot.months(), snapshot.files("household_month"), strict=True):
        rows = pl.read_parquet(path, columns=wanted).iter_rows(named=True)
        made.households[date.fromisoformat(f"{part}-01")] = {row["hh_id"]: row for row in rows}
    changes = ["hh_id", "change_code", "change_date", "in_household"]
    for part, path in zip(snapshot.months("person_month"), snapshot.files("person_month"), strict=True):
        people = pl.read_parquet(path, columns=changes).filter(pl.col("change_code").is_not_null())
        made.people[date.fromisoformat(f"{part}-01")] = list(people.iter_rows(named=True))
    return made


def figures(published: pl.DataFrame, wanted: set[str]) -> dict[tuple[date, str, str], float]:
    rows = published.filter(pl.col("indicator_id").is_in(wanted), pl.col("value").is_not_null())
    return {
        (row["stat_month"], row["area_code"], row["indicator_id"]): row["value"]
        for row in rows.iter_rows(named=True)
    }


def agree(found: dict[tuple[date, str, str], float], expected: Counter[tuple[date, str, str]]) -> None:
    """Every published figure is the slow one (nothing is zero), and no slow one other than zero is missing."""
    assert found
    wrong = {key: (value, expected[key]) for key, value in found.items() if value != expected[key]}
    assert wrong == {}
    assert {key for key, count in expected.items() if count} <= set(found)


def test_stock_of_every_township_and_month(published: pl.DataFrame, months: slow.Months) -> None:
    expected = slow.stock(months)
    agree(figures(published, {name for _, _, name in expected}), expected)


def test_flow_of_every_township_and_month(published: pl.DataFrame, months: slow.Months) -> None:
    expected = slow.flow(months)
    agree(figures(published, {name for _, _, name in expected}), expected)


def test_flow_of_the_year_to_date(published: pl.DataFrame, months: slow.Months) -> None:
    expected = Counter(
        {
            key: count
            for key, count in slow.over_the_year(slow.flow(months)).items()
            if key[0] in months.households  # a sum runs to December, the store may not
        }
    )
    agree(figures(published, {name for _, _, name in expected}), expected)


def test_the_list_under_ten_thousand_of_2022(
    snapshot: Snapshot, published: pl.DataFrame, months: slow.Months
) -> None:
    path = snapshot.files("income_year")[list(snapshot.manifest.parts("income_year")).index("2022")]
    incomes = list(pl.read_parquet(path).iter_rows(named=True))
    counted = slow.below(incomes, months.households[date(2022, 12, 1)], 10_000)
    expected = Counter(
        {
            (month, town, f"below_10k_{name}"): count
            for (town, name), count in counted.items()
            for month in months.households
            if date(2022, 12, 1) <= month <= date(2023, 11, 1)
        }
    )
    agree(figures(published, {name for _, _, name in expected}), expected)


@pytest.mark.parametrize(
    ("subset", "natural"), [("alleviated", "alleviated_natural"), ("monitored_total", "monitored_natural")]
)
@pytest.mark.parametrize("unit", ["hh", "persons"])
def test_stock_ties_out_with_flow_in_every_month(
    published: pl.DataFrame, subset: str, natural: str, unit: str
) -> None:
    name = f"alleviated_{unit}" if subset == "alleviated" else f"monitored_{unit}_total"
    flows = {f"new_monitored_{unit}.month": 1} if subset != "alleviated" else {}
    flows |= {f"{natural}_decrease_{unit}.month": -1}
    if unit == "persons":
        flows |= {f"{natural}_increase_persons.month": 1}
    _ties_out(published, name, flows)


@pytest.mark.parametrize("unit", ["hh", "persons"])
def test_active_stock_ties_out_with_clearings_and_rollbacks(published: pl.DataFrame, unit: str) -> None:
    cleared = "cleared_hh_in_year.month" if unit == "hh" else "cleared_persons_in_year.month"
    flows = {
        f"new_monitored_{unit}.month": 1,
        cleared: -1,
        f"rollback_{unit}.month": 1,
        f"monitored_natural_decrease_{unit}.active.month": -1,
    }
    if unit == "persons":
        flows |= {"monitored_natural_increase_persons.active.month": 1}
    _ties_out(published, f"monitored_{unit}_active", flows)


def _ties_out(published: pl.DataFrame, stock: str, flows: dict[str, int]) -> None:
    found = figures(published, {stock, *flows})
    compared = 0
    for (month, town, name), value in found.items():
        after = slow.next_month(month)
        if name == stock and (after, town, stock) in found:
            moved = sum(sign * found[after, town, flow] for flow, sign in flows.items())
            assert value + moved == found[after, town, stock], (town, after)
            compared += 1
    assert compared > 18 * 30
