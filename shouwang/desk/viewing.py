"""Who may do what at the desk. Source: reliability and security note 2.1 (import / publish)."""

from __future__ import annotations

from shouwang.access import Role, Viewer
from shouwang.errors import AccessDenied, UsageError
from shouwang.records import Records, Submission, check_submission, find_submission

_SENDERS = frozenset({Role.STEWARD, Role.TOWN_HEAD})


def check_may_send(viewer: Viewer) -> None:
    """Raise where the viewer sends no files at all.

    Raises:
        AccessDenied: leaders and analysts read.
    """
    if viewer.role not in _SENDERS or viewer.scope.is_empty:
        raise AccessDenied("您的身份不能报送文件。请由乡镇或县级数据员报送。")


def check_is_steward(viewer: Viewer, doing: str) -> None:
    """Raise where the viewer is not the data steward of the whole county."""
    if viewer.role is not Role.STEWARD or not viewer.scope.counties:
        raise AccessDenied(f"只有县级数据员可以{doing}。没有改动。")


def sees(viewer: Viewer, submission: Submission) -> bool:
    """Say whether a submission is inside the viewer's scope: a county's file is not a township's to see."""
    return submission.area is not None and viewer.scope.covers(submission.area)


def find(book: Records, viewer: Viewer, receipt: str) -> Submission:
    """Return the submission of a receipt.

    Raises:
        UsageError: there is none, or it is not this viewer's: the same words.
        StoreDamaged: what is written of it is not what was written.
    """
    found = find_submission(book, receipt)
    if found is None or not sees(viewer, found):
        raise UsageError(f"没有回执号为“{receipt}”的报送。请核对回执号。")
    check_submission(book, receipt)
    return found


def needed_reason(reason: str | None, doing: str) -> str:
    """Return the reason, trimmed.

    Raises:
        UsageError: there is none.
    """
    said = (reason or "").strip()
    if not said:
        raise UsageError(f"{doing}要写明理由。没有改动。")
    return said
