"""What the page of versions is about, read from the URL: which view, which version, which two, which township."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from shouwang.access import Viewer
from shouwang.config import settings
from shouwang.errors import ShouwangError, StoreDamaged
from shouwang.i18n import t
from shouwang.store import Store
from shouwang.ui import state
from shouwang.ui.areas import areas_for
from shouwang.ui.desk import Desk, book_of
from shouwang.ui.page import ALL, STYLE, Choice, Page


def numbers() -> list[int]:
    """Return the versions that can be read, oldest first; none where the store cannot be (the frame says why)."""
    try:
        store = Store.open(settings().store)
        found = []
        for number in store.numbers():
            try:
                store.manifest(number)
            except ShouwangError:
                continue
            found.append(number)
    except ShouwangError:
        return []
    return found


class Broken(NamedTuple):
    """A store whose newest version cannot be shown, and what is wrong with it."""

    store: Store
    fault: str


def damage(viewer: Viewer) -> Broken | None:
    """Return the store and what is wrong where the newest version cannot be shown; None where it can, or there is none.

    Verifying and going back are wanted most when nothing else opens.
    """
    try:
        store = Store.open(settings().store)
        if not store.numbers():
            return None
    except ShouwangError:
        return None  # the frame says it
    try:
        areas_for(viewer, store.snapshot())
    except StoreDamaged as fault:
        return Broken(store, str(fault))
    except ShouwangError:
        return None
    return None


def bare_desk(store: Store, viewer: Viewer) -> Desk:
    """Draw the title alone and return the desk of a store that no page can be opened on."""
    st.html(STYLE)
    st.title(t("app.page_versions"), anchor=False)
    return Desk(store, book_of(store), viewer, None)


def choices(views: Mapping[str, str], known: list[int]) -> list[Choice]:
    """Return what may stand in the URL: ``view``, ``which`` version, ``from`` and ``to``."""
    first = Choice("view", t("versions.view"), views, "list")
    if not known:
        return [first]
    named = {str(number): t("versions.number", number=number) for number in reversed(known)}
    newest, before = str(known[-1]), str(known[-2] if len(known) > 1 else known[-1])
    return [
        first,
        Choice("which", t("versions.which"), named, newest),
        Choice("from", t("versions.from"), named, before),
        Choice("to", t("versions.to"), named, newest),
    ]


def pick_view(page: Page, views: Mapping[str, str]) -> str:
    """Draw the four views and return the one that is open."""
    shown = str(page.value("view"))
    st.segmented_control(
        t("versions.view"), list(views), format_func=views.__getitem__, label_visibility="collapsed",
        **state.bind("view", shown, "list"),
    )  # fmt: skip
    return shown


def pick_versions(page: Page, known: list[int]) -> str | None:
    """Draw the two versions to compare and the township to look at; return the township, None for all in view."""
    named = {str(number): t("versions.number", number=number) for number in reversed(known)}
    specs = {spec.name: spec for spec in page.choice_specs}
    with st.container(horizontal=True, vertical_alignment="bottom", key="frame"):
        for name in ("from", "to"):
            st.selectbox(
                specs[name].label, list(named), format_func=named.__getitem__, width=150,
                **state.bind(name, str(page.value(name)), specs[name].unset),
            )  # fmt: skip
        return _pick_town(page)


def _pick_town(page: Page) -> str | None:
    towns = page.areas.towns()
    if not page.viewer.scope.counties:
        return towns[0] if towns else None
    asked = state.get("town")
    if asked is not None and asked not in towns:
        st.caption(t("bar.unknown_area", asked=asked[:20], shown=page.areas.name(page.areas.county)))
        state.put("town", None)
        asked = None
    whole = t("bar.whole_county", name=page.areas.name(page.areas.county))
    st.selectbox(
        t("bar.area_town"), [ALL, *towns], format_func=lambda code: page.areas.name(code) if code else whole, width=190,
        **state.bind("town", asked or ALL, ALL),
    )  # fmt: skip
    return asked
