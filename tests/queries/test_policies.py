"""What policies pay: school aid, bills, benefits, claims, disasters, and households that are left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from shouwang import queries
from shouwang.access import Role, Scope, Viewer
from shouwang.store import Snapshot, Store
from tests.queries.conftest import Ask, Drawn
from tests.queries.test_guarantees import DISASTER, DIVISION

TOWN = {"area": "420281101"}
CUT = {"limit": 50, "offset": 0}
AID = """
    person_id | hh_id | division_code | year | term   | stage      | scheme | entitled | amount | paid_at
    a         | a     | 420281101200  | 2023 | spring | compulsory | living | true     | 300    | 2023-04-30
    a         | a     | 420281101200  | 2023 | spring | compulsory | other  | true     | 412.50 | 2023-05-01
    b         | b     | 420281101200  | 2023 | spring | vocational | yulu   | true     | 1500   | 2023-05-01
    c         | c     | 420281101200  | 2023 | spring | vocational | yulu   | true     | 1400   | 2023-10-01
    b         | b     | 420281101200  | 2023 | autumn | vocational | yulu   | true     | -      | -
    d         | d     | 420281101200  | 2023 | autumn | vocational | yulu   | false    | 100    | 2023-10-01
    e         | e     | 420281101200  | 2022 | autumn | vocational | yulu   | true     | 1500   | 2022-11-01
    z         | z     | 420281170200  | 2023 | spring | vocational | yulu   | true     | 1500   | 2023-05-01
"""
STANDARD = """
    aid_standard_id | division_code | stage      | scheme | amount_term | valid_from
    default         | -             | vocational | yulu   | 1000        | 2021-01-01
    own             | 420281        | vocational | yulu   | 1500        | 2023-01-01
"""
DAYS = """
    threshold_id | name            | warn
    aid          | aid_unpaid_days | 60
    claim        | claim_open_days | 30
"""


def test_aid_is_counted_by_scheme_stage_and_term_and_adds_up(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, education_aid=AID, aid_standard=STANDARD, threshold=DAYS)

    rows = {
        row[:3]: row[3:] for row in ask("policies/education_by_scheme", snapshot, month="2023-11", **TOWN)
    }

    # entitled, paid, unpaid, overdue, amount, mean, standard, off the standard, mean days from 1 March or 1 September
    assert rows["living", "compulsory", "spring"][:8] == (1, 1, 0, 0, 300.0, 300.0, None, None)
    assert rows["all", "compulsory", "spring"][:5] == (2, 2, 0, 0, 300 + 412.5)
    assert rows["yulu", "vocational", "spring"] == (
        2,
        2,
        0,
        0,
        2900.0,
        1450.0,
        1500.0,
        1,
        (61 + 214) / 2,
        1.0,
        60,
    )
    # who is not entitled and was paid: money, no entitlement
    assert rows["yulu", "vocational", "autumn"][:8] == (1, 0, 1, 1, 100.0, 100.0, 1500.0, 1)
    assert rows["all", "all", "all"][:5] == (5, 4, 1, 1, 300 + 412.5 + 2900 + 100)


def test_the_autumn_term_joins_in_september_and_money_counts_from_its_day(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, education_aid=AID, aid_standard=STANDARD, threshold=DAYS)

    august = ask("policies/education_by_scheme", snapshot, month="2023-08", **TOWN)
    total = august[-1]

    assert {row[2] for row in august} == {"spring", "all"}
    assert total[3:8] == (4, 3, 1, 1, 300 + 412.5 + 1500)  # the 1400 came in October
    assert len(ask("policies/education_by_scheme", snapshot, month="2023-08", area="420281")) == len(august)


def test_the_unpaid_are_listed_with_the_days_since_the_term_began(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, education_aid=AID, aid_standard=STANDARD, threshold=DAYS)

    november = ask("policies/education_unpaid", snapshot, month="2023-11", **TOWN, **CUT)
    september = ask("policies/education_unpaid", snapshot, month="2023-09", **TOWN, **CUT)

    assert [(row[0], *row[5:]) for row in november] == [("key-b", "autumn", 1500.0, 90, True, 1, 1)]
    assert [(row[0], row[5], row[7], row[8]) for row in september] == [
        ("key-c", "spring", 213, True),  # 1 March to 30 September
        ("key-b", "autumn", 29, False),
    ]


@pytest.mark.parametrize("state", ["entitled", "paid", "unpaid", "overdue", "off_standard"])
def test_each_number_of_school_aid_is_the_number_of_its_rows(drawn: Drawn, ask: Ask, state: str) -> None:
    snapshot = drawn(division=DIVISION, education_aid=AID, aid_standard=STANDARD, threshold=DAYS)
    whole: dict[str, Any] = {"month": "2023-11", **TOWN}

    for scheme, stage, term, number in ask(
        "policies/education_by_scheme", snapshot, **whole, pick=f"scheme stage term {state}"
    ):
        asked = {**whole, "scheme": scheme, "stage": stage, "term": term, "state": state}
        if number is not None:
            assert len(ask("rows/school_aid", snapshot, **asked)) == number


BILLS = """
    settlement_id | person_id | hh_id | division_code | settle_date | kind               | total | policy_range | basic | major | assist | supplement | self_paid | one_stop
    1             | a         | a     | 420281101200  | 2023-01-05  | inpatient          | 1000  | 800          | 500   | 50    | 50     | 300        | 100       | true
    2             | a         | a     | 420281101200  | 2023-03-05  | inpatient          | 3000  | 2000         | 1000  | 0     | 200    | 0          | 1800      | false
    3             | b         | b     | 420281101200  | 2023-06-05  | outpatient_chronic | 100   | 100          | 60    | 0     | 0      | 0          | 40        | -
    4             | b         | b     | 420281101200  | 2022-12-05  | inpatient          | 9000  | 9000         | 0     | 0     | 0      | 0          | 9000      | true
    5             | b         | b     | 420281101200  | 2023-12-05  | inpatient          | 7     | 7            | 0     | 0     | 0      | 0          | 7         | true
    6             | c         | c     | 420281101200  | 2022-11-30  | inpatient          | 9000  | 9000         | 0     | 0     | 0      | 0          | 9000      | true
"""


def test_both_ratios_stand_with_their_own_bases(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, medical_settlement=BILLS)

    rows = {row[0]: row[1:] for row in ask("policies/medical_by_kind", snapshot, month="2023-11", **TOWN)}

    stays = rows["inpatient"]
    assert stays[:9] == (2, 1, 4000, 2800, 1500, 50, 250, 300, 100 + 1800)
    assert stays[9:13] == (
        1500 + 50 + 250,
        4000 - 1900,
        pytest.approx(1800 / 2800),
        pytest.approx(2100 / 4000),
    )
    assert stays[13:] == (1, 2, 1 / 2)
    assert rows["outpatient_chronic"][13:] == (0, 0, None)  # nobody said whether in one stop
    assert rows["all"][:3] == (3, 2, 4100)
    assert len(ask("rows/patients", snapshot, month="2023-11", kind="all", **TOWN)) == 2


def test_a_month_alone_has_its_own_bills(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, medical_settlement=BILLS)

    rows = ask("policies/medical_by_month", snapshot, from_month="2022-12", month="2023-11", **TOWN)

    assert rows == [
        (date(2022, 12, 1), 1, 9000, 0, 9000),
        (date(2023, 1, 1), 1, 1000, 900, 100),
        (date(2023, 3, 1), 1, 3000, 1200, 1800),
    ]


def test_what_a_person_pays_is_added_up_over_twelve_months(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        medical_settlement=BILLS,
        threshold="""
        threshold_id | name                    | warn | division_code
        all          | large_self_paid_persons | 9999 | -
        own          | large_self_paid_persons | 1000 | 420281
        """,
        household_month="""
        stat_month | hh_id | division_code | hh_type    | mon_type | risk_status
        2023-11    | a     | 420281101200  | ordinary   | sudden   | active
        2023-11    | b     | 420281101200  | alleviated | -        | -
        """,
    )

    rows = ask("policies/large_bills", snapshot, month="2023-11", **TOWN, **CUT)
    bands = ask("policies/self_paid_bands", snapshot, month="2023-11", **TOWN)

    # b: 9000 in December 2022 + 40; a: 100 + 1800; c paid before the twelve months
    assert [(row[0], row[4], row[6], row[8], *row[10:]) for row in rows] == [
        ("key-b", None, 2, 9000 + 40, 1000, 2, 1),
        ("key-a", "sudden", 2, 100 + 1800, 1000, 2, 1),
    ]
    assert bands == [("b5", 1000, None, 2, 9040 + 1900, 1)]
    card = ask(
        "rows/self_paid",
        snapshot,
        month="2023-11",
        indicator="large_self_paid_persons",
        pick="dropped_by",
        **TOWN,
    )
    assert card == [(None,), (None,)]


def test_without_a_threshold_nobody_is_listed(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, medical_settlement=BILLS)
    assert ask("policies/large_bills", snapshot, month="2023-11", **TOWN, **CUT) == []


BENEFITS = """
    benefit_id | person_id | hh_id | division_code | scheme          | pay_month | amount
    1          | a         | h     | 420281101200  | dibao           | 2023-11   | 400
    2          | b         | h     | 420281101200  | dibao           | 2023-11   | 300
    3          | a         | h     | 420281101200  | dibao           | 2023-11   | 50
    4          | c         | i     | 420281101200  | dibao           | 2023-10   | 400
    5          | -         | i     | 420281101200  | temporary       | 2023-03   | 2000
    6          | -         | i     | 420281101200  | reward_industry | 2023-11   | 900
    7          | a         | h     | 420281101200  | dibao           | 2022-12   | 1
"""


def test_a_person_paid_twice_in_a_month_is_one_person(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, benefit=BENEFITS)

    rows = ask("policies/benefits_by_scheme", snapshot, month="2023-11", **TOWN)

    # persons, money, households now; persons and money last month; the year; a head
    assert rows == [
        ("dibao", 2, 750, 1, 1, 400, 3, 750 + 400, 750 / 2),
        ("temporary", 0, 0, 0, 0, 0, 1, 2000, None),
    ]
    paid = {"scheme": "dibao", "month": "2023-11", **TOWN}
    assert len(ask("rows/benefit_recipients", snapshot, from_month="2023-11", per="person", **paid)) == 2
    assert len(ask("rows/benefit_recipients", snapshot, from_month="2023-11", per="household", **paid)) == 1
    year = ask(
        "rows/benefit_recipients", snapshot, from_month="2023-01", per="person", pick="paid_amount", **paid
    )
    assert (len(year), sum(row[0] for row in year)) == (3, 1150)


def test_in_january_the_month_before_is_of_another_year(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, benefit=BENEFITS.replace("2023-11", "2023-01"))

    assert ask("policies/benefits_by_scheme", snapshot, month="2023-01", **TOWN)[0][1:8] == (
        2,
        750,
        1,
        1,
        1,
        2,
        750,
    )


CLAIMS = """
    claim_id | policy | hh_id | division_code | event_date | reported_at | paid_at    | amount
    1        | 防贫保 | a     | 420281101200  | 2023-02-01 | 2023-02-03  | 2023-02-11 | 100
    2        | 防贫保 | a     | 420281101200  | 2022-12-01 | 2022-12-02  | 2023-01-10 | 200
    3        | 防贫保 | b     | 420281101200  | 2023-10-01 | 2023-12-02  | 2023-12-05 | 300
    4        | 防贫保 | b     | 420281101200  | 2023-11-20 | -           | -          | -
    5        | 意外险 | b     | 420281101200  | 2022-01-01 | 2022-01-02  | 2022-02-01 | 5
    6        | 意外险 | b     | 420281101200  | 2023-12-01 | -           | -          | -
"""


def test_claims_are_of_the_year_and_open_whenever_they_happened(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, insurance_claim=CLAIMS, threshold=DAYS)

    rows = ask("policies/claims_by_policy", snapshot, month="2023-11", **TOWN)

    # events 1, 3, 4; told by the end of November 1; paid in the year 1 (10 days) and 2 (40 days); open 3 (60 days) and 4
    assert rows == [("防贫保", 3, 1, 2, 300.0, 25.0, 40, 2, 1, 60, 30)]
    numbers = dict(zip(("event", "reported", "paid"), rows[0][1:4], strict=True)) | {
        "open": 2,
        "open_late": 1,
    }
    for state, number in numbers.items():
        assert (
            len(ask("rows/claims", snapshot, month="2023-11", policy="防贫保", state=state, **TOWN)) == number
        )
    waiting = ask("policies/claims_open", snapshot, month="2023-11", **TOWN, **CUT)
    assert [(row[0], *row[5:]) for row in waiting] == [
        ("key-b", None, 60, True, 2, 1),  # reported in December
        ("key-b", None, 10, False, 2, 1),
    ]


def test_months_count_events_payments_and_the_fund_apart(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        insurance_claim=CLAIMS,
        benefit="""
        benefit_id | hh_id | division_code | scheme      | pay_month | amount
        1          | h     | 420281101200  | relief_fund | 2023-02   | 5000
        """,
    )

    rows = ask("policies/claims_by_month", snapshot, from_month="2023-01", month="2023-11", **TOWN)

    assert rows == [
        (date(2023, 1, 1), 0, 1, 200, 0, 0),
        (date(2023, 2, 1), 1, 1, 100, 1, 5000),
        (date(2023, 10, 1), 1, 0, 0, 0, 0),
        (date(2023, 11, 1), 1, 0, 0, 0, 0),
    ]


def test_a_disaster_tells_what_was_hit_and_what_is_solved(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(division=DIVISION, **DISASTER)

    rows = ask("policies/disasters", snapshot, month="2023-11", **TOWN)

    assert rows == [("flood", "flood", date(2023, 7, 1), 3, 2, 1, 1, 100.0, 2, 50 + 20.0, 1, 2, 1 / 3, 152)]
    counts = {"house": 2, "water": 1, "industry": 1, "relief": 2, "solved": 1, "open": 2, "house_open": 1}
    for state, number in counts.items():
        asked = {"month": "2023-11", "event": "flood", "state": state, **TOWN}
        assert len(ask("rows/disaster_households", snapshot, **asked)) == number


def test_left_out_is_who_has_nobody_able_and_nobody_protected(drawn: Drawn, ask: Ask) -> None:
    months = ("2023-09", "2023-10", "2023-11")
    homes = "\n".join(
        f"{month} | {hh} | 420281101200 | {'false' if hh == 'able' or (hh == 'late' and month < '2023-10') else 'true'} | 2"
        for month in months
        for hh in ("gap", "late", "able", "safe", "lost")
    )
    people = "\n".join(
        f"{month} | {hh} | {hh} | 420281101200 | {'rural' if hh == 'safe' or (hh == 'lost' and month < '2023-11') else 'none'}"
        for month in months
        for hh in ("gap", "late", "able", "safe", "lost")
    )
    snapshot = drawn(
        division=DIVISION,
        household_month=f"stat_month | hh_id | division_code | is_no_labour | hh_persons\n{homes}",
        person_month=f"stat_month | person_id | hh_id | division_code | dibao\n{people}",
    )

    rows = ask("policies/backstop", snapshot, month="2023-11", from_month="2023-09", **TOWN, **CUT)

    assert [(row[0], row[7], row[8]) for row in rows] == [
        ("key-gap", date(2023, 9, 1), 90),
        ("key-late", date(2023, 10, 1), 60),  # able to work until September
        ("key-lost", date(2023, 11, 1), 29),  # 低保 until October
    ]
    assert {row[9:] for row in rows} == {(3, 3 * 2)}
    card = ask(
        "rows/backstop", snapshot, month="2023-11", indicator="backstop_gap", pick="dropped_by", **TOWN
    )
    assert sorted(card, key=str) == [("protected",), *[(None,)] * 3] or card.count((None,)) == 3


def test_a_certificate_counts_for_who_is_in_the_household(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        chronic_certificate="""
        person_id | hh_id | division_code | disease      | diagnosed_at | certified_at
        a         | a     | 420281101200  | hypertension | 2022-01-01   | 2022-03-01
        a         | a     | 420281101200  | diabetes     | 2023-01-01   | -
        b         | b     | 420281101200  | diabetes     | 2023-01-01   | 2023-12-01
        c         | c     | 420281101200  | diabetes     | 2023-12-01   | -
        d         | d     | 420281101200  | diabetes     | 2020-01-01   | 2020-02-01
        """,
        person_month="""
        stat_month | person_id | hh_id | division_code | in_household
        2023-11    | a         | a     | 420281101200  | true
        2023-11    | b         | b     | 420281101200  | true
        2023-11    | c         | c     | 420281101200  | true
        2023-11    | d         | d     | 420281101200  | false
        """,
    )

    rows = ask("policies/certificates", snapshot, month="2023-11", **TOWN)

    assert rows == [("diabetes", 2, 0, 2, 0.0), ("hypertension", 1, 1, 0, 1.0), ("all", 2, 1, 1, 0.5)]
    for disease, diagnosed, certified, waiting, _ in rows:
        asked = {"month": "2023-11", "disease": disease, **TOWN}
        assert len(ask("rows/certificates", snapshot, **asked)) == diagnosed
        assert len(ask("rows/certificates", snapshot, **asked, state="certified")) == certified
        assert len(ask("rows/certificates", snapshot, **asked, state="open")) == waiting


def test_contracts_are_signed_by_the_months_end(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        doctor_contract="""
        person_id | hh_id | division_code | year | target_group | signed_at  | services
        a         | a     | 420281101200  | 2023 | chronic      | 2023-03-01 | 4
        b         | b     | 420281101200  | 2023 | chronic      | 2023-12-01 | -
        c         | c     | 420281101200  | 2023 | elderly      | -          | 1
        d         | d     | 420281101200  | 2022 | elderly      | 2022-03-01 | 1
        """,
    )

    rows = ask("policies/contracts", snapshot, month="2023-11", **TOWN)

    assert rows == [("chronic", 2, 1, 1, 0.5, 4), ("elderly", 1, 0, 1, 0.0, 1), ("all", 3, 1, 2, 1 / 3, 5)]


def test_a_graduate_without_work_or_word_is_waiting(drawn: Drawn, ask: Ask) -> None:
    snapshot = drawn(
        division=DIVISION,
        yulu_graduate="""
        person_id | hh_id | division_code | graduated_at | employed | employed_at | place_class
        a         | a     | 420281101200  | 2023-06-30   | true     | 2023-08-01  | out
        b         | b     | 420281101200  | 2023-06-30   | true     | 2023-12-01  | out
        c         | c     | 420281101200  | 2023-06-30   | -        | -           | -
        d         | d     | 420281101200  | 2023-06-30   | true     | 2023-07-01  | -
        e         | e     | 420281101200  | 2022-11-30   | true     | 2022-12-01  | out
        """,
    )

    rows = ask("policies/graduates", snapshot, month="2023-11", **TOWN)

    assert rows == [("out", 1, 1 / 4), ("unknown", 1, 1 / 4), ("waiting", 2, 2 / 4), ("all", 4, 1.0)]
    for place, number, _ in rows:
        assert len(ask("rows/graduates", snapshot, month="2023-11", place=place, **TOWN)) == number


# -- the demo county, counted another way -----------------------------------------------------------------------------

BAOAN = pl.col("town_code") == "420281101"


@pytest.fixture(scope="module")
def snapshot(demo_store: Path) -> Snapshot:
    return Store.open(demo_store).snapshot()


def _table(snapshot: Snapshot, name: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(file) for file in snapshot.files(name)], how="diagonal_relaxed")


def _told(snapshot: Snapshot, name: str, **more: object) -> list[dict[str, Any]]:
    viewer = Viewer("test", "测试", Role.ANALYST, Scope(("420281",)))
    asked = {"area": "420281101", "month": date(2023, 11, 1), **more}
    return queries.run(name, viewer=viewer, snapshot=snapshot, **asked).to_dicts()


def test_baoan_pays_what_its_report_says(snapshot: Snapshot) -> None:
    rows = {(r["scheme"], r["stage"], r["term"]): r for r in _told(snapshot, "policies/education_by_scheme")}
    assert (rows["all", "preschool", "spring"]["entitled"], rows["all", "preschool", "spring"]["amount"]) == (
        50,
        25000,
    )
    compulsory = rows["all", "compulsory", "spring"]
    assert (compulsory["entitled"], compulsory["amount"]) == (252, 92325)
    assert (rows["yulu", "vocational", "spring"]["paid"], rows["yulu", "vocational", "spring"]["amount"]) == (
        49,
        73500,
    )
    assert rows["yulu", "vocational", "autumn"]["entitled"] == 54
    aid = _table(snapshot, "education_aid").filter(BAOAN & (pl.col("year") == 2023))
    assert rows["all", "all", "all"]["entitled"] == aid.filter(pl.col("entitled")).height
    assert rows["all", "all", "all"]["amount"] == float(
        aid.filter(pl.col("paid_at") <= date(2023, 11, 30))["amount"].sum()
    )


def test_the_stays_of_baoan_are_those_of_its_report(snapshot: Snapshot) -> None:
    stays = _told(snapshot, "policies/medical_by_kind")[0]
    assert (stays["bills"], stays["total"], round(stays["repaid"], 2)) == (399, 2672758.57, 2342391.07)
    assert round(stays["policy_rate"], 4) == 0.8687
    bills = _table(snapshot, "medical_settlement").filter(
        BAOAN & (pl.col("kind") == "inpatient") & (pl.col("settle_date").dt.year() == 2023)
    )
    assert stays["self_paid"] == float(bills["self_paid"].sum())
    assert stays["one_stop"] == bills["one_stop"].sum()


def test_benefits_and_claims_of_the_county_are_counted_another_way(snapshot: Snapshot) -> None:
    benefits = _table(snapshot, "benefit").filter(
        (pl.col("scheme") == "dibao")
        & (pl.col("pay_month").dt.year() == 2023)
        & (pl.col("pay_month") <= date(2023, 11, 1))
    )
    dibao = _told(snapshot, "policies/benefits_by_scheme", area="420281")[0]
    assert dibao["year_amount"] == float(benefits["amount"].sum())
    assert dibao["year_recipients"] == benefits["person_id"].n_unique()
    assert (
        dibao["recipients"]
        == benefits.filter(pl.col("pay_month") == date(2023, 11, 1))["person_id"].n_unique()
    )
    claims = _table(snapshot, "insurance_claim").filter(pl.col("event_date") <= date(2023, 11, 30))
    waiting = claims.filter(pl.col("paid_at").is_null() | (pl.col("paid_at") > date(2023, 11, 30))).height
    assert sum(row["open"] for row in _told(snapshot, "policies/claims_by_policy", area="420281")) == waiting


def test_the_list_of_those_left_out_is_as_long_as_the_indicator_says(snapshot: Snapshot) -> None:
    listed = _told(
        snapshot, "policies/backstop", area="420281", from_month=date(2022, 11, 1), limit=500, offset=0
    )
    told = _told(snapshot, "overview/indicator_values", area="420281")
    assert len(listed) == next(row["value"] for row in told if row["indicator_id"] == "backstop_gap")
    assert all(row["days"] >= 29 for row in listed)
