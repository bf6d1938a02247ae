"""One button: the tables of this view as a workbook, made when it is clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl
import streamlit as st

from shouwang import exports
from shouwang.formatting import MISSING
from shouwang.i18n import t
from shouwang.reference import catalogue
from shouwang.ui.view import Page
from shouwang.ui.words import plain_words, without_names

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Given = tuple[str, pl.DataFrame] | tuple[str, pl.DataFrame, Mapping[str, str]]


def download(page: Page, key: str, sheets: Sequence[Given], *, indicators: Sequence[str] = ()) -> None:
    """Draw the download of exactly these rows.

    Args:
        key: ``funds`` or ``funds.projects``, unique on the page; part of the file name.
        sheets: (name of the sheet, rows, column -> heading); columns without a heading are left out.
        indicators: ids whose definitions (口径) are written on the first sheet.
    """
    tables = [_sheet(page, *given) for given in sheets]
    cover = _cover(page, indicators)
    # The name says what is inside: Streamlit keeps big files by a sample of their bytes and their name (stack note 1.7).
    mark = exports.digest(page.snapshot.identity, page.viewer.user, cover, *(s.rows for s in tables))
    name = f"{page.title}-{page.area}-{page.month:%Y-%m}-{mark}.xlsx"

    def make() -> bytes:
        return exports.workbook(
            cover,
            tables,
            cover_name=t("chart.cover"),
            rows_label=t("chart.row_count"),
            missing=MISSING,
            made_at=datetime.fromisoformat(page.snapshot.manifest.created_at),
        )

    st.download_button(
        t("chart.download"), make, file_name=name, mime=MIME, key=f"download.{key}", on_click="ignore"
    )


def _sheet(
    page: Page, name: str, rows: pl.DataFrame, labels: Mapping[str, str] | None = None
) -> exports.Sheet:
    """Return one sheet; codes kept beside their words, and names for who sees none, are left out."""
    wanted = labels or {one: one for one in rows.columns if not one.endswith(".code")}
    return exports.Sheet(name, rows, wanted if page.sees_names else without_names(wanted))


def _cover(page: Page, indicators: Sequence[str]) -> list[tuple[str, str]]:
    told = [
        (t("chart.cover_title"), page.title),
        *page.said(),
        (t("card.version"), t("bar.version", version=page.snapshot.number)),
        (t("chart.cover_sealed"), page.snapshot.manifest.created_at[:16].replace("T", " ")),
        (t("chart.cover_code"), page.area),
        (t("chart.cover_viewer"), page.viewer.name),
    ]
    if page.snapshot.is_demo:
        told.append((t("chart.cover_note"), t("app.demo_mark")))
    for one in indicators:
        found = catalogue()[one]
        parts = [found.sentence, found.numerator, found.denominator, found.excluded]
        told.append(
            (f"{t('card.what')}: {found.name}", "; ".join(plain_words(part) for part in parts if part))
        )
    return told
