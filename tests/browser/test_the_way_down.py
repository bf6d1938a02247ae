"""From the county down to a household in a real browser and Back; bars that open their rows or become a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from shouwang.i18n import t
from tests.browser.running import Visit, serving, settled

pytestmark = pytest.mark.browser
TOWN = "420281107"
DIALOG = "[role=dialog]"


@pytest.fixture(scope="module")
def analysts(demo_store: Path) -> Iterator[str]:
    with serving(demo_store, "analyst") as address:
        yield address


def _view(seen: Visit) -> tuple[str, str, str]:
    """Return page, area and status of the address."""
    settled(seen.page)
    parts = urlsplit(seen.page.url)
    asked = parse_qs(parts.query)
    return parts.path.strip("/"), asked.get("area", [""])[0], asked.get("status", [""])[0]


def _click(seen: Visit, place: str, which: str = "first") -> None:
    target = getattr(seen.page.locator(place), which)
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.page.wait_for_timeout(400)
    settled(seen.page)


def test_down_to_a_household_and_back_with_the_filter_kept(
    analysts: str, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{analysts}/monitoring?status=active")
    views = [_view(seen)]
    _click(seen, f"[class*=st-key-link-{TOWN}] button")
    views.append(_view(seen))
    _click(seen, f"[class*=st-key-link-{TOWN}] button")
    views.append(_view(seen))
    village = views[-1][1]
    assert views == [("monitoring", area, "active") for area in ("", TOWN, village)]
    assert len(village) == 12
    box = seen.page.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
    seen.page.mouse.click(box["x"] + 45, box["y"] + 52)
    seen.page.wait_for_url("**/household?*")
    settled(seen.page)
    assert "hh=" in seen.page.url
    assert t("household.this", hh="").split()[0].strip("*") in seen.page.inner_text("[data-testid=stMain]")
    back = []
    for _ in range(5):  # Streamlit leaves one view more when a row of a list opens a page
        seen.page.go_back()
        seen.page.wait_for_timeout(500)
        view = _view(seen)
        if not back or back[-1] != view:
            back.append(view)
        if view == views[0]:
            break
    assert back == views[::-1]
    assert seen.complaints == []


def test_a_number_opens_its_rows_and_back_closes_them(analysts: str, visit: Callable[..., Visit]) -> None:
    seen = visit(f"{analysts}/below_10k?area={TOWN}")
    seen.page.locator(".sw-table a[href*='rows=']").first.click()
    seen.page.locator(DIALOG).wait_for()
    assert "rows=below_line" in seen.page.url
    assert t("card.sql") in seen.page.inner_text(DIALOG)
    seen.page.keyboard.press("Escape")
    seen.page.locator(DIALOG).wait_for(state="detached")
    settled(seen.page)
    assert "rows=" not in seen.page.url
    assert seen.complaints == []


def test_a_bar_opens_its_rows_and_another_becomes_a_filter_that_a_second_click_takes_away(
    analysts: str, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{analysts}/monitoring?area={TOWN}")
    bars = "[class*=st-key-chart-monitoring-{}] .bars .point path"
    _click(seen, bars.format("causes"))
    assert "risk=" in seen.page.url
    chips = seen.page.locator("[class*=st-key-chip-risk]")
    assert chips.count() == 1
    _click(seen, bars.format("causes"))
    assert "risk=" not in seen.page.url
    _click(seen, bars.format("stock"), "last")
    seen.page.locator(DIALOG).wait_for()
    assert "rows=monitored" in seen.page.url
    assert seen.complaints == []
