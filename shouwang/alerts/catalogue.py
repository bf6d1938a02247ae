"""The alert rules as data: ``data/reference/alerts/<subject>.toml``, each with its SQL in ``queries/alert_rules/<subject>/``.

    [[alert]]
    id = "A14"                       never given to another rule
    name = "整改超期"                 short
    sentence = "…"                   the condition
    message = "…{said}…{wanted}"     what is said of one alert; or, where one rule has several kinds of it,
    cases = {kind = "…{said}", …}    a sentence for each, chosen by the SQL's column ``wanted``
    severities = ["red"]             one, or those of which the SQL chooses
    owner = "责任单位"                who must act, for people; and for the machine:
    owner_kind = "town"              village, town, dept, county, bank or sender
    owner_dept = "czj"               code of the department (owner_kind dept)
    days = 7                         deadline, in days after ``since``; left out where the SQL gives ``due_at``
    deadline = "7天内"                in words
    source, policy                   where the rule is from; what it rests on
    thresholds = ["…"]               rows of threshold.csv that it reads, by threshold_id or name
    table = "issue_rectification"    whose row is the evidence
    period = "standing"              one alert as long as it stands; month, year: one per object and period
    leads_to = "mending"             or admission: the right end is that a household is monitored
    optional = ["…"]                 tables that it reads and that a county need not have: where they are absent, they are empty
    needs = "…"                      what is missing: the rule is not judged, and the page says so
    [[alert.passing]]                examples: table = [{column = value, …}, …]; see ``shouwang.alerts.examples``
    [[alert.failing]]

The SQL of a rule is ``<id in small letters>_<sense>.sql``. It returns the columns of ``RESULT``, a row for every alert that
stands at the end of a month, for each month of ``$since`` to ``$until``.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from shouwang.config import QUERIES, REFERENCE
from shouwang.errors import ConfigError, QueryError
from shouwang.queries.catalogue import Query, parse
from shouwang.queries.views import schema_of
from shouwang.rules.bench import table_of
from shouwang.rules.catalogue import Example
from shouwang.schema import TABLES, codes

RULES = REFERENCE / "alerts"
TEXTS = QUERIES / "alert_rules"
THRESHOLDS = REFERENCE / "threshold.csv"
SEVERITY_LABELS: Mapping[str, str] = codes.ALERT_SEVERITY
OWNER_LABELS: Mapping[str, str] = codes.ALERT_OWNER
SEVERITIES = tuple(SEVERITY_LABELS)  # worst first
PERIODS = ("standing", "month", "year")
ENDS = ("admission", "mending")
RESULT: Mapping[str, str] = MappingProxyType(
    {
        "stat_month": "DATE",
        "town_code": "VARCHAR",
        "division_code": "VARCHAR",
        "hh_key": "VARCHAR",
        "object_key": "VARCHAR",
        "since": "DATE",
        "due_at": "DATE",
        "severity": "VARCHAR",
        "said": "VARCHAR",
        "wanted": "VARCHAR",
    }
)
_ID = re.compile(r"A\d{2}[a-z]?")
_FILE_NAME = re.compile(r"(a\d{2}[a-z]?)_[a-z0-9_]+")
_BLANK = re.compile(r"\{(\w*)\}")
_NEEDED = (
    "id", "name", "sentence", "severities", "owner", "owner_kind", "deadline", "source", "policy", "table", "period",
    "leads_to",
)  # fmt: skip
_KNOWN = {
    *_NEEDED, "message", "cases", "owner_dept", "days", "thresholds", "optional", "needs", "passing", "failing",
}  # fmt: skip


@dataclass(frozen=True)
class Sample(Example):
    """Rows that an alert rule must pass or fail; ``severity`` is the one expected, where it is told."""

    severity: str | None = None


@dataclass(frozen=True)
class Alert:
    """One alert rule. ``cases`` holds its sentences by kind; a rule with one kind has it under ``""``."""

    id: str
    subject: str
    name: str
    sentence: str
    cases: Mapping[str, str]
    severities: tuple[str, ...]
    owner: str
    owner_kind: str
    deadline: str
    source: str
    policy: str
    table: str
    period: str
    leads_to: str
    owner_dept: str | None = None
    days: int | None = None
    thresholds: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    needs: str | None = None
    query: Query | None = None
    passing: tuple[Sample, ...] = ()
    failing: tuple[Sample, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        return tuple(table_of(view) for view in self.query.reads) if self.query else ()


@lru_cache(maxsize=4)
def catalogue(rules: Path = RULES, texts: Path = TEXTS, thresholds: Path = THRESHOLDS) -> Mapping[str, Alert]:
    """Return every alert rule by id, in the order of ids.

    Raises:
        ConfigError: a file cannot be read, or a key, code, table, threshold, column or SQL file in it is wrong (file, line
            and key are named).
    """
    queries = _queries(texts)
    known = _threshold_names(thresholds)
    found: dict[str, Alert] = {}
    for path in sorted(rules.glob("*.toml")):
        for one in _read(path, queries, known):
            if one.id in found:
                raise ConfigError(f"{path.name} 的预警规则 {one.id} 在 {found[one.id].subject}.toml 里已有。")
            found[one.id] = one
    lost = sorted(set(queries) - set(found))
    if lost:
        names = "、".join(f"{queries[one][1].name}.sql" for one in lost)
        raise ConfigError(
            f"queries/{names} 没有对应的预警规则；data/reference/alerts 里没有 {'、'.join(lost)}。"
        )
    return MappingProxyType(dict(sorted(found.items())))


def alert(rule_id: str) -> Alert:
    """Return one alert rule.

    Raises:
        ConfigError: there is none with this id.
    """
    try:
        return catalogue()[rule_id]
    except KeyError as fault:
        raise ConfigError(f"没有预警规则“{rule_id}”。") from fault


def _threshold_names(path: Path) -> frozenset[str]:
    lines = [line for line in path.read_text("utf-8-sig").splitlines() if line and not line.startswith("#")]
    return frozenset(name for row in csv.DictReader(lines) for name in (row["threshold_id"], row["name"]))


def _queries(folder: Path) -> dict[str, tuple[str, Query]]:
    """Return id -> (subject, query) of every file of SQL."""
    found: dict[str, tuple[str, Query]] = {}
    for path in sorted(folder.rglob("*.sql")):
        name = path.relative_to(folder.parent).with_suffix("").as_posix()
        named = _FILE_NAME.fullmatch(path.stem)
        if named is None:
            raise ConfigError(f"queries/{name}.sql 的文件名应为 规则编号_意思，如 a14_overdue。")
        rule_id = named[1][0].upper() + named[1][1:]
        if rule_id in found:
            raise ConfigError(f"预警规则 {rule_id} 有两个查询: {found[rule_id][1].name} 和 {name}。")
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
    unknown = [view for view in query.reads if not _is_view(view)]
    if strange or unknown:
        raise ConfigError(
            f"queries/{query.name}.sql 不认识的参数 {sorted(strange)}、表 {unknown}；参数只有 since 和 until。"
        )


def _is_view(view: str) -> bool:
    schema, name = view.split(".", 1)
    return name in TABLES and name != "alert" and schema == schema_of(TABLES[name])


@dataclass(frozen=True)
class _Place:
    """Where an entry stands, for what is said of it."""

    file: str
    lines: tuple[str, ...]
    first: int
    rule_id: str

    def wrong(self, key: str, what: str) -> ConfigError:
        """Return the error of one key: file, line (of the key, or where the rule begins), rule, key."""
        line = self.first
        for number, text in enumerate(self.lines[self.first :], self.first + 1):
            if text.startswith("[[alert]]"):
                break
            if re.match(rf"\s*\[*(?:alert\.)?{re.escape(key)}\b", text):
                line = number
                break
        return ConfigError(
            f"data/reference/alerts/{self.file} 第{line}行 预警规则 {self.rule_id} 的“{key}”: {what}。"
        )


def _read(path: Path, queries: Mapping[str, tuple[str, Query]], known: frozenset[str]) -> Iterator[Alert]:
    try:
        text = path.read_text("utf-8")
        document = tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"data/reference/alerts/{path.name} 读不出来: {fault}") from fault
    if set(document) - {"alert"}:
        raise ConfigError(
            f"data/reference/alerts/{path.name} 里有不认识的段 {sorted(set(document) - {'alert'})}。"
        )
    lines = tuple(text.splitlines())
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("[[alert]]")]
    for number, entry in enumerate(document.get("alert", [])):
        place = _Place(path.name, lines, starts[number], str(entry.get("id", f"(第{number + 1}条)")))
        yield _alert(place, path.stem, entry, queries, known)


def _alert(
    place: _Place,
    subject: str,
    entry: Mapping[str, Any],
    queries: Mapping[str, tuple[str, Query]],
    known: frozenset[str],
) -> Alert:
    for key in _NEEDED:
        if not entry.get(key):
            raise place.wrong(key, "没有填")
    for key in entry:
        if key not in _KNOWN:
            raise place.wrong(key, f"没有这个键，可用: {'、'.join(sorted(_KNOWN))}")
    _check_codes(place, entry, known)
    made = Alert(
        **{key: entry[key] for key in _NEEDED if key != "severities"},
        subject=subject,
        severities=tuple(entry["severities"]),
        cases=_cases(place, entry),
        owner_dept=entry.get("owner_dept"),
        days=entry.get("days"),
        thresholds=tuple(entry.get("thresholds", ())),
        optional=tuple(entry.get("optional", ())),
        needs=entry.get("needs"),
        query=_query_of(place, subject, queries),
        passing=tuple(_example(place, "passing", one) for one in entry.get("passing", [])),
        failing=tuple(_example(place, "failing", one) for one in entry.get("failing", [])),
    )
    if made.needs is None and made.query is None:
        raise place.wrong("id", f"没有 queries/alert_rules/{subject}/{made.id.lower()}_….sql，也没有写 needs")
    for key in ("passing", "failing"):
        if made.query is not None and not getattr(made, key):
            raise place.wrong(key, "至少要有一个例子")
    return made


def _check_codes(place: _Place, entry: Mapping[str, Any], known: frozenset[str]) -> None:
    if not _ID.fullmatch(place.rule_id):
        raise place.wrong("id", "应为 A 加两位数字，如 A14")
    for key, allowed in (("owner_kind", tuple(OWNER_LABELS)), ("period", PERIODS), ("leads_to", ENDS)):
        if entry[key] not in allowed:
            raise place.wrong(key, f"“{entry[key]}”不认识，可用: {'、'.join(allowed)}")
    for severity in entry["severities"]:
        if severity not in SEVERITIES:
            raise place.wrong("severities", f"“{severity}”不认识，可用: {'、'.join(SEVERITIES)}")
    if (entry["owner_kind"] == "dept") != ("owner_dept" in entry):
        raise place.wrong("owner_dept", "owner_kind 为 dept 时要填，其他时候不填")
    if entry.get("owner_dept", "czj") not in codes.DEPT:
        raise place.wrong("owner_dept", f"“{entry['owner_dept']}”不认识，可用: {'、'.join(codes.DEPT)}")
    if entry["table"] not in TABLES:
        raise place.wrong("table", f"没有表“{entry['table']}”")
    for one in entry.get("thresholds", ()):
        if one not in known:
            raise place.wrong("thresholds", f"threshold.csv 里没有“{one}”")
    for one in entry.get("optional", ()):
        if one not in TABLES:
            raise place.wrong("optional", f"没有表“{one}”")
    days = entry.get("days", 1)
    if not isinstance(days, int) or days < 0:
        raise place.wrong("days", "应为天数(整数)")


def _cases(place: _Place, entry: Mapping[str, Any]) -> Mapping[str, str]:
    told = [key for key in ("message", "cases") if key in entry]
    if len(told) > 1 or not told and "needs" not in entry:
        raise place.wrong("message", "message 和 cases 应有且只有一个")
    cases = entry.get("cases") or {"": entry.get("message", entry["sentence"])}
    allowed = {"said"} if "cases" in entry else {"said", "wanted"}
    for text in cases.values():
        strange = set(_BLANK.findall(text)) - allowed
        if not text or strange:
            raise place.wrong((told or ["message"])[0], f"句子“{text}”是空的，或有不认识的 {sorted(strange)}")
    return MappingProxyType(dict(cases))


def _query_of(place: _Place, subject: str, queries: Mapping[str, tuple[str, Query]]) -> Query | None:
    if place.rule_id not in queries:
        return None
    folder, query = queries[place.rule_id]
    if folder != subject:
        raise place.wrong("id", f"查询 {query.name} 应在 queries/alert_rules/{subject} 里")
    return query


def _example(place: _Place, key: str, entry: Mapping[str, Any]) -> Sample:
    tables: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for name, rows in entry.items():
        if name in {"month", "severity"}:
            continue
        if name not in TABLES or not isinstance(rows, list):
            raise place.wrong(key, f"例子里的“{name}”不是表，或不是一列行")
        for row in rows:
            strange = sorted(set(row) - set(TABLES[name].names))
            if strange:
                raise place.wrong(key, f"例子里表 {name} 没有列 {strange}")
        tables[name] = tuple(rows)
    if not tables:
        raise place.wrong(key, "有一个例子是空的")
    if entry.get("severity", SEVERITIES[0]) not in SEVERITIES:
        raise place.wrong(key, f"级别“{entry['severity']}”不认识，可用: {'、'.join(SEVERITIES)}")
    return Sample(tables, entry.get("month", "2023-11"), severity=entry.get("severity"))
