"""What holds for every page, for every role, today and for pages added tomorrow."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from shouwang.i18n import t
from shouwang.store import Store
from shouwang.store.manifest import seal_of
from tests.pages.opening import FILES, Open, texts

ROLES = ("county_leader", "town:420281107", "town:420281101", "analyst", "data_steward")
NAMES = [page.stem for page in FILES]
TRACEBACK = re.compile(r"Traceback|File \"|SELECT |/objects/|\.parquet")

# Versions are of the whole store, and a report brings its own period: these pages are about no month.
OF_MONTHS = [page for page in FILES if page.stem not in {"versions", "report"}]

every_page = pytest.mark.parametrize("page", FILES, ids=NAMES)
every_page_of_a_month = pytest.mark.parametrize("page", OF_MONTHS, ids=[page.stem for page in OF_MONTHS])
every_role = pytest.mark.parametrize("role", ROLES)


@every_page
@every_role
def test_a_page_opens_for_every_role_and_shows_no_traceback_path_or_statement(
    page: Path, role: str, demo_store: Path, run_page: Open
) -> None:
    test = run_page(page, demo_store, role)
    assert not test.exception
    assert not test.error
    assert test.title[0].value == t(f"app.page_{page.stem}")
    assert not TRACEBACK.search(texts(test))


@every_page
@every_role
def test_an_empty_store_is_said_in_words(page: Path, role: str, empty_store: Path, run_page: Open) -> None:
    test = run_page(page, empty_store, role)
    assert not test.exception
    assert "还没有发布过" in texts(test)
    assert not test.get("plotly_chart")


@every_page_of_a_month
@every_role
def test_a_month_without_data_says_so_and_offers_others(
    page: Path, role: str, demo_store: Path, run_page: Open
) -> None:
    test = run_page(page, demo_store, role, month="2019-05")
    assert not test.exception
    said = texts(test)
    assert "2019年5月没有数据" in said
    assert "2023年11月" in said  # one of the months offered
    assert not test.get("plotly_chart")


@every_page
@every_role
def test_what_the_url_got_wrong_is_explained(page: Path, role: str, demo_store: Path, run_page: Open) -> None:
    test = run_page(
        page, demo_store, role, month="soon", area="999999999", version="77", nonsense="1", hh="<script>"
    )
    assert not test.exception
    said = texts(test)
    for wrong in ("soon", "999999999", "77", "nonsense"):
        assert f"“{wrong}”" in said or f"第{wrong}版" in said, wrong
    assert "<script>" not in said


@pytest.fixture(scope="module")
def real_county(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county as a real one, where nobody is signed in unless somebody is."""
    county = tmp_path_factory.mktemp("real") / "county"
    shutil.copytree(demo_store, county)
    about = json.loads((county / "store.json").read_text("utf-8"))
    about.pop("seal")
    about["demo"] = False
    (county / "store.json").write_text(json.dumps({**about, "seal": seal_of(about)}), "utf-8")
    assert not Store.open(county).is_demo
    return county


@every_page
def test_a_page_run_alone_with_nobody_signed_in_shows_only_the_notice(
    page: Path, real_county: Path, run_page: Open
) -> None:
    test = run_page(page, real_county)
    assert not test.exception
    assert [info.value for info in test.info] == [t("app.sign_in")]
    others = [e for e in (*test.main.children.values(), *test.sidebar.children.values()) if e.type != "info"]
    assert [e.type for e in others] == []


@every_page
def test_a_township_head_never_meets_another_townships_villages(
    page: Path, demo_store: Path, run_page: Open
) -> None:
    said = texts(run_page(page, demo_store, "town:420281107", area="420281101"))
    test = run_page(page, demo_store, "town:420281107")
    offered = [str(option) for box in test.selectbox for option in box.options]
    villages = [option for option in offered if option.endswith("村")]
    own = [option for option in villages if option]
    assert "农科村" not in said or own  # the picker offers villages of the own township alone
    assert not test.exception


def test_every_page_of_the_menu_exists() -> None:
    from shouwang.ui.menu import ORDER

    assert set(ORDER) >= set(NAMES)
