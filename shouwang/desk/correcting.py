"""A month that is sealed is opened for correction: by the steward, with a reason."""

from __future__ import annotations

from datetime import date

from shouwang import records
from shouwang.access import Viewer
from shouwang.desk import viewing
from shouwang.errors import UsageError
from shouwang.records import Correction, Records
from shouwang.store import Store


def open_correction(
    store: Store,
    book: Records,
    month: date,
    *,
    table: str | None = None,
    area: str | None = None,
    viewer: Viewer,
    reason: str,
) -> Correction:
    """Let corrected files of a sealed month in, until it is closed.

    Args:
        table: kind of the file (``Submission.table``); None for every one.
        area: a township; None for the whole county.

    Raises:
        AccessDenied: the viewer is not the steward.
        UsageError: no reason, or the month is not sealed: it needs no opening.
    """
    viewing.check_is_steward(viewer, "开放更正")
    said = viewing.needed_reason(reason, "开放更正")
    text = f"{month:%Y-%m}"
    if not store.numbers() or text not in store.versions()[-1].months:
        raise UsageError(f"{text}还没有封存过，直接报送就可以，不用开放更正。")
    return records.open_correction(book, month=text, table=table, area=area, reason=said, by=viewer.user)


def close_correction(book: Records, number: int, *, viewer: Viewer) -> Correction:
    """Close an opening. What came in under it stays.

    Raises:
        AccessDenied: the viewer is not the steward.
        UsageError: there is no such opening, or it is closed.
    """
    viewing.check_is_steward(viewer, "关闭更正")
    return records.close_correction(book, number, by=viewer.user)


def corrections(
    book: Records, viewer: Viewer, *, month: date | None = None, only_open: bool = True
) -> list[Correction]:
    """Return the openings that concern the viewer, newest first."""
    found = records.list_corrections(book, month=f"{month:%Y-%m}" if month else None, only_open=only_open)
    return [one for one in found if one.area is None or viewer.scope.covers(one.area)]
