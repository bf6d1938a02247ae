"""The views a scope may read: rows limited to its areas, sensitive columns masked, nothing else in reach.

Each (version, scope) has an engine of its own, so the limits stand in the views as literals; there is no setting that a
query could forget or change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shouwang.access import Scope, masked_sql
from shouwang.schema import MART_TABLES, Column, Parts, Reach, Table
from shouwang.store.parquet import path_list

SMALL_COUNT = 4  # households 1..4 of another township are not shown for sensitive figures (security note 6.2)
SMALL_BASE = 9  # nor a rate whose base is under 10


@dataclass(frozen=True)
class Drawn:
    """How areas are drawn where borders changed; ``lineage`` is the engine's table of old codes and today's.

    ``month`` is None for the divisions of today: every row stands under the code that holds now. With a month rows stand
    under the codes they came with, and the divisions are those of that month; what a scope reaches goes by today's in both.
    """

    lineage: str = ""
    month: date | None = None

    @property
    def is_changed(self) -> bool:
        return bool(self.lineage)


UNCHANGED = Drawn()


def schema_of(table: Table) -> str:
    return "mart" if table in MART_TABLES else "scoped"


def view_sql(
    table: Table,
    files: list[Path],
    scope: Scope,
    sensitive_ids: tuple[str, ...],
    *,
    held: bool = False,
    drawn: Drawn = UNCHANGED,
    then_files: list[Path] | None = None,
) -> str:
    """Return the CREATE VIEW of one table for one scope; a ``held`` one is read now and kept in memory, as seen.

    Args:
        then_files: of a mart that is shown by the borders of a month: what it holds by the borders of each time.
    """
    name = f"{schema_of(table)}.{table.name}"
    kind = "TABLE" if held else "VIEW"
    if not files:
        columns = ", ".join(f"CAST(NULL AS {c.kind.sql}) AS {c.name}" for c in table.columns)
        extra = ", CAST(NULL AS BOOLEAN) AS is_suppressed" if table.reach is Reach.MART else ""
        return f"CREATE VIEW {name} AS SELECT {columns}{extra} WHERE false"
    columns = ", ".join(_column(table, column) for column in table.columns)
    if drawn.is_changed:
        rows = f"({_redrawn(table, files, drawn, then_files or [])}) AS redrawn WHERE {_rows(table, scope, 'today_town')}"
    else:
        rows = f"{_files(table, files)} WHERE {_rows(table, scope)}"
    # Nothing to hide: no clause to bind with every question.
    if table.reach is Reach.MART and not sensitive_ids:
        return f"CREATE {kind} {name} AS SELECT {columns}, false AS is_suppressed FROM {rows}"
    if table.reach is Reach.MART:
        hidden = _hidden(scope, sensitive_ids, "today_town" if drawn.is_changed else "town_code")
        return f"CREATE {kind} {name} AS {_suppressed(table)} FROM (SELECT {columns}, {hidden} AS is_suppressed FROM {rows})"
    return f"CREATE {kind} {name} AS SELECT {columns} FROM {rows}"


def _files(table: Table, files: list[Path]) -> str:
    """A table cut by month says the month of each file by its folder, so that the others are not even opened."""
    cut = ", hive_partitioning = true, hive_types = {'month': VARCHAR}" if table.parts is Parts.MONTH else ""
    return f"read_parquet({path_list(files)}{cut})"


def _redrawn(table: Table, files: list[Path], drawn: Drawn, then_files: list[Path]) -> str:
    """Return a SELECT of the rows with their codes by today's or that time's divisions, and ``today_town`` for the scope."""
    names = table.names
    if table.reach is Reach.CONFIG or "town_code" not in names:
        return f"SELECT *, CAST(NULL AS VARCHAR) AS today_town FROM {_files(table, files)}"
    source = _source(table, files, drawn, then_files)
    if table.reach is Reach.DIVISION:
        # A register of divisions keeps its own codes; whose rows they are goes by today's.
        today = "COALESCE(town.today, one.town_code)"
        kept = f"WHERE {_valid(drawn)}" if drawn.month is not None and "valid_to" in names else ""
        shown = "one.* REPLACE (CAST(NULL AS DATE) AS valid_to)" if kept else "one.*"
        return (
            f"SELECT {shown}, {today} AS today_town FROM {source} AS one "
            f"LEFT JOIN {drawn.lineage} AS town ON one.town_code = town.old {kept}"
        )
    village = "division_code" in names
    town_today = (
        "COALESCE(SUBSTR(village.today, 1, 9), town.today, one.town_code)"
        if village
        else ("COALESCE(town.today, one.town_code)")
    )
    joins = f"LEFT JOIN {drawn.lineage} AS town ON one.town_code = town.old"
    if village:
        joins += f" LEFT JOIN {drawn.lineage} AS village ON one.division_code = village.old"
    new = {"town_code": town_today}
    if village:
        new["division_code"] = "COALESCE(village.today, one.division_code)"
    moved = drawn.month is None and table.reach is not Reach.MART
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in new.items())
    shown = f"one.* REPLACE ({replaced})" if moved else "one.*"
    return f"SELECT {shown}, {town_today} AS today_town FROM {source} AS one {joins}"


def _source(table: Table, files: list[Path], drawn: Drawn, then_files: list[Path]) -> str:
    """Return the files of a table; a mart by the borders of a month has that time's rows where a change touched an area."""
    now = _files(table, files)
    if table.reach is not Reach.MART or drawn.month is None:
        return now
    untouched = (
        f"SELECT * FROM {now} AS now WHERE NOT EXISTS (SELECT 1 FROM {drawn.lineage} AS touched "
        f"WHERE touched.old = now.area_code AND CAST(now.month || '-01' AS DATE) < touched.until)"
    )
    then = f" UNION ALL BY NAME SELECT * FROM {_files(table, then_files)}" if then_files else ""
    return f"({untouched}{then})"


def _valid(drawn: Drawn) -> str:
    """The clause of divisions that stood at the end of a month."""
    assert drawn.month is not None
    following = date(drawn.month.year + drawn.month.month // 12, drawn.month.month % 12 + 1, 1)
    return f"one.valid_from < DATE '{following}' AND (one.valid_to IS NULL OR one.valid_to >= DATE '{following}')"


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


def _rows(table: Table, scope: Scope, town: str = "town_code") -> str:
    if scope.is_empty:
        return "false"
    if table.reach is Reach.CONFIG:
        return "true"
    if table.reach in {Reach.DIVISION, Reach.MART}:
        return f"(level <= 4 OR {_inside(town, scope)})"
    return _inside(town, scope)


def _hidden(scope: Scope, sensitive_ids: tuple[str, ...], town: str = "town_code") -> str:
    """The clause of small cells of sensitive figures of other townships; statutory tallies stay exact."""
    outside = f"level = 4 AND NOT {_inside(town, scope)}"
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
