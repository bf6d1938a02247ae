"""A workbook is read back cell by cell: nothing in it comes alive, nothing loses a digit."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import polars as pl

from shouwang import exports

MADE = datetime(2023, 12, 1, 8, 30, tzinfo=UTC)
ROWS = pl.DataFrame(
    {
        "hh_key": ["0012345", "=HYPERLINK(\"http://x\")"],
        "id_no": ["420281********1234", "https://example.org"],
        "amount": [Decimal("3830300.00"), None],
        "hh": [0, None],
        "day": [date(2023, 11, 30), None],
    }
)  # fmt: skip
LABELS = {"hh_key": "户标识", "id_no": "证件号码", "amount": "金额(元)", "hh": "户数", "day": "日期"}


def _write(*sheets: exports.Sheet) -> bytes:
    return exports.workbook(
        [("区域", "保安镇"), ("月份", "2023年11月")],
        sheets or (exports.Sheet("名单", ROWS, LABELS),),
        cover_name="说明",
        rows_label="行数",
        missing="未报",
        made_at=MADE,
    )


def _read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_first_sheet_says_what_was_asked_and_how_many_rows_follow() -> None:
    cover = [tuple(cell.value for cell in row) for row in _read(_write()).worksheets[0].iter_rows()]
    assert cover == [("区域", "保安镇"), ("月份", "2023年11月"), ("名单 行数", "2")]


def test_texts_stay_texts_numbers_numbers_and_missing_is_not_zero() -> None:
    sheet = _read(_write()).worksheets[1]
    assert [cell.value for cell in sheet[1]] == list(LABELS.values())
    assert [cell.value for cell in sheet[2]] == [
        "0012345",
        "420281********1234",
        3830300,
        0,
        datetime(2023, 11, 30),  # noqa: DTZ001  (a workbook knows no time zone)
    ]
    assert [cell.value for cell in sheet[3]] == [
        '=HYPERLINK("http://x")',
        "https://example.org",
        "未报",
        "未报",
        "未报",
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n", "n", "d"]


def test_a_formula_in_a_cell_stays_a_text_and_an_address_no_link() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(_write())) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
        names = parts.namelist()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert not [name for name in names if "_rels/sheet" in name]


def test_only_columns_with_a_heading_are_written() -> None:
    sheet = _read(_write(exports.Sheet("名单", ROWS, {"hh": "户数"}))).worksheets[1]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["户数"], [0], ["未报"]]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert _write() == _write()


def test_sheets_of_one_name_or_a_forbidden_one_are_renamed() -> None:
    wide = exports.Sheet("乡镇/村: 比较", ROWS, LABELS)
    assert _read(_write(wide, wide)).sheetnames == ["说明", "乡镇 村  比较", "乡镇 村  比较 2"]


def test_two_contents_never_share_a_digest() -> None:
    other = ROWS.with_columns(pl.Series("hh", [1, None]))
    assert exports.digest("v1", ROWS) != exports.digest("v1", other)
    assert exports.digest("v1", ROWS) != exports.digest("v2", ROWS)
    assert exports.digest("v1", ROWS) == exports.digest("v1", ROWS.clone())
