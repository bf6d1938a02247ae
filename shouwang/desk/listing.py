"""What stands at the desk: submissions with their events and faults, and how every township stands in a month."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from shouwang.access import Role, Viewer
from shouwang.desk import viewing
from shouwang.errors import AccessDenied
from shouwang.intake.faults import no_faults
from shouwang.publishing.effect import Effect
from shouwang.records import (
    OPEN,
    Records,
    State,
    Submission,
    SubmissionEvent,
    append_audit,
    count_submissions,
    list_submissions,
    submission_events,
)
from shouwang.store import Store

FAULTS, READING, EFFECT = "faults.parquet", "reading.json", "effect.json"
# Columns of ``standing``; one row for each township, table and month that anything was sent of.
STANDING = {
    "town_code": pl.String, "table": pl.String, "month": pl.String, "receipt": pl.String, "state": pl.String,
    "submitted_at": pl.String, "is_late": pl.Boolean, "is_correction": pl.Boolean, "rows_in": pl.Int64,
    "rows_taken": pl.Int64, "rows_refused": pl.Int64, "version": pl.Int64,
}  # fmt: skip
_PASSED_OVER = (*OPEN, State.REFUSED, State.INTERRUPTED, State.WITHDRAWN, State.SUPERSEDED)


@dataclass(frozen=True)
class Detail:
    """Everything about one submission.

    ``faults`` has the columns of ``Checked.faults``: rule, level, row, column, field, message (masked), object_key,
    is_exempt. ``effect`` is None where the file was not accepted, or its effect has not been reckoned yet.
    ``unknown_columns`` were in the file and not taken; ``sheet`` is the one that was read; ``notes`` are sentences beside
    the faults (late, a correction).
    """

    submission: Submission
    events: tuple[SubmissionEvent, ...]
    faults: pl.DataFrame
    effect: Effect | None
    unknown_columns: tuple[str, ...] = ()
    sheet: str | None = None
    notes: tuple[str, ...] = ()


def submissions(
    book: Records,
    viewer: Viewer,
    *,
    month: date | None = None,
    table: str | None = None,
    state: State | Iterable[State] | None = None,
    version: int | None = None,
    limit: int = 200,
    offset: int = 0,
) -> list[Submission]:
    """Return the viewer's submissions, newest first.

    Args:
        month: first day of the month.
        table: kind of the file, as in ``Submission.table``.
        version: that were sealed in this version.
    """
    return list_submissions(
        book,
        state=state,
        month=_text(month),
        table=table,
        areas=viewer.scope.areas,
        version=version,
        newest_first=True,
        limit=limit,
        offset=offset,
    )


def count(
    book: Records,
    viewer: Viewer,
    *,
    month: date | None = None,
    table: str | None = None,
    state: State | Iterable[State] | None = None,
) -> int:
    """Return how many submissions ``submissions`` would list without a limit."""
    return count_submissions(book, state=state, month=_text(month), table=table, areas=viewer.scope.areas)


def detail(store: Store, book: Records, viewer: Viewer, receipt: str) -> Detail:
    """Return one submission with its events, faults and effect.

    Raises:
        UsageError: there is no such receipt, or it is not this viewer's.
    """
    found = viewing.find(book, viewer, receipt)
    reading = read_document(store, receipt, READING)
    return Detail(
        found,
        tuple(submission_events(book, receipt)),
        faults_of(store, receipt),
        effect_of(store, receipt),
        tuple(reading.get("unknown_columns", ())),
        reading.get("sheet"),
        tuple(reading.get("notes", ())),
    )


def original(store: Store, book: Records, viewer: Viewer, receipt: str) -> bytes:
    """Return the file as it was sent in, and write down who took it: it holds whole identity numbers.

    Raises:
        UsageError: there is no such receipt, or it is not this viewer's.
        AccessDenied: leaders and analysts do not get files.
        StoreDamaged: the kept file is damaged.
    """
    found = viewing.find(book, viewer, receipt)
    if viewer.role not in {Role.STEWARD, Role.TOWN_HEAD}:
        raise AccessDenied("您的身份不能取报送的原件。")
    content = store.original(found.sha256)
    append_audit(book, actor=viewer.user, action="take_original", target=f"submission/{receipt}")
    return content


def standing(book: Records, viewer: Viewer, months: Sequence[date]) -> pl.DataFrame:
    """Return how every township of the viewer stands: its newest submission that counts, by table and month.

    A township without a row has sent nothing: missing, never zero. A refused file and one that was withdrawn do not count.
    Columns as in ``STANDING``.
    """
    newest: dict[tuple[str, str, str], dict[str, object]] = {}
    for month in months:
        for one in list_submissions(book, month=_text(month)):
            if one.state in _PASSED_OVER or one.table is None or one.month is None:
                continue
            for place in one.places:
                if viewer.scope.covers(place.town_code):
                    newest[place.town_code, one.table, one.month] = {
                        "town_code": place.town_code, "table": one.table, "month": one.month, "receipt": one.receipt,
                        "state": one.state.value, "submitted_at": one.submitted_at, "is_late": bool(one.is_late),
                        "is_correction": bool(one.is_correction), "rows_in": place.rows_in,
                        "rows_taken": place.rows_taken, "rows_refused": place.rows_refused, "version": one.version,
                    }  # fmt: skip
    return pl.DataFrame(list(newest.values()), schema=STANDING).sort("month", "town_code", "table")


def faults_of(store: Store, receipt: str) -> pl.DataFrame:
    """Return the faults that the last check found, with the columns of ``intake.FAULTS``."""
    raw = store.finding(receipt, FAULTS)
    return pl.read_parquet(io.BytesIO(raw)) if raw is not None else no_faults()


def effect_of(store: Store, receipt: str) -> Effect | None:
    """Return the effect that was reckoned for a submission, if it was."""
    raw = store.finding(receipt, EFFECT)
    return Effect.from_json(raw) if raw is not None else None


def read_document(store: Store, receipt: str, name: str) -> dict[str, Any]:
    raw = store.finding(receipt, name)
    found = json.loads(raw) if raw is not None else {}
    assert isinstance(found, dict)
    return found


def _text(month: date | None) -> str | None:
    return f"{month:%Y-%m}" if month is not None else None
