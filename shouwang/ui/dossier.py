"""A household's file: its tables in words, why it is or is not on each list, and the same on one A4 page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import polars as pl
import streamlit as st

from shouwang import exports, formatting
from shouwang.alerts import catalogue as alert_rules
from shouwang.exports import Block
from shouwang.i18n import t
from shouwang.schema import TABLES, codes
from shouwang.ui import state
from shouwang.ui.show import show_table
from shouwang.ui.view import Page, month_name
from shouwang.ui.ways import link
from shouwang.ui.words import column_codes, column_label, headings, labelled

ALL_MONTHS = "household.all_months"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RECENT = 8  # households opened lately that are offered again
MEMBER_MONTHS = {
    False: 11,
    True: 119,
}  # how far back changes of members are looked for: a year, or all months
FOUND = 50  # rows of a search
NOTHING = {"": t("household.nothing")}
YES = {answer: t(f"household.{answer}") for answer in ("yes", "no")}
TRUTH = {"true": t("household.yes"), "false": t("household.no")}
STATES = {one: t(f"household.state_{one}") for one in ("none", "active", "cleared")}
# Which column of its table a record's ``what`` and ``detail`` are.
OF_RECORD = {
    "education_aid": ("scheme", "stage"), "medical_settlement": ("kind", ""), "microloan": ("status", "loan_use"),
    "benefit": ("scheme", ""), "industry_project_hh": ("", ""), "insurance_claim": ("", ""),
    "disaster_household": ("", "house_action"), "public_post": ("", "fund_source"), "department_warning": ("", "dept_code"),
}  # fmt: skip
LIST_PAGES = (
    "monitoring",
    "below_10k",
    "employment",
    "guarantees",
    "policies",
    "industry",
    "alerts",
    "quality",
)
LISTS = ("monitored", "below_10k", "below_range", "backstop", "schooling")
LINE_COLUMNS = {"national_floor", "provincial_range", "county_subline", "county_target"}
LINES = {"below_10k": "county_target", "below_range": "provincial_range"}
COLUMNS = {
    "members": "name relation sex age labour health school insured aid works change_code",
    "work": "name months last_month place channel month_wage",
    "events": "at to_state clue days_from_clue is_late",
    "measures": "start_date end_date category sub amount status dept_code",
    "visits": "visit_date visitor_role mode findings clue_raised",
    "records": "at section what detail amount until",
    "changes": "stat_month who field before after",
    "alerts": "rule_id severity since due_at message",
    "faults": "rule_id level message",
    "income": "income_year net_per_capita persons_year wage_pc operating_pc property_pc transfer_pc expense_pc "
    "provincial_range county_subline county_target",
}


class Clause(NamedTuple):
    """One clause of a list for this household: does the list ask for it, does it hold (None: not known), in a sentence."""

    decides: bool
    holds: bool | None
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """Whether the household is on a list (None: cannot be told), and why, clause by clause."""

    name: str
    clauses: tuple[Clause, ...]

    @property
    def on_list(self) -> bool | None:
        asked = [one.holds for one in self.clauses if one.decides]
        return False if False in asked else None if None in asked else True

    @property
    def title(self) -> str:
        word = {True: "on", False: "off", None: "unknown"}[self.on_list]
        return t(f"household.list_{word}", name=t(f"household.list_{self.name}"))

    @property
    def because(self) -> list[str]:
        """The clauses that keep it off the list; all that were asked where it is on it."""
        wanted = self.on_list
        return [one.sentence for one in self.clauses if one.decides and one.holds is wanted]

    @property
    def besides(self) -> list[str]:
        """The other clauses, with what they say."""
        wanted = self.on_list
        others = [one for one in self.clauses if not (one.decides and one.holds is wanted)]
        return [one.sentence for one in others if one.holds is not None or not one.decides]


def head_of(page: Page) -> dict[str, Any] | None:
    """Return the household's head line in words; None when it is not there or not this viewer's."""
    rows = page.ask("household/head", hh=page.hh, month=page.month)
    if rows.is_empty():
        return None
    rows = labelled(
        rows, hh_type=codes.HH_TYPE, mon_type={**codes.MON_TYPE, "none": t("household.not_monitored")},
        risk_status={**codes.RISK_STATUS, "none": "-"}, risks={**codes.RISK, **NOTHING},
        clear_mode={**codes.CLEAR_MODE, **NOTHING}, identified_month=NOTHING, cleared_month=NOTHING,
    )  # fmt: skip
    return {**rows.row(0, named=True), "frame": rows}


def tables_of(page: Page, stat_month: date, *, all_months: bool = False) -> dict[str, pl.DataFrame]:
    """Return the file's tables in words; ``stat_month`` is the household's latest month in the files.

    ``all_months``: changes of members since the beginning, not of the last twelve months.
    """
    here = {"hh": page.hh, "month": page.month}
    aid = {name: t(f"household.aid_{name}") for name in ("dibao", "tekun")}
    work = labelled(page.ask("household/work", **here), place_class=codes.JOB_PLACE)
    place = pl.concat_str(["place_class", "place_name"], separator=" ", ignore_nulls=True)
    return {
        "members": labelled(
            page.ask("household/members", hh=page.hh, month=stat_month), name={"": t("household.minor")},
            sex=codes.SEX, labour=codes.LABOUR, health=codes.HEALTH, school=codes.SCHOOL, insured=YES, works=YES,
            aid=aid | NOTHING, change_code={**codes.CHANGE},
        ),
        "work": work.with_columns(place=place),
        "events": labelled(
            page.ask("household/events", **here), to_state=codes.CASE_STATE, clue={**codes.CLUE, **codes.DEPT, **NOTHING}
        ),
        "measures": labelled(
            page.ask("household/measures", **here), category=codes.MEASURE, status=codes.MEASURE_STATUS,
            dept_code=codes.DEPT, end_date={"": t("household.going_on")},
        ),
        "visits": labelled(
            page.ask("household/visits", **here), visitor_role=codes.VISITOR, mode=codes.VISIT_MODE, findings=codes.FINDING
        ),
        "records": records_in_words(page.ask("household/records", **here)),
        "changes": changes_in_words(
            page.ask("household/changes", **here),
            page.ask("household/member_changes", **here, months=MEMBER_MONTHS[all_months]),
            page.areas.name,
        ),
        "alerts": labelled(
            page.ask("household/alerts", **here), severity=codes.ALERT_SEVERITY,
            rule_id={one.id: f"{one.id} {one.name}" for one in alert_rules().values()},
        ),
        "faults": labelled(page.ask("household/faults", **here), level=column_codes("level") or {}),
        "income": page.ask("household/income", **here),
    }  # fmt: skip


def heads_of(name: str) -> dict[str, str]:
    """Return column -> heading of one of the file's tables."""
    return headings("household", COLUMNS[name])


def records_in_words(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the records with their table's name, and codes as words."""
    told = []
    for row in rows.iter_rows(named=True):
        section, what, detail = row["section"], row["what"] or "", row["detail"]
        names = OF_RECORD[section]
        if section == "medical_settlement":
            detail = t("household.medical_total", total=formatting.yuan(float(detail))) if detail else ""
        elif section == "disaster_household":
            what = (TABLES["disaster_event"].column("kind").codes or {}).get(what, what)
        told.append((
            t(f"household.section_{section}"), row["at"], row["until"], _word(section, names[0], what),
            _word(section, names[1], detail), row["amount"],
        ))  # fmt: skip
    schema = {
        "section": pl.String,
        "at": pl.Date,
        "until": pl.Date,
        "what": pl.String,
        "detail": pl.String,
        "amount": pl.Float64,
    }
    return pl.DataFrame(told, schema=schema, orient="row")


def _word(table: str, column: str, code: str) -> str:
    labels = TABLES[table].column(column).codes if column else None
    return (labels or {}).get(code, code)


def changes_in_words(household: pl.DataFrame, members: pl.DataFrame, area_name: Any) -> pl.DataFrame:
    """Return every changed field in words, the household's and its members' together, latest first."""
    told: list[tuple[date, str, str, str, str]] = []
    for month, field, before, after in household.iter_rows():
        told.append((month, t("household.whole"), *_change(field, before, after, area_name)))
    for month, name, is_minor, field, before, after in members.iter_rows():
        told.append(
            (month, t("household.minor") if is_minor else name, *_change(field, before, after, area_name))
        )
    schema = {"stat_month": pl.Date, **dict.fromkeys(("who", "field", "before", "after"), pl.String)}
    rows = pl.DataFrame(told, schema=schema, orient="row")
    return rows.sort("stat_month", descending=True, maintain_order=True)


def _change(field: str, before: str, after: str, area_name: Any) -> tuple[str, str, str]:
    if field == "months_missing":
        return t("household.field_months_missing"), t("household.last_seen", month=after), ""
    labels: Mapping[str, str] = {**TRUTH, **NOTHING, **(column_codes(field) or {})}
    if field == "in_household":
        labels = {
            **codes.CHANGE,
            "true": t("household.in_house"),
            "false": t("household.not_in_house"),
            "": t("household.not_there"),
        }
    if field == "division_code":
        return column_label(field), area_name(before), area_name(after)
    words = ["、".join(labels.get(one, one) for one in text.split(",")) for text in (before, after)]
    return t(f"household.field_{field}") if field in {
        "risk_1",
        "insured_resident",
        "in_household",
    } else column_label(field), *words  # type: ignore[return-value]


# -- why it is, or is not, on a list ------------------------------------------------------------------------------------


def verdicts(page: Page) -> list[Verdict]:
    """Return for each list whether the household is on it and why; each is asked by the definition of its list."""
    here = {"hh": page.hh, "month": page.month}
    below = page.ask("household/why_below", **here)
    found = []
    for name in LISTS:
        if name in LINES:
            rows = below.filter(pl.col("line_code") == LINES[name])
        else:
            rows = page.ask(f"household/why_{name}", **here)
        found.append(verdict(name, rows, page.month))
    return found


def verdict(name: str, rows: pl.DataFrame, month: date) -> Verdict:
    """Return a list's verdict from its clauses (rows of a ``household/why_…`` query)."""
    return Verdict(name, tuple(_clause(name, row, month) for row in rows.iter_rows(named=True)))


def _clause(name: str, row: Mapping[str, Any], month: date) -> Clause:
    kind = "below" if name in LINES else name
    word = {True: "yes", False: "no", None: "unknown"}[row["holds"]]
    value, threshold = row["value"], row["threshold"]
    apart = abs(float(value) - float(threshold)) if _is_number(value) and threshold else 0.0
    labels = {**codes.MON_TYPE, **codes.HH_TYPE, **codes.RISK}
    sentence = t(
        f"household.clause_{kind}_{row['clause']}_{word}",
        month=month_name(month),
        value=f"{float(value):,.0f}"
        if threshold and _is_number(value) and row["clause"] != "line"
        else labels.get(value or "", value or ""),
        threshold=f"{float(threshold):,.0f}" if threshold else "",
        apart=f"{apart:,.0f}",
    )
    return Clause(row["decides"], row["holds"], sentence)


def _is_number(text: str | None) -> bool:
    return text is not None and text.replace(".", "", 1).isdigit()


def ribbon_words(months: pl.DataFrame) -> list[str]:
    """Return the states over the months as runs: 2021年1月至2022年8月 未消除风险(20个月)."""
    runs: list[tuple[str, date, date, int]] = []
    for month, one in months.select("stat_month", "state").iter_rows():
        if runs and runs[-1][0] == one:
            state_before, since, _, count = runs.pop()
            runs.append((state_before, since, month, count + 1))
        else:
            runs.append((one, month, month, 1))
    return [
        t("household.run", state=STATES[one], since=f"{since:%Y-%m}", until=f"{until:%Y-%m}", months=count)
        for one, since, until, count in runs
    ]


# -- on one page of paper -----------------------------------------------------------------------------------------------

YEARS = 4  # of incomes on paper
LEAST = {"members": 8, "income": 3, "records": 6, "changes": 4}  # rows that stay on paper, else three
PAPER: Mapping[str, tuple[str, tuple[float, ...]]] = {
    "members": ("name relation sex age labour health insured aid works", (5, 4, 2.4, 2.8, 7, 6, 2.8, 4, 2.8)),
    "income": ("income_year net_per_capita wage_pc operating_pc property_pc transfer_pc expense_pc provincial_range county_target", (3, 4, 3.4, 3.8, 3.2, 3.4, 3.8, 4, 4)),
    "measures": ("start_date end_date category sub amount status", (6, 6, 5, 8, 4, 4)),
    "visits": ("visit_date visitor_role mode findings", (6, 7, 4, 10)),
    "events": ("at to_state clue", (6, 8, 10)),
    "records": ("at section what detail amount", (6, 5.4, 7, 7, 4.6)),
    "work": ("name months place month_wage", (4, 3, 12, 4)),
    "changes": ("stat_month who field before after", (4.6, 4.4, 6, 6, 6)),
    "alerts": ("rule_id due_at message", (8, 5, 15)),
    "faults": ("rule_id level message", (3, 4, 20)),
}  # fmt: skip


def paper(
    page: Page,
    head: Mapping[str, Any],
    months: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    found: Sequence[Verdict],
) -> bytes:
    """Return the file on one A4 page (docx)."""
    facts = headings("household", FACTS)
    about = [f"{label}: {_cell(head[name], '')}" for name, label in facts.items()]
    why = [(f"{one.title}: {'；'.join(one.because)}",) for one in found]
    blocks = [
        Block(t("household.paper_facts"), [about[i : i + 3] for i in range(0, len(about), 3)]),
        Block(t("household.why_title"), why),
        Block(t("household.paper_months"), [(line,) for line in ribbon_words(months)[-6:]]),
        *(_block(name, tables[name]) for name in ("income", "members", "work", "events", "measures", "visits", "records", "changes", "alerts", "faults")),
    ]  # fmt: skip
    footer = t(
        "household.paper_footer", version=page.snapshot.number, day=page.snapshot.manifest.created_at[:10],
        month=page.month_name, viewer=page.viewer.name, demo=t("app.demo_mark") if page.snapshot.is_demo else "",
    )  # fmt: skip
    return exports.dossier(
        t("household.paper_title"),
        [
            t("household.head", **head),
            t("household.paper_key", hh=head["hh_key"], group=head["group_name"] or "-"),
        ],
        blocks,
        footer=footer,
        made_at=datetime.fromisoformat(page.snapshot.manifest.created_at),
    )


FACTS = (
    "risk_status risks identified_month cleared_month clear_mode contact_name is_no_labour is_backstop water_safe toilet_works "
    "house_dilapidated house_grade farmland_mu"
)


def _block(name: str, rows: pl.DataFrame) -> Block:
    columns, shares = PAPER[name]
    heads = headings("household", columns)
    title = t(f"household.{name}_title").strip("*")
    if rows.is_empty():
        return Block(title, [(t(f"household.{name}_none"),)])
    shown = rows.tail(YEARS) if name == "income" else rows
    told = [[_cell(row[column], column) for column in heads] for row in shown.iter_rows(named=True)]
    return Block(title, told, list(heads.values()), shares, t("household.paper_left"), LEAST.get(name, 3))


def _cell(value: Any, column: str) -> str:
    if value is None and column in LINE_COLUMNS:
        return t("household.unset")
    if value is None:
        return formatting.MISSING if column not in {"amount", "until"} else ""
    if isinstance(value, bool):
        return t("chart.yes" if value else "chart.no")
    if isinstance(value, date):
        return f"{value:%Y-%m}" if column in {"stat_month", "last_month"} else formatting.day(value)
    if isinstance(value, float):
        return f"{value:,.0f}"
    return str(value)


def draw_paper(
    page: Page,
    head: Mapping[str, Any],
    months: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    found: Sequence[Verdict],
) -> None:
    """Draw the button that gives the file on one A4 page, made when it is clicked."""
    mark = exports.digest(page.snapshot.identity, page.viewer.user, (page.hh, page.month), *tables.values())
    name = f"{page.title}-{head['hh_key']}-{page.month:%Y-%m}-{mark}.docx"
    st.download_button(
        t("household.paper_button"), lambda: paper(page, head, months, tables, found), file_name=name, mime=MIME,
        key="download.household.paper", on_click="ignore",
    )  # fmt: skip


# -- finding one --------------------------------------------------------------------------------------------------------


def draw_verdicts(found: Sequence[Verdict]) -> None:
    """Draw each list with its verdict in a sentence, and the other clauses in small."""
    signs = {True: "✓", False: "✗", None: "?"}
    with st.container(border=True):
        st.markdown(f"**{t('household.why_title')}**")
        for one in found:
            st.markdown(f"{signs[one.on_list]} **{one.title}**: {'；'.join(one.because)}")
            if one.besides:
                st.caption(t("household.besides", told="；".join(one.besides)))


def remember(hh: str, told: str) -> None:
    """Keep a household among those opened lately in this session."""
    recent: dict[str, str] = state.memory().setdefault("recent", {})
    recent.pop(hh, None)
    recent[hh] = told
    while len(recent) > RECENT:
        recent.pop(next(iter(recent)))


def recent() -> dict[str, str]:
    """Return the households opened lately in this session, the last one first: key -> where it is."""
    held: dict[str, str] = state.memory().get("recent", {})
    return dict(reversed(held.items()))


def find(page: Page, text: str) -> pl.DataFrame:
    """Return the households of the page's area whose number, key or group matches."""
    return page.ask("household/search", area=page.area, month=page.month, text=text.strip(), limit=FOUND)


def wants_all_months() -> bool:
    """Say whether changes of members are wanted since the beginning (a switch further down on the page)."""
    return bool(st.session_state.get(ALL_MONTHS))


def draw_all_months() -> None:
    st.toggle(t("household.all_months"), key=ALL_MONTHS)


def draw_search(page: Page) -> None:
    """Draw a box that finds a household by its number or its group in the page's area, and those opened lately."""
    text = st.text_input(
        t("household.search", area=page.area_name),
        key="household.search",
        placeholder=t("household.search_help"),
    )
    if text.strip():
        rows = find(page, text)
        if rows.is_empty():
            st.info(t("household.search_none", text=text.strip()[:40], area=page.area_name))
        else:
            st.caption(
                t("household.search_found", count=f"{rows.item(0, 'total_rows'):,}", shown=rows.height)
            )
            names = "hh_key village_name group_name hh_type mon_type risk_status hh_persons"
            show_table(
                labelled(
                    rows, hh_type=codes.HH_TYPE, mon_type=codes.MON_TYPE, risk_status=codes.RISK_STATUS
                ).with_columns(
                    pl.col("mon_type").fill_null(t("household.not_monitored")),
                    pl.col("risk_status").fill_null("-"),
                ),
                key="household.found",
                labels={name: column_label(name) for name in names.split()},
                page=page,
                household="hh_key",
            )
    if held := recent():
        st.markdown(f"**{t('household.recent')}**")
        with st.container(horizontal=True, gap="small"):
            for key, told in held.items():
                st.button(f"{told} {key}", key=f"recent.{key}", on_click=state.setter("hh", key))
    with st.container(horizontal=True, gap="medium"):
        link(page, "monitoring", t("household.back_monitoring"))
        link(page, "below_10k", t("household.back_below"))


def draw_way_up(page: Page, head: Mapping[str, Any]) -> None:
    """Draw county › township › village › this household: each leads to the list the reader came from, at that area."""
    came = state.came_from(LIST_PAGES) or "monitoring"
    village = head["division_code"] or page.area
    remember(str(page.hh), t("household.recent_place", town=head["town_name"], village=head["village_name"]))
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", key="way-up"):
        for code in page.areas.path(village):
            if page.reaches(code):
                link(page, came, f"{page.areas.name(code)} ›", area=code)
        st.markdown(t("household.this", hh=page.hh), width="content")
        st.button(
            t("household.another"),
            key="household.another",
            type="tertiary",
            on_click=state.setter("hh", None),
        )
