"""The card of a number: what it counts, from what, which rows, which not and why, the SQL, the version."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

from shouwang import formatting, queries
from shouwang.config import QUERIES
from shouwang.i18n import t
from shouwang.reference import Indicator, catalogue
from shouwang.reference.rows import rows_query
from shouwang.schema.codes import CONFIDENCE
from shouwang.ui import faults, figures, state
from shouwang.ui.figures import MONTHS, Point, Window
from shouwang.ui.listing import DROPPED_BY, draw_rows, reasons, split_rows
from shouwang.ui.rows import close
from shouwang.ui.show import show_table
from shouwang.ui.view import Page, shift
from shouwang.ui.words import plain_words

# What a rate counts, read from the words of its numerator.
COUNTED = (
    (("资金", "支付", "报销", "费用", "金额", "原值", "收益", "的余额", "(元)"), "元"),
    (("人数", "人口", "的人", "人员"), "人"),
    (("户",), "户"),
    (("个案", "线索"), "件"),
    (("项目",), "个"),
)


def open_card(page: Page, indicator_id: str) -> None:
    """Open the drawer of an indicator. One a run: Streamlit shows one dialog. Closing it takes it out of the address."""
    indicator = catalogue()[indicator_id]
    with_menu = state.has_menu()  # a later run of the drawer alone no longer knows

    @st.dialog(t("card.title", name=indicator.name), width="large", on_dismiss=close)
    def drawer() -> None:
        with faults.guarded():
            _draw(page, indicator, with_menu)

    drawer()


def _draw(page: Page, indicator: Indicator, with_menu: bool) -> None:
    facts = pl.DataFrame(_facts(page, indicator), schema=["a", "b"], orient="row")
    show_table(facts, key="card.facts", labels={"a": t("card.what"), "b": " "})
    _rows(page, indicator, with_menu)
    _sql(indicator)


def _facts(page: Page, indicator: Indicator) -> list[tuple[str, str]]:
    held = figures.window(page.viewer, page.snapshot, page.area, shift(page.month, 1 - MONTHS), page.month)
    now = held.get(indicator.id, {}).get(page.month)
    unit = counted_unit(indicator)
    told = [
        (t("card.value"), value_text(indicator, now, held, page.month)),
        (t("card.sentence"), plain_words(indicator.sentence)),
    ]
    if indicator.denominator:
        less = indicator.unit == "pp"
        told += [
            (t("card.formula"), t("card.formula_less" if less else "card.formula_rate")),
            (t("card.numerator"), _part(indicator.numerator, now.numerator if now else None, unit)),
            (t("card.denominator"), _part(indicator.denominator, now.denominator if now else None, unit)),
        ]
    else:
        told.append((t("card.formula"), t("card.formula_count", what=plain_words(indicator.numerator))))
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


def _part(text: str, amount: float | None, unit: str) -> str:
    words = plain_words(text)
    return words if amount is None else f"{words}: {formatting.value_with_unit(amount, unit)}"


def _rows(page: Page, indicator: Indicator, with_menu: bool) -> None:
    name = rows_query(indicator.id)
    if name is None or name not in queries.names():
        st.caption(t("card.rows_none"))
        return
    if page.area not in page.areas.open_codes:
        st.caption(t("card.rows_denied"))
        return
    wanted = {"area": page.area, "month": page.month, "indicator": indicator.id}
    takes = {param.name for param in queries.find(name).params}
    kept, out = split_rows(page.ask(name, **{key: value for key, value in wanted.items() if key in takes}))
    st.markdown(f"**{t('card.rows_kept', count=kept.height)}**")
    if not kept.is_empty():
        draw_rows(page, kept, "card.kept", with_menu)
    if out.is_empty():
        return
    st.markdown(f"**{t('card.rows_out', count=out.height)}**")
    counted = out.group_by(DROPPED_BY).len("count").sort("count", DROPPED_BY, descending=[True, False])
    formats = {DROPPED_BY: reasons(counted)}
    labels = {DROPPED_BY: t("card.dropped_by"), "count": t("card.row_count")}
    show_table(counted, key="card.reasons", labels=labels, formats=formats)
    if st.toggle(t("card.list_out"), key="card.list_out"):
        draw_rows(page, out, "card.out", with_menu)


def mart_files(indicator: Indicator) -> list[Path]:
    """Return the mart queries that compute an indicator: their columns are named after it (``id``, ``id__split``, …)."""
    named = re.compile(rf"\b{re.escape(indicator.base_id)}(__\w+)?\b")
    return [
        path for path in sorted((QUERIES / "marts").rglob("*.sql")) if named.search(path.read_text("utf-8"))
    ]


def _sql(indicator: Indicator) -> None:
    named = rows_query(indicator.id)
    with st.expander(t("card.sql"), on_change="rerun", key="card.sql") as shown:
        if not shown.open:
            return
        for path in mart_files(indicator):
            st.caption(f"{t('card.sql_mart')} {path.relative_to(QUERIES.parent).as_posix()}")
            st.code(path.read_text("utf-8"), language="sql")
        if named:
            st.caption(f"{t('card.sql_rows')} queries/{named}.sql")
            st.code(queries.find(named).text, language="sql")


def value_text(indicator: Indicator, now: Point | None, held: Window, month: date) -> str:
    """Return a value with its unit, households and persons as a pair; a rate that came without its base is 未经验证."""
    value = formatting.value_with_unit(now.value if now else None, indicator.unit)
    if indicator.is_ratio and now is not None and now.value is not None and now.denominator is None:
        return t("card.unproved", value=value)
    other = held.get(indicator.pair, {}).get(month) if indicator.pair else None
    if other is None or other.value is None or now is None or now.value is None:
        return value
    told = formatting.value_with_unit(other.value, other.unit)
    return told + value if indicator.unit == "人" else value + told


def counted_unit(indicator: Indicator) -> str:
    """Return the unit of numerator and denominator: for a rate what its words say is counted, else its own."""
    if indicator.unit not in {"%", "‰", "pp"}:
        return indicator.unit
    for signs, unit in COUNTED:
        if any(sign in indicator.numerator for sign in signs):
            return unit
    return ""
