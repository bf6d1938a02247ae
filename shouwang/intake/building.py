"""The rows of a file -> canonical frames of the tables that its kind feeds.

The income of an export belongs to the income year whose window (October to September) was closed by the data date: an
export of November 2023 carries 2023 (10/2022 - 9/2023), one of June 2023 carries 2022. Source: domain dictionary 2.5.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from shouwang.access import hh_key
from shouwang.intake.forms import MADE
from shouwang.intake.kinds import ExportKind
from shouwang.schema import TABLES, Table

Frames = dict[str, pl.DataFrame]
ABLE = ("skilled", "ordinary", "weak")
INCOME_NEEDED = (
    "wage", "operating", "property", "transfer", "operating_expense", "net_total", "net_per_capita",
)  # fmt: skip
LAST_WINDOW_MONTH = 9
_OWN = ("row", "is_refused")
_NOTHING = pl.lit(None)


@dataclass(frozen=True)
class Origin:
    """Where rows come from: the receipt, the key of the store's pseudonyms, and whether they are made up."""

    source_id: str
    salt: str
    is_synthetic: bool


def build(kind: ExportKind, month: date | None, frame: pl.DataFrame, origin: Origin) -> Frames:
    """Return table -> its rows, every column of the table there, in the order of the file.

    Lines that hold nothing of ours (a total, a second header) become no rows.
    """
    told = [name for name in frame.columns if name not in _OWN]
    if not told or frame.is_empty():
        return {table: pl.DataFrame(schema=TABLES[table].polars_schema) for table in kind.feeds}
    rows = frame.filter(pl.any_horizontal(pl.col(told).is_not_null()))
    rows = _with_origin(rows, origin)
    if kind.family == "table":
        return {table: _whole(TABLES[table], _numbered(TABLES[table], rows)) for table in kind.feeds}
    assert month is not None
    rows = rows.with_columns(stat_month=pl.lit(month))
    makers: Mapping[str, Callable[[], pl.DataFrame]] = {
        "household_month": lambda: _households(rows),
        "person_month": lambda: _persons(rows),
        "income_year": lambda: _incomes(rows, month),
        "employment_month": lambda: rows,
    }
    return {table: _whole(TABLES[table], makers[table]()) for table in kind.feeds}


def people_named(month: date, frame: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    """Return the persons whom the rows of an export name, though it feeds no table of persons."""
    rows = _with_origin(frame, origin).with_columns(stat_month=pl.lit(month))
    return _whole(TABLES["person_month"], _persons(rows))


def in_order(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that can be sealed: an income that is told in part is none; sorted as the table asks."""
    spec = TABLES[table]
    if table == "income_year":
        rows = rows.drop_nulls(INCOME_NEEDED)
    return rows.sort(spec.sort, maintain_order=True) if spec.sort else rows


def income_year(month: date) -> int:
    """Return the income year that an export of this month carries."""
    return month.year if month.month > LAST_WINDOW_MONTH else month.year - 1


def _with_origin(rows: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    made_up = pl.lit(origin.is_synthetic)
    if "id_is_synthetic" in rows.columns:
        made_up = pl.coalesce("id_is_synthetic", made_up)
    rows = rows.with_columns(
        source_id=pl.lit(origin.source_id), source_row=pl.col("row").cast(pl.Int32), is_synthetic=made_up
    )
    if "hh_id" not in rows.columns:
        return rows
    known = rows["hh_id"].drop_nulls().unique()
    keys = pl.Series([hh_key(origin.salt, one) for one in known], dtype=pl.String)
    return rows.with_columns(hh_key=pl.col("hh_id").replace_strict(known, keys, default=None))


def _households(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row a household: what its first row says, the head's name, whether anybody can work."""
    rows = rows.filter(pl.col("hh_id").is_not_null())
    heads = rows.filter(pl.col("relation") == "户主").unique("hh_id", keep="first", maintain_order=True)
    able = rows.group_by("hh_id").agg(is_no_labour=~pl.col("labour").is_in(ABLE).fill_null(value=False).any())
    return (
        rows.unique("hh_id", keep="first", maintain_order=True)
        .join(
            heads.select("hh_id", pl.col("name").alias("of_head")),
            on="hh_id",
            how="left",
            maintain_order="left",
        )
        .join(able, on="hh_id", how="left", maintain_order="left")
        .with_columns(head_name=pl.coalesce("of_head", "name"))
    )


def _persons(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row a person: what is not told is taken from the identity number."""

    def told(name: str, instead: str) -> pl.Expr:
        return pl.coalesce(name, instead) if name in rows.columns else pl.col(instead)

    return rows.with_columns(
        id_type=told("id_type", "id_kind"),
        sex=told("sex", "id_sex"),
        birth_date=told("birth_date", "id_birth"),
        in_household=pl.lit(True),
    )


def _incomes(rows: pl.DataFrame, month: date) -> pl.DataFrame:
    said = [name for name in INCOME_NEEDED if name in rows.columns]
    persons = [name for name in ("persons_year", "hh_persons") if name in rows.columns]
    first = rows.filter(pl.col("hh_id").is_not_null()).unique("hh_id", keep="first", maintain_order=True)
    return first.filter(
        pl.any_horizontal([pl.col(name).is_not_null() for name in said] or [pl.lit(False)])
    ).with_columns(
        income_year=pl.lit(income_year(month)),
        window_type=pl.lit("annual_oct_sep"),
        caliber=pl.lit("net"),
        persons_year=pl.coalesce([pl.col(name) for name in persons] or [_NOTHING]),
    )


def _numbered(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Give a number to the rows that have none of their own: the same row gets the same one, whenever it comes."""
    for name in (part for part in table.key if part in MADE):
        numbers = made_numbers(table, rows)
        rows = rows.with_columns(
            pl.coalesce(name, numbers).alias(name) if name in rows.columns else numbers.alias(name)
        )
    return rows


def made_numbers(table: Table, rows: pl.DataFrame) -> pl.Series:
    """Return a number for every row, drawn from what the row says (its own numbers aside)."""
    said = [name for name in (*table.names, "hh_id") if name in rows.columns and name not in {*MADE, *_OURS}]
    text = rows.select(
        pl.concat_str(
            [pl.lit(f"{name}=") + pl.col(name).cast(pl.String) for name in dict.fromkeys(said)],
            separator="\n",
            ignore_nulls=True,
        )
    ).to_series()
    head = table.name[:2].upper()
    digests = [hashlib.sha256(f"{table.name}\n{line}".encode()).hexdigest()[:16] for line in text]
    return pl.Series([f"{head}{digest}" for digest in digests], dtype=pl.String)


_OURS = frozenset({"hh_key", "source_id", "source_row", "is_synthetic"})


def _whole(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Return exactly the table's columns and types; a column that the file does not have is NULL."""
    return rows.select(
        (pl.col(name) if name in rows.columns else _NOTHING).cast(kind).alias(name)
        for name, kind in table.polars_schema.items()
    )
