"""Publishing seals the marts with the version, and only computes what can have changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import queries, records, reference
from shouwang.access import Role, Scope, Viewer
from shouwang.errors import ConfigError, DataFaults
from shouwang.publishing import Part, changes, marts, publish
from shouwang.queries.engine import DuckEngine
from shouwang.schema import TABLES
from shouwang.store import Manifest, Store
from tests.queries.conftest import _parts, frame_of
from tests.queries.marts.places import COUNTY, DIVISION, LIURENBA

HOUSEHOLDS = """
    stat_month | hh_id | division_code | mon_type | risk_status | hh_persons | head_name
    2023-09    | a     | 420281107200  | -        | -           | 3          | 示例甲乙
    2023-10    | a     | 420281107200  | sudden   | active      | 3          | 示例甲乙
    2023-11    | a     | 420281107200  | sudden   | active      | 4          | 示例甲乙
    2023-11    | b     | 420281107200  | sudden   | cleared     | 2          | 示例丙丁
"""


def parts(**tables: str) -> list[Part]:
    return [
        Part(name, part, frame)
        for name, text in tables.items()
        for part, frame in _parts(TABLES[name], frame_of(TABLES[name], text)).items()
    ]


def sealed(store: Store, made: list[Part]) -> Manifest:
    return publish(store, made, author="test", reason="测试")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store", COUNTY, is_demo=True, salt="s")
    sealed(made, parts(division=DIVISION, household_month=HOUSEHOLDS))
    return made


def marts_of(manifest: Manifest) -> dict[str, str]:
    return {part: entry.sha256 for part, entry in manifest.parts("indicator_month").items()}


def test_a_version_holds_its_marts_its_configuration_and_the_history(store: Store) -> None:
    snapshot = store.snapshot()
    assert tuple(marts_of(snapshot.manifest)) == ("2023-09", "2023-10", "2023-11")
    assert set(reference.config_frames(COUNTY)) <= set(snapshot.manifest.tables)
    viewer = Viewer("test", "测试", Role.ANALYST, Scope.of(COUNTY))
    rows = queries.run(
        "overview/indicator_values", viewer=viewer, snapshot=snapshot, area=LIURENBA, month=date(2023, 11, 1)
    )
    values = dict(rows.select("indicator_id", "value").iter_rows())
    assert rows.columns == ["indicator_id", "value", "numerator", "denominator", "unit"]
    assert (values["monitored_hh_active"], values["monitored_persons_cleared"]) == (1, 2)
    assert "employed_alleviated" not in values
    series = queries.run(
        "overview/indicator_series",
        viewer=viewer,
        snapshot=snapshot,
        area=LIURENBA,
        indicator_id="monitored_persons_active",
        from_month=date(2023, 9, 1),
        to_month=date(2023, 11, 1),
    )
    assert series["value"].to_list() == [0, 3, 4]
    history = pl.read_parquet(snapshot.files("household_history"))
    assert history.select("hh_id", "hh_persons").rows() == [("a", 3), ("a", 3), ("a", 4), ("b", 2)]
    assert set(history["head_name"]) == {"示*乙", "示*丁"}


def test_the_latest_month_alone_is_computed_when_only_it_changed(store: Store) -> None:
    before = marts_of(store.snapshot().manifest)
    newer = HOUSEHOLDS.replace("| cleared     | 2 ", "| active      | 2 ")
    after = marts_of(sealed(store, [one for one in parts(household_month=newer) if one.part == "2023-11"]))
    assert after["2023-11"] != before["2023-11"]
    assert {part: after[part] for part in ("2023-09", "2023-10")} == {
        part: before[part] for part in ("2023-09", "2023-10")
    }


def test_a_month_computed_alone_is_the_month_computed_with_all_the_others(
    store: Store, tmp_path: Path
) -> None:
    newer = HOUSEHOLDS.replace(
        "2023-11    | b     | 420281107200  | sudden   | cleared     | 2 ",
        "2023-11    | b     | 420281107200  | sudden   | active      | 5 ",
    )
    step_by_step = sealed(store, [one for one in parts(household_month=newer) if one.part == "2023-11"])
    at_once = Store.create(tmp_path / "other", COUNTY, is_demo=True, salt="s")
    whole = sealed(at_once, parts(division=DIVISION, household_month=newer))
    assert marts_of(step_by_step) == marts_of(whole)


def test_a_change_in_the_past_is_carried_to_every_later_month(store: Store) -> None:
    before = marts_of(store.snapshot().manifest)
    older = [
        one
        for one in parts(
            household_month=HOUSEHOLDS.replace(
                "2023-10    | a     | 420281107200  | sudden   | active ",
                "2023-10    | a     | 420281107200  | sudden   | cleared",
            )
        )
        if one.part == "2023-10"
    ]
    after = marts_of(sealed(store, older))
    assert after["2023-09"] == before["2023-09"]
    assert after["2023-10"] != before["2023-10"]
    assert after["2023-11"] != before["2023-11"]  # a rollback now


def test_the_same_parts_again_write_nothing_again(store: Store) -> None:
    before = store.snapshot().manifest
    after = sealed(store, parts(division=DIVISION, household_month=HOUSEHOLDS))
    assert after.version == before.version + 1
    assert {key: entry.sha256 for key, entry in after.files.items()} == {
        key: entry.sha256 for key, entry in before.files.items()
    }


def test_a_dropped_month_takes_its_marts_along(store: Store) -> None:
    made = publish(store, [], author="test", reason="撤下", drop=[("household_month", "2023-11")])
    assert tuple(marts_of(made)) == ("2023-09", "2023-10")


def test_facts_with_dates_reach_back_to_the_first_of_them_that_changed(store: Store) -> None:
    measures = """
        measure_id | hh_id | division_code | start_date | effect_note
        1          | a     | 420281107200  | 2023-09-05 | -
        2          | a     | 420281107200  | 2023-10-05 | -
    """
    sealed(store, parts(measure=measures))
    later = measures + "        3          | a     | 420281107200  | 2023-11-05 | -\n"
    with store.stage() as staging:
        for one in parts(measure=later):
            staging.add(one.table, one.part, one.frame)
        assert changes.first_changed(staging) == date(2023, 11, 1)
    with store.stage() as staging:
        for one in parts(measure=measures.replace("2023-10-05 | -", "2023-10-05 | 说明")):
            staging.add(one.table, one.part, one.frame)
        assert changes.first_changed(staging) is None  # a note that no figure reads


def test_a_publish_is_in_the_audit_and_a_failed_one_too(store: Store) -> None:
    broken = frame_of(TABLES["measure"], "measure_id | hh_id | division_code\n1 | a | 420281107200").drop(
        "status"
    )
    with pytest.raises(DataFaults):
        sealed(store, [Part("measure", "all", broken)])
    book = records.open_records(store.root)
    try:
        told = [(row.action, row.object, row.result) for row in records.audit_rows(book)]
    finally:
        book.close()
    assert told == [
        ("publish", "version/1", "begun"),
        ("publish", "version/1", "ok"),
        ("publish", "version/2", "begun"),
        ("publish", "version/2", "failed"),
    ]
    assert store.snapshot().number == 1


def test_progress_tells_what_is_being_done(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    empty = Store.create(tmp_path / "s", COUNTY, is_demo=True, salt="s")
    publish(
        empty,
        parts(division=DIVISION, household_month=HOUSEHOLDS),
        author="test",
        reason="测试",
        progress=lambda what, done, of: told.append((what, done, of)),
    )
    assert told[0] == ("行政区划 all", 1, 0)
    assert ("指标 2023-11", 3, 3) in told
    assert told[-1][0].startswith("预警 ")


def test_an_indicator_that_the_catalogue_does_not_know_stops_the_marts(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "odd.sql"
    path.write_text(
        """-- title:   试
-- grain:   one row
-- params:  $from_month DATE, $to_month DATE
-- columns: stat_month DATE, town_code VARCHAR, unheard_of BIGINT
-- units:   -
-- reads:   scoped.household_month
SELECT stat_month, town_code, COUNT(*) AS unheard_of FROM scoped.household_month
WHERE stat_month BETWEEN $from_month AND $to_month GROUP BY stat_month, town_code ORDER BY stat_month, town_code
""",
        "utf-8",
    )
    odd = queries.catalogue.parse("marts/indicator_month/odd", path)
    engine = DuckEngine(store.snapshot(), Scope.of(COUNTY))
    with pytest.raises(ConfigError, match="unheard_of"):
        marts.indicator_month(engine, [odd], date(2023, 9, 1), date(2023, 11, 1), lambda *_: None)


def test_a_rate_is_its_own_numerator_over_its_own_denominator_to_the_last_bit(demo_store: Path) -> None:
    """A sum of yuan differs in its last bits from run to run; the same county must give the same bytes all the same."""
    rows = pl.read_parquet(demo_store / "objects" / "indicator_month" / "*" / "*.parquet").filter(
        pl.col("denominator") > 0,
        pl.col("numerator").is_not_null(),
        ~pl.col("indicator_id").str.starts_with("progress_gap"),  # a difference to the expected curve
    )
    ratio = pl.col("numerator") / pl.col("denominator")
    growth = ratio - 1.0
    assert rows.height > 1000
    assert rows.filter((pl.col("value") != ratio) & (pl.col("value") != growth)).is_empty()
