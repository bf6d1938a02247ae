"""``queries`` and ``query``: the same door as the pages, from a shell."""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path

import click
import polars as pl

from shouwang import exports, queries
from shouwang.access import Viewer, can_open
from shouwang.cli import edge
from shouwang.cli.places import open_store, viewer_of
from shouwang.errors import UsageError
from shouwang.i18n import t
from shouwang.store import Snapshot

FORMATS = ("table", "json", "csv", "parquet", "xlsx")


@click.command("queries", cls=edge.Command, help="列出全部查询: 名称、参数、各列。")
@edge.json_option
def queries_command(as_json: bool) -> None:
    found = [queries.find(name) for name in queries.names()]
    if as_json:
        edge.say_json([_about(query) for query in found])
        return
    for query in found:
        takes = " ".join(f"[{p.name}]" if p.optional else p.name for p in query.params)
        edge.say(f"{query.name}  {takes}\n    {query.title}")


def _about(query: queries.Query) -> dict[str, object]:
    return {
        "name": query.name,
        "title": query.title,
        "grain": query.grain,
        "params": [{"name": p.name, "type": p.type, "optional": p.optional} for p in query.params],
        "columns": [{"name": name, "type": kind} for name, kind in query.columns],
        "units": query.units,
        "reads": list(query.reads),
    }


@click.command(
    "query",
    cls=edge.Command,
    help="运行一个查询，打印它的行。例: query overview/indicator_values -p area=420281107",
)
@click.argument("name", metavar="查询名")
@click.option("-p", "--param", "given", multiple=True, metavar="名=值", help="一个参数，可多次给出。")
@edge.as_option
@click.option("--version", "number", type=click.IntRange(1), help="看哪一版。默认最新版。")
@click.option(
    "--format", "shape", type=click.Choice(FORMATS), default="table", show_default=True, help="输出格式。"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写到文件，不打印。")
@edge.store_option
@edge.json_option
def query_command(
    name: str,
    given: tuple[str, ...],
    user: str | None,
    number: int | None,
    shape: str,
    out: Path | None,
    store: Path | None,
    as_json: bool,
) -> None:
    house = open_store(store)
    viewer = viewer_of(house, user)
    snapshot = house.snapshot(number)
    params = _params(given)
    rows = queries.run(name, viewer=viewer, snapshot=snapshot, **params)
    if snapshot.skipped:
        skipped = "、".join(map(str, snapshot.skipped))
        edge.note(t("bar.skipped", skipped=skipped, version=snapshot.number))
    if rows.is_empty() and (why := _why_empty(params, viewer, snapshot)):
        edge.note(why)
    _write(rows, "json" if as_json else shape, out, name, snapshot, params)


def _why_empty(params: dict[str, object], viewer: Viewer, snapshot: Snapshot) -> str:
    """Return why there may be no row: an area that the viewer cannot open, or a month that nobody reported."""
    area, month = params.get("area"), params.get("month")
    if area is not None:
        known = queries.run("overview/areas", viewer=viewer, snapshot=snapshot)["area_code"]
        if not can_open(viewer, str(area)) or str(area) not in known:
            return f"没有行: 区域“{area}”不在您的查看范围内，或不存在。"
    months = sorted(
        {part for table in snapshot.manifest.tables for part in snapshot.months(table) if len(part) == 7}
    )
    if month is not None and str(month)[:7] not in months:
        span = f"现有 {months[0]} 到 {months[-1]}" if months else "现在一个月也没有"
        return f"没有行: {str(month)[:7]} 没有数据({span})。"
    return ""


def _params(given: tuple[str, ...]) -> dict[str, object]:
    """Return the parameters of ``-p name=value``; an empty value means "not filtered".

    Raises:
        UsageError: one has no equals sign, or a name comes twice.
    """
    params: dict[str, object] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise UsageError(f"参数“{pair}”应写成 名=值，例如 -p area=420281107。")
        if name in params:
            raise UsageError(f"参数 {name} 给了两次。")
        params[name] = value or None
    return params


def _write(
    rows: pl.DataFrame, shape: str, out: Path | None, name: str, house: Snapshot, params: dict[str, object]
) -> None:
    if out is None and shape in {"parquet", "xlsx"} and sys.stdout.isatty():
        raise UsageError(f"{shape} 不是文字，不能打印在屏幕上。请用 --out 指明写到哪个文件。")
    if shape == "table":
        content = _table(rows).encode()
    elif shape == "json":
        document = rows.to_dicts()
        if out is None:
            edge.say_json(document)
            return
        content = edge.json_text(document).encode()
    else:
        content = _file(rows, shape, house, name, params)
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(content)
    except OSError as fault:
        raise UsageError("写不了 --out 指明的文件，请换一个位置。") from fault
    edge.note(f"已写好 {len(rows)} 行。")


def _file(rows: pl.DataFrame, shape: str, house: Snapshot, name: str, params: dict[str, object]) -> bytes:
    """Return the rows as the bytes of a file, with plain values (nothing formatted for a locale)."""
    if shape == "csv":
        return _plain_text(rows).write_csv().encode()
    if shape == "parquet":
        target = io.BytesIO()
        rows.write_parquet(target, compression="zstd")
        return target.getvalue()
    asked = [(f"参数 {key}", "不限" if value is None else str(value)) for key, value in params.items()]
    cover = [("查询", name), *asked, ("版本", str(house.number)), ("县", house.county)]
    return exports.workbook(
        cover,
        [exports.Sheet(name.rpartition("/")[2], rows)],
        cover_name="说明",
        rows_label="行数",
        missing="未报",
        made_at=datetime.fromisoformat(house.manifest.created_at),
    )


def _plain_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with a quote before texts that a spreadsheet would take for a formula."""
    risky = r"^[\s\u{feff}]*[=+\-@%|\t\r＝＋－＠]"
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    return rows.with_columns(
        pl.when(pl.col(name).str.contains(risky))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


def _table(rows: pl.DataFrame) -> str:
    """Return the rows in aligned columns; Chinese signs take two places, an empty cell shows 未报."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column, kind in rows.schema.items():
        table.add_column(Text(column), justify="right" if kind.is_numeric() else "left", no_wrap=True)
    for row in rows.iter_rows():
        table.add_row(*(Text("未报" if value is None else str(value)) for value in row))
    console = Console(file=sys.stdout, width=10_000, color_system=None)
    with console.capture() as captured:
        console.print(table)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    return "\n".join([*lines, f"({len(rows)} 行)", ""])
