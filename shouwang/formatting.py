"""Numbers, dates and names for people. Never used by exports, which write plain values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

MISSING = "未报"


def number(value: float | int | Decimal | None, digits: int = 0) -> str:
    """Return ``1,234`` or ``1,234.50``; None is 未报, never 0."""
    return MISSING if value is None else f"{value:,.{digits}f}"


def households(value: int | float | None) -> str:
    return MISSING if value is None else f"{value:,.0f}户"


def persons(value: int | float | None) -> str:
    return MISSING if value is None else f"{value:,.0f}人"


def pair(hh: int | float | None, people: int | float | None) -> str:
    """Return ``44户136人``: households and persons always come together."""
    return households(hh) + persons(people) if hh is not None or people is not None else MISSING


def wan(yuan: float | int | Decimal | None, digits: int = 2) -> str:
    """Return an amount in yuan as ``383.03万元``."""
    return MISSING if yuan is None else f"{Decimal(str(yuan)) / 10000:,.{digits}f}万元"


def wan_exact(yuan: float | int | Decimal | None) -> str:
    """Return an amount in yuan to the fen, as reports print it: ``9.2325万元``, ``267.275857万元``."""
    if yuan is None:
        return MISSING
    return f"{Decimal(str(yuan)).quantize(Decimal('0.01')) / 10000:,.6f}".rstrip("0").rstrip(".") + "万元"


def yuan(value: float | int | Decimal | None) -> str:
    return MISSING if value is None else f"{value:,.0f}元"


def percent(ratio: float | Decimal | None, digits: int = 1) -> str:
    """Return a ratio (0..1) as ``94.4%``."""
    return MISSING if ratio is None else f"{float(ratio) * 100:.{digits}f}%"


def month(value: date | None) -> str:
    return MISSING if value is None else f"{value.year}年{value.month}月"


def day(value: date | None) -> str:
    return MISSING if value is None else value.isoformat()


def value_with_unit(value: float | int | Decimal | None, unit: str) -> str:
    """Return a value in the way its unit asks for (户, 人, 元, %, ‰, 天, 个, 件, pp ...)."""
    if value is None:
        return MISSING
    if unit == "元":
        return wan(value) if abs(float(value)) >= 10000 else yuan(value)
    if unit == "%":
        return percent(value)
    if unit == "‰":
        return f"{float(value) * 1000:.2f}‰"
    if unit == "pp":
        return f"{float(value) * 100:+.1f}个百分点"
    if unit == "月":
        unit = "个月"
    return f"{value:,.0f}{unit}" if float(value).is_integer() else f"{value:,.1f}{unit}"
