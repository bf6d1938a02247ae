"""政策落实: has everybody entitled been paid, what do hospital bills leave to people, who draws benefits, which claims wait, who is left out?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.schema import codes

ROWS = 50
CARDS = {
    "education": ["edu_aid_paid_rate", "edu_aid_amount", "yulu_paid_rate", "yulu_amount", "yulu_graduate_employed"],
    "medical": [
        "inpatient_persontimes", "inpatient_total_cost", "inpatient_reimbursed", "policy_range_reimb_rate",
        "overall_reimb_rate",
    ],
    "benefits": ["dibao_persons", "tekun_persons", "dibao_amount", "tekun_amount", "relief_amount"],
    "insurance": ["fund_cases", "claim_days", "disaster_affected_hh", "disaster_solved_rate"],
    "backstop": ["backstop_gap", "dibao_persons", "tekun_persons"],
}  # fmt: skip
SCHEMES = ("dibao", "tekun", "temporary", "orphan", "disabled_living", "disabled_nursing")

viewer = ui.current_viewer()
page = ui.open_page(
    "policies",
    viewer,
    choices=[
        ui.Choice(
            "part", t("policies.part"), {part: t(f"policies.part_{part}") for part in CARDS}, "education"
        )
    ],
)
part = str(page.value("part"))
words = partial(ui.headings, "policies")
where = "town_name " if page.level == 3 else ""
here = {"area": page.area, "month": page.month}
back = page.earlier(12)
place = {"place": page.area_name, "month": page.month_name}
may_list = viewer.role is not Role.LEADER
none = t("chart.none")
whole = t("policies.all")
year = {"start": page.month.replace(month=1), "end": page.month}
sheets: list[tuple[str, pl.DataFrame, dict[str, str]]] = []


def or_none(rows: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Return rows with 无 where there is nothing to measure (which is not 未报)."""
    told = [pl.col(name).round(1).cast(pl.String).str.strip_suffix(".0").fill_null(none) for name in names]
    return rows.with_columns(told)


def by_area(
    name: str,
    columns: str,
    cards: dict[str, str],
    opens: dict[str, ui.Rows],
    formats: dict[str, str],
    note: str = "",
) -> None:
    """Draw the part's figures for the areas below this one, with a way to each of them."""
    rows = page.ask(f"policies/{name}", **here)
    if page.level == 5 or rows.is_empty():
        return
    st.markdown(f"**{t(f'policies.areas_title_{page.level}', **place)}**")
    heads = words(f"area_name {columns}")
    ui.table(rows, key=f"policies.{name}", labels=heads, formats=formats, page=page, cards=cards, opens=opens)
    st.caption(note + t("chart.numbers_open"))
    with st.container(horizontal=True, gap="small"):
        for code, short in rows.select("area_code", "area_name").iter_rows():
            ui.link(page, "policies", short, area=code, part=part)
    sheets.append(("areas", rows, heads))


def households(
    name: str, columns: str, said: str, formats: dict[str, str] | None = None, **more: object
) -> None:
    """Draw a list of households, the number of its rows first; a county leader is told how many, not who."""
    asked = {**here, **more, "limit": ROWS}
    rows = page.ask(f"policies/{name}", **asked, offset=0)
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
    if not may_list:
        st.caption(t("policies.leader_list"))
        return
    if offset := ui.pager(told["total_rows"], size=ROWS):
        rows = page.ask(f"policies/{name}", **asked, offset=offset)
    coded = {
        "hh_type": codes.HH_TYPE, "mon_type": codes.MON_TYPE, "risk_status": codes.RISK_STATUS,
        "scheme": codes.AID_SCHEME, "stage": codes.AID_STAGE, "term": codes.TERM,
    }  # fmt: skip
    fills = {
        "mon_type": t("policies.none_alleviated"), "risk_status": none,
        "reported_at": t("policies.not_reported"),
    }  # fmt: skip
    rows = ui.labelled(rows, **{key: labels for key, labels in coded.items() if key in rows.columns})
    rows = rows.with_columns(
        pl.col(key).cast(pl.String).fill_null(text) for key, text in fills.items() if key in rows.columns
    )
    if "since" in rows.columns:
        rows = rows.with_columns(pl.col("since").dt.strftime("%Y-%m"))
    heads = words(f"hh_key {where}village_name {columns}")
    ui.table(rows, key=f"policies.{said}", labels=heads, formats=formats, page=page, household="hh_key")
    sheets.append((said, rows, heads))


ui.kpi_row(page, CARDS[part])
title = t(f"policies.{part}_title", year=page.month.year, **place)
st.subheader(title, anchor=False)

if part == "education":
    schemes = page.ask("policies/education_by_scheme", **here)
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
            name: ui.Rows("rows/school_aid", state=name, **asked)
            for name in ("entitled", "paid", "unpaid", "overdue", "off_standard")
        }
        opens["amount"] = ui.Rows("rows/school_aid", "aid_amount", state="money", **asked)
        schemes = ui.labelled(
            schemes, scheme={**codes.AID_SCHEME, "all": t("policies.several")}, stage={**codes.AID_STAGE, "all": whole},
            term={**codes.TERM, "all": ""},
        ).with_columns(when=pl.col("stage") + pl.col("term"))  # fmt: skip
        heads = words(
            "scheme when entitled paid unpaid overdue rate amount mean_amount standard off_standard"
        )
        formats = dict.fromkeys(("mean_amount", "standard", "off_standard"), "int_if_any")
        formats |= {"rate": "percent_if_any", "amount": "wan_exact"}
        ui.table(schemes, key="policies.schemes", labels=heads, formats=formats, page=page, opens=opens)
        st.caption(t("policies.education_note", days=total["overdue_days"]))
        sheets.append(("schemes", schemes, heads))
        months = page.ask("policies/education_by_month", **here, from_month=back)
        now = months.row(-1, named=True)
        told = {
            name: formatting.percent(now[name]) if "rate" in name else formatting.number(now[name])
            for name in now
            if name != "stat_month"
        }
        ui.chart(
            charts.lines(months, "stat_month", words("rate yulu_rate"), unit="%", per=0.01),
            key="policies.education",
            title=t("policies.education_chart"),
            alt=t("policies.education_alt", **place, **told),
            table=months,
            labels=words("stat_month entitled paid rate yulu_entitled yulu_paid yulu_rate"),
            formats={"stat_month": "month", "rate": "percent", "yulu_rate": "percent"},
        )
        by_area(
            "education_by_area",
            "entitled paid rate amount yulu_entitled yulu_paid yulu_rate yulu_amount",
            {
                "rate": "edu_aid_paid_rate", "amount": "edu_aid_amount", "yulu_entitled": "yulu_students",
                "yulu_rate": "yulu_paid_rate", "yulu_amount": "yulu_amount",
            },
            {
                "entitled": ui.Rows("rows/school_aid", state="entitled"),
                "paid": ui.Rows("rows/school_aid", state="paid"),
                "yulu_paid": ui.Rows("rows/school_aid", state="paid", scheme="yulu"),
            },
            {"rate": "percent_if_any", "yulu_rate": "percent_if_any", "amount": "wan", "yulu_amount": "wan"},
        )  # fmt: skip
        households(
            "education_unpaid",
            "scheme stage term standard days is_overdue",
            "unpaid",
            {"standard": "int_if_any"},
        )

    graduates = page.ask("policies/graduates", **here)
    st.markdown(f"**{t('policies.graduates_title', **place)}**")
    if graduates.is_empty():
        st.info(t("policies.graduates_missing"))
    else:
        waiting = graduates.filter(pl.col("place") == "waiting").get_column("graduates").sum()
        total = graduates.row(-1, named=True)["graduates"]
        rate = formatting.percent((total - waiting) / total)
        st.markdown(t("policies.graduates_said", graduates=total, employed=total - waiting, rate=rate))
        names = {**codes.JOB_PLACE, "all": whole}
        names |= {one: t(f"policies.place_{one}") for one in ("unknown", "waiting")}
        graduates = ui.labelled(graduates, place=names)
        heads = words("place graduates share")
        ui.table(
            graduates, key="policies.graduates", labels=heads, formats={"share": "percent"}, page=page,
            opens={"graduates": ui.Rows("rows/graduates", place="@place")},
        )  # fmt: skip
        sheets.append(("graduates", graduates, heads))

if part == "medical":
    kinds = page.ask("policies/medical_by_kind", **here)
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
            name: ui.Rows("rows/settlements", name, **of_kind)
            for name in ("total", "policy_range", "within_policy", "supplement", "repaid", "self_paid")
        }
        opens |= {
            "bills": ui.Rows("rows/settlements", **of_kind),
            "persons": ui.Rows("rows/patients", **of_kind),
            "one_stop": ui.Rows("rows/settlements", state="one_stop", **of_kind),
        }
        heads = words(
            "kind bills persons total policy_range within_policy policy_rate supplement repaid self_paid overall_rate one_stop "
            "one_stop_rate"
        )
        kinds = ui.labelled(kinds, kind={**codes.SETTLE_KIND, "all": t("policies.kind_all")})
        formats = dict.fromkeys(
            ("total", "policy_range", "within_policy", "supplement", "repaid", "self_paid"), "wan"
        )
        formats |= dict.fromkeys(("policy_rate", "overall_rate", "one_stop_rate"), "percent")
        ui.table(kinds, key="policies.kinds", labels=heads, formats=formats, page=page, opens=opens)
        st.caption(t("policies.medical_note"))
        sheets.append(("kinds", kinds, heads))
        left, right = ui.two_columns()
        months = page.ask("policies/medical_by_month", **here, from_month=back)
        with left:
            latest = (months.filter(pl.col("stat_month") == page.month).to_dicts() or [{}])[0]
            ui.chart(
                charts.stacked(months, "stat_month", words("repaid self_paid"), unit=t("policies.wan"), per=10000),
                key="policies.medical",
                title=t("policies.medical_chart"),
                alt=t(
                    "policies.medical_alt", **place, bills=latest.get("bills", 0),
                    repaid=formatting.wan(latest.get("repaid", 0)), self_paid=formatting.wan(latest.get("self_paid", 0)),
                ),
                table=months,
                labels=words("stat_month bills total repaid self_paid"),
                formats={"stat_month": "month"} | dict.fromkeys(("total", "repaid", "self_paid"), "wan"),
            )  # fmt: skip
        bands = page.ask("policies/self_paid_bands", **here)
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
                bands = ui.labelled(bands, band=names)
                ui.chart(
                    charts.bars(bands, "band", "persons", unit=t("policies.people"), horizontal=True),
                    key="policies.bands",
                    title=t("policies.bands_chart"),
                    alt=t(
                        "policies.bands_alt", **place, line=formatting.yuan(line), large=top["persons"].sum(),
                        unmonitored=top["unmonitored"].sum(),
                    ),
                    table=bands,
                    labels=words("band persons unmonitored self_paid"),
                    formats={"self_paid": "wan"},
                    page=page,
                    opens={
                        "persons": ui.Rows("rows/self_paid", band="@band"),
                        "unmonitored": ui.Rows("rows/self_paid", band="@band", unmonitored=True),
                        "self_paid": ui.Rows("rows/self_paid", "self_paid", band="@band"),
                    },
                )  # fmt: skip
        households(
            "large_bills", "hh_type mon_type risk_status bills total self_paid last_settled", "large",
            {"total": "yuan", "self_paid": "yuan"},
        )  # fmt: skip
        by_area(
            "medical_by_area",
            "persontimes total repaid policy_range policy_rate overall_rate one_stop_told one_stop_rate"
            + (" large" if page.level == 3 else ""),
            {
                "persontimes": "inpatient_persontimes", "total": "inpatient_total_cost", "repaid": "inpatient_reimbursed",
                "policy_rate": "policy_range_reimb_rate", "overall_rate": "overall_reimb_rate",
                "one_stop_rate": "one_stop_rate", "large": "large_self_paid_persons",
            },
            {
                "policy_range": ui.Rows("rows/settlements", "policy_range", kind="inpatient"),
                "one_stop_told": ui.Rows("rows/settlements", kind="inpatient", state="one_stop_told"),
            },
            dict.fromkeys(("total", "repaid", "policy_range"), "wan")
            | dict.fromkeys(("policy_rate", "overall_rate", "one_stop_rate"), "percent_if_any"),
        )  # fmt: skip
    st.subheader(t("policies.health_title", **place), anchor=False)
    certificates, contracts = (
        page.ask("policies/certificates", **here),
        page.ask("policies/contracts", **here),
    )
    if certificates.is_empty() and contracts.is_empty():
        st.info(t("policies.health_missing"))
    if not certificates.is_empty():
        total = certificates.row(-1, named=True)
        st.markdown(t("policies.certificates_said", rate=formatting.percent(total["cert_rate"]), **total))
        certificates = ui.labelled(certificates, disease={**codes.CHRONIC_DISEASE, "all": whole})
        heads = words("disease diagnosed certified open_persons cert_rate")
        of_disease = {"disease": "@disease"}
        ui.table(
            certificates, key="policies.certificates", labels=heads, formats={"cert_rate": "percent"}, page=page,
            opens={
                "diagnosed": ui.Rows("rows/certificates", **of_disease),
                "certified": ui.Rows("rows/certificates", state="certified", **of_disease),
                "open_persons": ui.Rows("rows/certificates", state="open", **of_disease),
            },
        )  # fmt: skip
        sheets.append(("certificates", certificates, heads))
    if not contracts.is_empty():
        total = contracts.row(-1, named=True)
        st.markdown(t("policies.contracts_said", rate=formatting.percent(total["sign_rate"]), **total))
        contracts = ui.labelled(contracts, target_group={**codes.TARGET_GROUP, "all": whole})
        heads = words("target_group target signed unsigned sign_rate services")
        of_group = {"target": "@target_group"}
        ui.table(
            contracts, key="policies.contracts", labels=heads, formats={"sign_rate": "percent"}, page=page,
            opens={
                "target": ui.Rows("rows/contracts", **of_group),
                "signed": ui.Rows("rows/contracts", state="signed", **of_group),
                "unsigned": ui.Rows("rows/contracts", state="unsigned", **of_group),
                "services": ui.Rows("rows/contracts", "services", **of_group),
            },
        )  # fmt: skip
        sheets.append(("contracts", contracts, heads))

if part == "benefits":
    months = page.ask("policies/benefits_by_month", **here, from_month=back)
    paid = page.ask("policies/benefits_by_scheme", **here)
    if months.is_empty():
        st.info(t("policies.benefits_missing"))
    elif paid.is_empty():
        st.markdown(t("policies.benefits_none", **place))
    else:
        asked = {"scheme": "@scheme", "per": "person"}
        last = page.earlier(1)
        opens = {
            "recipients": ui.Rows("rows/benefit_recipients", from_month=page.month, **asked),
            "amount": ui.Rows("rows/benefit_recipients", "paid_amount", from_month=page.month, **asked),
            "households": ui.Rows(
                "rows/benefit_recipients", from_month=page.month, scheme="@scheme", per="household"
            ),
            "last_recipients": ui.Rows("rows/benefit_recipients", from_month=last, month=last, **asked),
            "last_amount": ui.Rows(
                "rows/benefit_recipients", "paid_amount", from_month=last, month=last, **asked
            ),
            "year_recipients": ui.Rows("rows/benefit_recipients", from_month=year["start"], **asked),
            "year_amount": ui.Rows(
                "rows/benefit_recipients", "paid_amount", from_month=year["start"], **asked
            ),
        }
        heads = (
            {"scheme": t("policies.col_benefit")}
            | words("recipients households")
            | {"amount": t("policies.col_month_amount")}
        )
        heads |= words("per_head last_recipients last_amount year_recipients year_amount")
        paid = ui.labelled(or_none(paid, "per_head"), scheme=codes.BENEFIT_SCHEME)
        formats = dict.fromkeys(("amount", "last_amount", "year_amount"), "wan")
        ui.table(paid, key="policies.benefits", labels=heads, formats=formats, page=page, opens=opens)
        st.caption(t("policies.benefits_note"))
        sheets.append(("benefits", paid, heads))
    if not months.is_empty():
        names = {scheme: codes.BENEFIT_SCHEME[scheme] for scheme in SCHEMES}
        latest_paid = months.filter(pl.col("stat_month") == page.month)
        for spot, column, unit, per in zip(
            ui.two_columns(), ("recipients", "amount"), ("people", "wan"), (1, 10000), strict=True
        ):
            with spot:
                paid_now = dict(latest_paid.select("scheme", column).iter_rows())
                count = formatting.persons if column == "recipients" else formatting.wan
                spelled = "、".join(names[one] + count(paid_now[one]) for one in SCHEMES if one in paid_now)
                which = "people" if column == "recipients" else "money"
                ui.chart(
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
                        f"policies.benefits_{which}_alt", **place, told=spelled or t("policies.no_payment")
                    ),
                    table=ui.labelled(months, scheme=names),
                    labels=words("stat_month")
                    | {"scheme": t("policies.col_benefit")}
                    | words("recipients amount"),
                    formats={"stat_month": "month", "amount": "wan"},
                )
    by_area(
        "benefits_by_area",
        "dibao_persons dibao_amount tekun_persons tekun_amount relief_amount",
        {
            name: name
            for name in ("dibao_persons", "dibao_amount", "tekun_persons", "tekun_amount", "relief_amount")
        },
        {},
        dict.fromkeys(("dibao_amount", "tekun_amount", "relief_amount"), "wan"),
        t("policies.benefits_areas_note", **place),
    )

if part == "insurance":
    claims = page.ask("policies/claims_by_policy", **here)
    months = page.ask("policies/claims_by_month", **here, from_month=back)
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
            name: ui.Rows("rows/claims", policy="@policy", state=state)
            for name, state in (
                ("events", "event"), ("reported", "reported"), ("paid", "paid"), ("open", "open"), ("open_late", "open_late"),
            )
        }  # fmt: skip
        opens["paid_amount"] = ui.Rows("rows/claims", "paid_amount", policy="@policy", state="paid")
        claims = or_none(claims, "median_days", "longest_days", "oldest_days")
        ui.table(
            claims,
            key="policies.claims",
            labels=heads,
            formats={"paid_amount": "wan"},
            page=page,
            opens=opens,
        )
        st.caption(t("policies.claims_note"))
        sheets.append(("claims", claims, heads))
        if open_claims["open"]:
            households("claims_open", "policy event_date reported_at days is_late", "open")
    if not months.is_empty():
        this_month = (
            months.filter(pl.col("stat_month") == page.month).to_dicts() or [dict.fromkeys(months.columns, 0)]
        )[0]
        money = {name: formatting.wan(this_month[name]) for name in ("paid_amount", "fund_amount")}
        names = words("events") | {"paid": t("policies.col_claims_paid")} | words("fund_cases")
        ui.chart(
            charts.bars(months, "stat_month", names, unit=t("policies.cases")),
            key="policies.claims_months",
            title=t("policies.claims_chart"),
            alt=t("policies.claims_alt", **place, **(this_month | money)),
            table=months,
            labels=words("stat_month") | names | words("paid_amount fund_amount"),
            formats={"stat_month": "month", "paid_amount": "wan", "fund_amount": "wan"},
        )
    st.subheader(t("policies.disasters_title", **place), anchor=False)
    disasters = page.ask("policies/disasters", **here)
    if disasters.is_empty():
        st.markdown(t("policies.disasters_none"))
    else:
        disasters = ui.labelled(or_none(disasters, "open_days"), disaster=codes.DISASTER)
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
            name: ui.Rows("rows/disaster_households", state=state, **of_event)
            for name, state in states.items()
        }
        opens |= {
            "hh": ui.Rows("rows/disaster_households", **of_event),
            "industry_loss": ui.Rows("rows/disaster_households", "industry_loss", **of_event),
            "relief_amount": ui.Rows("rows/disaster_households", "relief_amount", **of_event),
        }
        heads = words("disaster") | {"event_date": t("policies.col_disaster_date")}
        heads |= words("hh house_hh water_hh industry_hh industry_loss relief_hh")
        heads |= {"relief_amount": t("policies.col_disaster_relief")}
        heads |= words("solved_hh solved_rate open_hh open_days")
        formats = {"industry_loss": "wan", "relief_amount": "wan", "solved_rate": "percent"}
        ui.table(disasters, key="policies.disasters", labels=heads, formats=formats, page=page, opens=opens)
        sheets.append(("disasters", disasters, heads))

if part == "backstop":
    months = page.ask("policies/backstop_by_month", **here, from_month=back)
    gaps = dict(months.select("stat_month", "backstop_gap").iter_rows())
    if gaps.get(page.month) is None:
        st.info(t("policies.backstop_missing"))
    else:
        heads = words("stat_month backstop_gap dibao_persons tekun_persons")
        ui.chart(
            charts.lines(months, "stat_month", "backstop_gap", labels=heads, unit=t("policies.hh")),
            key="policies.backstop_months",
            title=t("policies.backstop_chart"),
            alt=t(
                "policies.backstop_alt", **place, now=formatting.households(gaps[page.month]),
                before=formatting.households(gaps.get(back)),
            ),
            table=months,
            labels=heads,
            formats={"stat_month": "month"},
        )  # fmt: skip
        households(
            "backstop", "hh_type mon_type risk_status hh_persons since days", "backstop", from_month=back
        )
        st.caption(t("policies.list_note"))
        by_area("benefits_by_area", "backstop_gap dibao_persons tekun_persons",
                {name: name for name in ("backstop_gap", "dibao_persons", "tekun_persons")}, {}, {})  # fmt: skip

ui.download(
    page,
    "policies",
    [(t(f"policies.sheet_{sheet}"), frame, heads) for sheet, frame, heads in sheets],
    indicators=CARDS[part],
)
