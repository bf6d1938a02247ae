"""What a session remembers and what the URL says: the only place that touches either.

The URL is the truth: ``?area=420281107&month=2023-11&version=3&<choice>=<code>&hh=<hh_key>``. Widgets are set from it
before they are drawn and write to it when they are used. Streamlit clears it on a change of page, so the session
remembers the last one; a URL that says anything is taken as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from typing import Any

import streamlit as st

SHARED = ("area", "month", "version", "borders")  # travel from page to page
WHO = "as"
_MEMORY = "shouwang.memory"
TRAIL = 40  # views of a session that Back is known among

drawn_viewer: ContextVar[Any] = ContextVar("drawn_viewer", default=None)


def has_menu() -> bool:
    """Say whether this run came through the menu of ``main.py`` (and not from a page file alone)."""
    return drawn_viewer.get() is not None


def get(name: str) -> str | None:
    """Return a value of the URL; an empty one is none."""
    return st.query_params.get(name) or None


def put(name: str, value: str | None) -> None:
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def query() -> dict[str, str]:
    return {name: st.query_params[name] for name in st.query_params}


def memory() -> dict[str, Any]:
    return st.session_state.setdefault(_MEMORY, {})  # type: ignore[no-any-return]


def arrive(page: str, offered: Mapping[str, Collection[str]] | None = None) -> None:
    """Bring along what the reader had on the page before, when the reader came here by the menu or a link.

    The menu clears the address: area, month, version and borders come along. A link says them itself. Filters come along
    both ways where this page has one of that name with that code (``offered``: name -> codes); a filter of a page in
    between waits. The browser's Back brings nothing: it returns to the view as it was.
    """
    held = memory()
    trail: list[tuple[str, dict[str, str]]] = held.setdefault("trail", [])
    now = {name: value for name, value in query().items() if name != WHO}
    is_back = len(trail) > 1 and trail[-2] == (page, now)
    came_by_link = bool(trail) and held.get("entered_with_query", False)
    if is_back:
        trail.pop()
    if held.get("page") not in {None, page}:
        if not now and not (is_back and came_by_link):
            for name, value in held.get("shared", {}).items():
                put(name, value)
        if not is_back:
            _bring_filters(held.get("filters", {}), offered or {}, now)
        held["entered_with_query"] = bool(now)
    held["page"] = page
    held["shared"] = {name: value for name in SHARED if (value := get(name))}
    filters = held.setdefault("filters", {})
    filters.update({name: get(name) for name in offered or {}})
    now = {name: value for name, value in query().items() if name != WHO}
    if not trail or trail[-1] != (page, now):
        trail.append((page, now))
        del trail[:-TRAIL]


def _bring_filters(
    filters: Mapping[str, str | None], offered: Mapping[str, Collection[str]], now: Mapping[str, str]
) -> None:
    for name, codes in offered.items():
        value = filters.get(name)
        if name not in now and value is not None and value in codes:
            put(name, value)


def came_from(pages: Collection[str]) -> str | None:
    """Return the page of these that was looked at last, None when there was none."""
    trail: list[tuple[str, dict[str, str]]] = memory().get("trail", [])
    return next((page for page, _ in reversed(trail) if page in pages), None)


def bind(name: str, shown: str | None, default: str | None = None) -> dict[str, Any]:
    """Return ``key`` and ``on_change`` of a widget that shows ``shown`` and writes to the URL when it is used.

    The default is not written. Call directly before the widget is drawn.
    """
    return bind_at(name, name, shown, default)


def bind_at(name: str, widget: str, shown: str | None, default: str | None = None) -> dict[str, Any]:
    """Return the same for a second widget of one value of the URL (township and village are both ``area``)."""
    key = f"url.{widget}"
    st.session_state[key] = shown
    return {"key": key, "on_change": _write, "args": (name, key, default)}


def bind_choice(name: str, widget: str, shown: str, meant: Callable[[str], str | None]) -> dict[str, Any]:
    """Return the same for a widget whose value is not what is written: ``meant`` says what stands in the URL."""
    key = f"url.{widget}"
    st.session_state[key] = shown
    return {"key": key, "on_change": lambda: put(name, meant(st.session_state[key]))}


def _write(name: str, key: str, default: str | None) -> None:
    value = st.session_state[key]
    if value is None and default is not None:
        return  # a second click on a chosen segment: nothing else to show
    put(name, None if value == default else value)


def clicked(key: str) -> Mapping[str, Any] | None:
    """Return what a button column was clicked with, in the run that follows the click."""
    found = st.session_state.get(key)
    return found if isinstance(found, Mapping) else None


def fresh(key: str, value: str) -> bool:
    """Say whether this value is new since the last run (a chart repeats its selection on every run)."""
    held = memory()
    old, held[key] = held.get(key), value
    return old != value


def setter(name: str, value: str | None) -> Callable[[], None]:
    """Return a callback that puts a value in the URL."""
    return lambda: put(name, value)


def assign(values: Mapping[str, str | None]) -> Callable[[], None]:
    """Return a callback that puts several values in the URL."""

    def put_all() -> None:
        for name, value in values.items():
            put(name, value)

    return put_all


def clear(names: list[str]) -> None:
    for name in names:
        put(name, None)
