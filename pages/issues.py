"""问题整改: what did inspections find, who mends what until when, what is closed with proof, and what comes back?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.schema import codes

ROWS = 40
WHAT = {what: t(f"issues.what_{what}") for what in ("open", "overdue", "unproved", "reopened", "closed")}
LISTS = {
    "problems": "issue_id where source aspect content found_at state note",
    "tasks": "issue_id where content measures long_term submitted_at verified_at state note",
    "duties": "issue_id where content resp_unit resp_person supervisor due_at state note",
    "deadlines": "issue_id where content found_at claimed_at due_at submitted_at verified_at closed_at days_so_far "
    "days_late evidence_ref note",
}
DAYS = ("found_at", "claimed_at", "due_at", "submitted_at", "verified_at", "closed_at")
COUNTS = {
    "issues": None, "of_year": "of_year", "claimed": "claimed", "closed": "closed", "proved": "proved",
    "unproved": "unproved", "open_now": "open", "on_time": "on_time", "overdue": "overdue", "reopened": "reopened",
}  # fmt: skip
# Of these every issue is one. What is done is grey, what lacks its proof hatched, what is late plain orange.
FILLS = {
    "proved": charts.solid(charts.GREY), "unproved": charts.faded(charts.ORANGE), "on_time": charts.faded(charts.GREY),
    "overdue": charts.solid(charts.ORANGE),
}  # fmt: skip

viewer = ui.current_viewer()
page = ui.open_page(
    "issues",
    viewer,
    choices=[
        ui.Choice("source", t("issues.choose_source"), codes.ISSUE_SRC),
        ui.Choice("what", t("issues.choose_what"), WHAT),
        ui.Choice(
            "list", t("issues.choose_list"), {one: t(f"issues.list_{one}") for one in LISTS}, "problems"
        ),
    ],
)
words = partial(ui.headings, "issues")
here = {"area": page.area, "month": page.month}
source, what = page.value("source"), page.value("what")
rates = dict.fromkeys(("close_rate", "proved_rate", "issue_close_rate"), "percent")
figures = "issues of_year claimed closed unproved open_now overdue reopened close_rate proved_rate days"


def opened(**more: str) -> dict[str, ui.Rows]:
    """Return what each count opens: the issues that were counted."""
    return {name: ui.Rows("rows/issues", issue_group=kind, **more) for name, kind in COUNTS.items()}


by_source = page.ask("issues/by_source", **here)
if page.level == 5:
    town = str(page.town)
    st.info(t("issues.village_note", area=page.area_name, town=page.areas.name(town)))
    ui.link(page, "issues", page.areas.name(town), area=town)
else:
    ui.kpi_row(page, ["issue_total", "issue_open", "issue_overdue", "issue_close_rate", "issue_days"])
if by_source.is_empty():
    said = "none_of_village" if page.level == 5 else "no_table"
    st.info(t(f"issues.{said}", area=page.area_name, month=page.month_name), title=t("empty.title"))
    ui.annexes(page)
    st.stop()
whole = by_source.row(by_predicate=pl.col("source") == "all", named=True)
told = {name: formatting.number(whole[name]) for name in COUNTS}
st.markdown(t("issues.said", month=page.month_name, area=page.area_name, **told))
proof = t(
    "issues.proof" if whole["unproved"] else "issues.proof_all",
    rate=formatting.percent(whole["proved_rate"]), proved_claimed=formatting.number(whole["claimed_proved"]), **told,
)  # fmt: skip
(st.warning if whole["unproved"] else st.markdown)(proof)

names = {**codes.ISSUE_SRC, "all": t("issues.total")}
sources = ui.labelled(by_source, source=names)
source_words = words(f"source {figures}")
parts = {one: t(f"issues.shown_{one}") for one in FILLS}
drawn = by_source.filter(pl.col("source") != "all")
ui.chart(
    charts.stacked(
        ui.labelled(drawn, source=names), "source", parts, horizontal=True,
        fills={parts[one]: fill for one, fill in FILLS.items()}, height=90 + 30 * max(2, drawn.height),
    ),
    key="issues.sources",
    title=t("issues.source_title", area=page.area_name),
    alt=t("issues.source_alt", month=page.month_name, area=page.area_name, source=names[drawn.item(0, "source")], issues=drawn.item(0, "issues"), closed=drawn.item(0, "closed")),
    note=t("issues.source_note"),
    page=page,
    opens=opened(issue_source="@source"),
)  # fmt: skip
ui.table(
    sources,
    key="issues.by_source",
    labels=source_words,
    formats=rates,
    page=page,
    opens=opened(issue_source="@source"),
)
st.caption(t("issues.rates_note") + t("issues.county_apart"))

left, right = ui.two_columns()
ageing = page.ask("issues/ageing", **here, source=source)
bands = ui.labelled(ageing, band={band: t(f"issues.band_{band}") for band in ageing["band"]})
open_now, late = ageing["issues"].sum(), ageing["overdue"].sum()
shades = words("overdue not_due no_due")
band_words = words("band issues not_due overdue no_due longest_days")
with left:
    if not open_now:
        st.info(
            t("issues.ageing_none", month=page.month_name, area=page.area_name),
            title=t("issues.ageing_title"),
        )
    else:
        ui.chart(
            charts.stacked(
                bands, "band", shades,
                fills={shades["overdue"]: FILLS["overdue"], shades["not_due"]: FILLS["on_time"]},
            ),
            key="issues.ageing",
            title=t("issues.ageing_title"),
            alt=t(
                "issues.ageing_alt", month=page.month_name, area=page.area_name, open_now=open_now, overdue=late,
                longest=ageing["longest_days"].max(),
            ),
            note=t("issues.ageing_note"),
            table=bands,
            labels=band_words,
            page=page,
            opens={
                name: ui.Rows("rows/issues", issue_source=source, issue_age="@band", issue_group=kind)
                for name, kind in {"issues": "open", "overdue": "overdue", "not_due": "not_due", "no_due": "no_due"}.items()
            },
        )  # fmt: skip
months = ui.over_months(page, ["issue_open", "issue_overdue", "issue_close_rate"])
month_words = words("stat_month issue_open issue_overdue issue_close_rate")
with right:
    if months.height:
        ui.chart(
            charts.lines(months, "stat_month", words("issue_open issue_overdue")),
            key="issues.months",
            title=t("issues.months_title"),
            alt=t(
                "issues.months_alt", month=page.month_name, area=page.areas.name(page.town or page.area),
                open_now=formatting.number(months.item(-1, "issue_open")),
                overdue=formatting.number(months.item(-1, "issue_overdue")),
            ),
            table=months,
            labels=month_words,
            formats=rates | {"stat_month": "month"},
            page=page,
        )  # fmt: skip

places = page.ask("issues/by_place", **here)
unplaced = (
    pl.when(pl.col("place") == "unplaced").then(pl.lit(t("issues.unplaced"))).otherwise(pl.col("area_name"))
)
places = places.with_columns(area_name=unplaced)
place_words = words(f"area_name {figures}")
if page.level < 5:
    st.subheader(t(f"issues.places_title_{page.level}"), anchor=False)
    ui.table(
        places,
        key="issues.places",
        labels=place_words,
        formats=rates,
        page=page,
        opens=opened(issue_place="@place"),
    )
if page.level == 3 and places.height > 1:
    kind = what if what in {"open", "overdue", "unproved"} else None
    counted = {"open": "open_now", "overdue": "overdue", "unproved": "unproved", None: "issues"}[kind]
    crossed = page.ask("issues/source_by_town", **here)
    held = [one for one in codes.ISSUE_SRC if one in set(crossed["source"])]
    matrix = crossed.pivot("source", index=["area_code", "area_name"], values=counted).with_columns(
        pl.col(held).fill_null(0)
    )
    st.markdown(f"**{t('issues.matrix_title')}**")
    ui.table(
        matrix, key="issues.matrix", labels=words("area_name") | {one: codes.ISSUE_SRC[one] for one in held}, page=page,
        opens={one: ui.Rows("rows/issues", issue_source=one, issue_group=kind) for one in held},
    )  # fmt: skip
    st.caption(t("issues.matrix_note", what=WHAT[kind] if kind else t("issues.matrix_all")))

county = page.ask("issues/county_list", **here, source=source)
county_words = words("issue_id source content due_at state children children_open children_unproved note")
county_whole = words(
    "issue_id source source_doc aspect content resp_unit found_at due_at closed_at state towns"
)
county_whole |= words("children children_closed children_open children_unproved note")
notes = {note: t(f"issues.note_{note}") for note in (
    "no_evidence", "no_check", "no_evidence_no_check", "overdue", "no_due", "closed_before_towns",
)} | {"": ""}  # fmt: skip
dates = dict.fromkeys(DAYS, "date_if_any")
if county.height and page.level == 3:
    st.subheader(t("issues.county_title"), anchor=False)
    early = county.filter(pl.col("note") == "closed_before_towns").height
    st.markdown(t(
        "issues.county_said", count=county.height, children=county["children"].sum(), open=county["children_open"].sum(),
        early=early,
    ))  # fmt: skip
    county = ui.labelled(county, source=codes.ISSUE_SRC, state=codes.ISSUE_STATE, note=notes)
    children = {
        "children": None,
        "children_closed": "closed",
        "children_open": "open",
        "children_unproved": "unproved",
    }
    ui.table(
        county, key="issues.county", labels=county_words, formats=dates, page=page,
        opens={name: ui.Rows("rows/issue_children", issue="@issue_id", issue_group=kind) for name, kind in children.items()},
    )  # fmt: skip
    st.caption(t("issues.county_note"))

st.subheader(t("issues.repeated_title"), anchor=False)
reopened = formatting.number(whole["reopened"])
repeated = page.ask("issues/repeated", **here) if page.level == 3 else pl.DataFrame()
repeated_words = words("aspect content") | {"towns": t("issues.col_town_count")}
repeated_words |= words("issues sources self_found open_now reopened")
if page.level > 3:
    st.markdown(t("issues.repeated_town", area=page.area_name, reopened=reopened))
elif repeated.is_empty():
    st.markdown(t("issues.repeated_none", reopened=reopened))
else:
    st.markdown(t("issues.repeated_said", count=repeated.height, reopened=reopened))
    alike = {"issues": None, "self_found": "self_found", "open_now": "open", "reopened": "reopened"}
    ui.table(
        repeated, key="issues.repeated", labels=repeated_words, page=page,
        opens={name: ui.Rows("rows/issues_alike", issue="@issue_id", issue_group=kind) for name, kind in alike.items()},
    )  # fmt: skip
    st.caption(t("issues.repeated_note"))

st.subheader(t("issues.list_title"), anchor=False)
shown = str(page.value("list"))
st.caption(t(f"issues.list_note_{shown}") + t("issues.lists_source"))
ledger = page.ask("issues/ledger", **here, source=source, what=what, limit=ROWS, offset=0)
total = 0 if ledger.is_empty() else ledger.item(0, "total_rows")
offset = ui.pager(total, size=ROWS)
if offset:
    ledger = page.ask("issues/ledger", **here, source=source, what=what, limit=ROWS, offset=offset)
# Most problems of a township name no village: a column of nothing tells nothing.
where = "town_name" if page.level == 3 else "village_name" if ledger["village_name"].count() else ""
list_words = words(LISTS[shown].replace("where", where))
every_word = words(
    "issue_id town_name village_name source source_doc aspect content measures long_term resp_unit resp_person supervisor "
    "found_at claimed_at due_at submitted_at verified_at closed_at evidence_ref state note days_late"
)
if ledger.is_empty():
    st.info(t("issues.list_none"))
ledger = ui.labelled(ledger, source=codes.ISSUE_SRC, state=codes.ISSUE_STATE, note=notes)
none = pl.lit(t("issues.not_yet"))
ledger = ledger.with_columns(
    pl.col("village_name", "evidence_ref").fill_null(none),
    pl.col("days_late").cast(pl.String).fill_null(none),
    days_so_far=pl.col("days"),
)
ui.table(ledger, key="issues.list", labels=list_words, formats=dates)

st.subheader(t("issues.annex_title"), anchor=False)
st.caption(t("issues.annex_said"))
ui.annexes(page)

sheets = [
    ("source", sources, source_words), ("ageing", bands, band_words), ("months", months, month_words),
    ("places", places, place_words), ("county", county, county_whole), ("repeated", repeated, repeated_words),
    ("list", ledger, every_word),
]  # fmt: skip
ui.download(
    page,
    "issues",
    [(t(f"issues.sheet_{name}"), rows, heads) for name, rows, heads in sheets if rows.height],
    indicators=[
        "issue_total",
        "issue_open",
        "issue_overdue",
        "issue_close_rate",
        "issue_reopen_rate",
        "issue_days",
        "issue_repeat",
    ],
)
