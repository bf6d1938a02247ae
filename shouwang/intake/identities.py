"""A column of identity numbers -> what each says: sex, birth date, kind of certificate, made up or real.

The same as ``identity.read_identity``, a column at a time; a test holds the two against each other.
"""

from __future__ import annotations

import polars as pl

from shouwang.intake.identity import DEMO_ADDRESSES, NO_NUMBER, SHAPE

FIELDS = ("id_sex", "id_birth", "id_kind", "id_is_synthetic")


def with_identities(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``FIELDS``; NULL where the number has not the shape of one.

    Whose number is still to come (999999) is neither made up nor real: ``id_is_synthetic`` is NULL.
    """
    number = pl.col("id_no")
    is_shaped = number.str.contains(f"^(?:{SHAPE.pattern})$") & number.str.len_chars().is_in([18, 20, 22])
    address = number.str.slice(0, 6)
    born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return frame.with_columns(
        pl.when(is_shaped)
        .then(
            pl.when(number.str.slice(16, 1).is_in(list("13579")))
            .then(pl.lit("male"))
            .otherwise(pl.lit("female"))
        )
        .alias("id_sex"),
        pl.when(is_shaped & (born.dt.year() > 0)).then(born).alias("id_birth"),
        pl.when(is_shaped)
        .then(pl.when(number.str.len_chars() == 18).then(pl.lit("resident")).otherwise(pl.lit("disabled")))
        .alias("id_kind"),
        pl.when(is_shaped & (address != NO_NUMBER))
        .then(address.is_in(list(DEMO_ADDRESSES)))
        .alias("id_is_synthetic"),
    )
