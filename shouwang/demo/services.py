"""What departments pay and settle for persons: school aid, hospital bills, monthly allowances, rewards, loans, insurance.

保安镇 2023 (domain dictionary 5.3): 学前50人次2.5万元, 义务教育252人次9.2325万元, 雨露春季49名7.35万元、秋季上报54人,
住院399人次267.275857万元、报销234.239107万元、政策范围内86.87%, 小额信贷33户172万元. 刘仁八镇 (5.1): 雨露春季33人.
A payment may come twice to one child (人次): then it is of another scheme.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from shouwang.demo.calendar import (
    NEVER,
    Flags,
    Ints,
    first_day,
    first_days,
    last_day,
    month_of,
    months_of_days,
    year_of,
)
from shouwang.demo.county import County
from shouwang.demo.exact import BAOAN, TOWNS
from shouwang.demo.frames import conform, dates, money, months, pick, sorted_as, tag
from shouwang.demo.households import ALLEVIATED
from shouwang.demo.persons import BOTH, CHRONIC, MAJOR, SCHOOLS, able_members
from shouwang.demo.streams import between, share, weighted
from shouwang.demo.work import Work
from shouwang.schema import TABLES, codes

Parts = dict[str, pl.DataFrame]

STAGES = list(codes.AID_STAGE)
SCHEMES = list(codes.AID_SCHEME)
PRESCHOOL, COMPULSORY, HIGH, VOCATIONAL, COLLEGE = range(5)
KINDER = SCHOOLS.index("kinder")
PRIMARY, J9 = SCHOOLS.index("primary"), SCHOOLS.index("j9")
H1, H3, V1, TECH = SCHOOLS.index("h1"), SCHOOLS.index("h3"), SCHOOLS.index("v1"), SCHOOLS.index("tech")
BACHELOR = SCHOOLS.index("bachelor")
# cents a term: 学前500, 义务教育 as by boarding and stage, 普高1000, 雨露1500
STANDARD = (500_00, 312_50, 1_000_00, 1_500_00, 0)
TERMS = ("spring", "autumn")
# what else one child may be paid in a term, in this order
FURTHER = ("other", "grant", "tuition_free", "loan")
BAOAN_SPRING = {PRESCHOOL: (50, 2_5000_00), COMPULSORY: (252, 9_2325_00)}
BAOAN_INPATIENTS = 399
BAOAN_BILLS, BAOAN_REIMBURSED = 267_275_857, 234_239_107  # cents
BAOAN_POLICY_RATE = 0.8687
BAOAN_LOANS, BAOAN_LOAN_CENTS = 33, 172_0000_00
ALLOWANCES = list(codes.BENEFIT_SCHEME)
ITEMS = ("油茶种植", "稻虾养殖", "家禽养殖", "蔬菜种植", "中药材种植", "生猪养殖", "茶叶种植", "果树种植")
BANKS = ("示例农商银行", "示例邮储银行", "示例农业银行")


def make_services(county: County, work: Work, measures: pl.DataFrame) -> dict[str, Parts]:
    """Return table -> part -> frame."""
    made: dict[str, Parts] = {
        "education_aid": {},
        "medical_settlement": {},
        "benefit": {},
        "industry_project_hh": {},
    }
    for year in range(2021, year_of(county.last) + 1):
        industry = _industry(county, year)
        for table, frame in (
            ("education_aid", _education(county, year)),
            ("medical_settlement", _settlements(county, year)),
            ("benefit", _benefits(county, work, industry, year)),
            ("industry_project_hh", industry),
        ):
            if not frame.is_empty():
                made[table][str(year)] = frame
    made["microloan"] = {"all": _loans(county, measures)}
    made["insurance_claim"] = {"all": _claims(county)}
    return made


# -- school aid --------------------------------------------------------------------------------------------------------


def _education(county: County, year: int) -> pl.DataFrame:
    parts = [
        _term(county, year, term, month)
        for term, month in enumerate((month_of(year, 4), month_of(year, 10)))
        if county.first <= month <= county.last
    ]
    parts = [part for part in parts if not part.is_empty()]
    return sorted_as(TABLES["education_aid"], pl.concat(parts)) if parts else pl.DataFrame()


def _term(county: County, year: int, term: int, month: int) -> pl.DataFrame:
    """Everybody entitled in the term: paid within two months, a few of the other townships forgotten or off standard."""
    rng = county.streams("school aid", month)
    p, h = county.persons, county.households
    school = p.school(month)
    entitled = p.in_household(month, h) & ((h.hh_type == ALLEVIATED) | h.active(month))[p.hh]
    ranges = ((KINDER, KINDER), (PRIMARY, J9), (H1, H3), (V1, TECH))
    rows, stage, scheme = [], [], []
    for which, (low, high) in enumerate(ranges):
        mine = np.flatnonzero(entitled & (school >= low) & (school <= high))
        kinds = (("preschool",), ("living",), ("grant",), ("yulu",))[which]
        rows.append(mine)
        stage.append(np.full(len(mine), which))
        scheme.append(np.full(len(mine), SCHEMES.index(kinds[0])))
    person, level, kind = (np.concatenate(part) for part in (rows, stage, scheme))
    cents = _amounts(rng, level, school[person])
    if (year, term) == (2023, 0):
        person, level, kind, cents = _baoan_spring(county, rng, person, level, kind, cents)
    n = len(person)
    faulty = county.faulty[p.hh[person]]
    forgotten = faulty & share(rng, n, 0.02)
    wrong = faulty & ~forgotten & share(rng, n, 0.006)
    cents = np.where(wrong, cents * 9 // 10, cents)
    paid = first_day(month) + between(rng, 20, 58, n)
    waiting = (year, term) == (2023, 1)  # 秋季共上报: reported, not yet paid out
    paid = np.where(forgotten | (paid > county.today) | (waiting & (level == VOCATIONAL)), NEVER, paid)
    return conform("education_aid", {
        **county.of(p.hh[person]), "person_id": county.person_ids(person), "year": year, "term": TERMS[term],
        "stage": pick(STAGES, level), "scheme": pick(SCHEMES, kind), "entitled": True,
        "amount": money(cents, paid != NEVER), "paid_at": dates(paid),
    }, source=county.source)  # fmt: skip


def _amounts(rng: np.random.Generator, level: Ints, school: Ints) -> Ints:
    """The standard of the stage; in compulsory school by stage and whether the child boards."""
    base = np.array(STANDARD)[level]
    compulsory = level == COMPULSORY
    day_pupil = np.where(school == PRIMARY, 250_00, 312_50)
    boards = share(rng, len(level), 0.25)
    cents: Ints = np.where(compulsory, day_pupil * np.where(boards, 2, 1), base)
    return cents


def _baoan_spring(
    county: County, rng: np.random.Generator, person: Ints, level: Ints, kind: Ints, cents: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """保安镇, spring 2023: as many payments and as much money as printed, further ones to the same children where needed."""
    mine = county.in_town(BAOAN)[county.persons.hh[person]]
    extra = []
    for which, (count, total) in BAOAN_SPRING.items():
        own = rng.permutation(np.flatnonzero(mine & (level == which)))[:count]
        again = np.arange(len(own), count)
        first = cents[own] if len(again) else _even(total, count)
        if int(first.sum()) >= total:
            first = _even(total * len(own) // count // 100 * 100, len(own))
        cents[own] = first
        schemes = np.array([SCHEMES.index(name) for name in FURTHER])[again // len(own) - 1]
        rest = _even(total - int(first.sum()), len(again))
        extra.append((own[again % len(own)], np.full(len(again), which), schemes, rest))
    return (
        np.concatenate([person, *(person[part[0]] for part in extra)]),
        np.concatenate([level, *(part[1] for part in extra)]),
        np.concatenate([kind, *(part[2] for part in extra)]),
        np.concatenate([cents, *(part[3] for part in extra)]),
    )


def _even(total: int, n: int) -> Ints:
    """Return ``n`` amounts of whole yuan, but for the last, that add up to ``total``."""
    if n == 0:
        return np.zeros(0, dtype=np.int64)
    amounts = np.full(n, total // n // 100 * 100, dtype=np.int64)
    amounts[-1] += total - int(amounts.sum())
    return amounts


# -- hospital bills ----------------------------------------------------------------------------------------------------


def _settlements(county: County, year: int) -> pl.DataFrame:
    """Stays in hospital and chronic outpatients of one year, settled at once in nine of ten cases."""
    first, last = max(county.first, month_of(year, 1)), min(county.last, month_of(year, 12))
    if first > last:
        return pl.DataFrame()
    rng = county.streams("settlements", year)
    p, h = county.persons, county.households
    months_there = last - first + 1
    here = p.in_household(last, h)
    chance = np.select([p.health == MAJOR, p.health == BOTH, p.health == CHRONIC], [0.9, 0.7, 0.35], 0.10)
    stays = np.flatnonzero(here & (rng.random(len(p)) < chance * months_there / 12))
    chronic = np.flatnonzero(here & np.isin(p.health, (CHRONIC, MAJOR, BOTH)) & share(rng, len(p), 0.3))
    if year == 2023:
        stays = _baoan_stays(county, rng, stays, here)
    person = np.concatenate([stays, chronic])
    inpatient = np.arange(len(person)) < len(stays)
    n = len(person)
    serious = (p.health[person] == MAJOR) & share(rng, n, 0.12)
    total = np.where(inpatient, np.exp(rng.normal(8.55, 0.55, n)), np.exp(rng.normal(6.6, 0.4, n)))
    total = (np.where(serious & inpatient, total * 9, total) * 100).astype(np.int64)
    bills = _split_bills(rng, total, inpatient)
    exact = inpatient & county.in_town(BAOAN)[p.hh[person]]
    if year == 2023 and exact.any():
        _baoan_bills(bills, np.flatnonzero(exact))
    settled = first_day(first) + between(rng, 0, last_day(last) - first_day(first), n)
    settled = np.maximum(
        settled, np.where(p.join[person] > 0, first_days(np.maximum(p.join[person], 0)) + 27, 0)
    )
    order = np.lexsort((person, settled))
    frame = conform("medical_settlement", {
        "settlement_id": tag(f"Y{year}", np.arange(1, n + 1)),
        **county.of(p.hh[person[order]]), "person_id": county.person_ids(person[order]),
        "settle_date": dates(settled[order]), "kind": pick(("outpatient_chronic", "inpatient"), inpatient[order].astype(np.int64)),
        **{name: money(values[order]) for name, values in bills.items()},
        "in_county": pl.Series(share(rng, n, 0.86)), "one_stop": pl.Series(share(rng, n, 0.93)),
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["medical_settlement"], frame)


def _baoan_stays(county: County, rng: np.random.Generator, stays: Ints, here: Flags) -> Ints:
    """住院就诊399人次: no more and no fewer, some persons twice."""
    of_town = county.in_town(BAOAN)[county.persons.hh]
    mine = stays[of_town[stays]]
    lacking = BAOAN_INPATIENTS - len(mine)
    if lacking > 0:
        sick = np.flatnonzero(here & of_town & (county.persons.health > 0))
        mine = np.concatenate([mine, rng.choice(sick, lacking)])
    return np.concatenate([stays[~of_town[stays]], mine[:BAOAN_INPATIENTS]])


def _split_bills(rng: np.random.Generator, total: Ints, inpatient: Flags) -> dict[str, Ints]:
    n = len(total)
    policy = (total * rng.uniform(0.88, 0.98, n)).astype(np.int64)
    basic = (policy * np.where(inpatient, rng.uniform(0.62, 0.72, n), rng.uniform(0.5, 0.6, n))).astype(
        np.int64
    )
    left = policy - basic
    major = np.where(left > 7_000_00, ((left - 7_000_00) * 0.65).astype(np.int64), 0)
    assist = ((left - major) * rng.uniform(0.45, 0.7, n)).astype(np.int64)
    supplement = ((left - major - assist) * rng.uniform(0.1, 0.3, n)).astype(np.int64)
    own = total - basic - major - assist - supplement
    return {
        "total": total, "policy_range": policy, "basic": basic, "major": major, "assist": assist,
        "supplement": supplement, "self_paid": own,
    }  # fmt: skip


def _baoan_bills(bills: dict[str, Ints], rows: Ints) -> None:
    """Scale the bills so that cost, repayment and the rate within the policy's range are those printed, to the cent."""
    total = _scaled(bills["total"][rows], BAOAN_BILLS)
    policy = _scaled(np.minimum(total, total * 96 // 100), BAOAN_BILLS * 96 // 100)
    within = round(int(policy.sum()) * BAOAN_POLICY_RATE)
    covered = _scaled(policy, within)
    supplement = _scaled(total - covered, BAOAN_REIMBURSED - within)
    basic = covered * 78 // 100
    major = np.where(total > 30_000_00, covered * 10 // 100, 0)
    bills["total"][rows], bills["policy_range"][rows], bills["basic"][rows] = total, policy, basic
    bills["major"][rows], bills["assist"][rows], bills["supplement"][rows] = (
        major,
        covered - basic - major,
        supplement,
    )
    bills["self_paid"][rows] = total - covered - supplement


def _scaled(amounts: Ints, total: int) -> Ints:
    """Return amounts in the same proportions that add up to ``total``; the largest takes what rounding leaves."""
    scaled: Ints = amounts * total // int(amounts.sum())
    scaled[int(np.argmax(scaled))] += total - int(scaled.sum())
    return scaled


# -- allowances and rewards --------------------------------------------------------------------------------------------


def _benefits(county: County, work: Work, industry: pl.DataFrame, year: int) -> pl.DataFrame:
    first, last = max(county.first, month_of(year, 1)), min(county.last, month_of(year, 12))
    if first > last:
        return pl.DataFrame()
    parts = [
        *_monthly(county, year, first, last),
        _transport(county, work, year, last),
        _relief(county, first, last),
        _rewards(county, industry),
    ]
    frame = pl.concat([part for part in parts if not part.is_empty()])
    frame = frame.sort("town_code", "division_code", "hh_id", "pay_month", "scheme", maintain_order=True)
    numbered = frame.with_columns(tag(f"B{year}", np.arange(1, len(frame) + 1), 7).alias("benefit_id"))
    return sorted_as(TABLES["benefit"], numbered)


def _monthly(county: County, year: int, first: int, last: int) -> list[pl.DataFrame]:
    """低保, 特困, and the two allowances of disabled people: a payment a person and month."""
    p, h = county.persons, county.households
    poor_disabled = (p.disability > 0) & p.dibao
    severe = (p.disability > 0) & np.isin(p.disability % 10, (1, 2))
    schemes = (
        ("dibao", p.dibao, 330_00 + (year - 2020) * 25_00),
        ("tekun", p.tekun, 660_00 + (year - 2020) * 40_00),
        ("disabled_living", poor_disabled, 80_00 + (year - 2020) * 5_00),
        ("disabled_nursing", severe, 100_00 + (year - 2020) * 5_00),
    )
    made = []
    for scheme, flags, cents in schemes:
        rows = [np.flatnonzero(flags & p.in_household(month, h)) for month in range(first, last + 1)]
        person = np.concatenate(rows)
        if len(person):
            paid = np.repeat(np.arange(first, last + 1), [len(row) for row in rows])
            made.append(
                _payments(county, p.hh[person], scheme, paid, np.full(len(person), cents), person=person)
            )
    return made


def _transport(county: County, work: Work, year: int, last: int) -> pl.DataFrame:
    """The way to work in another place, once a year, in June."""
    june = month_of(year, 6)
    if june > last or june < county.first:
        return pl.DataFrame()
    p = county.persons
    there = p.in_household(june, county.households)[work.person]
    rows = np.flatnonzero(
        there & (work.subsidy > 0) & (work.subsidy_from <= june) & (work.start <= june) & (june <= work.end)
    )
    person = work.person[rows]
    return _payments(
        county, p.hh[person], "transport", np.full(len(rows), june), work.subsidy[rows] * 100, person=person
    )


def _relief(county: County, first: int, last: int) -> pl.DataFrame:
    """临时救助 and 防返贫基金 for some of the monitored households, soon after they were identified."""
    rng = county.streams("relief", first)
    h = county.households
    month = h.identified + 1
    hh = np.flatnonzero(h.monitored & (month >= first) & (month <= last) & h.present(last))
    hh = hh[share(rng, len(hh), 0.5)]
    kind = weighted(rng, (0.7, 0.3), len(hh))
    cents = np.where(
        kind == 0, between(rng, 10, 60, len(hh)) * 100_00, between(rng, 20, 100, len(hh)) * 100_00
    )
    made = [
        _payments(county, hh[kind == k], scheme, month[hh[kind == k]], cents[kind == k])
        for k, scheme in enumerate(("temporary", "relief_fund"))
        if (kind == k).any()
    ]
    return pl.concat(made) if made else pl.DataFrame()


def _rewards(county: County, industry: pl.DataFrame) -> pl.DataFrame:
    """产业奖补 two months after acceptance; a few of the other townships still wait."""
    if industry.is_empty():
        return pl.DataFrame()
    accepted = industry.filter(pl.col("accepted_at").is_not_null() & (pl.col("reward") > 0))
    rng = county.streams("rewards", int(industry["year"][0]))
    n = len(accepted)
    faulty = (~accepted["town_code"].is_in(list(TOWNS))).to_numpy()
    wait = np.where(faulty & share(rng, n, 0.03), NEVER, between(rng, 1, 2, n))
    day_no = accepted["accepted_at"].cast(pl.Int32).to_numpy().astype(np.int64)
    december = months_of_days(day_no) // 12 * 12 + 11
    month = np.where(
        wait == NEVER, NEVER, np.minimum(months_of_days(day_no) + np.minimum(wait, 12), december)
    )
    paid = month <= county.last
    chosen = accepted.filter(pl.Series(paid))
    return conform("benefit", {
        **{name: chosen[name] for name in ("hh_id", "hh_key", "town_code", "division_code")}, "benefit_id": "",
        "scheme": "reward_industry", "apply_at": chosen["accepted_at"].dt.offset_by("-20d"), "pay_month": months(month[paid]),
        "amount": chosen["reward"], "batch": chosen["batch"],
    }, source=county.source) if len(chosen) else pl.DataFrame()  # fmt: skip


def _payments(
    county: County, hh: Ints, scheme: str, month: Ints, cents: Ints, *, person: Ints | None = None
) -> pl.DataFrame:
    return conform("benefit", {
        **county.of(hh), "benefit_id": "", "scheme": scheme, "pay_month": months(month), "amount": money(cents),
        **({} if person is None else {"person_id": county.person_ids(person)}),
    }, source=county.source)  # fmt: skip


# -- industry, loans, insurance ----------------------------------------------------------------------------------------


def _industry(county: County, year: int) -> pl.DataFrame:
    """到户产业: about two of five households with labour each year, accepted in autumn, rewarded by scale."""
    september = month_of(year, 9)
    if not county.first <= september <= county.last:
        return pl.DataFrame()
    rng = county.streams("industry of households", year)
    h = county.households
    able = able_members(county.persons, h, september) > 0
    mine = (h.hh_type == ALLEVIATED) | h.active(september)
    hh = np.flatnonzero(h.present(september) & able & mine & share(rng, len(h), 0.4))
    n = len(hh)
    size = between(rng, 1, 8, n)
    accepted = np.where(share(rng, n, 0.96), first_day(september) + between(rng, -20, 70, n), NEVER)
    accepted = np.where(accepted > county.today, NEVER, accepted)
    reward = np.minimum(size * between(rng, 120, 300, n), 2_000) // 10 * 10 * 100
    frame = conform("industry_project_hh", {
        **county.of(hh), "year": year, "item": pick(ITEMS, between(rng, 0, len(ITEMS) - 1, n)),
        "scale": pl.Series([f"{k}亩" for k in size]), "accepted_at": dates(accepted),
        "reward": money(reward, accepted != NEVER), "batch": f"{year}年第一批",
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["industry_project_hh"], frame)


def _loans(county: County, measures: pl.DataFrame) -> pl.DataFrame:
    """Loans still running, and some repaid; 保安镇's 33 with a balance of 172万元; a few overdue elsewhere.

    Whose measure says 小额信贷 has one.
    """
    rng = county.streams("loans")
    h = county.households
    able = able_members(county.persons, h, county.last) > 0
    fit = h.present(county.last) & able & ((h.hh_type == ALLEVIATED) | h.active(county.last))
    helped = measures.filter(pl.col("sub").str.contains("小额信贷"))["hh_id"].unique()
    borrowers = county.ids["hh_id"].is_in(helped.implode()).to_numpy()
    other = np.flatnonzero(~county.in_town(BAOAN) & (borrowers | (fit & share(rng, len(h), 0.035))))
    town = rng.permutation(np.flatnonzero(county.in_town(BAOAN) & (fit | borrowers)))
    mine = town[np.argsort(~borrowers[town], kind="stable")][:BAOAN_LOANS]
    hh = np.sort(np.concatenate([other, mine]))
    own = county.in_town(BAOAN)[hh]
    n = len(hh)
    amount = between(rng, 2, 5, n) * 10_000_00
    issued = county.today - between(rng, 20, 1_000, n)
    due = issued + np.array([365, 730, 1_095])[weighted(rng, (0.25, 0.25, 0.5), n)]
    overdue = county.faulty[hh] & (due < county.today) & share(rng, n, 0.06)
    repaid = (due < county.today) & ~overdue & ~own
    due = np.where(own & (due < county.today), county.today + between(rng, 10, 400, n), due)
    due = np.minimum(due, issued + 1_095)
    balance = np.where(repaid, 0, amount)
    k = int(own.sum())
    amount[own] = _round_up(_scaled(amount[own], BAOAN_LOAN_CENTS))
    balance[own] = _scaled(amount[own], BAOAN_LOAN_CENTS)
    amount[own] = np.maximum(amount[own], balance[own])
    status = np.where(repaid, "repaid", np.where(overdue, "overdue", "normal"))
    assert k == min(BAOAN_LOANS, len(mine))
    frame = conform("microloan", {
        "loan_id": tag("L", np.arange(1, n + 1)), **county.of(hh), "bank": pick(BANKS, between(rng, 0, 2, n)),
        "amount": money(amount), "balance": money(balance), "issue_date": dates(issued), "due_date": dates(due),
        "rate_percent": pl.Series(np.full(n, 3.65)), "loan_use": pick(list(codes.LOAN_USE), weighted(rng, (0.4, 0.35, 0.1, 0.1, 0.05), n)),
        "subsidised_amount": money(np.minimum(amount, 50_000_00)), "status": pl.Series(status.tolist()),
        "overdue_days": pl.Series(np.where(overdue, county.today - due, 0)),
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["microloan"], frame)


def _round_up(cents: Ints) -> Ints:
    up: Ints = -(-cents // 1_000_00) * 1_000_00
    return up


def _claims(county: County) -> pl.DataFrame:
    """防贫保 and 人身意外险 after what befell the household; most paid within the month, a few still open."""
    rng = county.streams("claims")
    h = county.households
    hh = np.flatnonzero(
        h.monitored & (h.identified >= max(county.first, county.last - 35)) & h.present(county.last)
    )
    hh = hh[share(rng, len(hh), 0.4)]
    n = len(hh)
    event = first_days(h.identified[hh]) - between(rng, 20, 80, n)
    reported = event + between(rng, 1, 12, n)
    paid = reported + np.where(
        county.faulty[hh] & share(rng, n, 0.1), between(rng, 31, 200, n), between(rng, 5, 28, n)
    )
    done = paid <= county.today
    frame = conform("insurance_claim", {
        "claim_id": tag("C", np.arange(1, n + 1)), "policy": pick(("防贫保", "人身意外险", "农民零工意外险"), weighted(rng, (0.6, 0.3, 0.1), n)),
        **county.of(hh), "event_date": dates(event), "reported_at": dates(np.where(reported <= county.today, reported, NEVER)),
        "paid_at": dates(np.where(done, paid, NEVER)), "amount": money(between(rng, 8, 120, n) * 100_00, done),
    }, source=county.source)  # fmt: skip
    return sorted_as(TABLES["insurance_claim"], frame)
