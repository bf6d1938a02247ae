"""Publishing: stage the parts, seal the configuration, compute the marts, commit, write the audit row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import polars as pl

from shouwang import reference
from shouwang.publishing import marts
from shouwang.schema import TABLES
from shouwang.store import Manifest, Store

__all__ = ["Part", "Progress", "publish"]

Progress = Callable[[str, int, int], None]


class Part(NamedTuple):
    """One table's part for a new version; ``sources`` are the submissions or runs it was made of."""

    table: str
    part: str
    frame: pl.DataFrame
    sources: tuple[str, ...] = ()


def publish(
    store: Store,
    parts: Iterable[Part],
    *,
    author: str,
    reason: str,
    submissions: Iterable[str] = (),
    approver: str | None = None,
    drop: Iterable[tuple[str, str]] = (),
    progress: Progress | None = None,
) -> Manifest:
    """Seal a new version: these parts, today's configuration, and the marts of the months that changed.

    Args:
        parts: may be a generator; one part is held at a time.
        drop: (table, part) pairs that the new version leaves out.
        progress: called with (what, done, of); ``of`` is 0 while the number is not known.

    Raises:
        DataFaults: a part does not have its table's columns and types.
        ConfigError: a reference file is wrong.
        PublishConflict, MachineError: nothing of this version is visible.
    """
    say = progress or _silent
    config = reference.config_frames(store.county)
    with store.stage() as staging:
        for table, part in drop:
            staging.drop(table, part)
        for number, one in enumerate(parts, 1):
            staging.add(one.table, one.part, one.frame, sources=one.sources)
            say(f"{TABLES[one.table].label} {one.part}", number, 0)
        for table, frame in config.items():
            staging.add(table, "all", frame)
        marts.compute(staging, say)
        return staging.commit(author=author, reason=reason, submissions=submissions, approver=approver)


def _silent(_what: str, _done: int, _of: int) -> None:
    return None
