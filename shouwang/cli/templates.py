"""``template``: workbooks to be filled in, one a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from shouwang import intake
from shouwang.cli import edge
from shouwang.cli.places import store_path
from shouwang.errors import MachineError, StoreMissing, UsageError
from shouwang.intake import locating
from shouwang.intake.cells import Bad, month
from shouwang.store import Store


@click.command(
    "template", cls=edge.Command, help="生成表样(.xlsx): 下拉选项、填表说明、示例行都出自数据表的定义。"
)
@click.argument("tables", nargs=-1, metavar="[表…]")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    help="写到哪里。",
)
@click.option("--area", metavar="代码", help="给哪个乡镇(9位)或县(6位)，村名可以下拉选。默认数据仓的县。")
@click.option("--month", "month_text", metavar="YYYY-MM", help="给哪个月。默认不限。")
@edge.store_option
@edge.json_option
def template(
    tables: tuple[str, ...],
    out: Path,
    area: str | None,
    month_text: str | None,
    store: Path | None,
    as_json: bool,
) -> None:
    wanted = tables or intake.form_names()
    forms = [intake.form_for(name) for name in wanted]  # a wrong name is told before anything is written
    when = _month(month_text)
    house = _store(store)
    county_code = area[:6] if area else (house.county if house else None)
    county = locating.county(county_code) if county_code else None
    if area is not None and area != county_code and (county is None or area not in county.towns.values()):
        raise UsageError(f"区划表里没有乡镇代码“{area}”。--area 应为6位县代码或9位乡镇代码。")
    numbers = house.numbers() if house is not None and house.county == county_code else []
    written = []
    for form in forms:
        content = intake.template(
            form.table.name,
            county=county,
            area=area or county_code or "",
            month=when,
            version=max(numbers) if numbers else None,
        )
        path = out / _file_name(
            form.table.label, county.town_name(area) if county and area and len(area) == 9 else "", when
        )
        _write(path, content)
        written.append(
            {"table": form.table.name, "label": form.table.label, "file": str(path), "bytes": len(content)}
        )
    if as_json:
        edge.say_json(written)
        return
    for one in written:
        edge.say(f"{one['label']} ({one['table']}): {one['file']}")
    edge.say(f"共{len(written)}份表样。填好后用 shouwang check 检查。")


def _month(text: str | None) -> date | None:
    try:
        return month(text) if text is not None else None
    except Bad as fault:
        raise UsageError(f"--month 应写成 2023-11 这样: {fault}。") from fault


def _store(given: Path | None) -> Store | None:
    """Return the store, if there is one: a template needs none."""
    try:
        return Store.open(store_path(given))
    except StoreMissing:
        if given is not None:
            raise
        return None


def _file_name(label: str, town: str, when: date | None) -> str:
    parts = [label.replace("/", "、"), town, f"{when:%Y%m}" if when else ""]
    return "_".join(part for part in parts if part) + ".xlsx"


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as fault:
        raise MachineError(f"表样“{path.name}”写不进去({fault.strerror})。请换一个文件夹。") from fault
