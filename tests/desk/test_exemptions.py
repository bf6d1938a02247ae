"""Exemptions: asked for by one, approved by another, for a time; what they lift is kept as a fault and counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouwang import desk, records
from shouwang.errors import AccessDenied, UsageError
from shouwang.records import Records, State
from shouwang.store import Store
from tests.desk.conftest import BAOAN, LEADER, NEIGHBOUR, SECOND, STEWARD, TOWN, Send
from tests.intake.conftest import household

LATER = date.today() + timedelta(days=30)  # noqa: DTZ011 — any day ahead will do


def test_an_exemption_lifts_a_fault_once_another_person_approved_it_and_is_counted(
    send: Send, store: Store, book: Records, seal
) -> None:
    held = send(household(人均纯收入="10000"), viewer=TOWN)
    assert held.submission.state is State.HELD
    found = desk.detail(store, book, TOWN, held.submission.receipt).faults
    faults = found.filter(found["level"] == "reject_row")
    pairs = set(faults.select("rule", "object_key").iter_rows())
    asked = [
        desk.ask_exemption(
            book, viewer=TOWN, rule=rule, object_key=key, reason="年中离户一人，已核实", expires_on=LATER
        )
        for rule, key in sorted(pairs)
    ]
    again = send(household(人均纯收入="10000", 户联系电话="10011111111"), viewer=TOWN)
    assert again.submission.state is State.HELD  # asked for is not granted
    for one in asked:
        desk.approve_exemption(book, one.id, viewer=STEWARD)
    taken = send(household(人均纯收入="10000", 户联系电话="10022222222"), viewer=TOWN)
    assert taken.submission.state is State.ACCEPTED
    assert (taken.submission.rows_taken, taken.submission.rows_refused) == (2, 0)
    assert taken.submission.exempted == faults.height
    assert {one.state() for one in desk.exemptions(book, TOWN)} == {"active"}
    assert sum(one.faults for one in desk.exemptions(book, TOWN)) == faults.height
    assert seal().version == 1


def test_nobody_approves_the_own_exemption(book: Records) -> None:
    asked = desk.ask_exemption(
        book, viewer=STEWARD, rule="P02", object_key="0123456789ab", reason="新设的村", expires_on=LATER
    )
    with pytest.raises(UsageError, match="您自己申请的"):
        desk.approve_exemption(book, asked.id, viewer=STEWARD)
    with pytest.raises(AccessDenied):
        desk.approve_exemption(book, asked.id, viewer=TOWN)
    assert desk.approve_exemption(book, asked.id, viewer=SECOND).approver == SECOND.user


def test_an_exemption_ends_by_its_day_or_by_a_decision(book: Records) -> None:
    asked = desk.ask_exemption(
        book, viewer=STEWARD, rule="P02", object_key="0123456789ab", reason="新设的村", expires_on=LATER
    )
    desk.approve_exemption(book, asked.id, viewer=SECOND)
    assert records.exempted(book) == {("P02", "0123456789ab"): asked.id}
    assert records.exempted(book, LATER + timedelta(days=1)) == {}
    ended = desk.end_exemption(book, asked.id, viewer=STEWARD, reason="村已设好")
    assert ended.state() == "ended"
    assert records.exempted(book) == {}
    with pytest.raises(UsageError, match="已终止"):
        desk.approve_exemption(book, asked.id, viewer=SECOND)
    actions = [row.action for row in records.audit_rows(book)]
    assert actions == ["exempt_ask", "exempt_approve", "exempt_end"]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"rule": "Q9999"}, "没有编号为"),
        ({"rule": "F03"}, "针对整份文件"),
        ({"reason": " "}, "要写明理由"),
        ({"object_key": " "}, "写明豁免的对象"),
        ({"expires_on": date(2020, 1, 1)}, "已经过去"),
        ({"area": "420281107"}, "本人范围"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(wish: dict[str, object], sentence: str, book: Records) -> None:
    whole = {"rule": "P02", "object_key": "0123456789ab", "reason": "新设的村", "expires_on": LATER, **wish}
    with pytest.raises(UsageError, match=sentence):
        desk.ask_exemption(book, viewer=TOWN, **whole)  # type: ignore[arg-type]
    assert desk.exemptions(book, STEWARD) == []


def test_a_township_sees_its_own_exemptions_and_leaders_ask_for_none(book: Records) -> None:
    about = {"rule": "P02", "object_key": "0123456789ab", "reason": "新设的村", "expires_on": LATER}
    mine = desk.ask_exemption(book, viewer=TOWN, **about)  # type: ignore[arg-type]
    assert mine.town_code == BAOAN
    assert desk.exemptions(book, TOWN) == desk.exemptions(book, LEADER) == [mine]
    assert desk.exemptions(book, NEIGHBOUR) == []
    assert desk.exemptions(book, STEWARD, state="active") == []
    with pytest.raises(AccessDenied):
        desk.ask_exemption(book, viewer=LEADER, **about)  # type: ignore[arg-type]
