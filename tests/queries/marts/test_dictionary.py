"""Every row of the dictionary's indicator catalogue (section 7) is in ours, with its unit, grain and direction, and computed.

The rows are copied here as data: ids | lowest level (H household, V village, T township, C county) | units | direction
(+ higher is better, - lower, 0 neither) | x where the row has a threshold or an alert.
"""

from __future__ import annotations

from functools import cache

import pytest

from shouwang.publishing import marts
from shouwang.reference import catalogue

ROWS = """
    alleviated_hh alleviated_persons | T | 户 人 | 0 | x
    monitored_hh_total monitored_persons_total | T | 户 人 | 0 | -
    monitored_hh_active monitored_persons_active | V | 户 人 | - | -
    monitored_hh_cleared monitored_persons_cleared | V | 户 人 | + | -
    monitored_by_type | T | % | 0 | -
    monitoring_rate | T | % | 0 | x
    new_monitored_hh new_monitored_persons | T | 户 人 | 0 | x
    new_by_channel | T | % | 0 | x
    cleared_in_period_hh cleared_in_period_persons | T | 户 人 | + | x
    clear_rate | T | % | + | x
    rollback_rate | T | % | - | x
    return_to_poverty_hh | C | 户 | - | x
    natural_increase_persons natural_decrease_persons | T | 人 | 0 | x
    days_clue_to_mark | T | 天 | - | x
    case_overdue | T | 件 | - | x
    cases_open_by_state | T | 件 | 0 | -
    clue_conversion | C | % | 0 | x
    clue_check_rate | T | % | + | x
    publicity_ok | T | % | + | x
    months_active | H | 月 | - | x
    early_clear | H | 户 | - | x
    measure_within_30d | T | % | + | x
    dev_measure_rate | T | % | + | x
    risk_measure_match | T | % | + | x
    contact_assigned | T | % | + | x
    helper_load | T | 户/人 | - | x
    visit_coverage | V | % | + | x
    screening_coverage | T | % | + | x
    screening_find_rate | T | ‰ | 0 | x
    recognition_rate | T | % | + | x
    inclusion_rate | T | % | + | x
    risk_cause_share | T | % | 0 | x
    net_pc_mean net_pc_median | T | 元 | + | x
    below_range | T | 户 人 | - | x
    below_8k | T | 户 人 | - | x
    below_10k | T | 户 人 | - | x
    cross_10k | T | 户 | + | -
    income_drop_20 | H | 户 | - | x
    income_structure | T | % | 0 | x
    transfer_dependence | T | 户 | - | -
    income_gap | C | % | + | x
    operating_growth | T | 元 | + | x
    self_paid_burden | H | % | - | x
    dropout_children | V | 人 | - | x
    edu_aid_paid_rate | T | % | + | x
    edu_aid_amount | T | 元 | 0 | x
    yulu_paid_rate | T | % | + | x
    yulu_graduate_employed | C | % | + | x
    insured_rate | T | % | + | x
    policy_range_reimb_rate | T | % | + | x
    overall_reimb_rate | T | % | + | x
    large_self_paid_persons | T | 人 | - | x
    chronic_cert_rate | T | % | + | x
    family_doctor_rate | T | % | + | x
    clinic_coverage | T | % | + | x
    house_hazard_hh | V | 户 | - | x
    renovation_progress | T | % | + | x
    unsafe_water_hh | V | 户 | - | x
    water_sample_pass | T | % | + | x
    employed_alleviated | T | 人 | + | x
    employment_ratio_base | T | % | + | x
    employment_by_place | T | % | 0 | x
    monitored_with_worker | T | % | + | x
    returned_not_working | T | 人 | - | x
    public_post_persons | T | 人 | 0 | x
    public_post_violation | T | 人 | - | x
    workshop_employed | T | 人 | + | x
    training_conversion | T | % | + | -
    job_fair_conversion | T | % | + | -
    hh_industry_rate | T | % | + | -
    reward_paid_rate | T | % | + | x
    reward_per_hh | T | 元 | 0 | x
    industry_risk | T | 个 | - | x
    loan_balance loan_new | T | 元 | 0 | x
    loan_overdue_rate | T | % | - | x
    loan_due_30_60_90 | T | 元 | 0 | x
    loan_over_ceiling | T | 户 | 0 | x
    loan_penetration | T | % | + | -
    fund_cases claim_days | T | 件 天 | - | x
    dibao_persons tekun_persons relief_amount | T | 人 元 | 0 | -
    backstop_gap | T | 户 | - | x
    disaster_affected_hh disaster_solved_rate | T | 户 % | -/+ | x
    consumption_sales | T | 元 | + | -
    relocation_occupancy relocation_deed_rate | T | % | + | x
    fund_allocated fund_arrived fund_paid | T | 元 | 0 | -
    disbursement_progress | T | % | + | x
    progress_gap | T | pp | + | x
    industry_share | C | % | + | x
    project_start_rate finish_rate accept_rate | T | % | + | x
    finished_unpaid | T | 个 元 | - | x
    project_no_target | T | 个 | - | x
    publicity_missing | T | 个 | - | x
    pool_industry_share | C | % | + | x
    benefit_per_10k | T | 人 | + | x
    asset_value_by_class | T | 元 | 0 | -
    asset_title_rate | T | % | + | x
    asset_idle_rate | T | % | - | x
    asset_yield | T | % | + | x
    asset_distribution_rate | T | % | + | x
    pv_undistributed | V | 元 | - | x
    issue_total issue_open issue_overdue | T | 个 | - | x
    issue_close_rate | T | % | + | x
    issue_reopen_rate | T | % | - | x
    issue_days | T | 天 | - | -
    issue_repeat | C | 个 | - | x
    team_coverage | T | % | + | x
    attendance_rate | T | % | + | x
    team_good_share | T | % | 0 | x
    team_replaced | T | 人 | - | -
    meeting_count | T | 次 | 0 | x
    collective_income | V | 元 | + | x
    toilet_progress | T | % | + | x
    toilet_broken_rate | T | % | - | x
    env_complaints | V | 件 | - | x
    dq_error_rate | T | ‰ | - | x
    dq_open_days | T | 天 | - | x
    report_conflicts | T | 个 | - | x
    definition_coverage | T | % | + | x
    update_lag | T | 天 | - | x
"""
IDS = [(one, row) for row in ROWS.strip().splitlines() for one in row.split("|")[0].split()]

NOT_COMPUTED = {
    "report_conflicts": "the narrative reports are not read yet",
    "definition_coverage": "the narrative reports are not read yet",
}
# Higher or lower is not better in itself, though the dictionary has a sign; why, in a word.
NEITHER = {
    "monitored_hh_active": "more monitored households may be better found, not worse off",
    "monitored_persons_active": "as the households",
    "fund_cases": "the sign is of the days to pay (claim_days)",
    "team_replaced": "counts those whose term was over, too",
}
UNITS = {"benefit_per_10k": "人/万元"}  # the dictionary says 人 for a number that is one of 10,000 yuan
LOWEST = {"V": {"village"}, "T": {"village", "township"}}
SIGNS = {"+": {"up"}, "-": {"down"}, "0": {"neutral"}, "-/+": {"up", "down"}}


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


@cache
def given() -> frozenset[str]:
    """Return the ids that the marts give: columns without the endings that are only parts of a ratio."""
    ids = set()
    for query in marts.definitions():
        for name, _ in query.columns:
            base, *rest = name.split("__")
            ids.add(".".join([base, *(part for part in rest if part not in ("num", "den", "less", "ytd"))]))
    return frozenset(ids | {one for one, other in catalogue().aliases().items() if other in ids})


def test_the_dictionary_has_119_rows() -> None:
    assert len(ROWS.strip().splitlines()) == 119
    assert len({one for one, _ in IDS}) == len(IDS) > 130


@pytest.mark.parametrize(("indicator", "row"), IDS, ids=[one for one, _ in IDS])
def test_an_indicator_of_the_dictionary_is_in_the_catalogue_as_it_says(indicator: str, row: str) -> None:
    _, grain, units, sign, has_threshold = cells(row)
    card = catalogue()[indicator]
    assert card.unit in {*units.split(), UNITS.get(indicator)}
    assert card.grain in LOWEST.get(grain, {"village", "township", "county"})
    assert card.direction in SIGNS[sign] or (indicator in NEITHER and card.direction == "neutral")
    assert card.threshold or has_threshold == "-"
    assert card.sentence
    assert card.source


@pytest.mark.parametrize(("indicator", "row"), IDS, ids=[one for one, _ in IDS])
def test_an_indicator_of_the_dictionary_is_computed(indicator: str, row: str) -> None:
    found = indicator in given() or any(one.startswith(f"{indicator}.") for one in given())
    assert found is (indicator not in NOT_COMPUTED)
    assert bool(catalogue()[indicator].needs) is (indicator in NOT_COMPUTED)


def test_every_other_indicator_of_the_catalogue_is_computed_too() -> None:
    waiting = {one.id for one in catalogue().bases if one.needs}
    assert waiting == set(NOT_COMPUTED)
    computed = given()
    bases = {one.split(".")[0] for one in computed}
    assert [one.id for one in catalogue().bases if not one.needs and one.id not in bases] == []
