"""Judging tables by the alert rules: which alerts stand at the end of each month, found from the data alone.

The whole past of every table is there, not some months before: ``since`` is the first day on which a condition held, and an
alert must have the same key whichever months are judged.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date

import polars as pl

from shouwang.alerts.catalogue import RESULT, SEVERITIES, Alert, catalogue
from shouwang.errors import ConfigError
from shouwang.rules.bench import Bench, Source, lacking, words_of
from shouwang.schema import TABLES

Progress = Callable[[str, int, int], None]
ALERTS: Mapping[str, pl.DataType] = TABLES["alert"].polars_schema
ORDER = ("stat_month", *TABLES["alert"].sort)
KEY_DIGITS = 16
BANK = "bank"
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def judge(
    tables: Mapping[str, Source],
    *,
    since: date,
    until: date,
    rule_ids: frozenset[str] | None = None,
    progress: Progress | None = None,
    bench: Bench | None = None,
) -> pl.DataFrame:
    """Return every alert that stands at the end of the months ``since`` to ``until`` (first days of months, both included).

    Args:
        tables: name -> frames and Parquet files with all months, together the table as it would be; the configuration
            tables, ``division``, ``rule_fault`` and ``indicator_month`` too.
        rule_ids: only these rules.
        progress: called with (sentence, rules done, of).
        bench: one that is open already (it must be given frames alone).

    Returns:
        The columns of the table ``alert``, sorted; one row per month and key.

    Raises:
        ConfigError: the SQL of a rule does not fit its tables, or gives a severity or case that its rule does not have.
        MachineError: it took too much memory.
    """
    judged = [one for one in _asked(rule_ids) if _why_not(one, tables) is None]
    queries = [one.query for one in judged if one.query is not None]
    tables = {**_absent(judged), **tables}
    made: list[pl.DataFrame] = []
    with nullcontext(bench) if bench is not None else Bench() as opened:
        opened.show(tables, words_of(queries), None)
        for number, (one, query) in enumerate(zip(judged, queries, strict=True), 1):
            if progress:
                progress(one.sentence, number, len(judged))
            found = opened.ask(query, since, until)
            if found.height:
                made.append(_told(one, found))
    if not made:
        return pl.DataFrame(schema=ALERTS)
    return pl.concat(made).sort(ORDER, nulls_last=True)


def unjudged(tables: Mapping[str, Source], rule_ids: frozenset[str] | None = None) -> dict[str, str]:
    """Return id -> why, for every rule that these tables, or the rule's own state, do not let judge."""
    reasons = {one.id: _why_not(one, tables) for one in _asked(rule_ids)}
    return {rule_id: why for rule_id, why in reasons.items() if why is not None}


def alert_key(rule_id: str, object_key: str, period: str) -> str:
    """Return the name of an alert: the same for the same rule, object and period in every version of every store."""
    whole = hashlib.sha256("|".join((rule_id, object_key, period)).encode())
    return whole.hexdigest()[:KEY_DIGITS]


def _asked(rule_ids: frozenset[str] | None) -> list[Alert]:
    known = catalogue()
    strange = sorted((rule_ids or frozenset()) - set(known))
    if strange:
        raise ConfigError(f"没有预警规则“{'、'.join(strange)}”。")
    return [one for one in known.values() if rule_ids is None or one.id in rule_ids]


def _why_not(one: Alert, tables: Mapping[str, Source]) -> str | None:
    return one.needs or lacking((name for name in one.reads if name not in one.optional), tables)


def _absent(judged: list[Alert]) -> dict[str, Source]:
    """Return an empty frame of every table that a county need not have."""
    names = {name for one in judged for name in one.optional}
    return {name: pl.DataFrame(schema=TABLES[name].polars_schema) for name in sorted(names)}


def _told(one: Alert, found: pl.DataFrame) -> pl.DataFrame:
    """Return what a query found as rows of the table: with key, owner, deadline and sentence; of one key the worst row."""
    if found.columns != list(RESULT):
        raise ConfigError(f"预警规则 {one.id} 的查询给出的列应为 {', '.join(RESULT)}。")
    severity = pl.col("severity").fill_null(one.severities[0])
    rows = found.with_columns(
        severity,
        pl.coalesce("object_key", "hh_key", "division_code", "town_code").alias("object_key"),
        # What is of the county itself stands under its three noughts, as in the county's own list of issues.
        pl.col("town_code").str.pad_end(9, "0"),
        pl.Series("message", _sentences(one, found), dtype=pl.String),
    )
    _check(one, rows)
    rows = rows.with_columns(
        _keys(one, rows),
        pl.lit(one.id).alias("rule_id"),
        pl.lit(one.table).alias("table_name"),
        pl.lit(one.owner_kind).alias("owner_kind"),
        _owner(one).alias("owner_code"),
        pl.coalesce("due_at", _deadline(one)).alias("due_at"),
        pl.col("severity").replace_strict({name: n for n, name in enumerate(SEVERITIES)}).alias("_rank"),
    )
    return (
        rows.sort("stat_month", "alert_key", "_rank", "since", "message", nulls_last=True)
        .unique(["stat_month", "alert_key"], keep="first", maintain_order=True)
        .select(pl.col(name).cast(kind) for name, kind in ALERTS.items())
    )


def _check(one: Alert, rows: pl.DataFrame) -> None:
    strange = sorted(set(rows["severity"].unique()) - set(one.severities))
    if strange:
        raise ConfigError(f"预警规则 {one.id} 的查询给出的级别 {strange} 不在它的 severities 里。")
    for column in ("stat_month", "town_code", "object_key", "since"):
        if rows[column].null_count():
            raise ConfigError(f"预警规则 {one.id} 的查询给出了没有 {column} 的行。")


def _sentences(one: Alert, found: pl.DataFrame) -> list[str]:
    said = [_readable(text) for text in found["said"]]
    wanted = [text or "" for text in found["wanted"]]
    if set(one.cases) == {""}:
        texts = [one.cases[""]] * found.height
        wanted = [_readable(text) for text in wanted]
    else:
        strange = sorted(set(wanted) - set(one.cases))
        if strange:
            raise ConfigError(f"预警规则 {one.id} 的查询给出的 wanted {strange} 在 cases 里没有句子。")
        texts = [one.cases[case] for case in wanted]
    return [
        _ended(text.replace("{said}", a).replace("{wanted}", b))
        for text, a, b in zip(texts, said, wanted, strict=True)
    ]


def _readable(text: str | None) -> str:
    """Return a text with its days in Chinese."""
    return _DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", text or "")


def _ended(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"


def _keys(one: Alert, rows: pl.DataFrame) -> pl.Series:
    periods = {
        "standing": ("since", "%Y-%m-%d"),
        "month": ("stat_month", "%Y-%m"),
        "year": ("stat_month", "%Y"),
    }
    column, shape = periods[one.period]
    told = rows.select("object_key", pl.col(column).dt.strftime(shape).alias("period"))
    known: dict[tuple[str, str], str] = {}
    for pair in told.unique().iter_rows():
        known[pair] = alert_key(one.id, *pair)
    return pl.Series("alert_key", [known[pair] for pair in told.iter_rows()], dtype=pl.String)


def _owner(one: Alert) -> pl.Expr:
    town = pl.col("town_code")
    owners: dict[str, pl.Expr] = {
        "village": pl.coalesce("division_code", town),
        "county": town.str.slice(0, 6),
        "dept": pl.lit(one.owner_dept),
        "bank": pl.lit(BANK),
    }
    return owners.get(one.owner_kind, town)


def _deadline(one: Alert) -> pl.Expr:
    if one.days is None:
        return pl.lit(None, pl.Date)
    return pl.col("since") + pl.duration(days=one.days)
