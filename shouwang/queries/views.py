"""The views a scope may read: rows limited to its areas, sensitive columns masked, nothing else in reach.

Each (version, scope) has an engine of its own, so the limits stand in the views as literals; there is no setting that a
query could forget or change.
"""

from __future__ import annotations

from pathlib import Path

from shouwang.access import Scope, masked_sql
from shouwang.schema import MART_TABLES, Column, Parts, Reach, Table
from shouwang.store.parquet import path_list

SMALL_COUNT = 4  # households 1..4 of another township are not shown for sensitive figures (security note 6.2)
SMALL_BASE = 9  # nor a rate whose base is under 10


def schema_of(table: Table) -> str:
    return "mart" if table in MART_TABLES else "scoped"


def view_sql(
    table: Table, files: list[Path], scope: Scope, sensitive_ids: tuple[str, ...], *, held: bool = False
) -> str:
    """Return the CREATE VIEW of one table for one scope; a ``held`` one is read now and kept in memory, as seen."""
    name = f"{schema_of(table)}.{table.name}"
    kind = "TABLE" if held else "VIEW"
    if not files:
        columns = ", ".join(f"CAST(NULL AS {c.kind.sql}) AS {c.name}" for c in table.columns)
        extra = ", CAST(NULL AS BOOLEAN) AS is_suppressed" if table.reach is Reach.MART else ""
        return f"CREATE VIEW {name} AS SELECT {columns}{extra} WHERE false"
    columns = ", ".join(_column(table, column) for column in table.columns)
    rows = f"{_files(table, files)} WHERE {_rows(table, scope)}"
    # Nothing to hide: no clause to bind with every question.
    if table.reach is Reach.MART and not sensitive_ids:
        return f"CREATE {kind} {name} AS SELECT {columns}, false AS is_suppressed FROM {rows}"
    if table.reach is Reach.MART:
        hidden = _hidden(scope, sensitive_ids)
        return f"CREATE {kind} {name} AS {_suppressed(table)} FROM (SELECT {columns}, {hidden} AS is_suppressed FROM {rows})"
    return f"CREATE {kind} {name} AS SELECT {columns} FROM {rows}"


def _files(table: Table, files: list[Path]) -> str:
    """A table cut by month says the month of each file by its folder, so that the others are not even opened."""
    cut = ", hive_partitioning = true, hive_types = {'month': VARCHAR}" if table.parts is Parts.MONTH else ""
    return f"read_parquet({path_list(files)}{cut})"


def _column(table: Table, column: Column) -> str:
    if table.parts is Parts.MONTH and column.name == table.part_column:
        return f"CAST(month || '-01' AS DATE) AS \"{column.name}\""
    # quoted: "at" is a word of DuckDB's own
    return (
        f'{masked_sql(column.sensitive, column.name)} AS "{column.name}"'
        if column.sensitive
        else f'"{column.name}"'
    )


def _in(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})" if values else "false"


def _inside(town_column: str, scope: Scope) -> str:
    """The clause that keeps rows of the scope's townships (a county stands for all of its townships)."""
    counties = " OR ".join(
        f"({town_column} >= '{c}000' AND {town_column} <= '{c}999')" for c in scope.counties
    )
    clauses = [
        clause for clause in (counties, _in(town_column, scope.towns) if scope.towns else "") if clause
    ]
    return "(" + " OR ".join(clauses) + ")" if clauses else "false"


def _rows(table: Table, scope: Scope) -> str:
    if scope.is_empty:
        return "false"
    if table.reach is Reach.CONFIG:
        return "true"
    if table.reach in {Reach.DIVISION, Reach.MART}:
        return f"(level <= 4 OR {_inside('town_code', scope)})"
    return _inside("town_code", scope)


def _hidden(scope: Scope, sensitive_ids: tuple[str, ...]) -> str:
    """The clause of small cells of sensitive figures of other townships; statutory tallies stay exact."""
    outside = f"level = 4 AND NOT {_inside('town_code', scope)}"
    small = (
        f"(denominator IS NULL AND value > 0 AND value <= {SMALL_COUNT}) "
        f"OR (denominator IS NOT NULL AND (denominator <= {SMALL_BASE} OR (numerator > 0 AND numerator <= {SMALL_COUNT})))"
    )
    return f"(({outside}) AND {_in('indicator_id', sensitive_ids)} AND ({small}))"


def _suppressed(table: Table) -> str:
    figures = {"value", "numerator", "denominator"}
    shown = [
        f"CASE WHEN is_suppressed THEN NULL ELSE {c.name} END AS {c.name}" if c.name in figures else c.name
        for c in table.columns
    ]
    return f"SELECT {', '.join(shown)}, is_suppressed"
