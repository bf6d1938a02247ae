"""三保障与饮水: is every child at school, everybody insured, every house safe, everybody's water sure, and what is still open?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.schema import codes

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

months = page.ask("guarantees/by_month", **here, from_month=back)
ui.stop_if_empty(months.filter(pl.any_horizontal(pl.col(*PARTS.values()).is_not_null())), page)
ui.kpi_row(
    page, ["dropout_children", "insured_rate", "house_hazard_hh", "unsafe_water_hh", "water_sample_pass"]
)
sheets = []

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
    formats={"stat_month": "month"},
)  # fmt: skip
sheets.append(
    ("months", months, words(" ".join(["stat_month", *PARTS.values(), "insured_told", "insured_rate"])))
)

if now is None:
    st.info(t(f"guarantees.{part}_missing"))

if part == "house":
    grades = page.ask("guarantees/grades", **here)
    grade_words = words("grade hh persons dilapidated_hh hazard_hh share")
    if not grades.is_empty():
        st.markdown(f"**{t('guarantees.grades_title', place=page.area_name)}**")
        grades = ui.labelled(grades, grade={**codes.GRADE, "none": t("guarantees.grade_none")})
        of_grade = {"grade": "@grade"}
        ui.table(
            grades, key="guarantees.grades", labels=grade_words, formats={"share": "percent"}, page=page,
            opens={
                "hh": ui.Rows("rows/houses", **of_grade),
                "persons": ui.Rows("rows/houses", "hh_persons", **of_grade),
                "dilapidated_hh": ui.Rows("rows/houses", state="dilapidated", **of_grade),
                "hazard_hh": ui.Rows("rows/houses", state="hazard", **of_grade),
            },
        )  # fmt: skip
        st.caption(t("guarantees.grades_note"))
        sheets.append(("grades", grades, grade_words))

if part == "water":
    checks = page.ask("guarantees/water_by_area", **here)
    title = t(f"guarantees.checks_title_{page.level}", place=page.area_name, month=page.month_name)
    st.markdown(f"**{title}**")
    check_words = words(
        "area_name samples passed failed pass_rate interruptions hours longest_hours open repair_days"
    )
    if checks.is_empty():
        st.info(t("guarantees.checks_none"))
    else:
        counted = {
            "samples": "sample",
            "passed": "passed",
            "failed": "failed",
            "interruptions": "interruption",
            "open": "open",
        }
        opens = {name: ui.Rows("rows/water_checks", state=state) for name, state in counted.items()}
        opens["hours"] = ui.Rows("rows/water_checks", "interruption_hours", state="interruption")
        ui.table(
            checks, key="guarantees.checks", labels=check_words, page=page, opens=opens,
            formats={"pass_rate": "percent_if_any", "hours": "int", "longest_hours": "int", "repair_days": "number_if_any"},
        )  # fmt: skip
        sheets.append(("checks", checks, check_words))
        faults = page.ask("guarantees/water_faults", **here, limit=200)
        st.markdown(f"**{t('guarantees.faults_title', place=page.area_name)}**")
        fault_words = words(f"{where}village_name check_date fault hours repair_at is_late") | {
            "days": t("guarantees.col_fault_days")
        }
        if faults.is_empty():
            st.markdown(t("guarantees.faults_none"))
        else:
            told = faults.row(0, named=True)
            st.markdown(t("guarantees.faults_said", count=told["total_rows"], open=told["total_open"]))
            kinds = {kind: t(f"guarantees.fault_{kind}") for kind in ("sample", "interruption", "both")}
            faults = ui.labelled(faults, fault=kinds).with_columns(
                pl.col("repair_at").cast(pl.String).fill_null(t("guarantees.not_repaired"))
            )
            ui.table(faults, key="guarantees.faults", labels=fault_words, formats={"hours": "int"})
            sheets.append(("faults", faults, fault_words))

if part == "house":
    tasks = page.ask("guarantees/renovations", **here)
    if not tasks.is_empty():
        st.markdown(f"**{t('guarantees.renovation_title', place=page.area_name)}**")
        whole = tasks.row(-1, named=True)
        told = {"year": page.month.year, **whole, "rate": formatting.percent(whole["rate"])}
        st.markdown(t("guarantees.renovation_said", **told))
        task_words = words("renovation_kind tasks started finished accepted rate late subsidy")
        of_kind = {"renovation": "@renovation_kind"}
        states = {name: name for name in ("started", "finished", "accepted", "late")}
        tasks = ui.labelled(tasks, renovation_kind={**codes.RENOVATION_KIND, "all": t("guarantees.all")})
        ui.table(
            tasks, key="guarantees.tasks", labels=task_words, formats={"rate": "percent", "subsidy": "wan"}, page=page,
            opens={name: ui.Rows("rows/renovations", state=state, **of_kind) for name, state in states.items()}
            | {
                "tasks": ui.Rows("rows/renovations", **of_kind),
                "subsidy": ui.Rows("rows/renovations", "subsidy", **of_kind),
            },
        )  # fmt: skip
        sheets.append(("renovations", tasks, task_words))
    repairs = page.ask("guarantees/repairs", **here)
    st.markdown(f"**{t('guarantees.repairs_title', place=page.area_name)}**")
    if repairs.is_empty():
        st.markdown(t("guarantees.repairs_none"))
    else:
        repair_words = words("start_year begun done ongoing oldest_days amount")
        of_year = {"start_year": "@start_year"}
        ui.table(
            repairs,
            key="guarantees.repairs",
            labels=repair_words,
            formats={"amount": "wan", "start_year": {}, "oldest_days": "int_if_any"},
            page=page,
            opens={
                "begun": ui.Rows("rows/repairs", **of_year),
                "done": ui.Rows("rows/repairs", state="done", **of_year),
                "ongoing": ui.Rows("rows/repairs", state="ongoing", **of_year),
                "amount": ui.Rows("rows/repairs", "measure_amount", **of_year),
            },
        )
        st.caption(t("guarantees.repairs_note"))
        sheets.append(("repairs", repairs, repair_words))
    damaged = page.ask("guarantees/damaged_houses", **here)
    st.markdown(f"**{t('guarantees.damaged_title', place=page.area_name)}**")
    if damaged.is_empty():
        st.markdown(t("guarantees.damaged_none"))
    else:
        damaged_words = words(
            "disaster event_date damaged_hh appraised_hh grade_c_hh grade_d_hh without_action_hh solved_hh open_hh open_days"
        )
        counted = {
            "damaged_hh": "house", "appraised_hh": "house_appraised", "grade_c_hh": "house_c", "grade_d_hh": "house_d",
            "without_action_hh": "house_without_action", "solved_hh": "house_solved", "open_hh": "house_open",
        }  # fmt: skip
        damaged = ui.labelled(damaged, disaster=codes.DISASTER)
        ui.table(
            damaged, key="guarantees.damaged", labels=damaged_words, formats={"open_days": "int_if_any"}, page=page,
            opens={
                name: ui.Rows("rows/disaster_households", event="@event_id", state=state) for name, state in counted.items()
            },
        )  # fmt: skip
        sheets.append(("damaged", damaged, damaged_words))

if part == "house":
    moved = page.ask("guarantees/relocation", **here)
    if not moved.is_empty():
        whole = moved.row(-1, named=True)
        st.markdown(f"**{t('guarantees.relocation_title', place=page.area_name)}**")
        st.markdown(
            t(
                "guarantees.relocation_said", pair=formatting.pair(whole["hh"], whole["persons"]),
                occupancy=formatting.percent(whole["occupancy"]), deeds=formatting.percent(whole["deed_rate"]),
                able=formatting.number(whole["able_persons"]), employed=formatting.number(whole["employed_persons"]),
            )
        )  # fmt: skip
        moved_words = words(
            "site_name hh persons living_hh occupancy deed_hh deed_rate able_persons employed_persons"
        )
        moved = ui.labelled(moved, site_name={"all": t("guarantees.all")})
        of_site = {"site": "@site_name"}
        ui.table(
            moved, key="guarantees.relocation", labels=moved_words, page=page,
            formats={"occupancy": "percent", "deed_rate": "percent"},
            opens={
                "hh": ui.Rows("rows/relocated", **of_site),
                "persons": ui.Rows("rows/relocated", "relocated_persons", **of_site),
                "living_hh": ui.Rows("rows/relocated", state="living", **of_site),
                "deed_hh": ui.Rows("rows/relocated", state="deed", **of_site),
                "able_persons": ui.Rows("rows/relocated", "able_persons", **of_site),
                "employed_persons": ui.Rows("rows/relocated", "employed_persons", **of_site),
            },
        )  # fmt: skip
        sheets.append(("relocation", moved, moved_words))

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
