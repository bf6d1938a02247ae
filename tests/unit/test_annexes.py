"""A form of an office is read back: merged title, ruled rows, the line to sign, the page as it is printed; nothing comes alive."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import polars as pl
from openpyxl.worksheet.worksheet import Worksheet

from shouwang import exports

MADE = datetime(2023, 12, 1, 8, 30, tzinfo=UTC)
ROWS = pl.DataFrame(
    {
        "content": ["=HYPERLINK(\"http://x\")", "村级会议记录不完整"],
        "measures": [3, None],
        "due_at": [date(2023, 6, 20), None],
        "left_out": ["不写", "不写"],
    }
)  # fmt: skip


def _form(rows: pl.DataFrame = ROWS) -> exports.OfficeForm:
    return exports.OfficeForm(
        mark="附件1",
        title="2023年保安镇问题排查整改台账",
        unit="填报单位(盖章)：保安镇",
        filled="填报日期：  年  月  日",
        columns=[
            exports.FormColumn("content", "存在问题", 30),
            exports.FormColumn("measures", "整改措施(条)", 8),
            exports.FormColumn("due_at", "整改时限", 11),
            exports.FormColumn(None, "户主签字", 11),
        ],
        rows=rows,
        number="序号",
        empty="无",
        signature="单位主要负责人签字(盖章)：",
        notes=["=1+1", "数据截至2023-11-30"],
    )


def _sheet(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return sheet


def _texts(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_form_has_mark_title_unit_heads_rows_and_a_line_to_sign() -> None:
    rows = _texts(_sheet(exports.office_form(_form(), made_at=MADE)))
    assert rows[0][0] == "附件1"
    assert rows[1] == ["2023年保安镇问题排查整改台账", None, None, None, None]
    assert [cell for cell in rows[2] if cell] == ["填报单位(盖章)：保安镇", "填报日期：  年  月  日"]
    assert rows[3] == ["序号", "存在问题", "整改措施(条)", "整改时限", "户主签字"]
    assert rows[4] == [1, '=HYPERLINK("http://x")', 3, datetime(2023, 6, 20), None]  # noqa: DTZ001
    assert rows[5] == [2, "村级会议记录不完整", None, None, None]
    assert rows[6][0] == "单位主要负责人签字(盖章)："
    assert [row[0] for row in rows[7:]] == ["=1+1", "数据截至2023-11-30"]


def test_title_and_signature_go_across_the_page_and_every_cell_of_the_table_is_ruled() -> None:
    sheet = _sheet(exports.office_form(_form(), made_at=MADE))
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A2:E2", "A3:C3", "D3:E3", "A7:E7"} <= merged
    for row in sheet.iter_rows(min_row=4, max_row=6):
        for cell in row:
            assert cell.border.left.style == cell.border.bottom.style == "thin", cell.coordinate
    assert sheet["A7"].border.left.style is None


def test_it_prints_on_a4_across_as_wide_as_one_page_with_its_headings_on_each() -> None:
    sheet = _sheet(exports.office_form(_form(), made_at=MADE))
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$2:$4"
    assert "第" in str(sheet.oddFooter.center.text)


def test_no_text_becomes_a_formula_or_a_link() -> None:
    content = exports.office_form(_form(), made_at=MADE)
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        written = held.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in written
    assert "hyperlink" not in written


def test_a_form_without_rows_says_so_and_can_still_be_signed() -> None:
    rows = _texts(_sheet(exports.office_form(_form(ROWS.clear()), made_at=MADE)))
    assert rows[4][0] == "无"
    assert rows[5][0] == "单位主要负责人签字(盖章)："


def test_the_same_form_is_the_same_file() -> None:
    assert exports.office_form(_form(), made_at=MADE) == exports.office_form(_form(), made_at=MADE)
