"""The life of an alert: verified, helped, closed or explained; by whom, why, sealed in the audit, in every version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from shouwang import desk, records
from shouwang.access import Role, Scope, Viewer
from shouwang.alerts.judging import alert_key
from shouwang.desk import AlertResult, AlertState
from shouwang.errors import AccessDenied, MachineError, StoreDamaged, UsageError
from shouwang.records import Records
from shouwang.records.copying import copy_records, open_copy
from shouwang.store import Store
from tests.alerts.drawing import LATE, LATER, NOVEMBER, OCTOBER, THERE, issues, reported, sealed

STEWARD = Viewer("甲", "数据员甲", Role.STEWARD, Scope.of("420281"))
LEADER = Viewer("丙", "县领导", Role.LEADER, Scope.of("420281"))
ANALYST = Viewer("庚", "分析员", Role.ANALYST, Scope.of("420281"))
TOWN = Viewer("己", "刘仁八镇", Role.TOWN_HEAD, Scope.of("420281107"))
NEIGHBOUR = Viewer("丁", "保安镇", Role.TOWN_HEAD, Scope.of("420281101"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store", "420281", is_demo=True, salt="s")
    sealed(made, issues(LATE, {**LATER, "division_code": THERE}), *reported(NOVEMBER))
    return made


@pytest.fixture
def book(store: Store) -> Iterator[Records]:
    opened = records.open_records(store.root)
    yield opened
    opened.close()


@pytest.fixture
def key(store: Store) -> str:
    """Return the key of the alert of 刘仁八镇's issue."""
    return alert_key("A14", "I1", "2023-10-21")


def test_an_alert_goes_from_verified_over_helped_to_closed_with_a_step_and_an_audit_row_each(
    store: Store, book: Records, key: str
) -> None:
    snapshot = store.snapshot()
    life, steps = desk.alert_history(snapshot, book, key, TOWN)
    assert (life, steps) == (None, [])
    desk.verify_alert(snapshot, book, key, viewer=TOWN, result=AlertResult.ADMITTED)
    desk.help_alert(snapshot, book, key, viewer=TOWN, reason="已派工作队")
    desk.close_alert(snapshot, book, key, viewer=STEWARD)
    life, steps = desk.alert_history(snapshot, book, key, TOWN)
    assert life is not None
    assert (life.state, life.result, life.changed_by) == (AlertState.CLOSED, AlertResult.ADMITTED, "甲")
    assert [(one.seq, one.actor, one.from_state, one.to_state, one.reason) for one in steps] == [
        (1, "己", "to_verify", "verified", None),
        (2, "己", "verified", "helped", "已派工作队"),
        (3, "甲", "helped", "closed", None),
    ]
    rows = records.audit_rows(book, target=f"alert/{key}")
    assert [row.action for row in rows] == ["alert_verify", "alert_help", "alert_close"]
    assert records.verify_records(book) == []


def test_an_explanation_closes_an_alert_in_one_go(store: Store, book: Records, key: str) -> None:
    life = desk.explain_alert(store.snapshot(), book, key, viewer=TOWN, reason="时限写错了，应为12月")
    assert (life.state, life.result) == (AlertState.CLOSED, AlertResult.NOT_APPLICABLE)
    steps = records.alert_steps(book, key)
    assert [(one.to_state, one.reason) for one in steps] == [
        ("verified", "时限写错了，应为12月"),
        ("closed", None),
    ]


def test_an_explanation_without_a_reason_changes_nothing(store: Store, book: Records, key: str) -> None:
    for reason in ("", "  "):
        with pytest.raises(UsageError, match="理由"):
            desk.explain_alert(store.snapshot(), book, key, viewer=TOWN, reason=reason)
    assert records.alert_steps(book) == []
    assert records.audit_rows(book, target=f"alert/{key}") == []


@pytest.mark.parametrize("step", ["help", "close", "reopen"])
def test_what_was_not_verified_can_only_be_verified(store: Store, book: Records, key: str, step: str) -> None:
    act = {"help": desk.help_alert, "close": desk.close_alert, "reopen": desk.reopen_alert}[step]
    with pytest.raises(UsageError, match="待核实，不能改为"):
        act(store.snapshot(), book, key, viewer=STEWARD, reason="说明")
    assert records.alert_life(book, key) is None


def test_what_does_not_apply_is_not_helped(store: Store, book: Records, key: str) -> None:
    snapshot = store.snapshot()
    no = AlertResult.NOT_APPLICABLE
    desk.verify_alert(snapshot, book, key, viewer=TOWN, result=no, reason="不是本镇的问题")
    with pytest.raises(UsageError, match="不能改为“已帮扶”"):
        desk.help_alert(snapshot, book, key, viewer=TOWN)
    assert desk.close_alert(snapshot, book, key, viewer=TOWN).state is AlertState.CLOSED


def test_of_two_people_the_first_stands_and_the_second_is_told(store: Store, book: Records, key: str) -> None:
    snapshot = store.snapshot()
    seen = AlertState.TO_VERIFY
    desk.verify_alert(snapshot, book, key, viewer=TOWN, result=AlertResult.ADMITTED, was=seen)
    with pytest.raises(UsageError, match="已被别人改为“已核实”"):
        desk.explain_alert(snapshot, book, key, viewer=STEWARD, reason="不属实", was=seen)
    assert len(records.alert_steps(book, key)) == 1


def test_a_township_acts_on_its_own_alone_and_is_not_told_of_others(
    store: Store, book: Records, key: str
) -> None:
    snapshot = store.snapshot()
    told = []
    for asked in (key, "0" * 16):
        with pytest.raises(UsageError) as refused:
            desk.explain_alert(snapshot, book, asked, viewer=NEIGHBOUR, reason="不是我们的")
        told.append(str(refused.value).replace(asked, "?"))
    assert told[0] == told[1]
    assert records.alert_steps(book) == []
    assert desk.alert_states(book, NEIGHBOUR).is_empty()


@pytest.mark.parametrize("viewer", [LEADER, ANALYST], ids=lambda viewer: str(viewer.role))
def test_leaders_and_analysts_only_look(store: Store, book: Records, key: str, viewer: Viewer) -> None:
    assert not desk.may_act(viewer, "420281107")
    with pytest.raises(AccessDenied):
        desk.verify_alert(store.snapshot(), book, key, viewer=viewer, result=AlertResult.ADMITTED)


def test_only_the_steward_opens_a_closed_alert_again(store: Store, book: Records, key: str) -> None:
    snapshot = store.snapshot()
    desk.explain_alert(snapshot, book, key, viewer=TOWN, reason="时限写错了")
    with pytest.raises(AccessDenied):
        desk.reopen_alert(snapshot, book, key, viewer=TOWN, reason="还是超期")
    life = desk.reopen_alert(snapshot, book, key, viewer=STEWARD, reason="还是超期")
    assert (life.state, life.result) == (AlertState.TO_VERIFY, None)


def test_a_life_survives_a_new_version_and_an_alert_that_no_longer_stands(
    store: Store, book: Records, key: str
) -> None:
    desk.verify_alert(store.snapshot(), book, key, viewer=TOWN, result=AlertResult.ADMITTED)
    closed = {**LATE, "closed_at": "2023-12-05", "state": "closed"}
    december = NOVEMBER.replace(month=12)
    sealed(store, issues(closed), *reported(december))
    snapshot = store.snapshot()
    found = desk.find_alert(snapshot, TOWN, key)
    assert (found.first_month, found.last_month) == (NOVEMBER, NOVEMBER)  # not in December any more
    life, _ = desk.alert_history(snapshot, book, key, TOWN)
    assert life is not None
    assert life.state is AlertState.VERIFIED
    assert desk.help_alert(snapshot, book, key, viewer=TOWN).state is AlertState.HELPED
    assert found.first_month > OCTOBER


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE alert_life SET state = 'closed'",
        "UPDATE alert_life SET result = 'not_applicable'",
        "UPDATE alert_step SET actor = '某人'",
        "DELETE FROM alert_step",
    ],
)
def test_what_was_altered_in_the_database_is_found_and_not_acted_on(
    store: Store, book: Records, key: str, damage: str
) -> None:
    snapshot = store.snapshot()
    desk.verify_alert(snapshot, book, key, viewer=TOWN, result=AlertResult.ADMITTED)
    with book.writing() as connection:
        connection.execute(text(damage))
    assert any(key in sentence for sentence in records.verify_records(book))
    with pytest.raises(StoreDamaged):
        desk.help_alert(snapshot, book, key, viewer=TOWN)


def test_a_step_whose_audit_row_cannot_be_written_did_not_happen(
    store: Store, book: Records, key: str
) -> None:
    with book.writing() as connection:
        connection.execute(
            text("CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    with pytest.raises(MachineError):
        desk.explain_alert(store.snapshot(), book, key, viewer=TOWN, reason="时限写错了")
    with book.writing() as connection:
        connection.execute(text("DROP TRIGGER no"))
    assert records.alert_life(book, key) is None
    assert records.alert_steps(book) == []


def test_a_backup_holds_the_lives_of_alerts(store: Store, book: Records, key: str, tmp_path: Path) -> None:
    desk.explain_alert(store.snapshot(), book, key, viewer=TOWN, reason="时限写错了")
    copy_records(book, tmp_path / "copy.sqlite")
    copy = open_copy(tmp_path / "copy.sqlite")
    try:
        assert records.alert_life(copy, key) == records.alert_life(book, key)
        assert records.alert_steps(copy, key) == records.alert_steps(book, key)
        assert records.verify_records(copy) == []
    finally:
        copy.close()
