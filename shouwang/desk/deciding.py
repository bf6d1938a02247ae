"""People's decisions on a submission: rows left out, taken back, confirmed by a second person."""

from __future__ import annotations

from collections.abc import Iterable

from shouwang.access import Viewer
from shouwang.records import Records, Submission
from shouwang.store import Store


def leave_out(store: Store, book: Records, receipt: str, *, viewer: Viewer, reason: str) -> Submission:
    """Take a held submission without its refused rows; they stay counted as refused.

    Raises:
        AccessDenied: the viewer is not the steward.
        UsageError: no such receipt, it is not held, or there is no reason.
    """
    raise NotImplementedError


def withdraw(store: Store, book: Records, receipt: str, *, viewer: Viewer, reason: str) -> Submission:
    """Take a submission back before it is sealed; its sender, its township or the steward may.

    Raises:
        UsageError: no such receipt, it is sealed or gone, or there is no reason.
    """
    raise NotImplementedError


def confirm(
    store: Store, book: Records, receipts: Iterable[str], *, viewer: Viewer, reason: str | None = None
) -> list[Submission]:
    """Confirm accepted submissions as the second person, all or none.

    Raises:
        AccessDenied: the viewer is not the steward, or sent one of them, or left rows of it out.
        UsageError: no such receipt, one is not accepted, an effect asks for a reason, or the current version is newer than
            the one that an effect was reckoned against (it has been reckoned again: look at it and confirm then).
    """
    raise NotImplementedError
