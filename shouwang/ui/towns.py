"""One indicator over all townships, arranged for the small multiples and the map."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from shouwang import charts, formatting
from shouwang.i18n import t
from shouwang.reference import catalogue
from shouwang.ui.page import Page

SCALES = {"%": 100.0, "‰": 1000.0, "pp": 100.0}


@dataclass(frozen=True)
class TownsView:
    """``rows``: a row per township and month, townships in the order of drawing; ``now``: the page's month alone."""

    rows: pl.DataFrame
    now: pl.DataFrame
    own: str | None
    name: str
    unit: str
    sentence: str
    labels: dict[str, str]


def arrange(rows: pl.DataFrame, page: Page, indicator_id: str) -> TownsView:
    """Return the rows of ``overview/towns_window`` in the order in which a reader looks: own first, then the most pressing.

    Pressing is the highest figure, or the lowest where higher is better. The column ``shown`` is what is drawn (a rate
    in per cent, money in 万元), ``text`` what is read.
    """
    indicator = catalogue()[indicator_id]
    money = indicator.unit == "元"
    unit = "万元" if money else indicator.unit
    scale = 1e-4 if money else SCALES.get(indicator.unit, 1.0)
    shown = rows.with_columns(
        (pl.col("value") * scale).round(2).alias("shown"),
        pl.col("value")
        .map_elements(
            lambda v: formatting.value_with_unit(v, indicator.unit), return_dtype=pl.String, skip_nulls=False
        )
        .alias("text"),
    )
    shown = shown.with_columns(
        pl.when(pl.col("is_suppressed"))
        .then(pl.lit(t("overview.hidden")))
        .otherwise(pl.col("text"))
        .alias("text")
    )
    now = shown.filter(pl.col("stat_month") == page.month)
    rising = indicator.direction == "up"
    order = now.sort("shown", "area_code", descending=[not rising, False], nulls_last=True)
    codes = order.get_column("area_code").to_list()
    codes += [code for code in shown.get_column("area_code").unique().sort().to_list() if code not in codes]
    if page.own_town in codes:
        codes.remove(page.own_town)
        codes.insert(0, page.own_town)
    place = {code: i for i, code in enumerate(codes)}
    ranked = shown.with_columns(pl.col("area_code").replace_strict(place, default=len(place)).alias("place"))
    own = ranked.filter(pl.col("area_code") == (page.own_town or "")).get_column("short_name").to_list()
    return TownsView(
        rows=ranked.sort("place", "stat_month"),
        now=ranked.filter(pl.col("stat_month") == page.month).sort("place"),
        own=own[0] if own else None,
        name=indicator.name,
        unit=unit,
        sentence=_sentence(order, page),
        labels={
            "name": t("overview.col_name"),
            "stat_month": t("overview.col_month"),
            "text": t("overview.col_value"),
        },
    )


def lines(view: TownsView) -> charts.Figure:
    """Return the townships' small lines, the own one framed."""
    return charts.small_multiples(
        view.rows, "short_name", "stat_month", "shown", own=view.own, unit=view.unit, columns=3
    )


def drawn_map(view: TownsView, shapes: pl.DataFrame, own: str | None) -> charts.Figure:
    """Return the townships as shapes, or as tiles where the county has no shapes."""
    if shapes.is_empty():
        return charts.tile_grid(view.now, "shown", name="short_name", text="text", own=own)
    return charts.area_map(shapes, view.now, "shown", name="short_name", text="text", own=own)


def _sentence(now: pl.DataFrame, page: Page) -> str:
    """Return what the picture says in a sentence."""
    known = now.drop_nulls("shown").sort("shown", "area_code")
    if known.is_empty():
        return t("overview.towns_alt_none", month=page.month_name)
    low, high = known.row(0, named=True), known.row(-1, named=True)
    if known.height == 1:
        return t("overview.towns_alt_one", month=page.month_name, top=high["name"], top_value=high["text"])
    return t(
        "overview.towns_alt",
        count=known.height,
        month=page.month_name,
        top=high["name"],
        top_value=high["text"],
        bottom=low["name"],
        bottom_value=low["text"],
    )
