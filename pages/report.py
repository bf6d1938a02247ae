"""报告自核: which figures does a report state, does it agree with itself, and what must not be published in it?"""

from shouwang import ui

viewer = ui.current_viewer()
page = ui.open_page("report", viewer, choices=[ui.verdict_choice()], bare=True)

held = ui.take_report()
if held is not None:
    ui.show_report(page, held)
