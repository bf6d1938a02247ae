"""The frame of the pages about files: the store, the book of submissions, and a page also where nothing is published yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from shouwang.access import Viewer
from shouwang.config import settings
from shouwang.desk import mark_interrupted, progress
from shouwang.errors import ShouwangError
from shouwang.i18n import t
from shouwang.records import Records, open_records
from shouwang.store import Snapshot, Store
from shouwang.ui import faults, state
from shouwang.ui.kept import Kept
from shouwang.ui.page import STYLE, Choice, Page, open_page

# One connection a store; the file's own number is part of the key, so a store that was made again gets a new one.
_books: Kept[Records] = Kept(4)
OURSELVES = "系统"  # who is written down where the program itself puts something right


@dataclass(frozen=True)
class Desk:
    """``page`` is None where nothing has been published yet: files can be handed in, there is nothing to compare with."""

    store: Store
    book: Records
    viewer: Viewer
    page: Page | None

    @property
    def snapshot(self) -> Snapshot | None:
        return self.page.snapshot if self.page is not None else None

    @property
    def month(self) -> date:
        """The month of the page, in an empty store the present one."""
        return self.page.month if self.page is not None else progress.collecting(None)

    @property
    def own_town(self) -> str | None:
        if self.page is not None:
            return self.page.own_town
        return self.viewer.scope.towns[0] if self.viewer.scope.towns else None

    @property
    def is_demo(self) -> bool:
        return self.store.is_demo


def open_desk(
    name: str,
    viewer: Viewer,
    *,
    choices: Sequence[Choice] = (),
    wide: bool = False,
    collects: bool = False,
    keys: Sequence[str] = (),
    bare: bool = False,
) -> Desk:
    """Draw the frame of a page about files, as ``open_page`` does; ``collects``: the month being collected is opened.

    A store that cannot be read is said in words and the script stops; an empty one is said, and the script goes on.
    """
    try:
        store = Store.open(settings().store)
        book = book_of(store)
        mark_interrupted(store, book, by=OURSELVES)
        month = _collected(store) if collects else None
    except ShouwangError as fault:
        st.title(t(f"app.page_{name}"), anchor=False)
        faults.show(fault)
        st.stop()
    if store.numbers():
        page = open_page(name, viewer, choices=choices, wide=wide, collecting=month, keys=keys, bare=bare)
        return Desk(store, book, viewer, page)
    st.html(STYLE)
    st.title(t(f"app.page_{name}"), anchor=False)
    state.arrive(name)
    st.info(t("reporting.first_time"), title=t("empty.no_version_title"))
    return Desk(store, book, viewer, None)


def book_of(store: Store) -> Records:
    """Return the open book of a store, kept for the life of the server."""
    file = store.root / "records.sqlite"
    mark = file.stat().st_ino if file.exists() else 0
    return _books.get((store.root, mark, settings().database), lambda: open_records(store.root))


def _collected(store: Store) -> date | None:
    return progress.collecting(store.snapshot()) if store.numbers() else None
