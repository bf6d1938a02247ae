"""Bits that flip, files cut short, emptied, gone or unreadable: refused by month and table, or without effect."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from publisher import frame
from witness import is_for_people

from shouwang.errors import StoreDamaged, StoreForeign
from shouwang.store import Snapshot, Store, layout

pytestmark = pytest.mark.faults

PARTS = [
    ("household_month", "2023-10"),
    ("household_month", "2023-11"),
    ("person_month", "2023-11"),
    ("measure", "all"),
]
NAMES = {
    "household_month/2023-10": "2023年10月“农户月表”",
    "household_month/2023-11": "2023年11月“农户月表”",
    "person_month/2023-11": "2023年11月“人口月表”",
    "measure/all": "“帮扶措施”",
}


@pytest.fixture
def store(new_store: Callable[[], Path]) -> Store:
    """Two versions of three tables, and one original."""
    made = Store.open(new_store())
    for stamp in ("one", "two"):
        with made.stage() as staging:
            for table, part in PARTS:
                staging.add(table, part, frame(table, part, stamp, 0.02))
            staging.commit(author=stamp, reason="试验")
    made.keep_original(b"as the township sent it" * 20)
    return made


def _read_all(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    return {
        f"{table}/{part}": pl.read_parquet(snapshot.file(table, part, entry), hive_partitioning=False)
        for table in snapshot.manifest.tables
        for part, entry in snapshot.manifest.parts(table).items()
    }


def _overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def _flipped(whole: bytes, bit: int) -> bytes:
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _bits(whole: bytes, count: int, drawn: random.Random) -> list[int]:
    return sorted(drawn.sample(range(len(whole) * 8), min(count * 2, len(whole) * 8)))


def test_a_flipped_bit_in_any_data_file_is_refused_by_month_and_table(store, count, figures):
    drawn = random.Random(count)
    flips = 0
    for key, entry in store.snapshot().manifest.files.items():
        path = store.root / entry.path
        whole = path.read_bytes()
        for bit in _bits(whole, count, drawn):
            _overwrite(path, _flipped(whole, bit))
            with pytest.raises(StoreDamaged) as caught:
                store.snapshot().files(key.split("/")[0])
            assert str(caught.value).startswith(f"{NAMES[key]}的数据文件校验不符，已停止使用"), caught.value
            assert is_for_people(str(caught.value))
            flips += 1
        _overwrite(path, whole)
    assert store.verify() == []
    figures(flips=flips, files=len(PARTS))


def test_a_flipped_bit_in_a_manifest_falls_back_to_the_version_before(store, count, figures):
    path = layout.manifest_path(store.root, 2)
    whole, before = path.read_bytes(), _read_all(store.snapshot(1))
    said: Counter[str] = Counter()
    for bit in _bits(whole, count * 4, random.Random(count)):
        _overwrite(path, _flipped(whole, bit))
        try:
            shown = store.snapshot()
        except StoreForeign:  # the bit made its format newer: refused, not passed over
            said["foreign"] += 1
            continue
        assert (shown.number, shown.skipped) == (1, (2,)), bit
        said["passed over"] += 1
    _overwrite(path, whole[:-1])
    assert all(before[key].equals(rows) for key, rows in _read_all(store.snapshot()).items())
    figures(flips=sum(said.values()), **dict(said))
    assert said["passed over"] > 0


def test_a_flipped_bit_in_the_stores_own_file_opens_nothing(store, count):
    path = store.root / layout.STORE_FILE
    whole = path.read_bytes()
    for bit in _bits(whole, count, random.Random(count)):
        _overwrite(path, _flipped(whole, bit))
        with pytest.raises((StoreDamaged, StoreForeign)) as caught:
            Store.open(store.root)
        assert "store.json" in str(caught.value) or "的程序写的" in str(caught.value)
    _overwrite(path, whole)
    assert Store.open(store.root).salt == store.salt


def test_a_flipped_bit_in_an_original_is_refused(store, count):
    (path,) = (store.root / layout.SUBMISSIONS).iterdir()
    whole = path.read_bytes()
    for bit in _bits(whole, count, random.Random(count)):
        _overwrite(path, _flipped(whole, bit))
        with pytest.raises(StoreDamaged, match="校验不符"):
            store.original(path.name)


def _gone(path: Path) -> None:
    path.unlink()


def _emptied(path: Path) -> None:
    _overwrite(path, b"")


def _cut(path: Path) -> None:
    _overwrite(path, path.read_bytes()[:-1])


def _longer(path: Path) -> None:
    _overwrite(path, path.read_bytes() + b"x")


def _unreadable(path: Path) -> None:
    # A folder in its place: root, as which tests may run, reads files of any mode.
    path.unlink()
    path.mkdir()


def _another(path: Path) -> None:
    """Another sound file of the same table in its place."""
    others = [other for other in path.parent.parent.rglob("*.parquet") if other != path]
    _overwrite(path, others[0].read_bytes())


HARM = [
    (_gone, "缺失"),
    (_emptied, "校验不符"),
    (_cut, "校验不符"),
    (_longer, "校验不符"),
    (_another, "校验不符"),
]


@pytest.mark.parametrize(("harm", "word"), [*HARM, (_unreadable, "(不可读|校验不符)")])
@pytest.mark.parametrize("key", ["household_month/2023-11", "measure/all"])
def test_a_harmed_data_file_is_named_and_other_tables_and_versions_go_on(store, harm, word, key):
    before = _read_all(store.snapshot())
    harm(store.root / store.snapshot().manifest.files[key].path)
    with pytest.raises(StoreDamaged, match=f"^{NAMES[key]}的数据文件{word}"):
        store.snapshot().files(key.split("/")[0])
    assert store.snapshot().files("person_month")
    older = _read_all(store.snapshot(1))
    assert older.keys() == before.keys()
    assert [(fault.table, fault.part, fault.versions) for fault in store.verify()] == [
        (*key.split("/"), (2,))
    ]
    made = store.restore(1, author="数据员", reason="损坏")
    assert store.snapshot().number == made.version == 3
    assert all(older[name].equals(rows) for name, rows in _read_all(store.snapshot()).items())


@pytest.mark.parametrize("harm", [_emptied, _cut, _longer, _unreadable])
def test_a_harmed_manifest_is_passed_over(store, harm):
    harm(layout.manifest_path(store.root, 2))
    assert (store.snapshot().number, store.snapshot().skipped) == (1, (2,))
    assert [fault.kind for fault in store.verify() if not fault.is_harmless] == ["manifest"]


def test_when_every_manifest_is_harmed_no_number_is_shown(store):
    for number in (1, 2):
        _cut(layout.manifest_path(store.root, number))
    with pytest.raises(StoreDamaged, match="所有版本的清单都已损坏，不显示任何数字"):
        store.snapshot()
    with pytest.raises(StoreDamaged), store.stage():
        pass


def _use(root: Path) -> None:
    opened = Store.open(root)
    opened.snapshot().files("measure")
    with opened.stage() as staging:
        staging.add("measure", "all", frame("measure", "all", "x", 0.02))
        staging.commit(author="x", reason="x")
    opened.keep_original(b"x")


@pytest.mark.parametrize("folder", [layout.MANIFESTS, layout.OBJECTS])
def test_a_lost_folder_of_versions_is_damage_and_never_an_empty_county(store, folder):
    shutil.rmtree(store.root / folder)
    with pytest.raises(StoreDamaged, match=f"数据仓缺少文件夹 {folder}，不显示任何数字"):
        _use(store.root)


@pytest.mark.parametrize("folder", [layout.STAGING, layout.SUBMISSIONS])
def test_a_lost_folder_of_drafts_or_originals_is_made_again(store, folder):
    shutil.rmtree(store.root / folder)
    _use(store.root)
    assert Store.open(store.root).snapshot().number == 3
