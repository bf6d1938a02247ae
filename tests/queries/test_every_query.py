"""What holds for every file in ``queries/``, also for one that is added tomorrow.

Headers say what the SQL is; every role runs every query; an empty scope gets no row; nobody's rows reach another scope.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.errors import QueryError
from shouwang.queries import Query
from shouwang.queries.engine import check_text
from shouwang.store import Snapshot, Store

NAMES = queries.names()
COUNTY, LIURENBA, BAOAN = "420281", "420281107", "420281101"
ROLES = {
    Role.LEADER: COUNTY,
    Role.ANALYST: COUNTY,
    Role.STEWARD: COUNTY,
    Role.TOWN_HEAD: LIURENBA,
}


@pytest.fixture(scope="module")
def snapshot(demo_store: Path) -> Snapshot:
    return Store.open(demo_store).snapshot()


def viewer(role: Role, *areas: str) -> Viewer:
    return Viewer("test", "测试", role, Scope(areas))


@cache
def _a_household(store: Path, town: str) -> tuple[str, str]:
    files = Store.open(store).snapshot().files("household_month")
    newest = pl.read_parquet(files[-1]).filter(pl.col("town_code") == town, pl.col("mon_type").is_not_null())
    return newest["hh_key"][0], newest["hh_id"][0]


def arguments(query: Query, snapshot: Snapshot, area: str) -> dict[str, object]:
    """Return a value for every parameter that must be given, as a page would."""
    town = area if len(area) == 9 else LIURENBA
    hh_key, hh_id = _a_household(snapshot.root, town)
    by_name: dict[str, object] = {
        "area": area, "town": town, "hh": hh_key, "hh_key": hh_key, "hh_id": hh_id, "from_month": date(2022, 11, 1),
        "to_month": date(2023, 11, 1), "month": date(2023, 11, 1), "base_month": date(2022, 12, 1),
        "past_month": date(2022, 11, 1), "income_year": 2022, "line_yuan": 10000.0, "indicator_id": "alleviated_hh",
        "group": "monitored", "group_code": "monitored", "limit": 50,
    }  # fmt: skip
    by_type: dict[str, object] = {
        "VARCHAR": "active", "DATE": date(2023, 11, 1), "INTEGER": 10, "BIGINT": 10, "DOUBLE": 10.0, "BOOLEAN": True,
    }  # fmt: skip
    return {p.name: by_name.get(p.name, by_type[p.type]) for p in query.params if not p.optional}


def test_headers_name_exactly_the_parameters_of_the_sql() -> None:
    named = {name: {p.name for p in queries.find(name).params} for name in NAMES}
    used = {
        name: set(duckdb.extract_statements(queries.find(name).text)[0].named_parameters) for name in NAMES
    }
    assert {name: (named[name], used[name]) for name in NAMES if named[name] != used[name]} == {}


def test_headers_name_exactly_the_views_that_the_sql_reads() -> None:
    wrong = {}
    for name in NAMES:
        query = queries.find(name)
        body = re.sub(r"--[^\n]*", "", query.text)
        read = set(re.findall(r"\b(?:scoped|mart)\.\w+(?=\s|\)|$)", body))
        if set(query.reads) != read:
            wrong[name] = (query.reads, read)
    assert wrong == {}


def test_no_text_can_reach_anything_but_scoped_views_and_marts() -> None:
    wrong = {}
    for name in NAMES:
        query = queries.find(name)
        try:
            check_text(query.name, query.text)
        except QueryError as fault:
            wrong[name] = str(fault)
    assert wrong == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_role_runs_every_query_and_gets_the_columns_of_the_header(
    name: str, snapshot: Snapshot
) -> None:
    query = queries.find(name)
    got = {}
    for role, area in ROLES.items():
        asked = arguments(query, snapshot, area)
        got[role] = dict(queries.run(name, viewer=viewer(role, area), snapshot=snapshot, **asked).schema)
    assert got == dict.fromkeys(ROLES, dict(query.empty().schema))


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_scope_gets_no_row(name: str, snapshot: Snapshot) -> None:
    query = queries.find(name)
    asked = arguments(query, snapshot, COUNTY)
    nobody = queries.run(name, viewer=viewer(Role.ANALYST), snapshot=snapshot, **asked)
    assert nobody.is_empty()


@pytest.mark.parametrize("name", NAMES)
def test_no_household_is_seen_from_two_townships(name: str, snapshot: Snapshot) -> None:
    query = queries.find(name)
    personal = [column for column, _ in query.columns if column in {"hh_key", "hh_id", "person_id"}]
    seen = {}
    for town in (LIURENBA, BAOAN):
        rows = queries.run(
            name,
            viewer=viewer(Role.TOWN_HEAD, town),
            snapshot=snapshot,
            **arguments(query, snapshot, LIURENBA),  # both ask for the same township's rows
        )
        seen[town] = {column: set(rows[column].drop_nulls()) for column in personal}
    for column in personal:
        assert not seen[LIURENBA][column] & seen[BAOAN][column]
