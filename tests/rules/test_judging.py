"""How rules are judged: what is not there, whose rows, what may be told, and the same verdict however a table is given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from shouwang import rules
from shouwang.errors import ConfigError
from shouwang.rules import Example, examples
from shouwang.rules.identity import birth_of, checksum, checksum_of, is_shaped, read_identity, sex_of

NOVEMBER = date(2023, 11, 1)
SOUND = "34052419800101001X"


def drawn(**tables: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    return examples.frames(Example({name: tuple(rows) for name, rows in tables.items()}))


def judged(tables: dict[str, pl.DataFrame], *rule_ids: str, **more: object) -> list[tuple[object, ...]]:
    """Return (rule, row) of the faults of November 2023."""
    asked = frozenset(rule_ids) or None
    found = rules.judge(tables, since=NOVEMBER, until=NOVEMBER, rule_ids=asked, **more)  # type: ignore[arg-type]
    return found.select("rule_id", "source_row").rows()


def test_a_rule_whose_table_is_not_there_is_not_judged_and_says_so() -> None:
    tables = drawn(household_month=[{"hh_persons": 2}])
    assert judged(tables, "H02") == []
    assert rules.unjudged(tables, frozenset({"H02", "H10"})) == {"H02": "没有人口月表的数据"}


def test_an_empty_table_is_there() -> None:
    tables = drawn(person_month=[])
    assert "I04" not in rules.unjudged(tables)


def test_a_column_that_is_not_there_was_not_told() -> None:
    tables = drawn(household_month=[{"mon_type": "sudden", "risk_1": "illness"}])
    less = {**tables, "household_month": tables["household_month"].drop("risk_1", "phone")}
    assert judged(tables, "MO01") == []
    assert judged(less, "MO01", "H09") == [("MO01", 1)]


def test_months_outside_are_not_judged() -> None:
    tables = drawn(
        household_month=[{"hh_persons": 0, "stat_month": "2023-10"}, {"hh_id": "H2", "hh_persons": 0}]
    )
    assert judged(tables, "H10") == [("H10", 2)]


def test_only_the_rows_of_the_sources_asked_are_told() -> None:
    rows = [{"hh_persons": 0, "source_id": "mine"}, {"hh_id": "H2", "hh_persons": 0, "source_id": "yours"}]
    tables = drawn(household_month=rows)
    assert judged(tables, "H10", source_ids=frozenset({"mine"})) == [("H10", 1)]


def test_what_is_gone_is_told_only_in_the_townships_of_the_sources_asked() -> None:
    known = [
        {"hh_id": "H1", "stat_month": "2023-10"},
        {"hh_id": "H3", "stat_month": "2023-10", "division_code": "420281101204"},
    ]
    now = [
        {"hh_id": "H2", "source_id": "mine"},
        {"hh_id": "H4", "source_id": "yours", "division_code": "420281101204"},
    ]
    tables = drawn(household_month=[*known, *now], person_month=[])
    found = rules.judge(
        tables, since=NOVEMBER, until=NOVEMBER, rule_ids=frozenset({"H12"}), source_ids=frozenset({"mine"})
    )
    assert found.select("hh_key", "source_id").rows() == [("key-H1", None)]


def test_a_person_of_another_township_is_told_of_without_a_word_on_the_other_household() -> None:
    first = {"id_no": SOUND, "name": "王某例", "hh_id": "H1", "source_id": "earlier"}
    later = {
        "id_no": SOUND,
        "name": "王某例",
        "hh_id": "H2",
        "source_id": "later",
        "division_code": "420281101204",
    }
    tables = drawn(person_month=[first, later])
    found = rules.judge(tables, since=NOVEMBER, until=NOVEMBER, rule_ids=frozenset({"I10"}))
    assert found.select("source_id", "town_code", "level").rows() == [("later", "420281101", "reject_row")]
    said = str(found.rows())
    assert not any(secret in said for secret in (SOUND, "王某例", "key-H1", "420281107", "刘仁八"))


@pytest.mark.parametrize(
    ("rule_id", "rows", "hidden"),
    [
        ("I02", [{"id_no": "110105194912310021"}], "19491231"),
        ("I13", [{"person_id": "P1", "id_no": SOUND, "stat_month": "2023-10"}, {"person_id": "P1", "id_no": "11010519491231002X"}], "19800101"),
        ("I12", [{"person_id": "P1", "id_no": SOUND, "name": "张例示", "stat_month": "2023-10"}, {"person_id": "P1", "id_no": SOUND, "name": "李样板"}], "例"),
    ],
)  # fmt: skip
def test_numbers_and_names_are_masked_in_what_is_said(
    rule_id: str, rows: list[dict[str, object]], hidden: str
) -> None:
    found = rules.judge(
        drawn(person_month=rows), since=NOVEMBER, until=NOVEMBER, rule_ids=frozenset({rule_id})
    )
    assert found.height == 1
    assert hidden not in found["message"][0]
    assert "*" in found["message"][0]


def test_codes_and_months_are_said_in_chinese() -> None:
    row = {"mon_type": "sudden", "risk_status": "active", "identified_month": "2023-12"}
    found = rules.judge(
        drawn(household_month=[row]), since=NOVEMBER, until=NOVEMBER, rule_ids=frozenset({"H05"})
    )
    assert found["message"].to_list() == ["识别监测时间2023年12月在数据月份之后。"]


def test_frames_files_and_both_together_give_one_verdict(tmp_path: Path) -> None:
    tables = drawn(household_month=[{"hh_persons": 0}, {"hh_id": "H2", "hh_persons": 0}, {"hh_id": "H3"}])
    whole = tables["household_month"]
    path = tmp_path / "months.parquet"
    whole.head(1).write_parquet(path)
    split = {**tables, "household_month": [path, whole.tail(2)]}
    assert judged(split, "H10") == judged(tables, "H10") == [("H10", 1), ("H10", 2)]  # type: ignore[arg-type]


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ConfigError, match="Q99"):
        judged({}, "Q99")


NUMBERS = [
    "11010519491231002X",
    SOUND,
    SOUND + "44",
    "420299197213320013",
    "34052419800101O01X",
    "1101",
    "3405241980010100１X",
    "999999198001010011",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_whole_columns_are_read_as_single_numbers_are(number: str) -> None:
    read = pl.DataFrame({"n": [number]}).select(
        shaped=is_shaped(pl.col("n")),
        check=checksum_of(pl.col("n")),
        born=birth_of(pl.col("n")),
        sex=sex_of(pl.col("n")),
    )
    if read["shaped"][0]:
        who = read_identity(number)
        assert read.row(0)[1:] == (checksum(number[:17]), who.birth_date, who.sex)
    else:
        assert len(number) not in {18, 20, 22} or not all(digit in "0123456789" for digit in number[:17])
