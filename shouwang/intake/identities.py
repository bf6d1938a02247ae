"""A column of identity numbers -> what each says: sex, birth date, kind of certificate, made up or real."""

from __future__ import annotations

import polars as pl

from shouwang.rules.identity import DEMO_ADDRESSES, NO_NUMBER, birth_of, checksum_of, is_shaped, sex_of

FIRST_YEAR = 1900
FIELDS = ("id_sex", "id_birth", "id_kind", "id_is_synthetic")


def with_identities(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``FIELDS``; NULL where the number has not the shape of one.

    Whose number is still to come (999999), or is nobody's (no such day, wrong last place), is neither made up nor real:
    ``id_is_synthetic`` is NULL.
    """
    number = pl.col("id_no")
    is_well = is_shaped(number)
    address, born = number.str.slice(0, 6), birth_of(number)
    is_short = number.str.len_chars() == 18
    ends_right = number.str.slice(17, 1) == checksum_of(number)
    is_real = (address != NO_NUMBER) & (born.dt.year() >= FIRST_YEAR) & ends_right
    return frame.with_columns(
        pl.when(is_well).then(sex_of(number)).alias("id_sex"),
        pl.when(is_well & (born.dt.year() > 0)).then(born).alias("id_birth"),
        pl.when(is_well)
        .then(pl.when(is_short).then(pl.lit("resident")).otherwise(pl.lit("disabled")))
        .alias("id_kind"),
        pl.when(is_well & address.is_in(list(DEMO_ADDRESSES)))
        .then(pl.lit(value=True))
        .when(is_well & is_real)
        .then(pl.lit(value=False))
        .alias("id_is_synthetic"),
    )
