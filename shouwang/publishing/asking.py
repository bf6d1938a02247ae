"""When a preview asks for a reason: rows or households vanish, or a headline number moves too far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl

from shouwang import formatting
from shouwang.publishing.headlines import ROWS, Headlines, Line
from shouwang.store import sentences
from shouwang.store.households import HOUSEHOLD

COUNTY = 3
_COUNTED = {"户", "人", "个", "件", "村", "社区", "次"}


def moved_text(before: float | None, after: float | None, unit: str) -> str:
    """Return ``94 -> 99户``; what nobody reported is 未报."""
    if unit in _COUNTED and before is not None and after is not None:
        return f"{formatting.number(before)} -> {formatting.number(after)}{unit}"
    texts = [formatting.value_with_unit(value, unit) for value in (before, after)]
    if (
        texts[0] == texts[1] and unit == "%"
    ):  # two thousands of insured persons: one of them is not to be seen at 99.9%
        texts = [formatting.percent(value, 3) for value in (before, after)]
    return " -> ".join(texts)


def figure_text(row: dict[str, Any]) -> str:
    """Return ``未消除风险监测户 保安镇 2023年11月: 94 -> 99户`` for a row of ``Effect.figures``."""
    month = formatting.month(row["stat_month"])
    return f"{row['name']} {row['area_name']} {month}: {moved_text(row['before'], row['after'], row['unit'])}"


def about_parts(emptied: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """Yield a sentence for each part (table, part, rows that it had) of which nothing would be left."""
    for table, part, rows in emptied:
        yield f"{sentences.part_label(table, part)}原有的{rows:,}行将全部没有了。"


def about_rows(rows: pl.DataFrame, lines: Headlines) -> Iterator[str]:
    """Yield a sentence for each township that would be emptied in a table, or lose too many of its rows."""
    for row in rows.filter(pl.col("before") > 0).iter_rows(named=True):
        place = f"{row['town_name'] or ''}{sentences.part_label(row['table'], row['part'])}"
        if row["after"] == 0:
            yield f"{place}原有的{row['before']:,}行将全部没有了。"
        elif _loses(
            lines, row["table"], _month(row["part"]), row["town_code"] or "", row["before"], row["left"]
        ):
            share = formatting.percent(row["left"] / row["before"])
            yield f"{place}原有{row['before']:,}行，将减少{row['left']:,}行({share})。"


def about_first_reports(towns: pl.DataFrame, month: date | None, lines: Headlines) -> Iterator[str]:
    """Yield a sentence for each township whose first report of a month lacks too many households of the month before."""
    for row in towns.filter(pl.col("compared_with").is_not_null()).iter_rows(named=True):
        line = lines.line((f"{ROWS}.{HOUSEHOLD}", ROWS), month, row["town_code"])
        had, lost = row["before"] or 0, row["left"]
        if line is not None and line.month_before and line.is_exceeded(had, had - lost):
            share = formatting.percent(lost / had)
            yield f"{row['town_name']}{formatting.month(row['compared_with'])}有{had:,}户，这次减少{lost:,}户({share})。"


def about_figures(figures: pl.DataFrame, lines: Headlines) -> Iterator[str]:
    """Yield a sentence for the numbers of each area that would be gone, and for each that would move beyond its line."""
    gone = figures.filter(pl.col("before").is_not_null() & pl.col("after").is_null())
    for (month, area), rows in gone.group_by("stat_month", "area_name", maintain_order=True):
        names = "、".join(rows["name"].head(3)) + ("等" if rows.height > 3 else "")
        yield f"{area}{formatting.month(month)}的{names}{rows.height}个数将不再有(未报)。"
    for row in figures.iter_rows(named=True):
        line = lines.line((row["indicator_id"],), row["stat_month"], row["area_code"])
        if line is None:
            continue
        if row["after"] is None:
            continue
        if row["before"] is not None and line.is_exceeded(row["before"], row["after"]):
            yield f"{figure_text(row)}，{_how_far(row['before'], row['after'])}。"
        if row["before"] is None and row["level"] > COUNTY and line.month_before:
            yield from _since_last_month(row, line)


def _since_last_month(row: dict[str, Any], line: Line) -> Iterator[str]:
    was, is_now = row["last_month"], row["after"]
    if None not in {was, is_now} and line.is_exceeded(was, is_now):
        text = moved_text(was, is_now, row["unit"])
        yield f"{row['name']} {row['area_name']} 比上月: {text}，{_how_far(was, is_now)}。"


def _loses(lines: Headlines, table: str, month: date | None, town: str, before: int, left: int) -> bool:
    line = lines.line((f"{ROWS}.{table}", ROWS), month, town)
    return line is not None and line.is_exceeded(before, before - left)


def _month(part: str) -> date | None:
    """Return the first day that a part stands for; None for a table in one part."""
    if part == "all":
        return None
    year, _, month = part.partition("-")
    return date(int(year), int(month or 12), 1)


def _how_far(before: float, after: float) -> str:
    word = "增加" if after > before else "减少"
    return f"{word}{formatting.percent(abs(after - before) / abs(before))}" if before else "原来是0"
