"""What was found out about a submission, kept beside the originals: ``findings/<receipt>/<name>``, after its own hash.

A finding can be made again from the original; it is kept so that a page opens at once and everybody sees the same.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from pathlib import Path

from shouwang.errors import StoreDamaged, UsageError
from shouwang.store import disk, layout, locks, sentences

_RECEIPT = re.compile(r"R-\d{8}-\d{4,}")
_NAME = re.compile(r"[a-z][a-z0-9_]*\.(parquet|json)")
_HEAD = 65  # the hash in hexadecimal, and a line's end


def keep(root: Path, receipt: str, name: str, content: bytes) -> None:
    """Keep a finding, in the place of an earlier one of that name; when this returns it is on the disk.

    Raises:
        MachineError: the disk refuses; an earlier finding stays.
    """
    final = _path(root, receipt, name)
    draft = root / layout.STAGING / f"{uuid.uuid4().hex}.finding"
    try:
        with locks.at_work(root):
            disk.make_folder(final.parent)
            try:
                disk.write(draft, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
                disk.move(draft, final)
            finally:
                draft.unlink(missing_ok=True)
    except OSError as fault:
        raise sentences.machine_fault(fault, "保存检查结果") from fault


def read(root: Path, receipt: str, name: str) -> bytes | None:
    """Return a finding, checked against its hash; None where there is none.

    Raises:
        StoreDamaged: it does not match its hash, or cannot be read.
    """
    try:
        raw = _path(root, receipt, name).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise StoreDamaged(f"回执 {receipt} 的检查结果不可读。原件没有改动，请从备份恢复。") from fault
    if not _is_sound(raw):
        raise StoreDamaged(f"回执 {receipt} 的检查结果校验不符，不能使用。原件没有改动，请从备份恢复。")
    return raw[_HEAD:]


def names(root: Path, receipt: str) -> list[str]:
    """Return the names of a submission's findings."""
    try:
        return sorted(path.name for path in _folder(root, receipt).iterdir())
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise sentences.machine_fault(fault, "读取检查结果") from fault


def holders(root: Path, name: str) -> list[str]:
    """Return the receipts that have a finding of this name."""
    return sorted(path.parent.name for path in (root / layout.FINDINGS).glob(f"*/{name}"))


def forget(root: Path, receipt: str, name: str) -> None:
    """Remove a finding, if it is there.

    Raises:
        MachineError: the disk refuses.
    """
    path = _path(root, receipt, name)
    try:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            disk.sync(path.parent)
    except OSError as fault:
        raise sentences.machine_fault(fault, "清理检查结果") from fault


def damaged(root: Path) -> list[str]:
    """Return receipt/name of every finding that no longer matches its hash."""
    wrong = []
    for path in sorted((root / layout.FINDINGS).glob("*/*")):
        try:
            is_sound = _is_sound(path.read_bytes())
        except OSError:
            is_sound = False
        if not is_sound:
            wrong.append(f"{path.parent.name}/{path.name}")
    return wrong


def _is_sound(raw: bytes) -> bool:
    return raw[: _HEAD - 1] == hashlib.sha256(raw[_HEAD:]).hexdigest().encode()


def _folder(root: Path, receipt: str) -> Path:
    if not _RECEIPT.fullmatch(receipt):
        raise UsageError(f"回执号“{receipt[:30]}”的写法不对，应如 R-20231201-0007。")
    return root / layout.FINDINGS / receipt


def _path(root: Path, receipt: str, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError(f"a finding cannot be called {name!r}")
    return _folder(root, receipt) / name
