"""Where borders changed a page offers both; where they did not, nothing is in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouwang.publishing import marts
from shouwang.schema import TABLES
from shouwang.store import Store
from tests.pages.opening import PAGES, Open, texts
from tests.queries.conftest import _parts, frame_of
from tests.queries.test_borders import CHANGES, COUNTY, DIVISION, EAST, HOUSEHOLDS, WEST


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a county in which 东镇 was merged into 西镇 in June 2023."""
    store = Store.create(tmp_path_factory.mktemp("changed") / "store", COUNTY, is_demo=True, salt="s")
    tables = {"division": DIVISION, "division_change": CHANGES, "household_month": HOUSEHOLDS}
    with store.stage() as staging:
        for name, text in tables.items():
            for part, frame in _parts(TABLES[name], frame_of(TABLES[name], text)).items():
                staging.add(name, part, frame)
        marts.compute(staging, lambda *_: None)
        staging.commit(author="drawn", reason="test")
    return store.root


def test_a_county_without_changes_is_not_asked(demo_store: Path, run_page: Open) -> None:
    told = texts(run_page(PAGES / "monitoring.py", demo_store, "county_leader"))
    assert "按现区划" not in told
    assert "按当时区划" not in told


def test_a_months_own_townships_are_a_choice_and_a_chip(changed: Path, run_page: Open) -> None:
    now = run_page(PAGES / "monitoring.py", changed, "analyst", month="2023-05")
    then = run_page(PAGES / "monitoring.py", changed, "analyst", month="2023-05", borders="then")
    assert not now.exception
    assert not then.exception
    assert "东镇" not in texts(now)
    assert "东镇" in texts(then)
    assert "按当时区划 ✕" in texts(then)


def test_an_old_code_in_the_address_leads_to_the_township_of_today(changed: Path, run_page: Open) -> None:
    page = run_page(PAGES / "monitoring.py", changed, "analyst", month="2023-06", area=EAST)
    assert "现在显示的是“西镇”" in texts(page)
    assert page.query_params["area"] in (WEST, [WEST])


def test_borders_that_are_not_known_are_told(changed: Path, run_page: Open) -> None:
    assert "“soon”不认识" in texts(run_page(PAGES / "monitoring.py", changed, "analyst", borders="soon"))
