"""The columns of a table as typed series: each distinct cell of a column is read once, and joined back.

Cells that stand for themselves (numbers of households and persons, plain Chinese names) are not even read: a pattern
says that ``cell_reader`` would give them back as they are.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from shouwang.intake import cell_reader
from shouwang.intake.cell_reader import Bound
from shouwang.intake.cells import clean, pre_school
from shouwang.intake.forms import COUNTY, TOWN, VILLAGE, Field
from shouwang.schema import Kind, Sensitive

FOUND = {"rule": pl.String, "row": pl.Int64, "field": pl.String, "message": pl.String}
_PLACES = frozenset({COUNTY, TOWN, VILLAGE})
_PLAIN_NAME = "^[\u4e00-\u9fff]{2,4}$"
_PLAIN_ID = "^[0-9X]{15,22}$"
_PLAIN_TEXT = "^[0-9A-Za-z]{1,40}$"


def found(rows: pl.DataFrame, rule: str, message: str | pl.Expr, field: str | None = None) -> pl.DataFrame:
    """Return one fault for each of these rows (a frame with ``row``)."""
    said = pl.lit(message) if isinstance(message, str) else message
    return rows.select(
        pl.lit(rule).alias("rule"),
        pl.col("row"),
        pl.lit(field, pl.String).alias("field"),
        said.alias("message"),
    )


def read_column(
    cells: pl.DataFrame, one: Field, bound: Bound, *, is_asked: bool
) -> tuple[pl.Series, pl.DataFrame]:
    """Return the typed values of one column and its faults.

    Args:
        cells: ``row``, ``text`` and ``kind`` of every row.
    """
    dtype = pl.String() if one.name in _PLACES else one.column.kind.polars
    plain = _stands_for_itself(one)
    others = cells if plain is None else cells.filter(~plain)
    distinct = others.select("text", "kind").unique()
    outcomes = [
        cell_reader.read(one, text, kind, bound, is_asked=is_asked) for text, kind in distinct.iter_rows()
    ]
    values = pl.Series("value", [outcome.value for outcome in outcomes], dtype=dtype, strict=True)
    told = [
        (text, kind, rule, message)
        for (text, kind), outcome in zip(distinct.iter_rows(), outcomes, strict=True)
        for rule, message in outcome.faults
    ]
    joined = cells.select("text", "kind").join(
        distinct.with_columns(values), on=["text", "kind"], how="left", maintain_order="left"
    )
    if plain is not None:
        joined = joined.with_columns(value=pl.when(plain).then("text").otherwise("value"))
    return joined["value"].alias(one.name), _spread(cells, told, one.name)


def without_school(cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Return the cells of the education column without those that tell a school (学龄前儿童), and the schools they tell."""
    said = cells["text"].unique()
    codes = {text: code for text in said if (code := pre_school(clean(text))) is not None}
    schools = cells["text"].replace_strict(codes, default=None, return_dtype=pl.String)
    empty = pl.when(schools.is_null()).then("text").otherwise(pl.lit(""))
    return cells.with_columns(text=empty), schools


def _spread(cells: pl.DataFrame, told: list[tuple[str, int, str, str]], field: str) -> pl.DataFrame:
    """Return the faults of distinct cells for every row that has such a cell."""
    schema = {"text": pl.String, "kind": pl.UInt8, "rule": pl.String, "message": pl.String}
    if not told:
        return pl.DataFrame(schema=FOUND)
    faults = pl.DataFrame(told, schema=schema, orient="row")
    return cells.join(faults, on=["text", "kind"]).select(
        "rule", "row", pl.lit(field).alias("field"), "message"
    )


def _stands_for_itself(one: Field) -> pl.Expr | None:
    column = one.column
    if column.kind is not Kind.TEXT or column.codes is not None or one.name in _PLACES:
        return None
    pattern = {Sensitive.NAME: _PLAIN_NAME, Sensitive.ID_NO: _PLAIN_ID}.get(column.sensitive, _PLAIN_TEXT)  # type: ignore[arg-type]
    return (pl.col("kind") == 0) & pl.col("text").str.contains(pattern)


def by_distinct(
    frame: pl.DataFrame,
    keys: list[str],
    work: Callable[..., tuple[object, ...]],
    schema: dict[str, pl.DataType],
) -> pl.DataFrame:
    """Return ``frame`` with the columns of ``schema``, which ``work`` gives for each distinct combination of keys."""
    distinct = frame.select(keys).unique()
    rows = [work(*line) for line in distinct.iter_rows()]
    made = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.join(
        pl.concat([distinct, made], how="horizontal"),
        on=keys,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
