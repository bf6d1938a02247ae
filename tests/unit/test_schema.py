"""The schema: every table is whole, and the document says what it says."""

from __future__ import annotations

import pytest

from shouwang.config import ROOT
from shouwang.schema import (
    CONFIG_TABLES,
    CORE_TABLES,
    FAULT_TABLES,
    MART_TABLES,
    SOURCE_TABLES,
    TABLES,
    Kind,
    Parts,
    Reach,
    Table,
)
from shouwang.schema.document import document

DICTIONARY = [
    "division",
    "village_profile",
    "household_month",
    "person_month",
    "income_year",
    "identification_case",
    "case_event",
    "clearance",
    "measure",
    "household_visit",
    "screening_round",
    "screening_result",
    "project",
    "disbursement",
    "fund_allocation",
    "fund_checkpoint",
    "asset",
    "asset_income",
    "education_aid",
    "medical_settlement",
    "employment_month",
    "public_post",
    "microloan",
    "benefit",
    "industry_project_hh",
    "insurance_claim",
    "disaster_event",
    "disaster_household",
    "issue_rectification",
    "work_team",
    "work_team_member",
    "team_attendance",
    "assessment",
    "collective_economy",
    "living_environment",
    "water_supply",
    "clinic",
    "department_warning",
    "regime",
    "income_line",
    "sla_rule",
    "clear_rule",
    "aid_standard",
    "threshold",
]


def test_every_table_of_the_dictionary_is_there() -> None:
    assert [name for name in DICTIONARY if name not in TABLES] == []


def test_no_table_or_column_comes_twice() -> None:
    assert len(TABLES) == len(SOURCE_TABLES) + len(CONFIG_TABLES) + len(MART_TABLES) + len(FAULT_TABLES)
    for table in TABLES.values():
        assert len(set(table.names)) == len(table.names), table.name
        labels = [column.label for column in table.columns]
        assert len(set(labels)) == len(labels), table.name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_key_sort_and_part_are_columns_of_the_table(table: Table) -> None:
    assert {*table.key, *table.sort} <= set(table.names)
    if table.parts is Parts.ALL:
        assert table.part_column is None
    else:
        assert table.part_column is not None
        kind = table.column(table.part_column).kind
        assert kind in ({Kind.MONTH} if table.parts is Parts.MONTH else {Kind.INT, Kind.DATE, Kind.MONTH})


@pytest.mark.parametrize("table", SOURCE_TABLES, ids=lambda table: table.name)
def test_a_fact_of_a_township_carries_its_code_and_a_household_its_pseudonym(table: Table) -> None:
    if table.reach is Reach.TOWN:
        assert table.column("town_code").required
    if "hh_id" in table.names:
        assert "hh_key" in table.names


def test_a_code_list_has_one_code_for_each_label() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if column.codes is not None:
                assert len(set(column.codes.values())) == len(column.codes), (table.name, column.name)


def test_a_new_table_changes_no_heading_of_an_old_one() -> None:
    """Headings and labels of codes are looked up by column name: the core's come first."""
    core = {column.name: column for table in CORE_TABLES for column in table.columns}
    plain = {name for name, column in core.items() if column.codes is None}
    coded = {c.name for t in SOURCE_TABLES if t not in CORE_TABLES for c in t.columns if c.codes is not None}
    assert plain & coded == set()


def test_the_document_of_tables_is_what_the_schema_says() -> None:
    assert (ROOT / "docs" / "tables.md").read_text("utf-8") == document()  # else: make docs
