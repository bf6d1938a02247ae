"""Every alert rule on its own examples: what should pass raises nothing, what should fail raises this alert."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shouwang import alerts
from shouwang.alerts import examples
from shouwang.rules.bench import Bench

SUBJECTS = sorted({rule.subject for rule in alerts.catalogue().values()})


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench() as opened:
        yield opened


@pytest.mark.parametrize("subject", SUBJECTS)
def test_passing_examples_raise_nothing_and_failing_ones_this_alert(subject: str, bench: Bench) -> None:
    wrong: list[str] = []
    judged = [
        one for one in alerts.catalogue().values() if one.subject == subject and one.query and not one.needs
    ]
    for rule in judged:
        for number, example in enumerate(rule.passing, 1):
            found = examples.alerts(rule, example, bench)
            if found.height:
                wrong.append(f"{rule.id} passing {number}: {found['message'].to_list()}")
        for number, example in enumerate(rule.failing, 1):
            found = examples.alerts(rule, example, bench)
            if found.is_empty() or (example.severity and set(found["severity"]) != {example.severity}):
                wrong.append(f"{rule.id} failing {number}: {found.select('severity', 'message').rows()}")
            if any("{" in message for message in found["message"]):
                wrong.append(f"{rule.id} failing {number}: a blank was not filled")
    assert wrong == []
