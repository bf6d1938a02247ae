"""Months that were opened for correction after they had been sealed: by whom, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from shouwang.clock import now
from shouwang.errors import UsageError
from shouwang.records.audit import append_audit
from shouwang.records.database import Records
from shouwang.records.tables import correction


@dataclass(frozen=True)
class Correction:
    """One opening. ``table`` None stands for every table, ``area`` None for the whole county."""

    id: int
    month: str
    table: str | None
    area: str | None
    reason: str
    opened_by: str
    opened_at: str
    closed_by: str | None = None
    closed_at: str | None = None

    def covers(self, table: str | None, area: str | None) -> bool:
        """Say whether a file of this table and area may come in under it."""
        if self.table is not None and self.table != table:
            return False
        return self.area is None or (area is not None and area.startswith(self.area))


def open_correction(
    records: Records, *, month: str, table: str | None, area: str | None, reason: str, by: str
) -> Correction:
    with records.writing() as connection:
        number = connection.execute(select(func.count()).select_from(correction)).scalar_one() + 1
        made = Correction(number, month, table, area, reason, by, now())
        values = {**vars(made), "data_table": table}
        del values["table"]
        connection.execute(correction.insert().values(**values))
        append_audit(
            records, actor=by, action="correction_open", target=f"correction/{number}", within=connection,
            detail={"month": month, "table": table, "area": area, "reason": reason},
        )  # fmt: skip
    return made


def close_correction(records: Records, number: int, *, by: str) -> Correction:
    """Close an opening; what came in under it stays.

    Raises:
        UsageError: there is no such opening, or it is closed.
    """
    with records.writing() as connection:
        found = next((one for one in _list(connection, None) if one.id == number), None)
        if found is None or found.closed_at is not None:
            raise UsageError(f"没有编号为{number}的未关闭更正。请核对编号。")
        values = {"closed_by": by, "closed_at": now()}
        connection.execute(correction.update().where(correction.c.id == number).values(**values))
        append_audit(
            records, actor=by, action="correction_close", target=f"correction/{number}", within=connection
        )
        return Correction(**{**vars(found), **values})


def list_corrections(
    records: Records, *, month: str | None = None, only_open: bool = False
) -> list[Correction]:
    """Return the openings, newest first."""
    with records.reading() as connection:
        return [one for one in _list(connection, month) if not only_open or one.closed_at is None]


def _list(connection: Connection, month: str | None) -> list[Correction]:
    query = select(correction).order_by(correction.c.id.desc())
    if month is not None:
        query = query.where(correction.c.month == month)
    found = []
    for row in connection.execute(query).mappings():
        values = dict(row)
        values["table"] = values.pop("data_table")
        found.append(Correction(**values))
    return found
