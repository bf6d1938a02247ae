"""Opens a page with a store, a viewer and a URL."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.pages.opening import Open

PATIENCE = 300  # seconds; a page takes less than one, and a machine may be crowded


@pytest.fixture(scope="session", autouse=True)
def _installed_packages_are_looked_through_once() -> None:
    """Streamlit reads what every installed package says of itself each time that a page is opened: half of a test."""
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture
def run_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return ``run(page file, store, viewer or None, **url)``."""

    def run(page: Path, store: Path, viewer: str | None = None, **url: str) -> AppTest:
        monkeypatch.setenv("SHOUWANG_STORE", str(store))
        if viewer is None:
            monkeypatch.delenv("SHOUWANG_AS", raising=False)
        else:
            monkeypatch.setenv("SHOUWANG_AS", viewer)
        test = AppTest.from_file(page, default_timeout=PATIENCE)
        for name, value in url.items():
            test.query_params[name] = value
        return test.run()

    return run
