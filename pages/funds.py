"""资金项目: how far has the money gone, against which base, what pace is left to the year's end, and what does not match?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.schema import codes

viewer = ui.current_viewer()
page = ui.open_page(
    "funds",
    viewer,
    choices=[
        ui.Choice("type", t("funds.choose_type"), codes.PROJ_TYPE),
        ui.Choice("state", t("funds.choose_state"), codes.PROJ_STATE),
    ],
)


words = partial(ui.headings, "funds")
where = "town_name " if page.level == 3 else ""
place = page.areas.name(page.town or page.area)
own = page.areas.by_code[page.own_town].short if page.own_town else None
here = {"area": page.area, "month": page.month}
bases = words("of_allocated of_arrived of_planned")
money = words("allocated arrived planned paid")
wan = "amount remaining needed_per_month paid_per_month plan_total value titled_value income distributed"
ratios = "expected by_time checkpoint min_ratio gap progress at_this_pace title_rate"
formats = dict.fromkeys((*money, *wan.split()), "wan") | dict.fromkeys((*bases, *ratios.split()), "percent")

pace = page.ask("funds/pace", **here)
ui.stop_if_empty(pace, page)
if page.level == 5:
    st.info(t("funds.village_note", town=place))
ui.kpi_row(page, ["disbursement_progress", "progress_gap", "fund_paid", "project_count", "finished_unpaid"])

st.subheader(t("funds.pace_title", place=place), anchor=False)
pace = ui.labelled(pace, base=money)
pace_words = words("base amount paid progress remaining needed_per_month paid_per_month at_this_pace")
rows_of = {
    kind: ui.Rows("rows/money", "amount", kind=kind, source="fiscal") for kind in (*money, "amount")
} | {"amount": ui.Rows("rows/money", "amount", kind="@base", source="fiscal")}
ui.table(
    pace, key="funds.pace", labels=pace_words, formats=formats | {"needed_per_month": "wan_if_any"}, page=page,
    opens=rows_of,
)  # fmt: skip
st.caption(t("funds.pace_note", left=pace.item(0, "months_left")))

progress = {
    "of_allocated": "disbursement_progress", "of_arrived": "disbursement_progress.arrived",
    "of_planned": "disbursement_progress.planned",
}  # fmt: skip
curve = page.ask("funds/curve", **here).with_columns(area_code=pl.lit(page.town or page.area))
now = curve.row(by_predicate=pl.col("stat_month") == page.month, named=True)
told = {name: formatting.percent(now[name]) for name in (*bases, "expected")}
curve_words = words("stat_month expected by_time checkpoint") | bases
ui.chart(
    charts.against_curve(curve, "stat_month", bases, "expected", t("funds.col_expected")),
    key="funds.curve",
    title=t("funds.curve_title", place=place),
    alt=t("funds.curve_alt", place=place, month=page.month_name, **told),
    table=curve,
    labels=curve_words,
    formats=formats | {"stat_month": "month", "checkpoint": "percent_if_any"},
    page=page,
    cards=progress,
)
checkpoints = page.ask("funds/checkpoints", month=page.month)
checkpoints = ui.labelled(checkpoints, kind=codes.CHECKPOINT_KIND, confidence=codes.CONFIDENCE)
checkpoint_words = words("check_date min_ratio kind is_passed source_doc confidence")
st.caption(t("funds.expected_note"))
ui.table(checkpoints, key="funds.checkpoints", labels=checkpoint_words, formats=formats)

towns = page.ask("funds/progress_by_town", month=page.month)
town_words = words("area_name allocated arrived planned paid") | bases | words("expected gap")
expected_words = f"{t('funds.col_expected')} {told['expected']}"
behind = towns.filter(pl.col("gap") < 0).height
ui.chart(
    charts.bars(
        towns.sort("of_allocated", descending=True, nulls_last=True),
        "area_name",
        "of_allocated",
        unit="%",
        per=0.01,
        horizontal=True,
        own=own,
        mark=None if now["expected"] is None else (now["expected"] * 100, expected_words),
    ),
    key="funds.towns",
    title=t("funds.towns_title"),
    alt=t("funds.towns_alt", behind=behind, expected=told["expected"]),
    table=towns,
    labels=town_words,
    formats=formats,
    note=t("chart.numbers_open_table"),
    page=page,
    cards=progress
    | {"allocated": "fund_allocated", "arrived": "fund_arrived", "paid": "fund_paid", "gap": "progress_gap"},
    opens={"planned": rows_of["planned"]},
)

st.subheader(t("funds.sources_title", place=place), anchor=False)
groups = {**codes.FUND_SRC, "fiscal": t("funds.source_fiscal"), "other": t("funds.source_other")}
sources = ui.labelled(page.ask("funds/progress_by_source", **here), source=groups)
source_words = words("source allocated arrived planned paid") | bases
by_source = {
    kind: ui.Rows("rows/money", "amount", kind=kind, source="@source", pooled=False) for kind in money
}
ui.table(sources, key="funds.sources", labels=source_words, formats=formats, page=page, opens=by_source)
st.caption(t("funds.sources_note"))

st.subheader(t("funds.projects_title", place=place, year=page.month.year), anchor=False)
chosen = {"type": page.value("type"), "state": page.value("state")}
projects = page.ask("funds/projects", **here, **chosen, limit=500, offset=0)
project_words = words(f"project_name {where}type state note plan_total allocated arrived paid") | bases
project_words |= words("start_plan started_at finish_plan finished_at accepted_at handed_at")
if projects.is_empty():
    st.info(t("funds.no_projects"))
else:
    planned, paid = (formatting.wan(projects.item(0, name)) for name in ("total_planned", "total_paid"))
    st.caption(t("funds.projects_sum", count=projects.item(0, "total_rows"), planned=planned, paid=paid))
notes = words("unpaid finish_late start_late")
projects = ui.labelled(projects, type=codes.PROJ_TYPE, state=codes.PROJ_STATE, note=notes)
projects = projects.with_columns(pl.col("note").fill_null(""))
by_project = {
    kind: ui.Rows("rows/project_money", "amount", kind=kind, project="@project_id")
    for kind in ("allocated", "arrived", "paid")
}
ui.table(projects, key="funds.projects", labels=project_words, formats=formats, page=page, opens=by_project)

st.subheader(t("funds.orphans_title", place=place), anchor=False)
orphans = page.ask("funds/orphans", **here, limit=20)
orphan_words = words(f"ref_id label {where}amount since days")
for kind in ("money_no_project", "payment_no_project", "finished_unpaid", "project_no_asset"):
    found = orphans.filter(pl.col("kind") == kind)
    if found.is_empty():
        st.markdown(t(f"funds.{kind}_none"))
        continue
    whole = formatting.wan(found.item(0, "kind_amount"))
    st.markdown(t(f"funds.{kind}", count=found.item(0, "kind_rows"), amount=whole))
    ui.table(
        found,
        key=f"funds.{kind}",
        labels=orphan_words | {"amount": t(f"funds.{kind}_amount")},
        formats=formats,
    )

st.subheader(t("funds.assets_title", place=place), anchor=False)
assets = page.ask("funds/assets_by_class", **here)
asset_words = words("asset_class assets value titled_value title_rate idle unregistered income distributed")
if assets.is_empty():
    st.info(t("funds.no_assets"))
else:
    counts = dict(zip(("a", "b", "c", "all"), assets.get_column("assets"), strict=True))
    values = dict(
        zip(("va", "vb", "vc", "vall"), map(formatting.wan, assets.get_column("value")), strict=True)
    )
    st.caption(
        t("funds.assets_tie" if assets.item(-1, "ties") else "funds.assets_do_not_tie", **counts, **values)
    )
    assets = ui.labelled(assets, asset_class={**codes.ASSET, "all": t("funds.total")})
    by_class = {
        column: ui.Rows("rows/assets_held", counts, **{"class": "@asset_class"}, which=which)
        for column, counts, which in (
            ("assets", "rows", None),
            ("value", "value", None),
            ("titled_value", "value", "titled"),
            ("idle", "rows", "idle"),
            ("unregistered", "rows", "unregistered"),
            ("income", "income", None),
            ("distributed", "distributed", None),
        )
    }
    ui.table(assets, key="funds.assets", labels=asset_words, formats=formats, page=page, opens=by_class)

sheets = [
    ("pace", pace, pace_words), ("curve", curve, curve_words), ("checkpoints", checkpoints, checkpoint_words),
    ("towns", towns, town_words), ("sources", sources, source_words), ("projects", projects, project_words),
    ("orphans", orphans, words("kind") | orphan_words), ("assets", assets, asset_words),
]  # fmt: skip
ui.download(
    page,
    "funds",
    [(t(f"funds.sheet_{name}"), rows, heads) for name, rows, heads in sheets],
    indicators=["disbursement_progress", "progress_gap", "fund_allocated", "fund_arrived", "fund_paid"],
)
