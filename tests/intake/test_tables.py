"""Finding the table in a workbook: header by content, kind, month, place, columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.intake.conftest import Draw, checked, household, monitored, worker


@pytest.mark.parametrize("above", [0, 1, 2, 5])
def test_the_header_is_found_whatever_stands_above_it(above: int, draw: Draw) -> None:
    titles = ["(自定义)脱贫户信息", "数据日期:20231130", "单位: 元", "", "制表: 县局"][:above]
    found = checked(draw(household(), titles=titles, name="脱贫户信息_20231130.xlsx"))
    assert (found.is_accepted, found.rows_taken, found.frame["row"].to_list()) == (
        True,
        2,
        [above + 2, above + 3],
    )


def test_headers_are_read_through_line_breaks_full_width_signs_and_invisible_ones(draw: Draw) -> None:
    plain = list(household()[0])
    odd = [name.replace("(", "（").replace("户编号", "户\n编\u200b号 ").replace("1", "１") for name in plain]
    assert odd != plain
    assert checked(draw(household(), header=odd)).is_accepted


def test_a_missing_column_refuses_the_file_and_says_what_looks_like_it(draw: Draw) -> None:
    header = [name.replace("证件号码", "身份证件号码") for name in household()[0]]
    found = checked(draw(household(), header=header))
    faults = [(fault.rule, fault.message) for fault in found.problems if fault.level == "reject_file"]
    assert faults == [
        (
            "F03",
            "缺少“证件号码”列；“身份证件号码”像是它，请改成“证件号码”。整份文件没有采用，请用导出的原文件再报。",
        )
    ]
    assert (found.rows_in, found.rows_taken, found.rows_refused) == (2, 0, 2)


def test_unknown_columns_are_named_and_the_rest_is_taken(draw: Draw) -> None:
    found = checked(draw([{**row, "村干部意见": "无"} for row in household()]))
    assert found.unknown_columns == ("村干部意见",)
    assert [(fault.rule, fault.level) for fault in found.problems] == [("F08", "warning")]
    assert found.is_accepted


def test_a_header_that_comes_twice_is_taken_once(draw: Draw) -> None:
    rows = [{**row, "风险是否已消除0": "是"} for row in household()]
    header = [*household()[0], "风险是否已消除"]
    found = checked(draw(rows, header=header))
    assert found.unknown_columns == ("风险是否已消除",)
    assert found.frame["risk_status"].null_count() == found.rows_in


@pytest.mark.parametrize(
    ("titles", "name", "kind"),
    [
        (["监测对象信息"], "a.xlsx", "monitored"),
        (["(自定义)脱贫户信息"], "监测对象信息.xlsx", "alleviated"),
        (["全县汇总"], "(自定义)监测对象信息_20231130.xlsx", "monitored"),
    ],
)
def test_the_title_says_the_kind_and_then_the_name_of_the_file(
    titles: list[str], name: str, kind: str, draw: Draw
) -> None:
    found = checked(draw(monitored(), titles=[*titles, "数据日期:20231130"], name=name))
    assert found.kind is not None
    assert found.kind.id == kind


def test_workers_are_known_by_their_columns(draw: Draw) -> None:
    found = checked(draw(worker(), titles=["全县汇总", "数据日期:20231130"], name="a.xlsx"))
    assert found.kind is not None
    assert found.kind.id == "working"


def test_a_kind_that_nobody_can_tell_is_asked_for(draw: Draw) -> None:
    path = draw(household(), titles=["全县汇总", "数据日期:20231130"], name="a.xlsx")
    assert [fault.rule for fault in checked(path).problems] == ["F02"]
    assert checked(path, table="alleviated").is_accepted


@pytest.mark.parametrize(
    ("line", "name", "month"),
    [
        ("数据日期:20231130", "a_20221130.xlsx", date(2023, 11, 1)),
        ("数据日期：２０２３１１３０", "a.xlsx", date(2023, 11, 1)),
        ("数据日期:2023年11月", "a.xlsx", date(2023, 11, 1)),
        ("", "a_20221031.xlsx", date(2022, 10, 1)),
        ("", "a_202210.xlsx", date(2022, 10, 1)),
        ("", "a.xlsx", None),
    ],
)
def test_the_month_stands_inside_and_else_in_the_name(
    line: str, name: str, month: date | None, draw: Draw
) -> None:
    found = checked(draw(household(), titles=["脱贫户信息", line], name=name))
    assert found.month == month
    assert found.is_accepted == (month is not None)


def test_a_month_that_was_said_must_not_contradict_the_file(draw: Draw) -> None:
    path = draw(household())
    assert checked(path, month=date(2023, 11, 1)).is_accepted
    assert [fault.rule for fault in checked(path, month=date(2023, 10, 1)).problems] == ["F04"]


def test_a_month_to_come_is_refused(draw: Draw) -> None:
    assert [fault.rule for fault in checked(draw(household(), date="20981130")).problems] == ["F04"]


def test_another_county_s_file_is_refused_whole(draw: Draw) -> None:
    rows = household(**{"县(市、区、旗)": "桃江县", "乡(镇)": "高桥镇"})
    found = checked(draw(rows))
    assert [(fault.rule, fault.level) for fault in found.problems] == [("F06", "reject_file")]
    assert found.rows_refused == 2


def test_another_township_s_file_is_refused_where_one_was_named(draw: Draw) -> None:
    path = draw(household())
    assert checked(path, area="420281101").is_accepted
    assert [fault.rule for fault in checked(path, area="420281107").problems] == ["F06"]


def test_two_sheets_with_data_are_not_guessed_between(draw: Draw) -> None:
    path = draw(household())
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active)
    book.save(path)
    found = checked(path)
    assert [fault.rule for fault in found.problems] == ["F02"]
    assert "不止一张" in found.problems[0].message


def test_a_second_sheet_of_notes_does_no_harm_and_a_hidden_one_is_told(draw: Draw) -> None:
    path = draw(household())
    book = openpyxl.load_workbook(path)
    notes = book.create_sheet("填表说明")
    notes["A1"] = "请勿改动表头"
    book["Sheet1"].sheet_state = "veryHidden"
    book.active = 1
    book.save(path)
    found = checked(path)
    assert [fault.rule for fault in found.problems] == ["F09"]
    assert found.is_accepted


def test_an_empty_row_inside_loses_none_below_it(draw: Draw) -> None:
    first, second = household()
    found = checked(draw([first, {}, second]))
    assert [(fault.rule, fault.row) for fault in found.problems] == [("C07", 5)]
    assert found.frame["row"].to_list() == [4, 6]


def test_a_header_without_rows_is_refused(draw: Draw, tmp_path: Path) -> None:
    found = checked(draw([dict.fromkeys(household()[0], "")]))
    assert "F05" in [fault.rule for fault in found.problems]
