"""总览: where does the county stand, what moved, which township needs a push, where does money wait?"""

from shouwang import ui
from shouwang.i18n import t
from shouwang.ui import alerts_strip, towns

CARDS = (
    "monitored_hh_active",
    "below_10k_hh",
    "disbursement_progress",
    "employment_ratio_base",
    "days_clue_to_mark",
)
SHOWN = (
    "monitored_hh_active",
    "below_10k_hh",
    "disbursement_progress",
    "employment_ratio_base",
    "visit_coverage",
)

viewer = ui.current_viewer()
page = ui.open_page(
    "overview",
    viewer,
    choices=[ui.Choice("show", t("overview.indicator"), ui.indicator_names(SHOWN), default=SHOWN[0])],
)
ui.kpi_row(page, CARDS)
ui.three_things(page)
alerts_strip.red_alerts(page)

rows = page.ask(
    "overview/towns_window", indicator=page.value("show"), from_month=page.earlier(12), month=page.month
)
view = page.keep("towns", lambda: towns.arrange(rows, page, str(page.value("show"))))
ui.stop_if_empty(view.rows, page)

left, right = ui.two_columns()
with left:
    ui.chart(
        page.keep("lines", lambda: towns.lines(view)),
        key="overview.towns",
        title=t("overview.towns_title", indicator=view.name, unit=view.unit),
        alt=view.sentence,
        note=t("overview.towns_note"),
        table=view.rows,
        labels=view.labels,
        formats={"stat_month": "month"},
        page=page,
        cards={"text": str(page.value("show"))},
    )
with right:
    shapes = page.ask("overview/shapes")
    picked = ui.chart(
        page.keep("map", lambda: towns.drawn_map(view, shapes, page.own_town)),
        key="overview.map",
        title=t("overview.map_title", indicator=view.name, month=page.month_name),
        alt=view.sentence,
        note=t("overview.tile_note" if shapes.is_empty() else "overview.map_note"),
        table=view.now,
        labels=view.labels,
        formats={"stat_month": "month"},
        page=page,
        cards={"text": str(page.value("show"))},
        on_pick=True,
    )
    ui.open_area(page, picked)

ui.more_pages(page)
ui.download(
    page, "overview", [(t("overview.sheet_towns"), view.rows, view.labels)], indicators=[*CARDS, *SHOWN]
)
