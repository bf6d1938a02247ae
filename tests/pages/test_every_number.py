"""Every number that can be opened, on every page, at county, township and village: its rows count, or add up, to it.

Pages are found by their files, so a new page is held to it from its first day. A page is opened twice (its charts, then the
tables behind them); of its links an even share is followed.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from shouwang import queries
from shouwang.access import Viewer
from shouwang.access.viewers import viewer_named
from shouwang.reference.rows import rows_query
from shouwang.store import Snapshot, Store
from shouwang.ui import figures
from shouwang.ui.listing import split_rows
from shouwang.ui.rows import amount
from tests.pages.opening import FILES, Open, texts

AREAS = {"county": "420281", "township": "420281107", "village": "420281107201"}
MOST = 80  # links followed of one page and level
# About files and versions, or made of lists: nothing in them is counted from rows of the county's tables.
WITHOUT = {"reporting", "versions", "progress", "household", "report"}
# Their numbers open a list of the same page, under filters of its own.
BY_VIEW = {"quality", "alerts"}
LINK = re.compile(r'<a href="(\?[^"]*)"[^>]*>([^<]*)</a>')
SIGNS = {"万": 1e4, "%": 0.01, "百分点": 0.01, "‰": 0.001}
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Opened:
    """A number as it is shown (text of a cell, or the value of a bar) and the address behind it."""

    shown: str | float
    address: str

    @property
    def asked(self) -> dict[str, str]:
        return dict(parse_qsl(self.address.lstrip("?")))


def _links(test: AppTest) -> Iterator[Opened]:
    for element in test.get("html"):
        for href, text in LINK.findall(element.proto.body):  # type: ignore[attr-defined]
            address = html.unescape(href)
            if "rows=" in address or "card=" in address:
                yield Opened(html.unescape(text), address)


def _bars(test: AppTest) -> Iterator[Opened]:
    for element in test.get("plotly_chart"):
        for trace in json.loads(element.proto.spec)["data"]:  # type: ignore[attr-defined]
            values = trace.get("x" if trace.get("orientation") == "h" else "y") or []
            for value, data in zip(values, trace.get("customdata") or [], strict=False):
                told = data[-1] if isinstance(data, list) and data else None
                if isinstance(told, str) and value is not None and ("rows=" in told or "card=" in told):
                    yield Opened(value, told)


def _opened(page: Path, store: Path, area: str, run_page: Open) -> tuple[list[Opened], list[str]]:
    """Return what a page's numbers open, and the indicators of its cards."""
    test = run_page(page, store, "analyst", area=area)
    assert not test.exception
    found = [*_bars(test), *_links(test)]
    cards = [str(one.key).removeprefix("card.") for one in test.button if str(one.key).startswith("card.")]
    switches = [one for one in test.segmented_control if str(one.key).endswith(".view")]
    for switch in switches:
        switch.set_value("table")
    if switches:
        test.run()
        assert not test.exception
        found += _links(test)
    return list({(one.address, one.shown): one for one in found}.values()), cards


def _share(found: list[Opened]) -> list[Opened]:
    """Return at most ``MOST`` of the links, an even share of each kind (query or indicator, and what is asked of it)."""
    kinds: dict[str, list[Opened]] = {}
    for one in found:
        asked = one.asked
        kind = asked.get("card") or f"{asked['rows']} {asked.get('sum')} {sorted(asked)}"
        kinds.setdefault(kind, []).append(one)
    each = max(1, MOST // max(1, len(kinds)))
    return [one for held in kinds.values() for one in held[:: max(1, -(-len(held) // each))]]


def _numbers(shown: str | float) -> tuple[float, float]:
    """Return a number as it is shown and by how much it may be rounded: 383.03万元 is 3,830,300 give or take 50."""
    if not isinstance(shown, str):
        return float(shown), 0.5 if float(shown).is_integer() else 0.005
    found = NUMBER.search(shown)
    assert found is not None, f"no number in {shown!r}"
    digits = found[0].replace(",", "")
    after = shown[found.end() : found.end() + 4]
    scale = next((by for sign, by in SIGNS.items() if sign in after), 1.0)
    decimals = len(digits.partition(".")[2])
    return abs(float(digits)) * scale, 0.501 * 10**-decimals * scale


def _agrees(shown: str | float, counted: float | None) -> bool:
    if isinstance(shown, str) and NUMBER.search(shown) is None:
        return True  # 未报, or hidden because so few
    number, slack = _numbers(shown)
    # A bar of money is drawn in 万元, a rate in per cent.
    scales = (1.0,) if isinstance(shown, str) else (1.0, 1e-4, 100.0)
    return counted is not None and any(abs(abs(number) - abs(counted) * scale) <= slack for scale in scales)


def _rows_number(asked: dict[str, str], viewer: Viewer, snapshot: Snapshot) -> float | None:
    query = queries.find(f"rows/{asked['rows']}")
    takes = {param.name: param for param in query.params}
    given = {name[2:]: text for name, text in asked.items() if name.startswith("r.")}
    assert set(given) <= set(takes), f"rows/{asked['rows']} does not take {set(given) - set(takes)}"
    params = {name: takes[name].convert(text) for name, text in given.items()}
    kept, _ = split_rows(queries.run(query.name, viewer=viewer, snapshot=snapshot, **params))
    return amount(kept, asked.get("sum", "rows"))


def _card_faults(
    card: str, area: str, month: date, viewer: Viewer, snapshot: Snapshot, shown: str | float = ""
) -> str | None:
    """Return what is wrong between what is shown, the indicator's figure and its rows."""
    name = rows_query(card)
    point = figures.window(viewer, snapshot, area, month, month).get(card, {}).get(month)
    if point is None or point.value is None:
        return None
    if shown != "" and not _agrees(shown, point.value):
        return f"{card} in {area}: {shown} shown, {point.value} in the mart"
    if name is None:
        return None
    takes = {param.name for param in queries.find(name).params}
    wanted: dict[str, Any] = {"area": area, "month": month, "indicator": card}
    asked = {key: value for key, value in wanted.items() if key in takes}
    kept, _ = split_rows(queries.run(name, viewer=viewer, snapshot=snapshot, **asked))
    if "amount" in kept.columns:
        said = point.value if point.numerator is None else point.numerator
        counted = float(kept.get_column("amount").cast(pl.Float64).sum())
    else:  # a median: the rows are what it was taken of
        said = point.value if point.denominator is None else point.denominator
        counted = float(kept.height)
    return None if abs(said - counted) < 0.01 else f"{card} in {area}: {said:,} said, {counted:,} in {name}"


@pytest.mark.parametrize("page", FILES, ids=[page.stem for page in FILES])
@pytest.mark.parametrize("level", AREAS)
def test_every_number_opens_the_rows_it_counts(
    page: Path, level: str, demo_store: Path, run_page: Open
) -> None:
    store = Store.open(demo_store)
    snapshot, viewer = store.snapshot(), viewer_named("analyst", store.county)
    latest = date.fromisoformat(f"{snapshot.months('indicator_month')[-1]}-01")
    found, cards = _opened(page, demo_store, AREAS[level], run_page)
    if level == "county":
        assert found or page.stem in WITHOUT | BY_VIEW, "no number of this page can be opened"
    wrong = [_card_faults(card, AREAS[level], latest, viewer, snapshot) for card in dict.fromkeys(cards)]
    for one in _share(found):
        asked = one.asked
        if "rows" in asked:
            counted = _rows_number(asked, viewer, snapshot)
            if not _agrees(one.shown, counted):
                wrong.append(f"{one.shown} shown, {counted} in {one.address}")
            continue
        month = date.fromisoformat(f"{asked.get('month', f'{latest:%Y-%m}')}-01")
        wrong.append(_card_faults(asked["card"], asked["area"], month, viewer, snapshot, one.shown))
    assert [line for line in wrong if line] == []


@pytest.mark.parametrize("name", sorted(BY_VIEW))
def test_a_number_that_opens_a_view_of_its_page_finds_as_many_there(
    name: str, demo_store: Path, run_page: Open
) -> None:
    """An even share of eight: the list that opens says how many rows it has; 0.51(7/1,377) counts 7."""
    page = next(one for one in FILES if one.stem == name)
    test = run_page(page, demo_store, "analyst")
    links = [one for element in test.get("html") for one in LINK.findall(element.proto.body)]  # type: ignore[attr-defined]
    counted = [
        (text, dict(parse_qsl(html.unescape(href)[1:])))
        for href, text in links
        if NUMBER.match(text) and "view=" in href
    ]
    assert len(counted) > 8
    for text, asked in counted[:: len(counted) // 8]:
        listed = texts(run_page(page, demo_store, "analyst", **asked))
        expected = text.partition("(")[2].partition("/")[0] or NUMBER.findall(text)[0]
        assert re.search(rf"共{expected}行", listed), (text, asked)


@pytest.mark.parametrize(
    ("shown", "counted", "agrees"),
    [
        ("1,234", 1234, True), ("1,234", 1235, False), ("383.03万元", 3830300, True), ("383.03万元", 3830400, False),
        ("45.3%", 0.4533, True), ("45.3%", 0.454, False), ("44户136人", 44, True), ("-3", 3, True), ("12.5", 12.46, True),
        ("+1.2个百分点", 0.012, True), (3.83, 38300.0, True), (7, 8, False), ("3", None, False),
    ],
)  # fmt: skip
def test_rounding_is_forgiven_and_nothing_else(
    shown: str | float, counted: float | None, agrees: bool
) -> None:
    assert _agrees(shown, counted) is agrees
