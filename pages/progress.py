"""上报进度: which townships have handed in what for a month, what waits at the county, and who is late?"""

import polars as pl
import streamlit as st

from shouwang import ui
from shouwang.access import Role
from shouwang.desk.progress import Standing, progress
from shouwang.i18n import t
from shouwang.reference.duties import TOWN
from shouwang.schema.codes import CONFIDENCE
from shouwang.ui import progress_grid

SENDERS = {Role.STEWARD, Role.TOWN_HEAD}

viewer = ui.current_viewer()
desk = ui.open_desk("progress", viewer, wide=True, collects=True)
month, name = desk.month, ui.month_name(desk.month)
found = progress(desk.book, viewer, desk.snapshot, county=desk.store.county, until=month)
cells = found.of(month)
towns = cells.filter(pl.col("reporter") == TOWN)
done, everybody = found.reported(month)


def named(*standings: Standing) -> str:
    """Return the townships that have a table in one of these states, as a list in words."""
    names = (
        towns.filter(pl.col("standing").is_in(standings))["area_name"].unique(maintain_order=True).to_list()
    )
    if not names:
        return t("progress.none")
    return (
        t("progress.all")
        if len(names) == everybody
        else t("progress.list", count=len(names), names="、".join(names))
    )


st.markdown(f"### {t('progress.whole', month=name, done=done, towns=everybody)}")
st.markdown(
    "\n".join(
        f"- {t(f'progress.said_{said}')}{named(*standings)}"
        for said, standings in (
            ("late", (Standing.LATE,)),
            ("mend", (Standing.HELD, Standing.REFUSED)),
            ("way", (Standing.ACCEPTED, Standing.CONFIRMED, Standing.CHECKING)),
        )
    )
)
if desk.is_demo:
    st.caption(t("progress.demo_today", day=found.today.isoformat()))

st.subheader(t("progress.grid_title", month=name), anchor=False)
progress_grid.draw_grid(found, month, first=desk.own_town)
st.caption(t("progress.grid_note_own" if viewer.role is Role.TOWN_HEAD else "progress.grid_note"))
if desk.page is not None and viewer.role in SENDERS:
    ui.link(desk.page, "reporting", t("progress.to_reporting"))

st.subheader(t("progress.strip_title", month=name), anchor=False)
progress_grid.draw_strips(found, first=desk.own_town)

duties = pl.DataFrame(
    [
        (one.label, one.dept or t("progress.every_town"), one.frequency_label, one.due(month), one.source, one.confidence)
        for one in found.duties
    ],
    schema=["table_label", "who", "frequency", "due_on", "source", "confidence"],
    orient="row",
)  # fmt: skip
duty_words = ui.headings("progress", "table_label who frequency due_on source confidence")
with st.expander(t("progress.duties_title")):
    st.caption(t("progress.duties_note"))
    ui.table(duties, key="progress.duties", labels=duty_words, formats={"confidence": CONFIDENCE})

cell_words = ui.headings(
    "progress", "area_name table_label stat_month standing due_on rows_held receipt received_on"
)
sheets = [
    (t("progress.sheet_month"), progress_grid.worded(cells), cell_words),
    (t("progress.sheet_year"), progress_grid.worded(found.asked()), cell_words),
]
if desk.page is not None:
    ui.download(desk.page, "progress", sheets)
