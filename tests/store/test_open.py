"""Opening: a store that is missing, damaged, older, newer or in the way."""

from __future__ import annotations

import json
import shutil

import pytest

from shouwang.errors import MachineError, StoreDamaged, StoreForeign, StoreMissing, UsageError
from shouwang.store import Store


def test_what_was_created_opens_as_it_was(tmp_path):
    made = Store.create(tmp_path / "a" / "store", "420281", is_demo=True)
    opened = Store.open(made.root)
    assert (opened.county, opened.is_demo, opened.salt) == ("420281", True, made.salt)
    assert len(made.salt) == 32


def test_a_folder_without_a_store_says_how_to_make_one(tmp_path):
    (tmp_path / "file").write_text("x")
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(StoreMissing, match="shouwang init --county"):
            Store.open(place)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="目标文件夹不是空的"):
        Store.create(tmp_path, "420281")
    with pytest.raises(UsageError, match="目标不是文件夹"):
        Store.create(tmp_path / "mine.txt", "420281")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("draft", [False, True])
def test_a_store_whose_making_was_interrupted_is_finished_by_the_next_try(tmp_path, draft):
    for name in ("manifests", "objects", "staging"):
        (tmp_path / name).mkdir()
    if draft:
        (tmp_path / "staging" / "store.json").write_text('{"form')
    assert Store.is_unfinished(tmp_path)
    made = Store.create(tmp_path, "420281")
    assert Store.open(tmp_path).salt == made.salt
    assert not Store.is_unfinished(tmp_path)


@pytest.mark.parametrize("left", ["objects/rows.parquet", "letter.txt", "staging/draft/rows.parquet"])
def test_what_may_be_somebody_s_data_is_not_taken_for_an_interrupted_making(tmp_path, left):
    (tmp_path / "manifests").mkdir()
    (tmp_path / left).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / left).write_text("x")
    with pytest.raises(UsageError, match="目标文件夹不是空的"):
        Store.create(tmp_path, "420281")
    assert (tmp_path / left).read_text() == "x"


@pytest.mark.parametrize(("written", "age"), [(0, "更旧"), (2, "更新")])
def test_a_store_of_another_format_is_refused_with_its_age(store, written, age):
    about = json.loads((store.root / "store.json").read_text())
    (store.root / "store.json").write_text(json.dumps({**about, "format": written}))
    with pytest.raises(StoreForeign, match=f"用{age}的程序写的.格式{written}，本程序认得格式1"):
        Store.open(store.root)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"format": "x"}', '{"format": 1}', '{"format": null}', "\udcff"]
)
def test_a_torn_store_file_is_damage_and_never_an_empty_store(store, content):
    (store.root / "store.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(StoreDamaged, match=r"store\.json 读不出来"):
        Store.open(store.root)


@pytest.mark.parametrize("folder", ["manifests", "objects"])
def test_a_store_that_lost_a_folder_is_damage_and_never_an_empty_store(store, folder):
    shutil.rmtree(store.root / folder)
    with pytest.raises(StoreDamaged, match=f"缺少文件夹 {folder}"):
        Store.open(store.root)


def test_a_folder_of_versions_that_cannot_be_listed_is_not_an_empty_store(store):
    shutil.rmtree(store.root / "manifests")
    with pytest.raises(MachineError, match="读不出有哪些版本"):
        store.snapshot()
