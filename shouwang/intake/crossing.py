"""What files say of the same household or person, side by side.

The three unstable households of a township stand both among the monitored and among the alleviated: one household, taken
once. What changes a figure must agree (the later file is held back); what does not is a remark, and the monitored export
is believed.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from shouwang.intake.checked import Checked

HOUSEHOLD_FACTS = (
    "division_code", "hh_type", "mon_type", "risk_status", "identified_month", "cleared_month", "clear_mode", "risk_1",
    "hh_persons", "phone", "wage", "operating", "property", "transfer", "operating_expense", "net_total",
    "net_per_capita", "persons_year", "house_dilapidated", "water_safe",
)  # fmt: skip
FACTS = frozenset(
    {
        "hh_type", "mon_type", "risk_status", "identified_month", "cleared_month", "clear_mode", "risk_1", "hh_persons",
        "net_total", "net_per_capita", "division_code", "id_no", "relation", "hh_id",
    }
)  # fmt: skip
COMPARED = (*HOUSEHOLD_FACTS, "hh_id", "name", "id_no", "relation", "health", "labour", "edu", "school")
BELIEVED = {"monitored": 0, "alleviated": 1, "working": 2}


def compare(files: Iterable[Checked]) -> None:
    """Note in each export what contradicts one that is believed more (or came earlier), by row and column."""
    exports = [one for one in files if one.kind is not None and one.kind.id in BELIEVED]
    ordered = sorted(exports, key=lambda one: BELIEVED[one.kind.id] if one.kind else 9)
    for number, later in enumerate(ordered):
        before = [one for one in ordered[:number] if one.month == later.month and one.kind is not later.kind]
        for place, earlier in enumerate(before):
            newer = [one.cells for one in before[place + 1 :]]
            _compare(later, earlier, newer)
        if later.kind is not None and later.kind.id == "working":
            _workers(later, before)


def _people(checked: Checked) -> pl.DataFrame:
    """Return the rows that name a person, the last of each."""
    if "person_id" not in checked.cells.columns:
        return checked.cells.clear().with_columns(person_id=pl.lit(None, pl.String))
    return checked.cells.filter(pl.col("person_id").is_not_null()).unique("person_id", keep="last")


def _compare(later: Checked, earlier: Checked, newer: list[pl.DataFrame]) -> None:
    """Compare the persons of two files; who stands in a file between the two is compared with that one."""
    assert earlier.kind is not None
    others = _people(earlier)
    for frame in newer:
        if "person_id" in frame.columns:
            others = others.join(frame.select("person_id"), on="person_id", how="anti")
    shared = [name for name in COMPARED if name in later.cells.columns and name in others.columns]
    if "person_id" not in later.cells.columns or others.is_empty():
        return
    pairs = later.cells.join(others, on="person_id", how="inner", suffix=" there")
    for field in shared:
        apart = pairs.filter(pl.col(field).ne_missing(pl.col(f"{field} there")))
        later.add_faults(
            apart.select(
                rule=pl.lit("X01" if field in FACTS else "X02"),
                row=pl.col("row"),
                field=pl.lit("village" if field == "division_code" else field),
                message=pl.format(
                    f"与《{earlier.kind.label}》第{{}}行的同一个人(户)不一致，请核对哪一份对。",
                    pl.col("row there"),
                ),
            )
        )


def _workers(later: Checked, before: list[Checked]) -> None:
    """Note workers who are in no household of the month, where both lists of households are there to be looked in."""
    if not {"monitored", "alleviated"} <= {one.kind.id for one in before if one.kind}:
        return
    known = pl.concat([_people(one).select("person_id") for one in before])
    strangers = _people(later).join(known, on="person_id", how="anti")
    later.add_faults(
        strangers.select(
            rule=pl.lit("X03"),
            row=pl.col("row"),
            field=pl.lit("person_id"),
            message=pl.lit("这个人不在本月的监测对象和脱贫户信息里，请核对人编号。"),
        )
    )
