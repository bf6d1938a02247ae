"""Files come in: ``check`` (every fault, nothing changed), ``submit`` (kept, receipt), ``publish`` (sealed)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from shouwang import intake, records
from shouwang.cli import edge
from shouwang.cli.places import open_store, operator, store_path
from shouwang.errors import DataFaults, Problem, StoreMissing, UsageError
from shouwang.intake import KINDS, Checked, Receipt, Said
from shouwang.intake.cells import Bad, month
from shouwang.intake.merging import Pair
from shouwang.records import STATE_LABELS, Records, State, Submission
from shouwang.store import Manifest, Store

_FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="文件…",
)
_KIND = click.option(
    "--table", "kind", type=click.Choice(list(KINDS)), help="哪一种导出。默认由文件内容认出。"
)
_TABLE = click.option(
    "--table",
    "kind",
    type=click.Choice([*KINDS, *intake.form_names()]),
    metavar="种类",
    help=f"哪一种导出({'、'.join(KINDS)})或哪一张表(见 shouwang template)。默认由文件内容认出。",
)
_MONTH = click.option("--month", "month_text", metavar="YYYY-MM", help="数据月份。默认由文件内容认出。")
_AREA = click.option("--area", metavar="代码", help="文件应属于的乡镇(9位)或县(6位)。")


def _month(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return month(text)
    except Bad as fault:
        raise UsageError(f"--month 应写成 2023-11 这样: {fault}。") from fault


@click.command("check", cls=edge.Command, help="检查文件，列出全部问题；什么也不改动。")
@_FILES
@_TABLE
@_MONTH
@_AREA
@edge.store_option
@edge.json_option
def check(
    files: tuple[Path, ...],
    kind: str | None,
    month_text: str | None,
    area: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    said = Said(kind, _month(month_text), area)
    found = [_check(path, said, store) for path in files]
    intake.compare(
        [one for one in found if one.is_accepted and one.kind is not None and one.kind.id in KINDS]
    )
    if as_json:
        edge.say_json([_about_file(one) for one in found])
    else:
        for one in found:
            _say_file(one)
    if not all(one.is_accepted for one in found):
        raise edge.Leave(1)


def _check(path: Path, said: Said, store: Path | None) -> Checked:
    return intake.check(path, store=_house(store), table=said.kind, month=said.month, area=said.area)


def _house(store: Path | None) -> Store | None:
    """Return the store, if there is one: a check needs none."""
    try:
        return Store.open(store_path(store))
    except StoreMissing:
        if store is not None:
            raise
        return None


def _about_file(one: Checked) -> dict[str, object]:
    return {
        "file": one.file,
        "table": one.kind.id if one.kind else None,
        "month": one.month_text,
        "area": one.area,
        "accepted": one.is_accepted,
        "rows_in": one.rows_in,
        "rows_taken": one.rows_taken,
        "rows_refused": one.rows_refused,
        "unknown_columns": list(one.unknown_columns),
        "problems": [asdict(problem) for problem in one.problems],
    }


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
@_KIND
@_MONTH
@_AREA
@edge.store_option
@edge.json_option
def submit(
    files: tuple[Path, ...],
    kind: str | None,
    month_text: str | None,
    area: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    house = open_store(store)
    said = Said(kind, _month(month_text), area)
    book = records.open_records(house.root)
    try:
        receipts = intake.submit(house, book, files, by=operator(), said=said)
    finally:
        book.close()
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
        "superseded": list(one.superseded),
        "problems": [asdict(problem) for problem in one.problems],
    }


def _say_receipt(one: Receipt) -> None:
    sent = one.submission
    if not one.is_new:
        edge.say(f"{one.file}: 与 {sent.receipt} 内容相同({STATE_LABELS[sent.state]})，没有重复报送。")
        return
    label = KINDS[sent.table].label if sent.table and sent.table in KINDS else "认不出种类"
    edge.say(
        f"{one.file}: 回执 {sent.receipt} {STATE_LABELS[sent.state]} {label} {sent.month or ''} {sent.area or ''}"
    )
    _say_rows(sent.rows_in, sent.rows_taken, sent.rows_refused)
    for earlier in one.superseded:
        edge.say(f"  替代了同一月份、同一区划的 {earlier}。")
    _say_problems(one.problems)


@click.command("publish", cls=edge.Command, help="把已通过的报送封存为新的一版。")
@click.option("--month", "month_text", metavar="YYYY-MM", help="只发布这个月的报送。默认全部。")
@click.option("--reason", required=True, metavar="说明", help="为什么发布这一版，写进清单和审计。")
@edge.store_option
@edge.json_option
def publish(month_text: str | None, reason: str, store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    wanted = _month(month_text)
    book = records.open_records(house.root)
    try:
        _tidy(house, book)
        waiting = records.list_submissions(
            book, state=State.ACCEPTED, month=f"{wanted:%Y-%m}" if wanted else None
        )
        if not waiting:
            raise UsageError("没有等待发布的报送，没有生成新版本。请先用 shouwang submit 报送文件。")
        made, changes = _publish(house, book, waiting, reason)
    finally:
        book.close()
    if as_json:
        edge.say_json({"version": made.version, "submissions": list(made.submissions), "changes": changes})
        return
    edge.say(f"已发布第{made.version}版({len(waiting)}份报送)。")
    for change in changes:
        edge.say(
            f"  {change['label']} {change['part']}: 原有 {change['before']:,} 行，现有 {change['after']:,} 行"
        )


def _tidy(house: Store, book: Records) -> None:
    """Bring into line what a crash left, and say so."""
    from shouwang.store.reconciliation import reconcile_audit

    for sentence in reconcile_audit(house, book).sentences():
        edge.note(sentence)
    for receipt in intake.mark_interrupted(book, by=operator()):
        edge.note(f"{receipt} 上次处理中断，请重新提交这份文件。")


def _publish(
    house: Store, book: Records, waiting: list[Submission], reason: str
) -> tuple[Manifest, list[dict[str, object]]]:
    from shouwang import publishing
    from shouwang.schema import TABLES

    pairs = intake.read_again(house, waiting)
    _still_sound(pairs)
    changes: list[dict[str, object]] = []

    def parts() -> Iterator[publishing.Part]:
        for one in intake.merged_parts(house, pairs):
            about = {"table": one.table, "label": TABLES[one.table].label, "part": one.part}
            changes.append({**about, "before": one.rows_before, "after": one.frame.height})
            yield publishing.Part(one.table, one.part, one.frame, one.sources)

    receipts = [one.receipt for one in waiting]
    made = publishing.publish(house, parts(), author=operator(), reason=reason, submissions=receipts)
    return made, changes


def _still_sound(pairs: list[Pair]) -> None:
    """Check once more: reference files may have changed since the files were accepted.

    Raises:
        DataFaults: a file would no longer be accepted; nothing is published.
    """
    intake.compare([checked for _, checked in pairs])
    problems = [problem for _, checked in pairs for problem in checked.problems if not checked.is_accepted]
    if problems:
        raise DataFaults("有报送现在通不过检查(参考文件可能改过)，没有发布。请更正后重报:", problems)
