"""The rows behind a number on the screen: who may see them as a list, what counts, what does not and why."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from shouwang.access import Role
from shouwang.i18n import catalogue as phrases
from shouwang.i18n import t
from shouwang.ui.show import Format, show_table
from shouwang.ui.view import Page
from shouwang.ui.words import HOUSEHOLD, column_codes, column_label

DROPPED_BY = (
    "dropped_by"  # column of a rows query: NULL for a row that counts, else the clause that dropped it
)
PLACES = ("town_name", "village_name")
MOST = 500  # rows listed; a drawer is to look into, the download has them all


def split_rows(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (rows that count, rows left out with the clause that dropped them)."""
    if DROPPED_BY not in rows.columns:
        return rows, rows.clear()
    kept = rows.filter(pl.col(DROPPED_BY).is_null()).drop(DROPPED_BY)
    return kept, rows.filter(pl.col(DROPPED_BY).is_not_null())


def is_counts_only(page: Page, rows: pl.DataFrame) -> bool:
    """Say whether this viewer gets these rows counted by place: the county's leaders see no lists of households."""
    return page.viewer.role is Role.LEADER and HOUSEHOLD in rows.columns


def draw_rows(page: Page, rows: pl.DataFrame, key: str, with_menu: bool) -> None:
    """List rows, households as buttons to their page; for who sees no lists, counts by village and the sentence why."""
    if is_counts_only(page, rows):
        st.caption(t("rows.drawer_leader"))
        _counts(rows, key)
        return
    if rows.height > MOST:
        st.caption(t("rows.drawer_most", count=f"{rows.height:,}", shown=MOST))
        rows = rows.head(MOST)
    household = HOUSEHOLD if HOUSEHOLD in rows.columns and with_menu else None
    shown, labels, formats = arranged(rows, page)
    show_table(shown, key=key, labels=labels, formats=formats, page=page, household=household)


def arranged(rows: pl.DataFrame, page: Page) -> tuple[pl.DataFrame, dict[str, str], dict[str, Format]]:
    """Return rows of a rows query with their headings and formats; a column of ones tells nothing and is left out."""
    formats: dict[str, Format] = {name: codes for name in rows.columns if (codes := _codes(name, page))}
    for name, kind in rows.schema.items():
        if kind.is_float() and (rows.get_column(name).drop_nulls() % 1 == 0).all():
            formats[name] = "int"
    if DROPPED_BY in rows.columns:
        formats[DROPPED_BY] = reasons(rows)
    if "amount" in rows.columns and rows.get_column("amount").eq(1).all():
        rows = rows.drop("amount")
    return rows, {name: column_label(name) for name in rows.columns}, formats


def _codes(column: str, page: Page) -> Mapping[str, str] | None:
    """Return code -> label of a column: as the month's regime names it, or the words of a rows query's own codes."""
    start = f"rows.value_{column}_"
    own = {key.removeprefix(start): words for key, words in phrases().items() if key.startswith(start)}
    return {**(page.words(column) if column_codes(column) else {}), **own} or None


def reasons(rows: pl.DataFrame) -> dict[str, str]:
    """Return clause -> its words (``rows.*`` of the catalogue), the clause itself where it has none."""
    codes = rows.get_column(DROPPED_BY).unique().to_list()
    return {code: phrases().get(f"rows.{code}", code) for code in codes}


def _counts(rows: pl.DataFrame, key: str) -> None:
    places = [name for name in PLACES if name in rows.columns]
    if not places:
        return
    counted = (
        rows.group_by(places, maintain_order=True)
        .len("count")
        .sort(["count", *places], descending=[True] + [False] * len(places))
    )
    labels = {**{name: column_label(name) for name in places}, "count": t("card.row_count")}
    show_table(counted.head(MOST), key=f"{key}.counts", labels=labels)
