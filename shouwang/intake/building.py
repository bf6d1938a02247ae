"""Checked rows -> canonical frames of the tables that a kind of export feeds.

The income of an export belongs to the income year whose window (October to September) was closed by the data date: an
export of November 2023 carries 2023 (10/2022 - 9/2023), one of June 2023 carries 2022. Source: domain dictionary 2.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import polars as pl

from shouwang.access import hh_key
from shouwang.intake.checking import Checked
from shouwang.intake.rules import ABLE, Row, households
from shouwang.schema import TABLES

Values = dict[str, Any]
INCOME_NEEDED = (
    "wage", "operating", "property", "transfer", "operating_expense", "net_total", "net_per_capita",
)  # fmt: skip
LAST_WINDOW_MONTH = 9


def frames(checked: Checked, source_id: str, salt: str) -> dict[str, pl.DataFrame]:
    """Return table -> rows of one file, refused rows left out.

    Args:
        source_id: the receipt under which the rows are kept.
        salt: key of the store's pseudonyms.
    """
    assert checked.kind is not None
    assert checked.month is not None
    month = checked.month
    rows = [row for row in checked.rows if not row.is_refused]
    families = households(rows)
    keys = {hh_id: hh_key(salt, hh_id) for hh_id in families}

    def common(row: Row) -> Values:
        return {
            "stat_month": month,
            "hh_key": keys[row.get("hh_id")],
            "division_code": row.get("village_code"),
            "source_id": source_id,
            "source_row": row.number,
            "is_synthetic": row.identity is not None and row.identity.is_synthetic,
        }

    makers: dict[str, Callable[[], Iterable[Values]]] = {
        "household_month": lambda: (_household(family, common(family[0])) for family in families.values()),
        "person_month": lambda: (_person(row, common(row)) for row in rows),
        "income_year": lambda: (
            _income(family[0], common(family[0]), month)
            for family in families.values()
            if _has_income(family[0])
        ),
        "employment_month": lambda: ({**row.values, **common(row)} for row in rows),
    }
    return {table: _frame(table, makers[table]()) for table in checked.kind.feeds}


def income_year(month: date) -> int:
    """Return the income year that an export of this month carries."""
    return month.year if month.month > LAST_WINDOW_MONTH else month.year - 1


def _household(family: list[Row], common: Values) -> Values:
    head = next((row for row in family if row.get("relation") == "户主"), family[0])
    return {
        **family[0].values,
        **common,
        "head_name": head.get("name"),
        "is_no_labour": not any(row.get("labour") in ABLE for row in family),
    }


def _person(row: Row, common: Values) -> Values:
    who = row.identity
    assert who is not None
    return {
        **row.values,
        **common,
        "id_type": row.get("id_type") or who.id_type,
        "sex": who.sex,
        "birth_date": who.birth_date,
        "in_household": True,
    }


def _has_income(row: Row) -> bool:
    return all(row.get(column) is not None for column in INCOME_NEEDED)


def _income(row: Row, common: Values, month: date) -> Values:
    return {
        **row.values,
        **common,
        "income_year": income_year(month),
        "window_type": "annual_oct_sep",
        "caliber": "net",
        "persons_year": row.get("persons_year") or row.get("hh_persons"),
    }


def _frame(table: str, rows: Iterable[Values]) -> pl.DataFrame:
    schema = TABLES[table].polars_schema
    return pl.DataFrame(
        [{name: row.get(name) for name in schema} for row in rows], schema=schema, orient="row"
    )
