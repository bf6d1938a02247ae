"""Care of the versions: what sealing would change, going back to one, hashing everything again.

Going back and hashing are the steward's, and both are audited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shouwang import publishing, records
from shouwang.access import Viewer
from shouwang.desk import viewing
from shouwang.errors import ShouwangError
from shouwang.intake import merging
from shouwang.publishing import Part
from shouwang.publishing.effect import Effect, effect
from shouwang.records import Records
from shouwang.store import Manifest, Store, locks, sentences
from shouwang.store.reconciliation import restate
from shouwang.store.verification import Progress, VerifyFault

STORE = "store"  # how the whole store is named in the audit


@dataclass(frozen=True)
class Verification:
    """What hashing everything again found.

    ``files``: table -> how many files of it were hashed, over all versions. ``chain``: where the audit does not hold.
    """

    newest: int
    files: dict[str, int]
    faults: tuple[VerifyFault, ...]
    chain: tuple[str, ...]

    @property
    def harmful(self) -> tuple[VerifyFault, ...]:
        return tuple(fault for fault in self.faults if not fault.is_harmless)

    @property
    def is_sound(self) -> bool:
        return not self.harmful and not self.chain

    @property
    def faulty_versions(self) -> tuple[int, ...]:
        return tuple(sorted({number for fault in self.harmful for number in fault.versions}))


def foresee(
    store: Store,
    book: Records,
    receipts: Iterable[str],
    *,
    viewer: Viewer,
    progress: publishing.Progress | None = None,
) -> Effect:
    """Return what sealing these submissions together would change, from their rows as they were read.

    Raises:
        UsageError: no such receipt, or it is not this viewer's.
        ConfigError, MachineError: as ``publishing.effect``.
    """
    chosen = [viewing.find(book, viewer, receipt) for receipt in receipts]
    drafts = [
        merging.Draft.of(rows, one.receipt, store.salt)
        for one in chosen
        if (rows := merging.kept_rows(store, one.receipt)) is not None
    ]
    parts = (
        Part(one.table, one.part, one.frame, one.sources)
        for one in merging.merged_parts(store, drafts, book=book)
    )
    months = {date.fromisoformat(f"{one.month}-01") for one in chosen if one.month}
    return effect(store, parts, months=sorted(months), progress=progress)


def restore(store: Store, book: Records, number: int, *, viewer: Viewer, reason: str) -> Manifest:
    """Go back to a version by a new one with its files; nothing is taken away.

    Raises:
        AccessDenied: the viewer is not the steward.
        UsageError: there is no reason.
        VersionUnknown, StoreDamaged, PublishConflict, MachineError: as ``Store.restore``; nothing was changed.
    """
    viewing.check_is_steward(viewer, "退回版本")
    said = viewing.needed_reason(reason, "退回版本")
    target = records.version_object((store.numbers() or [0])[-1] + 1)
    try:
        with (
            # Whoever looks can tell by the lock a restore that is under way from one that died.
            locks.at_work(store.root),
            records.audited(book, actor=viewer.user, action="restore", target=target) as detail,
        ):
            made = store.restore(number, author=viewer.user, reason=said)
            detail.update(restored_from=number)
            # Before the audit says that it is done: after a crash here the next command finds the row missing and does both.
            restate(store, book, actor=viewer.user)
    except OSError as fault:
        raise sentences.machine_fault(fault, "退回版本") from fault
    return made


def verify(store: Store, book: Records, *, viewer: Viewer, progress: Progress | None = None) -> Verification:
    """Hash every file of every version again, and the audit's chain, and write down what was found.

    Raises:
        AccessDenied: the viewer is not the steward.
        MachineError: the store cannot be listed.
    """
    viewing.check_is_steward(viewer, "核验")
    found = Verification(
        newest=(store.numbers() or [0])[-1],
        files=_files(store),
        faults=tuple(store.verify(progress)),
        chain=tuple(records.verify_records(book)),
    )
    records.append_audit(
        book, actor=viewer.user, action="verify", target=STORE,
        detail={
            "newest": found.newest, "files": sum(found.files.values()), "faults": len(found.harmful) + len(found.chain),
            "faulty": list(found.faulty_versions),
        },
    )  # fmt: skip
    return found


def _files(store: Store) -> dict[str, int]:
    named: set[tuple[str, str]] = set()
    for number in store.numbers():
        try:
            manifest = store.manifest(number)
        except ShouwangError:
            continue  # its fault is among those that are found
        named |= {(key.split("/", 1)[0], entry.path) for key, entry in manifest.files.items()}
    return dict(Counter(table for table, _ in named))
