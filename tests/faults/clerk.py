"""Commands run by the office, whole, killed or on a broken disk; and the system calls at which that can be done."""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import witness
from injection import strace
from witness import Publisher, is_for_people

# Every call by which something reaches the disk, or goes from it. Opening is among them where it makes a file.
TOUCHING = (
    "openat,write,pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync,link,linkat,rename,renameat,renameat2,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat"
)
FIRED = re.compile(r"\(INJECTED\)|killed by SIGKILL")

RECORDINGS: Path | None = None  # where what was recorded lies, for all workers (set by the fixtures)


@dataclass(frozen=True)
class Step:
    """The ``nth`` call of a name in the command's main thread: what it was done to, and how far the command had come."""

    name: str
    nth: int
    path: str
    place: float = 0.0

    @property
    def rule(self) -> str:
        return f"{self.name}:when={self.nth}"


@dataclass
class Told:
    """How a command ended: its exit code (negative: the signal), its words, processor seconds, and what strace saw."""

    code: int
    out: str
    err: str
    seconds: float
    log: str = ""

    @property
    def answer(self) -> Any:
        """The answer of a command with ``--json``, or None where it is not complete."""
        try:
            return json.loads(self.out)
        except ValueError:
            return None

    @property
    def sentence(self) -> str:
        found = self.answer
        if isinstance(found, dict) and "error" in found:
            return str(found["error"]["message"])
        return self.err.strip()

    @property
    def fired(self) -> bool:
        return bool(FIRED.search(self.log))

    def fell_on(self, root: Path) -> str:
        """Return the path inside the store of the call at which the fault fell; "" where it was another."""
        for line in reversed(self.log.splitlines()):
            if "(INJECTED)" in line:
                found = re.findall(rf'[<"]{re.escape(str(root))}/([^>"]*)[>"]', line)
                return found[0] if found else ""
        return ""


class Clerk:
    """Runs commands in the office of one test."""

    def __init__(self, office: Publisher, home: Path) -> None:
        self.office = office
        self.home = home
        self.log = home / "calls"

    def at(self, home: Path) -> Clerk:
        """Return the same office for another test, with a folder of its own."""
        return Clerk(self.office, home)

    def begin(
        self, root: Path, *words: object, hold: bool = False, limits: dict[str, int] | None = None
    ) -> None:
        asked = {
            "words": [*map(str, words), "--store", str(root)],
            "out": str(self.home / "out"),
            "err": str(self.home / "err"),
            "hold": hold,
            "limits": limits or {},
        }
        self.office.start(json.dumps(asked))
        if hold:
            self.office.until("ready")

    def end(self) -> Told:
        dead = self.office.until("dead")[-1]
        return Told(
            int(dead.words[1]),
            (self.home / "out").read_text("utf-8", "replace"),
            (self.home / "err").read_text("utf-8", "replace"),
            float(dead.words[2]),
            self.log.read_text("utf-8", "replace") if self.log.exists() else "",
        )

    def run(
        self,
        root: Path,
        *words: object,
        trace: str = "",
        inject: str = "",
        limits: dict[str, int] | None = None,
    ) -> Told:
        """Run a command to its end, watched by strace where ``trace`` (names of calls) or ``inject`` (a rule) is given."""
        self.log.unlink(missing_ok=True)
        self.begin(root, *words, hold=True, limits=limits)
        rules = [
            "-e",
            f"trace={trace or inject.split(':')[0]}",
            *(["-e", f"inject={inject}"] if inject else []),
        ]
        with strace(self.office, self.log, *rules) if trace or inject else nullcontext():
            self.office.say("0")
            told = self.end()
        if trace or inject:
            told.log = self.log.read_text("utf-8", "replace")
        assert "Traceback" not in told.err + told.out, told
        if told.code > 1:
            # Of a backup the damaged member is named, as any tar lists it.
            said = re.sub(r"(其中的|数据仓的文件) \S+", "", told.sentence)
            assert is_for_people(said) if said else re.search(r"[\u4e00-\u9fff]{4}", told.out), told
        return told

    def killed(self, root: Path, *words: object, after: float) -> Told:
        """Kill a command after so many seconds."""
        self.log.unlink(missing_ok=True)
        self.begin(root, *words)
        time.sleep(after)
        if Path(f"/proc/{self.office.pid}").exists():
            os.kill(self.office.pid, signal.SIGKILL)
        return self.end()

    def steps(self, base: Path, *words: object, beside: bool = False) -> list[Step]:
        """Run a command once on a copy of a store and return the calls that its main thread made there, in their order.

        ``beside``: calls on what lies beside the store too. What was recorded once for a command holds for its copies.
        """
        return self._recorded(base, words, beside=beside)[0]

    def seconds(self, base: Path, *words: object) -> float:
        """Return how long the command took when its calls were recorded (a little longer than without)."""
        return self._recorded(base, words)[1]

    def _recorded(
        self, base: Path, words: tuple[object, ...], *, beside: bool = False
    ) -> tuple[list[Step], float]:
        assert RECORDINGS is not None
        kept = RECORDINGS / f"{base.name}-{words[0]}.calls"
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                root = copied(base, self.home / "recorded")
                begun = time.perf_counter()
                told = self.run(root, *words, trace=TOUCHING)
                assert told.code == 0, told
                seconds = time.perf_counter() - begun
                found = list(_steps(told.log, self.office.pid, root.parent if beside else root))
                kept.write_bytes(pickle.dumps((found, seconds)))
        made: tuple[list[Step], float] = pickle.loads(kept.read_bytes())  # noqa: S301 - written above
        return made


def _steps(log: str, main: int, root: Path) -> Iterator[Step]:
    nth: Counter[str] = Counter()
    lines = log.splitlines()
    for number, line in enumerate(lines):
        pid, _, text = line.partition(" ")
        found = re.match(r"(\w+)\(", text.strip())
        if int(pid) != main or not found:
            continue
        name = found[1]
        nth[name] += 1
        paths = re.findall(r'[<"](/[^>"]*)[>"]', text)
        inside = [path for path in paths if path.startswith(f"{root}/")]
        makes = name != "openat" or "O_CREAT" in text or "O_TRUNC" in text
        if inside and makes:
            yield Step(name, nth[name], os.path.relpath(inside[0], root), number / len(lines))


def spread(steps: list[Step], count: int) -> list[Step]:
    """Return ``count`` of the steps spread over all of them, first and last included; all of them where there are no more."""
    if count >= len(steps):
        return steps
    if count == 1:
        return steps[:1]
    return [steps[round(i * (len(steps) - 1) / (count - 1))] for i in range(count)]


def chosen(steps: list[Step], *, is_long: bool, count: int, each: int) -> list[Step]:
    """Return the steps to try: ``count`` of them; in the long run ``each`` of every kind (what is done to what: the twentieth
    table is written like the nineteenth), or, with FAULT_EVERY_CALL set, every one."""
    if not is_long:
        return spread(steps, count)
    if os.environ.get("FAULT_EVERY_CALL"):
        return steps
    kinds: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        kinds.setdefault((step.name, _kind_of(step.path)), []).append(step)
    kept = {step for alike in kinds.values() for step in spread(alike, each)}
    return [step for step in steps if step in kept]


def _kind_of(path: str) -> str:
    path = re.sub(r"[0-9a-f]{16,}", "*", path)
    return re.sub(r"^(objects|staging/\*)/.*?(\.parquet)?$", r"\1/…\2", path)


def copied(base: Path, root: Path) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(base, root)
    return root


def office(home: Path) -> Iterator[Clerk]:
    for opened in witness.publisher("office.py", XDG_STATE_HOME=str(home / "state")):
        opened.until("open")
        yield Clerk(opened, home)
