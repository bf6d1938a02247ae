"""Events and missing reports on the time lines of a page."""

from __future__ import annotations

from datetime import date

from shouwang import charts
from shouwang.charts.time_line import NUMBERS, Note, drawn_notes, months_of, on_time_line
from shouwang.i18n import t
from shouwang.schema import codes
from shouwang.ui.view import Page, month_name


def with_events(page: Page, figure: charts.Figure) -> tuple[charts.Figure, str]:
    """Return a figure over months with this area's events and hatched months, and what is to be read under it.

    A month is hatched where a township of the county (or this page's township) did not report in it.
    """
    months = months_of(figure)
    if not months:
        return figure, ""
    # Only the months that are drawn: every month asked for is a file to read.
    window = {"area": page.area, "from_month": date.fromisoformat(f"{min(months)}-01"), "month": page.month}
    notes = [_note(row) for row in page.ask("time_line/notes", **window).iter_rows(named=True)]
    reported = {
        f"{month:%Y-%m}": (present, towns)
        for month, present, towns in page.ask("time_line/reporting", **window).iter_rows()
    }
    partial = {month: _missing(page, *reported.get(month, (0, 0))) for month in months}
    partial = {month: told for month, told in partial.items() if told}
    shown = drawn_notes(notes, months)
    told = [
        t("chart.event", sign=sign, months=_span(note), text=note.text)
        for sign, note in zip(NUMBERS, shown, strict=False)
    ]
    if partial:
        told.append(t("chart.hatched" if page.level == 3 else "chart.hatched_town"))
    return on_time_line(figure, notes, partial), "　".join(told)


def _note(row: dict[str, object]) -> Note:
    first, last = row["start_date"], row["end_date"] or row["start_date"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    text = row["text"]
    if text is None:
        kind = codes.DIV_CHANGE.get(str(row["kind"]), "")
        text = t("chart.border_change", old=row["old_name"], new=row["new_name"], kind=kind)
    return Note(f"{first:%Y-%m}", f"{last:%Y-%m}", str(text))


def _span(note: Note) -> str:
    first = month_name(date.fromisoformat(f"{note.first}-01"))
    if note.first == note.last:
        return first
    return t("chart.span", first=first, last=month_name(date.fromisoformat(f"{note.last}-01")))


def _missing(page: Page, present: int, towns: int) -> str:
    if page.level != 3:
        return "" if present else t("chart.month_unreported")
    if towns and present >= towns:
        return ""
    return t("chart.towns_missing", count=towns - present) if towns else t("chart.month_unreported")
