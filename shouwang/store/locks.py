"""Who is at work in a store: publishers share the lock, a sweeper needs it alone. The kernel lets go when a process dies.

Of two publishers the link of the manifest decides, not this lock; it only keeps a sweep from taking a living
publisher's files for leftovers.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "publish.lock"


@contextmanager
def at_work(root: Path) -> Iterator[None]:
    """Hold the store's lock as one of several; waits while a sweep goes on (well under a second)."""
    handle = _open(root)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


@contextmanager
def alone(root: Path) -> Iterator[bool]:
    """Say whether nobody is at work, and keep it so inside the block."""
    handle = _open(root)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _open(root: Path) -> int:
    try:
        return os.open(root / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as fault:
        # A read-only store (a backup, a disk mounted read-only) can still be verified.
        if fault.errno not in {errno.EROFS, errno.EACCES, errno.EPERM} or not (root / NAME).exists():
            raise
        return os.open(root / NAME, os.O_RDONLY)
