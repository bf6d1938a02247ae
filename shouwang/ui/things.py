"""本月三件事: the largest change, the oldest open case, the largest money that waits."""

from __future__ import annotations

import html

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.i18n import catalogue as phrases
from shouwang.i18n import t
from shouwang.reference import catalogue
from shouwang.ui.page import Page, link

WORK = ("employed_alleviated", "public_post_persons")
# Without these figures a table was not reported, and "there is none" would be a guess.
CASES_REPORTED = "cases_open_by_state"
MONEY_REPORTED = ("fund_allocated", "project_count")


def three_things(page: Page) -> None:
    """Draw the three things of the month, each with a link to its page."""
    st.markdown(f"**{t('overview.things')}**")
    change, where = _change(page)
    told = (
        (t("overview.thing_change"), change, where),
        (t("overview.thing_case"), _case(page), "monitoring"),
        (t("overview.thing_money"), _money(page), "funds"),
    )
    with st.grid(3, min_column_width=260, gap="small"):
        for i, (name, sentence, target) in enumerate(told):
            with st.container(border=True, height="stretch", gap="xxsmall", key=f"thing-{i}"):
                st.html(f'<div class="sw-thing"><b>{html.escape(name)}</b><br>{html.escape(sentence)}</div>')
                link(page, target, t("overview.see") + t(f"app.page_{target}"))


def _change(page: Page) -> tuple[str, str]:
    """Return the sentence, and the page on which to look further."""
    rows = page.ask("overview/largest_change", area=page.area, month=page.month, limit=1)
    if rows.is_empty():
        return t("overview.change_none"), "townships"
    row = rows.row(0, named=True)
    amount = formatting.value_with_unit(abs(row["change"]), row["unit"])
    sentence = t(
        "overview.change_text",
        town=row["name"],
        indicator=catalogue()[row["indicator_id"]].name,
        month=page.month_name,
        now=formatting.value_with_unit(row["now"], row["unit"]),
        words=t("overview.more" if row["change"] > 0 else "overview.less"),
        amount=amount,
    )
    return sentence, "employment" if row["indicator_id"] in WORK else "monitoring"


def _case(page: Page) -> str:
    if page.area not in page.areas.open_codes:
        return t("overview.case_denied")
    if not _is_reported(page, CASES_REPORTED):
        return t("overview.case_unreported")
    rows = page.ask("overview/oldest_case", area=page.area, month=page.month, limit=1)
    if rows.is_empty():
        return t("overview.case_none")
    row = rows.row(0, named=True)
    over = row["days_over"]
    return t(
        "overview.case_text",
        place=f"{row['town_name'] or ''}{row['village_name'] or ''}",
        clue=formatting.day(row["clue_at"]),
        days=row["days_open"],
        due=t("overview.case_over", days=over) if over > 0 else t("overview.case_within", days=-over),
        count=row["cases_open"],
    )


def _money(page: Page) -> str:
    if not _is_reported(page, *MONEY_REPORTED):
        return t("overview.money_unreported")
    rows = page.ask("funds/orphans", area=page.area, month=page.month, kind=None, limit=1)
    waiting = [row for row in rows.iter_rows(named=True) if f"overview.money_text_{row['kind']}" in phrases()]
    if not waiting:
        return t("overview.money_none")
    row = max(waiting, key=lambda one: one["amount"] or 0)
    return t(
        f"overview.money_text_{row['kind']}",
        town=row["town_name"] or "",
        label=row["label"] or "",
        amount=formatting.wan(row["amount"]),
        since=formatting.day(row["since"]),
        days=row["days"],
    )


def _is_reported(page: Page, *ids: str) -> bool:
    """Say whether the area reported any of these figures this month: missing is not zero."""
    told = page.ask("overview/indicator_values", area=page.area, month=page.month)
    return not told.filter(pl.col("indicator_id").is_in(ids) & pl.col("value").is_not_null()).is_empty()
