"""``docs/queries.md`` from the headers of ``queries/``: ``python -m shouwang.cli.document`` prints it.

A test compares the file with this text, so the document cannot lag behind the queries.
"""

from __future__ import annotations

import sys
from itertools import groupby

from shouwang import queries
from shouwang.queries import Query


def document() -> str:
    """Return the whole document in Markdown, ending in a line break."""
    lines = [
        "# 查询",
        "",
        "本文由 `queries/` 里各文件的说明生成: `make docs`。带问号的参数可以省略。用 `shouwang query 查询名 -p 名=值` 运行。",
        "规则的查询(`queries/rules/`)不在此列，见 [rules.md](rules.md)。",
    ]
    found = [queries.find(name) for name in queries.names()]
    for subject, members in groupby(found, key=lambda query: query.name.split("/")[0]):
        lines += ["", f"## {subject}", "", "| 查询 | 回答什么 | 参数 | 一行是什么 |", "|---|---|---|---|"]
        lines += [_line(query) for query in members]
    return "\n".join(lines) + "\n"


def _line(query: Query) -> str:
    params = " ".join(f"`{p.name}{'?' if p.optional else ''}`" for p in query.params)
    cells = (f"`{query.name}`", query.title, params, query.grain)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(document())
