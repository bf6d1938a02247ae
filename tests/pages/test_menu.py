"""Who finds which pages in the menu, and that the others stay within reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouwang.access.viewers import viewer_named
from shouwang.config import PAGES
from shouwang.i18n import t
from shouwang.ui.menu import FIGURES, beyond, visible
from tests.pages.opening import FILES, MAIN, Open, texts

COUNTY = "420281"
NAMES = {page.stem for page in FILES}


def _visible(viewer: str) -> list[str]:
    return visible(viewer_named(viewer, COUNTY), PAGES)


def test_a_leader_sees_six_pages() -> None:
    assert _visible("county_leader") == list(FIGURES)
    assert len(FIGURES) == 6


def test_an_analyst_sees_all_but_the_desk_of_those_who_report() -> None:
    assert set(_visible("analyst")) == NAMES - {"reporting"}


def test_a_township_head_sees_the_own_desk_and_no_versions() -> None:
    assert set(_visible("town:420281107")) == NAMES - {"versions"}


@pytest.mark.parametrize("viewer", ["county_leader", "town:420281107"])
def test_what_is_hidden_can_still_be_opened(viewer: str, demo_store: Path, run_page: Open) -> None:
    test = run_page(MAIN, demo_store, viewer)
    assert not test.exception
    test.switch_page(str(PAGES / "quality.py")).run()
    assert not test.exception
    assert test.title[0].value == t("app.page_quality")


def test_the_overview_has_a_line_of_links_to_the_pages_a_leader_does_not_see_in_the_menu(
    demo_store: Path, run_page: Open
) -> None:
    leader = viewer_named("county_leader", COUNTY)
    assert {"quality", "progress"} <= set(beyond(leader, PAGES))
    assert t("app.more_pages") in texts(run_page(MAIN, demo_store, "county_leader"))
    assert t("app.more_pages") not in texts(run_page(MAIN, demo_store, "data_steward"))
