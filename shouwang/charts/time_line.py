"""What stands on a time line beside its figures: notes of events, and months in which somebody did not report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from shouwang.charts import theme
from shouwang.charts.figure import Figure

NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"
GROUND = "y9"  # an axis of its own, 0 to 1, under the figures


class Note(NamedTuple):
    """An event: the months (``2023-05``) it touches, and what it was."""

    first: str
    last: str
    text: str


def on_time_line(figure: Figure, notes: Sequence[Note], partial: Mapping[str, str]) -> Figure:
    """Return the figure with numbered marks of events and hatched months.

    Args:
        figure: lines or bars over months, as ``theme.plain`` writes them; others are returned as they are.
        notes: in the order of their numbers; those outside the drawn months are not drawn (see ``drawn_notes``).
        partial: month -> what is missing in it, for the hover; only drawn months are hatched.
    """
    months = months_of(figure)
    hatched = [month for month in months if month in partial]
    shown = drawn_notes(notes, months)
    if not hatched and not shown:
        return figure
    layout = {**figure.layout_of}
    traces = list(figure.traces)
    if hatched:
        traces.append(_hatch(hatched, [partial[month] for month in hatched]))
        layout[f"yaxis{GROUND[1:]}"] = {
            "overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True
        }  # fmt: skip
    marks = [_mark(months, note, number) for number, note in enumerate(shown)]
    layout["shapes"] = [*layout.get("shapes", []), *(line for line, _ in marks)]
    layout["annotations"] = [*layout.get("annotations", []), *(sign for _, sign in marks)]
    return Figure(traces, layout, figure.rows, figure.points, figure.along)


def months_of(figure: Figure) -> list[str]:
    """Return the months that a figure is drawn over, in their order; nothing where it is not drawn over months."""
    if "xaxis2" in figure.layout_of:
        return []  # small multiples: a line through the first of them would stand in no other
    first = next((trace for trace in figure.traces if trace.get("x")), None)
    steps = [] if first is None or first.get("orientation") == "h" else list(first["x"])
    return steps if steps and all(_is_month(step) for step in steps) else []


def drawn_notes(notes: Sequence[Note], months: Sequence[str]) -> list[Note]:
    """Return the notes that touch the drawn months, with the numbers they get."""
    if not months:
        return []
    return [note for note in notes if note.first <= months[-1] and note.last >= months[0]][: len(NUMBERS)]


def _is_month(step: Any) -> bool:
    return isinstance(step, str) and len(step) == 7 and step[4] == "-" and step.replace("-", "").isdigit()


def _hatch(months: list[str], told: list[str]) -> dict[str, Any]:
    """Return bars as high as the chart, in thin strokes: seen in black and white, and under the figures."""
    return {
        "type": "bar", "x": months, "y": [1] * len(months), "yaxis": GROUND, "width": 1, "customdata": [[one] for one in told],
        "marker": {
            "color": "rgba(0,0,0,0)",
            "pattern": {"shape": "/", "fgcolor": theme.GREY, "fgopacity": 0.5, "size": 7, "solidity": 0.12},
        },
        "hovertemplate": "%{x}　%{customdata[0]}<extra></extra>", "showlegend": False,
    }  # fmt: skip


def _mark(months: Sequence[str], note: Note, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the dotted line where an event begins (or where the chart does), and its number above."""
    at = next(month for month in months if month >= note.first) if note.first <= months[-1] else months[-1]
    line = {
        "type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1,
        "line": {"color": theme.GREY, "width": 1, "dash": "dot"}, "layer": "below",
    }  # fmt: skip
    sign = {
        "x": at, "y": 1, "xref": "x", "yref": "paper", "text": NUMBERS[number], "hovertext": note.text, "showarrow": False,
        "yanchor": "top", "xanchor": "left", "font": {"size": 14, "color": theme.GREY},
    }  # fmt: skip
    return line, sign
