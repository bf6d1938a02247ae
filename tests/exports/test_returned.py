"""The workbook that goes back: faults are where they belong, nothing comes alive, and mended it goes through."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from shouwang import intake
from shouwang.exports import faults_json, returned, returned_workbook
from shouwang.intake.faults import FAULTS
from shouwang.intake.templates import ID_SHEET
from tests.intake.bad.bases import EVERY, FORMS, base
from tests.intake.bad.draft import Draft, letters

LIST = "问题清单"
Book = openpyxl.Workbook


def checked(
    draft: Draft, folder: Path, content: bytes | None = None, name: str | None = None
) -> intake.Checked:
    path = folder / "sent.xlsx"
    path.write_bytes(content if content is not None else draft.xlsx())
    said = {"table": draft.table} if (name or "").endswith(".csv") else {}
    return intake.check(path, county="420281", name=name or draft.name, **said)


def opened(content: bytes) -> Book:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Book) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def spoilt(name: str) -> Draft:
    """Return a file with two faulty cells in different rows."""
    draft = base(name)
    draft.put("enum", "没有的类别", 2)
    draft.put("village", "没有这个村", 4)
    return draft


def places(draft: Draft) -> dict[str, object]:
    """Return the two cells and what should stand in them."""
    sound = base(draft.table)
    return {
        f"{letters(draft.place(role))}{draft.row(at)}": sound.get(role, at)
        for role, at in (("enum", 2), ("village", 4))
    }


def data_sheet(book: Book) -> object:
    return book["填报" if "填报" in book.sheetnames else "Sheet1"]


def commented(book: Book) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for cell in cells(book) if cell.comment is not None}


def cells(book: Book) -> Iterator[object]:
    for row in data_sheet(book).iter_rows():  # type: ignore[attr-defined]
        yield from row


@pytest.mark.parametrize("name", EVERY)
def test_each_faulty_cell_is_coloured_and_says_why_and_no_other(name: str, tmp_path: Path) -> None:
    draft = spoilt(name)
    found = checked(draft, tmp_path)
    book = opened(returned_workbook(draft.xlsx(), found.faults, name=draft.name))
    assert set(places(draft)) <= set(commented(book))
    refused = {cell.coordinate for cell in cells(book) if cell.fill.fgColor.rgb == "00FFC7CE"}
    assert refused == set(places(draft))
    assert all("【退回】" in commented(book)[place] for place in refused)
    assert book.sheetnames[0] == LIST


@pytest.mark.parametrize("name", EVERY)
def test_mended_in_its_cells_it_goes_through_as_the_same_template(name: str, tmp_path: Path) -> None:
    draft = spoilt(name)
    first = checked(draft, tmp_path)
    assert first.rows_refused >= 2
    book = opened(returned_workbook(draft.xlsx(), first.faults, name=draft.name))
    for place, value in places(draft).items():
        data_sheet(book)[place] = value  # type: ignore[index]
    content = saved(book)
    again = checked(draft, tmp_path, content)
    sound = checked(base(name), tmp_path)
    assert again.faults.select("rule", "row", "column").equals(sound.faults.select("rule", "row", "column"))
    assert (again.rows_in, again.rows_refused) == (len(draft.data), 0)
    assert again.cells.drop("row").equals(sound.cells.drop("row"))
    after = opened(returned_workbook(content, again.faults, name=draft.name))
    assert after.sheetnames.count(LIST) == 1
    assert not set(places(draft)) & set(commented(after)), "marks of the first return are gone"


def test_the_list_names_every_fault_by_township_and_row_and_links_to_its_cell(tmp_path: Path) -> None:
    draft = spoilt("person_month")
    draft.put("town", "灵乡镇", 1)  # sorts behind 保安镇 although its row comes first
    draft.put("village", "没有这个村", 1)
    found = checked(draft, tmp_path)
    book = opened(returned_workbook(draft.xlsx(), found.faults, name=draft.name))
    page = book[LIST]
    start = next(row for row in range(1, 9) if page.cell(row, 1).value == "所在乡镇")
    lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=start + 1)]
    assert [line[:4] for line in lines if line[3] == "退回"] == [
        ["保安镇", 6, "健康状况", "退回"], ["保安镇", 8, "行政村", "退回"], ["灵乡镇", 5, "行政村", "退回"],
    ]  # fmt: skip
    assert len(lines) == found.faults.height
    assert page.cell(start + 1, 6).hyperlink.location == f"'填报'!{letters(draft.place('enum'))}6"


def test_lists_to_choose_from_hidden_sheets_and_formats_stay(tmp_path: Path) -> None:
    draft = spoilt("person_month")
    found = checked(draft, tmp_path)
    book = opened(returned_workbook(draft.xlsx(), found.faults, name=draft.name))
    sound = opened(draft.xlsx())
    assert len(book["填报"].data_validations.dataValidation) == len(
        sound["填报"].data_validations.dataValidation
    )
    assert {sheet.title: sheet.sheet_state for sheet in book.worksheets if sheet.title != LIST} == {
        sheet.title: sheet.sheet_state for sheet in sound.worksheets
    }
    place = f"{letters(draft.place('date'))}{draft.row(2)}"
    assert book["填报"][place].number_format == sound["填报"][place].number_format


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", '=HYPERLINK("http://x")'])
@pytest.mark.parametrize("is_small", [True, False])
def test_a_text_like_a_formula_stays_a_text(
    text: str, is_small: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_small:
        monkeypatch.setattr(returned, "SMALL_CELLS", 0)
    draft = base("person_month")
    draft.put("name", text)
    found = checked(draft, tmp_path)
    content = returned_workbook(draft.xlsx(), found.faults, name=f"{text}.xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)
    values = [cell.value for cell in cells(opened(content))]
    assert text in values


@pytest.mark.parametrize("name", ["person_month", "income_year", "alleviated"])
def test_a_large_one_is_written_anew_and_still_goes_through(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returned, "SMALL_CELLS", 0)
    draft = spoilt(name)
    found = checked(draft, tmp_path)
    book = opened(returned_workbook(draft.xlsx(), found.faults, name=draft.name))
    assert set(places(draft)) <= set(commented(book))
    if draft.is_template:
        assert book[ID_SHEET].sheet_state == "veryHidden"
    for place, value in places(draft).items():
        data_sheet(book)[place] = value  # type: ignore[index]
    again = checked(draft, tmp_path, saved(book))
    assert (again.rows_in, again.rows_refused, again.is_refused) == (len(draft.data), 0, False)


@pytest.mark.parametrize("name", FORMS)
def test_a_text_comes_back_as_a_workbook(name: str, tmp_path: Path) -> None:
    draft = spoilt(name)
    content = draft.csv("gbk")
    found = checked(draft, tmp_path, content, "报送.csv")
    book = opened(returned_workbook(content, found.faults, name="报送.csv"))
    assert book.sheetnames == [LIST, "Sheet1"]
    rows = {int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for place in commented(book)}
    assert {1 + 3, 1 + 5} <= rows  # one header line; the third and the fifth row
    ids = [cell.value for cell in cells(book) if cell.value and len(str(cell.value)) >= 15]
    assert all(isinstance(value, str) for value in ids)


@pytest.mark.parametrize("content", [b"", os.urandom(3000), b"PK\x03\x04" + os.urandom(300)])
def test_what_cannot_be_read_comes_back_as_the_list_alone(content: bytes, tmp_path: Path) -> None:
    found = checked(base("person_month"), tmp_path, content)
    book = opened(returned_workbook(content, found.faults, name="报送.xlsx"))
    assert book.sheetnames == [LIST]
    said = " ".join(str(cell.value) for row in book[LIST].iter_rows() for cell in row if cell.value)
    assert found.faults["message"][0] in said
    assert "整份退回" in said


def test_several_faults_of_a_cell_stand_in_one_comment_and_exempt_ones_nowhere(tmp_path: Path) -> None:
    draft = base("person_month")
    place = f"{letters(draft.place('id'))}{draft.row(2)}"
    rows = [("I01", "reject_row", False), ("I04", "warning", False), ("I05", "reject_row", True)]
    faults = pl.DataFrame(
        [(rule, level, draft.row(2), "证件号码", "id_no", f"{rule}的话", None, exempt) for rule, level, exempt in rows],
        schema=FAULTS, orient="row",
    )  # fmt: skip
    said = commented(opened(returned_workbook(draft.xlsx(), faults, name="x.xlsx")))
    assert said == {place: "【退回】I01的话\n【提醒】I04的话"}


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    draft = spoilt("income_year")
    found = checked(draft, tmp_path)
    returned_workbook(draft.xlsx(), found.faults, name=draft.name)
    assert list((tmp_path / "temp").iterdir()) == []


def test_the_json_form_is_that_of_the_command_line(tmp_path: Path) -> None:
    draft = spoilt("income_year")
    told = faults_json(checked(draft, tmp_path))
    assert told["rows_in"] == len(draft.data) == 8
    assert {"file", "table", "month", "area", "accepted", "rows_taken", "rows_refused", "problems"} <= set(
        told
    )
    problem = told["problems"][0]  # type: ignore[index]
    assert {"row", "column", "rule", "level", "message"} <= set(problem)
