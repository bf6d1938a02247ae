"""Exports drawn in the test: one small household sheet, changed where the test says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from shouwang.intake import Checked, check
from shouwang.rules.identity import checksum

Rows = list[dict[str, object]]
Draw = Callable[..., Path]
TITLES = {
    "monitored": "(自定义)监测对象信息",
    "alleviated": "(自定义)脱贫户信息",
    "working": "(务工月监测)已外出务工信息",
}


# The shape of an identity number: 18 places, 20 of a disabled person, 22 of a certificate issued again.
SHAPE = re.compile(r"[0-9]{17}[0-9X]([1-7][1-4]([0-9]{2})?)?")


def demo_id(birth: str, sequence: int) -> str:
    """Return an impossible identity number (address 420299); an odd sequence is a man."""
    first = f"420299{birth}{sequence:03d}"
    return first + checksum(first)


def printed(changes: dict[str, object]) -> dict[str, object]:
    """Return changes by header as printed; headers with brackets may be named without them."""
    short = {
        "纯收入": "纯收入（元）",
        "人均纯收入": "人均纯收入（元）",
        "月收入": "务工月收入（元）",
        "乡镇": "乡(镇)",
    }
    return {short.get(name, name): value for name, value in changes.items()}


def household(**changes: object) -> Rows:
    """Return a household of two: earnings 20000 + 6000 + 0 + 2000 - 1000 = 27000, 13500 each."""
    common: dict[str, object] = {
        "县(市、区、旗)": "大冶市", "乡(镇)": "保安镇", "行政村": "桃树村", "户编号": "42028110100009001",
        "户类型": "脱贫户", "监测对象类别": "", "风险是否已消除": "", "识别监测时间": "", "消除监测时间": "", "风险消除方式": "",
        "致贫/返贫风险1": "", "致贫/返贫风险2": "", "是否危房户": "否", "是否解决安全饮用水": "是", "户联系电话": "10012345678",
        "工资性收入": "20000", "生产经营性收入": "6000", "财产性收入": "0", "转移性收入": "2000", "生产经营性支出（合计）": "1000",
        "纯收入（元）": "27000", "人均纯收入（元）": "13500", "当前家庭人口数": "2",
        "性别": "", "文化程度": "初中", "在校生状况": "", "健康状况": "健康", "劳动技能": "普通劳动力",
        "是否参加城乡居民基本医疗保险": "是", "是否参加城镇职工基本医疗保险": "否",
    }  # fmt: skip
    head = {
        "人编号": "4202811010000900101",
        "姓名": "周试",
        "证件号码": demo_id("19700203", 1),
        "与户主关系": "户主",
    }
    wife = {
        "人编号": "4202811010000900102",
        "姓名": "吴试",
        "证件号码": demo_id("19720405", 2),
        "与户主关系": "配偶",
    }
    return [{**common, **head, **printed(changes)}, {**common, **wife, **printed(changes)}]


def monitored(**changes: object) -> Rows:
    """Return the same household as an unstable one, identified in 2023-01."""
    told = {
        "监测对象类别": "脱贫不稳定户",
        "风险是否已消除": "否",
        "识别监测时间": "202301",
        "致贫/返贫风险1": "因病",
    }
    return household(**{**told, **changes})


def worker(**changes: object) -> Rows:
    """Return one worker, the head of that household."""
    head = household()[0]
    kept = ("县(市、区、旗)", "乡(镇)", "行政村", "户编号", "人编号", "姓名", "证件号码")
    told = {
        "是否已务工": "是", "务工所在地": "广东省深圳市", "务工开始时间": "202302", "务工结束时间": "", "务工月收入（元）": "4500",
        "就业渠道": "企业",
    }  # fmt: skip
    return [{**{name: head[name] for name in kept}, **told, **printed(changes)}]


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """Write rows as an export: two title rows, the header, all cells text (numbers stay numbers)."""

    def _draw(
        rows: Rows,
        kind: str = "alleviated",
        *,
        name: str | None = None,
        titles: list[str] | None = None,
        header: list[str] | None = None,
        date: str = "20231130",
    ) -> Path:
        path = tmp_path / (name or f"{TITLES[kind]}_{len(list(tmp_path.iterdir()))}.xlsx")
        book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
        sheet = book.add_worksheet("Sheet1")
        lines = titles if titles is not None else [TITLES[kind], f"数据日期:{date}"]
        for number, title in enumerate(lines):
            sheet.write_string(number, 0, title)
        names = list(rows[0]) if rows else []
        for column, label in enumerate(header or names):
            sheet.write_string(len(lines), column, label)
        for number, row in enumerate(rows, len(lines) + 1):
            for column, field in enumerate(names):
                value = row.get(field, "")
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write(number, column, value)
        book.close()
        return path

    return _draw


@pytest.fixture
def faults_of(draw: Draw) -> Callable[..., list[tuple[str, int | None, str | None]]]:
    """Return (rule, row, column) of every fault of drawn rows; the header is row 3, the first person row 4."""

    def _faults(
        rows: Rows, kind: str = "alleviated", **how: object
    ) -> list[tuple[str, int | None, str | None]]:
        return [(fault.rule, fault.row, fault.column) for fault in checked(draw(rows, kind, **how)).problems]

    return _faults


def checked(path: Path, **said: object) -> Checked:
    return check(path, **{"county": "420281", **said})  # type: ignore[arg-type]
