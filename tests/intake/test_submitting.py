"""The life of a file: kept, checked, accepted or refused, published into its township and month, and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from shouwang import records
from shouwang.access import hh_key
from shouwang.intake import Receipt, Said, mark_interrupted, merged_parts, read_again, submit
from shouwang.intake.building import income_year
from shouwang.records import Records, State
from shouwang.store import Manifest, Store
from tests.intake.conftest import Draw, Rows, demo_id, household, monitored, worker

NOVEMBER = date(2023, 11, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", "420281", salt="s")


@pytest.fixture
def book(store: Store) -> Iterator[Records]:
    opened = records.open_records(store.root)
    yield opened
    opened.close()


@pytest.fixture
def send(store: Store, book: Records, draw: Draw) -> object:
    """Draw rows as an export and submit it."""

    def _send(rows: Rows, kind: str = "alleviated", **how: object) -> Receipt:
        return submit(store, book, [draw(rows, kind, **how)], by="数据员")[0]

    return _send


def seal(store: Store, book: Records) -> Manifest:
    """Publish what waits, without marts: the parts alone."""
    waiting = records.list_submissions(book, state=State.ACCEPTED)
    with store.stage() as staging:
        for one in merged_parts(store, read_again(store, waiting)):
            staging.add(one.table, one.part, one.frame, sources=one.sources)
        made = staging.commit(author="数据员", reason="测试", submissions=[one.receipt for one in waiting])
    for one in waiting:
        records.set_state(book, one.receipt, State.PUBLISHED, actor="数据员")
    return made


def table(store: Store, name: str) -> pl.DataFrame:
    return pl.concat(pl.read_parquet(path, hive_partitioning=False) for path in store.snapshot().files(name))


def other_household(**changes: object) -> Rows:
    """Return another household, of other people, in 保安镇 unless said otherwise."""
    rows = household(户编号="42028110100009002", **changes)
    people = (("4202811010000900201", "19600101", 1), ("4202811010000900202", "19620101", 2))
    return [
        {**row, "人编号": person, "证件号码": demo_id(born, number)}
        for row, (person, born, number) in zip(rows, people, strict=True)
    ]


def test_a_receipt_stands_for_bytes_that_are_kept_and_rows_that_are_counted(
    send, store: Store, draw: Draw
) -> None:
    got = send(household(), name="脱贫户信息.xlsx")
    sent = got.submission
    assert (sent.state, sent.table, sent.month, sent.area) == (
        State.ACCEPTED,
        "alleviated",
        "2023-11",
        "420281101",
    )
    assert (sent.rows_in, sent.rows_taken, sent.rows_refused) == (2, 2, 0)
    assert hashlib.sha256(store.original(sent.sha256)).hexdigest() == sent.sha256


def test_the_same_bytes_twice_are_one_submission(store: Store, book: Records, draw: Draw) -> None:
    path = draw(household())
    first, second = (submit(store, book, [path], by="数据员")[0] for _ in range(2))
    assert (first.is_new, second.is_new) == (True, False)
    assert first.submission.receipt == second.submission.receipt
    assert len(records.list_submissions(book)) == 1


def test_a_file_with_a_fault_is_held_and_published_by_nobody(send, store: Store, book: Records) -> None:
    got = send(household(人均纯收入="10000"))
    assert (got.submission.state, got.is_accepted) == (State.REFUSED, False)
    assert (got.submission.rows_in, got.submission.rows_taken, got.submission.rows_refused) == (2, 1, 1)
    assert [fault.rule for fault in got.problems] == ["N02"]
    assert records.list_submissions(book, state=State.ACCEPTED) == []


def test_a_later_file_of_the_same_month_and_place_takes_the_earlier_one_s_place(
    send, store: Store, book: Records
) -> None:
    first = send(household())
    second = send(household(户联系电话="10099999999"))
    assert second.superseded == (first.submission.receipt,)
    seal(store, book)
    assert table(store, "household_month")["phone"].to_list() == ["10099999999"]


def test_rows_become_the_tables_with_codes_and_amounts(send, store: Store, book: Records) -> None:
    send(monitored(), "monitored")
    send(worker(), "working")
    seal(store, book)
    home = table(store, "household_month").row(0, named=True)
    assert (home["stat_month"], home["town_code"], home["division_code"]) == (
        NOVEMBER,
        "420281101",
        "420281101201",
    )
    assert (home["hh_type"], home["mon_type"], home["risk_status"], home["risk_1"]) == (
        "alleviated",
        "unstable",
        "active",
        "illness",
    )
    assert (home["identified_month"], home["head_name"], home["is_no_labour"]) == (
        date(2023, 1, 1),
        "周试",
        False,
    )
    assert (home["hh_key"], home["is_synthetic"], home["source_row"]) == (hh_key("s", home["hh_id"]), True, 4)
    people = table(store, "person_month").sort("person_id")
    assert people["sex"].to_list() == ["male", "female"]
    assert people["birth_date"].to_list() == [date(1970, 2, 3), date(1972, 4, 5)]
    money = table(store, "income_year").row(0, named=True)
    assert (money["income_year"], money["window_type"], money["persons_year"]) == (2023, "annual_oct_sep", 2)
    assert money["net_total"] == Decimal(20000 + 6000 + 0 + 2000 - 1000) == money["net_per_capita"] * 2
    work = table(store, "employment_month").row(0, named=True)
    assert (work["working"], work["place_class"], work["month_wage"]) == (True, "out", Decimal(4500))


@pytest.mark.parametrize(
    ("month", "year"), [(date(2023, 9, 1), 2022), (date(2023, 10, 1), 2023), (date(2024, 1, 1), 2023)]
)
def test_an_export_carries_the_income_of_the_last_closed_window(month: date, year: int) -> None:
    assert income_year(month) == year


def test_a_household_in_both_lists_is_one_household(send, store: Store, book: Records) -> None:
    told = {
        "监测对象类别": "脱贫不稳定户",
        "风险是否已消除": "否",
        "识别监测时间": "202301",
        "致贫/返贫风险1": "因病",
    }
    send(monitored(), "monitored")
    send([*household(**told), *other_household()])
    seal(store, book)
    assert table(store, "household_month")["hh_id"].to_list() == ["42028110100009001", "42028110100009002"]
    assert table(store, "person_month").height == 2 + 2


def test_what_two_lists_say_differently_is_told_by_row_and_column(send) -> None:
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


def test_a_worker_whom_nobody_knows_is_remarked_once_both_lists_are_there(send) -> None:
    stranger = worker(人编号="4202811010000999901", 证件号码=demo_id("19800101", 3))
    assert send(stranger, "working").problems == ()
    told = {
        "监测对象类别": "脱贫不稳定户",
        "风险是否已消除": "否",
        "识别监测时间": "202301",
        "致贫/返贫风险1": "因病",
    }
    send(monitored(), "monitored")
    send(household(**told))
    got = send([*stranger, *worker()], "working")
    assert [(fault.rule, fault.row, fault.level) for fault in got.problems] == [("X03", 4, "warning")]


def test_other_townships_and_other_months_stay(send, store: Store, book: Records) -> None:
    away = {"乡(镇)": "刘仁八镇", "行政村": "刘仁八村"}
    send(household(), date="20231031")
    send([*household(), *other_household(**away)])
    seal(store, book)
    before = store.snapshot().manifest.files["household_month/2023-10"]
    send(household(户联系电话="10099999999"))
    seal(store, book)
    november = table(store, "household_month").filter(pl.col("stat_month") == NOVEMBER).sort("town_code")
    assert november.select("town_code", "phone").rows() == [
        ("420281101", "10099999999"),
        ("420281107", "10012345678"),
    ]
    assert store.snapshot().manifest.files["household_month/2023-10"] == before


def test_a_household_that_is_gone_from_the_new_list_is_gone_with_its_people(
    send, store: Store, book: Records
) -> None:
    send([*household(), *other_household()])
    seal(store, book)
    send(household())
    seal(store, book)
    assert table(store, "household_month")["hh_id"].to_list() == ["42028110100009001"]
    assert table(store, "person_month").height == 2


def test_a_list_of_monitored_households_alone_leaves_the_alleviated_ones(
    send, store: Store, book: Records
) -> None:
    send(other_household())
    seal(store, book)
    send(monitored(户类型="一般农户", 监测对象类别="突发严重困难户"), "monitored")
    seal(store, book)
    assert table(store, "household_month").sort("hh_id")["hh_type"].to_list() == ["ordinary", "alleviated"]


def test_made_up_people_do_not_come_among_real_ones(send, store: Store, book: Records) -> None:
    real = [
        {**row, "证件号码": number, "户联系电话": "13800000000"}
        for row, number in zip(household(), ("34052419800101001X", "11010519491231002X"), strict=True)
    ]
    send(real)
    seal(store, book)
    got = send(other_household())
    assert [(fault.rule, fault.level) for fault in got.problems] == [("F07", "reject_file")]
    assert (got.submission.rows_in, got.submission.rows_taken) == (2, 0)


def test_a_file_that_is_no_workbook_has_a_receipt_too(store: Store, book: Records, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"no workbook")
    got = submit(store, book, [path], by="数据员")[0]
    assert (got.submission.state, got.submission.rows_in) == (State.REFUSED, 0)
    assert store.original(got.submission.sha256) == b"no workbook"


def test_a_receipt_whose_reading_died_is_closed_and_may_be_sent_again(
    store: Store, book: Records, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draw(household())
    content = path.read_bytes()
    monkeypatch.setattr("shouwang.records.submissions.now", lambda: "2023-12-01T08:30:00+08:00")
    left, _ = records.add_submission(
        book, sha256=store.keep_original(content), suffix=".xlsx", size=len(content), table=None, month=None, area=None,
        submitted_by="数据员",
    )  # fmt: skip
    assert mark_interrupted(book, by="数据员") == [left.receipt]
    again = submit(store, book, [path], by="数据员")[0]
    assert again.is_new
    assert again.is_accepted


def test_what_the_sender_said_is_kept_with_the_receipt(store: Store, book: Records, draw: Draw) -> None:
    path = draw(household(), titles=["全县汇总"], name="a.xlsx")
    got = submit(store, book, [path], by="数据员", said=Said("alleviated", NOVEMBER, "420281101"))[0]
    assert (got.submission.table, got.submission.month, got.is_accepted) == ("alleviated", "2023-11", True)
    seal(store, book)
    assert table(store, "household_month").height == 1
