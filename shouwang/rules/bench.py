"""DuckDB in memory over the tables as they would be: what rules and alerts are judged on.

A table is frames, files, or both together; a column that a table does not have reads as NULL (not reported). Sources and
configuration stand in the schema ``scoped``, marts in ``mart``, as for a viewer of the whole county.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Self

import duckdb
import polars as pl

from shouwang.config import settings
from shouwang.errors import ConfigError, MachineError
from shouwang.queries import Query
from shouwang.queries.engine import SCHEMAS, UNIX_DATE
from shouwang.queries.views import schema_of
from shouwang.schema import TABLES, Column, Parts, Table
from shouwang.store.parquet import path_list

MART = "indicator_month"
_WORD = re.compile(r"(?<=')[\w.]+(?=')|\w+")
Source = pl.DataFrame | Sequence[Path | pl.DataFrame]


def table_of(view: str) -> str:
    """Return the table that a view of a query's head shows (``scoped.household_month``)."""
    return view.split(".", 1)[1]


def is_there(source: Source | None) -> bool:
    """Say whether a table was given; an empty frame of it counts (nothing there is also something to judge)."""
    return source is not None and (isinstance(source, pl.DataFrame) or len(source) > 0)


def lacking(reads: Iterable[str], tables: Mapping[str, Source]) -> str | None:
    """Return a sentence naming the tables that are read and were not given; None where all are there."""
    missing = [TABLES[name].label for name in reads if not is_there(tables.get(name))]
    return f"没有{'、'.join(missing)}的数据" if missing else None


class Bench:
    """The tables to judge, and a way to ask of them; use it in a ``with`` block, by one thread.

    After the first ``show`` nothing but memory is in its reach: a further one must be given frames alone.
    """

    def __init__(self) -> None:
        config = settings()
        self._spill = tempfile.TemporaryDirectory(prefix="shouwang-rules-")
        self._connection = duckdb.connect(
            config={
                "memory_limit": config.memory,
                "threads": config.threads,
                "temp_directory": self._spill.name,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        self._connection.execute(UNIX_DATE)
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._spill.cleanup()

    def show(self, tables: Mapping[str, Source], words: Mapping[str, set[str]], first: date | None) -> None:
        """Make tables of what is read.

        Of ``indicator_month``, by far the longest, only the indicators are there whose ids are among its words.

        Args:
            words: for each table that is read, the words of the texts that read it: other columns are left out.
            first: monthly tables from this month on; None for all of them.
        """
        run = self._connection.execute
        for schema in SCHEMAS:
            run(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            run(f"CREATE SCHEMA {schema}")
        for name in sorted(words):
            source = tables[name]
            parts: list[Path | pl.DataFrame] = [source] if isinstance(source, pl.DataFrame) else [*source]
            self._register(TABLES[name], parts, words[name], first)
        if not self._is_closed:
            run(f"SET allowed_directories = {path_list([Path(self._spill.name)])}")
            run("SET enable_external_access = false")
            self._is_closed = True

    def ask(self, query: Query, since: date, until: date) -> pl.DataFrame:
        """Return what a query finds in the months ``since`` to ``until``.

        Raises:
            ConfigError: it does not fit the tables.
            MachineError: it took too much memory.
        """
        given = {"since": since, "until": until}
        bound = {param.name: given[param.name] for param in query.params}
        with self.told(query.name), closing(self._connection.cursor()) as cursor:
            cursor.execute(query.text, bound)
            return pl.DataFrame(cursor.to_arrow_table())

    def told(self, what: str) -> _Told:
        """Turn what DuckDB says in the block into a sentence that names ``what``."""
        return _Told(what)

    def _register(
        self, table: Table, sources: list[Path | pl.DataFrame], words: set[str], first: date | None
    ) -> None:
        """Make the table of the columns that are named; what a source does not have is NULL."""
        named = words | {table.part_column}
        wanted = [column for column in table.columns if column.name in named] or list(table.columns[:1])
        parts: list[str] = []
        files = [source for source in sources if isinstance(source, Path)]
        if files:
            parts.append(self._of_files(wanted, files))
        frames = [source for source in sources if isinstance(source, pl.DataFrame)]
        names = [f"given_{number}" for number in range(len(frames))]
        for name, frame in zip(names, frames, strict=True):
            kept = [column.name for column in wanted if column.name in frame.columns]
            self._connection.register(name, frame.select(kept or [pl.lit(None).alias("_")]).to_arrow())
            parts.append(f"SELECT {_columns(wanted, kept)} FROM {name}")
        whole = " UNION ALL ".join(parts)
        given: list[object] = []
        clause = ""
        if table.name == MART:
            clause, given = " WHERE list_contains(?, indicator_id)", [sorted(words)]
        elif first is not None and table.parts is Parts.MONTH:
            clause, given = f" WHERE {table.part_column} >= ?", [first]
        self._connection.execute(
            f"CREATE TABLE {schema_of(table)}.{table.name} AS SELECT * FROM ({whole}){clause}", given
        )
        for name in names:
            self._connection.unregister(name)

    def _of_files(self, wanted: Sequence[Column], files: list[Path]) -> str:
        read = f"read_parquet({path_list(files)}, union_by_name = true, hive_partitioning = false)"
        there = {row[0] for row in self._connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}
        return f"SELECT {_columns(wanted, there)} FROM {read}"


class _Told:
    """A block in which a fault of DuckDB becomes one of ours."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, duckdb.OutOfMemoryException):
            raise MachineError("核对规则时内存不够，已停止；数据没有改动。") from fault
        if isinstance(fault, duckdb.Error):
            raise ConfigError(f"{self._what} 的查询与它的表不相配: {fault}") from fault


def words_of(queries: Iterable[Query]) -> dict[str, set[str]]:
    """Return table -> every word of the texts that read it: among them the columns and indicators that they name."""
    found: dict[str, set[str]] = {}
    for query in queries:
        words = set(_WORD.findall(query.text))
        for view in query.reads:
            found.setdefault(table_of(view), set()).update(words)
    return found


def _columns(wanted: Sequence[Column], there: set[str] | list[str]) -> str:
    return ", ".join(
        f'CAST({_quoted(column.name) if column.name in there else "NULL"} AS {column.kind.sql}) AS "{column.name}"'
        for column in wanted
    )


def _quoted(name: str) -> str:
    return f'"{name}"'
