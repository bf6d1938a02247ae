"""A Plotly figure as the plain JSON that the browser gets.

``st.plotly_chart`` validates a dict against Plotly's whole schema on every rerun (2.5 ms for six lines) and copies a
``go.Figure`` deeply (0.8 ms). A figure that already is its own JSON costs 0.04 ms. The tests validate each kind of
chart against the schema once, with the real ``go.Figure``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import polars as pl
from plotly.basedatatypes import BaseFigure


class Points(NamedTuple):
    """Which cells a trace draws: its column, and for each point the row of the frame (None where there is no row)."""

    column: str
    rows: list[int | None]


class Figure(BaseFigure):  # type: ignore[misc]
    """Traces and layout as they are sent; ``spec`` is never changed after it was made.

    ``rows`` is the frame that was drawn and ``points`` says, trace by trace, where its points come from (None for a trace
    that shows no cells): so that a click on a bar can open what the same number of a table opens.
    """

    def __init__(
        self,
        traces: list[dict[str, Any]],
        layout: dict[str, Any],
        rows: pl.DataFrame | None = None,
        points: list[Points | None] | None = None,
        along: str | None = None,
    ) -> None:
        # BaseFigure.__init__ builds validators for every trace: what this class is here to avoid.
        self._spec = {"data": traces, "layout": layout}
        self._rows = rows
        self._points = points or [None] * len(traces)
        self._along = along

    @property
    def rows(self) -> pl.DataFrame | None:
        return self._rows

    @property
    def points(self) -> list[Points | None]:
        """One for each trace; traces that were added later draw no cells."""
        return [*self._points, *[None] * (len(self.traces) - len(self._points))]

    @property
    def along(self) -> str | None:
        """The column along which the bars stand."""
        return self._along

    @property
    def layout_of(self) -> dict[str, Any]:
        """The layout as it is sent (``layout`` is a name of Plotly's own)."""
        return self._spec["layout"]  # type: ignore[return-value]

    @property
    def spec(self) -> dict[str, Any]:
        return self._spec

    @property
    def traces(self) -> list[dict[str, Any]]:
        return self._spec["data"]  # type: ignore[return-value]

    def to_dict(self) -> dict[str, Any]:
        return self._spec
