"""Identity and telephone numbers: 18 places by GB 11643-1999, 20 for a disabled person's certificate, 22 reissued.

What no portable SQL says: the checksum, the shape. Functions over whole columns, named in the rules by ``code``; and the
same over one number, for those who read cells. A number made for a demonstration has an address code that was never
assigned, so that it can be nobody's; a person without a number has 999999. Source: domain dictionary 6.2 (person), 10.5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

DEMO_ADDRESSES = frozenset({"420299"})
NO_NUMBER = "999999"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# [0-9], not \d: other scripts have digits too
_SHAPE = r"^[0-9]{17}[0-9X](?:[1-7][1-4](?:[0-9]{2})?)?$"
_PHONES = r"^(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$"
DEMO_PHONES = r"^100[0-9]{8}$"

Judge = Callable[[pl.DataFrame, date], pl.DataFrame]


@dataclass(frozen=True)
class Check:
    """A rule in code: given the distinct values of ``columns`` in the months judged, and the first of these months.

    It returns the faulty values, with ``said`` and ``wanted`` as SQL gives them; and where a value is only faulty in
    months before a day, that day as ``before``.
    """

    table: str
    columns: tuple[str, ...]
    judge: Judge


CHECKS: dict[str, Check] = {}


def check(name: str, table: str, *columns: str) -> Callable[[Judge], Judge]:
    """Register a rule in code under the name that the rule's ``code`` gives it."""

    def register(judge: Judge) -> Judge:
        CHECKS[name] = Check(table, columns, judge)
        return judge

    return register


# -- one number ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Identity:
    """What an identity number says: where issued, born when, sex, what kind of certificate."""

    number: str
    birth_date: date | None
    sex: str
    id_type: str

    @property
    def is_synthetic(self) -> bool:
        return self.number[:6] in DEMO_ADDRESSES

    @property
    def has_no_number(self) -> bool:
        return self.number[:6] == NO_NUMBER


def checksum(first_17: str) -> str:
    """Return the last place of a citizen number (``1101051949123100`` + ``2`` gives ``X``)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


def read_identity(number: str) -> Identity:
    """Return what a well-shaped number says; ``birth_date`` is None where the date does not exist."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    sex = "male" if int(number[16]) % 2 else "female"
    return Identity(number, born, sex, "resident" if len(number) == 18 else "disabled")


# -- whole columns -------------------------------------------------------------------------------------------------


def is_shaped(number: pl.Expr) -> pl.Expr:
    """Say of every number whether it has 18, 20 or 22 places of the right kind; NULL stays NULL."""
    return number.str.contains(_SHAPE)


def checksum_of(number: pl.Expr) -> pl.Expr:
    """Return the last place that the first 17 of every well-shaped number ask for."""
    total = pl.sum_horizontal(
        number.str.slice(place, 1).cast(pl.Int32, strict=False) * weight
        for place, weight in enumerate(_WEIGHTS)
    )
    return (total % 11).replace_strict(dict(enumerate(_CHECKS)), return_dtype=pl.String)


def birth_of(number: pl.Expr) -> pl.Expr:
    """Return the date of birth in every well-shaped number; NULL where that date does not exist."""
    return number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)


def sex_of(number: pl.Expr) -> pl.Expr:
    """Return male or female as the 17th place of every well-shaped number says."""
    is_odd = number.str.slice(16, 1).cast(pl.Int32, strict=False) % 2 == 1
    return pl.when(is_odd).then(pl.lit("male")).when(~is_odd).then(pl.lit("female"))


ID = pl.col("id_no")


NOTHING = pl.lit(None, pl.String)


@check("identity_length", "person_month", "id_no")
def length_and_signs(numbers: pl.DataFrame, _: date) -> pl.DataFrame:
    """Find numbers of another length than 18, 20 or 22, and numbers with other signs in them."""
    is_long = ID.str.len_chars().is_in([18, 20, 22])
    kind = pl.when(is_long).then(pl.lit("signs")).otherwise(pl.lit("length"))
    return numbers.filter(~is_shaped(ID)).select(ID, said=ID, wanted=kind)


@check("identity_checksum", "person_month", "id_no")
def last_place(numbers: pl.DataFrame, _: date) -> pl.DataFrame:
    """Find well-shaped numbers whose last place is not the one that GB 11643-1999 asks for."""
    real = numbers.filter(is_shaped(ID), ID.str.slice(0, 6) != NO_NUMBER)
    return real.filter(ID.str.slice(17, 1) != checksum_of(ID)).select(ID, said=ID, wanted=NOTHING)


@check("identity_birth", "person_month", "id_no")
def birth_in_number(numbers: pl.DataFrame, since: date) -> pl.DataFrame:
    """Find numbers with a date of birth that does not exist, lies before 1900, or after the month."""
    born = numbers.filter(is_shaped(ID)).with_columns(born=birth_of(ID))
    is_ancient = pl.col("born").dt.year() < 1900
    never = pl.when(pl.col("born").is_null()).then(pl.lit("no_date")).otherwise(pl.lit("out_of_time"))
    wrong = born.filter(pl.col("born").is_null() | is_ancient).select(
        ID, said=ID, wanted=never, before=pl.lit(None, pl.Date)
    )
    later = born.filter(~is_ancient, pl.col("born").dt.month_start() > since).select(
        ID, said=ID, wanted=pl.lit("out_of_time"), before=pl.col("born").dt.month_start()
    )
    return pl.concat([wrong, later])


@check("household_phone", "household_month", "phone", "is_synthetic")
def phone_shape(phones: pl.DataFrame, _: date) -> pl.DataFrame:
    """Find telephone numbers that are none; those made for a demonstration are let pass in its rows."""
    phone = pl.col("phone")
    is_made_up = pl.col("is_synthetic") & phone.str.contains(DEMO_PHONES)
    wrong = phones.filter(~phone.str.contains(_PHONES) & ~is_made_up)
    return wrong.with_columns(said=phone, wanted=NOTHING)
