"""``docs/tables.md`` from the schema: ``python -m shouwang.schema.document`` prints it.

A test compares the file with this text, so the document cannot lag behind the schema.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from shouwang.schema import (
    CONFIG_TABLES,
    CORE_TABLES,
    DEPARTMENT_TABLES,
    FAULT_TABLES,
    MART_TABLES,
    PROGRAMME_TABLES,
)
from shouwang.schema.model import Column, Kind, Parts, Reach, Sensitive, Table

KINDS = {
    Kind.TEXT: "文本",
    Kind.INT: "整数",
    Kind.DATE: "日期",
    Kind.MONTH: "月份",
    Kind.BOOL: "是/否",
    Kind.MONEY: "金额(元)",
    Kind.DECIMAL: "小数(两位)",
    Kind.RATIO: "比例(0到1)",
    Kind.DOUBLE: "数",
}
PARTS = {Parts.MONTH: "一月一个文件", Parts.YEAR: "一年一个文件", Parts.ALL: "一个文件"}
REACHES = {
    Reach.TOWN: "本人范围内的乡镇",
    Reach.DIVISION: "县和乡镇人人可见，村限本人范围",
    Reach.CONFIG: "有范围的人都可见",
    Reach.MART: "县和乡镇人人可见，村限本人范围",
}
SENSITIVE = {
    Sensitive.NAME: "姓名，显示时隐去",
    Sensitive.ID_NO: "证件号码，显示时隐去",
    Sensitive.PHONE: "电话，显示时隐去",
    Sensitive.FREE_TEXT: "自由文字，显示时隐去",
    Sensitive.MATTER: "事项描述，其中的姓名、证件号、电话、账号显示时隐去",
}
GROUPS: tuple[tuple[str, Sequence[Table]], ...] = (
    ("监测、资金、就业", CORE_TABLES),
    ("部门、驻村、村级", DEPARTMENT_TABLES),
    ("专项工作和专项行动", PROGRAMME_TABLES),
    ("配置", CONFIG_TABLES),
    ("发布时算出", (*MART_TABLES, *FAULT_TABLES)),
)


def document() -> str:
    """Return the whole document in Markdown, ending in a line break."""
    lines = [
        "# 数据表",
        "",
        "本文由 `shouwang/schema/` 生成: `make docs`。表样、检查、Parquet 文件和本文出自同一处。",
        "",
        "金额保存为元，比例保存为 0 到 1，月份保存为当月第一天。没有报送的是空(未报)，报送为零的是 0。",
        "由程序填写的列(乡镇和村的代码、户标识、来源)不向任何人要。",
    ]
    for title, tables in GROUPS:
        lines += ["", f"## {title}"]
        for table in tables:
            lines += ["", *_section(table)]
    return "\n".join(lines) + "\n"


def _section(table: Table) -> list[str]:
    keys = "、".join(f"`{name}`" for name in table.key)
    lines = [
        f"### {table.label} `{table.name}`",
        "",
        f"一行由 {keys} 确定；{PARTS[table.parts]}；{REACHES[table.reach]}。",
        "",
        "| 列 | 名称 | 类型 | 必填 | 说明 |",
        "|---|---|---|---|---|",
    ]
    return [*lines, *(_line(column) for column in table.columns)]


def _line(column: Column) -> str:
    must = "是" if column.required else ""
    cells = (f"`{column.name}`", column.label, KINDS[column.kind], must, "; ".join(_about(column)))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _about(column: Column) -> list[str]:
    found = [column.help] if column.help else []
    if column.codes is not None:
        found.append(
            "、".join(f"`{code}` {label}" if code != label else label for code, label in column.codes.items())
        )
    if limits := limits_of(column):
        found.append(limits)
    if column.sensitive is not None:
        found.append(SENSITIVE[column.sensitive])
    return found


def limits_of(column: Column) -> str:
    """Return what a number may be, in words; empty where there is no limit.

    >>> limits_of(Column("days", "驻村天数", Kind.INT, low=0, high=31))
    '0 到 31'
    """
    if column.low is not None and column.high is not None:
        return f"{column.low:g} 到 {column.high:g}"
    if column.low is not None:
        return f"不小于 {column.low:g}"
    return f"不大于 {column.high:g}" if column.high is not None else ""


if __name__ == "__main__":
    sys.stdout.write(document())
