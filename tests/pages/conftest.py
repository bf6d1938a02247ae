"""Opens a page with a store, a viewer and a URL."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import Open


@pytest.fixture
def run_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return ``run(page file, store, viewer or None, **url)``."""

    def run(page: Path, store: Path, viewer: str | None = None, **url: str) -> AppTest:
        monkeypatch.setenv("SHOUWANG_STORE", str(store))
        if viewer is None:
            monkeypatch.delenv("SHOUWANG_AS", raising=False)
        else:
            monkeypatch.setenv("SHOUWANG_AS", viewer)
        test = AppTest.from_file(page, default_timeout=60)
        for name, value in url.items():
            test.query_params[name] = value
        return test.run()

    return run
