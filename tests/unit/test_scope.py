"""Who may open which area."""

from __future__ import annotations

import pytest

from shouwang.access import Role, Scope, Viewer, can_open, check_can_open
from shouwang.errors import AccessDenied, UsageError

HEAD = Viewer("head", "刘仁八镇负责人", Role.TOWN_HEAD, Scope.of("420281107"))
LEADER = Viewer("leader", "县领导", Role.LEADER, Scope.of("420281"))
NOBODY = Viewer("x", "无权者", Role.ANALYST, Scope())


@pytest.mark.parametrize(
    ("viewer", "area", "may"),
    [
        (LEADER, "420281", True),
        (LEADER, "420281107", True),
        (LEADER, "420281107201", True),
        (LEADER, "430922119", False),
        (HEAD, "420281107", True),
        (HEAD, "420281107201", True),
        (HEAD, "420281101", False),
        (HEAD, "420281101200", False),
        (HEAD, "420281", False),
        (NOBODY, "420281", False),
    ],
)
def test_an_area_opens_only_inside_the_scope(viewer: Viewer, area: str, may: bool) -> None:
    assert can_open(viewer, area) is may


def test_a_foreign_area_and_one_that_does_not_exist_get_the_same_words() -> None:
    answers = []
    for area in ("420281101", "420281999"):
        with pytest.raises(AccessDenied) as refusal:
            check_can_open(HEAD, area)
        answers.append(str(refusal.value))
    assert answers[0] == answers[1]


def test_two_scopes_of_the_same_areas_are_one_key() -> None:
    assert Scope.of("420281107", "420281101", "420281101") == Scope.of("420281101", "420281107")
    assert len({Scope.of("420281101"), Scope.of("420281101"), Scope()}) == 2


@pytest.mark.parametrize("area", ["", "4202", "42028110", "420281101200", "刘仁八镇", "420281' OR '1'='1"])
def test_a_scope_takes_only_codes_of_counties_and_townships(area: str) -> None:
    with pytest.raises(UsageError):
        Scope.of(area)
