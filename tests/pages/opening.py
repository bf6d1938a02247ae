"""Pages run in the process: by the file alone, or through the menu as a visitor meets them."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from shouwang.config import PAGES, ROOT

Open = Callable[..., AppTest]
FILES = sorted(PAGES.glob("[!_]*.py"))
MAIN = ROOT / "shouwang" / "ui" / "main.py"


def texts(test: AppTest) -> str:
    """Return every word of a page: headings, paragraphs, cards, tables, messages, labels."""
    found: list[str] = []
    for kind in ("title", "markdown", "caption", "info", "warning", "error", "success"):
        for element in getattr(test, kind):
            found += [getattr(element.proto, "title", ""), element.value]
    for element in test.get("html"):
        found.append(element.proto.body)  # type: ignore[attr-defined]
    for kind in ("button", "selectbox", "segmented_control"):
        found += [str(element.label) for element in test.get(kind)]  # type: ignore[attr-defined]
    return "\n".join(found)
