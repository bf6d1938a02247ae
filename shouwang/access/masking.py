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
    """Return the DuckDB expression of ``mask`` over a column.

    Short on purpose: every question to a view binds the masks of all its columns, whether it asks for them or not.
    """
    if kind is Sensitive.NAME:
        return f"regexp_replace({column}, '(?s)^(.)(?:.?|.+(.))$', '\\1*\\2')"
    if kind is Sensitive.ID_NO:
        return (
            f"CASE WHEN length({column}) >= 18 THEN left({column}, 6) || '********' || substr({column}, 15, 4) "
            f"ELSE repeat('*', length({column})) END"
        )
    if kind is Sensitive.PHONE:
        return (
            f"CASE WHEN length({column}) >= 11 THEN left({column}, 3) || '****' || right({column}, 4) "
            f"ELSE repeat('*', length({column})) END"
        )
    return f"CASE WHEN {column} <> '' THEN '(已隐去)' ELSE {column} END"
