"""One small class that runs a checked text inside a scope. DuckDB in the process; the same text will run on Spark Connect."""

from __future__ import annotations

import json
import re
import threading
import warnings
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from shouwang.access import Scope
from shouwang.config import settings
from shouwang.errors import MachineError, QueryError
from shouwang.queries.views import UNCHANGED, Drawn, view_sql
from shouwang.reference import borders_of
from shouwang.schema import TABLES
from shouwang.store import Snapshot
from shouwang.store.parquet import path_list

SCHEMAS = ("scoped", "mart")
# A result copies its rows once more than a relation does, which for some hundred rows is nothing; but a relation binds
# its text three times, and binding is a good part of a small query (measured: a quarter of the whole).
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")

TIME_LIMIT_MS = 30_000

# A table of fewer rows is kept in memory as the scope sees it: a county's registers, projects and rules are some 60,000
# rows and 6 MB together, and a small question spends most of its time on opening and binding Parquet (measured).
HELD_ROWS = 50_000

# A mart and what it holds by the borders of each time.
THEN = {"indicator_month": "indicator_month_then"}
LINEAGE = "borders.lineage"

# Spark's and Sail's own function; DuckDB takes it on, so that a remote engine needs no set-up.
UNIX_DATE = "CREATE MACRO unix_date(d) AS CAST(CAST(d AS DATE) - DATE '1970-01-01' AS INTEGER)"


class DuckEngine:
    """DuckDB over one snapshot, seeing it through one scope. Threads share it; each run has a cursor of its own."""

    def __init__(
        self,
        snapshot: Snapshot,
        scope: Scope,
        *,
        write_to: Path | None = None,
        time_limit_ms: int = TIME_LIMIT_MS,
    ) -> None:
        """Open an engine; only a publish may give ``write_to``, the one folder that ``copy_connection`` can write in."""
        config = settings()
        self._connection = duckdb.connect(
            config={
                "memory_limit": config.memory,
                "threads": config.threads,
                "max_execution_time": time_limit_ms,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "allow_persistent_secrets": False,
            }
        )
        run = self._connection.execute
        run("SET GLOBAL TimeZone = 'Asia/Shanghai'")
        run("SET GLOBAL parquet_metadata_cache = true")
        run(UNIX_DATE)
        for schema in SCHEMAS:
            run(f"CREATE SCHEMA {schema}")
        # To a viewer of the whole county no township is another's: nothing to hide, and shorter texts to bind.
        whole = snapshot.county in scope.counties
        sensitive = () if whole else _sensitive_ids(self._connection, snapshot)
        drawn = _drawn(self._connection, snapshot)
        if write_to is not None:
            run(f"SET temp_directory = {path_list([write_to])[1:-1]}")
        run(
            f"SET allowed_directories = {path_list([snapshot.root / 'objects', *([write_to] if write_to else [])])}"
        )
        run("SET enable_external_access = false")
        for table in TABLES.values():
            rows = sum(entry.rows for entry in snapshot.manifest.parts(table.name).values())
            files = snapshot.files(table.name)
            then = snapshot.files(THEN[table.name]) if drawn.is_changed and table.name in THEN else []
            held = 0 < rows <= HELD_ROWS
            run(view_sql(table, files, scope, sensitive, held=held, drawn=drawn, then_files=then))
        run("SET lock_configuration = true")

    def run(self, text: str, params: Mapping[str, object]) -> pl.DataFrame:
        """Return the rows of a checked text.

        Raises:
            MachineError: it took too long or too much memory.
            QueryError: the text does not fit this version's tables.
        """
        cursor = self._connection.cursor()
        try:
            cursor.execute(_statement(text), dict(params))
            return pl.DataFrame(cursor.to_arrow_table())
        except duckdb.InterruptException as fault:
            raise MachineError("查询时间过长，已停止；数据没有改动。请缩小区域或月份范围。") from fault
        except duckdb.OutOfMemoryException as fault:
            raise MachineError("查询过大，内存不够，已停止；数据没有改动。请缩小区域或月份范围。") from fault
        except duckdb.Error as fault:
            raise QueryError(
                "这个查询与数据仓的这一版不相配，没有得到结果。请核对程序与数据仓的版本。"
            ) from fault
        finally:
            cursor.close()

    def copy_connection(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor for writing a mart from this engine's views."""
        return self._connection.cursor()


@lru_cache(maxsize=512)
def _statement(text: str) -> duckdb.Statement:
    """Return a text read once: a long one takes 1 to 2 ms to parse, each time it is asked (measured)."""
    statements = duckdb.extract_statements(text)
    if len(statements) != 1:
        raise duckdb.ParserException("one statement expected")
    return statements[0]


def _sensitive_ids(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the indicators whose small cells are hidden from other townships, as this version declares them."""
    files = snapshot.files("indicator_meta")
    if not files:
        return ()
    found = connection.execute(
        f"SELECT indicator_id FROM read_parquet({path_list(files)}) WHERE disclosure = 'S' ORDER BY indicator_id"
    ).fetchall()
    return tuple(row[0] for row in found)


def _drawn(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Drawn:
    """Make the engine's table of old codes and today's, where this version knows of changed borders."""
    files = snapshot.files("division_change")
    if not files:
        return UNCHANGED
    borders = borders_of(pl.read_parquet(files, columns=["old_code", "new_code", "changed_on"]))
    if borders.is_empty:
        return UNCHANGED
    lineage = pl.DataFrame(
        [
            (code, borders.today.get(code, None if code in borders.split else code), day)
            for code, day in sorted(borders.touched.items())
        ],
        schema={"old": pl.String(), "today": pl.String(), "until": pl.Date()},
        orient="row",
    )
    connection.execute("CREATE SCHEMA borders")
    connection.register("lineage", lineage.to_arrow())
    connection.execute(f"CREATE TABLE {LINEAGE} AS SELECT old, today, until FROM lineage")
    connection.unregister("lineage")
    return Drawn(LINEAGE, snapshot.borders_of)


class _Engines:
    """The engines in use, most recent last. One a scope and version; 24 hold 18 townships, the county and a publish."""

    limit = 24

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[tuple[str, int, str], Scope], DuckEngine] = OrderedDict()

    def get(self, snapshot: Snapshot, scope: Scope) -> DuckEngine:
        key = (snapshot.identity, scope)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            else:
                self._held[key] = DuckEngine(snapshot, scope)
                while len(self._held) > self.limit:
                    self._held.popitem(last=False)
            return self._held[key]

    def clear(self, but: str = "") -> None:
        """Forget the engines, those of the store in the folder ``but`` aside."""
        with self._lock:
            for key in [key for key in self._held if key[0][0] != but]:
                del self._held[key]


engines = _Engines()


@lru_cache(maxsize=1)
def _reader() -> duckdb.DuckDBPyConnection:
    """Return a database without any table that only takes texts apart: opening one takes longer than the reading."""
    return duckdb.connect(config={"threads": 1})


@lru_cache(maxsize=512)
def check_text(name: str, text: str) -> None:
    """Refuse a text that could reach anything but the scoped views and marts.

    Raises:
        QueryError: it is not one SELECT, or names another relation or any table function.
    """
    connection = _reader().cursor()
    try:
        statements = duckdb.extract_statements(text)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryError(f"查询 {name} 应只有一条 SELECT 语句。")
        # json_serialize_sql wants parameters replaced by values; any value parses alike.
        plain = re.sub(r"\$\w+", "NULL", _without_comments(text)).rstrip().rstrip(";")
        raw = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [plain]).fetchall()[0][0]
    except duckdb.Error as fault:
        raise QueryError(f"查询 {name} 的语句读不通。") from fault
    finally:
        connection.close()
    tree = json.loads(raw)
    if tree.get("error"):
        raise QueryError(f"查询 {name} 的语句读不通。")
    nodes = list(_nodes(tree))
    local = {
        entry["key"]
        for node in nodes
        if isinstance(node.get("map"), list)
        for entry in node["map"]
        if "key" in entry
    }
    for node in nodes:
        if node.get("type") == "TABLE_FUNCTION":
            raise QueryError(f"查询 {name} 用了表函数；只能读 scoped 和 mart 里的视图。")
        if node.get("type") == "BASE_TABLE":
            schema, table = node.get("schema_name", ""), node.get("table_name", "")
            if node.get("catalog_name") or not (schema in SCHEMAS or (not schema and table in local)):
                raise QueryError(f"查询 {name} 读了 {schema}.{table}；只能读 scoped 和 mart 里的视图。")


def _without_comments(text: str) -> str:
    return re.sub(r"--[^\n]*", "", text)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)
