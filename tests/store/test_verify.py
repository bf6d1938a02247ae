"""Verifying: everything hashed again, every fault named, leftovers apart."""

from __future__ import annotations

import os

import pytest
from drawing import OCT, households

from shouwang.store import Store, locks

HH, HH_OCT = "household_month/2023-11", "household_month/2023-10"


@pytest.fixture
def two(store, publish) -> Store:
    """Version 1: October and November. Version 2: another November."""
    publish({HH_OCT: households("a", month=OCT), HH: households("a")})
    publish({HH: households("b")})
    store.keep_original(b"as it came")
    return store


def _object(store, key, number):
    path = store.root / store.manifest(number).files[key].path
    path.chmod(0o644)
    return path


def test_a_sound_store_has_no_faults_and_every_file_is_counted_once(two):
    steps = []
    assert two.verify(lambda done, of: steps.append((done, of))) == []
    assert steps == [(1, 3), (2, 3), (3, 3)]  # October, and two Novembers


def test_a_damaged_file_is_named_with_month_table_and_versions(two):
    path = _object(two, HH_OCT, 1)
    two.snapshot().files("household_month")  # hashed in this process; verify must look again
    whole = path.read_bytes()
    stamp = path.stat()
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # rot does not touch the clock
    (fault,) = two.verify()
    assert (fault.kind, fault.table, fault.part, fault.versions) == (
        "damaged",
        "household_month",
        "2023-10",
        (1, 2),
    )
    assert (
        fault.message == "2023年10月“农户月表”的数据文件校验不符，用到它的有第1、2版。请从备份恢复这个文件。"
    )


def test_a_missing_file_manifest_and_original_are_all_named_at_once(two):
    publish_third = two.restore(1, author="数据员", reason="x")
    assert publish_third.version == 3
    _object(two, HH, 2).unlink()
    (two.root / "manifests" / "00000001.json").write_text("{")
    original = next((two.root / "submissions").iterdir())
    original.chmod(0o644)
    original.write_bytes(b"other")
    assert [(fault.kind, fault.versions) for fault in two.verify()] == [
        ("manifest", (1,)),
        ("missing", (2,)),
        ("original", ()),
    ]


def test_a_manifest_that_is_gone_from_the_middle_is_missed(two):
    (two.root / "manifests" / "00000001.json").unlink()
    assert "第1版的清单缺失。请从备份恢复这个文件。" in [fault.message for fault in two.verify()]


def test_leftovers_are_told_and_harmless_and_in_use_while_somebody_publishes(two):
    with two.stage() as staging:
        staging.add("household_month", "2023-11", households("c"))
        assert two.verify() == []
    (fault,) = two.verify()
    assert fault.is_harmless
    assert "1份草稿、1个数据文件" in fault.message


def test_no_sentence_names_a_path(two):
    _object(two, HH, 2).unlink()
    (two.root / "manifests" / "00000001.json").unlink()
    assert not [fault for fault in two.verify() if str(two.root) in fault.message or "/" in fault.message]


def test_a_lock_left_by_a_dead_process_holds_nobody(two):
    assert (two.root / locks.NAME).exists()
    with locks.alone(two.root) as is_alone:
        assert is_alone
