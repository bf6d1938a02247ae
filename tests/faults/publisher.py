"""A process that publishes, for tests that kill it or break its disk.

It imports the store once and forks a child for every publish, so that a kill costs no start of Python. Commands come on
standard input, one a line; the child's words go to standard output. Polars and DuckDB start their threads in the child.

    loop ROOT TAG           publish versions until killed: "stage open|write|commit", "ack NUMBER SEAL"
    once ROOT TAG [LIMIT]   say "ready", wait for a line, publish one version: "ack …", "refused CLASS SENTENCE", "bug …";
                            LIMIT bounds the size of a file in bytes (RLIMIT_FSIZE); ``100@commit``: from the commit on
    race ROOT TAG           for ever: stage a version, say "ready", wait for a line, and commit at the very moment that it
                            names (in nanoseconds of the monotonic clock); "ack …" or "refused …"

A child's first word is "pid N". After its end: "dead HOW". Every row of a version carries the version's stamp in ``source_id``, and the version's author is
that stamp: a version that is mixed of two shows.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.dataset  # noqa: F401 - Polars and DuckDB would import it in every child

from shouwang.errors import PublishConflict, ShouwangError
from shouwang.schema import TABLES
from shouwang.store import Staging, Store

MONTHS = ("2023-10", "2023-11")
SIZES = {"household_month": 1_000, "person_month": 2_000}
PARTS = [(table, month) for table in SIZES for month in MONTHS] + [("measure", "all")]


def frame(table: str, part: str, stamp: str, share: float = 1.0) -> pl.DataFrame:
    """Return rows of a table that differ in their key and in several columns, all stamped."""
    spec = TABLES[table]
    count = int(SIZES.get(table, 500) * share)
    number = pl.int_range(count, eager=True, dtype=pl.Int32)
    columns = {}
    for column in spec.columns:
        if column.name == spec.part_column:
            made = pl.repeat(date.fromisoformat(f"{part}-01"), count, eager=True)
        elif column.name == "source_id":
            made = pl.repeat(stamp, count, eager=True)
        elif column.kind.polars == pl.String:
            made = column.name + (number if column.name in spec.key else number % 97).cast(pl.String)
        elif column.kind.polars == pl.Boolean:
            made = number % 2 == 0
        elif column.kind.polars == pl.Date:
            made = (number % 20_000).cast(pl.Date)
        else:
            made = number % 89
        columns[column.name] = made.alias(column.name).cast(column.kind.polars)
    return pl.DataFrame(columns)


def tell(words: str) -> None:
    os.write(1, words.encode() + b"\n")


def hear() -> list[str]:
    """Return the words of the next line, byte by byte: nothing may be read ahead of a fork."""
    line = b""
    while not line.endswith(b"\n"):
        read = os.read(0, 1)
        if not read:
            os._exit(0)
        line += read
    return line.decode().split()


def write(staging: Staging, stamp: str, share: float = 1.0) -> None:
    for table, part in PARTS:
        tell("stage write")
        staging.add(table, part, frame(table, part, stamp, share), sources=(stamp,))


def loop(root: Path, tag: str) -> None:
    store, turn = Store.open(root), 0
    while True:
        turn += 1
        stamp = f"{tag}-{turn}"
        tell("stage open")
        with store.stage() as staging:
            write(staging, stamp)
            tell("stage commit")
            try:
                made = staging.commit(author=stamp, reason="试验")
            except PublishConflict:
                continue
            tell(f"ack {made.version} {made.seal}")


def once(root: Path, tag: str, limit: str = "") -> None:
    tell("ready")
    hear()
    size, _, when = limit.partition("@")
    if size and not when:
        _bound_files(int(size))
    with Store.open(root).stage() as staging:
        write(staging, tag, share=0.2)
        if when:
            _bound_files(int(size))
        made = staging.commit(author=tag, reason="试验")
    tell(f"ack {made.version} {made.seal}")


def _bound_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def race(root: Path, tag: str) -> None:
    store, turn = Store.open(root), 0
    while True:
        turn += 1
        with store.stage() as staging:
            staging.add("measure", "all", frame("measure", "all", f"{tag}{turn}", 0.01))
            tell("ready")
            (moment,) = hear()
            while time.monotonic_ns() < int(moment):
                pass
            try:
                made = staging.commit(author=f"{tag}{turn}", reason="试验")
                tell(f"ack {made.version} {made.seal}")
            except PublishConflict as fault:
                tell(f"refused {type(fault).__name__} {fault}")


def run(words: list[str]) -> None:
    """Do one command as a child, and say how it ended."""
    tell(f"pid {os.getpid()}")
    jobs = {"loop": loop, "once": once, "race": race}
    try:
        jobs[words[0]](Path(words[1]), *words[2:])
    except ShouwangError as fault:
        tell(f"refused {type(fault).__name__} {fault}")
    except BaseException as fault:  # noqa: BLE001 - whatever else gets through is a bug, and the test must see it
        tell(f"bug {type(fault).__name__} {fault}".replace("\n", " "))


def main() -> None:
    gc.freeze()
    while True:
        words = hear()
        child = os.fork()
        if child == 0:
            run(words)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        tell(f"dead {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    sys.stdout.flush()
    main()
