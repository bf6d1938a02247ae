"""Pages of a long list: the number of the page stands in the URL (``?p=3``), the rows are cut in SQL."""

from __future__ import annotations

import streamlit as st

from shouwang.i18n import t
from shouwang.ui import state

_PARAM = "p"


def pager(total: int, *, size: int = 50, name: str = _PARAM) -> int:
    """Draw how many rows there are and the numbers of the pages; return how many rows lie before this page.

    Args:
        total: rows of the whole list under its filters.
        size: rows of one page.
        name: its name in the URL, where a page has two lists.

    A page beyond the end (the filters changed, or an old link) is the last one.
    """
    pages = max(1, -(-total // size))
    shown = min(_asked(name), pages)
    if pages == 1:
        st.caption(t("chart.rows", count=f"{total:,}"))
        return 0
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(t("chart.rows_page", count=f"{total:,}", page=shown), width="content")
        # A key for each page shown: the URL says which one it is, and a default beside a kept value makes Streamlit complain.
        key = f"url.{name}.{shown}"
        st.pagination(pages, default=shown, key=key, on_change=_turn, args=(key, name))
    return (shown - 1) * size


def _asked(name: str) -> int:
    text = state.get(name)
    return max(1, int(text)) if text is not None and text.isdecimal() and len(text) <= 6 else 1


def _turn(key: str, name: str) -> None:
    number = int(st.session_state[key])
    state.put(name, None if number == 1 else str(number))
