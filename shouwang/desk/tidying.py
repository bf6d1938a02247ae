"""What a crash left is brought into line at the next command or page."""

from __future__ import annotations

from shouwang.intake import merging
from shouwang.records import OPEN, WAITING, Records, State, find_submission, list_submissions, set_state
from shouwang.store import Store

_SENTENCE = "处理中断，原件已保存，请重新提交"


def mark_interrupted(store: Store, book: Records, *, by: str) -> list[str]:
    """Close the receipts whose reading died; their files are kept and have to be sent again. Return their numbers.

    Whoever reads a file holds it until its state is written; what is open and held by nobody is dead.
    """
    dead = []
    for one in list_submissions(book, state=OPEN):
        if store.is_held(one.sha256):
            continue
        now = find_submission(book, one.receipt)  # its reader may have ended in between
        if now is not None and now.state in OPEN:
            set_state(book, one.receipt, State.INTERRUPTED, actor=by, message=_SENTENCE)
            dead.append(one.receipt)
    return dead


def close_dead(book: Records, sha: str, *, by: str) -> None:
    """Close what another process left open on a file that this one holds now."""
    for one in list_submissions(book, state=OPEN):
        if one.sha256 == sha:
            set_state(book, one.receipt, State.INTERRUPTED, actor=by, message=_SENTENCE)


def tidy(store: Store, book: Records, *, by: str) -> list[str]:
    """Bring audit, submissions and versions into line and return what was done, as sentences."""
    from shouwang.store.reconciliation import reconcile_audit

    said = reconcile_audit(store, book).sentences()
    said += [
        f"{receipt} 上次处理中断，请重新提交这份文件。" for receipt in mark_interrupted(store, book, by=by)
    ]
    for receipt in store.with_finding(merging.ROWS):
        one = find_submission(book, receipt)
        # Somebody who holds the file may just be leaving rows out of it: its state follows.
        if one is None or (one.state not in (*OPEN, *WAITING) and not store.is_held(one.sha256)):
            merging.forget_rows(store, receipt)
    return said
