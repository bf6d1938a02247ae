"""A version in the making, and its commit.

The protocol (reliability note 3.1): write in staging, fsync the file, hash it, read it back, move it among the objects, fsync
the folder; at the end write the manifest in staging, fsync it, and ``link`` it to the next number, which fails if that
number is taken; fsync the folder of manifests. Until the link nothing refers to anything that was written.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from shouwang.clock import now
from shouwang.errors import MachineError, PublishConflict, ShouwangError
from shouwang.schema import Table
from shouwang.store import disk, layout, leftovers, locks, parquet, sentences
from shouwang.store import manifest as manifests
from shouwang.store.manifest import Entry, Manifest
from shouwang.store.snapshot import Snapshot, fault_of

if TYPE_CHECKING:
    from shouwang.store.store import Store

SCHEMA_VERSION = 1
_REFUSALS = (OSError, MemoryError, duckdb.IOException, duckdb.OutOfMemoryException, pl.exceptions.PolarsError)


class Staging:
    """A version in the making: use it in a ``with`` block. Leave it without ``commit`` and nothing has happened.

    Attributes (from the beginning of the block):
        base: manifest of the current version, None in an empty store.
        number: the number that this version will have.
        written: ``table/part`` of everything that differs from the base so far.
        folder: where drafts are written; gone when the block ends.
        swept: what an earlier, broken publish had left behind and was removed; None where nothing was looked at.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.base: Manifest | None = None
        self.number = 0
        self.files: dict[str, Entry] = {}
        self.written: list[str] = []
        self.swept: leftovers.Swept | None = None
        self._committed = False
        self.folder = store.root / layout.STAGING / uuid.uuid4().hex
        self._held = ExitStack()

    def __enter__(self) -> Staging:
        try:
            self.swept = leftovers.sweep(self.store)
            self._held.enter_context(locks.at_work(self.store.root))
            disk.make_folder(self.folder)
            known = self.store.numbers()
            self.base = self.store.snapshot().manifest if known else None
        except OSError as fault:
            self._held.close()
            raise sentences.machine_fault(fault, "发布") from fault
        except ShouwangError:
            self._held.close()
            raise
        self.number = (known[-1] if known else 0) + 1
        self.files = dict(self.base.files) if self.base else {}
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        if not self._committed and self.written:
            # Objects may have been left; the empty folder tells the next sweep to look for them.
            with suppress(OSError):
                self.folder.mkdir(exist_ok=True)
        self._held.close()

    def add(self, table: str, part: str, frame: pl.DataFrame, *, sources: Iterable[str] = ()) -> None:
        """Put a table's part into the version; the same rows as before cost a look and change nothing.

        Raises:
            UsageError: no such table or part.
            DataFaults: the rows do not have the table's form, or belong to another part.
            MachineError: the disk refuses.
        """
        spec = layout.table_part(table, part)
        rows = parquet.conform(spec, frame)
        parquet.check_part(spec, part, rows)
        try:
            if self._holds(f"{table}/{part}", rows):
                return
            draft = self._draft()
            parquet.write(rows, draft, spec.group_rows)
            disk.sync(draft)
            if not parquet.read(draft).equals(rows):
                raise MachineError(
                    f"{sentences.part_label(table, part)}写入后读回的内容不一致，发布没有完成；原有版本没有改动。请检查磁盘。"
                )
            self._take(spec, part, draft, rows.height, tuple(sources))
        except _REFUSALS as fault:
            raise sentences.machine_fault(fault, "发布") from fault

    def add_query(self, table: str, part: str, connection: duckdb.DuckDBPyConnection, query: str) -> None:
        """Put the rows of a query into the version (marts: the query is a file of ``queries/marts``).

        The rows go from the engine to the file a batch at a time; the query must order them by a unique key.

        Raises:
            as ``add``.
        """
        spec = layout.table_part(table, part)
        draft = self._draft()
        try:
            parquet.write_query(spec, connection.sql(query), draft)
            disk.sync(draft)
            self._take(spec, part, draft, parquet.check_file(spec, part, draft), ())
        except _REFUSALS as fault:
            raise sentences.machine_fault(fault, "发布") from fault

    def drop(self, table: str, part: str) -> None:
        """Leave a part out of the new version (older versions keep it)."""
        if self.files.pop(f"{table}/{part}", None):
            self.written.append(f"{table}/{part}")

    def snapshot(self) -> Snapshot:
        """Return the version as it would be, for checks and marts before the commit."""
        return Snapshot(
            self.store.root, self._manifest("", "", (), None, None), self.store.salt, self.store.is_demo
        )

    def commit(
        self,
        *,
        author: str,
        reason: str,
        submissions: Iterable[str] = (),
        approver: str | None = None,
        restored_from: int | None = None,
    ) -> Manifest:
        """Seal the version. When this returns, the version is on the disk whatever happens next.

        Raises:
            PublishConflict: somebody published in the meantime; nothing of this version is visible.
            MachineError: the disk refused; nothing of this version is visible, or, where only the last flush failed,
                the sentence says that it may be.
        """
        made = self._manifest(author, reason, tuple(submissions), approver, restored_from)
        final = layout.manifest_path(self.store.root, made.version)
        draft = self.folder / "manifest.tmp"
        try:
            disk.write(draft, manifests.dump(made))
            draft.chmod(0o444)
            disk.sync(self.folder)
            os.link(draft, final)
        except FileExistsError as fault:
            raise self._conflict() from fault
        except OSError as fault:
            raise sentences.machine_fault(fault, "发布") from fault
        self._committed = True
        try:
            disk.sync(final.parent)
        except OSError as fault:
            # It cannot be taken back: somebody may be reading it, and a number is never used twice.
            raise MachineError(
                f"磁盘没有确认写入，第{made.version}版已可见但不能保证断电后还在；以前的版本没有改动。"
                "请检查磁盘，再运行 verify 核对。"
            ) from fault
        return made

    def _conflict(self) -> PublishConflict:
        kept = "您这次没有发布，已报送的文件都还在。请刷新核对后再发布。"
        try:
            other = self.store.manifest(self.number)
        except ShouwangError:
            return PublishConflict(f"有人刚刚发布了第{self.number}版，{kept}")
        when = other.created_at[:16].replace("T", " ")
        return PublishConflict(f"{other.author}刚刚({when})发布了第{other.version}版，{kept}")

    def _manifest(
        self,
        author: str,
        reason: str,
        submissions: tuple[str, ...],
        approver: str | None,
        restored_from: int | None,
    ) -> Manifest:
        return Manifest(
            version=self.number,
            parent=self.base.version if self.base else None,
            county=self.store.county,
            author=author,
            reason=reason,
            created_at=now(),
            files=dict(sorted(self.files.items())),
            approver=approver,
            submissions=submissions,
            restored_from=restored_from,
        )

    def _draft(self) -> Path:
        return self.folder / f"{uuid.uuid4().hex}.parquet"

    def _holds(self, key: str, rows: pl.DataFrame) -> bool:
        """Say whether the version already has exactly these rows there, in a sound file.

        Rows, not bytes: a newer DuckDB may write the same rows in other bytes.
        """
        before = self.files.get(key)
        if before is None or before.rows != rows.height or fault_of(self.store.root, before):
            return False
        return parquet.read(self.store.root / before.path).equals(rows)

    def _take(self, table: Table, part: str, draft: Path, height: int, sources: tuple[str, ...]) -> None:
        """Move a flushed file among the objects, unless the very same one is there."""
        sha = disk.digest(draft)
        path = f"{layout.part_folder(table, part)}/{sha[:24]}.parquet"
        entry = Entry(path, sha, height, draft.stat().st_size, SCHEMA_VERSION, now(), sources)
        if fault_of(self.store.root, entry):  # not there; or there and damaged, and made good by the move
            final = self.store.root / path
            disk.make_folder(final.parent)
            disk.move(draft, final)
        else:
            draft.unlink()
        key = f"{table.name}/{part}"
        before = self.files.get(key)
        if before is None or before.sha256 != sha:
            self.files[key] = entry
            self.written.append(key)
