"""What a submission is called on the screen: its kind, its place, its people, its verdict, its way."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from shouwang import formatting
from shouwang.access import ROLE_LABELS, Role
from shouwang.desk import State, Submission, SubmissionEvent
from shouwang.i18n import t
from shouwang.intake import KINDS
from shouwang.intake.locating import county as county_of
from shouwang.schema import TABLES
from shouwang.ui import state as address_bar
from shouwang.ui.viewer import demo_viewers

_TOWN = re.compile(r"town:(\d{9})")
# The way of a file that goes well; the others leave it at one of these.
WAY = (State.RECEIVED, State.CHECKED, State.ACCEPTED, State.CONFIRMED, State.PUBLISHED)
# Sign and tone of a state, as in 上报进度: colour never alone.
SIGNS: Mapping[State, tuple[str, str]] = {
    State.RECEIVED: ("…", "way"), State.CHECKED: ("…", "way"), State.HELD: ("!", "mend"), State.REFUSED: ("✕", "late"),
    State.ACCEPTED: ("◑", "way"), State.CONFIRMED: ("◕", "way"), State.PUBLISHED: ("✓", "done"),
    State.SUPERSEDED: ("–", "open"), State.INTERRUPTED: ("▲", "mend"), State.WITHDRAWN: ("–", "open"),
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What came of a file: ``kind`` is good, mend, bad or calm; ``title`` is the verdict, ``text`` what to do now."""

    kind: str
    sign: str
    title: str
    text: str


def kind_name(kind: str | None) -> str:
    """Return the name of a table's form or of an export."""
    if kind is None:
        return t("reporting.unknown_kind")
    if kind in KINDS:
        return t("reporting.export", name=KINDS[kind].label)
    return TABLES[kind].label if kind in TABLES else kind


def place_name(county: str, area: str | None) -> str:
    if area is None:
        return t("reporting.unknown_area")
    found = county_of(county)
    if area == county:
        return found.name
    return found.town_name(area[:9]) if area[:9] in found.towns.values() else area


def month_of(month: str | None) -> str:
    return (
        t("bar.month_text", year=int(month[:4]), month=int(month[5:])) if month else t("reporting.no_month")
    )


def person(county: str, user: str) -> str:
    """Return who somebody is: a township by its name, a role by its label."""
    if found := _TOWN.fullmatch(user):
        return place_name(county, found[1])
    if user in demo_viewers():
        return demo_viewers()[user]
    return ROLE_LABELS[Role(user)] if user in {role.value for role in Role} else user


def moment(at: str) -> str:
    """Return ``2023-12-01 08:30`` of a time that was written down."""
    return at[:16].replace("T", " ")


def state_html(state: State) -> str:
    sign, tone = SIGNS[state]
    return (
        f'<span class="sw-st sw-st-{tone}"><b aria-hidden="true">{sign}</b>'
        f"{html.escape(t(f'reporting.state_{state.value}'))}</span>"
    )


def verdict(one: Submission) -> Verdict:
    """Return the verdict on a submission in plain words."""
    state = one.state
    counts = {
        "refused": formatting.number(one.rows_refused),
        "taken": formatting.number(one.rows_taken),
        "version": one.version,
        "by": one.superseded_by or "",
        "why": one.message or "",
    }
    kind = {
        State.HELD: "mend", State.REFUSED: "bad", State.INTERRUPTED: "mend", State.ACCEPTED: "good",
        State.CONFIRMED: "good", State.PUBLISHED: "good",
    }.get(state, "calm")  # fmt: skip
    name = state.value
    if state is State.ACCEPTED and one.left_out_by is not None:
        name = "left_out"
    return Verdict(
        kind, SIGNS[state][0], t(f"reporting.verdict_{name}", **counts), t(f"reporting.todo_{name}", **counts)
    )


def way_html(county: str, one: Submission, events: tuple[SubmissionEvent, ...]) -> str:
    """Return the way of a submission: what has been, with who and when, where it stands, what is still to come."""
    told = []
    for number, event in enumerate(events):
        is_last = number == len(events) - 1
        sign = SIGNS[event.to_state][0] if is_last else "✓"
        note = f"<small>{html.escape(event.message)}</small>" if event.message else ""
        told.append(
            f'<li class="{"now" if is_last else "done"}">{sign} {html.escape(t(f"reporting.state_{event.to_state.value}"))}'
            f"<small>{html.escape(person(county, event.actor))}</small><small>{moment(event.at)}</small>{note}</li>"
        )
    for state in _still_to_come(one.state):
        told.append(f'<li class="next">○ {html.escape(t(f"reporting.next_{state.value}"))}</li>')
    return f'<ol class="sw-path">{"".join(told)}</ol>'


def _still_to_come(state: State) -> tuple[State, ...]:
    if state in WAY:
        return WAY[WAY.index(state) + 1 :]
    return (State.ACCEPTED, State.CONFIRMED, State.PUBLISHED) if state in {State.HELD, State.REFUSED} else ()


def address(receipt: str) -> str:
    """Return the address of a submission; a demo's chosen person travels with it."""
    who = address_bar.get(address_bar.WHO)
    return "reporting?" + urlencode({"receipt": receipt, **({address_bar.WHO: who} if who else {})})
