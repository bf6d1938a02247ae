"""What alerts cost and what comes of them: burden per officer, conversion of each rule, and the rules not judged."""

from __future__ import annotations

import polars as pl
import streamlit as st

from shouwang import charts, formatting
from shouwang.i18n import t
from shouwang.ui import alerts, quality_tables
from shouwang.ui.alerts import MONTHS, RuleLine
from shouwang.ui.alerts_draw import Sheet, list_address
from shouwang.ui.page import Page
from shouwang.ui.quality_tables import Cell
from shouwang.ui.show import chart, show_table
from shouwang.ui.words import headings

PER = ("per_town", "per_village", "per_helper")
TWELVE = 12


def burden(page: Page) -> Sheet | None:
    """Draw how many new alerts a month fall to one township, one village, one helper; return the sheet."""
    rows = page.ask("alerts/burden", area=page.area, from_month=page.earlier(MONTHS - 1), month=page.month)
    st.subheader(t("alerts.burden_title", area=page.area_name), anchor=False)
    if rows.is_empty():
        st.info(t("alerts.burden_none"))
        return None
    rows = rows.with_columns(
        per_town=_per("raised", "towns"),
        per_village=_per("raised", "villages"),
        per_helper=_per("raised_households", "helpers"),
    )
    now = rows.row(-1, named=True)
    series = {name: t(f"alerts.col_{name}") for name in PER if rows[name].null_count() < rows.height}
    told = "，".join(
        t("alerts.burden_told", who=t(f"alerts.who_{name}"), count=f"{now[name]:,.1f}")
        for name in series
        if now[name] is not None
    )
    labels = (
        headings("alerts", "stat_month raised standing raised_households towns villages helpers") | series
    )
    chart(
        charts.lines(rows, "stat_month", series, unit=t("alerts.unit"), height=260),
        key="alerts.burden",
        title=t("alerts.burden_chart"),
        alt=t("alerts.burden_alt", month=formatting.month(now["stat_month"]), told=told),
        note=t("alerts.burden_note"),
        table=rows,
        labels=labels,
        formats={"stat_month": "month", **dict.fromkeys(PER, "decimal")},
        page=page,
    )
    return t("alerts.sheet_burden"), rows, labels


def _per(count: str, of: str) -> pl.Expr:
    return pl.when(pl.col(of) > 0).then(pl.col(count) / pl.col(of))


def conversion(page: Page, lines: list[RuleLine]) -> Sheet:
    """Draw what came of each rule's alerts: verified by people, and found in the data afterwards."""
    st.subheader(t("alerts.conversion_title"), anchor=False)
    towns = (
        max(1, len([code for code in page.areas.towns() if code.startswith(page.area)]))
        if page.level == 3
        else 1
    )
    cells = [
        [
            Cell(f"{line.rule.id} {line.rule.name}", list_address(page, rule=line.rule.id, state=alerts.EVERY)),
            *(Cell(f"{count:,}", is_number=True) for count in (line.raised, line.standing, line.open)),
            *(Cell(f"{count:,}" if line.verified else "", is_number=True) for count in (line.verified, line.admitted, line.not_applicable)),
            Cell(_became(line), is_number=True),
            Cell("" if line.months_earlier is None else t("alerts.months", count=f"{line.months_earlier:g}"), is_number=True),
            Cell(f"{line.not_applicable / towns / TWELVE:,.2f}" if line.verified else "", is_number=True),
        ]
        for line in lines
    ]  # fmt: skip
    names = (
        "rule raised standing open verified admitted not_applicable became months_earlier false_per_officer"
    )
    heads = [t(f"alerts.col_{name}") for name in names.split()]
    quality_tables.table(heads, cells, alt=t("alerts.conversion_alt", area=page.area_name))
    st.caption(
        t(
            "alerts.conversion_note",
            first=_month(page, 11 + alerts.FOLLOWED),
            last=_month(page, alerts.FOLLOWED),
        )
    )
    rows = pl.DataFrame(
        [
            (
                line.rule.id, line.rule.name, line.raised, line.standing, line.open, line.verified, line.admitted,
                line.not_applicable, line.flagged, line.became, line.months_earlier,
            )
            for line in lines
        ],
        schema={
            "rule_id": pl.String, "rule": pl.String,
            **dict.fromkeys(
                ("raised", "standing", "open", "verified", "admitted", "not_applicable", "flagged", "became_count"), pl.Int64
            ),
            "months_earlier": pl.Float64,
        },
        orient="row",
    )  # fmt: skip
    columns = "rule_id rule raised standing open verified admitted not_applicable flagged became_count months_earlier"
    return t("alerts.sheet_conversion"), rows, headings("alerts", columns)


def _month(page: Page, back: int) -> str:
    return formatting.month(page.earlier(back))


def _became(line: RuleLine) -> str:
    """Return a share with its base, never without."""
    if line.became_share is None:
        return ""
    return t(
        "alerts.became", share=formatting.percent(line.became_share), became=line.became, flagged=line.flagged
    )


def not_judged(page: Page) -> None:
    """Draw the rules that were not judged, each with why."""
    found = alerts.unjudged(page)
    st.subheader(t("alerts.unjudged_title"), anchor=False)
    if not found:
        st.caption(t("alerts.unjudged_none"))
        return
    rows = pl.DataFrame(
        [(f"{one.id} {one.name}", one.sentence, why) for one, why in found],
        schema=dict.fromkeys(("rule", "sentence", "why"), pl.String),
        orient="row",
    )
    show_table(rows, key="alerts.unjudged", labels=headings("alerts", "rule sentence why"))
