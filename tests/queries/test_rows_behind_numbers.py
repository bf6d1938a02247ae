"""Behind every number stand its rows: what the rows add up to is the number, in the county, a township and a village."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.config import PAGES, ROOT
from shouwang.reference import catalogue
from shouwang.reference.rows import rows_queries, rows_query
from shouwang.store import Snapshot, Store

COUNTY = Viewer("test", "测试", Role.ANALYST, Scope.of("420281"))
MONTHS = (date(2023, 11, 1), date(2022, 12, 1))
PLACES = (("420281", MONTHS[0]), ("420281101", MONTHS[1]))  # each is some 500 queries


@pytest.fixture(scope="module")
def snapshot(demo_store: Path) -> Snapshot:
    return Store.open(demo_store).snapshot()


def _ids() -> list[str]:
    return [one for one in catalogue().indicators if rows_query(one)]


def _figures(snapshot: Snapshot, area: str, month: date) -> dict[str, float]:
    """Return id -> what is counted: the numerator of a ratio, else the value."""
    rows = queries.run("overview/indicator_values", viewer=COUNTY, snapshot=snapshot, area=area, month=month)
    counted = pl.when(pl.col("denominator").is_null()).then("value").otherwise("numerator")
    return dict(rows.select("indicator_id", counted).iter_rows())


def _rows(snapshot: Snapshot, one: str, area: str, month: date) -> pl.DataFrame:
    """Return the rows behind an indicator; queries of one indicator alone are not asked for which."""
    name = rows_query(one)
    assert name is not None
    wanted = {"area": area, "month": month, "indicator": one}
    takes = {param.name for param in queries.find(name).params}
    asked = {key: value for key, value in wanted.items() if key in takes}
    return queries.run(name, viewer=COUNTY, snapshot=snapshot, **asked)


@pytest.mark.parametrize(("area", "month"), PLACES, ids=str)
def test_the_rows_that_count_add_up_to_the_number(snapshot: Snapshot, area: str, month: date) -> None:
    figures = _figures(snapshot, area, month)
    wrong = {}
    for one in _ids():
        rows = _rows(snapshot, one, area, month)
        if "amount" not in rows.columns:
            continue  # a median is not added up
        kept = rows.filter(pl.col("dropped_by").is_null()) if "dropped_by" in rows.columns else rows
        total = kept["amount"].sum()
        if one in figures and abs(total - figures[one]) > 0.005:
            wrong[one] = (total, figures[one])
    assert not wrong


def test_enough_numbers_are_checked_at_the_last_month(snapshot: Snapshot) -> None:
    """Guard against an empty comparison: almost every listed id has a figure in the county."""
    figures = _figures(snapshot, "420281", MONTHS[0])
    listed = _ids()
    assert sum(figures.get(one) is not None for one in listed) >= 0.8 * len(listed)


def test_a_village_adds_up_too(snapshot: Snapshot) -> None:
    village = "420281107201"
    figures = _figures(snapshot, village, MONTHS[0])
    assert figures
    for one in ("alleviated_hh", "alleviated_persons"):
        rows = queries.run(
            "rows/households", viewer=COUNTY, snapshot=snapshot, area=village, month=MONTHS[0], indicator=one
        )
        assert rows.filter(pl.col("dropped_by").is_null())["amount"].sum() == figures[one]


def test_every_reason_a_row_is_left_out_for_has_words(snapshot: Snapshot) -> None:
    from shouwang.i18n import t

    for one in _ids():
        rows = _rows(snapshot, one, "420281", MONTHS[0])
        for clause in rows["dropped_by"].drop_nulls().unique() if "dropped_by" in rows.columns else ():
            assert t(f"rows.{clause}")


def test_every_query_of_rows_is_behind_some_number() -> None:
    """By an indicator's card, or by ``ui.Rows`` in a page."""
    sources = [*PAGES.glob("*.py"), *(ROOT / "shouwang" / "ui").glob("*.py")]
    told = "\n".join(path.read_text("utf-8") for path in sources)
    rows = {name for name in queries.names() if name.startswith("rows/")}
    assert {name for name in rows - set(rows_queries().values()) if f'"{name}"' not in told} == set()
