"""Sealed versions on one local disk: list, stage, commit, open.

    store.json               what store this is (format, county, demo or not, salt of the pseudonyms)
    manifests/00000042.json  one version; the highest whose seal holds is the current one, there is no pointer file
    objects/…                immutable Parquet files, named by their hash
    staging/…                what a publish is writing; nothing refers to it, leftovers are swept

Publishing (reliability note 3.1): write in staging, fsync file and folder, hash, read back, move among the objects, and commit
with ``link(manifest.tmp, manifests/N)``, which fails if N exists, so that of two publishers exactly one wins.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from shouwang.errors import (
    MachineError,
    PublishConflict,
    StoreDamaged,
    StoreForeign,
    StoreMissing,
    UsageError,
    VersionUnknown,
)
from shouwang.schema import TABLES, Parts, Table
from shouwang.store import manifest as manifests
from shouwang.store import parquet
from shouwang.store.manifest import Entry, Manifest

FORMAT = 1
SCHEMA_VERSION = 1
COUNTY_TIME = ZoneInfo("Asia/Shanghai")


def now() -> str:
    """Return the time of the county, to the second, with its offset."""
    return datetime.now(COUNTY_TIME).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Snapshot:
    """One version, pinned: what a page, an export or a bulletin reads from beginning to end.

    ``skipped`` names newer versions that were passed over because their manifest is damaged; pages show a banner.
    """

    root: Path
    manifest: Manifest
    salt: str
    is_demo: bool
    skipped: tuple[int, ...] = ()
    is_latest: bool = True

    @property
    def number(self) -> int:
        return self.manifest.version

    @property
    def county(self) -> str:
        return self.manifest.county

    @property
    def identity(self) -> tuple[str, int, str]:
        """A hashable name of exactly these bytes, for cache keys."""
        return (str(self.root), self.number, self.manifest.created_at)

    def months(self, table: str = "household_month") -> tuple[str, ...]:
        """Return the months (``YYYY-MM``) that this version holds of a table, oldest first."""
        return tuple(self.manifest.parts(table))

    def files(self, table: str) -> list[Path]:
        """Return the files of a table, checked against their hashes.

        Raises:
            StoreDamaged: a file is gone, cut or altered; it is never read.
        """
        return [self._checked(table, part, entry) for part, entry in self.manifest.parts(table).items()]

    def _checked(self, table: str, part: str, entry: Entry) -> Path:
        path = self.root / entry.path
        try:
            found = path.stat()
            stamp = (str(path), found.st_size, found.st_mtime_ns, entry.sha256)
            if stamp not in _verified and parquet.digest(path) != entry.sha256:
                raise StoreDamaged(damage_sentence(table, part, "校验不符"))
        except OSError as fault:
            what = "缺失" if isinstance(fault, FileNotFoundError) else "不可读"
            raise StoreDamaged(damage_sentence(table, part, what)) from fault
        _verified.add(stamp)
        return path


# Files whose hash this process has seen to be right: (path, size, mtime, hash). One entry a file, some hundred in all.
_verified: set[tuple[str, int, int, str]] = set()


def damage_sentence(table: str, part: str, what: str) -> str:
    label = TABLES[table].label if table in TABLES else table
    when = "" if part == "all" else f"{part} "
    return f"{when}“{label}”的数据文件{what},已停止使用;其他版本和原件没有改动。请用 restore 退回较早的版本,或从备份恢复。"


def part_folder(table: Table, part: str) -> Path:
    if table.parts is Parts.MONTH:
        return Path("objects") / table.name / f"month={part}"
    if table.parts is Parts.YEAR:
        return Path("objects") / table.name / f"year={part}"
    return Path("objects") / table.name / "all"


class Store:
    """A county's store. Opening one does not read data; a snapshot does."""

    def __init__(self, root: Path, county: str, *, is_demo: bool, salt: str) -> None:
        self.root = root
        self.county = county
        self.is_demo = is_demo
        self.salt = salt

    # -- the store itself ------------------------------------------------------------------------------------------

    @classmethod
    def create(cls, root: Path, county: str, *, is_demo: bool = False, salt: str | None = None) -> Store:
        """Make an empty store.

        Raises:
            UsageError: the folder already holds something.
            MachineError: the folder cannot be made.
        """
        if root.exists() and any(root.iterdir()):
            raise UsageError("目标文件夹不是空的,没有改动其中任何内容。请换一个文件夹,或先把原有内容移走。")
        salt = salt or secrets.token_hex(16)
        about = {"format": FORMAT, "county": county, "demo": is_demo, "salt": salt, "created_at": now()}
        try:
            for folder in ("manifests", "objects", "staging"):
                (root / folder).mkdir(parents=True, exist_ok=True)
            draft = root / "staging" / "store.json"
            draft.write_text(json.dumps(about, ensure_ascii=False, indent=1), "utf-8")
            parquet.sync(draft)
            os.replace(draft, root / "store.json")
            parquet.sync(root)
        except OSError as fault:
            raise machine_fault(fault, "建立数据仓") from fault
        return cls(root, county, is_demo=is_demo, salt=salt)

    @classmethod
    def open(cls, root: Path) -> Store:
        """Open a store.

        Raises:
            StoreMissing: there is none.
            StoreDamaged: store.json is torn.
            StoreForeign: it was made by a newer (or too old) program.
        """
        try:
            about = json.loads((root / "store.json").read_text("utf-8"))
            written = int(about["format"])
        except FileNotFoundError as fault:
            raise StoreMissing(
                "这里还没有数据仓。请先运行 shouwang init --county 代码 建一个空的,或运行 shouwang demo 做一个演示县。"
            ) from fault
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise StoreDamaged("数据仓的说明文件 store.json 读不出来,数据文件没有改动。请从备份恢复这个文件。") from fault
        if written != FORMAT:
            age = "更新" if written > FORMAT else "更旧"
            raise StoreForeign(
                f"这个数据仓是用{age}的程序写的(格式{written},本程序认得格式{FORMAT}),没有改动任何内容。"
                "请换用相应版本的程序。"
            )
        return cls(root, about["county"], is_demo=bool(about["demo"]), salt=about["salt"])

    # -- versions --------------------------------------------------------------------------------------------------

    def numbers(self) -> list[int]:
        """Return the version numbers on disk, oldest first, damaged ones included."""
        return sorted(int(path.stem) for path in (self.root / "manifests").glob("[0-9]*.json"))

    def manifest(self, number: int) -> Manifest:
        """Return one version's manifest.

        Raises:
            VersionUnknown: no such number.
            StoreDamaged: its seal does not hold.
            StoreForeign: written by a newer program.
        """
        try:
            return manifests.parse((self.root / "manifests" / f"{number:08d}.json").read_bytes())
        except FileNotFoundError as fault:
            known = self.numbers()
            span = f"现有第{known[0]}到第{known[-1]}版" if known else "现在一版也没有"
            raise VersionUnknown(f"没有第{number}版({span})。请改用已有的版本号,或去掉版本条件看最新版。") from fault
        except NotImplementedError as fault:
            raise StoreForeign(f"第{number}版是用更新的程序写的,本程序不能读,没有改动任何内容。请升级程序。") from fault
        except (ValueError, KeyError, TypeError, OSError) as fault:
            raise StoreDamaged(f"第{number}版的清单已损坏,已停止使用;其他版本没有改动。请从备份恢复这个文件。") from fault

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
            raise StoreDamaged("所有版本的清单都已损坏,不显示任何数字;原件没有改动。请从备份恢复。")
        raise VersionUnknown("数据仓里还没有发布过任何版本。请先用 submit 报送文件,再用 publish 发布。")

    def stage(self) -> Staging:
        """Begin a new version on top of the current one (or the first)."""
        known = self.numbers()
        base = self.snapshot().manifest if known else None
        return Staging(self, base, next_number=(known[-1] if known else 0) + 1)


class Staging:
    """A version in the making. Leave it without ``commit`` and nothing has happened."""

    def __init__(self, store: Store, base: Manifest | None, next_number: int) -> None:
        self.store = store
        self.base = base
        self.number = next_number
        self.files: dict[str, Entry] = dict(base.files) if base else {}
        self.written: list[str] = []
        self._folder = store.root / "staging" / uuid.uuid4().hex

    def __enter__(self) -> Staging:
        try:
            self._folder.mkdir(parents=True)
        except OSError as fault:
            raise machine_fault(fault, "发布") from fault
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, table: str, part: str, frame: pl.DataFrame, *, sources: Iterable[str] = ()) -> None:
        """Put a table's part into the version; the same rows as before cost nothing and change nothing."""
        spec = TABLES[table]
        draft = self._draft()
        try:
            parquet.write(parquet.conform(spec, frame), draft)
        except (OSError, duckdb.IOException) as fault:
            raise machine_fault(fault, "发布") from fault
        self._take(spec, part, draft, tuple(sources))

    def add_query(self, table: str, part: str, connection: duckdb.DuckDBPyConnection, query: str) -> None:
        """Put the rows of a query into the version (marts: the query is a file of ``queries/marts``)."""
        draft = self._draft()
        try:
            parquet.copy(connection, query, draft)
        except (OSError, duckdb.IOException) as fault:
            raise machine_fault(fault, "发布") from fault
        self._take(TABLES[table], part, draft, ())

    def drop(self, table: str, part: str) -> None:
        """Leave a part out of the new version (older versions keep it)."""
        if self.files.pop(f"{table}/{part}", None):
            self.written.append(f"{table}/{part}")

    def snapshot(self) -> Snapshot:
        """Return the version as it would be, for checks and marts before the commit."""
        return Snapshot(self.store.root, self._manifest("", "", (), None, None), self.store.salt, self.store.is_demo)

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
            MachineError: the disk refused; nothing of this version is visible.
        """
        made = self._manifest(author, reason, tuple(submissions), approver, restored_from)
        folder = self.store.root / "manifests"
        final = folder / f"{made.version:08d}.json"
        draft = self._folder / "manifest.tmp"
        try:
            draft.write_bytes(manifests.dump(made))
            parquet.sync(draft)
            parquet.sync(self._folder)
            os.link(draft, final)
            parquet.sync(folder)
        except FileExistsError as fault:
            other = self.store.manifest(made.version)
            raise PublishConflict(
                f"{other.author}刚刚({other.created_at[:16].replace('T', ' ')})发布了第{other.version}版,"
                "您这次没有发布,已报送的文件都还在。请刷新核对后再发布。"
            ) from fault
        except OSError as fault:
            raise machine_fault(fault, "发布") from fault
        return made

    def _manifest(
        self, author: str, reason: str, submissions: tuple[str, ...], approver: str | None, restored_from: int | None
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
        return self._folder / f"{uuid.uuid4().hex}.parquet"

    def _take(self, table: Table, part: str, draft: Path, sources: tuple[str, ...]) -> None:
        key = f"{table.name}/{part}"
        try:
            parquet.sync(draft)
            sha = parquet.digest(draft)
            before = self.files.get(key)
            if before is not None and before.sha256 == sha:
                draft.unlink()
                return
            rows, size = parquet.rows_of(draft), draft.stat().st_size
            folder = self.store.root / part_folder(table, part)
            self._make_folder(folder)
            final = folder / f"{sha[:24]}.parquet"
            draft.chmod(0o444)
            os.replace(draft, final)
            parquet.sync(folder)
        except (OSError, duckdb.IOException) as fault:
            raise machine_fault(fault, "发布") from fault
        path = final.relative_to(self.store.root).as_posix()
        self.files[key] = Entry(path, sha, rows, size, SCHEMA_VERSION, now(), sources)
        self.written.append(key)

    def _make_folder(self, folder: Path) -> None:
        """Make a folder among the objects and flush every folder above it that is new."""
        new = [step for step in (folder, *folder.parents) if not step.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for step in new:
            parquet.sync(step.parent)


def machine_fault(fault: Exception, doing: str) -> MachineError:
    """Return the sentence for a disk that refuses (full, read-only, no right, broken)."""
    text = str(fault)
    number = getattr(fault, "errno", None)
    if number == 28 or "No space left" in text:
        cause = "磁盘空间不足"
    elif number == 30 or "Read-only file system" in text:
        cause = "磁盘是只读的"
    elif number == 13 or "Permission denied" in text:
        cause = "没有写入权限"
    else:
        cause = "磁盘读写出错"
    return MachineError(f"{cause},{doing}没有完成;原有版本和已报送的文件都没有改动。请处理后重试,或联系管理员。")


def with_files(manifest: Manifest, files: Mapping[str, Entry]) -> Manifest:
    return replace(manifest, files=dict(files), _tables={})
