"""A county of two townships and three villages, and the figures found in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
import pytest

COUNTY, BAOAN, LIURENBA = "420281", "420281101", "420281107"
DIVISION = """
    division_code | parent_code | town_code | level | kind    | rural_hh | rural_persons | area_km2 | exited_level
    420281        | 4202        | -         | 3     | county  | 300      | 1000          | 300      | -
    420281101     | 420281      | 420281101 | 4     | town    | 200      | 700           | 132      | -
    420281101200  | 420281101   | 420281101 | 5     | village | 120      | 400           | -        | provincial
    420281101201  | 420281101   | 420281101 | 5     | village | 80       | 300           | -        | -
    420281107     | 420281      | 420281107 | 4     | town    | 100      | 300           | 166      | -
    420281107200  | 420281107   | 420281107 | 5     | village | 100      | 300           | -        | -
"""
NOVEMBER = date(2023, 11, 1)


@dataclass(frozen=True)
class Found:
    """Rows of ``indicator_month``, asked one at a time."""

    rows: pl.DataFrame

    def _row(self, indicator_id: str, area: str, month: date) -> dict[str, object] | None:
        asked = self.rows.filter(
            pl.col("indicator_id") == indicator_id, pl.col("area_code") == area, pl.col("stat_month") == month
        )
        assert asked.height <= 1, f"{indicator_id} {area} {month} has {asked.height} rows"
        return asked.row(0, named=True) if asked.height else None

    def value(self, indicator_id: str, area: str = LIURENBA, month: date = NOVEMBER) -> object:
        """Return the value; ``"未报"`` where there is no row."""
        row = self._row(indicator_id, area, month)
        return "未报" if row is None else row["value"]

    def ratio(self, indicator_id: str, area: str = LIURENBA, month: date = NOVEMBER) -> object:
        """Return (numerator, denominator), after a look at the division; ``"未报"`` where there is no row."""
        row = self._row(indicator_id, area, month)
        if row is None:
            return "未报"
        numerator, denominator, value = row["numerator"], row["denominator"], row["value"]
        assert isinstance(denominator, float)
        if numerator is not None and denominator and row["unit"] != "pp":
            assert value == pytest.approx(numerator / denominator)
        return (numerator, denominator)

    def __contains__(self, indicator_id: str) -> bool:
        return indicator_id in set(self.rows["indicator_id"])
