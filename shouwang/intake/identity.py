"""Identity numbers: 18 places by GB 11643-1999, 20 for a disabled person's certificate, 22 for a reissued one.

A number made for a demonstration has an address code that was never assigned, so that it can be nobody's; a person
without a number has 999999. Source: domain dictionary 6.2 (person), 10.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

DEMO_ADDRESSES = frozenset({"420299"})
DEMO_PHONE = re.compile(r"100\d{8}")
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
NO_NUMBER = "999999"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SHAPE = re.compile(r"[0-9]{17}[0-9X](?:[1-7][1-4](?:[0-9]{2})?)?")


@dataclass(frozen=True)
class Identity:
    """What an identity number says: where issued, born when, sex, what kind of certificate."""

    number: str
    birth_date: date | None
    sex: str
    id_type: str

    @property
    def is_synthetic(self) -> bool:
        return self.number[:6] in DEMO_ADDRESSES

    @property
    def has_no_number(self) -> bool:
        return self.number[:6] == NO_NUMBER


def checksum(first_17: str) -> str:
    """Return the last place of a citizen number (``1101051949123100`` + ``2`` gives ``X``)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def length_fault(number: str) -> str | None:
    if len(number) not in {18, 20, 22}:
        return f"有{len(number)}位，应为18位(残疾人证20位或22位)，请对照户口簿核对"
    if not SHAPE.fullmatch(number):
        return "有数字以外的字符，或残疾类别、等级不对，请对照证件核对"
    return None


def read_identity(number: str) -> Identity:
    """Return what a well-shaped number says; ``birth_date`` is None where the date does not exist."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    sex = "male" if int(number[16]) % 2 else "female"
    return Identity(number, born, sex, "resident" if len(number) == 18 else "disabled")
