"""What a publish seals of the alerts: those that stand at the end of the months that changed, under keys that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shouwang import alerts, queries
from shouwang.access import Scope
from shouwang.publishing import Part, changes, publish
from shouwang.rules.examples import frame
from shouwang.schema import TABLES
from shouwang.store import Store
from tests.alerts.drawing import LATE, LATER, NOVEMBER, OCTOBER, THERE, issues, reported, sealed


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", "420281", is_demo=True, salt="s")


def test_an_alert_stands_in_every_month_until_its_condition_ends_under_one_key(store: Store) -> None:
    found = sealed(store, issues(LATE, LATER), *reported(OCTOBER, NOVEMBER))
    assert found.select("stat_month", "object_key", "since").rows() == [
        (OCTOBER, "I1", date(2023, 10, 21)),
        (NOVEMBER, "I1", date(2023, 10, 21)),
        (NOVEMBER, "I2", date(2023, 11, 21)),
    ]
    assert found["alert_key"].n_unique() == 2
    assert found["alert_key"][0] == alerts.judging.alert_key("A14", "I1", "2023-10-21")


def test_a_closed_issue_raises_nothing_more_and_what_stood_before_stays(store: Store) -> None:
    sealed(store, issues(LATE), *reported(OCTOBER))
    closed = {**LATE, "closed_at": "2023-11-05", "state": "closed"}
    found = sealed(store, issues(closed), *reported(NOVEMBER))
    assert found["stat_month"].to_list() == [OCTOBER]


def test_a_month_that_did_not_change_keeps_the_bytes_of_its_alerts(store: Store) -> None:
    sealed(store, issues(LATE), *reported(OCTOBER))
    before = store.snapshot().manifest.parts("alert")
    sealed(store, *reported(NOVEMBER))
    after = store.snapshot().manifest.parts("alert")
    assert (list(before), list(after)) == (["2023-10"], ["2023-10", "2023-11"])
    assert after["2023-10"] == before["2023-10"]


def test_the_same_rows_in_another_store_are_the_same_bytes(tmp_path: Path) -> None:
    seals = []
    for name in ("one", "other"):
        store = Store.create(tmp_path / name, "420281", is_demo=True, salt="s")
        sealed(store, issues(LATE, LATER), *reported(OCTOBER, NOVEMBER))
        seals.append({part: entry.sha256 for part, entry in store.snapshot().manifest.parts("alert").items()})
    assert seals[0] == seals[1]


def test_a_month_taken_out_takes_its_alerts_with_it(store: Store) -> None:
    sealed(store, issues(LATE), *reported(OCTOBER, NOVEMBER))
    publish(store, [], author="t", reason="t", drop=[("household_month", "2023-11")])
    assert store.snapshot().months("alert") == ("2023-10",)


def test_a_township_sees_its_own_alerts_alone(store: Store) -> None:
    sealed(store, issues(LATE, {**LATER, "division_code": THERE}), *reported(NOVEMBER))
    text = "SELECT object_key FROM scoped.alert WHERE rule_id = 'A14' ORDER BY object_key"
    asked = [
        queries.engine.engines.get(store.snapshot(), Scope.of(area)).run(text, {})["object_key"].to_list()
        for area in ("420281", "420281107", "420281101")
    ]
    assert asked == [["I1", "I2"], ["I1"], ["I2"]]


def test_with_other_rules_every_month_is_judged_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed(store, issues(LATE), *reported(OCTOBER, NOVEMBER))
    before = store.snapshot().manifest.parts("alert")
    other = {one.id: one for one in alerts.catalogue().values()}
    other["A14"] = replace(other["A14"], cases={"": "另一句话"})
    for module in (alerts, alerts.judging):
        monkeypatch.setattr(module, "catalogue", lambda: other)
    publish(store, [], author="t", reason="t")
    after = store.snapshot().manifest.parts("alert")
    assert [after[part].sha256 == before[part].sha256 for part in before] == [False, False]


def test_a_year_file_changes_months_from_its_first_changed_row_on(store: Store) -> None:
    def paid(*months: str) -> Part:
        rows = tuple({"pay_month": month} for month in months)
        return Part("benefit", "2023", frame(TABLES["benefit"], rows, NOVEMBER))

    publish(store, [paid("2023-09")], author="t", reason="t")
    with store.stage() as staging:
        part = paid("2023-09", "2023-10")
        staging.add(part.table, part.part, part.frame)
        assert changes.first_changed(staging) == OCTOBER
