"""One file from end to end: opened, read, mapped, every rule applied. All faults at once; nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from shouwang.access import mask
from shouwang.clock import COUNTY_TIME
from shouwang.errors import Problem
from shouwang.intake import cells, locating, rules
from shouwang.intake.identity import length_fault, read_identity
from shouwang.intake.kinds import PLACE, ExportKind, Target
from shouwang.intake.locating import County
from shouwang.intake.precheck import Refused
from shouwang.intake.reader import open_file
from shouwang.intake.rules import Around, Row
from shouwang.intake.sheets import Table, find_table
from shouwang.schema import Column, Sensitive

_LONG_NUMBER = re.compile(r"\d{15,}[Xx]?")
TOTAL = re.compile(r"合计|小计|总计|填表人|审核人|制表|负责人")
_MASKED_NUMBERS = frozenset({"hh_id", "person_id"})


@dataclass
class Checked:
    """What a file turned out to be: kind, month, townships, rows, and every fault of it.

    ``rows`` holds every data row, refused ones too (``is_refused``): rows in = rows taken + rows refused.
    """

    file: str
    kind: ExportKind | None = None
    month: date | None = None
    county: County | None = None
    towns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()
    sheet: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        return not any(problem.level != rules.WARN for problem in self.problems)

    @property
    def rows_in(self) -> int:
        return len(self.rows)

    @property
    def rows_refused(self) -> int:
        whole = any(problem.level == rules.FILE for problem in self.problems)
        return self.rows_in if whole else sum(row.is_refused for row in self.rows)

    @property
    def rows_taken(self) -> int:
        return self.rows_in - self.rows_refused

    @property
    def is_synthetic(self) -> bool:
        return any(row.identity is not None and row.identity.is_synthetic for row in self.rows)

    @property
    def month_text(self) -> str | None:
        return f"{self.month:%Y-%m}" if self.month else None

    @property
    def area(self) -> str | None:
        """The township the file is of, or its county where there are several."""
        if len(self.towns) == 1:
            return self.towns[0]
        return self.county.code if self.county else None

    def add(self, rule_id: str, message: str, row: Row | None = None, column: str | None = None) -> None:
        """Note a fault under a rule; a refused row is marked."""
        rule = rules.every_rule()[rule_id]
        if row is not None and rule.level == rules.ROW:
            row.is_refused = True
        header = self.headers.get(column, column) if column else None
        number = row.number if row is not None else None
        self.problems.append(Problem(self.file, self.sheet, number, header, rule_id, rule.level, message))

    def sort_problems(self) -> None:
        self.problems.sort(key=lambda fault: (fault.row or 0, fault.rule, fault.column or ""))


def shown_name(path: Path) -> str:
    """Return a file's name as messages may show it: a whole identity number in it is masked."""
    return _LONG_NUMBER.sub(lambda found: mask(Sensitive.ID_NO, found[0]) or "", path.name)


def check_file(
    path: Path,
    *,
    name: str | None = None,
    county: str | None = None,
    kind: str | None = None,
    month: date | None = None,
    area: str | None = None,
) -> Checked:
    """Return what a file holds, with every fault of it.

    Args:
        name: what the sender calls the file (default: its own name); a hint of kind and month, and used in messages.
        county: code of the county that the file must belong to; None takes the county that its rows name.
        kind, month, area: said by the sender; they must not contradict the file.
    """
    checked = Checked(name or shown_name(path))
    try:
        sheets = open_file(path, checked.file).sheets
    except Refused as reason:
        checked.add("F01", f"{reason}。")
        return checked
    try:
        table = find_table(sheets, checked.file, kind)
    except Refused as reason:
        checked.add("F02", f"{reason}。")
        return checked
    _describe(checked, table)
    _settle_month(checked, table, month)
    _settle_county(checked, table, county)
    if checked.county is None or checked.month is None or table.missing:
        checked.rows = [Row(number) for number, line in table.lines() if any(line)]
        return checked
    around = Around(table.kind, checked.month)
    _read_rows(checked, table)
    _settle_area(checked, area)
    _apply_rules(checked, around)
    checked.sort_problems()
    return checked


def _describe(checked: Checked, table: Table) -> None:
    checked.kind, checked.sheet, checked.headers = table.kind, table.sheet.name, table.headers
    checked.unknown_columns = table.unknown
    for sentence in table.missing.values():
        checked.add("F03", f"{sentence}。整份文件没有采用，请用导出的原文件再报。")
    if table.unknown:
        checked.add("F08", f"认不出的列: {'、'.join(table.unknown)}。原件已保存，这些列没有采用。")
    if not table.sheet.visible:
        checked.add("F09", "数据所在的工作表是隐藏的，请核对是否该报这一张。")


def _settle_month(checked: Checked, table: Table, given: date | None) -> None:
    if given is not None and table.month is not None and given != table.month:
        checked.add("F04", f"文件里的数据日期是{table.month:%Y年%m月}，与指明的{given:%Y年%m月}不一致。")
        return
    found = given or table.month or table.month_of_name
    if found is None:
        checked.add("F04", "看不出是哪个月(没有“数据日期:20231130”这样的一行)。请用 --month 指明。")
    elif found > datetime.now(COUNTY_TIME).date():
        checked.add("F04", f"数据日期{found:%Y年%m月}在将来，请核对。")
    else:
        checked.month = found


def _settle_county(checked: Checked, table: Table, given: str | None) -> None:
    """Find the county by the name in the rows; a given county must be it."""
    if not any(any(line) for _, line in table.lines()):
        checked.add("F05", "只有表头，没有数据行。")
        return
    position = table.columns.get("county")
    names = {
        cells.clean(line[position])
        for _, line in table.lines()
        if position is not None and len(line) > position
    }
    names.discard("")
    known = locating.counties_by_name()
    codes = {known.get(name) for name in names if not TOTAL.search(name)}
    if given is None and len(codes) != 1:
        checked.add("F06", "看不出是哪个县(“县(市、区、旗)”列为空、不一致，或不在区划表里)。")
        return
    code = given or next(iter(codes))
    if code is None or (codes and codes != {code}):
        checked.add("F06", f"“县”列是{'、'.join(sorted(names))}，不是本数据仓的县。整份文件没有采用。")
        return
    checked.county = locating.county(code)


def _settle_area(checked: Checked, given: str | None) -> None:
    checked.towns = tuple(sorted({row.get("town_code") for row in checked.rows if row.get("town_code")}))
    others = [town for town in checked.towns if given and not town.startswith(given)]
    if others and checked.county is not None:
        names = "、".join(checked.county.town_name(town) for town in others)
        checked.add("F06", f"文件里有{names}的行，与指明的区划不一致。整份文件没有采用。")


# -- rows ----------------------------------------------------------------------------------------------------------


def _read_rows(checked: Checked, table: Table) -> None:
    merged = {
        line
        for top, _, bottom, _ in table.sheet.merged
        if bottom > top
        for line in range(top + 1, bottom + 1)
    }
    for number, line in table.lines():
        if not any(cell.strip() for cell in line):
            checked.add("C07", "空行，已跳过。", Row(number))
            continue
        row = Row(number)
        checked.rows.append(row)
        if _is_total(table, line):
            checked.add("C06", "像是合计、小计或签字行，不是一个人的数据，请删去。", row)
            continue
        if number - 1 in merged:
            checked.add("C05", "这一行有合并单元格，下面的格会变空。请取消合并、补齐后再报。", row)
        for column, target in table.targets.items():
            _read_cell(checked, table, row, line, column, target)
        _derive(checked, row)


def _is_total(table: Table, line: list[str]) -> bool:
    position = table.columns["person_id"]
    empty = len(line) <= position or not line[position].strip()
    return empty and any(TOTAL.search(cell) for cell in line)


def _read_cell(checked: Checked, table: Table, row: Row, line: list[str], name: str, target: Target) -> None:
    position = table.columns[name]
    raw = line[position] if position < len(line) else ""
    column = target.schema
    text = cells.clean(raw, column)
    if not text:
        row.values.setdefault(name, None)  # the education column may have told the school already
        if name in table.kind.filled:
            checked.add("C01", "没有填。", row, name)
        return
    typed = table.sheet.typed.get((row.number - 1, position))
    if typed == "number" and name in cells.NUMBERS:
        checked.add("C03", "存成了数字，后面几位可能已经丢失。请按文本重新导出。", row, name)
        return
    if typed == "error":
        checked.add("C08", f"公式出错({text[:10]})，没有值。请改正公式或直接填写。", row, name)
        return
    if typed == "bool":
        checked.add("C02", f"“{text}”是逻辑值，请填写文字或数。", row, name)
        return
    if name in {"id_no", "name"} and text != raw:
        checked.add("C04", "有看不见的符号、空格或全角字符，已去掉。", row, name)
    row.values[name] = text if target.table == PLACE else _typed(checked, row, name, column, text)


def _typed(checked: Checked, row: Row, name: str, column: Column | None, text: str) -> object:
    assert column is not None
    if name == "edu" and (school := cells.pre_school(text)) is not None:
        row.values["school"] = school
        return None
    if name == "school" and row.get("school"):
        return row.get("school")
    if name == "id_no":
        return text.upper().lstrip("'")
    try:
        return cells.read(column, text)
    except cells.Bad as fault:
        shown = mask(column.sensitive, text) if column.sensitive is not None else None
        message = f"{shown} {fault}" if shown and shown not in str(fault) else str(fault)
        checked.add("C02", f"{message}。", row, name)
        return None


def _derive(checked: Checked, row: Row) -> None:
    """Add what follows from the cells: codes of the place, what the identity number says, where the work is."""
    county = checked.county
    assert county is not None
    town_name = row.get("town")
    if town_name:
        row.values["town_code"] = county.town(town_name)
        if row.get("town_code") is None:
            checked.add("P01", f"区划表里没有乡镇“{town_name[:20]}”，请核对名称。", row, "town")
    if row.get("town_code") and row.get("village"):
        row.values["village_code"] = county.village(row.get("town_code"), row.get("village"))
        if row.get("village_code") is None:
            checked.add(
                "P02", f"区划表里{town_name}没有村“{row.get('village')[:20]}”，请核对名称。", row, "village"
            )
    number = row.get("id_no")
    if number and length_fault(number) is None:
        row.identity = read_identity(number)
    if row.get("place_name"):
        row.values["place_class"] = locating.place_class(row.get("place_name"), county, town_name or "")


# -- rules ---------------------------------------------------------------------------------------------------------


def _apply_rules(checked: Checked, around: Around) -> None:
    told = {(problem.row, problem.column) for problem in checked.problems}
    for rule_id, fault in _faults(checked.rows, around):
        if fault.column and (fault.row.number, checked.headers.get(fault.column, fault.column)) in told:
            continue  # the cell could not be read, or is empty: one reason is enough
        message = fault.message if fault.message.endswith("。") else f"{fault.message}。"
        checked.add(rule_id, message, fault.row, fault.column)
    kinds = {row.identity.is_synthetic for row in checked.rows if row.identity is not None}
    if len(kinds) > 1:
        checked.add("F07", "合成数据(证件号码用演示区划)与真实数据混在一份文件里。整份文件没有采用。")


def _faults(rows: list[Row], around: Around) -> Iterator[tuple[str, rules.Fault]]:
    whole = [row for row in rows if row.values]
    for rule, row_check in rules.ROW_RULES.values():
        for row in whole:
            yield from ((rule.id, fault) for fault in row_check(row, around))
    families = list(rules.households(whole).values())
    for rule, household_check in rules.HOUSEHOLD_RULES.values():
        for family in families:
            yield from ((rule.id, fault) for fault in household_check(family, around))
    for rule, file_check in rules.FILE_RULES.values():
        yield from ((rule.id, fault) for fault in file_check(whole, around))
