"""预警: what must be looked into, by whom and by when; what it costs the townships, and what comes of it."""

import streamlit as st

from shouwang import alerts as rules
from shouwang import ui
from shouwang.i18n import t
from shouwang.ui import alerts, alerts_draw, alerts_one, alerts_rules

VIEWS = {view: t(f"alerts.view_{view}") for view in ("summary", "list", "rules")}

viewer = ui.current_viewer()
choose_view = ui.Choice("view", t("alerts.view"), VIEWS, "summary")
filters = [
    ui.Choice("severity", t("alerts.col_severity"), dict(rules.SEVERITY_LABELS)),
    ui.Choice("state", t("alerts.col_state_name"), alerts.state_names(), alerts.OPEN),
    ui.Choice("due", t("alerts.col_due_at"), alerts.bucket_names()),
    ui.Choice("owner", t("alerts.col_owner_name"), alerts.owner_names()),
    ui.Choice("rule", t("alerts.col_rule"), alerts.rule_names()),
]
asked = st.query_params.get("alert")
# What does not bear on a view is not offered there; it waits in the URL.
choices = [] if asked else [choose_view, *filters] if st.query_params.get("view") == "list" else [choose_view]
here = ui.open_desk(
    "alerts", viewer, choices=choices, keys=("alert", *(spec.name for spec in (choose_view, *filters)))
)
page = here.page
if page is None:
    st.stop()
if asked:
    alerts_one.draw(page, here.book, asked)
    st.stop()
if not alerts.is_judged(page):
    st.info(t("alerts.not_judged_yet", month=page.month_name), title=t("empty.title"))
    st.stop()

if unjudged := alerts.unjudged(page):
    lacks_tables = any(not one.needs for one, _ in unjudged)
    (st.warning if lacks_tables else st.caption)(t("alerts.some_unjudged", count=len(unjudged)))
view = str(page.value("view"))
found = alerts.standing_on(page, here.book)
if view == "summary":
    alerts_draw.cards(page, found)
    owners = alerts_draw.owners_table(page, found)
    by_rule = alerts_draw.rules_table(page, alerts.rule_lines(page, found, here.book))
    places = alerts_draw.places_table(page, found)
    sheets = [
        (t("alerts.sheet_owners"), owners, alerts_draw.owner_heads()),
        (t("alerts.sheet_rules"), by_rule, alerts_draw.rule_heads()),
        (t("alerts.sheet_places"), places, alerts_draw.place_heads()),
    ]
elif view == "list":
    listed = alerts_draw.listed(page, here.book, found)
    sheets = [listed] if listed else []
else:
    lines = alerts.rule_lines(page, found, here.book, tested=True)
    burden = alerts_rules.burden(page)
    sheets = [*([burden] if burden else []), alerts_rules.conversion(page, lines)]
    alerts_rules.not_judged(page)

if sheets:
    ui.download(page, "alerts", sheets)
