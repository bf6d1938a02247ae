"""``demo`` and ``serve``."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import Shouwang

SMALL = ("--months", "2", "--scale", "0.1")


def test_a_second_demo_makes_nothing_again(shouwang: Shouwang, tmp_path: Path) -> None:
    first = shouwang("demo", *SMALL, "--json")
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "store").rglob("*") if path.is_file()}
    second = shouwang("demo", *SMALL, "--json")
    assert (first.json["made"], second.json["made"]) == (True, False)
    assert first.json["months"] == ["2023-10", "2023-11"]
    assert first.json["tables"]["household_month"] > 0
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps

    other = shouwang("demo", "--months", "2", "--scale", "0.1", "--seed", "8")
    assert other.code == 2
    assert "--again" in other.err
    (tmp_path / "store" / "demo.json").unlink()  # as if it had been stopped half-way
    assert shouwang("demo", *SMALL, "--json").json["made"] is True


def test_a_demo_stopped_at_its_beginning_or_while_the_old_one_is_removed_is_made_again(
    shouwang: Shouwang, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    for name in ("manifests", "objects", "submissions", "staging"):
        (store / name).mkdir(parents=True)
    assert shouwang("demo", *SMALL, "--json").json["made"] is True

    for gone in (store / "demo.json", *(store / "manifests").iterdir()):  # as if --again had been stopped
        gone.unlink()
    assert shouwang("demo", *SMALL, "--json").json["made"] is True
    assert shouwang("demo", *SMALL, "--again", "--json").json["made"] is True
    assert shouwang("verify").code == 0


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


def test_the_mark_of_a_demo_store_is_its_parameters(shouwang: Shouwang, tmp_path: Path) -> None:
    shouwang("demo", *SMALL)
    assert json.loads((tmp_path / "store" / "demo.json").read_text()) == {
        "months": 2,
        "seed": 7,
        "scale": 0.1,
    }
