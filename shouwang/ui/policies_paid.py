"""政策落实, 待遇、理赔、兜底: who draws which benefit, which claims wait, what disasters left open, who is left out."""

from __future__ import annotations

import polars as pl
import streamlit as st

from shouwang import charts, formatting
from shouwang.i18n import t
from shouwang.schema import codes
from shouwang.ui.page import two_columns
from shouwang.ui.policies import Part, words
from shouwang.ui.rows import Rows
from shouwang.ui.show import chart
from shouwang.ui.show import show_table as table
from shouwang.ui.words import labelled

SCHEMES = ("dibao", "tekun", "temporary", "orphan", "disabled_living", "disabled_nursing")


def draw_benefits(view: Part) -> None:
    """Draw benefits by scheme, month and area."""
    page = view.page
    months = page.ask("policies/benefits_by_month", **view.here, from_month=view.back)
    paid = page.ask("policies/benefits_by_scheme", **view.here)
    if months.is_empty():
        st.info(t("policies.benefits_missing"))
    elif paid.is_empty():
        st.markdown(t("policies.benefits_none", **view.place))
    else:
        asked = {"scheme": "@scheme", "per": "person"}
        last = page.earlier(1)
        opens = {
            "recipients": Rows("rows/benefit_recipients", from_month=page.month, **asked),
            "amount": Rows("rows/benefit_recipients", "paid_amount", from_month=page.month, **asked),
            "households": Rows(
                "rows/benefit_recipients", from_month=page.month, scheme="@scheme", per="household"
            ),
            "last_recipients": Rows("rows/benefit_recipients", from_month=last, month=last, **asked),
            "last_amount": Rows(
                "rows/benefit_recipients", "paid_amount", from_month=last, month=last, **asked
            ),
            "year_recipients": Rows(
                "rows/benefit_recipients", from_month=page.month.replace(month=1), **asked
            ),
            "year_amount": Rows(
                "rows/benefit_recipients", "paid_amount", from_month=page.month.replace(month=1), **asked
            ),
        }
        heads = (
            {"scheme": t("policies.col_benefit")}
            | words("recipients households")
            | {"amount": t("policies.col_month_amount")}
        )
        heads |= words("per_head last_recipients last_amount year_recipients year_amount")
        paid = labelled(paid, scheme=codes.BENEFIT_SCHEME)
        formats = dict.fromkeys(("amount", "last_amount", "year_amount"), "wan") | {
            "per_head": "number_if_any"
        }
        table(paid, key="policies.benefits", labels=heads, formats=formats, page=page, opens=opens)
        st.caption(t("policies.benefits_note"))
        view.sheets.append(("benefits", paid, heads))
    if not months.is_empty():
        names = {scheme: codes.BENEFIT_SCHEME[scheme] for scheme in SCHEMES}
        latest_paid = months.filter(pl.col("stat_month") == page.month)
        for spot, column, unit, per in zip(
            two_columns(), ("recipients", "amount"), ("people", "wan"), (1, 10000), strict=True
        ):
            with spot:
                paid_now = dict(latest_paid.select("scheme", column).iter_rows())
                count = formatting.persons if column == "recipients" else formatting.wan
                spelled = "、".join(names[one] + count(paid_now[one]) for one in SCHEMES if one in paid_now)
                which = "people" if column == "recipients" else "money"
                chart(
                    charts.stacked(
                        months,
                        "stat_month",
                        column,
                        split="scheme",
                        labels=names,
                        unit=t(f"policies.{unit}"),
                        per=per,
                    ),
                    key=f"policies.benefits_{which}",
                    title=t(f"policies.benefits_{which}_chart"),
                    alt=t(
                        f"policies.benefits_{which}_alt",
                        **view.place,
                        told=spelled or t("policies.no_payment"),
                    ),
                    table=labelled(months, scheme=names),
                    labels=words("stat_month")
                    | {"scheme": t("policies.col_benefit")}
                    | words("recipients amount"),
                    formats={"stat_month": "month", "amount": "wan"},
                )
    view.by_area(
        "benefits_by_area",
        "dibao_persons dibao_amount tekun_persons tekun_amount relief_amount",
        {
            name: name
            for name in ("dibao_persons", "dibao_amount", "tekun_persons", "tekun_amount", "relief_amount")
        },
        {},
        dict.fromkeys(("dibao_amount", "tekun_amount", "relief_amount"), "wan"),
        t("policies.benefits_areas_note", **view.place),
    )


def draw_claims(view: Part) -> None:
    """Draw claims by policy and month, and those that wait."""
    page = view.page
    claims = page.ask("policies/claims_by_policy", **view.here)
    months = page.ask("policies/claims_by_month", **view.here, from_month=view.back)
    if months.is_empty() and claims.is_empty():
        st.info(t("policies.insurance_missing"))
    elif claims.is_empty():
        st.markdown(t("policies.claims_none"))
    else:
        open_claims = claims.select(pl.col("open", "open_late").sum(), pl.col("late_line").max()).row(
            0, named=True
        )
        st.markdown(
            t(
                "policies.claims_said",
                open=open_claims["open"],
                late=open_claims["open_late"],
                days=open_claims["late_line"],
            )
        )
        heads = words("policy events reported") | {"paid": t("policies.col_claims_paid")}
        heads |= words("paid_amount median_days longest_days open open_late oldest_days")
        opens = {
            name: Rows("rows/claims", policy="@policy", state=state)
            for name, state in (
                ("events", "event"), ("reported", "reported"), ("paid", "paid"), ("open", "open"), ("open_late", "open_late"),
            )
        }  # fmt: skip
        opens["paid_amount"] = Rows("rows/claims", "paid_amount", policy="@policy", state="paid")
        table(
            claims,
            key="policies.claims",
            labels=heads,
            formats={"paid_amount": "wan"}
            | dict.fromkeys(("median_days", "longest_days", "oldest_days"), "number_if_any"),
            page=page,
            opens=opens,
        )
        st.caption(t("policies.claims_note"))
        view.sheets.append(("claims", claims, heads))
        if open_claims["open"]:
            view.households("claims_open", "policy event_date reported_at days is_late", "open")
    if not months.is_empty():
        this_month = (
            months.filter(pl.col("stat_month") == page.month).to_dicts() or [dict.fromkeys(months.columns, 0)]
        )[0]
        money = {name: formatting.wan(this_month[name]) for name in ("paid_amount", "fund_amount")}
        names = words("events") | {"paid": t("policies.col_claims_paid")} | words("fund_cases")
        chart(
            charts.bars(months, "stat_month", names, unit=t("policies.cases")),
            key="policies.claims_months",
            title=t("policies.claims_chart"),
            alt=t("policies.claims_alt", **view.place, **(this_month | money)),
            table=months,
            labels=words("stat_month") | names | words("paid_amount fund_amount"),
            formats={"stat_month": "month", "paid_amount": "wan", "fund_amount": "wan"},
        )


def draw_disasters(view: Part) -> None:
    """Draw what disasters hit and what is solved."""
    page = view.page
    st.subheader(t("policies.disasters_title", **view.place), anchor=False)
    disasters = page.ask("policies/disasters", **view.here)
    if disasters.is_empty():
        st.markdown(t("policies.disasters_none"))
    else:
        disasters = labelled(disasters, disaster=codes.DISASTER)
        for one in disasters.iter_rows(named=True):
            st.markdown(
                t(
                    "policies.disasters_said", date=formatting.day(one["event_date"]), disaster=one["disaster"], hh=one["hh"],
                    solved=one["solved_hh"], rate=formatting.percent(one["solved_rate"]), open=one["open_hh"],
                )
            )  # fmt: skip
        of_event = {"event": "@event_id"}
        states = {
            "house_hh": "house", "water_hh": "water", "industry_hh": "industry", "relief_hh": "relief",
            "solved_hh": "solved", "open_hh": "open",
        }  # fmt: skip
        opens = {
            name: Rows("rows/disaster_households", state=state, **of_event) for name, state in states.items()
        }
        opens |= {
            "hh": Rows("rows/disaster_households", **of_event),
            "industry_loss": Rows("rows/disaster_households", "industry_loss", **of_event),
            "relief_amount": Rows("rows/disaster_households", "relief_amount", **of_event),
        }
        heads = words("disaster") | {"event_date": t("policies.col_disaster_date")}
        heads |= words("hh house_hh water_hh industry_hh industry_loss relief_hh")
        heads |= {"relief_amount": t("policies.col_disaster_relief")}
        heads |= words("solved_hh solved_rate open_hh open_days")
        formats = {
            "industry_loss": "wan", "relief_amount": "wan", "solved_rate": "percent", "open_days": "int_if_any",
        }  # fmt: skip
        table(disasters, key="policies.disasters", labels=heads, formats=formats, page=page, opens=opens)
        view.sheets.append(("disasters", disasters, heads))


def draw_backstop(view: Part) -> None:
    """Draw view.households without anybody able to work and without 低保 or 特困."""
    page = view.page
    months = view.series("backstop_gap", "dibao_persons", "tekun_persons")
    gaps = dict(months.select("stat_month", "backstop_gap").iter_rows())
    if gaps.get(page.month) is None:
        st.info(t("policies.backstop_missing"))
    else:
        heads = words("stat_month backstop_gap dibao_persons tekun_persons")
        chart(
            charts.lines(months, "stat_month", "backstop_gap", labels=heads, unit=t("policies.hh")),
            key="policies.backstop_months",
            title=t("policies.backstop_chart"),
            alt=t(
                "policies.backstop_alt", **view.place, now=formatting.households(gaps[page.month]),
                before=formatting.households(gaps.get(view.back)),
            ),
            table=months,
            labels=heads,
            formats={"stat_month": "month"} | dict.fromkeys(("backstop_gap", "dibao_persons", "tekun_persons"), "int"),
        )  # fmt: skip
        view.households(
            "backstop", "hh_type mon_type risk_status hh_persons since days", "backstop", from_month=view.back
        )
        view.by_area("benefits_by_area", "backstop_gap dibao_persons tekun_persons",
                {name: name for name in ("backstop_gap", "dibao_persons", "tekun_persons")}, {}, {})  # fmt: skip
