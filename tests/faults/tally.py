"""What a test of faults tried: how often, where it fell, how it ended, and what it violated. Printed as one table."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

Row = tuple[str, int, str, str, int]


@dataclass
class Tally:
    name: str
    where: Counter[str] = field(default_factory=Counter)
    how: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        return sum(self.how.values())

    @contextmanager
    def holds(self, what: object) -> Iterator[None]:
        """Note an invariant that does not hold, and go on: the long run is to find them all."""
        try:
            yield
        except AssertionError as fault:
            place = traceback.extract_tb(fault.__traceback__)[-1]
            self.violations.append(f"{what}: {place.name}:{place.lineno} {str(fault)[:400]}")

    @property
    def row(self) -> Row:
        return (
            self.name.removeprefix("test_"),
            self.tried,
            _told(self.where),
            _told(self.how),
            len(self.violations),
        )


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def table(rows: Sequence[Row]) -> list[str]:
    """Return the lines of the table, widest columns last."""
    if not rows:
        return []
    lines = [f"{'tried':>6} {'violations':>10}  what | where it fell | how it ended"]
    for name, tried, where, how, violations in rows:
        lines.append(f"{tried:>6} {violations:>10}  {name.replace('_', ' ')} | {where} | {how}")
    total = sum(row[1] for row in rows)
    return [*lines, f"{total:>6} {sum(row[4] for row in rows):>10}  in all"]
