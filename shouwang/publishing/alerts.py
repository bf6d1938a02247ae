"""The alerts that stand in the version in the making, sealed in it by month: the table ``alert``.

Judged are the months that changed and all later ones, like the marts, which some rules read; what people did about an alert
is in the database and changes no byte here. With other rules than the parent version's, every month is judged again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl

from shouwang import alerts
from shouwang.publishing import changes
from shouwang.schema import TABLES
from shouwang.store import Staging

ALERT = "alert"

Progress = Callable[[str, int, int], None]


def compute(staging: Staging, say: Progress) -> None:
    """Judge the months that changed and add their alerts to the version. Marts and faults must be there before."""
    months = changes.all_months(staging)
    stamp = stamp_of_rules()
    since = changes.first_changed(staging)
    if _stale(staging, months, stamp):
        since = changes.EVERYTHING
    judged = [month for month in months if since is not None and month >= since]
    if changes.source_written(staging) and not judged:
        judged = months[-1:]  # what says something of today alone moves no figure, but may end an alert
    _drop_gone(staging, months)
    if not judged:
        return
    found = judge(staging, judged, say)
    for month in judged:
        part = f"{month:%Y-%m}"
        staging.add(ALERT, part, found.filter(pl.col("stat_month") == month))
        key = f"{ALERT}/{part}"
        staging.files[key] = replace(staging.files[key], sources=(stamp,))


def judge(staging: Staging, judged: list[date], say: Progress) -> pl.DataFrame:
    """Return the alerts of these months, found from the tables of the version in the making."""
    snapshot = staging.snapshot()
    tables = {name: files for name in TABLES if name != ALERT and (files := snapshot.files(name))}

    def tell(sentence: str, done: int, of: int) -> None:
        say(f"预警 {sentence}", done, of)

    return alerts.judge(tables, since=judged[0], until=judged[-1], progress=tell)


def stamp_of_rules() -> str:
    """Return a name of the rules in force: other SQL, owners, deadlines or sentences give other alerts."""
    whole = hashlib.sha256()
    for one in alerts.catalogue().values():
        said = (one.id, dict(one.cases), one.severities, one.owner_kind, one.owner_dept, one.days, one.table)
        whole.update(repr((*said, one.period, one.needs, one.optional)).encode())
        whole.update(one.query.text.encode() if one.query else b"")
    return f"alerts-{whole.hexdigest()[:16]}"


def _drop_gone(staging: Staging, months: list[date]) -> None:
    parts = {f"{month:%Y-%m}" for month in months}
    held = [key.split("/", 1)[1] for key in staging.files if key.startswith(f"{ALERT}/")]
    for part in held:
        if part not in parts:
            staging.drop(ALERT, part)


def _stale(staging: Staging, months: list[date], stamp: str) -> bool:
    entries = [entry for key, entry in staging.files.items() if key.startswith(f"{ALERT}/")]
    return (not entries and bool(months)) or any(entry.sources != (stamp,) for entry in entries)
