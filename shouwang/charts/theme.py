"""One look for every chart: colours, dashes, markers, patterns and the frame around them.

The colours differ in hue and in lightness, hold 3:1 against the light and the dark ground of the theme, and never stand
alone: lines differ in dash and marker, bars in pattern. Fonts and grounds are Streamlit's, so that dark stays dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

BLUE, ORANGE, TEAL, PURPLE, ROSE, OLIVE = "#2F7BC8", "#C9730A", "#12907C", "#8C68C4", "#CB4B72", "#7F8B2B"
COLOURS = (BLUE, ORANGE, TEAL, PURPLE, ROSE, OLIVE)
GREY = "#7D8896"
FAINT = "rgba(125,136,150,0.28)"
GOOD, BAD = TEAL, "#C8483F"
# The same hues much lighter, for what is over (已消除): lightness tells it apart, also in print.
LIGHT = {
    BLUE: "#B9D4EE",
    ORANGE: "#F0D0A4",
    TEAL: "#A6DCD0",
    PURPLE: "#D9CBEE",
    ROSE: "#F1C3D0",
    OLIVE: "#D5DBAE",
    GREY: "#D3D8DE",
}
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
PATTERNS = ("", "/", ".", "x", "-", "\\")
# Five steps of one hue, light to dark: they stay in order when printed in grey.
STEPS = ("#DCE9F6", "#AECDEA", "#74A9DB", "#3A7FC2", "#1B5591")
# An empty title of the usual size would still keep 40 px free (its line and the distance to the axis).
NO_TITLE = {"text": "", "standoff": 0, "font": {"size": 1}}
FONT = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"


def colour(index: int) -> str:
    return COLOURS[index % len(COLOURS)]


def pattern(index: int) -> dict[str, Any]:
    """Return the pattern of the bars of one series: thin light marks over its colour, none for the first."""
    shape = PATTERNS[index % len(PATTERNS)]
    return {
        "shape": shape,
        "fillmode": "overlay",
        "fgcolor": "rgba(255,255,255,0.6)",
        "size": 10,
        "solidity": 0.12,
    }


def solid(hue: str) -> dict[str, Any]:
    """Return the marker of bars in one plain colour."""
    return {"color": hue, "pattern": {"shape": ""}}


def faded(hue: str) -> dict[str, Any]:
    """Return the marker of the same hue for what is over: light, edged in the hue, with thin strokes for black and white."""
    strokes = {
        "shape": "/",
        "fillmode": "overlay",
        "fgcolor": hue,
        "fgopacity": 0.45,
        "size": 9,
        "solidity": 0.08,
    }
    return {"color": LIGHT[hue], "pattern": strokes, "line": {"color": hue, "width": 1}}


def two_shades(dark: Sequence[str], light: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return label -> marker: both lists in the same hues, the second faded (未消除 and 已消除 by the same types)."""
    plain_ones = {label: solid(colour(i)) for i, label in enumerate(dark)}
    return plain_ones | {label: faded(colour(i)) for i, label in enumerate(light)}


def layout(*, height: int, legend: bool = False, **more: Any) -> dict[str, Any]:
    """Return the layout that all charts share: no mode bar, no drag, room for Chinese labels, legend on top."""
    frame: dict[str, Any] = {
        "template": {"layout": {}, "data": {}},
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 34 if legend else 10, "b": 8},
        "font": {"size": 13},
        "showlegend": legend,
        "dragmode": False,
        "hovermode": "closest",
        "separators": ".,",
    }
    if legend:
        frame["legend"] = {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "title": {"text": ""}}
    return {**frame, **more}


def axis(**more: Any) -> dict[str, Any]:
    """An axis that cannot be dragged and makes room for its labels."""
    return {"automargin": True, "fixedrange": True, "title": NO_TITLE, "zeroline": False, **more}


def category_axis(**more: Any) -> dict[str, Any]:
    """An axis of texts (months, townships): Plotly's own dates would print English months."""
    return axis(**{"type": "category", "showgrid": False, **more})


def value_axis(**more: Any) -> dict[str, Any]:
    """An axis of numbers. Its unit stands in the title over the chart: a sideways 户 is hard to read."""
    return axis(**{"gridcolor": FAINT, "tickformat": ",", "rangemode": "tozero", **more})


def plain(value: Any, per: float = 1) -> Any:
    """Return a cell as JSON takes it: a date as its month, a decimal as a float; None stays None (a gap)."""
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and per != 1:
        return value / per
    return value


def column(rows: pl.DataFrame, name: str, per: float = 1) -> list[Any]:
    return [plain(value, per) for value in rows.get_column(name).to_list()]
