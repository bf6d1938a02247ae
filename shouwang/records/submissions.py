"""Files that were taken in: each with a receipt, a state, and every change of it. Who, when and how many, never whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, false, func, or_, select

from shouwang.clock import now
from shouwang.errors import StoreDamaged, UsageError
from shouwang.records.audit import append_audit
from shouwang.records.database import Records
from shouwang.records.seals import is_as_sealed
from shouwang.records.tables import submission, submission_event, submission_town


class State(StrEnum):
    """Where a submission stands."""

    RECEIVED = "received"  # kept, not yet read to the end
    CHECKED = "checked"  # read, every rule applied; what follows is said in the same breath
    HELD = "held"  # rows were refused: a corrected file, or the steward leaves them out
    REFUSED = "refused"  # the file as a whole was refused
    ACCEPTED = "accepted"  # sound; waits for a second person
    CONFIRMED = "confirmed"  # a second person has looked at what it changes; waits to be sealed
    PUBLISHED = "published"  # sealed in a version
    SUPERSEDED = "superseded"  # a later one took its place
    INTERRUPTED = "interrupted"  # the reading died; to be sent again
    WITHDRAWN = "withdrawn"  # taken back before it was sealed


STATE_LABELS: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "已收到",
        State.CHECKED: "已检查",
        State.HELD: "待更正",
        State.REFUSED: "已退回",
        State.ACCEPTED: "已通过",
        State.CONFIRMED: "已确认",
        State.PUBLISHED: "已封存",
        State.SUPERSEDED: "已被替代",
        State.INTERRUPTED: "处理中断",
        State.WITHDRAWN: "已撤回",
    }
)
# What may follow what. The same bytes sent again are checked again under their receipt while they are held or refused
# (a reference file may have changed, a month been opened); after an interruption they get a receipt of their own.
NEXT_STATES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.RECEIVED: frozenset({State.CHECKED, State.INTERRUPTED}),
        State.CHECKED: frozenset({State.HELD, State.REFUSED, State.ACCEPTED, State.INTERRUPTED}),
        State.HELD: frozenset({State.CHECKED, State.ACCEPTED, State.SUPERSEDED, State.WITHDRAWN}),
        State.REFUSED: frozenset({State.CHECKED}),
        State.ACCEPTED: frozenset(
            {State.CONFIRMED, State.PUBLISHED, State.SUPERSEDED, State.HELD, State.WITHDRAWN}
        ),
        State.CONFIRMED: frozenset({State.PUBLISHED, State.SUPERSEDED, State.HELD, State.WITHDRAWN}),
        State.PUBLISHED: frozenset({State.SUPERSEDED}),
        State.SUPERSEDED: frozenset({State.PUBLISHED}),  # by going back to the version that it stood in
        State.INTERRUPTED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }
)
WAITING = (State.ACCEPTED, State.CONFIRMED)  # sound, and not in a version yet
OPEN = (State.RECEIVED, State.CHECKED)  # somebody is at it, or died at it
# The same bytes again are the same submission in these states.
_ALIVE = (*OPEN, State.HELD, State.REFUSED, *WAITING, State.PUBLISHED)


@dataclass(frozen=True)
class TownRows:
    """What a file holds of one township; rows in = taken + refused."""

    town_code: str
    rows_in: int
    rows_taken: int
    rows_refused: int


@dataclass(frozen=True)
class Submission:
    """One file taken in. ``month`` is ``YYYY-MM``; the three row counts add up (in = taken + refused) or are unknown.

    ``table`` is the kind of the file: a table with a form, or a kind of export (``monitored``). ``area`` is its township,
    or the county where it has rows of several; ``towns`` are those that it has rows of. ``content_hash`` is that of the
    rows as read. ``version`` is the version it was sealed in.
    """

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
    content_hash: str | None = None
    reason: str | None = None
    is_late: bool | None = None
    is_correction: bool | None = None
    rejections: int | None = None
    warnings: int | None = None
    exempted: int | None = None
    left_out_by: str | None = None
    left_out_at: str | None = None
    left_out_reason: str | None = None
    confirmed_by: str | None = None
    confirmed_at: str | None = None
    confirmed_reason: str | None = None
    superseded_by: str | None = None
    version: int | None = None
    places: tuple[TownRows, ...] = ()

    @property
    def towns(self) -> tuple[str, ...]:
        return tuple(place.town_code for place in self.places)


@dataclass(frozen=True)
class SubmissionEvent:
    receipt: str
    seq: int
    at: str
    actor: str
    from_state: State | None
    to_state: State
    message: str | None


# What reading, or a person's decision, may add to a submission; everything else is set once, when it is taken in.
CHANGEABLE = frozenset(
    {
        "table", "month", "area", "message", "content_hash", "reason", "is_late", "is_correction", "rejections",
        "warnings", "exempted", "left_out_by", "left_out_at", "left_out_reason", "confirmed_by", "confirmed_at",
        "confirmed_reason", "superseded_by", "version",
    }
)  # fmt: skip


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
    reason: str | None = None,
    within_areas: Collection[str] | None = None,
) -> tuple[Submission, bool]:
    """Register a file and return it with True; or the same file sent before for the same table, month and area, with False.

    Args:
        sha256: from ``Store.keep_original``, which must come first: a receipt promises that the file is kept.
        suffix: ending of the sender's file name (``.xlsx``); the name itself is not kept, it may name a person.
        table, month, area: what the sender said of it; what was not said is found out later.
        within_areas: only a submission inside these areas can be the same one; default: of exactly this area.

    Raises:
        MachineError: not registered; the file has to be sent again.
    """
    with records.writing() as connection:
        before = _same_file(connection, sha256, table, month, area, within_areas)
        if before is not None:
            return before, False
        at = now()
        receipt = _next_receipt(connection, at)
        made = Submission(
            receipt, sha256, receipt + PurePath("x" + suffix).suffix.lower()[:8], size, table, month, area,
            State.RECEIVED, submitted_by, at, reason=reason,
        )  # fmt: skip
        values = {**vars(made), "data_table": made.table, "state": made.state.value}
        del values["table"], values["places"]
        connection.execute(submission.insert().values(**values))
        _add_event(connection, receipt, at, submitted_by, None, State.RECEIVED, None)
        append_audit(
            records, actor=submitted_by, action="submit", target=f"submission/{receipt}", within=connection,
            detail={"sha256": sha256, "size": size, "table": table, "month": month, "area": area},
        )  # fmt: skip
    return made, True


def find_submission(records: Records, receipt: str, *, within: Connection | None = None) -> Submission | None:
    query = select(submission).where(submission.c.receipt == receipt)
    if within is not None:
        return _first(within, query)
    with records.reading() as connection:
        return _first(connection, query)


def check_submission(records: Records, receipt: str) -> None:
    """Hold what the tables have of a submission against the seal that the audit keeps of it.

    Raises:
        StoreDamaged: they differ.
    """
    with records.reading() as connection:
        if not is_as_sealed(connection, f"submission/{receipt}"):
            raise _damaged(receipt)


def _damaged(receipt: object) -> StoreDamaged:
    return StoreDamaged(
        f"登记库里报送“{receipt}”的记录已损坏，不能使用；原件和已发布的版本没有改动。请从备份恢复登记库。"
    )


def list_submissions(
    records: Records,
    *,
    state: State | Iterable[State] | None = None,
    month: str | None = None,
    table: str | None = None,
    area: str | None = None,
    areas: Iterable[str] | None = None,
    town: str | None = None,
    version: int | None = None,
    newest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
    within: Connection | None = None,
) -> list[Submission]:
    """Return the submissions, oldest first unless asked otherwise.

    Args:
        area: exactly this area.
        areas: inside one of these areas (a county's code stands for everything in it).
        town: that have rows of this township.
    """
    order = submission.c.receipt.desc() if newest_first else submission.c.receipt
    query = _filtered(select(submission), state, month, table, area, areas, town, version).order_by(order)
    if limit is not None:
        query = query.limit(limit).offset(offset)
    if within is not None:
        return _many(within, query)
    with records.reading() as connection:
        return _many(connection, query)


def count_submissions(
    records: Records,
    *,
    state: State | Iterable[State] | None = None,
    month: str | None = None,
    table: str | None = None,
    areas: Iterable[str] | None = None,
) -> int:
    """Return how many there are, counted as ``list_submissions`` would list them."""
    listed = _filtered(select(submission.c.receipt), state, month, table, None, areas, None, None).subquery()
    with records.reading() as connection:
        return connection.execute(select(func.count()).select_from(listed)).scalar_one()


def _filtered(
    query: Select[Any],
    state: State | Iterable[State] | None,
    month: str | None,
    table: str | None,
    area: str | None,
    areas: Iterable[str] | None,
    town: str | None,
    version: int | None,
) -> Select[Any]:
    if state is not None:
        wanted = [state] if isinstance(state, State) else list(state)
        query = query.where(submission.c.state.in_([one.value for one in wanted]))
    for column, value in (
        (submission.c.month, month),
        (submission.c.data_table, table),
        (submission.c.area, area),
        (submission.c.version, version),
    ):
        if value is not None:
            query = query.where(column == value)
    if areas is not None:
        query = query.where(_inside(areas))
    if town is not None:
        mine = select(submission_town.c.receipt).where(submission_town.c.town_code == town)
        query = query.where(submission.c.receipt.in_(mine))
    return query


def takes_the_place_of(newer: Submission, older: Submission) -> bool:
    """Say whether a file replaces another: the same table and month, and every township of it."""
    same = (newer.table, newer.month) == (older.table, older.month) and newer.table is not None
    if not older.towns or not newer.towns:
        return same and newer.area == older.area
    return same and set(older.towns) <= set(newer.towns)


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
    places: Iterable[TownRows] | None = None,
    message: str | None = None,
    was: State | None = None,
    within: Connection | None = None,
    **found: str | int | bool | None,
) -> Submission:
    """Move a submission on, with its event and its audit row, and return it. The same state again changes nothing.

    Args:
        rows: rows in the file, taken, refused; they must add up.
        places: the same by township.
        message: a sentence for the sender, without personal data.
        was: the state that the decision was made on; where somebody else was quicker, theirs stands.
        within: an open ``records.writing()`` connection, to move several together.
        found: what reading or a decision adds (``CHANGEABLE``); None leaves what is there.

    Raises:
        UsageError: no such receipt, the move is not allowed from where it stands, somebody was quicker, or the rows do
            not add up.
    """
    unknown = set(found) - CHANGEABLE
    if unknown:
        raise TypeError(f"a submission has no {', '.join(sorted(unknown))} to set")
    if rows is not None and rows[0] != rows[1] + rows[2]:
        raise UsageError(f"行数对不上: 收到{rows[0]}行，采用{rows[1]}行，退回{rows[2]}行。状态没有改动。")
    changes: dict[str, str | int | bool | None] = {**found, "message": message}
    if rows is not None:
        changes |= {"rows_in": rows[0], "rows_taken": rows[1], "rows_refused": rows[2]}
    changes = {
        "data_table" if name == "table" else name: value
        for name, value in changes.items()
        if value is not None
    }
    if within is not None:
        return _move(records, within, receipt, state, actor, changes, message, places, was)
    with records.writing() as connection:
        return _move(records, connection, receipt, state, actor, changes, message, places, was)


def _move(
    records: Records,
    connection: Connection,
    receipt: str,
    state: State,
    actor: str,
    changes: Mapping[str, str | int | bool | None],
    message: str | None,
    places: Iterable[TownRows] | None,
    was: State | None,
) -> Submission:
    before = find_submission(records, receipt, within=connection)
    if before is None:
        raise UsageError(f"没有回执号为“{receipt}”的报送。请核对回执号。")
    if was is not None and before.state is not was:
        raise UsageError(f"报送“{receipt}”刚刚{STATE_LABELS[before.state]}，您这次没有改动它。请刷新后再看。")
    if before.state is state:
        return before
    if state not in NEXT_STATES[before.state]:
        raise UsageError(
            f"报送“{receipt}”{STATE_LABELS[before.state]}，不能改为“{STATE_LABELS[state]}”。状态没有改动。"
        )
    connection.execute(
        submission.update().where(submission.c.receipt == receipt).values(**changes, state=state.value)
    )
    if places is not None:
        connection.execute(submission_town.delete().where(submission_town.c.receipt == receipt))
        for place in places:
            connection.execute(submission_town.insert().values(receipt=receipt, **vars(place)))
    _add_event(connection, receipt, now(), actor, before.state, state, message)
    append_audit(
        records, actor=actor, action=state.value, target=f"submission/{receipt}", within=connection,
        detail={name: value for name, value in changes.items() if name in _AUDITED},
    )  # fmt: skip
    after = find_submission(records, receipt, within=connection)
    assert after is not None  # inside one transaction
    return after


_AUDITED = frozenset(
    {
        "rows_in", "rows_taken", "rows_refused", "rejections", "warnings", "exempted", "is_late", "is_correction",
        "left_out_reason", "confirmed_reason", "superseded_by", "version", "reason",
    }
)  # fmt: skip


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


def _inside(areas: Iterable[str]) -> ColumnElement[bool]:
    return or_(false(), *(submission.c.area.like(area + "%") for area in areas))


def _by_sha(sha256: str) -> Select[Any]:
    alive = [state.value for state in _ALIVE]
    return (
        select(submission)
        .where(submission.c.sha256 == sha256, submission.c.state.in_(alive))
        .order_by(submission.c.receipt.desc())
    )


def _same_file(
    connection: Connection,
    sha256: str,
    table: str | None,
    month: str | None,
    area: str | None,
    within_areas: Collection[str] | None,
) -> Submission | None:
    """Return the submission that these bytes are already: what was said of them now must not contradict what is known."""
    query = _by_sha(sha256)
    if within_areas is None:
        query = query.where(submission.c.area.is_not_distinct_from(area))
    else:
        query = query.where(_inside(within_areas))
    for column, said in ((submission.c.data_table, table), (submission.c.month, month)):
        if within_areas is None:
            query = query.where(column.is_not_distinct_from(said))
        elif said is not None:
            query = query.where(column == said)
    return _first(connection, query)


def _first(connection: Connection, query: Select[Any]) -> Submission | None:
    found = _many(connection, query.limit(1))
    return found[0] if found else None


def _many(connection: Connection, query: Select[Any]) -> list[Submission]:
    rows = [dict(row) for row in connection.execute(query).mappings()]
    places: dict[str, list[TownRows]] = {}
    receipts = [str(row["receipt"]) for row in rows]
    for first in range(0, len(receipts), 500):  # SQLite takes a thousand parameters everywhere
        towns = (
            select(submission_town)
            .where(submission_town.c.receipt.in_(receipts[first : first + 500]))
            .order_by(submission_town.c.receipt, submission_town.c.town_code)
        )
        for line in connection.execute(towns).mappings():
            place = TownRows(line["town_code"], line["rows_in"], line["rows_taken"], line["rows_refused"])
            places.setdefault(line["receipt"], []).append(place)
    return [_read(row, tuple(places.get(str(row["receipt"]), ()))) for row in rows]


def _read(values: dict[str, object], places: tuple[TownRows, ...]) -> Submission:
    values["table"] = values.pop("data_table")
    try:
        values["state"] = State(str(values["state"]))
        made = Submission(**values, places=places)  # type: ignore[arg-type]
        adds_up = made.rows_in is None or made.rows_in == (made.rows_taken or 0) + (made.rows_refused or 0)
    except (ValueError, TypeError):
        adds_up = False
    if not adds_up:  # a wrong bit: the tables let nobody write this
        raise _damaged(values["receipt"])
    return made
