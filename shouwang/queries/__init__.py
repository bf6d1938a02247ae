"""The one door to answers: ``run(name, viewer=…, snapshot=…, **params)``. There is no default viewer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

import polars as pl

from shouwang.access import Scope, Viewer
from shouwang.errors import AccessDenied
from shouwang.queries import catalogue
from shouwang.queries.catalogue import Param, Query, find, names
from shouwang.queries.engine import check_text, engines
from shouwang.store import Snapshot

__all__ = ["Param", "Query", "clear_cache", "find", "names", "run"]

MAX_ENTRIES = 2048
MAX_BYTES = 96 * 1024 * 1024  # of a machine with 4 GiB; one page's answers are some 100 kB


class _Answers:
    """Frames already computed, keyed by version, scope, query and parameters. No age: a version never changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[object, ...], pl.DataFrame] = OrderedDict()
        self._bytes = 0

    def get(self, key: tuple[object, ...]) -> pl.DataFrame | None:
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def put(self, key: tuple[object, ...], frame: pl.DataFrame) -> None:
        size = int(frame.estimated_size())
        if size > MAX_BYTES // 8:
            return  # one huge list must not push everybody's pages out
        with self._lock:
            if key in self._held:
                return
            self._held[key] = frame
            self._bytes += size
            while self._bytes > MAX_BYTES or len(self._held) > MAX_ENTRIES:
                _, dropped = self._held.popitem(last=False)
                self._bytes -= int(dropped.estimated_size())

    def clear(self, but: str = "") -> None:
        with self._lock:
            for key in [key for key in self._held if _root_of(key) != but]:
                self._bytes -= int(self._held.pop(key).estimated_size())


def _root_of(key: tuple[object, ...]) -> object:
    """Return the folder of the store that a key is about: keys begin with the identity of a snapshot."""
    identity = key[0]
    return identity[0] if isinstance(identity, tuple) else None


_answers = _Answers()


def run(name: str, *, viewer: Viewer, snapshot: Snapshot, **params: object) -> pl.DataFrame:
    """Return the rows of the query ``name`` that the viewer's scope allows.

    Args:
        name: file name in ``queries/`` without ``.sql``, e.g. ``overview/indicator_values``.
        viewer: who asks. Only the scope reaches the data.
        snapshot: the pinned version.
        params: one value for each ``$parameter`` of the file; None (or left out, where optional) means "not filtered".

    Returns:
        One row per grain, columns in header order. The frame is shared between viewers of the same scope: read only.

    Raises:
        AccessDenied: nobody is looking.
        QueryError: no such query, or a parameter is missing, unknown or malformed.
        MachineError: the store is damaged, or the query was too large.
    """
    if not isinstance(viewer, Viewer):
        raise AccessDenied("请先登录。没有显示任何数据。")
    return answer(catalogue.find(name), viewer.scope, snapshot, params)


def answer(query: Query, scope: Scope, snapshot: Snapshot, params: dict[str, object]) -> pl.DataFrame:
    """Return the rows of a query for a scope (``run`` without the look-up of the name)."""
    bound = query.bind(params)
    if scope.is_empty:
        return query.empty()
    key = (snapshot.identity, scope, query.name, query.text, tuple(bound.items()))
    if (held := _answers.get(key)) is not None:
        return held
    check_text(query.name, query.text)
    frame = engines.get(snapshot, scope).run(query.text, bound)
    _answers.put(key, frame)
    return frame


def clear_cache(but: Path | None = None) -> None:
    """Forget answers and engines (tests and benchmarks; a version never changes, so a server need not).

    ``but``: keep those of the store in this folder.
    """
    kept = str(but) if but is not None else ""
    _answers.clear(kept)
    engines.clear(kept)
