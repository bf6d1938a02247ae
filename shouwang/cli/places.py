"""Which store, and who is looking: the two things every command asks first."""

from __future__ import annotations

import getpass
from pathlib import Path

from shouwang.access import Viewer
from shouwang.config import settings
from shouwang.errors import AccessDenied
from shouwang.store import Store


def store_path(given: Path | None) -> Path:
    return given.expanduser().resolve() if given is not None else settings().store


def open_store(given: Path | None) -> Store:
    """Open the store named on the command line, else the one of the settings."""
    return Store.open(store_path(given))


def viewer_of(store: Store, text: str | None) -> Viewer:
    """Return who is looking. In a demo store nobody need say so: the county's analyst looks.

    Raises:
        AccessDenied: a real store, and nobody was named.
        UsageError: no such viewer.
    """
    from shouwang.access.viewers import viewer_named

    text = text or settings().viewer or ("analyst" if store.is_demo else None)
    if text is None:
        raise AccessDenied(
            "请用 --as 说明以谁的身份看，例如 --as analyst(分析员)或 --as town:420281101(乡镇负责人)。没有显示任何数据。"
        )
    return viewer_named(text, store.county)


def operator() -> str:
    """Return who works at this machine: the author of a submission or a version made from the command line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "本机"
