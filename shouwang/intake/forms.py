"""What a table asks of people: its columns without ours, places by name instead of by code.

A form is derived from the schema alone; template and reader both go by it. Ours are the codes of places, the pseudonym
of a household, and where a row came from. A number that nobody outside has (of a visit, a payment) may stay empty: it is
made from the row.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from shouwang.errors import UsageError
from shouwang.intake.kinds import ExportKind, plain_header, table_aliases
from shouwang.schema import CONFIG_TABLES, SOURCE_TABLES, TABLES, Column, Kind, Reach, Sensitive, Table
from shouwang.schema.document import KINDS as KIND_LABELS

EXAMPLE_MARK = "示例"
NUMBER_LABEL = "序号"
COUNTY, TOWN, VILLAGE = "county", "town", "village"
WITHOUT_FORM = frozenset({"division_shape", "indicator_meta"})  # drawn shapes; made from the catalogue
MADE = frozenset(
    {
        "measure_id",
        "visit_id",
        "benefit_id",
        "settlement_id",
        "claim_id",
        "pay_id",
        "allocation_id",
        "post_id",
        "interview_id",
        "sale_id",
        "meeting_id",
    }
)
_OURS = frozenset({"hh_key", "source_id", "source_row", "is_synthetic"})
_PLACES = frozenset({"town_code", "division_code"})
_HOUSEHOLD = Column("hh_id", "户编号", Kind.TEXT, required=True)

_EXAMPLES = {
    "hh_id": "42028110700000001", "person_id": "4202811070000000101", "id_no": "420299198001010014",
    "birth_date": "1980-01-01", "project_id": "XM2023001", "asset_id": "ZC2023001",
    "case_id": "GA2023001", "division_code": "420281107", "town_code": "420281107",
    "parent_code": "420281", "county_code": "420281", "level": "4", "lon": "114.87", "lat": "30.05", "days": "15",
}  # fmt: skip
_SENSITIVE = {Sensitive.NAME: "周试", Sensitive.PHONE: "10012345678"}
_BY_KIND = {
    Kind.TEXT: "文字",
    Kind.INT: "2",
    Kind.DATE: "2023-11-08",
    Kind.MONTH: "2023-11",
    Kind.BOOL: "是",
    Kind.MONEY: "1200.50",
    Kind.DECIMAL: "1.50",
    Kind.RATIO: "0.85",
    Kind.DOUBLE: "1.5",
}


@dataclass(frozen=True)
class Field:
    """One column of a form. ``column`` is the schema's, or one of ours for a place or a household asked by name or number."""

    column: Column
    required: bool

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def label(self) -> str:
        return self.column.label

    @property
    def header(self) -> str:
        """The label as printed; what must be filled has a star."""
        return f"{self.label}*" if self.required else self.label

    @property
    def labels(self) -> tuple[str, ...]:
        """What may be chosen; empty where anything may be written."""
        if self.column.kind is Kind.BOOL:
            return ("是", "否")
        return tuple(self.column.codes.values()) if self.column.codes is not None else ()

    @property
    def type_label(self) -> str:
        return "代码" if self.column.codes is not None else KIND_LABELS[self.column.kind]

    @property
    def example(self) -> str:
        if self.column.example or self.labels:
            return self.column.example or self.labels[0]
        if self.column.sensitive in _SENSITIVE:
            return _SENSITIVE[self.column.sensitive]
        return _EXAMPLES.get(self.name, _BY_KIND[self.column.kind])


@dataclass(frozen=True)
class Form:
    """A table as people fill it in."""

    table: Table
    fields: tuple[Field, ...]

    @property
    def has_places(self) -> bool:
        return any(one.name == TOWN for one in self.fields)

    @property
    def has_village(self) -> bool:
        return any(one.name == VILLAGE for one in self.fields)

    @property
    def month_column(self) -> str | None:
        """The column that says which month a row belongs to, if the table is one of months."""
        wanted = self.table.part_column
        return wanted if wanted is not None and self.table.column(wanted).kind is Kind.MONTH else None

    @property
    def stamp(self) -> str:
        """Twelve places that change whenever what is asked changes: a template of another stamp is an old one."""
        asked = [
            [one.name, one.label, one.column.kind.value, one.required, list((one.column.codes or {}).items())]
            for one in self.fields
        ]
        text = json.dumps([self.table.name, asked], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def allows_county(self) -> bool:
        """Whether a row may be the county's own (the schema says so where it asks for the township)."""
        return self.has_places and "县本级" in self.table.column("town_code").help

    def field(self, name: str) -> Field:
        return next(one for one in self.fields if one.name == name)

    @property
    def kind(self) -> ExportKind:
        """The form as a kind of file that comes in."""
        needed = tuple(one.name for one in self.fields if one.required)
        return ExportKind(
            self.table.name,
            self.table.label,
            "table",
            (self.table.label,),
            needed,
            needed,
            (self.table.name,),
            "true",
        )

    def headers(self) -> dict[str, str]:
        """Return plain header -> field name: labels, labels without their unit where that is clear, and aliases."""
        names = {one.name for one in self.fields} | {COUNTY}
        found = {header: name for header, name in table_aliases(self.table.name).items() if name in names}
        short: dict[str, set[str]] = {}
        for one in self.fields:
            short.setdefault(plain_header(one.label).split("(")[0], set()).add(one.name)
        found |= {text: next(iter(which)) for text, which in short.items() if text and len(which) == 1}
        return found | {plain_header(one.label): one.name for one in self.fields}


def form_names() -> tuple[str, ...]:
    """Return the tables that have a form, in the order of the schema."""
    return tuple(table.name for table in (*SOURCE_TABLES, *CONFIG_TABLES) if table.name not in WITHOUT_FORM)


@lru_cache(maxsize=64)
def form_for(name: str) -> Form:
    """Return the form of a table.

    Raises:
        UsageError: there is no such table, or it is not one that people fill in.
    """
    if name not in form_names():
        raise UsageError(f"没有“{name}”的表样。可用的有: {'、'.join(form_names())}。")
    table = TABLES[name]
    if table.reach is not Reach.TOWN:
        asked = [column for column in table.columns if column.name not in _OURS]
        return Form(table, tuple(Field(column, column.required) for column in asked))
    fields = [Field(_town(table), required=True)]
    if "division_code" in table.names:
        fields.append(Field(Column(VILLAGE, "行政村"), table.column("division_code").required))
    if "hh_key" in table.names and "hh_id" not in table.names:
        fields.append(Field(_HOUSEHOLD, required=True))
    asked = [column for column in table.columns if column.name not in _OURS | _PLACES]
    fields += [Field(column, column.required and column.name not in MADE) for column in asked]
    return Form(table, tuple(fields))


def _town(table: Table) -> Column:
    return Column(TOWN, "乡镇", help=table.column("town_code").help)
