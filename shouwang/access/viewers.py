"""Viewers without accounts: named on the command line (``--as``) or, in a demo store, chosen on the screen.

county_leader, analyst, data_steward    the whole county
town:420281101                          the head of one township
"""

from __future__ import annotations

import re

from shouwang.access.scope import ROLE_LABELS, Role, Scope, Viewer
from shouwang.errors import UsageError

_TOWN = re.compile(r"town:(\d{9})")
COUNTY_ROLES = (Role.LEADER, Role.ANALYST, Role.STEWARD)


def viewer_named(text: str, county: str) -> Viewer:
    """Return the viewer whom ``text`` names in a county.

    Raises:
        UsageError: no such name, or a township of another county.
    """
    name = text.strip()
    if found := _TOWN.fullmatch(name):
        town = found[1]
        if not town.startswith(county):
            raise UsageError(f"身份“{name}”不是本县({county})的乡镇。没有显示任何数据。")
        return Viewer(name, f"{town}{ROLE_LABELS[Role.TOWN_HEAD]}", Role.TOWN_HEAD, Scope.of(town))
    for role in COUNTY_ROLES:
        if name in {role.value, ROLE_LABELS[role]}:
            return Viewer(name, ROLE_LABELS[role], role, Scope.of(county))
    known = "、".join(role.value for role in COUNTY_ROLES)
    raise UsageError(f"不认识身份“{name}”。可用: {known}，或 town: 加9位乡镇代码，如 town:{county}101。")
