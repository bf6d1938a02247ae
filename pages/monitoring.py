"""监测对象: how many households and persons are watched, how did that come about, why, how fast, and who are they?"""

from typing import Any

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.schema.codes import MON_TYPE, RISK, RISK_STATUS

ROWS = 50
SPANS = {"month": 1, "year": None, "12": 12}  # months back to the opening; this year opens with last December
STEPS = (
    "opening",
    "new",
    "rollback",
    "natural_increase",
    "cleared",
    "natural_decrease",
    "unexplained",
    "closing",
)
LESS = {t("monitoring.step_cleared"), t("monitoring.step_natural_decrease")}  # the word already says minus
COUNTED = {
    "cases": "rows", "late_cases": "rows", "median_days": "days.median", "p90_days": "days.p90",
    "deadline_days": "days_allowed.median",
}  # fmt: skip
ROWS_OF = "rows/monitored"
SERIES = [f"{status}.{kind}" for status in RISK_STATUS for kind in MON_TYPE]

viewer = ui.current_viewer()
page = ui.open_page(
    "monitoring",
    viewer,
    choices=[
        ui.Choice("type", t("monitoring.type"), MON_TYPE),
        ui.Choice("status", t("monitoring.status"), RISK_STATUS),
        ui.Choice("risk", t("monitoring.risk"), RISK),
        ui.Choice(
            "span", t("monitoring.span"), {span: t(f"monitoring.span_{span}") for span in SPANS}, "year"
        ),
        ui.Choice("count", t("monitoring.count"), {c: t(f"monitoring.{c}") for c in ("hh", "persons")}, "hh"),
    ],
)
status, risk, count = page.value("status"), page.value("risk"), str(page.value("count"))
here = {"area": page.area, "month": page.month, "type": page.value("type")}
unit = t(f"monitoring.{count}")

ui.kpi_row(
    page,
    [
        "monitored_hh_total",
        "monitored_hh_active",
        "monitored_hh_cleared",
        "new_monitored_hh",
        "cleared_hh_in_year",
    ],
)


def opened(**asked: Any) -> dict[str, ui.Rows]:
    """Return what numbers of households and of persons open: the same households, counted or added up."""
    return {"hh": ui.Rows(ROWS_OF, **asked), "persons": ui.Rows(ROWS_OF, "hh_persons", **asked)}


whole = page.ask("monitoring/households_total", **here).row(0, named=True)
stock = page.ask("monitoring/stock_by_month", **here, status=status, from_month=page.earlier(23))
names = {one: t(f"monitoring.series_{one.replace('.', '_')}") for one in SERIES}
fills = charts.two_shades(*([names[f"{state}.{kind}"] for kind in MON_TYPE] for state in RISK_STATUS))
ui.chart(
    charts.stacked(stock, "stat_month", count, split="series", labels=names, unit=unit, fills=fills),
    key="monitoring.stock",
    title=t("monitoring.stock_title", unit=unit),
    alt=t(
        "monitoring.stock_alt",
        month=page.month_name,
        area=page.area_name,
        **ui.pairs(whole, "total active cleared"),
    ),
    table=ui.labelled(stock, series=names),
    labels=ui.headings("monitoring", "stat_month series hh persons"),
    formats={"stat_month": "month"},
    page=page,
    opens=opened(month="@stat_month", type="@mon_type", status="@risk_status"),
)

base = page.earlier(SPANS[str(page.value("span"))] or page.month.month)
st.subheader(t("monitoring.flow_title", month=ui.month_name(base), to=page.month_name), anchor=False)
flow = page.ask("monitoring/flow", area=page.area, month=page.month, base_month=base)
flow = ui.labelled(flow, step={step: t(f"monitoring.step_{step}") for step in STEPS})
if flow.item(0, "hh") is None:
    st.warning(t("monitoring.flow_no_base", month=ui.month_name(base)))
for place, subset in zip(ui.two_columns(), ("active", "total"), strict=True):
    steps = flow.filter(pl.col("subset") == subset)
    # What is left unexplained, and stocks and steps that were not reported, have no rows.
    is_known = (pl.col("step.code") != "unexplained") & pl.col("hh").is_not_null()
    steps = steps.with_columns(opened=pl.when(is_known).then("step.code"))
    with place:
        ui.chart(
            charts.waterfall(steps.drop_nulls(count), "step", count, total="is_stock", unit=unit),
            key=f"monitoring.flow_{subset}",
            title=t(f"monitoring.flow_{subset}", unit=unit),
            alt=t(
                "monitoring.flow_alt",
                steps=";".join(
                    name + formatting.pair(*(abs(n) if n and name in LESS else n for n in counted))
                    for name, *counted in steps.select("step", "hh", "persons").rows()
                ),
            ),
            table=steps,
            labels=ui.headings("monitoring", "step hh persons"),
            page=page,
            opens={
                unit: ui.Rows("rows/flow", unit, subset=subset, step="@opened", base_month=base)
                for unit in ("hh", "persons")
            },
        )
st.caption(t("monitoring.flow_note") + (t("monitoring.flow_type_note") if here["type"] else ""))

left, right = ui.two_columns()
causes = ui.labelled(page.ask("monitoring/risk_causes", **here, status=status), risk=RISK)
with left:
    if causes.is_empty():
        st.info(t("monitoring.causes_none"), title=t("monitoring.causes_title"))
    else:
        top = causes.row(0, named=True)
        ui.chart(
            charts.bars(causes, "risk", "hh", unit=t("monitoring.hh"), horizontal=True),
            key="monitoring.causes",
            title=t("monitoring.causes_title"),
            alt=t(
                "monitoring.causes_alt", risk=top["risk"], pair=formatting.pair(top["hh"], top["persons"]),
                base=formatting.households(top["base_hh"]), share=formatting.percent(top["share"]),
            ),
            table=causes,
            labels=ui.headings("monitoring", "risk hh persons main_hh share"),
            formats={"share": "percent"},
            page=page,
            filters="risk",
            opens=opened(risk="@risk", type=here["type"], status=status)
            | {"main_hh": ui.Rows(ROWS_OF, main_risk="@risk", type=here["type"], status=status)},
        )  # fmt: skip
days = page.ask("monitoring/identification_days", **here, from_month=page.month.replace(month=1)).row(
    0, named=True
)
by_month = page.ask("monitoring/identification_days_by_month", **here, from_month=page.earlier(23))
said = "days_unreported" if not days["is_reported"] else "days_said" if days["cases"] else "days_said_none"
rules = "one" if days["shortest_deadline"] == days["longest_deadline"] else "several"
told = {name: formatting.number(value) for name, value in days.items()}
with right:
    ui.chart(
        charts.lines(by_month, "stat_month", ui.headings("monitoring", "median_days p90_days deadline_days")),
        key="monitoring.days",
        title=t("monitoring.days_title"),
        alt=t(f"monitoring.{said}", allowed=t(f"monitoring.days_allowed_{rules}", **told), **told),
        table=by_month,
        labels=ui.headings("monitoring", "stat_month cases median_days p90_days deadline_days late_cases"),
        formats={"stat_month": "month"},
        page=page,
        opens={
            name: ui.Rows(
                "rows/marked_cases",
                counts,
                month="@stat_month",
                from_month="@stat_month",
                type=here["type"],
                late=True if name == "late_cases" else None,
            )
            for name, counts in COUNTED.items()
        },
    )

areas = page.ask("monitoring/by_area", area=page.area, month=page.month)
if page.level < 5 and areas.height:
    st.subheader(t(f"monitoring.areas_title_{page.level}"), anchor=False)
    labels = ui.headings(
        "monitoring", "area_name active_hh active_persons cleared_hh cleared_persons total_hh total_persons"
    )
    cards = {
        f"{column}_{counted}": f"monitored_{counted}_{column}"
        for column in ("active", "cleared", "total")
        for counted in ("hh", "persons")
    }
    ui.table(areas, key="monitoring.areas", labels=labels, page=page, cards=cards)
    st.caption(t("chart.numbers_open"))
    with st.container(horizontal=True, gap="small"):
        for code, name in areas.select("area_code", "area_name").iter_rows():
            ui.link(page, "monitoring", name, area=code)

st.subheader(t("monitoring.list_title"), anchor=False)
total = whole
if status or risk:
    total = page.ask("monitoring/households_total", **here, status=status, risk=risk).row(0, named=True)
st.markdown(
    t(
        "monitoring.list_said",
        unvisited=formatting.households(total["unvisited_hh"]),
        **ui.pairs(total, "total active cleared"),
    )
)
offset = ui.pager(total["total_hh"], size=ROWS)
listed = page.ask("monitoring/households", **here, status=status, risk=risk, limit=ROWS, offset=offset)
ui.stop_if_empty(listed, page)
listed = ui.labelled(
    listed,
    mon_type=page.words("mon_type"),
    risk_status=RISK_STATUS,
    risks=RISK,
    last_visit={"": t("monitoring.no_visit")},
)
columns = ui.headings(
    "monitoring",
    "hh_key village_name head_name hh_persons mon_type risk_status risks identified_month months_watched measures "
    "last_visit contact_name cleared_month is_no_labour",
)
ui.table(
    listed,
    key="monitoring.list",
    labels=columns,
    formats={"identified_month": "month"},
    page=page,
    household="hh_key",
)
ui.download(
    page, "monitoring", [(t("monitoring.list_title"), listed, columns)], indicators=["monitored_hh_active"]
)
