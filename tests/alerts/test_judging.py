"""Judging: one row per month and key, the worst of them; the same alerts whichever months are judged; what lacks is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import alerts
from shouwang.alerts import examples
from shouwang.alerts.catalogue import Sample
from shouwang.alerts.judging import alert_key, judge, unjudged
from shouwang.errors import ConfigError
from shouwang.queries import Query
from shouwang.rules.examples import frame
from shouwang.schema import TABLES
from shouwang.store import Store
from tests.alerts.drawing import HERE, NOVEMBER, OCTOBER

Change = Callable[..., alerts.Alert]
HEAD = "CAST('2023-11-01' AS DATE) AS stat_month, '420281107' AS town_code, CAST(NULL AS VARCHAR) AS division_code, "
TAIL = "'I1' AS object_key, CAST('2023-10-05' AS DATE) AS since, "


@pytest.fixture
def a14(monkeypatch: pytest.MonkeyPatch) -> Change:
    """Change A14 (and its SQL) for a test."""

    def changed(sql: str | None = None, **changes: object) -> alerts.Alert:
        rule = alerts.catalogue()["A14"]
        assert rule.query is not None
        query: Query = replace(rule.query, text=sql, params=()) if sql else rule.query
        made = replace(rule, query=query, **changes)  # type: ignore[arg-type]
        monkeypatch.setattr(alerts.judging, "catalogue", lambda: {"A14": made})
        return made

    return changed


def row(
    severity: str = "'red'", said: str = "'甲'", wanted: str = "'乙'", due: str = "NULL", **cells: str
) -> str:
    text = (
        f"SELECT {HEAD}CAST(NULL AS VARCHAR) AS hh_key, {TAIL}CAST({due} AS DATE) AS due_at, "
        f"CAST({severity} AS VARCHAR) AS severity, {said} AS said, {wanted} AS wanted"
    )
    for name, value in cells.items():
        text = text.replace(
            f"'420281107' AS {name}" if name == "town_code" else f"'I1' AS {name}", f"{value} AS {name}"
        )
    return text


def found(rule: alerts.Alert) -> pl.DataFrame:
    sample = Sample({"issue_rectification": ({"source_year": 2023},)})
    return examples.alerts(rule, sample)


def test_a_key_is_the_same_for_ever() -> None:
    # What people did is kept under it: another way of making it would lose every life in every county.
    assert alert_key("A14", "W2022PPE06-200", "2022-07-24") == "b637d43cd503dd34"


def test_of_two_rows_of_one_key_the_worse_stands(a14: Change) -> None:
    rule = a14(
        f"{row(severity=chr(39) + 'yellow' + chr(39))} UNION ALL {row()}", severities=("red", "yellow")
    )
    assert found(rule).select("severity").rows() == [("red",)]


@pytest.mark.parametrize(
    ("period", "key"), [("standing", "2023-10-05"), ("month", "2023-11"), ("year", "2023")]
)
def test_the_key_follows_the_period_of_the_rule(a14: Change, period: str, key: str) -> None:
    assert found(a14(row(), period=period))["alert_key"].to_list() == [alert_key("A14", "I1", key)]


@pytest.mark.parametrize(
    ("kind", "dept", "owner"),
    [
        ("town", None, "420281107"),
        ("sender", None, "420281107"),
        ("county", None, "420281"),
        ("dept", "czj", "czj"),
        ("bank", None, "bank"),
        ("village", None, "420281107"),  # the row names no village
    ],
)
def test_the_owner_follows_the_kind_of_the_rule(a14: Change, kind: str, dept: str | None, owner: str) -> None:
    assert found(a14(row(), owner_kind=kind, owner_dept=dept))["owner_code"].to_list() == [owner]


def test_the_deadline_is_the_rows_own_or_counted_from_the_start(a14: Change) -> None:
    assert found(a14(row(), days=7))["due_at"].to_list() == [date(2023, 10, 5 + 7)]
    assert found(a14(row(due="'2023-11-30'"), days=7))["due_at"].to_list() == [date(2023, 11, 30)]
    assert found(a14(row(), days=None))["due_at"].to_list() == [None]


def test_what_is_of_the_county_stands_under_its_three_noughts(a14: Change) -> None:
    assert found(a14(row(town_code="'420281'")))["town_code"].to_list() == ["420281000"]


def test_sentences_are_filled_and_days_are_in_chinese(a14: Change) -> None:
    rule = a14(row(said="'2023-09-01'", wanted="'3'"), cases={"": "{said}起，{wanted}天"})
    assert found(rule)["message"].to_list() == ["2023年9月1日起，3天。"]


@pytest.mark.parametrize(
    ("sql", "changes", "said"),
    [
        (row(severity="'blue'"), {}, "blue"),
        (row(), {"cases": {"other": "句"}}, "cases"),
        (row(town_code="CAST(NULL AS VARCHAR)"), {}, "town_code"),
        ("SELECT 1 AS stat_month", {}, "列"),
        ("SELECT nothing FROM scoped.issue_rectification", {}, "a14"),
    ],
)
def test_sql_that_does_not_fit_its_rule_is_named(
    a14: Change, sql: str, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        found(a14(sql, **changes))


def test_a_rule_without_its_table_is_not_judged_and_it_is_said() -> None:
    reported = frame(TABLES["household_month"], ({},), NOVEMBER)
    why = unjudged({"household_month": reported}, frozenset({"A14", "A52"}))
    assert "问题整改" in why["A14"]
    assert why["A52"] == alerts.catalogue()["A52"].needs
    none = judge({"household_month": reported}, since=NOVEMBER, until=NOVEMBER, rule_ids=frozenset({"A14"}))
    assert none.is_empty()


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ConfigError, match="A99"):
        judge({}, since=NOVEMBER, until=NOVEMBER, rule_ids=frozenset({"A99"}))


def test_a_month_alone_gives_the_same_alerts_as_in_a_span(demo_store: Path) -> None:
    """Every rule: what stands in a month does not depend on which months are judged with it."""
    snapshot = Store.open(demo_store).snapshot()
    tables = {name: files for name in TABLES if name != "alert" and (files := snapshot.files(name))}
    span = judge(tables, since=OCTOBER.replace(month=1), until=NOVEMBER)
    for month in (OCTOBER, NOVEMBER):
        alone = judge(tables, since=month, until=month)
        wanted = span.filter(pl.col("stat_month") == month)
        both = pl.concat([alone.with_columns(of=pl.lit("alone")), wanted.with_columns(of=pl.lit("span"))])
        apart = both.filter(pl.len().over(list(alerts.ALERTS)) == 1)
        assert apart.select("of", "rule_id", "object_key", "since", "message").rows() == []
        assert alone.height > 0


def test_an_alert_keeps_its_key_while_it_stands(demo_store: Path) -> None:
    """A standing alert that was there last month and is there now, for the same object, began on the same day."""
    files = Store.open(demo_store).snapshot().files("alert")
    rows = pl.concat([pl.read_parquet(path, hive_partitioning=False) for path in files[-2:]])
    standing = [one.id for one in alerts.catalogue().values() if one.period == "standing"]
    per_object = rows.filter(pl.col("rule_id").is_in(standing)).group_by("rule_id", "object_key", "since")
    assert per_object.agg(pl.col("alert_key").n_unique())["alert_key"].max() == 1


def test_the_burden_of_the_demonstration_is_one_that_people_can_carry(demo_store: Path) -> None:
    """No rule raises more alerts than there are villages (some 350), and a village has few of them to look into."""
    files = Store.open(demo_store).snapshot().files("alert")
    now = pl.read_parquet(files[-1], hive_partitioning=False)
    most = now.group_by("rule_id").len().sort("len", descending=True)
    assert most["len"][0] <= 350, most.head(3).rows()
    villages = now.drop_nulls("division_code").group_by("division_code").len()
    assert float(villages["len"].median()) <= 5  # type: ignore[arg-type]


def test_a_village_of_the_drawing_is_one_of_the_county() -> None:
    assert HERE.startswith("420281107")
