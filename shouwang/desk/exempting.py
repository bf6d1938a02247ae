"""Exemptions at the desk: asked for by a township or the steward, approved by another steward, for a time, and counted."""

from __future__ import annotations

from datetime import date, datetime

from shouwang import records
from shouwang.access import Viewer
from shouwang.clock import COUNTY_TIME
from shouwang.desk import viewing
from shouwang.errors import UsageError
from shouwang.records import Exemption, Records


def ask_exemption(
    book: Records,
    *,
    viewer: Viewer,
    rule: str,
    object_key: str,
    reason: str,
    expires_on: date,
    area: str | None = None,
) -> Exemption:
    """Ask that a rule is not held against an object until a day.

    Args:
        rule: id of a rule; one that refuses whole files cannot be lifted.
        object_key: as the fault names it: a household's pseudonym, or the table's own number.
        area: the township that the object is of; a township's own area by default.

    Raises:
        AccessDenied: leaders and analysts ask for none; a township asks for its own.
        UsageError: no such rule or reason, or the day is past.
    """
    from shouwang import rules

    viewing.check_may_send(viewer)
    said = viewing.needed_reason(reason, "申请豁免")
    known = rules.catalogue().get(rule)
    if known is None:
        raise UsageError(f"没有编号为“{rule}”的规则。请核对编号。")
    if known.level == "reject_file":
        raise UsageError(f"规则“{rule}”针对整份文件，不能豁免。")
    key = object_key.strip()
    if not key or len(key) > 64:
        raise UsageError("请写明豁免的对象: 户标识，或该表自己的编号(最多64字)。")
    if expires_on < datetime.now(COUNTY_TIME).date():
        raise UsageError(f"到期日{expires_on}已经过去。没有改动。")
    town = area or (viewer.scope.towns[0] if viewer.scope.towns else None)
    if town is not None and not viewer.scope.covers(town):
        raise UsageError("只能为本人范围内的对象申请豁免。没有改动。")
    return records.add_exemption(
        book, rule_id=rule, object_key=key, town_code=town, reason=said, expires_on=expires_on,
        asked_by=viewer.user,
    )  # fmt: skip


def approve_exemption(book: Records, number: str, *, viewer: Viewer) -> Exemption:
    """Put an exemption in force.

    Raises:
        AccessDenied: the viewer is not the steward.
        UsageError: no such exemption, not waiting, or the viewer asked for it.
    """
    viewing.check_is_steward(viewer, "批准豁免")
    return records.approve_exemption(book, number, approver=viewer.user)


def end_exemption(book: Records, number: str, *, viewer: Viewer, reason: str) -> Exemption:
    """End an exemption before its time, or turn down one that was asked for.

    Raises:
        AccessDenied: the viewer is not the steward.
        UsageError: no such exemption, it has ended, or there is no reason.
    """
    viewing.check_is_steward(viewer, "终止豁免")
    said = viewing.needed_reason(reason, "终止豁免")
    return records.end_exemption(book, number, by=viewer.user, reason=said)


def exemptions(book: Records, viewer: Viewer, *, state: str | None = None) -> list[Exemption]:
    """Return the exemptions of the viewer's area, newest first; ``state`` is asked, active, expired or ended."""
    return [
        one
        for one in records.list_exemptions(book)
        if (state is None or one.state() == state)
        and (viewer.scope.counties or (one.town_code is not None and viewer.scope.covers(one.town_code)))
    ]
