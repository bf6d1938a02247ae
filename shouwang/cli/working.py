"""Who works at the desk from the command line, and what several of its commands ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import click

from shouwang import desk, records
from shouwang.access import Role, Scope, Viewer
from shouwang.cli import edge
from shouwang.cli.places import operator
from shouwang.errors import UsageError
from shouwang.intake.cells import Bad, month
from shouwang.records import Records
from shouwang.store import Store

month_option = click.option(
    "--month", "month_text", metavar="YYYY-MM", help="数据月份。默认由文件内容认出，或不限。"
)
area_option = click.option("--area", metavar="代码", help="乡镇(9位)或县(6位)。")
by_option = click.option("--by", metavar="姓名", help="谁在办。默认是这台电脑的登录名。")


def month_of(text: str | None) -> date | None:
    """Return the first day of the month that an option names.

    Raises:
        UsageError: it cannot be read.
    """
    if text is None:
        return None
    try:
        return month(text)
    except Bad as fault:
        raise UsageError(f"--month 应写成 2023-11 这样: {fault}。") from fault


def worker(house: Store, by: str | None, role: str | None = None) -> Viewer:
    """Return who works: the county's data steward, under the name given or that of this machine's user.

    Args:
        role: another identity, as ``--as`` names it (a township that sends its own file).
    """
    from shouwang.access.viewers import viewer_named

    name = (by or "").strip() or operator()
    if role is None:
        return Viewer(name, name, Role.STEWARD, Scope.of(house.county))
    found = viewer_named(role, house.county)
    return replace(found, user=name if by else found.user)


@contextmanager
def at_desk(house: Store, viewer: Viewer) -> Iterator[Records]:
    """Give the records of a store, with what a crash left brought into line and said."""
    book = records.open_records(house.root)
    try:
        for sentence in desk.tidy(house, book, by=viewer.user):
            edge.note(sentence)
        yield book
    finally:
        book.close()
