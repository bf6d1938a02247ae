"""A file is handed in: kept as it came, registered, checked, settled, and its effect reckoned.

The original and its receipt come first, so that nothing that was acknowledged is lost; the checks follow. Whoever works on
a file holds it: of two who send the same bytes at once the second waits, and finds the first one's submission.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from shouwang.access import Role, Viewer
from shouwang.desk import checking, viewing
from shouwang.desk.findings import effect_of, faults_of, keep_effect, keep_findings, reading_of
from shouwang.desk.saying import Said
from shouwang.desk.tidying import close_dead
from shouwang.errors import AccessDenied, Problem, ShouwangError, UsageError
from shouwang.intake import Checked, merging, shown_name
from shouwang.publishing import Part
from shouwang.publishing.effect import Effect, effect
from shouwang.records import (
    WAITING,
    Records,
    State,
    Submission,
    add_submission,
    exempted,
    find_submission,
    list_submissions,
    note_uses,
    set_state,
    takes_the_place_of,
)
from shouwang.store import Store

Progress = Callable[[str, int, int], None]
_AGAIN = (State.HELD, State.REFUSED)  # the same bytes are checked again


@dataclass(frozen=True)
class Receipt:
    """What the sender is told: the receipt, the three row counts, every fault, and what the file would change.

    ``is_new`` is False where the very same bytes had been taken in before: it is the same submission (one that was held
    or refused has been checked again). ``superseded``: receipts whose place it took. ``effect``: where it was accepted.
    ``notes`` are sentences beside the faults (late, a correction).
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
        AccessDenied: the viewer sends no files, or none of that area.
        UsageError: the file is not there.
        MachineError: it could not be kept; nothing was taken in.
    """
    viewing.check_may_send(viewer)
    said = _said_by(viewer, said or Said())
    shown = shown_name(Path(name) if name else file)
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise UsageError(f"文件“{shown}”不在，或读不了。它没有报送。") from fault
    why = (reason or "").strip() or None
    sha = store.keep_original(content)
    with store.hold(sha):
        close_dead(book, sha, by=viewer.user)
        taken, is_new = add_submission(
            book,
            sha256=sha,
            suffix=Path(shown).suffix,
            size=len(content),
            table=said.table,
            month=f"{said.month:%Y-%m}" if said.month else None,
            area=said.area or viewer.home_area,
            submitted_by=viewer.user,
            reason=why,
            within_areas=(said.area,) if said.area else viewer.scope.areas,
        )
        if not is_new and taken.state not in _AGAIN:
            return _told_before(store, shown, taken)
        if (
            taken.state is State.HELD
        ):  # what was said then, or found out; of a refused file that may be what was wrong
            said = Said(taken.table, month_of(taken), taken.area)
        checked = checking.read_kept(store, book, sha, shown, said, progress)
        made = settle(store, book, taken, checked, viewer, why or taken.reason)
    made = replace(made, is_new=is_new)
    return with_effect(store, book, made, progress) if made.is_accepted else made


def as_it_stands(book: Records, made: Receipt) -> Receipt:
    """Return the receipt with the submission as it is now: a file sent after it may have taken its place."""
    return replace(made, submission=find_submission(book, made.submission.receipt) or made.submission)


def settle(
    store: Store, book: Records, taken: Submission, checked: Checked, viewer: Viewer, reason: str | None
) -> Receipt:
    """Write down what the check found, and move the submission to held, refused or accepted.

    Findings are on the disk before the state speaks of them.
    """
    checking.against_sender(checked, viewer)
    checking.beside_waiting(store, book, taken.receipt, checked)
    stands = checking.against_desk(store, book, taken.receipt, checked, reason)
    state = State.REFUSED if checked.is_refused else State.HELD if checked.is_held else State.ACCEPTED
    keep_findings(store, taken.receipt, checked, stands.notes)
    if state is State.ACCEPTED:
        merging.keep_rows(store, taken.receipt, checked)
    levels = checked.faults.filter(~checked.faults["is_exempt"])["level"]
    rejections = int((levels != "warning").sum())
    with book.writing() as connection:
        set_state(
            book, taken.receipt, State.CHECKED, actor=viewer.user, within=connection,
            rows=(checked.rows_in, checked.rows_taken, checked.rows_refused),
            places=checking.places(checked),
            table=checked.kind.id if checked.kind else None,
            month=checked.month_text,
            area=_area(store, viewer, checked),
            content_hash=checking.content_hash(checked),
            reason=reason, is_late=stands.is_late, is_correction=stands.is_correction,
            rejections=rejections, warnings=len(levels) - rejections,
            exempted=checked.faults.height - len(levels),
        )  # fmt: skip
        settled = set_state(
            book, taken.receipt, state, actor=viewer.user, within=connection, message=_message(state, rejections)
        )  # fmt: skip
        superseded = supersede(book, settled, viewer.user, within=connection)
        note_uses(connection, taken.receipt, _uses(book, checked))
    for receipt in superseded:
        merging.forget_rows(store, receipt)
    return Receipt(
        checked.file, settled, tuple(checked.problems), superseded=superseded,
        unknown_columns=checked.unknown_columns, notes=stands.notes,
    )  # fmt: skip


def supersede(book: Records, newer: Submission, actor: str, *, within: Connection) -> tuple[str, ...]:
    """Move the earlier files whose place this one takes to superseded, and return their receipts.

    An accepted file takes the place of held and accepted ones, a held one that of held ones; what is sealed gives way when
    the newer file is sealed.
    """
    gives_way = {State.ACCEPTED: (State.HELD, *WAITING), State.HELD: (State.HELD,)}
    older = [
        one.receipt
        for one in list_submissions(
            book, state=gives_way.get(newer.state, ()), month=newer.month, table=newer.table, within=within
        )
        if one.receipt != newer.receipt and takes_the_place_of(newer, one)
    ]
    for receipt in older:
        set_state(
            book, receipt, State.SUPERSEDED, actor=actor, superseded_by=newer.receipt, within=within,
            message=f"被{newer.receipt}替代",
        )  # fmt: skip
    return tuple(older)


def with_effect(store: Store, book: Records, made: Receipt, progress: Progress | None = None) -> Receipt:
    """Return the receipt with what the file would change; where that cannot be reckoned now, with a sentence."""
    try:
        return replace(made, effect=reckon(store, book, made.submission, progress))
    except ShouwangError as fault:
        return replace(made, notes=(*made.notes, f"影响还没有算出: {fault}"))


def reckon(
    store: Store, book: Records, submission: Submission, progress: Progress | None = None
) -> Effect | None:
    """Reckon what a waiting submission would change, keep it beside the original, and return it."""
    if submission.state not in WAITING:
        return None
    checked = merging.kept_rows(store, submission.receipt)
    if checked is None:  # accepted by an earlier program, which kept none
        checked = checking.read_again(store, book, submission)
        merging.keep_rows(store, submission.receipt, checked)
    draft = merging.Draft.of(checked, submission.receipt, store.salt)
    parts = (
        Part(one.table, one.part, one.frame, one.sources)
        for one in merging.merged_parts(store, [draft], book=book)
    )
    found = effect(store, parts, months=[checked.month] if checked.month else [], progress=progress)
    keep_effect(store, submission.receipt, found)
    return found


def month_of(submission: Submission) -> date | None:
    return date.fromisoformat(f"{submission.month}-01") if submission.month else None


def _said_by(viewer: Viewer, said: Said) -> Said:
    """Return what the sender says, with a township's own area.

    Raises:
        AccessDenied: the area is not the sender's.
    """
    if viewer.role is not Role.TOWN_HEAD:
        return said
    if said.area is not None and not viewer.scope.covers(said.area):
        raise AccessDenied("只能报送本乡镇的文件。没有报送。")
    return replace(said, area=said.area or viewer.home_area)


def _told_before(store: Store, shown: str, taken: Submission) -> Receipt:
    """Return the receipt of a file that was taken in before, as it stands."""
    reading = reading_of(store, taken.receipt)
    problems = [
        Problem(shown, reading.get("sheet"), row, column, rule, level, message)
        for rule, level, row, column, message in faults_of(store, taken.receipt)
        .select("rule", "level", "row", "column", "message")
        .iter_rows()
    ]
    return Receipt(
        shown, taken, tuple(problems), is_new=False, unknown_columns=tuple(reading.get("unknown_columns", ())),
        notes=tuple(reading.get("notes", ())), effect=effect_of(store, taken.receipt),
    )  # fmt: skip


def _area(store: Store, viewer: Viewer, checked: Checked) -> str:
    """Return the area that the submission is of: a township's file is its own, whatever it turned out to hold."""
    if viewer.role is Role.TOWN_HEAD:
        return viewer.home_area
    area = checked.area
    return area if area is not None and area.startswith(store.county) else store.county


def _message(state: State, rejections: int) -> str:
    if state is State.ACCEPTED:
        return ""
    return f"有{rejections}处需要更正" if state is State.HELD else f"整份没有采用，有{rejections}处需要更正"


def _uses(book: Records, checked: Checked) -> Counter[str]:
    """Return how many faults each exemption lifted."""
    numbers = exempted(book)
    pairs = checked.faults.filter(checked.faults["is_exempt"]).select("rule", "object_key").iter_rows()
    return Counter(numbers[pair] for pair in pairs if pair in numbers)
