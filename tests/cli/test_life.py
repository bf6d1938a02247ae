"""The life of a submission on the command line: submit, look, leave out, withdraw, confirm, exempt, correct, publish."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Shouwang
from tests.desk.conftest import broken, other_household
from tests.intake.conftest import Draw, draw, household

__all__ = ["draw"]


@pytest.fixture
def house(shouwang: Shouwang) -> Shouwang:
    assert shouwang("init", "--county", "420281").code == 0
    return shouwang


def test_a_corrected_file_for_a_month_that_is_not_sealed_needs_no_option(house: Shouwang, draw: Draw) -> None:
    first = house("submit", draw(household()), "--json").json[0]
    assert first["effect"]["base_version"] is None
    assert first["effect"]["towns"][0]["entered"] == 1
    again = house("submit", draw(household(户联系电话="10099999999")), "--json")
    assert (again.code, again.json[0]["superseded"]) == (0, [first["receipt"]])
    made = house("publish", "--reason", "首次", "--json").json
    assert made["submissions"] == made["single_person"] == [again.json[0]["receipt"]]
    listed = house("submissions", "--json").json
    assert [(one["receipt"], one["state"], one["version"]) for one in listed] == [
        (again.json[0]["receipt"], "published", 1),
        (first["receipt"], "superseded", None),
    ]


def test_a_sealed_month_is_corrected_with_a_reason_or_after_it_was_opened(
    house: Shouwang, draw: Draw
) -> None:
    house("submit", draw(household()))
    house("publish", "--reason", "首次")
    refused = house("submit", draw(household(户联系电话="10011111111")))
    assert refused.code == 1
    assert "--reason" in refused.out
    assert "已退回" in refused.out
    given = house("submit", draw(household(户联系电话="10022222222")), "--reason", "电话更正", "--json")
    assert (given.code, given.json[0]["correction"]) == (0, True)
    opened = house("correction", "--month", "2023-11", "--reason", "电话更正", "--json")
    assert opened.json[0]["month"] == "2023-11"
    assert house("submit", draw(household(户联系电话="10033333333"))).code == 0
    assert house("correction", "--close", opened.json[0]["id"]).code == 0
    assert "没有开放" in house("correction").out
    made = house("publish", "--reason", "更正", "--json").json
    assert [change["table"] for change in made["changes"] if change["table"] == "household_month"]
    changed = house("diff", "1", "2", "--table", "household_month", "--part", "2023-11", "--json").json
    assert "户联系电话" in str(changed)


def test_held_rows_are_left_out_and_the_receipt_says_so(house: Shouwang, draw: Draw) -> None:
    held = house("submit", draw([*broken(), *other_household()]), "--by", "甲", "--json")
    assert (held.code, held.json[0]["state"]) == (1, "held")
    receipt = held.json[0]["receipt"]
    assert house("leave-out", receipt, "--by", "甲").code == 2  # no reason
    left = house("leave-out", receipt, "--reason", "该村待核实", "--by", "甲", "--json").json[0]
    assert (left["state"], left["rows_in"], left["rows_taken"], left["rows_refused"]) == ("accepted", 4, 2, 2)
    told = house("submissions", receipt).out
    for words in ("待更正", "剔除2行后采用: 该村待核实", "4 行 = 采用 2 + 退回 2", "剔除"):
        assert words in told


def test_where_two_persons_are_required_one_cannot_publish_alone(
    house: Shouwang, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUWANG_SECOND_PERSON", "required")
    receipt = house("submit", draw(household()), "--by", "甲", "--json").json[0]["receipt"]
    refused = house("publish", "--reason", "首次", "--by", "甲")
    assert refused.code == 2
    assert "shouwang confirm" in refused.err
    assert house("confirm", receipt, "--by", "甲").code == 3
    assert house("confirm", receipt, "--by", "乙", "--reason", "看过").code == 0
    made = house("publish", "--reason", "首次", "--by", "甲", "--json").json
    assert (made["approver"], made["single_person"]) == ("乙", [])
    monkeypatch.setenv("SHOUWANG_SECOND_PERSON", "maybe")
    assert house("submissions").code == 2


def test_what_is_withdrawn_is_not_published(house: Shouwang, draw: Draw) -> None:
    receipt = house("submit", draw(household()), "--json").json[0]["receipt"]
    gone = house("withdraw", receipt, "--reason", "报错了月份", "--json").json[0]
    assert gone["state"] == "withdrawn"
    assert house("publish", "--reason", "首次").code == 2
    assert house("withdraw", "R-20231201-9999", "--reason", "没有这份").code == 2


def test_a_township_sends_its_own_file_and_no_other(house: Shouwang, draw: Draw) -> None:
    path = draw(household())
    assert house("submit", path, "--as", "town:420281107").code == 1
    mine = house("submit", path, "--as", "town:420281101", "--json").json[0]
    assert (mine["state"], mine["area"]) == ("accepted", "420281101")
    seen = house("submissions", "--as", "town:420281107", "--json").json
    assert [one["state"] for one in seen] == ["refused"]
    assert house("submissions", mine["receipt"], "--as", "town:420281107").code == 2
    assert house("submit", path, "--as", "analyst").code == 3


def test_an_exemption_is_asked_approved_listed_and_ended(house: Shouwang) -> None:
    until = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011 — any day ahead will do
    asked = house(
        "exempt",
        "ask",
        "P02",
        "0123456789ab",
        "--reason",
        "新设的村",
        "--until",
        until,
        "--by",
        "甲",
        "--json",
    ).json[0]
    assert (asked["state"], asked["expires_on"]) == ("asked", until)
    assert house("exempt", "approve", asked["id"], "--by", "甲").code == 2
    assert house("exempt", "approve", asked["id"], "--by", "乙").code == 0
    assert [one["state"] for one in house("exempt", "list", "--json").json] == ["active"]
    assert house("exempt", "end", asked["id"], "--reason", "村已设好").code == 0
    assert "已终止" in house("exempt", "list").out


def test_months_are_submitted_and_published_one_after_another(
    house: Shouwang, draw: Draw, tmp_path: Path
) -> None:
    for number, day in enumerate(("20230930", "20231031", "20231130"), start=1):
        assert house("submit", draw(household(), date=day)).code == 0
        assert house("publish", "--reason", day, "--json").json["version"] == number
    assert house("versions", "--json").json[-1]["months"] == ["2023-09", "2023-10", "2023-11"]
