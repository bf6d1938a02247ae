"""All submissions of the viewer: what waits for somebody, and everything that came, newest first."""

from __future__ import annotations

import html
from datetime import date

import streamlit as st

from shouwang import desk, formatting
from shouwang.access import Role
from shouwang.desk import State, Submission
from shouwang.i18n import t
from shouwang.ui import state
from shouwang.ui.desk import Desk
from shouwang.ui.pager import pager
from shouwang.ui.reporting_actions import draw_seal
from shouwang.ui.reporting_words import address, kind_name, moment, month_of, person, place_name, state_html

SIZE = 20
ANY = ""


def draw_waiting(here: Desk) -> None:
    """Say what waits for the viewer: files to be corrected; for the steward also what to confirm and to seal."""
    found = desk.waiting(here.book, here.viewer)
    groups = [("held", found.held)]
    if here.viewer.role is Role.STEWARD:
        groups = [("unconfirmed", found.unconfirmed), ("held", found.held)]
    elif found.unconfirmed:
        groups.append(("unconfirmed_own", found.unconfirmed))
    if not any(files for _, files in groups) and not found.confirmed:
        return
    st.subheader(t("reporting.waiting_title"), anchor=False)
    for name, files in groups:
        if files:
            st.markdown(t(f"reporting.waiting_{name}", count=len(files)))
            st.html(_table(here, list(files)))
    if found.confirmed and here.viewer.role is Role.STEWARD:
        draw_seal(here, found.confirmed)


def draw_history(here: Desk) -> None:
    """Draw everything that came, by month and state where chosen, in pages."""
    st.subheader(t("reporting.history_title"), anchor=False)
    months = sorted(
        {one.month for one in desk.submissions(here.book, here.viewer) if one.month}, reverse=True
    )
    turn = state.setter("p", None)
    with st.container(horizontal=True, vertical_alignment="bottom", key="frame-history"):
        month = st.selectbox(
            t("bar.month"), [ANY, *months], format_func=lambda one: month_of(one) if one else t("bar.all"),
            key="history.month", on_change=turn, width=190,
        )  # fmt: skip
        chosen = st.selectbox(
            t("reporting.col_state"), [ANY, *State],
            format_func=lambda one: t(f"reporting.state_{one}") if one else t("bar.all"),
            key="history.state", on_change=turn, width=190,
        )  # fmt: skip
    asked = {
        "month": date.fromisoformat(f"{month}-01") if month else None,
        "state": State(chosen) if chosen else None,
    }
    total = desk.count(here.book, here.viewer, **asked)  # type: ignore[arg-type]
    if not total:
        st.info(t("reporting.nothing_here" if month or chosen else "reporting.nothing_yet"))
        return
    offset = pager(total, size=SIZE)
    st.html(_table(here, desk.submissions(here.book, here.viewer, **asked, limit=SIZE, offset=offset)))  # type: ignore[arg-type]


def _table(here: Desk, files: list[Submission]) -> str:
    names = ("receipt", "kind_name", "month", "area", "state", "rows", "when", "who")
    heads = "".join(f'<th scope="col">{html.escape(t(f"reporting.col_{name}"))}</th>' for name in names)
    body = []
    for one in files:
        told = (
            f'<a href="{html.escape(address(one.receipt))}">{html.escape(one.receipt)}</a>',
            html.escape(kind_name(one.table)),
            html.escape(month_of(one.month)),
            html.escape(place_name(here.store.county, one.area)),
            state_html(one.state),
            html.escape(_rows(one)),
            html.escape(moment(one.submitted_at)),
            html.escape(person(here.store.county, one.submitted_by)),
        )
        cells = "".join(
            f'<td data-label="{html.escape(t(f"reporting.col_{name}"))}">{text}</td>'
            for name, text in zip(names, told, strict=True)
        )
        body.append(f"<tr>{cells}</tr>")
    return (
        f'<div class="sw-table sw-cards" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _rows(one: Submission) -> str:
    if one.rows_in is None:
        return "–"  # not read to the end: how many there are is not known
    return t(
        "reporting.rows_short",
        rows=formatting.number(one.rows_in),
        taken=formatting.number(one.rows_taken),
        refused=formatting.number(one.rows_refused),
    )
