"""Viewer, role, scope, masking. Low in the house: everything that answers needs it."""

from shouwang.access.masking import mask, masked_sql
from shouwang.access.pseudonym import hh_key
from shouwang.access.scope import ROLE_LABELS, Role, Scope, Viewer, can_open, check_can_open

__all__ = [
    "ROLE_LABELS", "Role", "Scope", "Viewer", "can_open", "check_can_open", "hh_key", "mask", "masked_sql",
]  # fmt: skip
