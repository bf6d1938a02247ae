"""From arrays of numbers to frames with exactly the columns and types of the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
import pyarrow as pa

from shouwang.demo.calendar import ALWAYS, NEVER, Flags, Ints, first_days
from shouwang.schema import TABLES, Column, Table


def dates(days: Ints) -> pl.Series:
    """Return days as dates; NEVER and ALWAYS become null."""
    known = (days != NEVER) & (days != ALWAYS)
    values = pl.Series(np.where(known, days, 0).astype(np.int32)).cast(pl.Date)
    return blank(values, ~known)


def months(numbers: Ints) -> pl.Series:
    """Return months as their first days; NEVER and ALWAYS become null."""
    known = (numbers != NEVER) & (numbers != ALWAYS)
    return blank(pl.Series(first_days(np.where(known, numbers, 0)).astype(np.int32)).cast(pl.Date), ~known)


def blank(values: pl.Series, where: Flags) -> pl.Series:
    """Return ``values`` with null wherever ``where`` holds."""
    return (
        values
        if not where.any()
        else values.zip_with(pl.Series(~where), pl.Series([None], dtype=values.dtype))
    )


def money(cents: Ints, known: Flags | None = None) -> pl.Series:
    """Return whole cents as DECIMAL(18,2), exactly; null where ``known`` is false.

    Through Arrow's own layout (128-bit little-endian), because a way through floats rounds some cents away.
    """
    words = np.empty((len(cents), 2), dtype=np.int64)
    words[:, 0] = cents
    words[:, 1] = np.where(np.asarray(cents) < 0, -1, 0)
    array = pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [None, pa.py_buffer(words.tobytes())])
    values = pl.DataFrame(pl.from_arrow(pa.table({"cents": array})))["cents"]
    return values if known is None else blank(values, ~known)


def pick(labels: Sequence[str | None], index: Ints) -> pl.Series:
    """Return the label of each index; -1 stands for null."""
    texts = pl.Series([*labels, None], dtype=pl.String)
    return texts.gather(np.where(index < 0, len(labels), index).astype(np.uint32))


Cells = pl.Series | str | int | bool | None


def conform(table_name: str, columns: Mapping[str, Cells], *, source: str) -> pl.DataFrame:
    """Return a frame with all columns of the table, in order and typed; columns that are not given are null.

    A single value stands for every row; at least one column is a series. ``source`` fills the columns of origin.
    """
    given: dict[str, Cells] = {"source_id": source, "is_synthetic": True, **columns}
    height = next(len(cells) for cells in given.values() if isinstance(cells, pl.Series))
    return pl.DataFrame(
        [_column(column, given.get(column.name), height) for column in TABLES[table_name].columns]
    )


def _column(column: Column, cells: Cells, height: int) -> pl.Series:
    kind = column.kind.polars
    if isinstance(cells, pl.Series):
        return cells.cast(kind).alias(column.name)
    return pl.Series(column.name, [cells], dtype=kind).new_from_index(0, height)


def sorted_as(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(table.sort, maintain_order=True) if table.sort else frame


def from_records(table_name: str, records: Sequence[Mapping[str, object]], *, source: str) -> pl.DataFrame:
    """Return small tables, made row by row, as a frame of the table's columns, sorted."""
    table = TABLES[table_name]
    rows = [
        {name: row.get(name) for name in table.names}
        | {k: v for k, v in (("source_id", source), ("is_synthetic", True)) if k in table.names}
        for row in records
    ]
    return sorted_as(table, pl.DataFrame(rows, schema=table.polars_schema, orient="row"))


def tag(prefix: str, numbers: Ints, width: int = 6) -> pl.Series:
    """Return ids such as ``M000012``."""
    digits = pl.Series(numbers).cast(pl.String).str.zfill(width)
    return pl.select(pl.lit(prefix) + digits).to_series()
