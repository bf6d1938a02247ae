"""A consistent copy of the small database, while others read and write it: one SQLite file that stands alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, inspect, text

from shouwang.errors import MachineError
from shouwang.records.audit import audited_objects, head
from shouwang.records.database import Records, open_records
from shouwang.records.tables import metadata

PUBLISHED = ("publish", "restore")


@dataclass(frozen=True)
class Copied:
    """What a copy holds: number and hash of the audit's last row, and the objects (``version/7``) recorded as published."""

    head: tuple[int, str]
    published: frozenset[str]


def copy_records(book: Records, target: Path) -> Copied:
    """Copy the whole database, as it is at one moment, into a new SQLite file.

    SQLite copies itself, page by page inside one read transaction, and writers go on; another database is read inside
    one serializable transaction.

    Raises:
        MachineError: it cannot be read, or the disk refuses.
    """
    if book.engine.dialect.name == "sqlite":
        _copy_pages(book, target)
    else:
        _copy_rows(book, target)
    with closing(open_copy(target)) as copy:
        copied = Copied(head(copy), frozenset(audited_objects(copy, PUBLISHED)))
    try:
        with closing(sqlite3.connect(target)) as whole:
            whole.execute("PRAGMA journal_mode = DELETE")  # else part of it could lie in a log beside it
    except sqlite3.Error as fault:
        raise _refused() from fault
    return copied


def open_copy(path: Path) -> Records:
    """Open a copy, whatever database the settings name (raises as ``open_records``)."""
    address = URL.create("sqlite", database=str(path))
    return open_records(path.parent, address.render_as_string(hide_password=False))


def _copy_pages(book: Records, target: Path) -> None:
    try:
        with book.engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.backup(copy)
    except sqlite3.Error as fault:
        raise _refused() from fault


def _copy_rows(book: Records, target: Path) -> None:
    with closing(open_copy(target)) as copy, book.engine.connect() as source:
        reading = source.execution_options(isolation_level="SERIALIZABLE")
        with reading.begin(), copy.writing() as writing:
            held = set(inspect(reading).get_table_names())
            for table in metadata.sorted_tables:
                if table.name not in held:
                    continue
                writing.execute(text(f"DELETE FROM {table.name}"))  # noqa: S608 — a table of our own
                for rows in reading.execute(table.select()).mappings().partitions(1000):
                    writing.execute(table.insert(), [dict(row) for row in rows])


def _refused() -> MachineError:
    return MachineError("登记库读写出错，没有复制完；登记库和已发布的版本没有改动。请检查磁盘后重试。")
