"""数据上报: hand files in, see what is wrong in them cell by cell, and what they would change, before anything changes."""

from shouwang import ui
from shouwang.access import Role
from shouwang.ui import reporting

viewer = ui.current_viewer()
desk = ui.open_desk("reporting", viewer, keys=("receipt", "hp"), bare=True)

if viewer.role not in {Role.STEWARD, Role.TOWN_HEAD}:
    reporting.show_for_whom(desk)
elif (receipt := reporting.asked()) is not None:
    reporting.show_one(desk, receipt)
else:
    reporting.show_all(desk)
