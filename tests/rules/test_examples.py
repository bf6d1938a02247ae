"""Every rule on its own examples: what should pass passes, what should fail fails by this rule at the column told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shouwang import rules
from shouwang.config import ROOT
from shouwang.rules import Example, examples
from shouwang.rules.document import document
from shouwang.rules.judging import Court

JUDGED = [rule for rule in rules.catalogue().values() if not rule.is_of_reading]
PASSING = [(rule, one) for rule in JUDGED for one in rule.passing]
FAILING = [(rule, one) for rule in JUDGED for one in rule.failing]


@pytest.fixture(scope="module")
def court() -> Iterator[Court]:
    with Court() as opened:
        yield opened


def _names(found: list[tuple[rules.Rule, Example]]) -> list[str]:
    return [f"{rule.id}-{number}" for number, (rule, _) in enumerate(found)]


@pytest.mark.parametrize(("rule", "example"), PASSING, ids=_names(PASSING))
def test_a_passing_example_has_no_fault(rule: rules.Rule, example: Example, court: Court) -> None:
    assert examples.faults(rule, example, court).rows() == []


@pytest.mark.parametrize(("rule", "example"), FAILING, ids=_names(FAILING))
def test_a_failing_example_has_this_fault_at_this_column(
    rule: rules.Rule, example: Example, court: Court
) -> None:
    found = examples.faults(rule, example, court)
    assert set(found["rule_id"]) == {rule.id}
    assert set(found["column_name"]) == {example.column or rule.column}
    assert not any("{" in message for message in found["message"])


def test_the_document_of_rules_is_what_the_catalogue_says() -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == document(rules.catalogue())  # else: make docs
