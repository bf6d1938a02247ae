"""The documents keep up with the code: commands, options, settings, queries, exit codes, and the tests that are named."""

from __future__ import annotations

import re

import click
import pytest

from shouwang import config
from shouwang.cli import program
from shouwang.cli.document import document
from shouwang.config import ROOT
from shouwang.intake import KINDS

README = (ROOT / "README.md").read_text("utf-8")
DEVELOPMENT = (ROOT / "DEVELOPMENT.md").read_text("utf-8")
COMMON = {"--store", "--json", "--help"}


@pytest.mark.parametrize("name", list(program.commands))
def test_every_command_and_option_is_in_the_readme(name: str) -> None:
    line = re.search(rf"^\| `shouwang {name}(?![\w-]).*$", README, re.MULTILINE)
    assert line is not None
    options = {
        option.opts[-1] for option in program.commands[name].params if isinstance(option, click.Option)
    }
    missing = {option for option in options - COMMON if option not in line[0] and option != "--param"}
    assert not missing


def test_every_command_of_the_readme_exists() -> None:
    told = set(re.findall(r"^\| `shouwang ([\w-]+)", README, re.MULTILINE))
    assert told == set(program.commands)


def test_every_setting_is_in_the_readme() -> None:
    assert set(re.findall(r"^\| `(SHOUWANG_\w+)`", README, re.MULTILINE)) == config._KNOWN


def test_every_kind_of_export_is_in_the_readme() -> None:
    assert all(kind.label.split("(")[0] in README for kind in KINDS.values())


def test_the_document_of_queries_is_what_the_queries_say() -> None:
    assert (ROOT / "docs" / "queries.md").read_text("utf-8") == document()  # else: make docs


def test_every_named_test_exists() -> None:
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DEVELOPMENT):
        assert re.search(rf"^def {name}\b", (ROOT / path).read_text("utf-8"), re.MULTILINE), f"{path}::{name}"


def test_every_link_leads_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "DEVELOPMENT.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_first_two_commands_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test", "check", "bench", "test-faults"} <= targets
