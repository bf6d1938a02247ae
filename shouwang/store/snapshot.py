"""One version, pinned: what a page, an export or a bulletin reads from beginning to end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shouwang.errors import StoreDamaged
from shouwang.store import disk, sentences
from shouwang.store.manifest import Entry, Manifest


@dataclass(frozen=True)
class Snapshot:
    """A version to read from.

    ``skipped`` names newer versions that were passed over because their manifest is damaged; pages show a banner.
    ``borders_of`` is a month where figures stand by the divisions of that month (按当时区划), None for those of today.
    """

    root: Path
    manifest: Manifest
    salt: str
    is_demo: bool
    skipped: tuple[int, ...] = ()
    is_latest: bool = True
    borders_of: date | None = None

    def with_borders_of(self, month: date | None) -> Snapshot:
        """Return the same version with every figure by the divisions of a month (None: of today)."""
        return replace(self, borders_of=month)

    @property
    def number(self) -> int:
        return self.manifest.version

    @property
    def county(self) -> str:
        return self.manifest.county

    @property
    def identity(self) -> tuple[str, int, str]:
        """A hashable name of exactly these bytes, by these borders, for cache keys."""
        then = f"|{self.borders_of:%Y-%m}" if self.borders_of else ""
        return (str(self.root), self.number, self.manifest.seal + then)

    def months(self, table: str = "household_month") -> tuple[str, ...]:
        """Return the months (``YYYY-MM``) that this version holds of a table, oldest first."""
        return tuple(self.manifest.parts(table))

    def files(self, table: str) -> list[Path]:
        """Return the files of a table, checked against their hashes.

        Raises:
            StoreDamaged: a file is gone, cut or altered; it is never read.
        """
        return [self.file(table, part, entry) for part, entry in self.manifest.parts(table).items()]

    def file(self, table: str, part: str, entry: Entry) -> Path:
        """Return the file of one part, checked.

        Raises:
            StoreDamaged: as ``files``.
        """
        wrong = fault_of(self.root, entry)
        if wrong:
            raise StoreDamaged(sentences.damage(table, part, wrong))
        return self.root / entry.path


# Files whose hash this process has seen to be right: (path, size, mtime, hash). One entry a file, some hundred in all.
_verified: set[tuple[str, int, int, str]] = set()


def fault_of(root: Path, entry: Entry, *, again: bool = False) -> str | None:
    """Return what is wrong with a file (缺失, 不可读, 校验不符), or None.

    A file is hashed once a process, and again when its size or time of change differs, or where ``again`` asks for it.
    """
    path = root / entry.path
    try:
        found = path.stat()
        stamp = (str(path), found.st_size, found.st_mtime_ns, entry.sha256)
        if stamp in _verified and not again:
            return None
        if found.st_size != entry.bytes or disk.digest(path) != entry.sha256:
            _verified.discard(stamp)
            return "校验不符"
    except OSError as fault:
        return "缺失" if isinstance(fault, FileNotFoundError) else "不可读"
    _verified.add(stamp)
    return None
