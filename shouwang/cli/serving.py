"""``serve``: the dashboard on this machine, and on this machine alone until accounts exist."""

from __future__ import annotations

import importlib.util
import os
import socket
from pathlib import Path
from typing import Any

import click

from shouwang.cli import edge
from shouwang.cli.health import check_reference
from shouwang.cli.places import open_store, viewer_of
from shouwang.config import ROOT
from shouwang.errors import ConfigError, MachineError

ADDRESS = "127.0.0.1"


@click.command("serve", cls=edge.Command, help="打开看板。只在本机(127.0.0.1)可以访问。")
@edge.store_option
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="端口。")
@edge.as_option
def serve(store: Path | None, port: int, user: str | None) -> None:
    house = open_store(store)
    check_reference(
        house.county
    )  # a wrong rule, code or area is told now, not on the page that stumbles over it
    os.environ["SHOUWANG_STORE"] = str(house.root)
    if user is not None:
        viewer_of(house, user)  # a wrong name is told here, not on the first page
        os.environ["SHOUWANG_AS"] = user
    _check_free(port)
    app = load_app()
    edge.say(f"看板在 http://localhost:{port} ,只有本机能打开(还没有账号，所以不对外)。按 Ctrl+C 停止。")
    if not house.is_demo and user is None and not os.environ.get("SHOUWANG_AS"):
        edge.say("没有用 --as 说明以谁的身份看，页面只会显示登录提示。")
    os.chdir(ROOT)  # Streamlit reads .streamlit/ from the working folder
    app.run(
        config={
            "server.address": ADDRESS,
            "server.port": port,
            "server.headless": True,
            "browser.serverAddress": "localhost",
            "logger.hideWelcomeMessage": True,
        }
    )


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as fault:
            raise MachineError(
                f"端口 {port} 已被占用，看板没有打开。请先停掉占用它的程序，或用 --port 换一个。"
            ) from fault


def load_app() -> Any:
    """Return the ``app`` of ``app.py``, the one entry of the dashboard.

    Raises:
        ConfigError: the program is not whole.
    """
    spec = importlib.util.spec_from_file_location("app", ROOT / "app.py")
    if spec is None or spec.loader is None or not (ROOT / "app.py").exists():
        raise ConfigError("程序不完整: 缺少 app.py。请重新安装。")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app
