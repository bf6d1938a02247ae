"""The files as they came in, kept under their hash: ``submissions/<sha256>``; and who is reading one just now."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shouwang.errors import StoreDamaged, UsageError
from shouwang.store import disk, layout, locks, sentences

_SHA = re.compile(r"[0-9a-f]{64}")


def keep(root: Path, content: bytes) -> str:
    """Keep a file and return its SHA-256; when this returns it is on the disk. The same bytes are kept once.

    Raises:
        MachineError: the disk refuses; nothing was kept.
    """
    sha = hashlib.sha256(content).hexdigest()
    final = root / layout.SUBMISSIONS / sha
    draft = root / layout.STAGING / f"{uuid.uuid4().hex}.original"
    try:
        if final.exists() and disk.digest(final) == sha:
            disk.sync(final.parent)  # its first sender may have died between the name and the flush
            return sha
        with locks.at_work(root):
            disk.make_folder(final.parent)
            try:
                disk.write(draft, content)
                _place(draft, final, sha)
            finally:
                draft.unlink(missing_ok=True)
    except OSError as fault:
        raise sentences.machine_fault(fault, "保存报送文件") from fault
    return sha


def _place(draft: Path, final: Path, sha: str) -> None:
    """Give a flushed file its name, unless the same bytes have it: whoever holds that file must go on holding it."""
    draft.chmod(0o444)
    try:
        os.link(draft, final)
    except FileExistsError:
        if disk.digest(final) != sha:
            os.replace(draft, final)
    disk.sync(final.parent)


def read(root: Path, sha: str) -> bytes:
    """Return a kept file, checked against its hash.

    Raises:
        UsageError: no such file was ever kept.
        StoreDamaged: it does not match its hash, or cannot be read.
    """
    if not _SHA.fullmatch(sha):
        raise UsageError("报送原件的编号应为64位校验值。")
    try:
        content = (root / layout.SUBMISSIONS / sha).read_bytes()
    except FileNotFoundError as fault:
        raise UsageError(f"没有校验值为 {sha[:12]}… 的报送原件。请核对回执。") from fault
    except OSError as fault:
        raise StoreDamaged(f"报送原件 {sha[:12]}… 不可读，没有改动。请从备份恢复。") from fault
    if hashlib.sha256(content).hexdigest() != sha:
        raise StoreDamaged(f"报送原件 {sha[:12]}… 校验不符，不能使用。请从备份恢复，或请报送人重报。")
    return content


@contextmanager
def hold(root: Path, sha: str) -> Iterator[None]:
    """Hold a kept file alone while it is read and settled; waits for whoever holds it. The kernel lets go of a dead one's.

    Raises:
        MachineError: the kept file is not there, or cannot be opened.
    """
    try:
        handle = os.open(root / layout.SUBMISSIONS / sha, os.O_RDONLY)
    except OSError as fault:
        raise sentences.machine_fault(fault, "读取报送原件") from fault
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_held(root: Path, sha: str) -> bool:
    """Say whether somebody holds a kept file just now."""
    try:
        handle = os.open(root / layout.SUBMISSIONS / sha, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def damaged(root: Path) -> list[str]:
    """Return the hashes of kept files that no longer match."""
    folder = root / layout.SUBMISSIONS
    if not folder.exists():
        return []
    wrong = []
    for path in sorted(folder.iterdir()):
        try:
            if disk.digest(path) != path.name:
                wrong.append(path.name)
        except OSError:
            wrong.append(path.name)
    return wrong
