"""The drawer of a number that is no indicator: its rows, how they were asked for, and the query."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.access import can_open
from shouwang.i18n import catalogue as phrases
from shouwang.i18n import t
from shouwang.ui import faults, state
from shouwang.ui.download import download
from shouwang.ui.drawer import open_card
from shouwang.ui.listing import arranged, draw_rows, is_counts_only, split_rows
from shouwang.ui.rows import Asked, amount, close
from shouwang.ui.view import Page, month_name
from shouwang.ui.words import column_codes, column_label


def open_asked(page: Page, asked: Asked | None) -> None:
    """Open what the address asks for: the card of an indicator or the rows of a number. Closing takes it out again."""
    if asked is None:
        return
    if asked.card is not None:
        open_card(page, asked.card)
    elif asked.query is not None:
        _open_rows(page, asked)


def _open_rows(page: Page, asked: Asked) -> None:
    with_menu = state.has_menu()  # a later run of the drawer alone no longer knows

    @st.dialog(t("rows.drawer_title"), width="large", on_dismiss=close)
    def drawer() -> None:
        with faults.guarded():
            _draw(page, asked, with_menu)

    drawer()


def _draw(page: Page, asked: Asked, with_menu: bool) -> None:
    query = asked.query
    if query is None:
        return
    st.markdown(f"**{query.title}**")
    st.caption(" · ".join(f"{label}: {value}" for label, value in said(page, asked)))
    for line in asked.wrong:
        st.warning(line)
    area = asked.params.get("area")
    if isinstance(area, str) and not can_open(page.viewer, area):
        st.info(t("card.rows_denied"))
        return
    kept, out = split_rows(page.ask(query.name, **asked.params))
    st.markdown(t("rows.drawer_count", count=f"{kept.height:,}") + _sum(kept, asked.counts))
    if kept.is_empty():
        st.caption(t("rows.drawer_none"))
    else:
        draw_rows(page, kept, "opened.kept", with_menu)
    if not out.is_empty():
        st.caption(t("rows.drawer_out", count=f"{out.height:,}"))
    if not kept.is_empty() and not is_counts_only(page, kept):
        shown, labels, _ = arranged(kept, page)
        download(page, f"rows.{query.name.replace('/', '.')}", [(t("rows.drawer_sheet"), shown, labels)])
    with st.expander(t("card.sql"), on_change="rerun", key="opened.sql") as sql:
        if sql.open:
            st.caption(f"{t('card.sql_rows')} queries/{query.name}.sql")
            st.code(query.text, language="sql")


def _sum(kept: pl.DataFrame, counts: str) -> str:
    total = amount(kept, counts)
    if counts == "rows" or total is None:
        return ""
    column, _, how = counts.partition(".")
    told = formatting.number(total, 2 if total % 1 else 0)
    return t("rows.drawer_sum", name=column_label(column), how=t(f"rows.how_{how or 'sum'}"), total=told)


def said(page: Page, asked: Asked) -> list[tuple[str, str]]:
    """Return how the rows were asked for, in words."""
    told = []
    for name, value in asked.params.items():
        text = str(value)
        if name == "area":
            told.append((t("bar.area_town"), page.areas.name(text)))
        elif name == "month":
            told.append((t("bar.month"), month_name(value)))  # type: ignore[arg-type]
        elif value is not None:
            told.append((param_label(name), _value(asked, name, value)))
    return told


def param_label(name: str) -> str:
    """Return what a parameter of a rows query is called on the screen."""
    key = f"rows.param_{name}"
    return t(key) if key in phrases() else column_label(name)


def _value(asked: Asked, name: str, value: object) -> str:
    """Return a value in words: its own phrase, else its label among the codes of that name or of the query's columns."""
    if isinstance(value, bool):
        return t("chart.yes" if value else "chart.no")
    if isinstance(value, date):
        return month_name(value) if value.day == 1 else formatting.day(value)
    if isinstance(value, float):
        return formatting.number(value)
    text = str(value)
    if (key := f"rows.value_{name}_{text}") in phrases():
        return t(key)
    columns = [name, *(dict(asked.query.columns) if asked.query else ())]
    for codes in filter(None, map(column_codes, columns)):
        if text in codes:
            return codes[text]
    return text
