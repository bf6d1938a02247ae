"""A county without disasters has no table of them: what the same rule says of houses is judged all the same."""

from __future__ import annotations

from datetime import date

from shouwang import alerts
from shouwang.rules.examples import frame, frames
from shouwang.schema import TABLES

MONTH = date(2023, 11, 1)


def test_an_optional_table_that_is_absent_is_empty_and_a_needed_one_stops_its_rule() -> None:
    rule = alerts.alert("A25b")
    assert set(rule.optional) == {"disaster_event", "disaster_household"}
    tables = {
        **frames(rule.failing[0]),
        "household_month": frame(TABLES["household_month"], ({"house_grade": "D"},), MONTH),
    }
    assert not set(rule.optional) & set(tables)
    found = alerts.judge(tables, since=MONTH, until=MONTH, rule_ids=frozenset({"A25b"}))
    assert found["message"].to_list() == ["住房为危房(D级)；人先搬离、妥善安置，再按任务日期改造。"]
    del tables["household_month"]
    assert alerts.unjudged(tables, frozenset({"A25b"})) == {"A25b": "没有农户月表的数据"}
    assert alerts.judge(tables, since=MONTH, until=MONTH, rule_ids=frozenset({"A25b"})).is_empty()
