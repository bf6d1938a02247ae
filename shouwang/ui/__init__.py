"""The only Streamlit code outside ``app.py`` and ``pages/``: viewer, frame, cards, charts, tables, downloads, faults.

viewer = ui.current_viewer()                       first statement of every page
page = ui.open_page("funds", viewer, choices=[…])  frame; page.area, page.month, page.value("source"), page.ask(…)
ui.stop_if_empty(rows, page)
ui.kpi_row(page, ["disbursement_progress", …])
ui.chart(charts.bars(…), key=…, title=…, alt=…, table=rows, labels={…})
ui.table(rows, key=…, labels={…}, formats={…}, page=page, household="hh_key")
ui.definitions(page, [ids], key=…)                 口径 of the numbers of a table
ui.link(page, "funds", t(…)); ui.goto(page, "household", hh=key)
ui.download(page, "funds", [(name, rows, labels)], indicators=[ids])
"""

from shouwang.ui.cards import definitions, kpi_row
from shouwang.ui.download import download
from shouwang.ui.drawer import open_card
from shouwang.ui.faults import guarded
from shouwang.ui.page import Choice, Page, goto, link, month_name, open_page, shift, stop_if_empty
from shouwang.ui.show import chart, written
from shouwang.ui.show import show_table as table
from shouwang.ui.viewer import current_viewer
from shouwang.ui.words import column_label

__all__ = [
    "Choice", "Page", "chart", "column_label", "current_viewer", "definitions", "download", "goto", "guarded",
    "kpi_row", "link", "month_name", "open_card", "open_page", "shift", "stop_if_empty", "table", "written",
]  # fmt: skip
