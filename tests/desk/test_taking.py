"""A file is handed in: kept, checked, settled, counted once."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from shouwang import desk, records
from shouwang.desk import Said
from shouwang.errors import AccessDenied, UsageError
from shouwang.records import Records, State
from shouwang.store import Store
from tests.desk.conftest import (
    BAOAN,
    CLERK,
    LEADER,
    LIURENBA,
    NEIGHBOUR,
    NOVEMBER,
    STEWARD,
    TOWN,
    Send,
    away,
    broken,
    other_household,
    rows_of,
)
from tests.intake.conftest import Draw, household, monitored


def test_a_receipt_stands_for_bytes_that_are_kept_and_rows_that_are_counted(send: Send, store: Store) -> None:
    sent = send(household(), name="脱贫户信息.xlsx").submission
    assert (sent.state, sent.table, sent.month, sent.area) == (
        State.ACCEPTED,
        "alleviated",
        "2023-11",
        BAOAN,
    )
    assert (sent.rows_in, sent.rows_taken, sent.rows_refused) == (2, 2, 0)
    assert [(place.town_code, place.rows_in) for place in sent.places] == [(BAOAN, 2)]
    assert hashlib.sha256(store.original(sent.sha256)).hexdigest() == sent.sha256


def test_every_move_has_its_event_and_its_audit_row(send: Send, book: Records) -> None:
    sent = send(household()).submission
    events = records.submission_events(book, sent.receipt)
    assert [event.to_state for event in events] == [State.RECEIVED, State.CHECKED, State.ACCEPTED]
    target = f"submission/{sent.receipt}"
    assert [row.action for row in records.audit_rows(book, target=target)] == [
        "submit",
        "checked",
        "accepted",
    ]
    assert records.verify_audit(book) == []


def test_the_same_bytes_twice_are_one_submission(store: Store, book: Records, draw: Draw) -> None:
    path = draw(household())
    first, second = (desk.take(store, book, path, viewer=STEWARD) for _ in range(2))
    assert (first.is_new, second.is_new) == (True, False)
    assert first.submission == second.submission
    assert second.effect is not None
    assert len(records.list_submissions(book)) == 1


def test_two_people_of_a_township_who_send_the_same_bytes_at_once_make_one_submission(
    store: Store, book: Records, draw: Draw
) -> None:
    path = draw(household())
    people = [TOWN, CLERK, STEWARD, TOWN]
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda viewer: desk.take(store, book, path, viewer=viewer), people))
    assert len({one.submission.receipt for one in got if one.submission.area == BAOAN}) == 1
    assert sum(one.is_new for one in got) == 1
    assert {one.submission.state for one in got} == {State.ACCEPTED}


def test_the_same_content_in_other_bytes_is_told(send: Send, draw: Draw, store: Store, book: Records) -> None:
    first = send(household(), name="a_20231130.xlsx")
    path = draw(household(), name="b_20231130.xlsx")
    resaved = openpyxl.load_workbook(path)
    resaved.save(path)
    second = desk.take(store, book, path, viewer=STEWARD, said=Said("alleviated"))
    assert second.submission.sha256 != first.submission.sha256
    assert [(fault.rule, fault.level) for fault in second.problems if fault.rule == "SB03"] == [
        ("SB03", "warning")
    ]
    assert first.submission.receipt in next(
        fault.message for fault in second.problems if fault.rule == "SB03"
    )
    assert second.superseded == (first.submission.receipt,)


def test_a_file_with_a_fault_is_held_and_sealed_by_nobody(send: Send, book: Records, seal) -> None:
    got = send(broken())
    assert (got.submission.state, got.is_accepted, got.effect) == (State.HELD, False, None)
    assert (got.submission.rows_in, got.submission.rows_taken, got.submission.rows_refused) == (2, 0, 2)
    assert "P02" in {fault.rule for fault in got.problems}
    assert got.submission.rejections == sum(fault.level == "reject_row" for fault in got.problems)
    with pytest.raises(UsageError, match="没有等待发布的报送"):
        seal()


def test_what_was_held_is_replaced_by_the_corrected_file_and_both_are_kept(
    send: Send, store: Store, book: Records
) -> None:
    held = send(broken()).submission
    good = send(household())
    assert good.superseded == (held.receipt,)
    after = records.find_submission(book, held.receipt)
    assert after is not None
    assert (after.state, after.superseded_by) == (State.SUPERSEDED, good.submission.receipt)
    assert store.original(held.sha256)
    assert store.original(good.submission.sha256)


def test_held_bytes_sent_again_are_checked_again_under_their_receipt(
    store: Store, book: Records, draw: Draw
) -> None:
    path = draw(broken())
    first, second = (desk.take(store, book, path, viewer=STEWARD) for _ in range(2))
    assert (second.is_new, second.submission.receipt) == (False, first.submission.receipt)
    assert second.submission.state is State.HELD
    assert {fault.rule for fault in second.problems} == {fault.rule for fault in first.problems}


def test_bytes_that_were_refused_for_what_was_said_of_them_are_taken_without_it(
    store: Store, book: Records, draw: Draw
) -> None:
    path = draw(household())
    first = desk.take(store, book, path, viewer=STEWARD, said=Said(month=date(2023, 10, 1)))
    assert first.submission.state is State.REFUSED
    second = desk.take(store, book, path, viewer=STEWARD)
    assert (second.is_accepted, second.submission.month) == (True, "2023-11")


def test_a_later_file_of_the_same_month_and_place_takes_the_earlier_one_s_place(
    send: Send, store: Store, seal
) -> None:
    first = send(household())
    second = send(household(户联系电话="10099999999"))
    assert second.superseded == (first.submission.receipt,)
    assert seal().submissions == (second.submission.receipt,)
    assert rows_of(store, "household_month")["phone"].to_list() == ["10099999999"]


def test_a_file_of_one_township_does_not_take_the_place_of_one_of_two(send: Send, book: Records) -> None:
    both = send([*household(), *away()])
    one = send(household(户联系电话="10099999999"))
    assert one.superseded == ()
    assert records.find_submission(book, both.submission.receipt) == both.submission


def test_what_two_lists_say_differently_is_told_by_row_and_column(send: Send) -> None:
    send(monitored(), "monitored")
    got = send(
        household(
            监测对象类别="脱贫不稳定户", 风险是否已消除="否", 识别监测时间="202302", 户联系电话="10011111111"
        )
    )
    faults = [(fault.rule, fault.row, fault.column) for fault in got.problems]
    assert ("X01", 4, "识别监测时间") in faults
    assert ("X02", 4, "户联系电话") in faults
    assert not got.is_accepted


def test_made_up_people_do_not_come_among_real_ones(send: Send, seal) -> None:
    real = [
        {**row, "证件号码": number, "户联系电话": "13800000000"}
        for row, number in zip(household(), ("34052419800101001X", "11010519491231002X"), strict=True)
    ]
    send(real)
    seal()
    got = send(other_household(), reason="更正")
    assert [fault.rule for fault in got.problems if fault.level == "reject_file"] == ["F07"]
    assert (got.submission.rows_in, got.submission.rows_taken) == (2, 0)


def test_a_file_that_is_no_workbook_has_a_receipt_too(store: Store, book: Records, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"no workbook")
    got = desk.take(store, book, path, viewer=TOWN)
    assert (got.submission.state, got.submission.rows_in, got.submission.area) == (State.REFUSED, 0, BAOAN)
    assert store.original(got.submission.sha256) == b"no workbook"


def test_what_the_sender_said_is_kept_with_the_receipt(send: Send, store: Store, seal) -> None:
    got = send(
        household(), titles=["全县汇总"], name="a.xlsx", said=Said("alleviated", NOVEMBER, BAOAN)
    ).submission
    assert (got.table, got.month, got.state) == ("alleviated", "2023-11", State.ACCEPTED)
    seal()
    assert rows_of(store, "household_month").height == 1


def test_a_file_that_is_not_there_is_not_taken(store: Store, book: Records, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="它没有报送"):
        desk.take(store, book, tmp_path / "no.xlsx", viewer=STEWARD)
    assert records.list_submissions(book) == []


# -- whose file ---------------------------------------------------------------------------------------------------------


def test_a_township_s_file_with_another_township_s_rows_is_refused_and_stays_its_own(send: Send) -> None:
    got = send(away(), viewer=TOWN)
    assert (got.submission.state, got.submission.area) == (State.REFUSED, BAOAN)
    assert "F06" in {fault.rule for fault in got.problems}


def test_a_township_sends_for_itself_alone_and_leaders_send_nothing(send: Send) -> None:
    with pytest.raises(AccessDenied, match="只能报送本乡镇"):
        send(away(), viewer=TOWN, said=Said(area=LIURENBA))
    with pytest.raises(AccessDenied, match="不能报送"):
        send(household(), viewer=LEADER)


def test_the_same_bytes_from_two_townships_do_not_meet(store: Store, book: Records, draw: Draw) -> None:
    path = draw(household())
    mine = desk.take(store, book, path, viewer=TOWN)
    theirs = desk.take(store, book, path, viewer=NEIGHBOUR)
    assert theirs.is_new
    assert theirs.submission.receipt != mine.submission.receipt
    assert theirs.submission.state is State.REFUSED


def test_a_township_sees_its_own_submissions_and_another_s_as_if_they_were_not(
    send: Send, store: Store, book: Records
) -> None:
    mine, theirs = send(household(), viewer=TOWN), send(away(), viewer=NEIGHBOUR)
    assert [one.receipt for one in desk.submissions(book, TOWN)] == [mine.submission.receipt]
    assert len(desk.submissions(book, STEWARD)) == desk.count(book, STEWARD) == 2
    answers = []
    for receipt in (theirs.submission.receipt, "R-20231201-9999"):
        with pytest.raises(UsageError) as caught:
            desk.detail(store, book, TOWN, receipt)
        answers.append(str(caught.value).replace(receipt, ""))
    assert answers[0] == answers[1]


def test_the_original_goes_to_its_sender_and_the_steward_and_is_written_down(
    send: Send, store: Store, book: Records
) -> None:
    sent = send(household(), viewer=TOWN).submission
    assert desk.original(store, book, TOWN, sent.receipt) == store.original(sent.sha256)
    with pytest.raises(AccessDenied):
        desk.original(store, book, LEADER, sent.receipt)
    taken = records.audit_rows(book, target=f"submission/{sent.receipt}")[-1]
    assert (taken.action, taken.actor) == ("take_original", TOWN.user)


def test_a_submission_is_told_with_events_faults_and_effect(send: Send, store: Store, book: Records) -> None:
    sent = send([*household(), *other_household()])
    found = desk.detail(store, book, STEWARD, sent.submission.receipt)
    assert found.submission == sent.submission
    assert [event.to_state for event in found.events][-1] is State.ACCEPTED
    assert found.faults.height == len(sent.problems)
    assert found.effect is not None
    assert found.effect.towns["entered"].sum() == 2
