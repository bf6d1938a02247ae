"""A real server and a real Chromium that is cut off from everything but that server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shouwang.config import ROOT

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 240  # seconds; each step takes a few, and a machine may be crowded
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


@contextmanager
def serving(store: Path, viewer: str | None = None, *more: str) -> Iterator[str]:
    """Run the dashboard on a free port of this machine and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "SHOUWANG_STORE": str(store), **({"SHOUWANG_AS": viewer} if viewer else {})}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *more]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


@dataclass
class Visit:
    """An open page and everything that went wrong on the way."""

    page: Any
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def settled(page: Any) -> None:
    """Wait until the script has run and every chart that it announced is drawn."""
    page.wait_for_selector(READY, timeout=PATIENCE * 1000)
    charts = page.locator("[data-testid=stPlotlyChart]")
    for number in range(charts.count()):
        charts.nth(number).locator(".main-svg").first.wait_for(state="attached", timeout=PATIENCE * 1000)
    page.wait_for_timeout(300)
