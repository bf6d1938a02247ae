"""The rows of a form: cells to values, places to codes, and every fault with its row and column."""

from __future__ import annotations

from shouwang.intake.forms import TOWN, VILLAGE, Form
from shouwang.intake.identity import length_fault, read_identity
from shouwang.intake.old_checking import TOTAL, Checked
from shouwang.intake.rules import Row
from shouwang.intake.table_cells import Bound, CellReader
from shouwang.intake.table_finding import Found, is_example, is_filled, plain
from shouwang.schema import Kind


def read_rows(checked: Checked, found: Found, bound: Bound) -> None:
    merged = {
        line
        for top, _, bottom, _ in found.sheet.merged
        if bottom > top
        for line in range(max(top, found.header_row) + 1, bottom + 1)
    }
    width = len(found.sheet.rows[found.header_row])
    header = [plain(cell) for cell in found.sheet.rows[found.header_row]]
    reader = CellReader(found.form, bound)
    places = [(one, found.positions.get(one.name)) for one in found.form.fields]
    for number, line in found.lines:
        if not is_filled(line):
            checked.add("C07", "空行，已跳过。", Row(number))
            continue
        if is_example(found, line):
            if not _is_untouched(found, line):
                checked.add(
                    "C15", "示例行被改过，没有读入。如果是数据，请把第一列的“示例”删去再报。", Row(number)
                )
            continue
        row = Row(number)
        checked.rows.append(row)
        if _is_total(found, line):
            checked.add("C06", "像是合计、小计或签字行，不是一行数据，请删去。", row)
            continue
        if _is_header(line, header):
            checked.add("C11", "这一行又是表头，多半是几份表拼在了一起。请删去这一行。", row)
            continue
        if any(cell.strip() for cell in line[width:]):
            checked.add(
                "C11", f"有{len(line)}格，表头只有{width}格。多半是文字里有没加引号的分隔符，请核对。", row
            )
            continue
        if number - 1 in merged:
            checked.add("C05", "这一行有合并单元格，下面的格会变空。请取消合并、补齐后再报。", row)
        for one, place in places:
            raw = line[place] if place is not None and place < len(line) else ""
            typed = found.sheet.typed.get((number - 1, place)) if place is not None else None
            row.values[one.name], faults = reader.read(one, raw, typed)
            for rule, sentence in faults:
                checked.add(rule, sentence, row, one.name)
        _derive(checked, found.form, row, bound)


def _is_header(line: list[str], header: list[str]) -> bool:
    return len(line) > 1 and all(plain(cell) == head for cell, head in zip(line, header, strict=False))


def _is_untouched(found: Found, line: list[str]) -> bool:
    """Say whether an example row holds nothing of its own (a place or a month alone is nobody's data)."""
    beside = {TOWN, VILLAGE, found.form.month_column}
    places = [(one, found.positions.get(one.name)) for one in found.form.fields if one.name not in beside]
    return all(
        line[place].strip() in {"", one.example}
        for one, place in places
        if place is not None and place < len(line)
    )


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
            checked.add("C14", f"{said:%Y-%m}与文件的月份{bound.month:%Y-%m}不一致，请核对。", row, name)
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
            checked.add("P01", f"区划表里没有乡镇“{town[:20]}”，请核对名称。", row, TOWN)
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
            "P02", f"区划表里{town_name(checked, code)}没有村“{village[:20]}”，请核对名称。", row, VILLAGE
        )


def town_name(checked: Checked, code: str) -> str:
    assert checked.county is not None
    return checked.county.name if code.endswith("000") else checked.county.town_name(code)
