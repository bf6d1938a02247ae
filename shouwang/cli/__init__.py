"""The command line: thin, on the same functions as the pages. Commands and exit codes are stable (design 8).

One file a subject: ``stores`` (init, demo, versions, diff, restore, verify, doctor), ``files`` (check, submit, publish),
``decisions`` (submissions, confirm, leave-out, withdraw, correction, exempt), ``templates`` (template), ``answers`` (queries,
query), ``narratives`` (report), ``serving`` (serve), ``backups`` (backup, restore-backup). ``edge`` turns every error into a sentence and an exit code.
"""

from __future__ import annotations

import sys

from shouwang.cli.answers import queries_command, query_command
from shouwang.cli.backups import backup, restore_backup_command
from shouwang.cli.decisions import confirm, correction, exempt, leave_out, submissions, withdraw
from shouwang.cli.edge import Program, run
from shouwang.cli.files import check, publish, submit
from shouwang.cli.narratives import report
from shouwang.cli.serving import serve
from shouwang.cli.stores import demo, diff, doctor, init, restore, verify, versions
from shouwang.cli.templates import template

__all__ = ["main", "program"]

program = Program(
    name="shouwang",
    help="守望: 县域防返贫监测看板。数据仓默认在 data/store，用 --store 或环境变量 SHOUWANG_STORE 另指。",
    epilog="退出码: 0 完成；1 数据有问题(逐条列出); 2 用法或配置不对；3 没有权限；4 机器故障；70 程序内部错误(附编号)。",
    commands=[
        init, demo, serve, template, check, submit, submissions, leave_out, withdraw, correction, exempt, confirm, publish,
        versions, diff, restore, verify, queries_command, query_command, report, backup, restore_backup_command, doctor,
    ],
)  # fmt: skip


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    sys.exit(run(program, sys.argv[1:]))
