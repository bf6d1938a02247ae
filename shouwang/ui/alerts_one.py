"""One alert: where it stands, why it was raised, by which line, the rows behind it, what was done, and the next step."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime

import polars as pl
import streamlit as st

from shouwang import alerts as rules
from shouwang import desk, formatting, queries
from shouwang.access import Role
from shouwang.alerts import Alert
from shouwang.clock import COUNTY_TIME
from shouwang.desk import AlertFound, AlertLife, AlertResult, AlertState, AlertStep
from shouwang.errors import ShouwangError, UsageError
from shouwang.i18n import catalogue as phrases
from shouwang.i18n import t
from shouwang.records import Records
from shouwang.schema import TABLES, Kind
from shouwang.schema.codes import CONFIDENCE, DEPT
from shouwang.ui import alerts, faults, state
from shouwang.ui.alerts_draw import result_words, severity_html, state_words
from shouwang.ui.listing import draw_rows, is_counts_only
from shouwang.ui.page import Page
from shouwang.ui.reporting_actions import act
from shouwang.ui.show import Format, show_table, written
from shouwang.ui.view import month_name
from shouwang.ui.ways import link
from shouwang.ui.words import column_codes, column_label, headings

# Where, when and of what a row of evidence is, whatever the rule reads of it.
ALWAYS = frozenset(
    ["hh_key", "town_name", "village_name", "stat_month", "year", "income_year", "name", "title", "content", "item", "source", "state", "status", "kind", "paid", "allocated", "progress", "gap"]
)  # fmt: skip
FEW = 3  # rows of evidence that are read column by column
MONTHS = frozenset({"settle_month"})
RATIOS = frozenset({"progress", "gap"})
_KEY = re.compile(r"[0-9a-f]{16}")
STEPS = tuple(AlertState)


def draw(page: Page, book: Records, key: str) -> None:
    """Draw one alert of the viewer's scope; what is none is said in words."""
    st.button(
        t("alerts.back"), key="alerts.back", icon=":material/arrow_back:", on_click=state.setter("alert", None)
    )  # fmt: skip
    try:
        if not _KEY.fullmatch(key):
            st.info(t("alerts.unknown", asked=key[:20]))
            return
        try:
            found = desk.find_alert(page.snapshot, page.viewer, key)
        except UsageError:
            if (gone := desk.gone_alert(book, key, page.viewer)) is None:
                raise
            _gone(key, *gone)
            return
        life, steps = desk.alert_history(page.snapshot, book, key, page.viewer)
    except ShouwangError as fault:
        faults.show(fault)
        return
    row = found.row
    rule = rules.catalogue().get(str(row["rule_id"]))
    name = f"{row['rule_id']} {rule.name}" if rule else str(row["rule_id"])
    st.html(f'<div class="sw-al-head">{severity_html(str(row["severity"]))} <b>{html.escape(name)}</b></div>')
    st.subheader(str(row["message"]), anchor=False)
    st.caption(f"{_place(page, row)} · {t('alerts.number', number=key)}")
    ends = _ended(page, found)
    if ends is not None:
        st.info(t("alerts.ended", month=month_name(found.last_month)), title=t("alerts.ended_title"))
    st.html(_bar(page, found, life, steps))
    if rule is not None:
        _facts(page, rule, found)
        _thresholds(page, rule, row)
    _evidence(page, found)
    _history(str(row["rule_id"]), steps)
    _forms(page, book, found, life)


def _place(page: Page, row: dict[str, object]) -> str:
    codes = [str(row[name]) for name in ("town_code", "division_code") if row[name]]
    names = [page.areas.name(code) for code in codes if code in page.areas.by_code]
    return "".join(names) or t("alerts.county_itself")


def _ended(page: Page, found: AlertFound) -> date | None:
    """Return the last month in which it stood, where that is over."""
    judged = page.snapshot.months("alert")
    newest = date.fromisoformat(f"{judged[-1]}-01")
    return found.last_month if found.last_month < newest else None


# -- the four steps --------------------------------------------------------------------------------------------------------


def _bar(page: Page, found: AlertFound, life: AlertLife | None, steps: list[AlertStep]) -> str:
    """Return the four steps in a row, each with its day and how long it took or lasts."""
    stands = life.state if life else AlertState.TO_VERIFY
    current = STEPS.index(stands)
    since = found.row["since"]
    assert isinstance(since, date)
    entered: dict[AlertState, date] = {AlertState.TO_VERIFY: since}
    for step in steps:
        day = datetime.fromisoformat(step.at).astimezone(COUNTY_TIME).date()
        if step.to_state is AlertState.TO_VERIFY:
            entered = {AlertState.TO_VERIFY: day}
        else:
            entered[step.to_state] = day
    # A step of today is later than the day of an old month's page.
    now = max(alerts.as_of(page), *entered.values())
    items = []
    for place, step_state in enumerate(STEPS):
        passed = [entered[one] for one in STEPS[place + 1 :] if one in entered]
        kind = "now" if place == current else "" if step_state in entered else "next"
        told = html.escape(desk.ALERT_STATE_LABELS[step_state])
        if step_state is AlertState.VERIFIED and life is not None and life.result:
            told = html.escape(state_words(step_state, life.result, life.rule_id))
        said = ""
        if step_state in entered:
            until = min(passed) if passed else now
            days = (until - entered[step_state]).days
            key = "alerts.step_days" if passed or place == current else "alerts.step_day"
            if stands is AlertState.CLOSED and place == current:
                key = "alerts.step_day"
            said = f"<small>{html.escape(t(key, day=entered[step_state].isoformat(), days=days))}</small>"
        items.append(f'<li class="{kind}">{told}{said}</li>')
    return f'<ol class="sw-path" aria-label="{html.escape(t("alerts.steps"))}">{"".join(items)}</ol>'


# -- why -------------------------------------------------------------------------------------------------------------------


def _facts(page: Page, rule: Alert, found: AlertFound) -> None:
    row = found.row
    due = row["due_at"]
    left = (due - alerts.as_of(page)).days if isinstance(due, date) else None
    told = [
        (t("alerts.col_sentence"), rule.sentence),
        (t("alerts.fact_policy"), rule.policy),
        (t("alerts.fact_since"), t("alerts.since_said", since=row["since"], first=month_name(found.first_month), last=month_name(found.last_month))),
        (t("alerts.col_due_at"), f"{due or ''} {alerts.days_words(left)}（{rule.deadline}）"),
        (t("alerts.col_owner"), rule.owner if rule.owner_dept is None else f"{rule.owner}（{DEPT[rule.owner_dept]}）"),
        (t("alerts.fact_leads"), t(f"alerts.leads_{rule.leads_to}")),
    ]  # fmt: skip
    facts = pl.DataFrame(told, schema=["a", "b"], orient="row")
    show_table(facts, key="alerts.facts", labels={"a": t("alerts.fact"), "b": " "})


def _thresholds(page: Page, rule: Alert, row: dict[str, object]) -> None:
    st.markdown(f"**{t('alerts.thresholds_title')}**")
    if not rule.thresholds:
        st.caption(t("alerts.no_thresholds"))
        return
    used = page.ask(
        "alerts/thresholds", names=",".join(rule.thresholds), area=str(row["town_code"]), month=page.month
    )
    words = phrases()
    lines = [_line(row["warn"], row["unit"]) for row in used.iter_rows(named=True)]
    reds = [_line(row["red"], row["unit"]) for row in used.iter_rows(named=True)]
    shown = used.with_columns(
        pl.Series("warn", lines, dtype=pl.String),
        pl.Series("red", reds, dtype=pl.String),
        pl.Series("line", [words.get(f"alerts.line_{name}", name) for name in used["name"]], dtype=pl.String),
        pl.col("confidence").replace(dict(CONFIDENCE)),
    )
    show_table(
        shown,
        key="alerts.thresholds",
        labels=headings("alerts", "line warn red source_title confidence"),
    )


def _line(value: float | None, unit: str | None) -> str:
    """Return a value of a threshold with its unit; what is kept as 0..1 reads as a percentage."""
    if value is None:
        return ""
    if unit == "比例":
        return formatting.percent(value)
    number = value * 100 if unit == "百分点" else value
    return f"{number:g}{unit or ''}"


def _evidence(page: Page, found: AlertFound) -> None:
    """Draw the row behind the alert, as the version has it, and the way to the household."""
    table = str(found.row["table_name"])
    label = TABLES[table].label if table in TABLES else table
    st.subheader(t("alerts.evidence_title", table=label), anchor=False)
    key = found.row["hh_key"]
    if page.viewer.role is Role.LEADER and key is not None:
        st.caption(t("alerts.evidence_leader"))
        return
    name = evidence_query(str(found.row["rule_id"]), table)
    if name is None:
        st.caption(t("alerts.evidence_none"))
    else:
        month = min(page.month, found.last_month)
        rows = page.ask(name, object=str(found.row["object_key"]), month=month)
        _draw_evidence(page, _needed(rows, str(found.row["rule_id"]), name), table)
    if key is not None:
        link(page, "household", t("alerts.to_household"), hh=str(key))


def _needed(rows: pl.DataFrame, rule_id: str, query: str) -> pl.DataFrame:
    """Return the columns that the rule itself looks at, with where and when: what it rests on, not the whole file."""
    rule = rules.catalogue().get(rule_id)
    if rule is None or rule.query is None or query != f"evidence/{rule.table}":
        return rows
    read = set(re.findall(r"\w+", rule.query.text)) | ALWAYS
    return rows.select(name for name in rows.columns if name in read)


def _draw_evidence(page: Page, rows: pl.DataFrame, table: str) -> None:
    """Draw a few rows column by column, one under the other; many as a list; leaders get those of households counted."""
    # A ledger's row has many columns that are empty.
    kept = [name for name in rows.columns if rows[name].null_count() < rows.height]
    rows = rows.select(kept)
    if rows.is_empty():
        st.caption(t("alerts.evidence_gone"))
        return
    if is_counts_only(page, rows):
        draw_rows(page, rows, "alerts.evidence", state.has_menu())
        return
    words = phrases()
    labels = {name: words.get(f"alerts.ev_{name}") or column_label(name) for name in kept}
    forms = {name: _form(name, table, rows) for name in kept}
    if rows.height > FEW:
        household = "hh_key" if "hh_key" in kept and rows["hh_key"].n_unique() > 1 else None
        if household is None:
            labels.pop("hh_key", None)
        show_table(rows, key="alerts.evidence", labels=labels, formats=forms, page=page, household=household)
        return
    told = {
        f"row{number}": [written(row[name], forms[name]) for name in kept if name != "hh_key"]
        for number, row in enumerate(rows.iter_rows(named=True), 1)
    }
    heads = [labels[name] for name in kept if name != "hh_key"]
    names = {"head": t("alerts.fact")} | {
        name: t("alerts.row_number", number=number) if rows.height > 1 else " "
        for number, name in enumerate(told, 1)
    }
    show_table(pl.DataFrame({"head": heads, **told}), key="alerts.evidence", labels=names)


def _form(name: str, table: str, rows: pl.DataFrame) -> Format:
    """Return how a column of evidence is written: by its kind in the schema, months as months."""
    if codes := column_codes(name):
        return codes
    known = {column.name: column.kind for column in TABLES[table].columns} if table in TABLES else {}
    kind = rows.schema[name]
    if name in MONTHS or known.get(name) is Kind.MONTH:
        return "month"
    if name in RATIOS or known.get(name) is Kind.RATIO:
        return "percent"
    if name.endswith("year") or name == "year":
        return "text"
    if kind.is_integer() or (kind.is_float() and (rows[name].drop_nulls() % 1 == 0).all()):
        return "int"
    return {pl.Date: "date", pl.Boolean: "bool"}.get(type(kind), "decimal" if kind.is_numeric() else "text")


def evidence_query(rule_id: str, table: str) -> str | None:
    """Return the query that lists what an alert rests on: the rule's own, else its table's."""
    known = set(queries.names())
    return next(
        (name for name in (f"evidence/{rule_id.lower()}", f"evidence/{table}") if name in known), None
    )


def _gone(key: str, life: AlertLife, steps: list[AlertStep]) -> None:
    """Draw what is left of an alert that no month has any more: what was done about it."""
    rule = rules.catalogue().get(life.rule_id)
    st.subheader(f"{life.rule_id} {rule.name if rule else ''}", anchor=False)
    st.caption(t("alerts.number", number=key))
    st.info(t("alerts.gone"), title=t("alerts.ended_title"))
    _history(life.rule_id, steps)


def _history(rule_id: str, steps: list[AlertStep]) -> None:
    st.subheader(t("alerts.history_title"), anchor=False)
    if not steps:
        st.caption(t("alerts.history_none"))
        return
    rows = pl.DataFrame(
        [
            (
                one.at[:16].replace("T", " "), one.actor,
                desk.ALERT_STATE_LABELS[one.from_state], state_words(one.to_state, one.result, rule_id), one.reason or "",
            )
            for one in steps
        ],
        schema=dict.fromkeys(("at", "actor", "from_state", "to_state", "reason"), pl.String),
        orient="row",
    )  # fmt: skip
    show_table(rows, key="alerts.history", labels=headings("alerts", "at actor from_state to_state reason"))


# -- the next step ---------------------------------------------------------------------------------------------------------


def _forms(page: Page, book: Records, found: AlertFound, life: AlertLife | None) -> None:
    """Offer what may follow, to those who may act; others read who may."""
    if not desk.may_act(page.viewer, found.town_code):
        st.caption(t("alerts.who_acts"))
        return
    if not page.snapshot.is_latest:
        st.caption(t("alerts.old_version"))
        return
    stands = life.state if life else AlertState.TO_VERIFY
    rule_id = str(found.row["rule_id"])
    st.subheader(t("alerts.next_title"), anchor=False)
    if stands is AlertState.TO_VERIFY:
        _verify(page, book, found, rule_id)
    elif stands is AlertState.VERIFIED and life is not None and life.result is AlertResult.ADMITTED:
        _step(page, book, found, "help", desk.help_alert, stands)
    elif stands is AlertState.CLOSED:
        if page.viewer.role is Role.STEWARD:
            _step(page, book, found, "reopen", desk.reopen_alert, stands)
        else:
            st.caption(t("alerts.closed_said"))
    else:
        _step(page, book, found, "close", desk.close_alert, stands)


def _verify(page: Page, book: Records, found: AlertFound, rule_id: str) -> None:
    """Two ways side by side: it is so (and help follows), or it does not apply (explained and closed in one go)."""
    yes, no = st.columns(2, gap="medium")
    with yes, st.form("form.alert.verify", border=True):
        st.markdown(t("alerts.about_verify", result=result_words(AlertResult.ADMITTED, rule_id)))
        note = st.text_input(t("alerts.note"), max_chars=200)
        if st.form_submit_button(
            t("alerts.do_verify", result=result_words(AlertResult.ADMITTED, rule_id)), type="primary"
        ):
            act(
                lambda: desk.verify_alert(
                    page.snapshot, book, found.key, viewer=page.viewer, result=AlertResult.ADMITTED, reason=note,
                    was=AlertState.TO_VERIFY,
                ),
                t("alerts.done"),
            )  # fmt: skip
    with no, st.form("form.alert.explain", border=True):
        st.markdown(t("alerts.about_explain"))
        reason = st.text_input(t("alerts.reason"), max_chars=200)
        if st.form_submit_button(t("alerts.do_explain")):
            act(
                lambda: desk.explain_alert(
                    page.snapshot,
                    book,
                    found.key,
                    viewer=page.viewer,
                    reason=reason,
                    was=AlertState.TO_VERIFY,
                ),
                t("alerts.done"),
            )


def _step(
    page: Page,
    book: Records,
    found: AlertFound,
    name: str,
    run: Callable[..., AlertLife],
    was: AlertState,
) -> None:
    with st.form(f"form.alert.{name}", border=True):
        st.markdown(t(f"alerts.about_{name}"))
        reason = st.text_input(t("alerts.reason" if name == "reopen" else "alerts.note"), max_chars=200)
        if st.form_submit_button(t(f"alerts.do_{name}"), type="primary"):
            act(
                lambda: run(page.snapshot, book, found.key, viewer=page.viewer, reason=reason, was=was),
                t("alerts.done"),
            )
