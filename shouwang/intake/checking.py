"""One file from end to end: opened, read, mapped, every rule applied. All faults at once; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from shouwang.intake import template_ids
from shouwang.intake.checked import Checked, Exempt
from shouwang.intake.forms import form_names
from shouwang.intake.kinds import KINDS
from shouwang.intake.old_checking import Checked as Old
from shouwang.intake.old_checking import check_file, shown_name
from shouwang.intake.table_files import check_table_file
from shouwang.schema import TABLES, Column
from shouwang.store import Store

Progress = Callable[[str, int, int], None]


def check(
    path: Path,
    *,
    name: str | None = None,
    store: Store | None = None,
    county: str | None = None,
    table: str | None = None,
    month: date | None = None,
    area: str | None = None,
    exempt: Exempt = frozenset(),
    progress: Progress | None = None,
) -> Checked:
    """Return what a file holds, with every fault of it: an export of the national system or a form, workbook or text.

    Args:
        name: what the sender calls the file (default: its own name); a hint of kind and month, and used in messages.
        store: where it is to go: its county, its version, and the rows that the new ones will stand beside.
        county: code of the county that the file must belong to (default: the store's, else what the file says).
        table, month, area: said by the sender; they must not contradict the file. ``table`` is a kind of export or the
            name of a form.
        exempt: (rule id, object key) whose faults are kept and refuse nothing.
        progress: called with (what is being done, done, of how many).
    """
    county = county or (store.county if store else None)
    said = {"name": name, "county": county, "month": month, "area": area}
    is_form = table in form_names() or (table is None and template_ids.carries_template(path))
    numbers = store.numbers() if store else []
    if is_form:
        old = check_table_file(path, table=table, version=max(numbers) if numbers else None, **said)  # type: ignore[arg-type]
    else:
        old = check_file(path, kind=table if table in KINDS else None, **said)  # type: ignore[arg-type]
        if table is None and any(problem.rule == "F02" for problem in old.problems):
            other = check_table_file(path, version=max(numbers) if numbers else None, **said)  # type: ignore[arg-type]
            old = other if other.kind is not None else old
    checked = _new(old, exempt)
    if store is not None:
        _against_store(checked, store)
    return checked


def _against_store(checked: Checked, store: Store) -> None:
    """Note it where made-up rows would come among real ones, or real ones among made-up."""
    kept = _is_synthetic(store)
    if "id_is_synthetic" not in checked.cells.columns:
        checked.is_synthetic = store.is_demo if kept is None else kept
    elif kept is not None and checked.is_synthetic and not kept:
        checked.add(
            "F07", "文件是合成数据(证件号码用演示区划)，本数据仓里是真实数据，不能混放。整份文件没有采用。"
        )
    elif kept is not None and kept and not checked.is_synthetic:
        checked.add("F07", "本数据仓里是合成数据，不能放进真实数据。请用 shouwang init 另建数据仓后再报。")


def _is_synthetic(store: Store) -> bool | None:
    """Say whether the households of the current version are synthetic; None where there are none."""
    if not store.numbers():
        return None
    snapshot = store.snapshot()
    parts = snapshot.manifest.parts("household_month")
    if not parts:
        return None
    part, entry = list(parts.items())[-1]
    return bool(
        pl.read_parquet(snapshot.file("household_month", part, entry), columns=["is_synthetic"])[
            "is_synthetic"
        ].any()
    )


def _new(old: Old, exempt: Exempt) -> Checked:
    checked = Checked(
        old.file, old.kind, old.month, old.county, old.towns, old.sheet, old.headers, old.unknown_columns,
        exempt=exempt, is_synthetic=old.is_synthetic,
    )  # fmt: skip
    fields = list(dict.fromkeys(name for row in old.rows for name in row.values))
    data: dict[str, pl.Series] = {"row": pl.Series([row.number for row in old.rows], dtype=pl.Int64)}
    for field in fields:
        kind = _type(old, field)
        new = "division_code" if field == "village_code" else field
        data[new] = pl.Series([row.get(field) for row in old.rows], dtype=kind)
    who = [row.identity for row in old.rows]
    if any(who):
        data["id_sex"] = pl.Series([one and one.sex for one in who], dtype=pl.String)
        data["id_birth"] = pl.Series([one and one.birth_date for one in who], dtype=pl.Date)
        data["id_kind"] = pl.Series([one and one.id_type for one in who], dtype=pl.String)
        data["id_is_synthetic"] = pl.Series([one and one.is_synthetic for one in who], dtype=pl.Boolean)
    checked.cells = pl.DataFrame(data)
    back = {header: field for field, header in old.headers.items()}
    checked.add_faults(
        pl.DataFrame(
            [(p.rule, p.row, back.get(p.column or "", p.column), p.message) for p in old.problems],
            schema={"rule": pl.String, "row": pl.Int64, "field": pl.String, "message": pl.String},
            orient="row",
        )
    )
    return checked


def _type(old: Old, field: str) -> pl.DataType:
    tables = (old.kind.feeds if old.kind else ()) or ()
    found: Column | None = next((TABLES[t].column(field) for t in tables if field in TABLES[t].names), None)
    return found.kind.polars if found else pl.String()


__all__ = ["Checked", "check", "shown_name"]
