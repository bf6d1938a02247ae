"""农户档案: who lives there, what they earn against each year's lines, what happened, what is done, and on which lists and why?"""

import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.ui import dossier

BOX = 300  # pixels: a longer table is scrolled in its box

viewer = ui.current_viewer()
page = ui.open_page("household", viewer)
if page.hh is None:
    dossier.draw_search(page)
    st.stop()
head = dossier.head_of(page)
if head is None:  # the same words for one that is not there and for somebody else's
    st.info(t("household.none"), title=t("household.none_title"))
    dossier.draw_search(page)
    st.stop()

dossier.draw_way_up(page, head)
st.subheader(t("household.head", **head), anchor=False)
if head["has_left"]:
    st.warning(t("household.left", month=ui.month_name(head["stat_month"])))
facts = ui.headings("household", dossier.FACTS)
ui.table(head["frame"], key="household.facts", labels=facts)
found = dossier.verdicts(page)
dossier.draw_verdicts(found)

months = page.ask("household/months", hh=page.hh, month=page.month)
tables = dossier.tables_of(page, head["stat_month"], all_months=dossier.wants_all_months())
income = tables["income"]
fills = {
    dossier.STATES["none"]: charts.solid(charts.GREY), dossier.STATES["active"]: charts.solid(charts.ORANGE),
    dossier.STATES["cleared"]: charts.faded(charts.ORANGE),
}  # fmt: skip
left, right = ui.two_columns()
with left:
    ui.chart(
        charts.stacked(
            months, "stat_month", "hh_persons", split="state", labels=dossier.STATES, height=240, fills=fills
        ),
        key="household.months",
        title=t("household.ribbon_title"),
        alt=t("household.ribbon_alt", months=months.height, since=ui.month_name(months.item(0, "stat_month")))
        + "；".join(dossier.ribbon_words(months)),
        table=ui.labelled(months, state=dossier.STATES),
        labels=ui.headings("household", "stat_month state hh_persons"),
        formats={"stat_month": "month"},
    )
with right:
    if income.is_empty():
        st.info(t("household.income_none"))
    else:
        ui.chart(
            charts.stacked_with_marks(
                income, "income_year", ui.headings("household", "wage_pc operating_pc property_pc transfer_pc"),
                ui.headings("household", "provincial_range county_subline county_target"), height=240,
            ),
            key="household.income",
            title=t("household.income_title"),
            alt=t(
                "household.income_alt", year=income.item(-1, "income_year"),
                net=formatting.yuan(income.item(-1, "net_per_capita")), persons=income.item(-1, "persons_year"),
            ),
            table=income,
            labels=dossier.heads_of("income"),
            formats={"income_year": "text"},
        )  # fmt: skip

formats = {"stat_month": "month", "last_month": "month"}
places = [
    place for names in (("members", "work"), ("alerts", "faults"), ("events", "measures"), ("visits", "records"))
    for place in zip(ui.two_columns(), names, strict=True)
]  # fmt: skip
for place, name in places:
    with place, st.container(height=BOX if tables[name].height else "content", border=True):
        st.markdown(t(f"household.{name}_title"))
        if tables[name].is_empty():
            st.caption(t(f"household.{name}_none"))
        else:
            ui.table(
                tables[name],
                key=f"household.{name}",
                labels=dossier.heads_of(name),
                formats=formats,
                page=page,
            )
with st.container(height=BOX if tables["changes"].height else "content", border=True):
    st.markdown(t("household.changes_title"))
    dossier.draw_all_months()
    if tables["changes"].is_empty():
        st.caption(t("household.changes_none"))
    else:
        ui.table(
            tables["changes"], key="household.changes", labels=dossier.heads_of("changes"), formats=formats
        )
st.caption(t("household.members_note"))

with st.container(horizontal=True):
    dossier.draw_paper(page, head, months, tables, found)
    sheets = [(t(f"household.{name}_sheet"), rows, dossier.heads_of(name)) for name, rows in tables.items()]
    ui.download(page, "household", sheets)
