"""Exemptions: an object that a rule is not held against, for a time. Asked for by one person, approved by another, counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from shouwang.clock import now
from shouwang.errors import UsageError
from shouwang.records.audit import append_audit
from shouwang.records.database import Records
from shouwang.records.tables import exemption, exemption_use


@dataclass(frozen=True)
class Exemption:
    """One exemption. ``object_key`` is a household's pseudonym or another table's own number, as the rule names it.

    ``submissions`` and ``faults``: in how many submissions it was made use of, and for how many faults.
    """

    id: str
    rule_id: str
    object_key: str
    town_code: str | None
    reason: str
    asked_by: str
    asked_at: str
    expires_on: str
    approver: str | None = None
    approved_at: str | None = None
    ended_by: str | None = None
    ended_at: str | None = None
    end_reason: str | None = None
    submissions: int = 0
    faults: int = 0

    def state(self, today: date | None = None) -> str:
        """Return asked, active, expired or ended."""
        if self.ended_at is not None:
            return "ended"
        if (today or date.fromisoformat(now()[:10])).isoformat() > self.expires_on:
            return "expired"
        return "active" if self.approved_at is not None else "asked"


EXEMPTION_LABELS: Mapping[str, str] = {
    "asked": "待批准",
    "active": "有效",
    "expired": "已到期",
    "ended": "已终止",
}


def add_exemption(
    records: Records,
    *,
    rule_id: str,
    object_key: str,
    town_code: str | None,
    reason: str,
    expires_on: date,
    asked_by: str,
) -> Exemption:
    """Ask for an exemption; it has no effect before another person approves it."""
    with records.writing() as connection:
        number = connection.execute(select(func.count()).select_from(exemption)).scalar_one() + 1
        made = Exemption(
            f"E-{number:05d}", rule_id, object_key, town_code, reason, asked_by, now(), expires_on.isoformat()
        )
        values = {name: value for name, value in vars(made).items() if name not in {"submissions", "faults"}}
        connection.execute(exemption.insert().values(**values))
        append_audit(
            records, actor=asked_by, action="exempt_ask", target=f"exemption/{made.id}", within=connection,
            detail={"rule": rule_id, "expires_on": made.expires_on, "reason": reason},
        )  # fmt: skip
    return made


def approve_exemption(records: Records, number: str, *, approver: str) -> Exemption:
    """Put an exemption in force.

    Raises:
        UsageError: no such exemption, not waiting, or the approver asked for it.
    """
    with records.writing() as connection:
        found = _of_state(connection, number, {"asked"})
        if found.asked_by == approver:
            raise UsageError(f"豁免“{number}”是您自己申请的，要由另一个人批准。没有改动。")
        _change(records, connection, number, approver, "exempt_approve", approver=approver, approved_at=now())
        return _of_state(connection, number, {"active"})


def end_exemption(records: Records, number: str, *, by: str, reason: str) -> Exemption:
    """End an exemption before its time, or turn down one that was asked for."""
    with records.writing() as connection:
        _of_state(connection, number, {"asked", "active"})
        _change(records, connection, number, by, "exempt_end", ended_by=by, ended_at=now(), end_reason=reason)
        return _of_state(connection, number, {"ended"})


def list_exemptions(records: Records, *, number: str | None = None) -> list[Exemption]:
    """Return the exemptions with their uses, newest first."""
    with records.reading() as connection:
        return _list(connection, number)


def exempted(records: Records, today: date | None = None) -> dict[tuple[str, str], str]:
    """Return (rule, object) -> number of every exemption that is in force."""
    return {
        (one.rule_id, one.object_key): one.id
        for one in reversed(list_exemptions(records))
        if one.state(today) == "active"
    }


def note_uses(connection: Connection, receipt: str, uses: Mapping[str, int]) -> None:
    """Write down which exemptions a submission made use of, in place of what was written of it before."""
    connection.execute(exemption_use.delete().where(exemption_use.c.receipt == receipt))
    for number, faults in sorted(uses.items()):
        connection.execute(exemption_use.insert().values(exemption_id=number, receipt=receipt, faults=faults))


def _of_state(connection: Connection, number: str, states: Iterable[str]) -> Exemption:
    found = _list(connection, number)
    if not found:
        raise UsageError(f"没有编号为“{number}”的豁免。请核对编号。")
    state = found[0].state()
    if state not in states:
        raise UsageError(f"豁免“{number}”{EXEMPTION_LABELS[state]}，不能这样改。没有改动。")
    return found[0]


def _change(
    records: Records, connection: Connection, number: str, actor: str, action: str, **values: str
) -> None:
    connection.execute(exemption.update().where(exemption.c.id == number).values(**values))
    append_audit(
        records, actor=actor, action=action, target=f"exemption/{number}", within=connection,
        detail={"reason": values["end_reason"]} if "end_reason" in values else {},
    )  # fmt: skip


def _list(connection: Connection, number: str | None) -> list[Exemption]:
    uses = {
        row.exemption_id: (row.submissions, row.faults)
        for row in connection.execute(
            select(
                exemption_use.c.exemption_id,
                func.count().label("submissions"),
                func.sum(exemption_use.c.faults).label("faults"),
            ).group_by(exemption_use.c.exemption_id)
        )
    }
    query = select(exemption).order_by(exemption.c.id.desc())
    if number is not None:
        query = query.where(exemption.c.id == number)
    return [
        Exemption(
            **dict(row), submissions=uses.get(row["id"], (0, 0))[0], faults=uses.get(row["id"], (0, 0))[1]
        )
        for row in connection.execute(query).mappings()
    ]
