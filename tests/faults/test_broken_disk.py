"""A disk that refuses at any single system call of a publish, and a kill at each: a sentence, nothing lost, the next try works."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from injection import NAMES, SYNCS, WRITES, calls, strace
from witness import Line, Publisher, Witness, is_for_people

from shouwang.store import Store

pytestmark = pytest.mark.faults

FULL, BROKEN, READ_ONLY, FORBIDDEN = "磁盘空间不足", "磁盘读写出错", "磁盘是只读的", "没有读写权限"
EVERY = 100  # from this count on, every call is tried; below it, some spread over the publish


def _publish(publisher: Publisher, witness: Witness, tag: str) -> list[Line]:
    publisher.start("once", str(witness.root), tag)
    publisher.until("ready")
    publisher.say("go")
    lines = publisher.until("dead")
    witness.hear(lines)
    return lines


def _with_fault(publisher: Publisher, witness: Witness, log: Path, tag: str, fault: str) -> list[Line]:
    publisher.start("once", str(witness.root), tag)
    publisher.until("ready")
    with strace(publisher, log, "-e", f"trace={fault.split(':')[0]}", "-e", f"inject={fault}"):
        publisher.say("go")
        lines = publisher.until("dead")
    witness.hear(lines)
    return lines


def _outcome(lines: list[Line]) -> list[str]:
    """Return the child's last word: ack, refused, bug, or, where it died before, dead."""
    return [line.words for line in lines if line.words[0] in {"ack", "refused", "bug", "dead"}][0]


def _steps(publisher: Publisher, witness: Witness, log: Path, names: str, count: int) -> list[str]:
    """Return the calls to break, as ``name:when=N``: all of a publish, or some spread over it, first and last included."""
    _publish(
        publisher, witness, "first"
    )  # so that the folders are there, and every publish makes the same calls
    publisher.start("once", str(witness.root), "counted")
    publisher.until("ready")
    with strace(publisher, log, "-e", f"trace={names}"):
        publisher.say("go")
        witness.hear(publisher.until("dead"))
    # strace counts each system call of each thread by its own name, and breaks it in the first thread that gets so far.
    nth: Counter[tuple[str, str]] = Counter()
    found: dict[str, None] = {}
    for call in calls(log):
        if call.name not in names.split(
            ","
        ):  # strace shows calls that it does not know by name, whatever is asked for
            continue
        nth[call.thread, call.name] += 1
        found[f"{call.name}:when={nth[call.thread, call.name]}"] = None
    steps = list(found)
    wanted = len(steps) if count >= EVERY else min(len(steps), 3)
    return [steps[round(i * (len(steps) - 1) / (wanted - 1))] for i in range(wanted)]


@pytest.mark.parametrize(
    ("names", "error", "causes"),
    [
        (SYNCS, "EIO", {BROKEN}),
        (WRITES, "ENOSPC", {FULL}),
        (WRITES, "EIO", {BROKEN}),
        (NAMES, "EROFS", {READ_ONLY}),
        (NAMES, "EACCES", {FORBIDDEN}),
    ],
)
def test_a_call_that_fails_is_said_and_nothing_is_lost_and_the_next_try_works(
    publisher, new_store, tmp_path, count, figures, names, error, causes
):
    witness = Witness(new_store())
    seen: Counter[str] = Counter()
    for step in _steps(publisher, witness, tmp_path / "calls", names, count):
        before = witness.check()
        lines = _with_fault(publisher, witness, tmp_path / "calls", step, f"{step}:error={error}")
        said = _outcome(lines)
        fired = "INJECTED" in (tmp_path / "calls").read_text("utf-8", "replace")
        after = witness.check()
        # DuckDB hands its writes to threads as it likes, so that the same one need not get as far again.
        assert fired or (names == WRITES and said[0] == "ack"), step
        seen[said[0] if fired else "not reached"] += 1
        if said[0] == "refused":
            sentence = " ".join(said[2:])
            assert said[1] == "MachineError", sentence
            assert is_for_people(sentence), sentence
            # After the link a version is visible; it is not acknowledged, and the sentence says so.
            if after > before:
                assert sentence.startswith(f"磁盘没有确认写入，第{after}版已可见"), sentence
            else:
                assert sentence.split("，")[0] in causes, sentence
        else:
            # A call that a publish can do without: a folder that another made, room asked for in advance.
            assert said[0] == "ack", lines
    assert _outcome(_publish(publisher, witness, "again"))[0] == "ack"
    witness.check()
    figures(tried=sum(seen.values()), **dict(seen))
    assert seen["refused"] >= 1


@pytest.mark.parametrize("names", [SYNCS, NAMES, WRITES])
def test_a_kill_at_any_call_leaves_the_old_version_or_the_new_one_whole(
    publisher, new_store, tmp_path, count, figures, names
):
    witness = Witness(new_store())
    made = kept = 0
    for step in _steps(publisher, witness, tmp_path / "calls", names, count):
        before = witness.check()
        lines = _with_fault(publisher, witness, tmp_path / "calls", step, f"{step}:signal=SIGKILL")
        after = witness.check()
        if names == WRITES and lines[-1].words == ["dead", "0"]:  # not reached, as above
            continue
        assert lines[-1].words == ["dead", "-9"], lines
        assert after in {before, before + 1}
        made, kept = made + (after > before), kept + (after == before)
    assert _outcome(_publish(publisher, witness, "again"))[0] == "ack"
    assert Store.open(witness.root).sweep() is not None
    assert Store.open(witness.root).verify() == []
    figures(kills=made + kept, old=kept, new=made)
    assert made + kept >= 1


def test_a_call_that_is_interrupted_is_made_again(publisher, new_store, tmp_path):
    witness = Witness(new_store())
    for number in (1, 2, 5):
        rule = f"pwrite64:error=EINTR:when={number}"
        said = _outcome(_with_fault(publisher, witness, tmp_path / "calls", f"i{number}", rule))
        assert said[0] == "ack" or (said[0] == "refused" and is_for_people(" ".join(said[2:]))), said
        witness.check()


def test_a_manifest_that_finds_no_room_is_not_published(publisher, new_store):
    witness = Witness(new_store())
    for number in (1, 100, 1000):
        publisher.start("once", str(witness.root), f"m{number}", f"{number}@commit")
        publisher.until("ready")
        publisher.say("go")
        said = _outcome(publisher.until("dead"))
        assert said[:2] == ["refused", "MachineError"]
        assert said[2].startswith("文件超过了系统允许的大小，发布没有完成"), said
        assert witness.check() == 0
    assert _outcome(_publish(publisher, witness, "again"))[0] == "ack"
    assert witness.check() == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A file system of 3 MB, or, where nothing may be mounted, a folder and a bound on the size of a file."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, check=False
    )
    try:
        yield (place, "") if mounted.returncode == 0 else (place, "6000")
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_said_nothing_is_lost_and_with_room_again_the_next_try_works(
    publisher, small_disk, figures
):
    place, limit = small_disk
    root = Store.create(place / "store", "420281").root
    witness = Witness(root)
    _publish(publisher, witness, "before")
    assert witness.check() == 1
    filler = place / "filler"
    refused = 0
    for room in (0, 1, 3, 8, 20, 40):  # free blocks of 4 kB: the disk fills at another moment each time
        if not limit:
            _leave_room(filler, room)
        publisher.start("once", str(root), f"full{room}", limit)
        publisher.until("ready")
        publisher.say("go")
        lines = publisher.until("dead")
        witness.hear(lines)
        said = _outcome(lines)
        witness.check()
        if said[0] == "ack":
            continue
        assert said[:2] == ["refused", "MachineError"], lines
        assert " ".join(said[2:]).split("，")[0] in {FULL, "文件超过了系统允许的大小"}, lines
        assert is_for_people(" ".join(said[2:]))
        refused += 1
    filler.unlink(missing_ok=True)
    assert _outcome(_publish(publisher, witness, "after"))[0] == "ack"
    witness.check()
    assert Store.open(root).verify() == []
    figures(refused=refused, by="bound on file size" if limit else "a full tmpfs")
    assert refused >= 2


def _leave_room(filler: Path, blocks: int) -> None:
    filler.unlink(missing_ok=True)
    free = shutil.disk_usage(filler.parent).free
    filler.write_bytes(b"\0" * max(0, free - blocks * 4096))


def test_a_store_that_may_not_be_written_is_read_and_refuses_to_publish(publisher, new_store, tmp_path):
    witness = Witness(new_store())
    _publish(publisher, witness, "before")
    # EROFS for whatever would be opened to write or made, as on a disk that the kernel has turned read-only.
    rule = f"{NAMES}:error=EROFS"
    said = _outcome(_with_fault(publisher, witness, tmp_path / "calls", "after", rule))
    assert said[:2] == ["refused", "MachineError"]
    assert " ".join(said[2:]).startswith(READ_ONLY)
    assert witness.check() == 1
