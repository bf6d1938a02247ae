"""Charts that are clicked: a bar opens its rows, or becomes a filter of the page that stands as a chip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from shouwang.charts import Figure
from shouwang.ui import state
from shouwang.ui.rows import clicked
from shouwang.ui.view import Page

PALE = 0.3


def draw_opening(figure: Figure, *, key: str, config: dict[str, Any], alt: str) -> None:
    """Draw a chart whose bars carry what they open (``rows.linked``): a click puts it in the address."""

    def take(point: Mapping[str, Any]) -> bool:
        told = clicked(point.get("customdata"))
        state.assign(told)()
        return bool(told)

    _draw(figure, key, config, alt, take)


def draw(figure: Figure, page: Page, choice: str, *, key: str, config: dict[str, Any], alt: str) -> None:
    """Draw a chart whose bars set a choice of the page; while it is set the other bars are pale."""
    spec = next(one for one in page.choice_specs if one.name == choice)
    column = _code_column(figure, choice)
    chosen = page.value(choice) if state.get(choice) is not None else None
    shown = coded(figure, column, chosen)

    def take(point: Mapping[str, Any]) -> bool:
        data = point.get("customdata")
        code = str(data[-1]) if data else ""
        if code not in spec.options:
            return False  # 合计, or what the browser made up
        state.put(choice, None if code == chosen else code)
        state.put("p", None)
        return True

    _draw(shown, f"{key}.{chosen or ''}", config, alt, take)


def coded(figure: Figure, column: str | None, chosen: str | None) -> Figure:
    """Return the figure with each bar's code as its last ``customdata``, all but the chosen code pale."""
    if figure.rows is None or column is None:
        return figure
    codes = figure.rows.get_column(column).to_list()
    traces = []
    for trace, points in zip(figure.traces, figure.points, strict=True):
        if points is None:
            traces.append(trace)
            continue
        mine = [None if number is None else codes[number] for number in points.rows]
        held = trace.get("customdata") or [[] for _ in mine]
        made = {**trace, "customdata": [[*one, code] for one, code in zip(held, mine, strict=True)]}
        if chosen is not None and chosen in codes:
            shades = [1.0 if code == chosen else PALE for code in mine]
            made["marker"] = {**trace.get("marker", {}), "opacity": shades}
        traces.append(made)
    return Figure(traces, figure.layout_of, figure.rows, figure.points, figure.along)


def _code_column(figure: Figure, choice: str) -> str | None:
    """Return the column of the codes: the choice's own, else the one along which the bars stand."""
    if figure.rows is None:
        return None
    for name in (choice, figure.along):
        for column in (f"{name}.code", name):
            if name is not None and column in figure.rows.columns:
                return column
    return None


def _draw(
    figure: Figure, key: str, config: dict[str, Any], alt: str, take: Callable[[Mapping[str, Any]], bool]
) -> None:
    """Draw a chart and hand a clicked point to ``take``; a new key after each click, so that no old selection waits in it."""
    clicks = state.memory().setdefault("clicks", {})
    drawn = f"{key}.{clicks.get(key, 0)}"

    def selected() -> None:
        event = st.session_state[drawn]
        if any(take(point) for point in event["selection"]["points"][:1]):
            clicks[key] = clicks.get(key, 0) + 1

    st.plotly_chart(figure, key=drawn, config=config, alt=alt, on_select=selected, selection_mode="points")
