"""A checked report as HTML: its text with marked figures at the left, the claims at the right, each leading to the other.

Clicks are links to places of this page (``#claim-3``, ``#place-7``), and what belongs together is lit by CSS: no run of the
page in between, and nothing of the text in the address.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field

from shouwang.i18n import t
from shouwang.reports import PRIVATE, VERDICTS

CODES = dict(zip(VERDICTS, ("ties", "fails", "two", "base", "partial", "open"), strict=True)) | {
    PRIVATE: "private"
}
SIGNS = dict(zip((*VERDICTS, PRIVATE), ("=", "≠", "⇄", "÷", "…", "?", "■"), strict=True))
# What asks most comes first: in the list, and where a figure of several claims is underlined by one of them.
ORDER = ("不符", "两说", "基数未明", "未列全", "无法核对", "相符")
MOST_NUMBERS = 3  # of claims beside one figure
Span = tuple[int, int]


@dataclass(frozen=True)
class Claim:
    """One line of the right side; ``places`` are the marked signs of the text, ``quotes`` the words around each."""

    number: int
    verdict: str
    rule: str
    sentence: str
    places: tuple[Span, ...]
    quotes: tuple[str, ...]


@dataclass
class _Mark:
    start: int
    end: int
    number: int
    claims: list[Claim] = field(default_factory=list)


def side_by_side(text: str, figures: Sequence[Span], claims: Sequence[Claim]) -> str:
    """Return both sides.

    Args:
        figures: where the numbers stand that were read, whether a claim is about them or not.
        claims: those to be shown, numbered.
    """
    marks, at = _marks(figures, claims)
    listed = "".join(_claim(one, at) for one in claims)
    return (
        f'<div class="rp"><section class="rp-text" tabindex="0" aria-label="{html.escape(t("report.text_title"))}">'
        f'{_text(text, marks)}</section><section class="rp-claims" tabindex="0" '
        f'aria-label="{html.escape(t("report.claims_title"))}"><ol>{listed}</ol></section></div>'
    )


def lit(figures: Sequence[Span], claims: Sequence[Claim]) -> str:
    """Return the rules that light what belongs to the claim or the figure that was clicked."""
    marks, _ = _marks(figures, claims)
    rules = [
        f":root:has(#claim-{n}:target) .of-{n},:root:has(#claim-{n}-text:target) .of-{n},"
        f":root:has(#claim-{n}-text:target) #claim-{n}"
        for n in (one.number for one in claims)
    ]
    rules += [
        f":root:has(#place-{mark.number}:target) #claim-{one.number}" for mark in marks for one in mark.claims
    ]
    return f"<style>{','.join(rules)}{{background:rgba(242,178,51,.35)}}</style>" if rules else ""


def _marks(figures: Sequence[Span], claims: Sequence[Claim]) -> tuple[list[_Mark], dict[Span, int]]:
    """Return the marks in the order of the text, none over another, and where each place is marked."""
    told: dict[Span, list[Claim]] = {span: [] for span in figures}
    for claim in claims:
        for place in claim.places:
            told.setdefault(place, []).append(claim)
    marks: list[_Mark] = []
    at: dict[Span, int] = {}
    for start, end in sorted(told, key=lambda span: (span[0], -span[1])):
        if end <= start:
            continue
        if not marks or start >= marks[-1].end:
            marks.append(_Mark(start, end, len(marks) + 1))
        marks[-1].claims += [one for one in told[start, end] if one not in marks[-1].claims]
        at[start, end] = marks[-1].number
    return marks, at


def _text(text: str, marks: Sequence[_Mark]) -> str:
    """Return the text, a paragraph a line; a mark never goes beyond its line."""
    parts: list[str] = []
    begun: set[int] = set()
    last = 0
    for mark in marks:
        parts += [_words(text[last : mark.start]), _mark(text[mark.start : mark.end], mark, begun)]
        last = mark.end
    body = "".join([*parts, _words(text[last:])])
    return "".join(f"<p>{line}</p>" for line in body.split("\n") if line.strip())


def _words(text: str) -> str:
    return html.escape(text.replace("\r", ""))


def _mark(words: str, mark: _Mark, begun: set[int]) -> str:
    inside = _words(words).replace("\n", " ")
    if not mark.claims:
        return f'<span id="place-{mark.number}" class="rp-m">{inside}</span>'
    claims = sorted(mark.claims, key=lambda one: (one.verdict != PRIVATE, one.number))
    first = claims[0]
    anchors = "".join(f'<i id="claim-{one.number}-text"></i>' for one in claims if one.number not in begun)
    begun.update(one.number for one in claims)
    numbers = " ".join(f'<a href="#claim-{one.number}">{one.number}</a>' for one in claims[:MOST_NUMBERS])
    classes = " ".join(["rp-m", f"rp-{CODES[first.verdict]}", *(f"of-{one.number}" for one in claims)])
    told = html.escape(f"{first.verdict}: {first.sentence}")
    return (
        f'{anchors}<span id="place-{mark.number}" class="{classes}"><a href="#claim-{first.number}" title="{told}">{inside}</a>'
        f"<sup>{SIGNS[first.verdict]}{numbers}</sup></span>"
    )


def _claim(one: Claim, at: dict[Span, int]) -> str:
    code = CODES[one.verdict]
    places = " ".join(
        f'<a href="#place-{at[span]}">“{html.escape(quote)}”</a>'
        for span, quote in zip(one.places, one.quotes, strict=True)
        if span in at
    )
    return (
        f'<li id="claim-{one.number}" class="rp-c"><a class="rp-head" href="#claim-{one.number}-text">'
        f'<b class="rp-v rp-v-{code}">{one.number} {SIGNS[one.verdict]} {html.escape(one.verdict)}</b> '
        f"<span>{html.escape(one.rule)}</span></a><p>{html.escape(one.sentence)}</p>"
        f"<small>{html.escape(t('report.places'))}: {places}</small></li>"
    )
