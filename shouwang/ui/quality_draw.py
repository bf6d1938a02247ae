"""Sections of the page of faults: three scores, faults by rule, by area, what is unusual, the list of all rules."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from shouwang import charts, formatting, rules
from shouwang.i18n import t
from shouwang.reference import Indicator, catalogue
from shouwang.rules import Rule
from shouwang.ui import quality, quality_tables
from shouwang.ui.cards import Card, card_html, definitions
from shouwang.ui.page import Page, month_name
from shouwang.ui.quality import GROUPS, Found, RuleLine, Score, Scores
from shouwang.ui.quality_tables import Cell, address
from shouwang.ui.show import chart
from shouwang.ui.words import headings

SAME = 0.005  # of a fault per hundred rows: less is not shown by two decimals


def score_cards(found: Found, scored: Scores, alike: Scores) -> None:
    """Draw the three scores side by side, each with its faults, its rows and 13 months.

    Args:
        alike: the scores of the tables that were judged in every month: what months are compared by.
    """
    with st.grid(3, min_column_width=200, gap="small"):
        for group in GROUPS:
            with st.container(border=True, height="stretch", gap=None):
                st.html(card_html(_card(found, scored, alike, group)))
                st.caption(t(f"quality.score_sentence_{group}"))
    st.caption(t("quality.score_note"))


def _card(found: Found, scored: Scores, alike: Scores, group: str) -> Card:
    now, before = scored.get((group, found.month)), found.months[-2]
    told = month_name(before)
    change, tone = _change(alike.get((group, found.month)), alike.get((group, before)), told)
    if now != alike.get((group, found.month)) and tone != "flat":
        change = t("quality.score_monthly", change=change)
    return Card(
        Indicator(f"quality_{group}", rules.GROUPS[group], "data", t("quality.per_hundred"), ""),
        t("quality.score_unreported") if now is None else f"{now.per_hundred:,.2f}{t('quality.per_hundred')}",
        change,
        tone,
        "" if now is None else t("quality.score_base", faults=f"{now.faults:,}", rows=f"{now.rows:,}"),
        tuple(_hundredth(alike.get((group, month))) for month in found.months),
    )


def _change(now: Score | None, before: Score | None, month: str) -> tuple[str, str]:
    if now is None:
        return "", "flat"
    if before is None:
        return t("quality.score_none_before", month=month), "flat"
    by = now.per_hundred - before.per_hundred
    if abs(by) < SAME:
        return t("quality.score_same", month=month), "flat"
    words = t("quality.score_more" if by > 0 else "quality.score_less", month=month, by=f"{abs(by):,.2f}")
    return words, "bad" if by > 0 else "good"


def _hundredth(score: Score | None) -> float | None:
    return None if score is None else round(score.per_hundred, 2)


def score_lines(page: Page, found: Found, scored: Scores, alike: Scores) -> pl.DataFrame:
    """Draw the three scores month by month and return the rows drawn."""
    rows = pl.DataFrame(
        [(month, *(_hundredth(alike.get((group, month))) for group in GROUPS)) for month in found.months],
        schema={"stat_month": pl.Date, **dict.fromkeys(GROUPS, pl.Float64())},
        orient="row",
    )
    told = []
    for group in GROUPS:
        now = alike.get((group, found.month))
        key = "quality.scores_told_none" if now is None else "quality.scores_told"
        told.append(t(key, name=rules.GROUPS[group], value="" if now is None else f"{now.per_hundred:,.2f}"))
    chart(
        charts.lines(rows, "stat_month", {group: rules.GROUPS[group] for group in GROUPS}, unit=t("quality.per_hundred"), height=240),
        key="quality.scores",
        title=t("quality.scores_title" if scored == alike else "quality.scores_title_alike"),
        alt=t("quality.scores_alt", month=page.month_name, area=page.area_name, told="，".join(told)),
        note=t("quality.scores_gap") + (t("quality.scores_alike") if scored != alike else ""),
        table=rows,
        labels={"stat_month": t("quality.col_stat_month"), **rules.GROUPS},
        formats={"stat_month": "month"},
    )  # fmt: skip
    return rows


# -- by rule -------------------------------------------------------------------------------------------------------------


def rules_table(page: Page, lines: Sequence[RuleLine]) -> pl.DataFrame:
    """Draw the rules that found something, each a link to its page; return what a workbook says of them."""
    st.subheader(t("quality.rules_title"), anchor=False)
    if not lines:
        st.info(t("quality.rules_said_none", month=page.month_name))
    else:
        faults, objects, exempt = (
            sum(getattr(one, name) for one in lines) for name in ("faults", "objects", "exempt")
        )
        st.markdown(
            t("quality.rules_said", month=page.month_name, faults=f"{faults:,}", objects=f"{objects:,}")
            + (t("quality.rules_exempt", exempt=f"{exempt:,}") if exempt else "")
            + t("quality.rules_open")
        )  # fmt: skip
        shades = quality_tables.depths([one.faults for one in lines])
        cells = [_rule_cells(page, one, depth) for one, depth in zip(lines, shades, strict=True)]
        names = (
            "rule",
            "sentence",
            "now",
            "change",
            "exempt",
            "standing",
            "trend",
            "group",
            "level",
            "owner",
        )
        quality_tables.table(
            [t(f"quality.head_{name}") for name in names],
            cells,
            alt=t("quality.rules_alt", month=page.month_name, area=page.area_name, count=len(lines)),
        )
    return rules_sheet(lines)


def _rule_cells(page: Page, line: RuleLine, depth: float) -> list[Cell]:
    rule = line.rule
    told = t("quality.trend_alt", last=line.faults)
    return [
        Cell(line.rule_id, address(page, rule=line.rule_id) if rule else ""),
        Cell(line.sentence),
        Cell(f"{line.faults:,}", address(page, rule=line.rule_id) if rule else "", depth, is_number=True),
        Cell(quality.change_words(line), is_short=True),
        Cell(f"{line.exempt:,}", is_number=True),
        Cell(quality.standing_words(line)),
        Cell("", picture=quality_tables.line_picture(line.points, told)),
        Cell(rules.GROUPS[rule.group] if rule else "", is_short=True),
        Cell(rules.LEVEL_LABELS[rule.level] if rule else "", is_short=True),
        Cell(rule.owner if rule else "", is_short=True),
    ]


def rules_sheet(lines: Sequence[RuleLine]) -> pl.DataFrame:
    rows = [
        (
            one.rule_id, one.sentence, rules.GROUPS[one.rule.group] if one.rule else None,
            rules.LEVEL_LABELS[one.rule.level] if one.rule else None, one.rule.owner if one.rule else None,
            one.faults, one.last_month, one.exempt, one.objects, one.standing, one.since,
        )
        for one in lines
    ]  # fmt: skip
    texts = dict.fromkeys(("rule", "sentence", "group", "level", "owner"), pl.String())
    numbers = dict.fromkeys(("now", "before", "exempt", "objects", "standing"), pl.Int64())
    return pl.DataFrame(rows, schema={**texts, **numbers, "since": pl.Date()}, orient="row")


RULES_SHEET = "rule sentence group level owner now before exempt objects standing since"


# -- by area -------------------------------------------------------------------------------------------------------------


def areas_table(page: Page, found: Found, group: str | None) -> pl.DataFrame:
    """Draw the child areas: the three scores of the month or, for one group, its 13 months; return the month's rows."""
    if page.level > 4:
        return _areas_sheet(page, found, {page.area: quality.scores(found)})
    by_area = quality.scores_by_area(found)
    alike = quality.scores_by_area(found, comparable=True) if group else {}
    if not by_area:
        return _areas_sheet(page, found, by_area)
    st.subheader(t(f"quality.areas_title_{page.level}"), anchor=False)
    if group is None:
        _areas_now(page, found, by_area)
        town = "" if page.level == 3 else "_town"
        st.caption(t(f"quality.areas_note{town}") + t(f"quality.areas_hint{town}"))
    else:
        st.markdown(f"**{t('quality.heat_title', group=rules.GROUPS[group])}**")
        _areas_months(page, found, alike, group)
        note = t("quality.areas_note" if page.level == 3 else "quality.areas_note_town")
        st.caption(note + (t("quality.scores_alike") if alike != by_area else ""))
    return _areas_sheet(page, found, by_area)


def _areas_now(page: Page, found: Found, by_area: Mapping[str, Scores]) -> None:
    columns = {
        group: quality_tables.depths([_hundredth(one.get((group, found.month))) for one in by_area.values()])
        for group in GROUPS
    }
    cells = [
        [
            _area_cell(page, code),
            *(
                _score_cell(page, code, group, scored.get((group, found.month)), columns[group][row])
                for group in GROUPS
            ),
        ]
        for row, (code, scored) in enumerate(by_area.items())
    ]
    quality_tables.table(
        [t("quality.head_area"), *(f"{rules.GROUPS[group]}({t('quality.per_hundred')})" for group in GROUPS)],
        cells,
        alt=t("quality.areas_alt", month=page.month_name, area=page.area_name),
    )


def _area_cell(page: Page, code: str) -> Cell:
    is_open = code in page.areas.open_codes and code != page.area
    return Cell(quality.area_label(page, code), address(page, area=code) if is_open else "")


def _score_cell(page: Page, code: str, group: str, score: Score | None, depth: float) -> Cell:
    if score is None:
        return Cell(formatting.MISSING, is_number=True)
    if score.faults == 0:
        return Cell(t("quality.areas_zero", rows=f"{score.rows:,}"), is_number=True)
    value = f"{score.per_hundred:,.2f}"
    told = t("quality.areas_cell", value=value, faults=f"{score.faults:,}", rows=f"{score.rows:,}")
    return Cell(told, address(page, area=code, group=group, view="rows"), depth, is_number=True)


def _areas_months(page: Page, found: Found, by_area: Mapping[str, Scores], group: str) -> None:
    flat = [_hundredth(one.get((group, month))) for one in by_area.values() if one for month in found.months]
    shades = iter(quality_tables.depths(flat))
    cells = []
    for code, scored in by_area.items():
        if not scored:
            continue
        row = [_area_cell(page, code)]
        for month in found.months:
            score = scored.get((group, month))
            text = formatting.MISSING if score is None else f"{score.per_hundred:,.1f}"
            where = (
                address(page, area=code, view="rows", month=f"{month:%Y-%m}")
                if score and score.faults
                else ""
            )
            row.append(Cell(text, where, next(shades), is_number=True))
        cells.append(row)
    heads = [t("quality.head_area"), *(f"{month:%y-%m}" for month in found.months)]
    quality_tables.table(
        heads, cells, alt=t("quality.heat_alt", area=page.area_name, group=rules.GROUPS[group])
    )


def _areas_sheet(page: Page, found: Found, by_area: Mapping[str, Scores]) -> pl.DataFrame:
    rows = []
    for code, scored in by_area.items():
        for group in GROUPS:
            score = scored.get((group, found.month))
            if score is not None:
                rows.append((quality.area_label(page, code), rules.GROUPS[group], score.faults, score.rows))
    schema = {"area": pl.String, "group": pl.String, "faults": pl.Int64, "rows": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


AREAS_SHEET = "area group faults rows"


# -- unusual -------------------------------------------------------------------------------------------------------------


def outliers(page: Page) -> pl.DataFrame:
    """Draw what is unusual for a township, with what would be usual; return the rows."""
    rows = quality.without_doubles(page.ask("quality/outliers", area=page.area, month=page.month, limit=200))
    st.subheader(t("quality.outliers_title"), anchor=False)
    st.caption(t("quality.outliers_note"))
    if rows.is_empty():
        st.info(t("quality.outliers_none", month=page.month_name, area=page.area_name))
        return rows
    st.markdown(t("quality.outliers_said", month=page.month_name, count=rows.height))
    names = catalogue()
    cells = []
    for row in rows.iter_rows(named=True):
        low, high, now, last = (
            formatting.value_with_unit(row[name], row["unit"])
            for name in ("low", "high", "value", "last_month")
        )
        where = address(page, area=row["area_code"], card=row["indicator_id"])
        is_open = row["area_code"] in page.areas.open_codes
        cells.append([
            Cell(row["area_name"]),
            Cell(names[row["indicator_id"]].name),
            Cell(now, where if is_open else "", is_number=True),
            Cell(last, is_number=True),
            Cell(t("quality.outlier_usual", low=low, high=high)),
            Cell(
                t("quality.outlier_peers", peers=row["peers"], alike=row["peers_alike"])
                if row["peers_alike"] else t("quality.outlier_peers_none", peers=row["peers"])
            ),
        ])  # fmt: skip
    heads = [t(f"quality.head_{name}") for name in ("area", "indicator", "value", "last", "usual", "peers")]
    quality_tables.table(heads, cells, alt=t("quality.outliers_alt", month=page.month_name))
    definitions(page, rows["indicator_id"].unique().sort().to_list(), key="quality.outliers")
    return rows


def _bounds(low: float, high: float, unit: str) -> tuple[str, str]:
    """Return the usual range in words; of what is counted in whole numbers, whole numbers within it."""
    if unit not in {"%", "‰", "pp", "元", "天"}:
        low, high = math.ceil(low), math.floor(high)
    return formatting.value_with_unit(low, unit), formatting.value_with_unit(high, unit)


OUTLIERS_SHEET = "area_name indicator_id unit value last_month low high peers_alike peers"


# -- all rules -----------------------------------------------------------------------------------------------------------


def all_rules(page: Page, chosen: Sequence[Rule], lines: Sequence[RuleLine]) -> pl.DataFrame:
    """Draw every rule with where it stands this month: faults, none, judged on reading, or not judged for want of a table."""
    st.markdown(t("quality.all_said", count=len(chosen)) if chosen else t("quality.all_none"))
    counts = {one.rule_id: one.faults for one in lines}
    held = page.snapshot.manifest.tables
    is_judged = page.month in quality.judged_months(page.snapshot)
    told = [_state(one, counts, held, is_judged=is_judged) for one in chosen]
    if chosen:
        cells = [
            [
                Cell(one.id, address(page, rule=one.id)),
                Cell(one.sentence),
                Cell(state),
                Cell(quality.table_label(one.table)),
                Cell(rules.GROUPS[one.group], is_short=True),
                Cell(rules.LEVEL_LABELS[one.level], is_short=True),
                Cell(one.owner, is_short=True),
            ]
            for one, state in zip(chosen, told, strict=True)
        ]
        names = ("rule", "sentence", "state", "table", "group", "level", "owner")
        quality_tables.table(
            [t(f"quality.head_{name}") for name in names], cells, alt=t("quality.all_alt", count=len(chosen))
        )
    rows = [
        (one.id, one.sentence, state, quality.table_label(one.table), rules.GROUPS[one.group], rules.LEVEL_LABELS[one.level], one.owner, one.policy)
        for one, state in zip(chosen, told, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(ALL_SHEET.split(), pl.String()), orient="row")


ALL_SHEET = "rule sentence state table group level owner policy"


def _state(rule: Rule, counts: Mapping[str, int], held: Sequence[str], *, is_judged: bool) -> str:
    if rule.is_of_reading:
        return t("quality.state_reading")
    if not is_judged:
        return t("quality.state_unjudged")
    if lacking := quality.missing_tables(rule, held):
        return t("quality.state_missing", tables="、".join(lacking))
    count = counts.get(rule.id, 0)
    return t("quality.state_faults", count=f"{count:,}") if count else t("quality.state_none")


def heads(names: str) -> dict[str, str]:
    """Return column -> heading of a sheet of a workbook."""
    return headings("quality", names)
