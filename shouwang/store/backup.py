"""A whole store in one file, made while it is in use; and back again.

The file is a plain tar (what lies in it is packed already), so that any tar lists and opens it:

    backup.json      first: format, county, versions, the audit's head, and name, bytes and SHA-256 of every other member
    store.json, manifests/…, objects/…, submissions/…, findings/…, records.sqlite, demo.json

One consistent set: the database is copied at one moment; the versions are those that stood before that moment or that
the copy knows as published; the originals and findings are listed after it, so that every receipt has its file. What
comes later is left to the next backup. Source: reliability note R37, R38.
"""

from __future__ import annotations

import errno
import fcntl
import glob
import hashlib
import json
import os
import re
import shutil
import tarfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import IO, Any

from shouwang.clock import COUNTY_TIME, now
from shouwang.errors import MachineError, StoreDamaged, StoreForeign, UsageError
from shouwang.records import Records, append_audit, audited, unfinished, verify_records, version_object
from shouwang.records.copying import Copied, copy_records, open_copy
from shouwang.store import disk, layout, locks, sentences
from shouwang.store.manifest import Manifest, seal_of
from shouwang.store.store import Store

FORMAT = 1
LIST = "backup.json"
DATABASE = "records.sqlite"
DEMO = "demo.json"
CHUNK = 1 << 20
LIST_LIMIT = 128 << 20  # a list of a million files; more is no backup of ours

# Every name that a member may have. Nothing else is written on restore: no folder, no link, no path out of the store.
_NAMES = (
    re.compile(rf"{re.escape(layout.STORE_FILE)}|{re.escape(DATABASE)}|{re.escape(DEMO)}"),
    re.compile(rf"{layout.MANIFESTS}/\d{{8}}\.json"),
    re.compile(rf"{layout.SUBMISSIONS}/[0-9a-f]{{64}}"),
    re.compile(rf"{layout.FINDINGS}/R-\d{{8}}-\d{{4,}}/[a-z][a-z0-9_]*\.(parquet|json)"),
)
# What is written once and never again.
_SEALED = tuple(
    f"{name}/" for name in (layout.MANIFESTS, layout.OBJECTS, layout.SUBMISSIONS, layout.FINDINGS)
)
_KEPT = "原有的数据仓没有改动。"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Backup:
    """A backup that was made, or that was restored.

    ``kept`` is where the store lies that stood there before a restore; None where none did.
    """

    path: Path
    county: str
    versions: tuple[int, ...]
    made_at: str
    files: int
    bytes: int
    audit: tuple[int, str]
    kept: Path | None = None


@dataclass
class _Member:
    """One file of the list; hash and size are filled in as it is written."""

    name: str
    path: Path
    sha256: str = ""
    bytes: int = 0
    may_go: bool = False  # a finding may be replaced or removed while we work


@dataclass
class _Plan:
    versions: list[int]
    copied: Copied
    members: list[_Member] = field(default_factory=list)


# -- out ---------------------------------------------------------------------------------------------------------------


def backup(
    store: Store,
    book: Records,
    target: Path,
    *,
    actor: str,
    force: bool = False,
    progress: Progress | None = None,
) -> Backup:
    """Write the whole store into one file and return what it holds; publishing and submitting go on meanwhile.

    The file gets its name when every member has been read back from the disk and found right.

    Args:
        target: the file to make; its folder must be there.
        force: replace a file of that name.
        progress: called with bytes done and bytes in all (writing and reading back).

    Raises:
        UsageError: the target is there already, lies in the store, or has no folder.
        StoreDamaged: a file of a version, or an original, does not match its hash (named); no backup was made.
        MachineError: the disk refuses, or the audit cannot be written; no backup was made.
    """
    target = target.absolute()
    _check_target(store, target, force=force)
    try:
        with (
            locks.at_work(store.root),  # whoever looks can tell a backup that is under way from one that died
            audited(book, actor=actor, action="backup", target=f"backup/{target.name[:100]}") as detail,
        ):
            made = _backup(store, book, target, progress or _silent)
            detail.update(versions=len(made.versions), files=made.files, bytes=made.bytes)
    except OSError as fault:
        raise sentences.machine_fault(fault, "备份") from fault
    return made


def _check_target(store: Store, target: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise UsageError("备份文件要放的文件夹不存在，没有备份。请先建好，或换一个地方。")
    if target.is_dir():
        raise UsageError("这个名字是一个文件夹，没有备份。请写成文件名，如 守望备份.tar。")
    if target.resolve().is_relative_to(store.root.resolve()):
        raise UsageError("备份文件不能放在数据仓里面，没有备份。请放到别的磁盘上。")
    if target.exists() and not force:
        raise UsageError("已有同名的文件，没有覆盖，也没有备份。请换一个文件名，或加 --force 覆盖它。")


def _backup(store: Store, book: Records, target: Path, say: Progress) -> Backup:
    with _workshop(target, ".tmp") as folder:
        plan = _plan(store, book, folder)
        draft = folder / "backup.tar"
        about = _write(store, plan, draft, say)
        _read_back(draft, say)
        os.replace(draft, target)
        disk.sync(target.parent)
    return _told(target, about)


@contextmanager
def _workshop(beside: Path, ending: str) -> Iterator[Path]:
    """Give a private folder beside a file or store, gone at the end; one that a killed process left is cleared first."""
    for stale in beside.parent.glob(f".{glob.escape(beside.name)}.*{ending}"):
        with _locked(stale) as is_ours:
            if is_ours:
                shutil.rmtree(stale, ignore_errors=True)
    folder = beside.with_name(f".{beside.name}.{uuid.uuid4().hex[:8]}{ending}")
    folder.mkdir(mode=0o700)
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Hold a folder's lock inside the block; say whether it was free. The kernel lets go when a process dies."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _plan(store: Store, book: Records, folder: Path) -> _Plan:
    """Settle what belongs to this backup, in the order that keeps it consistent (see above)."""
    standing = store.numbers()
    copied = copy_records(book, folder / DATABASE)
    known = [n for n in store.numbers() if n in standing or version_object(n) in copied.published]
    plan = _Plan(known, copied)
    plan.members.append(_Member(layout.STORE_FILE, store.root / layout.STORE_FILE))
    plan.members.append(_Member(DATABASE, folder / DATABASE))
    if (store.root / DEMO).exists():
        plan.members.append(_Member(DEMO, store.root / DEMO))
    objects: dict[str, _Member] = {}
    for number in known:
        path = layout.manifest_path(store.root, number)
        plan.members.append(_Member(path.relative_to(store.root).as_posix(), path))
        for entry in _manifest(store, number).files.values():
            objects[entry.path] = _Member(
                entry.path, store.root / entry.path, sha256=entry.sha256, bytes=entry.bytes
            )
    plan.members += [objects[name] for name in sorted(objects)]
    for path in sorted((store.root / layout.SUBMISSIONS).glob("*")):
        plan.members.append(_Member(f"{layout.SUBMISSIONS}/{path.name}", path, sha256=path.name))
    for path in sorted((store.root / layout.FINDINGS).glob("*/*")):
        plan.members.append(_Member(path.relative_to(store.root).as_posix(), path, may_go=True))
    # A file that is not ours is no part of the store; ``verify`` names it.
    plan.members = [one for one in plan.members if _may_be_called(one.name)]
    return plan


def _manifest(store: Store, number: int) -> Manifest:
    try:
        return store.manifest(number)
    except StoreDamaged as fault:
        raise StoreDamaged(f"没有做备份: {fault}") from fault


def _write(store: Store, plan: _Plan, draft: Path, say: Progress) -> dict[str, Any]:
    """Write the tar: a list of the right length first, then the members, then the list with what was written."""
    total = 2 * sum(one.bytes or _size(one.path) for one in plan.members)
    done = 0
    with open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b") as stream:
        room = len(_dump(_list(store, plan, plan.members))) + 32 * len(plan.members) + 4096
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.addfile(_entry(LIST, room), BytesIO(b" " * room))
            place = tar.offset - _blocks(room)
            written = []
            for member in plan.members:
                if _write_member(tar, member):
                    written.append(member)
                done += member.bytes
                say(min(done, total), total)
        about = _list(store, plan, written)
        stream.seek(place)
        stream.write(_dump(about).ljust(room))
        stream.flush()
        os.fsync(stream.fileno())
    return about


def _write_member(tar: tarfile.TarFile, member: _Member) -> bool:
    """Write one file and fill in its size and hash; False where a finding has gone meanwhile."""
    try:
        stream = member.path.open("rb")
    except FileNotFoundError as fault:
        if member.may_go:
            return False
        raise _damaged(member.name, "缺失") from fault
    with stream:
        size = os.fstat(stream.fileno()).st_size
        hashing = _Hashing(stream)
        tar.addfile(_entry(member.name, size), hashing)
    found = hashing.sha.hexdigest()
    if member.sha256 and found != member.sha256:
        raise _damaged(member.name, "校验不符")
    member.sha256, member.bytes = found, size
    return True


class _Hashing:
    """A stream that is hashed while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.sha = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.sha.update(piece)
        return piece


def _list(store: Store, plan: _Plan, members: list[_Member]) -> dict[str, Any]:
    about = {
        "format": FORMAT,
        "what": "shouwang backup",
        "county": store.county,
        "demo": store.is_demo,
        "made_at": now(),
        "versions": plan.versions,
        "audit": {"seq": plan.copied.head[0], "hash": plan.copied.head[1]},
        "members": {one.name: {"bytes": one.bytes, "sha256": one.sha256 or "0" * 64} for one in members},
    }
    return {**about, "seal": seal_of(about)}


def _dump(about: dict[str, Any]) -> bytes:
    return json.dumps(about, ensure_ascii=False, indent=0).encode()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(datetime.now(COUNTY_TIME).timestamp())
    return entry


def _blocks(size: int) -> int:
    return (size + tarfile.BLOCKSIZE - 1) // tarfile.BLOCKSIZE * tarfile.BLOCKSIZE


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read_back(draft: Path, say: Progress) -> None:
    """Hash every member again, from the disk and not from memory where the system lets us.

    Raises:
        MachineError: the disk gives back something else.
    """
    with draft.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    try:
        _walk(draft, None, lambda done, of: say(of + done, 2 * of))
    except (StoreDamaged, UsageError) as fault:
        raise MachineError(
            "备份写完后读回的内容不一致，没有留下这份备份；数据仓没有改动。请检查存放备份的磁盘。"
        ) from fault


def _told(path: Path, about: dict[str, Any], kept: Path | None = None) -> Backup:
    members = about["members"].values()
    return Backup(
        path,
        about["county"],
        tuple(about["versions"]),
        about["made_at"],
        len(members),
        sum(one["bytes"] for one in members),
        (about["audit"]["seq"], about["audit"]["hash"]),
        kept,
    )


# -- back --------------------------------------------------------------------------------------------------------------


def restore_backup(
    source: Path, root: Path, *, actor: str, force: bool = False, progress: Progress | None = None
) -> Backup:
    """Put the store of a backup where ``root`` is, and return what it held; nothing is replaced before all was verified.

    It is unpacked beside ``root``, every member against its hash; then the whole store and its audit are verified; then
    it takes the place by a rename. A store that stood there is kept beside it under a name that says when.

    Args:
        force: replace a store that is there, sound or damaged.
        progress: called with bytes done and bytes in all.

    Raises:
        UsageError: not a backup; or something stands there, and it is no store or ``force`` was not said.
        StoreDamaged: the backup is damaged; the member is named.
        StoreForeign: made by a newer program.
        MachineError: the disk refuses, or somebody is publishing there.
    """
    root = root.absolute()
    _check_root(root, force=force)
    try:
        disk.make_folder(root.parent)
        with _workshop(root, ".restoring") as folder:
            inside = folder / "store"
            about = _walk(source, inside, progress or _silent)
            _check_whole(inside, about)
            kept = _free_name(root) if _is_standing(root) else None
            _note(inside, about, source, kept, actor)
            _flush(inside)
            _swap(inside, root, kept)
    except OSError as fault:
        raise sentences.machine_fault(fault, "恢复") from fault
    return _told(source, about, kept)


def _check_root(root: Path, *, force: bool) -> None:
    if not _is_standing(root):
        return
    ours = (layout.STORE_FILE, layout.MANIFESTS, layout.OBJECTS, DATABASE)
    if not root.is_dir() or not any((root / name).exists() for name in ours):
        raise UsageError("目标文件夹里有别的内容，不是数据仓，没有改动。请用 --store 换一个文件夹。")
    if not force:
        raise UsageError(
            "这里已有一个数据仓，没有改动。要用备份替换它，请加 --force(原有的会改名留在旁边)；或用 --store 恢复到别处。"
        )


def _is_standing(root: Path) -> bool:
    return root.exists() and (not root.is_dir() or any(root.iterdir()))


def _walk(source: Path, folder: Path | None, say: Progress) -> dict[str, Any]:
    """Go through a backup, member by member, against its list; write them into ``folder`` where one is given.

    Raises:
        UsageError, StoreForeign, StoreDamaged: as ``restore_backup``.
    """
    if not source.is_file():
        raise UsageError(f"没有备份文件“{source.name}”，没有改动任何内容。")
    try:
        with source.open("rb") as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            about = _read_list(tar)
            total = sum(one["bytes"] for one in about["members"].values())
            done = 0
            for name, expected in about["members"].items():
                entry = _next(tar)
                _check_entry(entry, name, expected)
                assert entry is not None
                _take(tar, entry, name, expected, folder)
                done += entry.size
                say(done, total)
            extra = _next(tar)
            if extra is not None:
                raise _stranger(extra)
    except (tarfile.TarError, EOFError) as fault:
        raise UsageError(f"“{source.name}”不是守望的备份文件，或开头已损坏。{_KEPT}") from fault
    return about


def _next(tar: tarfile.TarFile) -> tarfile.TarInfo | None:
    """Return the next member; None where the file ends, whether it should or not: the list knows."""
    try:
        return tar.next()
    except tarfile.TarError:
        return None


def _read_list(tar: tarfile.TarFile) -> dict[str, Any]:
    first = tar.next()
    if first is None or first.name != LIST or not _is_plain(first) or first.size > LIST_LIMIT:
        raise UsageError(f"这不是守望的备份文件(开头没有清单 {LIST})。{_KEPT}")
    stream = tar.extractfile(first)
    assert stream is not None
    try:
        about = json.loads(stream.read())
        if int(about["format"]) > FORMAT:
            raise StoreForeign(
                f"这份备份是用更新的程序做的(格式{about['format']}，本程序认得格式{FORMAT})。{_KEPT}请升级程序。"
            )
        seal = about.pop("seal")
        members = about["members"].items()
        if seal != seal_of(about) or not all(
            _may_be_called(name) and isinstance(one["bytes"], int) for name, one in members
        ):
            raise ValueError("seal does not match")
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise _damaged_backup(LIST) from fault
    return dict(about)


def _check_entry(entry: tarfile.TarInfo | None, name: str, expected: dict[str, Any]) -> None:
    """Refuse a member that is not the next of the list: another name, a link, a folder, another length."""
    if entry is None:
        raise _damaged_backup(name)
    if not _is_plain(entry) or not _may_be_called(entry.name):
        raise _stranger(entry)
    if entry.name != name or entry.size != expected["bytes"]:
        raise _damaged_backup(name)


def _take(
    tar: tarfile.TarFile, entry: tarfile.TarInfo, name: str, expected: dict[str, Any], folder: Path | None
) -> None:
    content = tar.extractfile(entry)
    assert content is not None
    hashing = _Hashing(content)
    try:
        if folder is None:
            while hashing.read(CHUNK):
                pass
        else:
            final = folder / name
            final.parent.mkdir(parents=True, exist_ok=True)
            with final.open("xb") as stream:
                while piece := hashing.read(CHUNK):
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
            if name.startswith(_SEALED):
                final.chmod(0o444)
    except tarfile.ReadError as fault:  # the file ends inside this member
        raise _damaged_backup(name) from fault
    if hashing.sha.hexdigest() != expected["sha256"]:
        raise _damaged_backup(name)


def _check_whole(folder: Path, about: dict[str, Any]) -> None:
    """Verify the unpacked store as ``verify`` would, and that its audit ends where the list says.

    Raises:
        StoreDamaged: it is not whole, though every member is as it was written.
    """
    for name in layout.FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    store = Store.open(folder)
    faults = [fault.message for fault in store.verify() if not fault.is_harmless]
    with closing(open_copy(folder / DATABASE)) as book:
        kept = (about["audit"]["seq"], about["audit"]["hash"])
        faults += verify_records(book, kept if kept[0] else None)
    if store.county != about["county"] or store.numbers() != about["versions"]:
        faults.append("清单与内容不一致。")
    if faults:
        raise StoreDamaged(f"备份里的数据仓核对不上: {faults[0]}(共{len(faults)}处)。{_KEPT}")


def _note(folder: Path, about: dict[str, Any], source: Path, kept: Path | None, actor: str) -> None:
    """Write into the restored audit that it was restored: from what, over what."""
    detail = {
        "made_at": about["made_at"],
        "versions": len(about["versions"]),
        "audit_seq": about["audit"]["seq"],
        "kept": kept.name if kept else None,
    }
    with closing(open_copy(folder / DATABASE)) as book:
        for row in unfinished(book, ("backup",))[-1:]:
            # The copy was taken in the middle of its own backup: that it was finished is plain by now.
            append_audit(book, actor=row.actor, action="backup", target=row.object, detail={"begun": row.seq})
        append_audit(
            book, actor=actor, action="restore-backup", target=f"backup/{source.name[:100]}", detail=detail
        )


def _flush(folder: Path) -> None:
    for step, _, _ in os.walk(folder):
        disk.sync(Path(step))


def _swap(folder: Path, root: Path, kept: Path | None) -> None:
    """Give the restored store its place; the one that stood there goes aside first, and comes back if that fails."""
    with ExitStack() as held:
        if kept is not None:
            if not held.enter_context(locks.alone(root)):
                raise MachineError(f"有人正在发布或报送，没有恢复。{_KEPT}请等他做完，或先停掉看板。")
            try:
                os.rename(root, kept)
            except OSError as fault:
                if fault.errno in {errno.EBUSY, errno.EXDEV}:
                    raise MachineError(
                        f"数据仓的文件夹是挂载点，不能整个换下。{_KEPT}请用 --store 恢复到别的文件夹，再改设置。"
                    ) from fault
                raise
        try:
            os.rename(folder, root)
        except OSError:
            if kept is not None:
                os.rename(kept, root)
            raise
        disk.sync(root.parent)


def _free_name(root: Path) -> Path:
    stamp = datetime.now(COUNTY_TIME).strftime("%Y%m%d-%H%M%S")
    first = root.with_name(f"{root.name}.replaced-{stamp}")
    names = (first if n == 1 else first.with_name(f"{first.name}-{n}") for n in count(1))
    return next(name for name in names if not name.exists())


def _is_plain(entry: tarfile.TarInfo) -> bool:
    return entry.type in {tarfile.REGTYPE, tarfile.AREGTYPE}


def _may_be_called(name: str) -> bool:
    return layout.is_object_path(name) or any(pattern.fullmatch(name) for pattern in _NAMES)


def _damaged(name: str, what: str) -> StoreDamaged:
    return StoreDamaged(
        f"数据仓的文件 {name} {what}，没有做备份(坏的备份比没有更糟)。请运行 verify 核对，从以前的备份恢复它。"
    )


def _damaged_backup(name: str) -> StoreDamaged:
    return StoreDamaged(f"备份文件已损坏: 其中的 {name} 缺失或校验不符。{_KEPT}请换一份备份。")


def _stranger(entry: tarfile.TarInfo) -> StoreDamaged:
    shown = entry.name if entry.name.isprintable() else "?"
    kind = "" if _is_plain(entry) else "(不是普通文件)"
    return StoreDamaged(f"备份文件里有不该有的成员 {shown[:80]}{kind}，没有解开。{_KEPT}请换一份备份。")


def _silent(_done: int, _of: int) -> None:
    return None
