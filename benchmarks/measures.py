"""The measurements. Each takes a store and returns a table; times are medians in milliseconds unless said otherwise."""

from __future__ import annotations

import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import pandas
import polars as pl
import psutil

from benchmarks import workbooks
from benchmarks.tables import Table
from shouwang import publishing, queries
from shouwang.access import Scope
from shouwang.config import PAGES, ROOT
from shouwang.queries import Query
from shouwang.store import Snapshot, Store
from shouwang.store.parquet import read

AREA, MONTH = "420281107", "2023-11"
HERE = Path(__file__).parent
EMPTY_PAGE = 'import streamlit as st\nst.title("空页")\nst.metric("数", 1)\n'
Call = tuple[Query, Scope, dict[str, object]]


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


# -- making the demo county ----------------------------------------------------------------------------------------


def demo(target: Path, scale: float) -> Table:
    """Make the demo county in a process of its own: seconds and peak memory."""
    table = Table("做演示县", ["规模", "秒", "峰值内存 MB", "数据仓 MB"])
    command = [
        sys.executable,
        "-m",
        "benchmarks.child",
        "demo",
        "--store",
        str(target),
        "--scale",
        str(scale),
        "--json",
    ]
    seconds = timed(lambda: subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)) / 1000
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) / 1e6
    table.add(f"{scale:g}", seconds, peak, size)
    return table


# -- the queries of each page --------------------------------------------------------------------------------------


def pages(store: Path, rounds: int) -> Table:
    """Measure all queries of each page together: cold (nothing open), warm (engine open), answered before."""
    snapshot = Store.open(store).snapshot()
    table = Table(
        "各页全部查询 (毫秒)",
        ["页面", "查询数", "冷", "热", "已答过", "pandas 读同样的表", "pandas / 热", "最慢的一个"],
        remark="冷: 连接、视图、文件校验都重来。热: 连接已开,没有现成的答案。pandas: read_parquet 读这些查询所读各表的全部文件,不做任何计算。",
    )
    for page in sorted(PAGES.glob("[!_]*.py")):
        calls = recorded(page, store, snapshot)
        if not calls:
            continue
        ask = _asking(calls, snapshot)
        cold = median(timed(lambda ask=ask: (queries.clear_cache(), ask())) for _ in range(3))
        warm = median(timed(lambda ask=ask: (queries._answers.clear(), ask())) for _ in range(rounds))
        known = median(timed(ask) for _ in range(rounds))
        other = median(timed(lambda calls=calls: _with_pandas(calls, snapshot)) for _ in range(3))
        table.add(
            page.stem,
            len(calls),
            cold,
            warm,
            known,
            other,
            f"{other / warm:.1f}x",
            _slowest(calls, snapshot, rounds),
        )
    return table


def recorded(page: Path, store: Path, snapshot: Snapshot) -> list[Call]:
    """Return the different queries that a page asks, by running it once."""
    from streamlit.testing.v1 import AppTest

    calls: dict[tuple[object, ...], Call] = {}
    real = queries.answer

    def listening(query: Query, scope: Scope, pinned: Snapshot, params: dict[str, object]) -> pl.DataFrame:
        calls[query.name, scope, *sorted(params.items(), key=str)] = (query, scope, dict(params))
        return real(query, scope, pinned, params)

    os.environ["SHOUWANG_STORE"], os.environ["SHOUWANG_AS"] = str(store), "county_leader"
    queries.answer = listening
    try:
        test = AppTest.from_file(page, default_timeout=120)
        test.query_params["area"], test.query_params["month"] = AREA, MONTH
        if page.stem == "household":
            test.query_params["hh"] = some_household(snapshot)
        test.run()
    finally:
        queries.answer = real
        del os.environ["SHOUWANG_AS"]
    return list(calls.values())


def some_household(snapshot: Snapshot) -> str:
    """Return a monitored household of the township."""
    entry = snapshot.manifest.parts("household_month")[MONTH]
    rows = read(snapshot.file("household_month", MONTH, entry))
    mine = rows.filter((pl.col("town_code") == AREA) & pl.col("mon_type").is_not_null())
    return str(mine["hh_key"].sort()[0])


def _asking(calls: list[Call], snapshot: Snapshot) -> Callable[[], None]:
    def ask() -> None:
        for query, scope, params in calls:
            queries.answer(query, scope, snapshot, params)

    return ask


def _slowest(calls: list[Call], snapshot: Snapshot, rounds: int) -> str:
    """Return the query of the page that takes longest, with its milliseconds."""

    def alone(call: Call) -> float:
        ask = _asking([call], snapshot)
        return median(timed(lambda: (queries._answers.clear(), ask())) for _ in range(rounds))

    took, name = max((alone(call), call[0].name) for call in calls)
    return f"{name} {took:.0f}"


def _with_pandas(calls: list[Call], snapshot: Snapshot) -> int:
    tables = {name.split(".")[1] for query, _, _ in calls for name in query.reads}
    return sum(len(pandas.read_parquet(path)) for table in tables for path in snapshot.files(table))


# -- one household -------------------------------------------------------------------------------------------------


def history(store: Path, rounds: int) -> Table:
    """Measure one household's whole history, another household each time, with the engine open."""
    snapshot = Store.open(store).snapshot()
    scope = Scope.of(snapshot.county)
    entry = snapshot.manifest.parts("household_month")[MONTH]
    keys = read(snapshot.file("household_month", MONTH, entry))["hh_key"].sample(rounds, seed=7).to_list()
    query = queries.find("household/months")
    months: dict[str, object] = {"month": f"{MONTH}-01"}
    queries.answer(query, scope, snapshot, {"hh": keys[0], **months})
    took = [
        timed(lambda key=key: queries.answer(query, scope, snapshot, {"hh": key, **months}))
        for key in keys[1:]
    ]
    parts = list(snapshot.manifest.parts("household_month").items())
    files = [snapshot.file("household_month", part, entry) for part, entry in parts]

    def with_pandas() -> None:
        whole = pandas.concat(pandas.read_parquet(path) for path in files)
        whole[whole.hh_key == keys[0]].sort_values("stat_month")

    other = median(timed(with_pandas) for _ in range(3))
    table = Table("一户的全部月份 (毫秒)", ["中位", "95分位", "pandas 读全部月份", "pandas / 中位"])
    table.add(median(took), sorted(took)[int(len(took) * 0.95)], other, f"{other / median(took):.0f}x")
    return table


# -- reading and checking ------------------------------------------------------------------------------------------

SIZES = (("household_month", 50_000), ("alleviated", 50_000), ("person_month", 500_000))


def reading(folder: Path, scale: float) -> Table:
    """Measure the check of big workbooks, beside openpyxl and pandas with a handful of the same rules."""
    table = Table(
        "读和核对一份工作簿",
        [
            "文件",
            "行x列",
            "MB",
            "读法",
            "秒",
            "处理器秒",
            "峰值内存 MB",
            "子进程 MB",
            "问题",
            "处理器秒 / 守望",
        ],
        remark="守望: 全部规则。openpyxl、pandas: 只查必填、代码、重复。大表只比一种。",
    )
    for name, count in SIZES:
        label, lines = workbooks.KINDS[name]
        path = folder / f"{name}.xlsx"
        workbooks.write(path, lines(int(count * scale)))
        width = len(next(line for line in lines(1) if len(line) > 2))
        ways = ("shouwang", "openpyxl", "pandas") if count <= 50_000 else ("shouwang", "openpyxl")
        ours = 0.0
        for way in ways:
            about, seconds = _read_by(way, name, path)
            ours = ours or about["processor"]
            table.add(
                label,
                f"{about['rows']:,}x{width}",
                path.stat().st_size / 1e6,
                way,
                seconds,
                about["processor"],
                about["peak"],
                about["child_peak"],
                f"{about['faults']:,}",
                f"{about['processor'] / ours:.1f}x",
            )
        path.unlink()
    return table


def _read_by(way: str, name: str, path: Path) -> tuple[dict[str, float], float]:
    start = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.reader", way, name, str(path)]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return json.loads(done.stdout.splitlines()[-1]), time.perf_counter() - start


# -- publishing ----------------------------------------------------------------------------------------------------


def publish(store: Path, copy: Path, rounds: int) -> Table:
    """Measure the publication of one month (households, persons, workers all changed), with its parts."""
    shutil.copytree(store, copy)
    house = Store.open(copy)
    whole: list[float] = []
    parts_of: dict[str, list[float]] = {"规则": [], "指标": [], "预警": []}
    for number in range(rounds):
        snapshot = house.snapshot()
        parts = []
        for name in ("household_month", "person_month", "employment_month"):
            frame = read(snapshot.file(name, MONTH, snapshot.manifest.parts(name)[MONTH]))
            changed = frame.with_columns(source_id=pl.lit(f"bench {number}"))
            parts.append(publishing.Part(name, MONTH, changed))
        with _clocked(parts_of):
            seconds = (
                timed(lambda parts=parts: publishing.publish(house, parts, author="b", reason="b")) / 1000
            )
        whole.append(seconds)
    table = Table(
        "发布一个月 (秒)",
        ["", "最快", "中位", "最慢"],
        remark="农户、人口、务工三张月表全部换过；指标和预警只算这一个月。",
    )
    for name, taken in {"全部": whole, **parts_of}.items():
        table.add(name, min(taken), median(taken), max(taken))
    return table


@contextmanager
def _clocked(taken: dict[str, list[float]]) -> Iterator[None]:
    """Note the seconds that the parts of a publish take."""
    modules = dict(zip(taken, (publishing.faults, publishing.marts, publishing.alerts), strict=True))
    real = {name: module.compute for name, module in modules.items()}

    def clocked(name: str) -> Callable[..., None]:
        def compute(*given: Any) -> None:
            taken[name].append(timed(lambda: real[name](*given)) / 1000)

        return compute

    for name, module in modules.items():
        module.compute = clocked(name)
    try:
        yield
    finally:
        for name, module in modules.items():
            module.compute = real[name]


# -- real sessions -------------------------------------------------------------------------------------------------


def sessions(store: Path, rounds: int, many: int = 20) -> Table:
    """Measure a rerun of each page over a real socket, against an almost empty page, and the memory of a session."""
    from tests.browser.wire import visiting

    table = Table(
        "一次重跑 (毫秒, 真实会话)",
        ["页面", "同一处", "换一个乡镇", "同一处 / 空页"],
        remark="从发出重跑到脚本结束。空页: 另一个 Streamlit 服务器上只有标题和一个数的页。",
    )
    blank = HERE / "_blank.py"
    blank.write_text(EMPTY_PAGE, "utf-8")
    try:
        with _serving([str(blank)], store) as (address, _), visiting(address) as visitor:
            floor = _reruns(lambda _: visitor.open(), rounds)
    finally:
        blank.unlink()
    table.add("(空页)", floor, floor, "1.0x")
    snapshot = Store.open(store).snapshot()
    towns = [town for town in _towns(snapshot) if town != AREA]
    home = some_household(snapshot)
    with _serving([str(ROOT / "app.py")], store) as (address, _):
        for page in sorted(PAGES.glob("[!_]*.py")):
            with visiting(address) as visitor:
                same = _reruns(_opening(visitor, page, home, [AREA]), rounds)
                moved = _reruns(_opening(visitor, page, home, towns), rounds)
            table.add(page.stem, same, moved, f"{same / floor:.1f}x")
    with _serving([str(ROOT / "app.py")], store) as (address, process):
        table.remark += "\n\n" + _memory(address, process, many)
    return table


def _opening(visitor: Any, page: Path, home: str, towns: list[str]) -> Callable[[int], object]:
    """Return what opens a page in one township after the other."""
    hh = f"&hh={home}" if page.stem == "household" else ""
    return lambda number: visitor.open(page.stem, f"area={towns[number % len(towns)]}&month={MONTH}{hh}")


def _reruns(work: Callable[[int], object], rounds: int) -> float:
    for number in range(2):
        work(number)
    return median(timed(lambda number=number: work(number)) for number in range(rounds))


def _towns(snapshot: Snapshot) -> list[str]:
    entry = snapshot.manifest.parts("household_month")[MONTH]
    return sorted(read(snapshot.file("household_month", MONTH, entry))["town_code"].unique())


def _memory(address: str, process: psutil.Process, many: int) -> str:
    from contextlib import ExitStack

    from tests.browser.wire import visiting

    with ExitStack() as held:
        for page in ("overview", "monitoring", "overview"):
            held.enter_context(visiting(address)).open(page, f"area={AREA}&month={MONTH}")
        before = process.memory_info().rss / 1e6
        for _ in range(many):
            held.enter_context(visiting(address)).open("overview", f"area={AREA}&month={MONTH}")
        after = process.memory_info().rss / 1e6
    return f"内存: 一个进程(已有3个会话) {before:.0f} MB,另开 {many} 个会话后 {after:.0f} MB,每个会话 {(after - before) / many:.1f} MB。"


@contextmanager
def _serving(script: list[str], store: Path) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        *script,
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    environment: dict[str, Any] = {**os.environ, "SHOUWANG_STORE": str(store), "SHOUWANG_AS": "county_leader"}
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(0.2)
        yield address, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(20)
