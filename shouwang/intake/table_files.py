"""A filled-in form (template or text table) of any table of the schema -> checked rows -> the table's own frame.

The same machinery as for exports (``reader``, ``cells``, ``locating``, ``rules``), other headers: those of ``forms``. All
faults come at once. What a row means beside the others of its table and beside the store is left to the rules of tables.
"""

from __future__ import annotations

import difflib
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from shouwang.clock import COUNTY_TIME
from shouwang.errors import ConfigError
from shouwang.intake import cells, locating, rules
from shouwang.intake.forms import Form, form_for
from shouwang.intake.kinds import plain_header
from shouwang.intake.old_checking import Checked, shown_name
from shouwang.intake.precheck import TEXT, WORKBOOK, Refused
from shouwang.intake.reader import open_file
from shouwang.intake.rules import Around, Row
from shouwang.intake.table_cells import Bound, is_needed
from shouwang.intake.table_finding import Found, find, is_example, is_filled
from shouwang.intake.table_frames import key_labels, key_of
from shouwang.intake.table_rows import read_rows, town_name
from shouwang.intake.template_ids import Foreign, check_identity, template_id

_ENDINGS = {WORKBOOK: {".xlsx"}, TEXT: {".csv", ".txt", ".tsv", ""}}


def check_table_file(
    path: Path,
    *,
    name: str | None = None,
    county: str | None = None,
    table: str | None = None,
    month: date | None = None,
    area: str | None = None,
    version: int | None = None,
) -> Checked:
    """Return what a filled-in form holds, with every fault of it.

    Args:
        name: what the sender calls the file; used in messages, its ending must match the content.
        county: code of the county whose townships and villages are named (default: that of the template or the area).
        table, month, area: said by the sender; must not contradict the file. A file without a template's identity and
            without ``table`` is recognised by its headers.
        version: the store's current version; a template cut from a later one is of another store.
    """
    checked = Checked(name or shown_name(path))
    try:
        opened = open_file(path, checked.file)
    except Refused as reason:
        checked.add("F01", f"{reason}。")
        return checked
    if Path(checked.file).suffix.lower() not in _ENDINGS[opened.form]:
        checked.add("F13", "扩展名与内容不符，已按内容读取。")
    try:
        identity = template_id(opened)
        check_identity(checked, identity, (county, table, month, area, version))
        table = table or (identity.table if identity else None)
        area = area or (identity.area if identity else None) or None
        found = find(opened.sheets, form_for(table) if table else None)
    except Refused as reason:
        checked.add("F10" if isinstance(reason, Foreign) else "F02", f"{reason}。")
        return checked
    _describe(checked, found)
    county = county or (identity.county if identity else None) or (area[:6] if area else None)
    _settle_county(checked, found, county)
    if month is None and identity is not None and identity.month:
        month = date.fromisoformat(f"{identity.month}-01")
    _settle_month(checked, found, month)
    _check_needed(checked, found, area)
    if any(problem.level == rules.FILE for problem in checked.problems):
        checked.rows = [Row(number) for number, line in found.lines if is_filled(line)]
        return checked
    town = area if area and len(area) == 9 else None
    read_rows(checked, found, Bound(checked.month, town, datetime.now(COUNTY_TIME).date()))
    _settle_area(checked, area)
    _check_together(checked, found.form)
    checked.sort_problems()
    return checked


def _describe(checked: Checked, found: Found) -> None:
    sheet = found.sheet
    checked.kind, checked.sheet, checked.headers = found.form.kind, sheet.name or None, found.headers
    checked.unknown_columns = found.unknown
    for text in found.twice:
        checked.add("F12", f"“{text}”列出现了两次，不知取哪一列。整份文件没有采用，请只留一列再报。")
    top = found.header_row
    if any(
        first <= top <= last and (last > first or right > left) for first, left, last, right in sheet.merged
    ):
        checked.add("F12", "表头有合并单元格(两级表头)。整份文件没有采用，请改成一行表头再报。")
    if found.unknown:
        checked.add("F08", f"认不出的列: {'、'.join(found.unknown)}。原件已保存，这些列没有采用。")
    if not sheet.visible:
        checked.add("F09", "数据所在的工作表是隐藏的，请核对是否该报这一张。")
    hidden = [row + 1 for row in sheet.hidden_rows if row > top]
    if hidden:
        checked.add("C10", f"有{len(hidden)}行是隐藏的(第{_numbers(hidden)}行)，也读了。请核对是否该报。")
    known = {place: name for name, place in found.positions.items()}
    covered = [found.headers[known[column]] for column in sheet.hidden_columns if column in known]
    if covered:
        checked.add("C10", f"有隐藏的列: {'、'.join(covered)}，也读了。请核对是否该报。")
    if not any(is_filled(line) and not is_example(found, line) for _, line in found.lines):
        checked.add("F05", "只有表头，没有数据行。")


def _numbers(rows: list[int]) -> str:
    return "、".join(map(str, rows[:10])) + ("等" if len(rows) > 10 else "")


# -- what the whole file says --------------------------------------------------------------------------------------


def _settle_county(checked: Checked, found: Found, code: str | None) -> None:
    if not found.form.has_places:
        return
    if code is None:
        checked.add("F06", "看不出是哪个县。请用 --area 指明区划，或用 --store 指明数据仓。")
        return
    try:
        checked.county = locating.county(code)
    except ConfigError:
        checked.add("F06", f"区划表里没有县代码“{code[:6]}”。")
        return
    column = found.positions.get("county")
    if column is None:
        return
    names = {cells.clean(line[column]) for _, line in found.lines if len(line) > column} - {""}
    wrong = sorted(name for name in names if locating.counties_by_name().get(name, code) != code)
    if wrong:
        checked.add("F06", f"“县”列有{'、'.join(wrong[:3])}，不是本县。整份文件没有采用。")


def _settle_month(checked: Checked, found: Found, given: date | None) -> None:
    """The month is the given one, else the one that most rows name."""
    checked.month = given
    name = found.form.month_column
    if given is None and name in found.positions:
        place = found.positions[name]
        said = Counter(
            when
            for number, line in found.lines
            if len(line) > place
            and not is_example(found, line)
            and (when := _month_of(found, number, place, line[place]))
        )
        checked.month = said.most_common(1)[0][0] if said else None
    if checked.month is not None and checked.month > datetime.now(COUNTY_TIME).date():
        checked.add("F04", f"月份{checked.month:%Y年%m月}在将来，请核对。")


def _month_of(found: Found, number: int, place: int, text: str) -> date | None:
    try:
        return cells.month(cells.clean(text))
    except cells.Bad:
        day = cells.serial_day(text) if found.sheet.typed.get((number - 1, place)) == "number" else None
        return day.replace(day=1) if day else None


def _check_needed(checked: Checked, found: Found, area: str | None) -> None:
    for one in found.form.fields:
        if one.name in found.positions or not is_needed(found.form, one, checked.month, area):
            continue
        close = [
            text
            for text in found.unknown
            if difflib.get_close_matches(text, [plain_header(one.label)], cutoff=0.4)
        ]
        hint = f"；“{close[0]}”像是它，请改成“{one.label}”" if close else ""
        checked.add("F03", f"缺少“{one.label}”列{hint}。整份文件没有采用，请用表样填写再报。")


def _settle_area(checked: Checked, area: str | None) -> None:
    checked.towns = tuple(sorted({row.get("town_code") for row in checked.rows if row.get("town_code")}))
    others = [town for town in checked.towns if area and not town.startswith(area)]
    if others and checked.county is not None:
        names = "、".join(town_name(checked, town) for town in others)
        checked.add("F06", f"文件里有{names}的行，与指明的区划不一致。整份文件没有采用。")


# -- rows beside each other ----------------------------------------------------------------------------------------


def _check_together(checked: Checked, form: Form) -> None:
    if checked.kind is None:
        return
    around = Around(checked.kind, checked.month or date(2100, 12, 1))
    for rule_id in ("I01", "I02", "I03"):
        rule, check = rules.ROW_RULES[rule_id]
        for row in checked.rows:
            if row.get("id_no"):
                for fault in check(row, around):
                    checked.add(rule.id, f"{fault.message}。", row, fault.column)
    seen: dict[tuple[Any, ...], int] = {}
    for row in checked.rows:
        key = key_of(form, row)
        if key is None or row.is_refused:
            continue
        if key in seen:
            labels = "、".join(f"“{label}”" for label in key_labels(form))
            checked.add("C12", f"{labels}与第{seen[key]}行相同，同一件事只报一行。请核对后删去一行。", row)
        seen.setdefault(key, row.number)
    kinds = {row.identity.is_synthetic for row in checked.rows if row.identity is not None}
    if len(kinds) > 1:
        checked.add("F07", "合成数据(证件号码用演示区划)与真实数据混在一份文件里。整份文件没有采用。")
