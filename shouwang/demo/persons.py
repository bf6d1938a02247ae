"""The members of every household: who they are, and when they come, fall ill, leave school, or go.

A household is one of a few families (a widow, a couple with a child, three generations) whose ages hang together. Members
who come or go naturally are added to it: the birth, the bride, the death, the daughter who marries away.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from shouwang.demo.calendar import ALWAYS, NEVER, Flags, Ints, day, first_days, last_day, month_of
from shouwang.demo.households import ALLEVIATED, MARGINAL, UNSTABLE, Households
from shouwang.demo.names import FEMALE_GIVEN, SURNAMES
from shouwang.demo.streams import Streams, between, share, weighted
from shouwang.schema import codes

REL = list(codes.REL)
EDU = list(codes.EDU)
LABOUR = list(codes.LABOUR)
SKILLED, ORDINARY_LABOUR, WEAK, LOST, NONE = range(5)
CHANGES = list(codes.CHANGE)
RISKS = list(codes.RISK)
HEALTH = ("healthy", "chronic", "major", "disabled", "chronic,disabled")
HEALTHY, CHRONIC, MAJOR, DISABLED, BOTH = range(5)
SCHOOLS = list(codes.SCHOOL)

HEAD, SPOUSE = REL.index("户主"), REL.index("配偶")
SON, DAUGHTER = REL.index("之子"), REL.index("之女")
SON_WIFE = REL.index("之儿媳")
GRANDSON, GRANDDAUGHTER = REL.index("之孙子"), REL.index("之孙女")
FATHER, MOTHER = REL.index("之父"), REL.index("之母")
SIBLING = REL.index("之兄弟姐妹")

REFERENCE_YEAR, REFERENCE_DAY = 2023, day(2023, 11, 30)
CHILD, GRANDCHILD = -1, -2  # sons or daughters, as it falls

# A slot: relation, age (None: own range; otherwise years younger than the head), sex (None: as it falls).
Slot = tuple[int, tuple[int, int]]
_SPOUSE: Slot = (SPOUSE, (-2, 4))
_CHILD: Slot = (CHILD, (23, 31))
_GRANDCHILD: Slot = (GRANDCHILD, (47, 56))
_MOTHER: Slot = (MOTHER, (-30, -21))
_FATHER: Slot = (FATHER, (-30, -22))
_SON: Slot = (SON, (23, 28))
_SON_WIFE: Slot = (SON_WIFE, (23, 29))


@dataclass(frozen=True)
class Family:
    weight: float
    head_age: tuple[int, int]
    others: tuple[Slot, ...]

    @property
    def working(self) -> bool:
        return self.head_age[0] < 50


FAMILIES: dict[int, tuple[Family, ...]] = {
    1: (Family(0.54, (61, 88), ()), Family(0.46, (36, 60), ())),
    2: (
        Family(0.42, (61, 82), (_SPOUSE,)),
        Family(0.22, (36, 60), (_SPOUSE,)),
        Family(0.11, (60, 74), (_GRANDCHILD,)),
        Family(0.25, (36, 55), (_CHILD,)),
    ),
    3: (
        Family(0.45, (34, 52), (_SPOUSE, _CHILD)),
        Family(0.27, (58, 72), (_SPOUSE, _SON)),
        Family(0.28, (36, 52), (_MOTHER, _CHILD)),
    ),
    4: (
        Family(0.5, (36, 50), (_SPOUSE, _CHILD, _CHILD)),
        Family(0.3, (36, 50), (_SPOUSE, _CHILD, _MOTHER)),
        Family(0.2, (60, 70), (_SPOUSE, _SON, _GRANDCHILD)),
    ),
    5: (
        Family(0.6, (36, 48), (_SPOUSE, _CHILD, _CHILD, _MOTHER)),
        Family(0.4, (60, 70), (_SPOUSE, _SON, _SON_WIFE, _GRANDCHILD)),
    ),
    6: (
        Family(0.6, (36, 48), (_SPOUSE, _CHILD, _CHILD, _FATHER, _MOTHER)),
        Family(0.4, (60, 70), (_SPOUSE, _SON, _SON_WIFE, _GRANDCHILD, _GRANDCHILD)),
    ),
    7: (
        Family(0.5, (38, 48), (_SPOUSE, _CHILD, _CHILD, _CHILD, _FATHER, _MOTHER)),
        Family(0.5, (60, 68), (_SPOUSE, _SON, _SON_WIFE, _GRANDCHILD, _GRANDCHILD, _MOTHER)),
    ),
}  # fmt: skip


@dataclass
class Persons:
    """One entry a person, sorted by household and number within it."""

    hh: Ints
    number: Ints
    relation: Ints
    male: Flags
    birth: Ints  # day
    surname: Ints
    given: Ints
    join: Ints  # month, ALWAYS for members from the beginning
    leave: Ints  # month, NEVER for those who stay; the exit of the household included
    join_code: Ints
    leave_code: Ints
    change_day: Ints  # day within the month, 0..27
    labour: Ints  # of the adult, out of school
    health: Ints
    onset: Ints  # month in which the illness began; before it the person was healthy
    disability: Ints  # category * 10 + grade, 0 without certificate
    last_grade: Ints  # school years until the end of education
    vocational: Flags
    edu: Ints
    dropout: Flags
    dibao: Flags
    tekun: Flags
    insured_employee: Flags
    uninsured_until: Ints  # month before which nobody had insured the person
    pension: Flags

    def __len__(self) -> int:
        return len(self.hh)

    def take(self, order: Ints) -> Persons:
        return Persons(**{f.name: getattr(self, f.name)[order] for f in fields(self)})

    def in_household(self, month: int, households: Households) -> Flags:
        """Whether the person is a member at the end of ``month`` of a household that has a row in it."""
        here: Flags = (self.join <= month) & (month < self.leave) & households.present(month)[self.hh]
        return here

    def age(self, month: int) -> Ints:
        """Completed years at the end of ``month``."""
        end = np.datetime64(last_day(month), "D")
        birth = self.birth.astype("datetime64[D]")
        months = end.astype("datetime64[M]").astype(np.int64) - birth.astype("datetime64[M]").astype(np.int64)
        years: Ints = months // 12
        return years

    def grade(self, month: int) -> Ints:
        """School year the person is in (1 = first class of primary school; <= 0 before, may exceed ``last_grade``)."""
        school_year = 1970 + month // 12 - (month % 12 < 8)
        birth_month = self.birth.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        entry = 1970 + birth_month // 12 + 6 + (birth_month % 12 >= 8)
        grades: Ints = school_year - entry + 1
        return grades

    def school(self, month: int) -> Ints:
        """Index into the school stages, -1 for those who are out of school."""
        grade = self.grade(month)
        stage = np.full(len(grade), -1, dtype=np.int64)
        small = self.age(month) < 3
        stage = np.where(grade <= 0, np.where(small, _stage("pre_age"), _stage("kinder")), stage)
        stage = np.where((grade >= 1) & (grade <= 6), _stage("primary"), stage)
        stage = np.where((grade >= 7) & (grade <= 9), _stage("j7") + grade - 7, stage)
        high = np.where(self.vocational, _stage("v1"), _stage("h1")) + grade - 10
        stage = np.where((grade >= 10) & (grade <= 12), high, stage)
        college = np.where(self.last_grade == 15, _stage("c1") + grade - 13, _stage("bachelor"))
        stage = np.where((grade >= 13) & (grade <= 16), college, stage)
        out = (grade > self.last_grade) | (self.dropout & (grade >= 1))
        stages: Ints = np.where(out, -1, stage)
        return stages

    def labour_at(self, month: int) -> Ints:
        """Labour ability at the end of the month: none in school or under 16, whole before an illness."""
        pupil = (self.school(month) >= 0) | (self.age(month) < 16)
        before = np.where(month < self.onset, np.minimum(self.labour, ORDINARY_LABOUR), self.labour)
        ability = np.where((self.onset != NEVER), before, self.labour)
        labour: Ints = np.where(pupil, NONE, ability)
        return labour

    def able(self, month: int) -> Flags:
        flags: Flags = self.labour_at(month) <= WEAK
        return flags


def _stage(code: str) -> int:
    return SCHOOLS.index(code)


def members(persons: Persons, households: Households, month: int) -> Ints:
    """Return the number of members of each household at the end of ``month``, whether it has a row or not."""
    here = (persons.join <= month) & (month < persons.leave)
    return np.bincount(persons.hh[here], minlength=len(households))


def able_members(persons: Persons, households: Households, month: int) -> Ints:
    here = (persons.join <= month) & (month < persons.leave) & persons.able(month)
    return np.bincount(persons.hh[here], minlength=len(households))


def make_persons(streams: Streams, households: Households, *, earliest: int) -> Persons:
    """Return all persons; nobody who is there from the beginning is born after ``earliest`` (a month)."""
    slots = [
        *_base_members(streams, households),
        *_comings(streams, households),
        *_goings(streams, households),
    ]
    columns = {name: np.concatenate([slot[name] for slot in slots]) for name in slots[0]}
    # The head first, then by age, so that numbers read like a household book.
    order = np.lexsort((columns["birth"], columns["relation"] != HEAD, columns["hh"]))
    columns = {name: values[order] for name, values in columns.items()}
    natural = columns["join"] == ALWAYS
    youngest = first_days(np.array([earliest]))[0] - 400
    late = natural & (columns["birth"] > youngest)
    columns["birth"] = np.where(late, youngest - columns["birth"] % 700, columns["birth"])
    _with_exits(columns, streams, households)
    return _with_lives(columns, streams, households)


def _births(rng: np.random.Generator, ages: Ints) -> Ints:
    """Return birth days of persons who have completed ``ages`` years at the reference day."""
    year = REFERENCE_YEAR - ages
    anniversary = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + 333
    return anniversary - between(rng, 0, 360, len(ages))


def _slot(rng: np.random.Generator, hh: Ints, relation: Ints, male: Flags, ages: Ints) -> dict[str, Ints]:
    n = len(hh)

    def full(value: int) -> Ints:
        return np.full(n, value, dtype=np.int64)

    return {
        "hh": hh, "relation": relation, "male": male.astype(np.int64), "birth": _births(rng, ages),
        "join": full(ALWAYS), "leave": full(NEVER), "join_code": full(-1), "leave_code": full(-1),
    }  # fmt: skip


def _base_members(streams: Streams, households: Households) -> list[dict[str, Ints]]:
    rng = streams("families")
    n = len(households)
    head_age = np.zeros(n, dtype=np.int64)
    head_male = share(rng, n, 0.82)
    slots: list[dict[str, Ints]] = []
    must_work = households.must_have_labour()
    for size, families in FAMILIES.items():
        for working in (False, True):
            mine = np.flatnonzero((households.base == size) & (must_work == working))
            usable = [f for f in families if f.working or not working]
            which = weighted(rng, [f.weight for f in usable], len(mine))
            for k, family in enumerate(usable):
                hh = mine[which == k]
                if not len(hh):
                    continue
                head_age[hh] = between(rng, *family.head_age, len(hh))
                slots.append(_slot(rng, hh, np.full(len(hh), HEAD), head_male[hh], head_age[hh]))
                slots += [_member(rng, hh, slot, head_age[hh], head_male[hh]) for slot in family.others]
    return slots


def _member(
    rng: np.random.Generator, hh: Ints, slot: Slot, head_age: Ints, head_male: Flags
) -> dict[str, Ints]:
    kind, younger = slot
    ages = np.clip(head_age - between(rng, *younger, len(hh)), 5, 96)
    boy = share(rng, len(hh), 0.53)
    if kind == CHILD:
        relation, male = np.where(boy, SON, DAUGHTER), boy
    elif kind == GRANDCHILD:
        relation, male = np.where(boy, GRANDSON, GRANDDAUGHTER), boy
    else:
        relation = np.full(len(hh), kind)
        male = ~head_male if kind == SPOUSE else np.full(len(hh), kind in (SON, FATHER))
    return _slot(rng, hh, relation, male, ages)


def _comings(streams: Streams, households: Households) -> list[dict[str, Ints]]:
    """Births, and now and then a bride or somebody whose registration moves in."""
    rng = streams("comings")
    hh = np.flatnonzero(households.join != NEVER)
    months = households.join[hh]
    boy = share(rng, len(hh), 0.52)
    how = weighted(rng, (0.72, 0.12, 0.16), len(hh))
    code = np.choose(how, [CHANGES.index("birth"), CHANGES.index("marry_in"), CHANGES.index("hukou_in")])
    relation = np.where(boy, GRANDSON, GRANDDAUGHTER)
    relation = np.where(how == 1, SON_WIFE, relation)
    male = boy & (how != 1)
    slot = _slot(rng, hh, relation, male, np.full(len(hh), 26))
    grown = slot["birth"] - between(rng, -1500, 1500, len(hh))
    pupil = first_days(months) - between(rng, 7 * 365, 12 * 365, len(hh))
    born = first_days(months) + between(rng, 0, 5, len(hh))
    slot["birth"] = np.choose(how, [born, grown, pupil])
    return [slot | {"join": months, "join_code": code.astype(np.int64)}]


def _goings(streams: Streams, households: Households) -> list[dict[str, Ints]]:
    """One more member, who is no longer there: most died of age, some married or moved away."""
    rng = streams("goings")
    hh = np.flatnonzero(households.leave != NEVER)
    months = households.leave[hh]
    how = weighted(rng, (0.74, 0.14, 0.08, 0.04), len(hh))
    names = ("death", "marry_out", "hukou_out", "settle_city")
    code = np.choose(how, [CHANGES.index(name) for name in names])
    male = np.where(how == 1, False, share(rng, len(hh), 0.5))
    relation = np.where(how == 0, SIBLING, np.where(male, REL.index("之侄儿"), REL.index("之侄女")))
    ages = np.where(how == 0, between(rng, 66, 91, len(hh)), between(rng, 23, 34, len(hh)))
    slot = _slot(rng, hh, relation, male.astype(bool), ages)
    return [slot | {"leave": months, "leave_code": code.astype(np.int64)}]


def _with_exits(columns: dict[str, Ints], streams: Streams, households: Households) -> None:
    """Let everybody of a household that leaves go with it: a death for one alone, else a merger with relatives."""
    rng = streams("exits")
    exits = households.exits[columns["hh"]]
    going = (exits != NEVER) & (columns["leave"] == NEVER)
    alone = np.bincount(columns["hh"], minlength=len(households))[columns["hh"]] == 1
    old = columns["birth"] < day(1968, 1, 1)
    moved = np.where(share(rng, len(exits), 0.3), CHANGES.index("settle_city"), CHANGES.index("hukou_out"))
    died = alone & old
    columns["leave"] = np.where(going, exits, columns["leave"])
    columns["leave_code"] = np.where(
        going, np.where(died, CHANGES.index("death"), moved), columns["leave_code"]
    )


def _with_lives(columns: dict[str, Ints], streams: Streams, households: Households) -> Persons:
    rng = streams("lives")
    n = len(columns["hh"])
    hh = columns["hh"]
    head = columns["relation"] == HEAD
    male = columns["male"].astype(bool)
    age = (REFERENCE_DAY - columns["birth"]) // 365
    family_name = weighted(rng, np.linspace(2.0, 0.4, len(SURNAMES)).tolist(), len(households))
    own_name = ~np.isin(columns["relation"], [SPOUSE, SON_WIFE, MOTHER])
    surname = np.where(own_name, family_name[hh], weighted(rng, [1.0] * len(SURNAMES), n))
    health, disability = _health(rng, age)
    must_work = households.must_have_labour()[hh] & head
    severe = np.isin(disability % 10, (1, 2)) & (disability > 0)
    health = np.where(must_work & severe, HEALTHY, health)
    disability = np.where(must_work & severe, 0, disability)
    last_grade, vocational = _education(rng, n)
    labour = _labour(rng, age, health, disability, must_work)
    persons = Persons(
        hh=hh, number=_numbers(hh), relation=columns["relation"], male=male, birth=columns["birth"],
        surname=surname, given=between(rng, 0, 10 * len(FEMALE_GIVEN) - 1, n), join=columns["join"], leave=columns["leave"],
        join_code=columns["join_code"], leave_code=columns["leave_code"], change_day=between(rng, 6, 26, n),
        labour=labour, health=health, onset=np.full(n, NEVER), disability=disability, last_grade=last_grade,
        vocational=vocational, edu=_edu(rng, age, last_grade), dropout=np.zeros(n, dtype=bool),
        dibao=np.zeros(n, dtype=bool), tekun=np.zeros(n, dtype=bool), insured_employee=np.zeros(n, dtype=bool),
        uninsured_until=np.full(n, ALWAYS), pension=(age >= 60) | ((age >= 18) & share(rng, n, 0.85)),
    )  # fmt: skip
    persons.insured_employee = (
        (persons.labour <= ORDINARY_LABOUR) & (age >= 22) & (age < 60) & share(rng, n, 0.05)
    )
    return persons


def _numbers(hh: Ints) -> Ints:
    starts = np.flatnonzero(np.diff(hh, prepend=-1))
    return np.arange(len(hh)) - np.repeat(starts, np.diff(np.append(starts, len(hh)))) + 1


def _health(rng: np.random.Generator, age: Ints) -> tuple[Ints, Ints]:
    n = len(age)
    draw = rng.random(n)
    old = age >= 60
    chronic = np.where(old, 0.34, np.where(age >= 40, 0.12, 0.01))
    major = np.where(old, 0.03, 0.012)
    disabled = np.where(age >= 16, 0.075, 0.012)
    health = np.where(draw < chronic, CHRONIC, HEALTHY)
    health = np.where((draw >= chronic) & (draw < chronic + major), MAJOR, health)
    health = np.where(draw > 1 - disabled, DISABLED, health)
    health = np.where((health == DISABLED) & old & share(rng, n, 0.2), BOTH, health)
    category = weighted(rng, (0.12, 0.12, 0.03, 0.45, 0.12, 0.13, 0.03), n) + 1
    grade = weighted(rng, (0.15, 0.3, 0.3, 0.25), n) + 1
    return health.astype(np.int64), np.where(np.isin(health, (DISABLED, BOTH)), category * 10 + grade, 0)


def _education(rng: np.random.Generator, n: int) -> tuple[Ints, Flags]:
    last_grade = np.array([12, 15, 16])[weighted(rng, (0.35, 0.38, 0.27), n)]
    vocational = (last_grade < 16) & share(rng, n, 0.6)
    return last_grade.astype(np.int64), vocational


def _edu(rng: np.random.Generator, age: Ints, last_grade: Ints) -> Ints:
    """Index of 文化程度: by age for the grown-up, by the end of school for the young."""
    n = len(age)
    old = weighted(rng, (0.33, 0.5, 0.15, 0.02), n)
    middle = weighted(rng, (0.05, 0.38, 0.46, 0.11), n)
    young = np.select([last_grade == 12, last_grade == 15], [3, 4], 5)
    return np.where(age >= 68, old, np.where(age >= 26, middle, young)).astype(np.int64)


def _labour(rng: np.random.Generator, age: Ints, health: Ints, disability: Ints, must_work: Flags) -> Ints:
    n = len(age)
    prime = np.array([SKILLED, ORDINARY_LABOUR, WEAK, LOST])[weighted(rng, (0.15, 0.73, 0.10, 0.02), n)]
    sixties = np.array([ORDINARY_LABOUR, WEAK, NONE])[weighted(rng, (0.30, 0.45, 0.25), n)]
    seventies = np.array([WEAK, NONE])[weighted(rng, (0.22, 0.78), n)]
    labour = np.select([age < 60, age < 70, age < 76], [prime, sixties, seventies], NONE)
    severe = np.isin(disability % 10, (1, 2)) & (disability > 0)
    labour = np.where((health == MAJOR) & (labour < WEAK), WEAK, labour)
    labour = np.where(severe & (labour < LOST), LOST, labour)
    labour = np.where((disability > 0) & (labour < WEAK), WEAK, labour)
    chosen: Ints = np.where(must_work & (labour > WEAK), ORDINARY_LABOUR, labour).astype(np.int64)
    return chosen


# --- risks that match the members, and what follows from having no labour ---------------------------------------------

_RISK_WEIGHTS = {
    "sudden": (0.56, 0.04, 0.10, 0.05, 0.14, 0.02, 0.05, 0.01, 0.01, 0.0, 0.01, 0.01),
    "other": (0.33, 0.10, 0.19, 0.01, 0.03, 0.05, 0.16, 0.09, 0.01, 0.01, 0.01, 0.01),
}


def give_risks(
    streams: Streams, households: Households, persons: Persons, *, sound: Flags
) -> tuple[Ints, Ints]:
    """Return the first and second risk of each household (-1: none), after making the members match it.

    Households of ``sound`` live in townships that report safe houses and water for everybody.

    Source: domain dictionary appendix A, "risk vs members".
    """
    rng = streams("risks")
    n = len(households)
    sudden = weighted(rng, _RISK_WEIGHTS["sudden"], n)
    other = weighted(rng, _RISK_WEIGHTS["other"], n)
    first = np.where(np.isin(households.mon_type, (UNSTABLE, MARGINAL)), other, sudden)
    first = np.where(households.monitored, first, -1)
    first = np.where(sound & np.isin(first, [RISKS.index("housing"), RISKS.index("water")]), 0, first)
    first = _possible(households, persons, first)
    _make_ill(rng, households, persons, np.isin(first, [RISKS.index("illness"), RISKS.index("accident")]))
    _make_disabled(rng, households, persons, first == RISKS.index("disability"))
    second = np.full(n, -1, dtype=np.int64)
    sick = np.isin(persons.health, (CHRONIC, MAJOR, BOTH)) & (persons.leave == NEVER)
    has_sick = np.bincount(persons.hh[sick], minlength=n) > 0
    also = households.monitored & has_sick & (first != RISKS.index("illness")) & share(rng, n, 0.35)
    second[also] = RISKS.index("illness")
    return first, second


def _possible(households: Households, persons: Persons, risk: Ints) -> Ints:
    """Return the risks with those that the members contradict turned into illness."""
    n = len(households)
    month = np.where(households.monitored, households.identified, 0)
    at = np.clip(month, month_of(2018, 12), month_of(2040, 1))
    student = np.zeros(n, dtype=bool)
    able = np.zeros(n, dtype=np.int64)
    everybody = np.zeros(n, dtype=np.int64)
    for t in np.unique(at[households.monitored]):
        mine = (at == t) & households.monitored
        rows = np.flatnonzero(mine[persons.hh])
        group = persons.take(rows)
        here = (group.join <= t) & (t < group.leave)
        studying = here & (group.school(int(t)) >= _stage("h1"))
        student |= np.bincount(group.hh[studying], minlength=n) > 0
        able += np.bincount(group.hh[here & group.able(int(t))], minlength=n)
        everybody += np.bincount(group.hh[here], minlength=n)
    wrong = (risk == RISKS.index("schooling")) & ~student
    wrong |= (risk == RISKS.index("job_unstable")) & (able == 0)
    wrong |= (risk == RISKS.index("industry_failure")) & (able == 0)
    wrong |= (risk == RISKS.index("no_labour")) & (2 * able > everybody)
    return np.where(wrong, RISKS.index("illness"), risk)


def _one_adult(rng: np.random.Generator, households: Households, persons: Persons, of: Flags) -> Ints:
    """Return the index of one adult of each flagged household, rather not the head."""
    staying = (persons.leave > households.identified[persons.hh]) & (persons.join == ALWAYS)
    adult = staying & of[persons.hh] & (persons.birth < day(1998, 1, 1))
    rows = np.flatnonzero(adult)
    score = (
        rng.random(len(rows)) + (persons.relation[rows] == HEAD) * 0.6 + (persons.disability[rows] > 0) * 2
    )
    rows = rows[np.lexsort((score, persons.hh[rows]))]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = persons.hh[rows][1:] != persons.hh[rows][:-1]
    return rows[first]


def _make_ill(rng: np.random.Generator, households: Households, persons: Persons, of: Flags) -> None:
    """A member falls seriously ill shortly before the household is identified, and can work less from then on."""
    sick = _one_adult(rng, households, persons, of)
    persons.health[sick] = np.where(persons.disability[sick] > 0, BOTH, MAJOR)
    persons.onset[sick] = households.identified[persons.hh[sick]] - between(rng, 1, 3, len(sick))
    worker = persons.labour[sick] <= ORDINARY_LABOUR
    persons.labour[sick[worker]] = WEAK


def _make_disabled(rng: np.random.Generator, households: Households, persons: Persons, of: Flags) -> None:
    disabled = (persons.disability > 0) & (persons.leave == NEVER)
    has = np.bincount(persons.hh[disabled], minlength=len(households)) > 0
    chosen = _one_adult(rng, households, persons, of & ~has)
    persons.disability[chosen] = between(rng, 1, 7, len(chosen)) * 10 + between(rng, 2, 4, len(chosen))
    persons.health[chosen] = DISABLED
    must_work = households.must_have_labour()[persons.hh[chosen]] & (persons.relation[chosen] == HEAD)
    severe = persons.disability[chosen] % 10 <= 2
    persons.disability[chosen] += (must_work & severe) * 1
    severe &= ~must_work
    persons.labour[chosen] = np.where(
        severe, np.maximum(persons.labour[chosen], LOST), np.maximum(persons.labour[chosen], WEAK)
    )


def give_benefits(
    streams: Streams, households: Households, persons: Persons, *, months: list[int], faults: Flags
) -> None:
    """Give 低保 or 特困 to households that are without labour in one of ``months``, and 低保 to some poor others.

    A few households of ``faults`` (townships where faults are planted) go without: 应保未保.
    """
    rng = streams("benefits")
    n = len(households)
    idle = np.zeros(n, dtype=bool)
    for month in months:
        idle |= (able_members(persons, households, month) == 0) & (members(persons, households, month) > 0)
    forgotten = faults & share(rng, n, 0.012)
    size = np.bincount(persons.hh, minlength=n)
    alone = idle & ~forgotten & (size == 1) & share(rng, n, 0.35)
    poor = (idle & ~alone & ~forgotten) | (households.monitored & share(rng, n, 0.35)) | share(rng, n, 0.06)
    persons.tekun = alone[persons.hh] & (persons.labour >= LOST)
    persons.dibao = (
        poor[persons.hh]
        & ~persons.tekun
        & ((persons.labour >= WEAK) | idle[persons.hh])
        & ~forgotten[persons.hh]
    )
    children = persons.birth > day(2007, 9, 1)
    persons.dibao &= ~(children & share(rng, len(persons), 0.3)) | idle[persons.hh]


def plant_faults(
    streams: Streams, households: Households, persons: Persons, *, where: Flags, end: int
) -> None:
    """Leave a few persons of the other townships uninsured for a while, and a few children out of school."""
    rng = streams("person faults")
    n = len(persons)
    mine = where[persons.hh]
    persons.uninsured_until = np.where(mine & share(rng, n, 0.008), end - between(rng, -3, 30, n), ALWAYS)
    grade = persons.grade(end)
    pupils = np.flatnonzero(
        mine
        & (grade >= 7)
        & (grade <= 9)
        & (persons.leave == NEVER)
        & (households.hh_type[persons.hh] == ALLEVIATED)
    )
    persons.dropout[rng.permutation(pupils)[: max(1, round(len(pupils) * 0.012))]] = True
