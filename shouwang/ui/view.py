"""What a page is about: the model behind the frame. Reads nothing, draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

import polars as pl

from shouwang import queries
from shouwang.access import Role, Viewer
from shouwang.i18n import t
from shouwang.store import Snapshot
from shouwang.ui import state
from shouwang.ui.areas import Areas
from shouwang.ui.kept import Kept
from shouwang.ui.words import column_codes

ALL = ""  # the choice that filters nothing
V = TypeVar("V")
# Some 50 kB each at most: charts of a page for the months and townships looked at lately.
_worked_out: Kept[Any] = Kept(256)


@dataclass(frozen=True)
class Choice:
    """A filter of one page: its name in the URL, its label, its codes with their labels.

    Without a ``default`` the first choice is 全部 (``page.value`` is None). Up to five codes are shown as segments.
    """

    name: str
    label: str
    options: Mapping[str, str]
    default: str | None = None

    @property
    def offered(self) -> dict[str, str]:
        return dict(self.options) if self.default is not None else {ALL: t("bar.all"), **self.options}

    @property
    def unset(self) -> str:
        return self.default if self.default is not None else ALL


@dataclass
class Page:
    """What a page is about: who looks, at which version, area and month, with which choices."""

    id: str
    title: str
    viewer: Viewer
    snapshot: Snapshot
    areas: Areas
    area: str
    month: date
    months: tuple[date, ...]
    choices: dict[str, str]
    choice_specs: tuple[Choice, ...]
    hh: str | None = None
    wide: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def area_name(self) -> str:
        return self.areas.name(self.area)

    @property
    def level(self) -> int:
        """3 county, 4 township, 5 village."""
        return {6: 3, 9: 4}.get(len(self.area), 5)

    @property
    def town(self) -> str | None:
        """The township of the area, None for the county."""
        return self.areas.town_of(self.area)

    @property
    def own_town(self) -> str | None:
        """The township to be marked among its peers: the area's, or the viewer's own."""
        return self.town or (self.viewer.home_area if len(self.viewer.home_area) == 9 else None)

    @property
    def sees_names(self) -> bool:
        """Say whether lists may name people (masked): the county's leaders see households without names."""
        return self.viewer.role is not Role.LEADER

    @property
    def month_name(self) -> str:
        return month_name(self.month)

    def value(self, name: str) -> str | None:
        """Return the code chosen, None for 全部."""
        return self.choices[name] or None

    def ask(self, name: str, **params: object) -> pl.DataFrame:
        """Return a query's rows in this viewer's scope and this version (shared, read-only)."""
        return queries.run(name, viewer=self.viewer, snapshot=self.snapshot, **params)

    def keep(self, name: str, make: Callable[[], V]) -> V:
        """Return what ``make`` works out from this page's version, scope, area, month and choices; worked out once.

        For arranged rows and figures, shared between viewers of one scope: read-only, and never anything else's input.
        """
        chosen = tuple(sorted(self.choices.items()))
        key = (self.snapshot.identity, self.viewer.scope, self.id, self.area, self.month, chosen, name)
        return cast(V, _worked_out.get(key, make))

    def words(self, column: str) -> dict[str, str]:
        """Return code -> label of a column of the schema, as the regime of this page's month names them."""
        renamed = self.ask("time_line/terms", month=self.month, of_column=column)
        return {**(column_codes(column) or {}), **dict(renamed.iter_rows())}

    def earlier(self, months: int) -> date:
        """Return the month so many months before this page's (for the windows of trends)."""
        return shift(self.month, -months)

    def siblings(self, area: str) -> list[str]:
        """Return the areas beside an area (itself among them) that this page can be turned to, by code."""
        if len(area) == 9:
            towns = [one.code for one in self.areas.by_code.values() if one.level == 4]
            return sorted(one for one in towns if self.reaches(one))
        return sorted(self.areas.villages(area[:9])) if len(area) == 12 else []

    def reaches(self, area: str) -> bool:
        """Say whether this page can be turned to an area (on a comparing page also to other townships)."""
        return area in self.areas.open_codes or (self.wide and area in self.areas.by_code and len(area) <= 9)

    def where(self) -> dict[str, str]:
        """Return the URL of this view: area, month, version and choices, for links to other pages."""
        found = {"area": self.area, "month": f"{self.month:%Y-%m}"}
        if not self.snapshot.is_latest:
            found["version"] = str(self.snapshot.number)
        if self.snapshot.borders_of is not None:
            found["borders"] = "then"
        if who := state.get(state.WHO):
            found[state.WHO] = who
        return found

    def said(self) -> list[tuple[str, str]]:
        """Return the filters spelled out: what the chips, the empty state and the exports say."""
        told = [(t("bar.area_town"), self.area_name), (t("bar.month"), self.month_name)]
        if self.snapshot.borders_of is not None:
            told.append((t("bar.borders"), t("bar.borders_then")))
        return told + [(c.label, c.offered[self.choices[c.name]]) for c in self.choice_specs]


def month_name(month: date) -> str:
    return t("bar.month_text", year=month.year, month=month.month)


def shift(month: date, by: int) -> date:
    """Return the first day of the month so many months later (or earlier, if negative)."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
