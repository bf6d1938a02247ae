"""After a crash between commit and audit: what was done but not written down is written down now (I6).

Apart from the rest of the store, so that reading a version needs no database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection

from shouwang import records
from shouwang.errors import MachineError, ShouwangError, StoreDamaged, StoreForeign, UsageError
from shouwang.records import Records, State
from shouwang.store import locks
from shouwang.store.manifest import Manifest
from shouwang.store.store import Store

ACTIONS = ("publish", "restore")
# Whoever does one of these holds the store's lock meanwhile: while nobody does, what was begun is dead.
_ACTION_LABELS = {"publish": "发布", "restore": "退回版本", "backup": "备份"}


@dataclass(frozen=True)
class Reconciled:
    """What was found: versions whose audit row was made up for, submissions moved on, versions that are gone.

    ``broken``: actions that had begun and whose end nobody had written down; they came to nothing.
    ``vanished`` versions are in the audit and not on the disk: nothing can be made up for, somebody must look.
    """

    repaired: tuple[int, ...] = ()
    submissions: tuple[str, ...] = ()
    vanished: tuple[int, ...] = ()
    broken: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        said = []
        if self.repaired:
            said.append(f"补记了{_numbers(self.repaired)}的发布审计(上次发布在记录前中断)。")
        if self.submissions:
            said.append(f"{len(self.submissions)}份报送已在发布的版本中，状态已更正为已封存。")
        if self.broken:
            said.append(
                f"上次的{'、'.join(_ACTION_LABELS[one] for one in self.broken)}中断了，没有做成，已记入审计。"
            )
        if self.vanished:
            said.append(
                f"审计中有{_numbers(self.vanished)}，数据仓里却没有。请从备份恢复清单文件，并查明原因。"
            )
        return said


def reconcile_audit(store: Store, book: Records) -> Reconciled:
    """Bring the audit and the submissions into line with the versions on the disk. Run it at the start and before a publish.

    Raises:
        MachineError: the database refuses.
    """
    audited = records.audited_objects(book, ACTIONS)
    known = store.numbers()
    waiting = {one.receipt for one in records.list_submissions(book, state=records.WAITING)}
    repaired: list[int] = []
    moved: list[str] = []
    gone_back = False
    for number in known:
        is_new = records.version_object(number) not in audited
        if not is_new and not waiting:
            continue
        try:
            manifest = store.manifest(number)
        except (StoreDamaged, StoreForeign):
            continue  # verify and the banner speak of it; its row is made up for when it is back
        due = sorted(waiting.intersection(manifest.submissions))
        if not is_new and not due:
            continue
        with book.writing() as connection:
            # Asked again inside the lock: another process may be reconciling too, or have just written its row.
            if records.version_object(number) not in records.audited_objects(
                book, ACTIONS, within=connection
            ):
                records.append_audit(
                    book,
                    actor=manifest.author,
                    action="restore" if manifest.restored_from else "publish",
                    target=records.version_object(number),
                    detail={"repaired": True, "created_at": manifest.created_at, "seal": manifest.seal},
                    within=connection,
                )
                repaired.append(number)
                gone_back = gone_back or manifest.restored_from is not None
            for receipt in due:
                _seal(book, receipt, manifest, connection)
                moved.append(receipt)
        waiting.difference_update(due)
    if gone_back:
        restate(store, book, actor=store.snapshot().manifest.author)
    on_disk = {records.version_object(number) for number in known}
    vanished = sorted(int(name.rsplit("/", 1)[1]) for name in audited - on_disk)
    return Reconciled(tuple(repaired), tuple(moved), tuple(vanished), _close_broken(store, book))


@contextmanager
def sealing(store: Store, book: Records, receipts: tuple[str, ...]) -> Iterator[Callable[[Manifest], None]]:
    """Hold the submissions that are being sealed as they are, from the last look at them to the commit and beyond.

    The block commits the version and hands it to what it was given; the submissions move on to published in the same
    transaction, so that nobody can take one back, or send another in its place, in between.

    Raises:
        UsageError: one is not waiting any more; nothing was committed.
        MachineError: as ``records.writing``; where the version stands already, the sentence says so.
    """
    made: list[Manifest] = []
    try:
        with book.writing() as connection:
            for receipt in receipts:
                found = records.find_submission(book, receipt, within=connection)
                # One that is sealed already means that another publish was first: the commit will tell who.
                if found is not None and found.state not in {*records.WAITING, State.PUBLISHED}:
                    raise UsageError(
                        f"报送“{receipt}”刚刚{records.STATE_LABELS[found.state]}，没有生成新版本。请核对后再发布。"
                    )
            yield made.append
            for manifest in made:
                for receipt in receipts:
                    found = records.find_submission(book, receipt, within=connection)
                    if found is not None and found.state in records.WAITING:
                        _seal(book, receipt, manifest, connection)
    except MachineError as fault:
        raise (_written_down_later(made[0], fault) if made else fault) from fault


def _written_down_later(made: Manifest, fault: ShouwangError) -> MachineError:
    return MachineError(
        f"第{made.version}版已经封存，没有丢失；只是没有记入登记库，下次运行任何命令时会补记。原因: {fault}"
    )


def _close_broken(store: Store, book: Records) -> tuple[str, ...]:
    """Write it down that an action came to nothing where its process died in it, and return which actions."""
    actions = tuple(_ACTION_LABELS)
    if not records.unfinished(book, actions):
        return ()
    closed: list[str] = []
    with suppress(OSError), locks.alone(store.root) as is_alone:  # a disk that refuses: the next time
        if not is_alone:
            return ()
        known = {records.version_object(number) for number in store.numbers()}
        with book.writing() as connection:
            for row in records.unfinished(book, actions, within=connection):
                if row.object in known and row.action in ACTIONS:
                    continue  # it was done: its row is made up for as soon as its manifest can be read
                records.append_audit(
                    book, actor=row.actor, action=row.action, target=row.object, result=records.FAILED,
                    detail={"interrupted": True, "begun": row.seq}, within=connection,
                )  # fmt: skip
                closed.append(row.action)
    return tuple(closed)


def restate(store: Store, book: Records, *, actor: str) -> None:
    """After going back to a version: what was sealed later is not in the current one, what it had replaced is again.

    Raises:
        StoreDamaged: a version on the way to the current one cannot be read.
        MachineError: the database refuses.
    """
    line = _line(store)
    sealed = {
        one.receipt: one
        for one in records.list_submissions(book, state=(State.PUBLISHED, State.SUPERSEDED))
        if one.version is not None
    }
    with book.writing() as connection:
        for one in sealed.values():
            newer = sealed.get(one.superseded_by or "")
            stands = one.version in line and (newer is None or newer.version not in line)
            if stands is (one.state is State.PUBLISHED):
                continue
            records.set_state(
                book, one.receipt, State.PUBLISHED if stands else State.SUPERSEDED, actor=actor, within=connection,
                message="退回较早的版本，又在现在的版本里" if stands else "退回较早的版本，不在现在的版本里",
            )  # fmt: skip


def _line(store: Store) -> set[int]:
    """Return the versions whose content the current one goes on from: its parent, or what it went back to, and so on."""
    line: set[int] = set()
    number: int | None = store.snapshot().number
    while number is not None and number not in line:
        line.add(number)
        manifest = store.manifest(number)
        number = manifest.restored_from or manifest.parent
    return line


def _seal(book: Records, receipt: str, manifest: Manifest, connection: Connection) -> None:
    """Move a submission on to published, and the sealed one whose place it takes to superseded."""
    before = records.find_submission(book, receipt, within=connection)
    assert before is not None  # asked for by its receipt a moment ago
    alone = "，单人发布" if before.state is State.ACCEPTED else ""
    sealed = records.set_state(
        book, receipt, State.PUBLISHED, actor=manifest.author, version=manifest.version, within=connection,
        message=f"封存于第{manifest.version}版{alone}",
    )  # fmt: skip
    for older in records.list_submissions(
        book, state=State.PUBLISHED, month=sealed.month, table=sealed.table, within=connection
    ):
        if older.receipt != receipt and records.takes_the_place_of(sealed, older):
            records.set_state(
                book, older.receipt, State.SUPERSEDED, actor=manifest.author, superseded_by=receipt,
                message=f"被{receipt}替代", within=connection,
            )  # fmt: skip


def _numbers(numbers: tuple[int, ...]) -> str:
    return f"第{'、'.join(map(str, numbers))}版"
