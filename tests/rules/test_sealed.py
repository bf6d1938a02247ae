"""What a publish seals of the rules: the faults of the months that changed, marked where exempt, in the scope's townships."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import queries, reference, rules
from shouwang.access import Scope
from shouwang.publishing import Part, publish
from shouwang.rules.examples import frame
from shouwang.schema import TABLES
from shouwang.store import Store

OCTOBER, NOVEMBER = date(2023, 10, 1), date(2023, 11, 1)
NONE: frozenset[tuple[str, str]] = frozenset()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", "420281", is_demo=True, salt="s")


def months_of(table: str, **months: list[dict[str, object]]) -> list[Part]:
    """Return a part a month (``m2023_10 = [...]``) of drawn rows."""
    parts = []
    for name, rows in months.items():
        month = date(int(name[1:5]), int(name[6:]), 1)
        parts.append(Part(table, f"{month:%Y-%m}", frame(TABLES[table], tuple(rows), month)))
    return parts


def sealed(store: Store, *parts: Part, exemptions: frozenset[tuple[str, str]] = NONE) -> pl.DataFrame:
    """Publish and return the faults of rule H10 (nobody lives there) of the newest version."""
    places = Part("division", "all", reference.divisions("420281"))
    publish(store, [places, *parts], author="test", reason="test", exemptions=exemptions)
    return faults(store)


def faults(store: Store) -> pl.DataFrame:
    files = store.snapshot().files("rule_fault")
    rows = pl.concat([pl.read_parquet(path, hive_partitioning=False) for path in files])
    return rows.filter(pl.col("rule_id") == "H10").sort("stat_month", "object_key")


EMPTY, WHOLE = {"hh_id": "H1", "hh_persons": 0}, {"hh_id": "H2"}


def test_a_publish_seals_the_faults_of_its_months(store: Store) -> None:
    found = sealed(store, *months_of("household_month", m2023_10=[EMPTY, WHOLE], m2023_11=[WHOLE]))
    assert found.select("stat_month", "object_key", "level", "town_code", "is_exempt").rows() == [
        (OCTOBER, "key-H1", "reject_row", "420281107", False)
    ]
    assert store.snapshot().months("rule_fault") == (
        "2023-10",
        "2023-11",
    )  # judged and without fault is also told


def test_a_month_that_did_not_change_keeps_the_bytes_of_its_faults(store: Store) -> None:
    sealed(store, *months_of("household_month", m2023_10=[EMPTY], m2023_11=[EMPTY]))
    before = store.snapshot().manifest.parts("rule_fault")
    sealed(store, *months_of("household_month", m2023_11=[{**EMPTY, "hh_id": "H3"}]))
    after = store.snapshot().manifest.parts("rule_fault")
    assert after["2023-10"] == before["2023-10"]
    assert after["2023-11"] != before["2023-11"]


def test_an_exemption_marks_the_fault_and_does_not_hide_it(store: Store) -> None:
    parts = months_of("household_month", m2023_11=[EMPTY, {**EMPTY, "hh_id": "H2"}])
    found = sealed(store, *parts, exemptions=frozenset({("H10", "key-H2")}))
    assert found.select("object_key", "is_exempt").rows() == [("key-H1", False), ("key-H2", True)]


def test_an_exemption_that_comes_later_marks_the_last_month_alone(store: Store) -> None:
    sealed(store, *months_of("household_month", m2023_10=[EMPTY], m2023_11=[EMPTY]))
    found = sealed(store, exemptions=frozenset({("H10", "key-H1")}))
    assert found.select("stat_month", "is_exempt").rows() == [(OCTOBER, False), (NOVEMBER, True)]


def test_two_faults_of_one_object_and_rule_are_both_kept(store: Store) -> None:
    children = [{"birth_date": "2012-01-01", "school": "primary", "labour": "weak"} for _ in range(2)]
    places = Part("division", "all", reference.divisions("420281"))
    publish(store, [places, *months_of("person_month", m2023_11=children)], author="t", reason="t")
    rows = pl.read_parquet(store.snapshot().files("rule_fault")[-1], hive_partitioning=False)
    found = rows.filter(pl.col("rule_id") == "B01")
    assert found["fault_no"].to_list() == [1, 2]


def test_a_township_sees_its_own_faults_alone(store: Store) -> None:
    other = {**EMPTY, "hh_id": "H2", "division_code": "420281101204"}
    sealed(store, *months_of("household_month", m2023_11=[EMPTY, other]))
    text = "SELECT hh_key FROM scoped.rule_fault WHERE rule_id = 'H10' ORDER BY hh_key"
    asked = [
        queries.engine.engines.get(store.snapshot(), Scope.of(area)).run(text, {})["hh_key"].to_list()
        for area in ("420281", "420281107", "420281101")
    ]
    assert asked == [["key-H1", "key-H2"], ["key-H1"], ["key-H2"]]


def test_what_is_sealed_is_what_judging_finds(store: Store) -> None:
    parts = months_of("household_month", m2023_10=[EMPTY, WHOLE], m2023_11=[EMPTY])
    sealed(store, *parts)
    snapshot = store.snapshot()
    tables = {name: files for name in TABLES if (files := snapshot.files(name)) and name != "rule_fault"}
    found = rules.judge(tables, since=OCTOBER, until=NOVEMBER)
    whole = pl.concat([pl.read_parquet(f, hive_partitioning=False) for f in snapshot.files("rule_fault")])
    assert sorted(whole.select(list(rules.FAULTS)).rows(), key=str) == sorted(found.rows(), key=str)


def test_faults_of_a_table_without_a_month_stand_under_the_last_and_stay_where_they_stood(
    store: Store,
) -> None:
    case = {
        "case_id": "C1",
        "clue_at": "2023-10-02",
        "publicity_start": "2023-10-08",
        "publicity_end": "2023-10-09",
    }
    cases = Part("identification_case", "all", frame(TABLES["identification_case"], (case,), OCTOBER))
    sealed(store, cases, *months_of("household_month", m2023_10=[WHOLE]))
    mended = {**case, "publicity_end": "2023-10-13"}
    later = Part("identification_case", "all", frame(TABLES["identification_case"], (mended,), OCTOBER))
    sealed(store, later, *months_of("household_month", m2023_11=[WHOLE]))
    files = store.snapshot().files("rule_fault")
    rows = pl.concat([pl.read_parquet(path, hive_partitioning=False) for path in files])
    found = rows.filter(pl.col("rule_id") == "CS04")
    assert found["stat_month"].to_list() == [OCTOBER]
