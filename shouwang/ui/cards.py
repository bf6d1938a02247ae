"""KPI cards: value with its unit, 户 and 人 as a pair, the change in words, 13 months as a line, and the number's own card."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.i18n import catalogue as phrases
from shouwang.i18n import t
from shouwang.reference import Indicator, catalogue
from shouwang.ui import figures, state
from shouwang.ui.drawer import counted_unit, value_text
from shouwang.ui.figures import MONTHS, Point, Window
from shouwang.ui.rows import CARD
from shouwang.ui.view import Page, month_name, shift

COUNTY = 3
SAME = 1e-9  # smaller differences are rounding
TONES = {"good": "sw-good", "bad": "sw-bad", "flat": "sw-flat"}


class Towns(NamedTuple):
    """How many townships reported an indicator: this month, the month before, both; and how many there are."""

    now: int
    before: int
    both: int
    all: int


@dataclass(frozen=True)
class Card:
    """What one card says, worked out apart from how it is drawn."""

    indicator: Indicator
    value: str
    change: str
    tone: str  # good | bad | flat
    base: str
    points: tuple[float | None, ...]


def kpi_row(page: Page, ids: Sequence[str], *, notes: dict[str, str] | None = None) -> None:
    """Draw a row of cards; each opens the card of its number.

    Args:
        ids: indicator ids of the catalogue; an unknown one raises ConfigError.
        notes: id -> a line of the page's own under the figure (the base of a comparison, say).
    """
    since = shift(page.month, 1 - MONTHS)
    held = figures.window(page.viewer, page.snapshot, page.area, since, page.month)
    reporting = _reporting(page)
    with st.grid(max(2, min(len(ids), 5)), min_column_width=150, gap="small"):
        for one in ids:
            card = make_card(catalogue()[one], held, page.month, (notes or {}).get(one, ""))
            card = _honest(card, reporting.get(one))
            with st.container(border=True, key=f"kpi-{one.replace('.', '-')}", height="stretch", gap=None):
                st.html(card_html(card))
                name = card.indicator.name
                st.button(
                    t("card.open", name=name),
                    key=f"card.{one}",
                    type="tertiary",
                    on_click=state.setter(CARD, one),
                )


def definitions(page: Page, ids: Sequence[str], *, key: str) -> None:
    """Draw one button that opens the card of any of these numbers (for tables and charts)."""
    names = catalogue()
    chosen = st.menu_button(
        t("card.pick"),
        list(ids),
        format_func=lambda one: names[one].name,
        key=f"cards.{key}",
        type="tertiary",
    )
    if chosen is not None and state.get(CARD) is None:
        state.put(CARD, chosen)
        st.rerun()


def indicator_names(ids: Sequence[str]) -> dict[str, str]:
    """Return id -> name of the catalogue, for a choice of indicators."""
    return {one: catalogue()[one].name for one in ids}


def over_months(page: Page, ids: Sequence[str]) -> pl.DataFrame:
    """Return the last 13 months of indicators of the page's area, a column each: what its cards know already."""
    held = figures.window(page.viewer, page.snapshot, page.area, shift(page.month, 1 - MONTHS), page.month)
    return figures.by_month(held, [shift(page.month, back) for back in range(1 - MONTHS, 1)], ids)


def known_indicators() -> Collection[str]:
    """Return the ids of the catalogue (what a county's table names may be another)."""
    return catalogue().indicators.keys()


def make_card(indicator: Indicator, held: Window, month: date, note: str = "") -> Card:
    """Return what a card says of an indicator at a month."""
    series = held.get(indicator.id, {})
    now = series.get(month)
    months = [shift(month, i) for i in range(1 - MONTHS, 1)]
    points = tuple(series[m].value if m in series else None for m in months)
    change, tone = _change(indicator, now, series.get(shift(month, -1)), month)
    return Card(
        indicator,
        value_text(indicator, now, held, month),
        change,
        tone,
        note or _base(indicator, now),
        points,
    )


def _reporting(page: Page) -> dict[str, Towns]:
    """Return, for the county's figures, how many townships stand behind each this month and the month before."""
    if page.level != COUNTY:
        return {}
    rows = page.ask("overview/reporting_towns", month=page.month)
    return {one: Towns(*counts) for one, *counts in rows.iter_rows()}


def _honest(card: Card, towns: Towns | None) -> Card:
    """Say how many townships a county's figure holds, and compare no months that hold different ones."""
    if towns is None or towns.now == 0:
        return card
    if card.change and towns.before and not towns.now == towns.before == towns.both:
        card = replace(card, change=t("card.not_comparable"), tone="flat")
    if towns.now < towns.all:
        card = replace(card, base=t("card.partial", count=towns.now, base=card.base).strip())
    return card


def _change(indicator: Indicator, now: Point | None, before: Point | None, month: date) -> tuple[str, str]:
    """Return the change since last month in words, and whether it is good, bad or neither."""
    if now is None or now.value is None:
        return "", "flat"
    earlier = shift(month, -1)
    told = t("card.month", month=earlier.month) if earlier.year == month.year else month_name(earlier)
    if before is None or before.value is None:
        return t("card.no_before", month=told), "flat"
    by = now.value - before.value
    unit = "pp" if indicator.unit in {"%", "‰", "pp"} else indicator.unit
    amount = formatting.value_with_unit(abs(by), unit).lstrip("+")
    if abs(by) < SAME or (unit == "pp" and abs(by) < 0.0005):
        return t("card.same", month=told), "flat"
    words = t("card.up" if by > 0 else "card.down", month=told, amount=amount)
    better = {"up": by > 0, "down": by < 0}.get(indicator.direction)
    return f"{'▲' if by > 0 else '▼'} {words}", "flat" if better is None else "good" if better else "bad"


def _base(indicator: Indicator, now: Point | None) -> str:
    """Return the figures behind a rate: a percentage without its denominator is not shown."""
    if now is not None and f"{indicator.id}.month" in catalogue().indicators:
        return t("card.base_year")  # else a reader takes the year's figure for the month's
    if now is None or now.denominator is None or now.numerator is None:
        return ""
    unit = counted_unit(indicator)
    own = f"card.base_{indicator.id}"
    return t(
        own if own in phrases() else "card.base",
        numerator=formatting.value_with_unit(now.numerator, unit),
        denominator=formatting.value_with_unit(now.denominator, unit),
    )


def card_html(card: Card) -> str:
    lines = [
        f'<div class="sw-name">{html.escape(card.indicator.name)}</div>',
        f'<div class="sw-value">{_breakable(card.value)}</div>',
    ]
    if card.change:
        lines.append(f'<div class="sw-change {TONES[card.tone]}">{html.escape(card.change)}</div>')
    if card.base:
        lines.append(f'<div class="sw-base">{html.escape(card.base)}</div>')
    lines.append(spark(card))
    return f'<div class="sw-card">{"".join(lines)}</div>'


def _breakable(value: str) -> str:
    """Let a pair break between 户 and 人, nowhere else."""
    return html.escape(value).replace("户", "户<wbr>")


def spark(card: Card) -> str:
    """Return the last months as a small line (an image in the text, so nothing is fetched); gaps stay gaps."""
    known = [v for v in card.points if v is not None]
    if len(known) < 2:
        return '<div class="sw-spark"></div>'
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    wide, tall = 160.0, 30.0
    step = wide / (len(card.points) - 1)
    paths: list[str] = []
    pen_down = False
    for i, value in enumerate(card.points):
        if value is None:
            pen_down = False
            continue
        y = tall / 2 if high == low else tall - (value - low) / span * tall
        paths.append(f"{'L' if pen_down else 'M'}{i * step + 3:.1f} {y + 4:.1f}")
        pen_down = True
    last = next(i for i in range(len(card.points) - 1, -1, -1) if card.points[i] is not None)
    y = tall / 2 if high == low else tall - ((card.points[last] or 0) - low) / span * tall
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide + 6:.0f} {tall + 8:.0f}">'
        f'<path d="{" ".join(paths)}" fill="none" stroke="#5B8DB8" stroke-width="2" stroke-linejoin="round"/>'
        f'<circle cx="{last * step + 3:.1f}" cy="{y + 4:.1f}" r="3" fill="#2F7BC8"/></svg>'
    )
    unit = card.indicator.unit
    told = t(
        "card.spark",
        name=card.indicator.name,
        count=len(card.points),
        first=formatting.value_with_unit(known[0], unit),
        last=formatting.value_with_unit(known[-1], unit),
    )
    return (
        f'<div class="sw-spark"><img alt="{html.escape(told)}" src="data:image/svg+xml,{quote(svg)}"></div>'
    )
