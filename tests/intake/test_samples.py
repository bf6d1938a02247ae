"""The three sample exports, as they are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang.intake import Checked, check, compare

SAMPLES = Path(__file__).parent.parent / "data" / "samples"


@pytest.fixture(scope="module")
def read() -> dict[str, Checked]:
    found = [check(path, county="420281") for path in sorted(SAMPLES.iterdir())]
    compare(found)
    return {one.kind.id: one for one in found if one.kind}


def test_each_is_recognised_by_its_title_with_its_month_and_township(read: dict[str, Checked]) -> None:
    assert set(read) == {"monitored", "alleviated", "working"}
    for one in read.values():
        assert (one.month, one.towns, one.is_accepted, one.unknown_columns) == (
            date(2023, 11, 1),
            ("420281101",),
            True,
            (),
        )


def test_every_row_is_taken(read: dict[str, Checked]) -> None:
    rows = {kind: (one.rows_in, one.rows_taken, one.rows_refused) for kind, one in read.items()}
    assert rows == {"monitored": (150, 150, 0), "alleviated": (1288, 1288, 0), "working": (463, 463, 0)}


def test_places_of_work_split_as_the_report_says(read: dict[str, Checked]) -> None:
    found = Counter(read["working"].frame["place_class"])
    assert found == {"out": 59, "province": 154, "city": 130, "county": 120}
    assert found["city"] + found["county"] == 250


def test_the_two_lists_agree_on_the_households_that_are_in_both(read: dict[str, Checked]) -> None:
    homes = [set(read[kind].frame["hh_id"]) for kind in ("monitored", "alleviated")]
    assert (len(homes[0]), len(homes[1]), len(homes[0] & homes[1])) == (45, 666, 3)
    assert not [fault for one in read.values() for fault in one.problems if fault.rule.startswith("X")]


def test_every_row_is_marked_synthetic(read: dict[str, Checked]) -> None:
    assert all(one.frame["id_is_synthetic"].all(ignore_nulls=False) for one in read.values())


def test_remarks_name_row_and_column_and_no_person(read: dict[str, Checked]) -> None:
    young = [fault for fault in read["working"].problems if fault.rule == "W01"]
    assert [(fault.row, fault.column, fault.level) for fault in young] == [(416, "是否已务工", "warning")]
    number = read["working"].frame.filter(pl.col("row") == 416)["id_no"].item()
    assert number not in young[0].message
    assert "15岁" in young[0].message
