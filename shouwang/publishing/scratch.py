"""A version as it would be, in a folder of its own that goes away: nothing of it is named, flushed or kept.

A publish stages among the objects and sweeps behind itself; a preview must do neither, so that any number of them may
look at the same time, beside a publish.
"""

from __future__ import annotations

import shutil
import uuid
from contextlib import ExitStack

import duckdb
import polars as pl

from shouwang.clock import now
from shouwang.errors import ShouwangError
from shouwang.store import Entry, Manifest, Snapshot, Store, disk, layout, locks, parquet, sentences
from shouwang.store.staging import SCHEMA_VERSION

_REFUSALS = (OSError, MemoryError, duckdb.IOException, duckdb.OutOfMemoryException, pl.exceptions.PolarsError)
DOING = "预览"


class Scratch:
    """A version in the making that is never committed: use it in a ``with`` block.

    Attributes:
        base: the current version, None in an empty store.
        changed: (table, part) of everything that was put in or left out.
        folder: where its files are; gone when the block ends, whatever ends it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.base: Snapshot | None = None
        self.changed: list[tuple[str, str]] = []
        self.folder = store.root / layout.STAGING / uuid.uuid4().hex
        self._files: dict[str, Entry] = {}
        self._held = ExitStack()

    def __enter__(self) -> Scratch:
        try:
            # Held while we look: a sweep would else take this folder for a leftover.
            self._held.enter_context(locks.at_work(self.store.root))
            self.folder.mkdir(parents=True)
            self.base = self.store.snapshot() if self.store.numbers() else None
        except OSError as fault:
            self.__exit__()
            raise sentences.machine_fault(fault, DOING) from fault
        except ShouwangError:
            self.__exit__()
            raise
        self._files = dict(self.base.manifest.files) if self.base else {}
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._held.close()

    def add(self, table: str, part: str, frame: pl.DataFrame) -> None:
        """Put a table's part in.

        Raises:
            UsageError: no such table or part.
            DataFaults: the rows do not have the table's form, or belong to another part.
            MachineError: the disk refuses.
        """
        spec = layout.table_part(table, part)
        rows = parquet.conform(spec, frame)
        parquet.check_part(spec, part, rows)
        key = f"{table}/{part}"
        try:
            if self._holds(key, rows):
                return
            place = self.folder / layout.part_folder(spec, part).removeprefix(f"{layout.OBJECTS}/")
            place.mkdir(parents=True, exist_ok=True)
            path = place / f"{uuid.uuid4().hex}.parquet"
            parquet.write(rows, path)
            name = path.relative_to(self.store.root).as_posix()
            self._files[key] = Entry(
                name, disk.digest(path), rows.height, path.stat().st_size, SCHEMA_VERSION, now()
            )
        except _REFUSALS as fault:
            raise sentences.machine_fault(fault, DOING) from fault
        self.changed.append((table, part))

    def drop(self, table: str, part: str) -> None:
        """Leave a part out."""
        if self._files.pop(f"{table}/{part}", None):
            self.changed.append((table, part))

    def snapshot(self) -> Snapshot:
        """Return the version as it would be."""
        before = self.base.manifest.version if self.base else 0
        made = Manifest(before + 1, before or None, self.store.county, "", "", now(), dict(self._files))
        return Snapshot(self.store.root, made, self.store.salt, self.store.is_demo)

    def _holds(self, key: str, rows: pl.DataFrame) -> bool:
        """Say whether the current version has exactly these rows there."""
        entry = self._files.get(key)
        if entry is None or self.base is None or entry.rows != rows.height:
            return False
        table, part = key.split("/", 1)
        return parquet.read(self.base.file(table, part, entry)).equals(rows)
