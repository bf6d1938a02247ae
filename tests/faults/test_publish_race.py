"""Two publishers at once, and a reader beside them."""

from __future__ import annotations

import time

import polars as pl
import pytest
from witness import Witness

from shouwang.errors import VersionUnknown
from shouwang.store import Store

pytestmark = pytest.mark.faults


def test_of_two_publishers_at_once_exactly_one_wins_and_the_other_is_told_who(
    publisher, rival, new_store, count, figures
):
    root, rounds = new_store(), 20 if count < 100 else count
    both = {"left": publisher, "right": rival}
    won = dict.fromkeys(both, 0)
    for name, one in both.items():
        one.start("race", str(root), name)
    for number in range(1, rounds + 1):
        for one in both.values():
            one.until("ready")
        moment = str(time.monotonic_ns() + 5_000_000)
        for one in both.values():
            one.say(moment)
        answers = {name: one.until_one_of("ack", "refused", "bug").words for name, one in both.items()}
        assert sorted(words[0] for words in answers.values()) == ["ack", "refused"], answers
        winner, loser = sorted(answers, key=lambda name: answers[name][0])
        won[winner] += 1
        assert answers[loser][1] == "PublishConflict"
        assert answers[loser][2].startswith(f"{winner}{number}刚刚("), answers
        assert Store.open(root).snapshot().manifest.author == f"{winner}{number}"
    for one in both.values():
        one.kill()
    assert Store.open(root).numbers() == list(range(1, rounds + 1))
    Witness(root).check()
    figures(rounds=rounds, won=won)


def test_a_reader_beside_two_publishers_never_sees_a_mixed_version_nor_goes_back(
    publisher, rival, new_store, figures
):
    root = new_store()
    for one, name in ((publisher, "left"), (rival, "right")):
        one.start("loop", str(root), name)
    store, seen, reads = Store.open(root), [0], 0
    end = time.monotonic() + 5
    while time.monotonic() < end or (len(set(seen)) < 3 and time.monotonic() < end + 30):
        try:
            snapshot = store.snapshot()
        except VersionUnknown:
            continue
        stamps = {
            stamp
            for table in snapshot.manifest.tables
            for stamp in pl.read_parquet(
                snapshot.files(table), columns=["source_id"], hive_partitioning=False
            )["source_id"].unique()
        }
        assert stamps == {snapshot.manifest.author}
        assert snapshot.number >= seen[-1]
        seen.append(snapshot.number)
        reads += 1
    witness = Witness(root)
    for one in (publisher, rival):
        witness.hear([*one.waiting(), *one.kill()])
    witness.check()
    figures(reads=reads, versions_seen=len(set(seen)) - 1, versions=witness.highest)
    assert len(set(seen)) >= 3
