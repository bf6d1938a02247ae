"""The portability lint: a query's text must run word for word on DuckDB and on Spark Connect (performance note 7).

    python -m tests.portability queries        prints every breach, exit code 1 when there is one

SQLGlot is the parser, never a translator: its translations change exact percentiles silently.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.tokens import Tokenizer

from shouwang.schema import TABLES

# Functions that DuckDB, Spark and Sail have under one name, with one meaning. Add one only after trying it on all of them.
FUNCTIONS = frozenset(
    {
        "ABS", "AVG", "CAST", "CEIL", "COALESCE", "CONCAT", "CONCAT_WS", "COUNT", "DATE_TRUNC", "DENSE_RANK", "EXP",
        "EXTRACT", "FIRST_VALUE", "FLOOR", "GREATEST", "LAG", "LAST_DAY", "LAST_VALUE", "LEAD", "LEAST", "LENGTH", "LN",
        "LOWER", "MAX", "MIN", "NTILE", "NULLIF", "PERCENTILE_CONT", "POWER", "RANK", "REPLACE", "ROUND", "ROW_NUMBER",
        "SQRT", "STDDEV_SAMP", "SUBSTR", "SUM", "TRIM", "UNIX_DATE", "UPPER",
    }
)  # fmt: skip
# Words that stand before a bracket without being functions.
_KEYWORDS = frozenset(
    {
        "ALL", "AND", "ANY", "AS", "BETWEEN", "BY", "CASE", "DECIMAL", "DISTINCT", "ELSE", "EXISTS", "FILTER", "FROM",
        "GROUP", "HAVING", "IN", "INTERSECT", "JOIN", "NOT", "ON", "OR", "OVER", "PARTITION", "SELECT", "THEN", "UNION",
        "USING", "VALUES", "WHEN", "WHERE", "WITH",
    }
)  # fmt: skip
_STRING = re.compile(r"'(?:[^']|'')*'")
_INTERVAL = re.compile(r"\bINTERVAL\b(?!\s+'\d+'\s+(?:DAY|MONTH|YEAR)\b)", re.IGNORECASE)
_TEXT_RULES = (
    (re.compile(r"::"), "用 CAST(x AS 类型)，不用 ::"),
    (re.compile(r"//"), "不用 // 整除"),
    (re.compile(r"\b\d+_\d+\b"), "数字里不用下划线"),
    (re.compile(r"\bCOUNT\s*\(\s*\)", re.IGNORECASE), "用 COUNT(*)，不用 COUNT()"),
    (re.compile(r"\bFILTER\s*\((?!\s*WHERE\b)", re.IGNORECASE), "FILTER 里要写 WHERE"),
    (re.compile(r"\b(?:GROUP|ORDER)\s+BY\s+ALL\b", re.IGNORECASE), "不用 GROUP BY ALL、ORDER BY ALL"),
    (re.compile(r"\b(?:QUALIFY|UNPIVOT|PIVOT|COLUMNS|EXCLUDE|TABLESAMPLE|LATERAL)\b", re.IGNORECASE), "没有这种写法"),
    (re.compile(r"\b(?:SEMI|ANTI|ASOF|POSITIONAL)\s+JOIN\b", re.IGNORECASE), "不用 SEMI、ANTI、ASOF JOIN"),
    (re.compile(r"[\[\]{}]"), "不用列表和结构"),
    (re.compile(r'"'), "名字不用双引号"),
    (re.compile(r"\bWITHIN\s+GROUP\b(?=[^)]*\bDESC\b)", re.IGNORECASE), "分位数从小到大排"),
)  # fmt: skip


def breaches(text: str) -> list[str]:
    """Return what stands in the way of running this text elsewhere, each with its line where it has one."""
    bare = _without_strings(text)
    found = [
        f"第{_line(bare, match.start())}行: {why}({match[0].strip()})"
        for pattern, why in _TEXT_RULES
        for match in pattern.finditer(bare)
    ]
    found += [
        f"第{_line(text, match.start())}行: 时段写成 INTERVAL '1' MONTH"
        for match in _INTERVAL.finditer(_without_comments(text))
    ]
    found += [f"函数 {name} 不在可用之列" for name in sorted(_functions(bare) - FUNCTIONS)]
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except sqlglot.errors.ParseError as fault:
        return [*found, f"读不通: {fault.errors[0]['description'] if fault.errors else fault}"]
    return [*found, *_tree_rules(tree)]


def _without_comments(text: str) -> str:
    return re.sub(r"--[^\n]*", lambda match: " " * len(match[0]), text)


def _without_strings(text: str) -> str:
    """Blank out comments and strings, keeping every line where it is."""
    return _STRING.sub(lambda match: "'" + " " * (len(match[0]) - 2) + "'", _without_comments(text))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _functions(bare: str) -> set[str]:
    """Return the upper-case names of everything that is called."""
    tokens = Tokenizer().tokenize(bare)
    called = {
        token.text.upper()
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if after.text == "(" and before.text.upper() != "AS" and re.fullmatch(r"[A-Za-z_]\w*", token.text)
    }
    local = {match.upper() for match in re.findall(r"(\w+)\s+AS\s*\(", bare)}
    return called - _KEYWORDS - local


def _tree_rules(tree: exp.Expression) -> Iterator[str]:
    for star in tree.find_all(exp.Star):
        if not isinstance(star.parent, exp.Count):
            yield "把列一一写出来，不用 SELECT *"
    if tree.args.get("order") is None and not _is_one_row(tree):
        yield "最外层要有 ORDER BY，以唯一的键结尾"
    if tree.find(exp.Except, exp.Intersect):
        yield "不用 EXCEPT、INTERSECT"
    outputs = _outputs(tree)
    for select in tree.find_all(exp.Select):
        yield from _lateral_aliases(select, outputs)


def _is_one_row(tree: exp.Expression) -> bool:
    """Say whether the last SELECT only adds up: no groups, an aggregate in every column."""
    return tree.args.get("group") is None and all(column.find(exp.AggFunc) for column in tree.selects)


def _outputs(tree: exp.Expression) -> dict[str, set[str]]:
    """Return the columns of every named query in WITH."""
    return {
        common.alias: {column.alias_or_name for column in common.this.selects}
        for common in tree.find_all(exp.CTE)
    }


def _lateral_aliases(select: exp.Select, outputs: dict[str, set[str]]) -> Iterator[str]:
    """Yield the names in WHERE that are only given in the same SELECT (Spark does not know them there)."""
    where = select.args.get("where")
    if where is None:
        return
    aliases = {one.alias for one in select.selects if isinstance(one, exp.Alias)}
    known = _columns_in_reach(select, outputs)
    for column in where.find_all(exp.Column):
        if not column.table and column.name in aliases and column.name not in known:
            yield f"WHERE 里用了同一层 SELECT 起的名字 {column.name}"


def _columns_in_reach(select: exp.Select, outputs: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    sources = [select.args.get("from_") or select.args.get("from"), *(select.args.get("joins") or [])]
    for source in filter(None, sources):
        for table in source.find_all(exp.Table):
            reached |= outputs.get(table.name, set())
            if table.name in TABLES:
                reached |= set(TABLES[table.name].names) | {"is_suppressed"}
        for inner in source.find_all(exp.Subquery):
            reached |= {column.alias_or_name for column in inner.selects}
    return reached


def check_folder(folder: Path) -> dict[str, list[str]]:
    """Return the breaches of every query file under a folder, by its name."""
    found = {
        str(path.relative_to(folder)): breaches(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.sql"))
    }
    return {name: faults for name, faults in found.items() if faults}


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0] if arguments else "queries")
    found = check_folder(folder)
    for name, faults in found.items():
        for fault in faults:
            sys.stdout.write(f"{folder}/{name}: {fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
