"""The areas a viewer may open, as a tree: county, townships, villages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shouwang import queries
from shouwang.access import Viewer
from shouwang.reference import borders_of
from shouwang.store import Snapshot
from shouwang.ui.kept import Kept


@dataclass(frozen=True)
class Area:
    code: str
    name: str
    short: str
    level: int
    parent: str | None
    counted: bool


@dataclass(frozen=True)
class Areas:
    """Every area by code; ``open_codes`` are those that the viewer's own rows cover.

    ``today`` leads from the code of a division that is gone to the one that holds now.
    """

    by_code: dict[str, Area]
    county: str
    open_codes: frozenset[str]
    today: Mapping[str, str] = field(default_factory=dict)

    def name(self, code: str) -> str:
        return self.by_code[code].name if code in self.by_code else code

    def towns(self) -> list[str]:
        """Return the townships that the viewer may open, by code."""
        return [a.code for a in self.by_code.values() if a.level == 4 and a.code in self.open_codes]

    def villages(self, town: str) -> list[str]:
        return [
            a.code
            for a in self.by_code.values()
            if a.level == 5 and a.parent == town and a.code in self.open_codes
        ]

    def town_of(self, code: str) -> str | None:
        return code[:9] if len(code) >= 9 else None

    def path(self, code: str) -> list[str]:
        """Return the codes from the county down to this area."""
        return [code[:length] for length in (6, 9, 12) if length <= len(code)]


_areas: Kept[Areas] = Kept(64)


def areas_for(viewer: Viewer, snapshot: Snapshot) -> Areas:
    """Return the areas of this version that this viewer's scope lets be named."""
    return _areas.get((snapshot.identity, viewer.scope), lambda: _read(viewer, snapshot))


def _read(viewer: Viewer, snapshot: Snapshot) -> Areas:
    rows = queries.run("overview/areas", viewer=viewer, snapshot=snapshot)
    found = {
        row["area_code"]: Area(
            row["area_code"],
            row["name"],
            row["short_name"],
            row["level"],
            row["parent_code"],
            row["in_county_total"],
        )
        for row in rows.iter_rows(named=True)
    }
    today = borders_of(queries.run("time_line/changes", viewer=viewer, snapshot=snapshot)).today
    opened = frozenset(code for code in found if viewer.scope.covers(today.get(code, code)))
    return Areas(found, snapshot.county, opened, today)
