"""Sections of the page of alerts: cards, who must act by when, by rule, by place, and the list."""

from __future__ import annotations

import html
from collections.abc import Mapping

import polars as pl
import streamlit as st

from shouwang import alerts as rules
from shouwang import desk
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.records import Records
from shouwang.ui import alerts, quality_tables
from shouwang.ui.alerts import BUCKETS, OPEN, RuleLine, Standing
from shouwang.ui.page import Page
from shouwang.ui.pager import pager
from shouwang.ui.quality_tables import Cell, address
from shouwang.ui.words import headings

SIGNS = {"red": "●", "orange": "▲", "yellow": "◆"}
LIST_HEADS = ("rule", "place", "due_at", "state_name", "owner", "message")
ROWS = 50
AGES = (30, 90, 180)  # days since an alert began
MOST = 5000  # rows in a workbook
LIST_SHEET = "rule severity due_at days place owner_name message state_name since alert_key"
Sheet = tuple[str, pl.DataFrame, dict[str, str]]


def severity_html(severity: str) -> str:
    """Return a severity as a sign and a word; colour only helps."""
    label = html.escape(rules.SEVERITY_LABELS[severity])
    return f'<span class="sw-al sw-al-{severity}"><b>{SIGNS[severity]}</b> {label}</span>'


def severity_text(severity: str) -> str:
    return f"{SIGNS[severity]} {rules.SEVERITY_LABELS[severity]}"


def cards(page: Page, found: Standing) -> None:
    """Draw what stands by severity, what is overdue and what waits to be verified; each number opens its list."""
    told: list[tuple[str, int, Mapping[str, str]]] = [
        (severity_html(one), found.count(severity=one), {"severity": one, "state": alerts.EVERY})
        for one in rules.SEVERITIES
    ]
    told.append((html.escape(t("alerts.card_overdue")), found.count(bucket="overdue"), {"due": "overdue"}))
    told.append(
        (html.escape(t("alerts.card_to_verify")), found.count(state="to_verify"), {"state": "to_verify"})
    )
    base = t("alerts.card_base", count=f"{found.rows.height:,}", open=f"{found.open.height:,}")
    with st.grid(5, min_column_width=130, gap="small"):
        for name, count, where in told:
            with st.container(border=True, height="stretch", gap=None):
                href = html.escape(list_address(page, **where))
                st.html(
                    f'<div class="sw-name">{name}</div>'
                    f'<div class="sw-value"><a href="{href}" target="_self">{count:,}{t("alerts.unit")}</a></div>'
                )
    st.caption(f"{base} {t('alerts.as_of', day=found.as_of.isoformat())}")


def list_address(page: Page, **where: str) -> str:
    """Return the address of the list under these filters and no others."""
    none: dict[str, str | None] = dict.fromkeys(("severity", "rule", "owner", "due", "state", "alert"))
    wanted = {name: value for name, value in where.items() if not (name == "state" and value == OPEN)}
    return address(page, **{**none, **wanted, "view": "list"})


# -- who must act by when --------------------------------------------------------------------------------------------------


def owners_table(page: Page, found: Standing) -> pl.DataFrame:
    """Draw open alerts by owner and deadline; return what a workbook says of them."""
    lines = alerts.owner_lines(found, page)
    names = alerts.owner_names()
    st.subheader(t("alerts.owners_title", area=page.area_name), anchor=False)
    if not lines:
        st.info(t("alerts.none_open", area=page.area_name, month=page.month_name))
    else:
        shades = quality_tables.depths([line.counts["overdue"] for line in lines])
        buckets = alerts.bucket_names()
        cells = [
            [
                Cell(_owner_name(page, line.owner, line.area, names)),
                *(
                    Cell(
                        f"{line.counts[bucket]:,}" if line.counts[bucket] else "",
                        list_address(page, area=line.area, owner=line.owner, due=bucket)
                        if line.counts[bucket]
                        else "",
                        depth=shade if bucket == "overdue" else 0.0,
                        is_number=True,
                    )
                    for bucket in BUCKETS
                ),
                Cell(f"{line.total:,}", list_address(page, area=line.area, owner=line.owner), is_number=True),
            ]
            for line, shade in zip(lines, shades, strict=True)
        ]
        heads = [t("alerts.col_owner_name"), *buckets.values(), t("alerts.col_total")]
        quality_tables.table(heads, cells, alt=t("alerts.owners_alt", area=page.area_name))
        st.caption(t("alerts.owners_note", day=found.as_of.isoformat()))
    return pl.DataFrame(
        [
            (_owner_name(page, line.owner, line.area, names), *line.counts.values(), line.total)
            for line in lines
        ],
        schema={"owner_name": pl.String, **dict.fromkeys((*BUCKETS, "total"), pl.Int64)},
        orient="row",
    )


def _owner_name(page: Page, owner: str, area: str, names: Mapping[str, str]) -> str:
    if owner in {"town", "village"} and area != page.area:
        return page.areas.name(area)
    if owner == "village" and page.level < 5:
        return t("alerts.owner_villages")
    return names.get(owner, owner)


# -- by rule, by place -----------------------------------------------------------------------------------------------------


def rules_table(page: Page, lines: list[RuleLine]) -> pl.DataFrame:
    """Draw what stands by rule; return what a workbook says of it."""
    shown = [line for line in lines if line.standing]
    st.subheader(t("alerts.rules_title"), anchor=False)
    if shown:
        shades = quality_tables.depths([line.open for line in shown])
        cells = [
            [
                Cell(f"{line.rule.id} {line.rule.name}", list_address(page, rule=line.rule.id, state=alerts.EVERY)),
                *(_count(page, line.by_severity[one], rule=line.rule.id, severity=one, state=alerts.EVERY) for one in rules.SEVERITIES),
                Cell(f"{line.open:,}", list_address(page, rule=line.rule.id), depth=shade, is_number=True),
                Cell("" if line.oldest is None else line.oldest.isoformat(), is_short=True),
                Cell(line.rule.owner),
            ]
            for line, shade in zip(shown, shades, strict=True)
        ]  # fmt: skip
        heads = [
            t("alerts.col_rule"), *(severity_text(one) for one in rules.SEVERITIES), t("alerts.col_open"),
            t("alerts.col_oldest"), t("alerts.col_owner"),
        ]  # fmt: skip
        quality_tables.table(heads, cells, alt=t("alerts.rules_alt", area=page.area_name))
    return pl.DataFrame(
        [
            (line.rule.id, line.rule.name, line.rule.sentence, *line.by_severity.values(), line.open, line.oldest, line.rule.owner)
            for line in shown
        ],
        schema={
            **dict.fromkeys(("rule_id", "rule", "sentence"), pl.String),
            **dict.fromkeys((*rules.SEVERITIES, "open"), pl.Int64), "oldest": pl.Date, "owner": pl.String,
        },
        orient="row",
    )  # fmt: skip


def places_table(page: Page, found: Standing) -> pl.DataFrame:
    """Draw what stands by township (of a county) or village (of a township); return what a workbook says of it."""
    column = {3: "town_code", 4: "division_code"}.get(page.level)
    if column is None:
        return pl.DataFrame(schema={"area_name": pl.String})
    counted = (
        found.rows.group_by(pl.col(column).fill_null(page.area).alias("area_code"))
        .agg(
            *((pl.col("severity") == one).sum().cast(pl.Int64).alias(one) for one in rules.SEVERITIES),
            ((pl.col("bucket") == "overdue") & (pl.col("state") != "closed"))
            .sum()
            .cast(pl.Int64)
            .alias("overdue"),
            (pl.col("state") != "closed").sum().cast(pl.Int64).alias("open"),
        )
        .sort("red", "orange", "yellow", "area_code", descending=[True, True, True, False])
    )
    names = [
        page.areas.name(code) if code in page.areas.by_code and code != page.area else t("alerts.county_itself" if page.level == 3 else "alerts.town_itself")
        for code in counted["area_code"]
    ]  # fmt: skip
    rows = counted.with_columns(pl.Series("area_name", names, dtype=pl.String))
    st.subheader(t("alerts.towns_title" if page.level == 3 else "alerts.villages_title"), anchor=False)
    if rows.is_empty():
        return rows
    shades = quality_tables.depths(rows["red"].to_list())
    cells = []
    for row, shade in zip(rows.iter_rows(named=True), shades, strict=True):
        code = row["area_code"]
        opens = code in page.areas.open_codes and code != page.area
        area = {"area": code} if opens else {}
        cells.append(
            [
                Cell(row["area_name"], address(page, area=code) if opens else ""),
                *(
                    _count(page, row[one], **area, severity=one, state=alerts.EVERY) if opens else Cell(f"{row[one] or ''}", is_number=True)
                    for one in rules.SEVERITIES
                ),
                _count(page, row["overdue"], **area, due="overdue") if opens else Cell(f"{row['overdue']:,}", is_number=True),
                _count(page, row["open"], **area) if opens else Cell(f"{row['open']:,}", is_number=True),
            ]
        )  # fmt: skip
        cells[-1][1] = Cell(cells[-1][1].text, cells[-1][1].href, depth=shade, is_number=True)
    heads = [
        t("alerts.col_area"), *(severity_text(one) for one in rules.SEVERITIES), t("alerts.card_overdue"), t("alerts.col_open"),
    ]  # fmt: skip
    quality_tables.table(heads, cells, alt=t("alerts.places_alt", area=page.area_name))
    st.caption(t("alerts.places_note"))
    return rows


def _count(page: Page, count: int, **where: str) -> Cell:
    return Cell(f"{count:,}" if count else "", list_address(page, **where) if count else "", is_number=True)


# -- the list --------------------------------------------------------------------------------------------------------------


def listed(page: Page, book: Records, found: Standing) -> Sheet | None:
    """Draw the list under the page's filters, 50 rows a page, and return its sheet (the first 5,000 rows).

    Leaders get alerts of households counted by rule and township: they see no lists of households.
    """
    asked = {
        "area": page.area,
        "month": page.month,
        "severity": page.value("severity"),
        "rule": page.value("rule"),
        "owner": page.value("owner"),
        "due": page.value("due"),
        "as_of": found.as_of,
    }
    state = str(page.value("state"))
    states = desk.alert_states(book, page.viewer)
    rows, total = _one_page(page, asked, state, states)
    if not total:
        st.info(t("alerts.list_none", area=page.area_name, month=page.month_name), title=t("empty.title"))
        return None
    _draw_list(page, rows)
    st.caption(t("alerts.as_of", day=found.as_of.isoformat()))
    whole = _of_state(
        alerts.with_states(page.ask("alerts/list", **asked, limit=MOST, offset=0), states), state
    )
    if page.viewer.role is Role.LEADER:
        whole = whole.filter(pl.col("hh_key").is_null())
    return t("alerts.sheet_list"), _worded(whole), headings("alerts", LIST_SHEET)


def _one_page(
    page: Page, asked: Mapping[str, object], state: str, states: pl.DataFrame
) -> tuple[pl.DataFrame, int]:
    """Return the rows of the page that is shown, and how many there are.

    Cut in SQL, unless the states of the database choose: then the list is joined with them and cut here.
    """
    if page.viewer.role is Role.LEADER:
        return _for_leaders(page, asked, state, states)
    chooses = state != alerts.EVERY and not (
        state == OPEN and states.filter(pl.col("state") == "closed").is_empty()
    )
    if not chooses:
        first = page.ask("alerts/list", **asked, limit=1, offset=0)
        total = int(first["total_rows"][0]) if first.height else 0
        offset = pager(total, size=ROWS) if total else 0
        rows = page.ask("alerts/list", **asked, limit=ROWS, offset=offset)
        return alerts.with_states(rows, states), total
    whole = page.ask("alerts/list", **asked, limit=1_000_000, offset=0)
    kept = _of_state(alerts.with_states(whole, states), state)
    offset = pager(kept.height, size=ROWS) if kept.height else 0
    return kept.slice(offset, ROWS), kept.height


def _for_leaders(
    page: Page, asked: Mapping[str, object], state: str, states: pl.DataFrame
) -> tuple[pl.DataFrame, int]:
    whole = page.ask("alerts/list", **asked, limit=1_000_000, offset=0)
    kept = _of_state(alerts.with_states(whole, states), state)
    of_households = kept.filter(pl.col("hh_key").is_not_null())
    if of_households.height:
        st.markdown(t("alerts.leader_counts", count=f"{of_households.height:,}"))
        _ages(of_households, asked["as_of"])
    others = kept.filter(pl.col("hh_key").is_null())
    if others.height:
        st.markdown(t("alerts.leader_others", count=f"{others.height:,}"))
    offset = pager(others.height, size=ROWS) if others.height else 0
    return others.slice(offset, ROWS), kept.height


def _ages(rows: pl.DataFrame, day: object) -> None:
    """Draw how many alerts of each rule are how old."""
    names = alerts.rule_names()
    days = (pl.lit(day) - pl.col("since")).dt.total_days()
    bounds = (0, *AGES, 1_000_000)
    counted = (
        rows.group_by("rule_id")
        .agg(
            pl.len().alias("count"),
            *(
                ((days >= low) & (days < high)).sum().alias(str(low))
                for low, high in zip(bounds, bounds[1:], strict=False)
            ),
        )
        .sort("count", "rule_id", descending=[True, False])
    )
    cells = [
        [
            Cell(names.get(row["rule_id"], row["rule_id"])),
            *(Cell(f"{row[str(low)]:,}" if row[str(low)] else "", is_number=True) for low in bounds[:-1]),
            Cell(f"{row['count']:,}", is_number=True),
        ]
        for row in counted.iter_rows(named=True)
    ]
    ages = [t("alerts.age_under", days=AGES[0])]
    ages += [t("alerts.age_between", low=low, high=high) for low, high in zip(AGES, AGES[1:], strict=False)]
    heads = [t("alerts.col_rule"), *ages, t("alerts.age_over", days=AGES[-1]), t("alerts.col_total")]
    quality_tables.table(heads, cells, alt=t("alerts.leader_alt"))


def _of_state(rows: pl.DataFrame, state: str) -> pl.DataFrame:
    if state == alerts.EVERY:
        return rows
    if state == OPEN:
        return rows.filter(pl.col("state") != "closed")
    return rows.filter(pl.col("state") == state)


def _draw_list(page: Page, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    heads = {name: t(f"alerts.col_{name}") for name in LIST_HEADS}
    head = "".join(f'<th scope="col">{html.escape(told)}</th>' for told in heads.values())
    body = "".join(
        _list_row(page, row, severity, heads)
        for row, severity in zip(_worded(rows).iter_rows(named=True), rows["severity"], strict=True)
    )
    alt = html.escape(t("alerts.list_alt", area=page.area_name, month=page.month_name))
    # On a phone every row is a card (style.css).
    st.html(
        f'<div class="sw-table sw-cards" tabindex="0"><table aria-label="{alt}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _list_row(page: Page, row: Mapping[str, str | None], severity: str, heads: Mapping[str, str]) -> str:
    due = row["days"] if row["due_at"] is None else f"{row['due_at']} {row['days']}"
    told = {
        "place": row["place"],
        "due_at": due,
        "state_name": row["state_name"],
        "owner": row["owner_name"],
        "message": row["message"],
    }
    cells = "".join(
        f'<td data-label="{html.escape(heads[name])}">{html.escape(text or "")}</td>'
        for name, text in told.items()
    )
    href = html.escape(address(page, alert=row["alert_key"]))
    name = f'<a href="{href}" target="_self">{html.escape(row["rule"] or "")}</a>'
    return f'<tr><th scope="row">{severity_html(severity)} {name}</th>{cells}</tr>'


def _worded(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of the list with words in place of codes, for the screen and the workbook."""
    names, known = alerts.rule_names(), rules.catalogue()
    dicts = rows.select("town_name", "village_name").to_dicts()
    # What is closed is late no more.
    days = [
        "" if state == "closed" else alerts.days_words(left)
        for left, state in rows.select("days_left", "state").iter_rows()
    ]
    owners = [known[one].owner if one in known else "" for one in rows["rule_id"]]
    return rows.with_columns(
        pl.col("rule_id").replace(names).alias("rule"),
        pl.col("severity").replace(dict(rules.SEVERITY_LABELS)),
        pl.Series("place", [alerts.place_name(one) for one in dicts], dtype=pl.String),
        pl.Series("days", days, dtype=pl.String),
        pl.Series("owner_name", owners, dtype=pl.String),
        pl.Series("state_name", [state_words(*one) for one in rows.select("state", "result", "rule_id").iter_rows()], dtype=pl.String),
    )  # fmt: skip


def state_words(state: str, result: str | None, rule_id: str) -> str:
    """Return a state as a person reads it, the result of its verification with it."""
    label = desk.ALERT_STATE_LABELS[desk.AlertState(state)]
    return (
        label if result is None else t("alerts.state_with", state=label, result=result_words(result, rule_id))
    )


def result_words(result: str, rule_id: str) -> str:
    """Return what a verification found: 纳入 where the right end is monitoring, else 属实; or 不符合."""
    if result == desk.AlertResult.NOT_APPLICABLE:
        return t("alerts.result_not_applicable")
    known = rules.catalogue().get(rule_id)
    leads = known.leads_to if known else "mending"
    return t(f"alerts.result_{leads}")


# -- headings of the workbook ----------------------------------------------------------------------------------------------


def owner_heads() -> dict[str, str]:
    return {"owner_name": t("alerts.col_owner_name"), **alerts.bucket_names(), "total": t("alerts.col_total")}


def rule_heads() -> dict[str, str]:
    return (
        headings("alerts", "rule_id rule sentence")
        | dict(rules.SEVERITY_LABELS)
        | headings("alerts", "open oldest owner")
    )


def place_heads() -> dict[str, str]:
    names = {"area_name": t("alerts.col_area"), **rules.SEVERITY_LABELS}
    return names | {"overdue": t("alerts.card_overdue"), "open": t("alerts.col_open")}
