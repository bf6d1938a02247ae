"""What stands at the desk: submissions, with their events, faults and effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from shouwang.access import Role, Viewer
from shouwang.desk import viewing
from shouwang.desk.findings import effect_of, faults_of, reading_of
from shouwang.errors import AccessDenied
from shouwang.publishing.effect import Effect
from shouwang.records import (
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
    reading = reading_of(store, receipt)
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


def _text(month: date | None) -> str | None:
    return f"{month:%Y-%m}" if month is not None else None
