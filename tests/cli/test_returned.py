"""``check --returned``: the file with its faulty cells marked lies where it was asked for."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.conftest import SAMPLES, Shouwang
from tests.intake.bad.bases import base


def test_a_faulty_file_is_written_back_with_its_marks(shouwang: Shouwang, tmp_path: Path) -> None:
    draft = base("person_month")
    draft.put("village", "没有这个村")
    sent, target = tmp_path / "人口.xlsx", tmp_path / "退回.xlsx"
    sent.write_bytes(draft.xlsx())
    said = shouwang("check", sent, "--area", "420281", "--returned", target, "--json")
    assert said.code == 1
    assert [problem["column"] for problem in said.json[0]["problems"]] == ["行政村"]
    assert openpyxl.load_workbook(target).sheetnames[:2] == ["问题清单", "填报"]
    assert "退回.xlsx" in said.err


def test_a_file_without_faults_is_not_written_back(shouwang: Shouwang, tmp_path: Path) -> None:
    sent, target = tmp_path / "人口.xlsx", tmp_path / "退回.xlsx"
    sent.write_bytes(base("person_month").xlsx())
    said = shouwang("check", sent, "--area", "420281", "--returned", target)
    assert said.code == 0
    assert not target.exists()
    assert "没有写退回件" in said.err


def test_the_original_is_never_written_over_and_one_file_is_returned_at_a_time(
    shouwang: Shouwang, tmp_path: Path
) -> None:
    sent = tmp_path / "人口.xlsx"
    sent.write_bytes(base("person_month").xlsx())
    before = sent.read_bytes()
    assert shouwang("check", sent, "--returned", sent).code == 2
    assert sent.read_bytes() == before
    assert shouwang("check", *SAMPLES[:2], "--returned", tmp_path / "x.xlsx").code == 2
