"""Files come in: ``check`` (every fault, nothing changed), ``submit`` (kept, receipt), ``publish`` (sealed)."""

from __future__ import annotations

import click

from shouwang.cli import edge


@click.command("check", cls=edge.Command, help="检查文件,列出全部问题;什么也不改动。")
def check() -> None: ...


@click.command("submit", cls=edge.Command, help="报送文件: 保存原件,检查,给出回执。")
def submit() -> None: ...


@click.command("publish", cls=edge.Command, help="把已受理的报送封存为新的一版。")
def publish() -> None: ...
