"""A store, its records, and the people at its desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from shouwang import desk, intake, records
from shouwang.access import Role, Scope, Viewer
from shouwang.desk import Receipt, Said
from shouwang.intake.locating import county
from shouwang.records import Records
from shouwang.store import Manifest, Store
from tests.intake.conftest import Draw, Rows, demo_id, draw, household

__all__ = ["draw"]

NOVEMBER = date(2023, 11, 1)
BAOAN, LIURENBA = "420281101", "420281107"
STEWARD = Viewer("甲", "数据员甲", Role.STEWARD, Scope.of("420281"))
SECOND = Viewer("乙", "数据员乙", Role.STEWARD, Scope.of("420281"))
LEADER = Viewer("丙", "县领导", Role.LEADER, Scope.of("420281"))
TOWN = Viewer("丁", "保安镇", Role.TOWN_HEAD, Scope.of(BAOAN))
CLERK = Viewer("戊", "保安镇", Role.TOWN_HEAD, Scope.of(BAOAN))
NEIGHBOUR = Viewer("己", "刘仁八镇", Role.TOWN_HEAD, Scope.of(LIURENBA))

Send = Callable[..., Receipt]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", "420281", salt="s")


@pytest.fixture
def book(store: Store) -> Iterator[Records]:
    opened = records.open_records(store.root)
    yield opened
    opened.close()


@pytest.fixture
def send(store: Store, book: Records, draw: Draw) -> Send:
    """Draw rows as an export and hand them in."""

    def _send(
        rows: Rows,
        kind: str = "alleviated",
        *,
        viewer: Viewer = STEWARD,
        reason: str | None = None,
        said: Said | None = None,
        **how: Any,
    ) -> Receipt:
        path = draw(rows, kind, **how)
        return desk.take(store, book, path, viewer=viewer, reason=reason, said=said)

    return _send


@pytest.fixture
def hand_in(store: Store, book: Records, tmp_path: Path) -> Send:
    """Fill in a form and hand it in; rows as people write them, field -> text."""

    def _hand_in(
        table: str,
        rows: list[dict[str, Any]],
        *,
        viewer: Viewer = STEWARD,
        reason: str | None = None,
        month: date | None = NOVEMBER,
        area: str = "",
    ) -> Receipt:
        path = tmp_path / f"{table}_{len(list(tmp_path.iterdir()))}.xlsx"
        path.write_bytes(intake.template(table, county=county("420281"), area=area, month=month, rows=rows))
        return desk.take(store, book, path, viewer=viewer, reason=reason)

    return _hand_in


@pytest.fixture
def seal(store: Store, book: Records) -> Callable[..., Manifest]:
    """Seal what waits, by one person."""

    def _seal(reason: str = "首次封存", **how: Any) -> Manifest:
        return desk.publish(store, book, viewer=STEWARD, reason=reason, alone=True, **how)

    return _seal


def rows_of(store: Store, table: str, version: int | None = None) -> pl.DataFrame:
    """Return a table of the current version, or of an earlier one."""
    files = store.snapshot(version).files(table)
    return pl.concat(pl.read_parquet(path, hive_partitioning=False) for path in files)


def other_household(**changes: object) -> Rows:
    """Return another household, of other people, in 保安镇 unless said otherwise."""
    rows = household(户编号="42028110100009002", **changes)
    people = (("4202811010000900201", "19600101", 1), ("4202811010000900202", "19620101", 2))
    return [
        {**row, "人编号": person, "证件号码": demo_id(born, number)}
        for row, (person, born, number) in zip(rows, people, strict=True)
    ]


def away() -> Rows:
    """Return that other household in 刘仁八镇."""
    return other_household(**{"乡(镇)": "刘仁八镇", "行政村": "刘仁八村"})


def crowd(count: int, **changes: object) -> Rows:
    """Return so many households of two in 保安镇."""
    rows: Rows = []
    for number in range(1, count + 1):
        rows += [
            {
                **row,
                "户编号": f"4202811010001{number:04d}",
                "人编号": f"4202811010001{number:04d}0{member}",
                "证件号码": demo_id("19700203" if member == 1 else "19720405", 2 * number + member),
            }
            for member, row in enumerate(household(**changes), 1)
        ]
    return rows


def broken() -> Rows:
    """Return the household in a village that the township does not have."""
    return household(行政村="没有这个村")
