"""``demo`` and ``serve``."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from shouwang.cli.demonstration import Wanted, is_made
from tests.cli.conftest import Shouwang

SMALL = ("--months", "2", "--scale", "0.1")


def test_a_demo_is_made_once_and_again_where_it_was_stopped_half_way(
    shouwang: Shouwang, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    for name in (
        "manifests",
        "objects",
        "submissions",
        "staging",
    ):  # as if it had been stopped at its beginning
        (store / name).mkdir(parents=True)
    first = shouwang("demo", *SMALL, "--json")
    mark = {"months": 2, "seed": 7, "scale": 0.1}
    assert json.loads((store / "demo.json").read_text()) == mark
    stamps = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}
    second = shouwang("demo", *SMALL, "--json")
    assert (first.json["made"], second.json["made"]) == (True, False)
    assert first.json["months"] == ["2023-10", "2023-11"]
    assert first.json["tables"]["household_month"] > 0
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps

    (store / "demo.json").unlink()  # as if it had been stopped before its last step
    assert not is_made(store, Wanted(**mark))
    for gone in (store / "manifests").iterdir():  # as if --again had been stopped
        gone.unlink()
    assert shouwang("demo", *SMALL, "--json").json["made"] is True
    assert shouwang("verify").code == 0


def test_another_demo_is_replaced_when_asked_again_and_not_before(
    shouwang: Shouwang, demo_store: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(demo_store, store)
    (store / "demo.json").write_text('{"months": 36, "seed": 7, "scale": 0.1}')
    stamps = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}
    other = shouwang("demo", *SMALL)
    assert other.code == 2
    assert "--again" in other.err
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    again = shouwang("demo", *SMALL, "--again", "--json")
    assert again.json["made"] is True
    assert again.json["month_count"] == 2


def test_a_real_store_is_never_overwritten(shouwang: Shouwang, tmp_path: Path) -> None:
    shouwang("init", "--county", "420281")
    before = (tmp_path / "store" / "store.json").read_bytes()
    for words in (SMALL, (*SMALL, "--again")):
        assert shouwang("demo", *words).code == 2
    assert (tmp_path / "store" / "store.json").read_bytes() == before


def test_a_folder_with_something_else_in_it_is_left_alone(shouwang: Shouwang, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "letter.txt").write_text("x")
    for words in (SMALL, (*SMALL, "--again")):
        assert shouwang("demo", *words).code in {2, 4}
    assert (tmp_path / "store" / "letter.txt").exists()


def test_a_taken_port_is_told(shouwang: Shouwang, demo_store: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        said = shouwang("serve", "--store", demo_store, "--port", holder.getsockname()[1])
    assert said.code == 4
    assert "已被占用" in said.err


def test_serve_answers_on_loopback_alone(demo_store: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-c",
        "from shouwang.cli import main; main()",
        "serve",
        "--store",
        str(demo_store),
        "--port",
        str(port),
    ]
    log = tmp_path / "serve.log"
    with log.open("w") as stream:
        server = subprocess.Popen(
            command, stdout=stream, stderr=stream, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
    try:
        assert _answers(f"http://127.0.0.1:{port}/_stcore/health", server) == "ok"
        listening = {c.laddr.ip for c in psutil.Process(server.pid).net_connections() if c.status == "LISTEN"}
        assert listening == {"127.0.0.1"}
    finally:
        server.terminate()
        server.wait(120)
    assert "只有本机能打开" in log.read_text("utf-8")
    assert "You can now view" not in log.read_text("utf-8")


def _answers(url: str, server: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        assert server.poll() is None
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.25)
    pytest.fail("the server did not come up")
