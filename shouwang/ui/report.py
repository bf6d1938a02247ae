"""What 报告自核 takes, keeps and shows: a report masked before it is kept, for this session alone."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl
import streamlit as st

from shouwang import exports, reports
from shouwang.errors import UsageError
from shouwang.formatting import MISSING
from shouwang.i18n import t
from shouwang.reports import PRIVATE, VERDICTS, Figure, Private, Report, vocabulary
from shouwang.reports.text import MOST_SIGNS
from shouwang.ui import state
from shouwang.ui.download import MIME
from shouwang.ui.report_marks import CODES, ORDER, SIGNS, Claim, lit, side_by_side
from shouwang.ui.show import show_table
from shouwang.ui.view import ALL, Choice, Page

STYLE = Path(__file__).parent / "report.css"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = ["docx", "pdf", "txt", "html", "htm"]
_HELD, _ROUND = "report.held", "report.round"


@dataclass(frozen=True)
class Checked:
    """A report as this session keeps it: its text is masked."""

    text: str
    report: Report
    claims: tuple[Claim, ...]
    private: tuple[Private, ...]


def verdict_choice() -> Choice:
    """Return the filter by verdict, as the address has it."""
    return Choice("verdict", t("report.verdict"), {code: verdict for verdict, code in CODES.items()})


def check(text: str) -> Checked:
    """Return a text read and checked; what is personal in it goes first."""
    masked, private = reports.without_private(text.replace("\r\n", "\n"))
    found = reports.read_report(masked)
    claims: list[Claim] = []
    for one in sorted(reports.check_report(masked, found), key=lambda each: ORDER.index(each.verdict)):
        places = tuple(dict.fromkeys((figure.number_start, figure.number_end) for figure in one.figures))
        quotes = {(figure.number_start, figure.number_end): figure.quote for figure in one.figures}
        if not places:
            places, quotes = (
                ((one.start, one.end),),
                {(one.start, one.end): masked[one.start : one.end].strip()},
            )
        told = tuple(quotes[place] for place in places)
        claims.append(Claim(len(claims) + 1, one.verdict, one.rule, one.sentence, places, told))
    for item in private:
        sentence, rule = t("report.private_sentence", kind=item.kind), t("report.private_rule")
        place, quote = (item.start, item.end), masked[item.start : item.end]
        claims.append(Claim(len(claims) + 1, PRIVATE, rule, sentence, (place,), (quote,)))
    return Checked(masked, found, tuple(claims), private)


# -- taking -----------------------------------------------------------------------------------------------------------


def take() -> Checked | None:
    """Draw the field and return what this session holds, None where there is nothing yet."""
    st.html(STYLE)
    held = state.memory().get(_HELD)
    if isinstance(held, Checked):
        with st.expander(t("report.give_another"), key="report-another"):
            given = _give()
    else:
        given = _give() or _explain()
    if given is not None:
        state.memory()[_HELD] = given
        state.memory()[_ROUND] = _round() + 1
        state.put("verdict", None)
        st.rerun()
    return held if isinstance(held, Checked) else None


def _round() -> int:
    """Return how many reports were taken: each has a form of its own, so that no widget keeps what came unmasked."""
    return int(state.memory().get(_ROUND, 0))


def _give() -> Checked | None:
    now = _round()
    with st.container(key="report-give"), st.form(f"report.form.{now}"):
        pasted = st.text_area(
            t("report.paste"), key=f"report.text.{now}", height=150, placeholder=t("report.paste_hint")
        )
        file = st.file_uploader(t("report.upload"), key=f"report.file.{now}", type=KINDS)
        is_sent = st.form_submit_button(t("report.go"), type="primary")
        st.caption(t("report.note"))
    if not is_sent:
        return None
    try:
        return check(_of_file(file.name, file.getvalue()) if file is not None else _of_paste(pasted or ""))
    except UsageError as fault:
        st.error(str(fault))
        return None


def _of_paste(text: str) -> str:
    """Return what was pasted.

    Raises:
        UsageError: nothing was, or too much.
    """
    if not text.strip():
        raise UsageError(t("report.nothing_given"))
    if len(text) > MOST_SIGNS:
        raise UsageError(t("report.too_long", count=f"{len(text):,}", most=f"{MOST_SIGNS:,}"))
    return text


def _of_file(name: str, content: bytes) -> str:
    """Return a file's text; the copy that the reader needs is gone before this returns."""
    with tempfile.NamedTemporaryFile() as copy:
        copy.write(content)
        copy.flush()
        return reports.read_document(Path(copy.name), name)


def _explain() -> Checked | None:
    example = t("report.example")
    st.info(t("report.empty", example=example), title=t("report.empty_title"))
    return check(example) if st.button(t("report.example_go"), key="report.example") else None


# -- showing ----------------------------------------------------------------------------------------------------------


def show(page: Page, held: Checked) -> None:
    """Draw what was found: how much of which verdict, text and claims side by side, the figures, the downloads."""
    items = held.report.items
    place, period = held.report.place or t("report.no_place"), held.report.period or MISSING
    st.markdown(
        t(
            "report.facts", place=place, period=period, signs=f"{len(held.text):,}", figures=len(items),
            claims=len(held.claims) - len(held.private),
        )
    )  # fmt: skip
    if held.private:
        st.warning(t("report.private", count=len(held.private), kinds=_kinds(held.private)))
    if not items and not held.claims:
        st.info(t("report.no_figures", count=f"{len(held.text):,}"), title=t("report.no_figures_title"))
        return
    chosen = _pick_verdict(page, held)
    shown = [one for one in held.claims if chosen in (None, CODES[one.verdict])]
    if not shown and chosen is not None:
        st.info(t("report.none_of_this", verdict=page.choice_specs[0].options[chosen]))
    spans = [(one.number_start, one.number_end) for one in items]
    st.caption(t("report.legend"))
    st.html(lit(spans, shown) or "<style></style>")
    st.html(side_by_side(held.text, spans, shown))
    _show_figures(page, held, _show_compared(page, held))


def _kinds(found: tuple[Private, ...]) -> str:
    counts = Counter(one.kind for one in found)
    return "、".join(t("report.kind_count", kind=kind, count=count) for kind, count in counts.items())


def _pick_verdict(page: Page, held: Checked) -> str | None:
    """Draw how many claims there are of each verdict, which is also the filter."""
    counts = Counter(one.verdict for one in held.claims)
    labels = {ALL: t("report.all_count", count=len(held.claims))}
    for verdict in (*ORDER, PRIVATE):
        if counts[verdict] or page.choices["verdict"] == CODES[verdict]:
            labels[CODES[verdict]] = t(
                "report.verdict_count", sign=SIGNS[verdict], verdict=verdict, count=counts[verdict]
            )
    st.segmented_control(
        t("report.verdict"), list(labels), format_func=labels.__getitem__, **state.bind("verdict", page.choices["verdict"], ALL)
    )  # fmt: skip
    return page.value("verdict")


def _show_compared(page: Page, held: Checked) -> pl.DataFrame:
    """Draw the figures beside the snapshot of their month, those that differ first; return the rows."""
    found = reports.compare_report(held.report, viewer=page.viewer, snapshot=page.snapshot)
    rows = pl.DataFrame(
        {
            "quote": [one.figure.quote for one in found],
            "month": [f"{one.month:%Y-%m}" for one in found],
            "agreement": [one.agreement for one in found],
            "sentence": [one.sentence for one in found],
        },
        schema=dict.fromkeys(("quote", "month", "agreement", "sentence"), pl.String),
    ).sort(pl.col("agreement") == reports.AGREES, maintain_order=True)
    st.subheader(t("report.against_title"), anchor=False)
    if not found:
        st.caption(t("report.against_none"))
        return rows
    differing = rows.filter(pl.col("agreement") != reports.AGREES).height
    st.caption(t("report.against_said", count=len(found), agree=len(found) - differing, differ=differing))
    show_table(rows, key="report.against", labels=_against_words())
    return rows


def _against_words() -> dict[str, str]:
    return {name: t(f"report.col_{name}") for name in ("agreement", "quote", "month", "sentence")}


def _show_figures(page: Page, held: Checked, compared: pl.DataFrame) -> None:
    items = held.report.items
    figures = figures_frame(items)
    words = {
        name: t(f"report.col_{name}") for name in ("indicator", "place", "period", "value", "unit", "quote")
    }
    if items:
        st.subheader(t("report.figures_title"), anchor=False)
        on_screen = figures.with_columns(value=pl.Series([f"{one.value:,}" for one in items]))
        show_table(on_screen, key="report.figures", labels=words)
    mark = exports.digest(held.text, page.snapshot.identity, page.viewer.user)
    made_at = datetime.fromisoformat(page.snapshot.manifest.created_at)
    with st.container(horizontal=True):
        st.download_button(
            t("report.get_workbook"), partial(_workbook, page.title, held, figures, words, compared, made_at),
            file_name=f"{page.title}-{mark}.xlsx", mime=MIME, key="report.xlsx", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            t("report.get_document"), partial(document, page.title, held, made_at),
            file_name=f"{page.title}-{mark}.docx", mime=DOCX, key="report.docx", on_click="ignore",
        )  # fmt: skip


def figures_frame(items: tuple[Figure, ...]) -> pl.DataFrame:
    """Return one row per figure: indicator (its name), place, period, value, unit, quote."""
    names = vocabulary.indicators()
    return pl.DataFrame(
        {
            "indicator": [names[one.indicator].name if one.indicator in names else one.indicator for one in items],
            "place": [one.place for one in items],
            "period": [one.period for one in items],
            "value": [float(one.value) for one in items],
            "unit": [one.unit for one in items],
            "quote": [one.quote for one in items],
        },
        schema={
            "indicator": pl.String, "place": pl.String, "period": pl.String, "value": pl.Float64, "unit": pl.String,
            "quote": pl.String,
        },
    )  # fmt: skip


def _workbook(
    title: str,
    held: Checked,
    figures: pl.DataFrame,
    words: dict[str, str],
    compared: pl.DataFrame,
    made_at: datetime,
) -> bytes:
    claims = pl.DataFrame(
        {
            "number": [one.number for one in held.claims],
            "verdict": [one.verdict for one in held.claims],
            "rule": [one.rule for one in held.claims],
            "sentence": [one.sentence for one in held.claims],
            "quotes": ["；".join(one.quotes) for one in held.claims],
        },
        schema={
            "number": pl.Int64, "verdict": pl.String, "rule": pl.String, "sentence": pl.String, "quotes": pl.String
        },
    )  # fmt: skip
    cover = [
        (t("chart.cover_title"), title),
        (t("report.cover_place"), held.report.place or t("report.no_place")),
        (t("report.cover_period"), held.report.period or MISSING),
        (t("report.cover_private"), _kinds(held.private) or t("report.places_count", count=0)),
    ]
    heads = {name: t(f"report.col_{name}") for name in claims.columns}
    return exports.workbook(
        cover,
        [
            exports.Sheet(t("report.sheet_verdicts"), claims, heads),
            exports.Sheet(t("report.sheet_figures"), figures, words),
            exports.Sheet(t("report.sheet_against"), compared, _against_words()),
        ],
        cover_name=t("chart.cover"),
        rows_label=t("chart.row_count"),
        missing=MISSING,
        made_at=made_at,
    )


def document(title: str, held: Checked, made_at: datetime) -> bytes:
    """Return the masked report as a docx; each claim stands as a comment at each of its places, what ties at its first."""
    notes = []
    for one in held.claims:
        said = t(
            "report.comment", number=one.number, verdict=one.verdict, sentence=one.sentence, rule=one.rule
        )
        places = one.places[:1] if one.verdict == VERDICTS[0] else one.places
        notes += [exports.Comment(start, end, said) for start, end in places]
    return exports.commented(held.text, notes, title=title, author=t("report.author"), made_at=made_at)
