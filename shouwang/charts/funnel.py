"""A funnel: rates over the numbers they are of, with the limits that chance alone would keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from shouwang.charts import theme
from shouwang.charts.figure import Figure


def funnel(
    rows: pl.DataFrame,
    base: str,
    rate: str,
    name: str,
    *,
    expected: float,
    limits: Sequence[tuple[str, str, str]],
    own: str | None = None,
    base_unit: str = "",
    height: int = 360,
) -> Figure:
    """Return a dot per place at its base and rate, the line of the whole, and pairs of limits that narrow as bases grow.

    Args:
        rows: one row per place; ``base`` a count, ``rate`` 0..1 (drawn as per cent), ``name`` for the hover.
        expected: the rate of the whole, 0..1.
        limits: (lower column, upper column, label) of each pair, narrow one first.
        own: the ``name`` of the place to be marked.
    """
    known = rows.drop_nulls([base, rate]).sort(base)
    bases = theme.column(known, base)
    dots: dict[str, list[Any]] = {"x": [], "y": [], "customdata": []}
    mine: dict[str, list[Any]] = {"x": [], "y": [], "customdata": [], "text": []}
    for place, x, y in zip(
        known.get_column(name).to_list(), bases, theme.column(known, rate, 0.01), strict=True
    ):
        into = mine if place == own else dots
        into["x"].append(x)
        into["y"].append(y)
        into["customdata"].append([place])
        if place == own:
            mine["text"].append(str(place))
    hover = f"%{{customdata[0]}}　%{{y:,.2~f}}%　共%{{x:,}}{base_unit}<extra></extra>"
    traces: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "markers", **dots, "hovertemplate": hover, "showlegend": False,
         "marker": {"size": 10, "color": "rgba(125,136,150,0.45)", "line": {"color": theme.GREY, "width": 1}}},
        {"type": "scatter", "mode": "markers+text", **mine, "hovertemplate": hover, "textposition": "top center",
         "cliponaxis": False, "showlegend": False, "marker": {"size": 14, "symbol": "diamond", "color": theme.ORANGE}},
    ]  # fmt: skip
    for i, (low, high, label) in enumerate(limits):
        for column in (low, high):
            traces.append(
                {"type": "scatter", "mode": "lines", "x": bases, "y": theme.column(known, column, 0.01), "name": label,
                 "showlegend": column == high, "legendgroup": label, "hoverinfo": "skip",
                 "line": {"color": theme.GREY, "width": 1.5, "dash": theme.DASHES[2 - i]}}
            )  # fmt: skip
    shape = {
        "type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": expected * 100, "y1": expected * 100,
        "line": {"color": theme.BLUE, "width": 1.5},
    }  # fmt: skip
    return Figure(
        traces,
        theme.layout(
            height=height,
            legend=True,
            shapes=[shape],
            xaxis=theme.axis(title={"text": base_unit, "standoff": 2}, tickformat=",", showgrid=False),
            yaxis=theme.value_axis(rangemode="normal", ticksuffix="%"),
        ),
    )
