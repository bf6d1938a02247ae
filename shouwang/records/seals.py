"""Rows that change, sealed in the audit: each of its rows keeps a hash of what the tables held of its object just then.

The database has no checksums of its own: a bit that flips in a count or a state would else pass for the truth. Comparing
finds it (``verify_records``); the audit's own rows are held by their chain.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict

from sqlalchemy import Connection, Table, select, text

from shouwang.records.tables import (
    alert_life,
    alert_step,
    audit,
    correction,
    exemption,
    submission,
    submission_event,
    submission_town,
)

# Kind of an object in the audit (``submission/R-…``) -> its tables, each with the column that holds its name.
_TABLES = {
    "submission": (submission.c.receipt, submission_town.c.receipt, submission_event.c.receipt),
    "exemption": (exemption.c.id,),
    "correction": (correction.c.id,),
    "alert": (alert_life.c.alert_key, alert_step.c.alert_key),
}
_LABELS = {"submission": "报送", "exemption": "豁免", "correction": "更正", "alert": "预警"}
KEY = "seal"  # in the detail of an audit row


def seal_of(connection: Connection, target: str) -> str | None:
    """Return the seal of an object of the audit as the tables hold it now; None where it is of no table."""
    kind, _, name = target.partition("/")
    if kind not in _TABLES:
        return None
    return _sealed(connection, kind, name).get(name)


def broken_seals(connection: Connection) -> list[str]:
    """Return a sentence for every object that the tables hold otherwise than the audit saw it last."""
    kept: dict[str, dict[str, str]] = {kind: {} for kind in _TABLES}
    for row in connection.execute(select(audit.c.object, audit.c.detail).order_by(audit.c.seq)):
        kind, _, name = row.object.partition("/")
        seal = _kept(row.detail)
        if kind in kept and seal is not None:
            kept[kind][name] = seal
    found = []
    for kind, seals in kept.items():
        now = _sealed(connection, kind)
        wrong = sorted(name for name, seal in seals.items() if now.get(name) != seal)
        found += [
            f"登记库里{_LABELS[kind]} {name} 的记录与审计对不上。请保留现场，从备份恢复登记库。"
            for name in wrong
        ]
    return found


def is_as_sealed(connection: Connection, target: str) -> bool:
    """Say whether the tables hold an object as the audit saw it last (one that was never sealed counts as such)."""
    query = select(audit.c.detail).where(audit.c.object == target).order_by(audit.c.seq.desc())
    seal = next((seal for detail in connection.execute(query).scalars() if (seal := _kept(detail))), None)
    return seal is None or seal == seal_of(connection, target)


def _kept(detail: str) -> str | None:
    """Return the seal in an audit row's detail; None where there is none, or the row is damaged (its chain tells)."""
    if f'"{KEY}":' not in detail:
        return None
    try:
        return str(json.loads(detail)[KEY])
    except (ValueError, KeyError, TypeError):
        return None


def structure_faults(connection: Connection) -> list[str]:
    """Return a sentence where the database's own structure is damaged (SQLite; others see to it themselves)."""
    if connection.dialect.name != "sqlite":
        return []
    said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    return [] if said == ["ok"] else [f"登记库的内部结构已损坏({len(said)}处)。请从备份恢复登记库。"]


def _sealed(connection: Connection, kind: str, name: str | None = None) -> dict[str, str]:
    """Return the seals of one object, or of all of a kind. What is empty is left out, so that a new column changes none."""
    content: dict[str, list[list[object]]] = defaultdict(list)
    for column in _TABLES[kind]:
        table = column.table
        assert isinstance(table, Table)
        query = select(table).order_by(*table.primary_key.columns)
        if name is not None:
            query = query.where(column == (int(name) if column.type.python_type is int else name))
        for row in connection.execute(query).mappings():
            filled = {key: value for key, value in row.items() if value is not None}
            content[str(row[column.name])].append([table.name, filled])
    return {
        one: hashlib.sha256(
            json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest()[:16]
        for one, rows in content.items()
    }
