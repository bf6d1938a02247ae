"""What must hold in the data: rules as data, their SQL in ``queries/rules``, and the judge that runs them."""

from shouwang.rules.bench import Source
from shouwang.rules.catalogue import FILE, GROUPS, LEVEL_LABELS, ROW, WARN, Example, Rule, catalogue, rule
from shouwang.rules.judging import FAULTS, judge, unjudged

__all__ = [
    "FAULTS", "FILE", "GROUPS", "LEVEL_LABELS", "ROW", "WARN", "Example", "Rule", "Source", "catalogue", "judge", "rule",
    "unjudged",
]  # fmt: skip
