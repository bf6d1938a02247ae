"""The card of a number: what it counts, from what, which rows, which not and why, the SQL, the version."""

from __future__ import annotations

import polars as pl
import streamlit as st

from shouwang import formatting, queries
from shouwang.config import QUERIES
from shouwang.i18n import t
from shouwang.reference import Indicator, catalogue
from shouwang.schema.codes import CONFIDENCE
from shouwang.ui import faults, figures
from shouwang.ui.figures import MONTHS
from shouwang.ui.page import Page, shift

DROPPED_BY = (
    "dropped_by"  # column of a rows query: NULL for a row that counts, else the clause that dropped it
)


def open_card(page: Page, indicator_id: str) -> None:
    """Open the drawer of an indicator. One a run: Streamlit shows one dialog."""
    indicator = catalogue()[indicator_id]

    @st.dialog(t("card.title", name=indicator.name), width="large")
    def drawer() -> None:
        with faults.guarded():
            _draw(page, indicator)

    drawer()


def _draw(page: Page, indicator: Indicator) -> None:
    from shouwang.ui.show import show_table

    facts = pl.DataFrame(_facts(page, indicator), schema=["a", "b"], orient="row")
    show_table(facts, key="card.facts", labels={"a": t("card.what"), "b": " "})
    _rows(page, indicator)
    _sql(indicator)


def _facts(page: Page, indicator: Indicator) -> list[tuple[str, str]]:
    held = figures.window(page.viewer, page.snapshot, page.area, shift(page.month, 1 - MONTHS), page.month)
    now = held.get(indicator.id, {}).get(page.month)
    from shouwang.ui.cards import _counted_unit, _value

    unit = _counted_unit(indicator)
    told = [
        (t("card.value"), _value(indicator, now, held, page.month)),
        (t("card.sentence"), indicator.sentence),
        (t("card.numerator"), _part(indicator.numerator, now.numerator if now else None, unit)),
    ]
    if indicator.denominator:
        told.append(
            (t("card.denominator"), _part(indicator.denominator, now.denominator if now else None, unit))
        )
    if indicator.excluded:
        told.append((t("card.excluded"), indicator.excluded))
    told.append((t("card.direction"), t(f"card.direction_{indicator.direction}")))
    if indicator.threshold:
        told.append((t("card.threshold"), indicator.threshold))
    sure = t("card.unconfirmed") if indicator.confidence in {"L", "K"} else CONFIDENCE[indicator.confidence]
    told.append((t("card.confidence"), f"{indicator.source} {sure}".strip()))
    told.append(
        (
            t("card.version"),
            t(
                "card.version_text",
                version=page.snapshot.number,
                day=page.snapshot.manifest.created_at[:10],
                month=page.month_name,
                area=page.area_name,
            ),
        )
    )
    return told


def _part(words: str, amount: float | None, unit: str) -> str:
    return words if amount is None else f"{words}: {formatting.value_with_unit(amount, unit)}"


def rows_query(indicator: Indicator) -> str | None:
    """Return the name of the query that lists the rows behind an indicator, None when there is none."""
    named = getattr(indicator, "rows", "") or f"rows/{indicator.base_id}"
    return named if named in queries.names() else None


def _rows(page: Page, indicator: Indicator) -> None:
    from shouwang.ui.show import show_table

    name = rows_query(indicator)
    if name is None:
        st.caption(t("card.rows_none"))
        return
    if page.area not in page.areas.open_codes:
        st.caption(t("card.rows_denied"))
        return
    wanted = {"area": page.area, "month": page.month, "indicator": indicator.id}
    takes = {param.name for param in queries.find(name).params}
    rows = page.ask(name, **{key: value for key, value in wanted.items() if key in takes})
    kept, out = split_rows(rows)
    st.markdown(f"**{t('card.rows_kept', count=kept.height)}**")
    if not kept.is_empty():
        show_table(kept, key="card.kept", labels=_labels(kept))
    if not out.is_empty():
        st.markdown(f"**{t('card.rows_out', count=out.height)}**")
        show_table(out, key="card.out", labels=_labels(out))


def split_rows(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (rows that count, rows left out with the clause that dropped them)."""
    if DROPPED_BY not in rows.columns:
        return rows, rows.clear()
    kept = rows.filter(pl.col(DROPPED_BY).is_null()).drop(DROPPED_BY)
    return kept, rows.filter(pl.col(DROPPED_BY).is_not_null())


def _labels(rows: pl.DataFrame) -> dict[str, str]:
    from shouwang.ui.words import column_label

    return {name: column_label(name) for name in rows.columns}


def _sql(indicator: Indicator) -> None:
    named = rows_query(indicator)
    with st.expander(t("card.sql"), on_change="rerun") as shown:
        if not shown.open:
            return
        for path in sorted((QUERIES / "marts").glob("*.sql")):
            text = path.read_text("utf-8")
            if f"'{indicator.base_id}'" in text or f"'{indicator.base_id}." in text:
                st.caption(f"{t('card.sql_mart')} queries/marts/{path.name}")
                st.code(text, language="sql")
        if named:
            st.caption(f"{t('card.sql_rows')} queries/{named}.sql")
            st.code(queries.find(named).text, language="sql")
