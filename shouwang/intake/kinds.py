"""The kinds of export that are taken in, as data: how each is recognised, what it must hold, what it feeds and covers.

Headers are mapped to columns by ``data/reference/header_aliases.csv`` (kind or family, header as printed, table, column),
so that a province's own names need no code. Source: domain dictionary, appendix B.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.schema import TABLES, Column

ALIASES = "header_aliases.csv"
IGNORED, PLACE = "ignore", "place"
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_PLACE_LABELS = {"county": "县", "town": "乡镇", "village": "行政村"}


@dataclass(frozen=True)
class ExportKind:
    """One kind of export.

    ``needed`` columns must have a header; ``filled`` ones must be filled in every row. ``feeds`` are the tables that its
    rows become. ``covers`` says which rows of the store a new file of this kind replaces in its townships and month.
    """

    id: str
    label: str
    family: str
    titles: tuple[str, ...]
    needed: tuple[str, ...]
    filled: tuple[str, ...]
    feeds: tuple[str, ...]
    covers: str


_PERSON = ("town", "village", "hh_id", "person_id", "name", "id_no")
_HOUSEHOLD = (*_PERSON, "hh_type", "hh_persons", "relation", "health", "labour")
_HOUSEHOLD_TABLES = ("household_month", "person_month", "income_year")

KINDS: Mapping[str, ExportKind] = {
    kind.id: kind
    for kind in (
        ExportKind(
            "monitored", "监测对象信息", "household", ("监测对象信息",),
            needed=(*_HOUSEHOLD, "mon_type", "risk_status", "identified_month", "risk_1"),
            filled=(*_HOUSEHOLD, "mon_type", "risk_status", "identified_month", "risk_1"),
            feeds=_HOUSEHOLD_TABLES, covers="mon_type IS NOT NULL",
        ),
        ExportKind(
            "alleviated", "脱贫户信息", "household", ("脱贫户信息", "脱贫人口"),
            needed=_HOUSEHOLD, filled=_HOUSEHOLD,
            feeds=_HOUSEHOLD_TABLES, covers="hh_type = 'alleviated'",
        ),
        ExportKind(
            "working", "务工月监测(已外出务工)", "working", ("已外出务工信息", "务工月监测"),
            needed=(*_PERSON, "working"), filled=(*_PERSON, "working"),
            feeds=("employment_month",), covers="working",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """Where a header leads: a column of a table, a place name, or nowhere (known, not used)."""

    table: str
    column: str

    @property
    def schema(self) -> Column | None:
        return TABLES[self.table].column(self.column) if self.table in TABLES else None

    @property
    def label(self) -> str:
        return self.schema.label if self.schema is not None else _PLACE_LABELS.get(self.column, self.column)


def plain_header(text: str) -> str:
    """Return a header without line breaks, spaces and invisible signs, and with half-width brackets."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=1)
def aliases() -> dict[str, dict[str, Target]]:
    """Return kind id -> plain header -> target.

    Raises:
        ConfigError: the file is missing, or names a kind, table or column that does not exist (line and key are named).
    """
    found: dict[str, dict[str, Target]] = {kind: {} for kind in KINDS}
    try:
        with (REFERENCE / ALIASES).open(encoding="utf-8", newline="") as stream:
            for number, line in enumerate(csv.DictReader(stream), start=2):
                target = Target(line["table"], line["column"])
                _check(number, line["kind"], target)
                for kind in KINDS.values():
                    if line["kind"] in {"*", kind.id, kind.family}:
                        found[kind.id][plain_header(line["header"])] = target
    except (FileNotFoundError, KeyError) as fault:
        raise ConfigError(f"参考文件 {ALIASES} 不在，或缺少列 kind、header、table、column。") from fault
    return found


@lru_cache(maxsize=64)
def table_aliases(table: str) -> dict[str, str]:
    """Return plain header -> column of one table (or ``county``, ``town``, ``village``), as the alias file has them.

    Lines of every kind that lead to the table count, and lines whose kind is the table itself.
    """
    found: dict[str, str] = {}
    with (REFERENCE / ALIASES).open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            if line["table"] == table or (line["table"] == PLACE and line["kind"] in {"*", table}):
                found.setdefault(plain_header(line["header"]), line["column"])
    return found


@lru_cache(maxsize=1)
def ignored_headers() -> frozenset[str]:
    """Return the plain headers that every office prints and nobody needs."""
    with (REFERENCE / ALIASES).open(encoding="utf-8", newline="") as stream:
        lines = [line for line in csv.DictReader(stream) if line["kind"] == "*" and line["table"] == IGNORED]
    return frozenset(plain_header(line["header"]) for line in lines)


def _check(number: int, kind: str, target: Target) -> None:
    if kind not in {"*", *KINDS, *TABLES, *(k.family for k in KINDS.values())}:
        raise ConfigError(f"{ALIASES} 第{number}行: 不认识的种类“{kind}”。")
    if target.table in {IGNORED, PLACE}:
        return
    if target.table not in TABLES or target.column not in TABLES[target.table].names:
        raise ConfigError(f"{ALIASES} 第{number}行: 没有列“{target.table}.{target.column}”。")
