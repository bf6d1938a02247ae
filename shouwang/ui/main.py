"""The script behind every page: who is looking, then the menu, then the page. (``app.py`` serves it.)"""

import streamlit as st

from shouwang.config import PAGES
from shouwang.i18n import t
from shouwang.ui import faults
from shouwang.ui.menu import ICON, menu
from shouwang.ui.viewer import current_viewer, looking

st.set_page_config(page_title=t("app.title"), page_icon=ICON, layout="wide")
st.logo(ICON, size="large")
viewer = current_viewer()
page = st.navigation(menu(viewer, PAGES), expanded=True)  # else a long menu ends in English words
with looking(viewer), faults.guarded():
    page.run()
