"""docs/demo.md says what the demo shows: every figure of its tables is asked of the product and compared."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.config import ROOT
from shouwang.store import Store

COUNTY = Viewer("test", "测试", Role.ANALYST, Scope.of("420281"))


def figures_of(town: str) -> dict[str, float]:
    """Return id -> value of the township's table in the document."""
    text = (ROOT / "docs" / "demo.md").read_text("utf-8")
    section = text.split(f"{town}\n", 1)[1].split("\n### ", 1)[0]
    rows = re.findall(r"^\| `([a-z0-9_.]+)` \| ([\d,.]+) \|", section, re.MULTILINE)
    return {indicator: float(value.replace(",", "")) for indicator, value in rows}


@pytest.mark.parametrize(("town", "at_least"), [("420281107", 50), ("420281101", 50)])
def test_the_document_lists_what_the_query_shows(demo_store: Path, town: str, at_least: int) -> None:
    printed = figures_of(town)
    assert len(printed) >= at_least
    rows = queries.run(
        "overview/indicator_values",
        viewer=COUNTY,
        snapshot=Store.open(demo_store).snapshot(),
        area=town,
        month=date(2023, 11, 1),
    )
    shown = dict(rows.select("indicator_id", "value").iter_rows())
    assert {indicator: round(shown.get(indicator, -1), 4) for indicator in printed} == printed
