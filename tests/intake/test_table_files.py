"""Forms as offices send them: every fault at once and in its place, nothing read wrong, nothing lost without a word."""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from shouwang.intake import (
    Checked,
    check,
    child,
    form_for,
    form_names,
    template,
)
from shouwang.intake.cells import Bad, day, read, serial_day
from shouwang.intake.form_layout import heads, recognise
from shouwang.intake.precheck import MAX_FILE
from shouwang.intake.reader import Sheet
from shouwang.schema import TABLES, Column, Kind
from tests.intake.conftest import demo_id, household
from tests.intake.filling import HOME, SALT, drawn

Line = list[object]
MEASURES = ("序号", "乡镇", "行政村", "户编号", "措施类别", "开始日期", "结束日期", "金额(元)", "状态")
WHERE = ("保安镇", "桃树村")


def measure(number: int = 1, **changes: object) -> Line:
    """Return one line of the measures' form."""
    line: dict[str, object] = dict(
        zip(
            MEASURES,
            (number, *WHERE, f"4202811010000{number:04}", "产业帮扶", "2023-03-08", "", "1200.5", "实施中"),
            strict=True,
        )
    )
    return list({**line, **changes}.values())


Draw = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Draw:
    """Write lines as a workbook: one header (of measures, unless said otherwise), what is given below."""

    def _book(*lines: Line, header: Line | None = None, name: str = "措施.xlsx", above: int = 0) -> Path:
        path = tmp_path / name
        target = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
        sheet = target.add_worksheet("Sheet1")
        days = target.add_format({"num_format": "yyyy-mm-dd"})
        for number, line in enumerate(
            [*[[f"标题{n}"] for n in range(above)], header or list(MEASURES), *lines]
        ):
            for column, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, days)
                elif isinstance(value, bool):
                    sheet.write_boolean(number, column, value)
                elif isinstance(value, (int, float)):
                    sheet.write_number(number, column, value)
                else:
                    sheet.write_string(number, column, str(value))
        target.close()
        return path

    return _book


@pytest.fixture
def text(tmp_path: Path) -> Draw:
    """Write lines as separated text."""

    def _text(
        *lines: Line,
        separator: str = ",",
        encoding: str = "utf-8",
        name: str = "措施.csv",
        header: Line | None = None,
    ) -> Path:
        path = tmp_path / name
        rows = [separator.join(str(cell) for cell in line) for line in (header or list(MEASURES), *lines)]
        path.write_bytes(("\r\n".join(rows) + "\r\n").encode(encoding))
        return path

    return _text


def checked(path: Path, **said: object) -> Checked:
    return check(path, **{"county": "420281", **said})  # type: ignore[arg-type]


def faults(path: Path, **said: object) -> list[tuple[str, int | None, str | None]]:
    return [(fault.rule, fault.row, fault.column) for fault in checked(path, **said).problems]


def only_frame(found: Checked) -> pl.DataFrame:
    return next(iter(found.frames("S1", SALT).values()))


def first(path: Path) -> dict[str, object]:
    return only_frame(checked(path)).to_dicts()[0]


# -- what is read right --------------------------------------------------------------------------------------------


def test_a_form_is_known_by_its_headers_and_read_below_whatever_stands_above(book: Draw) -> None:
    path = book(measure(1), measure(2), above=3)
    found = checked(path)
    assert found.problems == []
    assert found.kind is not None
    assert (found.kind.id, found.towns, found.frame["row"].to_list()) == (
        "measure",
        ("420281101",),
        [5, 6],
    )
    row = first(path)
    assert row["division_code"] == HOME.village("420281101", "桃树村")
    assert (row["category"], row["status"], row["amount"]) == ("industry", "ongoing", Decimal("1200.50"))
    assert (row["start_date"], row["end_date"]) == (date(2023, 3, 8), None)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("2023-03-08", None), ("2023.3.8", None), ("2023年3月8日", None), ("20230308", None), ("2023/3/8", None),
        ("２０２３－０３－０８", None), (date(2023, 3, 8), None), ("2023-03-08 00:00:00", None),
        (44993, "C13"), ("44993", "C13"), ("23/3/8", "C02"), ("2023-02-30", "C02"), ("0000-00-00", "C02"),
        ("上个月", "C02"), ("2023-03", "C02"), ("2099-01-01", "C13"), ("1899-01-01", "C09"),
    ],
)  # fmt: skip
def test_days_in_every_spelling(written: object, rule: str | None, book: Draw) -> None:
    found = checked(book(measure(开始日期=written)))
    assert [(fault.rule, fault.column) for fault in found.problems] == ([(rule, "开始日期")] if rule else [])
    if rule in {None, "C13"} and "2099" not in str(written):
        assert found.frame["start_date"][0] == date(2023, 3, 8)


@pytest.mark.parametrize(
    "written", ["202311", "2023-11", "2023.11", "2023年11月", "２０２３１１", date(2023, 11, 1), "2023-11-08"]
)
def test_months_in_every_spelling(written: object, book: Draw) -> None:
    header = ["队员编号", "月份", "乡镇", "行政村", "驻村天数"]
    found = checked(book(["D1", written, *WHERE, 20], header=header))
    assert found.problems == []
    assert (found.month, found.frame["attend_month"][0]) == (date(2023, 11, 1), date(2023, 11, 1))


def test_a_workbook_of_the_1904_calendar_is_read_by_it(book: Draw) -> None:
    path = book(measure(开始日期=date(2023, 3, 8)))
    target = openpyxl.load_workbook(path)
    target.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    target.save(path)
    assert first(path)["start_date"] == date(2023, 3, 8)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1200.5", "1200.50"), (1200.5, "1200.50"), ("1,200.50", "1200.50"), ("１２００", "1200.00"), ("0", "0.00"),
        ("", None), ("/", None), ("—", None), (0.1 + 0.2, "0.30"), (40000 / 3, "13333.33"),
    ],
)  # fmt: skip
def test_money_and_what_is_no_money(written: object, amount: str | None, book: Draw) -> None:
    value = first(book(measure(**{"金额(元)": written})))["amount"]
    assert value == (Decimal(amount) if amount is not None else None)


@pytest.mark.parametrize("written", ["1200元", "约1200", "1200-1300", "1E+308", 1e300, True])
def test_what_is_not_a_number_is_said_and_never_taken_for_nought(written: object, book: Draw) -> None:
    found = checked(book(measure(**{"金额(元)": written})))
    assert [(fault.rule, fault.row, fault.column) for fault in found.problems] == [("C02", 2, "金额(元)")]
    assert found.rows_taken == 0


def test_headers_are_read_through_stars_breaks_and_full_width_signs(book: Draw) -> None:
    odd = [
        "序 号",
        "乡\n镇*",
        "行政村＊",
        "户\u200b编号",
        "措施类别",
        "开始日期",
        "结束日期",
        "金额（元）",
        "状态",
    ]
    assert checked(book(measure(), header=odd)).problems == []


def test_names_that_other_offices_print_are_known(book: Draw) -> None:
    header = ["序号", "乡(镇)", "村", "户编号", "措施类别", "开始日期", "结束日期", "金额", "状态"]
    assert checked(book(measure(), header=header)).problems == []


def test_places_may_be_written_with_blanks_or_by_code(book: Draw) -> None:
    village = HOME.village("420281101", "桃树村")
    path = book(measure(1, 乡镇="保 安 镇"), measure(2, 乡镇="420281101", 行政村=village))
    found = checked(path)
    assert found.problems == []
    assert set(found.frame["division_code"]) == {village}


# -- all faults at once --------------------------------------------------------------------------------------------


def test_every_fault_of_a_file_is_told_with_its_row_and_column(book: Draw) -> None:
    path = book(
        measure(1, 乡镇="保安乡"),
        measure(2, 行政村="没有村"),
        measure(3, 措施类别="养鱼"),
        measure(4, 户编号="", 开始日期=""),
        measure(5),
    )
    found = checked(path)
    assert [(fault.rule, fault.row, fault.column) for fault in found.problems] == [
        ("P01", 2, "乡镇"), ("P02", 3, "行政村"), ("C02", 4, "措施类别"), ("C01", 5, "开始日期"), ("C01", 5, "户编号"),
    ]  # fmt: skip
    assert (found.rows_in, found.rows_taken, found.rows_refused) == (5, 1, 4)
    assert not found.is_accepted
    assert "应为: 产业帮扶" in found.problems[2].message


PERSON = [
    "乡镇",
    "行政村",
    "月份",
    "人编号",
    "户编号",
    "姓名",
    "证件类型",
    "证件号码",
    "与户主关系",
    "性别",
    "出生日期",
    "健康状况",
    "劳动技能",
    "是否在户",
]


def person(**changes: object) -> Line:
    values: Line = [
        *WHERE,
        "202311",
        "42028110100009001",
        "4202811010000900",
        "周试",
        "居民身份证",
        demo_id("19700203", 1),
        "户主",
        "男",
        "1970-02-03",
        "健康",
        "普通劳动力",
        "是",
    ]
    return list({**dict(zip(PERSON, values, strict=True)), **changes}.values())


@pytest.mark.parametrize(
    ("column", "written", "rule"),
    [
        ("证件号码", 420299197002030014, "C03"),
        ("证件号码", "4.20281E+17", "C03"),
        ("证件号码", demo_id("19700203", 1)[:17], "I01"),
        ("证件号码", demo_id("19700203", 1) + "9", "I01"),
        ("证件号码", demo_id("19700203", 1).replace("0", "O", 1), "I01"),
        ("证件号码", demo_id("19701332", 1), "I03"),
        ("证件号码", "", "C01"),
        ("证件号码", "110105194912310021", "I02"),
        ("人编号", 42028110100009001, "C03"),
        ("姓名", "+cmd|' /C calc'!A0", "C02"),
        ("姓名", "   ", "C01"),
        ("姓名", "周" * 5000, "C02"),
        ("姓名", "周\u202e试", "C02"),
        ("性别", "#REF!", "C08"),
    ],
)
def test_spoilt_cells_of_a_person_are_refused_and_never_shown_whole(
    column: str, written: object, rule: str, book: Draw
) -> None:
    found = checked(book(person(**{column: written}), header=list(PERSON)))
    refused = [
        (fault.rule, fault.row, fault.column) for fault in found.problems if fault.level == "reject_row"
    ]
    assert (rule, 2, column) in refused
    assert rule.startswith("I") or len(refused) == 1  # a wrong number also contradicts sex or birth date
    said = " ".join(fault.sentence() for fault in found.problems)
    if len(str(written)) > 4 and column in {"证件号码", "姓名"} and str(written).strip():
        assert str(written) not in said


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("证件号码", "'" + demo_id("19700203", 1), demo_id("19700203", 1)),
        (
            "证件号码",
            demo_id("19700203", 1)[:6] + "\u200b" + demo_id("19700203", 1)[6:],
            demo_id("19700203", 1),
        ),
        ("姓名", "买买提•试", "买买提·试"),
        ("姓名", "䶮三", "䶮三"),
    ],
)
def test_what_can_be_mended_is_mended(column: str, written: str, value: str, book: Draw) -> None:
    found = checked(book(person(**{column: written}), header=list(PERSON)))
    assert found.rows_taken == 1
    name = {"证件号码": "id_no", "姓名": "name"}[column]
    assert found.frame[name][0] == value


def test_the_same_thing_twice_is_refused_once(book: Draw) -> None:
    found = checked(book(measure(1), measure(2), measure(1)))
    assert [(fault.rule, fault.row) for fault in found.problems] == [("C12", 4)]
    assert "第2行" in found.problems[0].message


def test_a_number_beyond_its_limits_is_told_with_them(book: Draw) -> None:
    header = ["队员编号", "月份", "乡镇", "行政村", "驻村天数"]
    found = checked(book(["D1", "202311", *WHERE, 32], header=header))
    assert [(fault.rule, fault.column) for fault in found.problems] == [("C09", "驻村天数")]
    assert "0 到 31" in found.problems[0].message


def test_a_row_of_another_month_is_told(book: Draw) -> None:
    header = ["队员编号", "月份", "乡镇", "行政村", "驻村天数"]
    lines: list[Line] = [[f"D{n}", when, *WHERE, 20] for n, when in enumerate(("202311", "202310", "202311"))]
    assert faults(book(*lines, header=header)) == [("C14", 3, "月份")]


def test_a_month_to_come_refuses_the_file(book: Draw) -> None:
    header = ["队员编号", "月份", "乡镇", "行政村", "驻村天数"]
    assert ("F04", None, None) in faults(book(["D1", "209811", *WHERE, 20], header=header))


# -- the shape of the sheet ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["合计", "小计", "填表人: 周试"])
def test_a_total_is_nobody_s_row(word: str, book: Draw) -> None:
    found = checked(book(measure(1), [word, "", "", "", "", "", "", "1200.5", ""], measure(2)))
    assert [(fault.rule, fault.row) for fault in found.problems] == [("C06", 3)]


def test_an_empty_row_loses_none_below_it(book: Draw) -> None:
    found = checked(book(measure(1), [], measure(2)))
    assert [(fault.rule, fault.row) for fault in found.problems] == [("C07", 3)]
    assert found.rows_taken == 2


def test_a_second_header_inside_is_told(book: Draw) -> None:
    assert faults(book(measure(1), list(MEASURES), measure(2))) == [("C11", 3, None)]


def test_a_header_that_comes_twice_refuses_the_file(book: Draw) -> None:
    found = checked(book([*measure(), "5"], header=[*MEASURES, "金额(元)"]))
    assert [(fault.rule, fault.level) for fault in found.problems] == [("F12", "reject_file")]
    assert "“金额(元)”" in found.problems[0].message


def test_an_unknown_column_is_named_and_the_rest_is_taken(book: Draw) -> None:
    found = checked(book([*measure(), "好"], header=[*MEASURES, "村里意见"]))
    assert (found.unknown_columns, found.rows_taken) == (("村里意见",), 1)
    assert [fault.rule for fault in found.problems] == ["F08"]


def test_a_missing_column_is_told_with_what_looks_like_it(book: Draw) -> None:
    header = ["措施类型" if cell == "措施类别" else cell for cell in MEASURES]
    found = checked(book(measure(), header=header), table="measure")
    missing = [fault.message for fault in found.problems if fault.rule == "F03"]
    assert missing == [
        "缺少“措施类别”列；“措施类型”像是它，请改成“措施类别”。整份文件没有采用，请用表样填写再报。"
    ]
    assert (found.rows_in, found.rows_taken) == (1, 0)


def test_headers_of_no_table_are_told_with_the_nearest(book: Draw) -> None:
    header = ["措施类型" if cell == "措施类别" else cell for cell in MEASURES]
    found = checked(book(measure(), header=header))
    assert [fault.rule for fault in found.problems] == ["F02"]
    assert "最像“帮扶措施”，但缺少“措施类别”列" in found.problems[0].message


def test_a_header_without_rows_is_refused(book: Draw) -> None:
    assert faults(book()) == [("F05", None, None)]


def test_two_sheets_of_one_kind_are_not_guessed_between(book: Draw) -> None:
    path = book(measure())
    target = openpyxl.load_workbook(path)
    target.copy_worksheet(target.active)
    target.save(path)
    found = checked(path)
    assert [fault.rule for fault in found.problems] == ["F02"]
    assert "不止一张" in found.problems[0].message


def test_hidden_rows_columns_and_sheets_are_read_and_told(book: Draw) -> None:
    path = book(measure(1), measure(2), measure(3))
    target = openpyxl.load_workbook(path)
    sheet = target["Sheet1"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["H"].hidden = True
    target.create_sheet("说明")
    sheet.sheet_state = "veryHidden"
    target.active = 1
    target.save(path)
    found = checked(path)
    told = sorted((fault.rule, fault.message) for fault in found.problems)
    assert [rule for rule, _ in told] == ["C10", "C10", "F09"]
    assert "金额(元)" in told[0][1] + told[1][1]
    assert "第3行" in told[0][1] + told[1][1]
    assert found.rows_taken == 3


def test_merged_cells_are_told_in_rows_and_refused_in_the_header(book: Draw) -> None:
    path = book(measure(1), measure(2))
    target = openpyxl.load_workbook(path)
    target["Sheet1"].merge_cells("B2:B3")
    target.save(path)
    assert ("C05", 3, None) in faults(path)
    target["Sheet1"].unmerge_cells("B2:B3")
    target["Sheet1"].merge_cells("F1:G1")
    target.save(path)
    assert "F12" in [rule for rule, _, _ in faults(path)]


def test_a_formula_in_error_is_seen_though_the_parser_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    target = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = target.add_worksheet()
    sheet.write_row(0, 0, MEASURES)
    sheet.write_row(1, 0, [str(cell) for cell in measure()])
    sheet.write_formula(1, 7, "=Sheet9!A1", None, "#REF!")
    target.close()
    assert faults(path) == [("C08", 2, "金额(元)")]


def test_a_cached_value_of_a_formula_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    target = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = target.add_worksheet()
    sheet.write_row(0, 0, MEASURES)
    sheet.write_row(1, 0, [str(cell) for cell in measure()])
    sheet.write_formula(1, 7, "=600*2+0.5", None, 1200.5)
    target.close()
    assert first(path)["amount"] == Decimal("1200.50")


# -- text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separated_text_in_the_usual_encodings(encoding: str, separator: str, text: Draw) -> None:
    path = text(measure(1), measure(2), separator=separator, encoding=encoding)
    assert checked(path).problems == []
    assert first(path)["division_code"] == HOME.village("420281101", "桃树村")


def test_the_middle_dot_of_gbk_is_the_middle_dot(text: Draw) -> None:
    path = text(person(姓名="买买提·试"), header=list(PERSON), encoding="gb18030")
    assert b"\xa1\xa4" in path.read_bytes()
    assert first(path)["name"] == "买买提·试"


def test_quoted_separators_breaks_and_formula_texts_are_read(text: Draw) -> None:
    line = measure(户编号='="42028110100000001"')
    path = text([*line, '"甲,乙\n丙"'], header=[*MEASURES, "成效"])
    assert first(path)["hh_id"] == "42028110100000001"
    assert first(path)["effect_note"] == "甲,乙\n丙"


def test_numbers_of_a_text_keep_their_noughts(text: Draw) -> None:
    assert first(text(measure(户编号="0042028110100000001")))["hh_id"] == "0042028110100000001"


TEXTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "两种编码": (lambda c: c + ",".join(map(str, measure(2))).encode("gb18030") + b"\r\n", "编码"),
    "国标里夹一行UTF-8": (
        lambda c: c.decode().encode("gb18030") + ",".join(map(str, measure(2))).encode() + b"\r\n",
        "第3行和别的行编码不同",
    ),
    "半个汉字": (lambda c: c + "桃树村".encode()[:-1], "半个汉字"),
    "空字符": (lambda c: c.replace(b"2023", b"20\x0023", 1), "空字符"),
    "乱码": (lambda c: c.replace("实施中".encode(), "锟斤拷".encode()), "乱码"),
    "全角逗号": (lambda c: c.replace(b",", "，".encode()), "全角逗号"),
    "引号不成对": (lambda c: c.replace(b"1200.5", b'"1200.5') + c[c.index(b"\n") + 1 :] * 30, "引号"),
    "一格过大": (lambda c: c.replace(b"1200.5", b"x" * 40_000), "超过32767字"),
    "没有换行": (lambda c: b"a," * 200_000, "不像是表"),
    "过大": (lambda c: c + b"a" * MAX_FILE, "超过100 MB"),
    "空文件": (lambda c: b"", "空的"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_broken_text_costs_one_sentence(case: str, text: Draw) -> None:
    make, words = TEXTS[case]
    path = text(measure(1))
    path.write_bytes(make(path.read_bytes()))
    found = checked(path)
    assert [(fault.rule, fault.level) for fault in found.problems] == [("F01", "reject_file")]
    assert words in found.problems[0].message


def test_a_text_that_was_garbled_before_is_known_by_its_header(text: Draw) -> None:
    path = text(measure(1))
    path.write_bytes(path.read_bytes().decode("gb18030", "replace").replace("\ufffd", "?").encode())
    assert [rule for rule, _, _ in faults(path)] == ["F02"]


def test_a_line_with_a_cell_too_many_is_refused_alone(text: Draw) -> None:
    found = checked(text(measure(1), [*measure(2), "多", "余"], measure(3)))
    assert [(fault.rule, fault.row) for fault in found.problems] == [("C11", 3)]
    assert found.rows_taken == 2


def test_a_line_whose_empty_end_was_dropped_is_whole(text: Draw) -> None:
    header = [*MEASURES, "成效"]
    assert checked(text([*measure(1), "好"], measure(2), header=header)).rows_taken == 2


def test_an_export_may_come_as_text_too(tmp_path: Path) -> None:
    rows = household()
    lines = ["(自定义)脱贫户信息", "数据日期:20231130", ",".join(rows[0])]
    lines += [",".join(f'"{value}"' for value in row.values()) for row in rows]
    path = tmp_path / "脱贫户信息.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    found = check(path, county="420281")
    assert [fault.sentence() for fault in found.problems] == []
    assert found.rows_taken == 2


# -- what is no table ----------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
OTHERS: dict[str, tuple[str, bytes, str]] = {
    "旧格式": ("a.xls", OLE + "Workbook".encode("utf-16-le"), ".xls"),
    "WPS表格": ("a.et", OLE, ".et"),
    "WPS文字": ("a.wps", OLE, "文字文档"),
    "Word旧格式": ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "文字文档"),
    "打开密码": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "加密"),
    "网页改名": ("a.xls", "<html><meta charset=gbk><table><tr><td>户编号</td></tr></table>".encode(), "网页"),
    "XML表格": (
        "a.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "XML 表格",
    ),
    "PDF": ("a.xlsx", b"%PDF-1.7\n" + b"\0" * 99, "PDF"),
    "图片": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "图片"),
    "照片": ("a.csv", b"\xff\xd8\xff\xe0" + b"\0" * 99, "图片"),
    "压缩包": ("a.rar", b"Rar!\x1a\x07\x00", "压缩包"),
    "富文本": ("a.csv", b"{\\rtf1 x}", "RTF"),
    "随机字节": ("a.xlsx", b"\x01\x00" + os.urandom(4000), "不是 Excel 工作簿"),
    "文本改名": ("a.xlsx", "户编号,姓名\n1,周试\n".encode(), "改为 .csv"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_another_kind_of_file_is_named_and_how_to_save_it(case: str, tmp_path: Path) -> None:
    name, content, words = OTHERS[case]
    path = tmp_path / name
    path.write_bytes(content)
    for found in (checked(path), check(path)):
        assert [(fault.rule, fault.level) for fault in found.problems] == [("F01", "reject_file")]
        assert words in found.problems[0].message
        assert "请" in found.problems[0].message


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("word/document.xml", "Word"),
        ("xl/workbook.bin", ".xlsb"),
        ("tables/a.csv", "压缩包"),
        ("x.txt", "不是 Excel"),
    ],
)
def test_another_archive_is_named(inside: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "x")
    found = checked(path)
    assert [fault.rule for fault in found.problems] == ["F01"]
    assert words in found.problems[0].message


@pytest.mark.parametrize("name", ["措施.csv", "措施.xls"])
def test_a_workbook_under_another_ending_is_read_with_a_word(name: str, book: Draw) -> None:
    found = checked(book(measure(), name=name))
    assert [(fault.rule, fault.level) for fault in found.problems] == [("F13", "warning")]
    assert found.rows_taken == 1


def test_the_last_row_is_found_by_a_second_means(book: Draw) -> None:
    path = book(measure(1), measure(2))
    with zipfile.ZipFile(path) as archive:
        assert child.sheet_parts(archive) == {"Sheet1": "xl/worksheets/sheet1.xml"}
        scan = child.Scan(archive, "xl/worksheets/sheet1.xml")
        for number, row in scan.rows():
            scan.facts.row(number, row)
        assert (scan.facts.last_row, scan.facts.width, scan.can_be_cut) == (3, 9, True)


@pytest.mark.parametrize("seed", range(12))
def test_mutated_bytes_never_raise(seed: int, tmp_path: Path) -> None:
    """A file changed anywhere gives faults, or the very same rows."""
    chance = random.Random(seed)
    content = bytearray(template("clinic", county=HOME, area="420281101"))
    for _ in range(chance.randint(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if seed % 3 == 0:
        del content[chance.randrange(len(content)) :]
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes(content))
    found = checked(path, table="clinic")
    assert found.problems
    assert not found.is_accepted


# -- cells of kinds that exports do not have -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"), [("0.85", "0.8500"), ("85%", "0.8500"), ("33.33%", "0.3333"), ("1", "1.0000")]
)
def test_a_share_may_be_written_in_per_cent(written: str, value: str) -> None:
    assert read(TABLES["fund_checkpoint"].column("min_ratio"), written) == Decimal(value)


def test_a_serial_number_is_a_day_only_where_it_can_be_one() -> None:
    assert serial_day("45238") == date(2023, 11, 8)
    assert [serial_day(one) for one in ("202311", "1", "99999", "45238.5")] == [None] * 4


@pytest.mark.parametrize("written", ["2023-3", "3月8日", "2023-13-01", "20230231", ""])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(Bad):
        day(written)


def test_a_number_with_places_stays_one() -> None:
    assert read(Column("lon", "经度", Kind.DOUBLE), "114.870001") == 114.870001


@pytest.mark.parametrize("name", form_names())
def test_the_headers_of_a_form_lead_back_to_it(name: str) -> None:
    sheet = Sheet.of("Sheet1", [[one.header for one in form_for(name).fields]])
    assert recognise(heads([sheet])).table.name == name


def test_a_form_that_asks_for_a_number_of_its_own_gets_it(text: Draw) -> None:
    header = ["乡镇", "户编号", "个案编号", "序号", "新状态", "日期", "数据日期"]
    path = text(
        ["保安镇", "42028110100009001", "GA1", "3", "入户核实", "2023-03-08", "20231130"], header=header
    )
    assert checked(path, table="case_event").problems == []
    row = only_frame(checked(path, table="case_event")).to_dicts()[0]
    assert (row["seq"], row["to_state"], row["town_code"]) == (3, "VERIFY", "420281101")


def test_drawn_rows_are_not_all_alike() -> None:
    assert drawn(form_for("clinic")).n_unique() == 3
