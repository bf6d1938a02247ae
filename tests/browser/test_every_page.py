"""Every page in a real browser, wide and narrow, with the network cut."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from shouwang.config import PAGES
from shouwang.i18n import t
from tests.browser.running import Visit, serving, settled
from tests.browser.wire import elements, visiting

pytestmark = pytest.mark.browser
NAMES = sorted(path.stem for path in PAGES.glob("[!_]*.py"))

# Words in Latin letters that a county official knows (endings of files that can be handed in among them), or that are names.
ALLOWED = {"xlsx", "xls", "csv", "sql", "Excel", "WPS", "docx", "pdf", "txt", "html"}

# The words of a page without those of icons (a font draws expand_more as an arrow) and those that are not displayed
# (the upload field's own, in whose place the style sheet puts ours).
WORDS = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const gone = [...main.querySelectorAll('[data-testid=stFileUploaderDropzone] *')];
  gone.forEach(e => e.toggleAttribute('data-gone', getComputedStyle(e).display === 'none'));
  const copy = main.cloneNode(true);
  copy.querySelectorAll('[data-gone]').forEach(e => e.remove());
  copy.querySelectorAll('[data-testid=stIconMaterial], style').forEach(e => e.remove());
  return copy.textContent;
}"""

# Texts that are cut: an element that hides its overflow and is narrower than its text, or that sticks out of the window.
CUT = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const scrolls = e => { for (; e; e = e.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(e).overflowX) &&
      e.scrollWidth > e.clientWidth + 1 && !['stMain', 'stAppViewContainer'].includes(e.dataset.testid)) return true; return false; };
  for (const e of document.querySelectorAll('[data-testid=stMain] *')) {
    if (e.children.length || !(e.textContent || '').trim()) continue;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || style.visibility === 'hidden' || style.opacity === '0') continue;
    const hides = style.overflowX !== 'visible' || style.textOverflow === 'ellipsis';
    if (hides && e.scrollWidth > e.clientWidth + 1) found.push('cut: ' + e.textContent.trim());
    else if ((box.right > wide + 1 || box.left < -1) && !scrolls(e)) found.push('outside: ' + e.textContent.trim());
  }
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    const frame = plot.getBoundingClientRect();
    for (const text of plot.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.width && (box.left < frame.left - 2 || box.right > frame.right + 2)) found.push('chart: ' + text.textContent);
    }
  }
  return found;
}"""


def _cut(page: Page) -> list[str]:
    """Return what is cut or outside once the page has come to rest (its last tables are laid out after they are there)."""
    found: list[str] = []
    for _ in range(20):
        found = page.evaluate(CUT)
        if not found:
            break
        page.wait_for_timeout(500)
    return found


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_nothing_outside_and_cuts_no_text(
    name: str, width: int, demo_server: str, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{demo_server}/{name}", width)
    body = seen.page.inner_text("[data-testid=stMain]")
    assert t(f"app.page_{name}") in body
    assert t("empty.fault") not in body.splitlines()  # the title of a fault stands alone
    assert seen.outside == []
    assert seen.complaints == []
    assert seen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert _cut(seen.page) == []
    words = re.sub(r"[0-9a-f]{12}", "", seen.page.evaluate(WORDS))  # household keys
    strange = set(re.findall(r"[A-Za-z]{3,}", words)) - ALLOWED
    assert strange == set()


def test_area_and_month_travel_through_the_menu(demo_server: str, visit: Callable[..., Visit]) -> None:
    seen = visit(f"{demo_server}/overview?area=420281107&month=2023-06")
    other = "funds"
    seen.page.get_by_test_id("stSidebarNav").get_by_text(t(f"app.page_{other}"), exact=True).click()
    seen.page.wait_for_url(f"**/{other}?*")
    settled(seen.page)
    assert "area=420281107" in seen.page.url
    assert "month=2023-06" in seen.page.url


def test_a_card_opens_the_card_of_its_number(demo_server: str, visit: Callable[..., Visit]) -> None:
    seen = visit(f"{demo_server}/overview")
    seen.page.locator("[class*=st-key-card-] button").first.click()
    drawer = seen.page.get_by_role("dialog")
    drawer.wait_for()
    told = drawer.inner_text()
    assert t("card.formula") in told
    assert t("bar.version", version=1)[2:] in told
    assert seen.complaints == []


def test_a_download_is_a_workbook_with_its_filters(
    demo_server: str, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    import openpyxl

    seen = visit(f"{demo_server}/overview?area=420281107&month=2023-06")
    with seen.page.expect_download() as waiting:
        seen.page.get_by_text(t("chart.download")).click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    cover = {
        row[0]: row[1] for row in openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True)
    }
    assert cover[t("bar.area_town")] == "刘仁八镇"
    assert cover[t("bar.month")] == "2023年6月"
    assert re.search(r"-420281107-2023-06-[0-9a-f]{10}\.xlsx$", target.name)


@pytest.mark.parametrize("order", [NAMES, NAMES[::-1]], ids=["forwards", "backwards"])
def test_a_stranger_at_a_fresh_server_meets_only_the_notice(order: list[str], empty_store: Path) -> None:
    """Whichever page is the first that anybody asks for; a server for each would take a minute."""
    met = {}
    with serving(empty_store) as address:
        for name in order:
            with visiting(address) as stranger:
                answer = stranger.open(name, "area=420281107")
            told = [m.delta.new_element.alert.body for m in answer if m.delta.new_element.HasField("alert")]
            met[name] = (elements(answer), told)
    assert met == {name: (["alert"], [t("app.sign_in")]) for name in order}


def test_headers_keep_the_page_to_itself(demo_server: str) -> None:
    with urllib.request.urlopen(f"{demo_server}/") as answer:
        headers = answer.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_the_check_for_cut_text_finds_what_is_cut(demo_server: str, visit: Callable[..., Visit]) -> None:
    page = visit(f"{demo_server}/", 390).page
    page.evaluate(
        """() => {
      const cut = document.createElement('p'), out = document.createElement('p');
      cut.textContent = '很长很长的一句话被切断了'; cut.style.cssText = 'width:40px;overflow:hidden;white-space:nowrap';
      out.textContent = '伸到屏幕外面去了'; out.style.cssText = 'position:absolute;left:380px;width:200px';
      document.querySelector('[data-testid=stMain]').append(cut, out);
    }"""
    )
    assert page.evaluate(CUT) == ["cut: 很长很长的一句话被切断了", "outside: 伸到屏幕外面去了"]
