"""Files on their way in: each is taken at the desk by a thread of its own, so that a click elsewhere stops nothing.

The page looks at the thread's progress. A session keeps its own files by the number that the upload gave them: a rerun
finds the work that is under way (or done) and never starts it twice.
"""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from shouwang import desk
from shouwang.access import Viewer
from shouwang.errors import ShouwangError, new_error_number
from shouwang.i18n import t
from shouwang.records import open_records
from shouwang.store import Store
from shouwang.ui import state

log = logging.getLogger("shouwang")
_AT_ONCE = threading.Semaphore(2)  # as many files are read at once as the machine has cores
_JOBS, _ROUND, _SENT = "reporting.jobs", "reporting.round", "reporting.sent"
Say = Callable[[str, int, int], None]


@dataclass
class Job:
    """One piece of work on its way, a file or a sealing. ``of`` is 0 while the end is not known; ``fault`` is a sentence."""

    name: str
    is_file: bool = True
    what: str = ""
    done: int = 0
    of: int = 0
    receipt: desk.Receipt | None = None
    fault: str | None = None
    after: threading.Event | None = (
        None  # the files of one sender are read in the order in which they were dropped
    )
    finished: threading.Event = field(default_factory=threading.Event)

    def say(self, what: str, done: int, of: int) -> None:
        self.what, self.done, self.of = what, done, of


def send(
    key: str,
    name: str,
    content: Callable[[], bytes],
    *,
    root: Path,
    viewer: Viewer,
    reason: str | None,
) -> Job:
    """Return the job of an upload; the first call starts it.

    Args:
        key: the number that the upload gave the file.
        name: what the sender calls it; shown to the sender alone, never kept.
    """

    def take(job: Job) -> None:
        with (
            tempfile.TemporaryDirectory(prefix="shouwang-") as folder,
            closing(open_records(root)) as book,
        ):
            path = Path(folder) / ("upload" + Path(name).suffix.lower()[:8])
            path.write_bytes(content())
            job.receipt = desk.take(
                Store.open(root), book, path, name=name, viewer=viewer, progress=job.say, reason=reason
            )  # fmt: skip

    return _started(key, name, take)


def seal(key: str, *, root: Path, viewer: Viewer, reason: str, receipts: tuple[str, ...]) -> Job:
    """Return the job that seals confirmed submissions as a new version; the first call starts it."""

    def publish(job: Job) -> None:
        with closing(open_records(root)) as book:
            desk.publish(
                Store.open(root), book, viewer=viewer, reason=reason, receipts=receipts, progress=job.say
            )

    return _started(key, t("reporting.sealing"), publish, is_file=False)


def _started(key: str, name: str, work: Callable[[Job], None], *, is_file: bool = True) -> Job:
    jobs: dict[str, Job] = state.memory().setdefault(_JOBS, {})
    if key not in jobs:
        before = next(reversed(jobs.values())).finished if jobs else None
        jobs[key] = Job(name, is_file, after=before)
        threading.Thread(target=_run, args=(jobs[key], work), daemon=True).start()
    return jobs[key]


def _run(job: Job, work: Callable[[Job], None]) -> None:
    try:
        if job.after is not None:
            job.after.wait()
        with _AT_ONCE:
            work(job)
    except ShouwangError as fault:
        job.fault = str(fault)
    except Exception as fault:  # noqa: BLE001  the edge of a thread: shown as a number, never lost
        number = new_error_number()
        log.error("error %s", number, exc_info=fault)
        job.fault = t("empty.bug", number=number)
    finally:
        job.finished.set()


def round_number() -> int:
    """Return the number of the present upload field; a new one is an empty field."""
    return int(state.memory().get(_ROUND, 0))


def begin_again(sent: list[Job]) -> None:
    """Empty the upload field and remember what was sent in this round."""
    held = state.memory()
    held[_ROUND] = round_number() + 1
    held[_SENT] = sent
    held[_JOBS] = {}


def sent_lately() -> list[Job]:
    """Return what this session sent in its last round."""
    found: list[Job] = state.memory().get(_SENT, [])
    return found


def forget_sent() -> None:
    state.memory().pop(_SENT, None)
