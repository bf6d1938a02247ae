"""The only Streamlit code outside ``app.py`` and ``pages/``: viewer, frame, cards, charts, tables, downloads, faults.

viewer = ui.current_viewer()                       first statement of every page
page = ui.open_page("funds", viewer, choices=[…])  frame; page.area, page.month, page.value("source"), page.ask(…)
ui.stop_if_empty(rows, page)
ui.kpi_row(page, ["disbursement_progress", …])
ui.chart(charts.bars(…), key=…, title=…, alt=…, table=rows, labels={…})
ui.table(rows, key=…, labels={…}, formats={…}, page=page, household="hh_key")
    opens={"workers": ui.Rows("rows/workers_at", place="@place")}   a number that is no indicator opens its rows: see below
    cards={"gap": "progress_gap"}                                   a number that is an indicator opens its card
ui.definitions(page, [ids], key=…)                 口径 of the numbers of a table
ui.link(page, "funds", t(…)); ui.goto(page, "household", hh=key)
ui.headings("funds", "name amount")               column -> heading, from the catalogue
ui.pairs(row, "active cleared")                    44户136人 of <name>_hh and <name>_persons
ui.in_words(rows)                                  indicators of different units and their ranks, as they are read
ui.labelled(rows, risks=codes.RISK)                codes to words, for charts, tables and downloads alike
offset = ui.pager(total, size=50)                  pages of a long list, cut in SQL
ui.download(page, "funds", [(name, rows, labels)], indicators=[ids])

One path down. Every number of a table and every bar of a chart opens exactly its rows:

* ``ui.Rows("rows/<name>", counts="rows" | "<column to add up>", **params)`` names a query of ``queries/rows``. ``"@column"`` takes
  the value from the row of the number (its code, also after ``ui.labelled``), anything else stands as given, None asks for all.
  ``area`` is the row's ``area_code`` (else the page's area) and ``month`` the page's month where they are not given. A number
  whose row says nothing in such a column (NULL) opens nothing.
* Give ``page=`` and ``opens={column: ui.Rows(…)}`` to ``ui.table`` and ``ui.chart``. A bar opens what its column opens in the
  table, if the frame that is drawn has the columns named by ``@``.
* The click writes ``?rows=<name>&r.<param>=…`` (``&sum=<column>``) in the address; the drawer stands as long as it is there.
* The query's rows (those without ``dropped_by``, if it has that column) must count, or add up, to the number. Household lists
  carry ``hh_key`` (a button to the household) and ``village_name``, no names. ``tests/pages/test_every_number.py`` opens all.
* ``ui.chart(…, page=page, filters="<choice>")``: a click on a bar sets that choice of the page (a chip), a second click
  takes it away; the other bars are pale meanwhile.
"""

from shouwang.ui.annexes import annexes
from shouwang.ui.campaigns import board, choose_campaign, risk_tiles
from shouwang.ui.cards import definitions, indicator_names, known_indicators, kpi_row, over_months
from shouwang.ui.comparing import PEERS, draw_funnel, draw_past, draw_peers
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
from shouwang.ui.report import show as show_report
from shouwang.ui.report import take as take_report
from shouwang.ui.report import verdict_choice
from shouwang.ui.rows import Rows
from shouwang.ui.show import chart, written
from shouwang.ui.show import show_table as table
from shouwang.ui.things import three_things
from shouwang.ui.viewer import current_viewer
from shouwang.ui.words import column_label, headings, labelled, pairs

__all__ = [
    "PEERS", "Choice", "Desk", "Page", "Rows", "annexes", "board", "chart", "choose_campaign", "column_label", "current_viewer", "definitions", "download", "draw_funnel", "draw_past", "draw_peers", "goto", "guarded", "headings",
    "in_words", "indicator_names", "known_indicators", "kpi_row", "labelled", "link", "month_name", "more_pages", "open_area", "open_card", "open_desk", "open_page", "over_months", "pager", "pairs", "risk_tiles", "shift",
    "show_report", "stop_if_empty", "table", "take_report", "three_things", "two_columns", "verdict_choice", "written",
]  # fmt: skip
