"""``shouwang template`` and what ``shouwang check`` says of a form that was filled in."""

from __future__ import annotations

from pathlib import Path

from shouwang.intake import form_for, form_names, template
from tests.cli.conftest import Shouwang
from tests.intake.filling import HOME, cells_of, drawn, fill


def test_without_a_table_every_form_is_written(shouwang: Shouwang, tmp_path: Path) -> None:
    said = shouwang(
        "template", "--out", tmp_path / "out", "--area", "420281107", "--month", "2023-11", "--json"
    )
    assert said.code == 0
    assert [one["table"] for one in said.json] == list(form_names())
    assert len({one["file"] for one in said.json}) == len(form_names())
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        Path(one["file"]).name for one in said.json
    }
    assert (tmp_path / "out" / "帮扶措施_刘仁八镇_202311.xlsx").exists()


def test_one_table_can_be_asked_for_without_a_store(shouwang: Shouwang, tmp_path: Path) -> None:
    said = shouwang("template", "measure", "--out", tmp_path / "out")
    assert said.code == 0
    assert "帮扶措施 (measure)" in said.out
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["帮扶措施.xlsx"]


def test_a_wrong_wish_writes_nothing(shouwang: Shouwang, tmp_path: Path) -> None:
    for words in (
        ["nothing"],
        ["measure", "--area", "420281999"],
        ["measure", "--month", "23-11"],
        ["measure", "--area", "1"],
    ):
        said = shouwang("template", *words, "--out", tmp_path / "out")
        assert said.code == 2, words
    assert not (tmp_path / "out").exists()


def test_a_filled_in_form_is_checked_by_what_it_says_of_itself(shouwang: Shouwang, tmp_path: Path) -> None:
    form = form_for("clinic")
    rows = [cells_of(form, row) for row in drawn(form).to_dicts()]
    good = fill(template("clinic", county=HOME, area="420281101"), rows, tmp_path / "好.xlsx")
    bad = fill(
        template("clinic", county=HOME, area="420281101"), [[*rows[0][:3], "两个"]], tmp_path / "坏.xlsx"
    )
    said = shouwang("check", good, bad, "--json")
    assert said.code == 1
    assert [(one["table"], one["rows_in"], one["rows_taken"]) for one in said.json] == [
        ("clinic", 3, 3),
        ("clinic", 1, 0),
    ]
    assert [(one["row"], one["column"]) for one in said.json[1]["problems"]] == [(4, "卫生室个数")]


def test_a_text_table_is_checked_where_its_table_is_named(shouwang: Shouwang, tmp_path: Path) -> None:
    path = tmp_path / "卫生室.csv"
    path.write_bytes("乡镇,行政村,年度,卫生室个数\n保安镇,桃树村,2023,1\n".encode("gb18030"))
    said = shouwang("check", path, "--table", "clinic", "--area", "420281101")
    assert said.code == 0
    assert "村卫生室" in said.out
    assert "收到 1 行 = 采用 1 行 + 退回 0 行" in said.out
