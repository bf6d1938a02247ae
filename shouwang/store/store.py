"""Sealed versions on one local disk: list, stage, commit, open.

store.json               what store this is (format, county, demo or not, salt of the pseudonyms), sealed
manifests/00000042.json  one version; the highest whose seal holds is the current one, there is no pointer file
objects/…                immutable Parquet files, named by their hash
submissions/…            the files as they came in, named by their hash
findings/<receipt>/…     what was found about a submission (faults, effect, the rows that wait)
staging/…                what a publish is writing; nothing refers to it, leftovers are swept
publish.lock             held by whoever publishes (shared) or sweeps (alone)
records.sqlite           submissions and audit, where no other database is named (``shouwang.records``)
"""

from __future__ import annotations

import glob
import json
import os
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from shouwang.clock import now
from shouwang.errors import (
    MachineError,
    ShouwangError,
    StoreDamaged,
    StoreForeign,
    StoreMissing,
    UsageError,
    VersionUnknown,
)
from shouwang.schema import SOURCE_TABLES, Parts
from shouwang.store import comparison, disk, findings, layout, leftovers, originals, sentences, verification
from shouwang.store import manifest as manifests
from shouwang.store.manifest import Manifest
from shouwang.store.snapshot import Snapshot, fault_of
from shouwang.store.staging import Staging

FORMAT = 1


@dataclass(frozen=True)
class VersionInfo:
    """One line of the history. A damaged version has its number and ``damaged`` alone.

    ``months`` are those of any monthly table that was reported; ``rows`` counts the reported tables, not what is computed.
    """

    number: int
    damaged: bool
    created_at: str = ""
    author: str = ""
    reason: str = ""
    parent: int | None = None
    restored_from: int | None = None
    months: tuple[str, ...] = ()
    rows: int = 0
    submissions: tuple[str, ...] = ()


class Store:
    """A county's store. Opening one does not read data; a snapshot does."""

    def __init__(self, root: Path, county: str, *, is_demo: bool, salt: str, created_at: str) -> None:
        self.root = root
        self.county = county
        self.is_demo = is_demo
        self.salt = salt
        self.made_on = date.fromisoformat(created_at[:10])

    # -- the store itself ------------------------------------------------------------------------------------------

    @classmethod
    def create(cls, root: Path, county: str, *, is_demo: bool = False, salt: str | None = None) -> Store:
        """Make an empty store. One whose making was interrupted is finished.

        Raises:
            UsageError: the folder already holds something.
            MachineError: the folder cannot be made.
        """
        salt = salt or secrets.token_hex(16)
        at = now()
        about = {"format": FORMAT, "county": county, "demo": is_demo, "salt": salt, "created_at": at}
        try:
            if root.exists() and any(root.iterdir()) and not cls.is_unfinished(root):
                raise UsageError(
                    "目标文件夹不是空的，没有改动其中任何内容。请换一个文件夹，或先把原有内容移走。"
                )
            for folder in layout.FOLDERS:
                disk.make_folder(root / folder)
            draft = _draft(root)
            sealed = {**about, "seal": manifests.seal_of(about)}
            disk.write(draft, json.dumps(sealed, ensure_ascii=False, indent=1).encode())
            os.replace(draft, root / layout.STORE_FILE)
            disk.sync(root)
        except NotADirectoryError as fault:
            raise UsageError("目标不是文件夹，没有改动任何内容。请换一个文件夹。") from fault
        except OSError as fault:
            raise sentences.machine_fault(fault, "建立数据仓") from fault
        return cls(root, county, is_demo=is_demo, salt=salt, created_at=at)

    @staticmethod
    def is_unfinished(root: Path) -> bool:
        """Say whether an earlier ``create`` was interrupted here: some of our folders, and not a file but its draft."""
        try:
            inside = list(root.iterdir())
            ours = all(entry.is_dir() and entry.name in layout.FOLDERS for entry in inside)
            return bool(inside) and ours and set(root.glob("*/*")) <= {_draft(root)}
        except OSError:
            return False

    @classmethod
    def open(cls, root: Path) -> Store:
        """Open a store.

        Raises:
            StoreMissing: there is none.
            StoreDamaged: store.json is torn, or a folder is gone.
            StoreForeign: it was made by a newer (or too old) program.
            MachineError: no right to read it.
        """
        try:
            about = json.loads((root / layout.STORE_FILE).read_text("utf-8"))
            written = int(about["format"])
        except (FileNotFoundError, NotADirectoryError) as fault:
            aside = [] if root.exists() else sorted(root.parent.glob(f"{glob.escape(root.name)}.replaced-*"))
            if aside:
                raise StoreMissing(
                    f"上次恢复备份时中断在更换的那一刻: 原有的数据仓还在，名为 {aside[-1].name}。"
                    "请再运行一次 shouwang restore-backup，或把它改回原名。"
                ) from fault
            raise StoreMissing(
                "这里还没有数据仓。请先运行 shouwang init --county 代码 建一个空的，或运行 shouwang demo 做一个演示县。"
            ) from fault
        except OSError as fault:
            raise MachineError(
                f"{sentences.cause_of(fault)}，打不开数据仓，没有改动任何内容。请联系管理员。"
            ) from fault
        except (ValueError, KeyError, TypeError) as fault:
            raise _store_file_damaged() from fault
        if written != FORMAT:
            age = "更新" if written > FORMAT else "更旧"
            raise StoreForeign(
                f"这个数据仓是用{age}的程序写的(格式{written}，本程序认得格式{FORMAT})，没有改动任何内容。"
                "请换用相应版本的程序。"
            )
        # Sealed like a version: one wrong bit in the salt would give every household another pseudonym, silently.
        if about.pop("seal", None) != manifests.seal_of(about):
            raise _store_file_damaged()
        opened = cls(
            root, about["county"], is_demo=about["demo"], salt=about["salt"], created_at=about["created_at"]
        )
        gone = [folder for folder in (layout.MANIFESTS, layout.OBJECTS) if not (root / folder).is_dir()]
        if gone:
            raise StoreDamaged(f"数据仓缺少文件夹 {'、'.join(gone)}，不显示任何数字。请从备份恢复。")
        return opened

    # -- versions --------------------------------------------------------------------------------------------------

    def numbers(self) -> list[int]:
        """Return the version numbers on disk, oldest first, damaged ones included.

        Raises:
            MachineError: the folder cannot be read (which must not look like an empty store).
        """
        try:
            names = os.listdir(self.root / layout.MANIFESTS)
        except OSError as fault:
            raise MachineError(
                f"{sentences.cause_of(fault)}，读不出有哪些版本，没有改动任何内容。请联系管理员。"
            ) from fault
        return sorted(int(name[:8]) for name in names if layout.is_manifest_name(name))

    def manifest(self, number: int) -> Manifest:
        """Return one version's manifest.

        Raises:
            VersionUnknown: no such number.
            StoreDamaged: its seal does not hold.
            StoreForeign: written by a newer program, or another county's.
        """
        path = layout.manifest_path(self.root, number)
        try:
            found = path.stat()
            manifest = _parsed(path, number, (found.st_ino, found.st_size, found.st_mtime_ns))
        except FileNotFoundError as fault:
            known = self.numbers()
            span = _span(known)
            raise VersionUnknown(
                f"没有第{number}版({span})。请改用已有的版本号，或去掉版本条件看最新版。"
            ) from fault
        except manifests.NewerFormat as fault:
            raise StoreForeign(
                f"第{number}版是用更新的程序写的，本程序不能读，没有改动任何内容。请升级程序。"
            ) from fault
        except (ValueError, KeyError, TypeError, OSError) as fault:
            raise StoreDamaged(
                f"第{number}版的清单已损坏，已停止使用；其他版本没有改动。请从备份恢复这个文件。"
            ) from fault
        if manifest.county != self.county:
            raise StoreForeign(
                f"第{number}版是另一个县({manifest.county})的，已停止使用。请核对数据仓的来源。"
            )
        return manifest

    def snapshot(self, number: int | None = None) -> Snapshot:
        """Pin a version: the one asked for, else the highest whose manifest verifies.

        Raises:
            VersionUnknown: no such version, or none at all.
            StoreDamaged: the version asked for is damaged.
        """
        known = self.numbers()
        if number is not None:
            found = self.manifest(number)
            return Snapshot(self.root, found, self.salt, self.is_demo, (), is_latest=number == known[-1])
        skipped: list[int] = []
        for candidate in reversed(known):
            try:
                found = self.manifest(candidate)
            except StoreDamaged:
                skipped.append(candidate)
                continue
            return Snapshot(self.root, found, self.salt, self.is_demo, tuple(skipped))
        if skipped:
            raise StoreDamaged("所有版本的清单都已损坏，不显示任何数字；原件没有改动。请从备份恢复。")
        raise VersionUnknown("数据仓里还没有发布过任何版本。请先用 submit 报送文件，再用 publish 发布。")

    def versions(self) -> list[VersionInfo]:
        """Return the history, oldest first; cheap: manifests are read, files are not."""
        return [self._info(number) for number in self.numbers()]

    def stage(self) -> Staging:
        """Begin a new version on top of the current one (or the first); use it in a ``with`` block."""
        return Staging(self)

    def restore(self, number: int, *, author: str, reason: str) -> Manifest:
        """Go back to a version: a new version that lists the old one's files. Nothing is taken away.

        Raises:
            VersionUnknown: no such version.
            StoreDamaged: its manifest, or a file of it, is damaged (names table and month); nothing was changed.
            PublishConflict, MachineError: as in ``Staging.commit``.
        """
        wanted = self.manifest(number)
        wrong = []
        for key, entry in wanted.files.items():
            fault = fault_of(self.root, entry, again=True)
            if fault:
                wrong.append(f"{sentences.part_label(*key.split('/', 1))}的数据文件{fault}")
        if wrong:
            more = f"等{len(wrong)}处" if len(wrong) > 5 else ""
            raise StoreDamaged(
                f"不能退回第{number}版: {'、'.join(wrong[:5])}{more}。没有改动任何内容。请先从备份恢复这些文件，或退回别的版本。"
            )
        with self.stage() as staging:
            staging.files = dict(wanted.files)
            return staging.commit(author=author, reason=reason, restored_from=number)

    def diff(self, before: int, after: int) -> comparison.VersionDiff:
        """Return which parts differ between two versions; its ``rows`` looks into one of them.

        Raises:
            VersionUnknown, StoreDamaged: as ``snapshot``.
        """
        return comparison.compare(self.snapshot(before), self.snapshot(after))

    # -- care ------------------------------------------------------------------------------------------------------

    def verify(self, progress: verification.Progress | None = None) -> list[verification.VerifyFault]:
        """Hash everything again and return every fault; an empty list means that all is as it was sealed.

        Raises:
            MachineError: the store cannot be listed.
        """
        try:
            return verification.verify(self, progress)
        except OSError as fault:
            raise sentences.machine_fault(fault, "核验") from fault

    def sweep(self) -> leftovers.Swept | None:
        """Remove what broken publishes left and say what it was; None while somebody is publishing.

        Raises:
            MachineError: the disk refuses.
        """
        try:
            return leftovers.sweep(self)
        except OSError as fault:
            raise sentences.machine_fault(fault, "清理") from fault

    def keep_original(self, content: bytes) -> str:
        """Keep a file as it came in and return its SHA-256; it is on the disk when this returns."""
        return originals.keep(self.root, content)

    def original(self, sha: str) -> bytes:
        """Return a kept file, checked against its hash (raises UsageError, StoreDamaged)."""
        return originals.read(self.root, sha)

    def original_path(self, sha: str) -> Path:
        """Return where a kept file lies, checked against its hash: to be read, under another name (raises as ``original``)."""
        originals.read(self.root, sha)
        return self.root / layout.SUBMISSIONS / sha

    def hold(self, sha: str) -> AbstractContextManager[None]:
        """Hold a kept file alone inside the block, waiting for whoever holds it (raises MachineError)."""
        return originals.hold(self.root, sha)

    def is_held(self, sha: str) -> bool:
        """Say whether somebody, in any process, holds a kept file just now."""
        return originals.is_held(self.root, sha)

    def keep_finding(self, receipt: str, name: str, content: bytes) -> None:
        """Keep what was found about a submission (``faults.parquet``, ``effect.json``); on the disk when this returns."""
        findings.keep(self.root, receipt, name, content)

    def finding(self, receipt: str, name: str) -> bytes | None:
        """Return a finding, checked against its hash; None where there is none (raises StoreDamaged)."""
        return findings.read(self.root, receipt, name)

    def findings(self, receipt: str) -> list[str]:
        """Return the names of a submission's findings."""
        return findings.names(self.root, receipt)

    def with_finding(self, name: str) -> list[str]:
        """Return the receipts that have a finding of this name."""
        return findings.holders(self.root, name)

    def forget_finding(self, receipt: str, name: str) -> None:
        """Remove a finding that is no longer needed (raises MachineError)."""
        findings.forget(self.root, receipt, name)

    def _info(self, number: int) -> VersionInfo:
        try:
            found = self.manifest(number)
        except ShouwangError:
            return VersionInfo(number, damaged=True)
        months = {
            part for table in SOURCE_TABLES if table.parts is Parts.MONTH for part in found.parts(table.name)
        }
        rows = sum(entry.rows for table in SOURCE_TABLES for entry in found.parts(table.name).values())
        return VersionInfo(
            number, False, found.created_at, found.author, found.reason, found.parent, found.restored_from,
            tuple(sorted(months)), rows, found.submissions,
        )  # fmt: skip


# A manifest never changes; 64 of some 100 kB are a history of five years at hand. The stamp makes a damaged one be read again.
@lru_cache(maxsize=64)
def _parsed(path: Path, number: int, _stamp: tuple[int, int, int]) -> Manifest:
    return manifests.parse(path.read_bytes(), number)


def _span(known: list[int]) -> str:
    if not known:
        return "现在一版也没有"
    return f"现有第{known[0]}到第{known[-1]}版" if len(known) > 1 else f"现在只有第{known[0]}版"


def _draft(root: Path) -> Path:
    return root / layout.STAGING / layout.STORE_FILE


def _store_file_damaged() -> StoreDamaged:
    return StoreDamaged("数据仓的说明文件 store.json 读不出来，数据文件没有改动。请从备份恢复这个文件。")
