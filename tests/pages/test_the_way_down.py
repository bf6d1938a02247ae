"""The way up, down and aside: crumbs with their siblings, and filters that come along."""

from __future__ import annotations

from pathlib import Path

from shouwang.ui import state
from tests.pages.opening import MAIN, PAGES, Open, texts

VILLAGE = "420281107201"


def _area(test: object) -> str | None:
    found = test.query_params.get("area")  # type: ignore[attr-defined]
    return found[0] if isinstance(found, list) else found


def test_a_village_has_its_neighbours_and_keeps_the_filters(demo_store: Path, run_page: Open) -> None:
    test = run_page(PAGES / "monitoring.py", demo_store, "analyst", area=VILLAGE, status="active", p="3")
    test.button(key="path.step1").click().run()
    assert not test.exception
    beside = _area(test)
    assert beside is not None
    assert beside[:9] == VILLAGE[:9]
    assert beside > VILLAGE
    assert test.query_params["status"] in ("active", ["active"])
    assert "p" not in test.query_params
    test.button(key="path.step-1").click().run()
    assert _area(test) == VILLAGE


def test_a_crumb_offers_its_siblings_of_the_viewers_scope(demo_store: Path, run_page: Open) -> None:
    keys = {
        one.key
        for one in run_page(PAGES / "funds.py", demo_store, "analyst", area=VILLAGE).get("menu_button")
    }
    assert {"aside.420281107", f"aside.{VILLAGE}"} <= keys
    head = run_page(PAGES / "funds.py", demo_store, "town:420281107", area=VILLAGE)
    assert {one.key for one in head.get("menu_button")} & {"aside.420281107", f"aside.{VILLAGE}"} == {
        f"aside.{VILLAGE}"
    }


def test_the_first_and_the_last_village_have_one_neighbour(demo_store: Path, run_page: Open) -> None:
    test = run_page(PAGES / "funds.py", demo_store, "analyst", area="420281001001")
    assert test.button(key="path.step-1").disabled
    assert not test.button(key="path.step1").disabled


def test_a_filter_comes_along_to_a_page_that_has_it(demo_store: Path, run_page: Open) -> None:
    """Both pages have a filter ``type``; 突发 is a code of one of them alone, so it waits."""
    test = run_page(MAIN, demo_store, "analyst", area="420281107")
    memory = test.session_state[state._MEMORY]  # noqa: SLF001  what the session remembers is what is tested
    memory.update(page="somewhere", filters={"show": "below_10k_hh", "type": "sudden"})
    test.query_params.clear()
    test.run()
    assert test.query_params["show"] in ("below_10k_hh", ["below_10k_hh"])
    assert "type" not in test.query_params
    assert _area(test) == "420281107"


def test_back_brings_nothing_along(demo_store: Path, run_page: Open) -> None:
    test = run_page(MAIN, demo_store, "analyst")
    memory = test.session_state[state._MEMORY]  # noqa: SLF001
    memory["trail"].append(("monitoring", {"area": "420281107"}))
    memory.update(page="monitoring", filters={"show": "below_10k_hh"}, shared={"area": "420281107"})
    memory["entered_with_query"] = True
    test.run()
    assert "show" not in test.query_params
    assert _area(test) is None


def test_a_filter_that_waits_is_not_told_as_wrong(demo_store: Path, run_page: Open) -> None:
    assert "没有按它筛选" not in texts(run_page(MAIN, demo_store, "analyst", area="420281107"))
