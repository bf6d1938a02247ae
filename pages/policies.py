"""政策落实: has everybody entitled been paid, what do hospital bills leave to people, who draws benefits, which claims wait, who is left out?"""

import streamlit as st

from shouwang import ui
from shouwang.i18n import t
from shouwang.ui import policies_education, policies_medical, policies_paid
from shouwang.ui.policies import Part

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
DRAWN = {
    "education": (policies_education.draw_aid, policies_education.draw_graduates),
    "medical": (policies_medical.draw_bills, policies_medical.draw_health),
    "benefits": (policies_paid.draw_benefits,),
    "insurance": (policies_paid.draw_claims, policies_paid.draw_disasters),
    "backstop": (policies_paid.draw_backstop,),
}

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
view = Part(page, str(page.value("part")))
ui.kpi_row(page, CARDS[view.name])
st.subheader(t(f"policies.{view.name}_title", year=page.month.year, **view.place), anchor=False)
for draw in DRAWN[view.name]:
    draw(view)

ui.download(
    page,
    "policies",
    [(t(f"policies.sheet_{sheet}"), frame, heads) for sheet, frame, heads in view.sheets],
    indicators=CARDS[view.name],
)
