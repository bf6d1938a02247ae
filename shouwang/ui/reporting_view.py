"""One submission on a page: the verdict in a sentence, the rows, the way it has gone, and what it would change."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.desk import Detail, Submission
from shouwang.i18n import t
from shouwang.ui.pager import pager
from shouwang.ui.reporting_words import kind_name, moment, month_of, person, place_name, verdict, way_html
from shouwang.ui.show import show_table
from shouwang.ui.words import headings

KINDS = ("entered", "left", "changed")
PAGE = 25  # households on one page of the list
COUNTY = 3
SAME = 1e-9  # smaller differences are rounding
RATES = {"%", "‰", "pp"}
_BOXES = {"good": st.success, "mend": st.warning, "bad": st.error, "calm": st.info}


def draw_head(county: str, found: Detail) -> None:
    """Draw receipt, verdict and rows: the one look."""
    one = found.submission
    st.markdown(
        t(
            "reporting.head",
            receipt=one.receipt,
            kind=kind_name(one.table),
            month=month_of(one.month),
            area=place_name(county, one.area),
        )
    )
    said = verdict(one)
    _BOXES[said.kind](said.text, title=said.title)
    if one.rows_in:
        st.markdown(
            t(
                "reporting.rows",
                rows=formatting.number(one.rows_in),
                taken=formatting.number(one.rows_taken),
                refused=formatting.number(one.rows_refused),
            )
        )
    notes = _notes(one, found, county)
    if notes:
        st.markdown("\n".join(f"- {note}" for note in notes))


def _notes(one: Submission, found: Detail, county: str) -> list[str]:
    told = [t("reporting.sent_by", who=person(county, one.submitted_by), at=moment(one.submitted_at))]
    told += [_shown(note, 200) for note in found.notes]
    if one.warnings:
        told.append(t("reporting.warnings", count=formatting.number(one.warnings)))
    if one.exempted:
        told.append(t("reporting.exempted", count=formatting.number(one.exempted)))
    if one.left_out_by:
        told.append(
            t("reporting.left_out", who=person(county, one.left_out_by), reason=one.left_out_reason or "")
        )
    if found.unknown_columns:
        names = "、".join(_shown(name) for name in found.unknown_columns)
        told.append(t("reporting.unknown_columns", count=len(found.unknown_columns), names=names))
    return told


def _shown(text: str, most: int = 20) -> str:
    """Return somebody else's words without what Markdown would make of them."""
    return "".join("\\" + sign if sign in "\\`*_{}[]()#+-.!|<>~:$" else sign for sign in text[:most])


def draw_way(county: str, found: Detail) -> None:
    st.subheader(t("reporting.way_title"), anchor=False)
    st.html(way_html(county, found.submission, found.events))


def draw_effect(found: Detail) -> None:
    """Draw what would change if this file were sealed: figures, then households, then rows."""
    effect = found.effect
    if effect is None:
        return
    st.subheader(t("reporting.effect_title"), anchor=False)
    base = (
        t("reporting.effect_base", version=effect.base_version)
        if effect.base_version is not None
        else t("reporting.effect_first")
    )
    when = "、".join(formatting.month(month) for month in effect.months)
    st.caption(t("reporting.effect_when", when=when, base=base) if when else base)
    for ask in effect.asks:
        st.warning(ask, title=t("reporting.asks"))
    figures = _figures(effect.figures)
    moved = figures.filter("is_move")
    months = effect.figures["stat_month"].n_unique()
    heads = headings(
        "reporting",
        "area_name stat_month name before after by" if months > 1 else "area_name name before after by",
    )
    if moved.is_empty():
        st.markdown(t("reporting.no_figure"))
    else:
        show_table(moved, key="reporting.figures", labels=heads)
    if moved.height < figures.height:
        with st.expander(t("reporting.figures_all", count=figures.height), key="effect-all"):
            show_table(figures, key="reporting.figures_all", labels=heads)
    _households(effect.towns, effect.households)
    with st.expander(t("reporting.rows_title"), key="effect-rows"):
        rows_heads = headings("reporting", "label part town_name rows_before rows_after entered left changed")
        rows = effect.rows.rename({"before": "rows_before", "after": "rows_after"})
        show_table(rows, key="reporting.rows", labels=rows_heads)


def _figures(figures: pl.DataFrame) -> pl.DataFrame:
    """Return the figures that would be others, in words; where one has none yet, its month before stands in brackets.

    ``is_move``: it differs from what it is compared with. A county of which townships are still missing is compared with
    nothing: its figure would grow with every file.
    """
    told = []
    for row in figures.sort("stat_month", "level", "area_code", "indicator_id").iter_rows(named=True):
        if row["before"] == row["after"]:
            continue
        old = row["before"] if row["before"] is not None else row["last_month"]
        is_part = row["before"] is None and row["level"] == COUNTY
        told.append(
            {
                "area_name": row["area_name"],
                "stat_month": formatting.month(row["stat_month"]),
                "name": row["name"],
                "before": _before(row),
                "after": formatting.value_with_unit(row["after"], row["unit"]),
                "by": t("reporting.partial") if is_part else _by(old, row["after"], row["unit"]),
                "is_move": not is_part
                and (old is None or row["after"] is None or abs(row["after"] - old) > SAME),
            }
        )
    names = dict.fromkeys(("area_name", "stat_month", "name", "before", "after", "by"), pl.String)
    return pl.DataFrame(told, schema={**names, "is_move": pl.Boolean})


def _before(row: Mapping[str, Any]) -> str:
    if row["before"] is not None or row["last_month"] is None:
        return formatting.value_with_unit(row["before"], row["unit"])
    return t("reporting.last_month", value=formatting.value_with_unit(row["last_month"], row["unit"]))


def _by(old: float | None, new: float | None, unit: str) -> str:
    if old is None or new is None:
        return ""
    if abs(new - old) <= SAME:
        return t("reporting.same")
    amount = formatting.value_with_unit(abs(new - old), "pp" if unit in RATES else unit).lstrip("+")
    return t("reporting.up" if new > old else "reporting.down", amount=amount)


def _households(towns: pl.DataFrame, households: pl.DataFrame) -> None:
    st.markdown(f"**{t('reporting.households_title')}**")
    if towns.is_empty():
        st.markdown(t("reporting.no_household"))
        return
    compared = towns.rename({"before": "hh_before", "after": "hh_after"}).with_columns(
        pl.col("compared_with")
        .map_elements(formatting.month, return_dtype=pl.String, skip_nulls=False)
        .replace({formatting.MISSING: t("reporting.same_month")})
    )
    heads = headings("reporting", "town_name compared_with hh_before hh_after entered left changed")
    show_table(compared, key="reporting.towns", labels=heads)
    if households.is_empty():
        return
    with st.expander(
        t("reporting.households_open", count=formatting.number(households.height)), key="effect-hh"
    ):
        kind = st.segmented_control(
            t("reporting.col_kind"),
            ["", *KINDS],
            default="",
            format_func=lambda one: t(f"reporting.kind_{one}") if one else t("bar.all"),
            key="reporting.kind",
            required=True,
        )
        listed = households.filter(pl.col("kind") == kind) if kind else households
        offset = pager(listed.height, size=PAGE, name="hp")
        st.html(_household_table(listed.slice(offset, PAGE)))


def _household_table(rows: pl.DataFrame) -> str:
    heads = "".join(
        f'<th scope="col">{html.escape(t(f"reporting.col_{name}"))}</th>'
        for name in ("hh_key", "place", "kind", "fields")
    )
    body = []
    for row in rows.iter_rows(named=True):
        fields = "; ".join(_field(one) for one in row["fields"] or [])
        place = f"{row['town_name'] or ''}{row['division_name'] or ''}"
        cells = (row["hh_key"], place, t(f"reporting.kind_{row['kind']}"), fields)
        body.append("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells) + "</tr>")
    return (
        f'<div class="sw-table" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _field(one: Mapping[str, Any]) -> str:
    before, after = (
        one[name] if one[name] is not None else t("reporting.empty") for name in ("before", "after")
    )
    return t("reporting.changed_field", label=one["label"], before=before, after=after)
