"""The store itself: ``init, demo, versions, diff, restore, verify, doctor``."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click
import polars as pl

from shouwang import formatting, records
from shouwang.cli import edge
from shouwang.cli.places import open_store, store_path
from shouwang.cli.working import worker
from shouwang.desk import keeping
from shouwang.errors import MachineError
from shouwang.intake import locating
from shouwang.schema import TABLES
from shouwang.store import HouseholdChanges, RowChanges, Store, VersionInfo
from shouwang.store.households import field_text


@click.command("init", cls=edge.Command, help="为一个县建一个空的数据仓。")
@click.option("--county", required=True, metavar="代码", help="6位县级区划代码，须在行政区划表里。")
@edge.store_option
@edge.json_option
def init(county: str, store: Path | None, as_json: bool) -> None:
    name = locating.county(county).name  # refuses a county that is not in the divisions table
    made = Store.create(store_path(store), county)
    if as_json:
        edge.say_json({"county": county, "name": name, "store": made.root})
        return
    edge.say(
        f"已为{name}({county})建好空的数据仓。下一步: shouwang submit 文件 …，再 shouwang publish --reason 说明。"
    )


@click.command("demo", cls=edge.Command, help="做一个演示县(大冶市，全部是合成数据)。已经做好的不会重做。")
@edge.store_option
@click.option(
    "--months", type=click.IntRange(1, 120), default=36, show_default=True, help="月数，到2023年11月为止。"
)
@click.option("--seed", type=int, default=7, show_default=True, help="种子: 同样的种子做出同样的县。")
@click.option(
    "--scale", type=click.FloatRange(0.1, 64), default=1.0, show_default=True, help="规模，1.0约8000户。"
)
@click.option("--again", is_flag=True, help="删掉原有的演示数据仓，重新做。")
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
        edge.say(f"演示数据仓已经做好(第{made['version']}版，{made['table_count']}张表)，没有重做。")
        return
    started = time.monotonic()
    demonstration.make(root, wanted, again=again, quiet=as_json)
    made = demonstration.describe(root) | {"seconds": round(time.monotonic() - started, 1)}
    if as_json:
        edge.say_json({"made": True, **made})
        return
    for line in demonstration.lines(made):
        edge.say(line)


@click.command("versions", cls=edge.Command, help="列出每一版: 何时、何人、为何、哪些月份、多少行。")
@edge.store_option
@edge.json_option
def versions(store: Path | None, as_json: bool) -> None:
    found = open_store(store).versions()
    if as_json:
        edge.say_json([asdict(item) for item in found])
        return
    if not found:
        edge.say("还没有发布过任何版本。")
    for item in found:
        edge.say(version_line(item))


def version_line(item: VersionInfo) -> str:
    if item.damaged:
        return f"第{item.number}版  清单已损坏，不能使用"
    when = item.created_at[:16].replace("T", " ")
    span = f"{item.months[0]} 到 {item.months[-1]}" if item.months else "没有月份"
    restored = f"(退回到第{item.restored_from}版)" if item.restored_from else ""
    return f"第{item.number}版  {when}  {item.author}  {span} {item.rows:,}行  {item.reason}{restored}"


@click.command(
    "diff",
    cls=edge.Command,
    help="两版之间变了什么: 哪些表，各乡镇哪些户新增、减少、变动了哪几项(户用标识代替，姓名号码遮住)。",
)
@click.argument("first", type=click.IntRange(1), metavar="版本A")
@click.argument("second", type=click.IntRange(1), metavar="版本B")
@click.option("--table", metavar="表", help="只看这张表。")
@click.option("--part", metavar="月份", help="表的哪一部分，如 2023-11。与 --table 一起用，逐行列出。")
@click.option("--town", metavar="代码", help="只列这个乡镇(9位代码)的户。")
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="户数", help="最多列出多少户。"
)
@edge.store_option
@edge.json_option
def diff(
    first: int,
    second: int,
    table: str | None,
    part: str | None,
    town: str | None,
    limit: int,
    store: Path | None,
    as_json: bool,
) -> None:
    found = open_store(store).diff(first, second)
    parts = [one for one in found.parts if table in {None, one.table} and part in {None, one.part}]
    rows = [found.rows(one.table, one.part) for one in parts] if table and part else []
    homes = found.households([(one.table, one.part) for one in parts] if table or part else None)
    if as_json:
        edge.say_json(
            {
                "parts": [asdict(one) for one in parts],
                "rows": [_about_rows(one) for one in rows],
                **_about_households(homes, town, limit),
            }
        )
        return
    if not parts:
        edge.say("两版没有不同。")
    for one in parts:
        before, after = (("无" if n is None else f"{n:,}行") for n in (one.rows_before, one.rows_after))
        edge.say(f"{TABLES[one.table].label} ({one.table}) {one.part}: {before} -> {after}")
    for detail in rows:
        _say_rows(detail)
    if not rows:
        _say_households(homes, town, limit)


def _about_households(homes: HouseholdChanges, town: str | None, limit: int) -> dict[str, object]:
    towns = homes.towns if town is None else homes.towns.filter(pl.col("town_code") == town)
    return {
        "towns": towns.to_dicts(),
        "tables": homes.rows.to_dicts(),
        "fields": homes.by_field.to_dicts(),
        "households": homes.page(limit, town=town).to_dicts(),
    }


def _say_households(homes: HouseholdChanges, town: str | None, limit: int) -> None:
    for row in homes.towns.iter_rows(named=True):
        if town in {None, row["town_code"]}:
            against = f"，与{formatting.month(row['compared_with'])}相比" if row["compared_with"] else ""
            edge.say(
                f"{row['town_name']}: 新增{row['entered']}户，减少{row['left']}户，变动{row['changed']}户{against}"
            )
    fields = [
        f"{row['label']} {row['households']}户" for row in homes.by_field.head(10).iter_rows(named=True)
    ]
    if fields and town is None:
        edge.say(f"变动的项目: {'、'.join(fields)}")
    shown = homes.page(limit, town=town)
    for row in shown.iter_rows(named=True):
        kind = {"entered": "新增", "left": "减少", "changed": "变动"}[row["kind"]]
        edge.say(f"  {row['town_name']} {row['division_name'] or ''} {row['hh_key']} {kind}")
        edge.say(f"    {'；'.join(field_text(one, row['kind']) for one in row['fields'])}")
    total = homes.who.height if town is None else homes.who.filter(pl.col("town_code") == town).height
    if total > shown.height:
        edge.say(f"  …… 另有{total - shown.height}户，加 --limit 可看更多。")


def _about_rows(one: RowChanges) -> dict[str, object]:
    return {
        "table": one.table,
        "part": one.part,
        "entered": one.entered.to_dicts(),
        "left": one.left.to_dicts(),
        "changed": one.changed.to_dicts(),
    }


def _say_rows(one: RowChanges) -> None:
    edge.say(f"新增 {one.entered.height} 行，减少 {one.left.height} 行，改动 {one.changed.height} 处。")
    key = [name for name in one.changed.columns if name not in {"column", "label", "before", "after"}]
    for row in one.changed.head(edge.SHOWN_PROBLEMS).iter_rows(named=True):
        place = " ".join(str(row[name]) for name in key)
        edge.say(f"  {place} {row['label']}: {row['before'] or '未报'} -> {row['after'] or '未报'}")


@click.command("restore", cls=edge.Command, help="退回到较早的一版: 生成内容相同的新一版，什么也不删。")
@click.argument("number", type=click.IntRange(1), metavar="版本")
@click.option("--reason", metavar="说明", help="为什么退回，写进清单和审计。")
@edge.store_option
@edge.json_option
def restore(number: int, reason: str | None, store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    viewer = worker(house, None)
    with closing(records.open_records(house.root)) as book:
        made = keeping.restore(house, book, number, viewer=viewer, reason=reason or f"退回到第{number}版")
    if as_json:
        edge.say_json({"version": made.version, "restored_from": number})
        return
    edge.say(f"已退回到第{number}版的内容，新的版本是第{made.version}版。原有各版都还在。")


@click.command("verify", cls=edge.Command, help="重新核对每一个文件的校验值和审计链。")
@edge.store_option
@edge.json_option
def verify(store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    faults = house.verify()
    book = records.open_records(house.root)
    try:
        chain = records.verify_records(book)
    finally:
        book.close()
    harmful = [fault for fault in faults if not fault.is_harmless]
    is_sound = not harmful and not chain
    if as_json:
        edge.say_json({"ok": is_sound, "faults": [asdict(fault) for fault in faults], "audit": chain})
    else:
        for sentence in (*(fault.message for fault in faults), *chain):
            edge.say(sentence)
        if is_sound:
            edge.say(f"核对完毕: {len(house.numbers())}个版本、全部文件和审计都完好。")
    if not is_sound:
        raise edge.Leave(MachineError.exit_code)


@click.command("doctor", cls=edge.Command, help="检查程序、依赖、数据仓、磁盘、参考文件是否正常。")
@edge.store_option
@edge.json_option
def doctor(store: Path | None, as_json: bool) -> None:
    from shouwang.cli import health

    found = health.examine(store_path(store))
    if as_json:
        edge.say_json({"ok": all(one.is_well for one in found), "checks": [asdict(one) for one in found]})
    else:
        for one in found:
            edge.say(f"{'正常' if one.is_well else '异常'}  {one.what}: {one.found}")
    if not all(one.is_well for one in found):
        raise edge.Leave(max(one.exit_code for one in found))
