"""版本: which versions are there, what waits to be sealed, what differs between two of them, is everything as it was sealed?"""

import streamlit as st

from shouwang import ui
from shouwang.i18n import t
from shouwang.ui import versions_draw, versions_frame

VIEWS = {view: t(f"versions.view_{view}") for view in ("list", "pending", "compare", "verify")}

viewer = ui.current_viewer()
numbers = versions_frame.numbers()
if (broken := versions_frame.damage(viewer)) is not None:
    versions_draw.draw_damaged(versions_frame.bare_desk(broken.store, viewer), broken.fault)
    st.stop()

here = ui.open_desk(
    "versions",
    viewer,
    choices=versions_frame.choices(VIEWS, numbers),
    keys=("town",),
    bare=True,
)
versions_draw.draw_job(here)
if here.page is None:
    versions_draw.draw_pending(here)
    st.stop()

page = here.page
view = versions_frame.pick_view(page, VIEWS)
if view == "list":
    versions_draw.draw_history(here, page)
elif view == "pending":
    versions_draw.draw_pending(here)
elif view == "compare":
    town = versions_frame.pick_versions(page, numbers)
    versions_draw.draw_compare(here, page, town)
else:
    versions_draw.draw_verify(here)
