"""产业与金融: who got a reward and who still waits, which industries stand, what falls due at the banks, and what was sold?"""

from functools import partial

import polars as pl
import streamlit as st

from shouwang import charts, formatting, ui
from shouwang.access import Role
from shouwang.i18n import t
from shouwang.reference import catalogue
from shouwang.schema import codes

ROWS = 50
CARDS = {
    "reward": ["hh_industry_rate", "reward_paid_rate", "reward_per_hh", "loan_balance", "loan_overdue_rate"],
    "loan": [
        "loan_balance", "microloan_hh", "loan_new", "loan_overdue_rate", "loan_due_30_60_90", "loan_over_ceiling",
        "loan_penetration",
    ],
    "operation": [
        "industry_risk.good", "industry_risk.at_risk", "industry_risk.failed", "industry_risk.failed_with_alleviated",
        "demo_base_projects",
    ],
    "sale": ["consumption_sales", "training_conversion", "job_fair_conversion", "workshop_employed", "help_workshops"],
}  # fmt: skip
REWARDS = ("late", "over", "no_amount")
LOANS = ("overdue", "due_30", "due_60", "due_90", "over")
parts = {part: t(f"industry.part_{part}") for part in CARDS}

viewer = ui.current_viewer()
page = ui.open_page(
    "industry",
    viewer,
    choices=[ui.Choice("part", t("industry.part"), parts, "reward")],
)
part = str(page.value("part"))
words = partial(ui.headings, "industry")
where = "town_name " if page.level == 3 else ""
here = {"area": page.area, "month": page.month}
# Households are looked up in a township or a village; a county leader sees how many, not who.
may_list = viewer.role is not Role.LEADER and page.level > 3
sheets = []


def missing(what: str) -> None:
    """Say that a table was not reported, in a line; the rest of the page goes on."""
    st.info(t("empty.why_no_rows", what=t(f"industry.{what}")))


# A village has no card of what is only counted by township.
shown_cards = [one for one in CARDS[part] if page.level < 5 or catalogue()[one].grain == "village"]
if shown_cards:
    ui.kpi_row(page, shown_cards)

if part in {"reward", "loan"}:
    areas = page.ask("industry/by_area", **here)
    whole = areas.filter("is_whole").row(0, named=True)

if part == "reward":
    steps = page.ask("industry/reward_steps", **here)
    st.subheader(t("industry.steps_title", place=page.area_name, year=page.month.year), anchor=False)
    if steps.is_empty():
        missing("what_projects")
    else:
        by_step = {row["step"]: row for row in steps.iter_rows(named=True)}
        behind = ui.Rows("rows/reward_households", indicator="@step")
        shown = ui.labelled(steps, step={step: t(f"industry.step_{step}") for step in by_step})
        step_words = words("step hh items yuan median_days p90_days")
        ui.chart(
            charts.bars(shown, "step", "hh", unit=t("industry.hh"), horizontal=True),
            key="industry.steps",
            title=t("industry.steps_chart"),
            alt=t(
                "industry.steps_alt", accepted=formatting.households(by_step["accepted"]["hh"]),
                paid=formatting.households(by_step["paid"]["hh"]), late=formatting.households(by_step["late"]["hh"]),
                amount=formatting.wan(by_step["paid"]["yuan"]), days=formatting.number(by_step["paid"]["median_days"]),
            ),
            table=shown,
            labels=step_words,
            formats={"yuan": "wan", "median_days": "int_if_any", "p90_days": "int_if_any"},
            page=page,
            opens={"hh": behind},
        )  # fmt: skip
        st.caption(t("industry.steps_note"))
        sheets.append(("steps", shown, step_words))

    area_words = words(
        "area_name covered_hh able_hh coverage coverage_last_year due_hh due_paid_hh paid_rate late_hh paid_hh paid_yuan per_hh"
    )
    if page.level < 5:
        st.subheader(t(f"industry.rewards_title_{page.level}", place=page.area_name), anchor=False)
        ui.table(
            areas,
            key="industry.rewards",
            labels=area_words,
            formats={"coverage": "percent_if_any", "coverage_last_year": "percent_if_any", "paid_rate": "percent_if_any", "paid_yuan": "wan", "per_hh": "int_if_any"},
            page=page,
            cards={"coverage": "hh_industry_rate", "paid_rate": "reward_paid_rate", "per_hh": "reward_per_hh"},
            opens={
                "covered_hh": ui.Rows("rows/reward_households", indicator="hh_industry_rate"),
                "due_paid_hh": ui.Rows("rows/reward_households", indicator="reward_paid_rate"),
                "paid_yuan": ui.Rows("rows/reward_households", "amount", indicator="reward_per_hh"),
                "due_hh": ui.Rows("rows/reward_households", indicator="due"),
                "late_hh": ui.Rows("rows/reward_households", indicator="late"),
                "paid_hh": ui.Rows("rows/reward_households", indicator="paid"),
            },
        )  # fmt: skip
        st.caption(t("industry.rewards_note") + t("chart.numbers_open"))
    sheets.append(("rewards", areas, area_words))

    items = page.ask("industry/reward_items", **here)
    if not items.is_empty():
        st.subheader(t("industry.items_title", place=page.area_name), anchor=False)
        item_words = words("item hh accepted_hh last_year_hh yuan per_hh")
        ui.table(
            items,
            key="industry.items",
            labels=item_words,
            formats={"yuan": "wan", "per_hh": "int_if_any"},
            page=page,
            opens={
                "hh": ui.Rows("rows/reward_households", indicator="applied", item="@item"),
                "accepted_hh": ui.Rows("rows/reward_households", indicator="accepted", item="@item"),
            },
        )
        sheets.append(("items", items, item_words))

    st.subheader(t("industry.schemes_title"), anchor=False)
    schemes = page.ask("industry/reward_schemes", **here)
    scheme_words = words("scheme paid_to payments yuan last_year_hh last_year_yuan")
    schemes = ui.labelled(schemes.rename({"hh": "paid_to"}), scheme=codes.BENEFIT_SCHEME)
    if schemes.is_empty():
        missing("what_rewards")
    else:
        of_scheme = {"scheme": "@scheme"}
        ui.table(
            schemes, key="industry.schemes", labels=scheme_words, formats={"yuan": "wan", "last_year_yuan": "wan"},
            page=page,
            opens={
                "payments": ui.Rows("rows/reward_payments", **of_scheme),
                "yuan": ui.Rows("rows/reward_payments", "amount", **of_scheme),
            },
        )  # fmt: skip
        sheets.append(("schemes", schemes, scheme_words))
    st.subheader(t("industry.supports_title"), anchor=False)
    supports = page.ask("industry/supports", **here)
    support_words = words("category sub helped measures yuan ongoing")
    supports = ui.labelled(
        supports.rename({"hh": "helped"}), category=codes.MEASURE, sub={"": t("industry.no_sub")}
    )
    if supports.is_empty():
        missing("what_measures")
    else:
        of_kind = {"category": "@category", "sub": "@sub"}
        ui.table(
            supports, key="industry.supports", labels=support_words, formats={"yuan": "wan"}, page=page,
            opens={
                "measures": ui.Rows("rows/industry_measures", **of_kind),
                "yuan": ui.Rows("rows/industry_measures", "amount", **of_kind),
            },
        )  # fmt: skip
        sheets.append(("supports", supports, support_words))

    st.subheader(t("industry.reward_list_title", place=page.area_name), anchor=False)
    waiting = page.ask("industry/reward_households", **here, limit=ROWS, offset=0)
    reasons = {kind: t(f"industry.reward_{kind}") for kind in REWARDS}
    found = 0 if waiting.is_empty() else waiting.item(0, "total_rows")
    st.markdown(t("industry.reward_list_said", count=found))
    if found and not may_list:
        st.caption(t("industry.list_counts_only" if viewer.role is Role.LEADER else "industry.list_below"))
    elif found:
        if offset := ui.pager(found, size=ROWS):
            waiting = page.ask("industry/reward_households", **here, limit=ROWS, offset=offset)
        waiting = ui.labelled(waiting, kind=reasons)
        list_words = words("hh_key village_name kind items accepted_at days reward")
        ui.table(
            waiting, key="industry.waiting", labels=list_words, formats={"reward": "yuan"}, page=page,
            household="hh_key",
        )  # fmt: skip
        sheets.append(("waiting", waiting, list_words))

if part == "loan":
    area_words = words(
        "area_name loan_hh balance balance_last_year loan_new new_last_year overdue overdue_rate overdue_last_year due_30 "
        "due_60 due_90 over_ceiling"
    )
    st.subheader(t(f"industry.loans_title_{page.level}", place=page.area_name), anchor=False)
    if whole["balance"] is None:
        missing("what_loans")
    else:
        line = whole["overdue_line"]
        mark = None
        if line is not None:
            mark = (line * 100, t("industry.overdue_line", rate=formatting.percent(line)))
        over = areas.filter(~pl.col("is_whole") & (pl.col("overdue_rate") > (line or 0))).height
        cards = {
            "loan_hh": "microloan_hh", "balance": "loan_balance", "loan_new": "loan_new",
            "overdue_rate": "loan_overdue_rate", "due_30": "loan_due_30_60_90.d30", "due_60": "loan_due_30_60_90.d60",
            "due_90": "loan_due_30_60_90", "over_ceiling": "loan_over_ceiling",
        }  # fmt: skip
        own = page.areas.by_code[page.own_town].name if page.own_town else None
        told = t(
            "industry.overdue_alt", place=page.area_name, rate=formatting.percent(whole["overdue_rate"]), over=over,
            overdue=formatting.wan(whole["overdue"]), balance=formatting.wan(whole["balance"]),
        )  # fmt: skip
        if page.level < 5 and whole["overdue"]:
            ui.chart(
                charts.bars(
                    areas.filter(~pl.col("is_whole")), "area_name", "overdue_rate", unit="%", per=0.01, horizontal=True,
                    own=own, mark=mark,
                ),
                key="industry.overdue",
                title=t("industry.overdue_title"),
                alt=told,
                page=page,
                cards=cards,
            )  # fmt: skip
        else:
            st.markdown(told)
        money = "balance balance_last_year loan_new new_last_year overdue due_30 due_60 due_90"
        ui.table(
            areas,
            key="industry.loans",
            labels=area_words,
            formats=dict.fromkeys(money.split(), "wan")
            | dict.fromkeys(("overdue_rate", "overdue_last_year"), "percent_if_any"),
            page=page,
            cards=cards,
            opens={"overdue": ui.Rows("rows/loans", "amount", indicator="loan_overdue_rate")},
        )
        st.caption(t("industry.loans_note"))
        sheets.append(("loans", areas, area_words))

        st.subheader(t("industry.due_title", place=page.area_name), anchor=False)
        due = page.ask("industry/loans_due", **here)
        due_words = words("due_name loans loan_hh balance")
        # Months to come are no time line of reports: their names are words.
        due = due.rename({"hh": "loan_hh"}).with_columns(
            due_name=pl.col("due_month").dt.strftime("%y年%-m月")
        )
        ui.chart(
            charts.bars(due, "due_name", "balance", unit=t("industry.wan"), per=10000),
            key="industry.due",
            title=t("industry.due_chart"),
            alt=t(
                "industry.due_alt", d30=formatting.wan(whole["due_30"]), d60=formatting.wan(whole["due_60"]),
                d90=formatting.wan(whole["due_90"]),
            ),
            table=due,
            labels=due_words,
            formats={"balance": "wan"},
            page=page,
            opens={
                "balance": ui.Rows("rows/loans", "amount", indicator="loan_balance", due_month="@due_month"),
                "loans": ui.Rows("rows/loans", indicator="loan_balance", due_month="@due_month"),
            },
        )  # fmt: skip
        sheets.append(("due", due, due_words))

        st.subheader(t("industry.loan_list_title", place=page.area_name), anchor=False)
        loans = page.ask("industry/loan_households", **here, limit=ROWS, offset=0)
        count, amount = (
            (0, 0.0) if loans.is_empty() else (loans.item(0, "total_rows"), loans.item(0, "total_balance"))
        )
        st.markdown(t("industry.said_loans", count=count, amount=formatting.wan(amount)))
        if count and not may_list:
            st.caption(
                t("industry.list_counts_only" if viewer.role is Role.LEADER else "industry.list_below")
            )
        elif count:
            if offset := ui.pager(count, size=ROWS):
                loans = page.ask("industry/loan_households", **here, limit=ROWS, offset=offset)
            reasons = {kind: t(f"industry.list_{kind}") for kind in LOANS}
            loans = ui.labelled(loans, why=reasons, loan_use=codes.LOAN_USE, status=codes.LOAN_STATUS)
            loan_words = words(
                "hh_key village_name why due_date days_left loan_balance hh_balance bank loan_use issue_date status"
            )
            loans = loans.rename({"balance": "loan_balance"})
            ui.table(
                loans, key="industry.loan_list", labels=loan_words,
                formats={"loan_balance": "yuan", "hh_balance": "yuan"}, page=page, household="hh_key",
            )  # fmt: skip
            sheets.append(("loan_list", loans, loan_words))

        st.subheader(t("industry.banks_title", place=page.area_name), anchor=False)
        banks = page.ask("industry/loans_by_bank", **here).rename({"hh": "loan_hh"})
        bank_words = words("bank loan_hh loans balance loan_new overdue overdue_rate due_90")
        of_bank = {"bank": "@bank"}
        ui.table(
            banks,
            key="industry.banks",
            labels=bank_words,
            formats=dict.fromkeys(("balance", "loan_new", "overdue", "due_90"), "wan")
            | {"overdue_rate": "percent"},
            page=page,
            opens={
                "loans": ui.Rows("rows/loans", indicator="loan_balance", **of_bank),
                "balance": ui.Rows("rows/loans", "amount", indicator="loan_balance", **of_bank),
                "loan_new": ui.Rows("rows/loans", "amount", indicator="loan_new", **of_bank),
                "overdue": ui.Rows("rows/loans", "amount", indicator="loan_overdue_rate", **of_bank),
                "due_90": ui.Rows("rows/loans", "amount", indicator="loan_due_30_60_90", **of_bank),
            },
        )
        sheets.append(("banks", banks, bank_words))

if part == "operation":
    states = page.ask("industry/operation_states", **here)
    st.subheader(t("industry.states_title", place=page.area_name), anchor=False)
    if states.is_empty():
        missing("what_operations")
    else:
        by_state = {row["operation_state"]: row for row in states.iter_rows(named=True)}
        state_words = words(
            "operation_state industries earlier driven_hh area_mu output_value without_rescue"
        )
        shown = ui.labelled(states, operation_state=codes.OPERATION_STATE)
        ui.chart(
            charts.bars(shown, "operation_state", "industries", unit=t("industry.industries"), horizontal=True),
            key="industry.states",
            title=t("industry.states_chart", year=states.item(0, "year"), quarter=states.item(0, "quarter")),
            alt=t(
                "industry.states_alt", good=by_state["good"]["industries"], at_risk=by_state["at_risk"]["industries"],
                failed=by_state["failed"]["industries"], driven=formatting.households(by_state["failed"]["driven_hh"] or 0),
            ),
            table=shown,
            labels=state_words,
            formats={"output_value": "wan"},
            note=t("industry.states_note"),
            page=page,
            opens={
                "industries": ui.Rows("rows/operations", state="@operation_state"),
                "driven_hh": ui.Rows("rows/operations", "driven_hh", state="@operation_state"),
            },
        )  # fmt: skip
        operations = page.ask("industry/operations", **here, limit=200)
        st.subheader(t("industry.operations_title", place=page.area_name), anchor=False)
        operations = ui.labelled(
            operations.with_columns(pl.col("rescue").fill_null("")),
            operation_state=codes.OPERATION_STATE, earlier_state=codes.OPERATION_STATE, industry_kind=codes.INDUSTRY_KIND,
        )  # fmt: skip
        operation_words = words(
            f"industry_name {where}industry_kind operation_state earlier_state driven_hh driven_persons area_mu output_value "
            "rescue"
        )
        ui.table(
            operations,
            key="industry.operations",
            labels=operation_words,
            formats={"output_value": "wan", "area_mu": "int"},
        )
        sheets += [("states", shown, state_words), ("operations", operations, operation_words)]

if part == "sale":
    st.subheader(t("industry.sales_title", place=page.area_name, year=page.month.year), anchor=False)
    sales = page.ask("industry/sales", **here)
    sale_words = words("sale_channel sale_amount month_amount last_year products certified_amount driven_hh")
    if sales.is_empty():
        missing("what_sales")
    else:
        shown = ui.labelled(sales, sale_channel={**codes.SALE_CHANNEL, "all": t("industry.total")})
        total = sales.row(-1, named=True)
        ui.chart(
            charts.bars(shown.slice(0, sales.height - 1), "sale_channel", "sale_amount", unit=t("industry.wan"), per=10000,
                        horizontal=True),
            key="industry.sales",
            title=t("industry.sales_chart"),
            alt=t(
                "industry.sales_alt", now=formatting.wan(total["sale_amount"]), before=formatting.wan(total["last_year"]),
                month=formatting.wan(total["month_amount"]),
            ),
            table=shown,
            labels=sale_words,
            formats=dict.fromkeys(("sale_amount", "month_amount", "last_year", "certified_amount"), "wan"),
            page=page,
            opens={"sale_amount": ui.Rows("rows/sales", "sale_amount", channel="@sale_channel")},
        )  # fmt: skip
        sheets.append(("sales", shown, sale_words))

    st.subheader(t("industry.trainings_title", place=page.area_name, year=page.month.year), anchor=False)
    trainings = page.ask("industry/trainings", **here)
    training_words = words("training_kind courses trainees alleviated_trainees listed employed_90 conversion")
    if trainings.is_empty():
        missing("what_trainings")
    else:
        trainings = ui.labelled(trainings, training_kind=codes.TRAINING_KIND)
        ui.table(
            trainings, key="industry.trainings", labels=training_words, formats={"conversion": "percent_if_any"}, page=page,
            opens={
                "courses": ui.Rows("rows/courses", kind="@training_kind"),
                "trainees": ui.Rows("rows/courses", "trainees", kind="@training_kind"),
            },
        )  # fmt: skip
        st.caption(t("industry.trainings_note"))
        sheets.append(("trainings", trainings, training_words))

    st.subheader(t("industry.fairs_title", place=page.area_name, year=page.month.year), anchor=False)
    fairs = page.ask("industry/job_fairs", **here, limit=40)
    fair_words = words(f"fair_date fair_name {where}employers posts attendees intents hired conversion")
    if fairs.is_empty():
        missing("what_fairs")
    else:
        fair_sums = {name: fairs.item(0, f"total_{name}") for name in ("rows", "attendees", "intents")}
        st.markdown(t("industry.fairs_said", **fair_sums))
        ui.table(fairs, key="industry.fairs", labels=fair_words, formats={"conversion": "percent"})
        sheets.append(("fairs", fairs, fair_words))

    st.subheader(t("industry.workshops_title", place=page.area_name, month=page.month_name), anchor=False)
    workshops = page.ask("industry/workshops", **here)
    workshop_words = words(
        "workshop_state workshops workers alleviated_workers last_year_workshops last_year_workers mean_wage"
    )
    if workshops.is_empty():
        missing("what_workshops")
    else:
        workshops = ui.labelled(workshops, workshop_state=codes.WORKSHOP_STATE)
        ui.table(
            workshops, key="industry.workshops", labels=workshop_words, formats={"mean_wage": "int"}, page=page,
            opens={
                "workshops": ui.Rows("rows/workshops", state="@workshop_state"),
                "alleviated_workers": ui.Rows("rows/workshops", "alleviated_workers", state="@workshop_state"),
            },
        )  # fmt: skip
        sheets.append(("workshops", workshops, workshop_words))

ui.download(
    page,
    "industry",
    [(t(f"industry.sheet_{name}"), frame, heads) for name, frame, heads in sheets],
    indicators=["hh_industry_rate", "reward_paid_rate", "loan_balance", "loan_overdue_rate"],
)
