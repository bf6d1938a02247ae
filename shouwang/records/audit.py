"""The audit: one row per action, chained by hashes, so that a row altered, taken out or moved is found.

A row is written in the same transaction as the change it tells of, or it opens and closes an action outside the
database (``audited``). The chain shows damage and clumsy edits; whoever can write the whole database can make a new
chain, so its head should also be kept elsewhere (``head`` gives it, ``verify_audit`` compares). Source: reliability
and security note T18, I6.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from shouwang.clock import now
from shouwang.records import seals
from shouwang.records.database import Records
from shouwang.records.tables import audit, audit_head

START = "0" * 64
OK, FAILED, BEGUN = "ok", "failed", "begun"
Detail = Mapping[str, str | int | float | bool | None | list[str] | list[int]]

# An identity or phone number that slipped into a detail. Not inside longer codes or hashes.
_PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|1\d{10})(?![0-9A-Za-z])")


@dataclass(frozen=True)
class AuditRow:
    seq: int
    at: str
    actor: str
    action: str
    object: str
    result: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True)
class AuditFault:
    """A place where the chain does not hold; ``seq`` is the row, or the last one where the end is missing."""

    seq: int
    what: str

    def sentence(self) -> str:
        return f"审计第{self.seq}条{self.what}。请保留现场，并与备份核对。"


def version_object(number: int) -> str:
    """Return how a version is named in the audit."""
    return f"version/{number}"


def append_audit(
    records: Records,
    *,
    actor: str,
    action: str,
    target: str,
    result: str = OK,
    detail: Detail | None = None,
    within: Connection | None = None,
) -> AuditRow:
    """Write one row at the end of the chain and return it.

    Args:
        target: what it was done to, like ``version/7`` or ``submission/R-20231201-0007``.
        detail: counts, codes, numbers of versions; nothing about a person (what looks like an identity or phone number
            is struck out).
        within: an open ``records.writing()`` connection, to be part of its transaction.

    Raises:
        MachineError: the row could not be written; whatever it was to witness must not happen.
    """
    if within is not None:
        # Part of a change of its object: what the tables hold of it now is sealed with it.
        seal = seals.seal_of(within, target)
        said = {**(detail or {}), **({seals.KEY: seal} if seal else {})}
        return _append(within, actor, action, target, result, said)
    with records.writing() as connection:
        return _append(connection, actor, action, target, result, detail or {})


@contextmanager
def audited(
    records: Records, *, actor: str, action: str, target: str
) -> Iterator[dict[str, str | int | None]]:
    """Write a row before the block and another after it, with its result; the block may fill in the details.

    Where the first row cannot be written, the block does not run.
    """
    detail: dict[str, str | int | None] = {}
    append_audit(records, actor=actor, action=action, target=target, result=BEGUN)
    try:
        yield detail
    except BaseException as fault:
        append_audit(
            records, actor=actor, action=action, target=target, result=FAILED,
            detail={**detail, "fault": type(fault).__name__},
        )  # fmt: skip
        raise
    append_audit(records, actor=actor, action=action, target=target, detail=detail)


def audit_rows(records: Records, *, target: str | None = None, last: int | None = None) -> list[AuditRow]:
    """Return rows of the audit, oldest first: all of them, of one object, or the last few."""
    query = select(audit).order_by(audit.c.seq.desc())
    if target is not None:
        query = query.where(audit.c.object == target)
    if last is not None:
        query = query.limit(last)
    with records.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return [_row(row) for row in reversed(rows)]


def audited_objects(
    records: Records, actions: tuple[str, ...], *, within: Connection | None = None
) -> set[str]:
    """Return the objects for which one of these actions is recorded as done."""
    query = select(audit.c.object).where(audit.c.action.in_(actions), audit.c.result == OK).distinct()
    if within is not None:
        return set(within.execute(query).scalars())
    with records.reading() as connection:
        return set(connection.execute(query).scalars())


def unfinished(
    records: Records, actions: tuple[str, ...], *, within: Connection | None = None
) -> list[AuditRow]:
    """Return the rows of actions that were begun and of whose end there is no word, oldest first.

    They are under way, or whoever was at them died: the audit alone cannot tell which.
    """
    query = select(audit).where(audit.c.action.in_(actions)).order_by(audit.c.seq)
    if within is not None:
        rows = within.execute(query).mappings().all()
    else:
        with records.reading() as connection:
            rows = connection.execute(query).mappings().all()
    begun: dict[tuple[str, str], list[AuditRow]] = {}
    for row in map(_row, rows):
        mine = begun.setdefault((row.action, row.object), [])
        if row.result == BEGUN:
            mine.append(row)
        elif mine:
            mine.pop()  # of two at once it does not matter which is meant: each has its end
    return sorted((row for mine in begun.values() for row in mine), key=lambda row: row.seq)


def head(records: Records) -> tuple[int, str]:
    """Return number and hash of the last row: to be kept where this database's owner cannot write."""
    with records.reading() as connection:
        return _head(connection)


def verify_audit(records: Records, kept: tuple[int, str] | None = None) -> list[AuditFault]:
    """Follow the chain from its start and return every place where it does not hold.

    Args:
        kept: a head kept elsewhere; the row of that number must still have that hash.
    """
    faults: list[AuditFault] = []
    expected, previous, found = 1, START, {0: START}
    with records.reading() as connection:
        end, end_hash = _head(connection)
        for mapping in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
            row = _row(mapping)
            if row.seq != expected:
                faults.append(
                    AuditFault(row.seq, f"之前缺少第{expected}条" if row.seq > expected else "的编号不对")
                )
            elif row.previous != previous:
                faults.append(AuditFault(row.seq, "与前一条接不上"))
            if row.hash != _hash(row):
                faults.append(AuditFault(row.seq, "的内容被改动过"))
            found[row.seq] = row.hash
            expected, previous = row.seq + 1, row.hash
    if expected - 1 != end or previous != end_hash:
        faults.append(AuditFault(expected - 1, f"不是最后一条(应有{end}条)"))
    if kept is not None and found.get(kept[0]) != kept[1]:
        faults.append(AuditFault(kept[0], "与另存的校验值不符"))
    return faults


def verify_records(records: Records, kept: tuple[int, str] | None = None) -> list[str]:
    """Return a sentence for everything in the database that is not as it was written: its structure, the audit's chain, and
    the submissions, exemptions, corrections and lives of alerts beside the audit.

    Args:
        kept: as in ``verify_audit``.

    Raises:
        StoreDamaged: it is so damaged that it cannot be read.
    """
    with records.reading() as connection:
        found = seals.structure_faults(connection)
    found += [fault.sentence() for fault in verify_audit(records, kept)]
    with records.reading() as connection:
        return [*found, *seals.broken_seals(connection)]


def _append(
    connection: Connection, actor: str, action: str, thing: str, result: str, detail: Detail
) -> AuditRow:
    last, previous = _head(connection)
    said = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    said = _PERSONAL.sub("********", said)
    draft = AuditRow(last + 1, now(), actor, action, thing, result, said, previous, "")
    row = AuditRow(**{**vars(draft), "hash": _hash(draft)})
    connection.execute(audit.insert().values(**vars(row)))
    if last:
        connection.execute(audit_head.update().where(audit_head.c.id == 1).values(seq=row.seq, hash=row.hash))
    else:
        connection.execute(audit_head.insert().values(id=1, seq=row.seq, hash=row.hash))
    return row


def _head(connection: Connection) -> tuple[int, str]:
    kept = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).one_or_none()
    return (kept.seq, kept.hash) if kept else (0, START)


def _hash(row: AuditRow) -> str:
    content = [row.seq, row.at, row.actor, row.action, row.object, row.result, row.detail, row.previous]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _row(mapping: RowMapping) -> AuditRow:
    return AuditRow(**dict(mapping))
