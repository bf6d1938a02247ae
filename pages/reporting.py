"""数据上报: hand files in, see what is wrong in them cell by cell, and what they would change, before anything changes."""

import streamlit as st

from shouwang import ui
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.ui import reporting

viewer = ui.current_viewer()
desk = ui.open_desk("reporting", viewer, keys=("receipt", "hp"), bare=True)

if viewer.role not in {Role.STEWARD, Role.TOWN_HEAD}:
    st.info(t("reporting.not_for_you"), title=t("reporting.not_for_you_title"))
    if desk.page is not None:
        ui.link(desk.page, "progress", t("reporting.to_progress"))
    st.stop()

if (receipt := reporting.asked()) is not None:
    reporting.show_one(desk, receipt)
else:
    reporting.show_all(desk)
