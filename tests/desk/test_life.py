"""People's decisions: rows left out, taken back, confirmed by another, sealed, corrected after it was sealed."""

from __future__ import annotations

from datetime import date

import pytest

from shouwang import desk, records
from shouwang.desk import keeping
from shouwang.errors import AccessDenied, DataFaults, UsageError
from shouwang.records import Records, State
from shouwang.store import Store
from tests.desk.conftest import (
    BAOAN,
    LEADER,
    NEIGHBOUR,
    NOVEMBER,
    SECOND,
    STEWARD,
    TOWN,
    Send,
    away,
    broken,
    crowd,
    other_household,
    rows_of,
)
from tests.intake.conftest import Draw, demo_id, household


def state_of(book: Records, receipt: str) -> State:
    found = records.find_submission(book, receipt)
    assert found is not None
    return found.state


# -- left out, withdrawn ------------------------------------------------------------------------------------------------


def test_the_steward_leaves_the_refused_rows_out_with_a_reason_and_they_stay_counted(
    send: Send, store: Store, book: Records, seal
) -> None:
    held = send([*broken(), *other_household()]).submission
    assert (held.state, held.rows_in, held.rows_taken, held.rows_refused) == (State.HELD, 4, 2, 2)
    taken = desk.leave_out(store, book, held.receipt, viewer=STEWARD, reason="该户收入待核实")
    assert (taken.state, taken.rows_in, taken.rows_taken, taken.rows_refused) == (State.ACCEPTED, 4, 2, 2)
    assert (taken.left_out_by, taken.left_out_reason) == (STEWARD.user, "该户收入待核实")
    assert desk.detail(store, book, STEWARD, held.receipt).effect is not None
    seal()
    assert rows_of(store, "household_month")["hh_id"].to_list() == ["42028110100009002"]


def test_nobody_else_leaves_rows_out_and_nobody_without_a_reason(
    send: Send, store: Store, book: Records
) -> None:
    held = send([*broken(), *other_household()], viewer=TOWN).submission
    with pytest.raises(AccessDenied, match="只有县级数据员"):
        desk.leave_out(store, book, held.receipt, viewer=TOWN, reason="不要了")
    with pytest.raises(UsageError, match="要写明理由"):
        desk.leave_out(store, book, held.receipt, viewer=STEWARD, reason=" ")
    empty = send(broken()).submission
    with pytest.raises(UsageError, match="没有一行可以采用"):
        desk.leave_out(store, book, empty.receipt, viewer=STEWARD, reason="都不要")


def test_what_is_withdrawn_is_not_sealed_and_its_bytes_may_come_again(
    send: Send, store: Store, book: Records, seal
) -> None:
    sent = send(household(), viewer=TOWN, name="a_20231130.xlsx", titles=["脱贫户信息"]).submission
    with pytest.raises(UsageError, match="没有回执号"):
        desk.withdraw(store, book, sent.receipt, viewer=NEIGHBOUR, reason="不是我的")
    gone = desk.withdraw(store, book, sent.receipt, viewer=TOWN, reason="报错了月份")
    assert gone.state is State.WITHDRAWN
    with pytest.raises(UsageError, match="没有等待发布"):
        seal()
    with pytest.raises(UsageError, match="已撤回，不能撤回"):
        desk.withdraw(store, book, sent.receipt, viewer=TOWN, reason="再撤一次")
    assert store.original(sent.sha256)


# -- confirmed by another -----------------------------------------------------------------------------------------------


def test_another_person_confirms_and_the_manifest_names_both(send: Send, store: Store, book: Records) -> None:
    sent = send(household(), viewer=TOWN).submission
    (confirmed,) = desk.confirm(store, book, [sent.receipt], viewer=SECOND, reason="首次报送")
    assert (confirmed.state, confirmed.confirmed_by) == (State.CONFIRMED, SECOND.user)
    made = desk.publish(store, book, viewer=STEWARD, reason="十一月")
    assert (made.author, made.approver, made.submissions) == (STEWARD.user, SECOND.user, (sent.receipt,))
    sealed = records.find_submission(book, sent.receipt)
    assert sealed is not None
    assert (sealed.state, sealed.version) == (State.PUBLISHED, made.version)


def test_nobody_confirms_what_passed_through_the_own_hands(send: Send, store: Store, book: Records) -> None:
    sent = send(household()).submission
    with pytest.raises(AccessDenied, match="您自己经手的"):
        desk.confirm(store, book, [sent.receipt], viewer=STEWARD)
    for viewer in (LEADER, TOWN):
        with pytest.raises(AccessDenied, match="只有县级数据员"):
            desk.confirm(store, book, [sent.receipt], viewer=viewer)
    held = send([*broken(), *other_household()], viewer=TOWN).submission
    desk.leave_out(store, book, held.receipt, viewer=SECOND, reason="待核实")
    with pytest.raises(AccessDenied, match="您自己经手的"):
        desk.confirm(store, book, [held.receipt], viewer=SECOND)


def test_several_are_confirmed_together_or_not_at_all(send: Send, store: Store, book: Records) -> None:
    good, held = send(household()).submission, send(away()).submission
    desk.withdraw(store, book, held.receipt, viewer=STEWARD, reason="报错了")
    with pytest.raises(UsageError, match="已撤回，不能确认"):
        desk.confirm(store, book, [good.receipt, held.receipt], viewer=SECOND, reason="一起")
    assert state_of(book, good.receipt) is State.ACCEPTED


def test_what_changes_much_is_confirmed_with_a_reason(send: Send, store: Store, book: Records, seal) -> None:
    send(crowd(13))
    seal()
    left = send(crowd(1), reason="十二户核实有误").submission
    effect = desk.detail(store, book, STEWARD, left.receipt).effect
    assert effect is not None
    assert effect.towns["left"].sum() == 13 - 1
    assert effect.asks
    with pytest.raises(UsageError, match="要写明理由才能确认"):
        desk.confirm(store, book, [left.receipt], viewer=SECOND)
    (done,) = desk.confirm(store, book, [left.receipt], viewer=SECOND, reason="已入户核实")
    assert done.confirmed_reason == "已入户核实"


def test_an_effect_on_an_older_version_is_reckoned_again_before_anybody_confirms(
    send: Send, store: Store, book: Records, seal
) -> None:
    first, second = send(household()).submission, send(away()).submission
    seal(receipts=[first.receipt])
    with pytest.raises(UsageError, match="重新算过，没有确认"):
        desk.confirm(store, book, [second.receipt], viewer=SECOND, reason="看过")
    effect = desk.detail(store, book, STEWARD, second.receipt).effect
    assert effect is not None
    assert effect.base_version == store.numbers()[-1]
    desk.confirm(store, book, [second.receipt], viewer=SECOND, reason="看过")


# -- sealed -------------------------------------------------------------------------------------------------------------


def test_without_a_second_person_only_what_is_confirmed_is_sealed(
    send: Send, store: Store, book: Records
) -> None:
    one, two = send(household()).submission, send(away()).submission
    with pytest.raises(UsageError, match="另一个人确认"):
        desk.publish(store, book, viewer=STEWARD, reason="十一月")
    desk.confirm(store, book, [one.receipt], viewer=SECOND, reason="看过")
    with pytest.raises(UsageError, match="要先由另一个人确认"):
        desk.publish(store, book, viewer=STEWARD, reason="十一月", receipts=[two.receipt])
    assert desk.publish(store, book, viewer=STEWARD, reason="十一月").submissions == (one.receipt,)
    assert state_of(book, two.receipt) is State.ACCEPTED


def test_one_person_alone_seals_and_it_is_written_down(send: Send, book: Records, seal) -> None:
    sent = send(household()).submission
    made = seal()
    assert made.approver is None
    event = records.submission_events(book, sent.receipt)[-1]
    assert (event.to_state, event.message) == (State.PUBLISHED, "封存于第1版，单人发布")
    assert "publish_alone" in [row.action for row in records.audit_rows(book)]


def test_only_the_steward_seals_and_only_with_a_reason(send: Send, store: Store, book: Records) -> None:
    send(household())
    for viewer in (LEADER, TOWN):
        with pytest.raises(AccessDenied):
            desk.publish(store, book, viewer=viewer, reason="十一月", alone=True)
    with pytest.raises(UsageError, match="理由"):
        desk.publish(store, book, viewer=STEWARD, reason="", alone=True)


def test_the_rows_that_waited_are_forgotten_once_they_are_sealed(send: Send, store: Store, seal) -> None:
    sent = send(household()).submission
    assert store.with_finding("rows.parquet") == [sent.receipt]
    seal()
    assert store.with_finding("rows.parquet") == []
    assert store.finding(sent.receipt, "faults.parquet") is not None


def test_a_file_that_later_ones_do_not_fit_is_held_again_and_nothing_is_sealed(
    hand_in: Send, store: Store, book: Records, seal
) -> None:
    home = {
        "town": "保安镇", "village": "桃树村", "hh_id": "42028110100009001", "head_name": "周试", "hh_type": "脱贫户",
        "hh_persons": 2, "is_no_labour": "否",
    }  # fmt: skip
    head = {
        "town": "保安镇", "village": "桃树村", "hh_id": "42028110100009001", "person_id": "4202811010000900101",
        "name": "周试", "id_type": "居民身份证", "id_no": demo_id("19700203", 1), "relation": "户主", "sex": "男",
        "birth_date": date(1970, 2, 3), "health": "健康", "labour": "普通劳动力", "in_household": "是",
    }  # fmt: skip
    homes = hand_in("household_month", [home])
    assert homes.is_accepted, homes.problems
    desk.confirm(store, book, [homes.submission.receipt], viewer=SECOND, reason="看过")
    people = hand_in("person_month", [head])  # one of two
    assert people.is_accepted, people.problems
    with pytest.raises(DataFaults, match="已转为待更正") as caught:
        seal()
    assert "H02" in {fault.rule for fault in caught.value.problems}
    held = records.find_submission(book, homes.submission.receipt)
    assert held is not None
    assert (held.state, held.rows_refused, held.confirmed_by) == (State.HELD, 1, "")
    assert "H02" in desk.detail(store, book, STEWARD, held.receipt).faults["rule"]
    assert store.numbers() == []
    wife = {**head, "person_id": "4202811010000900102", "name": "吴试", "id_no": demo_id("19720405", 2)}
    wife |= {"relation": "配偶", "sex": "女", "birth_date": date(1972, 4, 5)}
    whole = hand_in("person_month", [head, wife])
    assert whole.superseded == (people.submission.receipt,)
    assert hand_in("household_month", [home | {"group_name": "一组"}]).is_accepted
    assert len(seal().submissions) == 2


# -- after it was sealed ------------------------------------------------------------------------------------------------


def test_a_file_of_a_sealed_month_is_refused_and_says_how_to_correct(send: Send, seal) -> None:
    send(household())
    seal()
    again = send(household(户联系电话="10099999999"))
    assert again.submission.state is State.REFUSED
    (fault,) = [fault for fault in again.problems if fault.rule == "SB01"]
    assert "--reason" in fault.message
    assert "保安镇" in fault.message


def test_with_a_reason_it_is_a_correction_and_the_sealed_one_is_superseded_when_it_is_sealed(
    send: Send, store: Store, book: Records, seal
) -> None:
    first = send(household()).submission
    seal()
    second = send(household(户联系电话="10099999999"), reason="电话更正")
    assert second.is_accepted
    assert second.submission.is_correction
    assert any("更正" in note for note in second.notes)
    assert state_of(book, first.receipt) is State.PUBLISHED
    seal("更正电话")
    assert state_of(book, first.receipt) is State.SUPERSEDED
    assert rows_of(store, "household_month")["phone"].to_list() == ["10099999999"]
    assert rows_of(store, "household_month", 1)["phone"].to_list() == ["10012345678"]


def test_a_month_that_the_steward_opened_takes_corrections_until_it_is_closed(
    send: Send, store: Store, book: Records, seal
) -> None:
    send(household())
    with pytest.raises(UsageError, match="没有封存过"):
        desk.open_correction(store, book, NOVEMBER, viewer=STEWARD, reason="电话更正")
    seal()
    with pytest.raises(AccessDenied):
        desk.open_correction(store, book, NOVEMBER, viewer=TOWN, reason="电话更正")
    opened = desk.open_correction(store, book, NOVEMBER, viewer=STEWARD, area=BAOAN, reason="电话更正")
    assert desk.corrections(book, TOWN) == [opened]
    assert desk.corrections(book, NEIGHBOUR) == []
    assert send(household(户联系电话="10011111111"), viewer=TOWN).submission.is_correction
    desk.close_correction(book, opened.id, viewer=STEWARD)
    assert send(household(户联系电话="10022222222"), viewer=TOWN).submission.state is State.REFUSED


def test_a_township_that_had_sent_nothing_is_late_and_not_a_correction(
    send: Send, seal, store: Store
) -> None:
    send(household())
    seal()
    late = send(away())
    assert late.is_accepted
    assert (late.submission.is_late, late.submission.is_correction) == (True, False)
    assert [fault.level for fault in late.problems if fault.rule == "SB02"] == ["warning"]
    seal("补报")
    assert rows_of(store, "household_month")["town_code"].sort().to_list() == ["420281101", "420281107"]


def test_another_table_of_a_sealed_month_is_late_and_not_a_correction(send: Send, seal) -> None:
    from tests.intake.conftest import worker

    send(household())
    seal()
    got = send(worker(), "working")
    assert got.is_accepted
    assert not got.submission.is_correction


def test_history_that_is_loaded_into_a_new_store_is_no_fault(send: Send) -> None:
    got = send(household())
    assert got.submission.is_late
    assert not [fault for fault in got.problems if fault.rule == "SB02"]
    assert any(note.startswith("逾期") for note in got.notes)


def test_months_one_after_another_are_sealed_together(send: Send, store: Store, seal) -> None:
    for day in ("20230930", "20231031", "20231130"):
        send(household(), date=day)
    assert len(seal().submissions) == 3
    assert rows_of(store, "household_month")["stat_month"].sort().to_list() == [
        date(2023, month, 1) for month in (9, 10, 11)
    ]


def test_after_going_back_what_was_sealed_later_is_not_standing_and_may_come_again(
    send: Send, store: Store, book: Records, seal, draw: Draw
) -> None:
    first = send(household()).submission
    seal()
    path = draw(household(户联系电话="10099999999"))
    second = desk.take(store, book, path, viewer=STEWARD, reason="电话更正").submission
    seal()
    keeping.restore(store, book, 1, viewer=STEWARD, reason="更正有误")
    assert (state_of(book, first.receipt), state_of(book, second.receipt)) == (
        State.PUBLISHED,
        State.SUPERSEDED,
    )
    again = desk.take(store, book, path, viewer=STEWARD, reason="更正无误")
    assert again.is_new
    assert again.is_accepted
    keeping.restore(store, book, 2, viewer=STEWARD, reason="更正无误")
    assert (state_of(book, first.receipt), state_of(book, second.receipt)) == (
        State.SUPERSEDED,
        State.PUBLISHED,
    )
    assert records.verify_audit(book) == []
