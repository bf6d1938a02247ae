"""The store itself: ``init, demo, versions, diff, restore, verify, doctor``."""

from __future__ import annotations

import time
from pathlib import Path

import click

from shouwang.cli import edge
from shouwang.cli.places import open_store, operator, store_path
from shouwang.errors import UsageError
from shouwang.store import Manifest, Store


@click.command("init", cls=edge.Command, help="为一个县建一个空的数据仓。")
@click.option("--county", required=True, metavar="代码", help="6位县级区划代码,须在行政区划表里。")
@edge.store_option
@edge.json_option
def init(county: str, store: Path | None, as_json: bool) -> None:
    from shouwang import reference

    name = reference.county_name(county)
    made = Store.create(store_path(store), county)
    if as_json:
        edge.say_json({"county": county, "name": name, "store": made.root})
        return
    edge.say(
        f"已为{name}({county})建好空的数据仓。下一步: shouwang submit 文件 …,再 shouwang publish --reason 说明。"
    )


@click.command("demo", cls=edge.Command, help="做一个演示县(大冶市,全部是合成数据)。已经做好的不会重做。")
@edge.store_option
@click.option(
    "--months", type=click.IntRange(1, 120), default=36, show_default=True, help="月数,到2023年11月为止。"
)
@click.option("--seed", type=int, default=7, show_default=True, help="种子: 同样的种子做出同样的县。")
@click.option(
    "--scale", type=click.FloatRange(0.1, 64), default=1.0, show_default=True, help="规模,1.0约8000户。"
)
@click.option("--again", is_flag=True, help="删掉原有的演示数据仓,重新做。")
@edge.json_option
def demo(store: Path | None, months: int, seed: int, scale: float, again: bool, as_json: bool) -> None:
    from shouwang.cli import demonstration

    root = store_path(store)
    wanted = demonstration.Wanted(months, seed, scale)
    if not again and demonstration.is_made(root, wanted):
        made = demonstration.describe(root)
        if as_json:
            edge.say_json({"made": False, **made})
            return
        edge.say(f"演示数据仓已经做好(第{made['version']}版,{len(made['tables'])}张表),没有重做。")
        return
    started = time.monotonic()
    demonstration.make(root, wanted, again=again, quiet=as_json)
    made = demonstration.describe(root) | {"seconds": round(time.monotonic() - started, 1)}
    if as_json:
        edge.say_json({"made": True, **made})
        return
    for line in demonstration.lines(made):
        edge.say(line)


@click.command("versions", cls=edge.Command, help="列出每一版: 何时、何人、为何、动了多少。")
@edge.store_option
@edge.json_option
def versions(store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    from shouwang.store import history

    found = history(house)
    if as_json:
        edge.say_json([about_version(item) for item in found])
        return
    if not found:
        edge.say("还没有发布过任何版本。")
    for item in found:
        edge.say(version_line(item))


def about_version(item: Manifest) -> dict[str, object]:
    return {
        "version": item.version,
        "parent": item.parent,
        "created_at": item.created_at,
        "author": item.author,
        "approver": item.approver,
        "reason": item.reason,
        "restored_from": item.restored_from,
        "submissions": list(item.submissions),
        "files": len(item.files),
        "rows": sum(entry.rows for entry in item.files.values()),
        "bytes": sum(entry.bytes for entry in item.files.values()),
    }


def version_line(item: Manifest) -> str:
    rows = sum(entry.rows for entry in item.files.values())
    restored = f" (退回到第{item.restored_from}版)" if item.restored_from else ""
    when = item.created_at[:16].replace("T", " ")
    return f"第{item.version}版  {when}  {item.author}  {len(item.files)}个文件 {rows:,}行  {item.reason}{restored}"


@click.command("diff", cls=edge.Command, help="两版之间变了什么: 哪张表、哪个月,新增、删去、改动多少行。")
@click.argument("first", type=click.IntRange(1), metavar="版本A")
@click.argument("second", type=click.IntRange(1), metavar="版本B")
@edge.store_option
@edge.json_option
def diff(first: int, second: int, store: Path | None, as_json: bool) -> None:
    raise UsageError("diff")


@click.command("restore", cls=edge.Command, help="退回到较早的一版: 生成内容相同的新一版,什么也不删。")
@click.argument("number", type=click.IntRange(1), metavar="版本")
@click.option("--reason", required=True, metavar="说明", help="为什么退回。")
@edge.store_option
@edge.json_option
def restore(number: int, reason: str, store: Path | None, as_json: bool) -> None:
    raise UsageError(operator())


@click.command("verify", cls=edge.Command, help="重新核对每一个文件的校验值。")
@edge.store_option
@edge.json_option
def verify(store: Path | None, as_json: bool) -> None:
    raise UsageError("verify")


@click.command("doctor", cls=edge.Command, help="检查程序、依赖、数据仓、磁盘、参考文件是否正常。")
@edge.store_option
@edge.json_option
def doctor(store: Path | None, as_json: bool) -> None:
    raise UsageError("doctor")
