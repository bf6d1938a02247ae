"""The whole store in one file and back: ``backup, restore-backup``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from shouwang import records
from shouwang.cli import edge
from shouwang.cli.places import open_store, operator, store_path
from shouwang.config import settings
from shouwang.store.backup import Backup, restore_backup
from shouwang.store.backup import backup as make_backup


@click.command(
    "backup", cls=edge.Command, help="把整个数据仓备份成一个文件，写完逐个读回核对；发布和报送可以照常进行。"
)
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--force", is_flag=True, help="覆盖同名的文件。")
@edge.store_option
@edge.json_option
def backup(file: Path, force: bool, store: Path | None, as_json: bool) -> None:
    house = open_store(store)
    with closing(records.open_records(house.root)) as book, _bar("备份", quiet=as_json) as progress:
        made = make_backup(house, book, file, actor=operator(), force=force, progress=progress)
    if as_json:
        edge.say_json(_about(made))
        return
    edge.say(f"已备份到 {made.path.name}: {_content(made)}，写完逐个读回核对过。")
    edge.say("里面有个人信息，请放在离线的磁盘上妥善保管。恢复: shouwang restore-backup 文件")


@click.command(
    "restore-backup",
    cls=edge.Command,
    help="从备份文件恢复数据仓: 先在旁边解开、全部核对，再换上。已有数据仓时要加 --force，原有的改名留在旁边。",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="文件")
@click.option("--force", is_flag=True, help="替换已有的数据仓(原有的改名留在旁边)。")
@edge.store_option
@edge.json_option
def restore_backup_command(file: Path, force: bool, store: Path | None, as_json: bool) -> None:
    root = store_path(store)
    with _bar("恢复", quiet=as_json) as progress:
        made = restore_backup(file, root, actor=operator(), force=force, progress=progress)
    if as_json:
        edge.say_json({**_about(made), "store": root})
        return
    edge.say(f"已恢复 {made.made_at[:16].replace('T', ' ')} 的备份: {_content(made)}，全部核对完好。")
    if made.kept is not None:
        edge.say(f"原有的数据仓改名为 {made.kept.name}，还在旁边；确认不再需要后可以删掉。")
    edge.say("看板如果开着，请重新启动。")
    if settings().database:
        edge.note(
            "SHOUWANG_DATABASE 指着别的数据库: 备份里的登记库在数据仓的 records.sqlite 里，没有写进那个数据库。"
        )


def _content(made: Backup) -> str:
    versions = f"{len(made.versions)}个版本(到第{made.versions[-1]}版)" if made.versions else "还没有版本"
    return f"{versions}、{made.files:,}个文件、{made.bytes / 1e6:,.1f}MB"


def _about(made: Backup) -> dict[str, object]:
    about = asdict(made)
    return {**about, "audit": {"seq": made.audit[0], "hash": made.audit[1]}}


@contextmanager
def _bar(doing: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar of bytes on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of or None)
