"""The process that reads a workbook dies, starves or hangs, or whoever waits for it is killed: one sentence, one state, and the
same file is taken when it is sent again."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from auditor import Auditor
from clerk import Clerk, Told
from test_desk_kill import WORDS
from witness import wait_until

pytestmark = pytest.mark.faults

TOO_MUCH = "内存或时间过多"


def _reader_of(pid: int) -> int:
    """Return the reader that a command has started, stopped."""
    found: list[int] = []

    def is_there() -> bool:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text() if Path(f"/proc/{pid}").exists() else ""
        with suppress(OSError):
            found[:] = [
                int(one) for one in text.split() if b"child.py" in Path(f"/proc/{one}/cmdline").read_bytes()
            ]
        return bool(found)

    wait_until(is_there, "the reader to start")
    os.kill(found[0], signal.SIGSTOP)
    return found[0]


def _is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def _starve(pid: int) -> None:
    """Let it have no more memory than a start of Python needs, whatever it allows itself."""
    os.kill(pid, signal.SIGCONT)
    while not _is_gone(pid):
        with suppress(OSError):
            resource.prlimit(pid, resource.RLIMIT_AS, (24 << 20, 24 << 20))
        time.sleep(0.001)


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _leave_stopped(_: int) -> None:
    return


def _submit(clerk: Clerk, root: Path, file: Path, harm: Callable[[int], None], seconds: int) -> Told:
    clerk.begin(
        root, "submit", file, *WORDS["submit"], limits={"reading_seconds": seconds} if seconds else {}
    )
    harm(_reader_of(clerk.office.pid))
    return clerk.end()


def _check_taken_again(clerk: Clerk, auditor: Auditor, file: Path, states: list[str]) -> None:
    again = clerk.run(auditor.root, "submit", file, *WORDS["submit"])
    assert again.code == 0, again
    auditor.hear(again.answer)
    assert sorted(auditor.check(restarted=True)["states"].values()) == states


@pytest.mark.parametrize(
    ("what", "harm"), [("killed", _kill), ("starved", _starve), ("hung", _leave_stopped)]
)
def test_a_reader_that_dies_costs_one_sentence_and_the_file_is_checked_when_sent_again(
    clerk_, base, file, tally, is_long, what, harm
):
    auditor = Auditor(base)
    # Hung: the long run waits as long as a person would; the short one is told a shorter limit.
    told = _submit(clerk_, base, file, harm, seconds=2 if what == "hung" and not is_long else 0)
    tally.how[what] += 1
    with tally.holds(what):
        assert told.code == 1, told
        (answer,) = told.answer
        assert answer["state"] == "refused"
        (problem,) = answer["problems"]
        assert TOO_MUCH in problem["message"] or (what == "starved" and "读不出来" in problem["message"]), (
            problem
        )
        assert "Traceback" not in told.out + told.err
        auditor.hear(told.answer)
        auditor.check(restarted=True)
        _check_taken_again(clerk_, auditor, file, ["accepted"])


def test_whoever_waits_for_the_reader_is_killed_and_the_file_is_kept_and_told_as_interrupted(
    clerk_, base, file, tally
):
    auditor = Auditor(base)
    clerk_.begin(base, "submit", file, *WORDS["submit"])
    reader = _reader_of(clerk_.office.pid)
    os.kill(clerk_.office.pid, signal.SIGKILL)
    assert clerk_.end().code == -9
    os.kill(reader, signal.SIGCONT)
    tally.how["killed while reading"] += 1
    with tally.holds("reading"):
        assert list(auditor.check(restarted=False)["states"].values()) == ["received"]
        restarted = clerk_.run(base, "submissions")
        assert "处理中断，请重新提交" in restarted.err + restarted.out, restarted
        assert list(auditor.check(restarted=True)["states"].values()) == ["interrupted"]
        _check_taken_again(clerk_, auditor, file, ["accepted", "interrupted"])
    wait_until(lambda: _is_gone(reader), "the reader, which nobody listens to, to end")
