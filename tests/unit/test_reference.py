"""Reference files: read whole, refused with file, line and key when a cell is wrong; the catalogue and its document."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shouwang import reference
from shouwang.config import REFERENCE, ROOT
from shouwang.errors import ConfigError
from shouwang.reference.document import document
from shouwang.reference.indicators import catalogue
from shouwang.schema import CONFIG_TABLES, TABLES

LINES = "line_id,year,division_code,line_code,value_yuan,caliber,window_type,scope_rule,source_title,source_no,confidence,valid_from,valid_to"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in REFERENCE.glob("*.csv"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def wrong(folder: Path, *rows: str) -> str:
    (folder / "income_line.csv").write_text("\n".join(["# a remark", LINES, *rows]), "utf-8")
    with pytest.raises(ConfigError) as fault:
        reference.read_table(TABLES["income_line"], folder)
    return str(fault.value)


def test_every_configuration_table_is_there_for_the_demo_county() -> None:
    frames = reference.config_frames("420281")
    assert set(frames) == {table.name for table in CONFIG_TABLES}
    assert all(dict(frame.schema) == TABLES[name].polars_schema for name, frame in frames.items())


def test_lines_of_other_provinces_are_left_out_and_defaults_stay() -> None:
    frames = reference.config_frames("420281")
    lines = frames["income_line"].filter(year=2023)
    assert sorted(lines["value_yuan"].cast(int).to_list()) == [7600, 8000, 10000]
    assert frames["income_line"].filter(year=2021, line_code="provincial_range").is_empty()
    assert frames["sla_rule"]["sla_rule_id"].to_list() == ["default_15d", "older_60d"]
    assert "tibet_2023_q1" not in frames["fund_checkpoint"]["checkpoint_id"].to_list()


def test_what_nobody_confirmed_says_so() -> None:
    frames = reference.config_frames("420281")
    assert set(frames["fund_checkpoint"]["confidence"]) == {"L"}


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("a,2023,42,provincial_range,7600,net,,,依据,,H,2023-13-01,", "income_line.csv 第3行“valid_from”"),
        (
            "a,2023,42,provincial_ranges,7600,net,,,依据,,H,,",
            "income_line.csv 第3行“line_code”的代码“provincial_ranges”",
        ),
        ("a,2023,42,provincial_range,许多,net,,,依据,,H,,", "income_line.csv 第3行“value_yuan”"),
        ("a,二〇二三,42,provincial_range,7600,net,,,依据,,H,,", "income_line.csv 第3行“year”"),
        ("a,2023,,provincial_range,7600,net,,,依据,,H,,", "income_line.csv 第3行“division_code”不能为空"),
        ("a,2023,42,provincial_range,7600", "income_line.csv 第3行: 应有13格"),
    ],
)
def test_a_wrong_cell_is_named_by_file_line_and_key(folder: Path, row: str, place: str) -> None:
    assert place in wrong(folder, row)


def test_a_key_twice_is_refused(folder: Path) -> None:
    row = "a,2023,42,provincial_range,7600,net,,,依据,,H,,"
    assert "第4行: line_id 与第3行重复" in wrong(folder, row, row)


def test_an_unknown_or_missing_column_is_refused(folder: Path) -> None:
    (folder / "regime.csv").write_text("regime_code,name,valid_from,valid_to,source_title,colour\n", "utf-8")
    with pytest.raises(ConfigError, match=r"regime.csv 第1行.*confidence.*colour"):
        reference.read_table(TABLES["regime"], folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "threshold.csv").unlink()
    with pytest.raises(ConfigError, match=r"threshold\.csv"):
        reference.config_frames("420281", folder)


def test_a_county_without_divisions_is_told_what_to_do() -> None:
    with pytest.raises(ConfigError, match="999999"):
        reference.divisions("999999")


@pytest.mark.parametrize("code", ["99", "4202810", "420281999", "420281107999", "四二"])
def test_an_unknown_area_is_named_by_file_line_and_key(folder: Path, code: str) -> None:
    path = folder / "threshold.csv"
    lines = path.read_text("utf-8").rstrip("\n").split("\n")
    path.write_text("\n".join([*lines, f"drawn,drawn,2023,{code},1,,天,依据,L"]), "utf-8")
    with pytest.raises(ConfigError, match=rf"threshold\.csv 第{len(lines) + 1}行“division_code”.*{code}"):
        reference.config_frames("420281", folder)


@pytest.mark.parametrize(
    "code", ["", "000000", "42", "4202", "420281", "420281107", "420281107200", "430922"]
)
def test_a_known_area_is_taken(folder: Path, code: str) -> None:
    path = folder / "threshold.csv"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\ndrawn,drawn,2023,{code},1,,天,依据,L\n", "utf-8")
    assert "threshold" in reference.config_frames("420281", folder)


def toml(folder: Path, entry: str) -> Path:
    head = '[groups]\nmonitored = "监测对象"\n[splits]\nmonth = { month = "当月" }\n'
    (folder / "indicators.toml").write_text(head + entry, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('[indicators.a]\nname = "甲"\n', "缺少"),
        ('[indicators.a]\nname = "甲"\ngroup = "x"\nunit = "户"\nsentence = "句"\nnumerator = "数"\n', "group"),
        ('[indicators.a]\nname = "甲"\ngroup = "monitored"\nunit = "头"\nsentence = "句"\nnumerator = "数"\n', "unit"),
        ('[indicators.a]\nname = "甲"\ngroup = "monitored"\nunit = "户"\nsentence = "句"\n', "numerator"),
        ('[indicators.a]\nname = "甲"\ngroup = "monitored"\nunit = "户"\nsentence = "句"\nnumerator = "数"\ncolour = 1\n', "colour"),
        ('[indicators.a]\nname = "甲"\ngroup = "monitored"\nunit = "户"\nsentence = "句"\nnumerator = "数"\nsplits = ["z"]\n', "splits"),
        ('[indicators.a]\nname = "甲"\ngroup = "monitored"\nunit = "户"\nsentence = "句"\nnumerator = "数"\npair = "b"\n', "pair"),
    ],
)  # fmt: skip
def test_a_wrong_entry_of_the_catalogue_is_named(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(ConfigError, match=rf"indicators\.toml.*{said}"):
        catalogue(toml(tmp_path, entry))


def test_splits_are_indicators_with_a_dot_and_pairs_of_their_own() -> None:
    split = reference.indicator("monitored_hh_active.sudden")
    assert split.name == "未消除风险监测户(突发严重困难户)"
    assert (split.base_id, split.pair) == ("monitored_hh_active", "monitored_persons_active.sudden")
    assert reference.indicator("new_monitored_hh.sudden.month").unit == "户"


def test_at_least_sixty_indicators_can_be_computed_and_more_monitored_households_are_not_bad() -> None:
    known = reference.catalogue()
    assert sum(not one.needs for one in known.bases) >= 60
    assert reference.indicator("monitored_hh_active").direction == "neutral"
    assert reference.indicator("below_10k_hh").disclosure == "S"
    assert reference.indicator("new_monitored_hh").disclosure == "P"


def test_the_document_of_indicators_is_the_catalogue_of_today() -> None:
    assert (ROOT / "docs" / "indicators.md").read_text("utf-8") == document(reference.catalogue())


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (
            "later,mon_type,sudden,新名,依据,H",
            "regime_term.csv 第2行“regime_code”: regime.csv 里没有时期“later”",
        ),
        ("normalised_2026,mon,sudden,新名,依据,H", "regime_term.csv 第2行“column_name”: 没有带代码的列“mon”"),
        (
            "normalised_2026,mon_type,suden,新名,依据,H",
            "regime_term.csv 第2行“code”: 列“mon_type”没有代码“suden”",
        ),
    ],
)
def test_a_name_of_an_unknown_regime_column_or_code_is_named_by_line(
    folder: Path, row: str, place: str
) -> None:
    head = "regime_code,column_name,code,label,source_title,confidence\n"
    (folder / "regime_term.csv").write_text(head + row + "\n", "utf-8")
    with pytest.raises(ConfigError) as told:
        reference.config_frames("420281", folder)
    assert place in str(told.value)
