"""预警: counts open their lists, one alert is acted on, leaders see no households, a township sees its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import polars as pl
import pytest

from shouwang import alerts as rules
from shouwang import desk, queries, records
from shouwang.access.viewers import viewer_named
from shouwang.alerts.judging import alert_key
from shouwang.config import PAGES
from shouwang.desk import AlertResult
from shouwang.i18n import t
from shouwang.publishing import Part, publish
from shouwang.records import Records
from shouwang.rules.examples import frame
from shouwang.schema import TABLES
from shouwang.store import Store
from shouwang.ui import alerts
from shouwang.ui.alerts_one import evidence_query
from tests.alerts.drawing import LATE, NOVEMBER, OCTOBER, THERE, issues, reported, sealed
from tests.pages.opening import Open, texts

PAGE = PAGES / "alerts.py"
COUNTY, HERE_TOWN, OTHER_TOWN = "420281", "420281107", "420281101"
I1 = alert_key("A14", "I1", "2023-10-21")
I2 = alert_key("A14", "I2", "2023-11-21")
I3 = alert_key("A14", "I3", "2023-11-29")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two late issues of 刘仁八镇 (since 10-21 and 11-29), one of 保安镇 (since 11-21); deadline: the day itself."""
    made = Store.create(tmp_path / "store", COUNTY, is_demo=True, salt="s")
    other = {"issue_id": "I2", "due_at": "2023-11-20", "division_code": THERE}
    third = {"issue_id": "I3", "due_at": "2023-11-28"}
    sealed(made, issues(LATE, other, third), *reported(OCTOBER, NOVEMBER))
    return made


@pytest.fixture
def book(store: Store) -> Iterator[Records]:
    with closing(records.open_records(store.root)) as opened:
        yield opened


def standing(store: Store) -> pl.DataFrame:
    """Return the alerts of November as they are sealed (issues of two townships raise other rules, too)."""
    return pl.read_parquet(store.snapshot().files("alert")[-1], hive_partitioning=False)


def test_the_cards_count_what_stands_and_open_its_list(run_page: Open, store: Store) -> None:
    page = run_page(PAGE, store.root, "analyst")
    assert not page.exception
    text = texts(page).replace("&amp;", "&")
    told = {
        tuple(
            sorted((k, v[0]) for k, v in parse_qs(query).items() if k in {"severity", "due", "state"})
        ): int(count)
        for query, count in re.findall(r'href="\?([^"]*view=list[^"]*)"[^>]*>(\d+)条<', text)
    }
    rows = standing(store)
    assert rows.filter(pl.col("rule_id") == "A14").height == 3
    late = rows.filter(pl.col("due_at") < date(2023, 11, 30)).height
    assert told == {
        **{
            (("severity", one), ("state", "every")): rows.filter(pl.col("severity") == one).height
            for one in rules.SEVERITIES
        },
        (("due", "overdue"),): late,
        (("state", "to_verify"),): rows.height,
    }


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({}, 3),
        ({"severity": "yellow"}, 0),
        ({"area": HERE_TOWN}, 2),
        ({"area": OTHER_TOWN, "owner": "town"}, 1),
        ({"owner": "bank"}, 0),
        ({"due": "overdue"}, 3),
        ({"due": "later"}, 0),
        ({"rule": "A17"}, 0),
        ({"state": "closed"}, 0),
        ({"month": "2023-10"}, 1),
    ],
)
def test_the_list_has_exactly_the_rows_of_its_filters(
    run_page: Open, store: Store, where: dict[str, str], count: int
) -> None:
    page = run_page(PAGE, store.root, "analyst", view="list", **{"rule": "A14", **where})
    assert not page.exception
    found = set(re.findall(r"alert=([0-9a-f]{16})", texts(page)))
    assert len(found) == count


def test_what_is_closed_leaves_the_open_list_and_is_found_among_the_closed(
    run_page: Open, store: Store, book: Records
) -> None:
    steward = viewer_named("data_steward", COUNTY)
    desk.explain_alert(store.snapshot(), book, I1, viewer=steward, reason="时限写错了")
    listed = {
        state: set(re.findall(r"alert=([0-9a-f]{16})", texts(run_page(PAGE, store.root, "analyst", view="list", rule="A14", state=state))))
        for state in ("open", "closed", "every", "verified")
    }  # fmt: skip
    assert listed == {"open": {I2, I3}, "closed": {I1}, "every": {I1, I2, I3}, "verified": set()}


def test_one_alert_shows_its_sentence_line_evidence_and_steps(run_page: Open, store: Store) -> None:
    page = run_page(PAGE, store.root, f"town:{HERE_TOWN}", alert=I1)
    assert not page.exception
    assert "整改时限是2023年10月20日" in " ".join(one.value for one in page.subheader)
    text = texts(page)
    for state in ("待核实", "已核实", "已帮扶", "关闭"):
        assert state in text
    assert "I1" in text  # the row of the ledger
    assert "2023-10-21起，40天" in text  # 21 October to 30 November


def test_a_township_explains_an_alert_in_one_click(run_page: Open, store: Store, book: Records) -> None:
    page = run_page(PAGE, store.root, f"town:{HERE_TOWN}", alert=I1)
    reason = next(one for one in page.text_input if one.label == t("alerts.reason"))
    reason.set_value("时限写错了，应为12月")
    page = next(one for one in page.button if one.label == t("alerts.do_explain")).click().run()
    assert not page.exception
    life = records.alert_life(book, I1)
    assert life is not None
    assert (life.state, life.result) == ("closed", AlertResult.NOT_APPLICABLE)
    assert "时限写错了，应为12月" in texts(page)


def test_without_a_reason_nothing_is_written_and_it_is_said(
    run_page: Open, store: Store, book: Records
) -> None:
    page = run_page(PAGE, store.root, f"town:{HERE_TOWN}", alert=I1)
    page = next(one for one in page.button if one.label == t("alerts.do_explain")).click().run()
    assert any("理由" in one.value for one in page.error)
    assert records.alert_life(book, I1) is None


def test_a_verified_alert_is_helped_and_closed_step_by_step(
    run_page: Open, store: Store, book: Records
) -> None:
    who = f"town:{HERE_TOWN}"
    for label in (t("alerts.do_verify", result="属实"), t("alerts.do_help"), t("alerts.do_close")):
        page = run_page(PAGE, store.root, who, alert=I1)
        page = next(one for one in page.button if one.label == label).click().run()
        assert not page.exception
    assert [one.to_state for one in records.alert_steps(book, I1)] == ["verified", "helped", "closed"]
    assert t("alerts.closed_said") in texts(page)


@pytest.mark.parametrize("who", ["county_leader", "analyst"])
def test_who_may_not_act_is_offered_nothing(run_page: Open, store: Store, who: str) -> None:
    page = run_page(PAGE, store.root, who, alert=I1)
    assert not page.text_input
    assert t("alerts.who_acts") in texts(page)


def test_another_townships_alert_is_said_not_to_be_there(run_page: Open, store: Store) -> None:
    texts_of = [
        texts(run_page(PAGE, store.root, f"town:{HERE_TOWN}", alert=key)).replace(key, "?")
        for key in (I2, "0" * 16)
    ]
    assert "没有编号为“?”的预警" in texts_of[0]
    assert "保安" not in texts_of[0]
    assert texts_of[0] == texts_of[1]


def test_an_alert_that_no_longer_stands_says_so_and_keeps_its_life(
    run_page: Open, store: Store, book: Records
) -> None:
    town = viewer_named(f"town:{HERE_TOWN}", COUNTY)
    desk.verify_alert(store.snapshot(), book, I1, viewer=town, result=AlertResult.ADMITTED)
    closed = {**LATE, "closed_at": "2023-12-05", "state": "closed"}
    sealed(store, issues(closed), *reported(date(2023, 12, 1)))
    page = run_page(PAGE, store.root, f"town:{HERE_TOWN}", alert=I1)
    assert t("alerts.ended_title") in texts(page)
    assert "已核实(属实)" in texts(page)
    assert t("alerts.do_help") in [one.label for one in page.button]


def household_alerts(store: Store, rule: str, *households: str) -> None:
    """Put alerts of households into October of a store, as a publish would."""
    drawn = tuple(
        {"rule_id": rule, "severity": "red", "since": "2023-10-15", "table_name": "income_year", "object_key": one,
         "alert_key": f"{number:016x}"}
        for number, one in enumerate(households)
    )  # fmt: skip
    with store.stage() as staging:
        rows = frame(TABLES["alert"], drawn, OCTOBER)
        staging.add("alert", "2023-10", rows.with_columns(pl.Series("hh_key", households)))
        staging.commit(author="t", reason="t")


def test_leaders_get_alerts_of_households_as_counts_and_ages(run_page: Open, store: Store) -> None:
    household_alerts(store, "A12", "aaaa00000001", "aaaa00000002")
    page = run_page(PAGE, store.root, "county_leader", view="list", month="2023-10")
    assert not page.exception
    text = texts(page)
    assert t("alerts.leader_counts", count=2) in text
    assert "A12" in text
    assert "aaaa0000" not in text
    assert "alert=" not in text
    one = texts(run_page(PAGE, store.root, "county_leader", alert=f"{0:016x}", month="2023-10"))
    assert t("alerts.evidence_leader") in one
    assert "aaaa0000" not in one


def test_a_month_sealed_before_there_were_alerts_says_so(run_page: Open, tmp_path: Path) -> None:
    old = Store.create(tmp_path / "old", COUNTY, is_demo=True, salt="s")
    sealed(old, *reported(NOVEMBER))
    with old.stage() as staging:
        staging.drop("alert", "2023-11")
        staging.commit(author="t", reason="t")
    page = run_page(PAGE, old.root, "analyst")
    assert t("alerts.not_judged_yet", month="2023年11月") in texts(page)


def test_the_number_of_an_alert_in_the_address_is_never_trusted(run_page: Open, store: Store) -> None:
    page = run_page(PAGE, store.root, "analyst", alert="<b>1</b>")
    assert not page.exception
    assert "<b>1</b>" not in "".join(one.proto.body for one in page.get("html"))  # type: ignore[attr-defined]


def test_an_alert_that_a_correction_took_away_keeps_what_was_done_for_its_own_township(
    run_page: Open, store: Store, book: Records
) -> None:
    town = viewer_named(f"town:{HERE_TOWN}", COUNTY)
    desk.explain_alert(store.snapshot(), book, I1, viewer=town, reason="时限写错了，应为12月")
    sealed(store, issues({**LATE, "due_at": "2023-12-20"}), *reported(OCTOBER, NOVEMBER))
    text = texts(run_page(PAGE, store.root, f"town:{HERE_TOWN}", alert=I1))
    assert t("alerts.gone") in text
    assert "时限写错了，应为12月" in text
    other = texts(run_page(PAGE, store.root, f"town:{OTHER_TOWN}", alert=I1))
    assert "没有编号为" in other
    assert "时限写错了" not in other


# -- arranging -------------------------------------------------------------------------------------------------------------


class Asked:
    """As much of a page as ``as_of`` reads."""

    def __init__(self, month: date, months: tuple[date, ...]) -> None:
        self.month, self.months = month, months


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2023, 11, 20), date(2023, 11, 30)),  # the month is not over
        (date(2023, 12, 8), date(2023, 12, 8)),
        (date(2024, 1, 31), date(2024, 1, 31)),  # 62 days after
        (
            date(2024, 2, 1),
            date(2023, 11, 30),
        ),  # nobody has reported since: what was late then is what is told
    ],
)
def test_deadlines_of_the_latest_month_are_counted_from_today_while_it_is_not_long_over(
    today: date, day: date
) -> None:
    assert alerts.as_of(Asked(NOVEMBER, (OCTOBER, NOVEMBER)), today) == day  # type: ignore[arg-type]


def test_deadlines_of_an_earlier_month_are_counted_from_its_end() -> None:
    page = Asked(OCTOBER, (OCTOBER, NOVEMBER))
    assert alerts.as_of(page, date(2023, 12, 8)) == date(2023, 10, 31)  # type: ignore[arg-type]


def test_every_rule_can_show_what_its_alerts_rest_on() -> None:
    lacking = [one.id for one in rules.catalogue().values() if evidence_query(one.id, one.table) is None]
    assert lacking == []


def test_every_threshold_and_department_of_a_rule_has_a_chinese_name() -> None:
    from shouwang.i18n import catalogue as phrases

    named = {one for rule in rules.catalogue().values() for one in rule.thresholds}
    assert [
        one for one in sorted(named) if f"alerts.line_{re.sub(r'_[0-9]{4}$', '', one)}" not in phrases()
    ] == []
    assert all(alerts.owner_names().values())


def test_on_the_demo_every_alert_of_the_last_month_finds_its_evidence(demo_store: Path) -> None:
    snapshot = Store.open(demo_store).snapshot()
    viewer = viewer_named("analyst", COUNTY)
    month = date.fromisoformat(f"{snapshot.months('alert')[-1]}-01")
    rows = queries.run(
        "alerts/list", viewer=viewer, snapshot=snapshot, area=COUNTY, month=month,
        as_of=month + timedelta(days=29), limit=100_000, offset=0,
    )  # fmt: skip
    some = rows.group_by("rule_id").agg(pl.all().sort_by("alert_key").head(3)).explode(pl.exclude("rule_id"))
    lacking = []
    for row in some.iter_rows(named=True):
        name = evidence_query(row["rule_id"], row["table_name"])
        assert name is not None
        shown = queries.run(name, viewer=viewer, snapshot=snapshot, object=row["object_key"], month=month)
        if shown.is_empty():
            lacking.append((row["rule_id"], row["object_key"]))
    # Nothing was screened at all: there is no row to show.
    assert [one for one in lacking if one[0] != "A09"] == []


@pytest.mark.parametrize("area", [COUNTY, HERE_TOWN])
def test_every_number_of_the_page_opens_exactly_its_list(run_page: Open, demo_store: Path, area: str) -> None:
    snapshot = Store.open(demo_store).snapshot()
    viewer = viewer_named("analyst", COUNTY)
    page = run_page(PAGE, demo_store, "analyst", area=area)
    text = texts(page).replace("&amp;", "&")
    cells = re.findall(r'href="\?([^"]*view=list[^"]*)"[^>]*>([\d,]+)条?<', text)
    assert len(cells) > 20
    wrong = []
    for query, shown in cells:
        asked = {name: value[0] for name, value in parse_qs(query).items()}
        month = date.fromisoformat(f"{asked['month']}-01")
        filters = {name: asked.get(name) for name in ("severity", "rule", "owner", "due")}
        rows = queries.run(
            "alerts/list", viewer=viewer, snapshot=snapshot, area=asked["area"], month=month,
            as_of=alerts.as_of(Asked(month, (month,))), **filters, limit=100_000, offset=0,  # type: ignore[arg-type]
        )  # fmt: skip
        if rows.height != int(shown.replace(",", "")):
            wrong.append((shown, rows.height, query))
    assert wrong == []


def test_the_first_page_tells_red_alerts_in_one_line(run_page: Open, store: Store) -> None:
    red = standing(store).filter(pl.col("severity") == "red").height
    page = run_page(PAGES / "overview.py", store.root, "county_leader")
    assert f"红色预警{red}条" in texts(page)
    own = run_page(PAGES / "overview.py", store.root, f"town:{OTHER_TOWN}")
    assert "红色预警1条" in texts(own)


def test_the_back_test_counts_households_that_were_monitored_within_six_months(tmp_path: Path) -> None:
    """A12-like: two households flagged in October, neither monitored; one is monitored in January: 1 of 2, 3 months."""
    made = Store.create(tmp_path / "s", COUNTY, is_demo=True, salt="s")
    months = [date(2023 + (number > 3), (number + 8) % 12 + 1, 1) for number in range(1, 8)]
    table = TABLES["household_month"]
    parts = []
    for number, month in enumerate(months, 1):
        became = {"mon_type": "marginal", "risk_status": "active"} if number >= 4 else {}
        drawn = ({"hh_id": "H1", **became}, {"hh_id": "H2"})
        parts.append(Part(table.name, f"{month:%Y-%m}", frame(table, drawn, month)))
    publish(made, parts, author="t", reason="t")
    household_alerts(made, "A12", "key-H1", "key-H2")
    found = queries.run(
        "alerts/back_test", viewer=viewer_named("analyst", COUNTY), snapshot=made.snapshot(), area=COUNTY,
        from_month=date(2022, 11, 1), to_month=OCTOBER,
    )  # fmt: skip
    assert found.rows() == [("A12", 2, 1, 3.0)]


def test_no_alert_is_not_no_problem_where_rules_lack_their_tables(store: Store, run_page: Open) -> None:
    told = texts(run_page(PAGE, store.root, "analyst"))
    said = re.search(r"有(\d+)条规则没有判断", told)
    assert said is not None  # a county of issues and households alone: no loans, no projects, no visits …
    assert 30 < int(said[1]) < len(rules.catalogue())
    assert "没有预警不等于没有问题" in told
