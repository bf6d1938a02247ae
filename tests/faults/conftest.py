from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import clerk
import pytest
import witness
from tally import Tally, table

from shouwang.store import Store
from tests.desk.conftest import away, broken, other_household
from tests.intake.conftest import Draw, draw, household

__all__ = ["draw"]

# 50 in the ordinary run; ``make test-faults`` asks for 500.
COUNT = int(os.environ.get("FAULT_KILLS", "50"))


@pytest.fixture
def count() -> int:
    return COUNT


@pytest.fixture
def is_long(count: int) -> bool:
    """Say whether this is the long run: every call, not some spread over them."""
    return count >= 100


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


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Count trials, where they fell and what they violated; the test fails where anything was."""
    kept = Tally(request.node.name)
    yield kept
    request.node.user_properties.append(("tally", kept.row))
    assert not kept.violations, f"{len(kept.violations)} violations, the first: {kept.violations[0]}"


# -- the desk ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _office_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="session")
def _offices(_office_home: Path) -> Iterator[list[clerk.Clerk]]:
    """Two offices for all tests of one worker: opening one costs some seconds of imports."""
    homes = [_office_home / name for name in ("first", "second")]
    for home in homes:
        home.mkdir()
    opened = [clerk.office(home) for home in homes]
    yield [next(one) for one in opened]
    for one in opened:
        next(one, None)


@pytest.fixture
def clerk_(_offices: list[clerk.Clerk], tmp_path: Path) -> clerk.Clerk:
    return _offices[0].at(tmp_path)


@pytest.fixture
def colleague(_offices: list[clerk.Clerk], tmp_path: Path) -> clerk.Clerk:
    (tmp_path / "colleague").mkdir()
    return _offices[1].at(tmp_path / "colleague")


@pytest.fixture
def file(draw: Draw) -> Path:
    """A sound export of one household of 保安镇."""
    return draw(household(), name="a.xlsx")


@pytest.fixture
def neighbours_file(draw: Draw) -> Path:
    """A sound export of one household of 刘仁八镇."""
    return draw(away(), name="b.xlsx")


@pytest.fixture
def file_with_faults(draw: Draw) -> Path:
    """One household whose village is not there, and another that is sound."""
    return draw([*broken(), *other_household()], name="c.xlsx")


@pytest.fixture
def base(clerk_: clerk.Clerk, tmp_path: Path) -> Path:
    """An empty store with its database made: what every trial starts from, as a copy."""
    root = tmp_path / "base"
    assert clerk_.run(root, "init", "--county", "420281").code == 0
    assert clerk_.run(root, "submissions").code == 0
    return root


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    done = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    ended = [
        one
        for some in terminalreporter.stats.values()
        for one in some
        if getattr(one, "when", "") == "teardown"
    ]
    rows = [row for report in ended for name, row in report.user_properties if name == "tally"]
    lines = [
        f"{report.nodeid.rsplit('::', 1)[1]}: {text}"
        for report in done
        if report.when == "call"
        for name, text in report.user_properties
        if name == "figures"
    ]
    if lines or rows:
        terminalreporter.section("faults")
        for line in [*lines, *table(rows)]:
            terminalreporter.write_line(line)
