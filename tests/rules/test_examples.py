"""Every rule on its own examples: what should pass passes, what should fail fails by this rule at the column told."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest

from shouwang import rules
from shouwang.config import ROOT
from shouwang.rules import Example, examples
from shouwang.rules.document import document
from shouwang.rules.judging import Court

JUDGED = [rule for rule in rules.catalogue().values() if not rule.is_of_reading]
SUBJECTS = sorted({rule.subject for rule in JUDGED})


@pytest.fixture(scope="module")
def court() -> Iterator[Court]:
    with Court() as opened:
        yield opened


def _name(rule: rules.Rule, kind: str, number: int) -> str:
    return f"{rule.id}, {kind} example {number}"


def _told(rule: rules.Rule, example: Example, found: pl.DataFrame) -> str | None:
    """Return what a failing example was told that it should not, or None."""
    if set(found["rule_id"]) != {rule.id}:
        return f"told by {sorted(set(found['rule_id']))}"
    if set(found["column_name"]) != {example.column or rule.column}:
        return f"at {sorted(set(found['column_name']), key=str)}, not at {example.column or rule.column}"
    blanks = [message for message in found["message"] if "{" in message]
    return f"a blank is not filled: {blanks[0]}" if blanks else None


@pytest.mark.parametrize("subject", SUBJECTS)
def test_passing_examples_have_no_fault(subject: str, court: Court) -> None:
    found = {
        _name(rule, "passing", number): examples.faults(rule, example, court).rows()
        for rule in JUDGED
        if rule.subject == subject
        for number, example in enumerate(rule.passing, 1)
    }
    assert {name: rows for name, rows in found.items() if rows} == {}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_failing_examples_have_their_rules_fault_at_its_column(subject: str, court: Court) -> None:
    told = {
        _name(rule, "failing", number): _told(rule, example, examples.faults(rule, example, court))
        for rule in JUDGED
        if rule.subject == subject
        for number, example in enumerate(rule.failing, 1)
    }
    assert {name: said for name, said in told.items() if said} == {}


def test_enough_examples_are_judged() -> None:
    """Guard against an empty comparison: there are more examples of each kind than rules."""
    assert sum(len(rule.passing) for rule in JUDGED) >= len(JUDGED)
    assert sum(len(rule.failing) for rule in JUDGED) >= len(JUDGED)


def test_the_document_of_rules_is_what_the_catalogue_says() -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == document(rules.catalogue())  # else: make docs
