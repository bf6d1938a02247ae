"""Every case of the catalogue gets a verdict it may get, loses no row, shows nobody's number, and ends in time.

The short run checks each case on one of the files it is made from, another one each case; ``BAD_INPUT=all`` on every one.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import Shouwang, shouwang
from tests.intake.bad import containers, structure, texts, values
from tests.intake.bad.cases import CASES, Case
from tests.intake.bad.judging import complaints, look, verdict_of_json

__all__ = ["shouwang"]

ALL = os.environ.get("BAD_INPUT") == "all"
SECONDS = 60  # for the hostile ones; the reader's own limit
GROUPS = (containers, structure, texts, values)


def pairs() -> list[tuple[Case, str]]:
    return [
        (case, base)
        for number, case in enumerate(CASES)
        for base in (case.bases if ALL else (case.bases[number % len(case.bases)],))
    ]


def test_no_case_has_the_name_of_another() -> None:
    assert [name for name, times in Counter(case.name for case in CASES).items() if times > 1] == []


@pytest.mark.parametrize(
    ("case", "base"), pairs(), ids=lambda one: one.name if isinstance(one, Case) else one
)
def test_the_verdict_is_one_that_a_careful_product_gives(case: Case, base: str, tmp_path: Path) -> None:
    sent = case.sent(base)
    left = set(Path(tempfile.gettempdir()).iterdir())
    seen = look(sent, tmp_path)
    assert complaints(seen, sent, case.allowed) == [], seen.told()
    assert seen.seconds < SECONDS
    mine = f"-{os.getpid()}"
    assert not [path for path in set(Path(tempfile.gettempdir()).iterdir()) - left if mine in path.name]


COMMAND_LINE = (
    "control-copy", "truncated-half", "zip-bomb", "xxe-file", "id-17", "name-img", "num-blank", "formula-cached", "header-missing",
    "csv-gbk", "csv-nul", "month-next-year", "fname-html", "total-row", "rows-hidden",
)  # fmt: skip


@pytest.mark.parametrize("name", COMMAND_LINE)
def test_the_command_line_says_the_same_as_json(name: str, shouwang: Shouwang, tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == name)
    sent = case.sent(case.bases[0])
    path = tmp_path / sent.name.replace("/", "")
    path.write_bytes(sent.content)
    table = ["--table", sent.said["table"]] if "table" in sent.said else []
    said = shouwang("check", path, "--json", "--area", "420281", *table)
    (told,) = said.json
    verdict = verdict_of_json(told)
    assert verdict in case.allowed
    assert said.code == (0 if verdict in {"A", "AW"} else 1)
    assert told["rows_in"] == told["rows_taken"] + told["rows_refused"]
    assert not [secret for secret in sent.secrets if secret in said.out + said.err]
    assert "Traceback" not in said.err
