"""Parquet in and out: zstd, data page v2, groups of about 123,000 rows, sorted, written by DuckDB (performance note 3).

The same rows give the same bytes: the order is total (``conform``), and one thread writes a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

from shouwang.errors import DataFaults
from shouwang.schema import Parts, Table

ROW_GROUP = 122_880
_WRITER: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
NOTHING = "没有写入任何数据。"


def conform(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with exactly the table's columns, types and order, sorted as the table asks, then by its key.

    Raises:
        DataFaults: a column is missing or unknown, a type does not convert, a required cell is empty, or a key repeats.
    """
    missing = [name for name in table.names if name not in frame.columns]
    unknown = [name for name in frame.columns if name not in table.names]
    if missing or unknown:
        raise DataFaults(f"表“{table.label}”的列不符: 缺少 {missing}, 多出 {unknown}。{NOTHING}")
    try:
        typed = frame.select(
            pl.col(name).cast(kind, strict=True) for name, kind in table.polars_schema.items()
        )
    except pl.exceptions.PolarsError as fault:
        raise DataFaults(f"表“{table.label}”有一列的类型不符，{NOTHING}") from fault
    _check_cells(table, typed)
    # The key last: rows that tie in the table's order would else keep the order they came in, and change the bytes.
    order = list(dict.fromkeys((*table.sort, *table.key)))
    return typed.sort(order, nulls_last=False, maintain_order=True)


def _check_cells(table: Table, typed: pl.DataFrame) -> None:
    required = [column.name for column in table.columns if column.required]
    empty = typed.select(pl.col(required).null_count()).row(0) if required else ()
    blanks = [f"{name}({count}行)" for name, count in zip(required, empty, strict=True) if count]
    if blanks:
        raise DataFaults(f"表“{table.label}”的必填列有空值: {'、'.join(blanks)}。{NOTHING}")
    repeated = typed.height - typed.select(table.key).n_unique() if typed.height else 0
    if repeated:
        raise DataFaults(
            f"表“{table.label}”有{repeated}行重复(同一{'、'.join(table.column(name).label for name in table.key)})，{NOTHING}"
        )


def check_part(table: Table, part: str, frame: pl.DataFrame) -> None:
    """Refuse rows that belong to another part of the table.

    Raises:
        DataFaults: names the part and how many rows do not belong.
    """
    if table.parts is Parts.ALL or table.part_column is None:
        return
    column = frame[table.part_column]
    if table.parts is Parts.MONTH:
        own = column.dt.strftime("%Y-%m") == part
    else:
        own = (column if column.dtype.is_integer() else column.dt.year()) == int(part)
    strangers = frame.height - int(own.sum())
    if strangers:
        label = table.column(table.part_column).label
        raise DataFaults(f"表“{table.label}”的{part}部分有{strangers}行的{label}不是{part}，{NOTHING}")


def check_file(table: Table, part: str, path: Path) -> int:
    """Return the rows of a written file, having checked that it is what ``conform`` and ``check_part`` would let through.

    Raises:
        DataFaults: a required cell is empty, a key repeats, or rows belong to another part.
    """
    needed = {column.name for column in table.columns if column.required} | set(table.key)
    if table.part_column:
        needed.add(table.part_column)
    rows = pl.read_parquet(path, columns=sorted(needed), hive_partitioning=False)
    _check_cells(table, rows)
    check_part(table, part, rows)
    return rows.height


def write(frame: pl.DataFrame, target: Path, group_rows: int = ROW_GROUP) -> None:
    """Write one file (the name must be in staging: it is not atomic by itself)."""
    with _writing() as connection:
        connection.register("frame", frame.to_arrow())
        _copy(connection, "*", target, group_rows)


def write_query(table: Table, relation: duckdb.DuckDBPyRelation, target: Path) -> None:
    """Write the rows of a query, in their order, with the types of the table, a batch at a time.

    Through a connection of its own: the engine that runs the query need not be able to write files.

    Raises:
        DataFaults: its columns are not those of the table.
    """
    if tuple(relation.columns) != table.names:
        raise DataFaults(
            f"表“{table.label}”的计算结果列不符: 应为 {list(table.names)}, 现为 {relation.columns}。{NOTHING}"
        )
    typed = ", ".join(
        f"CAST({column.name} AS {column.kind.sql}) AS {column.name}" for column in table.columns
    )
    with _writing() as connection:
        connection.register("frame", relation.to_arrow_reader(ROW_GROUP))
        _copy(connection, typed, target, table.group_rows)


@lru_cache(maxsize=1)
def _writer() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config=_WRITER)


@contextmanager
def _writing() -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend the process's writer: opening one takes longer than writing a small table. One that failed is given up."""
    connection = _writer().cursor()
    try:
        yield connection
    except BaseException:
        _writer.cache_clear()
        raise
    finally:
        connection.close()


def _copy(connection: duckdb.DuckDBPyConnection, columns: str, target: Path, group_rows: int) -> None:
    connection.execute(
        f"COPY (SELECT {columns} FROM frame) TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION zstd, "
        f"PARQUET_VERSION v2, ROW_GROUP_SIZE {group_rows})"
    )


def read(path: Path) -> pl.DataFrame:
    """Return a whole file. Not with the writer's library: reading back is a second opinion."""
    return pl.read_parquet(path, hive_partitioning=False, memory_map=False)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def path_list(paths: Iterable[Path]) -> str:
    """Return a DuckDB list literal of file names."""
    return "[" + ", ".join(f"'{_quoted(path)}'" for path in paths) + "]"
