"""三保障与饮水: is every child at school, everybody insured, every house safe, everybody's water sure, and what is still open?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.schema import codes
from shouwang.ui import guarantees

ROWS = 50
PARTS = {
    "education": "dropout_children", "medical": "uninsured", "house": "house_hazard_hh", "water": "unsafe_water_hh",
}  # fmt: skip

viewer = ui.current_viewer()
page = ui.open_page(
    "guarantees",
    viewer,
    choices=[
        ui.Choice(
            "part", t("guarantees.part"), {part: t(f"guarantees.part_{part}") for part in PARTS}, "education"
        )
    ],
)
part = str(page.value("part"))
column = PARTS[part]
words = partial(ui.headings, "guarantees")
where = "town_name " if page.level == 3 else ""
none = t("chart.none")
here = {"area": page.area, "month": page.month}
back = page.earlier(12)

months = guarantees.months(page)
ui.stop_if_empty(months, page)
ui.kpi_row(
    page, ["dropout_children", "insured_rate", "house_hazard_hh", "unsafe_water_hh", "water_sample_pass"]
)
sheets: guarantees.Sheets = []

areas = page.ask("guarantees/by_area", **here)
area_words = words(
    "area_name dropout_children uninsured insured_rate insured_told house_hazard_hh unsafe_water_hh samples samples_failed "
    "water_sample_pass"
)
if page.level < 5 and areas.height:
    title = t(f"guarantees.areas_title_{page.level}", place=page.area_name, month=page.month_name)
    st.subheader(title, anchor=False)
    ui.table(
        areas,
        key="guarantees.areas",
        labels=area_words,
        formats=dict.fromkeys(("insured_rate", "water_sample_pass"), "percent_if_any"),
        page=page,
        cards={
            "dropout_children": "dropout_children", "insured_rate": "insured_rate",
            "house_hazard_hh": "house_hazard_hh", "unsafe_water_hh": "unsafe_water_hh",
            "water_sample_pass": "water_sample_pass",
        },
        opens={
            "insured_told": ui.Rows("rows/insurance"),
            "uninsured": ui.Rows("rows/insurance", state="uninsured"),
            "samples": ui.Rows("rows/water_checks", state="sample"),
            "samples_failed": ui.Rows("rows/water_checks", state="failed"),
        },
    )  # fmt: skip
    st.caption(f"{t('guarantees.areas_note')}{t('chart.numbers_open')}")
    with st.container(horizontal=True, gap="small"):
        for code, name in areas.select("area_code", "area_name").iter_rows():
            ui.link(page, "guarantees", name, area=code)
    sheets.append(("areas", areas, area_words))

st.subheader(t(f"guarantees.{part}_title", place=page.area_name), anchor=False)
figures = {
    month: (value, base)
    for month, value, base in months.select("stat_month", column, "insured_told").iter_rows()
}
now, base = figures.get(page.month, (None, None))
count = formatting.persons if part in {"education", "medical"} else formatting.households
month_words = words(f"stat_month {column}")
ui.chart(
    charts.lines(
        months, "stat_month", column, labels=month_words,
        unit=t("guarantees.people" if part in {"education", "medical"} else "guarantees.hh"),
    ),
    key="guarantees.months",
    title=t(f"guarantees.{part}_chart"),
    alt=t(
        "guarantees.chart_alt", month=page.month_name, place=page.area_name, what=t(f"guarantees.{part}_what"),
        now=count(now), before=count(figures.get(back, (None, None))[0]),
    ),
    table=months,
    labels=month_words,
    formats={"stat_month": "month", column: "int"},
)  # fmt: skip
sheets.append(
    ("months", months, words(" ".join(["stat_month", *PARTS.values(), "insured_told", "insured_rate"])))
)

if now is None:
    st.info(t(f"guarantees.{part}_missing"))

if part == "house":
    guarantees.draw_house(page, sheets)
elif part == "water":
    guarantees.draw_water(page, sheets)

if now is not None:
    st.markdown(f"**{t(f'guarantees.{part}_list')}**")
    name, kind = {
        "education": ("guarantees/children", {}), "medical": ("guarantees/uninsured", {}),
        "house": ("guarantees/households", {"kind": "house"}), "water": ("guarantees/households", {"kind": "water"}),
    }[part]  # fmt: skip
    listed = page.ask(name, **here, **kind, from_month=back, limit=ROWS, offset=0)
    if listed.is_empty():
        st.markdown(t(f"guarantees.{part}_nobody"))
    else:
        first = listed.row(0, named=True)
        total = first["total_rows"]
        if part == "education":
            dropouts = first["total_dropouts"]
            st.markdown(t("guarantees.education_said", dropouts=dropouts, told=total - dropouts))
            if listed.get_column("reason").str.contains("厌学").any():
                st.markdown(t("guarantees.reason_weary"))
        elif part == "medical":
            rate = formatting.percent(None if not base else 1 - now / base, 2)
            st.markdown(t("guarantees.medical_said", count=total, base=formatting.persons(base), rate=rate))
        else:
            st.markdown(t(f"guarantees.{part}_said", pair=formatting.pair(total, first["total_persons"])))
    if not listed.is_empty() and viewer.role is Role.LEADER:
        st.caption(t("guarantees.leader_list"))
    elif not listed.is_empty():
        if offset := ui.pager(listed.item(0, "total_rows"), size=ROWS):
            listed = page.ask(name, **here, **kind, from_month=back, limit=ROWS, offset=offset)
        own = {
            "education": "kind reason", "medical": "relation",
            "house": "hh_persons house_grade measure measure_status measure_start",
            "water": "hh_persons measure measure_status measure_start",
        }[part]  # fmt: skip
        fills = {
            "mon_type": t("guarantees.none_alleviated"), "reason": t("guarantees.reason_none"),
            "measure": t("guarantees.measure_none"), "measure_status": none, "measure_start": none,
        }  # fmt: skip
        coded = {
            "hh_type": codes.HH_TYPE, "mon_type": codes.MON_TYPE, "house_grade": codes.GRADE, "measure": codes.MEASURE,
            "measure_status": codes.MEASURE_STATUS,
            "kind": {kind: t(f"guarantees.kind_{kind}") for kind in ("dropout", "told")},
        }  # fmt: skip
        listed = ui.labelled(listed, **{name: told for name, told in coded.items() if name in listed.columns})
        listed = listed.with_columns(
            pl.col(name).cast(pl.String).fill_null(told)
            for name, told in fills.items()
            if name in listed.columns
        ).with_columns(pl.col("since").dt.strftime("%Y-%m"))
        list_words = words(f"hh_key {where}village_name hh_type mon_type {own} since days")
        ui.table(listed, key="guarantees.list", labels=list_words, page=page, household="hh_key")
        st.caption(t("guarantees.list_note"))
        sheets.append(("list", listed, list_words))

ui.download(
    page,
    "guarantees",
    [(t(f"guarantees.sheet_{sheet}"), frame, heads) for sheet, frame, heads in sheets],
    indicators=[
        "dropout_children",
        "insured_rate",
        "house_hazard_hh",
        "unsafe_water_hh",
        "water_sample_pass",
    ],
)
