"""What reaches the disk in which order, from the system calls of one publish: the proof that needs no crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from injection import ALL, Call, calls, strace
from publisher import PARTS
from witness import Publisher, Witness

pytestmark = pytest.mark.faults


@pytest.fixture
def recorded(publisher: Publisher, new_store, tmp_path: Path) -> tuple[Path, list[Call]]:
    root = new_store()
    log = tmp_path / "calls"
    publisher.start("once", str(root), "traced")
    publisher.until("ready")
    with strace(publisher, log, "-e", f"trace={ALL}"):
        publisher.say("go")
        witness = Witness(root)
        witness.hear(publisher.until("dead"))
    assert witness.check() == 1
    assert list(witness.acknowledged) == [1]
    return root, calls(log)


def _last(made: list[Call], names: tuple[str, ...], path: str) -> int:
    return max(i for i, call in enumerate(made) if call.name in names and call.path == path)


def _first_after(made: list[Call], start: int, names: tuple[str, ...], path: str) -> int:
    return next(i for i in range(start + 1, len(made)) if made[i].name in names and made[i].path == path)


def test_every_data_file_is_flushed_before_its_name_and_every_folder_before_the_link(recorded):
    root, made = recorded
    (link,) = [i for i, call in enumerate(made) if call.name in {"link", "linkat"}]
    moves = [
        (i, call)
        for i, call in enumerate(made)
        if call.name.startswith("rename") and call.last_path.startswith(str(root / "objects"))
    ]
    assert len(moves) == len(PARTS)
    for move, call in moves:
        draft, final = call.path, Path(call.last_path)
        assert draft.startswith(str(root / "staging"))
        written = _last(made, ("write", "pwrite64", "writev"), draft)
        flushed = _first_after(made, written, ("fsync", "fdatasync"), draft)
        folder = _first_after(made, move, ("fsync",), str(final.parent))
        assert written < flushed < move < folder < link


def test_every_new_folder_is_flushed_into_the_one_above_before_the_link(recorded):
    root, made = recorded
    (link,) = [i for i, call in enumerate(made) if call.name in {"link", "linkat"}]
    new = [
        (i, Path(call.last_path))
        for i, call in enumerate(made)
        if call.name.startswith("mkdir") and call.last_path.startswith(str(root / "objects"))
    ]
    assert len(new) == len({path for _, path in new}) == 3 + len(PARTS)  # a folder a table, and one a part
    for number, path in new:
        assert number < _first_after(made, number, ("fsync",), str(path.parent)) < link


def test_the_manifest_is_flushed_before_the_link_and_its_folder_after_before_the_word(recorded):
    root, made = recorded
    (link,) = [i for i, call in enumerate(made) if call.name in {"link", "linkat"}]
    draft = made[link].path
    assert draft.startswith(str(root / "staging"))
    assert made[link].last_path == str(root / "manifests" / "00000001.json")
    written = _last(made, ("write",), draft)
    flushed = _first_after(made, written, ("fsync",), draft)
    folder = _first_after(made, link, ("fsync",), str(root / "manifests"))
    assert written < flushed < link < folder
    # The acknowledgement is the last thing that the publisher wrote anywhere.
    assert folder < max(i for i, call in enumerate(made) if call.name == "write")
    assert not [call for call in made[link + 1 : folder] if call.name == "write"]
