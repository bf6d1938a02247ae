"""数据质量: what is wrong in the data, by which rule, where, since when; which figures are unusual; what the rules are."""

import streamlit as st

from shouwang import rules, ui
from shouwang.i18n import t
from shouwang.ui import quality, quality_draw, quality_rule

VIEWS = {view: t(f"quality.view_{view}") for view in ("summary", "rows", "outliers", "rules")}

viewer = ui.current_viewer()
catalogue = rules.catalogue()
choose_rule = ui.Choice("rule", t("quality.rule"), {rule_id: rule_id for rule_id in catalogue})
choose_view = ui.Choice("view", t("quality.view"), VIEWS, "summary")
filters = [
    ui.Choice("group", t("quality.group"), {group: rules.GROUPS[group] for group in quality.GROUPS}),
    ui.Choice("level", t("quality.level"), dict(rules.LEVEL_LABELS)),
    ui.Choice("owner", t("quality.owner"), quality.all_owners()),
]
# What does not bear on a view is not offered there; it waits in the URL.
if st.query_params.get("rule") in catalogue:
    choices = [choose_rule]
elif st.query_params.get("view") == "outliers":
    choices = [choose_view]
else:
    choices = [choose_view, *filters, choose_rule]
every_key = [spec.name for spec in (choose_view, *filters, choose_rule)]
page = ui.open_page("quality", viewer, choices=choices, keys=every_key)
if choices == [choose_rule]:
    quality_rule.draw(page, catalogue[str(page.value("rule"))])
    st.stop()

view = str(page.value("view"))
group, level, owner = (page.choices.get(spec.name) or None for spec in filters)
sheets = []
if view == "outliers":
    unusual = quality_draw.outliers(page)
    sheets.append((t("quality.sheet_outliers"), unusual, quality_draw.heads(quality_draw.OUTLIERS_SHEET)))
else:
    found = quality.found_on(page)
    standing = page.ask("quality/standing_by_rule", area=page.area, month=page.month)
    lines = page.keep("lines", lambda: quality.by_rule(found, standing))
    shown = quality.wanted(lines, group, level, owner)
    if page.month not in found.judged:
        st.warning(t("quality.not_judged_yet", month=page.month_name))
        view = "" if view != "rules" else view

if view == "summary":
    scored = page.keep("scores", lambda: quality.scores(found))
    alike = page.keep("alike", lambda: quality.scores(found, comparable=True))
    quality_draw.score_cards(found, scored, alike)
    quality_draw.score_lines(page, found, scored, alike)
    by_rule = quality_draw.rules_table(page, shown)
    by_area = quality_draw.areas_table(page, found, group)
    sheets += [
        (t("quality.sheet_rules"), by_rule, quality_draw.heads(quality_draw.RULES_SHEET)),
        (t("quality.sheet_areas"), by_area, quality_draw.heads(quality_draw.AREAS_SHEET)),
    ]
elif view == "rows":
    chosen = {"area": page.area, "month": page.month, "rules": quality.ids_of(shown, group, level, owner)}
    listed = quality_rule.rows_table(
        page, chosen, key="quality.rows", total=sum(line.faults for line in shown)
    )
    sheets += [listed] if listed else []
elif view == "rules":
    text = st.text_input(t("quality.search"), key="quality.search")
    every = quality_draw.all_rules(page, quality.rules_wanted(group, level, owner, text), lines)
    sheets.append((t("quality.sheet_all"), every, quality_draw.heads(quality_draw.ALL_SHEET)))

if sheets:
    ui.download(page, "quality", sheets)
