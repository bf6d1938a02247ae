"""The connection to the small database: SQLite beside the store, or PostgreSQL by ``SHOUWANG_DATABASE``.

SQLite runs with WAL and ``synchronous=FULL``: with NORMAL a power cut lost acknowledged rows (reliability note F9).
Writers go one at a time (BEGIN IMMEDIATE, or an advisory lock), which the audit's chain of hashes needs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from shouwang.config import settings
from shouwang.errors import ConfigError, MachineError, StoreDamaged, StoreForeign

REVISION = "0003"  # the newest migration; a test compares it with the folder
BUSY_MS = 10_000
MIGRATIONS = str(resources.files("shouwang.records") / "migrations")
_WRITER_LOCK = 0x5348_4F55  # any fixed number: names the advisory lock of writers on PostgreSQL


class Records:
    """The small database of one store: submissions, audit. Threads and processes may share it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment.

        Raises:
            MachineError: the database is locked, full, damaged or away.
        """
        with _spoken("读取登记库"), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside the one write transaction of this moment; it is on the disk when the block ends.

        Raises:
            MachineError: as ``reading``; nothing of the block is kept.
        """
        with _spoken("写入登记库"), self.engine.connect() as connection:
            connection.info["writes"] = True
            try:
                with connection.begin():
                    if connection.dialect.name == "postgresql":
                        connection.execute(select(func.pg_advisory_xact_lock(_WRITER_LOCK)))
                    yield connection
            finally:
                connection.info["writes"] = False

    def close(self) -> None:
        self.engine.dispose()


def open_records(store_root: Path, url: str | None = None) -> Records:
    """Open the database of a store and bring its tables up to date.

    Args:
        store_root: folder of the store; ``records.sqlite`` in it is used where no other database is named.
        url: a database; default ``SHOUWANG_DATABASE``.

    Raises:
        ConfigError: the address names a database that is not supported or has no driver here.
        StoreForeign: its tables were made by a newer program.
        MachineError: it cannot be opened (locked, full, damaged, away).
    """
    named = url or settings().database
    engine = _make_engine(_address(named) if named else _beside(store_root))
    records = Records(engine)
    if _revision(records) != REVISION:
        _upgrade(records)
    return records


def _beside(store_root: Path) -> URL:
    """Return the address of ``records.sqlite``; on a read-only disk one that asks for no file beside it.

    ``immutable`` would pass over what still lies in the log of a process that died: then it is not asked for.
    """
    path, log = store_root / "records.sqlite", store_root / "records.sqlite-wal"
    if os.access(store_root, os.W_OK) or not path.exists() or (log.exists() and log.stat().st_size):
        return URL.create("sqlite", database=str(path))
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    return URL.create("sqlite", database=path.resolve().as_uri(), query=query)


def _address(named: str) -> URL:
    try:
        address = make_url(named)
    except ArgumentError as fault:
        raise ConfigError(
            "SHOUWANG_DATABASE 不是数据库地址。请写成 postgresql://用户@主机/库名，或去掉这个设置。"
        ) from fault
    if address.drivername in {"postgres", "postgresql"}:
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigError("SHOUWANG_DATABASE 只支持 PostgreSQL(或 SQLite)。请改用其中一种，或去掉这个设置。")
    return address


def _make_engine(address: URL) -> Engine:
    try:
        engine = create_engine(address)
    except (ModuleNotFoundError, NoSuchModuleError) as fault:
        raise ConfigError(
            "连接 PostgreSQL 的驱动 psycopg 没有安装。请安装后再启动，或去掉 SHOUWANG_DATABASE。"
        ) from fault
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver would begin and commit by itself; transactions are ours
    for setting in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writes") else "BEGIN")


def _revision(records: Records) -> str | None:
    with records.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(records: Records) -> None:
    # Imported here: an up-to-date database, which is every start but the first, needs no Alembic.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.set_main_option("path_separator", "os")
    with records.writing() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as fault:
            raise StoreForeign(
                "登记库是用更新的程序写的，本程序不能用，没有改动任何内容。请升级程序。"
            ) from fault


@contextmanager
def _spoken(doing: str) -> Iterator[None]:
    """Turn the driver's faults into sentences; its own words (with SQL and paths) never reach a person."""
    try:
        yield
    except DBAPIError as fault:
        raise _fault(str(fault.orig), doing) from fault
    except UnicodeDecodeError as fault:  # SQLite quotes its own damaged schema
        raise _fault("malformed", doing) from fault


def _fault(said: str, doing: str) -> MachineError:
    if any(word in said for word in ("malformed", "not a database", "not decode", "unsupported file format")):
        return StoreDamaged(f"登记库已损坏，{doing}没有完成；已发布的版本没有改动。请从备份恢复登记库。")
    if "locked" in said or "busy" in said:
        cause = "登记库正被占用"
    elif "full" in said:
        cause = "磁盘空间不足"
    elif "readonly" in said:
        cause = "登记库是只读的"
    else:
        cause = "登记库打不开或读写出错"
    return MachineError(
        f"{cause}，{doing}没有完成；操作已停止，已发布的版本没有改动。请稍后重试，或联系管理员。"
    )
