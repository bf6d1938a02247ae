"""Publishing: stage the parts, seal the configuration, compute faults, marts and alerts, commit, write the audit row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import NamedTuple

import polars as pl

from shouwang import alerts as alert_rules
from shouwang import records, reference, rules
from shouwang.publishing import alerts, faults, marts
from shouwang.publishing.effect import Effect, effect
from shouwang.records import Records
from shouwang.schema import TABLES
from shouwang.store import Manifest, Store
from shouwang.store.reconciliation import reconcile_audit, sealing

__all__ = ["Effect", "Part", "Progress", "effect", "publish"]

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
    exemptions: frozenset[tuple[str, str]] = frozenset(),
    progress: Progress | None = None,
) -> Manifest:
    """Seal a new version: these parts, today's configuration, and faults, marts and alerts of the months that changed.

    The audit says before that it begins and afterwards how it ended; submissions that are sealed move on to published.

    Args:
        parts: may be a generator; one part is held at a time.
        submissions: receipts of what was accepted and is now sealed.
        drop: (table, part) pairs that the new version leaves out.
        exemptions: (rule, object_key) pairs whose faults are marked as exempt.
        progress: called with (what, done, of); ``of`` is 0 while the number is not known.

    Raises:
        DataFaults: a part does not have its table's columns and types.
        ConfigError: a reference file is wrong.
        UsageError: a submission was taken back, or another sent in its place, meanwhile.
        PublishConflict, MachineError: nothing of this version is visible, or the sentence says that it is.
    """
    config = reference.config_frames(store.county)
    rules.catalogue(), alert_rules.catalogue()  # a wrong file is told before anything is staged
    with closing(records.open_records(store.root)) as book:
        reconcile_audit(store, book)
        return _seal(
            store,
            book,
            [*_named(config)],
            parts,
            author=author,
            reason=reason,
            submissions=tuple(submissions),
            approver=approver,
            drop=drop,
            exemptions=exemptions,
            say=progress or _silent,
        )


def _named(frames: dict[str, pl.DataFrame]) -> Iterable[Part]:
    return (Part(table, "all", frame) for table, frame in frames.items())


def _seal(
    store: Store,
    book: Records,
    config: list[Part],
    parts: Iterable[Part],
    *,
    author: str,
    reason: str,
    submissions: tuple[str, ...],
    approver: str | None,
    drop: Iterable[tuple[str, str]],
    exemptions: frozenset[tuple[str, str]],
    say: Progress,
) -> Manifest:
    with (
        store.stage() as staging,
        records.audited(
            book, actor=author, action="publish", target=records.version_object(staging.number)
        ) as detail,
    ):
        for table, part in drop:
            staging.drop(table, part)
        for number, one in enumerate(parts, 1):
            staging.add(one.table, one.part, one.frame, sources=one.sources)
            say(f"{TABLES[one.table].label} {one.part}", number, 0)
        for one in config:
            staging.add(one.table, one.part, one.frame)
        faults.compute(staging, exemptions, say)
        marts.compute(staging, say)
        alerts.compute(staging, say)
        with sealing(store, book, submissions) as note:
            made = staging.commit(author=author, reason=reason, submissions=submissions, approver=approver)
            note(made)
        detail.update(files=len(made.files), written=len(staging.written), seal=made.seal)
    return made


def _silent(_what: str, _done: int, _of: int) -> None:
    return None
