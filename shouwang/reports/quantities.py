"""Quantities: a number as it is written, and the unit it is counted in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = dict(zip("零一二两三四五六七八九", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
PERSON, HOUSEHOLD, VISITS, PIECE, MONEY, PERCENT = "人", "户", "人次", "个", "元", "%"
_PIECES = "个座项家支所处条件口笔宗张眼栋间台"
_UNIT = (
    r"人次|户次|场次|个百分点|百分点|公里|千米|平方米|平方公里|公斤|千克|米|亩|吨|㎡|小时|分钟|天|日|年|月|次|期|批|岁|度|元/|"
    rf"个方面|个月|个工作日|(?:万|亿)?元|(?:万|亿)?户|(?:万|亿)?(?:人|名|位)|%|[{_PIECES}]|个|万|亿|方面|个方面|个月|个工作日|个百分点|篇|号|届|类|级|组|周|季"
)
_QUANTITY = re.compile(
    rf"(?P<about>(?<!签)约|近|超过|超|突破|达到|不低于|不少于|不超过|至少|高于|低于)?\s*"
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[一二两三四五六七八九十百千零]{{1,7}})"
    rf"(?P<scale>[万亿千百](?=余|多|来|[户人名元个]))?(?P<more>余|多|来|几)?\s?(?P<unit>{_UNIT})(?P<after>余|多)?"
)
MEASURES = frozenset(
    [
        "户次",
        "场次",
        "个百分点",
        "个方面",
        "个月",
        "个工作日",
        "百分点",
        "公里",
        "千米",
        "平方米",
        "平方公里",
        "公斤",
        "千克",
        "米",
        "亩",
        "吨",
        "㎡",
        "小时",
        "分钟",
        "天",
        "日",
        "年",
        "月",
        "次",
        "期",
        "批",
        "岁",
        "度",
        "元/",
        "方面",
        "篇",
        "号",
        "届",
        "类",
        "级",
        "组",
        "周",
        "季",
    ]
)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit at [start, end) of the text it was found in.

    ``kind`` is 户, 人, 人次, 个, 元 or %, or "" for what no indicator counts (公里, 天, 次 …).
    """

    start: int
    end: int
    value: Decimal
    unit: str
    kind: str
    about: str
    written: str

    @property
    def number(self) -> int | float:
        return int(self.value) if self.value == self.value.to_integral_value() else float(self.value)


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a plain text, in order."""
    found = []
    for match in _QUANTITY.finditer(text):
        one = _quantity(text, match)
        if one is not None:
            found.append(one)
    return found


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    written, unit = match["number"], match["unit"]
    before = text[match.start("number") - 1] if match.start("number") else ""
    after = text[match.end()] if match.end() < len(text) else ""
    if before.isascii() and (before.isalnum() or before in "-/.+_"):
        return None  # a part of a code, a date or a telephone number
    if not written[0].isdigit():
        paired = re.match(r"[一二两三四五六七八九十百]+人", text[match.end() : match.end() + 6]) or re.search(
            r"[一二两三四五六七八九十百]户$", text[max(0, match.start("number") - 4) : match.start("number")]
        )
        if not paired and _is_idiom(written, unit, before, after, match["more"] or match["scale"]):
            return None
        value = Decimal(chinese(written))
    else:
        value = Decimal(written.replace(",", ""))
    scale = match["scale"] or ""
    unit, kind = _unit(unit, scale, after)
    about = _about(match)
    return Quantity(match.start("number"), match.end(), value, unit, kind, about, written)


def _unit(unit: str, scale: str, after: str) -> tuple[str, str]:
    if unit in MEASURES:
        return unit, ""
    whole = scale + unit
    if unit in {"万", "亿"}:
        # 300万: money where nothing else is counted. 4万余 and the like end in their unit.
        return (f"{unit}元", MONEY) if after not in "亩吨公斤株只头羽米方棵" or after == "" else (unit, "")
    if unit.endswith("元"):
        return whole, MONEY
    if unit.endswith("户"):
        return whole, HOUSEHOLD
    if unit == "人次":
        return whole, VISITS
    if unit[-1] in "人名位":
        return whole.replace("名", "人").replace("位", "人"), PERSON
    if unit == "%":
        return "%", PERCENT
    return "个" if not scale else scale + "个", PIECE


def _about(match: re.Match[str]) -> str:
    if match["more"] in {"余", "多", "来"} or match["after"]:
        return "余"
    return {
        "约": "约",
        "近": "约",
        "超": "以上",
        "超过": "以上",
        "突破": "以上",
        "不低于": "目标",
        "不少于": "目标",
    }.get(match["about"] or "", "")


def _is_idiom(written: str, unit: str, before: str, after: str, marked: str | None) -> bool:
    """Say whether a number in Chinese signs is a way of speaking (一户一策, 三类对象, 两不愁) and counts nothing."""
    if (
        unit not in {"户", "人", "名", "个", "万元", "元", "项", "条", "家", "座"}
        or before in "第每逐万十百千"
    ):
        return True
    if len(written) == 1 and not marked and (written != "两" or unit not in {"户", "人", "名", "个"}):
        return True
    if written[0] in "百千" or (after and after in "一方"):
        return True
    return len(written) > 1 and not any(sign in "十百千" for sign in written)


def chinese(written: str) -> int:
    """Return a number up to 9999 written in Chinese signs.

    >>> chinese("一百二十三"), chinese("十五"), chinese("两千零七")
    (123, 15, 2007)
    """
    total, digit = 0, 0
    for sign in written:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
