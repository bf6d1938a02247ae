"""Tables, columns, types, units, allowed codes, labels: the one source of everything that names a column."""

from shouwang.schema.model import Column, Kind, Parts, Reach, Sensitive, Table
from shouwang.schema.tables import CONFIG_TABLES, MART_TABLES, SOURCE_TABLES, TABLES

__all__ = [
    "CONFIG_TABLES", "MART_TABLES", "SOURCE_TABLES", "TABLES",
    "Column", "Kind", "Parts", "Reach", "Sensitive", "Table",
]  # fmt: skip
