"""Divisions that were merged, renamed, split or moved: which division of today an old code belongs to.

Source: ``data/reference/division_change.csv``; the old divisions stay in ``divisions.csv`` with the day they ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from shouwang.errors import ConfigError

TOWN_DIGITS, VILLAGE_DIGITS = 9, 12


@dataclass(frozen=True)
class Borders:
    """Changes of borders, followed to today.

    Attributes:
        today: old code -> the code that holds now. A township that was split has none; its villages do.
        split: old codes of which several hold now.
        touched: code, old or new -> the day of the last change that touched it.
    """

    today: Mapping[str, str]
    split: frozenset[str]
    touched: Mapping[str, date]

    @property
    def is_empty(self) -> bool:
        return not self.touched

    @property
    def last_change(self) -> date:
        """The day of the last change. Only of borders that changed at all."""
        return max(self.touched.values())


def borders_of(changes: pl.DataFrame) -> Borders:
    """Return the borders' changes from rows of ``division_change``.

    Raises:
        ConfigError: the changes lead in a circle.
    """
    steps: dict[str, set[str]] = {}
    touched: dict[str, date] = {}
    for old, new, day in changes.select("old_code", "new_code", "changed_on").iter_rows():
        steps.setdefault(old, set()).add(new)
        for code in (old, new):
            touched[code] = max(day, touched.get(code, day))
    today = {old: end for old in steps if (end := _end(old, steps)) is not None}
    return Borders(today, frozenset(steps) - set(today), touched)


def _end(code: str, steps: Mapping[str, set[str]]) -> str | None:
    """Follow a code to the one that holds now; None where it was split on the way."""
    seen = {code}
    while code in steps:
        following = steps[code]
        if len(following) > 1:
            return None
        code = next(iter(following))
        if code in seen:
            raise ConfigError(f"division_change.csv: 区划 {code} 的变更绕成了圈，请核对原代码和现代码。")
        seen.add(code)
    return code


def check_changes(
    changes: Iterable[tuple[int, str, str]], known: Mapping[str, date | None], file: str
) -> None:
    """Refuse changes that cannot be followed.

    Args:
        changes: (line, old code, new code) of the file.
        known: every code of ``divisions.csv`` -> the day it ended, None for those of today.

    Raises:
        ConfigError: a code is not a township's or village's, is unknown, or still stands though it was changed; or a
            township was changed and one of its villages was forgotten. Names file, line and code.
    """
    rows = list(changes)
    changed = {old for _, old, _ in rows}
    for line, old, new in rows:
        where = f"{file} 第{line}行"
        if len(old) != len(new) or len(old) not in {TOWN_DIGITS, VILLAGE_DIGITS}:
            raise ConfigError(f"{where}: 原代码“{old}”和现代码“{new}”应同为9位乡镇代码或12位村代码。")
        for name, code in (("原代码", old), ("现代码", new)):
            if code not in known:
                raise ConfigError(f"{where}“{name}”: divisions.csv 里没有区划“{code}”。")
        if known[old] is None:
            raise ConfigError(f"{where}“原代码”: 区划“{old}”在 divisions.csv 里没有失效日期。")
        lost = [
            v for v in known if len(old) == TOWN_DIGITS and v.startswith(old) and len(v) == VILLAGE_DIGITS
        ]
        missing = sorted(set(lost) - changed)
        if missing:
            raise ConfigError(
                f"{where}: 乡镇“{old}”变更了，它的村“{missing[0]}”等{len(missing)}个没有写到了哪里。"
            )
