"""政策落实, 医疗: what bills cost, what is repaid against which base, who pays much; certificates and contracts."""

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


def draw_bills(view: Part) -> None:
    """Draw the bills of the year, the two ratios with their bases, what people pay themselves, and who pays much."""
    page = view.page
    kinds = page.ask("policies/medical_by_kind", **view.here)
    if kinds.is_empty():
        st.info(t("policies.medical_missing"))
    else:
        stays = kinds.filter(pl.col("kind") == "inpatient")
        for one in stays.iter_rows(named=True):
            money = {
                name: formatting.wan_exact(one[column])
                for name, column in (
                    ("total", "total"), ("repaid", "repaid"), ("within", "within_policy"), ("range", "policy_range"),
                )
            }  # fmt: skip
            st.markdown(
                t(
                    "policies.medical_said", bills=one["bills"], one_stop=one["one_stop"], one_stop_told=one["one_stop_told"],
                    policy_rate=formatting.percent(one["policy_rate"], 2),
                    overall_rate=formatting.percent(one["overall_rate"], 2), **money,
                )
            )  # fmt: skip
            if (one["overall_rate"] or 0) > (one["policy_rate"] or 1):
                st.warning(t("policies.medical_higher", supplement=formatting.wan_exact(one["supplement"])))
        of_kind = {"kind": "@kind"}
        opens = {
            name: Rows("rows/settlements", name, **of_kind)
            for name in ("total", "policy_range", "within_policy", "supplement", "repaid", "self_paid")
        }
        opens |= {
            "bills": Rows("rows/settlements", **of_kind),
            "persons": Rows("rows/patients", **of_kind),
            "one_stop": Rows("rows/settlements", state="one_stop", **of_kind),
        }
        heads = words(
            "kind bills persons total repaid overall_rate policy_range within_policy policy_rate self_paid one_stop_rate"
        )
        kinds = labelled(kinds, kind={**codes.SETTLE_KIND, "all": t("policies.kind_all")})
        formats = dict.fromkeys(
            ("total", "policy_range", "within_policy", "supplement", "repaid", "self_paid"), "wan"
        )
        formats |= dict.fromkeys(("policy_rate", "overall_rate", "one_stop_rate"), "percent")
        table(kinds, key="policies.kinds", labels=heads, formats=formats, page=page, opens=opens)
        st.caption(t("policies.medical_note"))
        view.sheets.append(("kinds", kinds, heads))
        left, right = two_columns()
        months = page.ask("policies/medical_by_month", **view.here, from_month=view.back)
        with left:
            latest = (months.filter(pl.col("stat_month") == page.month).to_dicts() or [{}])[0]
            chart(
                charts.stacked(months, "stat_month", words("repaid self_paid"), unit=t("policies.wan"), per=10000),
                key="policies.medical",
                title=t("policies.medical_chart"),
                alt=t(
                    "policies.medical_alt", **view.place, bills=latest.get("bills", 0),
                    repaid=formatting.wan(latest.get("repaid", 0)), self_paid=formatting.wan(latest.get("self_paid", 0)),
                ),
                table=months,
                labels=words("stat_month bills total repaid self_paid"),
                formats={"stat_month": "month"} | dict.fromkeys(("total", "repaid", "self_paid"), "wan"),
            )  # fmt: skip
        bands = page.ask("policies/self_paid_bands", **view.here)
        with right:
            if bands.is_empty():
                st.info(t("policies.bands_none"))
            else:
                names = {
                    band: t(
                        "policies.band_first" if not low else "policies.band_mid" if high else "policies.band_last",
                        low=formatting.number(low), high=formatting.number(high),
                    )
                    for band, low, high in bands.select("band", "low", "high").iter_rows()
                }  # fmt: skip
                top = bands.filter(pl.col("high").is_null())
                line = (
                    bands.select(pl.col("low").max()).item()
                    if top.height
                    else bands.select(pl.col("high").max()).item()
                )
                bands = labelled(bands, band=names)
                chart(
                    charts.bars(bands, "band", "persons", unit=t("policies.people"), horizontal=True),
                    key="policies.bands",
                    title=t("policies.bands_chart"),
                    alt=t(
                        "policies.bands_alt", **view.place, line=formatting.yuan(line), large=top["persons"].sum(),
                        unmonitored=top["unmonitored"].sum(),
                    ),
                    table=bands,
                    labels=words("band persons unmonitored self_paid"),
                    formats={"self_paid": "wan"},
                    page=page,
                    opens={
                        "persons": Rows("rows/self_paid", band="@band"),
                        "unmonitored": Rows("rows/self_paid", band="@band", unmonitored=True),
                        "self_paid": Rows("rows/self_paid", "self_paid", band="@band"),
                    },
                )  # fmt: skip
        view.households(
            "large_bills", "hh_type mon_type risk_status bills total self_paid last_settled", "large",
            {"total": "yuan", "self_paid": "yuan"},
        )  # fmt: skip
        view.by_area(
            "medical_by_area",
            "persontimes total repaid policy_range policy_rate overall_rate one_stop_told one_stop_rate"
            + (" large" if page.level == 3 else ""),
            {
                "persontimes": "inpatient_persontimes", "total": "inpatient_total_cost", "repaid": "inpatient_reimbursed",
                "policy_rate": "policy_range_reimb_rate", "overall_rate": "overall_reimb_rate",
                "one_stop_rate": "one_stop_rate", "large": "large_self_paid_persons",
            },
            {
                "policy_range": Rows("rows/settlements", "policy_range", kind="inpatient"),
                "one_stop_told": Rows("rows/settlements", kind="inpatient", state="one_stop_told"),
            },
            dict.fromkeys(("total", "repaid", "policy_range"), "wan")
            | dict.fromkeys(("policy_rate", "overall_rate", "one_stop_rate"), "percent_if_any"),
        )  # fmt: skip


def draw_health(view: Part) -> None:
    """Draw certificates of chronic illness and contracts with family doctors."""
    page = view.page
    st.subheader(t("policies.health_title", **view.place), anchor=False)
    certificates, contracts = (
        page.ask("policies/certificates", **view.here),
        page.ask("policies/contracts", **view.here),
    )
    if certificates.is_empty() and contracts.is_empty():
        st.info(t("policies.health_missing"))
    if not certificates.is_empty():
        total = certificates.row(-1, named=True)
        st.markdown(t("policies.certificates_said", rate=formatting.percent(total["cert_rate"]), **total))
        certificates = labelled(certificates, disease={**codes.CHRONIC_DISEASE, "all": t("policies.all")})
        heads = words("disease diagnosed certified open_persons cert_rate")
        of_disease = {"disease": "@disease"}
        table(
            certificates, key="policies.certificates", labels=heads, formats={"cert_rate": "percent"}, page=page,
            opens={
                "diagnosed": Rows("rows/certificates", **of_disease),
                "certified": Rows("rows/certificates", state="certified", **of_disease),
                "open_persons": Rows("rows/certificates", state="open", **of_disease),
            },
        )  # fmt: skip
        view.sheets.append(("certificates", certificates, heads))
    if not contracts.is_empty():
        total = contracts.row(-1, named=True)
        st.markdown(t("policies.contracts_said", rate=formatting.percent(total["sign_rate"]), **total))
        contracts = labelled(contracts, target_group={**codes.TARGET_GROUP, "all": t("policies.all")})
        heads = words("target_group target signed unsigned sign_rate services")
        of_group = {"target": "@target_group"}
        table(
            contracts, key="policies.contracts", labels=heads, formats={"sign_rate": "percent"}, page=page,
            opens={
                "target": Rows("rows/contracts", **of_group),
                "signed": Rows("rows/contracts", state="signed", **of_group),
                "unsigned": Rows("rows/contracts", state="unsigned", **of_group),
                "services": Rows("rows/contracts", "services", **of_group),
            },
        )  # fmt: skip
        view.sheets.append(("contracts", contracts, heads))
