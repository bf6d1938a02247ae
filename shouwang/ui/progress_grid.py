"""上报进度 as a picture: townships by tables with a sign and a word in each cell, and twelve months as a strip of signs."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import date

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.desk.progress import RECEIVED, Progress, Standing
from shouwang.i18n import t
from shouwang.reference.duties import TOWN
from shouwang.ui.page import month_name
from shouwang.ui.reporting_words import address

# A sign beside the word, so that nothing hangs on colour.
SIGNS: Mapping[str, str] = {
    Standing.SEALED: "✓", Standing.CONFIRMED: "◕", Standing.ACCEPTED: "◑", Standing.CHECKING: "…",
    Standing.HELD: "!", Standing.REFUSED: "✕", Standing.MISSING: "○", Standing.LATE: "▲", Standing.NOT_DUE: "·",
    Standing.NOT_ASKED: "–",
}  # fmt: skip
_TONES: Mapping[str, str] = {
    Standing.SEALED: "done", Standing.CONFIRMED: "way", Standing.ACCEPTED: "way", Standing.CHECKING: "way",
    Standing.HELD: "mend", Standing.REFUSED: "mend", Standing.LATE: "late", Standing.MISSING: "open",
    Standing.NOT_DUE: "open", Standing.NOT_ASKED: "open",
}  # fmt: skip


def standing_word(standing: str) -> str:
    return t(f"progress.state_{standing}")


def draw_grid(found: Progress, month: date, *, first: str | None) -> None:
    """Draw one row a township (the one named ``first`` on top) and one column a table that is due this month.

    On a phone each township is a card (the style sheet turns the rows).
    """
    cells = found.of(month)
    towns = cells.filter(pl.col("reporter") == TOWN)
    st.html(_grid(towns, first, t("progress.col_town")))
    departments = cells.filter(pl.col("reporter") != TOWN)
    if not departments.is_empty():
        st.markdown(f"**{t('progress.departments')}**")
        st.html(_grid(departments, None, t("progress.col_department")))


def _grid(cells: pl.DataFrame, first: str | None, corner: str) -> str:
    asked = cells.select("data_table", "table_label", "due_on").unique(maintain_order=True)
    tables = {table: label for table, label, _ in asked.iter_rows()}
    heads = "".join(
        f'<th scope="col">{html.escape(label)}<small>{html.escape(_due(due))}</small></th>'
        for _, label, due in asked.iter_rows()
    )
    body = []
    names = list(dict.fromkeys(cells.select("area_code", "area_name").iter_rows()))
    names.sort(key=lambda pair: (pair[0] != first, pair[0]))
    for code, name in names:
        row = cells.filter((pl.col("area_code") == code) & (pl.col("area_name") == name))
        by_table = {one["data_table"]: one for one in row.iter_rows(named=True)}
        marked = f"▶{name}" if code == first else name
        filled = "".join(
            f'<td data-label="{html.escape(label)}">{_cell(by_table[table]) if table in by_table else ""}</td>'
            for table, label in tables.items()
        )
        body.append(f'<tr><th scope="row">{html.escape(marked)}</th>{filled}</tr>')
    foot = _foot(cells, tables) if len(names) > 1 else ""
    return (
        f'<div class="sw-table sw-cards" tabindex="0"><table><thead><tr><th scope="col">{html.escape(corner)}</th>{heads}</tr>'
        f"</thead><tbody>{''.join(body)}</tbody>{foot}</table></div>"
    )


def _cell(cell: Mapping[str, object]) -> str:
    """Return sign and word; in the own area also rows, the day it came in, and the way to the receipt."""
    standing = str(cell["standing"])
    said = [_badge(standing)]
    if cell["rows_held"] is not None:
        said.append(html.escape(t("progress.rows", count=formatting.number(cell["rows_held"]))))  # type: ignore[arg-type]
    received = cell["received_on"]
    if isinstance(received, date):
        said.append(html.escape(t("progress.received", month=received.month, day=received.day)))
    if cell["receipt"] is not None:
        said.append(f'<a href="{html.escape(address(str(cell["receipt"])))}">{t("progress.receipt")}</a>')
    return " ".join([said[0], *(f"<small>{one}</small>" for one in said[1:])])


def _due(day: date) -> str:
    return t("progress.due", month=day.month, day=day.day)


def _badge(standing: str) -> str:
    return (
        f'<span class="sw-st sw-st-{_TONES[standing]}"><b aria-hidden="true">{SIGNS[standing]}</b>'
        f"{html.escape(standing_word(standing))}</span>"
    )


def _foot(cells: pl.DataFrame, tables: Mapping[str, str]) -> str:
    counts = []
    for table, label in tables.items():
        of_table = cells.filter(pl.col("data_table") == table)
        done = of_table.filter(pl.col("standing").is_in([*RECEIVED])).height
        told = t("progress.foot", done=done, all=of_table.height)
        counts.append(f'<td data-label="{html.escape(label)}">{html.escape(told)}</td>')
    return f'<tfoot><tr><th scope="row">{html.escape(t("progress.foot_head"))}</th>{"".join(counts)}</tr></tfoot>'


def draw_strips(found: Progress, *, first: str | None) -> None:
    """Draw twelve months a township as signs, each with its words for who points at it or has it read aloud."""
    strips = found.strips().filter(pl.col("reporter") == TOWN)
    heads = "".join(f'<th scope="col">{html.escape(_short(month))}</th>' for month in found.months)
    names = list(dict.fromkeys(strips.select("area_code", "area_name").iter_rows()))
    names.sort(key=lambda pair: (pair[0] != first, pair[0]))
    body = []
    for code, name in names:
        signs = strips.filter(pl.col("area_code") == code)
        told = "".join(
            f'<td><span class="sw-st sw-st-{_TONES[standing]}" role="img" title="{_told(month, standing)}" '
            f'aria-label="{_told(month, standing)}"><b>{SIGNS[standing]}</b></span></td>'
            for month, standing in signs.select("stat_month", "standing").iter_rows()
        )
        marked = f"▶{name}" if code == first else name
        body.append(f'<tr><th scope="row">{html.escape(marked)}</th>{told}</tr>')
    st.html(
        f'<div class="sw-table sw-strip" tabindex="0"><table><thead><tr><th scope="col">{t("progress.col_town")}</th>{heads}'
        f"</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
    present = set(strips["standing"].unique())
    st.caption(
        t("progress.legend")
        + "  ".join(f"{SIGNS[one]} {standing_word(one)}" for one in Standing if one.value in present)
    )


def _told(month: date, standing: str) -> str:
    return html.escape(f"{month_name(month)}: {standing_word(standing)}")


def _short(month: date) -> str:
    return t("progress.month_short", year=month.year % 100, month=month.month)


def worded(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with their standing in words, for the download."""
    return cells.with_columns(
        pl.col("standing").map_elements(standing_word, return_dtype=pl.String).alias("standing")
    )
