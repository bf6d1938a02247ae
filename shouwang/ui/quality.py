"""Faults of the data, arranged: three scores apart, faults by rule and by area, words for a list. Draws nothing.

A score is faults (without exempted ones) per hundred rows of the tables that the rules of its group judge. Tables of a
month count in their month, tables of years in the December of their year (or the newest month before it). Tables without
either (projects, measures, cases) are judged as they stand at a sealing, under the newest month then; they count in the
months in which a fault of them was found, and in the newest month of the version. So months are compared, and trends
drawn, by the tables of months alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from shouwang import rules
from shouwang.i18n import t
from shouwang.reference import catalogue
from shouwang.rules import Rule
from shouwang.schema import TABLES, Kind, Parts
from shouwang.store import Snapshot
from shouwang.ui.page import Page

GROUPS = ("completeness", "logic", "timeliness")
MONTHS = 13
HUNDRED = 100
DECEMBER = 12
LEVEL_ORDER = {level: place for place, level in enumerate(rules.LEVEL_LABELS)}


@dataclass(frozen=True)
class Score:
    """Faults and rows of one group in one area and month."""

    faults: int
    rows: int

    @property
    def per_hundred(self) -> float:
        return self.faults * HUNDRED / self.rows


Scores = dict[tuple[str, date], Score]  # (group, month); a month not reported is not there


@dataclass(frozen=True)
class Found:
    """What a page of faults is made of: the frames of ``quality/faults_by_area`` and ``quality/rows_by_area``."""

    area: str
    faults: pl.DataFrame
    rows: pl.DataFrame
    months: tuple[date, ...]
    newest: date
    judged: frozenset[date]  # months that were judged when they were sealed; in others nothing is known

    @property
    def month(self) -> date:
        return self.months[-1]


def found_on(page: Page, rule_id: str | None = None) -> Found:
    """Ask for the faults (of one rule, or all) and rows of a page's area over the last 13 months."""
    here = {"area": page.area, "from_month": page.earlier(MONTHS - 1), "month": page.month}
    return Found(
        area=page.area,
        faults=page.ask("quality/faults_by_area", **here, rules=rule_id),
        rows=page.ask("quality/rows_by_area", **here),
        months=tuple(page.earlier(back) for back in range(MONTHS - 1, -1, -1)),
        newest=page.months[-1],
        judged=judged_months(page.snapshot),
    )


def judged_rules() -> dict[str, Rule]:
    """Return the rules that judge rows of the store, by id (rules of reading are spent when a file is taken in)."""
    return {one.id: one for one in rules.catalogue().values() if not one.is_of_reading}


def judged_months(snapshot: Snapshot) -> frozenset[date]:
    """Return the months that were judged by rules when they were sealed; none in a version of an older program."""
    return frozenset(date.fromisoformat(f"{part}-01") for part in snapshot.months("rule_fault"))


def missing_tables(rule: Rule, held: Iterable[str]) -> list[str]:
    """Return the names of the tables that a rule needs and the version does not hold."""
    wanted = dict.fromkeys((*rule.reads, *([rule.table] if rule.table else [])))
    return [TABLES[name].label for name in wanted if name not in set(held)]


# -- scores --------------------------------------------------------------------------------------------------------------


def scores(found: Found, area: str | None = None, *, comparable: bool = False) -> Scores:
    """Return the scores of the area (or of one child of it) for every group and month that was reported.

    ``comparable``: only the tables of months, which were judged alike in every month.
    """
    faults, rows = found.faults, found.rows
    if comparable:
        faults = faults.filter(~pl.col("rule_id").is_in(_rules_without_months()))
        rows = rows.filter(~pl.col("table_name").is_in([*_timeless_tables(), *_yearly_tables()]))
    if area is not None:
        faults, rows = (frame.filter(pl.col("area_code") == area) for frame in (faults, rows))
    # What names no village stands beside the villages under its township's code: reported when the township is.
    reported = _reported(found, rows if area is None or area != found.area else None)
    counts = _by_group(faults)
    bases = _bases(found, rows, faults)
    return {
        (group, month): Score(counts.get((group, month), 0), bases[group, month])
        for group in GROUPS
        for month in found.months
        if month in reported and bases.get((group, month))
    }


def scores_by_area(found: Found, *, comparable: bool = False) -> dict[str, Scores]:
    """Return the scores of every child area that sent anything or has a fault."""
    codes = sorted({*found.rows["area_code"].drop_nulls(), *found.faults["area_code"].drop_nulls()})
    return {code: scores(found, code, comparable=comparable) for code in codes}


def _timeless_tables() -> list[str]:
    return [table.name for table in TABLES.values() if table.parts is Parts.ALL]


def _yearly_tables() -> list[str]:
    """Return the tables whose rows are of a year and of no month in it."""
    return [
        table.name
        for table in TABLES.values()
        if table.parts is Parts.YEAR
        and table.part_column
        and table.column(table.part_column).kind is Kind.INT
    ]


def _rules_without_months() -> list[str]:
    tables = {*_timeless_tables(), *_yearly_tables()}
    return [one.id for one in rules.catalogue().values() if one.table in tables]


def _reported(found: Found, rows: pl.DataFrame | None = None) -> set[date]:
    """Return the judged months of which any monthly table has rows (of ``rows``, or of the whole area)."""
    monthly = [table.name for table in TABLES.values() if table.parts is Parts.MONTH]
    sent = (found.rows if rows is None else rows).filter(pl.col("table_name").is_in(monthly))
    return set(sent["stat_month"].drop_nulls()) & found.judged


def _by_group(faults: pl.DataFrame) -> dict[tuple[str, date], int]:
    group_of = {one.id: one.group for one in rules.catalogue().values()}
    summed = (
        faults.with_columns(pl.col("rule_id").replace_strict(group_of, default=None).alias("group"))
        .drop_nulls("group")
        .group_by("group", "stat_month")
        .agg(pl.col("faults").sum())
    )
    return {(group, month): count for group, month, count in summed.iter_rows()}


def _bases(found: Found, rows: pl.DataFrame, faults: pl.DataFrame) -> dict[tuple[str, date], int]:
    """Return how many rows the rules of a group had before them, by group and month."""
    judged: dict[str, set[str]] = {group: set() for group in GROUPS}
    for one in judged_rules().values():
        if one.group in judged and one.table:
            judged[one.group].add(one.table)
    at: dict[tuple[str, date], int] = {}
    standing: dict[str, int] = {}
    for table, month, count in rows.select("table_name", "stat_month", "row_count").iter_rows():
        if month is None:
            standing[table] = standing.get(table, 0) + count
        else:  # a year that is not over is judged in the newest month
            at_month = min(month, found.newest)
            at[table, at_month] = at.get((table, at_month), 0) + count
    for table, months in _months_judged(found, faults, standing).items():
        for month in months:
            at[table, month] = standing[table]
    totals: dict[tuple[str, date], int] = {}
    for (table, month), count in at.items():
        for group in GROUPS:
            if table in judged[group]:
                totals[group, month] = totals.get((group, month), 0) + count
    return totals


def _months_judged(found: Found, faults: pl.DataFrame, tables: Iterable[str]) -> dict[str, set[date]]:
    """Return, for tables without a month, the months in which they were judged."""
    table_of = {one.id: one.table for one in judged_rules().values()}
    yearly = set(_yearly_tables())
    decembers = {month for month in found.months if month.month == DECEMBER}
    months: dict[str, set[date]] = {
        table: ({found.newest} & set(found.months)) | (decembers if table in yearly else set())
        for table in tables
    }
    for rule_id, month in faults.select("rule_id", "stat_month").unique().iter_rows():
        if (table := table_of.get(rule_id)) in months:
            months[table].add(month)
    return months


# -- by rule -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleLine:
    """One rule in the list of a month. ``last_month`` is None where that month was not reported, or not judged by it."""

    rule_id: str
    rule: Rule | None
    faults: int
    last_month: int | None
    exempt: int
    objects: int
    standing: int
    since: date | None
    points: tuple[int | None, ...]

    @property
    def sentence(self) -> str:
        return self.rule.sentence if self.rule else t("quality.rule_gone")


def by_rule(found: Found, standing: pl.DataFrame) -> list[RuleLine]:
    """Return the rules with a fault this month or last, the gravest level and the most faults first."""
    reported = _reported(found)
    counts = _counts(found.faults, "faults")
    exempt, objects = _counts(found.faults, "exempt"), _counts(found.faults, "objects")
    stands = {row["rule_id"]: (row["standing"], row["since"]) for row in standing.iter_rows(named=True)}
    known = rules.catalogue()
    judged = _months_judged(found, found.faults, [*_timeless_tables(), *_yearly_tables()])
    lines = []
    for rule_id in dict.fromkeys(found.faults["rule_id"]):
        rule = known.get(rule_id)
        months = judged.get(rule.table or "", reported) if rule else reported
        points = tuple(counts.get((rule_id, month), 0) if month in months else None for month in found.months)
        line = RuleLine(
            rule_id, rule, points[-1] or 0, points[-2] if len(points) > 1 else None,
            exempt.get((rule_id, found.month), 0), objects.get((rule_id, found.month), 0),
            *stands.get(rule_id, (0, None)), points,
        )  # fmt: skip
        if line.faults or line.last_month or line.exempt:
            lines.append(line)
    return sorted(lines, key=lambda one: (_place(one), -one.faults, one.rule_id))


def no_faults(rule: Rule, found: Found) -> RuleLine:
    """Return the line of a rule that found nothing in the last two months."""
    judged = _months_judged(found, found.faults, [*_timeless_tables(), *_yearly_tables()])
    reported = judged.get(rule.table or "", _reported(found))
    points = tuple(0 if month in reported else None for month in found.months)
    return RuleLine(rule.id, rule, 0, points[-2], 0, 0, 0, None, points)


def history(found: Found, rule_id: str) -> pl.DataFrame:
    """Return month, faults and exempt ones of a rule; NULL where the month was not reported."""
    rule = rules.catalogue()[rule_id]
    judged = _months_judged(found, found.faults, [*_timeless_tables(), *_yearly_tables()])
    reported = judged.get(rule.table or "", _reported(found))
    faults, exempt = _counts(found.faults, "faults"), _counts(found.faults, "exempt")
    rows = [
        (month, faults.get((rule_id, month), 0), exempt.get((rule_id, month), 0))
        if month in reported
        else (month, None, None)
        for month in found.months
    ]
    return pl.DataFrame(
        rows, schema={"stat_month": pl.Date, "faults": pl.Int64, "exempt": pl.Int64}, orient="row"
    )


def places(found: Found, rule_id: str) -> pl.DataFrame:
    """Return area_code, faults, those of last month (NULL: not reported) and exempt ones of a rule, most faults first."""
    before_month = found.months[-2]
    mine = found.faults.filter(
        (pl.col("rule_id") == rule_id) & pl.col("stat_month").is_in([found.month, before_month])
    )
    is_now = pl.col("stat_month") == found.month
    counted = mine.group_by("area_code").agg(
        pl.col("faults").filter(is_now).sum(),
        pl.col("faults").filter(~is_now).sum().alias("before"),
        pl.col("exempt").filter(is_now).sum(),
    )
    reported = found.rows.filter(pl.col("stat_month") == before_month)["area_code"].unique().to_list()
    was_reported = pl.col("area_code").is_in(reported)
    return counted.with_columns(
        pl.when(was_reported | (pl.col("before") > 0)).then("before").alias("before")
    ).sort("faults", "area_code", descending=[True, False])


def area_label(page: Page, code: str) -> str:
    """Return the name of a child area; what names no village stands under its township's own name, and says so."""
    name = page.areas.name(code)
    return t("quality.town_itself", name=name) if code == page.area and page.level == 4 else name


def _place(line: RuleLine) -> int:
    return LEVEL_ORDER[line.rule.level] if line.rule else len(LEVEL_ORDER)


def _counts(faults: pl.DataFrame, column: str) -> dict[tuple[str, date], int]:
    summed = faults.group_by("rule_id", "stat_month").agg(pl.col(column).sum())
    return {(rule_id, month): count for rule_id, month, count in summed.iter_rows()}


def change_words(line: RuleLine) -> str:
    """Return 多12, 少3, 持平, or that last month was not reported."""
    if line.last_month is None:
        timeless = line.rule is not None and line.rule.id in _rules_without_months()
        return t("quality.change_unjudged" if timeless else "quality.change_unknown")
    by = line.faults - line.last_month
    if by == 0:
        return t("quality.change_same")
    return t("quality.change_more" if by > 0 else "quality.change_less", count=f"{abs(by):,}")


def standing_words(line: RuleLine) -> str:
    """Return how many of the faults were there last month too, and from when the oldest stands."""
    if line.last_month is None:
        return ""
    if not line.standing or line.since is None:
        return t("quality.standing_none") if line.faults else ""
    return t("quality.standing", count=f"{line.standing:,}", since=f"{line.since:%Y-%m}")


def wanted(
    lines: Iterable[RuleLine], group: str | None, level: str | None, owner: str | None
) -> list[RuleLine]:
    """Return the lines of a group, level and owner (None: all); a rule that is no more belongs to none."""
    return [
        one
        for one in lines
        if (group is None and level is None and owner is None)
        or (one.rule is not None and _fits(one.rule, group, level, owner))
    ]


def ids_of(lines: Iterable[RuleLine], group: str | None, level: str | None, owner: str | None) -> str | None:
    """Return the ids of these lines for a query, with commas between; None where nothing was filtered."""
    filtered = group is not None or level is not None or owner is not None
    return ",".join(one.rule_id for one in lines) or "-" if filtered else None


def rules_wanted(group: str | None, level: str | None, owner: str | None, text: str = "") -> list[Rule]:
    """Return the rules of a group, level and owner whose id, sentence or table holds every word of ``text``."""
    words = text.lower().split()
    return [
        one
        for one in rules.catalogue().values()
        if _fits(one, group, level, owner) and all(word in _searched(one) for word in words)
    ]


def _fits(rule: Rule, group: str | None, level: str | None, owner: str | None) -> bool:
    return (
        (group is None or rule.group == group)
        and (level is None or rule.level == level)
        and (owner is None or owner in owners_of(rule))
    )


def owners_of(rule: Rule) -> tuple[str, ...]:
    return tuple(rule.owner.replace("/", "、").split("、"))


def _searched(rule: Rule) -> str:
    parts = (
        rule.id,
        rule.sentence,
        rule.policy,
        rule.owner,
        table_label(rule.table),
        column_label(rule.table, rule.column),
    )
    return " ".join(parts).lower()  # fmt: skip


def all_owners() -> dict[str, str]:
    """Return everybody who mends something, for a choice."""
    names = sorted({name for one in rules.catalogue().values() for name in owners_of(one)})
    return {name: name for name in names}


def table_label(name: str | None) -> str:
    return TABLES[name].label if name in TABLES else t("quality.whole_file")


def column_label(table: str | None, name: str | None) -> str:
    """Return the heading of a column as its table has it, empty where there is none."""
    if table not in TABLES or name is None or name not in TABLES[table].names:
        return name or ""
    return TABLES[table].column(name).label


# -- rows ----------------------------------------------------------------------------------------------------------------


def in_words(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of ``quality/fault_rows`` with columns as a person reads them: sentence, level, column, since when."""
    known = rules.catalogue()
    told = [
        (
            known[rule_id].sentence if rule_id in known else t("quality.rule_gone"),
            rules.LEVEL_LABELS.get(level, level),
            column_label(table, column),
            t("quality.new_fault") if months <= 1 else t("quality.old_fault", since=f"{since:%Y-%m}", months=months),
            None if hh_key else object_key,
        )
        for rule_id, level, table, column, since, months, hh_key, object_key in rows.select(
            "rule_id", "level", "table_name", "column_name", "since", "months", "hh_key", "object_key"
        ).iter_rows()
    ]  # fmt: skip
    names = ("sentence", "level_name", "column_label", "since_text", "other_key")
    words = pl.DataFrame(told, schema=dict.fromkeys(names, pl.String), orient="row")
    return rows.hstack(words)


# -- outliers ------------------------------------------------------------------------------------------------------------


def without_doubles(rows: pl.DataFrame) -> pl.DataFrame:
    """Return outliers without figures that another indicator of the catalogue already says, and without unknown ones."""
    known = catalogue()
    kept = [
        one for one in rows["indicator_id"].unique() if one in known.indicators and not known[one].same_as
    ]
    return rows.filter(pl.col("indicator_id").is_in(kept))
