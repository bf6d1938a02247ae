"""Reference tables of ``data/reference/*.csv``: read, checked cell by cell, cut to one county and the areas above it.

A file is plain CSV with the table's column names on its first line; lines that begin with ``#`` are remarks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import polars as pl

from shouwang.config import REFERENCE
from shouwang.errors import ConfigError
from shouwang.reference.borders import borders_of, check_changes
from shouwang.reference.indicators import catalogue
from shouwang.schema import CONFIG_TABLES, TABLES, Column, Kind, Table

NATION = "000000"
FROM_CATALOGUE = "indicator_meta"
# First two digits of codes of divisions. Source: GB/T 2260.
PROVINCES = frozenset(
    str(number)
    for tens in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82),
    )
    for number in tens
)


def ancestors(county: str) -> tuple[str, ...]:
    """Return the codes whose rules hold in a county, nearest first: county, prefecture, province, nation."""
    return (county, county[:4], county[:2], NATION)


def config_frames(county: str, folder: Path = REFERENCE) -> dict[str, pl.DataFrame]:
    """Return every configuration table as it holds for one county.

    Rows of other places are left out; rows without a place are defaults and stay.

    Raises:
        ConfigError: a file is missing, or a column, cell or code in it is wrong (file, line and key are named).
    """
    frames = {
        table.name: _here(read_table(table, folder), county)
        for table in CONFIG_TABLES
        if table.name != FROM_CATALOGUE
    }
    _check_areas(folder)
    _check_terms(frames["regime_term"], frames["regime"], folder)
    frames["division_change"] = _changes(frames["division_change"], county, folder)
    return {**frames, FROM_CATALOGUE: catalogue().meta()}


def _check_areas(folder: Path) -> None:
    """Refuse a place that there is not: no province of that number, or a township or village not in ``divisions.csv``."""
    known = frozenset(
        read_table(TABLES["division"], folder, name="divisions.csv").get_column("division_code")
    )
    for table in CONFIG_TABLES:
        if table.name == FROM_CATALOGUE or "division_code" not in table.names:
            continue
        path = folder / f"{table.name}.csv"
        for line, cells in _records(path, table):
            code = cells["division_code"]
            if code and not _is_area(code, known):
                raise ConfigError(
                    f"{path.name} 第{line}行“division_code”: 没有代码为“{code}”的区划。省级2位、市级4位、县级6位照国家代码，"
                    "乡镇9位、村12位要在 divisions.csv 里。"
                )


def _is_area(code: str, known: frozenset[str]) -> bool:
    if code == NATION or code in known:
        return True
    # Rules of other places stand beside ours as examples; the counties of ours are those of divisions.csv.
    return code.isdecimal() and len(code) in {2, 4, 6} and code[:2] in PROVINCES


def _check_terms(terms: pl.DataFrame, regimes: pl.DataFrame, folder: Path) -> None:
    """Refuse names of a regime, column or code that there is not."""
    columns = {c.name: c.codes for table in TABLES.values() for c in table.columns if c.codes}
    known = regimes.get_column("regime_code")
    for line, cells in _records(folder / "regime_term.csv", TABLES["regime_term"]) if terms.height else ():
        place = f"regime_term.csv 第{line}行"
        if cells["regime_code"] not in known:
            raise ConfigError(f"{place}“regime_code”: regime.csv 里没有时期“{cells['regime_code']}”。")
        if cells["column_name"] not in columns:
            raise ConfigError(f"{place}“column_name”: 没有带代码的列“{cells['column_name']}”。")
        if cells["code"] not in columns[cells["column_name"]]:
            raise ConfigError(f"{place}“code”: 列“{cells['column_name']}”没有代码“{cells['code']}”。")


def _changes(frame: pl.DataFrame, county: str, folder: Path) -> pl.DataFrame:
    """Return the changes of borders that led to divisions of this county, checked against the divisions."""
    table = TABLES["division_change"]
    here = frame.filter(pl.col("new_code").str.starts_with(county))
    if here.is_empty():
        return here
    ends = read_table(TABLES["division"], folder, name="divisions.csv").select("division_code", "valid_to")
    lines = [
        (line, cells["old_code"], cells["new_code"])
        for line, cells in _records(folder / f"{table.name}.csv", table)
        if cells["new_code"].startswith(county)
    ]
    check_changes(lines, dict(ends.iter_rows()), f"{table.name}.csv")
    borders_of(here)
    return here


def divisions(county: str, folder: Path = REFERENCE) -> pl.DataFrame:
    """Return the county, its townships and its villages, in the form of the ``division`` table.

    Raises:
        ConfigError: the county is not in ``divisions.csv``.
    """
    known = read_table(TABLES["division"], folder, name="divisions.csv")
    found = known.filter(pl.col("county_code") == county)
    if found.is_empty():
        raise ConfigError(
            f"data/reference/divisions.csv 里没有县代码“{county}”。请先把它和它的乡镇、村补进这个文件。"
        )
    return found


def read_table(table: Table, folder: Path = REFERENCE, name: str | None = None) -> pl.DataFrame:
    """Return one file as a frame of exactly the table's columns and types.

    Raises:
        ConfigError: names the file, the line and the column.
    """
    path = folder / (name or f"{table.name}.csv")
    try:
        stamp = path.stat().st_mtime_ns, path.stat().st_size
    except FileNotFoundError as fault:
        raise ConfigError(f"缺少参考文件 data/reference/{path.name}。") from fault
    held = _read_before.get(path)
    if held is None or held[0] != stamp or held[1] is not table:
        held = _read_before[path] = (stamp, table, _read_file(table, path))
    return held[2]


# What was read of a file, as long as it is not written again: (time of change, size), table, frame.
_read_before: dict[Path, tuple[tuple[int, int], Table, pl.DataFrame]] = {}


def _read_file(table: Table, path: Path) -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    seen: dict[tuple[object, ...], int] = {}
    for line, cells in _records(path, table):
        row = {column.name: _value(path.name, line, column, cells[column.name]) for column in table.columns}
        key = tuple(row[part] for part in table.key)
        if key in seen:
            raise ConfigError(f"{path.name} 第{line}行: {'、'.join(table.key)} 与第{seen[key]}行重复。")
        seen[key] = line
        rows.append(row)
    return pl.DataFrame(rows, schema=table.polars_schema, orient="row")


def _here(frame: pl.DataFrame, county: str) -> pl.DataFrame:
    if "division_code" not in frame.columns:
        return frame
    return frame.filter(pl.col("division_code").is_null() | pl.col("division_code").is_in(ancestors(county)))


def _records(path: Path, table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, cells by column) of a file, after checking its first line."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as fault:
        raise ConfigError(f"参考文件 {path.name} 不是UTF-8编码，读不出来。") from fault
    numbered = [(n, text) for n, text in enumerate(lines, 1) if text.strip() and not text.startswith("#")]
    if not numbered:
        raise ConfigError(f"参考文件 {path.name} 是空的，第一行应写列名: {', '.join(table.names)}。")
    header = next(csv.reader([numbered[0][1]]))
    missing = [name for name in table.names if name not in header]
    unknown = [name for name in header if name not in table.names]
    if missing or unknown or len(header) != len(set(header)):
        raise ConfigError(f"{path.name} 第{numbered[0][0]}行: 列名不符，缺少 {missing}，多出 {unknown}。")
    for line, text in numbered[1:]:
        cells = next(csv.reader([text]))
        if len(cells) != len(header):
            raise ConfigError(f"{path.name} 第{line}行: 应有{len(header)}格，现有{len(cells)}格。")
        yield line, dict(zip(header, (cell.strip() for cell in cells), strict=True))


def _value(file: str, line: int, column: Column, cell: str) -> object:
    """Return a cell as the column's type, or say which file, line and key are wrong."""
    place = f"{file} 第{line}行“{column.name}”"
    if cell == "":
        if column.required:
            raise ConfigError(f"{place}不能为空。")
        return None
    if column.codes is not None and cell not in column.codes:
        raise ConfigError(f"{place}的代码“{cell}”不认识，可用: {'、'.join(column.codes)}。")
    try:
        return _read(column.kind, cell)
    except (ValueError, InvalidOperation, KeyError) as fault:
        raise ConfigError(f"{place}应为{column.kind.value}，现为“{cell}”。") from fault


def _read(kind: Kind, cell: str) -> object:
    if kind is Kind.INT:
        return int(cell)
    if kind is Kind.BOOL:
        return {"true": True, "false": False}[cell.lower()]
    if kind in {Kind.DATE, Kind.MONTH}:
        return date.fromisoformat(cell)
    if kind in {Kind.MONEY, Kind.DECIMAL}:
        return Decimal(cell).quantize(Decimal("0.01"))
    if kind is Kind.RATIO:
        return Decimal(cell).quantize(Decimal("0.0001"))
    if kind is Kind.DOUBLE:
        return float(cell)
    return cell
