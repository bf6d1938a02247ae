"""What a case is, and the list of all: ``CASES`` fills as the modules of groups are imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.intake.bad.bases import EVERY, base
from tests.intake.bad.draft import Draft

RF, RR, AW, A = "RF", "RR", "AW", "A"
Value = tuple[int, str, object]


@dataclass
class Sent:
    """One file as it is sent: bytes, the name it is given, what the sender says beside it, and what must come out.

    ``at`` is the (row, header) that a refused row must name; ``rows`` how many rows come in where that is certain;
    ``reads`` (row, field, value) which cells must be read how where the row is taken.
    """

    content: bytes
    name: str
    said: Mapping[str, Any] = field(default_factory=dict)
    at: tuple[int, str | None] | None = None
    rows: int | None = None
    reads: tuple[Value, ...] = ()
    secrets: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    name: str
    group: str
    verdict: str
    also: tuple[str, ...]
    bases: tuple[str, ...]
    make: Callable[[Draft], Any]
    about: str = ""

    @property
    def allowed(self) -> set[str]:
        return {self.verdict, *self.also}

    def sent(self, name: str) -> Sent:
        """Return the spoilt file, made of one of the sound ones."""
        draft = base(name)
        made = self.make(draft)
        if not isinstance(made, Sent):
            made = Sent(made if isinstance(made, bytes) else draft.xlsx(), draft.name)
        made.secrets = made.secrets | frozenset(draft.secrets)
        if made.name.endswith((".csv", ".txt")) and draft.is_template:
            made.said = {
                "table": draft.table,
                **made.said,
            }  # an export says what it is by its title; a form has it in its properties
        made.said = {**draft.said, **made.said}
        return made


CASES: list[Case] = []


def case(
    name: str, verdict: str, also: str = "", *, on: tuple[str, ...] | str = EVERY, group: str = ""
) -> Callable[[Callable[[Draft], Any]], Callable[[Draft], Any]]:
    """Register a case: ``also`` are the verdicts that another careful product may give."""

    def register(make: Callable[[Draft], Any]) -> Callable[[Draft], Any]:
        bases = (on,) if isinstance(on, str) else on
        where = group or make.__module__.rsplit(".", 1)[1]
        CASES.append(
            Case(name, where, verdict, tuple(also.split()), bases, make, (make.__doc__ or "").strip())
        )
        return make

    return register


def cell(
    name: str,
    role: str,
    change: Callable[[Any], Any] | object,
    verdict: str,
    also: str = "",
    *,
    group: str,
    on: tuple[str, ...] = EVERY,
    reads: object = None,
    index: int = 2,
    is_elsewhere: bool = False,
) -> None:
    """Register a case of one cell: ``change`` is its new value, or makes it of the old one.

    ``is_elsewhere``: what refuses the row may be named at another cell that no longer agrees with this one.
    """

    def make(draft: Draft) -> Sent:
        old = draft.get(role, index)
        new = change(old) if callable(change) else change
        draft.put(role, new, index)
        row = draft.row(index)
        told = (
            ((row, draft.roles.get(role, role), reads(old) if callable(reads) else reads),)
            if reads is not None
            else ()
        )
        return Sent(
            draft.xlsx(), draft.name, at=(row, None if is_elsewhere else draft.header(role)), rows=len(draft.data), reads=told,
            secrets=frozenset({str(old)} if role in {"id", "name", "phone"} and len(str(old)) > 2 else ()),
        )  # fmt: skip

    bases = tuple(one for one in on if base(one).has(role))
    CASES.append(Case(name, group, verdict, tuple(also.split()), bases, make))
