"""Bits that flip in anything a store holds: each is found and said, never shown as numbers, never a traceback. And a store so
damaged, whatever the damage, is made whole from a good backup.

Bits are drawn by a fixed seed. A flip without effect (an unused byte of a database page) counts as harmless only where every
row of every table reads as before.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from auditor import Auditor
from clerk import Clerk, Told, copied, spread
from test_desk_kill import WORDS

pytestmark = pytest.mark.faults

SEED = 42028120231201
MACHINE = 4
ASK = ("query", "overview/indicator_values", "-p", "area=420281", "-p", "month=2023-11-01", "--as", "data_steward", "--json")  # fmt: skip
LIST = ("submissions", "--json")
HISTORY = ("versions", "--json")


@pytest.fixture
def sealed(stores, clerk_, file, neighbours_file, file_with_faults) -> Path:
    """A store with two versions, two submissions sealed, one held, and its backup beside it."""

    def make(root: Path) -> None:
        clerk_.run(root, "init", "--county", "420281")
        sent = clerk_.run(root, "submit", file, neighbours_file, *WORDS["submit"])
        clerk_.run(root, "confirm", *(one["receipt"] for one in sent.answer), *WORDS["confirm"])
        clerk_.run(root, "publish", *WORDS["publish"])
        assert clerk_.run(root, "restore", "1", "--reason", "演练", "--json").code == 0
        held = clerk_.run(root, "submit", file_with_faults, *WORDS["submit"], "--reason", "更正")
        assert held.answer[0]["state"] == "held", held
        assert clerk_.run(root, "backup", root.with_name("backup.tar"), "--json").code == 0
        Auditor(root).check(restarted=True)

    return stores("sealed", make)


@pytest.fixture
def backup(sealed: Path) -> Path:
    return sealed.with_name("backup.tar")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


def _files(root: Path, kind: str, held: str = "*", sha: str = "*") -> list[Path]:
    """Return the files of a kind; of originals and findings, those of one submission where it is named."""
    patterns = {
        "original": f"submissions/{sha}",
        "finding": f"findings/{held}/*",
        "database": "records.sqlite",
        "manifest": "manifests/*",
        "object": "objects/*/*/*",
        "store.json": "store.json",
    }
    return sorted(root.glob(patterns[kind]))


def _flip(path: Path, drawn: random.Random) -> int:
    content = bytearray(path.read_bytes())
    used = [place for place, byte in enumerate(content) if byte]  # a database is mostly empty pages
    bit = drawn.choice(used) * 8 + drawn.randrange(8)
    content[bit // 8] ^= 1 << bit % 8
    path.chmod(0o644)
    path.write_bytes(bytes(content))
    return bit


def _dumped(root: Path) -> object:
    """Return every row of the database, or None where it cannot be read."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copyfile(root / "records.sqlite", Path(folder) / "copy"))
            with closing(sqlite3.connect(copy)) as database:
                if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                    return None
                tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                return {
                    name: database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
                    for (name,) in tables
                }  # noqa: S608
    except (sqlite3.Error, UnicodeError):
        return None


def _held(clerk: Clerk, root: Path) -> tuple[str, str]:
    """Return receipt and hash of the submission that is held."""
    (one,) = (one for one in clerk.run(root, *LIST).answer if one["state"] == "held")
    return one["receipt"], one["sha256"]


def _asks(held: str, kind: str) -> list[tuple[object, ...]]:
    """Return commands that show what lies in files of this kind."""
    return {
        "original": [("leave-out", held, "--by", "甲", "--reason", "待核实", "--json")],
        "finding": [("submissions", held, "--json")],
        "database": [LIST, ("submissions", held, "--json"), HISTORY],
        "manifest": [ASK, HISTORY, ("query", *ASK[1:], "--version", "2")],
        "object": [ASK],
        "store.json": [ASK, LIST, HISTORY],
    }[kind]


def _numbers(told: Told) -> object:
    """Return the row counts of a list of submissions, whatever else is in it; None for another answer."""
    names = ("rows_in", "rows_taken", "rows_refused")
    answer = told.answer
    if not isinstance(answer, list) or not all("rows_in" in one for one in answer):
        return None
    return sorted(tuple(one[name] or 0 for name in names) for one in answer)


def _check_shown(before: Told, after: Told, kind: str) -> str:
    """What is shown is what was shown before, or an earlier version with a word about it; or nothing, with a sentence."""
    if after.code == MACHINE:
        return "refused"
    if kind == "database" and after.code == 2 and "没有回执号" in after.sentence:
        return "not there"  # the bit stands in its name
    if kind == "database" and _numbers(after) == _numbers(before) is not None:
        return "numbers as before"  # the list shows no more than that; verify finds the rest
    assert after.code == before.code, after
    if after.out == before.out:
        return "shown as before"
    if kind == "manifest":
        # The version before, and it is said; the history names the damaged one.
        assert "损坏" in after.err or '"damaged": true' in after.out, after
        return "said, version before"
    raise AssertionError(f"other numbers are shown: {after.out[:300]}")


@pytest.mark.parametrize("kind", ["original", "finding", "database", "manifest", "object", "store.json"])
def test_a_flipped_bit_is_found_and_said_and_never_shown(clerk_, sealed, root, tally, is_long, count, kind):
    drawn = random.Random(f"{SEED}{kind}")
    held, sha = _held(clerk_, copied(sealed, root))
    words = _asks(held, kind)
    before = [clerk_.run(root, *one) for one in words]
    assert [one.code for one in before] == [0] * len(words), before
    rows = _dumped(sealed)
    assert rows is not None
    for number in range(
        (count if kind != "database" else 2 * count) if is_long else (8 if kind == "database" else 2)
    ):
        copied(sealed, root)
        path = drawn.choice(_files(root, kind, held, sha))
        bit = _flip(path, drawn)
        with tally.holds((kind, number, path.relative_to(root).as_posix(), bit)):
            has_effect = kind != "database" or _dumped(root) != rows
            tally.where["with effect" if has_effect else "without effect"] += 1
            found = clerk_.run(root, "verify", "--json")
            assert found.code in ({MACHINE} if has_effect else {0, MACHINE}), (
                f"not found by verify: {found.out[:300]}"
            )
            for one, seen in zip(words, before, strict=True):
                tally.how[_check_shown(seen, clerk_.run(root, *one), kind)] += 1


def test_a_flipped_bit_in_a_backup_is_named_and_nothing_is_restored(
    clerk_, sealed, backup, root, tally, is_long, count
):
    drawn = random.Random(f"{SEED}backup")
    whole = _names(sealed)
    for number in range(count if is_long else 4):
        damaged = root.with_name("damaged.tar")
        shutil.copyfile(backup, damaged)
        bit = _flip(damaged, drawn)
        shutil.rmtree(root, ignore_errors=True)
        with tally.holds((number, bit)):
            told = clerk_.run(root, "restore-backup", damaged, "--json")
            if (
                told.code == 0
            ):  # the bit stands in the filling between members, or in a time or mode that is not used
                Auditor(root).check(restarted=False)
                assert _names(root) - {"records.sqlite"} >= whole - {"records.sqlite"}
                tally.how["without effect, whole"] += 1
            else:
                assert told.code in {2, MACHINE}, told
                assert "没有改动" in told.sentence, told
                assert not root.exists()
                tally.how["named, nothing restored"] += 1
            assert not list(root.parent.glob(f".{root.name}.*"))


# -- back from a backup ------------------------------------------------------------------------------------------------


def _names(root: Path) -> set[str]:
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and "sqlite-" not in path.name
    }


def _gone(path: Path) -> None:
    path.unlink()


def _emptied(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content[: len(content) // 2])


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


HARM: dict[str, Callable[[Path], object]] = {
    "flipped": lambda path: _flip(path, random.Random(SEED)),
    "gone": _gone,
    "emptied": _emptied,
    "cut": _cut,
    "a folder": _a_folder,
}


def _fingerprint(root: Path) -> dict[str, str]:
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in _names(root)}


@pytest.mark.parametrize("kind", ["original", "finding", "database", "manifest", "object", "store.json"])
def test_a_damaged_store_is_made_whole_from_a_backup_and_kept_beside_it(
    clerk_, sealed, backup, root, tally, is_long, kind
):
    harms = HARM if is_long else dict(list(HARM.items())[:2])
    for name, harm in harms.items():
        copied(sealed, root)
        harm(_files(root, kind)[-1])
        damaged = _fingerprint(root)
        with tally.holds((kind, name)):
            _check_restored(clerk_, root, backup, damaged)
            tally.how[name] += 1
        for aside in root.parent.glob(f"{root.name}.replaced-*"):
            shutil.rmtree(aside)


def _check_restored(clerk: Clerk, root: Path, backup: Path, old: dict[str, str]) -> None:
    told = clerk.run(root, "restore-backup", backup, "--force", "--json")
    assert told.code == 0, told
    _check_whole(clerk, root, old)


def _check_whole(clerk: Clerk, root: Path, old: dict[str, str]) -> None:
    """The store is whole, and the one that stood there lies beside it with every file as it was."""
    assert clerk.run(root, "verify", "--json").code == 0
    assert clerk.run(root, *LIST).code == 0
    assert Auditor(root).check(restarted=True)["versions"] == [1, 2]
    aside = list(root.parent.glob(f"{root.name}.replaced-*"))
    assert old in [_fingerprint(one) for one in aside], aside
    assert not list(root.parent.glob(f".{root.name}.*")), "an unpacked backup is left"


def test_a_restore_killed_at_any_call_is_finished_by_running_it_again_and_loses_no_store(
    clerk_, sealed, backup, root, tally, is_long
):
    words = ("restore-backup", backup, "--force", "--json")
    place = root.parent
    steps = clerk_.steps(sealed, *words, beside=True)
    swap = [step for step in steps if step.name.startswith("rename")]
    assert len(swap) == 2, swap
    chosen = steps if is_long else [*spread(steps, 3), *swap]
    for step in chosen:
        for aside in place.glob(f"*{root.name}.*/"):
            shutil.rmtree(aside)
        copied(sealed, root)
        _emptied(_files(root, "manifest")[-1])
        old = _fingerprint(root)
        with tally.holds(step):
            told = clerk_.run(root, *words, inject=f"{step.rule}:signal=SIGKILL")
            assert told.code == -9, told
            tally.how["killed"] += 1
            stands = root.exists()
            tally.where[
                "before the swap"
                if stands and not list(place.glob(f"{root.name}.replaced-*"))
                else "behind it"
                if stands
                else "between the renames"
            ] += 1
            if not stands:
                lost = clerk_.run(root, *LIST)
                assert lost.code == MACHINE, lost
                assert "restore-backup" in lost.sentence, lost
                assert f"{root.name}.replaced-" in lost.sentence, lost
            assert clerk_.run(root, *words).code == 0
            _check_whole(clerk_, root, old)
