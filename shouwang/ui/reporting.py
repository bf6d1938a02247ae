"""The two faces of 数据上报: the upload with all that came before, and one submission under its own address."""

from __future__ import annotations

import streamlit as st

from shouwang import desk
from shouwang.access import Role
from shouwang.errors import UsageError
from shouwang.i18n import t
from shouwang.ui import reporting_actions as actions
from shouwang.ui import reporting_faults, reporting_list, reporting_upload, reporting_view, state
from shouwang.ui.desk import Desk
from shouwang.ui.page import link, stop_without_month
from shouwang.ui.reporting_words import person

SOUND = (desk.State.ACCEPTED, desk.State.CONFIRMED, desk.State.PUBLISHED)  # what it changes comes first
MENDING = (desk.State.HELD, desk.State.REFUSED, desk.State.INTERRUPTED)


def asked() -> str | None:
    """Return the receipt that the address asks for."""
    return state.get("receipt")


def show_for_whom(here: Desk) -> None:
    """Say that this page is for those who report, and where the others look."""
    st.info(t("reporting.not_for_you"), title=t("reporting.not_for_you_title"))
    _leave(here)


def show_all(here: Desk) -> None:
    """Draw the upload, what waits, and everything that came."""
    place = "town" if here.viewer.role is Role.TOWN_HEAD else "county"
    st.markdown(t(f"reporting.welcome_{place}", name=person(here.store.county, here.viewer.user)))
    reporting_upload.draw_upload(here, label=t("reporting.field"))
    reporting_upload.draw_sent()
    reporting_upload.draw_guide(here)
    reporting_list.draw_waiting(here)
    reporting_list.draw_history(here)
    actions.draw_corrections(here)
    actions.draw_exemptions(here)
    _leave(here)


def _leave(here: Desk) -> None:
    """Draw the way to 上报进度; a month of the address that has no data is said here too."""
    if here.page is None:
        return
    link(here.page, "progress", t("reporting.to_progress"))
    if here.page.month not in here.page.months:
        stop_without_month(here.page)


def show_one(here: Desk, receipt: str) -> None:
    """Draw one submission; for a receipt that does not exist or is somebody else's the same sentence."""
    actions.back()
    try:
        found = desk.detail(here.store, here.book, here.viewer, receipt)
    except UsageError:
        st.warning(t("reporting.no_receipt"), title=t("reporting.no_receipt_title"))
        return
    county = here.store.county
    reporting_view.draw_head(county, found)
    actions.draw_actions(here, found)
    if found.submission.state in SOUND:
        reporting_view.draw_effect(found)
    shown = reporting_faults.draw_faults(here, found)
    actions.draw_ask(here, found, shown)
    if found.submission.state in MENDING:
        reporting_upload.draw_upload(here, label=t("reporting.field_again"))
    reporting_view.draw_way(county, found)
