"""The pages a viewer finds in the menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from shouwang.access import Viewer
from shouwang.i18n import t

ICON = str(Path(__file__).parent / "assets" / "icon.png")
# Of the four questions first the whole, then one page each; the household page is reached from a list.
ORDER = ("overview", "monitoring", "below_10k", "funds", "employment", "townships")
HIDDEN = ("household",)


def menu(viewer: Viewer, folder: Path) -> list[Any]:
    """Return the pages in the order of the menu (those whose file is there)."""
    found = []
    for name in (*ORDER, *HIDDEN):
        path = folder / f"{name}.py"
        if path.exists():
            found.append(
                st.Page(
                    path,
                    title=t(f"app.page_{name}"),
                    url_path=name,
                    default=name == ORDER[0],
                    visibility="hidden" if name in HIDDEN else "visible",
                )
            )
    return found
