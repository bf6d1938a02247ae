"""Parquet in and out: zstd, data page v2, groups of about 123,000 rows, sorted, written by DuckDB (performance note 3)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import duckdb
import polars as pl

from shouwang.errors import DataFaults
from shouwang.schema import Table

ROW_GROUP = 122_880


def conform(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with exactly the table's columns, types and order, sorted as the table asks.

    Raises:
        DataFaults: a column is missing or unknown, a type does not convert, or a required cell is empty.
    """
    missing = [name for name in table.names if name not in frame.columns]
    unknown = [name for name in frame.columns if name not in table.names]
    if missing or unknown:
        raise DataFaults(f"表“{table.label}”的列不符: 缺少 {missing}, 多出 {unknown}。没有写入任何数据。")
    try:
        typed = frame.select(pl.col(name).cast(kind, strict=True) for name, kind in table.polars_schema.items())
    except pl.exceptions.PolarsError as fault:
        raise DataFaults(f"表“{table.label}”有一列的类型不符,没有写入任何数据。") from fault
    required = [column.name for column in table.columns if column.required]
    empty = typed.select(pl.col(required).null_count()).row(0) if required else ()
    blanks = [f"{name}({count}行)" for name, count in zip(required, empty, strict=True) if count]
    if blanks:
        raise DataFaults(f"表“{table.label}”的必填列有空值: {'、'.join(blanks)}。没有写入任何数据。")
    order = list(table.sort or table.key)
    return typed.sort(order, nulls_last=False, maintain_order=True)


def write(frame: pl.DataFrame, target: Path) -> None:
    """Write one file (the name must be in staging: it is not atomic by itself)."""
    with duckdb.connect() as connection:
        connection.register("frame", frame.to_arrow())
        copy(connection, "SELECT * FROM frame", target)


def copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    """Write the rows of ``query`` (our own text, never a user's) to ``target`` in the house layout."""
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(
        f"COPY ({query}) TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, "
        f"ROW_GROUP_SIZE {ROW_GROUP})"
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def path_list(paths: Iterable[Path]) -> str:
    """Return a DuckDB list literal of file names."""
    return "[" + ", ".join(f"'{_quoted(path)}'" for path in paths) + "]"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def rows_of(path: Path) -> int:
    """Return the number of rows by reading the file back."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT count(*) FROM read_parquet('{_quoted(path)}')").fetchall()
    return int(found[0][0])


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
