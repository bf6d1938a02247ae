"""Sealing, restoring and verifying on their way: in a thread of their own, one at a time in a session.

A click elsewhere stops nothing; a rerun finds what is under way, shows how far it is, and what came of it once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from shouwang import desk
from shouwang.access import Viewer
from shouwang.desk import keeping
from shouwang.errors import ShouwangError, new_error_number
from shouwang.i18n import t
from shouwang.publishing.effect import Effect
from shouwang.records import Records, open_records
from shouwang.store import Store
from shouwang.ui import state

log = logging.getLogger("shouwang")
_HELD = "versions.job"
Act = Callable[[str], None]  # what a button does with the reason that was given


@dataclass
class Job:
    """One piece of work: what it is (publish, restore, verify), how far, and what came of it in sentences."""

    kind: str
    what: str = ""
    done: int = 0
    of: int = 0
    said: tuple[str, ...] = ()
    fault: str | None = None
    verification: keeping.Verification | None = None
    effect: Effect | None = None
    about: tuple[object, ...] = ()
    finished: threading.Event = field(default_factory=threading.Event)

    def say(self, what: str, done: int, of: int) -> None:
        self.what, self.done, self.of = what, done, of


def current() -> Job | None:
    """Return the session's piece of work, under way or just done."""
    found: Job | None = state.memory().get(_HELD)
    return found


def forget() -> None:
    state.memory().pop(_HELD, None)


def start_foresee(root: Path, viewer: Viewer, *, base: int | None, receipts: tuple[str, ...]) -> None:
    """Reckon what sealing these submissions together would change; ``foreseen`` has it afterwards."""

    def work(job: Job, store: Store, book: Records) -> None:
        job.effect = keeping.foresee(store, book, receipts, viewer=viewer, progress=job.say)

    _start("foresee", root, base, work, about=(base, *receipts))


def foreseen(base: int | None, receipts: tuple[str, ...]) -> Effect | None:
    """Return what was reckoned for exactly these submissions on top of exactly this version, None where it was not."""
    job = current()
    return job.effect if job is not None and job.about == (base, *receipts) else None


def start_publish(
    root: Path, viewer: Viewer, *, base: int | None, reason: str, receipts: tuple[str, ...]
) -> None:
    """Seal confirmed submissions as a new version on top of version ``base``."""

    def work(job: Job, store: Store, book: Records) -> None:
        made = desk.publish(store, book, viewer=viewer, reason=reason, receipts=receipts, progress=job.say)
        job.said = (t("versions.published", version=made.version, count=len(made.submissions)),)

    _start("publish", root, base, work)


def start_restore(root: Path, viewer: Viewer, *, base: int | None, number: int, reason: str) -> None:
    """Go back to version ``number`` by a new version on top of ``base``."""

    def work(job: Job, store: Store, book: Records) -> None:
        made = keeping.restore(store, book, number, viewer=viewer, reason=reason)
        job.said = (t("versions.restored", version=made.version, number=number),)

    _start("restore", root, base, work)


def start_verify(root: Path, viewer: Viewer) -> None:
    """Hash everything again, and the audit's chain."""

    def work(job: Job, store: Store, book: Records) -> None:
        found = keeping.verify(store, book, viewer=viewer, progress=lambda done, of: job.say("", done, of))
        job.verification = found
        job.said = (*(fault.message for fault in found.faults), *found.chain)

    _start("verify", root, None, work)


def _start(
    kind: str,
    root: Path,
    base: int | None,
    work: Callable[[Job, Store, Records], None],
    *,
    about: tuple[object, ...] = (),
) -> None:
    held = current()
    if held is not None and not held.finished.is_set():
        return
    job = Job(kind, about=about)
    state.memory()[_HELD] = job
    threading.Thread(target=_run, args=(job, root, base, work), daemon=True).start()


def _run(job: Job, root: Path, base: int | None, work: Callable[[Job, Store, Records], None]) -> None:
    try:
        store = Store.open(root)
        newest = (store.numbers() or [0])[-1]
        if base is not None and newest != base:
            job.fault = t("versions.stale", newest=newest, base=base)
            return
        with closing(open_records(root)) as book:
            work(job, store, book)
    except ShouwangError as fault:
        job.fault = str(fault)
    except Exception as fault:  # noqa: BLE001  the edge of a thread: shown as a number, never lost
        number = new_error_number()
        log.error("error %s", number, exc_info=fault)
        job.fault = t("empty.bug", number=number)
    finally:
        job.finished.set()
