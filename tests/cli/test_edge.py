"""Words and exit codes: every error is a Chinese sentence, or one JSON document and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from shouwang import errors
from shouwang.cli import program
from shouwang.cli.edge import run
from tests.cli.conftest import Shouwang

ENGLISH = re.compile(
    r"\b(?:Error|Usage|Missing|Invalid|No such|Options|Commands|Got|Try|required|default|Show)\b"
)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("nonsense",), 2),
        (("init",), 2),
        (("init", "--county", "999999"), 2),
        (("demo", "--months", "x"), 2),
        (("demo", "--scale", "65"), 2),
        (("serve", "--port", "70000"), 2),
        (("query",), 2),
        (("query", "a", "b"), 2),
        (("query", "a", "--format", "yaml"), 2),
        (("query", "a", "--nonsense"), 2),
        (("check", "nowhere.xlsx"), 2),
        (("publish",), 2),
        (("versions",), 4),
        (("query", "overview/indicator_values"), 4),
        (("serve",), 4),
        (("verify",), 4),
        (("doctor",), 4),
        (("--help",), 0),
        (("query", "--help"), 0),
        (("queries",), 0),
    ],
)
def test_it_leaves_with_the_code_of_the_table_and_speaks_chinese(
    words: tuple[str, ...], code: int, shouwang: Shouwang
) -> None:
    said = shouwang(*words)
    assert said.code == code
    assert said.out + said.err
    assert not ENGLISH.search(said.out + said.err)


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("query",),
        ("query", "x"),
        ("versions",),
        ("diff", "1", "x"),
        ("publish", "--reason", "r"),
    ],
)
def test_with_json_an_error_is_one_document_on_standard_output(
    words: tuple[str, ...], shouwang: Shouwang
) -> None:
    said = shouwang(*words, "--json")
    error = said.json["error"]
    assert said.err == ""
    assert error["exit_code"] == said.code != 0
    assert re.search(r"[\u4e00-\u9fff]", error["message"])
    assert error["problems"] == []


@pytest.mark.parametrize("name", list(program.commands))
def test_every_command_explains_itself_in_chinese(name: str, shouwang: Shouwang) -> None:
    said = shouwang(name, "--help")
    assert said.code == 0
    assert said.out.startswith(f"用法: shouwang {name}")
    assert not ENGLISH.search(said.out)


def test_the_codes_are_those_of_the_design() -> None:
    codes = {
        errors.DataFaults: 1, errors.UsageError: 2, errors.ConfigError: 2, errors.QueryError: 2, errors.VersionUnknown: 2,
        errors.AccessDenied: 3, errors.MachineError: 4, errors.StoreMissing: 4, errors.StoreDamaged: 4,
        errors.StoreForeign: 4, errors.PublishConflict: 4, errors.ShouwangError: 70,
    }  # fmt: skip
    assert {kind: kind.exit_code for kind in codes} == codes


def broken_program() -> click.Group:
    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    def burst(as_json: bool) -> None:
        raise ZeroDivisionError("周试 420299198001010014")

    return click.Group(commands={"burst": burst})


@pytest.mark.parametrize("words", [["burst"], ["burst", "--json"]])
def test_a_bug_becomes_a_number_and_its_place_is_logged_without_data(
    words: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import logging

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    logging.getLogger("shouwang.cli").handlers.clear()
    assert run(broken_program(), words) == 70
    out, err = capsys.readouterr()
    number = re.search(r"E-[2-9A-Z]{4}", out + err)
    assert number is not None
    assert "Traceback" not in out + err
    log = (tmp_path / "shouwang" / "errors.log").read_text("utf-8")
    assert f"{number[0]} ZeroDivisionError test_edge.py" in log
    assert "周试" not in log + out + err
    if "--json" in words:
        assert json.loads(out)["error"]["exit_code"] == 70
    for handler in logging.getLogger("shouwang.cli").handlers:
        handler.close()
    logging.getLogger("shouwang.cli").handlers.clear()


def test_doctor_blames_a_damaged_store_and_not_the_reference_files(
    shouwang: Shouwang, tmp_path: Path
) -> None:
    shouwang("init", "--county", "420281")
    (tmp_path / "store" / "store.json").write_text("{")
    said = shouwang("doctor", "--json")
    assert said.code == 4
    assert [one["what"] for one in said.json["checks"] if not one["is_well"]] == ["数据仓"]
