"""The upload field of 数据上报: what may come, templates to fill in, the words while a file is read, and what came of it."""

from __future__ import annotations

import html
import time
from functools import partial

import streamlit as st

from shouwang import intake
from shouwang.access import Role
from shouwang.demo import submissions
from shouwang.desk import progress
from shouwang.i18n import t
from shouwang.intake import locating
from shouwang.ui import reporting_jobs as jobs
from shouwang.ui import state
from shouwang.ui.desk import Desk
from shouwang.ui.download import MIME
from shouwang.ui.page import month_name, shift
from shouwang.ui.reporting_words import kind_name, verdict

STEPS = ("received", "container", "reading", "checking", "comparing", "effect")
READING = ("打开文件", "认表头", "读各列", "核对规则")  # what the reader says of itself, in order
BLINK = 0.15  # seconds between two looks at a file on its way


def draw_upload(here: Desk, *, label: str) -> None:
    """Draw the field; take in what was dropped, show how far it is, then go to the receipt (or to the list of several)."""
    place = st.container(key="upload")
    with place:
        dropped = st.file_uploader(
            label,
            accept_multiple_files=True,
            key=f"reporting.files.{jobs.round_number()}",
        )
    reason = _correction_reason()
    if not dropped:
        return
    under_way = [
        jobs.send(
            one.file_id, one.name, one.getvalue, root=here.store.root, viewer=here.viewer, reason=reason
        )
        for one in dropped
    ]  # fmt: skip
    with place:
        watch(under_way)
    jobs.begin_again(under_way)
    if len(under_way) == 1 and under_way[0].receipt is not None:
        jobs.forget_sent()
        state.put("p", None)
        state.put("receipt", under_way[0].receipt.submission.receipt)
    else:
        state.put("receipt", None)
    st.rerun()


def watch(under_way: list[jobs.Job]) -> None:
    """Show how far each piece of work is until all are done."""
    bars = [st.progress(0.0, text=one.name) for one in under_way]
    steps = st.empty()
    while not all(one.finished.is_set() for one in under_way):
        for one, bar in zip(under_way, bars, strict=True):
            share, words = _share(one)
            bar.progress(share, text=words)
        now = next((one for one in under_way if not one.finished.is_set()), under_way[-1])
        if now.is_file:
            steps.html(_steps(now))
        time.sleep(BLINK)


def _share(job: jobs.Job) -> tuple[float, str]:
    """Return how far a piece of work is (0..1) and what is being done, in words."""
    if job.finished.is_set():
        return 1.0, t("reporting.done", name=job.name)
    if not job.is_file:
        return (min(job.done / job.of, 1.0) if job.of else 0.05), t(
            "reporting.doing", name=job.name, what=job.what
        )
    place = _step(job)
    told = t("reporting.doing", name=job.name, what=t(f"reporting.step_{STEPS[place]}"))
    return (place + 1) / (len(STEPS) + 1), told


def _step(job: jobs.Job) -> int:
    """Return which of the steps a file is at; after reading, whatever is said is said of its effect."""
    if not job.what:
        return 0
    return READING.index(job.what) + 1 if job.what in READING else len(STEPS) - 1


def _steps(job: jobs.Job) -> str:
    """Return the steps that every file goes through, the present one marked (by a sign too)."""
    now = _step(job)
    told = [
        f'<li class="{"done" if i < now else "now" if i == now else "next"}">'
        f"{'✓' if i < now else '●' if i == now else '○'} {html.escape(t(f'reporting.step_{step}'))}</li>"
        for i, step in enumerate(STEPS)
    ]
    return f'<ol class="sw-path">{"".join(told)}</ol>'


def _correction_reason() -> str | None:
    """Ask for the reason of a correction; a file of a sealed month is not taken without one."""
    with st.expander(t("reporting.correction_title"), key="correction"):
        st.caption(t("reporting.correction_note"))
        said = st.text_input(t("reporting.correction_reason"), key="reporting.correction", max_chars=200)
    return said.strip() or None


def draw_sent() -> None:
    """Say of every file of the last round what came of it, with the way to its receipt."""
    sent = jobs.sent_lately()
    if not sent:
        return
    st.subheader(t("reporting.sent_title", count=len(sent)), anchor=False)
    for number, job in enumerate(sent):
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"sent-{number}"):
            if job.receipt is None:
                st.markdown(f"**{_plain(job.name)}** ✕ {t('reporting.not_taken')} {job.fault or ''}")
                continue
            told = verdict(job.receipt.submission)
            known = "" if job.receipt.is_new else t("reporting.known")
            st.markdown(f"**{_plain(job.name)}** {told.sign} {told.title} {known}")
            receipt = job.receipt.submission.receipt
            st.button(
                t("reporting.open"),
                key=f"sent.{number}",
                on_click=state.assign({"receipt": receipt, "p": None}),
            )


def _plain(name: str) -> str:
    """Return a file's name without what Markdown would make of it."""
    return "".join("\\" + sign if sign in "\\`*_{}[]()#+-.!|<>~:$" else sign for sign in name)


def draw_guide(here: Desk) -> None:
    """Say what may come, and give templates (and, in a demo, files to try) to take along."""
    st.markdown(t("reporting.guide", size=st.get_option("server.maxUploadSize")))
    with st.expander(t("reporting.templates_title"), key="templates"):
        st.caption(t("reporting.templates_note"))
        _templates(here)
    if here.is_demo and here.page is not None:
        with st.expander(t("reporting.samples_title"), key="samples"):
            st.caption(t("reporting.samples_note"))
            _samples(here)


def _samples(here: Desk) -> None:
    town = here.viewer.home_area if here.viewer.role is Role.TOWN_HEAD else submissions.BAOAN
    with st.container(horizontal=True, gap="small"):
        for name in ("good", "faulty"):
            st.download_button(
                t(f"reporting.sample_{name}"),
                partial(submissions.sample, here.store, town, faulty=name == "faulty"),
                file_name=f"{t(f'reporting.sample_file_{name}')}.xlsx",
                mime=MIME,
                key=f"sample.{name}",
                on_click="ignore",
            )


def _templates(here: Desk) -> None:
    county = locating.county(here.store.county)
    names = intake.form_names()
    towns = list(here.viewer.scope.towns)
    if here.viewer.role is Role.STEWARD:
        towns = ["", *dict.fromkeys(county.towns.values())]
    last = progress.collecting(here.snapshot)
    months = [shift(last, -by) for by in range(13)]
    with st.container(horizontal=True, vertical_alignment="bottom", key="frame-templates"):
        table = st.selectbox(
            t("reporting.template_table"), names, format_func=kind_name, key="template.table"
        )
        town = st.selectbox(
            t("reporting.template_town"),
            towns,
            format_func=lambda code: county.town_name(code) if code else t("reporting.template_county"),
            key="template.town",
        )
        month = st.selectbox(
            t("reporting.template_month"), months, format_func=month_name, key="template.month"
        )
        snapshot = here.snapshot

        def make() -> bytes:
            return intake.template(
                table, county=county, area=town or county.code, month=month,
                version=snapshot.number if snapshot is not None else None,
            )  # fmt: skip

        place = county.town_name(town) if town else county.name
        st.download_button(
            t("reporting.template_get"),
            make,
            file_name=f"{kind_name(table)}-{place}-{month:%Y-%m}.xlsx",
            mime=MIME,
            key="template.get",
            on_click="ignore",
        )
