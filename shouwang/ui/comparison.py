"""Indicators of different units side by side, in words: values, changes, the figures behind a rate, and how sure a rank is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from shouwang import formatting
from shouwang.i18n import t

RATES = ("%", "‰")


def in_words(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of ``townships/compare`` with columns as a person reads them.

    ``strip`` (name and unit), ``shown`` (the value), ``now`` (with numerator and denominator of a rate), ``before``, ``by``,
    ``year_before``, ``by_year``, ``county``, ``middle``, ``range``, ``better`` (which side), ``place`` (the rank and how sure it is).
    """
    told = [_told(row) for row in rows.iter_rows(named=True)]
    names = (
        "strip",
        "shown",
        "now",
        "before",
        "by",
        "year_before",
        "by_year",
        "county",
        "middle",
        "range",
        "better",
        "place",
    )
    words = pl.DataFrame(told, schema=dict.fromkeys(names, pl.String), orient="row")
    return rows.hstack(words)


def _told(row: Mapping[str, Any]) -> tuple[str, ...]:
    unit = row["unit"]

    def worded(name: str) -> str:
        return formatting.value_with_unit(row[name], unit)

    return (
        t("townships.strip", name=row["indicator_name"], unit=_shown_unit(unit)),
        _hidden(unit) if row["is_suppressed"] else worded("value"),
        _hidden(unit) if row["is_suppressed"] else worded("value") + base_words(row),
        worded("last_month"),
        change_words(row["change"], unit),
        worded("last_year"),
        change_words(row["change_year"], unit),
        worded("county_value"),
        t("townships.no_median") if row["median"] is None and row["hidden"] else worded("median"),
        t("townships.range_words", low=worded("lowest"), high=worded("highest")),
        t(f"card.direction_{row['direction']}"),
        rank_words(row),
    )


def _shown_unit(unit: str) -> str:
    return t("townships.unit_wan") if unit == "元" else unit


def _hidden(unit: str) -> str:
    return t("townships.hidden_rate" if unit in RATES else "townships.hidden")


def base_words(row: Mapping[str, Any]) -> str:
    """Return (45/60): a rate is not shown without the figures behind it."""
    if row["numerator"] is None or row["denominator"] is None:
        return t("townships.unproved") if row["unit"] in RATES and row["value"] is not None else ""
    if row["handful_unit"] == "百分点" and row["denominator"] >= 10000:
        return f"({formatting.wan(row['numerator'])}/{formatting.wan(row['denominator'])})"
    return f"({row['numerator']:,.0f}/{row['denominator']:,.0f})"


def change_words(by: float | None, unit: str) -> str:
    """Return 升1户, 降0.3个百分点, 持平."""
    if by is None:
        return t("townships.no_change")
    said = formatting.value_with_unit(abs(by), "pp" if unit in RATES else unit).lstrip("+")
    if abs(by) < 1e-9 or said.startswith("0.0"):
        return t("townships.same")
    return t("townships.up" if by > 0 else "townships.down", amount=said)


def rank_words(row: Mapping[str, Any]) -> str:
    """Return the rank with its interval, or why there is none. Source of the rule: ``queries/townships/compare.sql``."""
    state = row["rank_state"]
    if state == "missing":
        return _hidden(row["unit"]) if row["is_suppressed"] else formatting.MISSING
    if state == "never":
        return t("townships.rank_neutral" if row["direction"] == "neutral" else "townships.rank_never")
    best, worst, gap = row["rank_best"], row["rank_worst"], row["gap_above"]
    if state == "unstable":
        return t("townships.rank_unstable", best=best, worst=worst)
    apart = "" if gap is None else t("townships.gap", gap=f"{gap:,.0f}{row['handful_unit']}")
    if best == worst:
        return t("townships.rank", rank=row["rank"], towns=row["towns"]) + apart
    if gap is not None and gap > row["handful"]:
        apart = ""  # it is the next below that may pass
    return (
        t("townships.rank_between", best=best, worst=worst, towns=row["towns"]) + apart + t("townships.shaky")
    )
