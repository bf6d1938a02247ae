"""What a table and a column are: the one source of templates, validation, Parquet schema and documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Kind(StrEnum):
    """Type of a column. Money is yuan with two decimals; a ratio is 0..1; a month is its first day."""

    TEXT = "text"
    INT = "int"
    DATE = "date"
    MONTH = "month"
    BOOL = "bool"
    MONEY = "money"
    DECIMAL = "decimal"
    RATIO = "ratio"
    DOUBLE = "double"

    @property
    def polars(self) -> pl.DataType:
        return _POLARS[self]

    @property
    def sql(self) -> str:
        return _SQL[self]


_POLARS: Mapping[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.INT: pl.Int32(),
    Kind.DATE: pl.Date(),
    Kind.MONTH: pl.Date(),
    Kind.BOOL: pl.Boolean(),
    Kind.MONEY: pl.Decimal(18, 2),
    Kind.DECIMAL: pl.Decimal(18, 2),
    Kind.RATIO: pl.Decimal(9, 4),
    Kind.DOUBLE: pl.Float64(),
}
_SQL: Mapping[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.INT: "INTEGER",
    Kind.DATE: "DATE",
    Kind.MONTH: "DATE",
    Kind.BOOL: "BOOLEAN",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.DECIMAL: "DECIMAL(18,2)",
    Kind.RATIO: "DECIMAL(9,4)",
    Kind.DOUBLE: "DOUBLE",
}


class Sensitive(StrEnum):
    """How a column is masked outside the restricted view (domain dictionary 10.3)."""

    NAME = "name"
    ID_NO = "id_no"
    PHONE = "phone"
    FREE_TEXT = "free_text"
    MATTER = "matter"  # says what the matter is, about no person: shown, without numbers and names that stand in it


class Reach(StrEnum):
    """Which rows of a table a scope reaches."""

    TOWN = "town"  # rows carry town_code; only the scope's townships
    DIVISION = (
        "division"  # county and townships for everybody with a scope, villages of the scope's townships
    )
    CONFIG = "config"  # lines, deadlines, names: everybody with a scope
    MART = "mart"  # county and township rows for everybody with a scope, village rows of the scope


class Parts(StrEnum):
    """How a table is cut into files."""

    MONTH = "month"  # one file a month, by ``part_column``
    YEAR = "year"  # one file a year, by ``part_column`` (an INT year, or the year of a date)
    ALL = "all"  # one file


@dataclass(frozen=True)
class Column:
    """One column. ``low`` and ``high`` are what a number may be at all (both ends included), not what is plausible.

    ``note`` is for those who build, ``help`` and ``example`` (as a person would write it) for those who fill in a form.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    codes: Mapping[str, str] | None = None
    sensitive: Sensitive | None = None
    note: str = ""
    low: float | None = None
    high: float | None = None
    help: str = ""
    example: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its grain, its files, who reaches its rows, and its columns in order.

    ``group_rows``: rows of a group of its files, fewer where questions ask for a few of the first rows in sorted order.
    """

    name: str
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parts: Parts = Parts.ALL
    part_column: str | None = None
    reach: Reach = Reach.TOWN
    sort: tuple[str, ...] = ()
    note: str = ""
    group_rows: int = 122_880

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def polars_schema(self) -> dict[str, pl.DataType]:
        return {column.name: column.kind.polars for column in self.columns}
