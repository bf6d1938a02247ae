"""Alerts, arranged: what stands, joined with what people did about it; by owner and deadline, by rule, by place. Draws nothing.

What stands comes from the version, what was done from the database; neither knows of the other, so they are joined here.
A deadline is counted from ``as_of``: today while the month shown is the latest and not long over, else the month's end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from shouwang import alerts, desk
from shouwang.alerts import Alert
from shouwang.clock import COUNTY_TIME
from shouwang.desk import AlertResult, AlertState
from shouwang.i18n import t
from shouwang.records import Records
from shouwang.schema import TABLES, codes
from shouwang.ui.view import Page, shift

MONTHS = 13
FOLLOWED = 6  # months in which a flagged household may become monitored
NOT_LONG = 62  # days after the month's end in which its alerts are still looked at from today
BUCKETS = ("overdue", "d3", "d7", "later", "none")
OPEN, EVERY = "open", "every"
COUNTY_TAIL = "000"  # of the county's own code of nine digits
Row = Mapping[str, object]


def owner_names() -> dict[str, str]:
    """Return who may have to act: code of the filter -> name (village, town, county, bank, and departments)."""
    departments = sorted({one.owner_dept for one in alerts.catalogue().values() if one.owner_dept})
    names = {kind: t(f"alerts.owner_{kind}") for kind in ("village", "town", "county", "bank")}
    return {**names, **{code: codes.DEPT[code] for code in departments}}


def rule_names() -> dict[str, str]:
    return {one.id: f"{one.id} {one.name}" for one in alerts.catalogue().values()}


def state_names() -> dict[str, str]:
    """Return the filter of states: open ones first, each state, all of them."""
    each = {state.value: label for state, label in desk.ALERT_STATE_LABELS.items()}
    return {OPEN: t("alerts.state_open"), **each, EVERY: t("bar.all")}


def bucket_names() -> dict[str, str]:
    return {bucket: t(f"alerts.due_{bucket}") for bucket in BUCKETS}


def as_of(page: Page, today: date | None = None) -> date:
    """Return the day from which deadlines are counted on this page."""
    end = shift(page.month, 1) - timedelta(days=1)
    now = today or datetime.now(COUNTY_TIME).date()
    is_current = page.month == page.months[-1] and end < now <= end + timedelta(days=NOT_LONG)
    return now if is_current else end


def with_states(rows: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the state and result of each alert; one that nobody acted on is to be verified."""
    known = states.select("alert_key", "state", "result", "changed_at")
    return rows.join(known, on="alert_key", how="left", maintain_order="left").with_columns(
        pl.col("state").fill_null(AlertState.TO_VERIFY.value)
    )


@dataclass(frozen=True)
class Standing:
    """What stands at the end of a page's month: a row an alert with owner, bucket and state."""

    rows: pl.DataFrame
    as_of: date

    @property
    def open(self) -> pl.DataFrame:
        return self.rows.filter(pl.col("state") != AlertState.CLOSED.value)

    def count(
        self, *, severity: str | None = None, bucket: str | None = None, state: str | None = None
    ) -> int:
        """Count what stands, of a severity, or what is open, of a bucket or state."""
        rows = self.rows if severity is not None else self.open
        if severity is not None:
            rows = rows.filter(pl.col("severity") == severity)
        if bucket is not None:
            rows = rows.filter(pl.col("bucket") == bucket)
        if state is not None:
            rows = rows.filter(pl.col("state") == state)
        return rows.height


def standing_on(page: Page, book: Records) -> Standing:
    """Return what stands in the page's area and month, with its states."""
    day = as_of(page)
    rows = page.ask("alerts/standing", area=page.area, month=page.month)
    rows = with_states(rows, desk.alert_states(book, page.viewer))
    left = (pl.col("due_at") - pl.lit(day)).dt.total_days()
    return Standing(
        rows.with_columns(
            owner=pl.when(pl.col("owner_kind") == "dept")
            .then(pl.col("owner_code"))
            .when(
                pl.col("town_code").str.ends_with(COUNTY_TAIL)
                & pl.col("owner_kind").is_in(["village", "town", "sender"])
            )
            .then(pl.lit("county"))
            .when(pl.col("owner_kind") == "sender")
            .then(pl.lit("town"))
            .otherwise(pl.col("owner_kind")),
            days_left=left,
            bucket=pl.when(left.is_null())
            .then(pl.lit("none"))
            .when(left < 0)
            .then(pl.lit("overdue"))
            .when(left <= 3)
            .then(pl.lit("d3"))
            .when(left <= 7)
            .then(pl.lit("d7"))
            .otherwise(pl.lit("later")),
        ),
        day,
    )


@dataclass(frozen=True)
class OwnerLine:
    """One owner in one place: how many open alerts by deadline. ``area`` is where the filter leads."""

    owner: str
    area: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def owner_lines(found: Standing, page: Page) -> list[OwnerLine]:
    """Return who must act on what is open: townships (or villages) each on a line, others together.

    By county the villages stand together, in a township each on its own line.
    """
    apart = {3: ("town",), 4: ("village",)}.get(page.level, ())
    place = {3: "town_code", 4: "division_code"}.get(page.level)
    own = found.open.with_columns(
        area=pl.when(pl.col("owner").is_in(list(apart)))
        .then(pl.col(place) if place else pl.lit(page.area))
        .otherwise(pl.lit(page.area))
        .fill_null(page.area)
    )
    counted = own.group_by("owner", "area", "bucket").len()
    held: dict[tuple[str, str], dict[str, int]] = {}
    for owner, area, bucket, count in counted.iter_rows():
        held.setdefault((owner, area), dict.fromkeys(BUCKETS, 0))[bucket] = count
    lines = [OwnerLine(owner, area, counts) for (owner, area), counts in held.items()]
    return sorted(
        lines,
        key=lambda one: (
            -one.counts["overdue"],
            -one.counts["d3"],
            -one.counts["d7"],
            -one.total,
            one.owner,
            one.area,
        ),
    )


@dataclass(frozen=True)
class RuleLine:
    """One rule in the page's area: what it raised in a year, what stands, what was found of it, what came of it later."""

    rule: Alert
    raised: int
    standing: int
    by_severity: Mapping[str, int]
    open: int
    oldest: date | None
    verified: int
    admitted: int
    not_applicable: int
    flagged: int | None
    became: int | None
    months_earlier: float | None

    @property
    def became_share(self) -> float | None:
        return self.became / self.flagged if self.flagged and self.became is not None else None


def rule_lines(page: Page, found: Standing, book: Records, *, tested: bool = False) -> list[RuleLine]:
    """Return the rules that raised anything in the year to the page's month, most standing first.

    ``tested``: look also whether the households that they flagged were monitored afterwards.
    """
    asked = page.ask("alerts/by_rule", area=page.area, from_month=page.earlier(11), month=page.month)
    later = _tested(page) if tested else {}
    still_open = dict(found.open.group_by("rule_id").len().iter_rows())
    results = _results(book, page)
    known = alerts.catalogue()
    lines = []
    for row in asked.iter_rows(named=True):
        rule = known.get(row["rule_id"])
        if rule is None:
            continue  # a rule of an older program: the version still has its alerts
        leads = later.get(rule.id) if rule.leads_to == "admission" else None
        admitted, not_applicable = (results.get((rule.id, result.value), 0) for result in AlertResult)
        lines.append(
            RuleLine(
                rule=rule,
                raised=row["raised"],
                standing=row["standing"],
                by_severity={name: row[name] for name in alerts.SEVERITIES},
                open=still_open.get(rule.id, 0),
                oldest=row["oldest"],
                verified=admitted + not_applicable,
                admitted=admitted,
                not_applicable=not_applicable,
                flagged=leads["flagged"] if leads else None,
                became=leads["became"] if leads else None,
                months_earlier=leads["months_earlier"] if leads else None,
            )
        )
    return sorted(lines, key=lambda one: (-one.standing, -one.raised, one.rule.id))


def _tested(page: Page) -> dict[str, dict[str, Any]]:
    """Return rule -> what came of the households that it flagged, those that could be followed for six months."""
    rows = page.ask(
        "alerts/back_test",
        area=page.area,
        from_month=page.earlier(11 + FOLLOWED),
        to_month=page.earlier(FOLLOWED),
    )
    return {row["rule_id"]: row for row in rows.iter_rows(named=True)}


def _results(book: Records, page: Page) -> dict[tuple[str, str], int]:
    """Return (rule, result) -> how many alerts of the page's area were verified so."""
    states = desk.alert_states(book, page.viewer).filter(pl.col("result").is_not_null())
    if page.level > 3:
        states = states.filter(pl.col("town_code") == page.town)
    counted = states.group_by("rule_id", "result").len()
    return {(rule_id, result): count for rule_id, result, count in counted.iter_rows()}


def unjudged(page: Page) -> list[tuple[Alert, str]]:
    """Return the rules that were not judged in this version, each with why."""
    known = alerts.catalogue()
    held = set(page.snapshot.manifest.tables)
    reasons = []
    for one in known.values():
        missing = [TABLES[name].label for name in one.reads if name not in held and name not in one.optional]
        why = one.needs or (t("alerts.no_table", tables="、".join(missing)) if missing else None)
        if why:
            reasons.append((one, why))
    return reasons


def is_judged(page: Page) -> bool:
    """Say whether the page's month was judged for alerts when it was sealed."""
    return f"{page.month:%Y-%m}" in page.snapshot.months("alert")


def place_name(row: Row) -> str:
    """Return where an alert is: village and township, or the county itself."""
    return f"{row.get('town_name') or ''}{row.get('village_name') or ''}" or t("alerts.county_itself")


def days_words(days: object) -> str:
    """Return how long is left, in words."""
    if days is None:
        return t("alerts.no_deadline")
    left = int(str(days))
    if left < 0:
        return t("alerts.days_over", days=-left)
    return t("alerts.days_left", days=left) if left else t("alerts.days_today")
