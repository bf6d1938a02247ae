"""What several rooms of the tests share: a small demo county made once, an empty store, and clean caches between tests."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwang import queries
from shouwang.config import QUERIES, REFERENCE, ROOT
from shouwang.store import Store

SCALE = 0.1
SALT = "0" * 32
UNUSED = (
    6 * 3600
)  # seconds after which a county of another state of the code is removed: nobody reads it any more

# Every server and command that a test starts would else compile the product and its libraries anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

_made: list[Path] = []  # the demo county of this run, once it is there


def _fingerprint() -> str:
    """Return a name of the code and data that make the demo store."""
    hasher = hashlib.sha256(f"{SCALE}{SALT}".encode())
    made_by = [
        ROOT / "shouwang" / room
        for room in ("demo", "publishing", "schema", "store", "reference", "access", "rules", "alerts")
    ]
    files = [path for room in made_by for path in room.rglob("*.py")]
    files += [path for room in ("marts", "rules", "alert_rules") for path in (QUERIES / room).rglob("*.sql")]
    files += [path for path in REFERENCE.rglob("*") if path.is_file()]
    for path in sorted(files):
        hasher.update(str(path.relative_to(ROOT)).encode())
        hasher.update(path.read_bytes())
    return hasher.hexdigest()[:16]


def _make(folder: Path) -> None:
    from shouwang import demo, publishing

    store = Store.create(folder, "420281", is_demo=True, salt=SALT)
    parts = (
        publishing.Part(one.table, one.part, one.frame) for one in demo.generate(scale=SCALE, salt=store.salt)
    )
    publishing.publish(store, parts, author="测试", reason="测试用的小县")


@pytest.fixture(scope="session")
def demo_store() -> Path:
    """The demo county at a tenth, made once for the code as it is and shared by all workers. Read only: copy it to write."""
    if made_before := os.environ.get("TESTS_DEMO_STORE"):
        _made.append(Path(made_before))
        return _made[0]  # while the code that makes the store is being worked on
    home = Path(tempfile.gettempdir()) / f"shouwang-tests-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    folder = home / f"demo-{_fingerprint()}"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            for stale in home.glob("demo-*"):
                if time.time() - stale.stat().st_mtime > UNUSED:
                    shutil.rmtree(stale, ignore_errors=True)
            _make(folder / "store")
            (folder / "made").touch()
        os.utime(folder)
    _made.append(folder / "store")
    return _made[0]


@pytest.fixture
def empty_store(tmp_path: Path) -> Path:
    """A real county's store after ``init``, before anything was published."""
    return Store.create(tmp_path / "empty", "420281", salt=SALT).root


@pytest.fixture(autouse=True)
def _a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test inherits a store, a viewer or the answers of another store; those of the one that all read stay."""
    for name in [name for name in os.environ if name.startswith("SHOUWANG_")]:
        monkeypatch.delenv(name)
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = (
        main  # a page that was run stands there: a process started later would run it too
    )
    queries.clear_cache(but=_made[0] if _made else None)
