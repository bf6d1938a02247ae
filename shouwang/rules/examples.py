"""The examples of a rule: a few cells are drawn, the rest of each row is ordinary; the rule is run on them as on real data.

Month judged is 2023-11 unless the example says another. A household is ``H1``, its person ``P1`` a man born on 1980-01-01
with a sound number of the demonstration; a number that is drawn decides birth and sex, and the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import polars as pl

from shouwang import reference
from shouwang.rules.catalogue import Example, Rule
from shouwang.rules.identity import checksum, is_shaped, read_identity
from shouwang.rules.judging import Court, judge
from shouwang.schema import CONFIG_TABLES, TABLES, Column, Kind, Table

COUNTY = "420281"
VILLAGE = "420281107200"
SOURCE = "example"
_ORDINARY: Mapping[str, Any] = {
    "hh_id": "H1",
    "division_code": VILLAGE,
    "source_id": SOURCE,
    "is_synthetic": True,
    "hh_type": "ordinary",
    "hh_persons": 1,
    "persons_year": 1,
    "is_no_labour": False,
    "name": "张例",
    "health": "healthy",
    "labour": "ordinary",
    "edu": "初中",
    "in_household": True,
    "window_type": "annual_oct_sep",
    "caliber": "net",
    "income_year": 2023,
    "year": 2023,
    "emergency_first": False,
    "working": True,
}


def faults(rule: Rule, example: Example, court: Court | None = None) -> pl.DataFrame:
    """Return what a rule finds in an example, with the columns of ``judging.FAULTS``.

    A ``court`` that is there already spares the opening of one (two thirds of the time of an example).
    """
    month = _date(example.month)
    asked = court.judge if court is not None else judge
    return asked(frames(example), since=month, until=month, rule_ids=frozenset({rule.id}))


def frames(example: Example) -> dict[str, pl.DataFrame]:
    """Return the tables of an example, whole, and the configuration of the demonstration's county."""
    month = _date(example.month)
    drawn = {name: frame(TABLES[name], rows, month) for name, rows in example.tables.items()}
    return {**_configuration(), **drawn}


@lru_cache(maxsize=1)
def _configuration() -> dict[str, pl.DataFrame]:
    return {**reference.config_frames(COUNTY), "division": reference.divisions(COUNTY)}


def frame(table: Table, rows: tuple[Mapping[str, Any], ...], month: date) -> pl.DataFrame:
    """Return the rows of one table with every column, what is not drawn being ordinary or not reported."""
    whole = [
        {
            column.name: _value(column, row[column.name])
            if column.name in row
            else _ordinary(table, column, row, number, month)
            for column in table.columns
        }
        for number, row in enumerate(rows, 1)
    ]
    return pl.DataFrame(whole, schema=table.polars_schema, orient="row")


def _ordinary(table: Table, column: Column, row: Mapping[str, Any], number: int, month: date) -> Any:
    if table in CONFIG_TABLES and not column.required:
        return None
    follows = _follows(column.name, row, number, month)
    if follows is not None:
        return follows
    if table.name == "person_month" and column.name in {"id_no", "sex", "birth_date", "id_type", "relation"}:
        return _person(row, number)[column.name]
    if column.name in _ORDINARY:
        is_wanted = (
            column.required or column.name == "edu" and not ({"school", "not_in_school_reason"} & set(row))
        )
        return _ORDINARY[column.name] if is_wanted else None
    if not column.required:
        return None
    if column.codes:
        return next(iter(column.codes))
    if column.kind is Kind.TEXT:
        return f"{column.name}-{number}"
    if column.kind in {Kind.DATE, Kind.MONTH}:
        return month
    return False if column.kind is Kind.BOOL else _value(column, 0)


def _follows(name: str, row: Mapping[str, Any], number: int, month: date) -> Any:
    """Return what follows from other cells of the row, or from where the row stands."""
    if name == "hh_key":
        return f"key-{row.get('hh_id', _ORDINARY['hh_id'])}"
    if name == "town_code":
        return str(row.get("division_code", VILLAGE))[:9]
    if name == "person_id":
        return f"P{number}"
    if name == "source_row":
        return number
    return month if name == "stat_month" else None


def _person(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return number, sex, birth and relation that agree with each other."""
    said = row.get("id_no")
    if said and pl.select(is_shaped(pl.lit(said))).item():
        who = read_identity(said)
        made = {"id_no": said, "sex": who.sex, "birth_date": who.birth_date, "id_type": who.id_type}
    else:
        born, sex = _date(row.get("birth_date", "1980-01-01")), row.get("sex", "male")
        first = f"420299{born:%Y%m%d}{number * 2 - (sex == 'male'):03d}"
        made = {"id_no": first + checksum(first), "sex": sex, "birth_date": born, "id_type": "resident"}
    made["birth_date"] = made["birth_date"] or date(1980, 1, 1)
    return {**made, "relation": "户主" if number == 1 else "其他"}


def _value(column: Column, cell: Any) -> Any:
    if cell is None or cell == "":
        return None
    if column.kind in {Kind.DATE, Kind.MONTH}:
        return _date(cell)
    if column.kind in {Kind.MONEY, Kind.DECIMAL, Kind.RATIO}:
        return Decimal(str(cell))
    return cell


def _date(cell: Any) -> date:
    """Return a date drawn as a date, as ``2023-11-08`` or as ``2023-11``."""
    if isinstance(cell, date):
        return cell
    return date.fromisoformat(cell if len(cell) == 10 else f"{cell}-01")
