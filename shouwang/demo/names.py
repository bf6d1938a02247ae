"""Invented names, and identity and telephone numbers that cannot exist.

Source: domain dictionary 10.5: address code 420299 is assigned to no county, 100 is no mobile range.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from shouwang.demo.calendar import Flags, Ints

SURNAMES = "陈李王张刘吴周黄徐胡朱柯程曹冯尹石余罗邓叶钱杨汪卢马姜方袁潘"
_MALE = "志国建军福生德明文华光荣春林家旺金水长松宏伟永安先进大勇天保正祥小强良才"
_FEMALE = "桂英秀兰玉梅春香红霞金莲凤珍爱华月娥翠萍小燕冬莲海棠素芬细妹腊梅彩云晓芳"
_MALE_TWO = [
    "志国",
    "建军",
    "福生",
    "德明",
    "文华",
    "光荣",
    "春林",
    "家旺",
    "水生",
    "长松",
    "宏伟",
    "永安",
    "先进",
    "大勇",
    "天保",
    "正祥",
    "小强",
    "良才",
    "安志",
    "邦冬",
]
_FEMALE_TWO = [
    "桂英",
    "秀兰",
    "玉梅",
    "春香",
    "红霞",
    "金莲",
    "凤珍",
    "爱华",
    "月娥",
    "翠萍",
    "小燕",
    "冬莲",
    "海棠",
    "素芬",
    "细妹",
    "腊梅",
    "彩云",
    "晓芳",
    "志梅",
    "云霞",
]
MALE_GIVEN = [*_MALE_TWO, *_MALE]
FEMALE_GIVEN = [*_FEMALE_TWO, *_FEMALE]

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_CHECKS = np.array(list("10X98765432"))
ADDRESS = 420299


def full_names(surname: Ints, given: Ints, male: Flags) -> pl.Series:
    """Return names from indexes into the invented lists."""
    family = pl.Series(list(SURNAMES)).gather(surname.astype(np.uint32))
    his = pl.Series(MALE_GIVEN).gather((given % len(MALE_GIVEN)).astype(np.uint32))
    hers = pl.Series(FEMALE_GIVEN).gather((given % len(FEMALE_GIVEN)).astype(np.uint32))
    return family + his.zip_with(pl.Series(male), hers)


def identity_numbers(birth: Ints, male: Flags) -> pl.Series:
    """Return one 18-character number for each person: unassigned address, true birth date, right check digit.

    Persons of one birthday and sex get consecutive sequence numbers, so numbers are unique.
    Source: GB 11643-1999 (weights and check characters), domain dictionary 6.2 ``person``.
    """
    order = np.lexsort((np.arange(len(birth)), male, birth))
    key = birth[order] * 2 + male[order]
    fresh = np.ones(len(key), dtype=bool)
    fresh[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(fresh)
    place = np.empty(len(key), dtype=np.int64)
    place[order] = np.arange(len(key)) - np.repeat(starts, np.diff(np.append(starts, len(key))))
    sequence = 2 * place + np.where(male, 1, 2)
    if len(sequence) and sequence.max() > 999:
        raise OverflowError("more than 499 persons of one sex on one birthday")
    days = birth.astype("datetime64[D]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    dom = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    body = ((ADDRESS * 10_000 + year) * 10_000 + month * 100 + dom) * 1000 + sequence
    remainder = np.zeros(len(body), dtype=np.int64)
    rest = body.copy()
    for weight in _WEIGHTS[::-1]:
        remainder += (rest % 10) * weight
        rest //= 10
    return pl.Series(body).cast(pl.String) + pl.Series(_CHECKS[remainder % 11].tolist(), dtype=pl.String)


def phone_numbers(numbers: Ints) -> pl.Series:
    """Return eleven digits that start with 100, which no telephone has."""
    return pl.Series(10_000_000_000 + numbers % 100_000_000).cast(pl.String)
