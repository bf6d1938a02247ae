"""What files say of the same household or person, side by side; and whether a file belongs into this store.

The three unstable households of a township stand both among the monitored and among the alleviated: one household, taken
once. What changes a figure must agree (the later file is held back); what does not is a remark, and the monitored export
is believed.
"""

from __future__ import annotations

from collections.abc import Iterable

from shouwang.intake import rules
from shouwang.intake.checking import Checked
from shouwang.intake.rules import Row

FACTS = frozenset(
    {
        "hh_type", "mon_type", "risk_status", "identified_month", "cleared_month", "clear_mode", "risk_1", "hh_persons",
        "net_total", "net_per_capita", "village_code", "id_no", "relation", "hh_id",
    }
)  # fmt: skip
COMPARED = (*rules.HOUSEHOLD_FACTS, "hh_id", "name", "id_no", "relation", "health", "labour", "edu", "school")
BELIEVED = {"monitored": 0, "alleviated": 1, "working": 2}


def against_store(checked: Checked, store_is_synthetic: bool | None) -> None:
    """Note it where made-up rows would come among real ones, or real ones among made-up."""
    if store_is_synthetic is None or not checked.rows or checked.is_synthetic == store_is_synthetic:
        return
    if checked.is_synthetic:
        checked.add(
            "F07", "文件是合成数据(证件号码用演示区划)，本数据仓里是真实数据，不能混放。整份文件没有采用。"
        )
    else:
        checked.add("F07", "本数据仓里是合成数据，不能放进真实数据。请用 shouwang init 另建数据仓后再报。")


def compare(files: Iterable[Checked]) -> None:
    """Note in each file what contradicts a file that is believed more (or came earlier), by row and column."""
    ordered = sorted(files, key=lambda one: BELIEVED[one.kind.id] if one.kind else 9)
    for number, later in enumerate(ordered):
        before = [one for one in ordered[:number] if one.month == later.month and one.kind is not later.kind]
        known = {row.get("person_id"): (one, row) for one in before for row in one.rows}
        for row in later.rows:
            if row.get("person_id") in known:
                _compare(later, row, *known[row.get("person_id")])
        if later.kind is not None and later.kind.id == "working":
            _workers(later, before, set(known))
        later.sort_problems()


def _compare(later: Checked, row: Row, earlier: Checked, other: Row) -> None:
    assert earlier.kind is not None
    for column in COMPARED:
        if column not in row.values or column not in other.values or row.get(column) == other.get(column):
            continue
        shown = "village" if column == "village_code" else column
        rule = "X01" if column in FACTS else "X02"
        later.add(
            rule,
            f"与《{earlier.kind.label}》第{other.number}行的同一个人(户)不一致，请核对哪一份对。",
            row,
            shown,
        )


def _workers(later: Checked, before: list[Checked], known: set[str]) -> None:
    """Note workers who are in no household of the month, where both lists of households are there to be looked in."""
    if {one.kind.id for one in before if one.kind} < {"monitored", "alleviated"}:
        return
    for row in later.rows:
        if row.get("person_id") and row.get("person_id") not in known:
            later.add("X03", "这个人不在本月的监测对象和脱贫户信息里，请核对人编号。", row, "person_id")
