"""Small frames for tests of the store: a few households, drawn by hand."""

from __future__ import annotations

from datetime import date

import polars as pl

from shouwang.schema import TABLES

NOV, OCT = date(2023, 11, 1), date(2023, 10, 1)
ORDINARY = {
    "town_code": "420281107", "division_code": "420281107201", "hh_type": "alleviated", "is_no_labour": False,
    "source_id": "drawn", "is_synthetic": True, "hh_persons": 2, "head_name": "张小三", "phone": "10012345678",
}  # fmt: skip


def households(*drawn: dict[str, object] | str, month: date = NOV) -> pl.DataFrame:
    """Return rows of household_month: a name stands for an ordinary household, a dict changes what it names."""
    rows = []
    for one in drawn:
        given = {"hh_id": one} if isinstance(one, str) else one
        row: dict[str, object] = dict.fromkeys(TABLES["household_month"].names)
        row |= {**ORDINARY, "stat_month": month, "hh_key": f"key-{given['hh_id']}", **given}
        rows.append(row)
    return pl.DataFrame(rows, schema=TABLES["household_month"].polars_schema)


def many_households(count: int, month: date = NOV) -> pl.DataFrame:
    """Return as many households as asked, different in several columns."""
    number = pl.int_range(count, dtype=pl.Int32)
    text = number.cast(pl.String).str.zfill(6)
    made = households("x", month=month).select(pl.all().repeat_by(count).explode())
    return made.with_columns(
        hh_id=text,
        hh_key="key-" + text,
        hh_persons=number % 7 + 1,
        house_area=(number % 83).cast(pl.Decimal(18, 2)),
        group_name=(number % 11).cast(pl.String) + "组",
        division_code="4202811072" + (number * 20 // count).cast(pl.String).str.zfill(2),
    )
