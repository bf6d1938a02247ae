"""Sweeping: what broken publishes leave goes, what anybody needs stays, and it is said."""

from __future__ import annotations

import pytest
from drawing import households

from shouwang.store import Store

HH = "household_month/2023-11"


def _objects(store: Store) -> int:
    return len(list((store.root / "objects").rglob("*.parquet")))


@pytest.fixture
def broken(store, publish) -> Store:
    """One version, and a publish of another that ended without a commit."""
    publish({HH: households("a")})
    with store.stage() as staging:
        staging.add("household_month", "2023-11", households("b"))
    return store


def test_leftovers_are_swept_and_counted(broken):
    assert _objects(broken) == 1 + 1
    swept = broken.sweep()
    assert (swept.drafts, swept.objects, swept.kept_objects) == (1, 1, False)
    assert "1份草稿、1个数据文件" in swept.sentence()
    assert _objects(broken) == 1
    assert broken.verify() == []


def test_a_second_sweep_finds_nothing_and_says_nothing(broken):
    broken.sweep()
    assert (broken.sweep().objects, broken.sweep().sentence()) == (0, "")


def test_the_next_publish_sweeps_first_and_tells(broken):
    with broken.stage() as staging:
        assert staging.swept.objects == 1
        staging.add("household_month", "2023-11", households("c"))
        staging.commit(author="数据员", reason="x")
    assert _objects(broken) == 2


def test_nothing_is_swept_while_somebody_publishes(broken):
    with broken.stage() as mine:
        mine.add("household_month", "2023-11", households("c"))
        assert broken.sweep() is None
        with broken.stage() as theirs:
            assert theirs.swept is None
        mine.commit(author="数据员", reason="x")
    assert broken.snapshot().files("household_month")
    assert broken.verify() == []


def test_files_of_a_version_whose_manifest_is_damaged_are_no_leftovers(broken, publish):
    publish({HH: households("z")})
    path = broken.root / "manifests" / "00000002.json"
    kept = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(kept[:-10])
    with broken.stage():
        (broken.root / "staging" / "stale").mkdir()
    swept = broken.sweep()
    assert (swept.drafts, swept.objects, swept.kept_objects) == (1, 0, True)
    path.write_bytes(kept)
    assert broken.snapshot(2).files("household_month")


def test_every_file_of_every_version_survives_a_sweep(broken, publish):
    for name in "cdef":
        publish({HH: households(name)})
    with broken.stage() as staging:
        staging.add("household_month", "2023-11", households("unwanted"))
    broken.sweep()
    assert all(broken.snapshot(number).files("household_month") for number in broken.numbers())
    assert _objects(broken) == len(broken.numbers())
