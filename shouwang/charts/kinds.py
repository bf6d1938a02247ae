"""Frame in, figure out: the kinds of chart the pages use. No query, no words but those given.

``per`` divides the values (10000 turns yuan into 万元); ``unit`` is written at the axis and in the hover. None is a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from shouwang.charts import theme
from shouwang.charts.figure import Figure, Points
from shouwang.formatting import MISSING

MARKS = (theme.BAD, theme.ORANGE, theme.PURPLE, theme.TEAL)  # income lines, the same wherever they are drawn
Series = str | Mapping[str, str]  # one column, or columns with their labels


def lines(
    rows: pl.DataFrame,
    x: str,
    y: Series,
    *,
    split: str | None = None,
    labels: Mapping[str, str] | None = None,
    unit: str = "",
    per: float = 1,
    height: int = 300,
    from_zero: bool = True,
) -> Figure:
    """Return lines over months (or any categories); a month without a row or value is a gap, never zero.

    Args:
        rows: one row per ``x`` (and ``split``).
        y: the value column, or columns with labels, one line each.
        split: a column whose values each get a line, in the order of ``labels`` where given.
    """
    series = list(_series(rows, x, y, split, labels, per))
    steps = _steps(rows, x)
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": steps,
            "y": [points.get(step) for step in steps],
            "connectgaps": False,
            "line": {"color": theme.colour(i), "dash": theme.DASHES[i % 6], "width": 2},
            "marker": {"color": theme.colour(i), "symbol": theme.SYMBOLS[i % 6], "size": 6},
            "hovertemplate": f"%{{x}}　%{{y:,.10~g}}{unit}<extra>{name if len(series) > 1 else ''}</extra>",
        }
        for i, (name, points) in enumerate(series)
    ]
    mode = "tozero" if from_zero else "normal"
    values = [v for _, points in series for v in points.values() if v is not None]
    # A handful of people or households has no halves.
    is_handful = per == 1 and all(0 <= v <= 6 and float(v).is_integer() for v in values)
    return Figure(
        traces,
        theme.layout(
            height=height,
            legend=len(traces) > 1,
            xaxis=theme.category_axis(nticks=6),
            yaxis=theme.value_axis(rangemode=mode, **({"dtick": 1} if is_handful else {})),
        ),
    )


def bars(
    rows: pl.DataFrame,
    x: str,
    y: Series,
    *,
    split: str | None = None,
    labels: Mapping[str, str] | None = None,
    unit: str = "",
    per: float = 1,
    horizontal: bool = False,
    stack: bool = False,
    own: str | None = None,
    height: int | None = None,
    fills: Mapping[str, Mapping[str, Any]] | None = None,
    mark: tuple[float, str] | None = None,
) -> Figure:
    """Return bars by category, side by side or stacked (patterns tell them apart in black and white).

    Args:
        own: the ``x`` value to be marked (the viewer's own township); the others are drawn in grey.
        fills: label of a series -> its marker (``theme.solid``, ``theme.faded``), where the order of colours will not do.
        mark: (value, label) of a line across the bars, in the unit that is drawn; for lying bars.
    """
    series = list(_series(rows, x, y, split, labels, per))
    steps = _steps(rows, x)
    along, across = ("y", "x") if horizontal else ("x", "y")
    traces = []
    for i, (name, points) in enumerate(series):
        fill: Any = theme.colour(i)
        if own is not None and len(series) == 1:
            fill = [theme.BLUE if step == own else theme.GREY for step in steps]
        traces.append(
            {
                "type": "bar",
                "name": name,
                "orientation": "h" if horizontal else "v",
                along: steps,
                across: [points.get(step) for step in steps],
                "marker": (fills or {}).get(name) or {"color": fill, "pattern": theme.pattern(i)},
                "hovertemplate": f"%{{{along}}}　%{{{across}:,.10~g}}{unit}"
                f"<extra>{name if len(series) > 1 else ''}</extra>",
            }
        )
    category = theme.category_axis(**({"autorange": "reversed"} if horizontal else {"nticks": 6}))
    tops = [sum(points.get(step) or 0 for _, points in series) for step in steps]
    # A handful of people or households has no halves.
    value = theme.value_axis(**({"dtick": 1} if stack and max(tops, default=0) <= 6 else {}))
    frame = theme.layout(
        height=height or (max(120, 40 + 26 * len(steps)) if horizontal else 300),
        legend=len(traces) > 1,
        barmode="relative" if stack else "group",
        bargap=_gap(len(steps)),
        xaxis=value if horizontal else category,
        yaxis=category if horizontal else value,
    )
    if len(traces) > 4:  # in columns, so that a phone has room for the bars
        frame["legend"] = {**frame["legend"], "entrywidth": 132, "font": {"size": 12}}
        frame["height"] = max(frame["height"], 380)
    if mark is not None:
        at, label = mark
        most = max((v for _, points in series for v in points.values() if v is not None), default=0)
        line = {"color": MARKS[0], "width": 2, "dash": "dash"}
        frame["shapes"] = [
            {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line,
             "layer": "above"}
        ]  # fmt: skip
        frame["annotations"] = [
            {"x": at, "y": 1, "xref": "x", "yref": "paper", "text": label, "showarrow": False, "yanchor": "bottom",
             "xanchor": "left" if at < most / 2 else "right", "font": {"color": MARKS[0], "size": 12}}
        ]  # fmt: skip
        frame["margin"] = {**frame["margin"], "t": 28}
    return Figure(traces, frame, rows, _points(rows, x, y, split, labels), x)


def stacked(rows: pl.DataFrame, x: str, y: Series, **more: Any) -> Figure:
    """Return stacked bars (``bars`` with ``stack``)."""
    return bars(rows, x, y, stack=True, **more)


def stacked_with_marks(
    rows: pl.DataFrame,
    x: str,
    y: Mapping[str, str],
    marks: Mapping[str, str],
    *,
    unit: str = "",
    height: int = 300,
) -> Figure:
    """Return stacked bars with a short rule across each at its own height (the lines of the year); NULL draws no rule."""
    figure = bars(rows, x, y, stack=True, unit=unit, height=height)
    for i, (name, label) in enumerate(marks.items()):
        trace = {
            "type": "scatter",
            "mode": "markers",
            "name": label,
            "x": _steps(rows, x),
            "y": theme.column(rows, name),
            "marker": {"symbol": "line-ew", "size": 44, "line": {"color": MARKS[i % 4], "width": 3}},
            "hovertemplate": f"%{{x}}　%{{y:,.10~g}}{unit}<extra>{label}</extra>",
        }
        figure.traces.append(trace)
    return figure


def waterfall(
    rows: pl.DataFrame, label: str, value: str, *, total: str | None = None, unit: str = "", height: int = 300
) -> Figure:
    """Return a waterfall from the stock at the beginning, through what came and went, to the stock at the end.

    Args:
        rows: one row per step, in order; what went is negative.
        total: a BOOLEAN column, true where ``value`` is a stock and not a change. Without it the first and last are.
    """
    steps = [str(step) for step in theme.column(rows, label)]
    values = theme.column(rows, value)
    ends = (
        [bool(flag) for flag in rows.get_column(total).to_list()]
        if total
        else [i in {0, len(values) - 1} for i in range(len(values))]
    )
    texts = [
        f"{v:,.10g}" if is_end or not v else f"{v:+,.10g}"
        for v, is_end in zip([v or 0 for v in values], ends, strict=True)
    ]
    trace = {
        "type": "waterfall",
        "x": steps,
        "y": [v or 0 for v in values],
        "measure": ["absolute" if is_end else "relative" for is_end in ends],
        "text": texts,
        "textposition": "outside",
        "cliponaxis": False,
        "totals": {"marker": {"color": theme.BLUE}},
        "increasing": {"marker": {"color": theme.ORANGE}},
        "decreasing": {"marker": {"color": theme.TEAL}},
        "connector": {"line": {"color": theme.GREY, "width": 1, "dash": "dot"}},
        "hovertemplate": f"%{{x}}　%{{text}}{unit}<extra></extra>",
    }
    return Figure(
        [trace],
        theme.layout(
            height=height,
            xaxis=theme.category_axis(),
            yaxis=theme.value_axis(),
            waterfallgap=_gap(len(steps)),
        ),
        rows,
        [Points(value, list(range(rows.height)))],
        label,
    )


def histogram(
    rows: pl.DataFrame,
    low: str,
    count: str,
    *,
    step: float,
    marks: Sequence[tuple[float, str]] = (),
    unit: str = "户",
    x_unit: str = "元",
    height: int = 320,
) -> Figure:
    """Return a histogram of bins already counted in SQL, with named lines across it.

    Args:
        rows: one row per bin: ``low`` (lower edge) and ``count``.
        step: width of a bin.
        marks: (value, label) of each line, e.g. the three income lines of the year.
    """
    edges = theme.column(rows, low)
    trace = {
        "type": "bar",
        "x": [float(edge) + step / 2 for edge in edges],
        "y": theme.column(rows, count),
        "width": step * 0.94,
        "customdata": [[f"{float(e):,.0f}", f"{float(e) + step:,.0f}"] for e in edges],
        "marker": {"color": theme.BLUE},
        "hovertemplate": f"%{{customdata[0]}}—%{{customdata[1]}}{x_unit}　%{{y:,}}{unit}<extra></extra>",
    }
    shapes = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1.02 + 0.075 * (len(marks) - 1 - i),
         "line": {"color": MARKS[i % 4], "width": 2, "dash": theme.DASHES[(i + 1) % 6]}}
        for i, (at, _) in enumerate(marks)
    ]  # fmt: skip
    notes = [
        {"x": at, "y": 1, "xref": "x", "yref": "paper", "text": name, "showarrow": False, "xanchor": "left",
         "yanchor": "bottom", "xshift": 3, "yshift": 17 * (len(marks) - 1 - i), "font": {"color": MARKS[i % 4], "size": 12}}
        for i, (at, name) in enumerate(marks)
    ]  # fmt: skip
    return Figure(
        [trace],
        theme.layout(
            height=height,
            margin={"l": 8, "r": 8, "t": 16 + 17 * len(marks), "b": 8},
            shapes=shapes,
            annotations=notes,
            xaxis=theme.axis(title={"text": x_unit, "standoff": 2}, tickformat=",", showgrid=False),
            yaxis=theme.value_axis(),
        ),
        rows,
        [Points(count, list(range(rows.height)))],
        low,
    )


def dot_strip(
    rows: pl.DataFrame,
    strip: str,
    value: str,
    name: str,
    *,
    own: str | None = None,
    texts: str | None = None,
    height: int | None = None,
    share: bool = True,
) -> Figure:
    """Return one strip of dots for each indicator: all townships as dots, the own one filled and named, a median tick.

    Args:
        rows: one row per strip and township.
        own: the ``name`` of the township to be marked.
        texts: a column with the value as a person reads it (with its unit), for the hover.
        share: draw every strip on its own scale 0..1 (indicators of different units side by side).
    """
    strips = list(dict.fromkeys(rows.get_column(strip).to_list()))
    others: dict[str, list[Any]] = {"x": [], "y": [], "customdata": []}
    mine: dict[str, list[Any]] = {"x": [], "y": [], "customdata": [], "text": []}
    middle: dict[str, list[Any]] = {"x": [], "y": []}
    for row_name in strips:
        part = rows.filter(pl.col(strip) == row_name).drop_nulls(value)
        values = [float(v) for v in theme.column(part, value)]
        if not values:
            continue
        low, span = (min(values), (max(values) - min(values)) or 1.0) if share else (0.0, 1.0)
        told = theme.column(part, texts) if texts else [f"{v:,.10g}" for v in values]
        for place, v, text in zip(part.get_column(name).to_list(), values, told, strict=True):
            into = mine if place == own else others
            into["x"].append((v - low) / span)
            into["y"].append(row_name)
            into["customdata"].append([place, text])
            if place == own:
                mine["text"].append(f"{place} {text}")
        ordered = sorted(values)
        half = len(ordered) // 2
        median = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
        middle["x"].append((median - low) / span)
        middle["y"].append(row_name)
    hover = "%{y}　%{customdata[0]}　%{customdata[1]}<extra></extra>"
    traces: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "markers", **others, "hovertemplate": hover,
         "marker": {"size": 11, "color": "rgba(125,136,150,0.35)", "line": {"color": theme.GREY, "width": 1}}},
        {"type": "scatter", "mode": "markers", **middle, "hoverinfo": "skip",
         "marker": {"symbol": "line-ns", "size": 18, "line": {"color": theme.GREY, "width": 2}}},
        {"type": "scatter", "mode": "markers+text", **mine, "hovertemplate": hover, "textposition": [_inwards(x) for x in mine["x"]],
         "cliponaxis": False, "marker": {"size": 14, "symbol": "diamond", "color": theme.ORANGE}},
    ]  # fmt: skip
    return Figure(
        traces,
        theme.layout(
            height=height or 60 + 52 * max(1, len(strips)),
            xaxis=theme.axis(
                showticklabels=not share, showgrid=False, **({"range": [-0.08, 1.08]} if share else {})
            ),
            yaxis=theme.category_axis(
                categoryorder="array", categoryarray=strips, autorange="reversed", gridcolor=theme.FAINT
            )
            | {"showgrid": True},
        ),
    )


def _inwards(x: float) -> str:
    """Return where a dot's name stands so that the edge of a narrow screen does not cut it."""
    return "top left" if x > 0.7 else "top right" if x < 0.3 else "top center"


def small_multiples(
    rows: pl.DataFrame,
    facet: str,
    x: str,
    y: str,
    *,
    own: str | None = None,
    unit: str = "",
    columns: int = 4,
    panel: int = 52,
) -> Figure:
    """Return one small line for each township in one figure, all on the same scale, the own one framed.

    Args:
        rows: one row per ``facet`` (its name) and ``x``, facets in the order in which they are drawn.
    """
    names = list(dict.fromkeys(rows.get_column(facet).to_list()))
    steps = _steps(rows, x)
    values = [float(v) for v in theme.column(rows, y) if v is not None]
    top = (max(values) if values else 1.0) * 1.12 or 1.0
    tiers = -(-len(names) // columns) or 1
    height = 30 + tiers * (panel + 30)
    gap_x, gap_y = 0.03, 30 / height
    wide, tall = (1 - gap_x * (columns - 1)) / columns, (1 - gap_y * tiers) / tiers
    traces: list[dict[str, Any]] = []
    frame: dict[str, Any] = {"annotations": [], "shapes": []}
    by_name = {key[0]: part for key, part in rows.group_by(facet, maintain_order=True)}
    for i, name in enumerate(names):
        part = by_name[name]
        points = dict(zip(theme.column(part, x), theme.column(part, y), strict=True))
        line = [points.get(step) for step in steps]
        left = (i % columns) * (wide + gap_x)
        bottom = 1 - (i // columns + 1) * (tall + gap_y)
        tag = "" if i == 0 else str(i + 1)
        mine = name == own
        shade = theme.ORANGE if mine else theme.BLUE
        traces.append(
            {
                "type": "scatter", "mode": "lines+markers", "x": steps, "y": line, "name": name, "xaxis": f"x{tag}",
                "marker": {"size": 3, "color": shade},
                "yaxis": f"y{tag}", "connectgaps": False, "line": {"color": shade, "width": 3 if mine else 2},
                "fill": "tozeroy", "fillcolor": "rgba(201,115,10,0.18)" if mine else "rgba(47,123,200,0.14)",
                "hovertemplate": f"{name}　%{{x}}　%{{y:,.10~g}}{unit}<extra></extra>",
            }
        )  # fmt: skip
        frame[f"xaxis{tag}"] = theme.category_axis(
            domain=[left, left + wide],
            anchor=f"y{tag}",
            automargin=False,
            showticklabels=False,
            showline=True,
            linecolor=theme.FAINT,
        )
        frame[f"yaxis{tag}"] = theme.axis(
            domain=[bottom, bottom + tall],
            anchor=f"x{tag}",
            range=[0, top],
            automargin=False,
            showticklabels=False,
            showgrid=False,
        )
        last = line[-1]
        told = MISSING if last is None else f"{last:,.10g}{unit}"
        frame["annotations"].append(
            {"text": f"<b>{name}</b> {told}" if mine else f"{name} {told}", "x": left, "y": bottom + tall, "xref": "paper",
             "yref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 12}}
        )  # fmt: skip
        if mine:
            frame["shapes"].append(
                {"type": "rect", "xref": "paper", "yref": "paper", "x0": left, "x1": left + wide, "y0": bottom,
                 "y1": bottom + tall, "line": {"color": theme.ORANGE, "width": 1}}
            )  # fmt: skip
    return Figure(traces, theme.layout(height=height, **frame))


def against_curve(
    rows: pl.DataFrame,
    x: str,
    actual: Series,
    expected: str,
    expected_label: str,
    *,
    unit: str = "%",
    per: float = 0.01,
    height: int = 320,
) -> Figure:
    """Return progress against the expected curve: the curve dashed in grey, what happened in colour.

    Args:
        rows: one row per ``x``; ratios 0..1 (``per`` 0.01 shows them as per cent).
    """
    wanted = {**(actual if isinstance(actual, Mapping) else {actual: actual}), expected: expected_label}
    figure = lines(rows, x, wanted, unit=unit, per=per, height=height)
    curve = figure.traces[-1]
    curve["mode"] = "lines"
    curve["line"] = {"color": theme.GREY, "dash": "dash", "width": 2}
    return figure


def _gap(bars: int) -> float:
    """Return the share of its place that a bar leaves free: one or two months are no wall of colour."""
    return max(0.3, 1 - 0.12 * bars)


def _steps(rows: pl.DataFrame, x: str) -> list[Any]:
    return list(dict.fromkeys(theme.column(rows, x)))


def _series(
    rows: pl.DataFrame, x: str, y: Series, split: str | None, labels: Mapping[str, str] | None, per: float
) -> list[tuple[str, dict[Any, Any]]]:
    """Return (label, x -> value) for each line or bar."""
    if split is None:
        wanted = y if isinstance(y, Mapping) else {y: (labels or {}).get(y, "")}
        steps = theme.column(rows, x)
        return [
            (label, dict(zip(steps, theme.column(rows, name, per), strict=True)))
            for name, label in wanted.items()
        ]
    name = y if isinstance(y, str) else next(iter(y))
    found: dict[str, dict[Any, Any]] = {key: {} for key in labels or {}}
    for key, step, value in zip(
        rows.get_column(split).to_list(), theme.column(rows, x), theme.column(rows, name, per), strict=True
    ):
        found.setdefault(str(key), {})[step] = value
    return [((labels or {}).get(key, key), points) for key, points in found.items() if points]


def _points(
    rows: pl.DataFrame, x: str, y: Series, split: str | None, labels: Mapping[str, str] | None
) -> list[Points | None]:
    """Return for each series of ``_series`` which cells its points are."""
    numbers = list(range(rows.height))
    steps = _steps(rows, x)
    if split is None:
        at = dict(zip(theme.column(rows, x), numbers, strict=True))
        return [
            Points(name, [at.get(step) for step in steps]) for name in (y if isinstance(y, Mapping) else [y])
        ]
    found: dict[str, dict[Any, int]] = {key: {} for key in labels or {}}
    for key, step, number in zip(
        rows.get_column(split).to_list(), theme.column(rows, x), numbers, strict=True
    ):
        found.setdefault(str(key), {})[step] = number
    name = y if isinstance(y, str) else next(iter(y))
    return [Points(name, [at.get(step) for step in steps]) for at in found.values() if at]
