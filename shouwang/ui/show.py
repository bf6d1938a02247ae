"""Charts and tables on a page: a title with its unit, 图/表, a sentence for who cannot see it, and 未报 where nothing is."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.charts import Figure
from shouwang.i18n import t
from shouwang.ui import crossfilter, state
from shouwang.ui.pager import pager
from shouwang.ui.rows import Cards, Links, Opens, linked, links
from shouwang.ui.time_line import with_events
from shouwang.ui.view import Page
from shouwang.ui.ways import goto
from shouwang.ui.words import without_names

Format = str | Mapping[str, str]  # a name of FORMATS, or code -> label
LAZY = 500  # rows from which a table sends only what is in view (it cannot have buttons then)
SHORT = 40  # rows up to which a table is plain HTML: text that can be read aloud, searched and printed
UNBROKEN, SENTENCE = 6, 12  # characters: a word, and what is more than a name
CONFIG = {
    "displayModeBar": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}

FORMATS: Mapping[str, Callable[[Any], str]] = {
    "int": lambda v: formatting.number(v),
    "decimal": lambda v: formatting.number(v, 2),
    "hh": formatting.households,
    "persons": formatting.persons,
    "wan": formatting.wan,
    "wan_if_any": lambda v: t("chart.none") if v is None else formatting.wan(v),
    "wan_exact": formatting.wan_exact,
    "yuan": formatting.yuan,
    "percent": formatting.percent,
    "percent_if_any": lambda v: (
        t("chart.none") if v is None else formatting.percent(v)
    ),  # none is set, not unreported
    "int_if_any": lambda v: t("chart.none") if v is None else formatting.number(v),
    "number_if_any": lambda v: t("chart.none") if v is None else f"{round(v, 1):,.10g}",
    "month": formatting.month,
    "date": formatting.day,
    "date_if_any": lambda v: t("chart.none") if v is None else formatting.day(v),  # has not happened yet
    "bool": lambda v: formatting.MISSING if v is None else t("chart.yes" if v else "chart.no"),
    "text": lambda v: formatting.MISSING if v is None else str(v),
    "change": lambda v: formatting.MISSING if v is None else ("0" if v == 0 else f"{v:+,.10g}"),
}


def chart(
    figure: Figure,
    *,
    key: str,
    title: str,
    alt: str,
    table: pl.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    formats: Mapping[str, Format] | None = None,
    note: str = "",
    on_pick: bool = False,
    page: Page | None = None,
    cards: Cards | None = None,
    opens: Opens | None = None,
    filters: str | None = None,
) -> str | None:
    """Draw a chart with its title, 图/表, and the table of the same rows.

    A bar (point, step) whose column is in ``cards`` or ``opens`` opens on a click what the number of the table opens.
    Given ``page``, a time line shows the area's events by number, and hatches months in which a township did not report.

    Args:
        key: ``page.thing``, unique on the page.
        title: what it shows, with the unit.
        alt: one sentence with the takeaway; it is also read under the chart.
        note: how to read the chart, under it.
        table: the rows that were drawn; ``labels`` and ``formats`` as in ``table``.
        page, cards, opens: as in ``table``.
        filters: a choice of the page (give ``page`` too): a click on a bar sets it to the bar's code, a second click takes
            it away; while it is set the other bars are pale. The code is the column of that name, else the one along which
            the bars stand (as it was before ``labelled`` put words in its place).
        on_pick: return the code (first ``customdata``) of a point that was clicked.
    """
    picked, hint = None, ""
    if page is not None:
        figure, events = with_events(page, figure)
        note = f"{note} {events}".strip()
    with st.container(key=f"chart-{key.replace('.', '-')}"):
        as_table = _head(key, title, table is not None)
        if as_table and table is not None:
            show_table(
                table, key=f"{key}.table", labels=labels, formats=formats, page=page, cards=cards, opens=opens
            )
        elif not _has_values(figure):
            st.info(t("chart.no_values"))
        elif page is not None and filters is not None:
            crossfilter.draw(figure, page, filters, key=key, config=CONFIG, alt=alt)
            hint = t("chart.bars_filter")
        elif (told := linked(figure, page, cards, opens))[1]:
            crossfilter.draw_opening(told[0], key=key, config=CONFIG, alt=alt)
            hint = t("chart.bars_open")
        elif on_pick:
            event = st.plotly_chart(
                figure, key=key, config=CONFIG, alt=alt, on_select="rerun", selection_mode="points"
            )
            picked = _picked(event)
        else:
            st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)
        st.caption(" ".join(filter(None, (alt, note, hint))))
    return picked


def show_table(
    rows: pl.DataFrame,
    *,
    key: str,
    labels: Mapping[str, str] | None = None,
    formats: Mapping[str, Format] | None = None,
    page: Page | None = None,
    household: str | None = None,
    alt: str | None = None,
    height: int | str = "auto",
    cards: Cards | None = None,
    opens: Opens | None = None,
) -> None:
    """Draw rows as a table. Missing is 未报.

    Numbers that open something are links, so a table that has them is plain HTML, ``SHORT`` rows a page.

    Args:
        labels: column -> heading, in order; columns that are not named are not sent to the browser.
        formats: column -> a name of ``FORMATS`` (``wan`` divides yuan), or code -> label.
        cards: column -> the indicator whose card its numbers open (give ``page`` too), or ``@name`` of the column that
            holds it; the row's ``area_code`` (else the page's area) is the place.
        opens: column -> the ``Rows`` that its numbers open (give ``page`` too), for numbers that are no indicator.
        household: the column of household keys (give ``page`` too): it becomes a button that opens the household.
    """
    if page is not None and not page.sees_names and labels:
        labels = without_names(labels)
    named = (
        [name for name in labels if name in rows.columns]
        if labels
        else [n for n in rows.columns if not n.endswith(".code")]
    )
    heads = {name: (labels or {}).get(name, name) for name in named}
    chosen = {name: (formats or {}).get(name, _usual(rows.schema[name])) for name in named}
    if (page is not None and (cards or opens)) or (household is None and rows.height <= SHORT):
        first = pager(rows.height, size=SHORT, name=f"p.{key}") if rows.height > SHORT else 0
        cut = rows.slice(first, SHORT)
        found = links(cut, page, cards, opens)
        if page is not None and household is not None:
            found |= _household_links(cut, household, page)
        st.html(_html_table(cut.select(named), heads, chosen, alt, found))
        return
    _frame(rows.select(named), heads, chosen, key, page, household, alt, height)


def _head(key: str, title: str, switch: bool) -> bool:
    """Draw the title and, at its right, the switch. Return whether the table is wanted."""
    if not switch:
        st.markdown(f"**{title}**")
        return False
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{title}**", width="content")
        chosen = st.segmented_control(
            t("chart.view"),
            ("figure", "table"),
            default="figure",
            format_func=lambda v: t(f"chart.{v}"),
            key=f"{key}.view",
            label_visibility="collapsed",
            required=True,
        )
    return chosen == "table"


def _has_values(figure: Figure) -> bool:
    """Say whether any point has both its place and its figure (months and names alone are no picture)."""
    return any(
        x is not None and y is not None
        for trace in figure.traces
        for x, y in zip(trace.get("x") or [], trace.get("y") or [], strict=True)
    )


def _picked(event: Any) -> str | None:
    for point in event["selection"]["points"]:
        data = point.get("customdata")
        if data:
            return str(data[0])
    return None


def _usual(kind: pl.DataType) -> str:
    if kind == pl.Date:
        return "date"
    if kind == pl.Boolean:
        return "bool"
    if kind.is_integer():
        return "int"
    return "decimal" if kind.is_numeric() else "text"


def written(value: Any, form: Format) -> str:
    """Return a cell as a person reads it."""
    if isinstance(form, Mapping):
        return formatting.MISSING if value is None else form.get(str(value), str(value))
    return FORMATS[form](value)


def _household_links(rows: pl.DataFrame, column: str, page: Page) -> Links:
    """Return (row, column) -> the household's page, where the menu knows it."""
    if not state.has_menu():
        return {}
    keys = rows.get_column(column).to_list()
    return {
        (i, column): "household?" + urlencode({**page.where(), "hh": key})
        for i, key in enumerate(keys)
        if key
    }


def _html_table(
    rows: pl.DataFrame,
    heads: Mapping[str, str],
    forms: Mapping[str, Format],
    alt: str | None,
    addresses: Mapping[tuple[int, str], str],
) -> str:
    kinds = {
        name: "n" if kind.is_numeric() else "d"
        for name, kind in rows.schema.items()
        if kind.is_numeric() or kind == pl.Date
    }
    texts = {name: _told(rows.get_column(name), forms[name]) for name in rows.columns if name not in kinds}
    kinds |= {name: kind for name, cells in texts.items() if (kind := _room(cells))}
    head = "".join(
        f'<th scope="col"{_class(kinds.get(name))}>{html.escape(text)}</th>' for name, text in heads.items()
    )
    body = []
    for number, row in enumerate(rows.iter_rows(named=True)):
        cells = "".join(
            f"<td{_class(kinds.get(name))}>{_linked(written(value, forms[name]), addresses.get((number, name)))}</td>"
            for name, value in row.items()
        )
        body.append(f"<tr>{cells}</tr>")
    caption = f"<caption>{html.escape(alt)}</caption>" if alt else ""
    return (
        f'<div class="sw-table" tabindex="0"><table>{caption}<thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _told(cells: pl.Series, form: Format) -> list[str]:
    return [written(value, form) for value in cells.unique()]


def _room(texts: list[str]) -> str | None:
    """Return the class of a column of texts: short ones are not broken, sentences get room for some words a line."""
    longest = max(map(len, texts), default=0)
    return "d" if longest <= UNBROKEN else "t" if longest > SENTENCE else None


def _linked(text: str, address: str | None) -> str:
    told = html.escape(text)
    return f'<a href="{html.escape(address)}">{told}</a>' if address else told


def _class(name: str | None) -> str:
    """Numbers stand at the right, and neither they nor dates are broken over two lines."""
    return f' class="{name}"' if name else ""


def _frame(
    rows: pl.DataFrame,
    heads: Mapping[str, str],
    forms: Mapping[str, Format],
    key: str,
    page: Page | None,
    household: str | None,
    alt: str | None,
    height: Any,
) -> None:
    """Draw a long table: sent as Arrow, scrolled on a canvas."""
    config: dict[str, Any] = {}
    changed = []
    for name, form in forms.items():
        head = heads[name]
        if name == household:
            config[name] = st.column_config.ButtonColumn(
                head, key=f"{key}.open", type="tertiary", pinned=True
            )
        elif isinstance(form, Mapping):
            changed.append(pl.col(name).cast(pl.String).replace(dict(form)))
            config[name] = head
        elif form == "wan":
            changed.append((pl.col(name).cast(pl.Float64) / 10000).round(2))
            config[name] = st.column_config.NumberColumn(f"{head}(万元)", format="%,.2f")
        elif form == "percent":
            changed.append((pl.col(name).cast(pl.Float64) * 100).round(1))
            config[name] = st.column_config.NumberColumn(head, format="%.1f%%")
        elif form == "month":
            changed.append(pl.col(name).dt.strftime("%Y-%m"))
            config[name] = head
        elif form in {"date", "date_if_any"}:
            config[name] = st.column_config.DateColumn(head, format="YYYY-MM-DD")
        elif form == "bool":
            yes, no = t("chart.yes"), t("chart.no")
            changed.append(
                pl.when(pl.col(name)).then(pl.lit(yes)).when(~pl.col(name)).then(pl.lit(no)).alias(name)
            )
            config[name] = head
        elif rows.schema[name].is_decimal():
            changed.append(pl.col(name).cast(pl.Float64))
            config[name] = st.column_config.NumberColumn(
                head, format="%,.2f" if form == "decimal" else "%,.0f"
            )
        elif rows.schema[name].is_numeric():
            whole = rows.schema[name].is_integer() or form != "decimal"
            config[name] = st.column_config.NumberColumn(head, format="%,d" if whole else "%,.2f")
        else:
            config[name] = head
    st.dataframe(
        rows.with_columns(changed) if changed else rows,
        key=key,
        hide_index=True,
        column_config=config,
        placeholder=formatting.MISSING,
        height=height,
        lazy=True if rows.height > LAZY and household is None else None,
        alt=alt or t("chart.rows", count=rows.height),
    )
    click = state.clicked(f"{key}.open") if household else None
    if click is not None and page is not None:
        goto(page, "household", hh=str(click["label"]))
