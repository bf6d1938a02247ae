"""The frame over every page: title, way up, snapshot bar, month and area, choices, chips."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from shouwang.i18n import t
from shouwang.ui import state
from shouwang.ui.address import has_changed_borders
from shouwang.ui.view import Choice, Page


def draw(page: Page, wide: bool, *, bare: bool) -> None:
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
        if has_changed_borders(page.snapshot):
            _choice_picker(
                Choice(
                    "borders",
                    t("bar.borders"),
                    {"now": t("bar.borders_now"), "then": t("bar.borders_then")},
                    "now",
                ),
                "now" if page.snapshot.borders_of is None else "then",
            )
        for choice in page.choice_specs:
            _choice_picker(choice, page.choices[choice.name])
    _chips(page)


def _path(page: Page) -> None:
    """Draw 大冶市 › 保安镇▾ › 沼山村▾ ◀ ▶ where the page is below the county: up by the name, aside by ▾ and the arrows."""
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
                st.button(name, key=f"path.{code}", type="tertiary", on_click=_turn_to(page, code))
            siblings = page.siblings(code)
            if len(siblings) > 1 and page.reaches(code):
                _aside(page, code, siblings)
        _neighbours(page)


def _aside(page: Page, code: str, siblings: list[str]) -> None:
    """Draw ▾: the other areas beside this one."""
    chosen = st.menu_button(
        "⇄",
        [one for one in siblings if one != code],
        format_func=page.areas.name,
        key=f"aside.{code}",
        type="tertiary",
        help=t("bar.aside", level=t(f"bar.level_{len(code)}")),
    )
    if chosen is not None:
        _turn_to(page, chosen)()
        st.rerun()


def _neighbours(page: Page) -> None:
    """Draw the areas before and after this one, in the order of their codes."""
    siblings = page.siblings(page.area)
    if len(siblings) < 2 or page.area not in siblings:
        return
    at = siblings.index(page.area)
    for by, sign in ((-1, "◀"), (1, "▶")):
        beside = siblings[at + by] if 0 <= at + by < len(siblings) else None
        st.button(
            sign,
            key=f"path.step{by}",
            type="tertiary",
            help=None if beside is None else page.areas.name(beside),
            disabled=beside is None,
            on_click=_turn_to(page, beside or page.area),
        )


def _turn_to(page: Page, code: str) -> Callable[[], None]:
    """Return a callback that turns the page to an area; its filters stay, the page of a long list does not."""
    return state.assign({"area": None if code == page.viewer.home_area else code, "p": None})


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
    if page.snapshot.borders_of is not None:
        set_here.append(("borders", t("bar.borders_then")))
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
