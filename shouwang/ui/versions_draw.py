"""Sections of the page of versions: the history, what waits to be sealed, two versions compared, verification."""

from __future__ import annotations

import time
from collections.abc import Sequence
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from shouwang import desk, formatting
from shouwang.access import Role, Viewer
from shouwang.desk import Detail, Submission, Waiting
from shouwang.i18n import t
from shouwang.publishing.effect import Effect
from shouwang.schema import TABLES
from shouwang.ui import quality_tables, reporting_view, state, versions
from shouwang.ui import versions_jobs as jobs
from shouwang.ui.desk import Desk
from shouwang.ui.download import download
from shouwang.ui.page import Page, link
from shouwang.ui.pager import pager
from shouwang.ui.quality_tables import Cell
from shouwang.ui.reporting_words import kind_name, moment, month_of, person, place_name
from shouwang.ui.show import show_table
from shouwang.ui.words import headings

ROWS = 50
IN_FILE = 5000
BLINK = 0.2  # seconds between two looks at work under way
REASON = "versions.reason"


def is_steward(viewer: Viewer) -> bool:
    return viewer.role is Role.STEWARD and bool(viewer.scope.counties)


# -- work under way ------------------------------------------------------------------------------------------------------


def draw_job(here: Desk) -> None:
    """Show how far the session's work is until it is done, and what came of it."""
    job = jobs.current()
    if job is None:
        return
    if not job.finished.is_set():
        bar = st.progress(0.0, text=t(f"versions.doing_{job.kind}"))
        while not job.finished.is_set():
            share = min(job.done / job.of, 1.0) if job.of else 0.02
            counted = t("versions.counted", done=f"{job.done:,}", of=f"{job.of:,}") if job.of else ""
            bar.progress(share, text=f"{t(f'versions.doing_{job.kind}')} {job.what}{counted}")
            time.sleep(BLINK)
        st.rerun()  # the newest version is another now
    if job.kind == "foresee" and job.fault is None:
        return  # what it found is drawn in its place
    _outcome(job)
    st.button(t("versions.dismiss"), key="versions.dismiss", type="tertiary", on_click=jobs.forget)


def _outcome(job: jobs.Job) -> None:
    if job.fault is not None:
        st.error(job.fault, title=t(f"versions.failed_{job.kind}"))
    elif job.verification is not None:
        _verification(job)
    else:
        st.success("\n\n".join(job.said), title=t(f"versions.done_{job.kind}"))


def _verification(job: jobs.Job) -> None:
    found = job.verification
    assert found is not None
    count = sum(found.files.values())
    if found.is_sound:
        st.success(
            t("versions.all_sound", versions=found.newest, files=f"{count:,}"),
            title=t("versions.done_verify"),
        )
    else:
        st.error(
            "\n\n".join(job.said),
            title=t("versions.found_faults", count=len(found.harmful) + len(found.chain)),
        )
    per_table = [
        (
            TABLES[name].label if name in TABLES else name,
            files,
            sum(fault.table == name for fault in found.harmful),
        )
        for name, files in sorted(found.files.items())
    ]
    rows = pl.DataFrame(
        per_table, schema={"table": pl.String, "files": pl.Int64, "faults": pl.Int64}, orient="row"
    )
    result = (
        pl.when(pl.col("faults") == 0)
        .then(pl.lit(t("versions.ok")))
        .otherwise(pl.format(t("versions.bad").replace("{count}", "{}"), "faults"))
    )
    with st.expander(t("versions.per_table")):
        show_table(
            rows.with_columns(result.alias("result")), key="versions.verified",
            labels=headings("versions", "table files result"),
        )  # fmt: skip


def draw_damaged(here: Desk, fault: str) -> None:
    """Draw what can be done where the newest version cannot be shown: verify, and go back to a sound version."""
    st.error(fault, title=t("versions.damaged_title"))
    draw_job(here)
    st.subheader(t("versions.view_verify"), anchor=False)
    draw_verify(here)
    earlier = here.store.numbers()[:-1]
    if not earlier or not is_steward(here.viewer):
        return
    st.subheader(t("versions.damaged_restore"), anchor=False)
    number = st.selectbox(
        t("versions.which"), earlier[::-1], format_func=lambda one: t("versions.number", number=one), width=190,
        key="versions.damaged.which",
    )  # fmt: skip
    newest = here.store.numbers()[-1]
    st.markdown(t("versions.damaged_restore_said", number=number, next=newest + 1))
    _reason_and_button(
        "restore",
        t("versions.restore_button", number=number),
        lambda reason: jobs.start_restore(
            here.store.root, here.viewer, base=newest, number=number, reason=reason
        ),
    )


# -- the history ---------------------------------------------------------------------------------------------------------


def draw_history(here: Desk, page: Page) -> None:
    """Draw every version, then the one that was chosen."""
    lines = versions.history(here.store)
    last = versions.last_verified(here.book)
    cells = [_line_cells(here, page, line, last) for line in lines]
    names = ("number", "at", "author", "approver", "reason", "submissions", "tables", "rows", "verified")
    quality_tables.table([t(f"versions.head_{name}") for name in names], cells, alt=t("versions.history_alt", count=len(lines)))  # fmt: skip
    known = [line for line in lines if not line.is_damaged]
    chosen = int(str(page.value("which")))
    _one(here, page, next(line for line in known if line.number == chosen))


def _line_cells(
    here: Desk, page: Page, line: versions.VersionLine, last: versions.Verified | None
) -> list[Cell]:
    if line.manifest is None:
        return [Cell(t("versions.number", number=line.number)), Cell(t("versions.damaged")), *[Cell("")] * 7]
    made, county = line.manifest, here.store.county
    return [
        Cell(t("versions.number", number=line.number), quality_tables.address(page, which=str(line.number))),
        Cell(moment(made.created_at)),
        Cell(person(county, made.author)),
        Cell(person(county, made.approver) if made.approver else t("versions.no_approver")),
        Cell(reason_words(made.reason, made.restored_from)),
        Cell(f"{len(made.submissions):,}", is_number=True),
        Cell(line.tables_text),
        Cell(line.rows_text, is_number=True),
        Cell(versions.verified_words(line.number, last)),
    ]


def reason_words(reason: str, restored_from: int | None) -> str:
    return t("versions.restored_from", reason=reason, number=restored_from) if restored_from else reason


def _one(here: Desk, page: Page, line: versions.VersionLine) -> None:
    """Draw one version: what was sealed in it, and what can be done with it."""
    made = line.manifest
    assert made is not None
    st.subheader(t("versions.one_title", number=line.number), anchor=False)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        newest = here.store.numbers()[-1]
        version = {} if line.number == newest else {"version": str(line.number)}
        link(page, "overview", t("versions.look", number=line.number), **version)
        if made.parent is not None:
            st.button(
                t("versions.compare_before", number=made.parent), key="versions.before",
                on_click=state.assign({"view": "compare", "from": str(made.parent), "to": str(line.number), "p": None}),
            )  # fmt: skip
        if line.number != newest:
            st.button(
                t("versions.compare_newest"), key="versions.since",
                on_click=state.assign({"view": "compare", "from": str(line.number), "to": None, "p": None}),
            )  # fmt: skip
    sealed = [
        one
        for one in desk.submissions(here.book, here.viewer, state=(desk.State.PUBLISHED, desk.State.SUPERSEDED), limit=2000)
        if one.receipt in set(made.submissions)
    ]  # fmt: skip
    if sealed:
        _submissions(here, sealed, t("versions.sealed_title", count=len(sealed)))
    elif made.submissions:
        st.caption(t("versions.sealed_others", count=len(made.submissions)))
    else:
        st.caption(t("versions.sealed_none"))
    if line.number != newest and is_steward(here.viewer):
        _restore(here, page, line.number, newest)


def _submissions(here: Desk, listed: Sequence[Submission], title: str) -> None:
    """Draw submissions under their title; each receipt leads to its page."""
    st.markdown(f"**{title}**")
    county = here.store.county
    who = {} if (looking := state.get(state.WHO)) is None else {state.WHO: looking}
    cells = [
        [
            Cell(one.receipt, f"reporting?{urlencode({'receipt': one.receipt, **who})}"),
            Cell(kind_name(one.table)),
            Cell(month_of(one.month), is_short=True),
            Cell(place_name(county, one.area), is_short=True),
            Cell(person(county, one.submitted_by), is_short=True),
            Cell(moment(one.submitted_at), is_short=True),
            Cell(
                person(county, one.confirmed_by) if one.confirmed_by else t("versions.not_confirmed"),
                is_short=True,
            ),
            *(
                Cell(formatting.number(count), is_number=True)
                for count in (one.rows_in, one.rows_taken, one.rows_refused)
            ),
        ]
        for one in listed
    ]
    names = "receipt kind month area submitted_by submitted_at confirmed_by rows_in rows_taken rows_refused"
    quality_tables.table([t(f"versions.col_{name}") for name in names.split()], cells, alt=title)


# -- going back ----------------------------------------------------------------------------------------------------------


def _restore(here: Desk, page: Page, number: int, newest: int) -> None:
    """Offer to go back to a version: first what that would change, then the reason."""
    if not st.toggle(t("versions.restore_open", number=number), key="versions.restore.open"):
        return
    st.markdown(t("versions.restore_said", number=number, next=newest + 1))
    difference = versions.difference(here.store, here.viewer, newest, number)
    _summary(difference)
    _figures(here, page, newest, number)
    st.button(
        t("versions.restore_rows"), key="versions.restore.rows", type="tertiary",
        on_click=state.assign({"view": "compare", "from": str(newest), "to": str(number), "p": None}),
    )  # fmt: skip
    _reason_and_button(
        "restore",
        t("versions.restore_button", number=number),
        lambda reason: jobs.start_restore(
            here.store.root, here.viewer, base=newest, number=number, reason=reason
        ),
    )


def _reason_and_button(kind: str, label: str, act: jobs.Act) -> None:
    """Draw the field of the reason and the button; without a reason nothing happens, and it is said."""
    missing = f"{REASON}.{kind}.missing"
    with st.form(f"versions.{kind}", border=True):
        st.text_area(
            t("versions.reason"), key=f"{REASON}.{kind}", max_chars=300, placeholder=t("versions.reason_hint")
        )
        st.form_submit_button(
            label, type="primary", key=f"versions.{kind}.go", on_click=_act, args=(kind, act)
        )
    if state.memory().pop(missing, False):
        st.warning(t("versions.reason_missing"))


def _act(kind: str, act: jobs.Act) -> None:
    reason = str(st.session_state.get(f"{REASON}.{kind}") or "").strip()
    if len(reason) < 2:
        state.memory()[f"{REASON}.{kind}.missing"] = True
        return
    act(reason)


# -- waiting to be sealed ------------------------------------------------------------------------------------------------


def draw_pending(here: Desk) -> None:
    """Draw what waits, what it would change together, and (for the steward) the button that seals it."""
    waiting = desk.waiting(here.book, here.viewer)
    numbers = here.store.numbers()
    newest = numbers[-1] if numbers else None
    st.markdown(t("versions.pending_said", confirmed=len(waiting.confirmed), unconfirmed=len(waiting.unconfirmed), held=len(waiting.held)))  # fmt: skip
    if waiting.confirmed:
        _submissions(here, waiting.confirmed, t("versions.confirmed_title"))
    for name in ("unconfirmed", "held"):
        listed: Sequence[Submission] = getattr(waiting, name)
        if listed:
            _submissions(here, listed, t(f"versions.{name}_title"))
    if not waiting.confirmed:
        st.info(t("versions.pending_none"))
        return
    _effect(here, waiting, newest)
    if not is_steward(here.viewer):
        st.caption(t("versions.only_steward"))
        return
    receipts = tuple(one.receipt for one in waiting.confirmed)
    _reason_and_button(
        "publish",
        t("versions.publish_button", count=len(receipts), next=(newest or 0) + 1),
        lambda reason: jobs.start_publish(
            here.store.root, here.viewer, base=newest, reason=reason, receipts=receipts
        ),
    )


def _effect(here: Desk, waiting: Waiting, newest: int | None) -> Effect | None:
    """Draw what the confirmed submissions would change together, once it was reckoned; offer to reckon it."""
    receipts = tuple(one.receipt for one in waiting.confirmed)
    effect = jobs.foreseen(newest, receipts)
    if effect is None and len(receipts) == 1:
        kept = desk.detail(here.store, here.book, here.viewer, receipts[0]).effect
        effect = kept if kept is not None and kept.base_version == newest else None
    if effect is None:
        st.button(
            t("versions.foresee_button", count=len(receipts)), key="versions.foresee", on_click=jobs.start_foresee,
            args=(here.store.root, here.viewer), kwargs={"base": newest, "receipts": receipts},
        )  # fmt: skip
        return None
    reporting_view.draw_effect(Detail(waiting.confirmed[0], (), pl.DataFrame(), effect))
    return effect


# -- two versions --------------------------------------------------------------------------------------------------------


def draw_compare(here: Desk, page: Page, town: str | None) -> None:
    """Draw what differs between the two versions that were chosen."""
    before, after = int(str(page.value("from"))), int(str(page.value("to")))
    if before == after:
        st.info(t("versions.same"))
        return
    difference = versions.difference(here.store, here.viewer, before, after, town)
    st.subheader(t("versions.compare_title", before=before, after=after), anchor=False)
    if difference.is_nothing:
        st.info(t("versions.no_difference"))
        return
    _summary(difference)
    _figures(here, page, before, after, town)
    tables = difference.tables.with_columns(pl.col("part").replace({"all": t("versions.whole")}))
    st.markdown(f"**{t('versions.tables_title')}**")
    heads_tables = headings("versions", "label part before after entered left changed")
    show_table(tables, key="versions.tables", labels=heads_tables)
    heads_towns = headings("versions", "town_name entered_hh left_hh changed_hh")
    renamed = difference.towns.rename({kind: f"{kind}_hh" for kind in versions.KINDS})
    if not renamed.is_empty() and town is None:
        st.markdown(f"**{t('versions.towns_title')}**")
        show_table(renamed, key="versions.towns", labels=heads_towns)
    if not difference.fields.is_empty():
        with st.expander(t("versions.fields_title")):
            named = difference.fields.with_columns(
                pl.col("table").replace({name: TABLES[name].label for name in TABLES}).alias("table")
            )
            show_table(named, key="versions.fields", labels=headings("versions", "table label households"))
    sheets = [
        (t("versions.sheet_tables"), tables, heads_tables),
        (t("versions.sheet_towns"), renamed, heads_towns),
    ]
    heads = headings("versions", "hh_key town_name village_name kind_hh field before_text after_text")
    if difference.who:
        _households(page, difference, heads)
        whole = difference.households(IN_FILE)
        sheets.append((t("versions.sheet_households"), _heads(whole), heads))
    download(page, f"versions.{before}-{after}", sheets)


def _households(page: Page, difference: versions.Difference, heads: dict[str, str]) -> None:
    st.markdown(f"**{t('versions.households_title')}**")
    st.caption(t("versions.households_note"))
    offset = pager(difference.who, size=ROWS)
    rows = _heads(difference.households(ROWS, offset))
    show_table(rows, key="versions.households", labels=heads, page=page, household="hh_key")
    if difference.who > IN_FILE:
        st.caption(t("versions.households_first", count=f"{IN_FILE:,}"))


def _heads(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.rename({"kind": "kind_hh", "before": "before_text", "after": "after_text"})


def _summary(difference: versions.Difference) -> None:
    counted = {kind: formatting.households(difference.count(kind)) for kind in versions.KINDS}
    tables = dict.fromkeys(difference.tables["label"])
    st.markdown(t("versions.summary", before=difference.before, after=difference.after, **counted))
    if tables:
        st.caption(t("versions.summary_tables", tables="、".join(tables)))


def _figures(here: Desk, page: Page, before: int, after: int, town: str | None = None) -> None:
    area = town or page.viewer.home_area
    month, rows = versions.figures(here.store, here.viewer, before, after, area)
    if month is None:
        return
    if rows.is_empty():
        st.caption(t("versions.figures_same", area=page.areas.name(area), month=formatting.month(month)))
        return
    st.markdown(
        f"**{t('versions.figures_title', area=page.areas.name(area), month=formatting.month(month))}**"
    )
    heads = {
        "name": t("versions.col_figure"),
        "before": t("versions.number", number=before),
        "after": t("versions.number", number=after),
    }
    show_table(rows, key="versions.figures", labels=heads)


# -- verification --------------------------------------------------------------------------------------------------------


def draw_verify(here: Desk) -> None:
    """Say what verifying is and when it was last done; the steward may start it."""
    st.markdown(t("versions.verify_said"))
    last = versions.last_verified(here.book)
    if last is None:
        st.caption(t("versions.verify_never"))
    else:
        key = "versions.verify_last" if last.faults == 0 else "versions.verify_last_faults"
        st.caption(t(key, at=moment(last.at), by=person(here.store.county, last.by), newest=last.newest, faults=last.faults))  # fmt: skip
    if is_steward(here.viewer):
        st.button(
            t("versions.verify_button"), key="versions.verify.go", type="primary",
            on_click=jobs.start_verify, args=(here.store.root, here.viewer),
        )  # fmt: skip
    else:
        st.caption(t("versions.only_steward"))
