"""Names of places to codes: county, township and village from a file's rows; a place of work relative to the county."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from shouwang import reference
from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.schema import TABLES

_ENDING = re.compile(r"(?:省|市|县|区|自治区|特别行政区)$")
_PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
    "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
)  # fmt: skip
_ABROAD = ("境外", "国外", "香港", "澳门", "台湾")


@dataclass(frozen=True)
class County:
    """A county with its townships and villages by name, and the province and city that it lies in."""

    code: str
    name: str
    province: str
    city: str
    towns: dict[str, str]
    villages: dict[tuple[str, str], str]

    def town(self, name: str) -> str | None:
        return self.towns.get(name)

    def village(self, town_code: str, name: str) -> str | None:
        return self.villages.get((town_code, name))

    def town_name(self, code: str) -> str:
        return next(name for name, found in self.towns.items() if found == code)


@lru_cache(maxsize=8)
def county(code: str) -> County:
    """Return a county of the divisions table.

    Raises:
        ConfigError: it is not in the reference files.
    """
    rows = reference.divisions(code).to_dicts()
    province, city = _above(code)
    towns: dict[str, str] = {}
    villages: dict[tuple[str, str], str] = {}
    for row in rows:
        for name in (row["short_name"], row["name"]):  # the full name wins
            if row["level"] == 4:
                towns[name] = row["division_code"]
            elif row["level"] == 5:
                villages[row["town_code"], name] = row["division_code"]
    name = next(row["name"] for row in rows if row["level"] == 3)
    full_first = dict(sorted(towns.items(), key=lambda item: -len(item[0])))
    return County(code, name, province, city, full_first, villages)


def _above(code: str) -> tuple[str, str]:
    try:
        with (REFERENCE / "places.csv").open(encoding="utf-8", newline="") as stream:
            for line in csv.DictReader(stream):
                if line["county_code"] == code:
                    return line["province"], line["city"]
    except FileNotFoundError as fault:
        raise ConfigError("缺少参考文件 data/reference/places.csv。") from fault
    raise ConfigError(f"data/reference/places.csv 里没有县代码“{code}”。请补上它所在的省和市。")


@lru_cache(maxsize=1)
def counties_by_name() -> dict[str, str]:
    """Return the name (full and short) of every county of the divisions table -> its code."""
    known = reference.read_table(TABLES["division"], name="divisions.csv").filter(pl.col("level") == 3)
    return {row[key]: row["division_code"] for row in known.to_dicts() for key in ("short_name", "name")}


def place_class(place: str, home: County, town_name: str) -> str | None:
    """Return where a place of work lies as seen from the county: a code of ``JOB_PLACE``, or None where it does not say.

    >>> place_class("湖北省黄石市阳新县", county("420281"), "保安镇")
    'city'
    """
    if place.startswith(_ABROAD):
        return "abroad"
    if place.startswith((home.city, home.name)):
        place = home.province + (home.city if place.startswith(home.name) else "") + place
    rest = _after(place, home.province)
    if rest is None:
        return "out" if place.startswith(_PROVINCES) else None
    if not rest:
        return None
    rest = _after(rest, home.city)
    if rest is None:
        return "province"
    if not rest:
        return None
    rest = _after(rest, home.name)
    if rest is None:
        return "city"
    return "town" if rest and _after(rest, town_name) is not None else "county"


def _after(text: str, name: str) -> str | None:
    """Return what follows a place name (with or without its ending), or None where the text begins otherwise."""
    for form in (name, _ENDING.sub("", name)):
        if text.startswith(form):
            return text[len(form) :]
    return None
