"""万元以下: who earns less than a line of the year, who is left out of the count, who crossed it, and what is done?"""

import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.schema.codes import CONFIDENCE, LINE, MEASURE, MON_TYPE

ROWS = 50
LINES = {code: LINE[code] for code in ("county_target", "county_subline", "provincial_range")}
INDICATOR = {"county_target": "below_10k", "county_subline": "below_8k", "provincial_range": "below_range"}
GROUPS = {g: t(f"below.group_{g}") for g in ("counted", "alleviated", "monitored", "no_labour", "not_listed")}
DIRECTIONS = {d: t(f"below.direction_{d}") for d in ("fell", "rose")}
BANDS = {b: t(f"below.band_{b}") for b in ("under_range", "under_subline", "under_target", "above")}
NONE = {"": t("below.none")}

viewer = ui.current_viewer()
page = ui.open_page(
    "below_10k",
    viewer,
    choices=[
        ui.Choice("line", t("below.line"), LINES, "county_target"),
        ui.Choice("group", t("below.group"), GROUPS, "counted"),
        ui.Choice("move", t("below.direction"), DIRECTIONS, "fell"),
    ],
)
chosen, group, direction = (str(page.value(name)) for name in ("line", "group", "move"))

lines = page.ask("below_10k/lines", area=page.area, month=page.month)
yuan = dict(lines.select("line_code", "value_yuan").iter_rows())
year, line = lines.item(0, "income_year"), yuan[chosen]
st.caption(t("below.year_said", month=page.month_name, year=year, next=lines.item(0, "line_year")))
told = [
    t("below.line_unset", name=LINE[row["line_code"]])
    if row["value_yuan"] is None
    else t(
        "below.line_set",
        name=LINE[row["line_code"]],
        value=formatting.yuan(row["value_yuan"]),
        source=row["source_title"],
        confidence=CONFIDENCE[row["confidence"]],
    )
    for row in lines.iter_rows(named=True)
]
st.caption("  \n".join(told))
if line is None:
    st.warning(
        t("below.unset", year=year, area=page.area_name, name=LINE[chosen]),
        title=t("below.unset_title", name=LINE[chosen]),
    )
    st.stop()
here = {"area": page.area, "income_year": year, "line_yuan": line}

ui.kpi_row(page, ["below_10k_hh", "below_8k_hh", "below_range_hh", "cross_10k"])

summary = page.ask("below_10k/summary", **here, month=page.month)
counts = {row["pop_group"]: row for row in summary.iter_rows(named=True)}
histogram = page.ask("below_10k/histogram", area=page.area, income_year=year)
ui.stop_if_empty(histogram, page)
ui.chart(
    charts.histogram(
        histogram, "band_low", "hh", step=1000,
        marks=[(value, t("below.mark", name=LINE[code], value=formatting.yuan(value))) for code, value in yuan.items() if value is not None],
    ),
    key="below.histogram",
    title=t("below.histogram_title", year=year),
    alt=t("below.histogram_alt", name=LINE[chosen], counted=formatting.pair(counts["counted"]["hh"], counts["counted"]["persons"])),
    table=histogram,
    labels=ui.headings("below", "band_low hh persons alleviated_hh monitored_hh no_labour_hh"),
    formats={"band_low": "int"},
    page=page,
    opens={
        **{
            f"{column}hh": ui.Rows("rows/below_line", income_year=year, band_low="@band_low", pop_group=group_of)
            for column, group_of in (("", "counted"), ("alleviated_", "alleviated"), ("monitored_", "monitored"), ("no_labour_", "no_labour"))
        },
        "persons": ui.Rows("rows/below_line", "persons_year", income_year=year, band_low="@band_low", pop_group="counted"),
    },
)  # fmt: skip

st.subheader(t("below.summary_title", name=LINE[chosen], value=formatting.yuan(line)), anchor=False)
heads = ui.headings("below", "pop_group hh persons helped_hh planned_hh bare_hh")
at_line = {"income_year": year, "line_yuan": line}
opens = {
    column: ui.Rows("rows/below_line", counts, **at_line, pop_group="@pop_group", help=help_of)
    for column, counts, help_of in (
        ("hh", "rows", None),
        ("persons", "persons_year", None),
        ("helped_hh", "rows", "in_force"),
        ("planned_hh", "rows", "planned"),
        ("bare_hh", "rows", "bare"),
    )
}
ui.table(ui.labelled(summary, pop_group=GROUPS), key="below.summary", labels=heads, page=page, opens=opens)
st.caption(t("below.left_out"))
ui.link(
    page, "below_10k", t("below.left_out_link", hh=counts["no_labour"]["hh"]), line=chosen, group="no_labour"
)

st.subheader(t("below.list_title"), anchor=False)
total = counts[group]
st.markdown(t("below.list_said", group=GROUPS[group], total=formatting.pair(total["hh"], total["persons"])))
offset = ui.pager(total["hh"], size=ROWS)
listed = page.ask(
    "below_10k/households", **here, month=page.month, limit=ROWS, offset=offset,
    pop_group=None if group == "counted" else group, range_yuan=yuan["provincial_range"],
    subline_yuan=yuan["county_subline"], target_yuan=yuan["county_target"],
)  # fmt: skip
listed = ui.labelled(
    listed, pop_group=GROUPS, mon_type={**MON_TYPE, "none": t("below.not_monitored")}, band=BANDS, band_before=BANDS,
    measures={**MEASURE, **NONE}, planned={**MEASURE, **NONE},
)  # fmt: skip
columns = ui.headings(
    "below", "hh_key village_name head_name persons_year pop_group mon_type band band_before measures planned"
)
ui.table(listed, key="below.list", labels=columns, page=page, household="hh_key")

crossings = {
    row["direction"]: formatting.pair(row["hh"], row["persons"])
    for row in page.ask("below_10k/crossings_total", **here).iter_rows(named=True)
}
st.subheader(t("below.crossing_title", value=formatting.yuan(line), year=year), anchor=False)
st.markdown(t("below.crossing_said", **crossings))
crossed = page.ask("below_10k/crossings", **here, direction=direction, limit=ROWS, offset=0)
crossed = ui.labelled(
    crossed, direction=DIRECTIONS, pop_group=GROUPS, mon_type={**MON_TYPE, "none": t("below.not_monitored")}
)
columns_crossed = ui.headings("below", "hh_key village_name head_name persons_year pop_group mon_type")
if crossed.height:
    st.caption(t("below.crossing_shown", direction=DIRECTIONS[direction], rows=ROWS))
    ui.table(crossed, key="below.crossed", labels=columns_crossed, page=page, household="hh_key")

areas = page.ask("below_10k/by_area", **here, month=page.month)
heads_area = ui.headings(
    "below",
    "area_name hh persons alleviated_hh alleviated_persons monitored_hh monitored_persons bare_hh no_labour_hh "
    "no_labour_persons",
)
if page.level < 5 and areas.height:
    st.subheader(t(f"below.areas_title_{page.level}", name=LINE[chosen]), anchor=False)
    cards = {
        f"{group_of}{counted}": f"{INDICATOR[chosen]}_{counted}{split}"
        for group_of, split in (
            ("", ""),
            ("alleviated_", ".alleviated_with_labour"),
            ("monitored_", ".monitored"),
        )
        for counted in ("hh", "persons")
    }
    rows_of = {
        "bare_hh": ui.Rows("rows/below_line", **at_line, pop_group="counted", help="bare"),
        "no_labour_hh": ui.Rows("rows/below_line", **at_line, pop_group="no_labour"),
        "no_labour_persons": ui.Rows("rows/below_line", "persons_year", **at_line, pop_group="no_labour"),
    }
    ui.table(areas, key="below.areas", labels=heads_area, page=page, cards=cards, opens=rows_of)
    st.caption(t("chart.numbers_open"))
    with st.container(horizontal=True, gap="small"):
        for code, name in areas.select("area_code", "area_name").iter_rows():
            ui.link(page, "below_10k", name, area=code, line=chosen)

sheets = [
    (t("below.list_title"), listed, columns),
    (DIRECTIONS[direction], crossed, columns_crossed),
    (t("below.areas_sheet"), areas, heads_area),
]
ui.download(page, "below_10k", sheets, indicators=["below_10k_hh"])
