"""Files and folders that are on the disk when the call returns: fsync of the file before its name, and of the folder after."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, content: bytes) -> None:
    """Write a file of staging and flush it; its folder is flushed by whoever gives it its final name."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder and flush the folder above each one that is new."""
    new = [step for step in (folder, *folder.parents) if not step.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for step in reversed(new):
        sync(step.parent)


def move(draft: Path, final: Path) -> None:
    """Give a flushed file of staging its final name, for good."""
    draft.chmod(0o444)
    os.replace(draft, final)
    sync(final.parent)
