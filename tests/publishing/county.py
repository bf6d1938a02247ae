"""A county of two townships, drawn by hand: a few households a month, with a person each."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from shouwang import reference
from shouwang.access import hh_key
from shouwang.publishing import Part
from shouwang.schema import TABLES

COUNTY, LIU, BAO = "420281", "420281107", "420281101"
OCT, NOV, DEC = date(2023, 10, 1), date(2023, 11, 1), date(2023, 12, 1)
SALT = "s"
ORDINARY: dict[str, Any] = {
    "hh_type": "alleviated", "is_no_labour": False, "source_id": "drawn", "is_synthetic": True, "hh_persons": 2,
    "head_name": "张小三", "phone": "10012345678",
}  # fmt: skip
MONITORED: dict[str, Any] = {
    "hh_type": "ordinary", "mon_type": "sudden", "risk_status": "active", "identified_month": OCT, "hh_persons": 3,
}  # fmt: skip


def household(hh_id: str, town: str = LIU, **said: Any) -> dict[str, Any]:
    return {"hh_id": hh_id, "town_code": town, "division_code": f"{town}201", **said}


def monitored(hh_id: str, town: str = LIU, **said: Any) -> dict[str, Any]:
    return household(hh_id, town, **(MONITORED | said))


def several(letter: str, number: int, town: str = LIU) -> list[dict[str, Any]]:
    return [household(f"{letter}{one}", town) for one in range(number)]


def households(*drawn: dict[str, Any], month: date = NOV) -> Part:
    """Return a month of households as a part."""
    table = TABLES["household_month"]
    rows = [
        dict.fromkeys(table.names)
        | ORDINARY
        | {"stat_month": month, "hh_key": hh_key(SALT, one["hh_id"])}
        | one
        for one in drawn
    ]
    return Part(table.name, f"{month:%Y-%m}", pl.DataFrame(rows, schema=table.polars_schema))


def divisions() -> Part:
    return Part("division", "all", reference.divisions(COUNTY))
