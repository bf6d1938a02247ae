"""The demo store: is it there already, with the same parameters? Make it with a progress bar; say what was made."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from shouwang.errors import MachineError, UsageError
from shouwang.store import Store, layout
from shouwang.store.sentences import machine_fault

MARK = "demo.json"  # written last: a store without it was interrupted while it was made


@dataclass(frozen=True)
class Wanted:
    """What kind of demo county: how many months, which seed, how large."""

    months: int
    seed: int
    scale: float

    def sentence(self) -> str:
        return f"{self.months}个月、种子{self.seed}、规模{self.scale:g}"


def is_made(root: Path, wanted: Wanted) -> bool:
    """Say whether exactly this demo store stands there already.

    Raises:
        UsageError: something else stands there: a real store, or another demo county.
    """
    if _is_free(root):
        return False
    try:
        store = Store.open(root)
    except MachineError as fault:
        raise UsageError(
            f"目标文件夹里已有别的内容，没有改动。请用 --store 换一个文件夹。({fault})"
        ) from fault
    if not store.is_demo:
        raise UsageError("这里是一个真实的数据仓，不会用演示数据覆盖它。请用 --store 换一个文件夹。")
    found = _marked(root)
    if found is None:
        return False
    if found != wanted:
        raise UsageError(
            f"这里已有另一套演示数据({found.sentence()})，没有改动。要换成{wanted.sentence()}，请加 --again 重做，或用 --store 换一个文件夹。"
        )
    return True


def _marked(root: Path) -> Wanted | None:
    try:
        mark = json.loads((root / MARK).read_text("utf-8"))
        return Wanted(mark["months"], mark["seed"], mark["scale"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def make(root: Path, wanted: Wanted, *, again: bool, quiet: bool) -> None:
    """Make the demo store; what an interrupted attempt left is cleared away first.

    Raises:
        UsageError: the folder holds something that is not a demo store.
    """
    from shouwang import demo
    from shouwang.demo.alert_lives import look_into
    from shouwang.demo.submissions import hand_in
    from shouwang.publishing import Part, publish
    from shouwang.records import open_records

    _clear(root, again=again)
    # A salt of its own would give every demo county other pseudonyms, and other bytes, for the same seed.
    salt = hashlib.sha256(f"shouwang demo {wanted.seed}".encode()).hexdigest()[:32]
    store = Store.create(root, demo.COUNTY, is_demo=True, salt=salt)
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True, quiet=quiet)) as bar:
        rows, marts = bar.add_task("生成数据", total=1), bar.add_task("计算指标", total=None)

        def generating(done: int, total: int, _what: str) -> None:
            bar.update(rows, completed=done, total=total)

        def publishing(_what: str, done: int, of: int) -> None:
            if of:  # while parts are taken in, the other bar moves
                bar.update(marts, completed=done, total=of)

        made = demo.generate(
            months=wanted.months, seed=wanted.seed, scale=wanted.scale, salt=salt, progress=generating
        )
        parts = (Part(one.table, one.part, one.frame, ("demo",)) for one in made)
        publish(store, parts, author="demo", reason=f"演示数据({wanted.sentence()})", progress=publishing)
        bar.update(marts, completed=1, total=1)
        at_the_desk = bar.add_task("报送示例", total=None)
        with closing(open_records(store.root)) as book:
            hand_in(store, book)
            look_into(store, book)
        bar.update(at_the_desk, completed=1, total=1)
    draft = root / f"{MARK}.tmp"
    draft.write_text(json.dumps(asdict(wanted)), "utf-8")
    os.replace(draft, root / MARK)


def _clear(root: Path, *, again: bool) -> None:
    if _is_free(root):
        return
    if again and not Store.open(root).is_demo:
        raise UsageError("这里是一个真实的数据仓，不会用演示数据覆盖它。请用 --store 换一个文件夹。")
    try:
        _remove(root)
    except OSError as fault:
        raise machine_fault(fault, "清理旧的演示数据") from fault


def _is_free(root: Path) -> bool:
    return not root.exists() or not any(root.iterdir()) or Store.is_unfinished(root)


def _remove(root: Path) -> None:
    """Empty a demo store in an order in which it can be stopped: without its mark it is known for unfinished, and
    as long as its folders and store.json stand it is known for a demo store."""
    (root / MARK).unlink(missing_ok=True)
    kept = {layout.STORE_FILE, *layout.FOLDERS}
    inside = [path for name in layout.FOLDERS for path in root.glob(f"{name}/*")]
    for path in (*inside, *(path for path in root.iterdir() if path.name not in kept)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (root / layout.STORE_FILE).unlink()


def describe(root: Path) -> dict[str, object]:
    """Return what the store holds: version, tables with their rows, months, megabytes."""
    store = Store.open(root)
    manifest = store.snapshot().manifest
    tables = {name: sum(entry.rows for entry in manifest.parts(name).values()) for name in manifest.tables}
    months = sorted(manifest.parts("household_month"))
    return {
        "store": root,
        "county": store.county,
        "version": manifest.version,
        "tables": tables,
        "table_count": len(tables),
        "rows": sum(tables.values()),
        "months": [months[0], months[-1]] if months else [],
        "month_count": len(months),
        "megabytes": round(sum(entry.bytes for entry in manifest.files.values()) / 1e6, 1),
    }


def lines(made: dict[str, object]) -> list[str]:
    """Return what was made, for a person."""
    from shouwang.schema import TABLES

    tables = made["tables"]
    assert isinstance(tables, dict)
    months = made["months"]
    assert isinstance(months, list)
    shown = [
        f"  {TABLES[name].label} ({name}): {rows:,} 行" for name, rows in tables.items() if name in TABLES
    ]
    total = f"共 {made['table_count']} 张表 {made['rows']:,} 行，{made['megabytes']} MB"
    span = f"{made['month_count']} 个月({months[0]} 到 {months[-1]})" if months else "没有月份"
    return ["演示县已做好(全部是合成数据):", *shown, f"{total}，{span}，用时 {made['seconds']} 秒。"]
