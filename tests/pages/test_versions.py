"""版本: what was sealed, what waits, what differs inside one's own scope, and who may seal, go back and verify."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from shouwang import desk
from shouwang.access.viewers import viewer_named
from shouwang.config import PAGES
from shouwang.demo.submissions import sample
from shouwang.records import State, audit_rows, find_submission, open_records
from shouwang.store import Store, parquet
from tests.pages import opening
from tests.pages.opening import Open

COUNTY, LIURENBA, BAOAN = "420281", "420281107", "420281101"
STEWARD, HEAD, OTHER = "data_steward", f"town:{BAOAN}", f"town:{LIURENBA}"
PAGE = PAGES / "versions.py"
PUBLISH, RESTORE, VERIFY = "versions.publish.go", "versions.restore.go", "versions.verify.go"


def texts(test: AppTest) -> str:
    return "\n".join([opening.texts(test), *(one.value for one in test.subheader)])


def seal(root: Path, reason: str) -> None:
    with closing(open_records(root)) as book:
        desk.publish(Store.open(root), book, viewer=viewer_named(STEWARD, COUNTY), reason=reason)


def correct(root: Path) -> tuple[str, str]:
    """Seal a correction: in 保安镇 one household leaves, another has one person more; return their keys."""
    store = Store.open(root)
    part = max(store.snapshot().months())
    (path,) = [file for file in store.snapshot().files("household_month") if f"month={part}" in str(file)]
    rows = parquet.read(path)
    left, grown = rows.filter(pl.col("town_code") == BAOAN)["hh_key"].head(2).to_list()
    more = pl.when(pl.col("hh_key") == grown).then(pl.col("hh_persons") + 1).otherwise("hh_persons")
    changed = rows.filter(pl.col("hh_key") != left).with_columns(more.alias("hh_persons"))
    with store.stage() as staging:
        staging.add("household_month", part, changed)
        staging.commit(author=STEWARD, reason="更正人口")
    return left, grown


def numbers(root: Path) -> list[int]:
    return Store.open(root).numbers()


def state_of(root: Path, receipt: str) -> State:
    with closing(open_records(root)) as book:
        found = find_submission(book, receipt)
        assert found is not None
        return found.state


@pytest.fixture(scope="module")
def waiting(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A county of one version with a file of 保安镇 that the steward has confirmed."""
    folder = tmp_path_factory.mktemp("versions")
    root, path = folder / "store", folder / "upload.xlsx"
    shutil.copytree(demo_store, root)
    store = Store.open(root)
    path.write_bytes(sample(store, BAOAN, faulty=False))
    with closing(open_records(root)) as book:
        taken = desk.take(store, book, path, viewer=viewer_named(HEAD, COUNTY)).submission
        desk.confirm(store, book, [taken.receipt], viewer=viewer_named(STEWARD, COUNTY), reason="已核对")
    return root, taken.receipt


@pytest.fixture(scope="module")
def sealed(waiting: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same county after that file was sealed as the second version, and a correction as the third."""
    root = tmp_path_factory.mktemp("sealed") / "store"
    shutil.copytree(waiting[0], root)
    seal(root, "保安镇已报")
    correct(root)
    return root, waiting[1]


def own(prepared: Path, folder: Path) -> Path:
    """Return a copy to write to."""
    shutil.copytree(prepared, folder / "own")
    return folder / "own"


def fill(test: AppTest, kind: str, reason: str) -> None:
    test.text_area(key=f"versions.reason.{kind}").set_value(reason)


# -- waiting to be sealed ------------------------------------------------------------------------------------------------


def test_the_steward_sees_what_waits_and_what_it_would_change(
    waiting: tuple[Path, str], run_page: Open
) -> None:
    said = texts(run_page(PAGE, waiting[0], STEWARD, view="pending"))
    assert waiting[1] in said
    assert "已确认、可以封存的1件" in said
    assert "批准并封存1件，成为第2版" in said


@pytest.mark.parametrize("role", ["county_leader", "analyst", HEAD])
def test_who_is_not_the_steward_reads_and_cannot_seal(
    role: str, waiting: tuple[Path, str], run_page: Open
) -> None:
    test = run_page(PAGE, waiting[0], role, view="pending")
    assert waiting[1] in texts(test)
    assert "由县级数据员办理" in texts(test)
    assert PUBLISH not in {button.key for button in test.button}


def test_another_township_sees_nothing_of_it(waiting: tuple[Path, str], run_page: Open) -> None:
    said = texts(run_page(PAGE, waiting[0], OTHER, view="pending"))
    assert waiting[1] not in said
    assert "已确认、可以封存的0件" in said


def test_nothing_is_sealed_without_a_reason(
    waiting: tuple[Path, str], tmp_path: Path, run_page: Open
) -> None:
    county = own(waiting[0], tmp_path)
    test = run_page(PAGE, county, STEWARD, view="pending")
    fill(test, "publish", "  ")
    test.button(key=PUBLISH).click().run()
    assert "请先写明理由" in texts(test)
    assert numbers(county) == [1]


def test_what_is_approved_becomes_the_next_version(
    waiting: tuple[Path, str], tmp_path: Path, run_page: Open
) -> None:
    county = own(waiting[0], tmp_path)
    test = run_page(PAGE, county, STEWARD, view="pending")
    fill(test, "publish", "2023年11月保安镇已报齐")
    test.button(key=PUBLISH).click().run(timeout=900)
    assert not test.exception
    assert "已封存为第2版，共1件报送" in texts(test)
    made = Store.open(county).manifest(2)
    assert (made.author, made.reason, made.submissions) == (STEWARD, "2023年11月保安镇已报齐", (waiting[1],))
    assert state_of(county, waiting[1]) is State.PUBLISHED


def test_a_tab_that_is_behind_seals_nothing_and_says_which_version_is_newest(
    waiting: tuple[Path, str], tmp_path: Path, run_page: Open
) -> None:
    county = own(waiting[0], tmp_path)
    test = run_page(PAGE, county, STEWARD, view="pending")
    Store.open(county).restore(1, author="另一人", reason="别处先办了")
    fill(test, "publish", "已报齐")
    test.button(key=PUBLISH).click().run()
    assert "数据已更新到第2版，您看的还是第1版" in texts(test)
    assert numbers(county) == [1, 2]
    assert state_of(county, waiting[1]) is State.CONFIRMED


# -- the history and two versions ----------------------------------------------------------------------------------------


def test_every_version_is_listed_with_who_why_and_what(sealed: tuple[Path, str], run_page: Open) -> None:
    said = texts(run_page(PAGE, sealed[0], "analyst", which="2"))
    for wanted in (
        "第1版",
        "第2版",
        "第3版",
        "保安镇已报",
        "更正人口",
        "数据员",
        "入户走访",
        "农户月表",
        sealed[1],
    ):
        assert wanted in said
    assert "封存后还没有核验过" in said


def test_two_versions_are_compared_by_table_township_household_and_field(
    sealed: tuple[Path, str], run_page: Open
) -> None:
    test = run_page(PAGE, sealed[0], STEWARD, view="compare")
    said = texts(test)
    assert "从第2版到第3版:新进0户，退出1户，有变化1户" in said
    listed = test.dataframe[0].value
    changed = listed[listed["kind_hh"] == "有变化"]
    assert [name.split("(")[0] for name in changed["field"]] == ["当前家庭人口数"]
    before, after = int(changed["before_text"].iloc[0]), int(changed["after_text"].iloc[0])
    assert after == before + 1
    assert set(listed[listed["kind_hh"] == "退出"]["town_name"]) == {"保安镇"}


def test_a_township_head_compares_the_own_township_alone(sealed: tuple[Path, str], run_page: Open) -> None:
    said = texts(run_page(PAGE, sealed[0], OTHER, view="compare"))
    assert "这两版在您的查看范围内没有不同" in said
    mine = texts(run_page(PAGE, sealed[0], HEAD, view="compare"))
    assert "退出1户，有变化1户" in mine


def test_one_township_is_chosen_and_a_foreign_one_is_said(sealed: tuple[Path, str], run_page: Open) -> None:
    said = texts(run_page(PAGE, sealed[0], STEWARD, view="compare", town=LIURENBA))
    assert "没有不同" in said
    told = texts(run_page(PAGE, sealed[0], STEWARD, view="compare", town="999999999"))
    assert "“999999999”不在您的查看范围内" in told


def test_a_version_that_is_not_there_is_said(sealed: tuple[Path, str], run_page: Open) -> None:
    said = texts(run_page(PAGE, sealed[0], STEWARD, view="compare", to="9"))
    assert "没有“9”这一项" in said


# -- going back and verifying --------------------------------------------------------------------------------------------


def test_going_back_says_first_what_it_would_change_and_makes_a_new_version(
    sealed: tuple[Path, str], tmp_path: Path, run_page: Open
) -> None:
    county = own(sealed[0], tmp_path)
    test = run_page(PAGE, county, STEWARD, which="2")
    test.toggle(key="versions.restore.open").set_value(True).run()
    assert "从第3版到第2版:新进1户，退出0户，有变化1户" in texts(test)
    fill(test, "restore", "第3版改错了户")
    test.button(key=RESTORE).click().run()
    assert "已退回到第2版的内容，新的版本是第4版" in texts(test)
    store = Store.open(county)
    assert store.manifest(4).files == store.manifest(2).files
    assert store.manifest(4).reason == "第3版改错了户"
    with closing(open_records(county)) as book:
        assert [row.result for row in audit_rows(book, target="version/4")][-1] == "ok"


def test_only_the_steward_is_offered_to_go_back_or_to_verify(
    sealed: tuple[Path, str], run_page: Open
) -> None:
    assert not run_page(PAGE, sealed[0], "county_leader", which="1").toggle
    keys = {button.key for button in run_page(PAGE, sealed[0], HEAD, view="verify").button}
    assert VERIFY not in keys


def test_verifying_is_written_down_and_stands_in_the_list(
    sealed: tuple[Path, str], tmp_path: Path, run_page: Open
) -> None:
    county = own(sealed[0], tmp_path)
    test = run_page(PAGE, county, STEWARD, view="verify")
    assert "还没有核验过" in texts(test)
    test.button(key=VERIFY).click().run(timeout=900)
    assert "3个版本" in texts(test)
    assert "都完好" in texts(test)
    assert "上次核验" in texts(test)
    listed = texts(run_page(PAGE, county, "analyst"))
    assert listed.count("完好(") == 3


def flip(county: Path, number: int, table: str) -> None:
    """Change one bit of a file of a table that is in this version and in none before."""
    store = Store.open(county)
    earlier = set() if number == 1 else {one.path for one in store.manifest(number - 1).files.values()}
    files = store.manifest(number).files.items()
    path = county / next(
        one.path for key, one in files if key.startswith(f"{table}/") and one.path not in earlier
    )
    path.chmod(0o600)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))


def test_a_damaged_file_is_found_with_its_table_where_no_page_opens(
    sealed: tuple[Path, str], tmp_path: Path, run_page: Open
) -> None:
    county = own(sealed[0], tmp_path)
    flip(county, 1, "asset_income")
    test = run_page(PAGE, county, STEWARD, view="verify")
    test.button(key=VERIFY).click().run(timeout=900)
    assert "发现1处损坏" in texts(test)
    assert "资产收益分配" in texts(test)


def test_from_a_damaged_version_one_goes_back_to_a_sound_one(
    sealed: tuple[Path, str], tmp_path: Path, run_page: Open
) -> None:
    county = own(sealed[0], tmp_path)
    flip(county, 3, "household_month")
    test = run_page(PAGE, county, STEWARD)
    assert "最新一版打不开" in texts(test)
    fill(test, "restore", "第3版的文件坏了")
    test.button(key=RESTORE).click().run(timeout=900)
    assert "已退回到第2版的内容，新的版本是第4版" in texts(test)
    assert "第4版" in texts(run_page(PAGE, county, "analyst"))
