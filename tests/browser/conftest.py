"""A real server and a real Chromium that is cut off from everything but that server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.running import ARGUMENTS, CHROMIUM, PATIENCE, Visit, serving, settled


@pytest.fixture(scope="session")
def demo_server(demo_store: Path) -> Iterator[str]:
    with serving(demo_store) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is not installed (make tools installs it)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """Return ``open(address, width, scheme)``: the page loaded, its script done and its charts drawn."""
    contexts = []

    def open_it(address: str, width: int = 1440, scheme: str = "light") -> Visit:
        context = chromium.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 2400},
            color_scheme=scheme,
        )
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page)
        home = "/".join(address.split("/")[:3])

        def requested(route: Any) -> None:
            if route.request.url.startswith((home, home.replace("http", "ws"), "data:", "blob:")):
                route.continue_()
            else:
                seen.outside.append(route.request.url)
                route.abort()

        def complained(kind: str, text: str, url: str) -> None:
            # At a deep link Streamlit first tries whether the page's name is a folder it is served under; it is not.
            probe = (
                url.startswith(home)
                and url.count("/_stcore/") == 1
                and not url.startswith(f"{home}/_stcore/")
            )
            if kind == "error" and not probe:
                seen.complaints.append(f"{text} {url}")

        page.route("**/*", requested)
        page.on("console", lambda m: complained(m.type, m.text, m.location["url"]))
        page.on("pageerror", lambda fault: seen.complaints.append(str(fault)))
        page.goto(address)
        settled(page)
        return seen

    yield open_it
    for context in contexts:
        context.close()
