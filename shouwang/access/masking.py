"""What stays readable of a sensitive value (domain dictionary 10.3): the one place that knows.

``mask`` works on one value (messages, files); ``masked_sql`` is the same rule as an expression inside a scoped view.
A test compares the two on drawn and generated values.
"""

from __future__ import annotations

from shouwang.schema import Sensitive


def mask(kind: Sensitive, value: str | None) -> str | None:
    """Return the masked form: 张*三, 420281********1234, 138****5678; free text is replaced as a whole."""
    if not value:
        return value
    if kind is Sensitive.NAME:
        if len(value) <= 2:
            return value[0] + "*"
        return value[0] + "*" + value[-1]
    if kind is Sensitive.ID_NO:
        return value[:6] + "*" * 8 + value[14:18] if len(value) >= 18 else "*" * len(value)
    if kind is Sensitive.PHONE:
        return value[:3] + "****" + value[-4:] if len(value) >= 11 else "*" * len(value)
    return "(已隐去)"


def masked_sql(kind: Sensitive, column: str) -> str:
    """Return the DuckDB expression of ``mask`` over a column."""
    present = f"{column} IS NOT NULL AND {column} <> ''"
    if kind is Sensitive.NAME:
        shape = (
            f"CASE WHEN length({column}) <= 2 THEN substr({column}, 1, 1) || '*' "
            f"ELSE substr({column}, 1, 1) || '*' || substr({column}, length({column}), 1) END"
        )
    elif kind is Sensitive.ID_NO:
        shape = (
            f"CASE WHEN length({column}) >= 18 THEN substr({column}, 1, 6) || '********' || substr({column}, 15, 4) "
            f"ELSE repeat('*', length({column})) END"
        )
    elif kind is Sensitive.PHONE:
        shape = (
            f"CASE WHEN length({column}) >= 11 THEN substr({column}, 1, 3) || '****' || "
            f"substr({column}, length({column}) - 3, 4) ELSE repeat('*', length({column})) END"
        )
    else:
        shape = "'(已隐去)'"
    return f"CASE WHEN {present} THEN {shape} ELSE {column} END"
