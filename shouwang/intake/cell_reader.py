"""One cell of a file: text in, value and faults out. The same text in the same column has the same outcome."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from shouwang.access import mask
from shouwang.intake import cells
from shouwang.intake.forms import COUNTY, TOWN, VILLAGE, Field, Form
from shouwang.intake.reader import BOOL, DATE, ERROR, EXTERNAL, NUMBER, UNCALCULATED
from shouwang.schema import Kind, Sensitive
from shouwang.schema.document import limits_of

EMPTY_MARKS = frozenset({"/", "-", "—", "——", "--", "未报"})  # how offices write "nothing to report"
PLANNED = frozenset(
    {"due_at", "due_date", "end_date", "start_plan", "finish_plan", "valid_from", "valid_to", "window_end"}
)  # dates that may lie ahead
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_OF_NUMBERS = frozenset({Kind.INT, Kind.MONEY, Kind.DECIMAL, Kind.RATIO, Kind.DOUBLE})
_LOST = 15  # digits that a number of Excel keeps


@dataclass(frozen=True)
class Bound:
    """What the rows must agree with."""

    month: date | None
    town: str | None
    today: date


class Outcome(NamedTuple):
    """What a cell becomes: its value (None: not reported, or not readable) and (rule, sentence) of every fault."""

    value: object
    faults: tuple[tuple[str, str], ...] = ()


def is_needed(form: Form, one: Field, month: date | None, area: str | None) -> bool:
    """What the file as a whole says need not be said in each row."""
    if one.name == TOWN:
        return area is None or len(area) != 9
    if one.name == form.month_column:
        return month is None
    return one.required


def read(one: Field, raw: str, kind: int, bound: Bound, *, is_asked: bool) -> Outcome:
    """Return what a cell becomes.

    Args:
        kind: what the cell was in the file (``reader.NUMBER`` …).
        is_asked: whether it must be filled.
    """
    if kind == UNCALCULATED:
        return Outcome(None, (("C08", "公式没有算过，没有值。请用 Excel 打开、算好、存过后再报。"),))
    if kind == EXTERNAL:
        return Outcome(None, (("C08", "公式引用外部的工作簿或程序，值可能过期。请选“只粘贴数值”后再报。"),))
    text = cells.clean(raw, one.column)
    if not text or text in EMPTY_MARKS:
        return Outcome(
            None, (("C01", "没有填，这一格必须有。请补上；不知道的请核实，不要填0。"),) if is_asked else ()
        )
    if fault := _fault_of_kind(one, text, kind):
        return Outcome(None, (fault,))
    faults: list[tuple[str, str]] = []
    if one.column.sensitive in {Sensitive.ID_NO, Sensitive.NAME} and text != raw:
        faults.append(("C04", "有看不见的符号、空格或全角字符，已去掉。"))
    if one.column.sensitive is Sensitive.NAME and cells.SPELLED.search(text):
        faults.append(("C17", "有用部件拼出来的字，请尽快换成规范字，别处才认得出是同一个人。"))
    value = _value(faults, one, text, kind)
    _check_value(faults, one, value, bound)
    return Outcome(value, tuple(faults))


def _fault_of_kind(one: Field, text: str, kind: int) -> tuple[str, str] | None:
    """Return the rule and sentence for a cell whose kind in the file has already spoilt it."""
    if kind == ERROR or (text.startswith("#") and re.fullmatch(r"#[A-Z0-9/]+[!?]?", text)):
        return "C08", f"公式出错({text[:10]})，没有值。请改正公式或直接填写。"
    if kind == BOOL:
        return "C02", f"“{text}”是逻辑值，请填写文字或数。"
    if kind == DATE and (one.column.kind in _OF_NUMBERS or one.name in cells.NUMBERS):
        return "C02", f"单元格是日期格式({text[:10]})，不是数。请改正格式后重新填写。"
    if one.column.kind is Kind.TEXT and one.column.codes is None:
        digits = sum(sign.isdigit() for sign in text)
        spoilt = kind == NUMBER and (one.name in cells.NUMBERS or digits > _LOST or "e" in text.lower())
        if spoilt or _EXPONENT.fullmatch(text):
            return "C03", "存成了数字，后面几位可能已经丢失。请把这一列设为文本格式后重新填写。"
    return None


def _value(faults: list[tuple[str, str]], one: Field, text: str, kind: int) -> object:
    column = one.column
    if one.name in {TOWN, VILLAGE, COUNTY}:
        return re.sub(r"\s+", "", text)
    if column.sensitive is Sensitive.ID_NO:
        return text.upper().lstrip("'")
    if column.kind in {Kind.DATE, Kind.MONTH} and (day := cells.serial_day(text)) is not None:
        faults.append(("C13", f"日期写成了数{text}，读作{day:%Y-%m-%d}。请核对，并把这一列设为日期格式。"))
        return day.replace(day=1) if column.kind is Kind.MONTH else day
    if kind == NUMBER and column.kind in _OF_NUMBERS - {Kind.INT}:
        text = _rounded(text)
    try:
        return cells.read(column, text)
    except cells.Bad as fault:
        shown = mask(column.sensitive, text) if column.sensitive is not None else None
        message = str(fault)
        if shown:
            message = f"{shown} {message.replace(text, shown)}"
        faults.append(("C02", f"{message}。"))
        return None


def _rounded(text: str) -> str:
    """Return a number of Excel to six places: a quotient of a formula has more than anybody wrote."""
    try:
        return f"{Decimal(text):.6f}" if abs(Decimal(text)) < 10**12 else text
    except InvalidOperation:
        return text


def _check_value(faults: list[tuple[str, str]], one: Field, value: object, bound: Bound) -> None:
    column = one.column
    if isinstance(value, date):
        if not 1900 <= value.year <= 2100:
            faults.append(("C09", f"{value:%Y-%m-%d}不像是真的日期，请核对。"))
        elif column.kind is Kind.DATE and value > bound.today and one.name not in PLANNED:
            faults.append(("C13", f"{value:%Y-%m-%d}在将来，请核对。"))
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        low, high = (0, 1) if column.kind is Kind.RATIO else (column.low, column.high)
        if (low is not None and value < low) or (high is not None and value > high):
            limits = "0 到 1" if column.kind is Kind.RATIO else limits_of(column)
            faults.append(("C09", f"{value}超出允许的范围({limits})，请核对。"))
