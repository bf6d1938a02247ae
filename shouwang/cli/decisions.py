"""What people decide on submissions: ``submissions`` (list), ``confirm``, ``leave-out``, ``withdraw``, ``correction``, ``exempt``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from shouwang import desk
from shouwang.cli import edge
from shouwang.cli.places import open_store
from shouwang.cli.working import area_option, at_desk, by_option, month_of, month_option, worker
from shouwang.desk import EXEMPTION_LABELS, STATE_LABELS, Exemption, State, Submission

_RECEIPTS = click.argument("receipts", nargs=-1, required=True, metavar="回执号…")
_RECEIPT = click.argument("receipt", metavar="回执号")
_REASON = click.option("--reason", required=True, metavar="说明", help="理由，写进审计。")


@click.command("submissions", cls=edge.Command, help="列出报送，最近的在前；给出回执号就看那一份的经过。")
@click.argument("receipt", required=False, metavar="[回执号]")
@month_option
@click.option("--table", metavar="种类", help="只看这一种。")
@click.option("--state", type=click.Choice([one.value for one in State]), help="只看这个状态。")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="最多列几份。")
@edge.as_option
@edge.store_option
@edge.json_option
def submissions(
    receipt: str | None,
    month_text: str | None,
    table: str | None,
    state: str | None,
    limit: int,
    user: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    house = open_store(store)
    viewer = worker(house, None, user)
    with at_desk(house, viewer) as book:
        if receipt is not None:
            _say_detail(desk.detail(house, book, viewer, receipt), as_json=as_json)
            return
        found = desk.submissions(
            book, viewer, month=month_of(month_text), table=table, state=State(state) if state else None, limit=limit
        )  # fmt: skip
    if as_json:
        edge.say_json([_about(one) for one in found])
        return
    for one in found:
        edge.say(_line(one))
    if not found:
        edge.say("没有这样的报送。")


def _about(one: Submission) -> dict[str, object]:
    return {**asdict(one), "state": one.state.value, "towns": list(one.towns)}


def _line(one: Submission) -> str:
    marks = [
        word
        for word, holds in (("逾期", one.is_late), ("更正", one.is_correction), ("剔除", one.left_out_at))
        if holds
    ]
    rows = (
        f"{one.rows_in} 行 = 采用 {one.rows_taken} + 退回 {one.rows_refused}"
        if one.rows_in is not None
        else ""
    )
    sealed = f"第{one.version}版" if one.version is not None else ""
    parts = (
        one.receipt, STATE_LABELS[one.state], one.table or "认不出种类", one.month or "", one.area or "", rows,
        f"报送人 {one.submitted_by}", f"确认人 {one.confirmed_by}" if one.confirmed_by else "", sealed, *marks,
        one.message or "",
    )  # fmt: skip
    return "  ".join(part for part in parts if part)


def _say_detail(found: desk.Detail, *, as_json: bool) -> None:
    if as_json:
        edge.say_json(
            {
                **_about(found.submission),
                "events": [asdict(event) for event in found.events],
                "faults": found.faults.to_dicts(),
                "unknown_columns": list(found.unknown_columns),
                "notes": list(found.notes),
                "asks": list(found.effect.asks) if found.effect else [],
            }
        )
        return
    edge.say(_line(found.submission))
    for event in found.events:
        said = f" {event.message}" if event.message else ""
        edge.say(f"  {event.at[:16].replace('T', ' ')} {event.actor} {STATE_LABELS[event.to_state]}{said}")
    for row, column, level, rule, message in (
        found.faults.select("row", "column", "level", "rule", "message").head(edge.SHOWN_PROBLEMS).iter_rows()
    ):
        place = f"第{row}行 " if row is not None else ""
        edge.say(f"  [{edge.LEVELS[level]} {rule}] {place}{f'“{column}”列: ' if column else ''}{message}")


@click.command("confirm", cls=edge.Command, help="由另一个人确认已通过的报送。报送的人不能确认自己的。")
@_RECEIPTS
@click.option("--reason", metavar="说明", help="影响较大的报送要写明理由。")
@by_option
@edge.store_option
@edge.json_option
def confirm(
    receipts: tuple[str, ...], reason: str | None, by: str | None, store: Path | None, as_json: bool
) -> None:
    house = open_store(store)
    viewer = worker(house, by)
    with at_desk(house, viewer) as book:
        done = desk.confirm(house, book, receipts, viewer=viewer, reason=reason)
    _say_done(done, as_json=as_json)


@click.command(
    "leave-out", cls=edge.Command, help="待更正的报送，剔除有错的行，其余采用。剔除的行仍计为退回。"
)
@_RECEIPT
@_REASON
@by_option
@edge.store_option
@edge.json_option
def leave_out(receipt: str, reason: str, by: str | None, store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    viewer = worker(house, by)
    with at_desk(house, viewer) as book:
        done = desk.leave_out(house, book, receipt, viewer=viewer, reason=reason)
    _say_done([done], as_json=as_json)


@click.command("withdraw", cls=edge.Command, help="撤回还没有封存的报送。原件和经过都保留。")
@_RECEIPT
@_REASON
@by_option
@edge.as_option
@edge.store_option
@edge.json_option
def withdraw(
    receipt: str, reason: str, by: str | None, user: str | None, store: Path | None, as_json: bool
) -> None:
    house = open_store(store)
    viewer = worker(house, by, user)
    with at_desk(house, viewer) as book:
        done = desk.withdraw(house, book, receipt, viewer=viewer, reason=reason)
    _say_done([done], as_json=as_json)


def _say_done(done: list[Submission], *, as_json: bool) -> None:
    if as_json:
        edge.say_json([_about(one) for one in done])
        return
    for one in done:
        edge.say(_line(one))


@click.command("correction", cls=edge.Command, help="开放(或关闭)已封存月份的更正。不写月份就列出开放着的。")
@month_option
@click.option("--table", metavar="种类", help="只开放这一种。默认全部。")
@area_option
@click.option("--reason", metavar="说明", help="为什么要更正。开放时必须写。")
@click.option("--close", "number", type=int, metavar="编号", help="关闭这一次开放。")
@by_option
@edge.store_option
@edge.json_option
def correction(
    month_text: str | None,
    table: str | None,
    area: str | None,
    reason: str | None,
    number: int | None,
    by: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    house = open_store(store)
    viewer = worker(house, by)
    month = month_of(month_text)
    with at_desk(house, viewer) as book:
        if number is not None:
            found = [desk.close_correction(book, number, viewer=viewer)]
        elif month is not None:
            found = [
                desk.open_correction(
                    house, book, month, table=table, area=area, viewer=viewer, reason=reason or ""
                )
            ]
        else:
            found = desk.corrections(book, viewer)
    if as_json:
        edge.say_json([asdict(one) for one in found])
        return
    for one in found:
        state = "已关闭" if one.closed_at else "开放"
        where = f"{one.table or '全部表'} {one.area or '全县'}"
        edge.say(f"{one.id}  {one.month} {where} {state}: {one.reason}({one.opened_by})")
    if not found:
        edge.say("没有开放更正的月份。")


@click.command("ask", cls=edge.Command, help="申请豁免: 一条规则对一个对象，到期为止。要由另一个人批准。")
@click.argument("rule", metavar="规则")
@click.argument("object_key", metavar="对象")
@_REASON
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="到期日，如 2024-06-30。",
)
@area_option
@by_option
@edge.as_option
@edge.store_option
@edge.json_option
def ask(
    rule: str,
    object_key: str,
    reason: str,
    until: date,
    area: str | None,
    by: str | None,
    user: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    house = open_store(store)
    viewer = worker(house, by, user)
    last = date(until.year, until.month, until.day)
    with at_desk(house, viewer) as book:
        made = desk.ask_exemption(
            book, viewer=viewer, rule=rule, object_key=object_key, reason=reason, expires_on=last, area=area
        )
    _say_exemptions([made], as_json=as_json)


@click.command("approve", cls=edge.Command, help="批准豁免。申请的人不能批准自己的。")
@click.argument("number", metavar="编号")
@by_option
@edge.store_option
@edge.json_option
def approve(number: str, by: str | None, store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    viewer = worker(house, by)
    with at_desk(house, viewer) as book:
        made = desk.approve_exemption(book, number, viewer=viewer)
    _say_exemptions([made], as_json=as_json)


@click.command("end", cls=edge.Command, help="提前终止豁免，或不同意申请。")
@click.argument("number", metavar="编号")
@_REASON
@by_option
@edge.store_option
@edge.json_option
def end(number: str, reason: str, by: str | None, store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    viewer = worker(house, by)
    with at_desk(house, viewer) as book:
        made = desk.end_exemption(book, number, viewer=viewer, reason=reason)
    _say_exemptions([made], as_json=as_json)


@click.command("list", cls=edge.Command, help="列出豁免，最近的在前。")
@click.option("--state", type=click.Choice(list(EXEMPTION_LABELS)), help="只看这个状态。")
@edge.as_option
@edge.store_option
@edge.json_option
def listed(state: str | None, user: str | None, store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    viewer = worker(house, None, user)
    with at_desk(house, viewer) as book:
        found = desk.exemptions(book, viewer, state=state)
    _say_exemptions(found, as_json=as_json)


def _say_exemptions(found: list[Exemption], *, as_json: bool) -> None:
    if as_json:
        edge.say_json([{**asdict(one), "state": one.state()} for one in found])
        return
    for one in found:
        used = f"用于{one.submissions}份报送的{one.faults}处问题"
        edge.say(
            f"{one.id}  {EXEMPTION_LABELS[one.state()]}  规则 {one.rule_id}  对象 {one.object_key}  "
            f"到 {one.expires_on}  {used}  {one.reason}({one.asked_by})"
        )
    if not found:
        edge.say("没有豁免。")


exempt = edge.Program(
    name="exempt", help="豁免: 申请、批准、列出、终止。", commands=[ask, approve, listed, end]
)
