"""就业: how many work, where, against the same month of last year, and which households with labour have nobody at work?"""

from functools import partial

import polars as pl
import polars.selectors as cs
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.i18n import t
from shouwang.schema import codes

ROWS = 50

viewer = ui.current_viewer()
page = ui.open_page(
    "employment",
    viewer,
    choices=[
        ui.Choice(
            "list",
            t("employment.choose_list"),
            {name: t(f"employment.list_{name}") for name in ("households", "monitored", "returned")},
            default="households",
        )
    ],
)


words = partial(ui.headings, "employment")
where = "town_name " if page.level == 3 else ""
here = {"area": page.area, "month": page.month}
changes = dict.fromkeys(("change", "change_year"), "change")

months = page.ask("employment/by_month", **here)
ui.stop_if_empty(months.filter(pl.col("workers").is_not_null()), page)
ui.kpi_row(
    page, ["employed_alleviated", "employment_ratio_base", "monitored_with_worker", "public_post_persons"]
)

now = months.row(by_predicate=pl.col("stat_month") == page.month, named=True)
last_year = ui.month_name(page.earlier(12))
month_words = words("stat_month workers last_year")
ui.chart(
    charts.lines(months, "stat_month", words("workers last_year"), unit=t("employment.unit")),
    key="employment.months",
    title=t("employment.months_title", place=page.area_name),
    alt=t(
        "employment.months_alt", place=page.area_name, month=page.month_name, before=last_year,
        now=formatting.persons(now["workers"]), then=formatting.persons(now["last_year"]),
    ),
    table=months.with_columns(year_ago=pl.col("stat_month").dt.offset_by("-12mo")),
    labels=month_words,
    formats={"stat_month": "month"},
    page=page,
    opens={
        "workers": ui.Rows("rows/at_work", month="@stat_month"),
        "last_year": ui.Rows("rows/at_work", month="@year_ago", compared_with="@stat_month"),
    },
)  # fmt: skip

st.subheader(t("employment.towns_title", month=page.month_name), anchor=False)
towns = page.ask("employment/by_town", month=page.month)
earlier = {"last_month": page.earlier(1), "last_year": page.earlier(12)}
town_words = words("area_name workers last_month change last_year change_year ratio short_of spare")
short = towns.filter((pl.col("short_of") > 0) & (pl.col("level") == 4))
compared = towns.filter((pl.col("level") == 4) & pl.col("change_year").is_not_null())
if compared.is_empty():
    st.markdown(t("employment.towns_no_year", before=last_year))
elif short.is_empty():
    st.markdown(t("employment.towns_none_short"))
else:
    lacking = [t("employment.town_short", **row) for row in short.iter_rows(named=True)]
    st.markdown(t("employment.towns_short", towns=short.height, names="、".join(lacking)))
own = page.areas.by_code[page.own_town].short if page.own_town else None
ui.chart(
    charts.bars(
        towns.filter(pl.col("level") == 4).sort("change_year", "area_code", nulls_last=True),
        "area_name",
        "change_year",
        unit=t("employment.unit"),
        horizontal=True,
        own=own,
    ),
    key="employment.towns",
    title=t("employment.towns_chart"),
    alt=t("employment.towns_alt", before=last_year),
    table=towns,
    labels=town_words,
    formats={**changes, "ratio": "percent"},
    note=t("chart.numbers_open_table"),
    page=page,
    cards={"workers": "employed_alleviated", "ratio": "employment_ratio_base"},
    opens={name: ui.Rows("rows/at_work", month=month) for name, month in earlier.items()},
)
st.caption(t("employment.floor_note"))

st.subheader(t("employment.places_title", place=page.area_name), anchor=False)
places = page.ask("employment/by_place", **here)
names = {**codes.JOB_PLACE, "unknown": t("employment.place_unknown"), "all": t("employment.total")}
places = ui.labelled(places, place=names)
place_words = words("place workers share last_month change last_year change_year")
by_place = {
    name: ui.Rows("rows/at_work", month=month, place="@place")
    for name, month in {"workers": page.month, **earlier}.items()
}
ui.table(
    places, key="employment.places", labels=place_words, formats={**changes, "share": "percent"},
    page=page, opens=by_place,
)  # fmt: skip

st.subheader(t("employment.posts_title", place=page.area_name), anchor=False)
posts = page.ask("employment/posts_by_kind", **here)
post_words = words("kind persons last_year change_year new_in_year pay_month pay_mean paid_in_year")
pay = dict.fromkeys(("pay_month", "pay_mean", "paid_in_year"), "yuan")
if posts.is_empty():
    # No row may mean nobody in post, or that posts were not reported at all: the figure of the card knows.
    told = page.ask("overview/indicator_values", **here).filter(
        (pl.col("indicator_id") == "public_post_persons") & pl.col("value").is_not_null()
    )
    st.info(t("employment.posts_unreported" if told.is_empty() else "employment.no_posts"))
else:
    by_kind = {
        name: ui.Rows("rows/post_holders", counts, which=which, kind="@kind")
        for name, counts, which in (
            ("persons", "persons", "now"),
            ("last_year", "persons", "year_ago"),
            ("new_in_year", "rows", "new"),
            ("pay_month", "pay_month", "now"),
            ("paid_in_year", "paid_in_year", "paid"),
        )
    }
    ui.table(
        posts, key="employment.posts", labels=post_words, formats={**changes, **pay}, page=page, opens=by_kind
    )

chosen = str(page.value("list"))
st.subheader(t(f"employment.list_{chosen}_title", place=page.area_name), anchor=False)
name = "employment/returned" if chosen == "returned" else "employment/households_without_worker"
asked = here if chosen == "returned" else {**here, "monitored": chosen == "monitored"}
rows = page.ask(name, **asked, limit=ROWS, offset=0)
if rows.is_empty():
    st.info(t("employment.nobody_listed"))
elif offset := ui.pager(rows.item(0, "total_rows"), size=ROWS):
    rows = page.ask(name, **asked, limit=ROWS, offset=offset)
none = {"none": t("employment.not_monitored")}
coded = {
    "hh_type": codes.HH_TYPE, "mon_type": {**codes.MON_TYPE, **none}, "risk_status": {**codes.RISK_STATUS, **none},
    "last_place": codes.JOB_PLACE,
}  # fmt: skip
before = months.filter((pl.col("stat_month") < page.month) & pl.col("workers").is_not_null())
never = formatting.MISSING if before.is_empty() else t("employment.not_in_a_year")
rows = rows.with_columns(
    cs.by_name("mon_type", "risk_status", require_all=False).fill_null("none"),
    pl.col("last_worked").dt.strftime("%Y-%m").fill_null(never),
)
rows = ui.labelled(rows, **{name: labels for name, labels in coded.items() if name in rows.columns})
list_words = words(
    f"hh_key {where}village_name person_name risk_status last_worked last_place last_wage others_working service_need"
    if chosen == "returned"
    else f"hh_key {where}village_name head_name hh_type mon_type risk_status hh_persons labour_persons last_worked"
)
if not rows.is_empty():
    ui.table(
        rows, key="employment.list", labels=list_words, formats={"last_wage": "yuan"},
        page=page, household="hh_key",
    )  # fmt: skip

sheets = [
    ("months", months, month_words), ("towns", towns, town_words), ("places", places, place_words),
    ("posts", posts, post_words), (f"list_{chosen}", rows, list_words),
]  # fmt: skip
ui.download(
    page,
    "employment",
    [(t(f"employment.sheet_{sheet}"), frame, heads) for sheet, frame, heads in sheets],
    indicators=["employed_alleviated", "employment_ratio_base", "public_post_persons"],
)
