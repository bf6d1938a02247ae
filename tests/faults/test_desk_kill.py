"""kill -9 at every system call, and at random moments, of submit, confirm and publish as they are on the command line.

After each kill a witness that knows only files and tables looks; then a command runs (the restart) and it looks again;
then the file is sent again. What was acknowledged is kept, a submission is whole or told as interrupted, a version is whole
or not at all, the audit's chain holds, and the same file is taken once.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from auditor import ALIVE, Auditor
from clerk import Clerk, Told, chosen, copied
from tally import Tally

pytestmark = pytest.mark.faults

SEED = 20231201
WORDS: dict[str, tuple[str, ...]] = {
    "submit": ("--by", "甲", "--json"),
    "confirm": ("--by", "乙", "--reason", "已核对", "--json"),
    "publish": ("--by", "乙", "--reason", "首次封存", "--json"),
}
Trial = Callable[[Clerk, Path], Told]


def _stage_of_submit(seen: dict[str, Any], root: Path, told: Told) -> str:
    if told.answer is not None:
        return "answered"
    states = set(seen["states"].values())
    if not states:
        return "original kept" if any((root / "submissions").iterdir()) else "before anything"
    if states & {"received", "checked"}:
        return "findings" if (root / "findings").exists() else "reading"
    return "before the answer" if list(root.glob("findings/*/effect.json")) else "effect"


def _stage_of_confirm(seen: dict[str, Any], _: Path, told: Told) -> str:
    if told.answer is not None:
        return "answered"
    return "before the answer" if "confirmed" in seen["states"].values() else "before"


def _stage_of_publish(seen: dict[str, Any], _: Path, told: Told) -> str:
    if told.answer is not None:
        return "answered"
    rows = [(row["action"], row["result"]) for row in seen["audit"]]
    if not seen["versions"]:
        return "writing parts, figures" if ("publish", "begun") in rows else "reading again"
    if ("publish", "ok") not in rows:
        return "committed, not yet written down"
    return "before the answer" if "published" in seen["states"].values() else "written down, not yet moved on"


STAGES = {"submit": _stage_of_submit, "confirm": _stage_of_confirm, "publish": _stage_of_publish}


def _after(
    clerk: Clerk, tally: Tally, auditor: Auditor, doing: str, told: Told, finish: Callable[[], None] | None
) -> None:
    """Look at a store whose command was killed, restart, look again, and do what was to be done."""
    if told.answer is not None:
        auditor.hear(told.answer)
    seen = auditor.check(restarted=False)
    tally.where[STAGES[doing](seen, auditor.root, told)] += 1
    assert clerk.run(auditor.root, "submissions", "--json").code == 0
    auditor.check(restarted=True)
    if finish is not None:
        finish()


def _send_again(clerk: Clerk, auditor: Auditor, file: Path) -> None:
    again = clerk.run(auditor.root, "submit", file, *WORDS["submit"])
    assert again.code == 0, again
    auditor.hear(again.answer)
    states = list(auditor.check(restarted=True)["states"].values())
    assert len([state for state in states if state in ALIVE]) == 1, states


def _publish_again(clerk: Clerk, auditor: Auditor) -> None:
    """A publish after a killed one seals the files, or says that there is nothing left to seal: never twice."""
    again = clerk.run(auditor.root, "publish", *WORDS["publish"])
    if again.code == 0:
        auditor.hear(again.answer)
    else:
        assert again.code == 2, again
        assert "没有等待发布的报送" in again.sentence
    seen = auditor.check(restarted=True)
    assert seen["versions"] == [1]
    assert set(seen["states"].values()) == {"published"}
    assert list((auditor.root / "staging").iterdir()) == [] or again.code == 2


def _receipts(clerk: Clerk, base: Path) -> list[str]:
    return sorted(one["receipt"] for one in clerk.run(base, "submissions", "--json").answer)


def _kill_at_calls(
    clerk: Clerk,
    tally: Tally,
    base: Path,
    doing: str,
    words: tuple[object, ...],
    finish: Callable[[Auditor, int], None],
    **which: Any,
) -> None:
    """Kill the command at calls of it (``which``: as ``chosen`` takes it), each time on a fresh copy of a store."""
    root = base.with_name("killed")
    steps = clerk.steps(base, doing, *words)
    for number, step in enumerate(chosen(steps, **which)):
        auditor = Auditor(copied(base, root))
        auditor.check(restarted=True)
        with tally.holds((doing, step)):
            told = clerk.run(root, doing, *words, inject=f"{step.rule}:signal=SIGKILL")
            tally.how["killed" if told.code == -9 else "not reached"] += 1
            # Threads share out their work anew each time, so that a call may not come again; then the command is done.
            assert told.code in {-9, 0}, told
            _after(clerk, tally, auditor, doing, told, lambda a=auditor, n=number: finish(a, n))
    assert tally.how["killed"] >= 0.8 * tally.tried


def test_a_submit_killed_at_any_call_loses_nothing_and_the_file_is_taken_once(
    clerk_, base, file, tally, is_long
):
    def finish(auditor: Auditor, number: int) -> None:
        if is_long or number % 3 == 0:
            _send_again(clerk_, auditor, file)

    words = (file, *WORDS["submit"])
    _kill_at_calls(clerk_, tally, base, "submit", words, finish, is_long=is_long, count=6, each=1000)


def test_a_confirm_killed_at_any_call_is_done_or_not_done(clerk_, begun, tally, is_long):
    receipts = _receipts(clerk_, begun)

    def finish(auditor: Auditor, number: int) -> None:
        states = set(auditor.check(restarted=True)["states"].values())
        assert len(states) == 1  # both or neither
        if states == {"accepted"} and (is_long or number % 4 == 0):
            again = clerk_.run(auditor.root, "confirm", *receipts, *WORDS["confirm"])
            auditor.hear(again.answer)
            assert set(auditor.check(restarted=True)["states"].values()) == {"confirmed"}

    words = (*receipts, *WORDS["confirm"])
    _kill_at_calls(clerk_, tally, begun, "confirm", words, finish, is_long=is_long, count=6, each=1000)


def test_a_publish_of_submissions_killed_at_any_call_is_whole_or_not_at_all(
    clerk_, confirmed, tally, is_long
):
    def finish(auditor: Auditor, number: int) -> None:
        if is_long or number == 2:
            _publish_again(clerk_, auditor)

    words = WORDS["publish"]
    _kill_at_calls(clerk_, tally, confirmed, "publish", words, finish, is_long=is_long, count=3, each=12)


@pytest.mark.parametrize("doing", ["submit", "publish"])
def test_a_command_killed_at_any_moment_loses_nothing(
    clerk_, base, confirmed, file, tally, is_long, count, doing
):
    drawn = random.Random(SEED)
    start, root = (base if doing == "submit" else confirmed), base.with_name("killed")
    words = (file, *WORDS[doing]) if doing == "submit" else WORDS[doing]
    whole = clerk_.seconds(start, doing, *words) / 2  # it was watched, which about doubles it
    for number in range(count // 5 if is_long else 2):
        auditor = Auditor(copied(start, root))
        auditor.check(restarted=True)
        with tally.holds((doing, number)):
            told = clerk_.killed(root, doing, *words, after=drawn.uniform(0, 1.2 * whole))
            tally.how["killed" if told.code == -9 else "done before"] += 1
            assert told.code in {-9, 0}, told

            def finish(auditor: Auditor = auditor) -> None:
                _send_again(clerk_, auditor, file) if doing == "submit" else _publish_again(clerk_, auditor)

            _after(clerk_, tally, auditor, doing, told, finish if is_long else None)
