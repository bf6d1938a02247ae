"""What stands at the demo county's desk: files of the month after its last one, handed in as people do, in every state.

Every file is a template of that month, filled with the sealed month moved on by one, and goes through the desk. Nobody
writes a state by hand. Two of the files are also offered for trying out: one sound, one with the mistakes people make.
"""

from __future__ import annotations

import calendar
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from shouwang import desk, intake
from shouwang.access.viewers import viewer_named
from shouwang.demo.exact import TOWNS
from shouwang.intake import locating
from shouwang.intake.templates import Written, written_row
from shouwang.records import Records
from shouwang.store import Store
from shouwang.store.parquet import read

VISITS, HOUSEHOLDS, WORK = "household_visit", "household_month", "employment_month"
SAMPLE_ROWS = 40
STEWARD = "data_steward"
BAOAN, LIURENBA = TOWNS
Change = Callable[[list[dict[str, Written]]], None]


def hand_in(store: Store, book: Records) -> list[str]:
    """Hand in the files of the month being collected and return their receipts.

    刘仁八镇: the households, sound, with what they would change, waiting for the second person; then the visits, first
    with mistakes (held), then mended (takes its place), confirmed by the steward. 保安镇: the visits with mistakes, held;
    and a file that is none (refused).
    """
    receipts = [
        _take(store, book, LIURENBA, _file(store, HOUSEHOLDS, LIURENBA, _month_goes_on)),
        _take(store, book, LIURENBA, sample(store, LIURENBA, faulty=True)),
        _take(store, book, LIURENBA, sample(store, LIURENBA, faulty=False)),
        _take(store, book, BAOAN, sample(store, BAOAN, faulty=True)),
        _take(store, book, BAOAN, "本月情况见附件\n".encode(), suffix=".csv"),
    ]
    steward = viewer_named(STEWARD, store.county)
    mended = desk.detail(store, book, steward, receipts[2]).submission
    if desk.may_confirm(steward, mended):
        desk.confirm(store, book, [mended.receipt], viewer=steward, reason="走访数与台账一致")
    return receipts


def _take(store: Store, book: Records, town: str, content: bytes, suffix: str = ".xlsx") -> str:
    with tempfile.TemporaryDirectory(prefix="shouwang-") as folder:
        path = Path(folder) / f"upload{suffix}"
        path.write_bytes(content)
        taken = desk.take(store, book, path, viewer=viewer_named(f"town:{town}", store.county))
    return taken.submission.receipt


def _month_goes_on(rows: list[dict[str, Written]]) -> None:
    """Let one household be identified and three phones change, as in any month."""
    calm = [row for row in rows if row["mon_type"] is None and row["hh_type"] == "脱贫户"]
    month = str(rows[0]["stat_month"])
    calm[0] |= {
        "mon_type": "脱贫不稳定户", "risk_status": "未消除", "identified_month": month, "risk_1": "因病",
        "contact_name": "周试", "contact_phone": "10012345678",
    }  # fmt: skip
    for row in calm[1:4]:
        row["group_name"] = "一组"


def sample(store: Store, town: str, *, faulty: bool) -> bytes:
    """Return a filled template of a township's visits of the month being collected, sound or with mistakes."""
    return _file(store, VISITS, town, spoil if faulty else None, limit=SAMPLE_ROWS)


def spoil(rows: list[dict[str, Written]]) -> None:
    """Make the mistakes people make, in the first rows."""
    for number, (field, value) in enumerate(
        (
            ("visit_date", "2023年13月8日"),
            ("visitor_role", "村里的人"),
            ("hh_id", None),
            ("mode", "微信"),
            ("hh_id", "4.20281E+16"),
            ("findings", None),
        )
    ):
        if number < len(rows):
            rows[number][field] = value


def _file(
    store: Store, table: str, town: str, change: Change | None = None, limit: int | None = None
) -> bytes:
    """Return the template of a table for the next month, filled with a township's sealed rows moved on by a month."""
    snapshot = store.snapshot()
    form = intake.form_for(table)
    frame = read(snapshot.files(table)[-1]).filter(pl.col("town_code") == town)
    county = locating.county(store.county)
    month = _next(date.fromisoformat(f"{snapshot.months(table)[-1]}-01"))
    rows = [
        written_row(form, _moved(row, month), county)
        for row in frame.head(limit or frame.height).iter_rows(named=True)
    ]
    if change is not None:
        change(rows)
    return intake.template(table, county=county, area=town, month=month, version=snapshot.number, rows=rows)


def _moved(row: Mapping[str, Any], month: date) -> dict[str, Any]:
    """Return a row of last month as it would stand this month; numbers that we make are left to be made."""
    moved = dict(row)
    for name in ("stat_month", "visit_month"):
        if name in moved:
            moved[name] = month
    if moved.get("visit_date") is not None:
        last = calendar.monthrange(month.year, month.month)[1]
        moved["visit_date"] = month.replace(day=min(moved["visit_date"].day, last))
    return {name: None if name in {"visit_id"} else value for name, value in moved.items()}


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
