"""Who is looking: in a demo store whoever was chosen in the side bar, else the viewer the server was started for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import streamlit as st

from shouwang.access import Viewer
from shouwang.access.viewers import viewer_named
from shouwang.config import REFERENCE, settings
from shouwang.errors import ConfigError, ShouwangError
from shouwang.i18n import t
from shouwang.store import Store
from shouwang.ui import faults, state


def current_viewer() -> Viewer:
    """Return who is looking. Every page calls it in its first statement.

    Nobody signed in: the sign-in notice is shown and the script stops, whichever way the page file came to run.
    """
    if (known := state.drawn_viewer.get()) is not None:
        return known  # type: ignore[no-any-return]
    try:
        found = _found()
    except ShouwangError as fault:
        faults.show(fault)
        st.stop()
    if found is None:
        st.info(t("app.sign_in"), title=t("app.sign_in_title"))
        st.stop()
    return found


def _found() -> Viewer | None:
    named = settings().viewer
    store = Store.open(settings().store)
    if named is not None:
        return viewer_named(named, store.county)
    return _chosen(store) if store.is_demo else None


@contextmanager
def looking(viewer: Viewer) -> Iterator[None]:
    """Let the page inside know the viewer, so that the chooser is drawn once a run."""
    token = state.drawn_viewer.set(viewer)
    try:
        yield
    finally:
        state.drawn_viewer.reset(token)


def _chosen(store: Store) -> Viewer:
    labels = demo_viewers()
    first = next(iter(labels))
    asked = state.get(state.WHO) or state.memory().get(state.WHO)
    chosen = asked if asked in labels else first
    with st.sidebar:
        st.selectbox(
            t("app.look_as"),
            list(labels),
            format_func=labels.__getitem__,
            help=t("app.look_as_help"),
            **state.bind(state.WHO, chosen),
        )
        if asked not in labels and asked is not None:
            st.caption(t("app.unknown_viewer", asked=asked[:40], shown=labels[first]))
    state.put(state.WHO, None if chosen == first else chosen)
    state.memory()[state.WHO] = chosen
    viewer = viewer_named(chosen, store.county)
    return Viewer(viewer.user, labels[chosen], viewer.role, viewer.scope)


@lru_cache(maxsize=1)
def demo_viewers() -> dict[str, str]:
    """Return the names a demo store's chooser offers, with their labels, in order."""
    path = REFERENCE / "demo_viewers.toml"
    try:
        entries = tomllib.loads(path.read_text("utf-8"))["viewer"]
        return {entry["as"]: entry["label"] for entry in entries}
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as fault:
        raise ConfigError(f"参考数据 {path.name} 读不出来或缺少 as、label，请核对这个文件。") from fault
