"""System calls made to fail, or to kill, by strace; the calls of one publish, recorded.

strace is part of what ``make test`` sets up (.ci/tools). Without it these tests fail: a skipped proof is none.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from witness import PATIENCE, Publisher, wait_until

# Not plain write: libraries wake their threads with it, and that cannot fail for want of room. DuckDB writes by pwrite64; the
# one file that is written plainly is the manifest, and has a test of its own.
WRITES = "pwrite64,pwritev,ftruncate,fallocate"
SYNCS = "fsync,fdatasync"
NAMES = "link,linkat,rename,renameat,renameat2,mkdir,mkdirat"
ALL = f"write,{WRITES},{SYNCS},{NAMES}"


@dataclass
class Call:
    """One system call: its name and the rest of its line, with the paths of file descriptors."""

    name: str
    rest: str
    thread: str

    @property
    def path(self) -> str:
        """The first path in the call: that of the descriptor for write and fsync."""
        found = re.search(r'[<"](/[^>"]*)[>"]', self.rest)
        return found.group(1) if found else ""

    @property
    def last_path(self) -> str:
        return re.findall(r'[<"](/[^>"]*)[>"]', self.rest)[-1]


@contextmanager
def strace(publisher: Publisher, log: Path, *rules: str) -> Iterator[None]:
    """Watch the child that the publisher has ready, from now to its end."""
    assert shutil.which("strace"), "strace is missing: run make tools, or install the package strace"
    log.unlink(missing_ok=True)
    watcher = subprocess.Popen(
        # Its own threads, not the programs that it starts (the reader of a workbook).
        ["strace", "-f", "-b", "execve", "-y", "-s", "0", "-o", str(log), "-p", str(publisher.pid), *rules],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    status = Path(f"/proc/{publisher.pid}/status")
    traced = f"TracerPid:\t{watcher.pid}\n"
    try:
        wait_until(
            lambda: watcher.poll() is not None or traced in status.read_text(),
            "strace to attach (is ptrace allowed here?)",
        )
        assert watcher.poll() is None, watcher.communicate()[1].decode()
        yield
    finally:
        watcher.communicate(timeout=PATIENCE)


def calls(log: Path) -> list[Call]:
    """Return the recorded calls in the order in which they ended, those that a thread resumed put together."""
    made, begun = [], {}
    for line in log.read_text("utf-8", "replace").splitlines():
        pid, _, text = line.partition(" ")
        text = text.strip()
        if "<unfinished ...>" in text:
            begun[pid] = text.replace("<unfinished ...>", "")
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", text)
        if resumed:
            text = begun.pop(pid, "") + resumed.group(1)
        found = re.match(r"(\w+)\((.*)", text)
        if found and not re.search(r"= -1 ", text):
            made.append(Call(found.group(1), found.group(2), pid))
    return made
