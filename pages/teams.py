"""驻村帮扶: has every village with a task its team, are they there, how were they assessed, and who has not been visited?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.reference import catalogue
from shouwang.schema import codes

ROWS = 50
CARDS = {
    "team": ["team_coverage", "teams.city_sent", "teams.town_sent", "team_replaced", "attendance_rate"],
    "attendance": [
        "attendance_rate", "team_good_share", "team_leaders_assessed", "team_members_assessed", "team_leaders_rated_good",
        "team_members_rated_good",
    ],
    "helper": ["visit_coverage", "visit_coverage.onsite", "contact_assigned", "helper_load"],
}  # fmt: skip
GRADES = ("good", "fairly_good", "average", "poor")

viewer = ui.current_viewer()
page = ui.open_page(
    "teams",
    viewer,
    choices=[ui.Choice("part", t("teams.part"), {part: t(f"teams.part_{part}") for part in CARDS}, "team")],
)
part = str(page.value("part"))
words = partial(ui.headings, "teams")
where = "town_name " if page.level == 3 else ""
here = {"area": page.area, "month": page.month}
# Households are looked up in a township or a village; a county leader sees how many, not who.
may_list = viewer.role is not Role.LEADER and page.level > 3
sheets = []


def missing(what: str) -> None:
    """Say that a table was not reported, in a line; the rest of the page goes on."""
    st.info(t("empty.why_no_rows", what=t(f"teams.{what}")))


areas = page.ask("teams/by_area", **here)
whole = areas.filter("is_whole").row(0, named=True)
# A village has no card of what is only counted by township.
shown_cards = [one for one in CARDS[part] if page.level < 5 or catalogue()[one].grain == "village"]
if shown_cards:
    ui.kpi_row(page, shown_cards)

if part == "team":
    st.subheader(t(f"teams.coverage_title_{page.level}", place=page.area_name), anchor=False)
    if whole["task_villages"] is None:
        missing("what_teams")
    else:
        coverage_words = words("area_name task_villages with_team without_team city_sent town_sent replaced")
        ui.table(
            areas.filter(pl.col("is_whole") | (pl.col("task_villages") > 0)) if page.level > 3 else areas,
            key="teams.coverage",
            labels=coverage_words,
            page=page,
            cards={
                "with_team": "task_villages_with_team", "city_sent": "teams.city_sent", "town_sent": "teams.town_sent",
                "replaced": "team_replaced",
            },
            opens={
                "task_villages": ui.Rows("rows/task_villages", indicator="task"),
                "without_team": ui.Rows("rows/task_villages", indicator="without_team"),
            },
        )  # fmt: skip
        st.caption(t("teams.coverage_note") + t("chart.numbers_open"))
        sheets.append(("coverage", areas, coverage_words))

        uncovered = page.ask("teams/uncovered", **here)
        st.markdown(f"**{t('teams.uncovered_title', place=page.area_name)}**")
        lacks = {lack: t(f"teams.lack_{lack}") for lack in ("team", "leader")}
        uncovered_words = words(f"{where}village_name lack_of since days")
        if uncovered.is_empty():
            st.markdown(t("teams.uncovered_none"))
        else:
            uncovered = uncovered.rename({"lack": "lack_of"}).with_columns(
                pl.col("since").dt.strftime("%Y-%m-%d").fill_null(t("teams.never")),
                pl.col("days").cast(pl.String).fill_null(t("chart.none")),
            )
            uncovered = ui.labelled(uncovered, lack_of=lacks)
            ui.table(uncovered, key="teams.uncovered", labels=uncovered_words)
            sheets.append(("uncovered", uncovered, uncovered_words))

        members = page.ask("teams/members", **here)
        st.subheader(t("teams.members_title", place=page.area_name), anchor=False)
        if members.is_empty():
            missing("what_teams")
        else:
            members = ui.labelled(members, sender_level=codes.TEAM_SENDER)
            member_words = words("sender_level teams sender_units leaders members joined left_team")
            ui.table(
                members, key="teams.members", labels=member_words, page=page,
                opens={
                    name: ui.Rows("rows/team_members", indicator=name, sender="@sender_level")
                    for name in ("leaders", "members", "joined", "left_team")
                },
            )  # fmt: skip
            st.caption(t("teams.members_note"))
            sheets.append(("members", members, member_words))

if part == "attendance":
    months = page.ask("teams/attendance", **here, from_month=page.earlier(12))
    st.subheader(t("teams.attendance_title", place=page.area_name), anchor=False)
    now = months.filter(pl.col("attend_month") == page.month)
    if now.is_empty():
        missing("what_attendance")
    if not months.is_empty():
        month_words = words(
            "attend_month members_there rule_days mean_days rate short absent absent_checks leave_days"
        )
        shown = months.rename({"members": "members_there"})
        at = {"month": "@attend_month"}
        told = {"short": "?", "absent": "?", "mean": "?", "rule": "?"}
        if not now.is_empty():
            row = now.row(0, named=True)
            told = {
                "short": formatting.persons(row["short"]), "absent": formatting.persons(row["absent"]),
                "mean": formatting.number(row["mean_days"], 1), "rule": formatting.number(row["rule_days"]),
            }  # fmt: skip
        ui.chart(
            charts.lines(shown, "attend_month", words("mean_days rule_days"), unit=t("teams.days")),
            key="teams.attendance",
            title=t("teams.attendance_chart"),
            alt=t("teams.attendance_alt", month=page.month_name, **told)
            if not now.is_empty()
            else t("teams.attendance_alt_none", month=page.month_name),
            table=shown,
            labels=month_words,
            formats={"attend_month": "month", "rate": "percent"},
            note=t("chart.numbers_open_table"),
            page=page,
            opens={
                "members_there": ui.Rows("rows/attendance", indicator="all", **at),
                "short": ui.Rows("rows/attendance", indicator="short", **at),
                "absent": ui.Rows("rows/attendance", indicator="absent", **at),
                "absent_checks": ui.Rows("rows/attendance", "checked_absent", indicator="all", **at),
            },
        )
        st.caption(t("teams.attendance_note"))
        sheets.append(("attendance", shown, month_words))
    if page.level == 3 and whole["attendance"] is not None:
        st.markdown(f"**{t('teams.towns_title', month=page.month_name)}**")
        town_words = words("area_name attendance attendance_last_month attendance_last_year")
        ui.table(
            areas, key="teams.towns", labels=town_words,
            formats=dict.fromkeys(("attendance", "attendance_last_month", "attendance_last_year"), "percent"),
            page=page, cards={"attendance": "attendance_rate"},
        )  # fmt: skip
        st.caption(t("teams.towns_note"))
        sheets.append(("towns", areas, town_words))
    if not now.is_empty():
        short = page.ask("teams/short_by_area", **here).rename({"members": "members_there"})
        st.markdown(
            f"**{t(f'teams.short_title_{page.level}', place=page.area_name, month=page.month_name)}**"
        )
        short_words = words("area_name members_there short absent absent_checks leave_days")
        if short.is_empty():
            st.markdown(t("teams.short_none"))
        else:
            ui.table(
                short, key="teams.short", labels=short_words, page=page,
                opens={
                    "members_there": ui.Rows("rows/attendance", indicator="all"),
                    "short": ui.Rows("rows/attendance", indicator="short"),
                    "absent": ui.Rows("rows/attendance", indicator="absent"),
                    "absent_checks": ui.Rows("rows/attendance", "checked_absent", indicator="all"),
                },
            )  # fmt: skip
            sheets.append(("short", short, short_words))

    assessed = page.ask("teams/assessments", **here)
    st.subheader(t("teams.assessed_title", place=page.area_name), anchor=False)
    if assessed.is_empty():
        missing("what_assessments")
    else:
        graded = assessed.filter(pl.col("good_share").is_not_null())
        quota = assessed.item(0, "quota")
        over = graded.filter(pl.col("good_share") > pl.col("quota")).height
        if graded.height:
            said = "quota_said" if quota is not None else "quota_unset"
            share = formatting.percent(graded.item(0, "good_share"))
            st.markdown(t(f"teams.{said}", quota=formatting.percent(quota), over=over, share=share))
        one = {"year": "@year", "period": "@period", "period_no": "@period_no", "role": "@role"}
        assessed_words = words(
            "year period period_no role assessed good fairly_good average poor ungraded good_share mean_score"
        )
        shown = ui.labelled(assessed, period=codes.ASSESS_PERIOD, role=codes.TEAM_ROLE)
        shown = shown.with_columns(pl.col("year").cast(pl.String), pl.col("mean_score").round(1))
        ui.table(
            shown, key="teams.assessed", labels=assessed_words,
            formats={"good_share": "percent_if_any", "mean_score": "decimal"}, page=page,
            opens={"assessed": ui.Rows("rows/team_assessed", **one)}
            | {grade: ui.Rows("rows/team_assessed", grade=grade, **one) for grade in GRADES},
        )  # fmt: skip
        st.caption(t("teams.assessed_note"))
        sheets.append(("assessed", shown, assessed_words))

if part == "helper":
    st.subheader(t(f"teams.helpers_title_{page.level}", place=page.area_name), anchor=False)
    if whole["to_visit"] is None and whole["active_hh"] is None:
        missing("what_visits")
    else:
        helper_words = words(
            "area_name to_visit visited unvisited visit_rate visit_last_year active_hh contact_hh contact_rate"
            + (" helpers helper_load" if page.level == 3 else "")
        )
        ui.table(
            areas,
            key="teams.helpers",
            labels=helper_words,
            formats=dict.fromkeys(("visit_rate", "visit_last_year", "contact_rate"), "percent_if_any"),
            page=page,
            cards={"visit_rate": "visit_coverage", "contact_rate": "contact_assigned", "helper_load": "helper_load"},
            opens={
                "visited": ui.Rows("rows/visits", indicator="visit_coverage"),
                "contact_hh": ui.Rows("rows/households", indicator="contact_assigned"),
                "unvisited": ui.Rows("rows/unvisited"),
                "to_visit": ui.Rows("rows/to_visit"),
            },
        )  # fmt: skip
        st.caption(t("teams.helpers_note") + t("chart.numbers_open"))
        sheets.append(("helpers", areas, helper_words))

    loads = page.ask("teams/helper_loads", **here)
    if not loads.is_empty():
        limit = loads.item(0, "limit_hh")
        too_many = loads.filter("is_over")
        load_words = words("households helpers_with")
        loads = loads.rename({"helpers": "helpers_with"})
        ui.chart(
            charts.bars(loads, "households", "helpers_with", unit=t("teams.people")),
            key="teams.loads",
            title=t("teams.loads_chart"),
            alt=t(
                "teams.loads_alt",
                limit=formatting.number(limit),
                over=formatting.persons(float(too_many["helpers"].sum())),
            )
            if limit is not None
            else t("teams.loads_unset"),
            table=loads,
            labels=load_words,
        )
        sheets.append(("loads", loads, load_words))

    lacking = page.ask("teams/without_help", **here, limit=ROWS, offset=0)
    unvisited = page.ask("teams/unvisited", **here, limit=ROWS, offset=0)
    st.subheader(t("teams.unvisited_title", place=page.area_name, month=page.month_name), anchor=False)
    count = 0 if unvisited.is_empty() else unvisited.item(0, "total_rows")
    if whole["to_visit"] is None:
        missing("what_visits")
    else:
        st.markdown(t("teams.unvisited_said", count=formatting.households(count)))
    if count and not may_list:
        st.caption(t("teams.list_counts_only" if viewer.role is Role.LEADER else "teams.list_below"))
    elif count:
        if offset := ui.pager(count, size=ROWS):
            unvisited = page.ask("teams/unvisited", **here, limit=ROWS, offset=offset)
        none = {"none": t("teams.not_monitored")}
        unvisited = ui.labelled(
            unvisited.with_columns(
                pl.col("mon_type", "risk_status").fill_null("none"),
                pl.col("last_visit").dt.strftime("%Y-%m-%d").fill_null(t("teams.not_in_months")),
                pl.col("days").cast(pl.String).fill_null(t("chart.none")),
            ),
            hh_type=codes.HH_TYPE, mon_type={**codes.MON_TYPE, **none}, risk_status={**codes.RISK_STATUS, **none},
        )  # fmt: skip
        unvisited_words = words(
            "hh_key village_name hh_type mon_type risk_status hh_persons last_visit days_since"
        )
        unvisited = unvisited.rename({"days": "days_since"})
        ui.table(unvisited, key="teams.unvisited", labels=unvisited_words, page=page, household="hh_key")
        sheets.append(("unvisited", unvisited, unvisited_words))

    st.subheader(t("teams.lacking_title", place=page.area_name), anchor=False)
    count = 0 if lacking.is_empty() else lacking.item(0, "total_rows")
    st.markdown(t("teams.lacking_said", count=formatting.households(count)))
    if count and not may_list:
        st.caption(t("teams.list_counts_only" if viewer.role is Role.LEADER else "teams.list_below"))
    elif count:
        lacking = ui.labelled(
            lacking.with_columns(pl.col("mon_type").fill_null("none")),
            hh_type=codes.HH_TYPE, mon_type={**codes.MON_TYPE, "none": t("teams.not_monitored")},
            lack={lack: t(f"teams.lack_{lack}") for lack in ("helper", "contact", "both")},
        )  # fmt: skip
        lacking_words = words("hh_key village_name hh_type mon_type hh_persons lack")
        ui.table(lacking, key="teams.lacking", labels=lacking_words, page=page, household="hh_key")
        sheets.append(("lacking", lacking, lacking_words))

# Meetings are shown small and compared with nobody's: how many were held says nothing of what came of them.
meetings = page.ask("teams/meetings", **here)
if not meetings.is_empty():
    kinds = ui.labelled(meetings, meeting_kind=codes.MEETING_KIND)
    told_meetings = [t("teams.meeting", **row) for row in kinds.iter_rows(named=True)]
    st.caption(t("teams.meetings", year=page.month.year, told="、".join(told_meetings)))
    sheets.append(("meetings", kinds, words("meeting_kind held_month held_year")))

ui.download(
    page,
    "teams",
    [(t(f"teams.sheet_{name}"), frame, heads) for name, frame, heads in sheets],
    indicators=["team_coverage", "attendance_rate", "team_good_share", "visit_coverage", "contact_assigned"],
)
