"""专项行动: which aspects are done where, what is overdue and whose, which milestones were missed, and how stand the four big risks?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.schema import codes

STATES = ("coming", "running", "met", "made_up", "missed", "passed")
COUNTS = {"tasks": None, "done": "done", "overdue": "overdue", "to_come": "to_come", "unproved": "unproved"}
SUMS = ("checked_hh", "problems_found", "problems_closed")
FILLS = {
    "done": charts.solid(charts.GREY), "to_come": charts.faded(charts.GREY), "overdue": charts.solid(charts.ORANGE),
}  # fmt: skip
TASKS = "rows/campaign_tasks"

viewer = ui.current_viewer()
page = ui.open_page("campaign", viewer, keys=["campaign"])
words = partial(ui.headings, "campaign")

if page.level < 5:
    st.subheader(t("campaign.risks_title"), anchor=False)
    ui.risk_tiles(page)
    st.caption(t("campaign.risks_note"))

begun = page.ask("campaign/campaigns", month=page.month)
if begun.is_empty():
    st.info(t("campaign.none", month=page.month_name), title=t("empty.title"))
    st.stop()
campaign = ui.choose_campaign(page, begun)
about = begun.row(by_predicate=pl.col("campaign_id") == campaign, named=True)
here = {"area": page.area, "month": page.month, "campaign": campaign}
st.subheader(about["campaign_name"], anchor=False)
st.markdown(
    t(
        "campaign.about", start=about["start_date"], end=about["end_date"], aspects=about["aspects"],
        organiser=about["organiser"] or formatting.MISSING, source=about["source_doc"] or formatting.MISSING,
        goal=about["goal"] or formatting.MISSING,
    )
    + t("campaign.running" if about["is_running"] else "campaign.ended")
)  # fmt: skip


def opened(**more: str) -> dict[str, ui.Rows]:
    """Return what each count and each sum opens: the tasks behind it."""
    counts = {
        name: ui.Rows(TASKS, campaign=campaign, task_group=what, **more) for name, what in COUNTS.items()
    }
    return counts | {name: ui.Rows(TASKS, counts=name, campaign=campaign, **more) for name in SUMS}


places = page.ask("campaign/by_place", **here)
if places.is_empty():
    st.info(t("campaign.no_tasks", area=page.area_name), title=t("empty.title"))
    st.stop()
whole = places.row(by_predicate=pl.col("place") == "all", named=True)
told = {name: formatting.number(whole[name]) for name in (*COUNTS, *SUMS)}
st.markdown(
    t(
        "campaign.said", month=page.month_name, area=page.area_name, rate=formatting.percent(whole["done_rate"]),
        checked=told["checked_hh"], found=told["problems_found"], closed=told["problems_closed"], **told,
    )
)  # fmt: skip
if whole["unproved"]:
    st.warning(t("campaign.unproved_said", unproved=told["unproved"]))
if page.level == 5:
    st.info(t("campaign.village_note", area=page.area_name))

aspects = page.ask("campaign/by_aspect", **here)
board = page.ask("campaign/board", **here)
if page.level < 5:
    st.markdown(f"**{t(f'campaign.board_title_{page.level}')}**")
    ui.board(page, campaign, board, aspects)
    st.caption(t("campaign.board_note"))
else:
    st.subheader(t("campaign.tasks_title"), anchor=False)
    tasks = page.ask(TASKS, **here)
    dates = dict.fromkeys(("started_at", "done_at"), "date_if_any")
    task_words = words(
        "task_id aspect_name task resp_unit due_at started_at done_at checked_hh problems_found problems_closed"
    )
    ui.table(tasks, key="campaign.tasks", labels=task_words, formats=dates)

st.subheader(t("campaign.milestones_title"), anchor=False)
milestones = page.ask("campaign/milestones", **here)
missed = milestones.filter(pl.col("milestone_state").is_in(["missed", "made_up"]))["milestone_name"].to_list()
if missed:
    st.warning(t("campaign.milestones_missed", count=len(missed), names="、".join(missed)))
elif milestones.filter(pl.col("milestone_state") == "met").height:
    st.markdown(t("campaign.milestones_ok"))
milestone_words = words("milestone_name milestone_state start_date due_at milestone_kind requirement")
milestone_words |= {"tasks": t("campaign.col_due_tasks")} | words("in_time after_it undone days_late")
states = {state: t(f"campaign.state_{state}") for state in STATES}
milestones = ui.labelled(milestones, milestone_kind=codes.MILESTONE_KIND, milestone_state=states)
milestones = milestones.with_columns(
    pl.col("days_late").cast(pl.String).fill_null(t("campaign.no_indicator"))
)
by_then = {"tasks": None, "in_time": "in_time", "after_it": "after_it", "undone": "undone"}
ui.table(
    milestones, key="campaign.milestones", labels=milestone_words, formats={"start_date": "date_if_any"}, page=page,
    opens={name: ui.Rows(TASKS, campaign=campaign, due_by="@due_at", task_group=what) for name, what in by_then.items()},
)  # fmt: skip
st.caption(t("campaign.milestones_note"))

st.subheader(t("campaign.aspects_title"), anchor=False)
rates = {"done_rate": "percent"}
figures = "tasks done overdue to_come unproved done_rate checked_hh problems_found problems_closed"
names = ui.indicator_names(
    [one for one in aspects["indicator_id"].drop_nulls() if one in ui.known_indicators()]
)
aspects = ui.labelled(aspects, lead_dept=codes.DEPT).with_columns(
    pl.col("lead_dept").fill_null(t("campaign.head_town")),
    indicator=pl.col("indicator_id")
    .replace_strict(names, default=None)
    .fill_null(t("campaign.no_indicator")),
)
worst = aspects.sort("overdue", descending=True).row(0, named=True)
alt = "chart_alt" if worst["overdue"] else "chart_alt_none"
parts = words("done to_come overdue")
aspect_words = words(f"aspect_no aspect_name resp_units lead_dept {figures} indicator")
ui.chart(
    charts.stacked(
        aspects,
        "aspect_name",
        parts,
        horizontal=True,
        fills={parts[one]: fill for one, fill in FILLS.items()},
    ),
    key="campaign.aspects",
    title=t("campaign.chart_title"),
    alt=t(
        f"campaign.{alt}",
        month=page.month_name,
        area=page.area_name,
        aspect=worst["aspect_name"],
        overdue=worst["overdue"],
    ),
    table=aspects,
    labels=aspect_words,
    formats=rates,
    page=page,
    cards={"indicator": "@indicator_id"},
    opens=opened(aspect_no="@aspect_no"),
)
st.caption(t("campaign.counts_note"))

place_words = words(f"area_name {figures}")
named = (
    pl.when(pl.col("place") == "all").then(pl.lit(t("campaign.total")))
    .when(pl.col("place") == "unplaced").then(pl.lit(t("campaign.unplaced"))).otherwise(pl.col("area_name"))
)  # fmt: skip
places = places.with_columns(area_name=named)
if page.level < 5:
    st.subheader(t(f"campaign.places_title_{page.level}"), anchor=False)
    ui.table(
        places,
        key="campaign.places",
        labels=place_words,
        formats=rates,
        page=page,
        opens=opened(task_place="@place"),
    )

st.subheader(t("campaign.units_title"), anchor=False)
units = page.ask("campaign/by_unit", **here)
unit_words = words(f"resp_unit {figures}")
ui.table(
    units,
    key="campaign.units",
    labels=unit_words,
    formats=rates,
    page=page,
    opens=opened(resp_unit="@resp_unit"),
)

board_words = words("area_name aspect_no tasks done overdue")
sheets = [
    ("board", board, board_words), ("aspects", aspects, aspect_words), ("places", places, place_words),
    ("units", units, unit_words), ("milestones", milestones, milestone_words),
]  # fmt: skip
ui.download(page, "campaign", [(t(f"campaign.sheet_{name}"), rows, heads) for name, rows, heads in sheets])
