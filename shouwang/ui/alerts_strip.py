"""One quiet line for the first page: where red alerts stand, and the way to them."""

from __future__ import annotations

import streamlit as st

from shouwang.i18n import t
from shouwang.ui import alerts
from shouwang.ui.view import Page
from shouwang.ui.ways import link

NAMED = 6


def red_alerts(page: Page) -> None:
    """Draw how many red alerts stand in the page's area, by township; nothing where alerts were never judged."""
    if not alerts.is_judged(page):
        return
    rows = page.ask("alerts/red_by_town", area=page.area, month=page.month)
    count = int(rows["red"].sum()) if rows.height else 0
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="red-alerts"):
        if not count:
            st.caption(t("alerts.strip_none", month=page.month_name), width="content")
        else:
            named = [
                t("alerts.strip_town", name=name or t("alerts.county_itself"), count=red)
                for _, name, red in rows.head(NAMED).iter_rows()
            ]
            more = rows.height - len(named)
            told = "、".join(named) + (t("alerts.strip_more", count=more) if more > 0 else "")
            st.caption(
                t("alerts.strip", month=page.month_name, count=f"{count:,}", towns=told), width="content"
            )
        link(page, "alerts", t("alerts.strip_link"), view="list", severity="red")
