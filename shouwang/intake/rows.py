"""What the lines below a header are: rows of data, examples, totals, second headers, blanks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from shouwang.intake import cells
from shouwang.intake.columns import FOUND, found
from shouwang.intake.forms import COUNTY, EXAMPLE_MARK, TOWN, VILLAGE
from shouwang.intake.layout import Layout, plain
from shouwang.schema import Kind

TOTAL = re.compile(r"合计|小计|总计|填表人|审核人|制表|负责人")
Tell = Callable[[pl.DataFrame], None]


@dataclass(frozen=True)
class Body:
    """The lines of a table: ``data`` all that count as rows, ``sound`` those of them that can be read cell by cell."""

    data: pl.DataFrame
    sound: pl.DataFrame


def below(layout: Layout) -> pl.DataFrame:
    """Return the lines below the header that hold anything."""
    lines = layout.sheet.cells.filter(pl.col("row") > layout.header_row)
    texts = [name for name in lines.columns if name.startswith("t")]
    return lines.filter(pl.any_horizontal(_filled(name) for name in texts)) if texts else lines


def sort_out(layout: Layout, lines: pl.DataFrame, tell: Tell) -> Body:
    """Return the rows of data; what every other line is, is told."""
    tell(_blanks(layout, lines))
    examples = lines.filter(is_example(layout, lines))
    tell(
        found(
            _altered(layout, examples),
            "C15",
            "示例行被改过，没有读入。如果是数据，请把第一列的“示例”删去再报。",
        )
    )
    data = lines.filter(~is_example(layout, lines))
    totals = _totals(layout, data)
    tell(found(totals, "C06", "像是合计、小计或签字行，不是一行数据，请删去。"))
    headers = _headers(layout, data)
    tell(found(headers, "C11", "这一行又是表头，多半是几份表拼在了一起。请删去这一行。"))
    long = _too_long(layout, data).join(headers, on="row", how="anti").join(totals, on="row", how="anti")
    tell(
        found(
            long,
            "C11",
            pl.format(
                f"有{{}}格，表头只有{layout.width}格。多半是文字里有没加引号的分隔符，请核对。",
                pl.col("length"),
            ),
        )
    )
    apart = pl.concat([one.select("row") for one in (totals, headers, long)])
    sound = data.join(apart, on="row", how="anti", maintain_order="left") if apart.height else data
    merged = _merged(layout)
    below_merged = sound.filter(pl.col("row").is_in(merged)).select("row")
    tell(found(below_merged, "C05", "这一行有合并单元格，下面的格会变空。请取消合并、补齐后再报。"))
    return Body(data, sound)


def _filled(name: str) -> pl.Expr:
    return pl.col(name).str.contains(r"\S")


def _texts(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name.startswith("t")]


def _blanks(layout: Layout, lines: pl.DataFrame) -> pl.DataFrame:
    """Return a fault for every stretch of empty rows between rows that hold anything."""
    numbers = pl.concat([pl.Series([layout.header_row]), lines["row"]])
    gaps = pl.DataFrame({"before": numbers[:-1], "after": numbers[1:]}).filter(
        pl.col("after") > pl.col("before") + 1
    )
    if gaps.is_empty():
        return pl.DataFrame(schema=FOUND)
    first, last = pl.col("before") + 1, pl.col("after") - 1
    message = (
        pl.when(first == last)
        .then(pl.lit("空行，已跳过。"))
        .otherwise(pl.format("到第{}行都是空行，已跳过。", last))
    )
    return found(gaps.with_columns(message.alias("message"), first.alias("row")), "C07", pl.col("message"))


def is_example(layout: Layout, lines: pl.DataFrame) -> pl.Expr:
    """Return what says of a line that it is the template's example."""
    if layout.number_at is None:
        return pl.lit(value=False)
    place = f"t{layout.number_at}"
    marked = lines.filter(pl.col(place).str.contains(EXAMPLE_MARK, literal=True))[place].unique()
    return pl.col(place).is_in([text for text in marked if cells.clean(text) == EXAMPLE_MARK])


def _altered(layout: Layout, examples: pl.DataFrame) -> pl.DataFrame:
    """Return the examples that hold something of their own (a place or a month alone is nobody's data)."""
    beside = {TOWN, VILLAGE, layout.form.month_column if layout.form else None}
    own = [(one, layout.positions.get(one.name)) for one in layout.fields if one.name not in beside]
    marks = [
        ~pl.col(f"t{place}").str.strip_chars().is_in(["", one.example])
        for one, place in own
        if place is not None
    ]
    return examples.filter(pl.any_horizontal(marks)) if marks else examples.clear()


def _totals(layout: Layout, data: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that say 合计 and lack every number, name or day that would make them rows of their own."""
    own = [f"t{layout.positions[name]}" for name in _own(layout) if name in layout.positions]
    if not own or data.is_empty():
        return data.clear().select("row")
    lone = data.filter(
        pl.all_horizontal(~_filled(name) | pl.col(name).str.contains(TOTAL.pattern) for name in own)
    )
    texts = _texts(lone)
    hits = [
        row
        for row, *line in lone.select("row", *texts).iter_rows()
        if _says_total(layout, [cell for cell in line if cell.strip()])
    ]
    return pl.DataFrame({"row": hits}, schema={"row": pl.Int64})


def _says_total(layout: Layout, filled: list[str]) -> bool:
    if layout.form is not None:
        return bool(TOTAL.search(filled[0]))
    return any(TOTAL.search(cell) for cell in filled)


def _own(layout: Layout) -> list[str]:
    """Return the fields without which a row is none of its kind."""
    if layout.form is None:
        return ["person_id"]
    return [
        one.name
        for one in layout.fields
        if one.required
        and one.name not in {COUNTY, TOWN, VILLAGE}
        and one.column.kind in {Kind.TEXT, Kind.DATE, Kind.MONTH}
    ]


def _headers(layout: Layout, data: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that are the header once more."""
    first = next((place for place in layout.positions.values()), None)
    if first is None or layout.width < 2:
        return data.clear().select("row")
    label = layout.labels[first]
    same = [text for text in data[f"t{first}"].unique() if plain(text) == label]
    hits = [
        row
        for row, *line in data.filter(pl.col(f"t{first}").is_in(same))
        .select("row", *_texts(data))
        .iter_rows()
        if all(plain(cell) == head for cell, head in zip(line, layout.labels, strict=False))
    ]
    return pl.DataFrame({"row": hits}, schema={"row": pl.Int64})


def _too_long(layout: Layout, data: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with cells beyond the header: ``row`` and ``length``."""
    texts = _texts(data)
    beyond = texts[layout.width :]
    if not beyond or (layout.form is None and layout.sheet.name):  # offices write remarks beside an export
        return data.clear().select("row", length=pl.lit(0))
    lengths = [pl.when(_filled(name)).then(layout.width + n).otherwise(0) for n, name in enumerate(beyond, 1)]
    return data.select("row", length=pl.max_horizontal(lengths)).filter(pl.col("length") > 0)


def _merged(layout: Layout) -> list[int]:
    """Return the rows (from 1) that a merged cell of a row above reaches into."""
    spans = [(top, bottom) for top, _, bottom, _ in layout.sheet.merged if bottom > top]
    last = int(layout.sheet.cells["row"].max() or 0)  # type: ignore[arg-type]
    rows = {
        row + 1
        for top, bottom in spans
        for row in range(max(top, layout.header_row - 1) + 1, min(bottom, last) + 1)
    }
    return sorted(rows)
