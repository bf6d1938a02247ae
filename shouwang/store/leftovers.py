"""What broken publishes leave behind: folders in staging, and objects that no version names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shouwang.errors import StoreDamaged, StoreForeign
from shouwang.store import layout, locks

if TYPE_CHECKING:
    from shouwang.store.store import Store


@dataclass(frozen=True)
class Swept:
    """What a sweep removed: drafts (folders and files of staging), objects, and their bytes.

    ``kept_objects`` is True where objects were not looked at because a manifest is damaged: its files are not leftovers.
    """

    drafts: int = 0
    objects: int = 0
    bytes: int = 0
    kept_objects: bool = False

    def sentence(self) -> str:
        """Return what was removed, for people; empty where nothing was."""
        if not self.drafts and not self.objects:
            return ""
        kept = "有版本的清单损坏，数据文件一律保留。" if self.kept_objects else ""
        return f"清理了以前没有完成的发布留下的{self.drafts}份草稿、{self.objects}个数据文件({self.bytes / 1e6:.1f}MB)。{kept}"


def sweep(store: Store) -> Swept | None:
    """Remove the leftovers, and say what they were; None where somebody is publishing, so that nothing was touched.

    A publish that ends badly leaves something in staging: while that is empty there is nothing to look for.

    Raises:
        OSError: the disk refuses.
    """
    if not any(drafts(store.root)):
        return Swept()
    with locks.alone(store.root) as is_alone:
        if not is_alone:
            return None
        orphans = unreferenced(store)
        stale = list(drafts(store.root))
        size = sum(_size(path) for path in (*stale, *(orphans or ())))
        for path in orphans or ():
            path.unlink()
        # Last: a sweep that is killed half-way is taken up again by the next.
        for path in stale:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return Swept(len(stale), len(orphans or ()), size, kept_objects=orphans is None)


def drafts(root: Path) -> Iterator[Path]:
    folder = root / layout.STAGING
    return folder.iterdir() if folder.exists() else iter(())


def unreferenced(store: Store) -> list[Path] | None:
    """Return the objects that no version names; None while a version cannot be read and may name any of them."""
    named: set[str] = set()
    for number in store.numbers():
        try:
            named.update(entry.path for entry in store.manifest(number).files.values())
        except (StoreDamaged, StoreForeign):
            return None
    return [path for path in objects(store.root) if path.relative_to(store.root).as_posix() not in named]


def objects(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root / layout.OBJECTS):
        yield from (Path(folder, name) for name in sorted(names))


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(_size(child) for child in path.iterdir())
    return path.stat().st_size
