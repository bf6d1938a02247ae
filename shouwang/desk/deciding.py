"""People's decisions on a submission: rows left out, taken back, confirmed by a second person."""

from __future__ import annotations

from collections.abc import Iterable

from shouwang.access import Role, Viewer
from shouwang.clock import now
from shouwang.desk import checking, viewing
from shouwang.desk.findings import effect_of
from shouwang.desk.taking import Receipt, reckon, supersede, with_effect
from shouwang.errors import AccessDenied, DataFaults, UsageError
from shouwang.intake import merging
from shouwang.records import STATE_LABELS, WAITING, Records, State, Submission, set_state
from shouwang.store import Store
from shouwang.store.reconciliation import reconcile_audit


def leave_out(store: Store, book: Records, receipt: str, *, viewer: Viewer, reason: str) -> Submission:
    """Take a held submission without its refused rows; they stay counted as refused.

    Raises:
        AccessDenied: the viewer is not the steward.
        UsageError: no such receipt, it is not held, no row would be left, or there is no reason.
        DataFaults: the file reads otherwise today (a reference file has changed); it has to be sent again.
    """
    viewing.check_is_steward(viewer, "剔除有错的行")
    why = viewing.needed_reason(reason, "剔除有错的行")
    found = viewing.find(book, viewer, receipt)
    _check_state(found, (State.HELD,), "不能剔除行")
    if not found.rows_taken:
        raise UsageError(f"报送“{receipt}”没有一行可以采用，剔除后就空了。请更正后重报。")
    with store.hold(found.sha256):
        checked = checking.read_again(store, book, found)
        if checked.is_refused or checked.rows_refused != found.rows_refused:
            raise DataFaults(
                f"报送“{receipt}”现在的检查结果与当时不同(参考文件可能改过)，没有剔除。请重报一次这份文件。",
                checked.problems,
            )
        merging.keep_rows(store, receipt, checked)
        with book.writing() as connection:
            settled = set_state(
                book, receipt, State.ACCEPTED, actor=viewer.user, within=connection,
                message=f"剔除{found.rows_refused}行后采用: {why}", was=State.HELD,
                left_out_by=viewer.user, left_out_at=now(), left_out_reason=why,
            )  # fmt: skip
            superseded = supersede(book, settled, viewer.user, within=connection)
    for older in superseded:
        merging.forget_rows(store, older)
    with_effect(store, book, Receipt(receipt, settled))
    return settled


def withdraw(store: Store, book: Records, receipt: str, *, viewer: Viewer, reason: str) -> Submission:
    """Take a submission back before it is sealed; its township or the steward may.

    Raises:
        AccessDenied: the viewer sends no files.
        UsageError: no such receipt, it is sealed or gone, or there is no reason.
    """
    viewing.check_may_send(viewer)
    why = viewing.needed_reason(reason, "撤回报送")
    reconcile_audit(store, book)  # a publish that died behind its commit has sealed it
    found = viewing.find(book, viewer, receipt)
    _check_state(found, (State.HELD, *WAITING), "不能撤回")
    moved = set_state(
        book, receipt, State.WITHDRAWN, actor=viewer.user, message=f"撤回: {why}", was=found.state
    )
    merging.forget_rows(store, receipt)
    return moved


def confirm(
    store: Store, book: Records, receipts: Iterable[str], *, viewer: Viewer, reason: str | None = None
) -> list[Submission]:
    """Confirm accepted submissions as the second person, all or none.

    Raises:
        AccessDenied: the viewer is not the steward, or sent one of them, or left rows of it out.
        UsageError: no such receipt, one is not accepted, an effect asks for a reason, or the current version is newer than
            the one that an effect was reckoned against (it has been reckoned again: look at it and confirm then).
    """
    viewing.check_is_steward(viewer, "确认报送")
    found = [viewing.find(book, viewer, receipt) for receipt in dict.fromkeys(receipts)]
    if not found:
        raise UsageError("没有指明要确认哪一份报送。")
    for one in found:
        _check_state(one, (State.ACCEPTED,), "不能确认")
        if viewer.user in {one.submitted_by, one.left_out_by}:
            raise AccessDenied(f"报送“{one.receipt}”是您自己经手的，要由另一个人确认。没有改动。")
    why = (reason or "").strip() or None
    _check_effects(store, book, found, why)
    with book.writing() as connection:
        return [
            set_state(
                book,
                one.receipt,
                State.CONFIRMED,
                actor=viewer.user,
                within=connection,
                message=why,
                was=State.ACCEPTED,
                confirmed_by=viewer.user,
                confirmed_at=now(),
                confirmed_reason=why,
            )  # fmt: skip
            for one in found
        ]


def _check_effects(store: Store, book: Records, found: list[Submission], reason: str | None) -> None:
    """Raise where an effect is out of date, or asks for a reason that was not given."""
    numbers = store.numbers()
    current = numbers[-1] if numbers else None
    remade, asks = [], []
    for one in found:
        effect = effect_of(store, one.receipt)
        if effect is None or effect.base_version != current:
            reckon(store, book, one)
            remade.append(one.receipt)
        else:
            asks += [f"{one.receipt}: {sentence}" for sentence in effect.asks]
    if remade:
        raise UsageError(
            f"算影响之后又发布了新的一版，{'、'.join(remade)}的影响已按现在的版本重新算过，没有确认。请看过再确认。"
        )
    if asks and reason is None:
        raise UsageError(f"要写明理由才能确认，没有确认。{' '.join(asks)}")


def _check_state(submission: Submission, wanted: Iterable[State], what: str) -> None:
    if submission.state not in wanted:
        raise UsageError(
            f"报送“{submission.receipt}”{STATE_LABELS[submission.state]}，{what}。状态没有改动。"
        )


def may_confirm(viewer: Viewer, submission: Submission) -> bool:
    """Say whether this viewer could be the second person of a submission."""
    return (
        viewer.role is Role.STEWARD
        and submission.state is State.ACCEPTED
        and viewer.user not in {submission.submitted_by, submission.left_out_by}
    )
