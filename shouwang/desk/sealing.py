"""Submissions are sealed as a new version: read again from the kept originals, checked again, merged, published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shouwang import intake, publishing
from shouwang.access import Viewer
from shouwang.desk import checking, viewing
from shouwang.desk.findings import keep_findings
from shouwang.desk.tidying import tidy
from shouwang.errors import DataFaults, UsageError
from shouwang.intake import Checked, merging
from shouwang.publishing import Part, Progress
from shouwang.records import (
    STATE_LABELS,
    WAITING,
    Records,
    State,
    Submission,
    append_audit,
    exempted,
    list_submissions,
    set_state,
    version_object,
)
from shouwang.store import Manifest, Store


@dataclass(frozen=True)
class Waiting:
    """What can be sealed now. ``unconfirmed`` waits for a second person, ``held`` for a corrected file or the steward."""

    confirmed: tuple[Submission, ...] = ()
    unconfirmed: tuple[Submission, ...] = ()
    held: tuple[Submission, ...] = ()


def waiting(book: Records, viewer: Viewer, *, month: date | None = None) -> Waiting:
    """Return what waits at the desk, oldest first."""
    found = list_submissions(
        book,
        state=(*WAITING, State.HELD),
        month=f"{month:%Y-%m}" if month else None,
        areas=viewer.scope.areas,
    )

    def those(state: State) -> tuple[Submission, ...]:
        return tuple(one for one in found if one.state is state)

    return Waiting(those(State.CONFIRMED), those(State.ACCEPTED), those(State.HELD))


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
        DataFaults: a file no longer passes the checks (a reference file has changed, or a later file does not fit it); it
            is held, and nothing is sealed.
        PublishConflict, MachineError: nothing of this version is visible.
    """
    viewing.check_is_steward(viewer, "封存新版本")
    why = viewing.needed_reason(reason, "封存新版本")
    tidy(store, book, by=viewer.user)
    chosen = _chosen(book, viewer, month, receipts, alone=alone)
    drafts = _read_again(store, book, chosen, viewer, progress)
    approvers = dict.fromkeys(one.confirmed_by for one in chosen if one.confirmed_by)

    def parts() -> Iterator[Part]:
        for one in merging.merged_parts(store, drafts, book=book):
            yield Part(one.table, one.part, one.frame, one.sources)

    made = publishing.publish(
        store,
        parts(),
        author=viewer.user,
        reason=why,
        submissions=[one.receipt for one in chosen],
        approver="、".join(approvers) or None,
        exemptions=frozenset(exempted(book)),
        progress=progress,
    )
    by_one = [one.receipt for one in chosen if one.state is State.ACCEPTED]
    if by_one:
        append_audit(
            book, actor=viewer.user, action="publish_alone", target=version_object(made.version),
            detail={"submissions": by_one},
        )  # fmt: skip
    tidy(store, book, by=viewer.user)
    return made


def _chosen(
    book: Records, viewer: Viewer, month: date | None, receipts: Iterable[str] | None, *, alone: bool
) -> list[Submission]:
    """Return what is to be sealed, oldest first.

    Raises:
        UsageError: there is nothing, or a receipt that was asked for is not ready.
    """
    ready = WAITING if alone else (State.CONFIRMED,)
    wanted = set(receipts) if receipts is not None else None
    if wanted is not None:
        for receipt in sorted(wanted):
            state = viewing.find(book, viewer, receipt).state
            if state not in ready:
                missing = "，要先由另一个人确认" if state is State.ACCEPTED else ""
                raise UsageError(f"报送“{receipt}”{STATE_LABELS[state]}，不能封存{missing}。没有生成新版本。")
    found = list_submissions(book, state=ready, month=f"{month:%Y-%m}" if month else None)
    chosen = [one for one in found if wanted is None or one.receipt in wanted]
    if chosen:
        return chosen
    if not alone and list_submissions(book, state=State.ACCEPTED):
        raise UsageError(
            "已通过的报送还没有经另一个人确认，没有生成新版本。请先由另一个人用 shouwang confirm 确认。"
        )
    raise UsageError("没有等待发布的报送，没有生成新版本。请先用 shouwang submit 报送文件。")


def _read_again(
    store: Store, book: Records, chosen: list[Submission], viewer: Viewer, progress: Progress | None
) -> list[merging.Draft]:
    """Read the files again from their originals: reference files may have changed since they were accepted.

    Raises:
        DataFaults: a file would no longer be accepted; it has been moved back to held.
        StoreDamaged: an original is damaged.
    """
    pairs: list[tuple[Submission, Checked]] = []
    for number, one in enumerate(chosen, 1):
        if progress:
            progress(f"重新核对 {one.receipt}", number, len(chosen))
        pairs.append((one, checking.read_again(store, book, one)))
    intake.compare([checked for _, checked in pairs])
    fallen = [(one, checked) for one, checked in pairs if not is_as_accepted(one, checked)]
    if fallen:
        for one, checked in fallen:
            _hold_back(store, book, one, checked, viewer)
        raise DataFaults(
            f"{'、'.join(one.receipt for one, _ in fallen)}现在通不过检查(参考文件改过，或与后来的报送对不上)，已转为待更正；"
            "没有发布任何一份。请更正后重报，或再发布一次只封存其余的:",
            [fault for _, checked in fallen for fault in checked.problems if fault.level != "warning"],
        )
    return [merging.Draft.of(checked, one.receipt, store.salt) for one, checked in pairs]


def _hold_back(store: Store, book: Records, submission: Submission, checked: Checked, viewer: Viewer) -> None:
    """Move what waited back to held, with the faults that it has now: whoever confirmed it saw another file."""
    keep_findings(store, submission.receipt, checked, ())
    with book.writing() as connection:
        set_state(
            book, submission.receipt, State.HELD, actor=viewer.user, within=connection,
            rows=(checked.rows_in, checked.rows_taken, checked.rows_refused), places=checking.places(checked),
            message="封存前再次核对，没有通过", confirmed_by="", confirmed_at="", confirmed_reason="",
            left_out_by="", left_out_at="", left_out_reason="",
        )  # fmt: skip
    merging.forget_rows(store, submission.receipt)


def is_as_accepted(submission: Submission, checked: Checked) -> bool:
    """Say whether a file still passes: nothing refused, or only the rows that the steward left out."""
    if not submission.left_out_at:
        return checked.is_accepted
    return not checked.is_refused and checked.rows_refused == submission.rows_refused
