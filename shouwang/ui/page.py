"""Opens a page: everything it is about is read from the address, its frame is drawn, and what the address opens is opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from shouwang.access import Viewer
from shouwang.config import settings
from shouwang.errors import ShouwangError, VersionUnknown
from shouwang.i18n import t
from shouwang.store import Store
from shouwang.ui import address, frame, state
from shouwang.ui.address import months_of
from shouwang.ui.areas import areas_for
from shouwang.ui.opened import open_asked
from shouwang.ui.rows import read_asked
from shouwang.ui.view import ALL, Choice, Page, month_name, shift
from shouwang.ui.ways import goto, link, more_pages, open_area

__all__ = [
    "ALL", "STYLE", "Choice", "Page", "goto", "link", "month_name", "months_of", "more_pages", "open_area", "open_page", "shift",
    "stop_if_empty", "stop_without_month", "two_columns",
]  # fmt: skip

STYLE = Path(__file__).parent / "style.css"


def open_page(
    name: str,
    viewer: Viewer,
    *,
    choices: Sequence[Choice] = (),
    wide: bool = False,
    collecting: date | None = None,
    keys: Sequence[str] = (),
    bare: bool = False,
) -> Page:
    """Draw the frame of a page and return what it is about; all of it is read from the URL.

    Args:
        name: the page's id, which is its file's name and its URL.
        choices: the page's own filters.
        wide: the page compares townships, so its areas reach the whole county for everybody (marts only).
        collecting: a month that is being collected: offered beside those that have figures, and opened first.
        keys: what else may stand in this page's URL.
        bare: the page is not about an area and a month; neither is asked for, and a month without data is no stop.

    A store that cannot be read, or a month without data, is said in words and the script stops.
    """
    if STYLE.exists():
        st.html(STYLE)
    title = t(f"app.page_{name}")
    state.arrive(name, {one.name: one.options.keys() for one in choices})
    notes: list[str] = []
    try:
        store = Store.open(settings().store)
        snapshot = address.read_snapshot(store, notes)
        months = address.months_of(snapshot)
        if collecting is not None:
            months = tuple(sorted({*months, collecting}))
        month = address.read_month(months, notes)
        snapshot = address.read_borders(snapshot, month, notes)
        areas = areas_for(viewer, snapshot)
    except ShouwangError as fault:
        st.title(title, anchor=False)
        kind = st.info if isinstance(fault, VersionUnknown) else st.error
        kind(str(fault), title=t("empty.no_version_title" if kind is st.info else "empty.fault"))
        st.stop()
    page = Page(
        id=name, title=title, viewer=viewer, snapshot=snapshot, areas=areas,
        area=address.read_area(viewer, areas, wide, notes), month=month, months=months,
        choices=address.read_choices(choices, notes), choice_specs=tuple(choices), hh=address.read_household(name, notes), wide=wide, notes=notes,
    )  # fmt: skip
    address.tell_unknown_keys(page, keys)
    asked = read_asked(page)
    frame.draw(page, wide, bare=bare)
    if page.month not in months and not bare:
        stop_without_month(page)
    open_asked(page, asked)
    return page


def stop_if_empty(rows: pl.DataFrame, page: Page) -> None:
    """Stop with three lines when there are no rows: what was asked, why there is nothing, what to do."""
    if not rows.is_empty():
        return
    asked = " · ".join(f"{label}: {value}" for label, value in page.said())
    filtered = any(page.choices[c.name] != c.unset for c in page.choice_specs)
    st.info(
        "\n\n".join(
            (
                t("empty.asked", what=asked),
                t("empty.why_none"),
                t("empty.todo_filters" if filtered else "empty.todo_other"),
            )
        ),
        title=t("empty.title"),
    )
    st.stop()


def stop_without_month(page: Page) -> NoReturn:
    """Say that the month has no data, and offer those that have."""
    st.info(
        t("empty.no_month_why") + " " + t("empty.no_month_todo" if page.months else "empty.todo_other"),
        title=t("empty.no_month_title", month=page.month_name),
    )
    with st.container(horizontal=True):
        for month in list(reversed(page.months))[:6]:
            text = f"{month:%Y-%m}"
            st.button(month_name(month), key=f"month.{text}", on_click=state.setter("month", text))
    st.stop()


def two_columns() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return two places side by side (one under the other on a phone)."""
    left, right = st.columns([11, 9], gap="medium")
    return left, right
