"""The ways from a view to another: links, areas that are opened, and what travels along."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from shouwang.config import PAGES
from shouwang.i18n import t
from shouwang.ui import state
from shouwang.ui.menu import FIGURES, beyond
from shouwang.ui.view import Page


def goto(page: Page, name: str, **where: str) -> NoReturn:
    """Open another page at this area, month and version (changed by ``where``, e.g. ``hh``)."""
    st.switch_page(PAGES / f"{name}.py", query_params={**page.where(), **where})


def link(page: Page, name: str, label: str, **where: str) -> None:
    """Draw a link to another page at this area, month and version (changed by ``where``).

    A link to this same page is a button: Streamlit follows it, but leaves the old address standing in the browser.
    """
    if name == page.id:
        usual = {"area": page.viewer.home_area, **{c.name: c.unset for c in page.choice_specs}}
        changed = {key: None if value == usual.get(key) else value for key, value in where.items()}
        at = ".".join(where.values())
        st.button(label, key=f"link.{at}", on_click=state.assign({**changed, "p": None}))
        return
    if not (PAGES / f"{name}.py").exists() or not state.has_menu():
        return  # a page file that runs alone has nowhere to go
    st.page_link(PAGES / f"{name}.py", label=label, query_params={**page.where(), **where})


def open_area(page: Page, code: str | None) -> None:
    """Turn this page to another area (a township that was clicked), once; nothing for None."""
    if code is None or code == page.area or not state.fresh(f"{page.id}.pick", code):
        return
    if code not in page.areas.open_codes:
        st.toast(t("bar.unknown_area", asked=page.areas.name(code), shown=page.area_name))
        return
    state.put("area", code)
    st.rerun()


def more_pages(page: Page) -> None:
    """Draw links to the pages of the four questions at this area and month, and a quiet line to those not in the menu."""
    with st.container(horizontal=True, gap="medium"):
        for name in FIGURES[1:]:
            link(page, name, t(f"app.page_{name}"))
    others = beyond(page.viewer, PAGES)
    if others and state.has_menu():
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="beyond"):
            st.caption(t("app.more_pages"), width="content")
            for name in others:
                link(page, name, t(f"app.page_{name}"))
