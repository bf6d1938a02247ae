"""Townships in space: filled shapes without any tile server, and a grid of tiles where a county has no shapes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from shouwang.charts import theme
from shouwang.charts.figure import Figure


def area_map(
    shapes: pl.DataFrame,
    rows: pl.DataFrame,
    value: str,
    *,
    code: str = "area_code",
    name: str = "name",
    text: str,
    own: str | None = None,
    height: int = 420,
) -> Figure:
    """Return the townships as filled shapes, darker where the value is larger, hatched where it is missing.

    Args:
        shapes: ``division_code`` and ``geometry`` (GeoJSON text, Polygon or MultiPolygon) of each township.
        rows: one row per township: code, name, value, and ``text`` (the value as a person reads it).
    """
    steps = _shades([v for v in theme.column(rows, value) if v is not None])
    by_code = {row[code]: row for row in rows.to_dicts()}
    traces: list[dict[str, Any]] = []
    places: dict[str, list[Any]] = {"x": [], "y": [], "text": [], "customdata": []}
    for division, geometry in shapes.select("division_code", "geometry").iter_rows():
        row = by_code.get(division)
        if row is None:
            continue
        rings = _rings(geometry)
        amount = theme.plain(row[value])
        mine = division == own
        trace: dict[str, Any] = {
            "type": "scatter", "mode": "lines", "fill": "toself", "hoveron": "fills",
            "x": _joined([[p[0] for p in ring] for ring in rings]),
            "y": _joined([[p[1] for p in ring] for ring in rings]),
            "name": f"{row[name]}　{row[text]}", "hoverinfo": "text+name", "text": f"{row[name]}　{row[text]}",
            "line": {"color": theme.ORANGE if mine else "#FFFFFF", "width": 3 if mine else 1},
            "fillcolor": theme.FAINT if amount is None else steps(amount),
        }  # fmt: skip
        trace["hoverinfo"] = "text"
        if amount is None:
            trace["fillpattern"] = {"shape": "/", "fgcolor": theme.GREY, "bgcolor": "rgba(0,0,0,0)"}
        traces.append(trace)
        x, y = _middle(rings[0])
        places["x"].append(x)
        places["y"].append(y)
        places["text"].append(row[name])
        places["customdata"].append([division, row[text]])
    traces.append(_names(places, [theme.plain(by_code[c[0]][value]) for c in places["customdata"]], steps))
    bare = theme.axis(visible=False)
    # One degree of longitude is shorter than one of latitude by the cosine of the latitude (30 degrees: 0.87).
    return Figure(
        traces,
        theme.layout(height=height, xaxis=bare, yaxis={**bare, "scaleanchor": "x", "scaleratio": 1.15}),
    )


def tile_grid(
    rows: pl.DataFrame,
    value: str,
    *,
    code: str = "area_code",
    name: str = "name",
    text: str,
    own: str | None = None,
    columns: int = 5,
) -> Figure:
    """Return one tile for each township, where there are no shapes to draw (``area_map``'s arguments)."""
    steps = _shades([v for v in theme.column(rows, value) if v is not None])
    found = rows.to_dicts()
    tiers = max(1, -(-len(found) // columns))
    boxes: list[dict[str, Any]] = []
    places: dict[str, list[Any]] = {"x": [], "y": [], "text": [], "customdata": []}
    amounts = []
    for i, row in enumerate(found):
        left, top = i % columns, tiers - i // columns
        amount = theme.plain(row[value])
        amounts.append(amount)
        mine = row[code] == own
        boxes.append(
            {"type": "rect", "layer": "below", "x0": left + 0.03, "x1": left + 0.97, "y0": top - 0.97, "y1": top - 0.03,
             "line": {"color": theme.ORANGE if mine else theme.GREY, "width": 3 if mine else 1},
             "fillcolor": theme.FAINT if amount is None else steps(amount)}
        )  # fmt: skip
        places["x"].append(left + 0.5)
        places["y"].append(top - 0.5)
        places["text"].append(f"{row[name]}<br>{row[text]}")
        places["customdata"].append([row[code], row[text]])
    bare = theme.axis(visible=False)
    return Figure(
        [_names(places, amounts, steps)],
        theme.layout(
            height=20 + 76 * tiers,
            shapes=boxes,
            xaxis={**bare, "range": [0, columns]},
            yaxis={**bare, "range": [0, tiers]},
        ),
    )


def _names(places: dict[str, list[Any]], amounts: Sequence[Any], steps: Any) -> dict[str, Any]:
    """The names of the places; they are also what a click hits."""
    dark = set(theme.STEPS[3:])
    inks = [theme.GREY if a is None else "#FFFFFF" if steps(a) in dark else "#1F2A37" for a in amounts]
    return {
        "type": "scatter", "mode": "markers+text", **places, "textposition": "middle center",
        "marker": {"size": 30, "opacity": 0, "color": theme.GREY}, "textfont": {"size": 11, "color": inks},
        "hovertemplate": "%{text}　%{customdata[1]}<extra></extra>",
    }  # fmt: skip


def _shades(values: Sequence[float]) -> Any:
    """Return value -> colour, five steps of equal numbers of townships."""
    ordered = sorted(float(v) for v in values)
    cuts = [ordered[min(len(ordered) - 1, len(ordered) * i // 5)] for i in range(1, 5)] if ordered else []

    def shade(value: float) -> str:
        return (
            theme.STEPS[sum(float(value) >= cut for cut in cuts)] if len(set(ordered)) > 1 else theme.STEPS[1]
        )

    return shade


def _rings(geometry: str) -> list[list[list[float]]]:
    """Return the outer rings of a GeoJSON Polygon or MultiPolygon."""
    shape = json.loads(geometry)
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [part[0] for part in parts]


def _joined(parts: list[list[float]]) -> list[float | None]:
    """Return several rings as one path, None between them."""
    path: list[float | None] = []
    for part in parts:
        path += [*([None] if path else []), *part]
    return path


def _middle(ring: list[list[float]]) -> tuple[float, float]:
    """Return the centroid of a ring (of its area, so that a long tail does not pull the name away)."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return (x / (3 * area), y / (3 * area)) if area else (ring[0][0], ring[0][1])
