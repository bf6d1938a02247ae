"""政策落实: what its parts share: the page, its words, figures by area and lists of households."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import polars as pl
import streamlit as st

from shouwang import formatting
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.schema import codes
from shouwang.ui import figures
from shouwang.ui.page import Page, link, shift
from shouwang.ui.pager import pager
from shouwang.ui.rows import Rows
from shouwang.ui.show import Format
from shouwang.ui.show import show_table as table
from shouwang.ui.words import headings, labelled

ROWS = 50
words = partial(headings, "policies")


@dataclass
class Part:
    """One part of the page (its name is the choice in the URL) and the sheets it leaves for the download."""

    page: Page
    name: str
    sheets: list[tuple[str, pl.DataFrame, dict[str, str]]] = field(default_factory=list)

    @property
    def here(self) -> dict[str, object]:
        return {"area": self.page.area, "month": self.page.month}

    @property
    def back(self) -> date:
        return self.page.earlier(12)

    @property
    def place(self) -> dict[str, str]:
        return {"place": self.page.area_name, "month": self.page.month_name}

    @property
    def where(self) -> str:
        return "town_name " if self.page.level == 3 else ""

    def series(self, *ids: str) -> pl.DataFrame:
        """Return a row a month of the last 13 with a column for each indicator."""
        return figures.by_month(self._held, self._span, ids)

    def rates(self, *ids: str) -> pl.DataFrame:
        """Return a row a month of the last 13 with each rate, its ``.numerator`` and its ``.denominator``."""
        found = self.series(*ids)
        for one in ids:
            parts = figures.parts_by_month(self._held, self._span, one).drop("value")
            named = parts.rename({name: f"{one}.{name}" for name in ("numerator", "denominator")})
            found = found.join(named, on="stat_month", how="left")
        return found

    @property
    def _held(self) -> figures.Window:
        page = self.page
        return figures.window(page.viewer, page.snapshot, page.area, self.back, page.month)

    @property
    def _span(self) -> list[date]:
        return [shift(self.page.month, by) for by in range(-12, 1)]

    def by_area(
        self,
        name: str,
        columns: str,
        cards: dict[str, str],
        opens: dict[str, Rows],
        formats: Mapping[str, Format],
        note: str = "",
    ) -> None:
        """Draw the part's figures for the areas below this one, with a way to each of them."""
        rows = self.page.ask(f"policies/{name}", **self.here)
        if self.page.level == 5 or rows.is_empty():
            return
        st.markdown(f"**{t(f'policies.areas_title_{self.page.level}', **self.place)}**")
        heads = words(f"area_name {columns}")
        table(
            rows,
            key=f"policies.{name}",
            labels=heads,
            formats=formats,
            page=self.page,
            cards=cards,
            opens=opens,
        )
        st.caption(note + t("chart.numbers_open"))
        with st.container(horizontal=True, gap="small"):
            for code, short in rows.select("area_code", "area_name").iter_rows():
                link(self.page, "policies", short, area=code, part=self.name)
        self.sheets.append(("areas", rows, heads))

    def households(
        self, name: str, columns: str, said: str, formats: Mapping[str, Format] | None = None, **more: object
    ) -> None:
        """Draw a list of households, the number of its rows first; a county leader is told how many, not who."""
        asked = {**self.here, **more, "limit": ROWS}
        rows = self.page.ask(f"policies/{name}", **asked, offset=0)
        st.markdown(f"**{t(f'policies.{said}_list')}**")
        if rows.is_empty():
            st.markdown(t(f"policies.{said}_none"))
            return
        told = rows.row(0, named=True)
        pair = formatting.pair(told["total_rows"], told.get("total_persons"))
        unmonitored, line = told.get("total_unmonitored"), formatting.yuan(told.get("line"))
        overdue = told.get("total_overdue")
        st.markdown(
            t(
                f"policies.{said}_said", count=told["total_rows"], pair=pair, unmonitored=unmonitored, line=line, overdue=overdue
            )
        )  # fmt: skip
        if self.page.viewer.role is Role.LEADER:
            st.caption(t("policies.leader_list"))
            return
        if offset := pager(told["total_rows"], size=ROWS):
            rows = self.page.ask(f"policies/{name}", **asked, offset=offset)
        coded = {
            "hh_type": codes.HH_TYPE, "mon_type": codes.MON_TYPE, "risk_status": codes.RISK_STATUS,
            "scheme": codes.AID_SCHEME, "stage": codes.AID_STAGE, "term": codes.TERM,
        }  # fmt: skip
        fills = {
            "mon_type": t("policies.none_alleviated"), "risk_status": t("chart.none"),
            "reported_at": t("policies.not_reported"),
        }  # fmt: skip
        rows = labelled(rows, **{key: labels for key, labels in coded.items() if key in rows.columns})
        rows = rows.with_columns(
            pl.col(key).cast(pl.String).fill_null(text) for key, text in fills.items() if key in rows.columns
        )
        if "since" in rows.columns:
            rows = rows.with_columns(pl.col("since").dt.strftime("%Y-%m"))
        heads = words(f"hh_key {self.where}village_name {columns}")
        table(rows, key=f"policies.{said}", labels=heads, formats=formats, page=self.page, household="hh_key")
        if "since" in rows.columns:
            st.caption(t("policies.list_note"))
        self.sheets.append((said, rows, heads))
