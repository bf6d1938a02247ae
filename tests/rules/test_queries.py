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


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_head_names_the_parameters_and_tables_of_the_text(query: Query) -> None:
    body = re.sub(r"--[^\n]*", "", query.text)
    assert {p.name for p in query.params} == set(duckdb.extract_statements(query.text)[0].named_parameters)
    assert set(query.reads) == set(re.findall(r"\bscoped\.\w+(?=\s|\)|$)", body))
    check_text(query.name, query.text)


def test_a_rule_is_no_question_that_a_viewer_can_ask() -> None:
    assert not [name for name in queries.names() if name.startswith("rules/")]
    with pytest.raises(QueryError):
        queries.find(QUERIES[0].name)
