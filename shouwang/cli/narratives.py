"""``report extract`` (a narrative report into figures) and ``report check`` (figures into verdicts)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from shouwang import reports
from shouwang.cli import edge
from shouwang.cli.places import open_store, viewer_of
from shouwang.reports import PRIVATE, Compared, Figure, Private, Report, Verdict
from shouwang.reports.verdicts import FAILS

_FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="文件…",
)


@click.command(
    "extract", cls=edge.Command, help="读出报告里的每个数字: 是什么、哪里的、什么时候的、写在哪里。"
)
@_FILES
@edge.json_option
def extract(files: tuple[Path, ...], as_json: bool) -> None:
    told = []
    for path in files:
        text, _ = reports.without_private(reports.read_document(path))
        found = reports.read_report(text)
        told.append(_figures(path, found))
        if not as_json:
            _show_figures(path, found)
    if as_json:
        edge.say_json(told[0] if len(told) == 1 else told)


@click.command(
    "check", cls=edge.Command, help="核对报告里的数字: 合计对不对，前后一致不一致，比率有没有分母。"
)
@_FILES
@click.option("--store", type=click.Path(path_type=Path), help="再和这个数据仓的快照比对。")
@edge.as_option
@edge.json_option
def check_command(files: tuple[Path, ...], store: Path | None, user: str | None, as_json: bool) -> None:
    told = []
    house = open_store(store) if store is not None else None
    for path in files:
        text, private = reports.without_private(reports.read_document(path))
        found = reports.read_report(text)
        verdicts = reports.check_report(text, found)
        told.append(_verdicts(path, found, verdicts, text) | {"private": [_private(one) for one in private]})
        if not as_json:
            _show_verdicts(path, verdicts)
            _show_private(private)
        if house is not None:
            snapshot = house.snapshot()
            compared = reports.compare_report(found, viewer=viewer_of(house, user), snapshot=snapshot)
            told[-1] |= {"version": snapshot.number, "against": [_compared(one) for one in compared]}
            if not as_json:
                _show_compared(compared)
    if as_json:
        edge.say_json(told[0] if len(told) == 1 else told)
    if any(one["verdict"] == FAILS for each in told for one in each["verdicts"]):
        raise edge.Leave(1)


report = edge.Program(
    name="report", help="工作报告: 读出数字(extract)，核对数字(check)。", commands=[extract, check_command]
)


def _figures(path: Path, found: Report) -> dict[str, Any]:
    return {
        "report": path.stem,
        "place": found.place,
        "period": found.period,
        "items": [_figure(one) for one in found.items],
    }


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "indicator": one.indicator, "place": one.place, "period": one.period, "value": one.value, "unit": one.unit,
        "quote": one.quote, "qualifier": one.qualifier, "start": one.start, "end": one.end,
    }  # fmt: skip


def _verdicts(path: Path, found: Report, verdicts: Sequence[Verdict], text: str) -> dict[str, Any]:
    return {
        "report": path.stem,
        "place": found.place,
        "period": found.period,
        "verdicts": [
            {
                "verdict": one.verdict,
                "rule": one.rule,
                "sentence": one.sentence,
                "figures": [_figure(figure) for figure in one.figures],
                "places": [
                    {"start": start, "end": end, "quote": text[start:end]} for start, end in _places(one)
                ],
            }
            for one in verdicts
        ],
    }


def _compared(one: Compared) -> dict[str, Any]:
    return {
        "verdict": one.agreement, "sentence": one.sentence, "figure": _figure(one.figure), "store_indicator": one.indicator,
        "month": f"{one.month:%Y-%m}", "snapshot": float(one.value), "difference": float(one.difference),
        "made_by": list(one.made_by), "tried": one.tried, "by_chance": round(one.by_chance, 3),
    }  # fmt: skip


def _show_compared(found: Sequence[Compared]) -> None:
    if not found:
        edge.say("  没有可以和快照比对的数字(地方或时段不在数据仓里，或指标没有对应)。")
    for one in found:
        edge.say(f"  {one.agreement}\t{one.figure.quote}\t{one.sentence}")


def _private(one: Private) -> dict[str, Any]:
    """Return what was found and where; never what it says."""
    return {"verdict": PRIVATE, "kind": one.kind, "start": one.start, "end": one.end}


def _show_private(found: Sequence[Private]) -> None:
    for one in found:
        edge.say(f"  {PRIVATE}\t{one.kind}\t第{one.start + 1}字到第{one.end}字，已隐去，公开前请从原文删去。")


def _places(one: Verdict) -> list[tuple[int, int]]:
    return [(figure.start, figure.end) for figure in one.figures] or [(one.start, one.end)]


def _show_figures(path: Path, found: Report) -> None:
    edge.say(f"{path.name}: {found.place or '没有认出地名'} {found.period} 共{len(found.items)}个数字")
    for one in found.items:
        edge.say(f"  {one.indicator}\t{one.value}{one.unit}\t{one.place}\t{one.period}\t{one.quote}")


def _show_verdicts(path: Path, verdicts: Sequence[Verdict]) -> None:
    counted = "，".join(
        f"{name}{count}"
        for name in reports.VERDICTS
        if (count := sum(one.verdict == name for one in verdicts))
    )
    edge.say(f"{path.name}: {counted or '没有可以核对的数字'}")
    for one in verdicts:
        edge.say(f"  {one.verdict}\t{one.rule}\t{one.sentence}")
