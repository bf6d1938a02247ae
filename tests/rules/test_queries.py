"""The SQL of the rules: each file's head says what the text takes and reads, and the text reaches nothing else.

(They are no questions of ``queries.run``: nobody asks them by name, so the tests of every query do not run them.)
"""

from __future__ import annotations

import re

import duckdb
import pytest

from shouwang import queries, rules
from shouwang.errors import QueryError
from shouwang.queries import Query
from shouwang.queries.engine import check_text

QUERIES = [rule.query for rule in rules.catalogue().values() if rule.query is not None]


def _wrong(query: Query) -> list[str]:
    """Return what the head of a query says otherwise than its text, and whether the text reaches too far."""
    found = []
    taken = set(duckdb.extract_statements(query.text)[0].named_parameters)
    if {p.name for p in query.params} != taken:
        found.append(f"takes {taken}")
    read = set(re.findall(r"\bscoped\.\w+(?=\s|\)|$)", re.sub(r"--[^\n]*", "", query.text)))
    if set(query.reads) != read:
        found.append(f"reads {read}")
    try:
        check_text(query.name, query.text)
    except QueryError as fault:
        found.append(str(fault))
    return found


def test_heads_name_the_parameters_and_tables_of_their_texts() -> None:
    assert QUERIES
    assert {query.name: said for query in QUERIES if (said := _wrong(query))} == {}


def test_a_rule_is_no_question_that_a_viewer_can_ask() -> None:
    assert not [name for name in queries.names() if name.startswith("rules/")]
    with pytest.raises(QueryError):
        queries.find(QUERIES[0].name)
