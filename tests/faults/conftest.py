from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import witness

from shouwang.store import Store

# 50 in the ordinary run; ``make test-faults`` asks for 500.
COUNT = int(os.environ.get("FAULT_KILLS", "50"))


@pytest.fixture
def count() -> int:
    return COUNT


@pytest.fixture
def publisher() -> Iterator[witness.Publisher]:
    yield from witness.publisher()


@pytest.fixture
def rival() -> Iterator[witness.Publisher]:
    yield from witness.publisher()


@pytest.fixture
def new_store(tmp_path: Path) -> Callable[[], Path]:
    made = []

    def make() -> Path:
        made.append(tmp_path / f"store{len(made)}")
        return Store.create(made[-1], "420281", is_demo=True).root

    return make


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Keep figures of a run for the summary."""

    def keep(**said: object) -> None:
        text = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in said.items())
        request.node.user_properties.append(("figures", text))

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = [
        f"{report.nodeid.rsplit('::', 1)[1]}: {text}"
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        if report.when == "call"
        for name, text in report.user_properties
        if name == "figures"
    ]
    if lines:
        terminalreporter.section("faults")
        for line in lines:
            terminalreporter.write_line(line)
