"""Tables, columns, types, units, allowed codes, labels: the one source of everything that names a column."""

from shouwang.schema.model import Column, Kind, Parts, Reach, Sensitive, Table
from shouwang.schema.tables import CORE_CONFIG_TABLES, CORE_TABLES, FAULT_TABLES, MART_TABLES
from shouwang.schema.tables_departments import DEPARTMENT_CONFIG_TABLES, DEPARTMENT_TABLES
from shouwang.schema.tables_programmes import PROGRAMME_TABLES

SOURCE_TABLES: tuple[Table, ...] = (*CORE_TABLES, *DEPARTMENT_TABLES, *PROGRAMME_TABLES)
CONFIG_TABLES: tuple[Table, ...] = (*CORE_CONFIG_TABLES, *DEPARTMENT_CONFIG_TABLES)
TABLES: dict[str, Table] = {
    table.name: table for table in (*SOURCE_TABLES, *CONFIG_TABLES, *MART_TABLES, *FAULT_TABLES)
}

__all__ = [
    "CONFIG_TABLES", "CORE_TABLES", "DEPARTMENT_TABLES", "FAULT_TABLES", "MART_TABLES", "PROGRAMME_TABLES",
    "SOURCE_TABLES", "TABLES",
    "Column", "Kind", "Parts", "Reach", "Sensitive", "Table",
]  # fmt: skip
