"""The faults of a submission as a list to work through: by rule, column, level or row, in pages, and to take along."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from shouwang import desk, exports, formatting, rules
from shouwang.desk import Detail
from shouwang.formatting import MISSING
from shouwang.i18n import t
from shouwang.ui import state
from shouwang.ui.desk import Desk
from shouwang.ui.download import MIME
from shouwang.ui.pager import pager
from shouwang.ui.reporting_words import kind_name, month_of, place_name
from shouwang.ui.show import show_table
from shouwang.ui.words import headings

SIZE = 50
LEVELS = ("reject_file", "reject_row", "warning")
_SIGNS = {"reject_file": ("✕", "late"), "reject_row": ("!", "mend"), "warning": ("·", "open")}
ANY = ""


def draw_faults(here: Desk, found: Detail) -> pl.DataFrame:
    """Draw the faults and return those of the page that is shown (for what can be asked about them)."""
    faults = found.faults
    kind = "mild" if faults.filter(pl.col("level") != "warning").is_empty() else "title"
    title = t(f"reporting.faults_{kind}", count=formatting.number(faults.height))
    st.subheader(title, anchor=False)
    if faults.is_empty():
        st.markdown(t("reporting.no_faults"))
        return faults
    _takeaway(here, found)
    st.caption(t("reporting.row_note"))
    _by_rule(faults)
    chosen = _filtered(faults, found.submission.receipt)
    offset = pager(chosen.height, size=SIZE)
    shown = chosen.slice(offset, SIZE)
    if shown.is_empty():
        st.info(t("reporting.no_such_fault"))
    else:
        st.html(_table(shown))
    return shown


def _by_rule(faults: pl.DataFrame) -> None:
    """Say first which mistakes were made and how often: three causes are mended faster than three hundred cells."""
    counted = (
        faults.group_by("rule", "level")
        .agg(pl.len().alias("times"), pl.col("column").drop_nulls().unique().sort().alias("columns"))
        .sort(pl.col("level").replace_strict({one: i for i, one in enumerate(LEVELS)}), "times", "rule",
              descending=[False, True, False])
        .head(30)
    )  # fmt: skip
    told = pl.DataFrame(
        [
            (t(f"reporting.level_{level}"), rule_sentence(rule), times, "、".join(columns[:4]))
            for rule, level, times, columns in counted.iter_rows()
        ],
        schema={"level": pl.String, "rule": pl.String, "times": pl.Int64, "columns": pl.String},
        orient="row",
    )
    show_table(
        told, key="reporting.by_rule", labels=headings("reporting", "rule times level columns"),
        formats={"columns": {}},
    )  # fmt: skip


def rule_sentence(rule: str) -> str:
    """Return what a rule wants, with its number; the number alone where the catalogue has no such rule any more."""
    known = rules.catalogue().get(rule)
    return f"{rule} {known.sentence}" if known is not None else rule


def _filtered(faults: pl.DataFrame, receipt: str) -> pl.DataFrame:
    """Draw the filters and return the faults that pass; the lists offer what there is."""

    def offered(column: str) -> list[str]:
        return [ANY, *faults[column].drop_nulls().unique().sort().to_list()]

    turn = partial(state.put, "p", None)
    with st.container(horizontal=True, vertical_alignment="bottom", key="frame-faults"):
        level = st.selectbox(
            t("reporting.col_level"), [ANY, *(one for one in LEVELS if one in offered("level"))],
            format_func=lambda one: t(f"reporting.level_{one}") if one else t("bar.all"),
            key=f"faults.level.{receipt}", on_change=turn, width=150,
        )  # fmt: skip
        rule = st.selectbox(
            t("reporting.col_rule"), offered("rule"),
            format_func=lambda one: rule_sentence(one) if one else t("bar.all"),
            key=f"faults.rule.{receipt}", on_change=turn, width=320,
        )  # fmt: skip
        column = st.selectbox(
            t("reporting.col_column"), offered("column"), format_func=lambda one: one or t("bar.all"),
            key=f"faults.column.{receipt}", on_change=turn, width=190,
        )  # fmt: skip
        row = st.number_input(
            t("reporting.col_row"), min_value=1, value=None, step=1, key=f"faults.row.{receipt}", on_change=turn,
            width=130, placeholder=t("reporting.row_any"),
        )  # fmt: skip
    wanted = [
        pl.col(name) == value
        for name, value in (("level", level), ("rule", rule), ("column", column))
        if value
    ]
    if row is not None:
        wanted.append(pl.col("row") == row)
    return faults.filter(wanted) if wanted else faults


def _table(rows: pl.DataFrame) -> str:
    heads = "".join(
        f'<th scope="col">{html.escape(t(f"reporting.col_{name}"))}</th>'
        for name in ("row", "column", "message", "level", "rule")
    )
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows.iter_rows(named=True))
    return (
        f'<div class="sw-table sw-cards sw-faults" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(row: Mapping[str, object]) -> str:
    level = str(row["level"])
    sign, tone = _SIGNS[level]
    place = t("reporting.row_number", row=row["row"]) if row["row"] is not None else t("reporting.whole_file")
    words = t("reporting.level_exempt") if row["is_exempt"] else t(f"reporting.level_{level}")
    told = {
        "row": html.escape(place),
        "column": html.escape(str(row["column"] or "")),
        "message": html.escape(str(row["message"])),
        "level": f'<span class="sw-st sw-st-{tone}"><b aria-hidden="true">{sign}</b>{html.escape(words)}</span>',
        "rule": f'<a href="{html.escape(_rule_address(str(row["rule"])))}">{html.escape(str(row["rule"]))}</a>',
    }
    return "".join(
        f'<td data-label="{html.escape(t(f"reporting.col_{name}"))}">{text}</td>'
        for name, text in told.items()
    )


def _rule_address(rule: str) -> str:
    who = state.get(state.WHO)
    return "quality?" + urlencode({"rule": rule, **({state.WHO: who} if who else {})})


def _takeaway(here: Desk, found: Detail) -> None:
    """Draw the downloads: the same workbook with its cells marked, and the list as a workbook and as JSON."""
    receipt = found.submission.receipt
    with st.container(horizontal=True, gap="small", key="takeaway"):
        st.download_button(
            t("reporting.get_returned"), partial(_returned, here, found),
            file_name=f"{receipt}-{t('reporting.returned_name')}.xlsx", mime=MIME, key="get.returned", on_click="ignore",
            type="primary",
        )  # fmt: skip
        st.download_button(
            t("reporting.get_list"), partial(_workbook, here, found), file_name=f"{receipt}-{t('reporting.list_name')}.xlsx",
            mime=MIME, key="get.list", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            t("reporting.get_json"), partial(_json, found), file_name=f"{receipt}.json", mime="application/json",
            key="get.json", on_click="ignore",
        )  # fmt: skip


def _returned(here: Desk, found: Detail) -> bytes:
    receipt = found.submission.receipt
    original = desk.original(here.store, here.book, here.viewer, receipt)
    return exports.returned_workbook(
        original, found.faults, name=found.submission.stored_name, sheet=found.sheet
    )


def _workbook(here: Desk, found: Detail) -> bytes:
    one = found.submission
    cover = [
        (t("reporting.col_receipt"), one.receipt),
        (t("reporting.col_kind_name"), kind_name(one.table)),
        (t("bar.month"), month_of(one.month)),
        (t("bar.area_town"), place_name(here.store.county, one.area)),
        (t("reporting.col_rows_in"), formatting.number(one.rows_in)),
        (t("reporting.col_rows_taken"), formatting.number(one.rows_taken)),
        (t("reporting.col_rows_refused"), formatting.number(one.rows_refused)),
    ]
    levels = {level: t(f"reporting.level_{level}") for level in LEVELS}
    rows = found.faults.with_columns(pl.col("level").replace(levels))
    sheet = exports.Sheet(
        t("reporting.list_name"), rows, headings("reporting", "row column message level rule")
    )
    return exports.workbook(
        cover, [sheet], cover_name=t("chart.cover"), rows_label=t("chart.row_count"), missing=MISSING,
        made_at=datetime.fromisoformat(one.submitted_at),
    )  # fmt: skip


def _json(found: Detail) -> bytes:
    one = found.submission
    said = {
        "receipt": one.receipt, "table": one.table, "month": one.month, "area": one.area, "state": one.state.value,
        "rows_in": one.rows_in, "rows_taken": one.rows_taken, "rows_refused": one.rows_refused,
        "sheet": found.sheet, "unknown_columns": list(found.unknown_columns),
        "problems": found.faults.drop("object_key", strict=False).to_dicts(),
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()
