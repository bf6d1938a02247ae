"""The store and the pinned version of one run. A version that was read whole is not read again."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from shouwang.config import settings
from shouwang.store import Snapshot, Store


def open_store() -> Store:
    """Return the store of this server.

    Raises:
        MachineError: it is missing, damaged or foreign.
    """
    root = settings().store
    about = root / "store.json"
    return _opened(root, _stamp(about)) if about.exists() else Store.open(root)


def pin(store: Store, number: int | None) -> Snapshot:
    """Return the version asked for, or the newest whole one (``Store.snapshot``).

    The folder is looked at on every run, its manifests are only parsed when one came, went or changed.
    """
    folder = store.root / "manifests"
    stamps = tuple((path.name, _stamp(path)) for path in sorted(folder.glob("[0-9]*.json"))[-3:])
    return _pinned(
        store,
        number,
        stamps if number is None else (("", _stamp(folder / f"{number:08d}.json")), stamps[-1:]),
    )


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=8)
def _opened(root: Path, stamp: tuple[int, int]) -> Store:
    return Store.open(root)


@lru_cache(maxsize=32)
def _pinned(store: Store, number: int | None, stamps: object) -> Snapshot:
    return store.snapshot(number)
