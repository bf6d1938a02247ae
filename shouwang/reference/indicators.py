"""The indicator catalogue ``data/reference/indicators.toml``: the card of every number.

    [groups]                      code = "label", in the order of the screens
    [splits.workplace]            suffix = "label"; a split name that is not here is a code list of ``schema.codes``
    [indicators.<id>]             name, group, unit, sentence, numerator ... (see ``Indicator``)

``splits = ["mon_type", "mon_type.month"]`` gives the ids ``<id>.sudden`` and ``<id>.sudden.month`` and so on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl

from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.schema import TABLES, codes

FILE = "indicators.toml"
UNITS = (
    "户",
    "人",
    "人次",
    "元",
    "个",
    "件",
    "村",
    "社区",
    "天",
    "月",
    "%",
    "‰",
    "pp",
    "户/人",
    "人/万元",
    "元/人",
    "平方公里",
    "次",
    "倍",
)
GRAINS = ("village", "township", "county")
DIRECTIONS = ("up", "down", "neutral")


@dataclass(frozen=True)
class Indicator:
    """What one number means.

    ``grain`` is the lowest level at which it is computed. ``disclosure`` P is a statutory tally shown to every role; S is
    sensitive: small cells of other townships are hidden. ``needs`` says what is missing when it is not ``available``;
    with ``only_splits`` only the splits have figures (shares of a whole).
    """

    id: str
    name: str
    group: str
    unit: str
    sentence: str
    numerator: str = ""
    denominator: str = ""
    excluded: str = ""
    direction: str = "neutral"
    grain: str = "village"
    disclosure: str = "S"
    threshold: str = ""
    source: str = ""
    confidence: str = "H"
    pair: str = ""
    same_as: str = ""
    needs: str = ""
    only_splits: bool = False
    splits: tuple[str, ...] = ()
    base_id: str = ""
    sort_no: int = 0

    @property
    def available(self) -> bool:
        return not self.needs and not self.only_splits

    @property
    def is_ratio(self) -> bool:
        return bool(self.denominator)


@dataclass(frozen=True)
class Catalogue:
    """Every indicator by id, splits included, in the order of the file."""

    groups: Mapping[str, str]
    indicators: Mapping[str, Indicator]

    def __getitem__(self, indicator_id: str) -> Indicator:
        try:
            return self.indicators[indicator_id]
        except KeyError as fault:
            raise ConfigError(f"{FILE} 里没有指标“{indicator_id}”。") from fault

    @cached_property
    def bases(self) -> tuple[Indicator, ...]:
        """The indicators without their splits."""
        return tuple(one for one in self.indicators.values() if one.id == one.base_id)

    def of_group(self, group: str) -> tuple[Indicator, ...]:
        return tuple(one for one in self.indicators.values() if one.group == group)

    def aliases(self) -> dict[str, str]:
        """Return id -> the id whose figures it repeats (another name in the documents for the same count)."""
        return {one.id: one.same_as for one in self.indicators.values() if one.same_as}

    def meta(self) -> pl.DataFrame:
        """Return the catalogue as the table ``indicator_meta``."""
        rows = [
            {
                "indicator_id": one.id,
                "name": one.name,
                "group_code": one.group,
                "unit": one.unit,
                "direction": one.direction,
                "disclosure": one.disclosure,
                "base_id": one.base_id,
                "sort_no": one.sort_no,
            }
            for one in self.indicators.values()
            if not one.only_splits
        ]
        return pl.DataFrame(rows, schema=TABLES["indicator_meta"].polars_schema, orient="row")


@lru_cache(maxsize=4)
def catalogue(folder: Path = REFERENCE) -> Catalogue:
    """Return the catalogue.

    Raises:
        ConfigError: the file cannot be read, or a key, group, unit or reference in it is wrong.
    """
    try:
        document = tomllib.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError as fault:
        raise ConfigError(f"缺少参考文件 data/reference/{FILE}。") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"参考文件 {FILE} 读不出来: {fault}") from fault
    unknown = sorted(set(document) - {"groups", "splits", "indicators"})
    if unknown:
        raise ConfigError(f"{FILE} 里有不认识的段 {'、'.join(unknown)}。")
    groups: dict[str, str] = document["groups"]
    found: dict[str, Indicator] = {}
    for sort_no, (base_id, entry) in enumerate(document["indicators"].items(), 1):
        base = _indicator(base_id, entry, groups, sort_no * 100)
        found[base_id] = base
        for number, split in enumerate(_splits(base, document.get("splits", {})), 1):
            found[split.id] = replace(split, sort_no=base.sort_no + min(number, 99))
    _check_references(found)
    return Catalogue(groups, found)


def indicator(indicator_id: str) -> Indicator:
    """Return one indicator's card by id, a split's too."""
    return catalogue()[indicator_id]


def _indicator(base_id: str, entry: dict[str, Any], groups: Mapping[str, str], sort_no: int) -> Indicator:
    known = {field.name for field in fields(Indicator)} - {"id", "base_id", "sort_no"}
    unknown = sorted(set(entry) - known)
    missing = [key for key in ("name", "group", "unit", "sentence") if not entry.get(key)]
    if unknown or missing:
        raise ConfigError(f"{FILE} 指标“{base_id}”: 缺少 {missing}，不认识 {unknown}。")
    made = Indicator(
        id=base_id, base_id=base_id, sort_no=sort_no, **{**entry, "splits": tuple(entry.get("splits", ()))}
    )
    for key, value, allowed in (
        ("group", made.group, tuple(groups)),
        ("unit", made.unit, UNITS),
        ("grain", made.grain, GRAINS),
        ("direction", made.direction, DIRECTIONS),
        ("disclosure", made.disclosure, ("P", "S")),
        ("confidence", made.confidence, tuple(codes.CONFIDENCE)),
    ):
        if value not in allowed:
            raise ConfigError(f"{FILE} 指标“{base_id}”的 {key} 为“{value}”，可用: {'、'.join(allowed)}。")
    if not made.needs and not made.numerator:
        raise ConfigError(f"{FILE} 指标“{base_id}”缺少 numerator(分子: 数的是什么)。")
    return made


def _splits(base: Indicator, lists: Mapping[str, Mapping[str, str]]) -> list[Indicator]:
    """Return the indicators that one entry's ``splits`` stand for."""
    made: list[Indicator] = []
    for path in base.splits:
        parts = [_split_list(base.id, name, lists) for name in path.split(".")]
        for combination in product(*(part.items() for part in parts)):
            suffix = ".".join(code for code, _ in combination)
            label = "、".join(label for _, label in combination)
            made.append(
                replace(
                    base,
                    id=f"{base.id}.{suffix}",
                    name=f"{base.name}({label})",
                    pair=f"{base.pair}.{suffix}" if base.pair else "",
                    same_as=f"{base.same_as}.{suffix}" if base.same_as else "",
                    splits=(),
                    only_splits=False,
                )
            )
    return made


def _split_list(base_id: str, name: str, lists: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    if name in lists:
        return lists[name]
    found = getattr(codes, name.upper(), None)
    if not isinstance(found, Mapping):
        raise ConfigError(f"{FILE} 指标“{base_id}”的 splits “{name}”不认识。")
    return found


def _check_references(found: Mapping[str, Indicator]) -> None:
    for one in found.values():
        for key, other in (("pair", one.pair), ("same_as", one.same_as)):
            if other and other not in found and one.id == one.base_id:
                raise ConfigError(f"{FILE} 指标“{one.id}”的 {key} 指向不存在的“{other}”。")
