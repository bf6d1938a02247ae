"""One cell: text in, typed value out, or the reason why it cannot be. Nothing is guessed and nothing becomes 0."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.schema import Column, Kind, Sensitive, codes

LABELS = "label_aliases.csv"
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_DOTS = re.compile("[\u2022\uff65\u2027\uff0e\u22c5\u30fb]")
_NAME = re.compile(
    "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3007\u2ff0-\u2fffA-Za-z\u00b7 ]{1,50}"
)  # Chinese, rare signs and their spelled forms, letters, the middle dot
_MONTHS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(\d{4})(\d{2})()",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})[-/.年](\d{1,2})月?()",
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00:00)?",
    )
)
_DAYS = (
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
    re.compile(
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
        re.ASCII,
    ),
)
_SERIALS = (18264, 73050)  # 1950 and 2099
_MONEY = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_HAS_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]|_x00[01][0-9A-F]_")
MAX_TEXT = 500
KEYS = frozenset({"hh_id", "person_id"})
NUMBERS = KEYS | {"id_no"}  # text of digits: as numbers in a file they have lost their ends
SPELLED = re.compile("[\u2ff0-\u2fff]")  # a rare sign described by its parts


_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u3000]")
_WIDE_SIGNS = re.compile("[\uff01-\uff5e\u3000]")
_KEY = re.compile("[0-9A-Za-z-]{1,40}")


class Bad(ValueError):
    """The cell cannot be taken; the text says what is wrong and what it should be."""


def clean(text: str, column: Column | None = None) -> str:
    """Return the text without invisible signs and outer spaces; full-width digits and letters become plain ones.

    Names keep their signs (a compatibility ideograph is somebody's name); only the middle dot is made one.
    """
    text = _INVISIBLE.sub("", text).strip()
    if column is not None and column.sensitive is Sensitive.NAME:
        return _DOTS.sub("\u00b7", text)
    if column is not None and column.kind is Kind.TEXT and column.codes is None:
        # a sentence keeps the punctuation of its language; only digits, letters and spaces are made plain
        return _WIDE.sub(_narrow, text).strip()
    if column is not None and column.codes is None:
        # of numbers and days only the width is made plain: ⑧ and ² are no digits
        return _WIDE_SIGNS.sub(_narrow, text).strip()
    return unicodedata.normalize("NFKC", text).strip()


def _narrow(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def read(column: Column, text: str) -> object:
    """Return the value of a cleaned, non-empty text as the column's type.

    Raises:
        Bad: with the reason.
    """
    if column.codes is not None:
        return _code(column, text)
    if column.sensitive is Sensitive.NAME:
        if not _NAME.fullmatch(text):
            raise Bad("不像姓名(有不该有的符号，或过长)，请核对")
        return text
    if column.kind is Kind.MONTH:
        return month(text)
    if column.kind is Kind.DATE:
        return day(text)
    if column.kind is Kind.BOOL:
        return _flag(text)
    if column.kind is Kind.INT:
        return _count(text)
    if column.kind in {Kind.MONEY, Kind.DECIMAL, Kind.RATIO}:
        return _ratio(text) if column.kind is Kind.RATIO else _amount(text)
    if column.kind is Kind.DOUBLE:
        return float(_amount(text, places="0.000001"))
    if column.name in KEYS and not _KEY.fullmatch(text):
        raise Bad("编号只能是数字和字母，请核对")
    if column.name.endswith("_id") and not re.match(r"\w", text):
        raise Bad("编号应以数字、字母或汉字开头，请核对")
    return _text(text)


def _text(text: str) -> str:
    if _HAS_CONTROL.search(text):
        raise Bad("有看不见的控制符，请重新录入")
    if len(text) > MAX_TEXT:
        raise Bad(f"超过{MAX_TEXT}字，请核对")
    return text


def _code(column: Column, text: str) -> str:
    """Return the code of a label; several labels in one cell are joined by a comma (health)."""
    assert column.codes is not None
    by_label = _labels(column)
    if text in by_label:  # a label may hold a comma itself
        return by_label[text]
    labels = [part for part in re.split(r"[,;、]", text) if part]
    unknown = [label for label in labels if label not in by_label]
    if unknown or not labels or (len(labels) > 1 and column.name != "health"):
        raise Bad(f"“{text[:20]}”不在代码表里，应为: {'、'.join(column.codes.values())}")
    return ",".join(dict.fromkeys(by_label[label] for label in labels))


def _labels(column: Column) -> dict[str, str]:
    """Return label -> code: the schema's own labels, and what exports print instead (``label_aliases.csv``)."""
    assert column.codes is not None
    own = {unicodedata.normalize("NFKC", label): code for code, label in column.codes.items()}
    return {**own, **label_aliases().get(column.name, {})}


@lru_cache(maxsize=1)
def label_aliases() -> dict[str, dict[str, str]]:
    """Return column -> label as printed -> code.

    Raises:
        ConfigError: the file is missing or lacks a column.
    """
    found: dict[str, dict[str, str]] = {}
    try:
        with (REFERENCE / LABELS).open(encoding="utf-8", newline="") as stream:
            for line in csv.DictReader(stream):
                label = unicodedata.normalize("NFKC", line["label"])
                found.setdefault(line["column"], {})[label] = line["code"]
    except (FileNotFoundError, KeyError) as fault:
        raise ConfigError(f"参考文件 {LABELS} 不在，或缺少列 column、label、code。") from fault
    return found


def month(text: str) -> date:
    """Return the first day of a month printed as 202311, 2023-11, 2023年11月, or of a whole date.

    Raises:
        Bad: no such month (or day).
    """
    for form in _MONTHS:
        if found := form.fullmatch(text):
            try:
                return date(int(found[1]), int(found[2]), int(found[3] or 1)).replace(day=1)
            except ValueError as fault:
                raise Bad(f"“{text[:20]}”没有这个日期，应写成 202311 这样") from fault
    raise Bad(f"“{text[:20]}”不是年月，应写成 202311 这样")


def day(text: str) -> date:
    """Return a day printed as 2023-11-08, 2023.11.8, 2023年11月8日 or 20231108 (a time of day behind it is dropped).

    Raises:
        Bad: no such day, or a month without a day.
    """
    for form in _DAYS:
        if found := form.fullmatch(text):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError as fault:
                raise Bad(f"“{text[:20]}”没有这个日期，应写成 2023-11-08 这样") from fault
    raise Bad(f"“{text[:20]}”不是日期，应写成 2023-11-08 这样(年份四位)")


def serial_day(text: str) -> date | None:
    """Return the day of a serial number of Excel (45238 is 2023-11-08), None where it is none between 1950 and 2099."""
    if not re.fullmatch(r"[0-9]{5}(?:\.0+)?", text):
        return None
    days = int(float(text))
    return date(1899, 12, 30) + timedelta(days=days) if _SERIALS[0] <= days <= _SERIALS[1] else None


def _flag(text: str) -> bool:
    if text not in {"是", "否"}:
        raise Bad(f"“{text[:20]}”应为 是 或 否")
    return text == "是"


def _count(text: str) -> int:
    plain = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", text) else text
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise Bad(f"“{text[:20]}”不是整数")
    return int(plain)


def _amount(text: str, places: str = "0.01") -> Decimal:
    plain = text.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text) else text
    if not _MONEY.fullmatch(plain):
        raise Bad(f"“{text[:20]}”不是数。只写数字，不带单位、“约”或范围")
    try:
        return Decimal(plain).quantize(Decimal(places))
    except InvalidOperation as fault:
        raise Bad(f"“{text[:20]}”不是数") from fault


def _ratio(text: str) -> Decimal:
    """Return a share of 0 to 1, written as such or in per cent."""
    share = _amount(text[:-1], "0.000001") / 100 if text.endswith("%") else _amount(text, "0.0001")
    return share.quantize(Decimal("0.0001"))


def pre_school(text: str) -> str | None:
    """Return the school code of a label that the national system prints in the education column (学龄前儿童)."""
    by_label = {label: code for code, label in codes.SCHOOL.items()}
    return by_label.get(text) if text not in codes.EDU else None
