"""The catalogue of alert rules: what is wrong in a file is named with file, line and key."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from shouwang import alerts, queries
from shouwang.alerts import catalogue
from shouwang.errors import ConfigError, QueryError
from shouwang.queries.engine import check_text

RULE = """
[[alert]]
id = "A01"
name = "没有人"
sentence = "户内没有人"
message = "填的是{said}"
severities = ["red", "yellow"]
owner = "乡镇"
owner_kind = "dept"
owner_dept = "czj"
days = 7
deadline = "7天内"
source = "here"
policy = "政策"
thresholds = ["progress_gap"]
table = "household_month"
period = "standing"
leads_to = "mending"
[[alert.passing]]
household_month = [{ hh_persons = 1 }]
[[alert.failing]]
severity = "red"
household_month = [{ hh_persons = 0 }]
"""
SQL = """-- title:   没有人的户
-- grain:   one row per alert
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   persons
-- reads:   scoped.household_month
SELECT 1
"""
THRESHOLDS = "threshold_id,name\nprogress_gap,progress_gap\n"
Read = Callable[..., object]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a catalogue of one file and one query, with what is given instead of the sound ones."""

    def reading(rule: str = RULE, sql: str = SQL, name: str = "a01_nobody.sql") -> object:
        for folder in ("data", "queries/alert_rules/drawn"):
            (tmp_path / folder).mkdir(parents=True)
        (tmp_path / "data" / "drawn.toml").write_text(rule, "utf-8")
        (tmp_path / "threshold.csv").write_text(THRESHOLDS, "utf-8")
        (tmp_path / "queries" / "alert_rules" / "drawn" / name).write_text(sql, "utf-8")
        return catalogue(tmp_path / "data", tmp_path / "queries" / "alert_rules", tmp_path / "threshold.csv")

    return reading


def test_a_sound_rule_is_read(read: Read) -> None:
    assert list(read()) == ["A01"]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("was", "now", "key", "said"),
    [
        ('owner = "乡镇"', 'ownner = "乡镇"', "owner", "没有填"),
        ("days = 7", "dayss = 7", "dayss", "没有这个键"),
        ("days = 7", 'days = "7"', "days", "天数"),
        ('severities = ["red", "yellow"]', 'severities = ["blue"]', "severities", "blue"),
        ('owner_kind = "dept"', 'owner_kind = "office"', "owner_kind", "office"),
        ('owner_dept = "czj"', 'owner_dept = "xxx"', "owner_dept", "xxx"),
        ('owner_kind = "dept"', 'owner_kind = "town"', "owner_dept", "dept"),
        ('table = "household_month"', 'table = "households"', "table", "households"),
        ('thresholds = ["progress_gap"]', 'thresholds = ["nowhere"]', "thresholds", "nowhere"),
        ('period = "standing"', 'period = "week"', "period", "week"),
        ('leads_to = "mending"', 'leads_to = "nothing"', "leads_to", "nothing"),
        ('message = "填的是{said}"', 'message = "填的是{value}"', "message", "value"),
        ("hh_persons = 0", "persons = 0", "failing", "persons"),
        ("household_month = [{ hh_persons = 0 }]", "households = [{}]", "failing", "households"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_line_and_key(
    was: str, now: str, key: str, said: str, read: Read
) -> None:
    assert was in RULE
    text = RULE.replace(was, now, 1)
    with pytest.raises(ConfigError) as told:
        read(text)
    found = re.search(r"drawn\.toml 第(\d+)行 预警规则 A01 的“(\w+)”", str(told.value))
    assert found is not None, str(told.value)
    assert found[2] == key
    assert said in str(told.value)
    line = text.splitlines()[int(found[1]) - 1]
    assert key in line or line == "[[alert]]"  # a key that is not there has no line of its own


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("said VARCHAR, wanted VARCHAR", "said VARCHAR", "wanted"),
        ("$until DATE", "$until DATE, $area VARCHAR", "area"),
        ("scoped.household_month", "scoped.indicator_month", "scoped.indicator_month"),
        ("scoped.household_month", "scoped.nowhere", "nowhere"),
        ("scoped.household_month", "scoped.alert", "scoped.alert"),
        ("-- units:   persons\n", "", "units"),
    ],
)
def test_what_is_wrong_in_the_head_of_a_query_is_named(was: str, now: str, said: str, read: Read) -> None:
    with pytest.raises(ConfigError) as told:
        read(sql=SQL.replace(was, now))
    assert "a01_nobody" in str(told.value)
    assert said in str(told.value)


def test_a_query_without_a_rule_is_refused(read: Read) -> None:
    with pytest.raises(ConfigError, match="A02"):
        read(RULE.replace("severities", 'needs = "报告"\nseverities'), name="a02_nobody.sql")


def test_a_rule_without_a_query_says_what_it_needs_or_is_refused(read: Read) -> None:
    with pytest.raises(ConfigError, match="needs"):
        read(name="a02_nobody.sql")


def test_two_rules_of_one_id_are_refused(read: Read) -> None:
    with pytest.raises(ConfigError, match="A01"):
        read(RULE + RULE)


JUDGED = [rule for rule in alerts.catalogue().values() if rule.query is not None]


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.id)
def test_the_head_names_the_parameters_and_tables_of_the_text(rule: alerts.Alert) -> None:
    query = rule.query
    assert query is not None
    body = re.sub(r"--[^\n]*", "", query.text)
    assert {p.name for p in query.params} == set(duckdb.extract_statements(query.text)[0].named_parameters)
    assert set(query.reads) == set(re.findall(r"\b(?:scoped|mart)\.\w+(?=\s|\)|$)", body))
    check_text(query.name, query.text)
    for one in rule.thresholds:
        name = re.sub(r"_\d{4}$", "", one)  # threshold_id of a year, or the name itself
        assert name in body, f"{rule.id} does not read {one}"


def test_a_rule_is_no_question_that_a_viewer_can_ask() -> None:
    assert not [name for name in queries.names() if name.startswith("alert_rules/")]
    with pytest.raises(QueryError):
        queries.find("alert_rules/issues/a14_overdue")
