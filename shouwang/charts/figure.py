"""A Plotly figure as the plain JSON that the browser gets.

``st.plotly_chart`` validates a dict against Plotly's whole schema on every rerun (2.5 ms for six lines) and copies a
``go.Figure`` deeply (0.8 ms). A figure that already is its own JSON costs 0.04 ms. The tests validate each kind of
chart against the schema once, with the real ``go.Figure``.
"""

from __future__ import annotations

from typing import Any

from plotly.basedatatypes import BaseFigure


class Figure(BaseFigure):  # type: ignore[misc]
    """Traces and layout as they are sent; ``spec`` is never changed after it was made."""

    def __init__(self, traces: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        # BaseFigure.__init__ builds validators for every trace: what this class is here to avoid.
        self._spec = {"data": traces, "layout": layout}

    @property
    def spec(self) -> dict[str, Any]:
        return self._spec

    @property
    def traces(self) -> list[dict[str, Any]]:
        return self._spec["data"]  # type: ignore[return-value]

    def to_dict(self) -> dict[str, Any]:
        return self._spec
