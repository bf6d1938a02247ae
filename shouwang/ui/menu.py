"""The pages a viewer finds in the menu: those that answer questions, and those about the files behind the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from shouwang.access import Role, Viewer
from shouwang.i18n import t

ICON = str(Path(__file__).parent / "assets" / "icon.png")
# Of the four questions first the whole, then one page each; the household page is reached from a list.
FIGURES = ("overview", "monitoring", "below_10k", "funds", "employment", "townships")
FILES = ("reporting", "progress", "quality", "versions")
ORDER = (*FIGURES, *FILES)
HIDDEN = ("household",)
GROUPS = {"app.menu_figures": FIGURES, "app.menu_files": (*FILES, *HIDDEN)}
# Who has no work there does not find it in the menu; the page itself says for whom it is.
NOT_FOR = {
    Role.LEADER: frozenset({"reporting"}),
    Role.ANALYST: frozenset({"reporting"}),
    Role.TOWN_HEAD: frozenset[str](),
    Role.STEWARD: frozenset[str](),
}


def menu(viewer: Viewer, folder: Path) -> dict[str, list[Any]]:
    """Return heading -> pages in the order of the menu (those whose file is there)."""
    found: dict[str, list[Any]] = {}
    for heading, names in GROUPS.items():
        pages = [_page(folder / f"{name}.py", viewer) for name in names if (folder / f"{name}.py").exists()]
        if pages:
            found[t(heading)] = pages
    return found


def _page(path: Path, viewer: Viewer) -> Any:
    name = path.stem
    is_hidden = name in HIDDEN or name in NOT_FOR[viewer.role]
    return st.Page(
        path,
        title=t(f"app.page_{name}"),
        url_path=name,
        default=name == ORDER[0],
        visibility="hidden" if is_hidden else "visible",
    )
