"""The frame of every page: title, snapshot bar, area and month, chips, and one line for whatever the URL got wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from shouwang import queries
from shouwang.access import Viewer
from shouwang.config import PAGES, settings
from shouwang.errors import ShouwangError, VersionUnknown
from shouwang.i18n import t
from shouwang.store import Snapshot, Store
from shouwang.ui import state
from shouwang.ui.areas import Areas, areas_for
from shouwang.ui.kept import Kept
from shouwang.ui.paths import MISSING

STYLE = Path(__file__).parent / "style.css"
ALL = ""  # the choice that filters nothing
_HH = re.compile(r"[0-9a-f]{12}")


V = TypeVar("V")
# Some 50 kB each at most: charts of a page for the months and townships looked at lately.
_worked_out: Kept[Any] = Kept(256)


@dataclass(frozen=True)
class Choice:
    """A filter of one page: its name in the URL, its label, its codes with their labels.

    Without a ``default`` the first choice is 全部 (``page.value`` is None). Up to five codes are shown as segments.
    """

    name: str
    label: str
    options: Mapping[str, str]
    default: str | None = None

    @property
    def offered(self) -> dict[str, str]:
        return dict(self.options) if self.default is not None else {ALL: t("bar.all"), **self.options}

    @property
    def unset(self) -> str:
        return self.default if self.default is not None else ALL


@dataclass
class Page:
    """What a page is about: who looks, at which version, area and month, with which choices."""

    id: str
    title: str
    viewer: Viewer
    snapshot: Snapshot
    areas: Areas
    area: str
    month: date
    months: tuple[date, ...]
    choices: dict[str, str]
    choice_specs: tuple[Choice, ...]
    hh: str | None = None
    wide: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def area_name(self) -> str:
        return self.areas.name(self.area)

    @property
    def level(self) -> int:
        """3 county, 4 township, 5 village."""
        return {6: 3, 9: 4}.get(len(self.area), 5)

    @property
    def town(self) -> str | None:
        """The township of the area, None for the county."""
        return self.areas.town_of(self.area)

    @property
    def own_town(self) -> str | None:
        """The township to be marked among its peers: the area's, or the viewer's own."""
        return self.town or (self.viewer.home_area if len(self.viewer.home_area) == 9 else None)

    @property
    def month_name(self) -> str:
        return month_name(self.month)

    def value(self, name: str) -> str | None:
        """Return the code chosen, None for 全部."""
        return self.choices[name] or None

    def ask(self, name: str, **params: object) -> pl.DataFrame:
        """Return a query's rows in this viewer's scope and this version (shared, read-only)."""
        return queries.run(name, viewer=self.viewer, snapshot=self.snapshot, **params)

    def keep(self, name: str, make: Callable[[], V]) -> V:
        """Return what ``make`` works out from this page's version, scope, area, month and choices; worked out once.

        For arranged rows and figures, shared between viewers of one scope: read-only, and never anything else's input.
        """
        chosen = tuple(sorted(self.choices.items()))
        key = (self.snapshot.identity, self.viewer.scope, self.id, self.area, self.month, chosen, name)
        return cast(V, _worked_out.get(key, make))

    def earlier(self, months: int) -> date:
        """Return the month so many months before this page's (for the windows of trends)."""
        return shift(self.month, -months)

    def reaches(self, area: str) -> bool:
        """Say whether this page can be turned to an area (on a comparing page also to other townships)."""
        return area in self.areas.open_codes or (self.wide and area in self.areas.by_code and len(area) <= 9)

    def where(self) -> dict[str, str]:
        """Return the URL of this view: area, month, version and choices, for links to other pages."""
        found = {"area": self.area, "month": f"{self.month:%Y-%m}"}
        if not self.snapshot.is_latest:
            found["version"] = str(self.snapshot.number)
        if who := state.get(state.WHO):
            found[state.WHO] = who
        return found

    def said(self) -> list[tuple[str, str]]:
        """Return the filters spelled out: what the chips, the empty state and the exports say."""
        told = [(t("bar.area_town"), self.area_name), (t("bar.month"), self.month_name)]
        return told + [(c.label, c.offered[self.choices[c.name]]) for c in self.choice_specs]


def open_page(
    name: str,
    viewer: Viewer,
    *,
    choices: Sequence[Choice] = (),
    wide: bool = False,
    collecting: date | None = None,
    keys: Sequence[str] = (),
    bare: bool = False,
) -> Page:
    """Draw the frame of a page and return what it is about; all of it is read from the URL.

    Args:
        name: the page's id, which is its file's name and its URL.
        choices: the page's own filters.
        wide: the page compares townships, so its areas reach the whole county for everybody (marts only).
        collecting: a month that is being collected: offered beside those that have figures, and opened first.
        keys: what else may stand in this page's URL.
        bare: the page is not about an area and a month; neither is asked for, and a month without data is no stop.

    A store that cannot be read, or a month without data, is said in words and the script stops.
    """
    if STYLE.exists():
        st.html(STYLE)
    title = t(f"app.page_{name}")
    state.arrive(name)
    notes: list[str] = []
    try:
        store = Store.open(settings().store)
        snapshot = _snapshot(store, notes)
        areas = areas_for(viewer, snapshot)
    except ShouwangError as fault:
        st.title(title, anchor=False)
        kind = st.info if isinstance(fault, VersionUnknown) else st.error
        kind(str(fault), title=t("empty.no_version_title" if kind is st.info else "empty.fault"))
        st.stop()
    months = months_of(snapshot)
    if collecting is not None:
        months = tuple(sorted({*months, collecting}))
    page = Page(
        id=name, title=title, viewer=viewer, snapshot=snapshot, areas=areas,
        area=_area(viewer, areas, wide, notes), month=_month(months, notes), months=months,
        choices=_choices(choices, notes), choice_specs=tuple(choices), hh=_household(name, notes), wide=wide, notes=notes,
    )  # fmt: skip
    _unknown_keys(page, keys)
    _draw(page, wide, bare=bare)
    if page.month not in months and not bare:
        stop_without_month(page)
    return page


def stop_if_empty(rows: pl.DataFrame, page: Page) -> None:
    """Stop with three lines when there are no rows: what was asked, why there is nothing, what to do."""
    if not rows.is_empty():
        return
    asked = " · ".join(f"{label}: {value}" for label, value in page.said())
    filtered = any(page.choices[c.name] != c.unset for c in page.choice_specs)
    st.info(
        "\n\n".join(
            (
                t("empty.asked", what=asked),
                t("empty.why_none"),
                t("empty.todo_filters" if filtered else "empty.todo_other"),
            )
        ),
        title=t("empty.title"),
    )
    st.stop()


def stop_without_month(page: Page) -> NoReturn:
    """Say that the month has no data, and offer those that have."""
    st.info(
        t("empty.no_month_why") + " " + t("empty.no_month_todo" if page.months else "empty.todo_other"),
        title=t("empty.no_month_title", month=page.month_name),
    )
    with st.container(horizontal=True):
        for month in list(reversed(page.months))[:6]:
            text = f"{month:%Y-%m}"
            st.button(month_name(month), key=f"month.{text}", on_click=state.setter("month", text))
    st.stop()


def goto(page: Page, name: str, **where: str) -> NoReturn:
    """Open another page at this area, month and version (changed by ``where``, e.g. ``hh``)."""
    st.switch_page(PAGES / f"{name}.py", query_params={**page.where(), **where})


def link(page: Page, name: str, label: str, **where: str) -> None:
    """Draw a link to another page at this area, month and version (changed by ``where``).

    A link to this same page is a button: Streamlit follows it, but leaves the old address standing in the browser.
    """
    if name == page.id:
        usual = {"area": page.viewer.home_area, **{c.name: c.unset for c in page.choice_specs}}
        changed = {key: None if value == usual.get(key) else value for key, value in where.items()}
        at = ".".join(where.values())
        st.button(label, key=f"link.{at}", on_click=state.assign({**changed, "p": None}))
        return
    if not (PAGES / f"{name}.py").exists() or not state.has_menu():
        return  # a page file that runs alone has nowhere to go
    st.page_link(PAGES / f"{name}.py", label=label, query_params={**page.where(), **where})


def open_area(page: Page, code: str | None) -> None:
    """Turn this page to another area (a township that was clicked), once; nothing for None."""
    if code is None or code == page.area or not state.fresh(f"{page.id}.pick", code):
        return
    if code not in page.areas.open_codes:
        st.toast(t("bar.unknown_area", asked=page.areas.name(code), shown=page.area_name))
        return
    state.put("area", code)
    st.rerun()


def more_pages(page: Page) -> None:
    """Draw links to the pages of the four questions, at this area and month."""
    with st.container(horizontal=True, gap="medium"):
        for name in ("monitoring", "below_10k", "funds", "employment", "townships"):
            link(page, name, t(f"app.page_{name}"))


def two_columns() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return two places side by side (one under the other on a phone)."""
    left, right = st.columns([11, 9], gap="medium")
    return left, right


def month_name(month: date) -> str:
    return t("bar.month_text", year=month.year, month=month.month)


def shift(month: date, by: int) -> date:
    """Return the first day of the month so many months later (or earlier, if negative)."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def months_of(snapshot: Snapshot) -> tuple[date, ...]:
    """Return the months that have figures, oldest first."""
    texts = snapshot.months("indicator_month") or snapshot.months()
    return tuple(date(int(text[:4]), int(text[5:7]), 1) for text in texts)


# -- what the URL says ---------------------------------------------------------------------------------------------------


def _snapshot(store: Store, notes: list[str]) -> Snapshot:
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


def _area(viewer: Viewer, areas: Areas, wide: bool, notes: list[str]) -> str:
    home = viewer.home_area if viewer.home_area in areas.by_code else areas.county
    asked = state.get("area")
    if asked == "me" or asked is None:
        return home
    allowed = asked in areas.open_codes or (wide and asked in areas.by_code and len(asked) <= 9)
    if allowed:
        return asked
    if not wide and asked == areas.county:
        state.put("area", None)  # the county of a comparing page is the own township here
        return home
    notes.append(t("bar.unknown_area", asked=asked[:20], shown=areas.name(home)))
    state.put("area", None)
    return home


def _month(months: tuple[date, ...], notes: list[str]) -> date:
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


def _choices(choices: Sequence[Choice], notes: list[str]) -> dict[str, str]:
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


def _household(name: str, notes: list[str]) -> str | None:
    asked = state.get("hh")
    if name != "household":
        state.put("hh", None)  # came back from a household: not a filter of this page
        return None
    if asked is None or _HH.fullmatch(asked):
        return asked
    notes.append(t("bar.unknown_hh"))
    state.put("hh", None)
    return None


def _unknown_keys(page: Page, more: Sequence[str]) -> None:
    if (missing := state.get(MISSING)) is not None:
        page.notes.append(t("bar.unknown_page", asked=missing[:40], shown=page.title))
        state.put(MISSING, None)
    known = {
        *state.SHARED,
        state.WHO,
        MISSING,
        "hh",
        "card",
        "p",
        *more,
        *(c.name for c in page.choice_specs),
    }
    for key in state.query():
        if key not in known and not key.startswith("embed"):
            page.notes.append(t("bar.unknown_key", asked=key[:20]))
            state.put(key, None)


# -- drawing -------------------------------------------------------------------------------------------------------------


def _draw(page: Page, wide: bool, *, bare: bool) -> None:
    st.title(page.title, anchor=False)
    if not bare:
        _path(page)
    _banner(page)
    if not bare:
        _pickers(page, wide)
    st.caption(_facts(page))
    if page.notes:
        st.warning("\n\n".join(page.notes))


def _pickers(page: Page, wide: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="frame"):
        _month_picker(page)
        _area_picker(page, wide)
        for choice in page.choice_specs:
            _choice_picker(choice, page.choices[choice.name])
    _chips(page)


def _path(page: Page) -> None:
    """Draw 大冶市 › 保安镇 › 沼山村 where the page is below the county; a click goes up again."""
    codes = page.areas.path(page.area)
    if len(codes) == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key="path"):
        for code in codes:
            name = page.areas.name(code)
            if code != codes[0]:
                st.markdown("›", width="content")
            if code == page.area or not page.reaches(code):
                st.markdown(f"**{name}**" if code == page.area else name, width="content")
            else:
                text = None if code == page.viewer.home_area else code
                st.button(name, key=f"path.{code}", type="tertiary", on_click=state.setter("area", text))


def _banner(page: Page) -> None:
    if page.snapshot.skipped:
        skipped = "、".join(str(number) for number in page.snapshot.skipped)
        st.warning(t("bar.skipped", skipped=skipped, version=page.snapshot.number))
    if not page.snapshot.is_latest:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning(t("bar.older_version", version=page.snapshot.number))
            st.button(t("bar.newest"), key="bar.newest", on_click=state.setter("version", None))


def _facts(page: Page) -> str:
    sealed = page.snapshot.manifest.created_at[:10]
    told = [t("bar.version", version=page.snapshot.number), t("bar.sealed_on", day=sealed)]
    seen = page.ask("overview/presence", month=page.month).row(0, named=True)
    if seen["towns_present"]:
        told.append(t("bar.present", present=seen["towns_present"], towns=seen["towns"]))
    else:
        told.append(t("bar.present_none"))
    if page.snapshot.is_demo:
        told.append(t("app.demo_mark"))
    return " · ".join(told)


def _month_picker(page: Page) -> None:
    """Draw ◀, year, month, ▶: three years of months in one list would be a wall."""
    texts = sorted({f"{month:%Y-%m}" for month in (*page.months, page.month)}, reverse=True)
    shown = f"{page.month:%Y-%m}"
    latest = f"{page.months[-1]:%Y-%m}" if page.months else None
    year = shown[:4]

    def same_month(chosen: str) -> str | None:
        of_year = [text for text in texts if text[:4] == chosen]
        found = f"{chosen}-{shown[5:]}" if f"{chosen}-{shown[5:]}" in of_year else of_year[0]
        return None if found == latest else found

    with st.container(horizontal=True, vertical_alignment="bottom", width=290, gap="xxsmall", key="months"):
        _step(page, -1, "◀", t("bar.earlier"), latest)
        st.selectbox(
            t("bar.year"),
            list(dict.fromkeys(text[:4] for text in texts)),
            format_func=lambda text: t("bar.year_text", year=text),
            width=104,
            **state.bind_choice("month", "year", year, same_month),
        )
        st.selectbox(
            t("bar.month"),
            [text for text in reversed(texts) if text[:4] == year],
            format_func=lambda text: t("bar.month_short", month=int(text[5:])),
            width=92,
            **state.bind("month", shown, latest),
        )
        _step(page, 1, "▶", t("bar.later"), latest)


def _step(page: Page, by: int, sign: str, told: str, latest: str | None) -> None:
    beyond = [month for month in page.months if (month < page.month if by < 0 else month > page.month)]
    target = (beyond[-1] if by < 0 else beyond[0]) if beyond else None
    text = f"{target:%Y-%m}" if target else None
    st.button(
        sign,
        key=f"bar.step{by}",
        help=told,
        disabled=target is None,
        on_click=state.setter("month", None if text == latest else text),
    )


def _area_picker(page: Page, wide: bool) -> None:
    areas = page.areas
    home = page.viewer.home_area
    towns = [a.code for a in areas.by_code.values() if a.level == 4] if wide else areas.towns()
    codes = [*([areas.county] if wide or areas.county in areas.open_codes else []), *towns]
    whole = t(
        "bar.whole_county", name=areas.by_code[areas.county].short if areas.county in areas.by_code else ""
    )
    st.selectbox(
        t("bar.area_town"),
        codes,
        format_func=lambda code: whole if code == areas.county else areas.name(code),
        width=190,
        **state.bind("area", page.town or areas.county, home),
    )
    villages = areas.villages(page.town) if page.town and not wide else []
    if villages and page.town:
        town = page.town
        st.selectbox(
            t("bar.area_village"),
            [town, *villages],
            format_func=lambda code: t("bar.all") if code == town else areas.name(code),
            width=170,
            **state.bind_at("area", "village", page.area, home),
        )


def _choice_picker(choice: Choice, chosen: str) -> None:
    offered = choice.offered
    bound = state.bind(choice.name, chosen, choice.unset)
    if len(offered) <= 5 and sum(len(label) for label in offered.values()) <= 16:
        st.segmented_control(
            choice.label, list(offered), format_func=offered.__getitem__, width="content", **bound
        )
    else:
        st.selectbox(choice.label, list(offered), format_func=offered.__getitem__, width=190, **bound)


def _chips(page: Page) -> None:
    """Draw a chip for each filter that stands in the URL; a click takes it away."""
    set_here: list[tuple[str, str]] = []
    if state.get("area") is not None:
        set_here.append(("area", t("bar.chip_area", value=page.area_name)))
    if state.get("month") is not None:
        set_here.append(("month", t("bar.chip_month", value=page.month_name)))
    if state.get("version") is not None:
        set_here.append(("version", t("bar.chip_version", value=page.snapshot.number)))
    for choice in page.choice_specs:
        if state.get(choice.name) is not None:
            set_here.append((choice.name, f"{choice.label}: {choice.offered[page.choices[choice.name]]}"))
    if not set_here:
        return
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for name, text in set_here:
            st.button(
                f"{text} ✕", key=f"chip.{name}", help=t("bar.chip_remove"), on_click=state.setter(name, None)
            )
        if len(set_here) > 1:
            names = [name for name, _ in set_here]
            st.button(
                t("bar.clear_all"), key="chip.all", type="tertiary", on_click=state.clear, args=(names,)
            )
