"""Places of rows: names of townships and villages to codes, a place of work to how far away it is."""

from __future__ import annotations

import polars as pl

from shouwang.intake import locating
from shouwang.intake.columns import FOUND, by_distinct, found
from shouwang.intake.forms import TOWN, VILLAGE, Form
from shouwang.intake.locating import County

_CODES: dict[str, pl.DataType] = {
    "town_code": pl.String(),
    "division_code": pl.String(),
    "place_field": pl.String(),
    "place_fault": pl.String(),
}
RULES = {TOWN: "P01", VILLAGE: "P02"}


def with_codes(
    frame: pl.DataFrame, county: County, form: Form | None, town: str | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows with ``town_code`` and ``division_code``, and the faults of names that nobody knows.

    Args:
        town: the township of rows that name none.
    """
    for name in (TOWN, VILLAGE):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(name))
    villages = frozenset(county.villages.values())

    def place(town_name: str | None, village_name: str | None) -> tuple[str | None, ...]:
        code = _town(county, form, town_name) if town_name else town
        if town_name and code is None:
            return None, None, TOWN, f"区划表里没有乡镇“{town_name[:20]}”，请核对名称。"
        if not village_name or code is None:
            return code, None, None, None
        known = county.village(code, village_name)
        if known is None and village_name in villages and village_name.startswith(code):
            known = village_name
        if known is not None:
            return code, known, None, None
        return (
            code,
            None,
            VILLAGE,
            f"区划表里{name_of(county, code)}没有村“{village_name[:20]}”，请核对名称。",
        )

    placed = by_distinct(frame, [TOWN, VILLAGE], place, _CODES)
    wrong = placed.filter(pl.col("place_fault").is_not_null())
    faults = wrong.select(
        pl.col("place_field").replace_strict(RULES, return_dtype=pl.String).alias("rule"),
        "row",
        pl.col("place_field").alias("field"),
        pl.col("place_fault").alias("message"),
    )
    return placed.drop("place_field", "place_fault"), faults if faults.height else pl.DataFrame(schema=FOUND)


def left_out(frame: pl.DataFrame, county: County, town: str | None) -> pl.DataFrame:
    """Return the rows that name no township where others of the file do: they were read as the template's own."""
    silent = frame.filter(pl.col(TOWN).is_null())
    if town is None or silent.is_empty() or silent.height == frame.height:
        return pl.DataFrame(schema=FOUND)
    return found(silent, "P03", f"没有填乡镇，按表样读作{name_of(county, town)}。", TOWN)


def _town(county: County, form: Form | None, name: str) -> str | None:
    if (code := county.town(name)) is not None:
        return code
    if name in set(county.towns.values()):
        return name
    if form is not None and form.allows_county and name in {county.name, county.code, "县本级"}:
        return f"{county.code}000"
    return None


def with_place_class(frame: pl.DataFrame, county: County) -> pl.DataFrame:
    """Return the rows with how far away the place of work is (``JOB_PLACE``; NULL where it does not say)."""

    def seen(place: str | None, town: str | None) -> tuple[str | None]:
        return (locating.place_class(place, county, town or "") if place else None,)

    return by_distinct(frame, ["place_name", TOWN], seen, {"place_class": pl.String()})


def name_of(county: County, code: str) -> str:
    return county.name if code.endswith("000") else county.town_name(code)
