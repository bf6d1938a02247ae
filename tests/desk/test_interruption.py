"""A file whose taker is killed: kept, told as interrupted at the next command, and taken when it is sent again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shouwang import desk, records
from shouwang.records import Records, State
from shouwang.store import Store
from tests.desk.conftest import STEWARD, TOWN
from tests.intake.conftest import Draw, household

# Takes a file in a process of its own, and stops for ever where the check would begin.
TAKER = """
import sys, time
from pathlib import Path
from shouwang import desk, intake, records
from shouwang.access import Role, Scope, Viewer
from shouwang.store import Store

def wait(*_, **__):
    print("reading", flush=True)
    time.sleep(3600)

intake.check = wait
store = Store.open(Path(sys.argv[1]))
book = records.open_records(store.root)
desk.take(store, book, Path(sys.argv[2]), viewer=Viewer("甲", "甲", Role.STEWARD, Scope.of("420281")))
"""


@pytest.fixture
def left_open(store: Store, draw: Draw, tmp_path: Path):
    """Give a file and the process that is at it."""
    path = draw(household())
    taker = subprocess.Popen(
        [sys.executable, "-c", TAKER, store.root, path], stdout=subprocess.PIPE, text=True
    )
    assert taker.stdout is not None
    assert taker.stdout.readline() == "reading\n"
    yield path, taker
    taker.kill()
    taker.wait()
    taker.stdout.close()


def _killed(taker: subprocess.Popen[str]) -> None:
    os.kill(taker.pid, signal.SIGKILL)
    taker.wait()


def test_a_living_process_is_left_at_its_work_and_a_dead_one_s_file_is_told(
    left_open, store: Store, book: Records
) -> None:
    path, taker = left_open
    (sent,) = records.list_submissions(book)
    assert sent.state is State.RECEIVED
    assert desk.mark_interrupted(store, book, by="乙") == []
    _killed(taker)
    sentences = desk.tidy(store, book, by="乙")
    assert any(sent.receipt in sentence and "重新提交" in sentence for sentence in sentences)
    after = records.find_submission(book, sent.receipt)
    assert after is not None
    assert after.state is State.INTERRUPTED
    assert store.original(sent.sha256) == path.read_bytes()
    again = desk.take(store, book, path, viewer=STEWARD)
    assert again.is_new
    assert again.is_accepted
    assert desk.tidy(store, book, by="乙") == []


def test_sending_it_again_at_once_closes_what_the_dead_process_left(
    left_open, store: Store, book: Records
) -> None:
    path, taker = left_open
    _killed(taker)
    started = time.monotonic()
    again = desk.take(store, book, path, viewer=TOWN)
    assert again.is_accepted
    assert time.monotonic() - started < 60
    states = {one.receipt: one.state for one in records.list_submissions(book)}
    assert sorted(states.values()) == [State.ACCEPTED, State.INTERRUPTED]
    assert records.verify_audit(book) == []


def test_a_rows_file_that_nobody_needs_is_cleared_away(store: Store, book: Records) -> None:
    store.keep_finding("R-20231201-0001", "rows.parquet", b"left by a publish that died")
    desk.tidy(store, book, by="乙")
    assert store.with_finding("rows.parquet") == []


def test_a_finding_with_a_wrong_bit_is_never_shown_and_verify_tells_it(store: Store) -> None:
    from shouwang.errors import StoreDamaged

    store.keep_finding("R-20231201-0001", "faults.parquet", b"what was found")
    assert store.finding("R-20231201-0001", "faults.parquet") == b"what was found"
    path = store.root / "findings" / "R-20231201-0001" / "faults.parquet"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.chmod(0o644)
    path.write_bytes(bytes(content))
    with pytest.raises(StoreDamaged, match="校验不符"):
        store.finding("R-20231201-0001", "faults.parquet")
    assert [fault.kind for fault in store.verify()] == ["finding"]
