"""三保障与饮水, 住房 and 饮水: grades, renovation, damage, relocation; samples, interruptions and repairs."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.i18n import t
from shouwang.schema import codes
from shouwang.ui import figures
from shouwang.ui.page import Page, shift
from shouwang.ui.rows import Rows
from shouwang.ui.show import show_table as table
from shouwang.ui.words import headings, labelled

Sheets = list[tuple[str, pl.DataFrame, dict[str, str]]]
words = partial(headings, "guarantees")


def months(page: Page) -> pl.DataFrame:
    """Return a row a month of the last 13 with what is open, and the insured persons' base."""
    held = figures.window(page.viewer, page.snapshot, page.area, shift(page.month, -12), page.month)
    span = [shift(page.month, by) for by in range(-12, 1)]
    counts = figures.by_month(
        held, span, ("dropout_children", "house_hazard_hh", "unsafe_water_hh", "insured_rate")
    )
    insured = figures.parts_by_month(held, span, "insured_rate").select(
        "stat_month", insured_told="denominator", uninsured=pl.col("denominator") - pl.col("numerator")
    )
    return counts.join(insured, on="stat_month", how="left")


def draw_house(page: Page, sheets: Sheets) -> None:
    """Draw what is known of houses, from the grade to the household that was moved."""
    for draw in (_grades, _renovations, _repairs, _damaged, _relocation):
        draw(page, sheets)


def _grades(page: Page, sheets: Sheets) -> None:
    """Draw the grades of houses."""
    here = {"area": page.area, "month": page.month}
    grades = page.ask("guarantees/grades", **here)
    grade_words = words("grade hh persons dilapidated_hh hazard_hh share")
    if not grades.is_empty():
        st.markdown(f"**{t('guarantees.grades_title', place=page.area_name)}**")
        grades = labelled(grades, grade={**codes.GRADE, "none": t("guarantees.grade_none")})
        of_grade = {"grade": "@grade"}
        table(
            grades, key="guarantees.grades", labels=grade_words, formats={"share": "percent"}, page=page,
            opens={
                "hh": Rows("rows/houses", **of_grade),
                "persons": Rows("rows/houses", "hh_persons", **of_grade),
                "dilapidated_hh": Rows("rows/houses", state="dilapidated", **of_grade),
                "hazard_hh": Rows("rows/houses", state="hazard", **of_grade),
            },
        )  # fmt: skip
        st.caption(t("guarantees.grades_note"))
        sheets.append(("grades", grades, grade_words))


def _renovations(page: Page, sheets: Sheets) -> None:
    """Draw the tasks of renovation and how far they are."""
    here = {"area": page.area, "month": page.month}
    tasks = page.ask("guarantees/renovations", **here)
    if not tasks.is_empty():
        st.markdown(f"**{t('guarantees.renovation_title', place=page.area_name)}**")
        whole = tasks.row(-1, named=True)
        told = {"year": page.month.year, **whole, "rate": formatting.percent(whole["rate"])}
        st.markdown(t("guarantees.renovation_said", **told))
        task_words = words("renovation_kind tasks started finished accepted rate late subsidy")
        of_kind = {"renovation": "@renovation_kind"}
        states = {name: name for name in ("started", "finished", "accepted", "late")}
        tasks = labelled(tasks, renovation_kind={**codes.RENOVATION_KIND, "all": t("guarantees.all")})
        table(
            tasks, key="guarantees.tasks", labels=task_words, formats={"rate": "percent", "subsidy": "wan"}, page=page,
            opens={name: Rows("rows/renovations", state=state, **of_kind) for name, state in states.items()}
            | {
                "tasks": Rows("rows/renovations", **of_kind),
                "subsidy": Rows("rows/renovations", "subsidy", **of_kind),
            },
        )  # fmt: skip
        sheets.append(("renovations", tasks, task_words))


def _repairs(page: Page, sheets: Sheets) -> None:
    """Draw what was begun for houses, by year."""
    here = {"area": page.area, "month": page.month}
    repairs = page.ask("guarantees/repairs", **here)
    st.markdown(f"**{t('guarantees.repairs_title', place=page.area_name)}**")
    if repairs.is_empty():
        st.markdown(t("guarantees.repairs_none"))
    else:
        repair_words = words("start_year begun done ongoing oldest_days amount")
        of_year = {"start_year": "@start_year"}
        table(
            repairs,
            key="guarantees.repairs",
            labels=repair_words,
            formats={"amount": "wan", "start_year": {}, "oldest_days": "int_if_any"},
            page=page,
            opens={
                "begun": Rows("rows/repairs", **of_year),
                "done": Rows("rows/repairs", state="done", **of_year),
                "ongoing": Rows("rows/repairs", state="ongoing", **of_year),
                "amount": Rows("rows/repairs", "measure_amount", **of_year),
            },
        )
        st.caption(t("guarantees.repairs_note"))
        sheets.append(("repairs", repairs, repair_words))


def _damaged(page: Page, sheets: Sheets) -> None:
    """Draw houses that disasters damaged."""
    here = {"area": page.area, "month": page.month}
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
        damaged = labelled(damaged, disaster=codes.DISASTER)
        table(
            damaged, key="guarantees.damaged", labels=damaged_words, formats={"open_days": "int_if_any"}, page=page,
            opens={
                name: Rows("rows/disaster_households", event="@event_id", state=state) for name, state in counted.items()
            },
        )  # fmt: skip
        sheets.append(("damaged", damaged, damaged_words))


def _relocation(page: Page, sheets: Sheets) -> None:
    """Draw relocated households: do they live there, do they have the deed, do they work?"""
    here = {"area": page.area, "month": page.month}
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
        moved = labelled(moved, site_name={"all": t("guarantees.all")})
        of_site = {"site": "@site_name"}
        table(
            moved, key="guarantees.relocation", labels=moved_words, page=page,
            formats={"occupancy": "percent", "deed_rate": "percent"},
            opens={
                "hh": Rows("rows/relocated", **of_site),
                "persons": Rows("rows/relocated", "relocated_persons", **of_site),
                "living_hh": Rows("rows/relocated", state="living", **of_site),
                "deed_hh": Rows("rows/relocated", state="deed", **of_site),
                "able_persons": Rows("rows/relocated", "able_persons", **of_site),
                "employed_persons": Rows("rows/relocated", "employed_persons", **of_site),
            },
        )  # fmt: skip
        sheets.append(("relocation", moved, moved_words))


def draw_water(page: Page, sheets: Sheets) -> None:
    """Draw samples and interruptions by area, and each fault with its repair."""
    here = {"area": page.area, "month": page.month}
    town = "town_name " if page.level == 3 else ""
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
        opens = {name: Rows("rows/water_checks", state=state) for name, state in counted.items()}
        opens["hours"] = Rows("rows/water_checks", "interruption_hours", state="interruption")
        table(
            checks, key="guarantees.checks", labels=check_words, page=page, opens=opens,
            formats={"pass_rate": "percent_if_any", "hours": "int", "longest_hours": "int", "repair_days": "number_if_any"},
        )  # fmt: skip
        sheets.append(("checks", checks, check_words))
        faults = page.ask("guarantees/water_faults", **here, limit=200)
        st.markdown(f"**{t('guarantees.faults_title', place=page.area_name)}**")
        fault_words = words(f"{town}village_name check_date fault hours repair_at is_late") | {
            "days": t("guarantees.col_fault_days")
        }
        if faults.is_empty():
            st.markdown(t("guarantees.faults_none"))
        else:
            told = faults.row(0, named=True)
            st.markdown(t("guarantees.faults_said", count=told["total_rows"], open=told["total_open"]))
            kinds = {kind: t(f"guarantees.fault_{kind}") for kind in ("sample", "interruption", "both")}
            faults = labelled(faults, fault=kinds).with_columns(
                pl.col("repair_at").cast(pl.String).fill_null(t("guarantees.not_repaired"))
            )
            table(faults, key="guarantees.faults", labels=fault_words, formats={"hours": "int"})
            sheets.append(("faults", faults, fault_words))
