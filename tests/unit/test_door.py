"""The door: what a query may name, what a scope sees of it, and what a cache never mixes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer, hh_key
from shouwang.errors import AccessDenied, QueryError, StoreDamaged
from shouwang.queries import answer, catalogue
from shouwang.queries.engine import check_text, engines
from shouwang.schema import MART_TABLES, TABLES, Reach
from shouwang.store import Snapshot, Store

NOV = date(2023, 11, 1)
COUNTY, LIU, BAO = Scope.of("420281"), Scope.of("420281107"), Scope.of("420281101")
HEADER = """-- title: t
-- grain: g
-- params: {params}
-- columns: {columns}
-- units: u
-- reads: {reads}
"""


def _household(number: int, town: str) -> dict[str, object]:
    table = TABLES["household_month"]
    row: dict[str, object] = dict.fromkeys(table.names)
    row.update(
        stat_month=NOV, hh_id=f"{town}{number:04d}", hh_key=hh_key("s", f"{town}{number:04d}"), town_code=town,
        division_code=f"{town}201", head_name="张小三", phone="10012345678", hh_type="alleviated", hh_persons=2,
        is_no_labour=False, source_id="drawn", is_synthetic=True,
    )  # fmt: skip
    return row


def _mart(indicator: str, area: str, value: float, denominator: float | None = None) -> dict[str, object]:
    return {
        "stat_month": NOV, "indicator_id": indicator, "area_code": area, "level": {6: 3, 9: 4, 12: 5}[len(area)],
        "town_code": area[:9] if len(area) > 6 else None, "value": value / denominator if denominator else value,
        "numerator": value, "denominator": denominator, "unit": "户",
    }  # fmt: skip


def _meta(indicator: str, disclosure: str) -> dict[str, object]:
    return {
        "indicator_id": indicator, "name": indicator, "group_code": "g", "unit": "户", "direction": "neutral",
        "disclosure": disclosure, "base_id": None, "sort_no": 1,
    }  # fmt: skip


def _frame(table: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=TABLES[table].polars_schema)


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[Snapshot]:
    store = Store.create(tmp_path / "store", "420281", is_demo=True, salt="s")
    households = [_household(n, "420281107") for n in range(3)] + [
        _household(n, "420281101") for n in range(2)
    ]
    marts = [
        _mart("monitored_hh_active", "420281", 2), _mart("monitored_hh_active", "420281107", 2),
        _mart("monitored_hh_active", "420281101", 2), _mart("monitored_hh_active", "420281101201", 2),
        _mart("below_8k", "420281107", 3), _mart("below_8k", "420281101", 3), _mart("rate", "420281101", 3, 9),
        _mart("rate", "420281107", 3, 9),
    ]  # fmt: skip
    with store.stage() as staging:
        staging.add("household_month", "2023-11", _frame("household_month", households))
        staging.add("indicator_month", "2023-11", _frame("indicator_month", marts))
        staging.add(
            "indicator_meta", "all",
            _frame("indicator_meta", [_meta("monitored_hh_active", "P"), _meta("below_8k", "S"), _meta("rate", "S")]),
        )  # fmt: skip
        staging.commit(author="t", reason="drawn")
    yield store.snapshot()
    queries.clear_cache()


@pytest.fixture
def ask(tmp_path: Path, snapshot: Snapshot) -> Callable[..., pl.DataFrame]:
    def ask(
        sql: str, scope: Scope, columns: str = "n BIGINT", params: str = "", **given: object
    ) -> pl.DataFrame:
        path = tmp_path / "q.sql"
        path.write_text(HEADER.format(params=params, columns=columns, reads="x") + sql, "utf-8")
        return answer(catalogue.parse("drawn", path), scope, snapshot, given)

    return ask


def test_each_scope_counts_its_own_households(ask: Callable[..., pl.DataFrame]) -> None:
    sql = "SELECT COUNT(*) AS n FROM scoped.household_month"
    assert [ask(sql, scope).item() for scope in (COUNTY, LIU, BAO, Scope.of("420281101", "420281107"))] == [
        3 + 2, 3, 2, 3 + 2,
    ]  # fmt: skip


def test_asking_in_turn_never_gives_another_scopes_answer(ask: Callable[..., pl.DataFrame]) -> None:
    sql = "SELECT town_code, COUNT(*) AS n FROM scoped.household_month GROUP BY town_code"
    for _ in range(3):
        assert ask(sql, LIU)["town_code"].to_list() == ["420281107"]
        assert ask(sql, BAO)["town_code"].to_list() == ["420281101"]


def test_an_empty_scope_sees_no_row_of_any_table(snapshot: Snapshot) -> None:
    engine = engines.get(snapshot, Scope())
    seen = {
        table.name: engine.run(
            f"SELECT * FROM {'mart' if table in MART_TABLES else 'scoped'}.{table.name}", {}
        ).height
        for table in TABLES.values()
    }
    assert seen == dict.fromkeys(TABLES, 0)


def test_an_empty_scope_gets_no_row_even_from_a_bare_count(ask: Callable[..., pl.DataFrame]) -> None:
    assert ask("SELECT COUNT(*) AS n FROM scoped.household_month", Scope()).height == 0


def test_names_and_phones_leave_the_views_masked(ask: Callable[..., pl.DataFrame]) -> None:
    rows = ask("SELECT DISTINCT head_name, phone FROM scoped.household_month", COUNTY)
    assert rows.rows() == [("张*三", "100****5678")]


def test_a_township_sees_the_tallies_of_others_but_not_their_small_sensitive_cells(
    ask: Callable[..., pl.DataFrame],
) -> None:
    sql = "SELECT indicator_id, area_code, value, is_suppressed FROM mart.indicator_month ORDER BY indicator_id, area_code"
    assert ask(sql, LIU).rows() == [
        ("below_8k", "420281101", None, True),
        ("below_8k", "420281107", 3.0, False),
        ("monitored_hh_active", "420281", 2.0, False),
        ("monitored_hh_active", "420281101", 2.0, False),
        ("monitored_hh_active", "420281107", 2.0, False),
        ("rate", "420281101", None, True),
        ("rate", "420281107", 3 / 9, False),
    ]
    assert ask(sql, COUNTY).height == 8
    assert not ask(sql, COUNTY)["is_suppressed"].any()


def test_the_villages_of_other_townships_are_not_in_reach(ask: Callable[..., pl.DataFrame]) -> None:
    sql = "SELECT COUNT(*) AS n FROM mart.indicator_month WHERE level = 5"
    assert [ask(sql, scope).item() for scope in (COUNTY, BAO, LIU)] == [1, 1, 0]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM read_parquet('objects/**')",
        "SELECT * FROM 'x.parquet'",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM duckdb_views()",
        "SELECT * FROM main.household_month",
        "SELECT (SELECT COUNT(*) FROM glob('*'))",
        "SELECT 1; SELECT 2",
        "COPY (SELECT 1) TO 'x'",
        "ATTACH 'x'",
        "CREATE TABLE x AS SELECT 1",
        "WITH a AS (SELECT * FROM read_csv('/etc/hostname')) SELECT * FROM a",
        "SELEKT 1",
    ],
)
def test_a_text_that_reaches_beyond_the_views_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        check_text("drawn", text)


def test_the_engine_itself_reads_no_file_but_its_own_objects(snapshot: Snapshot) -> None:
    engine = engines.get(snapshot, COUNTY)
    for text in ("SELECT * FROM read_csv('/etc/hostname')", "SELECT * FROM read_text('../store.json')"):
        with pytest.raises(QueryError):
            engine.run(text, {})


def test_nobody_gets_nothing(snapshot: Snapshot) -> None:
    with pytest.raises(AccessDenied):
        queries.run("overview/indicator_values", viewer=None, snapshot=snapshot)  # type: ignore[arg-type]


def test_a_wrong_call_names_both_sides(ask: Callable[..., pl.DataFrame]) -> None:
    with pytest.raises(QueryError, match=r"缺少 month 不认识 moth.*它需要: month、town\(可省\)"):
        ask("SELECT 1 AS n", COUNTY, params="$month DATE, $town VARCHAR?", moth="2023-11")
    with pytest.raises(QueryError, match="month 应为 DATE"):
        ask("SELECT 1 AS n WHERE $month IS NOT NULL", COUNTY, params="$month DATE", month="2023-13")


def test_months_are_read_from_text_as_their_first_day(ask: Callable[..., pl.DataFrame]) -> None:
    sql = "SELECT COUNT(*) AS n FROM scoped.household_month WHERE stat_month = $month"
    assert [
        ask(sql, COUNTY, params="$month DATE", month=m).item() for m in ("2023-11", "2023-11-01", "2023-10")
    ] == [5, 5, 0]


def test_a_file_with_one_changed_byte_is_never_read(snapshot: Snapshot, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(snapshot.root, copy)
    damaged = next((copy / "objects" / "household_month").rglob("*.parquet"))
    raw = bytearray(damaged.read_bytes())
    raw[len(raw) // 2] ^= 1
    damaged.chmod(0o644)
    damaged.write_bytes(raw)
    with pytest.raises(StoreDamaged, match="2023年11月“农户月表”"):
        engines.get(Store.open(copy).snapshot(), COUNTY)


def test_every_reach_has_a_table_so_that_none_is_untested() -> None:
    assert {table.reach for table in TABLES.values()} == set(Reach)


def test_a_viewer_asks_by_name(snapshot: Snapshot) -> None:
    viewer = Viewer("a", "分析员", Role.ANALYST, COUNTY)
    with pytest.raises(QueryError, match="没有名为“no/such”的查询"):
        queries.run("no/such", viewer=viewer, snapshot=snapshot)
