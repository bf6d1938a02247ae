"""What may be done with a submission, by role; what may not is drawn disabled, with the sentence why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import polars as pl
import streamlit as st

from shouwang import desk, rules
from shouwang.access import Role
from shouwang.clock import now
from shouwang.desk import Detail, State, Submission
from shouwang.errors import ShouwangError
from shouwang.i18n import t
from shouwang.ui import faults as shown_faults
from shouwang.ui import reporting_jobs as jobs
from shouwang.ui import state
from shouwang.ui.desk import Desk
from shouwang.ui.page import month_name
from shouwang.ui.reporting_upload import watch
from shouwang.ui.reporting_words import kind_name, month_of, place_name

LASTS = timedelta(days=180)  # an exemption's usual life
_GOES = (State.HELD, State.ACCEPTED, State.CONFIRMED)


@dataclass(frozen=True)
class Action:
    """One thing to do: ``why_not`` is the sentence that disables it, ``needs`` the reason's label (None: none needed)."""

    name: str
    run: Callable[[str], object]
    why_not: str | None = None
    needs: str | None = None
    done: str = "reporting.acted"


def draw_actions(here: Desk, found: Detail) -> None:
    """Draw what the viewer may do now; nothing where nothing can follow."""
    actions = _actions(here, found)
    if not actions:
        return
    st.subheader(t("reporting.actions_title"), anchor=False)
    with st.container(horizontal=True, gap="small", key="actions"):
        for one in actions:
            _draw(one, found.submission.receipt)
    for one in actions:
        if one.why_not is not None:
            st.caption(t("reporting.why_not", action=t(f"reporting.do_{one.name}"), why=one.why_not))


def _actions(here: Desk, found: Detail) -> list[Action]:
    one, viewer = found.submission, here.viewer
    is_steward = viewer.role is Role.STEWARD
    made: list[Action] = []
    if is_steward and one.state is State.ACCEPTED:
        asks = bool(found.effect and found.effect.asks)
        made.append(
            Action(
                "confirm",
                lambda reason: desk.confirm(
                    here.store, here.book, [one.receipt], viewer=viewer, reason=reason or None
                ),
                why_not_confirm(viewer.user, one),
                t("reporting.reason_asked" if asks else "reporting.reason_free"),
            )
        )
    if is_steward and one.state is State.HELD and one.rows_taken:
        made.append(
            Action(
                "leave_out",
                lambda reason: desk.leave_out(
                    here.store, here.book, one.receipt, viewer=viewer, reason=reason
                ),
                needs=t("reporting.reason_needed"),
            )
        )
    if one.state in _GOES:
        made.append(
            Action(
                "withdraw",
                lambda reason: desk.withdraw(
                    here.store, here.book, one.receipt, viewer=viewer, reason=reason
                ),
                needs=t("reporting.reason_needed"),
            )
        )
    return made


def why_not_confirm(user: str, one: Submission) -> str | None:
    """Return why this person is not the second one, None where nothing stands in the way."""
    if one.submitted_by == user:
        return t("reporting.not_own")
    return t("reporting.not_left_out") if one.left_out_by == user else None


def _draw(one: Action, receipt: str) -> None:
    label = t(f"reporting.do_{one.name}")
    if one.why_not is not None:
        st.button(label, key=f"do.{one.name}", disabled=True, help=one.why_not)
        return
    with (
        st.popover(label, type="primary" if one.name == "confirm" else "secondary", key=f"pop.{one.name}"),
        st.form(f"form.{one.name}.{receipt}", border=False),
    ):
        st.markdown(t(f"reporting.about_{one.name}"))
        reason = st.text_input(one.needs or "", max_chars=200) if one.needs else ""
        if st.form_submit_button(label, type="primary"):
            act(lambda: one.run(reason.strip()), t(one.done))


def act(run: Callable[[], object], told: str) -> None:
    """Do something at the desk; say that it is done and draw the page anew, or say why it was not."""
    try:
        run()
    except ShouwangError as fault:
        shown_faults.show(fault)
        return
    st.toast(told)
    st.rerun()


def draw_seal(here: Desk, ready: tuple[Submission, ...]) -> None:
    """Let the steward seal what is confirmed as a new version, with its reason."""
    st.markdown(t("reporting.ready", count=len(ready)))
    with st.form("form.seal", border=True):
        reason = st.text_input(t("reporting.seal_reason"), max_chars=200)
        pressed = st.form_submit_button(t("reporting.seal"), type="primary")
    if not pressed:
        return
    if len(reason.strip()) < 2:
        st.warning(t("reporting.seal_needs"))
        return
    receipts = tuple(one.receipt for one in ready)
    job = jobs.seal(
        f"seal.{'.'.join(receipts)}", root=here.store.root, viewer=here.viewer, reason=reason.strip(), receipts=receipts
    )  # fmt: skip
    watch([job])
    jobs.begin_again([])
    if job.fault is not None:
        st.error(job.fault, title=t("empty.fault"))
        return
    st.toast(t("reporting.sealed"))
    st.rerun()


# -- exemptions ----------------------------------------------------------------------------------------------------------


def draw_ask(here: Desk, found: Detail, shown: pl.DataFrame) -> None:
    """Offer to ask for an exemption of one of the faults on the page."""
    if shown.is_empty() or found.submission.state is State.PUBLISHED:
        return
    about_things = [name for name, rule in rules.catalogue().items() if rule.group != "reading"]
    wanted = shown.filter(
        pl.col("object_key").is_not_null()
        & ~pl.col("is_exempt")
        & (pl.col("level") != "reject_file")
        & pl.col("rule").is_in(about_things)
    )
    if wanted.is_empty():
        return
    rows = wanted.to_dicts()
    with st.expander(t("reporting.exempt_ask"), key="exempt"):
        st.caption(t("reporting.exempt_about"))
        with st.form(f"form.exempt.{found.submission.receipt}", border=False):
            number = st.selectbox(
                t("reporting.exempt_which"), range(len(rows)), format_func=lambda i: _fault_name(rows[i])
            )
            reason = st.text_input(t("reporting.reason_needed"), max_chars=200)
            first = date.fromisoformat(now()[:10])
            until = st.date_input(
                t("reporting.exempt_until"), value=first + LASTS, min_value=first, format="YYYY-MM-DD"
            )
            if st.form_submit_button(t("reporting.exempt_send")):
                one = rows[number]
                act(
                    lambda: desk.ask_exemption(
                        here.book, viewer=here.viewer, rule=one["rule"], object_key=one["object_key"],
                        reason=reason, expires_on=until, area=_town(found.submission),
                    ),
                    t("reporting.exempt_asked"),
                )  # fmt: skip


def _town(one: Submission) -> str | None:
    return one.area if one.area is not None and len(one.area) == 9 else None


def _fault_name(one: dict[str, object]) -> str:
    place = t("reporting.row_number", row=one["row"]) if one["row"] is not None else ""
    return f"{place} {one['rule']} {str(one['message'])[:40]}"


def draw_exemptions(here: Desk) -> None:
    """Draw the exemptions of the viewer's area; the steward approves those that somebody else asked for, and ends them."""
    found = desk.exemptions(here.book, here.viewer)
    if not found:
        return
    asked = sum(one.state() == "asked" for one in found)
    with st.expander(t("reporting.exemptions", count=len(found), asked=asked), key="exemptions"):
        st.caption(t("reporting.exemptions_about"))
        for one in found[:50]:
            with st.container(border=True, key=f"ex-{one.id}"):
                st.markdown(
                    t(
                        "reporting.exemption", id=one.id, state=desk.EXEMPTION_LABELS[one.state()], rule=one.rule_id,
                        reason=one.reason, until=one.expires_on, uses=one.submissions, faults=one.faults,
                    )
                )  # fmt: skip
                if here.viewer.role is Role.STEWARD:
                    _decide(here, one)


def _decide(here: Desk, one: desk.Exemption) -> None:
    if one.state() == "asked":
        own = one.asked_by == here.viewer.user
        pressed = st.button(
            t("reporting.approve"), key=f"approve.{one.id}", disabled=own, help=t("reporting.not_own_exemption") if own else None
        )  # fmt: skip
        if own:
            st.caption(t("reporting.not_own_exemption"))
        if pressed:
            act(
                lambda: desk.approve_exemption(here.book, one.id, viewer=here.viewer), t("reporting.approved")
            )
    if one.state() in {"asked", "active"}:
        with st.popover(t("reporting.end"), key=f"end.{one.id}"), st.form(f"form.end.{one.id}", border=False):
            reason = st.text_input(t("reporting.reason_needed"), max_chars=200)
            if st.form_submit_button(t("reporting.end")):
                act(
                    lambda: desk.end_exemption(here.book, one.id, viewer=here.viewer, reason=reason),
                    t("reporting.ended"),
                )


# -- corrections of sealed months ----------------------------------------------------------------------------------------


def draw_corrections(here: Desk) -> None:
    """Say which sealed months are open for correction; the steward opens and closes them."""
    is_steward = here.viewer.role is Role.STEWARD
    found = desk.corrections(here.book, here.viewer)
    if here.page is None or (not found and not is_steward):
        return
    with st.expander(t("reporting.corrections", count=len(found)), key="corrections"):
        st.caption(t("reporting.corrections_about"))
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center", key=f"cor-{one.id}"):
                place = place_name(here.store.county, one.area) if one.area else t("reporting.whole_county")
                kind = kind_name(one.table) if one.table else t("reporting.every_kind")
                st.markdown(
                    t(
                        "reporting.correction",
                        month=month_of(one.month),
                        area=place,
                        kind=kind,
                        reason=one.reason,
                    ),
                    width="stretch",
                )
                if is_steward and st.button(t("reporting.close"), key=f"close.{one.id}"):
                    act(
                        partial(desk.close_correction, here.book, one.id, viewer=here.viewer),
                        t("reporting.closed"),
                    )
        if is_steward:
            with st.form("form.correction", border=True):
                month = st.selectbox(t("bar.month"), list(reversed(here.page.months)), format_func=month_name)
                towns = ["", *here.page.areas.towns()]
                area = st.selectbox(
                    t("bar.area_town"), towns,
                    format_func=lambda code: place_name(here.store.county, code) if code else t("reporting.whole_county"),
                )  # fmt: skip
                reason = st.text_input(t("reporting.reason_needed"), max_chars=200)
                if st.form_submit_button(t("reporting.open_month")):
                    act(
                        lambda: desk.open_correction(
                            here.store, here.book, month, area=area or None, viewer=here.viewer, reason=reason
                        ),
                        t("reporting.opened"),
                    )


def back() -> None:
    """Draw the way from one submission to all of them."""
    st.button(
        t("reporting.back"), key="back", type="tertiary", on_click=state.assign({"receipt": None, "p": None, "hp": None})
    )  # fmt: skip
