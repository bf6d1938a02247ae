"""The named questions: ``queries/<subject>/<name>.sql``, each with a header that says what it answers.

-- title:   未消除与已消除监测对象, 按乡镇和月
-- grain:   one row per township and month
-- params:  $area VARCHAR            county or township
--          $from_month DATE
--          $type VARCHAR?           a question mark: may be left out, NULL means every type
-- columns: area_code VARCHAR, stat_month DATE, hh BIGINT
-- units:   hh = 户, persons = 人
-- reads:   mart.indicator_month
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

import polars as pl

from shouwang.config import QUERIES
from shouwang.errors import QueryError

_NAME = re.compile(r"\w+(/\w+)*")
OF_RULES = ("rules", "alert_rules")  # judged at publish; nobody asks them by name
_FIELD = re.compile(r"^--\s*(title|grain|params|columns|units|reads):\s*(.*)$")
_MORE = re.compile(r"^--\s+(.*)$")
_PARAM = re.compile(r"\$(\w+)\s+([A-Z]+)(\?)?")
_COLUMN = re.compile(r"(\w+)\s+([A-Z]+(?:\(\d+,\s*\d+\))?)\s*(?:,|$)")
_SIMPLE: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "DATE": pl.Date(),
    "BOOLEAN": pl.Boolean(),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
    "DOUBLE": pl.Float64(),
}


@dataclass(frozen=True)
class Param:
    name: str
    type: str
    optional: bool

    def convert(self, value: object) -> object:
        """Return the value as the type of this parameter; text (from a command line or a URL) is read.

        Raises:
            ValueError: it does not read as that type.
        """
        if value is None or not isinstance(value, str):
            return value
        text = value.strip()
        if self.type == "DATE":
            return date.fromisoformat(f"{text}-01" if re.fullmatch(r"\d{4}-\d{2}", text) else text)
        if self.type in {"INTEGER", "BIGINT"}:
            return int(text)
        if self.type in {"DOUBLE", "DECIMAL"}:
            try:
                return float(Decimal(text))
            except InvalidOperation as fault:
                raise ValueError(text) from fault
        if self.type == "BOOLEAN":
            return {"true": True, "false": False}[text.lower()]
        return text


@dataclass(frozen=True)
class Query:
    """One question: its header and its text."""

    name: str
    path: Path
    title: str
    grain: str
    params: tuple[Param, ...]
    columns: tuple[tuple[str, str], ...]
    units: str
    reads: tuple[str, ...]
    text: str

    def empty(self) -> pl.DataFrame:
        """Return the frame of no rows with this query's columns."""
        return pl.DataFrame(schema={name: polars_type(kind) for name, kind in self.columns})

    def bind(self, given: dict[str, object]) -> dict[str, object]:
        """Return a value for every parameter, in header order.

        Raises:
            QueryError: one is missing, unknown or malformed; the message names both sides.
        """
        known = {param.name for param in self.params}
        unknown = sorted(set(given) - known)
        missing = sorted(
            param.name for param in self.params if not param.optional and given.get(param.name) is None
        )
        if unknown or missing:
            takes = "、".join(p.name + ("(可省)" if p.optional else "") for p in self.params) or "无"
            lacks = f"缺少 {'、'.join(missing)}" if missing else ""
            extra = f"不认识 {'、'.join(unknown)}" if unknown else ""
            raise QueryError(
                f"查询 {self.name} 的参数不对: {lacks} {extra}。它需要: {takes}。".replace(":  ", ": ")
            )
        bound: dict[str, object] = {}
        for param in self.params:
            try:
                bound[param.name] = param.convert(given.get(param.name))
            except (ValueError, KeyError) as fault:
                raise QueryError(
                    f"查询 {self.name} 的参数 {param.name} 应为 {param.type}，给的值读不出来。"
                ) from fault
        return bound


def polars_type(sql_type: str) -> pl.DataType:
    """Return the Polars type of a column type in a header."""
    if sql_type.startswith("DECIMAL"):
        precision, scale = re.findall(r"\d+", sql_type)
        return pl.Decimal(int(precision), int(scale))
    return _SIMPLE[sql_type]


def parse(name: str, path: Path) -> Query:
    """Return the query of one file.

    Raises:
        QueryError: its header lacks a field.
    """
    text = path.read_text("utf-8")
    fields: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        if found := _FIELD.match(line):
            current = fields.setdefault(found[1], [])
            current.append(found[2])
        elif current is not None and (more := _MORE.match(line)):
            current.append(more[1])
        else:
            break
    lacking = [key for key in ("title", "grain", "params", "columns", "units", "reads") if key not in fields]
    if lacking:
        raise QueryError(f"查询文件 {name}.sql 的说明缺少 {'、'.join(lacking)}。")
    columns = tuple(_COLUMN.findall(" ".join(fields["columns"])))
    return Query(
        name=name,
        path=path,
        title=" ".join(fields["title"]),
        grain=" ".join(fields["grain"]),
        params=tuple(Param(n, k, bool(o)) for n, k, o in _PARAM.findall(" ".join(fields["params"]))),
        columns=columns,
        units=" ".join(fields["units"]),
        reads=tuple(re.findall(r"(?:scoped|mart)\.\w+", " ".join(fields["reads"]))),
        text=text,
    )


def names(folder: Path = QUERIES) -> list[str]:
    """Return every query's name, ``subject/name``, in order; those of rules and alerts are no questions."""
    found = (path.relative_to(folder) for path in folder.rglob("*.sql"))
    return sorted(path.with_suffix("").as_posix() for path in found if path.parts[0] not in OF_RULES)


@lru_cache(maxsize=512)
def find(name: str) -> Query:
    """Return a query by name.

    Raises:
        QueryError: there is none of that name.
    """
    path = QUERIES / f"{name}.sql"
    if not _NAME.fullmatch(name) or name.split("/")[0] in OF_RULES or not path.is_file():
        raise QueryError(f"没有名为“{name}”的查询。用 shouwang queries 可列出全部。")
    return parse(name, path)
