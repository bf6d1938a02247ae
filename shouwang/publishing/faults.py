"""The faults that the rules find in the version in the making, sealed in it by month: the table ``rule_fault``.

Judged are the months that changed and all later ones, like the marts (a rule may compare with the month before). What a
table without a month holds stands under the last month; under earlier months stay the faults that it had when those were
the last. With other rules than the parent version's, every month is judged again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl

from shouwang import rules
from shouwang.publishing import changes
from shouwang.rules.judging import ORDER
from shouwang.schema import CONFIG_TABLES, SOURCE_TABLES, TABLES, Parts
from shouwang.store import Staging, parquet

FAULT = "rule_fault"
_COLUMNS = TABLES[FAULT].polars_schema
_OBJECT = ("stat_month", "rule_id", "town_code", "object_key")

Progress = Callable[[str, int, int], None]
Exemptions = frozenset[tuple[str, str]]


def compute(staging: Staging, exemptions: Exemptions, say: Progress) -> None:
    """Judge what changed and add the faults to the version.

    Args:
        exemptions: (rule, object_key) pairs; their faults stay, marked as exempt. In months that are not judged again
            only the last one's marks are renewed: what was counted in earlier months is left as it was.
    """
    months = changes.all_months(staging)
    stamp = _stamp()
    since = changes.first_changed(staging)
    if _stale(staging, stamp):
        since = changes.EVERYTHING
    judged = [month for month in months if since is not None and month >= since]
    if changes.source_written(staging) and not judged:
        judged = months[-1:]  # what says something of today alone moves no figure, but may be a fault
    _drop_gone(staging, months)
    if judged:
        found = _judge(staging, judged, say)
        for month in judged:
            rows = pl.concat(
                [found.filter(pl.col("stat_month") == month), *_kept(staging, month, months[-1])]
            )
            _add(staging, month, _marked(rows, exemptions), stamp)
    elif months:
        held = _held(staging, months[-1])
        if held is not None:
            _add(staging, months[-1], _marked(held, exemptions), stamp)


def _judge(staging: Staging, judged: list[date], say: Progress) -> pl.DataFrame:
    snapshot = staging.snapshot()
    tables = {
        table.name: files
        for table in (*SOURCE_TABLES, *CONFIG_TABLES)
        if (files := snapshot.files(table.name))
    }

    def tell(sentence: str, done: int, of: int) -> None:
        say(f"规则 {sentence}", done, of)

    found = rules.judge(tables, since=judged[0], until=judged[-1], progress=tell)
    return found.filter(pl.col("town_code").is_not_null())


def _kept(staging: Staging, month: date, last: date) -> list[pl.DataFrame]:
    """Return the faults of tables without a month that an earlier month had when it was the last one."""
    held = _held(staging, month) if month < last else None
    if held is None:
        return []
    known = rules.catalogue()
    timeless = [rule.id for rule in known.values() if rule.table and TABLES[rule.table].parts is Parts.ALL]
    return [held.filter(pl.col("rule_id").is_in(timeless)).select(list(rules.FAULTS))]


def _held(staging: Staging, month: date) -> pl.DataFrame | None:
    entry = staging.files.get(f"{FAULT}/{month:%Y-%m}")
    return parquet.read(staging.store.root / entry.path) if entry else None


def _marked(rows: pl.DataFrame, exemptions: Exemptions) -> pl.DataFrame:
    """Return the rows as the table has them: counted within their object, marked where exempt."""
    pairs = pl.DataFrame(
        sorted(exemptions), schema={"rule_id": pl.String(), "object_key": pl.String()}, orient="row"
    ).with_columns(is_exempt=True)
    return (
        rows.select(list(rules.FAULTS))
        .unique()
        .sort(ORDER, nulls_last=True)
        .with_columns(fault_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(_OBJECT))
        .join(pairs, on=["rule_id", "object_key"], how="left", maintain_order="left")
        .with_columns(pl.col("is_exempt").fill_null(value=False))
        .select(pl.col(name).cast(kind) for name, kind in _COLUMNS.items())
    )


def _add(staging: Staging, month: date, rows: pl.DataFrame, stamp: str) -> None:
    part = f"{month:%Y-%m}"
    staging.add(FAULT, part, rows)
    key = f"{FAULT}/{part}"
    staging.files[key] = replace(staging.files[key], sources=(stamp,))


def _drop_gone(staging: Staging, months: list[date]) -> None:
    parts = {f"{month:%Y-%m}" for month in months}
    held = [key.split("/", 1)[1] for key in staging.files if key.startswith(f"{FAULT}/")]
    for part in held:
        if part not in parts:
            staging.drop(FAULT, part)


def _stamp() -> str:
    """Return a name of the rules in force: other SQL or other sentences give other faults."""
    whole = hashlib.sha256()
    for rule in rules.catalogue().values():
        whole.update(repr((rule.id, rule.level, dict(rule.cases), rule.code)).encode())
        whole.update(rule.query.text.encode() if rule.query else b"")
    return f"rules-{whole.hexdigest()[:16]}"


def _stale(staging: Staging, stamp: str) -> bool:
    entries = [entry for key, entry in staging.files.items() if key.startswith(f"{FAULT}/")]
    return not entries or any(entry.sources != (stamp,) for entry in entries)
