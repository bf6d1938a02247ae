"""政策落实, 教育: who is entitled to school aid and was paid, by scheme; 雨露计划 and what became of its graduates."""

from __future__ import annotations

import polars as pl
import streamlit as st

from shouwang import charts, formatting
from shouwang.i18n import t
from shouwang.schema import codes
from shouwang.ui.policies import Part, words
from shouwang.ui.rows import Rows
from shouwang.ui.show import chart
from shouwang.ui.show import show_table as table
from shouwang.ui.words import labelled

COLUMNS = {
    "edu_aid_paid_rate": "rate", "edu_aid_paid_rate.numerator": "paid", "edu_aid_paid_rate.denominator": "entitled",
    "yulu_paid_rate": "yulu_rate", "yulu_paid_rate.numerator": "yulu_paid", "yulu_paid_rate.denominator": "yulu_entitled",
}  # fmt: skip


def draw_aid(view: Part) -> None:
    """Draw school aid by scheme, stage and term, its rate by month and area, and who waits."""
    page = view.page
    schemes = page.ask("policies/education_by_scheme", **view.here)
    if schemes.is_empty():
        st.info(t("policies.education_missing"))
    else:
        total = schemes.row(-1, named=True)
        st.markdown(
            t(
                "policies.education_said", entitled=f"{total['entitled']:,}", paid=f"{total['paid']:,}", unpaid=total["unpaid"],
                rate=formatting.percent(total["rate"]), amount=formatting.wan_exact(total["amount"]),
                overdue=total["overdue"], days=total["overdue_days"],
            )
        )  # fmt: skip
        asked = {"scheme": "@scheme", "stage": "@stage", "term": "@term"}
        opens = {
            name: Rows("rows/school_aid", state=name, **asked)
            for name in ("entitled", "paid", "unpaid", "overdue", "off_standard")
        }
        opens["amount"] = Rows("rows/school_aid", "aid_amount", state="money", **asked)
        schemes = labelled(
            schemes, scheme={**codes.AID_SCHEME, "all": t("policies.several")}, stage={**codes.AID_STAGE, "all": t("policies.all")},
            term={**codes.TERM, "all": ""},
        ).with_columns(when=pl.col("stage") + pl.col("term"))  # fmt: skip
        heads = words(
            "scheme when entitled paid unpaid overdue rate amount mean_amount standard off_standard"
        )
        formats = dict.fromkeys(("mean_amount", "standard", "off_standard"), "int_if_any")
        formats |= {"rate": "percent_if_any", "amount": "wan_exact"}
        table(schemes, key="policies.schemes", labels=heads, formats=formats, page=page, opens=opens)
        st.caption(t("policies.education_note", days=total["overdue_days"]))
        view.sheets.append(("schemes", schemes, heads))
        months = view.rates("edu_aid_paid_rate", "yulu_paid_rate").rename(COLUMNS, strict=False)
        now = months.row(-1, named=True)
        told = {
            name: formatting.percent(now[name]) if "rate" in name else formatting.number(now[name])
            for name in now
            if name != "stat_month"
        }
        chart(
            charts.lines(months, "stat_month", words("rate yulu_rate"), unit="%", per=0.01),
            key="policies.education",
            title=t("policies.education_chart"),
            alt=t("policies.education_alt", **view.place, **told),
            table=months,
            labels=words("stat_month entitled paid rate yulu_entitled yulu_paid yulu_rate"),
            formats={"stat_month": "month", "rate": "percent", "yulu_rate": "percent"}
            | dict.fromkeys(("entitled", "paid", "yulu_entitled", "yulu_paid"), "int"),
        )
        view.by_area(
            "education_by_area",
            "entitled paid rate amount yulu_entitled yulu_paid yulu_rate yulu_amount",
            {
                "rate": "edu_aid_paid_rate", "amount": "edu_aid_amount", "yulu_entitled": "yulu_students",
                "yulu_rate": "yulu_paid_rate", "yulu_amount": "yulu_amount",
            },
            {
                "entitled": Rows("rows/school_aid", state="entitled"),
                "paid": Rows("rows/school_aid", state="paid"),
                "yulu_paid": Rows("rows/school_aid", state="paid", scheme="yulu"),
            },
            {"rate": "percent_if_any", "yulu_rate": "percent_if_any", "amount": "wan", "yulu_amount": "wan"},
        )  # fmt: skip
        view.households(
            "education_unpaid",
            "scheme stage term standard days is_overdue",
            "unpaid",
            {"standard": "int_if_any"},
        )


def draw_graduates(view: Part) -> None:
    """Draw where the graduates of the last twelve months work."""
    page = view.page
    graduates = page.ask("policies/graduates", **view.here)
    st.markdown(f"**{t('policies.graduates_title', **view.place)}**")
    if graduates.is_empty():
        st.info(t("policies.graduates_missing"))
    else:
        waiting = graduates.filter(pl.col("place") == "waiting").get_column("graduates").sum()
        total = graduates.row(-1, named=True)["graduates"]
        rate = formatting.percent((total - waiting) / total)
        st.markdown(t("policies.graduates_said", graduates=total, employed=total - waiting, rate=rate))
        names = {**codes.JOB_PLACE, "all": t("policies.all")}
        names |= {one: t(f"policies.place_{one}") for one in ("unknown", "waiting")}
        graduates = labelled(graduates, place=names)
        heads = words("place graduates share")
        table(
            graduates, key="policies.graduates", labels=heads, formats={"share": "percent"}, page=page,
            opens={"graduates": Rows("rows/graduates", place="@place")},
        )  # fmt: skip
        view.sheets.append(("graduates", graduates, heads))
