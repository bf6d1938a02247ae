"""The rows of a form, cell by cell: text to values, places to codes, and every fault with its row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from shouwang.access import mask
from shouwang.intake import cells
from shouwang.intake.checking import TOTAL, Checked
from shouwang.intake.forms import EXAMPLE_MARK, TOWN, VILLAGE, Field, Form
from shouwang.intake.identity import length_fault, read_identity
from shouwang.intake.rules import Row
from shouwang.intake.table_finding import Found, is_example, is_filled, plain
from shouwang.intake.templates import example_row
from shouwang.schema import Kind, Sensitive
from shouwang.schema.document import limits_of

EMPTY_MARKS = frozenset({"/", "-", "—", "——", "--", "未报"})  # how offices write "nothing to report"
PLANNED = frozenset(
    {"due_at", "due_date", "end_date", "start_plan", "finish_plan", "valid_from", "valid_to", "window_end"}
)  # dates that may lie ahead
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_LOST = 15  # digits that a number of Excel keeps


@dataclass(frozen=True)
class Bound:
    """What the rows must agree with."""

    month: date | None
    town: str | None
    today: date


def is_needed(form: Form, one: Field, month: date | None, area: str | None) -> bool:
    """What the file as a whole says need not be said in each row."""
    if one.name == TOWN:
        return area is None or len(area) != 9
    if one.name == form.month_column:
        return month is None
    return one.required


def read_rows(checked: Checked, found: Found, bound: Bound) -> None:
    merged = {
        line
        for top, _, bottom, _ in found.sheet.merged
        if bottom > top
        for line in range(max(top, found.header_row) + 1, bottom + 1)
    }
    width = len(found.sheet.rows[found.header_row])
    header = [plain(cell) for cell in found.sheet.rows[found.header_row]]
    for number, line in found.lines:
        if not is_filled(line):
            checked.add("C07", "空行,已跳过。", Row(number))
            continue
        if is_example(found, line):
            if not _is_untouched(checked, found, bound, line):
                checked.add(
                    "C15", "示例行被改过,没有读入。如果是数据,请把第一列的“示例”删去再报。", Row(number)
                )
            continue
        row = Row(number)
        checked.rows.append(row)
        if _is_total(found, line):
            checked.add("C06", "像是合计、小计或签字行,不是一行数据,请删去。", row)
            continue
        if [plain(cell) for cell in line] == header[: len(line)] and len(line) > 1:
            checked.add("C11", "这一行又是表头,多半是几份表拼在了一起。请删去这一行。", row)
            continue
        if any(cell.strip() for cell in line[width:]):
            checked.add(
                "C11", f"有{len(line)}格,表头只有{width}格。多半是文字里有没加引号的分隔符,请核对。", row
            )
            continue
        if number - 1 in merged:
            checked.add("C05", "这一行有合并单元格,下面的格会变空。请取消合并、补齐后再报。", row)
        for one in found.form.fields:
            _read_field(checked, found, row, line, one, bound)
        _derive(checked, found.form, row, bound)


def _is_untouched(checked: Checked, found: Found, bound: Bound, line: list[str]) -> bool:
    """Say whether an example row holds nothing that the template did not put there."""
    ours = example_row(found.form, checked.county, bound.town or "", checked.month)
    allowed = {ours[one.name] for one in found.form.fields} | {one.example for one in found.form.fields}
    allowed |= {"某某镇", "某某村", EXAMPLE_MARK, ""}
    places = [found.positions[one.name] for one in found.form.fields if one.name in found.positions]
    return all(line[place] in allowed for place in places if place < len(line))


def _is_total(found: Found, line: list[str]) -> bool:
    """A row that begins with 合计 and lacks every number, name or day that would make it a row of its own."""
    if not TOTAL.search(next(cell for cell in line if cell.strip())):
        return False
    own = [place for name, place in found.positions.items() if _is_own(found, name)]
    return all(place >= len(line) or not line[place].strip() or TOTAL.search(line[place]) for place in own)


def _is_own(found: Found, name: str) -> bool:
    if name in {TOWN, VILLAGE, "county"}:
        return False
    one = found.form.field(name)
    return one.required and one.column.kind in {Kind.TEXT, Kind.DATE, Kind.MONTH}


def _read_field(checked: Checked, found: Found, row: Row, line: list[str], one: Field, bound: Bound) -> None:
    place = found.positions.get(one.name)
    raw = line[place] if place is not None and place < len(line) else ""
    typed = found.sheet.typed.get((row.number - 1, place)) if place is not None else None
    text = cells.clean(raw, one.column)
    if text in EMPTY_MARKS:
        text = ""
    if not text:
        row.values[one.name] = None
        if is_needed(found.form, one, bound.month, bound.town) and one.required:
            checked.add("C01", "没有填。", row, one.name)
        return
    if fault := _fault_of_type(one, text, typed):
        checked.add(*fault, row, one.name)
        return
    if one.column.sensitive in {Sensitive.ID_NO, Sensitive.NAME} and text != raw:
        checked.add("C04", "有看不见的符号、空格或全角字符,已去掉。", row, one.name)
    row.values[one.name] = _value(checked, row, one, text, typed)
    _check_value(checked, row, one, bound)


def _fault_of_type(one: Field, text: str, typed: str | None) -> tuple[str, str] | None:
    """Return the rule and sentence for a cell whose kind in the file has already spoilt it."""
    if typed == "error" or (text.startswith("#") and re.fullmatch(r"#[A-Z0-9/]+[!?]?", text)):
        return "C08", f"公式出错({text[:10]}),没有值。请改正公式或直接填写。"
    if typed == "bool":
        return "C02", f"“{text}”是逻辑值,请填写文字或数。"
    if one.column.kind is Kind.TEXT and one.column.codes is None:
        digits = sum(sign.isdigit() for sign in text)
        spoilt = typed == "number" and (one.name in cells.NUMBERS or digits > _LOST or "e" in text.lower())
        if spoilt or _EXPONENT.fullmatch(text):
            return "C03", "存成了数字,后面几位可能已经丢失。请把这一列设为文本格式后重新填写。"
    return None


def _value(checked: Checked, row: Row, one: Field, text: str, typed: str | None) -> object:
    column = one.column
    if one.name in {TOWN, VILLAGE}:
        return re.sub(r"\s+", "", text)
    if column.sensitive is Sensitive.ID_NO:
        return text.upper().lstrip("'")
    if column.kind in {Kind.DATE, Kind.MONTH} and (day := cells.serial_day(text)) is not None:
        checked.add(
            "C13", f"日期写成了数{text},读作{day:%Y-%m-%d}。请核对,并把这一列设为日期格式。", row, one.name
        )
        return day.replace(day=1) if column.kind is Kind.MONTH else day
    if typed == "number" and column.kind in {Kind.MONEY, Kind.DECIMAL, Kind.RATIO, Kind.DOUBLE}:
        text = _rounded(text)
    try:
        return cells.read(column, text)
    except cells.Bad as fault:
        shown = mask(column.sensitive, text) if column.sensitive is not None else None
        message = str(fault)
        if shown:
            message = f"{shown} {message.replace(text, shown)}"
        checked.add("C02", f"{message}。", row, one.name)
        return None


def _rounded(text: str) -> str:
    """Return a number of Excel to six places: a quotient of a formula has more than anybody wrote."""
    try:
        return f"{Decimal(text):.6f}" if abs(Decimal(text)) < 10**12 else text
    except InvalidOperation:
        return text


def _check_value(checked: Checked, row: Row, one: Field, bound: Bound) -> None:
    value, column = row.values[one.name], one.column
    if isinstance(value, date):
        if not 1900 <= value.year <= 2100:
            checked.add("C09", f"{value:%Y-%m-%d}不像是真的日期,请核对。", row, one.name)
        elif column.kind is Kind.DATE and value > bound.today and one.name not in PLANNED:
            checked.add("C13", f"{value:%Y-%m-%d}在将来,请核对。", row, one.name)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        low, high = (0, 1) if column.kind is Kind.RATIO else (column.low, column.high)
        if (low is not None and value < low) or (high is not None and value > high):
            limits = "0 到 1" if column.kind is Kind.RATIO else limits_of(column)
            checked.add("C09", f"{value}超出允许的范围({limits}),请核对。", row, one.name)


def _derive(checked: Checked, form: Form, row: Row, bound: Bound) -> None:
    """Add what follows from the cells: codes of the place, the month of the file, what the identity number says."""
    if form.has_places:
        _locate(checked, form, row, bound)
    name = form.month_column
    if name is not None and bound.month is not None:
        said = row.get(name)
        if said is None:
            row.values[name] = bound.month
        elif said != bound.month:
            checked.add("C14", f"{said:%Y-%m}与文件的月份{bound.month:%Y-%m}不一致,请核对。", row, name)
    number = row.get("id_no")
    if number and length_fault(number) is None:
        row.identity = read_identity(number)


def _locate(checked: Checked, form: Form, row: Row, bound: Bound) -> None:
    county = checked.county
    assert county is not None
    town = row.get(TOWN)
    code = county.town(town) if town else bound.town
    if town and code is None:
        if town in set(county.towns.values()):
            code = town
        elif form.allows_county and town in {county.name, county.code, "县本级"}:
            code = f"{county.code}000"
        else:
            checked.add("P01", f"区划表里没有乡镇“{town[:20]}”,请核对名称。", row, TOWN)
    row.values["town_code"] = code
    village = row.get(VILLAGE)
    if not village or code is None:
        return
    found = county.village(code, village)
    if found is None and village in county.villages.values() and village.startswith(code):
        found = village
    row.values["division_code"] = found
    if found is None:
        checked.add(
            "P02", f"区划表里{town_name(checked, code)}没有村“{village[:20]}”,请核对名称。", row, VILLAGE
        )


def town_name(checked: Checked, code: str) -> str:
    assert checked.county is not None
    return checked.county.name if code.endswith("000") else checked.county.town_name(code)
