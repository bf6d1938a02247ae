"""kill -9 at random moments of a publish: the old version or the new one, whole, and nothing acknowledged is lost."""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections import Counter

import pytest
from witness import Line, Publisher, Witness

from shouwang.store import Store

KILLS_PER_STORE = 25  # then a new one: checking hashes every file of every version again
WARM_UP = 3

pytestmark = pytest.mark.faults


def _stage(lines: list[Line]) -> str:
    """Return where the child was: the last stage it named, or that it had been acknowledged."""
    last = [line.words for line in lines if line.words[0] in {"stage", "ack"}]
    if not last:
        return "start"
    return "acknowledged" if last[-1][0] == "ack" else last[-1][1]


def _measure(publisher: Publisher, witness: Witness) -> tuple[float, float]:
    """Return the median seconds of a child's first publish, and of its commit alone."""
    whole, commit = [], []
    for number in range(WARM_UP):
        begun = time.perf_counter()
        publisher.start("loop", str(witness.root), f"warm{number}")
        lines = publisher.until("ack")
        committing = next(line.at for line in lines if line.words[-1] == "commit")
        whole.append(lines[-1].at - begun)
        commit.append(lines[-1].at - committing)
        witness.hear(lines + publisher.kill())
    return statistics.median(whole), statistics.median(commit)


def _kill_at_random(publisher: Publisher, seconds: float, drawn: random.Random) -> list[Line]:
    time.sleep(drawn.uniform(0, 1.2 * seconds))
    return publisher.kill()


def _kill_in_commit(publisher: Publisher, seconds: float, drawn: random.Random) -> list[Line]:
    lines = publisher.until("stage", "commit")
    time.sleep(drawn.uniform(0, 1.2 * seconds))
    return lines + publisher.kill()


def test_a_publish_killed_at_any_moment_leaves_the_old_version_or_the_new_one_whole(
    publisher, new_store, count, figures
):
    seed = random.SystemRandom().randrange(10**9)
    drawn = random.Random(seed)
    witness = Witness(new_store())
    whole, commit = _measure(publisher, witness)
    witness.check()
    stages: Counter[str] = Counter()
    versions = acknowledged = 0
    # Uniform over the whole publish, and as many again as a fifth of that aimed at the commit, which takes but a moment.
    plan = ["random"] * count + ["commit"] * max(10, count // 5)
    drawn.shuffle(plan)
    for number, kind in enumerate(plan, start=1):
        publisher.start("loop", str(witness.root), f"k{number}")
        if kind == "random":
            lines = _kill_at_random(publisher, whole, drawn)
        else:
            lines = _kill_in_commit(publisher, commit, drawn)
        stages[_stage(lines)] += 1
        witness.hear(lines)
        witness.check()
        if number % KILLS_PER_STORE == 0 or number == len(plan):
            versions, acknowledged = versions + witness.highest, acknowledged + len(witness.acknowledged)
            _check_recovers(witness)
            shutil.rmtree(witness.root)
            witness = Witness(new_store())
    figures(
        kills=len(plan), by_stage=dict(stages), versions=versions, acknowledged=acknowledged,
        publish_ms=round(whole * 1000), commit_ms=round(commit * 1000, 1), seed=seed,
    )  # fmt: skip
    assert sum(stages.values()) == len(plan) >= count
    assert stages["write"] >= count // 5, stages
    # The commit takes a thousandth of a second; test_broken_disk kills at each of its system calls.
    assert len(stages) >= 2, stages
    assert versions >= acknowledged > 0


def _check_recovers(witness: Witness) -> None:
    """I8: a restart alone leads to a good state; leftovers are swept, and with them every fault is gone."""
    store = Store.open(witness.root)
    swept = store.sweep()
    assert swept is not None
    assert not swept.kept_objects
    assert store.verify() == []
    witness.check()


def test_the_check_sees_a_torn_version(publisher, new_store):
    """A positive control: a file cut short under its final name, as a writer without staging leaves it, is found."""
    witness = Witness(new_store())
    publisher.start("once", str(witness.root), "whole")
    publisher.until("ready")
    publisher.say("go")
    witness.hear(publisher.until("dead"))
    assert witness.check() == 1
    path = next((witness.root / "objects").rglob("*.parquet"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(AssertionError):
        witness.check()


def test_the_check_sees_a_lost_version(publisher, new_store):
    """A positive control: an acknowledged version that is gone is missed."""
    witness = Witness(new_store())
    for tag in ("one", "two"):
        publisher.start("once", str(witness.root), tag)
        publisher.until("ready")
        publisher.say("go")
        witness.hear(publisher.until("dead"))
    assert witness.check() == 2
    (witness.root / "manifests" / "00000002.json").unlink()
    with pytest.raises(AssertionError):
        witness.check()
