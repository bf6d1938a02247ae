"""The page of one rule: what must hold, who mends it, what it found and where, examples, its text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import polars as pl
import streamlit as st

from shouwang import charts, desk, formatting, rules
from shouwang.i18n import t
from shouwang.rules import Example, Rule, examples
from shouwang.schema import TABLES, Column
from shouwang.store import Store
from shouwang.ui import quality, quality_tables, state
from shouwang.ui.desk import book_of
from shouwang.ui.download import download
from shouwang.ui.page import Page, month_name
from shouwang.ui.pager import pager
from shouwang.ui.quality_tables import Cell
from shouwang.ui.show import chart, show_table
from shouwang.ui.words import headings

ROWS = 50
IN_FILE = 5000  # rows in a workbook
Fault = tuple[int | None, str | None, str]  # row (from 1), column, message


def draw(page: Page, rule: Rule) -> None:
    """Draw the page of a rule, at the page's area and month."""
    st.button(
        t("quality.back"),
        key="quality.back",
        icon=":material/arrow_back:",
        on_click=state.setter("rule", None),
    )
    st.subheader(t("quality.rule_title", id=rule.id, sentence=rule.sentence), anchor=False)
    lacking = quality.missing_tables(rule, page.snapshot.manifest.tables)
    if rule.is_of_reading:
        st.info(t("quality.reading_rule"))
    elif page.month not in quality.judged_months(page.snapshot):
        st.warning(t("quality.not_judged_yet", month=page.month_name))
    elif lacking:
        st.warning(t("quality.rule_unknown_table", tables="、".join(lacking)))
    if rule.is_of_reading or lacking or page.month not in quality.judged_months(page.snapshot):
        _facts(page, rule, None)
    else:
        _found(page, rule)
    _exemptions(page, rule)
    _examples(rule)
    _text(rule)


def _found(page: Page, rule: Rule) -> None:
    found = quality.found_on(page, rule.id)
    lines = quality.by_rule(found, page.ask("quality/standing_by_rule", area=page.area, month=page.month))
    line = next((one for one in lines if one.rule_id == rule.id), None)
    _facts(page, rule, line or quality.no_faults(rule, found))
    history = quality.history(found, rule.id)
    _history(page, history)
    if page.level < 5:
        _places(page, rule, found)
    here = {"area": page.area, "month": page.month, "rules": rule.id}
    st.subheader(t("quality.list_title"), anchor=False)
    listed = rows_table(page, here, key="quality.rule_rows", total=line.faults if line else 0)
    if line and line.exempt:
        st.markdown(f"**{t('quality.rows_exempt_title')}**")
        exempt = page.ask("quality/fault_rows", **here, exempt=True, limit=ROWS, offset=0)
        _table(page, quality.in_words(exempt), "quality.rule_exempt")
    sheets = [(t("quality.sheet_history"), history, headings("quality", "stat_month faults exempt"))]
    if listed is not None:
        sheets.insert(0, listed)
    download(page, f"quality.{rule.id}", sheets)


def rows_table(
    page: Page, here: Mapping[str, Any], *, key: str, total: int
) -> tuple[str, pl.DataFrame, dict[str, str]] | None:
    """Draw a page of faults as rows and return the sheet of a workbook of all of them (the first 5,000)."""
    if not total:
        st.info(t("quality.rows_none", month=page.month_name, area=page.area_name))
        return None
    st.markdown(t("quality.rows_said", month=page.month_name, area=page.area_name, total=f"{total:,}"))
    offset = pager(total, size=ROWS)
    listed = page.ask("quality/fault_rows", **here, exempt=False, limit=ROWS, offset=offset)
    _table(page, quality.in_words(listed), key)
    if total > IN_FILE:
        st.caption(t("quality.rows_first", count=f"{IN_FILE:,}"))
    whole = page.ask("quality/fault_rows", **here, exempt=False, limit=IN_FILE, offset=0)
    names = "hh_key town_name village_name rule_id sentence level_name column_label message since_text other_key source_id source_row"
    return t("quality.sheet_rows"), quality.in_words(whole), headings("quality", names)


def _table(page: Page, rows: pl.DataFrame, key: str) -> None:
    """Draw faults; a household's first column opens it, other objects show their own number."""
    of_households = rows["hh_key"].null_count() < rows.height
    names = ["hh_key"] if of_households else ["object_key"]
    if page.level == 3:
        names.append("town_name")
    names.append("village_name")
    if rows["rule_id"].n_unique() > 1:
        names += ["rule_id", "level_name"]
    names += ["column_label", "message", "since_text"]
    if of_households and rows["hh_key"].null_count():
        names.append("other_key")
    if rows["village_name"].null_count() == rows.height:
        names.remove("village_name")
    heads = headings("quality", " ".join(names))
    shown = rows.with_columns(
        pl.col("hh_key", "other_key", "village_name", "town_name", "column_label").fill_null("")
    )
    show_table(shown, key=key, labels=heads, page=page, household="hh_key" if of_households else None)


def _facts(page: Page, rule: Rule, line: quality.RuleLine | None) -> None:
    told = [
        (t("quality.fact_level"), t(f"quality.level_{rule.level}")),
        (t("quality.fact_group"), rules.GROUPS[rule.group]),
        (t("quality.fact_owner"), rule.owner),
        (t("quality.fact_policy"), rule.policy),
        (t("quality.fact_table"), quality.table_label(rule.table)),
    ]
    if rule.column:
        told.append((t("quality.fact_column"), quality.column_label(rule.table, rule.column)))
    others = [TABLES[name].label for name in rule.reads if name != rule.table]
    if others:
        told.append((t("quality.fact_reads"), "、".join(others)))
    if line is not None:
        where = {"month": page.month_name, "area": page.area_name}
        reported = line.points[-1] is not None
        told.insert(0, (
            t("quality.fact_now"),
            t("quality.fact_now_said", **where, faults=f"{line.faults:,}", objects=f"{line.objects:,}")
            + (t("quality.rules_exempt", exempt=f"{line.exempt:,}") if line.exempt else "")
            if reported or line.faults else t("quality.fact_now_unreported", **where),
        ))  # fmt: skip
        if line.faults:
            told.insert(1, (t("quality.fact_standing"), quality.standing_words(line)))
    facts = pl.DataFrame(told, schema=["a", "b"], orient="row")
    show_table(facts, key="quality.facts", labels={"a": t("quality.fact"), "b": " "})


def _history(page: Page, history: pl.DataFrame) -> None:
    known = history.drop_nulls("faults")
    count = history.height
    if known.is_empty() or not known["faults"].sum():
        st.caption(t("quality.history_alt_none", area=page.area_name, count=count))
        return
    chart(
        charts.bars(history, "stat_month", "faults", unit=t("quality.unit"), height=220),
        key="quality.history",
        title=t("quality.history_title"),
        alt=t("quality.history_alt", area=page.area_name, count=count, first=known["faults"][0], last=known["faults"][-1]),
        note=t("quality.scores_gap"),
        table=history,
        labels=headings("quality", "stat_month faults exempt"),
        formats={"stat_month": "month"},
    )  # fmt: skip


def _places(page: Page, rule: Rule, found: quality.Found) -> None:
    rows = quality.places(found, rule.id)
    if rows.is_empty():
        return
    st.subheader(t("quality.places_title"), anchor=False)
    shades = quality_tables.depths(rows["faults"].to_list())
    cells = [
        [
            Cell(quality.area_label(page, code), quality_tables.address(page, area=code) if code in page.areas.open_codes else ""),
            Cell(f"{now:,}", depth=depth, is_number=True),
            Cell(formatting.MISSING if before is None else f"{before:,}", is_number=True),
            Cell(f"{exempt:,}", is_number=True),
        ]
        for (code, now, before, exempt), depth in zip(rows.iter_rows(), shades, strict=True)
    ]  # fmt: skip
    heads = [t(f"quality.head_{name}") for name in ("area", "now", "before", "exempt")]
    quality_tables.table(heads, cells, alt=t("quality.places_alt", id=rule.id, month=page.month_name))


def _exemptions(page: Page, rule: Rule) -> None:
    book = book_of(Store.open(page.snapshot.root))
    asked = [one for one in desk.exemptions(book, page.viewer) if one.rule_id == rule.id]
    st.subheader(t("quality.exemptions_title"), anchor=False)
    if not asked:
        st.caption(t("quality.exemptions_none"))
        return
    rows = pl.DataFrame(
        [
            (one.object_key, desk.EXEMPTION_LABELS[one.state()], one.reason, one.asked_by, one.asked_at[:10], one.approver, one.expires_on)
            for one in asked
        ],
        schema=dict.fromkeys(
            ("object_key", "state", "reason", "asked_by", "asked_at", "approver", "expires_on"), pl.String
        ),
        orient="row",
    )  # fmt: skip
    heads = headings("quality", "object_key state reason asked_by asked_at approver expires_on")
    show_table(rows, key="quality.exemptions", labels=heads)


# -- examples ------------------------------------------------------------------------------------------------------------


def _examples(rule: Rule) -> None:
    if not rule.passing and not rule.failing:
        return
    st.subheader(t("quality.examples_title"), anchor=False)
    st.caption(t("quality.examples_note"))
    for title, drawn, fails in (
        (t("quality.passing"), rule.passing, False),
        (t("quality.failing"), rule.failing, True),
    ):
        for number, example in enumerate(drawn):
            st.markdown(f"**{title}**")
            faulty = _faults_of(rule.id, number) if fails else ()
            for name, rows in example.tables.items():
                _example_table(rule, example, name, rows, faulty)
            for message in dict.fromkeys(message for _, _, message in faulty):
                st.caption(f"✗ {message}")


@lru_cache(maxsize=256)
def _faults_of(rule_id: str, number: int) -> tuple[Fault, ...]:
    """Return (row, column, message) of what the rule finds in its failing example, by running it."""
    rule = rules.rule(rule_id)
    if rule.is_of_reading:
        return ()
    found = examples.faults(rule, rule.failing[number])
    return tuple(found.select("source_row", "column_name", "message").iter_rows())


def _example_table(
    rule: Rule,
    example: Example,
    name: str,
    rows: tuple[Mapping[str, Any], ...],
    faulty: tuple[Fault, ...],
) -> None:
    spec = TABLES[name]
    columns = dict.fromkeys(column for row in rows for column in row)
    marks: set[tuple[int, str]] = set()
    if name == rule.table and (example in rule.failing):
        usual = str(example.column or rule.column)
        marks = {(row, column or usual) for row, column, _ in faulty if row is not None} or {(1, usual)}
        columns |= dict.fromkeys(column for _, column in marks if column in spec.names)
    heads = [spec.column(column).label for column in columns]
    cells = [
        [
            Cell(
                _value(spec.column(column), row.get(column), (number, column) in marks),
                is_faulty=(number, column) in marks,
            )
            for column in columns
        ]
        for number, row in enumerate(rows, 1)
    ]
    st.caption(spec.label)
    quality_tables.table(heads, cells, alt=f"{t('quality.examples_title')}:{spec.label}")


def _value(column: Column, value: Any, is_faulty: bool) -> str:
    """Return a cell of an example; what the example does not say is ordinary, and is left blank."""
    if value is None or value == "":
        return t("quality.empty_cell") if is_faulty or value == "" else ""
    if isinstance(value, bool):
        return t("chart.yes" if value else "chart.no")
    if column.codes:
        return "、".join(column.codes.get(code, code) for code in str(value).split(","))
    if isinstance(value, (date, datetime)):
        return month_name(value) if column.kind == "month" else f"{value:%Y-%m-%d}"
    return (
        f"{value:,}"
        if isinstance(value, (int, float)) and column.kind in {"money", "decimal"}
        else str(value)
    )


def _text(rule: Rule) -> None:
    st.subheader(t("quality.sql_title"), anchor=False)
    if rule.query is None:
        st.caption(t("quality.sql_code") if rule.code else t("quality.reading_rule"))
        return
    with st.expander(rule.query.title):
        st.code(rule.query.text, language="sql")
