"""Where things lie in a store, and what a part may be called."""

from __future__ import annotations

import re
from pathlib import Path

from shouwang.errors import UsageError
from shouwang.schema import TABLES, Parts, Table

STORE_FILE = "store.json"
MANIFESTS, OBJECTS, STAGING, SUBMISSIONS = "manifests", "objects", "staging", "submissions"
FINDINGS = "findings"  # made when the first file comes in
FOLDERS = (MANIFESTS, OBJECTS, STAGING, SUBMISSIONS)

_PART = {
    Parts.MONTH: re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    Parts.YEAR: re.compile(r"\d{4}"),
    Parts.ALL: re.compile("all"),
}
_OBJECT = re.compile(r"objects/[a-z_]+/(month=\d{4}-\d{2}|year=\d{4}|all)/[0-9a-f]{24}\.parquet")
_MANIFEST = re.compile(r"\d{8}\.json")


def table_part(table: str, part: str) -> Table:
    """Return the table, having checked that it may have a part of this name.

    Raises:
        UsageError: no such table, or the part is not a month (``2023-11``), a year or ``all`` as the table is cut.
    """
    if table not in TABLES:
        raise UsageError(f"没有名为“{table}”的表。可用的有: {'、'.join(TABLES)}。")
    spec = TABLES[table]
    if not _PART[spec.parts].fullmatch(part):
        wanted = {Parts.MONTH: "月份，如 2023-11", Parts.YEAR: "年份，如 2023", Parts.ALL: "all"}[spec.parts]
        raise UsageError(f"表“{spec.label}”的分部应为{wanted}，现为“{part}”。没有写入任何数据。")
    return spec


def part_folder(table: Table, part: str) -> str:
    name = {Parts.MONTH: f"month={part}", Parts.YEAR: f"year={part}", Parts.ALL: "all"}[table.parts]
    return f"{OBJECTS}/{table.name}/{name}"


def is_object_path(path: str) -> bool:
    return _OBJECT.fullmatch(path) is not None


def manifest_path(root: Path, number: int) -> Path:
    return root / MANIFESTS / f"{number:08d}.json"


def is_manifest_name(name: str) -> bool:
    return _MANIFEST.fullmatch(name) is not None
