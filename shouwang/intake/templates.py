"""Workbooks to be filled in, made from the schema: one sheet of rows, one of explanations, two hidden ones.

The hidden sheets hold the lists to choose from (a list written into a cell's rule may have 255 characters only) and the
template's identity: table, stamp of what is asked, area, month and the version it was cut from. The identity stands in
the document's properties too, because people copy sheets from one workbook to another. Months and codes are text cells:
Excel makes a day of the year 2453 of 202311 in a cell of dates, and a float of an identity number.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from shouwang.clock import COUNTY_TIME
from shouwang.intake.forms import EXAMPLE_MARK, NUMBER_LABEL, TOWN, VILLAGE, Field, Form, form_for
from shouwang.intake.locating import County
from shouwang.schema import Kind, Sensitive
from shouwang.schema.document import limits_of

DATA_SHEET, HELP_SHEET, LISTS_SHEET, ID_SHEET = "填报", "填表说明", "_代码", "_表样"
HEADER_ROW, EXAMPLE_ROW = 1, 2  # from 0
LAST_ROW = 20_000
PROPERTY = "shouwang_"
MAKER = "shouwang"
_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_NUMBERS = {
    Kind.INT: "0",
    Kind.MONEY: "#,##0.00",
    Kind.DECIMAL: "#,##0.00",
    Kind.RATIO: "0.00%",
    Kind.DOUBLE: "0.000000",
    Kind.DATE: "yyyy-mm-dd",
}
Written = str | int | float | date | None
_FIRST_DAY = datetime(2020, 1, 1, tzinfo=COUNTY_TIME)
_INLINE = 120  # characters; a longer list stands on the hidden sheet
_UNITS = {Kind.MONEY: "元", Kind.RATIO: "0到1(或百分数)"}


@dataclass(frozen=True)
class TemplateId:
    """What a template says of itself. Empty text: not bound to an area, month or version."""

    table: str
    stamp: str
    county: str = ""
    area: str = ""
    month: str = ""
    version: str = ""
    maker: str = MAKER


def template(
    table: str,
    *,
    county: County | None = None,
    area: str = "",
    month: date | None = None,
    version: int | None = None,
    made_at: datetime | None = None,
    rows: Iterable[Mapping[str, Written]] = (),
) -> bytes:
    """Return the workbook of one table; the same arguments give the same bytes.

    Args:
        county: whose townships and villages may be chosen; None: places are written by hand.
        area: the township (9 places) or county that it is for; a township's rows need not name it again.
        version: the version of the store that it was cut from.
        made_at: the time written into the file.
        rows: rows already filled in, each field's name -> what a person would write (``written_row``).

    Raises:
        UsageError: the table has no form.
    """
    form = form_for(table)
    town = area if len(area) == 9 else ""
    identity = TemplateId(
        table,
        form.stamp,
        county.code if county else "",
        area,
        f"{month:%Y-%m}" if month else "",
        str(version) if version is not None else "",
    )
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _SAFE)
    book.set_properties(
        {
            "title": form.table.label,
            "subject": "守望表样",
            "created": (made_at or _FIRST_DAY).replace(tzinfo=None),
        }
    )
    for key, value in asdict(identity).items():
        book.set_custom_property(PROPERTY + key, value, "text")
    pages = _Pages(book, form, _place_lists(form, county, town))
    pages.write_rows(_title(form, county, town, month), example_row(form, county, town, month))
    pages.write_filled(rows)
    pages.write_help()
    pages.write_identity(identity)
    book.close()
    return target.getvalue()


def written_row(form: Form, row: Mapping[str, Any], county: County) -> dict[str, Written]:
    """Return a row of the table as a person would write it: places by name, codes by label, months as text."""
    villages = {code: name for (_, name), code in county.villages.items()}
    values = {one.name: row.get(one.name) for one in form.fields}
    if row.get("town_code") is not None:
        values[TOWN] = county.name if row["town_code"].endswith("000") else county.town_name(row["town_code"])
    if row.get("division_code") is not None:
        values[VILLAGE] = villages[row["division_code"]]
    return {one.name: _written(one, values[one.name]) for one in form.fields}


def _written(one: Field, value: Any) -> Written:
    if value is None or one.name in {TOWN, VILLAGE}:
        return value  # type: ignore[no-any-return]
    if one.column.codes is not None:
        return "、".join(one.column.codes[code] for code in str(value).split(","))
    if one.column.kind is Kind.BOOL:
        return "是" if value else "否"
    if one.column.kind is Kind.MONTH:
        return f"{value:%Y-%m}"
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, date | int | float) else str(value)


def example_row(form: Form, county: County | None, town: str, month: date | None) -> dict[str, str]:
    """Return the example of every field, as text; what a person would write."""
    places = _place_lists(form, county, town)
    found = {one.name: one.example for one in form.fields}
    found |= {name: values[0] for name, values in places.items() if values}
    if month is not None and form.month_column is not None:
        found[form.month_column] = f"{month:%Y-%m}"
    for name in (TOWN, VILLAGE):
        if name in found and not places.get(name):
            found[name] = {TOWN: "某某镇", VILLAGE: "某某村"}[name]
    return found


def _place_lists(form: Form, county: County | None, town: str) -> dict[str, list[str]]:
    """Return the names of townships and villages to choose from, full names, in the order of their codes."""
    if county is None or not form.has_places:
        return {}
    names: dict[str, str] = {}
    for name, code in county.towns.items():  # full names come before short ones
        names.setdefault(code, name)
    towns = [names[code] for code in sorted(names) if not town or code == town]
    villages: dict[str, str] = {}
    for (town_code, name), code in county.villages.items():
        if not town or town_code == town:
            villages[code] = max(villages.get(code, ""), name, key=len)
    if form.allows_county:
        towns.append(county.name)
    ordered = [villages[code] for code in sorted(villages)]
    return {TOWN: towns, VILLAGE: list(dict.fromkeys(ordered)) if form.has_village else []}


def _title(form: Form, county: County | None, town: str, month: date | None) -> str:
    where = (county.town_name(town) if town else county.name) if county else ""
    when = f"{month:%Y年%m月}" if month else ""
    return " ".join(text for text in (form.table.label, where, when) if text)


class _Pages:
    """The sheets of one template while they are written."""

    def __init__(self, book: Any, form: Form, places: Mapping[str, list[str]]) -> None:
        self.form = form
        self.places = places
        self.rows = book.add_worksheet(DATA_SHEET)
        self.help = book.add_worksheet(HELP_SHEET)
        self.lists = book.add_worksheet(LISTS_SHEET)
        self.lists.hide()
        self.identity = book.add_worksheet(ID_SHEET)
        self.identity.very_hidden()
        self.lists_used = 0
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = self._head(book, "#DCE6F1")
        self.must = self._head(book, "#F8CBAD")
        self.wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self.grey = {"font_color": "#7F7F7F", "italic": True, "bg_color": "#F2F2F2"}
        self.book = book

    @staticmethod
    def _head(book: Any, colour: str) -> Any:
        return book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "center",
                "border": 1,
                "bg_color": colour,
            }
        )

    def write_rows(self, title: str, example: Mapping[str, str]) -> None:
        sheet, text = self.rows, self.book.add_format({"num_format": "@"})
        grey = self.book.add_format({**self.grey, "num_format": "@"})
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(HEADER_ROW, 0, NUMBER_LABEL, self.head)
        sheet.set_column(0, 0, 7, text)
        sheet.write_string(EXAMPLE_ROW, 0, EXAMPLE_MARK, grey)
        for column, one in enumerate(self.form.fields, 1):
            form = _NUMBERS.get(one.column.kind, "@")
            sheet.set_column(column, column, _width(one), self.book.add_format({"num_format": form}))
            sheet.write_string(HEADER_ROW, column, one.header, self.must if one.required else self.head)
            sheet.write_string(EXAMPLE_ROW, column, example[one.name], grey)
            if rule := self._rule(one):
                sheet.data_validation(EXAMPLE_ROW + 1, column, LAST_ROW, column, rule)
        sheet.set_row(HEADER_ROW, 36)
        sheet.freeze_panes(EXAMPLE_ROW + 1, 1)
        sheet.set_landscape()
        sheet.repeat_rows(HEADER_ROW)

    def write_filled(self, rows: Iterable[Mapping[str, Written]]) -> None:
        dates = self.book.add_format({"num_format": _NUMBERS[Kind.DATE]})
        for number, row in enumerate(rows, EXAMPLE_ROW + 1):
            self.rows.write_number(number, 0, number - EXAMPLE_ROW)
            for column, one in enumerate(self.form.fields, 1):
                value = row.get(one.name)
                if isinstance(value, date):
                    self.rows.write_datetime(number, column, value, dates)
                elif value is not None:
                    self.rows.write(number, column, value)

    def _rule(self, one: Field) -> dict[str, Any] | None:
        """Return what Excel checks while somebody types; the reader checks all of it again."""
        about = {"input_title": one.label[:32], "input_message": _hint(one)[:255], "ignore_blank": True}
        refuse = {"error_title": "填写有误", "error_message": _hint(one)[:255]}
        if choices := list(self.places.get(one.name, ())) or list(one.labels):
            several = one.name == "health"  # several may be joined, which no list of Excel can do
            kind = {"error_type": "information"} if several else {}
            return {
                "validate": "list",
                "source": self._source(choices, is_place=one.name in self.places),
                **about,
                **refuse,
                **kind,
            }
        kind_rule = _rule_of_kind(one)
        return {**kind_rule, **about, **refuse} if kind_rule else None

    def _source(self, choices: list[str], *, is_place: bool) -> list[str] | str:
        joined = ",".join(choices)
        if not is_place and len(joined) <= _INLINE and joined.count(",") == len(choices) - 1:
            return choices
        column = self.lists_used
        self.lists_used += 1
        self.lists.write_column(0, column, choices)
        letters = xlsxwriter.utility.xl_col_to_name(column)
        return f"='{LISTS_SHEET}'!${letters}$1:${letters}${len(choices)}"

    def write_help(self) -> None:
        sheet = self.help
        lines = (
            "在“填报”表里填写，一行一件。带 * 的列必填；不知道的留空(空是未报，0 是报了零)。",
            f"第一列写“{EXAMPLE_MARK}”的行不会读入，可以留着。不要改表头，不要合并单元格，不要写合计行。",
            "编号、证件号码、电话、月份的格是文本格式；从别处粘贴时请选“只粘贴数值”。",
        )
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, line)
        top = len(lines) + 1
        for column, (label, width) in enumerate(
            (
                ("列", 26),
                ("必填", 7),
                ("类型", 12),
                ("单位", 14),
                ("可填的值", 48),
                ("规则", 40),
                ("例子", 24),
            )
        ):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, label, self.head)
        for number, one in enumerate(self.form.fields, top + 1):
            must = "必填" if one.required else ""
            codes = "、".join(self.places.get(one.name) or one.labels)
            cells = (one.label, must, one.type_label, _unit(one), codes, _rules(one), one.example)
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell, self.wrap)
        sheet.freeze_panes(top + 1, 1)

    def write_identity(self, identity: TemplateId) -> None:
        for number, (key, value) in enumerate(asdict(identity).items()):
            self.identity.write_string(number, 0, key)
            self.identity.write_string(number, 1, value)


def _rule_of_kind(one: Field) -> dict[str, Any] | None:
    kind, low, high = one.column.kind, one.column.low, one.column.high
    if kind is Kind.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1900, 1, 1),
            "maximum": date(2100, 12, 31),
        }
    if kind is Kind.INT:
        return _between("integer", low if low is not None else 0, high if high is not None else 999_999_999)
    if kind in {Kind.MONEY, Kind.DECIMAL, Kind.DOUBLE}:
        return _between("decimal", low if low is not None else -1e12, high if high is not None else 1e12)
    if kind is Kind.RATIO:
        return _between("decimal", 0, 1)
    if kind is Kind.MONTH:
        return _between("length", 6, 10)
    if one.column.sensitive is Sensitive.ID_NO:
        return _between("length", 18, 22)
    return None


def _between(what: str, low: float, high: float) -> dict[str, Any]:
    return {"validate": what, "criteria": "between", "minimum": low, "maximum": high}


def _hint(one: Field) -> str:
    said = {
        Kind.DATE: "写成 2023-11-08",
        Kind.MONTH: "写成 2023-11",
        Kind.INT: "只写整数",
        Kind.MONEY: "只写数字，单位是元",
        Kind.RATIO: "0到1，或百分数",
    }.get(one.column.kind, "请从列表里选" if one.labels else "按文本填写")
    return ";".join(text for text in (("必填" if one.required else ""), said, _rules(one)) if text)


def _rules(one: Field) -> str:
    several = "可以填几个，用顿号隔开" if one.name == "health" else ""
    number = "18位(残疾人证20或22位)" if one.column.sensitive is Sensitive.ID_NO else ""
    return ";".join(text for text in (one.column.help, limits_of(one.column), several, number) if text)


def _unit(one: Field) -> str:
    return _UNITS.get(
        one.column.kind, one.label.rpartition("(")[2].rstrip(")") if one.label.endswith(")") else ""
    )


def _width(one: Field) -> float:
    longest = max((len(text) for text in (one.header, *one.labels)), default=4) * 2
    return max(
        9,
        min(32, longest + 2, 32),
        20 if one.column.sensitive is Sensitive.ID_NO else 0,
        len(one.example) + 2,
    )
