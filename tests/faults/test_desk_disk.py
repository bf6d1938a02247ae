"""A disk that refuses while a file is handed in, confirmed or sealed: a Chinese sentence and exit code 4, nothing half taken, and
with the disk well again the next try succeeds.

Two ways: strace makes one system call fail (every one in the long run), and a small file system is full, with one more block
free each time, so that the disk fills at every place in turn.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from auditor import ALIVE, Auditor, drafts
from clerk import Clerk, Step, Told, chosen, copied
from tally import Tally
from test_desk_kill import WORDS

pytestmark = pytest.mark.faults

WRITING = {"pwrite64", "pwritev", "write", "ftruncate", "fallocate"}
SYNCING = {"fsync", "fdatasync"}
NAMING = {
    "link",
    "linkat",
    "rename",
    "renameat",
    "renameat2",
    "mkdir",
    "mkdirat",
    "openat",
    "unlink",
    "chmod",
    "fchmodat",
}
FAULTS = [("ENOSPC", WRITING | {"link", "mkdir", "openat"}), ("EIO", WRITING | SYNCING | NAMING), ("EACCES", NAMING), ("EROFS", NAMING)]  # fmt: skip
MACHINE = 4


def _is_scratch(path: str) -> bool:
    """A preview's own folder: what is refused there leaves the effect unreckoned, and the file taken."""
    return path.startswith("staging/") and "/" in path.removeprefix("staging/")


def _closing(steps: list[Step]) -> list[Step]:
    """Return the calls behind the last commit to the database: from the second sync of its log after the last write to it."""
    log = "records.sqlite-wal"
    written = max(
        (n for n, step in enumerate(steps) if (step.name, step.path) == ("pwrite64", log)), default=-1
    )
    synced = [
        n for n, step in enumerate(steps) if n > written and step.name == "fdatasync" and step.path == log
    ]
    return steps[synced[0] + 1 :] if synced else []


def _may_be_done_without(step: Step, told: Told, root: Path, closing: list[Step]) -> bool:
    """Say whether the call that failed is one that a command can do without, so that its success is no lie.

    A draft or a preview that cannot be removed is left to the next sweep; the database is closed after everything is on
    the disk (SQLite then moves its log into place, and does that again at the next opening); a folder that is there
    already; the folder's mode.
    """
    path = told.fell_on(root)
    return (
        not path
        or _is_scratch(path)
        or step.name in {"unlink", "unlinkat", "rmdir", "mkdir"}
        or path == "records.sqlite-shm"
        or (path.startswith("records.sqlite") and step in closing)
    )


def _check_refusal(told: Told, step: Step, root: Path, closing: list[Step]) -> None:
    if told.code == 0:
        assert _may_be_done_without(step, told, root, closing) or "影响还没有算出" in told.out, (
            told.fell_on(root),
            told,
        )
        return
    assert told.code == MACHINE, told


def _try(
    clerk: Clerk,
    tally: Tally,
    base: Path,
    doing: str,
    words: tuple[object, ...],
    error: str,
    names: set[str],
    retries: int,
    **which: Any,
) -> None:
    root = base.with_name("broken")
    made = clerk.steps(base, doing, *words)
    closing = _closing(made)
    steps = [step for step in made if step.name in names]
    for number, step in enumerate(chosen(steps, **which)):
        auditor = Auditor(copied(base, root))
        auditor.check(restarted=True)
        with tally.holds((doing, error, step)):
            told = clerk.run(root, doing, *words, inject=f"{step.rule}:error={error}")
            tally.where[step.name] += 1
            is_ours = told.fired and told.fell_on(root) != ""
            # A thread may get so far first with a call on something else (what DuckDB reads of the machine's memory).
            tally.how[f"code {told.code}" if is_ours else "elsewhere" if told.fired else "not reached"] += 1
            if is_ours:
                _check_refusal(told, step, root, closing)
            if told.answer is not None and told.code == 0:
                auditor.hear(told.answer)
            auditor.check(restarted=False)
            if number % retries == 0:
                _check_next_try(clerk, auditor, doing, words)


def _check_next_try(clerk: Clerk, auditor: Auditor, doing: str, words: tuple[object, ...]) -> None:
    """With the disk well again the same command succeeds, once."""
    again = clerk.run(auditor.root, doing, *words)
    seen = auditor.check(restarted=True)
    states = [state for state in seen["states"].values() if state in ALIVE]
    if doing == "submit":
        assert again.code == 0, again
        assert states == ["accepted"]
    elif doing == "confirm":
        assert again.code == 0 or "已确认" in again.sentence, again
        assert set(states) == {"confirmed"}
    else:
        assert again.code == 0 or "没有等待发布的报送" in again.sentence, again
        assert set(states) == {"published"}
        assert seen["versions"] == [1]


@pytest.mark.parametrize(("error", "names"), FAULTS, ids=[error for error, _ in FAULTS])
def test_a_submit_that_the_disk_refuses_is_said_and_taken_at_the_next_try(
    clerk_, base, file, tally, is_long, error, names
):
    words = (file, *WORDS["submit"])
    which = {"is_long": is_long, "count": 2, "each": 4}
    _try(clerk_, tally, base, "submit", words, error, names, retries=1 if is_long else 2, **which)


@pytest.mark.parametrize(("error", "names"), FAULTS[:2], ids=["ENOSPC", "EIO"])
def test_a_confirm_that_the_disk_refuses_is_said_and_done_at_the_next_try(
    clerk_, begun, tally, is_long, error, names
):
    receipts = sorted(one["receipt"] for one in clerk_.run(begun, "submissions", "--json").answer)
    words = (*receipts, *WORDS["confirm"])
    _try(clerk_, tally, begun, "confirm", words, error, names, retries=1, is_long=is_long, count=6, each=20)


@pytest.mark.parametrize(("error", "names"), FAULTS, ids=[error for error, _ in FAULTS])
def test_a_publish_of_submissions_that_the_disk_refuses_is_said_and_done_at_the_next_try(
    clerk_, begun, tally, is_long, error, names
):
    if not is_long and error in {"EACCES", "EROFS"}:
        names = {"mkdir"}  # the rest of them in the long run, and in test_broken_disk
    which = {"is_long": is_long, "count": 2 if error == "ENOSPC" else 1, "each": 3}
    _try(
        clerk_, tally, begun, "publish", WORDS["publish"], error, names, retries=1 if is_long else 99, **which
    )


# -- a disk that is really full ----------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("nothing may be mounted here: the calls above are made to fail one by one instead")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(place: Path, blocks: int) -> None:
    filler = place / "filler"
    filler.unlink(missing_ok=True)
    free = shutil.disk_usage(place).free
    filler.write_bytes(b"\0" * max(0, free - blocks * 4096))


@pytest.mark.parametrize("doing", ["submit", "publish"])
def test_a_full_disk_is_said_and_with_room_again_the_next_try_succeeds(
    clerk_, base, begun, file, small_disk, tally, is_long, doing
):
    words = (file, *WORDS["submit"]) if doing == "submit" else WORDS["publish"]
    start = base if doing == "submit" else begun
    few = (0, 30) if doing == "submit" else (8,)
    rooms = range(0, 400, 1 if doing == "submit" else 3) if is_long else few
    for room in rooms:
        auditor = Auditor(copied(start, small_disk / "store"))
        auditor.check(restarted=True)
        _fill(small_disk, room)
        with tally.holds((doing, room)):
            told = clerk_.run(auditor.root, doing, *words)
            tally.how[f"code {told.code}"] += 1
            assert told.code in {0, MACHINE}, told
            if told.code:
                # SQLite has one word for what it cannot set up beside its file, whatever the cause.
                assert "磁盘空间不足" in told.sentence or "登记库打不开或读写出错" in told.sentence, told
            else:
                auditor.hear(told.answer)
            (small_disk / "filler").unlink()
            auditor.check(restarted=False)
            if is_long or room == max(rooms):
                _check_next_try(clerk_, auditor, doing, words)
        (small_disk / "filler").unlink(missing_ok=True)
        if is_long and told.code == 0 and "影响还没有算出" not in told.out:
            break  # there was room for everything
    assert tally.how[f"code {MACHINE}"] >= 1


# -- the audit cannot be written (R9, R36) -----------------------------------------------------------------------------


@pytest.mark.parametrize("doing", ["submit", "confirm", "withdraw", "publish", "verify", "backup"])
def test_what_cannot_be_written_into_the_audit_is_not_done(
    clerk_, begun, file_with_faults, tmp_path, tally, doing
):
    """No write to the database succeeds (it is the first that any of these writes by position)."""
    receipt = sorted(one["receipt"] for one in clerk_.run(begun, "submissions", "--json").answer)[0]
    words: dict[str, tuple[object, ...]] = {
        "submit": (file_with_faults, *WORDS["submit"]),
        "confirm": (receipt, *WORDS["confirm"]),
        "withdraw": (receipt, "--by", "甲", "--reason", "重报", "--json"),
        "publish": WORDS["publish"],
        "verify": ("--json",),
        "backup": (tmp_path / "backup.tar", "--json"),
    }
    auditor = Auditor(begun)
    before = auditor.check(restarted=True)
    told = clerk_.run(begun, doing, *words[doing], inject="pwrite64:error=ENOSPC")
    tally.how[f"code {told.code}"] += 1
    with tally.holds(doing):
        after = auditor.check(restarted=True)
        assert (after["states"], after["versions"]) == (before["states"], before["versions"])
        assert not (tmp_path / "backup.tar").exists()
        assert told.code == MACHINE, told
        assert not list(drafts(begun))
