"""Files come in: ``check`` (every fault, nothing changed), ``submit`` (kept, receipt), ``publish`` (sealed)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from shouwang import desk, exports, intake
from shouwang.cli import edge
from shouwang.cli.places import open_store, store_path
from shouwang.cli.working import area_option, at_desk, by_option, month_of, month_option, worker
from shouwang.config import settings
from shouwang.desk import STATE_LABELS, Receipt, Said
from shouwang.errors import MachineError, Problem, StoreMissing, UsageError
from shouwang.intake import KINDS, Checked
from shouwang.publishing import Effect
from shouwang.schema import TABLES
from shouwang.store import Store

SHOWN_EFFECTS = 12

_FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="文件…",
)
_TABLE = click.option(
    "--table",
    "kind",
    type=click.Choice([*KINDS, *intake.form_names()]),
    metavar="种类",
    help=f"哪一种导出({'、'.join(KINDS)})或哪一张表(见 shouwang template)。默认由文件内容认出。",
)


@click.command("check", cls=edge.Command, help="检查文件，列出全部问题；什么也不改动。")
@_FILES
@_TABLE
@month_option
@area_option
@click.option(
    "--returned",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件.xlsx",
    help="把退回件写到哪里: 原表，有问题的格标了颜色和说明，第一张是问题清单。一次一份文件。",
)
@edge.store_option
@edge.json_option
def check(
    files: tuple[Path, ...],
    kind: str | None,
    month_text: str | None,
    area: str | None,
    returned: Path | None,
    store: Path | None,
    as_json: bool,
) -> None:
    house, month = _house(store), month_of(month_text)
    if returned is not None and (len(files) > 1 or returned.resolve() == files[0].resolve()):
        raise UsageError("--returned 一次只写一份文件的退回件，不能写在原文件上。")
    found = [intake.check(path, store=house, table=kind, month=month, area=area) for path in files]
    intake.compare([one for one in found if one.is_accepted])
    if returned is not None:
        _write_returned(returned, files[0], found[0])
    if as_json:
        edge.say_json([exports.faults_json(one) for one in found])
    else:
        for one in found:
            _say_file(one)
    if not all(one.is_accepted for one in found):
        raise edge.Leave(1)


def _house(store: Path | None) -> Store | None:
    """Return the store, if there is one: a check needs none."""
    try:
        return Store.open(store_path(store))
    except StoreMissing:
        if store is not None:
            raise
        return None


def _write_returned(target: Path, file: Path, one: Checked) -> None:
    if one.faults.is_empty():
        edge.note("没有问题，没有写退回件。")
        return
    try:
        content = exports.returned_workbook(file.read_bytes(), one.faults, name=one.file, sheet=one.sheet)
        target.write_bytes(content)
    except OSError as fault:
        raise MachineError(f"退回件“{target.name}”写不进去({fault.strerror})。请换一个文件夹。") from fault
    edge.note(f"退回件写在 {target}。改好以后可以直接再报。")


def _say_file(one: Checked) -> None:
    label = one.kind.label if one.kind else "认不出种类"
    verdict = "可以采用" if one.is_accepted else "需要更正"
    edge.say(f"{one.file}: {label} {one.month_text or '月份不明'} {_area_name(one)} {verdict}")
    _say_rows(one.rows_in, one.rows_taken, one.rows_refused)
    _say_problems(one.problems)


def _area_name(one: Checked) -> str:
    if one.county is None:
        return ""
    return "、".join(one.county.town_name(town) for town in one.towns) or one.county.name


def _say_rows(rows_in: int | None, taken: int | None, refused: int | None) -> None:
    edge.say(f"  收到 {rows_in or 0} 行 = 采用 {taken or 0} 行 + 退回 {refused or 0} 行")


def _say_problems(problems: Sequence[Problem]) -> None:
    for line in edge.problem_lines(problems):
        edge.say(line)


@click.command(
    "submit", cls=edge.Command, help="报送文件: 保存原件，检查，给出回执。同一份文件报两次只算一次。"
)
@_FILES
@_TABLE
@month_option
@area_option
@click.option("--reason", metavar="说明", help="报送的理由。更正已封存的月份时必须写。")
@by_option
@edge.as_option
@edge.store_option
@edge.json_option
def submit(
    files: tuple[Path, ...],
    kind: str | None,
    month_text: str | None,
    area: str | None,
    reason: str | None,
    by: str | None,
    user: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    house = open_store(store)
    said = Said(kind, month_of(month_text), area)
    viewer = worker(house, by, user)
    receipts: list[Receipt] = []
    with at_desk(house, viewer) as book:
        for path in dict.fromkeys(files):
            receipts.append(desk.take(house, book, path, viewer=viewer, said=said, reason=reason))
        receipts = [desk.as_it_stands(book, one) for one in receipts]
    if as_json:
        edge.say_json([_about_receipt(one) for one in receipts])
    else:
        for one in receipts:
            _say_receipt(one)
    if not all(one.is_accepted for one in receipts):
        raise edge.Leave(1)


def _about_receipt(one: Receipt) -> dict[str, object]:
    sent = one.submission
    return {
        "file": one.file,
        "receipt": sent.receipt,
        "sha256": sent.sha256,
        "new": one.is_new,
        "state": sent.state.value,
        "accepted": one.is_accepted,
        "table": sent.table,
        "month": sent.month,
        "area": sent.area,
        "rows_in": sent.rows_in,
        "rows_taken": sent.rows_taken,
        "rows_refused": sent.rows_refused,
        "exempt": sent.exempted,
        "late": bool(sent.is_late),
        "correction": bool(sent.is_correction),
        "superseded": list(one.superseded),
        "unknown_columns": list(one.unknown_columns),
        "notes": list(one.notes),
        "effect": _about_effect(one.effect) if one.effect else None,
        "problems": [asdict(problem) for problem in one.problems],
    }


def _label(table: str | None) -> str:
    if table is None:
        return "认不出种类"
    return KINDS[table].label if table in KINDS else TABLES[table].label


def _about_effect(effect: Effect) -> dict[str, object]:
    return {
        "base_version": effect.base_version,
        "months": [f"{month:%Y-%m}" for month in effect.months],
        "towns": effect.towns.to_dicts(),
        "figures": effect.moved.to_dicts(),
        "rows": effect.rows.to_dicts(),
        "asks": list(effect.asks),
    }


def _say_receipt(one: Receipt) -> None:
    sent = one.submission
    if not one.is_new:
        edge.say(f"{one.file}: 与 {sent.receipt} 内容相同({STATE_LABELS[sent.state]})，没有重复报送。")
        if one.is_accepted:
            return
    edge.say(
        f"{one.file}: 回执 {sent.receipt} {STATE_LABELS[sent.state]} {_label(sent.table)} {sent.month or ''} "
        f"{sent.area or ''}"
    )
    _say_rows(sent.rows_in, sent.rows_taken, sent.rows_refused)
    for earlier in one.superseded:
        edge.say(f"  替代了同一月份、同一区划的 {earlier}。")
    for sentence in one.notes:
        edge.say(f"  {sentence}")
    _say_problems(one.problems)
    if one.effect is not None:
        lines = one.effect.summary(SHOWN_EFFECTS)
        if lines:
            edge.say("  发布后的影响:")
        for line in lines:
            edge.say(f"    {line}")
        for sentence in one.effect.asks:
            edge.say(f"  确认时要写明理由: {sentence}")


@click.command("publish", cls=edge.Command, help="把已确认(和已通过)的报送封存为新的一版。")
@month_option
@click.option("--reason", required=True, metavar="说明", help="为什么发布这一版，写进清单和审计。")
@click.option("--receipt", "receipts", multiple=True, metavar="回执号", help="只发布这一份，可以写几次。")
@by_option
@edge.store_option
@edge.json_option
def publish(
    month_text: str | None,
    reason: str,
    receipts: tuple[str, ...],
    by: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    house = open_store(store)
    viewer = worker(house, by)
    with at_desk(house, viewer) as book:
        made = desk.publish(
            house, book, viewer=viewer, reason=reason, month=month_of(month_text), receipts=receipts or None,
            alone=not settings().needs_second_person,
        )  # fmt: skip
        sealed = desk.submissions(book, viewer, version=made.version, limit=len(made.submissions) or 1)
    alone = [one.receipt for one in reversed(sealed) if not one.confirmed_by]
    changes = _changes(house, made.version)
    if as_json:
        edge.say_json(
            {
                "version": made.version,
                "submissions": list(made.submissions),
                "approver": made.approver,
                "single_person": alone,
                "changes": changes,
            }
        )
        return
    edge.say(f"已发布第{made.version}版({len(made.submissions)}份报送)。")
    if alone:
        edge.say(f"  其中{len(alone)}份没有经另一个人确认，记为单人发布: {'、'.join(alone)}")
    for change in changes:
        edge.say(
            f"  {change['label']} {change['part']}: 原有 {change['before']:,} 行，现有 {change['after']:,} 行"
        )


def _changes(house: Store, version: int) -> list[dict[str, object]]:
    """Return how many rows the reported tables had and have, part by part, where they differ from the version before."""
    made = house.manifest(version)
    before = house.manifest(made.parent).files if made.parent is not None else {}
    changes: list[dict[str, object]] = []
    for name, entry in made.files.items():
        table, part = name.split("/", 1)
        old = before.get(name)
        if table in intake.form_names() and (old is None or old.sha256 != entry.sha256) and entry.sources:
            about = {"table": table, "label": TABLES[table].label, "part": part}
            changes.append({**about, "before": old.rows if old else 0, "after": entry.rows})
    return changes
