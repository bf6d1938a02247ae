"""What a sender says of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Said:
    """What the sender says of a file; it must not contradict the file. ``table`` is a form's table or a kind of export."""

    table: str | None = None
    month: date | None = None
    area: str | None = None
