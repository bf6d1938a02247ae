"""A column of identity numbers -> what each says: sex, birth date, kind of certificate, made up or real.

The same as ``identity.read_identity``, a column at a time; a test holds the two against each other.
"""

from __future__ import annotations

import polars as pl

from shouwang.intake.identity import CHECKS, DEMO_ADDRESSES, NO_NUMBER, SHAPE, WEIGHTS

FIRST_YEAR = 1900
FIELDS = ("id_sex", "id_birth", "id_kind", "id_is_synthetic")


def with_identities(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``FIELDS``; NULL where the number has not the shape of one.

    Whose number is still to come (999999), or is nobody's (no such day, wrong last place), is neither made up nor real:
    ``id_is_synthetic`` is NULL.
    """
    number = pl.col("id_no")
    is_shaped = number.str.contains(f"^(?:{SHAPE.pattern})$") & number.str.len_chars().is_in([18, 20, 22])
    address = number.str.slice(0, 6)
    born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    is_man = number.str.slice(16, 1).is_in(list("13579"))
    is_short = number.str.len_chars() == 18
    is_real = (address != NO_NUMBER) & (born.dt.year() >= FIRST_YEAR) & _ends_right(number)
    return frame.with_columns(
        pl.when(is_shaped)
        .then(pl.when(is_man).then(pl.lit("male")).otherwise(pl.lit("female")))
        .alias("id_sex"),
        pl.when(is_shaped & (born.dt.year() > 0)).then(born).alias("id_birth"),
        pl.when(is_shaped)
        .then(pl.when(is_short).then(pl.lit("resident")).otherwise(pl.lit("disabled")))
        .alias("id_kind"),
        pl.when(is_shaped & address.is_in(list(DEMO_ADDRESSES)))
        .then(pl.lit(value=True))
        .when(is_shaped & is_real)
        .then(pl.lit(value=False))
        .alias("id_is_synthetic"),
    )


def _ends_right(number: pl.Expr) -> pl.Expr:
    total = pl.sum_horizontal(
        number.str.slice(place, 1).cast(pl.Int32, strict=False) * weight
        for place, weight in enumerate(WEIGHTS)
    )
    right = (total % 11).replace_strict(dict(enumerate(CHECKS)), default=None, return_dtype=pl.String)
    return number.str.slice(17, 1) == right
