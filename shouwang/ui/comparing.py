"""One indicator of one township: against its own past, its peers, and what chance alone would do."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from shouwang import charts, formatting
from shouwang.i18n import t
from shouwang.reference import Indicator
from shouwang.ui.show import chart, show_table
from shouwang.ui.view import Page

PEERS = 6  # of 18 to 20 townships: a third of the field, near enough in size to be asked for advice
_SCALES = {"元": (10000.0, "万元", "wan"), "%": (0.01, "%", "percent"), "‰": (0.001, "‰", "decimal")}
WIDE = (("low_95", "high_95"), ("low_998", "high_998"))


def draw_past(
    page: Page, indicator: Indicator, rows: pl.DataFrame, own: str | None, labels: Mapping[str, str]
) -> None:
    """Draw a township beside its own past and the townships of like size; the county beside its own past.

    Args:
        rows: of ``townships/past``.
        labels: column -> heading, ``stat_month`` first.
    """
    per, unit, form = _SCALES.get(indicator.unit, (1.0, indicator.unit, "decimal"))
    rate = bool(indicator.denominator)
    drawn = ["value", "peer_median", "median"] if own else ["county_value"]
    drawn += ["county_value"] if own and rate else []  # a county's sum would flatten every township's line
    known = [name for name in drawn if rows.get_column(name).is_not_null().any()]
    if rows.is_empty() or not known:
        st.info(t("townships.past_none"))
        return
    names = {name: labels[name] for name in known} | (
        {"value": page.areas.name(own)} if own and "value" in known else {}
    )
    last = rows.row(-1, named=True)
    now, before = (last["value"], last["year_before"]) if own else (last["county_value"], None)
    told = {
        "now": formatting.value_with_unit(now, indicator.unit),
        "before": formatting.value_with_unit(before, indicator.unit),
    }
    told |= {"peers": formatting.value_with_unit(last["peer_median"], indicator.unit), "name": indicator.name}
    chart(
        charts.lines(rows, "stat_month", names, unit=unit, per=per, from_zero=not rate),
        key="townships.past",
        title=t("townships.past_title", name=indicator.name, unit=unit),
        alt=t("townships.past_alt" if own else "townships.past_alt_county", **told),
        table=rows,
        labels={name: text for name, text in labels.items() if own or name in {"stat_month", "county_value", "median"}},
        formats=dict.fromkeys(("value", "year_before", "peer_median", "median", "county_value"), form) | {"stat_month": "month"},
        page=page,
    )  # fmt: skip


def draw_peers(page: Page, indicator: Indicator, rows: pl.DataFrame, labels: Mapping[str, str]) -> None:
    """Draw the townships of like size, the own one on top (``townships/peers``)."""
    form = _SCALES.get(indicator.unit, (1.0, "", "decimal"))[2]
    whole = indicator.unit in {"户", "人", "个", "件", "村", "人次", "次"}
    form = "int" if whole else form
    marked = pl.when(pl.col("is_own")).then("▶" + pl.col("area_name")).otherwise("area_name")
    hidden = rows.get_column("is_suppressed").any()
    st.markdown(f"**{t('townships.peers_title', name=indicator.name, unit=indicator.unit)}**")
    show_table(
        rows.with_columns(marked.alias("area_name")),
        key="townships.peers",
        labels=labels,
        formats=dict.fromkeys(("value", "last_year"), form) | {"change_year": "text" if form == "wan" else form},
        page=page,
        cards={"value": indicator.id},
    )  # fmt: skip
    st.caption(t("townships.peers_note", count=PEERS) + (t("townships.peers_hidden") if hidden else ""))


def draw_funnel(
    page: Page, indicator: Indicator, rows: pl.DataFrame, own: str | None, labels: Mapping[str, str]
) -> None:
    """Draw where townships stand against the county's rate, within what chance alone would do (``townships/funnel``)."""
    if rows.height < 3:
        st.caption(t("townships.funnel_none"))
        return
    outside = rows.filter(pl.col("side") != "within")
    names = "、".join(outside.get_column("area_name").to_list())
    expected = rows.item(0, "expected")
    mine = rows.filter(pl.col("area_code") == (own or ""))
    sides = {side: t(f"townships.side_{side}") for side in ("above", "within", "below")}
    limits = [(low, high, t(f"townships.{low}")) for low, high in WIDE]
    chart(
        charts.funnel(
            rows, "denominator", "value", "area_name", expected=expected, limits=limits,
            own=mine.item(0, "area_name") if mine.height else None, base_unit=t("townships.funnel_base"),
        ),
        key="townships.funnel",
        title=t("townships.funnel_title", name=indicator.name),
        alt=t("townships.funnel_alt", names=names, county=formatting.percent(expected)) if names
        else t("townships.funnel_alt_none", county=formatting.percent(expected)),
        note=t("townships.funnel_note"),
        table=rows,
        labels=labels,
        formats={"value": "percent", "low_998": "percent", "high_998": "percent", "numerator": "int", "denominator": "int", "side": sides},
        page=page,
        cards={"value": indicator.id},
    )  # fmt: skip
