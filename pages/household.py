"""农户情况: who lives there, what do they earn against the lines of each year, what happened, what is done for them?"""

import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.schema import codes

viewer = ui.current_viewer()
page = ui.open_page("household", viewer)
with st.container(horizontal=True, gap="medium"):
    ui.link(page, "monitoring", t("household.back_monitoring"))
    ui.link(page, "below_10k", t("household.back_below"))
if page.hh is None:
    st.info(t("household.pick"), title=t("household.pick_title"))
    st.stop()
here = {"hh": page.hh, "month": page.month}
head = page.ask("household/head", **here)
if head.is_empty():  # the same words for one that is not there and for somebody else's
    st.info(t("household.none"), title=t("household.none_title"))
    st.stop()

NOTHING = {"": t("household.nothing")}
STATES = {state: t(f"household.state_{state}") for state in ("none", "active", "cleared")}
FILLS = {
    STATES["none"]: charts.solid(charts.GREY), STATES["active"]: charts.solid(charts.ORANGE),
    STATES["cleared"]: charts.faded(charts.ORANGE),
}  # fmt: skip
YES = {answer: t(f"household.{answer}") for answer in ("yes", "no")}
head = ui.labelled(
    head, hh_type=codes.HH_TYPE, mon_type={**codes.MON_TYPE, "none": t("household.not_monitored")},
    risk_status={**codes.RISK_STATUS, "none": "-"}, risks={**codes.RISK, **NOTHING},
    clear_mode={**codes.CLEAR_MODE, **NOTHING}, identified_month=NOTHING, cleared_month=NOTHING,
)  # fmt: skip
shown = head.row(0, named=True)
st.subheader(t("household.head", **shown), anchor=False)
if shown["has_left"]:
    st.warning(t("household.left", month=ui.month_name(shown["stat_month"])))
facts = ui.headings(
    "household",
    "risk_status risks identified_month cleared_month clear_mode contact_name contact_phone is_no_labour water_safe "
    "house_dilapidated farmland_mu",
)
ui.table(head, key="household.facts", labels=facts)

months = page.ask("household/months", **here)
income = page.ask("household/income", **here)
of_income = ui.headings(
    "household",
    "income_year net_per_capita persons_year wage_pc operating_pc property_pc transfer_pc expense_pc provincial_range "
    "county_subline county_target",
)
left, right = ui.two_columns()
with left:
    ui.chart(
        charts.stacked(
            months, "stat_month", "hh_persons", split="state", labels=STATES, height=240, fills=FILLS
        ),
        key="household.months",
        title=t("household.ribbon_title"),
        alt=t(
            "household.ribbon_alt", months=months.height, since=ui.month_name(months.item(0, "stat_month"))
        ),
        table=ui.labelled(months, state=STATES),
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
            labels=of_income,
            formats={"income_year": "text"},
        )  # fmt: skip

aid = {name: t(f"household.aid_{name}") for name in ("dibao", "tekun")}
tables = {
    "members": ui.labelled(
        page.ask("household/members", hh=page.hh, month=shown["stat_month"]), name={"": t("household.minor")},
        sex=codes.SEX, labour=codes.LABOUR, health=codes.HEALTH, school=codes.SCHOOL, insured=YES, works=YES,
        aid=aid | NOTHING, change_code={**codes.CHANGE},
    ),
    "events": ui.labelled(
        page.ask("household/events", **here), to_state=codes.CASE_STATE,
        clue={**codes.CLUE, **codes.DEPT, **NOTHING},
    ),
    "measures": ui.labelled(
        page.ask("household/measures", **here), category=codes.MEASURE, status=codes.MEASURE_STATUS,
        dept_code=codes.DEPT, end_date={"": t("household.going_on")},
    ),
    "visits": ui.labelled(
        page.ask("household/visits", **here), visitor_role=codes.VISITOR, mode=codes.VISIT_MODE, findings=codes.FINDING
    ),
}  # fmt: skip
columns = {
    "members": "name relation sex age labour health insured aid works change_code",
    "events": "at to_state clue days_from_clue is_late",
    "measures": "start_date end_date category sub amount status dept_code",
    "visits": "visit_date visitor_role mode findings clue_raised",
}
heads = {name: ui.headings("household", names) for name, names in columns.items()}
upper, lower = ui.two_columns(), ui.two_columns()
for place, name in zip(
    (upper[0], upper[1], lower[1], lower[0]), ("members", "visits", "events", "measures"), strict=True
):
    with place, st.container(height=330, border=True):
        st.markdown(t(f"household.{name}_title"))
        if tables[name].is_empty():
            st.caption(t(f"household.{name}_none"))
        else:
            ui.table(tables[name], key=f"household.{name}", labels=heads[name])
st.caption(t("household.members_note"))
sheets = [(t(f"household.{name}_sheet"), tables[name], heads[name]) for name in tables]
ui.download(page, "household", [*sheets, (t("household.income_sheet"), income, of_income)])
