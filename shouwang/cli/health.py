"""What ``doctor`` looks at. Each check says what it found; one that fails does not keep the others from running."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from shouwang import alerts, queries, records, reference, rules
from shouwang.cli.edge import log_path
from shouwang.config import PAGES, settings
from shouwang.errors import MachineError, ShouwangError
from shouwang.intake import kinds, locating
from shouwang.intake.cells import label_aliases
from shouwang.publishing.headlines import headlines
from shouwang.store import Store

LIBRARIES = (
    "streamlit",
    "duckdb",
    "polars",
    "plotly",
    "pyarrow",
    "python-calamine",
    "xlsxwriter",
    "sqlalchemy",
)
FREE_MB = 500


@dataclass(frozen=True)
class Check:
    """One thing looked at: what, what was found, is it well, and the exit code if it is not."""

    what: str
    found: str
    is_well: bool = True
    exit_code: int = 0


def examine(root: Path) -> list[Check]:
    """Return every check of the program and of the store at ``root``."""
    looks: list[tuple[str, Callable[[], str]]] = [
        ("Python", _python),
        ("依赖", _libraries),
        ("设置", lambda: f"数据仓 {root}，内存 {settings().memory}，线程 {settings().threads}"),
        ("参考文件", lambda: _reference(root)),
        ("查询", _queries),
        ("页面", lambda: f"{len(list(PAGES.glob('[!_]*.py')))} 个"),
        ("磁盘", lambda: _disk(root)),
        ("数据仓", lambda: _store(root)),
        ("登记库", lambda: _records(root)),
        ("错误日志", lambda: str(log_path())),
    ]
    return [_look(what, look) for what, look in looks]


def _look(what: str, look: Callable[[], str]) -> Check:
    try:
        return Check(what, look())
    except ShouwangError as fault:
        return Check(what, str(fault), is_well=False, exit_code=fault.exit_code)


def _python() -> str:
    return f"{platform.python_version()} {platform.system()} {platform.machine()}"


def _libraries() -> str:
    return "、".join(f"{name} {version(name)}" for name in LIBRARIES)


def _reference(root: Path) -> str:
    try:
        county = Store.open(root).county
    except MachineError:
        county = None  # none there, or none that opens: the line of the store says so
    known = sorted(set(locating.counties_by_name().values()))
    for code in [county] if county else known:
        check_reference(code)
    kinds.aliases()
    label_aliases()
    counts = f"{len(reference.catalogue().indicators)} 个指标，{len(rules.catalogue())} 条规则，{len(alerts.catalogue())} 条预警规则"
    return f"{len(known)} 个县的区划，{counts}，收入线、时限等表都读得通"


def check_reference(county: str) -> None:
    """Read every reference file that a county uses.

    Raises:
        ConfigError: one of them is wrong (file, line and key are named).
    """
    reference.config_frames(county)
    locating.county(county)
    headlines(county)
    rules.catalogue()
    alerts.catalogue()


def _queries() -> str:
    found = [queries.find(name) for name in queries.names()]
    return f"{len(found)} 个"


def _disk(root: Path) -> str:
    place = next(folder for folder in (root, *root.parents) if folder.exists())
    free = shutil.disk_usage(place).free // 1_000_000
    if free < FREE_MB:
        raise MachineError(f"剩余 {free} MB，少于 {FREE_MB} MB。请清理磁盘")
    return f"剩余 {free:,} MB"


def _store(root: Path) -> str:
    store = Store.open(root)
    kind = "演示" if store.is_demo else "正式"
    numbers = store.numbers()
    if not numbers:
        return f"{store.county}({kind})，还没有发布过版本"
    snapshot = store.snapshot()
    if snapshot.skipped:
        raise MachineError(
            f"第{snapshot.skipped[0]}版的清单已损坏，正在用第{snapshot.number}版。请从备份恢复"
        )
    months = snapshot.months()
    span = f"{months[0]} 到 {months[-1]}" if months else "没有月份"
    return f"{store.county}({kind})，第{snapshot.number}版，{span}"


def _records(root: Path) -> str:
    if not (root / "store.json").exists():
        return "没有数据仓，未检查"
    book = records.open_records(root)
    try:
        faults = records.verify_audit(book)
        count = len(records.list_submissions(book))
    finally:
        book.close()
    if faults:
        raise MachineError(faults[0].sentence())
    return f"{count} 份报送，审计链完好"
