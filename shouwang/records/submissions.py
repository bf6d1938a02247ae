"""Files that were taken in: each with a receipt, a state, and every change of it. Who, when and how many, never whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType

from sqlalchemy import Connection, Select, func, select

from shouwang.clock import now
from shouwang.errors import UsageError
from shouwang.records.audit import append_audit
from shouwang.records.database import Records
from shouwang.records.tables import submission, submission_event


class State(StrEnum):
    """Where a submission stands."""

    RECEIVED = "received"  # kept, not yet read to the end
    ACCEPTED = "accepted"  # checked; waits to be published
    REFUSED = "refused"  # has faults
    INTERRUPTED = "interrupted"  # the reading died; to be sent again
    SUPERSEDED = "superseded"  # a later one took its place
    PUBLISHED = "published"


STATE_LABELS: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "已收到",
        State.ACCEPTED: "已通过",
        State.REFUSED: "已退回",
        State.INTERRUPTED: "处理中断",
        State.SUPERSEDED: "已被替代",
        State.PUBLISHED: "已发布",
    }
)
# What may follow what. A refused or interrupted file is read again under a receipt of its own.
NEXT_STATES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.RECEIVED: frozenset({State.ACCEPTED, State.REFUSED, State.INTERRUPTED}),
        State.ACCEPTED: frozenset({State.PUBLISHED, State.SUPERSEDED, State.REFUSED}),
        State.REFUSED: frozenset(),
        State.INTERRUPTED: frozenset(),
        State.SUPERSEDED: frozenset(),
        State.PUBLISHED: frozenset({State.SUPERSEDED}),
    }
)
_ALIVE = (State.RECEIVED, State.ACCEPTED, State.PUBLISHED)


@dataclass(frozen=True)
class Submission:
    """One file taken in. ``month`` is ``YYYY-MM``; the three row counts add up (in = taken + refused) or are unknown."""

    receipt: str
    sha256: str
    stored_name: str
    size: int
    table: str | None
    month: str | None
    area: str | None
    state: State
    submitted_by: str
    submitted_at: str
    rows_in: int | None = None
    rows_taken: int | None = None
    rows_refused: int | None = None
    message: str | None = None


@dataclass(frozen=True)
class SubmissionEvent:
    receipt: str
    seq: int
    at: str
    actor: str
    from_state: State | None
    to_state: State
    message: str | None


def add_submission(
    records: Records,
    *,
    sha256: str,
    suffix: str,
    size: int,
    table: str | None,
    month: str | None,
    area: str | None,
    submitted_by: str,
) -> tuple[Submission, bool]:
    """Register a file and return it with True; or the same file sent before for the same table, month and area, with False.

    Args:
        sha256: from ``Store.keep_original``, which must come first: a receipt promises that the file is kept.
        suffix: ending of the sender's file name (``.xlsx``); the name itself is not kept, it may name a person.

    Raises:
        MachineError: not registered; the file has to be sent again.
    """
    with records.writing() as connection:
        before = _find(connection, sha256, table, month, area)
        if before is not None:
            return before, False
        at = now()
        receipt = _next_receipt(connection, at)
        made = Submission(
            receipt, sha256, receipt + PurePath("x" + suffix).suffix.lower()[:8], size, table, month, area,
            State.RECEIVED, submitted_by, at,
        )  # fmt: skip
        values = {**vars(made), "data_table": made.table, "state": made.state.value}
        del values["table"]
        connection.execute(submission.insert().values(**values))
        _add_event(connection, receipt, at, submitted_by, None, State.RECEIVED, None)
        append_audit(
            records, actor=submitted_by, action="submit", target=f"submission/{receipt}", within=connection,
            detail={"sha256": sha256, "size": size, "table": table, "month": month, "area": area},
        )  # fmt: skip
    return made, True


def find_submission_by_sha(
    records: Records,
    sha256: str,
    *,
    table: str | None = None,
    month: str | None = None,
    area: str | None = None,
) -> Submission | None:
    """Return the newest submission of these bytes that counts (received, accepted or published), if any.

    A table, month or area that is given must be the same.
    """
    query = _by_sha(sha256)
    for column, value in (
        (submission.c.data_table, table),
        (submission.c.month, month),
        (submission.c.area, area),
    ):
        if value is not None:
            query = query.where(column == value)
    with records.reading() as connection:
        return _first(connection, query)


def find_submission(records: Records, receipt: str) -> Submission | None:
    with records.reading() as connection:
        return _first(connection, select(submission).where(submission.c.receipt == receipt))


def list_submissions(
    records: Records, *, state: State | None = None, month: str | None = None, area: str | None = None
) -> list[Submission]:
    """Return the submissions, oldest first, of one state, month or area where given."""
    query = select(submission).order_by(submission.c.receipt)
    for column, value in (
        (submission.c.state, state),
        (submission.c.month, month),
        (submission.c.area, area),
    ):
        if value is not None:
            query = query.where(column == value)
    with records.reading() as connection:
        return [_read(dict(row)) for row in connection.execute(query).mappings()]


def submission_events(records: Records, receipt: str) -> list[SubmissionEvent]:
    query = (
        select(submission_event).where(submission_event.c.receipt == receipt).order_by(submission_event.c.seq)
    )
    with records.reading() as connection:
        return [
            SubmissionEvent(
                row.receipt, row.seq, row.at, row.actor,
                State(row.from_state) if row.from_state else None, State(row.to_state), row.message,
            )
            for row in connection.execute(query)
        ]  # fmt: skip


def set_state(
    records: Records,
    receipt: str,
    state: State,
    *,
    actor: str,
    rows: tuple[int, int, int] | None = None,
    message: str | None = None,
    table: str | None = None,
    month: str | None = None,
    area: str | None = None,
    within: Connection | None = None,
) -> Submission:
    """Move a submission on, with its event and its audit row, and return it. The same state again changes nothing.

    Args:
        rows: rows in the file, taken, refused; they must add up.
        message: a sentence for the sender, without personal data.
        table, month, area: what reading found out, where it was not known before.
        within: an open ``records.writing()`` connection, to move several together.

    Raises:
        UsageError: no such receipt, the move is not allowed from where it stands, or the rows do not add up.
    """
    if rows is not None and rows[0] != rows[1] + rows[2]:
        raise UsageError(f"行数对不上: 收到{rows[0]}行，采用{rows[1]}行，退回{rows[2]}行。状态没有改动。")
    found = {"data_table": table, "month": month, "area": area, "message": message}
    if rows is not None:
        found |= {"rows_in": rows[0], "rows_taken": rows[1], "rows_refused": rows[2]}  # type: ignore[dict-item]
    changes = {name: value for name, value in found.items() if value is not None}
    if within is not None:
        return _move(records, within, receipt, state, actor, changes, message)
    with records.writing() as connection:
        return _move(records, connection, receipt, state, actor, changes, message)


def _move(
    records: Records,
    connection: Connection,
    receipt: str,
    state: State,
    actor: str,
    changes: Mapping[str, object],
    message: str | None,
) -> Submission:
    mine = select(submission).where(submission.c.receipt == receipt)
    before = _first(connection, mine)
    if before is None:
        raise UsageError(f"没有回执号为“{receipt}”的报送。请核对回执号。")
    if before.state is state:
        return before
    if state not in NEXT_STATES[before.state]:
        raise UsageError(
            f"报送“{receipt}”{STATE_LABELS[before.state]}，不能改为“{STATE_LABELS[state]}”。状态没有改动。"
        )
    connection.execute(
        submission.update().where(submission.c.receipt == receipt).values(**changes, state=state.value)
    )
    _add_event(connection, receipt, now(), actor, before.state, state, message)
    append_audit(
        records, actor=actor, action=state.value, target=f"submission/{receipt}", within=connection,
        detail={name: changes[name] for name in ("rows_in", "rows_taken", "rows_refused") if name in changes},  # type: ignore[misc]
    )  # fmt: skip
    after = _first(connection, mine)
    assert after is not None  # inside one transaction
    return after


def _next_receipt(connection: Connection, at: str) -> str:
    """Return ``R-20231201-0007``: the day in the county, and the count within it."""
    day = f"R-{at[:10].replace('-', '')}-"
    last = connection.execute(
        select(func.max(submission.c.receipt)).where(submission.c.receipt.like(day + "%"))
    ).scalar()
    return f"{day}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"


def _add_event(
    connection: Connection,
    receipt: str,
    at: str,
    actor: str,
    before: State | None,
    after: State,
    message: str | None,
) -> None:
    mine = select(func.count()).select_from(submission_event).where(submission_event.c.receipt == receipt)
    connection.execute(
        submission_event.insert().values(
            receipt=receipt, seq=connection.execute(mine).scalar_one() + 1, at=at, actor=actor,
            from_state=before.value if before else None, to_state=after.value, message=message,
        )
    )  # fmt: skip


def _by_sha(sha256: str) -> Select[tuple[object, ...]]:
    alive = [state.value for state in _ALIVE]
    return (
        select(submission)
        .where(submission.c.sha256 == sha256, submission.c.state.in_(alive))
        .order_by(submission.c.receipt.desc())
    )


def _find(
    connection: Connection, sha256: str, table: str | None, month: str | None, area: str | None
) -> Submission | None:
    # Not "=": nothing named twice is the same as nothing named.
    return _first(
        connection,
        _by_sha(sha256).where(
            submission.c.data_table.is_not_distinct_from(table),
            submission.c.month.is_not_distinct_from(month),
            submission.c.area.is_not_distinct_from(area),
        ),
    )


def _first(connection: Connection, query: Select[tuple[object, ...]]) -> Submission | None:
    row = connection.execute(query).mappings().first()
    return _read(dict(row)) if row else None


def _read(values: dict[str, object]) -> Submission:
    values["table"] = values.pop("data_table")
    values["state"] = State(str(values["state"]))
    return Submission(**values)  # type: ignore[arg-type]
