"""专项行动: the choice of a campaign, the four big risks as tiles, and the board of aspects by place."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.i18n import t
from shouwang.reference import Indicator, catalogue
from shouwang.ui import figures, state
from shouwang.ui.cards import Card, card_html, make_card
from shouwang.ui.figures import MONTHS
from shouwang.ui.page import Page, shift
from shouwang.ui.rows import CARD, Rows, links

KEY = "campaign"
TASKS = "rows/campaign_tasks"
SIGNS = {"done": "✓", "late": "!", "way": "○"}


def choose_campaign(page: Page, begun: pl.DataFrame) -> str:
    """Draw the choice among the campaigns that have begun (``campaign/campaigns``) and return the one chosen; at first the latest."""
    names = dict(begun.select("campaign_id", "campaign_name").iter_rows())
    latest = next(iter(names))
    asked = state.get(KEY)
    if asked is not None and asked not in names:
        st.warning(t("campaign.unknown", asked=asked[:40], shown=names[latest]))
        state.put(KEY, None)
        asked = None
    chosen = asked or latest
    if len(names) > 1:
        st.selectbox(
            t("campaign.choose"), list(names), format_func=names.__getitem__, width=420, **state.bind(KEY, chosen, latest)
        )  # fmt: skip
    return chosen


# -- the four big risks --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Risk:
    """One risk: its name, its card, how it stands (late: over its line, done: within, open: not reported, none: nothing is
    at risk), the line in words, and what a click puts in the address."""

    name: str
    card: Card
    stands: str
    line: str
    opens: Mapping[str, str | None]


def risk_tiles(page: Page) -> list[Risk]:
    """Draw a tile for each of the four big risks with its leading indicator, and return what they say.

    Source: 高桥镇秋季攻势方案 (十五): 产业失败、搬迁稳不住、小额信贷收不回、信访舆情 (domain dictionary 4, row 39).
    """
    risks = _risks(page)
    with st.grid(4, min_column_width=150, gap="small"):
        for number, risk in enumerate(risks, 1):
            with st.container(border=True, key=f"risk-{number}", height="stretch", gap=None):
                st.html(f'<div class="sw-name"><b>{html.escape(risk.name)}</b></div>' + card_html(risk.card))
                st.html(_state(risk))
                st.button(
                    t(
                        "card.open" if CARD in risk.opens else "campaign.open_rows",
                        name=risk.card.indicator.name,
                    ),
                    key=f"open-risk.{number}",
                    type="tertiary",
                    on_click=state.assign(risk.opens),
                )
    return risks


def _risks(page: Page) -> list[Risk]:
    held = figures.window(page.viewer, page.snapshot, page.area, shift(page.month, 1 - MONTHS), page.month)
    line = page.ask("campaign/loan_line", month=page.month)
    red = None if line.is_empty() else line.item(0, "red")
    leading: tuple[tuple[str, str, Callable[[float], bool]], ...] = (
        ("industry", "industry_risk.failed_with_alleviated", lambda value: value > 0),
        ("relocation", "relocation_occupancy", lambda value: value < 1),
        ("loan", "loan_overdue_rate", lambda value: red is not None and value > red),
    )
    found = []
    for risk, one, over in leading:
        point = held.get(one, {}).get(page.month)
        value = point.value if point else None
        found.append(
            Risk(
                t(f"campaign.risk_{risk}"),
                make_card(catalogue()[one], held, page.month),
                _stands(None if value is None else over(value)),
                t(f"campaign.line_{risk}", red=formatting.percent(red)),
                {CARD: one},
            )
        )
    homes = held.get("relocated_hh", {}).get(page.month)
    if homes is not None and homes.value == 0:
        found[1] = replace(found[1], stands="none")
    return [*found, _petitions(page)]


def _stands(is_over: bool | None) -> str:
    return "open" if is_over is None else "late" if is_over else "done"


def _petitions(page: Page) -> Risk:
    rows = page.ask(
        "campaign/petitions", area=page.area, from_month=page.earlier(MONTHS - 1), month=page.month
    )
    by_month = dict(rows.select("stat_month", "waiting").iter_rows())
    points = tuple(by_month.get(shift(page.month, back)) for back in range(1 - MONTHS, 1))
    now, before = points[-1], points[-2]
    indicator = Indicator(
        "petitions_waiting", t("campaign.petitions"), "issue", t("campaign.unit_petition"), ""
    )
    base = (
        ""
        if now is None
        else t("campaign.petitions_base", open=rows.item(-1, "open_now"), received=rows.item(-1, "received"))
    )
    card = Card(
        indicator,
        formatting.value_with_unit(now, t("campaign.unit_petition")),
        *_moved(now, before, shift(page.month, -1)),
        base,
        points,
    )
    opens = Rows("rows/petitions_waiting").address({}, page) or {}
    stands = _stands(None if now is None else now > 0)
    return Risk(t("campaign.risk_petition"), card, stands, t("campaign.line_petition"), opens)


def _moved(now: int | None, before: int | None, month: date) -> tuple[str, str]:
    if now is None or before is None:
        return "", "flat"
    told = t("card.month", month=month.month)
    if now == before:
        return t("card.same", month=told), "flat"
    amount = formatting.value_with_unit(abs(now - before), t("campaign.unit_petition"))
    words = t("card.up" if now > before else "card.down", month=told, amount=amount)
    return f"{'▲' if now > before else '▼'} {words}", "bad" if now > before else "good"


def _state(risk: Risk) -> str:
    sign = {"open": "?", "none": "·"}.get(risk.stands) or SIGNS[risk.stands]
    return (
        f'<div class="sw-st sw-st-{risk.stands}"><b>{sign}</b> {html.escape(t(f"campaign.risk_{risk.stands}"))}</div>'
        f'<div class="sw-base">{html.escape(risk.line)}</div>'
    )


# -- the board -----------------------------------------------------------------------------------------------------------


def board(page: Page, campaign: str, cells: pl.DataFrame, aspects: pl.DataFrame) -> None:
    """Draw places by aspects: done/all in each cell with a sign, overdue said in words; on a phone a list of places.

    Args:
        cells: ``campaign/board``; aspects: ``campaign/by_aspect`` (its names and their order).
    """
    opens = {
        name: Rows(TASKS, campaign=campaign, aspect_no="@aspect_no", task_place="@place", task_group=what)
        for name, what in (("tasks", None), ("done", "done"), ("overdue", "overdue"))
    }
    found = links(cells, page, None, opens)
    drawn: dict[tuple[str, str], dict[int, str]] = {}
    late: dict[tuple[str, str], list[str]] = {}
    names = dict(aspects.select("aspect_no", "aspect_name").iter_rows())
    labels: dict[tuple[str, str], str] = {}
    for number, row in enumerate(cells.iter_rows(named=True)):
        place = (row["area_code"], row["place"])
        labels[place] = t("campaign.unplaced") if row["place"] == "unplaced" else row["area_name"]
        links_of = {name: found.get((number, name)) for name in opens}
        drawn.setdefault(place, {})[row["aspect_no"]] = _cell(row, links_of)
        if row["overdue"]:
            told = _linked(str(row["overdue"]), links_of["overdue"])
            late.setdefault(place, []).append(f"{html.escape(names[row['aspect_no']])} {told}")
    asked = {number: name for number, name in names.items() if any(number in row for row in drawn.values())}
    st.html(_matrix(drawn, labels, asked) + _list(drawn, labels, late, cells))


def _cell(row: Mapping[str, object], found: Mapping[str, str | None]) -> str:
    kind = "late" if row["overdue"] else "done" if row["done"] == row["tasks"] else "way"
    counts = f"{_linked(str(row['done']), found['done'])}/{_linked(str(row['tasks']), found['tasks'])}"
    over = (
        f"<small>{t('campaign.over')}{_linked(str(row['overdue']), found['overdue'])}</small>"
        if row["overdue"]
        else ""
    )
    return f'<span class="sw-st sw-st-{kind}"><b>{SIGNS[kind]}</b>{counts}</span>{over}'


def _matrix(
    drawn: Mapping[tuple[str, str], Mapping[int, str]],
    labels: Mapping[tuple[str, str], str],
    names: Mapping[int, str],
) -> str:
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in names.values())
    body = "".join(
        f'<tr><th scope="row">{html.escape(labels[place])}</th>'
        + "".join(f"<td>{row.get(number, '')}</td>" for number in names)
        + "</tr>"
        for place, row in drawn.items()
    )
    return (
        f'<div class="sw-table sw-board sw-wide" tabindex="0"><table aria-label="{html.escape(t("campaign.board_alt"))}"><thead><tr>'
        f'<th scope="col">{html.escape(t("campaign.col_area_name"))}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _list(
    drawn: Mapping[tuple[str, str], Mapping[int, str]],
    labels: Mapping[tuple[str, str], str],
    late: Mapping[tuple[str, str], list[str]],
    cells: pl.DataFrame,
) -> str:
    """Return the same for a phone: one line a place with its sums, and the aspects in which something is overdue."""
    sums = {
        (code, place): (done, tasks)
        for code, place, done, tasks in cells.group_by("area_code", "place", maintain_order=True)
        .agg(pl.col("done").sum(), pl.col("tasks").sum())
        .iter_rows()
    }
    lines = []
    for place in drawn:
        done, tasks = sums[place]
        kind = "late" if place in late else "done" if done == tasks else "way"
        told = "、".join(late.get(place, []))
        over = f"<small>{t('campaign.over')}: {told}</small>" if told else ""
        lines.append(
            f'<li><b>{html.escape(labels[place])}</b> <span class="sw-st sw-st-{kind}"><b>{SIGNS[kind]}</b>{done}/{tasks}</span>{over}</li>'
        )
    return f'<ul class="sw-narrow sw-list">{"".join(lines)}</ul>'


def _linked(text: str, address: str | None) -> str:
    return f'<a href="{html.escape(address)}" target="_self">{text}</a>' if address else text
