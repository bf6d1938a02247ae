"""The rules as data: ``data/reference/rules/<subject>.toml``, each with its SQL in ``queries/rules/<subject>/``.

    [[rule]]
    id = "N01"                       letters and digits; never given to another rule
    level = "reject_row"             reject_file, reject_row or warning
    group = "logic"                  completeness, logic, timeliness or reading
    sentence = "…"                   what must hold
    message = "填的是{said}，…"        what is said of a fault; or, where one rule has several kinds of fault,
    cases = {kind = "…", …}          a sentence for each, chosen by the SQL's column ``wanted``
    source, policy, owner            where the rule is from; what it rests on; who mends it
    table, column                    whose rows are judged, and the usual column (rules of reading have neither, and no message)
    code = "identity_length"         a function of ``shouwang.rules.identity`` instead of a file of SQL
    [[rule.passing]]                 examples: table = [{column = value, …}, …]; see ``shouwang.rules.examples``
    [[rule.failing]]

The SQL of a rule is ``<id in small letters>_<sense>.sql``. It returns the columns of ``RESULT`` for every fault among the
rows of the months ``$since`` to ``$until``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from shouwang.config import QUERIES, REFERENCE
from shouwang.errors import ConfigError, QueryError
from shouwang.queries.catalogue import Query, parse
from shouwang.rules.identity import CHECKS, Check
from shouwang.schema import TABLES, codes

RULES = REFERENCE / "rules"
TEXTS = QUERIES / "rules"
FILE, ROW, WARN = LEVELS = tuple(codes.RULE_LEVEL)
GROUPS: Mapping[str, str] = MappingProxyType(
    {"completeness": "完整性", "logic": "逻辑性", "timeliness": "及时性", "reading": "读取"}
)
LEVEL_LABELS: Mapping[str, str] = codes.RULE_LEVEL
RESULT: Mapping[str, str] = MappingProxyType(
    {
        "source_id": "VARCHAR",
        "source_row": "INTEGER",
        "stat_month": "DATE",
        "town_code": "VARCHAR",
        "division_code": "VARCHAR",
        "hh_key": "VARCHAR",
        "object_key": "VARCHAR",
        "column_name": "VARCHAR",
        "said": "VARCHAR",
        "wanted": "VARCHAR",
    }
)
_ID = re.compile(r"[A-Z]{1,2}\d{2,3}")
_FILE_NAME = re.compile(r"([a-z]{1,2}\d{2,3})_[a-z0-9_]+")
_BLANK = re.compile(r"\{(\w*)\}")
_NEEDED = ("id", "level", "group", "sentence", "source", "policy", "owner")
_KNOWN = {*_NEEDED, "message", "cases", "table", "column", "code", "passing", "failing"}
_EXAMPLE_KEYS = {"month", "column"}


@dataclass(frozen=True)
class Example:
    """Rows, some columns of each, that the rule must pass or fail.

    ``month`` is the month judged, as ``2023-11``; ``column`` where the fault must be (the rule's own where it is empty).
    """

    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    month: str = "2023-11"
    column: str | None = None


@dataclass(frozen=True)
class Rule:
    """One rule. ``cases`` holds the sentences of its faults by kind; a rule with one kind has it under ``""``."""

    id: str
    subject: str
    level: str
    group: str
    sentence: str
    cases: Mapping[str, str]
    source: str
    policy: str
    owner: str
    table: str | None = None
    column: str | None = None
    code: str | None = None
    query: Query | None = None
    passing: tuple[Example, ...] = ()
    failing: tuple[Example, ...] = ()
    reads: tuple[str, ...] = field(default=())

    @property
    def is_of_reading(self) -> bool:
        """Reading itself reports under this rule; there is nothing to judge in rows that were read."""
        return self.table is None or (self.query is None and self.code is None)

    @property
    def check(self) -> Check | None:
        return CHECKS[self.code] if self.code else None


@lru_cache(maxsize=4)
def catalogue(rules: Path = RULES, texts: Path = TEXTS) -> Mapping[str, Rule]:
    """Return every rule by id, rules of reading included, in the order of ids.

    Raises:
        ConfigError: a file cannot be read, or a key, code, table, column or SQL file in it is wrong (file and rule are named).
    """
    queries = _queries(texts)
    found: dict[str, Rule] = {}
    for path in sorted(rules.glob("*.toml")):
        for rule in _read(path, queries):
            if rule.id in found:
                raise ConfigError(f"{path.name} 的规则 {rule.id} 在 {found[rule.id].subject}.toml 里已有。")
            found[rule.id] = rule
    lost = sorted(set(queries) - set(found))
    if lost:
        raise ConfigError(
            f"queries/rules 里有 {'、'.join(lost)} 的查询，data/reference/rules 里没有这些规则。"
        )
    return MappingProxyType(dict(sorted(found.items())))


def rule(rule_id: str) -> Rule:
    """Return one rule.

    Raises:
        ConfigError: there is none with this id.
    """
    try:
        return catalogue()[rule_id]
    except KeyError as fault:
        raise ConfigError(f"没有规则“{rule_id}”。") from fault


def _queries(folder: Path) -> dict[str, tuple[str, Query]]:
    """Return id -> (subject, query) of every file of SQL."""
    found: dict[str, tuple[str, Query]] = {}
    for path in sorted(folder.rglob("*.sql")):
        name = path.relative_to(folder.parent).with_suffix("").as_posix()
        named = _FILE_NAME.fullmatch(path.stem)
        if named is None:
            raise ConfigError(f"queries/{name}.sql 的文件名应为 规则编号_意思，如 n01_sum。")
        rule_id = named[1].upper()
        if rule_id in found:
            raise ConfigError(f"规则 {rule_id} 有两个查询: {found[rule_id][1].name} 和 {name}。")
        try:
            query = parse(name, path)
        except QueryError as fault:
            raise ConfigError(str(fault)) from fault
        _check_query(query)
        found[rule_id] = (path.parent.name, query)
    return found


def _check_query(query: Query) -> None:
    if dict(query.columns) != dict(RESULT):
        raise ConfigError(f"queries/{query.name}.sql 的 columns 应为: {', '.join(RESULT)}。")
    strange = {param.name for param in query.params} - {"since", "until"}
    unknown = [view for view in query.reads if not view.startswith("scoped.") or view[7:] not in TABLES]
    if strange or unknown:
        raise ConfigError(
            f"queries/{query.name}.sql 不认识的参数 {sorted(strange)}、表 {unknown}；参数只有 since 和 until。"
        )


def _read(path: Path, queries: Mapping[str, tuple[str, Query]]) -> Iterator[Rule]:
    try:
        text = path.read_text("utf-8")
        document = tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"规则文件 {path.name} 读不出来: {fault}") from fault
    if set(document) - {"rule"}:
        raise ConfigError(f"{path.name} 里有不认识的段 {sorted(set(document) - {'rule'})}。")
    for number, entry in enumerate(document.get("rule", []), 1):
        yield _rule(_Place(path.name, text, entry.get("id", f"(第{number}条)")), path.stem, entry, queries)


@dataclass(frozen=True)
class _Place:
    """Where an entry stands, for what is said of it."""

    file: str
    text: str
    rule_id: str

    def wrong(self, what: str) -> ConfigError:
        lines = (n for n, line in enumerate(self.text.splitlines(), 1) if f'"{self.rule_id}"' in line)
        line = next(lines, None)
        where = f"第{line}行" if line else ""
        return ConfigError(f"data/reference/rules/{self.file} {where}规则 {self.rule_id}: {what}。")


def _rule(
    place: _Place, subject: str, entry: Mapping[str, Any], queries: Mapping[str, tuple[str, Query]]
) -> Rule:
    missing = [key for key in _NEEDED if not entry.get(key)]
    unknown = sorted(set(entry) - _KNOWN)
    if missing or unknown:
        raise place.wrong(f"缺少 {missing}，不认识 {unknown}")
    if not _ID.fullmatch(place.rule_id):
        raise place.wrong("id 应为字母加两三位数字，如 N01")
    for key, allowed in (("level", LEVELS), ("group", tuple(GROUPS))):
        if entry[key] not in allowed:
            raise place.wrong(f"{key} 为“{entry[key]}”，可用: {'、'.join(allowed)}")
    made = Rule(
        **{key: entry[key] for key in _NEEDED},
        subject=subject,
        cases=_cases(place, entry),
        table=entry.get("table"),
        column=entry.get("column"),
        code=entry.get("code"),
        query=_query_of(place, subject, queries),
        passing=tuple(_example(place, one) for one in entry.get("passing", [])),
        failing=tuple(_example(place, one) for one in entry.get("failing", [])),
        reads=_reads(place, entry, queries),
    )
    _check_what_is_judged(place, made)
    return made


def _cases(place: _Place, entry: Mapping[str, Any]) -> Mapping[str, str]:
    told = [key for key in ("message", "cases") if key in entry]
    if len(told) != 1 and (told or "table" in entry):
        raise place.wrong("message 和 cases 应有且只有一个(读取的规则不写)")
    cases = entry.get("cases") or {"": entry.get("message", entry["sentence"])}
    allowed = {"said"} if "cases" in entry else {"said", "wanted"}
    for text in cases.values():
        strange = set(_BLANK.findall(text)) - allowed
        if not text or strange:
            raise place.wrong(f"句子“{text}”是空的，或有不认识的 {sorted(strange)}")
    return MappingProxyType(dict(cases))


def _query_of(place: _Place, subject: str, queries: Mapping[str, tuple[str, Query]]) -> Query | None:
    if place.rule_id not in queries:
        return None
    folder, query = queries[place.rule_id]
    if folder != subject:
        raise place.wrong(f"查询 {query.name} 应在 queries/rules/{subject} 里")
    return query


def _reads(
    place: _Place, entry: Mapping[str, Any], queries: Mapping[str, tuple[str, Query]]
) -> tuple[str, ...]:
    """Return the tables that a rule needs."""
    if code := entry.get("code"):
        if code not in CHECKS:
            raise place.wrong(f"没有名为“{code}”的判断，可用: {'、'.join(sorted(CHECKS))}")
        return (CHECKS[code].table,)
    if place.rule_id in queries:
        return tuple(view.removeprefix("scoped.") for view in queries[place.rule_id][1].reads)
    return ()


def _check_what_is_judged(place: _Place, made: Rule) -> None:
    if made.code and made.query:
        raise place.wrong("已有 code，不应再有查询文件")
    if made.table is None:
        if made.query or made.code or made.column:
            raise place.wrong("缺少 table")
        return
    if made.table not in TABLES:
        raise place.wrong(f"没有表“{made.table}”")
    if made.column is None or made.column not in TABLES[made.table].names:
        raise place.wrong(f"表 {made.table} 没有列“{made.column}”")
    if made.is_of_reading and made.group != "reading":
        raise place.wrong(f"没有 code，也没有 queries/rules/{made.subject}/{made.id.lower()}_….sql")
    if not made.is_of_reading and not (made.passing and made.failing):
        raise place.wrong("passing 和 failing 至少各有一个")


def _example(place: _Place, entry: Mapping[str, Any]) -> Example:
    tables: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for name, rows in entry.items():
        if name in _EXAMPLE_KEYS:
            continue
        if name not in TABLES or not isinstance(rows, list):
            raise place.wrong(f"例子里的“{name}”不是表，或不是一列行")
        for row in rows:
            strange = sorted(set(row) - set(TABLES[name].names))
            if strange:
                raise place.wrong(f"例子里表 {name} 没有列 {strange}")
        tables[name] = tuple(rows)
    if not tables:
        raise place.wrong("有一个例子是空的")
    return Example(tables, entry.get("month", "2023-11"), entry.get("column"))
