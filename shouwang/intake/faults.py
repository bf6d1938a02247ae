"""What is wrong with a file, as a frame: one line a fault, as many as there are."""

from __future__ import annotations

import polars as pl

FILE, ROW, WARN = "reject_file", "reject_row", "warning"

MOST = 20_000  # faults of one rule in one column that are told one by one

FAULTS: dict[str, pl.DataType] = {
    "rule": pl.String(),
    "level": pl.String(),  # reject_file | reject_row | warning
    "row": pl.Int64(),  # as Excel shows it; NULL: the whole file
    "column": pl.String(),  # the header as printed in the file
    "field": pl.String(),  # our name of it
    "message": pl.String(),  # Chinese, values masked
    "object_key": pl.String(),  # hh_key of a household's row, else the table's own number; NULL without a store
    "is_exempt": pl.Boolean(),
}


_STEERING = r"[\x00-\x1f\x7f-\x9f\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{2069}\u{feff}]+"


def no_faults() -> pl.DataFrame:
    return pl.DataFrame(schema=FAULTS)


def masked(message: pl.Expr) -> pl.Expr:
    """Return sentences without a whole number of a person: cells that have moved show what no column should.

    Nor is there a sign in them that steers a terminal, or turns the writing round.
    """
    return (
        message.str.replace_all(_STEERING, " ")
        .str.replace_all(r"([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])[0-9]{0,4}", "${1}********${2}")
        .str.replace_all(r"([0-9]{6})[0-9]{9,11}[Xx]?", "${1}*********")
        .str.replace_all(r"(^|[^0-9])(1[0-9]{2})[0-9]{4}([0-9]{4})([^0-9]|$)", "${1}${2}****${3}${4}")
    )


def shortened(faults: pl.DataFrame) -> pl.DataFrame:
    """Return the faults with no more than ``MOST`` of a rule in a column; the others are counted in one line."""
    if faults.height <= MOST:
        return faults
    place = pl.int_range(pl.len()).over("rule", "field")
    rest = faults.filter(place >= MOST)
    counted = rest.group_by("rule", "level", "column", "field", "is_exempt", maintain_order=True).agg(
        pl.len().alias("count"), pl.col("row").min().alias("first"), pl.col("row").max().alias("last")
    )
    lines = counted.with_columns(
        row=pl.lit(None, pl.Int64),
        message=pl.format(
            "还有{}处同样的问题(第{}行到第{}行)，没有一一列出。",
            pl.col("count"),
            pl.col("first"),
            pl.col("last"),
        ),
        object_key=pl.lit(None, pl.String),
    )
    return pl.concat([faults.filter(place < MOST), lines.select(faults.columns)])
