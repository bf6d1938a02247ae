"""The command line in this process: what it prints, what it leaves with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from shouwang.cli import program
from shouwang.cli.edge import run

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "samples").iterdir())


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Shouwang = Callable[..., Said]


@pytest.fixture
def shouwang(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shouwang:
    """Run ``shouwang <words>`` on a store of its own."""
    monkeypatch.setenv("SHOUWANG_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def _run(*words: object) -> Said:
        capsys.readouterr()
        code = run(program, [str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return _run
