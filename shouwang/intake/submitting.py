"""The life of a file: kept as it came, checked, accepted or refused; at publish read again from the kept bytes.

The original and its receipt come first, so that nothing that was acknowledged is lost; the checks follow. Reading twice
keeps no second copy of personal data between submission and publication.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from shouwang.clock import COUNTY_TIME
from shouwang.errors import Problem, UsageError
from shouwang.intake import crossing
from shouwang.intake.checked import Checked
from shouwang.intake.checking import check, shown_name
from shouwang.records import (
    Records,
    State,
    Submission,
    add_submission,
    find_submission_by_sha,
    list_submissions,
    set_state,
)
from shouwang.store import Store

ABANDONED = timedelta(minutes=10)


@dataclass(frozen=True)
class Receipt:
    """What the sender is told: the receipt, the three row counts, and every fault.

    ``is_new`` is False where the very same bytes had been taken in before: nothing was done again.
    """

    file: str
    submission: Submission
    problems: tuple[Problem, ...] = ()
    is_new: bool = True
    superseded: tuple[str, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return self.submission.state in {State.ACCEPTED, State.PUBLISHED}


@dataclass(frozen=True)
class Said:
    """What the sender says of the files; each must not contradict them."""

    kind: str | None = None
    month: date | None = None
    area: str | None = None


def submit(
    store: Store, book: Records, files: Iterable[Path], *, by: str, said: Said | None = None
) -> list[Receipt]:
    """Take files in and return a receipt for each, in order.

    Raises:
        UsageError: a file is not there.
        MachineError: a file could not be kept; those before it were, and have their receipts.
    """
    said = said or Said()
    paths = list(dict.fromkeys(files))
    receipts: dict[Path, Receipt] = {}
    fresh: list[tuple[Path, Submission, Checked]] = []
    twins: list[tuple[Path, str]] = []
    for path in paths:
        taken, is_new = _take(store, book, path, said, by)
        if not is_new:
            receipts[path] = Receipt(shown_name(path), taken, is_new=False)
        elif any(taken.receipt == other.receipt for _, other, _ in fresh):
            twins.append((path, taken.receipt))
        else:
            checked = _check(store, path, said)
            fresh.append((path, taken, checked))
    waiting = [checked for _, checked in read_again(store, list_submissions(book, state=State.ACCEPTED))]
    crossing.compare([*waiting, *(checked for _, _, checked in fresh if checked.is_accepted)])
    for path, taken, checked in fresh:
        receipts[path] = _settle(book, taken, checked, by)
    settled = {one.submission.receipt: one.submission for one in receipts.values()}
    for path, receipt in twins:
        receipts[path] = Receipt(shown_name(path), settled[receipt], is_new=False)
    return [receipts[path] for path in paths]


def _take(store: Store, book: Records, path: Path, said: Said, by: str) -> tuple[Submission, bool]:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UsageError(f"文件“{shown_name(path)}”不在，或读不了。它没有报送。") from fault
    sha = store.keep_original(content)
    month = f"{said.month:%Y-%m}" if said.month else None
    before = find_submission_by_sha(book, sha, table=said.kind, month=month, area=said.area)
    if before is not None and before.state is not State.RECEIVED:
        return before, False
    taken, _ = add_submission(
        book,
        sha256=sha,
        suffix=path.suffix,
        size=len(content),
        table=said.kind,
        month=month,
        area=said.area,
        submitted_by=by,
    )
    return taken, True


def _check(store: Store, path: Path, said: Said) -> Checked:
    return check(path, store=store, table=said.kind, month=said.month, area=said.area)


def _settle(book: Records, taken: Submission, checked: Checked, by: str) -> Receipt:
    """Write down what the check found; an earlier file of the same kind, month and place that still waits gives way."""
    is_accepted = checked.is_accepted
    faults = sum(problem.level != "warning" for problem in checked.problems)
    settled = set_state(
        book,
        taken.receipt,
        State.ACCEPTED if is_accepted else State.REFUSED,
        actor=by,
        rows=(checked.rows_in, checked.rows_taken, checked.rows_refused),
        message=None if is_accepted else f"有{faults}处需要更正",
        table=checked.kind.id if checked.kind else None,
        month=checked.month_text,
        area=checked.area,
    )
    superseded = _supersede(book, settled, by) if is_accepted else ()
    return Receipt(checked.file, settled, tuple(checked.problems), superseded=superseded)


def _supersede(book: Records, newer: Submission, by: str) -> tuple[str, ...]:
    older = [
        one.receipt
        for one in list_submissions(book, state=State.ACCEPTED, month=newer.month, area=newer.area)
        if one.table == newer.table and one.receipt < newer.receipt
    ]
    for receipt in older:
        set_state(book, receipt, State.SUPERSEDED, actor=by, message=f"被{newer.receipt}替代")
    return tuple(older)


def read_again(store: Store, submissions: Iterable[Submission]) -> list[tuple[Submission, Checked]]:
    """Return the submissions with their content, read from the kept originals (checked against their hashes).

    Raises:
        StoreDamaged: an original is damaged.
    """
    found = []
    for one in submissions:
        with tempfile.TemporaryDirectory(prefix="shouwang-") as folder:
            path = Path(folder) / one.stored_name
            path.write_bytes(store.original(one.sha256))
            month = date.fromisoformat(f"{one.month}-01") if one.month else None
            found.append((one, check(path, store=store, table=one.table, month=month, area=one.area)))
    return found


def mark_interrupted(book: Records, *, by: str) -> list[str]:
    """Close the receipts whose reading died; their files are kept and have to be sent again. Return their numbers."""
    limit = (datetime.now(COUNTY_TIME) - ABANDONED).isoformat(timespec="seconds")
    dead = [one.receipt for one in list_submissions(book, state=State.RECEIVED) if one.submitted_at < limit]
    for receipt in dead:
        set_state(book, receipt, State.INTERRUPTED, actor=by, message="处理中断，请重新提交")
    return dead
