"""Two people at the desk at the same moment, each with a command line of his own, begun on the same nanosecond."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from auditor import ALIVE, Auditor
from clerk import Clerk, Told, copied
from test_desk_kill import WORDS

from tests.intake.conftest import Draw, household

pytestmark = pytest.mark.faults

BAOAN, LIURENBA = "420281101", "420281107"


def _at_once(root: Path, *each: tuple[Clerk, tuple[object, ...]], later: float = 0.0) -> list[Told]:
    """Begin the commands at one moment (the second ``later`` seconds behind) and return how they ended."""
    for clerk, words in each:
        clerk.log.unlink(missing_ok=True)
        clerk.begin(root, *words, hold=True)
    moment = time.monotonic_ns() + 20_000_000
    for number, (clerk, _) in enumerate(each):
        clerk.office.say(str(moment + int(number * later * 1e9)))
    return [clerk.end() for clerk, _ in each]


def _heard(auditor: Auditor, *told: Told) -> None:
    for one in told:
        assert "Traceback" not in one.out + one.err
        if one.code == 0:
            auditor.hear(one.answer)


def _sent(by: str, file: Path, town: str = BAOAN) -> tuple[object, ...]:
    return ("submit", file, "--as", f"town:{town}", "--by", by, "--json")


@pytest.fixture
def root(base: Path) -> Path:
    return base.with_name("store")


@pytest.fixture
def rounds(is_long: bool) -> int:
    return 20 if is_long else 1


def test_the_same_file_from_two_people_of_one_township_is_one_submission(
    clerk_, colleague, base, root, file, tally, rounds
):
    for number in range(rounds):
        auditor = Auditor(copied(base, root))
        told = _at_once(root, (clerk_, _sent("丁", file)), (colleague, _sent("戊", file)))
        tally.how["both told"] += 1
        with tally.holds(number):
            assert [one.code for one in told] == [0, 0], told
            answers = [one.answer[0] for one in told]
            assert sorted(answer["new"] for answer in answers) == [False, True]
            assert len({answer["receipt"] for answer in answers}) == 1
            _heard(auditor, *told)
            assert list(auditor.check(restarted=True)["states"].values()) == ["accepted"]


def test_files_of_two_townships_at_the_same_moment_are_both_kept(
    clerk_, colleague, base, root, file, neighbours_file, tally, rounds
):
    for number in range(rounds):
        auditor = Auditor(copied(base, root))
        mine, theirs = _sent("丁", file), _sent("己", neighbours_file, LIURENBA)
        told = _at_once(root, (clerk_, mine), (colleague, theirs))
        tally.how["both kept"] += 1
        with tally.holds(number):
            assert [one.code for one in told] == [0, 0], told
            _heard(auditor, *told)
            seen = auditor.check(restarted=True)
            assert sorted(one["area"] for one in seen["sent"]) == [BAOAN, LIURENBA]
            assert set(seen["states"].values()) == {"accepted"}


def test_of_two_people_who_seal_at_once_one_does_and_the_other_is_told(
    clerk_, colleague, base, root, file, tally, rounds
):
    assert clerk_.run(base, "submit", file, *WORDS["submit"]).code == 0
    for number in range(rounds):
        auditor = Auditor(copied(base, root))
        words = ("publish", "--reason", "首次封存", "--json", "--by")
        told = _at_once(root, (clerk_, (*words, "乙")), (colleague, (*words, "丙")))
        with tally.holds(number):
            won = [one for one in told if one.code == 0]
            (lost,) = (one for one in told if one.code != 0)
            tally.how[f"the other: code {lost.code}"] += 1
            assert len(won) == 1
            # He is told who was first; or, where the other was done before he had looked, that nothing is left.
            name = "乙" if won[0] is told[0] else "丙"
            assert f"{name}刚刚" in lost.sentence or "没有等待发布的报送" in lost.sentence, lost
            _heard(auditor, *told)
            seen = auditor.check(restarted=True)
            assert seen["versions"] == [1]
            assert set(seen["states"].values()) == {"published"}


def test_of_confirming_and_taking_back_at_once_one_is_done_or_they_come_in_order(
    clerk_, colleague, base, root, file, tally, rounds
):
    sent = clerk_.run(base, "submit", file, *WORDS["submit"])
    receipt = sent.answer[0]["receipt"]
    confirm = ("confirm", receipt, *WORDS["confirm"])
    withdraw = ("withdraw", receipt, "--by", "甲", "--reason", "报错了", "--json")
    for number in range(rounds if rounds > 1 else 4):
        auditor = Auditor(copied(base, root))
        confirmed, withdrawn = _at_once(root, (clerk_, confirm), (colleague, withdraw))
        with tally.holds(number):
            _heard(auditor, confirmed, withdrawn)
            (state,) = auditor.check(restarted=True)["states"].values()
            done = {"confirmed": confirmed.code == 0, "withdrawn": withdrawn.code == 0}
            tally.how[" and ".join(name for name, is_done in done.items() if is_done)] += 1
            assert done[state]
            for one in (confirmed, withdrawn):
                assert one.code == 0 or (one.code == 2 and receipt in one.sentence), one
            # Both only where the confirmation had been done before he who takes it back looked.
            assert state == "withdrawn" or not done["withdrawn"]


def test_of_two_who_confirm_at_once_one_is_the_second_person(
    clerk_, colleague, base, root, file, tally, rounds
):
    receipt = clerk_.run(base, "submit", file, *WORDS["submit"]).answer[0]["receipt"]
    for number in range(rounds if rounds > 1 else 4):
        auditor = Auditor(copied(base, root))
        words = ("confirm", receipt, "--reason", "已核对", "--json", "--by")
        told = _at_once(root, (clerk_, (*words, "乙")), (colleague, (*words, "丙")))
        with tally.holds(number):
            tally.how["one did"] += 1
            assert sorted(one.code for one in told) == [0, 2], told
            _heard(auditor, *told)
            (one,) = auditor.check(restarted=True)["sent"]
            assert one["confirmed_by"] == ("乙" if told[0].code == 0 else "丙")


@pytest.mark.parametrize("what", ["a later file", "taken back"])
def test_what_changes_while_it_is_being_sealed_is_sealed_as_told_or_not_at_all(
    clerk_, colleague, base, root, file, draw: Draw, tally, is_long, what
):
    """A later file of the township, or the sender who takes his file back, comes into the middle of a publish."""
    earlier = clerk_.run(base, "submit", file, *WORDS["submit"]).answer[0]["receipt"]
    later_file = draw(household(户联系电话="10099999999"), name="later.xlsx")
    words: dict[str, tuple[object, ...]] = {
        "a later file": ("submit", later_file, *WORDS["submit"]),
        "taken back": ("withdraw", earlier, "--by", "甲", "--reason", "报错了", "--json"),
    }
    publish = ("publish", "--reason", "首次封存", "--by", "乙", "--json")
    delays = [0.1 * number for number in range(30)] if is_long else [0.3]
    for delay in delays:
        auditor = Auditor(copied(base, root))
        sealed, changed = _at_once(root, (clerk_, publish), (colleague, words[what]), later=delay)
        with tally.holds((what, delay)):
            _heard(auditor, sealed, changed)
            seen = auditor.check(restarted=True)
            tally.how[f"sealed: code {sealed.code}, the other: code {changed.code}"] += 1
            if sealed.code == 0:
                assert seen["versions"] == [1]
                # Sealed first: it can be taken back no more, and a later file of a sealed month needs a reason.
                assert seen["states"][earlier] == "published", seen["states"]
                assert changed.code != 0, changed
            else:
                assert sealed.code == 2, sealed
                assert seen["versions"] == []
                assert changed.code == 0, changed
                assert seen["states"][earlier] in {"superseded", "withdrawn"}
            assert len([state for state in seen["states"].values() if state in ALIVE - {"refused"}]) <= 1
