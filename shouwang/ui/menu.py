"""The pages a viewer finds in the menu: six for who leads, those of the own work for a township, all for who analyses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from shouwang.access import Role, Viewer
from shouwang.i18n import t

ICON = str(Path(__file__).parent / "assets" / "icon.png")
# Of the four questions first the whole, then one page each.
FIGURES = ("overview", "monitoring", "below_10k", "funds", "employment", "townships")
SUPPORT = ("guarantees", "policies")
GROWTH = ("industry", "villages", "teams")
WATCH = ("alerts", "issues", "campaign", "report")
FILES = ("household", "reporting", "progress", "quality", "versions")
ORDER = (*FIGURES, *WATCH, *SUPPORT, *GROWTH, *FILES)
GROUPS = {
    "app.menu_figures": FIGURES,
    "app.menu_watch": WATCH,
    "app.menu_support": SUPPORT,
    "app.menu_growth": GROWTH,
    "app.menu_files": FILES,
}
# Who has no work there does not find it in the menu. It is hidden, not forbidden: links lead there, and the page itself says
# for whom it is.
NOT_FOR = {
    Role.LEADER: frozenset({*SUPPORT, *GROWTH, *WATCH, *FILES}),
    Role.ANALYST: frozenset({"reporting"}),
    Role.TOWN_HEAD: frozenset({"versions"}),
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


def visible(viewer: Viewer, folder: Path) -> list[str]:
    """Return the pages that stand in this viewer's menu, in its order."""
    return [name for name in ORDER if name not in NOT_FOR[viewer.role] and (folder / f"{name}.py").exists()]


def beyond(viewer: Viewer, folder: Path) -> list[str]:
    """Return the pages that answer questions and are not in this viewer's menu, in the order of the menu."""
    hidden = NOT_FOR[viewer.role] - {"reporting", "household"}
    return [name for name in ORDER if name in hidden and (folder / f"{name}.py").exists()]


def _page(path: Path, viewer: Viewer) -> Any:
    name = path.stem
    return st.Page(
        path,
        title=t(f"app.page_{name}"),
        url_path=name,
        default=name == ORDER[0],
        visibility="hidden" if name in NOT_FOR[viewer.role] else "visible",
    )
