"""Sound files with bytes changed at random: whatever comes out is a verdict, in time, and nothing is left behind.

The ordinary run takes a few of each kind from a fixed seed; ``BAD_INPUT_MUTANTS=2000`` as many, ``BAD_INPUT_SEED`` others.
What a mutant was is said by its number: the same seed gives the same bytes.
"""

from __future__ import annotations

import os
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.bad.bases import base
from tests.intake.bad.cases import Sent
from tests.intake.bad.draft import BOOK, RELATIONS, SHEET, STRINGS, TYPES, Draft, zipped
from tests.intake.bad.judging import complaints, look
from tests.intake.bad.texts import csv_of

COUNT = int(os.environ.get("BAD_INPUT_MUTANTS", "6"))
SEED = int(os.environ.get("BAD_INPUT_SEED", "20231130"))
SECONDS = 150  # the reader's own limit
VERDICTS = {"RF", "RR", "AW", "A"}
WORDS = (
    b"<",
    b">",
    b"&",
    b'"',
    b"\0",
    b"\xff",
    b"999999999999",
    b"-1",
    b"<!DOCTYPE x>",
    b"]]>",
    b"<row>",
    b"</c>",
    b"1E+308",
    b"\xe4",
)


def flipped(dice: random.Random, content: bytes) -> bytes:
    found = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def cut(dice: random.Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content))]


def holed(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.choice((1, 7, 100, 4096)) :]


def filled(dice: random.Random, content: bytes) -> bytes:
    start = dice.randrange(len(content))
    more = dice.choice((*WORDS, dice.randbytes(dice.choice((1, 10, 1000))), content[start : start + 500]))
    return content[:start] + more + content[start:]


def zeroed(dice: random.Random, content: bytes) -> bytes:
    start, length = dice.randrange(len(content)), dice.choice((1, 64, 4096))
    return content[:start] + b"\0" * min(length, len(content) - start) + content[start + length :]


CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (flipped, cut, holed, filled, zeroed)


def changed(dice: random.Random, content: bytes) -> bytes:
    for _ in range(dice.choice((1, 1, 1, 3))):
        content = dice.choice(CHANGES)(dice, content or b"\0")
    return content


def whole(dice: random.Random, draft: Draft) -> Sent:
    """The file as it lies on the disk."""
    return Sent(changed(dice, draft.xlsx()), draft.name)


def parts(dice: random.Random, draft: Draft) -> Sent:
    """One part inside a sound archive: what a broken writer makes, and what a hostile one tries."""
    package = draft.package()
    name = dice.choice((SHEET, SHEET, SHEET, STRINGS, STRINGS, BOOK, RELATIONS, TYPES, "xl/styles.xml"))
    package[name] = changed(dice, package[name])
    return Sent(zipped(package, dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))), draft.name)


def text(dice: random.Random, draft: Draft) -> Sent:
    encoding = dice.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    content = csv_of(draft, encoding, dice.choice((",", "\t", ";")))
    said = {"table": draft.table} if draft.is_template and dice.random() < 0.5 else {}
    return Sent(changed(dice, content), "报送.csv", said=said)


@pytest.mark.parametrize("kind", [whole, parts, text], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", ["person_month", "income_year", "alleviated"])
def test_every_mutant_gets_a_verdict(
    name: str, kind: Callable[[random.Random, Draft], Sent], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    draft = base(name)
    seen: Counter[str] = Counter()
    for number in range(COUNT):
        dice = random.Random(f"{SEED} {name} {kind.__name__} {number}")
        sent = kind(dice, draft.copy())
        sent.secrets = frozenset(draft.secrets)
        found = look(sent, tmp_path)
        seen[found.verdict] += 1
        (tmp_path / "mutant").write_bytes(sent.content)  # the last one stays where it can be looked at
        assert complaints(found, sent, VERDICTS) == [], f"mutant {number}: {found.told()}"
        assert found.seconds < SECONDS, f"mutant {number}"
        assert list((tmp_path / "temp").iterdir()) == []
    print(f"{name} {kind.__name__}: {dict(seen)}")  # noqa: T201 — shown with -rP, the figures of a long run
