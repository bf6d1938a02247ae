"""What a crash left is brought into line at the next command or page."""

from __future__ import annotations

from shouwang.records import OPEN, Records, State, list_submissions, set_state
from shouwang.store import Store


def mark_interrupted(store: Store, book: Records, *, by: str) -> list[str]:
    """Close the receipts whose reading died; their files are kept and have to be sent again. Return their numbers.

    Whoever reads a file holds it; what nobody holds is dead, however short a time ago.
    """
    dead = []
    for one in list_submissions(book, state=OPEN):
        if not store.is_held(one.sha256):
            set_state(
                book, one.receipt, State.INTERRUPTED, actor=by, message="处理中断，原件已保存，请重新提交"
            )
            dead.append(one.receipt)
    return dead


def tidy(store: Store, book: Records, *, by: str) -> list[str]:
    """Bring audit, submissions and versions into line and return what was done, as sentences."""
    from shouwang.store.reconciliation import reconcile_audit

    said = reconcile_audit(store, book).sentences()
    return said + [
        f"{receipt} 上次处理中断，请重新提交这份文件。" for receipt in mark_interrupted(store, book, by=by)
    ]
