"""Tables whose cells open something, are shaded by their size, or hold the faulty value: plain HTML, read aloud and printed."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import streamlit as st

from shouwang.ui import state
from shouwang.ui.page import Page
from shouwang.ui.rows import is_opening

SHADE = "rgba(47,123,200,{strength:.2f})"
DEEPEST = 0.45


@dataclass(frozen=True)
class Cell:
    """One cell: what it says; where it leads; how deep it is shaded (0..1); whether it holds the fault; a picture (HTML)."""

    text: str
    href: str = ""
    depth: float = 0.0
    is_faulty: bool = False
    is_number: bool = False
    is_short: bool = False  # not to be broken over two lines
    picture: str = ""


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, alt: str) -> None:
    """Draw rows of cells under their headings; ``alt`` is the caption for who cannot see it."""
    st.html(table_html(heads, rows, alt=alt))


def table_html(heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, alt: str) -> str:
    numbers = {i for i, cell in enumerate(rows[0]) if cell.is_number} if rows else set()
    head = "".join(
        f'<th scope="col"{_number(i in numbers)}>{html.escape(text)}</th>' for i, text in enumerate(heads)
    )
    body = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="sw-table" tabindex="0"><table aria-label="{html.escape(alt)}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: Cell) -> str:
    told = html.escape(cell.text)
    if cell.href:
        told = f'<a href="{html.escape(cell.href)}" target="_self">{told}</a>'
    style = ""
    if cell.is_faulty:
        told = f"<b>✗ {told}</b>"
        style = ' style="outline: 2px solid #C8483F; outline-offset: -2px"'
    elif cell.depth > 0:
        style = (
            f' style="background: {SHADE.format(strength=0.06 + (DEEPEST - 0.06) * min(cell.depth, 1.0))}"'
        )
    kind = _number(cell.is_number) or (' class="d"' if cell.is_short else "")
    return f"<td{kind}{style}>{told}{cell.picture}</td>"


def _number(is_number: bool) -> str:
    return ' class="n"' if is_number else ""


def address(page: Page, **where: str | None) -> str:
    """Return the address of this page at this area and month, changed by ``where`` (None: taken away)."""
    kept = {name: value for name, value in state.query().items() if not is_opening(name)}
    asked = {**kept, **page.where(), **where}
    return "?" + urlencode(
        {name: value for name, value in asked.items() if value is not None and name != "p"}
    )


def line_picture(points: Sequence[float | None], told: str) -> str:
    """Return months as a small line (an image in the text); a month without a figure is a gap."""
    known = [value for value in points if value is not None]
    if len(known) < 2:
        return ""
    top = max(known) or 1.0
    step, tall = 8.0, 20.0
    path, pen_down = [], False
    for i, value in enumerate(points):
        if value is None:
            pen_down = False
            continue
        path.append(f"{'L' if pen_down else 'M'}{i * step + 2:.0f} {tall + 2 - value / top * tall:.1f}")
        pen_down = True
    wide = step * (len(points) - 1) + 4
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {tall + 4:.0f}">'
        f'<path d="{" ".join(path)}" fill="none" stroke="#2F7BC8" stroke-width="1.6" stroke-linejoin="round" '
        'stroke-linecap="round"/></svg>'
    )
    return f'<img alt="{html.escape(told)}" width="{wide:.0f}" height="{tall + 4:.0f}" src="data:image/svg+xml,{quote(svg)}">'


def depths(values: Sequence[float | None]) -> list[float]:
    """Return how deep each value is shaded: the largest 1, nothing and zero 0."""
    top = max((value for value in values if value is not None), default=0.0)
    return [0.0 if not value or not top else value / top for value in values]
