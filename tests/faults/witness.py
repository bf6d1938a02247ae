"""What the tests hold against a store after a fault, and how they drive the publishing process."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import polars as pl

from shouwang.store import Store

HERE = Path(__file__).parent
PATIENCE = 300.0  # a publish takes some seconds, and a machine may be crowded
FORBIDDEN = re.compile(r"[/\\]|SELECT|Traceback|Error|errno", re.IGNORECASE)


@dataclass
class Line:
    at: float
    words: list[str]


@dataclass
class Publisher:
    """The publishing process; lines of its child are read as they come, with their time."""

    process: subprocess.Popen[bytes]
    lines: Queue[Line | None] = field(default_factory=Queue)
    pid: int = 0

    def say(self, *words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(words).encode() + b"\n")
        self.process.stdin.flush()

    def start(self, *words: str) -> None:
        """Begin a command; ``pid`` is the child's."""
        self.say(*words)
        self.pid = int(self.until("pid")[-1].words[1])

    def until(self, word: str, second: str = "") -> list[Line]:
        """Return the lines up to the one that begins with ``word`` and has ``second`` among its words."""
        seen: list[Line] = []
        end = time.monotonic() + PATIENCE
        while True:
            line = self.lines.get(timeout=max(0.0, end - time.monotonic()))
            assert line is not None, f"the publisher is gone, waiting for {word}"
            seen.append(line)
            if line.words[0] == word and (not second or second in line.words):
                return seen
            assert line.words[0] != "dead", f"died before {word}: {[one.words for one in seen]}"

    def until_one_of(self, *words: str) -> Line:
        line = self.lines.get(timeout=PATIENCE)
        while line is not None and line.words[0] not in words:
            line = self.lines.get(timeout=PATIENCE)
        assert line is not None, f"the publisher is gone, waiting for {words}"
        return line

    def kill(self) -> list[Line]:
        """Kill the child and return what it had said since."""
        os.kill(self.pid, signal.SIGKILL)
        return self.until("dead")

    def waiting(self) -> list[Line]:
        seen = []
        while True:
            try:
                line = self.lines.get_nowait()
            except Empty:
                return seen
            if line is not None:
                seen.append(line)


def publisher(script: str = "publisher.py", **environment: str) -> Iterator[Publisher]:
    process = subprocess.Popen(
        [sys.executable, str(HERE / script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "POLARS_MAX_THREADS": "2", "PYTHONDONTWRITEBYTECODE": "1", **environment},
    )
    made = Publisher(process)

    def read() -> None:
        assert process.stdout is not None
        for raw in process.stdout:
            made.lines.put(Line(time.perf_counter(), raw.decode().split()))
        made.lines.put(None)

    reader = Thread(target=read, daemon=True)
    reader.start()
    try:
        yield made
    finally:
        assert process.stdin is not None
        process.stdin.close()
        if made.pid and Path(f"/proc/{made.pid}").exists():
            os.kill(made.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        reader.join(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


@dataclass
class Witness:
    """Remembers what was acknowledged of one store, and holds every later state of it against the invariants I1 to I4."""

    root: Path
    acknowledged: dict[int, str] = field(default_factory=dict)
    seals: dict[int, str] = field(default_factory=dict)
    highest: int = 0

    def hear(self, lines: list[Line]) -> None:
        for line in lines:
            if line.words[0] == "ack":
                self.acknowledged[int(line.words[1])] = line.words[2]

    def check(self) -> int:
        """Check everything and return the number of the current version (0: none)."""
        store = Store.open(self.root)
        numbers = store.numbers()
        # I4: from 1 on, none missing, none taken back.
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= self.highest
        # I1: what was acknowledged is there as it was acknowledged; I3: and what was once seen has not changed.
        for number, seal in (self.acknowledged | self.seals).items():
            assert store.manifest(number).seal == seal, number
        # I2, I3: every file of every version is as sealed; what else lies about belongs to no version.
        assert [fault for fault in store.verify() if not fault.is_harmless] == []
        for number in numbers[self.highest :]:
            self.check_whole(store, number)
            self.seals[number] = store.manifest(number).seal
        self.highest = len(numbers)
        if numbers:
            assert store.snapshot().number == numbers[-1]
            assert store.snapshot().skipped == ()
        return self.highest

    @staticmethod
    def check_whole(store: Store, number: int) -> None:
        """Every part of a version is there, with all of its rows, and all of them are of this version."""
        snapshot = store.snapshot(number)
        stamps = set()
        for table in snapshot.manifest.tables:
            for part, entry in snapshot.manifest.parts(table).items():
                rows = pl.read_parquet(snapshot.file(table, part, entry), hive_partitioning=False)
                assert rows.height == entry.rows > 0
                stamps |= set(rows["source_id"].unique())
        assert stamps == {snapshot.manifest.author}


def is_for_people(sentence: str) -> bool:
    """Say whether a sentence is Chinese and free of paths, statements and libraries' words."""
    return bool(re.search(r"[\u4e00-\u9fff]{4}", sentence)) and not FORBIDDEN.search(sentence)


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.002)
