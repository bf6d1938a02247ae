"""Big workbooks as offices would send them, of synthetic and impossible people, written row by row."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from shouwang.intake import form_for
from shouwang.intake.locating import county
from shouwang.rules.identity import checksum
from shouwang.schema import codes

COUNTY, MONTH = "420281", "2023-11"
SURNAMES, GIVEN = "周吴郑王冯陈褚卫蒋沈韩杨", "试样例演"
_TEXT = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
Line = list[str]
EXPORT = (
    "序号", "县(市、区、旗)", "乡(镇)", "行政村", "户编号", "户类型", "监测对象类别", "风险是否已消除", "识别监测时间",
    "消除监测时间", "风险消除方式", "致贫/返贫风险1", "致贫/返贫风险2", "是否危房户", "是否解决安全饮用水", "户联系电话",
    "工资性收入", "生产经营性收入", "财产性收入", "转移性收入", "生产经营性支出（合计）", "纯收入（元）", "人均纯收入（元）",
    "当前家庭人口数", "人编号", "姓名", "证件号码", "与户主关系", "文化程度", "在校生状况", "健康状况", "劳动技能",
    "是否参加城乡居民基本医疗保险", "是否参加城镇职工基本医疗保险", "是否参加大病保险", "是否参加城乡居民基本养老保险",
    "享受低保政策情况", "享受特困供养政策情况", "耕地面积(亩)", "林地面积(亩)",
)  # fmt: skip


def write(path: Path, lines: Iterator[Line], numbers: frozenset[int] = frozenset()) -> None:
    """Write lines as a workbook of text cells; the columns of ``numbers`` as numbers."""
    book = xlsxwriter.Workbook(str(path), _TEXT)
    sheet = book.add_worksheet("Sheet1")
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            if not cell:
                continue
            if column in numbers and number > 2:
                sheet.write_number(number, column, float(cell))
            else:
                sheet.write_string(number, column, cell)
    book.close()


def places() -> list[tuple[str, str]]:
    """Return (township, village) by name, in the order of their codes."""
    home = county(COUNTY)
    named = {code: (home.town_name(town), name) for (town, name), code in home.villages.items()}
    return [named[code] for code in sorted(named)]


def id_number(sequence: int) -> tuple[str, date]:
    """Return an impossible identity number, another for each of 23,993 x 999 sequences, and the birth date in it."""
    born = date(1940, 1, 1) + timedelta(days=sequence * 7919 % 23_993)
    first = f"420299{born:%Y%m%d}{sequence % 999:03d}"
    return first + checksum(first), born


def households(count: int) -> Iterator[Line]:
    """Yield the form of households: ``count`` rows."""
    form, chance, where = form_for("household_month"), random.Random(1), places()
    yield ["农户月表"]
    yield ["序号", *(one.header for one in form.fields)]
    for number in range(count):
        town, village = where[number % len(where)]
        told = {
            "town": town, "village": village, "stat_month": MONTH, "hh_id": f"420281{number:011d}",
            "group_name": f"{number % 9 + 1}组", "head_name": person_name(chance), "hh_type": "脱贫户",
            "hh_persons": str(1 + number % 5), "is_no_labour": "否", "is_backstop": "否",
            "phone": f"100{number:08d}", "house_dilapidated": "否", "house_area": f"{60 + number % 90}.5",
            "water_safe": "是", "toilet": "是", "toilet_works": "是", "road_type": next(iter(codes.ROAD.values())),
            "road_distance_km": f"0.{number % 9 + 1}", "farmland_mu": f"{number % 12}.25", "forest_mu": "0",
            "emergency_first": "否", "helper_id": f"B{number % 500:04d}",
        }  # fmt: skip
        yield [str(number + 1), *(told.get(one.name, "") for one in form.fields)]


def export(count: int, persons: int = 2) -> Iterator[Line]:
    """Yield the alleviated export of ``count`` households of so many persons: 40 columns, one row a person."""
    chance, where = random.Random(2), places()
    yield ["(自定义)脱贫户信息"]
    yield ["数据日期:20231130"]
    yield list(EXPORT)
    for number in range(count):
        town, village = where[number % len(where)]
        income = 8000 + chance.randrange(30_000)
        for member in range(persons):
            who, _ = id_number(number * persons + member)
            told = dict.fromkeys(EXPORT, "") | {
                "序号": str(number + 1), "县(市、区、旗)": "大冶市", "乡(镇)": town, "行政村": village,
                "户编号": f"420281{number:011d}", "户类型": "脱贫户", "是否危房户": "否", "是否解决安全饮用水": "是",
                "户联系电话": f"100{number:08d}", "工资性收入": str(income), "生产经营性收入": "6000", "财产性收入": "0",
                "转移性收入": "2000", "生产经营性支出（合计）": "1000", "纯收入（元）": str(income + 7000),
                "人均纯收入（元）": f"{(income + 7000) / persons:.2f}", "当前家庭人口数": str(persons),
                "人编号": f"420281{number:011d}{member:02d}", "姓名": person_name(chance), "证件号码": who,
                "与户主关系": "户主" if member == 0 else "配偶", "文化程度": "初中", "健康状况": "健康",
                "劳动技能": "普通劳动力", "是否参加城乡居民基本医疗保险": "是", "是否参加城镇职工基本医疗保险": "否",
                "是否参加大病保险": "是", "是否参加城乡居民基本养老保险": "是", "耕地面积(亩)": f"{number % 12}.25",
                "林地面积(亩)": "0",
            }  # fmt: skip
            yield list(told.values())


def persons(count: int, size: int = 4) -> Iterator[Line]:
    """Yield the form of persons: ``count`` rows, ``size`` to a household."""
    form, chance, where = form_for("person_month"), random.Random(3), places()
    yield ["人口月表"]
    yield ["序号", *(one.header for one in form.fields)]
    for number in range(count):
        house = number // size
        town, village = where[house % len(where)]
        who, born = id_number(number)
        told = {
            "town": town, "village": village, "stat_month": MONTH, "person_id": f"420281{number:013d}",
            "hh_id": f"420281{house:011d}", "name": person_name(chance), "id_type": "居民身份证", "id_no": who,
            "relation": "户主" if number % size == 0 else "其他", "sex": "男" if int(who[16]) % 2 else "女",
            "birth_date": f"{born:%Y-%m-%d}", "ethnic": "汉族", "edu": "初中", "health": "健康", "labour": "普通劳动力",
            "insured_resident": "是", "insured_employee": "否", "insured_major": "是", "pension": "是",
            "in_household": "是",
        }  # fmt: skip
        yield [str(number + 1), *(told.get(one.name, "") for one in form.fields)]


def person_name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))


KINDS: dict[str, tuple[str, Callable[[int], Iterator[Line]]]] = {
    "household_month": ("表样 农户月表", households),
    "alleviated": ("导出 脱贫户信息", export),
    "person_month": ("表样 人口月表", persons),
}
