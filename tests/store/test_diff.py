"""What changed between two versions, by part and by row."""

from __future__ import annotations

import time

import polars as pl
import pytest
from drawing import OCT, households, many_households

from shouwang.errors import UsageError, VersionUnknown
from shouwang.schema import TABLES
from shouwang.store import PartChange

HH, HH_OCT = "household_month/2023-11", "household_month/2023-10"


def test_only_the_parts_that_differ_are_named(store, publish):
    publish({HH: households("a", "b"), HH_OCT: households("a", month=OCT)})
    with store.stage() as staging:
        staging.add("household_month", "2023-11", households("a", "b", "c"))
        staging.add("household_month", "2023-09", households("a", month=OCT.replace(month=9)))
        staging.drop("household_month", "2023-10")
        staging.commit(author="数据员", reason="x")
    assert store.diff(1, 2).parts == (
        PartChange("household_month", "2023-09", "entered", None, 1),
        PartChange("household_month", "2023-10", "left", 1, None),
        PartChange("household_month", "2023-11", "changed", 2, 3),
    )
    assert store.diff(2, 2).parts == ()


def test_what_people_send_is_named_before_what_is_reckoned(store, publish):
    publish({HH_OCT: households("a", month=OCT)})
    history = pl.DataFrame(schema=TABLES["household_history"].polars_schema)
    publish({"household_history/all": history, HH: households("a")})
    named = [one.table for one in store.diff(1, 2).parts if one.kind == "entered"]
    assert named == ["household_month", "household_history"]


def test_rows_that_entered_left_and_changed_are_told_by_the_key(store, publish):
    publish({HH: households("a", "b", {"hh_id": "c", "hh_persons": 2, "mon_type": None})})
    publish({HH: households("a", {"hh_id": "c", "hh_persons": 3, "mon_type": "sudden"}, "d")})
    rows = store.diff(1, 2).rows("household_month", "2023-11")
    assert rows.entered["hh_key"].to_list() == ["key-d"]
    assert rows.left["hh_key"].to_list() == ["key-b"]
    assert rows.changed.select("hh_key", "label", "before", "after").rows() == [
        ("key-c", "监测对象类别", None, "sudden"),
        ("key-c", "当前家庭人口数", "2", "3"),
    ]


def test_where_a_row_was_read_from_is_no_change(store, publish):
    publish({HH: households({"hh_id": "a", "source_id": "R-1", "source_row": 4})})
    publish({HH: households({"hh_id": "a", "source_id": "R-2", "source_row": 9})})
    assert store.diff(1, 2).parts[0].kind == "changed"
    assert store.diff(1, 2).rows("household_month", "2023-11").changed.is_empty()


def test_a_whole_month_may_have_entered_or_left(store, publish):
    publish({HH: households("a")})
    publish({HH_OCT: households("a", "b", month=OCT)})
    assert store.diff(1, 2).rows("household_month", "2023-10").entered.height == 2
    assert store.diff(2, 1).rows("household_month", "2023-10").left.height == 2
    assert store.diff(1, 2).rows("household_month", "2023-10").changed.is_empty()


def test_nobody_is_named(store, publish):
    one = {"hh_id": "4202810001", "hh_key": "k1", "head_name": "赵某甲", "phone": "10012345678"}
    publish({HH: households(one)})
    publish(
        {
            HH: households(
                {**one, "head_name": "钱某乙", "phone": "10087654321"}, {**one, "hh_id": "4202810002"}
            )
        }
    )
    rows = store.diff(1, 2).rows("household_month", "2023-11")
    assert rows.changed.select("label", "before", "after").rows() == [
        ("户主姓名", "赵*甲", "钱*乙"),
        ("户联系电话", "100****5678", "100****4321"),
    ]
    shown = str([frame.rows() for frame in (rows.entered, rows.left, rows.changed)])
    assert "hh_id" not in rows.entered.columns + rows.changed.columns
    assert not [
        secret
        for secret in ("4202810001", "4202810002", "赵某甲", "钱某乙", "张小三", "12345678")
        if secret in shown
    ]


def test_persons_stand_under_pseudonyms_that_stay_the_same(store, publish):
    person = {
        "stat_month": OCT, "person_id": "p1", "hh_id": "h1", "hh_key": "key-h1", "town_code": "420281107",
        "division_code": "420281107201", "name": "孙某某", "id_type": "1", "id_no": "990000190001010011", "relation": "01",
        "sex": "1", "birth_date": OCT, "health": "1", "labour": "1", "in_household": True, "source_id": "x",
        "is_synthetic": True,
    }  # fmt: skip
    frame = pl.DataFrame([person], schema=TABLES["person_month"].polars_schema)
    publish({"person_month/2023-10": frame})
    publish({"person_month/2023-10": frame.with_columns(sex=pl.lit("2"), id_no=pl.lit("990000190001010029"))})
    changed = store.diff(1, 2).rows("person_month", "2023-10").changed
    assert changed["person_key"].n_unique() == 1
    assert changed["person_key"][0] != "p1"
    assert changed.select("column", "before", "after").rows() == [
        ("id_no", "990000********0011", "990000********0029"),
        ("sex", "1", "2"),
    ]


def test_a_part_in_neither_version_or_an_unknown_version_is_a_wrong_call(store, publish):
    publish({HH: households("a")})
    with pytest.raises(UsageError, match="都没有2020-01的“农户月表”"):
        store.diff(1, 1).rows("household_month", "2020-01")
    with pytest.raises(VersionUnknown):
        store.diff(1, 7)


def test_a_month_of_a_county_is_compared_in_under_two_seconds(store, publish):
    rows = many_households(10_000)
    publish({HH: rows})
    publish({HH: rows.with_columns(hh_persons=pl.col("hh_persons") + 1, head_name=pl.lit("李小四"))})
    begun = time.process_time()
    changed = store.diff(1, 2).rows("household_month", "2023-11").changed
    assert time.process_time() - begun < 2
    assert changed.height == 10_000 * 2
