"""``docs/rules.md`` from the catalogue: ``python -m shouwang.rules.document`` prints it.

A test compares the file with this text, so the document cannot lag behind the rules.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from itertools import groupby

from shouwang.rules.catalogue import GROUPS, LEVEL_LABELS, Example, Rule, catalogue
from shouwang.schema import TABLES

SUBJECTS: Mapping[str, str] = {
    "reading": "读取",
    "submission": "报送",
    "identity": "证件号码和身份",
    "person": "人口",
    "household": "农户",
    "living": "住房、饮水、厕所、道路、土地",
    "monitoring": "监测对象",
    "clearance": "风险消除",
    "cases": "识别、消除个案",
    "flow": "本月与上月",
    "income": "收入",
    "help": "帮扶措施、走访、待遇",
    "work": "务工",
    "posts": "公益性岗位",
    "school": "教育资助",
    "health": "医疗保障",
}


def document(known: Mapping[str, Rule]) -> str:
    """Return the whole document in Markdown, ending in a line break."""
    lines = [
        "# 规则",
        "",
        "本文由 `data/reference/rules/` 生成: `make docs`。每条规则都有通过和不通过的例子，测试逐条运行它们。",
        "规则里的线、时限、范围取自 `data/reference/` 的参考表，县里改表不改程序。",
        "",
        f"共 {len(known)} 条: "
        + "，".join(
            f"{label} {sum(one.level == level for one in known.values())} 条"
            for level, label in LEVEL_LABELS.items()
        )
        + "。",
    ]
    order = [*SUBJECTS]
    members = sorted(
        known.values(),
        key=lambda one: (
            order.index(one.subject) if one.subject in order else len(order),
            one.subject,
            one.id,
        ),
    )
    for subject, found in groupby(members, key=lambda one: one.subject):
        lines += ["", f"## {SUBJECTS.get(subject, subject)}"]
        for one in found:
            lines += ["", *_section(one)]
    return "\n".join(lines) + "\n"


def _section(one: Rule) -> list[str]:
    judged = f"{TABLES[one.table].label} `{one.table}.{one.column}`" if one.table else "读取文件时"
    facts = {
        "级别": f"{LEVEL_LABELS[one.level]}，{GROUPS[one.group]}",
        "判断": judged,
        "提示": "" if one.table is None else "; ".join(one.cases.values()),
        "依据": one.policy,
        "出处": one.source,
        "谁来改": one.owner,
    }
    return [
        f"### {one.id} {one.sentence}",
        "",
        *(f"- {label}: {text}" for label, text in facts.items() if text),
        *_examples("通过", one.passing),
        *_examples("不通过", one.failing),
    ]


def _examples(label: str, found: Iterable[Example]) -> list[str]:
    return [f"- {label}: `{_drawn(one)}`" for one in found]


def _drawn(example: Example) -> str:
    """Return an example on one line, as ``table: column = value, …; …``."""
    parts = [
        f"{name}: "
        + " / ".join(
            ", ".join(f"{column} = {_cell(cell)}" for column, cell in row.items()) or "(平常的一行)"
            for row in rows
        )
        for name, rows in example.tables.items()
        if rows
    ]
    return "; ".join(parts)


def _cell(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(cell) if cell != "" else "(空)"


if __name__ == "__main__":
    sys.stdout.write(document(catalogue()))
