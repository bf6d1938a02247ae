"""What people did about an alert: 待核实 -> 已核实(纳入 / 不符合) -> 已帮扶 -> 关闭, each step with who, when and why.

The alert itself is computed and sealed in the versions; here is its life alone, under the key that is the same in all of
them. An alert that nobody has acted on has no row: it is to be verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import Connection, func, or_, select

from shouwang.clock import now
from shouwang.errors import StoreDamaged, UsageError
from shouwang.records.audit import append_audit
from shouwang.records.database import Records
from shouwang.records.seals import is_as_sealed
from shouwang.records.tables import alert_life as life_table
from shouwang.records.tables import alert_step as step_table


class AlertState(StrEnum):
    """Where an alert stands with the people who must act."""

    TO_VERIFY = "to_verify"
    VERIFIED = "verified"
    HELPED = "helped"
    CLOSED = "closed"


class AlertResult(StrEnum):
    """What the verification found."""

    ADMITTED = "admitted"  # true: the household is monitored, or what is wrong is being mended
    NOT_APPLICABLE = "not_applicable"  # explained: not so, or the rule does not fit here


ALERT_STATE_LABELS: Mapping[AlertState, str] = MappingProxyType(
    {
        AlertState.TO_VERIFY: "待核实",
        AlertState.VERIFIED: "已核实",
        AlertState.HELPED: "已帮扶",
        AlertState.CLOSED: "关闭",
    }
)
# What may follow what, by the result of the verification. Closed is opened again where the condition proved true after all.
NEXT_STATES: Mapping[tuple[AlertState, AlertResult | None], frozenset[AlertState]] = MappingProxyType(
    {
        (AlertState.TO_VERIFY, None): frozenset({AlertState.VERIFIED}),
        (AlertState.VERIFIED, AlertResult.ADMITTED): frozenset({AlertState.HELPED}),
        (AlertState.VERIFIED, AlertResult.NOT_APPLICABLE): frozenset({AlertState.CLOSED}),
        (AlertState.HELPED, AlertResult.ADMITTED): frozenset({AlertState.CLOSED}),
        (AlertState.CLOSED, AlertResult.ADMITTED): frozenset({AlertState.TO_VERIFY}),
        (AlertState.CLOSED, AlertResult.NOT_APPLICABLE): frozenset({AlertState.TO_VERIFY}),
    }
)
_ACTIONS: Mapping[AlertState, str] = MappingProxyType(
    {
        AlertState.TO_VERIFY: "alert_reopen",
        AlertState.VERIFIED: "alert_verify",
        AlertState.HELPED: "alert_help",
        AlertState.CLOSED: "alert_close",
    }
)


@dataclass(frozen=True)
class AlertLife:
    """One alert that somebody has acted on, as it stands now."""

    alert_key: str
    rule_id: str
    town_code: str
    state: AlertState
    result: AlertResult | None
    changed_at: str
    changed_by: str


@dataclass(frozen=True)
class AlertStep:
    """One step of an alert's life."""

    alert_key: str
    seq: int
    at: str
    actor: str
    from_state: AlertState
    to_state: AlertState
    result: AlertResult | None
    reason: str | None


def move_alert(
    records: Records,
    alert_key: str,
    state: AlertState,
    *,
    rule_id: str,
    town_code: str,
    actor: str,
    result: AlertResult | None = None,
    reason: str | None = None,
    was: AlertState | None = None,
    within: Connection | None = None,
) -> AlertLife:
    """Take an alert one step on, with its event and its audit row in one transaction, and return it.

    Args:
        result: of the verification; needed for that step and for no other.
        reason: needed where the result is not_applicable, and to open again.
        was: the state that the decision was made on; where somebody else was quicker, theirs stands.
        within: an open ``records.writing()`` connection, to take several steps together.

    Raises:
        UsageError: the step is not allowed from where it stands, lacks its result or reason, or somebody was quicker.
        StoreDamaged: what is written of it is not what was written.
    """
    if within is None:
        with records.writing() as connection:
            return move_alert(
                records, alert_key, state, rule_id=rule_id, town_code=town_code, actor=actor, result=result,
                reason=reason, was=was, within=connection,
            )  # fmt: skip
    before = _checked(within, alert_key)
    stands, found = (before.state, before.result) if before else (AlertState.TO_VERIFY, None)
    _check_step(alert_key, stands, found, state, result, reason, was)
    if state is AlertState.VERIFIED:
        found = result
    elif state is AlertState.TO_VERIFY:
        found = None
    after = AlertLife(alert_key, rule_id, town_code, state, found, now(), actor)
    if before is None:
        within.execute(life_table.insert().values(**vars(after)))
    else:
        mine = life_table.c.alert_key == alert_key
        changes = {name: getattr(after, name) for name in ("state", "result", "changed_at", "changed_by")}
        within.execute(life_table.update().where(mine).values(**changes))
    count = select(func.count()).select_from(step_table).where(step_table.c.alert_key == alert_key)
    seq = within.execute(count).scalar_one() + 1
    step = AlertStep(alert_key, seq, after.changed_at, actor, stands, state, found, reason)
    within.execute(step_table.insert().values(**vars(step)))
    append_audit(
        records, actor=actor, action=_ACTIONS[state], target=f"alert/{alert_key}", within=within,
        detail={"rule": rule_id, "town": town_code, "result": found, "reason": reason},
    )  # fmt: skip
    return after


def alert_life(records: Records, alert_key: str) -> AlertLife | None:
    """Return one alert's life, compared with its seal; None where nobody has acted on it.

    Raises:
        StoreDamaged: what is written of it is not what was written.
    """
    with records.reading() as connection:
        return _checked(connection, alert_key)


def alert_lives(records: Records, areas: Iterable[str]) -> list[AlertLife]:
    """Return the lives of the alerts of these areas (codes of counties or townships), by key."""
    mine = [life_table.c.town_code.like(f"{area}%") for area in areas]
    if not mine:
        return []
    query = select(life_table).where(or_(*mine)).order_by(life_table.c.alert_key)
    with records.reading() as connection:
        return [_life(dict(row)) for row in connection.execute(query).mappings()]


def alert_steps(records: Records, alert_key: str | None = None) -> list[AlertStep]:
    """Return the steps of one alert, or of all of them, oldest first."""
    query = select(step_table).order_by(step_table.c.alert_key, step_table.c.seq)
    if alert_key is not None:
        query = query.where(step_table.c.alert_key == alert_key)
    with records.reading() as connection:
        return [_step(dict(row)) for row in connection.execute(query).mappings()]


def _check_step(
    alert_key: str,
    stands: AlertState,
    found: AlertResult | None,
    state: AlertState,
    result: AlertResult | None,
    reason: str | None,
    was: AlertState | None,
) -> None:
    label = ALERT_STATE_LABELS[stands]
    if was is not None and stands is not was:
        raise UsageError(f"预警“{alert_key}”已被别人改为“{label}”，没有改动。请看过再办。")
    if state not in NEXT_STATES.get((stands, found), frozenset()):
        raise UsageError(f"预警“{alert_key}”{label}，不能改为“{ALERT_STATE_LABELS[state]}”。没有改动。")
    if (state is AlertState.VERIFIED) != (result is not None):
        raise UsageError("核实要写明结果: 纳入(属实)或不符合。没有改动。")
    needs_reason = result is AlertResult.NOT_APPLICABLE or state is AlertState.TO_VERIFY
    if needs_reason and not (reason or "").strip():
        raise UsageError("要写明理由。没有改动。")


def _checked(connection: Connection, alert_key: str) -> AlertLife | None:
    row = (
        connection.execute(select(life_table).where(life_table.c.alert_key == alert_key))
        .mappings()
        .one_or_none()
    )
    if not is_as_sealed(connection, f"alert/{alert_key}"):
        raise _damaged(alert_key)
    return _life(dict(row)) if row else None


def _life(values: dict[str, object]) -> AlertLife:
    try:
        values["state"] = AlertState(str(values["state"]))
        values["result"] = AlertResult(str(values["result"])) if values["result"] else None
    except ValueError as fault:  # a wrong bit: the tables let nobody write this
        raise _damaged(str(values["alert_key"])) from fault
    return AlertLife(**values)  # type: ignore[arg-type]


def _step(values: dict[str, object]) -> AlertStep:
    try:
        values["from_state"] = AlertState(str(values["from_state"]))
        values["to_state"] = AlertState(str(values["to_state"]))
        values["result"] = AlertResult(str(values["result"])) if values["result"] else None
    except ValueError as fault:
        raise _damaged(str(values["alert_key"])) from fault
    return AlertStep(**values)  # type: ignore[arg-type]


def _damaged(alert_key: str) -> StoreDamaged:
    return StoreDamaged(f"登记库里预警“{alert_key}”的记录已损坏，没有改动。请从备份恢复登记库。")
