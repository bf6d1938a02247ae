"""The tree of errors that a person may see.

    ShouwangError            safe to show: a Chinese sentence, no path, no SQL, nothing about a person
    ├── UsageError           wrong call or wrong setting                      exit code 2
    │   ├── ConfigError      a setting or a reference file is wrong (names file and key)
    │   └── QueryError       no such query; a parameter is missing, unknown or malformed
    ├── DataFaults           files have faults; keeps all of them             exit code 1
    ├── AccessDenied         this viewer may not                              exit code 3
    └── MachineError         disk, permissions, damaged or foreign store      exit code 4
        ├── StoreMissing     no store there
        ├── StoreDamaged     a file does not match its SHA-256, or is gone
        ├── StoreForeign     store format newer (or older) than this program
        ├── VersionUnknown   no such version
        └── PublishConflict  somebody else published first

Anything else that is raised is our own bug: it is logged with a number and shown as "内部错误(编号)" (exit code 70).
A message says what happened, where, what was kept, and what to do.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass


class ShouwangError(Exception):
    """Base of everything that may be shown to a person as it stands."""

    exit_code = 70


class UsageError(ShouwangError):
    exit_code = 2


class ConfigError(UsageError):
    """A setting or reference file is wrong; the message names the file and the key."""


class QueryError(UsageError):
    """A query was called wrongly."""


class AccessDenied(ShouwangError):
    exit_code = 3


class MachineError(ShouwangError):
    exit_code = 4


class StoreMissing(MachineError): ...


class StoreDamaged(MachineError): ...


class StoreForeign(MachineError): ...


class VersionUnknown(MachineError):
    exit_code = 2


class PublishConflict(MachineError): ...


@dataclass(frozen=True)
class Problem:
    """One fault in a file, at one place.

    ``value`` is only filled for columns that cannot identify a person; others carry a masked value.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    rule: str
    level: str  # "reject_file" | "reject_row" | "warning"
    message: str
    value: str | None = None

    def sentence(self) -> str:
        """Return the fault as one Chinese line: place, then what is wrong and what to do."""
        place = [f"工作表“{self.sheet}”"] if self.sheet else []
        if self.row is not None:
            place.append(f"第{self.row}行")
        if self.column:
            place.append(f"“{self.column}”列")
        return f"{self.file} {' '.join(place)}: {self.message}".replace("  ", " ")


class DataFaults(ShouwangError):
    """Files with faults: every one of them is kept in ``problems``."""

    exit_code = 1

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def new_error_number() -> str:
    """Return a short number under which an unexpected error is logged, like ``E-7K2M``."""
    return "E-" + "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(4))
