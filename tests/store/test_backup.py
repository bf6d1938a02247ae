"""A store in one file and back: whole while others write, verified before it takes the place, refused when damaged."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import resource
import shutil
import signal
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from drawing import OCT, households

from shouwang import records
from shouwang.errors import MachineError, StoreDamaged, StoreForeign, UsageError
from shouwang.records import Records
from shouwang.records.copying import copy_records, open_copy
from shouwang.store import Store
from shouwang.store import backup as backups
from shouwang.store.backup import backup, restore_backup
from shouwang.store.manifest import seal_of

HH, HH_OCT = "household_month/2023-11", "household_month/2023-10"


@pytest.fixture
def book(store: Store) -> Iterator[Records]:
    with closing(records.open_records(store.root)) as opened:
        yield opened


@pytest.fixture
def lived_in(store: Store, publish, book: Records) -> Store:
    """A store with two versions, an original, a finding and an audit."""
    for number, parts in (
        (1, {HH: households("a")}),
        (2, {HH: households("a", "b"), HH_OCT: households("a", month=OCT)}),
    ):
        with records.audited(book, actor="数据员", action="publish", target=records.version_object(number)):
            publish(parts)
    store.keep_original(b"as it came in")
    store.keep_finding("R-20231201-0001", "effect.json", b"{}")
    return store


@pytest.fixture
def made(lived_in: Store, book: Records, tmp_path: Path) -> Path:
    backup(lived_in, book, tmp_path / "county.tar", actor="数据员")
    return tmp_path / "county.tar"


def contents(root: Path) -> dict[str, bytes]:
    """Return every file of a store but the database and what is only for those at work."""
    passed = {"publish.lock", "records.sqlite", "records.sqlite-wal", "records.sqlite-shm"}
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in passed
    }


def chain(root: Path) -> list[records.AuditRow]:
    with closing(records.open_records(root)) as opened:
        assert records.verify_audit(opened) == []
        return records.audit_rows(opened)


def names(path: Path) -> list[str]:
    with tarfile.open(path) as tar:
        return tar.getnames()


def rewritten(
    path: Path, change: Callable[[tarfile.TarInfo, bytes], Iterator[tuple[tarfile.TarInfo, bytes]]]
) -> Path:
    """Write a backup again, each member as ``change`` gives it."""
    target = path.with_name("changed.tar")
    with tarfile.open(path) as old, tarfile.open(target, "w") as new:
        for entry in old:
            stream = old.extractfile(entry)
            assert stream is not None
            for one, content in change(entry, stream.read()):
                one.size = len(content) if one.isreg() else 0
                new.addfile(one, io.BytesIO(content))
    return target


# -- there and back ----------------------------------------------------------------------------------------------------


def test_a_restored_store_is_the_same_store(lived_in: Store, made: Path, tmp_path: Path) -> None:
    told = restore_backup(made, tmp_path / "again", actor="管理员")
    again = Store.open(tmp_path / "again")
    assert contents(again.root) == contents(lived_in.root)
    assert again.verify() == []
    assert (again.salt, again.county, again.is_demo) == (lived_in.salt, lived_in.county, lived_in.is_demo)
    assert again.snapshot().identity[1:] == lived_in.snapshot().identity[1:]
    assert (told.versions, told.kept) == ((1, 2), None)


def test_the_chain_of_the_audit_goes_on(lived_in: Store, made: Path, tmp_path: Path) -> None:
    restore_backup(made, tmp_path / "again", actor="管理员")
    before, after = chain(lived_in.root), chain(tmp_path / "again")
    assert [(row.action, row.result) for row in before[-2:]] == [("backup", "begun"), ("backup", "ok")]
    assert (
        after[:-2] == before[:-1]
    )  # the copy was made between the two; that the backup ended is plain from it
    assert (after[-2].action, after[-2].result, after[-2].object) == ("backup", "ok", before[-1].object)
    assert (after[-1].actor, after[-1].action) == ("管理员", "restore-backup")
    assert after[-2].previous == before[-2].hash


def test_the_file_is_a_tar_that_begins_with_its_list(made: Path) -> None:
    with tarfile.open(made) as tar:
        first = tar.extractfile("backup.json")
        assert first is not None
        about = json.loads(first.read())
    assert names(made) == ["backup.json", *about["members"]]
    assert about["versions"] == [1, 2]
    assert made.stat().st_mode & 0o777 == 0o600


def test_what_a_broken_publish_left_is_no_part_of_it(lived_in: Store, book: Records, tmp_path: Path) -> None:
    with lived_in.stage() as staging:
        staging.add(*HH.split("/"), households("never published"))
    backup(lived_in, book, tmp_path / "county.tar", actor="数据员")
    kept = {entry.path for number in (1, 2) for entry in lived_in.manifest(number).files.values()}
    assert {name for name in names(tmp_path / "county.tar") if name.startswith("objects/")} == kept


def test_a_store_without_a_version_can_be_backed_up_too(store: Store, book: Records, tmp_path: Path) -> None:
    backup(store, book, tmp_path / "county.tar", actor="数据员")
    restore_backup(tmp_path / "county.tar", tmp_path / "again", actor="管理员")
    assert Store.open(tmp_path / "again").numbers() == []


def test_progress_goes_from_nothing_to_everything(lived_in: Store, book: Records, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = backup(
        lived_in, book, tmp_path / "x.tar", actor="数据员", progress=lambda *said: told.append(said)
    )
    assert told[-1] == (2 * made.bytes, 2 * made.bytes)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    told.clear()
    restore_backup(
        tmp_path / "x.tar", tmp_path / "y", actor="管理员", progress=lambda *said: told.append(said)
    )
    assert told[-1] == (made.bytes, made.bytes)


def test_a_database_elsewhere_is_copied_row_by_row(lived_in: Store, book: Records, tmp_path: Path) -> None:
    from shouwang.records import copying

    (tmp_path / "a").mkdir()
    copying._copy_rows(book, tmp_path / "a" / "records.sqlite")
    with closing(open_copy(tmp_path / "a" / "records.sqlite")) as copy:
        assert records.audit_rows(copy) == records.audit_rows(book)
        assert records.head(copy) == records.head(book)


def test_a_copy_of_the_database_stands_alone(lived_in: Store, book: Records, tmp_path: Path) -> None:
    copied = copy_records(book, tmp_path / "copy.sqlite")
    assert copied.head == records.head(book)
    assert copied.published == {"version/1", "version/2"}
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.sqlite"]


# -- while others write ------------------------------------------------------------------------------------------------


def _publish_and_submit(root: Path, stop: Any) -> None:
    """Publish version after version and take file after file in, as the desk does, until told to stop."""
    store = Store.open(root)
    with closing(records.open_records(root)) as book:
        number = 0
        while not stop.is_set():
            number += 1
            sha = store.keep_original(f"file {number}".encode())
            taken, _ = records.add_submission(
                book, sha256=sha, suffix=".xlsx", size=6, table="monitored", month="2023-11", area="420281107",
                submitted_by="乡镇",
            )  # fmt: skip
            store.keep_finding(taken.receipt, "effect.json", b"{}")
            store.keep_finding(taken.receipt, "effect.json", json.dumps({"again": number}).encode())
            if number % 3 == 0:
                store.forget_finding(taken.receipt, "effect.json")
            with (
                store.stage() as staging,
                records.audited(
                    book, actor="数据员", action="publish", target=records.version_object(staging.number)
                ),
            ):
                staging.add("household_month", "2023-11", households("a", f"h{number}"))
                staging.commit(author="数据员", reason="x", submissions=[taken.receipt])


def test_a_backup_is_one_consistent_set_while_others_publish_and_submit(
    lived_in: Store, book: Records, tmp_path: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    writers = [context.Process(target=_publish_and_submit, args=(lived_in.root, stop)) for _ in range(1)]
    for one in writers:
        one.start()
    try:
        while lived_in.numbers()[-1] < 4:  # it is at work
            assert all(one.is_alive() for one in writers)
            time.sleep(0.05)
        made = [backup(lived_in, book, tmp_path / f"{n}.tar", actor="管理员") for n in range(6)]
    finally:
        stop.set()
        for one in writers:
            one.join()
    assert [one.exitcode for one in writers] == [0]
    assert made[-1].versions[-1] > made[0].versions[-1]
    for number, one in enumerate(made):
        root = tmp_path / f"again{number}"
        restore_backup(one.path, root, actor="管理员")
        again = Store.open(root)
        assert again.verify() == []
        with closing(records.open_records(root)) as copy:
            assert records.verify_audit(copy, one.audit) == []
            receipts = {row.receipt: row.sha256 for row in records.list_submissions(copy)}
            published = records.audited_objects(copy, ("publish",))
        assert published <= {records.version_object(n) for n in again.numbers()}
        assert {receipt for n in again.numbers() for receipt in again.manifest(n).submissions} <= set(
            receipts
        )
        assert all(again.original(sha) for sha in receipts.values())


# -- what stands there -------------------------------------------------------------------------------------------------


def test_an_existing_store_is_only_replaced_when_that_was_said(lived_in: Store, made: Path) -> None:
    before = contents(lived_in.root)
    with pytest.raises(UsageError, match="已有一个数据仓，没有改动.*--force"):
        restore_backup(made, lived_in.root, actor="管理员")
    assert contents(lived_in.root) == before


def test_a_replaced_store_is_kept_beside_it(lived_in: Store, book: Records, publish, made: Path) -> None:
    publish({HH: households("a", "b", "c")})
    book.close()
    newer = contents(lived_in.root)
    told = restore_backup(made, lived_in.root, actor="管理员", force=True)
    assert told.kept is not None
    assert told.kept.name.startswith("store.replaced-")
    assert contents(told.kept) == newer
    assert Store.open(lived_in.root).numbers() == [1, 2]
    assert json.loads(chain(lived_in.root)[-1].detail)["kept"] == told.kept.name


@pytest.mark.parametrize("hurt", ["store.json", "manifests", "objects", "records.sqlite"])
def test_a_damaged_store_is_made_good(lived_in: Store, book: Records, made: Path, hurt: str) -> None:
    whole = contents(lived_in.root)
    book.close()
    path = lived_in.root / hurt
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.write_bytes(b"rubbish")
    restore_backup(made, lived_in.root, actor="管理员", force=True)
    assert contents(lived_in.root) == whole
    assert Store.open(lived_in.root).verify() == []


def test_a_folder_with_something_else_is_never_taken(made: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="不是数据仓，没有改动"):
        restore_backup(made, tmp_path / "home", actor="管理员", force=True)
    assert (tmp_path / "home" / "letter.txt").read_text() == "mine"


def test_an_empty_folder_may_be_taken(made: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    restore_backup(made, tmp_path / "empty", actor="管理员")
    assert Store.open(tmp_path / "empty").numbers() == [1, 2]


def test_a_store_where_somebody_publishes_is_not_taken_away(lived_in: Store, made: Path) -> None:
    with lived_in.stage(), pytest.raises(MachineError, match="有人正在发布或报送，没有恢复"):
        restore_backup(made, lived_in.root, actor="管理员", force=True)
    assert Store.open(lived_in.root).verify() == []


def test_what_a_killed_restore_left_is_cleared_by_the_next(made: Path, tmp_path: Path) -> None:
    stale = tmp_path / ".again.deadbeef.restoring"
    (stale / "store").mkdir(parents=True)
    restore_backup(made, tmp_path / "again", actor="管理员")
    assert not stale.exists()
    assert {path.name for path in tmp_path.iterdir()} >= {"again", "county.tar"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def _killed_at(share: float, source: Path, root: Path) -> None:
    def progress(done: int, of: int) -> None:
        if done >= share * of:
            os.kill(os.getpid(), signal.SIGKILL)

    restore_backup(source, root, actor="管理员", force=True, progress=progress)


def _killed_while_writing(share: float, root: Path, target: Path) -> None:
    def progress(done: int, of: int) -> None:
        if done >= share * of:
            os.kill(os.getpid(), signal.SIGKILL)

    with closing(records.open_records(root)) as book:
        backup(Store.open(root), book, target, actor="数据员", progress=progress)


@pytest.mark.parametrize("share", [0.1, 0.9, 1.0])
def test_a_restore_that_is_killed_has_touched_nothing(
    lived_in: Store, book: Records, made: Path, share: float
) -> None:
    before = contents(lived_in.root)
    book.close()
    child = multiprocessing.get_context("spawn").Process(target=_killed_at, args=(share, made, lived_in.root))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert contents(lived_in.root) == before
    assert restore_backup(made, lived_in.root, actor="管理员", force=True).kept is not None
    assert not [one for one in made.parent.iterdir() if one.name.endswith(".restoring")]


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_a_backup_that_is_killed_leaves_no_file_of_that_name(
    lived_in: Store, book: Records, tmp_path: Path, share: float
) -> None:
    target = tmp_path / "county.tar"
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=_killed_while_writing, args=(share, lived_in.root, target))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert not target.exists()
    assert lived_in.verify() == []
    backup(lived_in, book, target, actor="数据员")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


# -- where the file goes -----------------------------------------------------------------------------------------------


def test_an_existing_file_is_only_overwritten_when_that_was_said(
    lived_in: Store, book: Records, tmp_path: Path
) -> None:
    target = tmp_path / "letter.tar"
    target.write_text("mine")
    with pytest.raises(UsageError, match="已有同名的文件，没有覆盖"):
        backup(lived_in, book, target, actor="数据员")
    assert target.read_text() == "mine"
    backup(lived_in, book, target, actor="数据员", force=True)
    assert names(target)[0] == "backup.json"


@pytest.mark.parametrize(
    ("place", "what"),
    [("store/b.tar", "不能放在数据仓里面"), ("nowhere/b.tar", "文件夹不存在"), ("store", "是一个文件夹")],
)
def test_a_target_that_cannot_be_one_is_refused(
    lived_in: Store, book: Records, tmp_path: Path, place: str, what: str
) -> None:
    with pytest.raises(UsageError, match=what):
        backup(lived_in, book, tmp_path / place, actor="数据员")


def _under_a_limit(root: Path, target: Path, limit: int, said: Any) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    with closing(records.open_records(root)) as book:
        try:
            backup(Store.open(root), book, target, actor="数据员")
        except MachineError as fault:
            said.put(str(fault))


def test_a_full_disk_gives_a_sentence_and_leaves_nothing(
    lived_in: Store, book: Records, tmp_path: Path
) -> None:
    (tmp_path / "usb").mkdir()
    lived_in.keep_original(os.urandom(8 << 20))
    context = multiprocessing.get_context("spawn")
    said = context.Queue()
    child = context.Process(
        target=_under_a_limit, args=(lived_in.root, tmp_path / "usb" / "b.tar", 6 << 20, said)
    )
    child.start()
    sentence = said.get(timeout=300)
    child.join()
    assert sentence.startswith("文件超过了系统允许的大小，备份没有完成")
    assert not list((tmp_path / "usb").iterdir())
    assert [(row.action, row.result) for row in records.audit_rows(book, last=2)] == [
        ("backup", "begun"),
        ("backup", "failed"),
    ]


def test_a_damaged_store_makes_no_backup_and_says_which_file(
    lived_in: Store, book: Records, tmp_path: Path
) -> None:
    entry = lived_in.manifest(2).files[HH]
    path = lived_in.root / entry.path
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreDamaged, match=f"{entry.path} 校验不符，没有做备份"):
        backup(lived_in, book, tmp_path / "b.tar", actor="数据员")
    assert not [one for one in tmp_path.iterdir() if "b.tar" in one.name]


# -- damaged and hostile files -----------------------------------------------------------------------------------------


def refusal(path: Path, tmp_path: Path) -> str:
    """Return why a backup is refused, having seen that nothing was left of the attempt."""
    with pytest.raises((StoreDamaged, UsageError, StoreForeign)) as fault:
        restore_backup(path, tmp_path / "again", actor="管理员")
    assert not [one for one in tmp_path.iterdir() if "again" in one.name]
    return str(fault.value)


def test_every_member_of_which_a_bit_is_wrong_is_named(made: Path, tmp_path: Path) -> None:
    with tarfile.open(made) as tar:
        places = [(entry.name, entry.offset_data + entry.size // 2) for entry in tar if entry.size]
    whole = made.read_bytes()
    assert len(places) > 6
    for name, place in places:
        if name == "backup.json":
            place = whole.index(b'"sha256": "', 512) + 15
        broken = bytearray(whole)
        broken[place] ^= 1
        (tmp_path / "broken.tar").write_bytes(broken)
        assert refusal(tmp_path / "broken.tar", tmp_path).startswith(
            f"备份文件已损坏: 其中的 {name} 缺失或校验不符。"
        )


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_short_names_the_first_member_that_is_not_whole(
    made: Path, tmp_path: Path, share: float
) -> None:
    whole = made.read_bytes()
    with tarfile.open(made) as tar:
        ends = {entry.name: entry.offset_data + entry.size for entry in tar}
    cut = int(max(ends.values()) * share)
    (tmp_path / "cut.tar").write_bytes(whole[:cut])
    first = next(name for name, end in ends.items() if end > cut)
    assert f"其中的 {first} 缺失或校验不符" in refusal(tmp_path / "cut.tar", tmp_path)


def test_a_header_that_is_wrong_names_the_member_that_is_missed(made: Path, tmp_path: Path) -> None:
    with tarfile.open(made) as tar:
        entry = tar.getmember("manifests/00000002.json")
    broken = bytearray(made.read_bytes())
    broken[entry.offset + 100] ^= 1
    (tmp_path / "broken.tar").write_bytes(broken)
    assert "其中的 manifests/00000002.json 缺失或校验不符" in refusal(tmp_path / "broken.tar", tmp_path)


@pytest.mark.parametrize(
    "name",
    ["/etc/evil", "../evil", "objects/../../evil", "objects/evil.parquet", "evil.sh", "records.sqlite-wal"],
)
def test_a_member_that_is_not_ours_is_refused(made: Path, tmp_path: Path, name: str) -> None:
    def add(entry: tarfile.TarInfo, content: bytes) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
        yield entry, content
        if entry.name == "store.json":
            yield tarfile.TarInfo(name), b"evil"

    said = refusal(rewritten(made, add), tmp_path)
    assert said.startswith(f"备份文件里有不该有的成员 {name}，没有解开。")
    assert not (tmp_path / "evil").exists()


def test_a_member_that_is_not_ours_is_refused_at_the_end_too(made: Path, tmp_path: Path) -> None:
    last = names(made)[-1]

    def add(entry: tarfile.TarInfo, content: bytes) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
        yield entry, content
        if entry.name == last:
            yield tarfile.TarInfo("store.json"), b"evil"

    assert "不该有的成员 store.json" in refusal(rewritten(made, add), tmp_path)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_links_folders_and_devices_are_refused(made: Path, tmp_path: Path, kind: bytes) -> None:
    def replace(entry: tarfile.TarInfo, content: bytes) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
        if entry.name == "store.json":
            entry.type, entry.linkname = kind, "/etc/passwd"
        yield entry, content

    assert "不该有的成员 store.json(不是普通文件)" in refusal(rewritten(made, replace), tmp_path)


def listed(
    change: Callable[[dict[str, Any]], None], *, seal: bool = True
) -> Callable[..., Iterator[tuple[tarfile.TarInfo, bytes]]]:
    """Return a change of the list, sealed again as its maker would."""

    def replace(entry: tarfile.TarInfo, content: bytes) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
        if entry.name == "backup.json":
            about = json.loads(content)
            change(about)
            if seal:
                del about["seal"]
                about["seal"] = seal_of(about)
            content = json.dumps(about).encode()
        yield entry, content

    return replace


def test_a_list_that_names_a_place_outside_is_refused(made: Path, tmp_path: Path) -> None:
    def outside(about: dict[str, Any]) -> None:
        about["members"]["../evil"] = {"bytes": 4, "sha256": "0" * 64}

    assert "其中的 backup.json" in refusal(rewritten(made, listed(outside)), tmp_path)


def test_a_list_of_other_versions_than_are_there_is_refused(made: Path, tmp_path: Path) -> None:
    said = refusal(rewritten(made, listed(lambda about: about["versions"].append(3))), tmp_path)
    assert "清单与内容不一致" in said


def test_an_audit_that_does_not_end_where_the_list_says_is_refused(made: Path, tmp_path: Path) -> None:
    said = refusal(rewritten(made, listed(lambda about: about["audit"].update(hash="0" * 64))), tmp_path)
    assert "与另存的校验值不符" in said


def test_a_backup_of_a_newer_program_is_refused_with_a_sentence(made: Path, tmp_path: Path) -> None:
    def newer(about: dict[str, Any]) -> None:
        about["format"] = backups.FORMAT + 1

    assert "是用更新的程序做的(格式2，本程序认得格式1)" in refusal(
        rewritten(made, listed(newer, seal=False)), tmp_path
    )


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 an archive of another kind", b"\0" * 20_480, os.urandom(20_480)]
)
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.tar").write_bytes(content)
    assert "不是守望的备份文件" in refusal(tmp_path / "x.tar", tmp_path)


def test_another_tar_is_said_to_be_none(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("letter.txt"))
    assert "不是守望的备份文件" in refusal(tmp_path / "x.tar", tmp_path)


def test_no_file_at_all_is_a_wrong_call(tmp_path: Path) -> None:
    assert "没有备份文件“x.tar”" in refusal(tmp_path / "x.tar", tmp_path)
