"""Where the table stands in a file, and where each of its columns leads: what exports and forms have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shouwang.intake.forms import Field, Form
from shouwang.intake.kinds import ExportKind, plain_header
from shouwang.intake.reader import Sheet

SEARCHED_ROWS = 20
LONGEST_SHOWN = 30


@dataclass(frozen=True)
class Layout:
    """The table inside a file. ``header_row`` counts from 1; positions count from 0 and go by our name of a column."""

    kind: ExportKind
    sheet: Sheet
    header_row: int
    fields: tuple[Field, ...]
    positions: Mapping[str, int]
    headers: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # a sentence for each needed column that has no header
    form: Form | None = None
    number_at: int | None = None  # the column that numbers the lines (or says that one is an example)
    month: date | None = None  # as the file says inside
    month_of_name: date | None = None  # as its name says, a weaker hint
    labels: tuple[str, ...] = field(default_factory=tuple)  # of the header row, plain

    @property
    def width(self) -> int:
        return len(self.labels)


def plain(text: str) -> str:
    """Return a header without blanks, invisible signs and the star of what must be filled."""
    return plain_header(text).strip("*")


def shown(header: str) -> str:
    """Return a header as a sentence may show it."""
    return header if len(header) <= LONGEST_SHOWN else f"{header[:LONGEST_SHOWN]}…"
