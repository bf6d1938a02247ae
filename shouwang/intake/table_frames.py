"""Checked rows of a form -> the table's own frame; what makes a row one of its kind."""

from __future__ import annotations

import hashlib
from typing import Any

import polars as pl

from shouwang.access import hh_key
from shouwang.errors import UsageError
from shouwang.intake import rules
from shouwang.intake.forms import MADE, Form, form_for
from shouwang.intake.old_checking import Checked
from shouwang.intake.rules import Row


def key_of(form: Form, row: Row) -> tuple[Any, ...] | None:
    made = [name for name in form.table.key if name in MADE and not row.get(name)]
    if made:
        return (made_number(form, row),)
    key = tuple(row.get(name) for name in form.table.key)
    return None if any(part is None for part in key) else key


def key_labels(form: Form) -> list[str]:
    asked = {one.name: one.label for one in form.fields} | {"town_code": "乡镇", "division_code": "行政村"}
    return [asked.get(name, name) for name in form.table.key]


def made_number(form: Form, row: Row) -> str:
    """Return the number of a row that has none of its own: the same row gets the same number, whenever it comes."""
    said = [
        f"{name}={row.get(name)}"
        for name in form.table.names
        if row.get(name) is not None and name not in MADE
    ]
    digest = hashlib.sha256("\n".join([form.table.name, *said]).encode()).hexdigest()[:16]
    return f"{form.table.name[:2].upper()}{digest}"


def table_frame(checked: Checked, source_id: str, salt: str, *, is_synthetic: bool = False) -> pl.DataFrame:
    """Return the rows of a form as the table has them: its columns and types, sorted as it says; refused rows left out.

    Args:
        source_id: the receipt under which the rows are kept.
        salt: key of the store's pseudonyms.
        is_synthetic: whether the store is a demonstration's.

    Raises:
        UsageError: the file was refused whole, there is nothing to make a frame of.
    """
    if checked.kind is None or any(problem.level == rules.FILE for problem in checked.problems):
        raise UsageError("这份文件整份没有采用，没有可以入库的行。")
    form = form_for(checked.kind.id)
    schema = form.table.polars_schema

    def whole(row: Row) -> dict[str, Any]:
        ours = {"source_id": source_id, "source_row": row.number, "is_synthetic": is_synthetic}
        if row.get("hh_id"):
            ours["hh_key"] = hh_key(salt, row.get("hh_id"))
        made = {name: made_number(form, row) for name in form.table.key if name in MADE and not row.get(name)}
        values = {**row.values, **ours, **made}
        return {name: values.get(name) for name in schema}

    rows = [whole(row) for row in checked.rows if not row.is_refused]
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.sort(form.table.sort, maintain_order=True) if form.table.sort else frame
