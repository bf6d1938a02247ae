"""The real command line, over and over: everything is imported once, and every command is a process forked from here.

A line on standard input is a command, as JSON: ``{"words": […], "out": FILE, "err": FILE, "hold": bool, "limits": {name: n}}``
(limits of the process by their names in ``resource``; ``reading_seconds``: how long a workbook may be read).
Its process says "pid N"; with ``hold`` it then says "ready" and waits for a line that names the very moment at which to begin
(nanoseconds of the monotonic clock; 0: now). After its end: "dead HOW SECONDS" (of the processor).

Polars and DuckDB start their threads in the command's own process; what is warmed here is Python alone.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from typing import Any

import alembic.command  # noqa: F401 - these would be imported again in every process
import pyarrow.dataset  # noqa: F401
import sqlalchemy.dialects.sqlite  # noqa: F401

from shouwang import rules
from shouwang.cli import program
from shouwang.cli.edge import run
from shouwang.intake import reader
from shouwang.publishing import marts


def tell(words: str) -> None:
    os.write(3, words.encode() + b"\n")


def hear() -> str:
    """Return the next line, byte by byte: nothing may be read ahead of a fork."""
    line = b""
    while not line.endswith(b"\n"):
        read = os.read(0, 1)
        if not read:
            os._exit(0)
        line += read
    return line.decode()


def command(asked: dict[str, Any]) -> int:
    tell(f"pid {os.getpid()}")
    if asked.get("hold"):
        tell("ready")
        moment = int(hear())
        while time.monotonic_ns() < moment:
            pass
    limits = asked.get("limits", {})
    reader.SECONDS = limits.pop("reading_seconds", reader.SECONDS)
    for name, size in limits.items():
        limit = getattr(resource, name)
        resource.setrlimit(limit, (size, resource.getrlimit(limit)[1]))
    code = run(program, asked["words"])
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def turn_to(asked: dict[str, Any]) -> None:
    """Let the command's words go to its files."""
    for number, name in ((1, "out"), (2, "err")):
        handle = os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(handle, number)
        os.close(handle)


def main() -> None:
    os.dup2(1, 3)
    rules.catalogue()
    marts.definitions()
    gc.freeze()
    tell("open")
    while True:
        asked = json.loads(hear())
        child = os.fork()
        if child == 0:
            turn_to(asked)
            os._exit(command(asked))
        _, status, used = os.wait4(child, 0)
        tell(f"dead {os.waitstatus_to_exitcode(status)} {used.ru_utime + used.ru_stime:.2f}")


if __name__ == "__main__":
    main()
