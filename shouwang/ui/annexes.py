"""The three annexes of a campaign as downloads, each in the form in which it is signed and handed in.

Source: 高桥镇秋季攻势方案 (domain dictionary 4.1): 附件1 问题排查整改台账, 附件2 入户核查表, 附件3 拟纳入监测对象花名册. The plan names
them and prints no form; the columns are those of our tables. Nothing is asked of the store before a button is clicked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import polars as pl
import streamlit as st

from shouwang import exports
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.schema import codes
from shouwang.ui.download import MIME
from shouwang.ui.page import Page, shift
from shouwang.ui.words import labelled

WIDTHS: Mapping[str, Mapping[str, float]] = {
    "ledger": {
        "town_name": 9, "source": 11, "aspect": 10, "content": 34, "measures": 7, "resp_unit": 13, "resp_person": 9,
        "supervisor": 9, "claimed_at": 11, "due_at": 11, "state": 9, "closed_at": 11, "evidence_ref": 16, "remark": 12,
    },
    "visits": {
        "village_name": 11, "group_name": 7, "head_name": 9, "hh_persons": 6, "hh_type": 9, "mon_type": 14, "visit_date": 11,
        "visitor_role": 11, "house": 10, "water": 10, "insurance": 10, "findings": 10, "clue": 8, "head_signed": 11,
        "checker_signed": 11,
    },
    "admissions": {
        "village_name": 12, "group_name": 7, "head_name": 10, "hh_persons": 7, "hh_type": 9, "proposed_type": 14,
        "proposed_risk": 12, "clue_channel": 14, "clue_at": 11, "checked_at": 11, "publicity_start": 11,
        "publicity_end": 11, "case_step": 10, "case_due_at": 11, "remark": 12,
    },
}  # fmt: skip
ANNEXES = tuple(WIDTHS)
BY_HAND = ("head_signed", "checker_signed")
OF_HOUSEHOLDS = ("visits", "admissions")


def annexes(page: Page) -> None:
    """Draw a download for each annex of this area and month; those that list households not for a county leader."""
    offered = [one for one in ANNEXES if page.viewer.role is not Role.LEADER or one not in OF_HOUSEHOLDS]
    with st.container(horizontal=True, gap="small"):
        for one in offered:
            st.download_button(
                t(f"issues.annex_{one}"),
                _maker(page, one),
                file_name=_file_name(page, one),
                mime=MIME,
                key=f"annex.{one}",
                on_click="ignore",
            )
    if len(offered) < len(ANNEXES):
        st.caption(t("issues.annex_leader"))


def annex_form(page: Page, one: str) -> exports.OfficeForm:
    """Return an annex as it is to be written: its rows in words, its title with the campaign that runs in the month."""
    rows = _words(page, one, page.ask(f"issues/annex_{one}", area=page.area, month=page.month))
    county = page.areas.name(page.area[:6])
    columns = [
        exports.FormColumn(None if name in BY_HAND else name, t(f"issues.annex_col_{name}"), width)
        for name, width in WIDTHS[one].items()
        if not (name == "town_name" and page.level > 3)
    ]
    notes = [
        t(
            "issues.annex_data",
            day=f"{shift(page.month, 1) - timedelta(days=1):%Y-%m-%d}",
            version=page.snapshot.number,
        ),
        t(f"issues.annex_note_{one}"),
    ]
    if page.snapshot.is_demo:
        notes.append(t("app.demo_mark"))
    return exports.OfficeForm(
        mark=t(f"issues.annex_mark_{one}"),
        title=t(
            f"issues.annex_title_{one}",
            year=page.month.year,
            place=county if one == "visits" else page.area_name,
            campaign=_campaign(page, one),
        ),
        unit=t("issues.annex_unit", unit=page.area_name),
        filled=t("issues.annex_filled"),
        columns=columns,
        rows=rows,
        number=t("issues.annex_col_number"),
        empty=t("issues.annex_empty"),
        signature=t(f"issues.annex_sign_{one}"),
        notes=notes,
    )  # fmt: skip


def _maker(page: Page, one: str) -> Callable[[], bytes]:
    return lambda: exports.office_form(
        annex_form(page, one), made_at=datetime.fromisoformat(page.snapshot.manifest.created_at)
    )


def _file_name(page: Page, one: str) -> str:
    """Return a name that no other content has (Streamlit keeps big files by a sample of their bytes and their name)."""
    mark = exports.digest(page.snapshot.identity, page.viewer.user, page.viewer.scope, one)
    return f"{t(f'issues.annex_{one}')}-{page.area}-{page.month:%Y-%m}-{mark}.xlsx"


def _campaign(page: Page, one: str) -> str:
    """Return what a title names: the campaign of the month without its year (which stands before), or the work as such."""
    running = page.ask("issues/annex_campaign", month=page.month)
    if running.is_empty():
        return t("issues.annex_no_campaign")
    name = re.sub(r"^\d{4}年", "", running.item(0, "campaign_name")).removesuffix("行动")
    return t("issues.annex_campaign", name=name) if one == "ledger" else name


def _words(page: Page, one: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with every code, yes and no as words."""
    if one == "ledger":
        notes = {note: t(f"issues.note_{note}") for note in rows["note"].unique() if note}
        rows = labelled(rows, source=codes.ISSUE_SRC, state=codes.ISSUE_STATE, note=notes)
        lasting = pl.when(pl.col("long_term")).then(pl.lit(t("issues.long_term"))).otherwise(pl.lit(""))
        both = pl.concat_list(pl.col("note").fill_null(""), lasting).list.eval(
            pl.element().filter(pl.element() != "")
        )
        return rows.with_columns(remark=both.list.join("；"))
    if one == "visits":
        kinds = {**codes.MON_TYPE, "none": ""}
        rows = labelled(
            rows, hh_type=codes.HH_TYPE, mon_type=kinds, visitor_role=codes.VISITOR, findings=codes.FINDING
        )
        return rows.with_columns(
            house=_either("house_dilapidated", "issues.annex_house_bad", "issues.annex_house_good"),
            water=_either("water_safe", "issues.annex_water_safe", "issues.annex_water_unsafe"),
            clue=_either("clue_raised", "chart.yes", "chart.no"),
            insurance=pl.when(pl.col("members") > 0).then(
                pl.format("{}/{}", pl.col("insured"), pl.col("members"))
            ),
        )
    rows = labelled(
        rows, hh_type=codes.HH_TYPE, proposed_type=codes.MON_TYPE, proposed_risk=codes.RISK,
        clue_channel=codes.CLUE, state=codes.CASE_STATE,
    )  # fmt: skip
    green = pl.when(pl.col("emergency_first")).then(pl.lit(t("issues.emergency_first")))
    return rows.with_columns(remark=green, case_step=pl.col("state"), case_due_at=pl.col("due_at"))


def _either(name: str, yes: str, no: str) -> pl.Expr:
    """Return the words of a yes or no; nothing where it was not reported."""
    return pl.when(pl.col(name)).then(pl.lit(t(yes))).when(~pl.col(name)).then(pl.lit(t(no)))
