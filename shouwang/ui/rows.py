"""What a number opens: ``Rows`` names the query that lists exactly what was counted; here it becomes an address and is read again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, quote_plus

import polars as pl

from shouwang import queries
from shouwang.charts import Figure
from shouwang.errors import ConfigError
from shouwang.i18n import t
from shouwang.queries import Query
from shouwang.reference import catalogue
from shouwang.ui import state
from shouwang.ui.view import Page

FOLDER = "rows"
ASKED, SUM, CARD, PREFIX = "rows", "sum", "card", "r."
HOW: Mapping[str, Callable[[pl.Series], Any]] = {
    "": lambda held: held.sum(),
    "median": lambda held: held.median(),
    "p90": lambda held: held.quantile(0.9, "linear"),
    "mean": lambda held: held.mean(),
    "max": lambda held: held.max(),
}
KEYS = (ASKED, SUM, CARD)
_PLAIN = re.compile(r"[A-Za-z0-9_.-]*")
_NAME = re.compile(r"[a-z0-9_]+")
# What a click on a chart may put in the address: it comes from the browser.
_CLICKED = re.compile(r"area|month|card|rows|sum|r\.[a-z_]+")


class Rows:
    """The rows behind a number that is no indicator: a query under ``rows/`` and what it is asked with.

    Args:
        query: ``rows/<name>``. It lists every row that was counted; rows with ``dropped_by`` do not count.
        counts: ``rows`` where the number counts rows, else the column to be added up; ``days.median``, ``.p90``, ``.mean``
            and ``.max`` are taken of a column.
        params: the query's parameters: ``"@column"`` takes the value from the row of the number (the code, also where
            ``ui.labelled`` put words in its place), anything else is taken as it stands, None asks for all. ``area`` is the
            row's ``area_code`` or the page's area, ``month`` the page's month, where they are not given.
    """

    def __init__(self, query: str, counts: str = "rows", **params: object) -> None:
        if not query.startswith(f"{FOLDER}/"):
            raise ConfigError(f"点开数字只能用 {FOLDER}/ 下的查询，不能用“{query}”。")
        self.query = query
        self.counts = counts
        self.params = params
        self._takes = {param.name for param in queries.find(query).params}

    def asked(self, row: Mapping[str, Any], page: Page) -> dict[str, object] | None:
        """Return the parameters for the number of a row; None where the row does not say one of them."""
        given = {"area": row.get("area_code") or page.area, "month": page.month}
        found = {name: value for name, value in given.items() if name in self._takes}
        for name, value in self.params.items():
            if isinstance(value, str) and value.startswith("@"):
                column = value[1:]
                value = row[f"{column}.code"] if f"{column}.code" in row else row[column]
                if value is None:
                    return None
            if value is None:
                found.pop(name, None)
            else:
                found[name] = value
        return found

    def address(self, row: Mapping[str, Any], page: Page) -> dict[str, str] | None:
        """Return what is put in the address to open the rows of a row's number; None where they cannot be opened."""
        asked = self.asked(row, page)
        area = row.get("area_code")
        if asked is None or (isinstance(area, str) and not page.reaches(area)):
            return None
        told = {ASKED: self.query.removeprefix(f"{FOLDER}/")}
        if self.counts != "rows":
            told[SUM] = self.counts
        return told | {f"{PREFIX}{name}": _text(value) for name, value in asked.items()}


def amount(rows: pl.DataFrame, counts: str) -> float | None:
    """Return the number that rows stand for (those that count): how many they are, or what is made of a column."""
    if counts == "rows":
        return rows.height
    column, _, how = counts.partition(".")
    found = HOW[how](rows.get_column(column).cast(pl.Float64))
    return None if found is None else float(found)


Opens = Mapping[str, Rows]
Cards = Mapping[str, str]
Links = dict[tuple[int, str], str]


def addresses(
    rows: pl.DataFrame, page: Page | None, cards: Cards | None, opens: Opens | None
) -> dict[tuple[int, str], dict[str, str]]:
    """Return (row, column) -> what its number puts in the address: its indicator's card, or its rows."""
    found: dict[tuple[int, str], dict[str, str]] = {}
    if page is None or not (cards or opens):
        return found
    for number, row in enumerate(rows.iter_rows(named=True)):
        area = row.get("area_code") or page.area
        for name, card in (cards or {}).items():
            one = row[card[1:]] if card.startswith("@") else card
            if row.get(name) is not None and one is not None and page.reaches(area):
                found[number, name] = {"area": area, CARD: one}
                if isinstance(row.get("stat_month"), date):
                    found[number, name]["month"] = f"{row['stat_month']:%Y-%m}"
        for name, behind in (opens or {}).items():
            if row.get(name) is not None and (told := behind.address(row, page)) is not None:
                found[number, name] = told
    return found


def links(rows: pl.DataFrame, page: Page | None, cards: Cards | None, opens: Opens | None) -> Links:
    """Return (row, column) -> address of the page with that number opened."""
    if page is None:
        return {}
    kept = {name: value for name, value in state.query().items() if not is_opening(name)}
    here = {**kept, **page.where()}
    found = addresses(rows, page, cards, opens)
    return {cell: "?" + encoded({**here, **told}) for cell, told in found.items()}


def linked(
    figure: Figure, page: Page | None, cards: Cards | None, opens: Opens | None
) -> tuple[Figure, bool]:
    """Return the figure with what each bar opens as its last ``customdata``, and whether any bar opens something."""
    drawn = figure.rows
    if drawn is None or page is None or not (cards or opens):
        return figure, False
    shown = {points.column for points in figure.points if points is not None}
    own_cards = {name: one for name, one in (cards or {}).items() if name in shown}
    own_opens = {name: one for name, one in (opens or {}).items() if name in shown}
    found = addresses(drawn, page, own_cards, own_opens)
    if not found:
        return figure, False
    traces = []
    for trace, points in zip(figure.traces, figure.points, strict=True):
        if points is None:
            traces.append(trace)
            continue
        held = trace.get("customdata") or [[] for _ in points.rows]
        told = [
            "" if number is None else encoded(found.get((number, points.column), {}))
            for number in points.rows
        ]
        traces.append({**trace, "customdata": [[*one, text] for one, text in zip(held, told, strict=True)]})
    return Figure(traces, figure.layout_of, drawn, figure.points, figure.along), True


def encoded(told: Mapping[str, str]) -> str:
    """Return ``urlencode(told)``; codes, months and numbers need no quoting, and a page has hundreds of them."""
    return "&".join(
        f"{name}={text if _PLAIN.fullmatch(text) else quote_plus(text)}" for name, text in told.items()
    )


def clicked(customdata: object) -> dict[str, str]:
    """Return what a clicked bar puts in the address; nothing for anything but what ``linked`` wrote."""
    told = customdata[-1] if isinstance(customdata, list) and customdata else ""
    pairs = parse_qsl(told) if isinstance(told, str) else []
    return {name: value for name, value in pairs if _CLICKED.fullmatch(name)}


def is_opening(name: str) -> bool:
    """Say whether a key of the address opens a drawer."""
    return name in KEYS or name.startswith(PREFIX)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value:%Y-%m}" if value.day == 1 else value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@dataclass(frozen=True)
class Asked:
    """What the address asks to open: an indicator's card or the rows of a query, with what was wrong with it."""

    card: str | None = None
    query: Query | None = None
    counts: str = "rows"
    params: Mapping[str, object] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()


def read_asked(page: Page) -> Asked | None:
    """Return what the address asks to open; what cannot be opened is taken out of it and told among the page's notes."""
    name, card = state.get(ASKED), state.get(CARD)
    if name is None:
        state.clear([key for key in state.query() if key == SUM or key.startswith(PREFIX)])
        if card is None:
            return None
        if card in catalogue().indicators:
            return Asked(card=card)
        state.put(CARD, None)
        page.notes.append(t("card.unknown", asked=card[:40]))
        return None
    found = _rows_asked(page, name)
    if isinstance(found, Asked):
        page.notes.extend(found.wrong)
        return found
    page.notes.append(found)
    close()
    return None


def _rows_asked(page: Page, name: str) -> Asked | str:
    """Return what is asked, or the line that says why it cannot be."""
    full = f"{FOLDER}/{name}"
    if not _NAME.fullmatch(name) or full not in queries.names():
        return t("rows.drawer_unknown", asked=name[:40])
    query = queries.find(full)
    given: dict[str, object] = {"area": page.area, "month": page.month}
    takes = {param.name: param for param in query.params}
    params = {key: value for key, value in given.items() if key in takes}
    wrong = []
    for key, text in state.query().items():
        if not key.startswith(PREFIX):
            continue
        param = takes.get(key.removeprefix(PREFIX))
        if param is None:
            wrong.append(t("rows.drawer_unknown_param", asked=key[len(PREFIX) :][:20]))
            continue
        try:
            params[param.name] = param.convert(text)
        except (ValueError, KeyError):
            return t("rows.drawer_unreadable", name=param.name, asked=text[:20])
    missing = [one.name for one in query.params if not one.optional and params.get(one.name) is None]
    if missing:
        return t("rows.drawer_missing", names="、".join(missing))
    counts = state.get(SUM) or "rows"
    column, _, how = counts.partition(".")
    if counts != "rows" and (column not in dict(query.columns) or how not in HOW):
        return t("rows.drawer_no_column", asked=counts[:20])
    return Asked(query=query, counts=counts, params=params, wrong=tuple(wrong))


def close() -> None:
    """Take what opens a drawer out of the address."""
    state.clear([key for key in state.query() if is_opening(key)])
