"""What the address says: version, area, month, choices, household; and one line for whatever it got wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from shouwang.access import Viewer
from shouwang.errors import VersionUnknown
from shouwang.i18n import t
from shouwang.store import Snapshot, Store
from shouwang.ui import state
from shouwang.ui.areas import Areas
from shouwang.ui.paths import MISSING
from shouwang.ui.rows import is_opening
from shouwang.ui.view import Choice, Page, month_name

_HH = re.compile(r"[0-9a-f]{12}")


def months_of(snapshot: Snapshot) -> tuple[date, ...]:
    """Return the months that have figures, oldest first."""
    texts = snapshot.months("indicator_month") or snapshot.months()
    return tuple(date(int(text[:4]), int(text[5:7]), 1) for text in texts)


def read_snapshot(store: Store, notes: list[str]) -> Snapshot:
    asked = state.get("version")
    if asked is not None and asked.isdigit():
        try:
            return store.snapshot(int(asked))
        except VersionUnknown:
            if not store.numbers():
                raise
    newest = store.snapshot()
    if asked is not None:
        notes.append(t("bar.unknown_version", asked=asked[:20], shown=newest.number))
        state.put("version", None)
    return newest


def has_changed_borders(snapshot: Snapshot) -> bool:
    """Say whether a division of this county was ever merged, split, moved or given another code."""
    return any(entry.rows for entry in snapshot.manifest.parts("division_change").values())


def read_borders(snapshot: Snapshot, month: date, notes: list[str]) -> Snapshot:
    """Return the version by the divisions that the address asks for: of today, or of the month shown."""
    asked = state.get("borders")
    if asked is None or asked == "now":
        return snapshot
    if asked == "then" and has_changed_borders(snapshot):
        return snapshot.with_borders_of(month)
    if asked != "then":
        notes.append(t("bar.unknown_borders", asked=asked[:20]))
    state.put("borders", None)
    return snapshot


def read_area(viewer: Viewer, areas: Areas, wide: bool, notes: list[str]) -> str:
    home = viewer.home_area if viewer.home_area in areas.by_code else areas.county
    asked = state.get("area")
    if asked == "me" or asked is None:
        return home
    allowed = asked in areas.open_codes or (wide and asked in areas.by_code and len(asked) <= 9)
    if allowed:
        return asked
    if (
        (now := areas.today.get(asked)) is not None
        and now in areas.by_code
        and (now in areas.open_codes or wide)
    ):
        notes.append(t("bar.area_of_today", shown=areas.name(now)))
        state.put("area", now)
        return now
    if not wide and asked == areas.county:
        state.put("area", None)  # the county of a comparing page is the own township here
        return home
    notes.append(t("bar.unknown_area", asked=asked[:20], shown=areas.name(home)))
    state.put("area", None)
    return home


def read_month(months: tuple[date, ...], notes: list[str]) -> date:
    latest = months[-1] if months else date.today().replace(day=1)  # noqa: DTZ011
    asked = state.get("month")
    if asked is None:
        return latest
    found = re.fullmatch(r"((?:19|20)\d{2})-?(0[1-9]|1[0-2])", asked)
    if found:
        return date(int(found[1]), int(found[2]), 1)
    notes.append(t("bar.unknown_month", asked=asked[:20], shown=month_name(latest)))
    state.put("month", None)
    return latest


def read_choices(choices: Sequence[Choice], notes: list[str]) -> dict[str, str]:
    chosen = {}
    for choice in choices:
        asked = state.get(choice.name)
        offered = choice.offered
        if asked is not None and asked not in offered:
            shown = offered[choice.unset]
            notes.append(t("bar.unknown_choice", label=choice.label, asked=asked[:20], shown=shown))
            asked = None
            state.put(choice.name, None)
        chosen[choice.name] = choice.unset if asked is None else asked
    return chosen


def read_household(name: str, notes: list[str]) -> str | None:
    asked = state.get("hh")
    if name != "household":
        state.put("hh", None)  # came back from a household: not a filter of this page
        return None
    if asked is None or _HH.fullmatch(asked):
        return asked
    notes.append(t("bar.unknown_hh"))
    state.put("hh", None)
    return None


def tell_unknown_keys(page: Page, more: Sequence[str]) -> None:
    if (missing := state.get(MISSING)) is not None:
        page.notes.append(t("bar.unknown_page", asked=missing[:40], shown=page.title))
        state.put(MISSING, None)
    known = {
        *state.SHARED,
        state.WHO,
        MISSING,
        "hh",
        "p",
        *more,
        *(c.name for c in page.choice_specs),
    }
    for key in state.query():
        if key not in known and not key.startswith(("embed", f"p.{page.id}.")) and not is_opening(key):
            page.notes.append(t("bar.unknown_key", asked=key[:20]))
            state.put(key, None)
