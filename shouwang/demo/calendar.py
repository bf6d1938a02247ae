"""Months and days as integers, so that whole columns of dates are plain arithmetic.

A month is the number of months since 1970-01, a day the number of days since 1970-01-01: both are what NumPy and
Polars hold inside, so turning them into dates costs nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEVER = 100_000  # a month or day that does not come
ALWAYS = -100_000  # a month before every month
EPOCH = date(1970, 1, 1)

# The figures of the two published reports belong to this month.
ANCHOR = (2023 - 1970) * 12 + 10


def month_of(year: int, month: int) -> int:
    return (year - 1970) * 12 + month - 1


def month_number(day: date) -> int:
    return month_of(day.year, day.month)


def day_number(day: date) -> int:
    return (day - EPOCH).days


def day(year: int, month: int, day_of_month: int) -> int:
    return day_number(date(year, month, day_of_month))


def first_day(month: int) -> int:
    return day_number(as_date(month))


def last_day(month: int) -> int:
    return first_day(month + 1) - 1


def as_date(month: int) -> date:
    return date(1970 + month // 12, month % 12 + 1, 1)


def to_date(day_no: int) -> date:
    return EPOCH + timedelta(days=day_no)


def year_of(month: int) -> int:
    return 1970 + month // 12


def label(month: int) -> str:
    return f"{as_date(month):%Y-%m}"


def first_days(months: Ints) -> Ints:
    """Return the first day of each month; months must lie in the calendar (not NEVER or ALWAYS)."""
    days: Ints = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days


def months_of_days(days: Ints) -> Ints:
    months: Ints = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months
