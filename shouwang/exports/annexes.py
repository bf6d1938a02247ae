"""A form as Chinese offices fill it in and sign it: 附件号, title across the page, unit and date, a ruled table, a line to sign.

A4 landscape, as wide as one page, the headings again on every page. Texts are written as texts (see ``workbook``): a
problem that begins with = stays a sentence. What is empty stays empty: such a form is completed by hand.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
import xlsxwriter

from shouwang.exports.workbook import SAFE

A4 = 9
FONT = "宋体"
TITLE_ROW, UNIT_ROW, HEAD_ROW = 1, 2, 3
FOOT = "&C第 &P 页  共 &N 页"


@dataclass(frozen=True)
class FormColumn:
    """One column of a form: of the rows (None: left empty, to be written by hand), its heading, its width in characters."""

    name: str | None
    heading: str
    width: float


@dataclass(frozen=True)
class OfficeForm:
    """What stands on the page.

    Args:
        mark: ``附件1``, at the top left.
        unit, filled: the two halves of the line over the table (填报单位、填报日期).
        rows: in words, as they are to be read; a running number is written before them.
        number: the heading of the running number.
        empty: what is written across the table where there is no row.
        signature: the line to be signed.
        notes: small lines under it (from which data, what is left out).
    """

    mark: str
    title: str
    unit: str
    filled: str
    columns: Sequence[FormColumn]
    rows: pl.DataFrame
    number: str
    empty: str
    signature: str
    notes: Sequence[str] = ()


def office_form(form: OfficeForm, *, made_at: datetime) -> bytes:
    """Return the workbook of one form; the same form and time give the same bytes.

    Args:
        made_at: the time written into the file (that of the version, so that the bytes do not change from day to day).
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    book.set_properties({"title": form.title, "created": made_at.replace(tzinfo=None)})
    page = book.add_worksheet(form.mark)
    _set_up(page, form)
    last = len(form.columns)
    plain = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
    page.write_string(0, 0, form.mark, book.add_format({**plain, "font_name": "黑体", "font_size": 14}))
    title = book.add_format(
        {"font_name": FONT, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"}
    )
    _across(page, TITLE_ROW, 0, last, form.title, title)
    page.set_row(TITLE_ROW, 34)
    half = max(1, last // 2)
    _across(page, UNIT_ROW, 0, half, form.unit, book.add_format(plain))
    _across(page, UNIT_ROW, half + 1, last, form.filled, book.add_format({**plain, "align": "right"}))
    head = book.add_format(
        {**plain, "bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"}
    )
    for place, heading in enumerate([form.number, *(column.heading for column in form.columns)]):
        page.write_string(HEAD_ROW, place, heading, head)
    end = _write_rows(book, page, form, plain)
    page.set_row(end, 30)
    _across(page, end, 0, last, form.signature, book.add_format({**plain, "font_size": 12}))
    small = book.add_format({**plain, "font_size": 9, "text_wrap": True})
    for line, note in enumerate(form.notes, end + 1):
        _across(page, line, 0, last, note, small)
    book.close()
    return target.getvalue()


def _set_up(page: Any, form: OfficeForm) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.center_horizontally()
    page.fit_to_pages(1, 0)  # as wide as one page, as long as it takes
    page.repeat_rows(TITLE_ROW, HEAD_ROW)
    page.freeze_panes(HEAD_ROW + 1, 0)
    page.set_footer(FOOT)
    page.set_column(0, 0, 5.5)
    for place, column in enumerate(form.columns, 1):
        page.set_column(place, place, column.width)


def _write_rows(book: Any, page: Any, form: OfficeForm, plain: dict[str, Any]) -> int:
    """Write the ruled rows and return the number of the line after them."""
    ruled = {**plain, "border": 1, "font_size": 10}
    text = book.add_format({**ruled, "text_wrap": True})
    middle = book.add_format({**ruled, "align": "center"})
    day = book.add_format({**ruled, "align": "center", "num_format": "yyyy-mm-dd"})
    line = HEAD_ROW
    for number, row in enumerate(form.rows.iter_rows(named=True), 1):
        line = HEAD_ROW + number
        page.write_number(line, 0, number, middle)
        for place, column in enumerate(form.columns, 1):
            value = None if column.name is None else row[column.name]
            if value is None:
                page.write_blank(line, place, None, text)
            elif isinstance(value, date):
                page.write_datetime(line, place, value, day)
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                page.write_number(line, place, value, middle)
            else:
                page.write_string(line, place, str(value), text)
    if line == HEAD_ROW:
        line += 1
        _across(page, line, 0, len(form.columns), form.empty, middle)
    return line + 1


def _across(page: Any, line: int, first: int, last: int, text: str, form: Any) -> None:
    """Write a text over several columns (written as a text: merging alone would guess what it is)."""
    if last > first:
        page.merge_range(line, first, line, last, "", form)
    page.write_string(line, first, text, form)
