"""The only Streamlit code outside ``app.py`` and ``pages/``: viewer, frame, cards, charts, tables, downloads, faults.

viewer = ui.current_viewer()                       first statement of every page
page = ui.open_page("funds", viewer, choices=[…])  frame; page.area, page.month, page.value("source"), page.ask(…)
ui.stop_if_empty(rows, page)
ui.kpi_row(page, ["disbursement_progress", …])
ui.chart(charts.bars(…), key=…, title=…, alt=…, table=rows, labels={…})
ui.table(rows, key=…, labels={…}, formats={…}, page=page, household="hh_key")
ui.definitions(page, [ids], key=…)                 口径 of the numbers of a table
ui.link(page, "funds", t(…)); ui.goto(page, "household", hh=key)
ui.headings("funds", "name amount")               column -> heading, from the catalogue
ui.pairs(row, "active cleared")                    44户136人 of <name>_hh and <name>_persons
ui.in_words(rows)                                  indicators of different units and their ranks, as they are read
ui.labelled(rows, risks=codes.RISK)                codes to words, for charts, tables and downloads alike
offset = ui.pager(total, size=50)                  pages of a long list, cut in SQL
ui.download(page, "funds", [(name, rows, labels)], indicators=[ids])
"""

from shouwang.ui.cards import definitions, indicator_names, kpi_row
from shouwang.ui.comparison import in_words
from shouwang.ui.desk import Desk, open_desk
from shouwang.ui.download import download
from shouwang.ui.drawer import open_card
from shouwang.ui.faults import guarded
from shouwang.ui.page import (
    Choice,
    Page,
    goto,
    link,
    month_name,
    more_pages,
    open_area,
    open_page,
    shift,
    stop_if_empty,
    two_columns,
)
from shouwang.ui.pager import pager
from shouwang.ui.show import chart, written
from shouwang.ui.show import show_table as table
from shouwang.ui.things import three_things
from shouwang.ui.viewer import current_viewer
from shouwang.ui.words import column_label, headings, labelled, pairs

__all__ = [
    "Choice", "Desk", "Page", "chart", "column_label", "current_viewer", "definitions", "download", "goto", "guarded", "headings",
    "in_words", "indicator_names", "kpi_row", "labelled", "link", "month_name", "more_pages", "open_area", "open_card", "open_desk", "open_page", "pager", "pairs", "shift",
    "stop_if_empty", "table", "three_things", "two_columns", "written",
]  # fmt: skip
