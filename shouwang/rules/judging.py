"""Judging tables by the rules, one rule after another.

A rule whose
tables are not there is not judged, and ``unjudged`` says so: not judged is not the same as no fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from shouwang.access import mask
from shouwang.errors import ConfigError
from shouwang.rules.bench import Bench, Source, lacking, words_of
from shouwang.rules.catalogue import Rule, catalogue
from shouwang.schema import TABLES, Column, Kind, Table

Progress = Callable[[str, int, int], None]
_PLACE = ("source_id", "source_row", "stat_month", "town_code", "division_code", "hh_key")
FAULTS: Mapping[str, pl.DataType] = {
    "rule_id": pl.String(),
    "level": pl.String(),
    "stat_month": pl.Date(),
    "town_code": pl.String(),
    "division_code": pl.String(),
    "hh_key": pl.String(),
    "object_key": pl.String(),
    "table_name": pl.String(),
    "column_name": pl.String(),
    "source_id": pl.String(),
    "source_row": pl.Int32(),
    "message": pl.String(),
}
# Monthly tables are there from this many months before ``since`` on: what a rule may compare a month with.
MONTHS_BEFORE = 13
ORDER = (
    "stat_month",
    "town_code",
    "rule_id",
    "source_id",
    "source_row",
    "object_key",
    "column_name",
    "message",
)


def judge(
    tables: Mapping[str, Source],
    *,
    since: date,
    until: date,
    source_ids: frozenset[str] | None = None,
    rule_ids: frozenset[str] | None = None,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Return every fault among the rows of the months ``since`` to ``until`` (first days of months, both included).

    Tables by year are judged for the years that these months touch and the year before, tables without a month as they
    stand, under the month ``until``.

    Args:
        tables: name -> frames and Parquet files, together the table as it would be; the configuration tables and
            ``division`` too (``reference.config_frames``, ``reference.divisions``).
        source_ids: only faults of the rows from these sources; a fault of something that is not there (it has no
            ``source_id``) only in the townships that these sources report.
        rule_ids: only these rules.
        progress: called with (sentence, rules done, of).

    Returns:
        The columns of ``FAULTS``, sorted; ``message`` is a Chinese sentence with sensitive values masked.

    Raises:
        ConfigError: the SQL of a rule does not fit its tables (the rule is named).
        MachineError: it took too much memory.
    """
    with Court() as court:
        return court.judge(
            tables, since=since, until=until, source_ids=source_ids, rule_ids=rule_ids, progress=progress
        )


def unjudged(tables: Mapping[str, Source], rule_ids: frozenset[str] | None = None) -> dict[str, str]:
    """Return id -> why, for every rule that these tables do not let judge (rules of reading left out)."""
    reasons = {rule.id: lacking(rule.reads, tables) for rule in _asked(rule_ids)}
    return {rule_id: why for rule_id, why in reasons.items() if why is not None}


def _asked(rule_ids: frozenset[str] | None) -> list[Rule]:
    known = catalogue()
    strange = sorted((rule_ids or frozenset()) - set(known))
    if strange:
        raise ConfigError(f"没有规则“{'、'.join(strange)}”。")
    return [
        rule
        for rule in known.values()
        if not rule.is_of_reading and (rule_ids is None or rule.id in rule_ids)
    ]


def _holds(table: Table, source: Source, source_ids: frozenset[str]) -> bool:
    """Say whether any row of a table comes from these sources."""
    if "source_id" not in table.names:
        return False
    theirs = pl.col("source_id").is_in(list(source_ids)).any()
    parts = [source] if isinstance(source, pl.DataFrame) else list(source)
    frames = [part for part in parts if isinstance(part, pl.DataFrame) and "source_id" in part.columns]
    if any(frame.select(theirs).item() for frame in frames):
        return True
    files = [part for part in parts if isinstance(part, Path)]
    return bool(files) and bool(
        pl.scan_parquet(files, hive_partitioning=False).select(theirs).collect().item()
    )


# -- the engine ----------------------------------------------------------------------------------------------------


class Court(Bench):
    """The bench on which rules are judged; use it in a ``with`` block, by one thread."""

    def __init__(self) -> None:
        super().__init__()
        self._values: dict[tuple[str, str], pl.DataFrame] = {}

    def judge(
        self,
        tables: Mapping[str, Source],
        *,
        since: date,
        until: date,
        source_ids: frozenset[str] | None = None,
        rule_ids: frozenset[str] | None = None,
        progress: Progress | None = None,
    ) -> pl.DataFrame:
        """Return the faults, as the function ``judge``."""
        rules = [rule for rule in _asked(rule_ids) if lacking(rule.reads, tables) is None]
        if source_ids is not None:
            theirs = {name for name, source in tables.items() if _holds(TABLES[name], source, source_ids)}
            rules = [rule for rule in rules if rule.table in theirs]
        self._show(tables, rules, since)
        towns = self._towns_of(source_ids, rules) if source_ids is not None else []
        made: list[pl.DataFrame] = []
        for number, rule in enumerate(rules, 1):
            if progress:
                progress(rule.sentence, number, len(rules))
            found = self.faults(rule, since, until)
            if source_ids is not None and found.height:
                is_theirs = pl.col("source_id").is_in(list(source_ids))
                is_gone = pl.col("source_id").is_null() & pl.col("town_code").is_in(towns)
                found = found.filter(is_theirs | is_gone)
            if found.height:
                made.append(_worded(rule, found))
        if not made:
            return pl.DataFrame(schema=FAULTS)
        return pl.concat(made).sort(ORDER, nulls_last=True, maintain_order=True)

    def _show(self, tables: Mapping[str, Source], rules: Sequence[Rule], since: date) -> None:
        """Make the tables and columns that the rules read, from some months before on."""
        self._values.clear()
        words = words_of(rule.query for rule in rules if rule.query)
        for rule in rules:
            if rule.check:
                words.setdefault(rule.check.table, set()).update(rule.check.columns)
        words = {table: named.union(_PLACE) for table, named in words.items()}
        first = pl.select(pl.lit(since).dt.offset_by(f"-{MONTHS_BEFORE}mo")).item()
        self.show(tables, words, first)

    def faults(self, rule: Rule, since: date, until: date) -> pl.DataFrame:
        """Return the faults of one rule, with the columns of its SQL."""
        if rule.query:
            return self.ask(rule.query, since, until)
        with self.told(f"规则 {rule.id}"):
            return self._in_code(rule, since, until)

    def _towns_of(self, source_ids: frozenset[str], rules: Sequence[Rule]) -> list[str]:
        """Return the townships whose rows come from these sources."""
        found: set[str] = set()
        for name in {rule.table for rule in rules if rule.table in rule.reads}:
            if name is not None and {"source_id", "town_code"} <= set(TABLES[name].names):
                rows = self._connection.execute(
                    f"SELECT DISTINCT town_code FROM scoped.{name} WHERE list_contains(?, source_id)",
                    [sorted(source_ids)],
                ).fetchall()
                found |= {row[0] for row in rows}
        return sorted(found - {None})

    def _in_code(self, rule: Rule, since: date, until: date) -> pl.DataFrame:
        """Judge each distinct value once, and find the rows of those that are faulty."""
        check = rule.check
        assert check is not None
        run = self._connection.execute
        columns = ", ".join(check.columns)
        months = "stat_month BETWEEN ? AND ?"
        asked = (check.table, columns)
        if asked not in self._values:
            values = run(
                f"SELECT DISTINCT {columns} FROM scoped.{check.table} WHERE {months}", [since, until]
            )
            self._values[asked] = pl.DataFrame(values.to_arrow_table())
        wrong = check.judge(self._values[asked], since)
        if "before" not in wrong.columns:
            wrong = wrong.with_columns(before=pl.lit(None, pl.Date))
        self._connection.register("wrong", wrong.to_arrow())
        same = " AND ".join(f"one.{name} IS NOT DISTINCT FROM wrong.{name}" for name in check.columns)
        place = ", ".join(f"one.{name}" for name in _PLACE)
        found = run(
            f"SELECT {place}, one.hh_key AS object_key, '{rule.column}' AS column_name, wrong.said, wrong.wanted "
            f"FROM scoped.{check.table} AS one INNER JOIN wrong ON {same} "
            f"WHERE one.{months} AND COALESCE(one.stat_month < wrong.before, TRUE)",
            [since, until],
        ).to_arrow_table()
        self._connection.unregister("wrong")
        return pl.DataFrame(found)


# -- words ---------------------------------------------------------------------------------------------------------


def _worded(rule: Rule, found: pl.DataFrame) -> pl.DataFrame:
    """Return faults with their sentence."""
    assert rule.table is not None
    said = _shown(rule.table, found, "said")
    if set(rule.cases) == {""}:
        wanted = _shown(rule.table, found, "wanted")
        texts = [rule.cases[""]] * found.height
    else:
        wanted = found["wanted"].to_list()
        strange = sorted(set(wanted) - set(rule.cases), key=str)
        if strange:
            raise ConfigError(f"规则 {rule.id} 的查询给出的 wanted {strange} 在 cases 里没有句子。")
        texts = [rule.cases[str(case)] for case in wanted]
    messages = [
        _sentence(text.replace("{said}", one or "").replace("{wanted}", other or ""))
        for text, one, other in zip(texts, said, wanted, strict=True)
    ]
    named = found.with_columns(
        pl.lit(rule.id).alias("rule_id"),
        pl.lit(rule.level).alias("level"),
        pl.lit(rule.table).alias("table_name"),
        pl.coalesce("object_key", "hh_key", "division_code", "town_code").alias("object_key"),
        pl.Series("message", messages, dtype=pl.String),
    )
    return named.select(pl.col(name).cast(kind) for name, kind in FAULTS.items())


def _sentence(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"


def _shown(table: str, found: pl.DataFrame, which: str) -> list[str | None]:
    """Return what is said, as a person may read it: masked, codes as their labels, months in Chinese."""
    by_name = {column.name: column for column in TABLES[table].columns}
    told: dict[tuple[str | None, str | None], str | None] = {}
    shown: list[str | None] = []
    for name, value in found.select("column_name", which).iter_rows():
        if (name, value) not in told:
            column = by_name.get(name)
            told[(name, value)] = _readable(column, value) if column and value else value
        shown.append(told[(name, value)])
    return shown


def _readable(column: Column, value: str) -> str:
    if column.sensitive is not None:
        return mask(column.sensitive, value) or ""
    if column.codes is not None:
        return "、".join(column.codes.get(code, code) for code in value.split(","))
    if column.kind is Kind.MONTH and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return f"{value[:4]}年{int(value[5:7])}月"
    return value
