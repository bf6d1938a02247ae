"""The sound files that every case starts from: five templates filled in, and the three sample exports shortened."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from shouwang.intake import form_for, template
from tests.intake.bad.draft import SHEET, Draft, Line, read_lines
from tests.intake.conftest import demo_id
from tests.intake.filling import HOME

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TOWN, TOWN_CODE, MONTH = "保安镇", "420281101", date(2023, 11, 1)
FORMS = ("household_month", "person_month", "income_year", "employment_month", "project")
EXPORTS = {"monitored": "监测对象信息", "alleviated": "脱贫户信息", "working": "已外出务工信息"}
EVERY = (*FORMS, *EXPORTS)
HOMES = 4  # households of the exports; forms have eight rows
ROLES: dict[str, dict[str, str]] = {
    "household_month": {"count": "hh_persons", "enum": "hh_type", "month": "stat_month", "phone": "phone", "key": "hh_id"},
    "person_month": {"id": "id_no", "name": "name", "date": "birth_date", "enum": "health", "month": "stat_month", "key": "person_id"},
    "income_year": {"money": "wage", "net": "net_total", "count": "persons_year", "enum": "caliber", "key": "hh_id", "year": "income_year"},
    "employment_month": {"wage": "month_wage", "month": "stat_month", "enum": "channel", "flag": "working", "key": "person_id"},
    "project": {"amount": "plan_total", "date": "plan_order_at", "enum": "type", "name": "resp_person", "key": "project_id", "year": "plan_year"},
    "monitored": {
        "id": "id_no", "name": "name", "enum": "health", "money": "wage", "net": "net_total", "count": "hh_persons",
        "phone": "phone", "key": "person_id", "found": "identified_month",
    },
    "alleviated": {
        "id": "id_no", "name": "name", "enum": "health", "money": "wage", "net": "net_total", "count": "hh_persons",
        "phone": "phone", "key": "person_id",
    },
    "working": {"id": "id_no", "name": "name", "wage": "month_wage", "enum": "channel", "key": "person_id", "flag": "working"},
}  # fmt: skip
_PLACES = {"town": TOWN, "village": "桃树村", "stat_month": "2023-11"}
_NAMES = ("周试甲", "吴试乙", "郑试丙", "王试丁", "冯试戊", "陈试己", "褚试庚", "卫试辛")


def base(name: str) -> Draft:
    """Return a fresh copy of a sound file."""
    return _base(name).copy()


@lru_cache(maxsize=16)
def _base(name: str) -> Draft:
    return _form(name) if name in FORMS else _export(name)


def _form(table: str) -> Draft:
    form = form_for(table)
    bound = MONTH if form.month_column else None
    parts = _parts(template(table, county=HOME, month=bound))
    lines, styles = read_lines(parts)
    before, after = _around(parts)
    columns = ["", *(one.name for one in form.fields)]
    found = re.findall(r'<col min="(\d+)" max="\d+" width="[^"]*" style="(\d+)"', before)
    by_column = {int(number): style for number, style in found}
    lines += [
        Line([str(number + 1), *(_written(row.get(one.name)) for one in form.fields)])
        for number, row in enumerate(_rows(table))
    ]
    return Draft(
        table, table, parts, lines, 1, 3, columns,
        [by_column.get(number, "") for number in range(1, len(columns) + 1)],
        ROLES[table], f"{form.table.label}_{TOWN}.xlsx", before, after, top_styles=styles,
    )  # fmt: skip


def _written(value: Any) -> Any:
    return value


def _export(kind: str) -> Draft:
    path = next(path for path in SAMPLES.iterdir() if EXPORTS[kind] in path.name)
    parts = _parts(path.read_bytes())
    before, after = _around(parts)
    lines, styles = read_lines(parts, 80)
    header = lines[2].cells
    fields = [_field(kind, str(text)) for text in header]
    home = fields.index("hh_id")
    homes = list(dict.fromkeys(line.cells[home] for line in lines[3:]))[:HOMES]
    data = [line for line in lines[3:] if line.cells[home] in homes]
    if kind == "working":
        data = lines[3:11]
    style = styles.get((3, 0), "")
    kept = {where: one for where, one in styles.items() if where[0] < 3}
    return Draft(
        kind, kind, parts, [*lines[:3], *data], 2, 3, fields, [style] * len(fields), ROLES[kind], path.name, before,
        after, is_template=False, top_styles=kept,
    )  # fmt: skip


def _field(kind: str, header: str) -> str:
    from shouwang.intake.kinds import aliases, plain_header

    target = aliases()[kind].get(plain_header(header))
    return target.column if target is not None else ""


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _around(parts: dict[str, bytes]) -> tuple[str, str]:
    text = parts[SHEET].decode()
    return text[: text.index("<sheetData>")], text[text.index("</sheetData>") + len("</sheetData>") :]


def _rows(table: str) -> list[dict[str, Any]]:
    """Return eight rows as people would type them; two persons a household."""
    form = form_for(table)
    rows = []
    for number in range(8):
        home = f"4202811010000{number // 2 + 1:04}"
        one: dict[str, Any] = {**_PLACES, "hh_id": home, "person_id": f"{home}{number % 2 + 1:02}"}
        one |= _TOLD[table](number)
        rows.append(
            {name: value for name, value in one.items() if name in {each.name for each in form.fields}}
        )
    return rows


def _household(number: int) -> dict[str, Any]:
    is_monitored = number % 2 == 0
    told = {
        "mon_type": "脱贫不稳定户", "risk_status": "未消除", "identified_month": "2023-01", "risk_1": "因病",
    }  # fmt: skip
    return {
        "hh_id": f"4202811010000{number + 1:04}", "head_name": _NAMES[number], "hh_type": "脱贫户", "hh_persons": 2,
        "is_no_labour": "否", "phone": f"1001234567{number}", "house_dilapidated": "否", "water_safe": "是",
        "house_area": 80.5, **(told if is_monitored else {}),
    }  # fmt: skip


def _person(number: int) -> dict[str, Any]:
    is_head = number % 2 == 0
    birth = f"19{70 + number}0203"
    return {
        "name": _NAMES[number], "id_type": "居民身份证", "id_no": demo_id(birth, 11 + number), "ethnic": "汉族",
        "relation": "户主" if is_head else "配偶", "sex": "男" if is_head else "女",
        "birth_date": date(1970 + number, 2, 3), "edu": "初中", "health": "健康", "labour": "普通劳动力",
        "insured_resident": "是", "insured_employee": "否", "in_household": "是",
    }  # fmt: skip


def _income(number: int) -> dict[str, Any]:
    return {
        "hh_id": f"4202811010000{number + 1:04}", "income_year": 2023, "window_type": "上年10月至本年9月",
        "caliber": "人均纯收入", "wage": 8000, "operating": 20000.5, "property": 0, "transfer": 6000, "operating_expense": 4000.5,
        "net_total": 30000, "persons_year": 2, "net_per_capita": 15000,
    }  # fmt: skip


def _work(_: int) -> dict[str, Any]:
    return {
        "working": "是", "place_name": "广东省深圳市", "place_class": "省外", "start_month": "2023-02", "month_wage": 4500,
        "channel": "企业", "industry": "制造业",
    }  # fmt: skip


def _project(number: int) -> dict[str, Any]:
    return {
        "project_id": f"XM2023{number:03}", "name": f"桃树村产业路{number + 1}期", "dept_code": "乡村振兴",
        "resp_unit": "保安镇人民政府", "resp_person": _NAMES[number], "type": "产业", "content": "硬化道路1公里", "pool_year": 2022,
        "plan_year": 2023, "plan_order_at": date(2023, 3, 8), "plan_central": 8000, "plan_total": 8000,
        "state": "已下达", "benefit_hh": 12, "benefit_persons": 30, "benefit_alleviated_persons": 5,
    }  # fmt: skip


_TOLD = {
    "household_month": _household, "person_month": _person, "income_year": _income, "employment_month": _work,
    "project": _project,
}  # fmt: skip
