"""The small database: submissions with receipts and states, and how it opens."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from shouwang import records
from shouwang.errors import ConfigError, MachineError, StoreDamaged, StoreForeign, UsageError
from shouwang.records import State, database, tables

SHA = "a" * 64


@pytest.fixture
def book(tmp_path):
    opened = records.open_records(tmp_path)
    yield opened
    opened.close()


def _add(book, sha=SHA, table="household_month", month="2023-11", area="420281101"):
    return records.add_submission(
        book, sha256=sha, suffix=".XLSX", size=12, table=table, month=month, area=area, submitted_by="steward"
    )


def _through(book, made, *states):
    for state in states:
        moved = records.set_state(book, made.receipt, state, actor="steward")
    return moved


def test_a_submission_gets_a_receipt_a_state_an_event_and_an_audit_row(book):
    made, is_new = _add(book)
    assert is_new
    assert (made.state, made.month, made.size) == (State.RECEIVED, "2023-11", 12)
    assert made.receipt.startswith("R-20")
    assert made.receipt.endswith("-0001")
    assert made.stored_name == made.receipt + ".xlsx"
    assert records.find_submission(book, made.receipt) == made
    (event,) = records.submission_events(book, made.receipt)
    assert (event.from_state, event.to_state, event.actor) == (None, State.RECEIVED, "steward")
    (row,) = records.audit_rows(book)
    assert (row.action, row.object, row.result) == ("submit", f"submission/{made.receipt}", "ok")


def test_the_same_file_for_the_same_place_is_taken_once(book):
    first, _ = _add(book)
    assert _add(book) == (first, False)
    assert len(records.audit_rows(book)) == 1


def test_the_same_file_for_another_month_or_after_it_was_withdrawn_is_another_submission(book):
    first, _ = _add(book)
    second, is_new = _add(book, month="2023-10")
    assert (is_new, second.receipt[-4:]) == (True, "0002")
    _through(book, first, State.CHECKED, State.HELD)
    assert _add(book) == (records.find_submission(book, first.receipt), False)
    _through(book, first, State.WITHDRAWN)
    third, is_new = _add(book)
    assert (is_new, third.receipt[-4:]) == (True, "0003")


def test_a_table_month_and_area_may_be_found_out_later(book):
    made, _ = _add(book, table=None, month=None, area=None)
    assert _add(book, table=None, month=None, area=None) == (made, False)
    moved = records.set_state(
        book,
        made.receipt,
        State.CHECKED,
        actor="steward",
        rows=(10, 9, 1),
        places=[records.TownRows("420281101", 6, 5, 1), records.TownRows("420281107", 4, 4, 0)],
        table="person_month",
        month="2023-11",
        area="420281",
    )
    assert (moved.table, moved.month, moved.area) == ("person_month", "2023-11", "420281")
    assert (moved.rows_in, moved.rows_taken, moved.rows_refused) == (10, 5 + 4, 1 + 0)
    assert moved.towns == ("420281101", "420281107")
    assert records.find_submission(book, made.receipt) == moved


def test_rows_that_do_not_add_up_are_refused(book):
    made, _ = _add(book)
    with pytest.raises(UsageError, match="收到10行，采用9行，退回2行"):
        records.set_state(book, made.receipt, State.CHECKED, actor="steward", rows=(10, 9, 2))
    assert records.find_submission(book, made.receipt).state is State.RECEIVED


def test_states_follow_each_other_and_the_same_one_again_changes_nothing(book):
    made, _ = _add(book)
    with pytest.raises(UsageError, match="已收到，不能改为“已封存”"):
        records.set_state(book, made.receipt, State.PUBLISHED, actor="steward")
    _through(book, made, State.CHECKED, State.ACCEPTED, State.ACCEPTED)
    sealed = records.set_state(
        book, made.receipt, State.PUBLISHED, actor="steward", message="第3版", version=3
    )
    assert sealed.version == 3
    events = records.submission_events(book, made.receipt)
    assert [event.to_state.value for event in events] == ["received", "checked", "accepted", "published"]
    with pytest.raises(UsageError, match="没有回执号为"):
        records.set_state(book, "R-1", State.ACCEPTED, actor="steward")


def test_several_moves_in_one_transaction_happen_together_or_not_at_all(book):
    one, two = _add(book)[0], _add(book, sha="b" * 64)[0]

    def move_both():
        with book.writing() as connection:
            records.set_state(book, one.receipt, State.CHECKED, actor="steward", within=connection)
            records.set_state(book, two.receipt, State.PUBLISHED, actor="steward", within=connection)

    with pytest.raises(UsageError):
        move_both()
    assert records.find_submission(book, one.receipt).state is State.RECEIVED
    assert len(records.audit_rows(book)) == 2
    assert records.verify_audit(book) == []


def test_submissions_are_listed_by_state_month_and_area(book):
    one, two = _add(book)[0], _add(book, sha="b" * 64, month="2023-10")[0]
    places = [records.TownRows("420281107", 1, 1, 0)]
    records.set_state(book, one.receipt, State.CHECKED, actor="steward", places=places)
    _through(book, one, State.ACCEPTED)

    def listed(**filters):
        return [s.receipt for s in records.list_submissions(book, **filters)]

    assert listed() == [one.receipt, two.receipt]
    assert listed(newest_first=True, limit=1) == [two.receipt]
    assert listed(newest_first=True, limit=1, offset=1) == [one.receipt]
    assert listed(state=State.ACCEPTED) == listed(town="420281107") == [one.receipt]
    assert listed(month="2023-10", area="420281101") == [two.receipt]
    assert listed(areas=("420281",)) == [one.receipt, two.receipt]
    assert listed(areas=("420281107",)) == listed(areas=()) == []
    assert records.count_submissions(book, state=records.WAITING, areas=("420281",)) == 1


def test_every_state_has_a_label_and_its_followers():
    assert set(records.STATE_LABELS) == set(State) == set(records.submissions.NEXT_STATES)


def test_two_townships_in_the_same_second_both_get_a_receipt(book):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: _add(book, sha=f"{n:064d}")[0].receipt, range(40)))
    assert len(set(made)) == 40
    assert records.verify_audit(book) == []


def test_the_same_file_sent_eight_times_at_once_is_taken_once(book):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: _add(book), range(8)))
    assert len({one.receipt for one, _ in answers}) == 1
    assert sum(is_new for _, is_new in answers) == 1


def test_what_was_written_is_there_after_opening_again(book, tmp_path):
    made, _ = _add(book)
    again = records.open_records(tmp_path)
    assert records.find_submission(again, made.receipt) == made
    again.close()


def test_the_database_keeps_what_it_acknowledged(book):
    with book.reading() as connection:
        asked = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": database.BUSY_MS,
    }


def test_the_migrations_make_the_tables_that_the_code_names(book):
    with book.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    assert ScriptDirectory(database.MIGRATIONS).get_current_head() == database.REVISION


def test_a_database_of_an_earlier_program_keeps_what_it_says(tmp_path):
    engine = database._make_engine(database._beside(tmp_path))
    config = Config()
    config.set_main_option("script_location", database.MIGRATIONS)
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO submission (receipt, sha256, stored_name, size, data_table, month, area, state, submitted_by,"
                " submitted_at, rows_in, rows_taken, rows_refused) VALUES ('R-20231201-0001', :sha, 'a.xlsx', 1,"
                " 'alleviated', '2023-11', '420281101', 'accepted', 'steward', '2023-12-01T08:00:00+08:00', 3, 3, 0)"
            ),
            {"sha": SHA},
        )
    engine.dispose()
    book = records.open_records(tmp_path)
    (found,) = records.list_submissions(book)
    assert (found.state, found.rows_in, found.month, found.area) == (
        State.ACCEPTED,
        3 + 0,
        "2023-11",
        "420281101",
    )
    assert (found.version, found.confirmed_by, found.places) == (None, None, ())
    assert records.set_state(book, found.receipt, State.CONFIRMED, actor="b").state is State.CONFIRMED
    book.close()


def test_processes_that_open_a_new_database_at_once_do_not_trip_over_each_other(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: records.open_records(tmp_path), range(4)))
    assert [records.verify_audit(book) for book in opened] == [[]] * 4
    for book in opened:
        book.close()


def test_a_database_of_a_newer_program_is_refused_untouched(book, tmp_path):
    with book.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreForeign, match="用更新的程序写的"):
        records.open_records(tmp_path)


def test_a_damaged_database_is_named_without_path_or_statement(tmp_path):
    (tmp_path / "records.sqlite").write_bytes(b"no database, but long enough to be taken for one" * 100)
    with pytest.raises(StoreDamaged, match="登记库已损坏") as caught:
        records.open_records(tmp_path)
    assert str(tmp_path) not in str(caught.value)
    assert "SELECT" not in str(caught.value)


def test_a_database_that_is_locked_too_long_says_so(book, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MS", 50)
    with sqlite3.connect(tmp_path / "records.sqlite") as holder:
        holder.execute("BEGIN IMMEDIATE")
        other = records.open_records(tmp_path)
        with pytest.raises(MachineError, match="登记库正被占用，写入登记库没有完成"):
            _add(other)
        holder.rollback()
    assert _add(other)[1]
    other.close()
    holder.close()


def test_a_folder_that_is_not_there_is_a_fault_of_the_machine(tmp_path):
    with pytest.raises(MachineError, match="登记库打不开"):
        records.open_records(tmp_path / "nowhere")


@pytest.mark.parametrize("url", ["nonsense", "mysql://u@h/d", "oracle://x"])
def test_a_database_address_that_cannot_be_used_is_a_wrong_setting(tmp_path, url):
    with pytest.raises(ConfigError, match="SHOUWANG_DATABASE"):
        records.open_records(tmp_path, url)


def test_the_setting_names_another_database(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOUWANG_DATABASE", f"sqlite:///{tmp_path}/elsewhere.sqlite")
    records.open_records(tmp_path).close()
    assert (tmp_path / "elsewhere.sqlite").exists()
    assert not (tmp_path / "records.sqlite").exists()
