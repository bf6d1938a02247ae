"""Alerts at the desk: verified, helped, closed or explained by the township that they concern, or by the steward.

An alert is looked up in the version that the viewer sees, through the viewer's own scope: one that does not exist and one
of another township give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from shouwang import queries, records
from shouwang.access import Role, Viewer
from shouwang.desk import viewing
from shouwang.errors import AccessDenied, UsageError
from shouwang.records import AlertLife, AlertResult, AlertState, AlertStep, Records
from shouwang.store import Snapshot

LONGEST_REASON = 500


@dataclass(frozen=True)
class AlertFound:
    """One alert as the version has it: its last row, the first and last month in which it stands."""

    row: dict[str, object]
    first_month: date
    last_month: date

    @property
    def key(self) -> str:
        return str(self.row["alert_key"])

    @property
    def town_code(self) -> str:
        return str(self.row["town_code"])


def find_alert(snapshot: Snapshot, viewer: Viewer, key: str) -> AlertFound:
    """Return an alert of the viewer's scope.

    Raises:
        UsageError: there is none of this key, or it is another township's: the same words.
    """
    months = queries.run("alerts/one", viewer=viewer, snapshot=snapshot, alert=key)
    if months.is_empty():
        raise UsageError(f"没有编号为“{key}”的预警。请核对编号。")
    return AlertFound(
        months.row(months.height - 1, named=True), months["stat_month"][0], months["stat_month"][-1]
    )


def may_act(viewer: Viewer, town_code: str) -> bool:
    """Say whether this viewer may act on an alert of a township."""
    is_actor = viewer.role in {Role.STEWARD, Role.TOWN_HEAD}
    return is_actor and viewer.scope.covers(town_code)


def verify_alert(
    snapshot: Snapshot,
    book: Records,
    key: str,
    *,
    viewer: Viewer,
    result: AlertResult,
    reason: str | None = None,
    was: AlertState | None = None,
) -> AlertLife:
    """Write down what the verification found; not_applicable needs a reason.

    Raises:
        AccessDenied: the viewer may not act.
        UsageError: no such alert, the step is not allowed now, somebody was quicker, or the reason lacks.
    """
    return _move(snapshot, book, key, AlertState.VERIFIED, viewer, reason, was, result)


def help_alert(
    snapshot: Snapshot,
    book: Records,
    key: str,
    *,
    viewer: Viewer,
    reason: str | None = None,
    was: AlertState | None = None,
) -> AlertLife:
    """Write down that help was given, or what was wrong is mended (raises as ``verify_alert``)."""
    return _move(snapshot, book, key, AlertState.HELPED, viewer, reason, was)


def close_alert(
    snapshot: Snapshot,
    book: Records,
    key: str,
    *,
    viewer: Viewer,
    reason: str | None = None,
    was: AlertState | None = None,
) -> AlertLife:
    """Close an alert that was helped, or found not to apply (raises as ``verify_alert``)."""
    return _move(snapshot, book, key, AlertState.CLOSED, viewer, reason, was)


def reopen_alert(
    snapshot: Snapshot,
    book: Records,
    key: str,
    *,
    viewer: Viewer,
    reason: str,
    was: AlertState | None = None,
) -> AlertLife:
    """Open a closed alert again; the steward alone, with a reason (raises as ``verify_alert``)."""
    viewing.check_is_steward(viewer, "重新打开预警")
    return _move(snapshot, book, key, AlertState.TO_VERIFY, viewer, reason, was)


def explain_alert(
    snapshot: Snapshot,
    book: Records,
    key: str,
    *,
    viewer: Viewer,
    reason: str,
    was: AlertState | None = None,
) -> AlertLife:
    """Close an alert that does not apply, with its reason, in one go (raises as ``verify_alert``)."""
    found, said = _allowed(snapshot, viewer, key), _reason(reason)
    take = partial(
        records.move_alert, book, key, rule_id=str(found.row["rule_id"]), town_code=found.town_code, actor=viewer.user
    )  # fmt: skip
    with book.writing() as connection:
        take(AlertState.VERIFIED, result=AlertResult.NOT_APPLICABLE, reason=said, was=was, within=connection)
        return take(AlertState.CLOSED, within=connection)


def alert_history(
    snapshot: Snapshot, book: Records, key: str, viewer: Viewer
) -> tuple[AlertLife | None, list[AlertStep]]:
    """Return the life and the steps of an alert of the viewer's scope (raises as ``find_alert``)."""
    find_alert(snapshot, viewer, key)
    return records.alert_life(book, key), records.alert_steps(book, key)


def gone_alert(book: Records, key: str, viewer: Viewer) -> tuple[AlertLife, list[AlertStep]] | None:
    """Return the life of an alert that no month of the version has any more (its data was corrected); None for others."""
    life = records.alert_life(book, key)
    if life is None or not viewer.scope.covers(life.town_code):
        return None
    return life, records.alert_steps(book, key)


def alert_states(book: Records, viewer: Viewer) -> pl.DataFrame:
    """Return alert_key, state, result and changed_at of every alert of the viewer's scope that was acted on."""
    lives = records.alert_lives(book, viewer.scope.areas)
    return pl.DataFrame(
        [(one.alert_key, one.rule_id, one.town_code, one.state.value, one.result and one.result.value, one.changed_at)
         for one in lives],
        schema={
            name: pl.String() for name in ("alert_key", "rule_id", "town_code", "state", "result", "changed_at")
        },
        orient="row",
    )  # fmt: skip


def _move(
    snapshot: Snapshot,
    book: Records,
    key: str,
    state: AlertState,
    viewer: Viewer,
    reason: str | None,
    was: AlertState | None,
    result: AlertResult | None = None,
) -> AlertLife:
    found = _allowed(snapshot, viewer, key)
    return records.move_alert(
        book, key, state, rule_id=str(found.row["rule_id"]), town_code=found.town_code, actor=viewer.user,
        result=result, reason=_reason(reason), was=was,
    )  # fmt: skip


def _allowed(snapshot: Snapshot, viewer: Viewer, key: str) -> AlertFound:
    if viewer.role not in {Role.STEWARD, Role.TOWN_HEAD}:
        raise AccessDenied("您的身份只看预警，不处置。请由乡镇或县级数据员处置。没有改动。")
    return find_alert(snapshot, viewer, key)


def _reason(reason: str | None) -> str | None:
    said = (reason or "").strip()
    if len(said) > LONGEST_REASON:
        raise UsageError(f"理由最多{LONGEST_REASON}字。没有改动。")
    return said or None
