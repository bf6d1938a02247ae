"""What is wrong with a file, as a frame: one line a fault, as many as there are."""

from __future__ import annotations

import polars as pl

FILE, ROW, WARN = "reject_file", "reject_row", "warning"

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


def no_faults() -> pl.DataFrame:
    return pl.DataFrame(schema=FAULTS)
