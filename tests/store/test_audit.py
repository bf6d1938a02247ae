"""The audit: a chain that shows every row altered, taken out, put in or moved; and no action without its row."""

from __future__ import annotations

import random
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from drawing import households

from shouwang import records
from shouwang.errors import MachineError
from shouwang.records import State
from shouwang.store.reconciliation import reconcile_audit

HH = "household_month/2023-11"


@pytest.fixture
def book(store):
    opened = records.open_records(store.root)
    yield opened
    opened.close()


def _write(book, count):
    for number in range(count):
        records.append_audit(
            book, actor="steward", action="unmask", target=f"thing/{number}", detail={"rows": number}
        )


def test_each_row_carries_the_hash_of_the_one_before(book):
    _write(book, 3)
    first, second, third = records.audit_rows(book)
    assert (first.seq, second.previous, third.previous) == (1, first.hash, second.hash)
    assert records.head(book) == (3, third.hash)
    assert records.verify_audit(book) == []


def test_an_empty_audit_is_whole(book):
    assert records.verify_audit(book) == []
    assert records.audit_rows(book) == []


def test_threads_leave_one_row_each_and_one_chain(book):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: records.append_audit(book, actor="a", action="x", target=str(n)), range(120)))
    assert {row.object for row in records.audit_rows(book)} == {str(n) for n in range(120)}
    assert records.verify_audit(book) == []


ALTERATIONS = [
    "UPDATE audit SET {column} = {column} || 'x' WHERE seq = {seq}",
    "DELETE FROM audit WHERE seq = {seq}",
    "UPDATE audit SET seq = seq + 1000 WHERE seq = {seq}",
    "INSERT INTO audit SELECT seq + 500, at, actor, action, object, result, detail, previous, hash FROM audit WHERE seq = {seq}",
    "UPDATE audit SET detail = (SELECT detail FROM audit WHERE seq = {other}) WHERE seq = {seq}",
]


def test_every_alteration_is_found(book, store, tmp_path):
    _write(book, 12)
    book.close()
    drawn = random.Random(20231201)
    for attempt in range(100):
        copied = tmp_path / f"copy{attempt}"
        copied.mkdir()
        shutil.copy(store.root / "records.sqlite", copied)
        seq, other = drawn.sample(range(1, 13), 2)
        column = drawn.choice(["at", "actor", "action", "object", "result", "detail", "previous", "hash"])
        statement = drawn.choice(ALTERATIONS).format(seq=seq, other=other, column=column)
        with sqlite3.connect(copied / "records.sqlite") as direct:
            direct.execute(statement)
        direct.close()
        opened = records.open_records(copied)
        assert records.verify_audit(opened), statement
        opened.close()


def test_rows_cut_off_the_end_are_missed(book):
    _write(book, 5)
    with book.writing() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE seq > 3")
    (fault,) = records.verify_audit(book)
    assert fault.sentence() == "审计第3条不是最后一条(应有5条)。请保留现场，并与备份核对。"


def test_a_chain_made_anew_is_found_by_the_head_kept_elsewhere(book):
    _write(book, 3)
    kept = records.head(book)
    with book.writing() as connection:
        connection.exec_driver_sql("DELETE FROM audit")
        connection.exec_driver_sql("DELETE FROM audit_head")
    _write(book, 2)
    assert records.verify_audit(book) == []
    assert [fault.what for fault in records.verify_audit(book, kept)] == ["与另存的校验值不符"]


def test_numbers_of_persons_do_not_get_into_the_audit(book):
    records.append_audit(
        book, actor="a", action="x", target="y",
        detail={"note": "990000190001010011 与 10012345678", "phone": "10087654321", "village": "420281107201", "sha": "1" * 64},
    )  # fmt: skip
    (row,) = records.audit_rows(book)
    assert row.detail == (
        '{"note":"******** 与 ********","phone":"********","sha":"' + "1" * 64 + '","village":"420281107201"}'
    )
    assert records.verify_audit(book) == []


def test_an_action_has_a_row_before_and_a_row_with_its_result(book):
    with records.audited(book, actor="a", action="publish", target="version/1") as detail:
        detail["parts"] = 3
    assert [(row.result, row.detail) for row in records.audit_rows(book)] == [
        ("begun", "{}"),
        ("ok", '{"parts":3}'),
    ]


def test_a_failed_action_is_recorded_as_failed_and_its_fault_goes_on(book):
    with (
        pytest.raises(ZeroDivisionError),
        records.audited(book, actor="a", action="publish", target="version/1"),
    ):
        _ = 1 / 0
    assert [(row.result, row.detail) for row in records.audit_rows(book)] == [
        ("begun", "{}"),
        ("failed", '{"fault":"ZeroDivisionError"}'),
    ]


def test_where_the_audit_cannot_be_written_the_action_does_not_happen(book):
    with book.writing() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    happened = []
    with (
        pytest.raises(MachineError, match="操作已停止"),
        records.audited(book, actor="a", action="publish", target="version/1"),
    ):
        happened.append(1)
    assert happened == []


def test_a_version_committed_without_its_audit_row_gets_it_at_the_next_start(store, publish, book):
    publish({HH: households("a")}, author="王数据")
    records.append_audit(book, actor="王数据", action="publish", target=records.version_object(1))
    publish({HH: households("b")}, author="李数据")  # died before its audit row
    store.restore(1, author="李数据", reason="x")  # so did this
    found = reconcile_audit(store, book)
    assert found.repaired == (2, 3)
    assert found.sentences() == ["补记了第2、3版的发布审计(上次发布在记录前中断)。"]
    made_up = records.audit_rows(book)[1:]
    assert [(row.actor, row.action, row.object) for row in made_up] == [
        ("李数据", "publish", "version/2"),
        ("李数据", "restore", "version/3"),
    ]
    assert reconcile_audit(store, book) == type(found)()
    assert records.verify_audit(book) == []


def test_a_begun_row_is_not_enough(store, publish, book):
    publish({HH: households("a")})
    records.append_audit(book, actor="a", action="publish", target=records.version_object(1), result="begun")
    assert reconcile_audit(store, book).repaired == (1,)


def test_submissions_that_are_in_a_version_become_published(store, book):
    one, _ = records.add_submission(
        book, sha256="a" * 64, suffix=".xlsx", size=1, table=None, month=None, area=None, submitted_by="a"
    )
    for state in (State.CHECKED, State.ACCEPTED):
        records.set_state(book, one.receipt, state, actor="a")
    with store.stage() as staging:
        staging.add("household_month", "2023-11", households("a"))
        staging.commit(author="a", reason="x", submissions=[one.receipt])
    found = reconcile_audit(store, book)
    assert (found.repaired, found.submissions) == ((1,), (one.receipt,))
    sealed = records.find_submission(book, one.receipt)
    assert (sealed.state, sealed.version) == (State.PUBLISHED, 1)
    assert reconcile_audit(store, book).submissions == ()


def test_a_version_that_the_audit_knows_and_the_disk_does_not_is_told(store, publish, book):
    publish({HH: households("a")})
    publish({HH: households("b")})
    reconcile_audit(store, book)
    (store.root / "manifests" / "00000002.json").unlink()
    found = reconcile_audit(store, book)
    assert found.vanished == (2,)
    assert found.sentences() == ["审计中有第2版，数据仓里却没有。请从备份恢复清单文件，并查明原因。"]


def test_two_processes_that_reconcile_at_once_write_one_row(store, publish, book):
    publish({HH: households("a")})
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: reconcile_audit(store, book), range(8)))
    assert len(records.audit_rows(book)) == 1
