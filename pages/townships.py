"""乡镇比较: where does a township stand among its peers, indicator by indicator, and how sure is that?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, ui
from shouwang.i18n import t
from shouwang.reference import catalogue

viewer = ui.current_viewer()
known = catalogue()
offered = [
    one for one in known.indicators.values() if one.available and not one.same_as and one.grain != "county"
]
groups = {code: label for code, label in known.groups.items() if any(one.group == code for one in offered)}
asked = st.query_params.get("group", "")
group = asked if asked in groups else next(iter(groups))
names = {one.id: one.name for one in offered if one.group == group}
page = ui.open_page(
    "townships",
    viewer,
    choices=[
        ui.Choice("group", t("townships.choose_group"), groups, default=next(iter(groups))),
        ui.Choice("indicator", t("townships.choose_indicator"), names, default=next(iter(names))),
    ],
    wide=True,
)


words = partial(ui.headings, "townships")
own = page.own_town
rows = page.ask("townships/compare", month=page.month, group=group).filter(
    pl.col("indicator_id").is_in(list(names))
)
ui.stop_if_empty(rows, page)
rows = ui.in_words(rows)
mine = rows.filter(pl.col("area_code") == (own or rows.item(0, "area_code")))
name = mine.item(0, "area_name") if own else None

st.subheader(t("townships.group_title", group=groups[group], month=page.month_name), anchor=False)
mine_words = words(
    "indicator_name now before by year_before by_year county middle place"
    if own
    else "indicator_name county middle range better"
)
if own is None:
    mine = mine.with_columns(area_code=pl.lit(page.area))
ui.table(
    mine, key="townships.mine", labels=mine_words, page=page,
    cards=dict.fromkeys({"now", "county"} & set(mine_words) - ({"county"} if own else set()), "@indicator_id"),
)  # fmt: skip
st.caption(t("townships.rank_note"))

ui.chart(
    charts.dot_strip(rows, "strip", "value", "area_name", own=name, texts="shown"),
    key="townships.strips",
    title=t("townships.strips_title", group=groups[group]),
    alt=(t("townships.strips_alt_own", name=name) if own else t("townships.strips_alt"))
    + (t("townships.strips_hidden") if rows.get_column("hidden").max() else ""),
    table=rows,
    labels=words("indicator_name area_name now"),
)

chosen = str(page.value("indicator"))
one = rows.filter(pl.col("indicator_id") == chosen)
if one.is_empty():  # a split is not among the rows of the group
    one = ui.in_words(page.ask("townships/compare", month=page.month, group=group, indicator=chosen))
# How far a rate of money is from chance is not asked: yuan are not drawn one by one.
money = not one.is_empty() and one.item(0, "handful_unit") == "百分点"
one_words = words("area_name now before by year_before by_year place")
st.subheader(t("townships.one_title", name=known[chosen].name, month=page.month_name), anchor=False)
if one.is_empty():
    st.info(t("townships.one_empty"))
else:
    shared = {name: one.item(0, name) for name in ("county", "middle", "towns", "better")}
    st.caption(t("townships.one_note", **shared))
    marked = (
        pl.when(pl.col("area_code") == (own or "")).then("▶" + pl.col("area_name")).otherwise("area_name")
    )
    ui.table(
        one.with_columns(marked.alias("area_name")), key="townships.one", labels=one_words, page=page,
        cards={"now": "@indicator_id"},
    )  # fmt: skip
    st.caption(t("chart.numbers_open"))

past = page.ask(
    "townships/past", indicator=chosen, area=own or page.area, peers=ui.PEERS, from_month=page.earlier(12), month=page.month
)  # fmt: skip
past_words = words("stat_month value year_before peer_median median county_value")
ui.draw_past(page, known[chosen], past, own, past_words)
peer_words = words("area_name rural_hh value last_year change_year")
peers = page.ask("townships/peers", indicator=chosen, area=own or page.area, peers=ui.PEERS, month=page.month)
if not peers.is_empty():
    ui.draw_peers(page, known[chosen], peers, peer_words)
funnel = page.ask("townships/funnel", indicator=chosen, month=page.month)
funnel_words = words("area_name value numerator denominator low_998 high_998 side")
if known[chosen].unit in {"%", "‰"} and not money:
    ui.draw_funnel(page, known[chosen], funnel, own, funnel_words)
ui.definitions(page, list(names), key="townships.definitions")
values = words(
    "indicator_name unit area_name value numerator denominator last_month change last_year change_year county_value median"
    " rank_best rank_worst place"
)
ui.download(
    page,
    "townships",
    [
        (t("townships.sheet_group"), rows, values),
        (t("townships.sheet_one"), one, values),
        (t("townships.sheet_past"), past, past_words),
        (t("townships.sheet_peers"), peers, peer_words),
        (t("townships.sheet_funnel"), funnel, funnel_words),
    ],
    indicators=list(names)[:40],
)
