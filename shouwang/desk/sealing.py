"""Submissions are sealed as a new version: read again from the kept originals, checked again, merged, published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shouwang.access import Viewer
from shouwang.publishing import Progress
from shouwang.records import Records, Submission
from shouwang.store import Manifest, Store


@dataclass(frozen=True)
class Waiting:
    """What can be sealed now. ``unconfirmed`` waits for a second person, ``held`` for a corrected file or the steward."""

    confirmed: tuple[Submission, ...] = ()
    unconfirmed: tuple[Submission, ...] = ()
    held: tuple[Submission, ...] = ()


def waiting(book: Records, viewer: Viewer, *, month: date | None = None) -> Waiting:
    """Return what waits at the desk, oldest first."""
    raise NotImplementedError


def publish(
    store: Store,
    book: Records,
    *,
    viewer: Viewer,
    reason: str,
    month: date | None = None,
    receipts: Iterable[str] | None = None,
    alone: bool = False,
    progress: Progress | None = None,
) -> Manifest:
    """Seal what is confirmed as a new version.

    Args:
        month, receipts: only these; default everything that is confirmed.
        alone: also what no second person has confirmed (the command line, where the settings allow it); written down
            with each submission and in the audit.
        progress: called with (what, done, of).

    Raises:
        AccessDenied: the viewer is not the steward.
        UsageError: nothing waits, a receipt is not ready, or there is no reason.
        DataFaults: a file no longer passes the checks (a reference file may have changed); nothing is sealed.
        PublishConflict, MachineError: nothing of this version is visible.
    """
    raise NotImplementedError
