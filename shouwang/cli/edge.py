"""Where the command line meets people and programs: words, JSON, exit codes.

Library code raises; only this module turns an error into text. With ``--json`` there is one JSON document on standard
output and nothing else, for errors too: ``{"error": {"kind", "message", "exit_code", "problems"}}``.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TypeVar

import click

from shouwang.errors import DataFaults, Problem, ShouwangError, UsageError, new_error_number

DONE, USAGE, INTERNAL, STOPPED = 0, 2, 70, 130
SHOWN_PROBLEMS = 50

LEVELS = {"reject_file": "整份退回", "reject_row": "本行退回", "warning": "提醒"}
_HELP_WORDS = {
    "Usage:": "用法:",
    "Options:": "选项:",
    "Commands:": "命令:",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "[required]": "[必填]",
    "[default: ": "[默认: ",
    "Show this message and exit.": "显示这份说明。",
}

F = TypeVar("F", bound=Callable[..., Any])


class Leave(click.exceptions.Exit):
    """Everything has been said; leave with this exit code."""


class Command(click.Command):
    """A command whose help speaks Chinese throughout."""

    def get_help(self, ctx: click.Context) -> str:
        return _chinese_help(super().get_help(ctx))


class Program(click.Group):
    """The program itself: its commands in the order in which they were given."""

    def __init__(self, *, commands: Sequence[click.Command], **about: Any) -> None:
        super().__init__(commands=commands, **about)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def get_help(self, ctx: click.Context) -> str:
        return _chinese_help(super().get_help(ctx))


def _chinese_help(text: str) -> str:
    for english, chinese in _HELP_WORDS.items():
        text = text.replace(english, chinese)
    return text


def store_option(command: F) -> F:
    return click.option("--store", type=click.Path(path_type=Path), help="数据仓的文件夹。默认 data/store。")(
        command
    )


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一份 JSON。")(command)


def as_option(command: F) -> F:
    return click.option(
        "--as",
        "user",
        help="以谁的身份看: county_leader(县领导)、analyst(分析员)、data_steward(数据员)，或 town:乡镇代码(乡镇负责人)。",
    )(command)


def say(text: str = "") -> None:
    """Print a line for a person on standard output."""
    click.echo(text)


def note(text: str) -> None:
    """Print a line for a person on standard error (progress, remarks beside a result)."""
    click.echo(text, err=True)


def say_json(document: object) -> None:
    click.echo(json_text(document))


def json_text(document: object) -> str:
    """Return a document as JSON: dates as ISO text, money as numbers."""
    return json.dumps(document, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value).__name__)


def problem_lines(problems: Sequence[Problem], limit: int = SHOWN_PROBLEMS) -> Iterable[str]:
    """Yield one line a fault, files and rows in order; what does not fit is counted, not dropped in silence."""
    for problem in problems[:limit]:
        yield f"  [{LEVELS[problem.level]} {problem.rule}] {problem.sentence()}"
    if len(problems) > limit:
        yield f"  …… 另有 {len(problems) - limit} 条，加 --json 可看全部。"


def run(program: click.Group, arguments: Sequence[str]) -> int:
    """Run the program and return its exit code; every error has become one sentence by then."""
    wants_json = "--json" in arguments
    try:
        code = program.main(list(arguments), prog_name="shouwang", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.exceptions.Exit as leave:
        return int(leave.exit_code)
    except (click.Abort, KeyboardInterrupt):
        note("已停止。")
        return STOPPED
    except click.ClickException as fault:
        return _report(UsageError(usage_sentence(fault)), wants_json)
    except ShouwangError as fault:
        return _report(fault, wants_json)
    except BrokenPipeError:
        # The reader (head, less) has left; nothing is wrong. Keep the interpreter from complaining at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as fault:  # noqa: BLE001 — the last edge: a bug becomes a number, never a traceback
        number = new_error_number()
        _logger().exception("%s %s", number, _where(fault), exc_info=False)
        return _report(
            ShouwangError(
                f"程序内部错误(编号 {number})。数据没有改动；请把编号告诉管理员，详情在错误日志里。"
            ),
            wants_json,
        )


def _report(fault: ShouwangError, wants_json: bool) -> int:
    problems = fault.problems if isinstance(fault, DataFaults) else ()
    if wants_json:
        error = {
            "kind": type(fault).__name__,
            "message": str(fault),
            "exit_code": fault.exit_code,
            "problems": [asdict(problem) for problem in problems],
        }
        say_json({"error": error})
    else:
        note(str(fault))
        for line in problem_lines(problems):
            note(line)
    return fault.exit_code


def usage_sentence(fault: click.ClickException) -> str:
    """Return what is wrong with the call, in Chinese."""
    tail = " 用 shouwang --help 看全部命令。"
    if isinstance(fault, click.NoSuchOption):
        return f"没有选项 {fault.option_name}。{_command(fault)}"
    if isinstance(fault, click.MissingParameter):
        name = fault.param.opts[-1] if isinstance(fault.param, click.Option) else _metavar(fault.param)
        return f"缺少 {name}。{_command(fault)}"
    if isinstance(fault, click.BadOptionUsage):
        return f"选项 {fault.option_name} 缺少它的值，或多给了值。{_command(fault)}"
    if isinstance(fault, click.BadParameter):
        return _bad_value(fault)
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        return f"缺少命令。{tail}"
    if found := re.search(r"No such command '(.*?)'", fault.format_message()):
        return f"没有命令 {found[1]}。{tail}"
    if found := re.search(r"unexpected extra arguments? \((.*)\)", fault.format_message()):
        return f"多给了参数 {found[1]}。{_command(fault)}"
    return f"命令的写法不对。{_command(fault)}"


def _bad_value(fault: click.BadParameter) -> str:
    name = fault.param.opts[-1] if isinstance(fault.param, click.Option) else _metavar(fault.param)
    kind = fault.param.type if fault.param is not None else None
    if isinstance(kind, click.Choice):
        wanted = "应为 " + "、".join(map(str, kind.choices)) + " 之一"
    elif isinstance(kind, click.IntRange | click.FloatRange):
        wanted = (
            f"应为 {kind.min} 到 {kind.max} 之间的数"
            if kind.max is not None
            else f"应为不小于 {kind.min} 的数"
        )
    elif kind is click.INT:
        wanted = "应为整数"
    elif isinstance(kind, click.Path):
        wanted = "没有这个文件，或读不了"
    else:
        wanted = "读不出来"
    return f"{name} 的值不对: {wanted}。{_command(fault)}"


def _metavar(param: click.Parameter | None) -> str:
    return (param.metavar or param.human_readable_name) if param is not None else "参数"


def _command(fault: click.ClickException) -> str:
    context = getattr(fault, "ctx", None)
    return f" 用 {context.command_path} --help 看写法。" if context is not None else ""


def log_path() -> Path:
    """Return the file of unexpected errors: outside any store, in the user's state folder."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "shouwang" / "errors.log"


def _logger() -> logging.Logger:
    logger = logging.getLogger("shouwang.cli")
    logger.propagate = False
    if not logger.handlers:
        try:
            log_path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handler: logging.Handler = RotatingFileHandler(
                log_path(), maxBytes=1_000_000, backupCount=2, encoding="utf-8"
            )
        except OSError:
            handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
    return logger


def _where(fault: BaseException) -> str:
    """Return kind and place of an error, without its message: that may hold a person's data."""
    frames = traceback.extract_tb(fault.__traceback__)
    return (
        type(fault).__name__
        + " "
        + " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    )
