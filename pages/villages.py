"""乡村建设与集体经济: what do the villages earn, are toilets, water and clinics in order, and who keeps what was built?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.reference import catalogue
from shouwang.schema import codes

CARDS = {
    "income": ["collective_income", "pv_undistributed"],
    "environment": [
        "toilet_progress", "household_toilets_built", "toilet_broken_rate", "env_complaints",
    ],
    "service": [
        "clinic_coverage", "village_clinics", "villages_without_clinic", "village_doctors", "clinic_standard_rate",
        "water_sample_pass",
    ],
    "works": ["finish_rate", "accept_rate", "asset_count.public", "water_integration_villages", "pilot_villages"],
}  # fmt: skip

viewer = ui.current_viewer()
page = ui.open_page(
    "villages",
    viewer,
    choices=[
        ui.Choice("part", t("villages.part"), {part: t(f"villages.part_{part}") for part in CARDS}, "income")
    ],
)
part = str(page.value("part"))
words = partial(ui.headings, "villages")
where = "town_name " if page.level == 3 else ""
here = {"area": page.area, "month": page.month}
none = t("chart.none")
sheets = []


def missing(what: str) -> None:
    """Say that a table was not reported, in a line; the rest of the page goes on."""
    st.info(t("empty.why_no_rows", what=t(f"villages.{what}")))


# A village has no card of what is only counted by township.
shown_cards = [one for one in CARDS[part] if page.level < 5 or catalogue()[one].grain == "village"]
if shown_cards:
    ui.kpi_row(page, shown_cards)

if part == "income":
    economy = page.ask("villages/economy", **here)
    whole = economy.filter("is_whole").row(0, named=True)
    year = whole["income_year"]
    st.subheader(t(f"villages.economy_title_{page.level}", place=page.area_name, year=year), anchor=False)
    if whole["villages"] is None:
        missing("what_economy")
    else:
        line, growth = whole["line_yuan"], whole["growth"]
        st.markdown(
            t(
                "villages.economy_said" if line is not None else "villages.economy_said_no_line",
                villages=whole["villages"], income=formatting.wan(whole["income"]), weak=whole["weak"],
                growth=none if growth is None else f"{growth * 100:+.1f}%", line=formatting.wan(line), before=whole["weak_last_year"],
                share=formatting.percent(whole["subsidy_share"]), median=formatting.wan(whole["median_income"]),
            )
        )  # fmt: skip
        judged = "" if line is None else " weak weak_last_year fallen"
        economy_words = words(
            f"area_name villages income growth median_income{judged} operating from_assets subsidy subsidy_share distributed"
        )
        economy = economy.with_columns(growth=pl.col("growth") * 100).with_columns(
            growth=pl.when(pl.col("growth").is_null()).then(pl.lit(none)).otherwise(
                pl.when(pl.col("growth") > 0).then(pl.lit("+")).otherwise(pl.lit(""))
                + pl.col("growth").round(1).cast(pl.String) + "%"
            )
        )  # fmt: skip
        money = ("income", "median_income", "operating", "from_assets", "subsidy", "distributed")
        ui.table(
            economy if page.level < 5 else economy.filter("is_whole"),
            key="villages.economy",
            labels=economy_words,
            formats=dict.fromkeys(money, "wan") | {"subsidy_share": "percent"},
            page=page,
            cards={"income": "collective_income"},
            opens={
                "villages": ui.Rows("rows/village_incomes", indicator="villages"),
                "weak": ui.Rows("rows/village_incomes", indicator="weak"),
                "fallen": ui.Rows("rows/village_incomes", indicator="fallen"),
                "operating": ui.Rows("rows/village_incomes", "income_operating", indicator="villages"),
                "from_assets": ui.Rows("rows/village_incomes", "income_from_assets", indicator="villages"),
                "subsidy": ui.Rows("rows/village_incomes", "subsidy", indicator="villages"),
                "distributed": ui.Rows("rows/village_incomes", "distributed", indicator="villages"),
            },
        )
        st.caption(t("villages.economy_note") + t("chart.numbers_open"))
        sheets.append(("economy", economy, economy_words))

        years = page.ask("villages/economy_years", **here)
        year_words = words(
            "year villages income median_income weak operating from_assets subsidy other subsidy_share"
        )
        years = years.with_columns(pl.col("year").cast(pl.String))
        ui.chart(
            charts.stacked(
                years, "year", words("operating from_assets subsidy other"), unit=t("villages.wan"), per=10000
            ),
            key="villages.years",
            title=t("villages.years_chart", place=page.area_name),
            alt=t("villages.years_alt", share=formatting.percent(whole["subsidy_share"]), year=year),
            table=years,
            labels=year_words,
            formats=dict.fromkeys(
                ("income", "median_income", "operating", "from_assets", "subsidy", "other"), "wan"
            )
            | {"subsidy_share": "percent"},
        )
        sheets.append(("years", years, year_words))

        if page.level == 4:
            weak = page.ask("villages/weak_villages", **here, limit=60)
            st.markdown(f"**{t('villages.weak_title', place=page.area_name)}**")
            if weak.is_empty():
                st.markdown(t("villages.weak_none"))
            else:
                weak_words = words("village_name income last_income is_weak is_fallen subsidy_share")
                ui.table(
                    weak, key="villages.weak", labels=weak_words,
                    formats={"income": "wan", "last_income": "wan", "subsidy_share": "percent"},
                )  # fmt: skip
                sheets.append(("weak", weak, weak_words))

    st.subheader(t("villages.pv_title", place=page.area_name), anchor=False)
    stations = page.ask("villages/photovoltaic", **here)
    if stations.is_empty():
        missing("what_pv")
    else:
        pv_words = words("quarter_name villages received distributed to_posts undistributed waiting_villages")
        last = stations.row(-1, named=True)
        of_quarter = {"year": "@year", "quarter": "@quarter"}
        ui.chart(
            charts.bars(stations, "quarter_name", words("received distributed"), unit=t("villages.wan"), per=10000),
            key="villages.pv",
            title=t("villages.pv_chart"),
            alt=t(
                "villages.pv_alt", quarter=last["quarter_name"], received=formatting.wan(last["received"]),
                distributed=formatting.wan(last["distributed"]), waiting=formatting.wan(stations["undistributed"].sum()),
            ),
            table=stations,
            labels=pv_words,
            formats=dict.fromkeys(("received", "distributed", "to_posts", "undistributed"), "wan"),
            page=page,
            opens={
                "villages": ui.Rows("rows/photovoltaic", **of_quarter),
                "received": ui.Rows("rows/photovoltaic", "received", **of_quarter),
                "distributed": ui.Rows("rows/photovoltaic", "distributed", **of_quarter),
                "undistributed": ui.Rows("rows/photovoltaic", "undistributed", **of_quarter),
                "waiting_villages": ui.Rows("rows/photovoltaic", waiting=True, **of_quarter),
            },
        )  # fmt: skip
        st.caption(t("villages.pv_note"))
        sheets.append(("pv", stations, pv_words))

if part in {"environment", "service"}:
    areas = page.ask("villages/by_area", **here)
    whole = areas.filter("is_whole").row(0, named=True)

if part == "environment":
    st.subheader(
        t(f"villages.toilets_title_{page.level}", place=page.area_name, month=page.month_name), anchor=False
    )
    if whole["toilets_task"] is None:
        missing("what_environment")
    else:
        toilet_words = words(
            "area_name toilets_task toilets_built toilet_progress toilet_last_year toilets_checked toilets_broken broken_rate "
            "complaints complaints_last_year"
        )
        busy = pl.any_horizontal("is_whole", pl.col("toilets_task", "toilets_built", "complaints") > 0)
        ui.table(
            areas.filter(busy) if page.level == 4 else areas,
            key="villages.toilets",
            labels=toilet_words,
            formats=dict.fromkeys(("toilet_progress", "toilet_last_year", "broken_rate"), "percent_if_any"),
            page=page,
            cards={
                "toilets_built": "household_toilets_built", "toilet_progress": "toilet_progress",
                "broken_rate": "toilet_broken_rate", "complaints": "env_complaints",
            },
            opens={
                "toilets_task": ui.Rows("rows/village_environment", "amount", indicator="task"),
                "toilets_checked": ui.Rows("rows/village_environment", "amount", indicator="checked"),
                "toilets_broken": ui.Rows("rows/village_environment", "amount", indicator="toilet_broken_rate"),
            },
        )  # fmt: skip
        st.caption(t("villages.toilets_note") + t("chart.numbers_open"))
        sheets.append(("toilets", areas, toilet_words))
    months = page.ask("villages/environment_months", **here, from_month=page.earlier(12))
    if not months.is_empty():
        month_words = words(
            "report_month toilets_task toilets_built progress toilets_broken broken_rate complaints busy_villages inspections "
            "cleaners public_toilets sewage_m"
        )
        at = {"month": "@report_month"}
        now = months.filter(pl.col("report_month") == page.month)
        behind = {
            "toilets_built": ui.Rows(
                "rows/village_environment", "amount", indicator="household_toilets_built", **at
            ),
            "toilets_broken": ui.Rows(
                "rows/village_environment", "amount", indicator="toilet_broken_rate", **at
            ),
            "complaints": ui.Rows("rows/village_environment", "amount", indicator="env_complaints", **at),
            "busy_villages": ui.Rows("rows/village_environment", indicator="busy", **at),
        }
        forms = {
            "report_month": "month",
            "progress": "percent",
            "broken_rate": "percent_if_any",
            "sewage_m": "int",
        }
        ui.chart(
            charts.lines(months, "report_month", words("toilets_task toilets_built"), unit=t("villages.hh")),
            key="villages.progress",
            title=t("villages.progress_chart"),
            alt=t(
                "villages.progress_alt", month=page.month_name, task=formatting.households(whole["toilets_task"]),
                built=formatting.households(whole["toilets_built"]), share=formatting.percent(whole["toilet_progress"]),
            ),
            table=months,
            labels=month_words,
            formats=forms,
            page=page,
            opens=behind,
        )  # fmt: skip
        ui.chart(
            charts.bars(months, "report_month", words("complaints toilets_broken"), unit=t("villages.items")),
            key="villages.complaints",
            title=t("villages.complaints_chart"),
            alt=t(
                "villages.complaints_alt" if now.height and now.item(0, "busy_villages") is not None
                else "villages.complaints_alt_no_line", month=page.month_name,
                complaints=formatting.number(whole["complaints"]), broken=formatting.number(whole["toilets_broken"]),
                busy=formatting.number(now.item(0, "busy_villages") if now.height else None),
            ),
            page=page,
            opens=behind,
        )  # fmt: skip
        sheets.append(("months", months, month_words))

if part == "service":
    st.subheader(
        t(f"villages.clinics_title_{page.level}", place=page.area_name, year=page.month.year), anchor=False
    )
    if whole["clinic_villages"] is None:
        missing("what_clinics")
    else:
        clinic_words = words(
            "area_name clinic_villages covered clinic_rate clinics without_clinic standard_clinics standard_rate doctors"
        )
        ui.table(
            areas,
            key="villages.clinics",
            labels=clinic_words,
            formats=dict.fromkeys(("clinic_rate", "standard_rate"), "percent_if_any"),
            page=page,
            cards={
                "clinic_rate": "clinic_coverage", "clinics": "village_clinics",
                "without_clinic": "villages_without_clinic", "doctors": "village_doctors",
                "standard_rate": "clinic_standard_rate",
            },
            opens={
                "covered": ui.Rows("rows/clinics", indicator="clinic_coverage"),
                "standard_clinics": ui.Rows("rows/clinics", indicator="clinic_standard_rate"),
            },
        )  # fmt: skip
        st.caption(t("villages.clinics_note") + t("chart.numbers_open"))
        sheets.append(("clinics", areas, clinic_words))
        lacking = page.ask("villages/clinics_lacking", **here)
        st.markdown(f"**{t('villages.lacking_title', place=page.area_name)}**")
        if lacking.is_empty():
            st.markdown(t("villages.lacking_none"))
        else:
            by_lack = dict(lacking.group_by("lack").len().iter_rows())
            counts = {lack: by_lack.get(lack, 0) for lack in ("missing", "exempt", "standard")}
            st.markdown(t("villages.lacking_said", **counts))
            lacking = ui.labelled(
                lacking.with_columns(pl.col("exempt_reason").fill_null("")),
                lack={lack: t(f"villages.lack_{lack}") for lack in counts},
            )
            lacking_words = words(f"{where}village_name lack exempt_reason doctors")
            ui.table(lacking, key="villages.lacking", labels=lacking_words)
            sheets.append(("lacking", lacking, lacking_words))

    st.subheader(t("villages.water_title", place=page.area_name, year=page.month.year), anchor=False)
    faults = page.ask("villages/water_faults", **here, limit=40)
    if whole["samples"] is None:
        missing("what_water")
    elif faults.is_empty():
        st.markdown(t("villages.water_none"))
    else:
        said = {"count": faults.item(0, "total_rows"), "open": faults.item(0, "open_rows")}
        st.markdown(t("villages.water_said", **said, samples=whole["samples"], failed=whole["failed"]))
        water_words = words(
            f"{where}village_name check_date sample_ok interruption_hours repaired repair_days"
        )
        faults = faults.rename({"days": "repair_days"}).with_columns(
            repaired=pl.col("repair_at").dt.strftime("%Y-%m-%d").fill_null(t("villages.not_repaired"))
        )
        ui.table(faults, key="villages.water", labels=water_words, formats={"interruption_hours": "int"})
        sheets.append(("water", faults, water_words))

if part == "works":
    st.subheader(t("villages.works_title", place=page.area_name, year=page.month.year), anchor=False)
    works = page.ask("villages/works", **here)
    if works.is_empty():
        missing("what_works")
    else:
        order = {state: number for number, state in enumerate(codes.PROJ_STATE)}
        works = works.sort(pl.col("state").replace_strict(order, default=99))
        shown = ui.labelled(works, state=codes.PROJ_STATE)
        work_words = words("state works plan_total of_this_year late with_asset with_keeper")
        ui.chart(
            charts.bars(shown, "state", "works", unit=t("villages.projects"), horizontal=True),
            key="villages.works",
            title=t("villages.works_chart"),
            alt=t("villages.works_alt", works=works["works"].sum(), late=works["late"].sum()),
            table=shown,
            labels=work_words,
            formats={"plan_total": "wan"},
            note=t("chart.numbers_open_table"),
            page=page,
            opens={
                "works": ui.Rows("rows/works", state="@state"),
                "plan_total": ui.Rows("rows/works", "plan_total", state="@state"),
                "late": ui.Rows("rows/works", state="@state", late=True),
                "with_keeper": ui.Rows("rows/works", state="@state", kept=True),
            },
        )
        st.caption(t("villages.works_note"))
        sheets.append(("works", shown, work_words))

    st.subheader(t("villages.facilities_title", place=page.area_name), anchor=False)
    facilities = page.ask("villages/facilities", **here)
    if facilities.is_empty():
        missing("what_facilities")
    else:
        shown = ui.labelled(facilities, facility_kind=codes.FACILITY_KIND)
        shown = shown.with_columns(
            size=pl.when(pl.col("quantity").is_null()).then(pl.lit(none)).otherwise(
                pl.col("quantity").map_elements(lambda v: f"{v:,.10g}", return_dtype=pl.String) + pl.col("quantity_unit").fill_null("")
            )
        )  # fmt: skip
        facility_words = words(
            "facility_kind facilities size building good broken stopped with_keeper without_keeper keeping_fund checked_in_year"
        )
        of_kind = {"kind": "@facility_kind"}
        ui.table(
            shown,
            key="villages.facilities",
            labels=facility_words,
            formats={"keeping_fund": "wan"},
            page=page,
            opens={"facilities": ui.Rows("rows/facilities", **of_kind)}
            | {
                state: ui.Rows("rows/facilities", state=state, **of_kind)
                for state in ("building", "good", "broken", "stopped", "with_keeper", "without_keeper")
            },
        )
        st.caption(t("villages.facilities_note"))
        sheets.append(("facilities", shown, facility_words))

    st.subheader(t("villages.pilots_title", place=page.area_name), anchor=False)
    pilots = page.ask("villages/pilots", **here)
    if pilots.is_empty():
        missing("what_pilots")
    else:
        reward = formatting.wan(pilots.item(0, "total_reward"))
        st.markdown(t("villages.pilots_said", count=pilots.height, reward=reward))
        pilots = ui.labelled(
            pilots.with_columns(accepted=pl.col("accepted_at").dt.strftime("%Y-%m-%d").fill_null(t("villages.not_accepted"))),
            pilot_kind=codes.PILOT_KIND, pilot_level=codes.PILOT_LEVEL,
        )  # fmt: skip
        pilot_words = words(
            f"{where}village_name pilot_kind pilot_level named_at accepted invested reward hh_joined"
        )
        ui.table(
            pilots, key="villages.pilots", labels=pilot_words, formats={"invested": "wan", "reward": "wan"}
        )
        sheets.append(("pilots", pilots, pilot_words))

    points = page.ask("villages/points", **here)
    if not points.is_empty():
        st.markdown(f"**{t('villages.points_title', place=page.area_name)}**")
        points = points.with_columns(
            quarter_name=pl.col("year").cast(pl.String) + "-" + pl.col("quarter").cast(pl.String)
        )
        point_words = words("quarter_name villages hh_listed hh_joined share")
        ui.table(points, key="villages.points", labels=point_words, formats={"share": "percent"})
        st.caption(t("villages.points_note"))
        sheets.append(("points", points, point_words))

ui.download(
    page,
    "villages",
    [(t(f"villages.sheet_{name}"), frame, heads) for name, frame, heads in sheets],
    indicators=["collective_income", "toilet_progress", "toilet_broken_rate", "clinic_coverage"],
)
