"""A file's rows held to the rules: those of ``shouwang.rules`` over the tables as they would be, and what only a file can break.

A rule names a table, a column and the row of the file that it came from; here that is turned back into the file's own
header and row. One reason for a cell is enough: what reading has said of it already is not said again.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from shouwang import rules
from shouwang.clock import COUNTY_TIME
from shouwang.intake import building
from shouwang.intake.checked import Checked
from shouwang.intake.columns import FOUND, found
from shouwang.intake.crossing import HOUSEHOLD_FACTS
from shouwang.intake.faults import WARN
from shouwang.intake.forms import MADE, Form
from shouwang.intake.merging import Draft, would_be
from shouwang.schema import TABLES, Parts
from shouwang.store import Store

LIKELY = range(1950, 2101)  # years
RECEIPT = "R-9999-this-file"  # newer than every receipt of the store
# Rules of numbers and ages, for exports that name people without feeding the table of persons.
OF_NUMBERS = frozenset({"I01", "I02", "I03", "I04", "I05", "I07", "W01"})
# What stands in our tables -> what a file was asked, where that has another name; the first that it has a column for.
ASKED = {
    "town_code": ("town",),
    "division_code": ("village", "town"),
    "hh_key": ("hh_id",),
    "sex": ("sex", "id_no"),
    "birth_date": ("birth_date", "id_no"),
    "id_type": ("id_type", "id_no"),
    "head_name": ("head_name", "name"),
    "is_no_labour": ("is_no_labour", "labour"),
    "persons_year": ("persons_year", "hh_persons"),
    "place_class": ("place_class", "place_name"),
}


def judge_file(checked: Checked, form: Form | None, store: Store | None) -> None:
    """Add to a file that was read what its rows break."""
    told = checked.faults.filter(pl.col("row").is_not_null()).select("row", "field")
    without_town = told.filter(pl.col("field") == "town").with_columns(field=pl.lit("village"))
    told = pl.concat([told, without_town])  # of a village nobody knows where to look either
    if checked.kind is not None and checked.kind.family == "household":
        _once(checked, told, _contradictions(checked))
    checked.add_faults(_repeated(checked, form))
    if (
        "id_is_synthetic" in checked.cells.columns
        and checked.cells["id_is_synthetic"].drop_nulls().n_unique() > 1
    ):
        checked.add("F07", "合成数据(证件号码用演示区划)与真实数据混在一份文件里。整份文件没有采用。")
    if checked.county is not None or checked.salt is not None:
        _once(checked, told, _by_rules(checked, store))


def _once(checked: Checked, told: pl.DataFrame, faults: pl.DataFrame) -> None:
    """Add faults, except at cells that reading has said something of."""
    checked.add_faults(faults.join(told, on=["row", "field"], how="anti", maintain_order="left"))


def _by_rules(checked: Checked, store: Store | None) -> pl.DataFrame:
    draft = Draft.of(checked, RECEIPT, checked.salt or RECEIPT, with_refused=True)
    county = (
        checked.county.code if checked.county is not None else (store.county if store is not None else "")
    )
    tables = would_be(store, [draft], county=county)
    since, until = _months(checked, draft)
    judged = rules.judge(tables, since=since, until=until, source_ids=frozenset({RECEIPT}))
    if "id_no" in checked.cells.columns and "person_month" not in draft.tables and checked.month is not None:
        origin = building.Origin(RECEIPT, checked.salt or RECEIPT, checked.is_synthetic)
        people = building.people_named(checked.month, checked.cells, origin)
        named = {**draft.tables, "person_month": people}
        judged = pl.concat([judged, rules.judge(named, since=since, until=until, rule_ids=OF_NUMBERS)])
    asked = {
        column: _field(checked, column) for column in judged["column_name"].unique() if column is not None
    }
    keys = pl.col("object_key") if store is not None else pl.lit(None, pl.String)
    unanswered = [column for column, field in asked.items() if field is None or _is_empty(checked, field)]
    of_filling = [
        name
        for name, rule in rules.catalogue().items()
        if rule.group == "completeness" and rule.level == WARN
    ]
    # A column that the file does not have, or that nobody in it fills, is no slip of single rows: it is told of the
    # month (数据质量), once it is sealed.
    answered = judged.filter(~(pl.col("rule_id").is_in(of_filling) & pl.col("column_name").is_in(unanswered)))
    return answered.select(
        pl.col("rule_id").alias("rule"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        pl.col("column_name").replace_strict(asked, default=None, return_dtype=pl.String).alias("field"),
        "message",
        keys.alias("object_key"),
    ).unique(["rule", "row", "field"], keep="first", maintain_order=True)


def _is_empty(checked: Checked, field: str) -> bool:
    cells = checked.cells
    return field in cells.columns and cells[field].null_count() == cells.height


def _field(checked: Checked, column: str) -> str | None:
    """Return the field of the file that a column of a table comes from."""
    choices = ASKED.get(column, (column,))
    return next((name for name in choices if name in checked.headers), None)


def _months(checked: Checked, draft: Draft) -> tuple[date, date]:
    """Return the months that the file's rows are judged for: its own, else those that its rows name, else this one.

    A year that cannot be meant (2 for 2023) is a fault of its cell, and nothing to go by; nor is one to come.
    """
    named = [checked.month] if checked.month is not None else _named(draft)
    today = datetime.now(COUNTY_TIME).date().replace(day=1)
    likely = [min(month, today) for month in named if month.year in LIKELY]
    return min(likely, default=today), max(likely, default=today)


def _named(draft: Draft) -> list[date]:
    """Return the first and the last month that the rows of the first table with months or years name."""
    for name, frame in draft.tables.items():
        spec = TABLES[name]
        if spec.part_column is None or spec.parts is Parts.ALL:
            continue
        values = [value for value in frame[spec.part_column].unique() if value is not None]
        if spec.parts is Parts.YEAR:
            years = [value if isinstance(value, int) else value.year for value in values]
            return [date(year, month, 1) for year in years if year in LIKELY for month in (1, 12)]
        if values:
            return [value.replace(day=1) for value in values]
    return []


# -- what only a file can break ------------------------------------------------------------------------------------


def _contradictions(checked: Checked) -> pl.DataFrame:
    """Return where rows of one household say different things of it (rule H03); the first row is believed."""
    cells = checked.cells.filter(pl.col("hh_id").is_not_null())
    facts = [name for name in HOUSEHOLD_FACTS if name in cells.columns]
    firsts = cells.select(
        "row",
        pl.col("row").first().over("hh_id").alias("first"),
        *(pl.col(name).ne_missing(pl.col(name).first().over("hh_id")) for name in facts),
    ).filter((pl.col("row") != pl.col("first")) & ~pl.col("row").is_in(checked.refused_rows.implode()))
    made = [
        found(
            firsts.filter(pl.col(name)),
            "H03",
            pl.format("与同一户第{}行不一致。", pl.col("first")),
            "village" if name == "division_code" else name,
        )
        for name in facts
    ]
    return pl.concat(made) if made else pl.DataFrame(schema=FOUND)


def _repeated(checked: Checked, form: Form | None) -> pl.DataFrame:
    """Return the rows that report what an earlier one reports already (rule C12)."""
    rows = checked.frame.filter(~pl.col("is_refused")).drop("is_refused")
    # a person twice in a list of households is told by the rules of persons
    key = list(form.table.key) if form else ["person_id"] if _is_of_workers(checked) else []
    for name in (part for part in key if part in MADE):
        assert form is not None
        numbers = building.made_numbers(form.table, rows)
        rows = rows.with_columns(
            pl.coalesce(name, numbers).alias(name) if name in rows.columns else numbers.alias(name)
        )
    if not key or any(name not in rows.columns for name in key):
        return pl.DataFrame(schema=FOUND)
    whole = rows.drop_nulls(key).select("row", pl.col("row").first().over(key).alias("first"))
    labels = "、".join(f"“{label}”" for label in _labels(checked, form, key))
    return found(
        whole.filter(pl.col("row") != pl.col("first")),
        "C12",
        pl.format(f"{labels}与第{{}}行相同，同一件事只报一行。请核对后删去一行。", pl.col("first")),
    )


def _is_of_workers(checked: Checked) -> bool:
    return checked.kind is not None and checked.kind.family == "working"


def _labels(checked: Checked, form: Form | None, key: list[str]) -> list[str]:
    asked = {one.name: one.label for one in form.fields} if form else dict(checked.headers)
    asked |= {"town_code": "乡镇", "division_code": "行政村"}
    return [asked.get(name, name) for name in key]
