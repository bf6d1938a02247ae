"""数据上报: dropped once and checked once, explained, decided on by role, under an address that is somebody's own."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from shouwang import desk
from shouwang.access.viewers import viewer_named
from shouwang.config import PAGES
from shouwang.demo.submissions import sample
from shouwang.i18n import t
from shouwang.records import State, list_submissions, open_records
from shouwang.store import Store
from tests.pages import opening
from tests.pages.opening import Open

COUNTY, LIURENBA, BAOAN, JINNIU = "420281", "420281107", "420281101", "420281100"
STEWARD, HEAD, OTHER = "data_steward", f"town:{LIURENBA}", f"town:{BAOAN}"
PAGE = PAGES / "reporting.py"


def texts(test: AppTest) -> str:
    return "\n".join([opening.texts(test), *(one.value for one in test.subheader)])


def handed_in(root: Path, who: str, town: str, folder: Path, *, faulty: bool) -> str:
    store, path = Store.open(root), folder / "upload.xlsx"
    path.write_bytes(sample(store, town, faulty=faulty))
    with closing(open_records(root)) as book:
        taken = desk.take(store, book, path, viewer=viewer_named(who, COUNTY))
    return taken.submission.receipt


@pytest.fixture(scope="module")
def prepared(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A county with three files at the desk: held (刘仁八镇), accepted (保安镇), accepted and sent by the steward."""
    folder = tmp_path_factory.mktemp("reporting")
    root = folder / "store"
    shutil.copytree(demo_store, root)
    return root, {
        "held": handed_in(root, HEAD, LIURENBA, folder, faulty=True),
        "accepted": handed_in(root, OTHER, BAOAN, folder, faulty=False),
        "own": handed_in(root, STEWARD, JINNIU, folder, faulty=False),
    }


@pytest.fixture
def county(prepared: tuple[Path, dict[str, str]], tmp_path: Path) -> Path:
    """The prepared county of one test's own, to write to."""
    shutil.copytree(prepared[0], tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def receipts(prepared: tuple[Path, dict[str, str]]) -> dict[str, str]:
    return prepared[1]


def shown(test: AppTest) -> str:
    """Return the receipt that stands in the address."""
    found = test.query_params["receipt"]
    return found if isinstance(found, str) else found[0]


def receipts_of(root: Path) -> set[str]:
    with closing(open_records(root)) as book:
        return {one.receipt for one in list_submissions(book)}


def state_of(root: Path, receipt: str) -> State:
    with closing(open_records(root)) as book:
        return next(one.state for one in list_submissions(book) if one.receipt == receipt)


def press(test: AppTest, name: str, reason: str | None = None) -> AppTest:
    """Fill in the reason of an action and press its button."""
    if reason is not None:
        label = {t("reporting.reason_needed"), t("reporting.reason_free"), t("reporting.reason_asked")}
        forms = {"confirm": 0, "leave_out": 0, "withdraw": -1}
        boxes = [box for box in test.text_input if box.label in label]
        boxes[forms[name]].set_value(reason)
    buttons = [one for one in test.button if one.label == t(f"reporting.do_{name}") and not one.disabled]
    return buttons[-1].click().run()


# -- who may ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["county_leader", "analyst"])
def test_who_sends_nothing_is_told_so_and_finds_no_field(who: str, demo_store: Path, run_page: Open) -> None:
    test = run_page(PAGE, demo_store, who)
    assert t("reporting.not_for_you") in texts(test)
    assert not test.file_uploader


@pytest.mark.parametrize("who", [STEWARD, HEAD])
def test_who_sends_finds_the_field_what_may_come_and_templates(
    who: str, demo_store: Path, run_page: Open
) -> None:
    test = run_page(PAGE, demo_store, who)
    assert len(test.file_uploader) == 1
    said = texts(test)
    assert "xlsx 或 csv" in said
    assert "监测对象信息" in said
    assert t("reporting.template_table") in said


def test_a_township_is_offered_templates_of_its_own_alone(demo_store: Path, run_page: Open) -> None:
    test = run_page(PAGE, demo_store, HEAD)
    assert test.selectbox(key="template.town").options == ["刘仁八镇"]
    assert len(run_page(PAGE, demo_store, STEWARD).selectbox(key="template.town").options) == 1 + 18


def test_an_unknown_receipt_and_another_townships_get_the_same_sentence(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    foreign = texts(run_page(PAGE, county, HEAD, receipt=receipts["accepted"]))
    unknown = texts(run_page(PAGE, county, HEAD, receipt="R-20200101-0001"))
    assert t("reporting.no_receipt") in foreign
    assert foreign == unknown


def test_a_township_lists_its_own_files_alone(county: Path, receipts: dict[str, str], run_page: Open) -> None:
    said = texts(run_page(PAGE, county, HEAD))
    assert receipts["held"] in said
    assert receipts["accepted"] not in said
    assert receipts["own"] not in said


# -- dropping a file -------------------------------------------------------------------------------------------------------


def test_a_dropped_file_is_taken_once_however_often_the_page_runs(
    demo_store: Path, tmp_path: Path, run_page: Open
) -> None:
    root = tmp_path / "store"
    shutil.copytree(demo_store, root)
    content = sample(Store.open(root), LIURENBA, faulty=True)
    before = receipts_of(root)
    test = run_page(PAGE, root, HEAD)
    test.file_uploader[0].upload("周试的走访.xlsx", content).run()
    receipt = shown(test)
    said = texts(test)
    assert receipt in said
    assert t("reporting.verdict_held", refused=6) in said
    assert "“微信”不在代码表里" in said
    assert "周试" not in receipt
    test.run()
    test.run()
    assert receipts_of(root) == before | {receipt}
    again = run_page(PAGE, root, HEAD)
    again.file_uploader[0].upload("同一份.xlsx", content).run()
    assert shown(again) == receipt


def test_several_files_are_listed_with_what_came_of_each(
    demo_store: Path, tmp_path: Path, run_page: Open
) -> None:
    root = tmp_path / "store"
    shutil.copytree(demo_store, root)
    test = run_page(PAGE, root, HEAD)
    field = test.file_uploader[0]
    field.upload("空的.xlsx", b"")
    field.upload("旧的.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    test.run()
    said = texts(test)
    assert t("reporting.sent_title", count=2) in said
    assert said.count(t("reporting.verdict_refused")) == 2
    assert "receipt" not in test.query_params


# -- one submission --------------------------------------------------------------------------------------------------------


def test_rows_that_came_are_rows_taken_and_rows_sent_back(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    said = texts(run_page(PAGE, county, HEAD, receipt=receipts["held"]))
    assert t("reporting.rows", rows=40, taken=40 - 6, refused=6) in said


def test_faults_are_found_by_row_and_by_column(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    test = run_page(PAGE, county, HEAD, receipt=receipts["held"])
    test.number_input(key=f"faults.row.{receipts['held']}").set_value(7).run()
    said = texts(test)
    assert "“微信”不在代码表里" in said
    assert "“村里的人”不在代码表里" not in said
    test.number_input(key=f"faults.row.{receipts['held']}").set_value(999).run()
    assert t("reporting.no_such_fault") in texts(test)


def test_twenty_thousand_faults_open_in_a_second(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    store = Store.open(county)
    with closing(open_records(county)) as book:
        few = desk.detail(store, book, viewer_named(STEWARD, COUNTY), receipts["held"]).faults
    many = pl.concat([few] * (20_000 // few.height + 1)).head(20_000)
    many.with_columns(row=pl.int_range(1, 20_001)).write_parquet(county / "many.parquet")
    store.keep_finding(receipts["held"], "faults.parquet", (county / "many.parquet").read_bytes())
    test = run_page(PAGE, county, HEAD, receipt=receipts["held"])
    began = time.process_time()
    test.run()
    assert time.process_time() - began < 1.0
    said = texts(test)
    assert t("reporting.faults_title", count="20,000") in said
    assert t("chart.rows_page", count="20,000", page=1) in said


def test_the_list_of_faults_holds_no_key_of_a_household(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    from shouwang.ui.reporting_faults import _json

    with closing(open_records(county)) as book:
        found = desk.detail(Store.open(county), book, viewer_named(STEWARD, COUNTY), receipts["held"])
    told = json.loads(_json(found))
    assert (told["rows_in"], told["rows_taken"], told["rows_refused"]) == (40, 34, 6)
    assert len(told["problems"]) == found.faults.height
    assert not any("object_key" in fault for fault in told["problems"])


# -- decisions -------------------------------------------------------------------------------------------------------------


def test_a_second_person_confirms(county: Path, receipts: dict[str, str], run_page: Open) -> None:
    test = run_page(PAGE, county, STEWARD, receipt=receipts["accepted"])
    press(test, "confirm", "看过了")
    assert not test.error
    assert state_of(county, receipts["accepted"]) is State.CONFIRMED
    assert "已经确认，可以封存" in texts(run_page(PAGE, county, STEWARD))


def test_who_sent_it_finds_the_button_disabled_and_reads_why(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    test = run_page(PAGE, county, STEWARD, receipt=receipts["own"])
    (button,) = [one for one in test.button if one.label == t("reporting.do_confirm")]
    assert button.disabled
    assert "报送人不能自己确认" in texts(test)


def test_a_township_can_take_its_file_back_and_confirm_nothing(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    test = run_page(PAGE, county, OTHER, receipt=receipts["accepted"])
    assert not [one for one in test.button if one.label == t("reporting.do_confirm")]
    press(test, "withdraw", "填错了月份")
    assert state_of(county, receipts["accepted"]) is State.WITHDRAWN


def test_the_steward_leaves_rows_out_with_a_reason_and_not_without(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    test = run_page(PAGE, county, STEWARD, receipt=receipts["held"])
    press(test, "leave_out", "")
    assert "理由" in test.error[0].value
    assert state_of(county, receipts["held"]) is State.HELD
    press(test, "leave_out", "村里已核实，下月补报")
    assert state_of(county, receipts["held"]) is State.ACCEPTED
    said = texts(run_page(PAGE, county, STEWARD, receipt=receipts["held"]))
    assert t("reporting.verdict_left_out", refused=6) in said
    assert t("reporting.not_left_out") in said  # who left them out is not the second person


def test_what_is_confirmed_is_sealed_from_the_page(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    with closing(open_records(county)) as book:
        desk.confirm(Store.open(county), book, [receipts["accepted"]], viewer=viewer_named(STEWARD, COUNTY))
    test = run_page(PAGE, county, STEWARD)
    (box,) = [one for one in test.text_input if one.label == t("reporting.seal_reason")]
    box.set_value("12月走访")
    next(one for one in test.button if one.label == t("reporting.seal")).click().run()
    assert not test.error
    assert state_of(county, receipts["accepted"]) is State.PUBLISHED
    assert Store.open(county).numbers() == [1, 2]


@pytest.fixture(autouse=True)
def _no_leftovers() -> Iterator[None]:
    """Books are kept open for the life of a server; a test's store goes with the test."""
    from shouwang.ui import desk as frame

    yield
    frame._books = type(frame._books)(4)


# -- exemptions and corrections --------------------------------------------------------------------------------------------


def test_a_township_asks_for_an_exemption_and_another_person_approves_it(
    county: Path, receipts: dict[str, str], run_page: Open
) -> None:
    with closing(open_records(county)) as book:
        asked = desk.ask_exemption(
            book, viewer=viewer_named(STEWARD, COUNTY), rule="N02", object_key="0123456789ab", reason="已核实",
            expires_on=date(2099, 1, 1), area=LIURENBA,
        )  # fmt: skip
        desk.ask_exemption(
            book, viewer=viewer_named(HEAD, COUNTY), rule="N02", object_key="ba9876543210", reason="已核实",
            expires_on=date(2099, 1, 1),
        )  # fmt: skip
    test = run_page(PAGE, county, STEWARD)
    said = texts(test)
    assert t("reporting.exemptions", count=2, asked=2) in labels(test)
    assert t("reporting.not_own_exemption") in said
    approve = {one.disabled: one for one in test.button if one.label == t("reporting.approve")}
    assert set(approve) == {True, False}  # the steward's own, and the township's
    approve[False].click().run()
    with closing(open_records(county)) as book:
        states = {one.id: one.state() for one in desk.exemptions(book, viewer_named(STEWARD, COUNTY))}
    assert states == {asked.id: "asked", "E-00002": "active"}
    assert not [one for one in run_page(PAGE, county, HEAD).button if one.label == t("reporting.approve")]


def test_the_steward_opens_a_sealed_month_and_the_township_reads_it(county: Path, run_page: Open) -> None:
    test = run_page(PAGE, county, STEWARD)
    (form,) = [one for one in test.button if one.label == t("reporting.open_month")]
    boxes = [one for one in test.text_input if one.label == t("reporting.reason_needed")]
    boxes[-1].set_value("保安镇漏报")
    form.click().run()
    assert not test.error
    assert "保安镇漏报" in texts(run_page(PAGE, county, OTHER))
    test = run_page(PAGE, county, STEWARD)
    next(one for one in test.button if one.label == t("reporting.close")).click().run()
    assert "保安镇漏报" not in texts(run_page(PAGE, county, OTHER))


def labels(test: AppTest) -> list[str]:
    return [one.label for one in test.expander]
