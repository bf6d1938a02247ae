"""A file is handed in: kept as it came, registered, checked, settled, and its effect reckoned.

The original and its receipt come first, so that nothing that was acknowledged is lost; the checks follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shouwang.access import Viewer
from shouwang.errors import Problem
from shouwang.records import WAITING, Records, State, Submission
from shouwang.store import Store

if TYPE_CHECKING:
    from shouwang.publishing.effect import Effect

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Said:
    """What the sender says of a file; it must not contradict the file. ``table`` is a form's table or a kind of export."""

    table: str | None = None
    month: date | None = None
    area: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What the sender is told: the receipt, the three row counts, every fault, and what the file would change.

    ``is_new`` is False where the very same bytes had been taken in before: it is the same submission (one that was held
    or refused has been checked again). ``superseded``: receipts whose place it took. ``effect``: where it was accepted.
    ``notes`` are sentences beside the faults (late, a correction, the same content as another).
    """

    file: str
    submission: Submission
    problems: tuple[Problem, ...] = ()
    is_new: bool = True
    superseded: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    effect: Effect | None = None

    @property
    def is_accepted(self) -> bool:
        return self.submission.state in {*WAITING, State.PUBLISHED}


def take(
    store: Store,
    book: Records,
    file: Path,
    *,
    name: str | None = None,
    viewer: Viewer,
    said: Said | None = None,
    progress: Progress | None = None,
    reason: str | None = None,
) -> Receipt:
    """Take a file in and return its receipt.

    Args:
        name: what the sender calls the file (default: its own name).
        said: table, month, area; a township's own area goes without saying.
        reason: why; makes a file of a sealed month a correction (更正). Without it such a file is refused, unless the
            steward has opened the month (``open_correction``).
        progress: called with (what, done, of); ``of`` is 0 while the number is not known.

    Raises:
        AccessDenied: the viewer sends no files.
        UsageError: the file is not there; or what was said is wrong by itself.
        MachineError: it could not be kept; nothing was taken in.
    """
    raise NotImplementedError
