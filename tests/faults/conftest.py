from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import clerk
import pytest
import witness
from tally import Tally, table

from shouwang.store import Store
from tests.desk.conftest import away, broken, crowd
from tests.intake.conftest import Draw, draw, household

__all__ = ["draw"]

# 20 in the ordinary run; ``make test-faults`` asks for 500.
COUNT = int(os.environ.get("FAULT_KILLS", "20"))


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
    return draw([*broken(), *crowd(1)], name="c.xlsx")


Stores = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "faults"
    folder.mkdir(exist_ok=True)
    clerk.RECORDINGS = folder
    return folder


@pytest.fixture
def stores(_shared: Path) -> Stores:
    """Give a store that is made once for all workers, to be copied; ``make`` gets the name of a folder to make."""

    def given(name: str, make: Callable[[Path], object]) -> Path:
        with (_shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (_shared / name).exists():
                making = _shared / f"{name}.making"
                make(making)
                making.rename(_shared / name)
        return _shared / name

    return given


@pytest.fixture
def base(clerk_: clerk.Clerk, stores: Stores, tmp_path: Path) -> Path:
    """An empty store with its database made: what every trial starts from, as a copy."""

    def make(root: Path) -> None:
        assert clerk_.run(root, "init", "--county", "420281").code == 0
        assert clerk_.run(root, "submissions").code == 0

    return clerk.copied(stores("base", make), tmp_path / "base")


@pytest.fixture
def begun(
    clerk_: clerk.Clerk, base: Path, stores: Stores, file: Path, neighbours_file: Path, tmp_path: Path
) -> Path:
    """A store with the files of two townships, accepted."""

    def make(root: Path) -> None:
        sent = clerk_.run(clerk.copied(base, root), "submit", file, neighbours_file, "--by", "甲", "--json")
        assert sent.code == 0, sent

    return clerk.copied(stores("begun", make), tmp_path / "begun")


@pytest.fixture
def confirmed(clerk_: clerk.Clerk, begun: Path, stores: Stores, tmp_path: Path) -> Path:
    """The same, confirmed by a second person."""

    def make(root: Path) -> None:
        clerk.copied(begun, root)
        receipts = [one["receipt"] for one in clerk_.run(root, "submissions", "--json").answer]
        assert clerk_.run(root, "confirm", *receipts, "--by", "乙", "--reason", "已核对", "--json").code == 0

    return clerk.copied(stores("confirmed", make), tmp_path / "confirmed")


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
