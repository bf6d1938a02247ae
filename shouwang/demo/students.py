"""The vocational students of the exact townships: as many as their reports count under 雨露计划."""

from __future__ import annotations

import numpy as np

from shouwang.demo.calendar import ALWAYS, NEVER, Flags, Ints, month_of
from shouwang.demo.households import ALLEVIATED, Households
from shouwang.demo.persons import DAUGHTER, EDU, GRANDDAUGHTER, GRANDSON, SON, Persons

SPRING = month_of(2023, 4)
COLLEGE, BACHELOR, HIGH_SCHOOL = 15, 16, 12
NINTH = 9
YEAR = 365


def place_vocational_students(
    rng: np.random.Generator,
    households: Households,
    persons: Persons,
    town: Flags,
    spring: int,
    autumn: int | None,
) -> None:
    """Make exactly ``spring`` members of the township's alleviated households vocational students in spring 2023.

    With ``autumn`` given, that many are in autumn: those who leave after their last year are made up for by beginners.
    Everybody else of that age goes to high school, to university, or to work. Where the township has too few young
    people of the right age, some of its other young people are made so.
    """
    _nobody(rng, persons, town)
    settled = (households.hh_type == ALLEVIATED) & (households.exits == NEVER)
    young = np.isin(persons.relation, [SON, DAUGHTER, GRANDSON, GRANDDAUGHTER])
    usable = (
        town[persons.hh] & settled[persons.hh] & young & (persons.join == ALWAYS) & (persons.leave == NEVER)
    )
    chosen = _chosen(rng, persons, usable, range(NINTH + 1, COLLEGE), spring)
    _study(persons, chosen)
    if autumn is not None:
        beginners = _chosen(
            rng, persons, usable & (persons.last_grade != COLLEGE), range(NINTH, NINTH + 1), autumn - spring
        )
        _study(persons, beginners)


def _nobody(rng: np.random.Generator, persons: Persons, town: Flags) -> None:
    """Let the young people of the township end their school with high school or university."""
    grade = persons.grade(SPRING)
    mine = (
        town[persons.hh] & (grade >= NINTH - 1) & (grade <= BACHELOR + 6) & (persons.last_grade != BACHELOR)
    )
    mine |= town[persons.hh] & (grade >= NINTH - 1) & (grade <= BACHELOR + 6) & persons.vocational
    persons.vocational &= ~mine
    to_university = mine & (rng.random(len(persons)) < 0.5)
    persons.last_grade = np.where(to_university, BACHELOR, np.where(mine, HIGH_SCHOOL, persons.last_grade))
    out = mine & (persons.edu >= EDU.index("高中"))
    persons.edu = np.where(
        out, np.where(to_university, EDU.index("本科及以上"), EDU.index("高中")), persons.edu
    )


def _chosen(rng: np.random.Generator, persons: Persons, usable: Flags, grades: range, count: int) -> Ints:
    """Return ``count`` usable persons in one of the grades in spring, moving birthdays of others if there are too few."""
    grade = persons.grade(SPRING)
    fit = rng.permutation(np.flatnonzero(usable & (grade >= grades.start) & (grade < grades.stop)))[:count]
    lacking = count - len(fit)
    if lacking == 0:
        return fit
    target = grades[len(grades) // 2]
    near = np.flatnonzero(
        usable
        & (grade >= 5)
        & (grade <= 22)
        & ~np.isin(grade, list(grades))
        & (persons.last_grade != COLLEGE)
    )
    near = near[np.argsort(np.abs(grade[near] - target), kind="stable")][:lacking]
    if len(near) < lacking:
        raise ValueError(f"{lacking - len(near)} young people are lacking")
    persons.birth[near] += (grade[near] - target) * YEAR
    persons.birth[near] += np.where(persons.grade(SPRING)[near] > target, 40, 0)
    persons.birth[near] -= np.where(persons.grade(SPRING)[near] < target, 40, 0)
    return np.concatenate([fit, near])


def _study(persons: Persons, chosen: Ints) -> None:
    persons.vocational[chosen] = True
    persons.last_grade[chosen] = COLLEGE
    persons.edu[chosen] = EDU.index("大专")
