"""Who is looking, and which areas that person may see.

A scope is an ordinary, hashable value: it is an argument of every query and part of every cache key. An empty scope
sees no row of anything. Source of the roles: reliability and security note 2.1; accounts come with the gate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shouwang.errors import AccessDenied, UsageError

_AREA = re.compile(r"\d{6}|\d{9}")


class Role(StrEnum):
    LEADER = "county_leader"
    TOWN_HEAD = "township_head"
    ANALYST = "analyst"
    STEWARD = "data_steward"


ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {Role.LEADER: "县领导", Role.TOWN_HEAD: "乡镇负责人", Role.ANALYST: "分析员", Role.STEWARD: "数据员"}
)


@dataclass(frozen=True)
class Scope:
    """The areas a viewer may see: county codes (6 digits) or township codes (9 digits), sorted, each once."""

    areas: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for area in self.areas:
            if not _AREA.fullmatch(area):
                raise UsageError(f"区划代码“{area}”应为6位县代码或9位乡镇代码。")
        object.__setattr__(self, "areas", tuple(sorted(set(self.areas))))

    @classmethod
    def of(cls, *areas: str) -> Scope:
        return cls(tuple(areas))

    @property
    def counties(self) -> tuple[str, ...]:
        return tuple(area for area in self.areas if len(area) == 6)

    @property
    def towns(self) -> tuple[str, ...]:
        return tuple(area for area in self.areas if len(area) == 9)

    @property
    def is_empty(self) -> bool:
        return not self.areas

    def covers(self, area: str) -> bool:
        """Say whether rows of ``area`` (6, 9 or 12 digits) are inside this scope."""
        return any(area.startswith(mine) for mine in self.areas)


@dataclass(frozen=True)
class Viewer:
    """A person at the screen. There is no default viewer: nobody signed in, nothing runs."""

    user: str
    name: str
    role: Role
    scope: Scope

    @property
    def home_area(self) -> str:
        """The area a page opens on: the county, or the one township of a township head."""
        return self.scope.areas[0]


def check_can_open(viewer: Viewer, area: str) -> None:
    """Raise when the area's own rows (households) are outside the viewer's scope.

    Raises:
        AccessDenied: the same words whether the area does not exist or is somebody else's.
    """
    if not viewer.scope.covers(area):
        raise AccessDenied("这个区域不在您的查看范围内，或不存在。可回到本人范围，或联系县级数据员。")


def can_open(viewer: Viewer, area: str) -> bool:
    try:
        check_can_open(viewer, area)
    except AccessDenied:
        return False
    return True
