"""Cases that need what is already there: other townships' files, last month, what was sealed, who sends and when."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shouwang import desk
from shouwang.desk import Receipt
from shouwang.intake.locating import county
from shouwang.intake.templates import template
from shouwang.records import Records, State, list_submissions
from shouwang.store import Manifest, Store
from tests.desk.conftest import (
    CLERK,
    NEIGHBOUR,
    NOVEMBER,
    STEWARD,
    TOWN,
    Send,
    away,
    book,
    draw,
    hand_in,
    other_household,
    seal,
    send,
    store,
)  # fmt: skip
from tests.intake.bad.judging import VERDICTS
from tests.intake.conftest import Draw, Rows, demo_id, household, monitored

__all__ = ["book", "draw", "hand_in", "seal", "send", "store"]
Seal = Callable[..., Manifest]


def verdict(got: Receipt) -> str:
    levels = {fault.level for fault in got.problems}
    return next((name for level, name in VERDICTS if level in levels), "A")


def said(got: Receipt) -> str:
    return " ".join(fault.message for fault in got.problems)


def told(got: Receipt, column: str) -> list[tuple[str, str]]:
    return [(fault.rule, fault.level) for fault in got.problems if fault.column and column in fault.column]


def of(rows: Rows, **changes: object) -> Rows:
    return [{**row, **changes} for row in rows]


# -- other townships -----------------------------------------------------------------------------------------------


def test_a_person_of_another_township_s_file_is_refused_in_the_later_one_which_learns_no_name(
    send: Send,
) -> None:
    first = household()
    assert verdict(send(first, viewer=TOWN)) in {"A", "AW"}
    later = away()
    later[1] = {**later[1], "证件号码": first[1]["证件号码"]}
    got = send(later, viewer=NEIGHBOUR)
    assert verdict(got) == "RR"
    assert "证件号码" in {fault.column for fault in got.problems if fault.level == "reject_row"}
    secrets = {str(first[0][key]) for key in ("姓名", "户编号", "人编号", "证件号码", "户联系电话")} | {
        str(first[1]["姓名"])
    }
    assert not [secret for secret in secrets if secret in said(got)]


def test_the_file_of_another_township_s_user_is_refused_though_its_rows_are_right(send: Send) -> None:
    got = send(household(), viewer=NEIGHBOUR)
    assert (verdict(got), got.submission.rows_taken) == ("RF", 0)
    assert got.submission.state is State.REFUSED


def test_the_same_file_from_two_users_of_one_township_counts_once(
    store: Store, book: Records, draw: Draw
) -> None:
    path = draw(household())
    got = [desk.take(store, book, path, viewer=viewer) for viewer in (TOWN, CLERK)]
    assert [one.is_new for one in got] == [True, False]
    assert len(list_submissions(book)) == 1


# -- last month ----------------------------------------------------------------------------------------------------


@pytest.fixture
def october(send: Send, seal: Seal) -> Rows:
    """Two households in the sealed October; return their rows."""
    rows = [*household(), *other_household(户联系电话="10012345679")]
    send(rows, date="20231031", name="脱贫户信息_20231031.xlsx")
    seal()
    return rows


def test_the_next_month_with_nothing_changed_is_taken_without_a_remark(october: Rows, send: Send) -> None:
    assert verdict(send(october)) == "A"


def test_a_household_that_is_missing_without_a_reason_is_told(october: Rows, send: Send) -> None:
    got = send(october[:2])
    assert verdict(got) == "AW"
    assert got.effect is not None
    assert {row["kind"] for row in got.effect.households.to_dicts()} == {"left"}


def test_a_number_with_another_name_is_told_and_both_are_masked(october: Rows, send: Send) -> None:
    changed = [{**row, "姓名": "郑改名"} if row is october[1] else row for row in october]
    got = send(changed)
    assert verdict(got) == "AW"
    assert told(got, "姓名") or told(got, "证件号码")
    assert "郑改名" not in said(got)
    assert str(october[1]["证件号码"]) not in said(got)


def test_a_name_with_another_number_is_told_and_both_are_masked(october: Rows, send: Send) -> None:
    number = demo_id("19720405", 44)
    changed = [{**row, "证件号码": number} if row is october[1] else row for row in october]
    got = send(changed)
    assert verdict(got) == "AW"
    assert not [one for one in (number, str(october[1]["证件号码"])) if one in said(got)]


def test_people_whose_household_has_another_number_are_told(october: Rows, send: Send) -> None:
    changed = [*of(october[:2], 户编号="42028110100009009"), *october[2:]]
    assert verdict(send(changed)) == "AW"


# -- what is sealed, when and by which form ------------------------------------------------------------------------


def test_a_month_that_is_sealed_is_refused_until_a_correction_is_opened(send: Send, seal: Seal) -> None:
    send(household())
    seal()
    changed = household(户联系电话="10012345670")
    assert verdict(send(changed)) == "RF"
    assert verdict(send(household(户联系电话="10012345671"), reason="电话登错了")) in {"A", "AW"}


def test_a_file_after_the_deadline_is_taken_and_called_late(send: Send, seal: Seal) -> None:
    """The first month of a store is history; from then on the day counts."""
    send(household(), date="20231031", name="脱贫户信息_20231031.xlsx")
    seal()
    got = send(household())
    assert got.is_accepted
    assert got.submission.is_late


def test_a_form_cut_from_an_older_version_is_told(
    store: Store, book: Records, send: Send, seal: Seal, tmp_path: Path
) -> None:
    send(household())
    seal()
    rows = [{"person_id": "4202811010000900101", "hh_id": "42028110100009001", "town": "保安镇", "village": "桃树村",
             "working": "是", "place_name": "广东省深圳市", "start_month": "2023-02", "month_wage": "4500"}]  # fmt: skip
    old: dict[str, Any] = {"county": county("420281"), "month": NOVEMBER, "version": 0, "rows": rows}
    path = tmp_path / "务工.xlsx"
    path.write_bytes(template("employment_month", **old))
    got = desk.take(store, book, path, viewer=STEWARD)
    assert verdict(got) in {"AW", "RF"}
    assert [fault.rule for fault in got.problems if fault.rule in {"F10", "F11"}] == ["F11"]


# -- rows that contradict each other -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (household(当前家庭人口数="3"), "当前家庭人口数"),
        (household(人均纯收入="13600"), "人均纯收入(元)"),
        (household(纯收入="28000"), "纯收入(元)"),
        (monitored(风险是否已消除="是"), "消除监测时间"),
        (monitored(风险是否已消除="是", 消除监测时间="202212", 风险消除方式="自然消除"), "消除监测时间"),
    ],
)
def test_what_cannot_be_true_together_is_refused_at_its_column(rows: Rows, column: str, send: Send) -> None:
    got = send(rows, "monitored" if rows[0]["监测对象类别"] else "alleviated")
    assert verdict(got) == "RR"
    assert column in {fault.column for fault in got.problems if fault.level == "reject_row"}


# -- again ---------------------------------------------------------------------------------------------------------


def test_the_same_content_saved_again_is_told_and_stands_once(
    store: Store, book: Records, draw: Draw
) -> None:
    path = draw(household())
    first = desk.take(store, book, path, viewer=STEWARD)
    target = io.BytesIO()
    openpyxl.load_workbook(path).save(target)
    path.write_bytes(target.getvalue())
    second = desk.take(store, book, path, viewer=STEWARD)
    assert verdict(second) in {"AW", "RF", "A"}
    assert first.submission.receipt in said(second)
    standing = [one.receipt for one in list_submissions(book) if one.state is State.ACCEPTED]
    assert len(standing) == 1


def test_one_cell_corrected_and_sent_again_leaves_the_old_one_to_be_seen(
    send: Send, store: Store, book: Records
) -> None:
    first = send(household()).submission
    second = send(household(户联系电话="10012345670"))
    assert verdict(second) in {"AW", "A"}
    assert second.superseded == (first.receipt,)
    assert desk.detail(store, book, STEWARD, first.receipt).submission.state is State.SUPERSEDED
    assert store.original(first.sha256)


# -- size ----------------------------------------------------------------------------------------------------------


def ten_thousand() -> Rows:
    """Return as many households of two, each of its own people and phone."""
    rows: Rows = []
    for number in range(10_000):
        born = date(1950, 1, 1) + timedelta(days=number // 400)
        home = f"4202811010{number:07}"
        for member, row in enumerate(household(户联系电话=f"100{number:08}"), 1):
            sequence = 2 * (number % 400) + member
            people = {"人编号": f"{home}{member:02}", "证件号码": demo_id(f"{born:%Y%m%d}", sequence)}
            rows.append({**row, **people, "户编号": home})
    return rows


def test_twenty_thousand_rows_are_taken_within_a_minute(send: Send) -> None:
    start = time.process_time()
    got = send(ten_thousand())
    assert got.is_accepted
    assert (got.submission.rows_in, got.submission.rows_taken) == (20_000, 20_000)
    assert time.process_time() - start < 60  # of the processor: what others do on the machine does not count
