"""A file dropped in a real browser: words while it is read, a verdict, an address of its own that survives a reload."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouwang.demo.submissions import sample
from shouwang.i18n import t
from shouwang.store import Store
from tests.browser.running import PATIENCE, Visit, serving, settled

pytestmark = pytest.mark.browser
LIURENBA = "420281107"
FIELD = "[data-testid=stFileUploaderDropzoneInput]"


@pytest.fixture(scope="module")
def county(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county of its own, to write to."""
    folder = tmp_path_factory.mktemp("reporting") / "store"
    shutil.copytree(demo_store, folder)
    return folder


@pytest.fixture(scope="module")
def township(county: Path) -> Iterator[str]:
    with serving(county, f"town:{LIURENBA}") as address:
        yield address


def drop(seen: Visit, content: bytes, folder: Path, name: str) -> str:
    """Drop a file, wait for its verdict and return the receipt that stands in the address."""
    file = folder / name
    file.write_bytes(content)
    seen.page.set_input_files(FIELD, str(file))
    refused = t("reporting.not_taken")
    came = f"() => location.search.includes('receipt=') || document.body.innerText.includes('{refused}')"
    seen.page.wait_for_function(came, timeout=PATIENCE * 1000)
    settled(seen.page)
    found = re.search(r"receipt=(R-\d{8}-\d{4})", seen.page.url)
    assert found is not None, seen.page.inner_text("[data-testid=stMain]")[:600]
    return found[1]


def test_a_file_with_mistakes_is_dropped_explained_and_still_there_after_a_reload(
    county: Path, township: str, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    seen = visit(f"{township}/reporting")
    receipt = drop(seen, sample(Store.open(county), LIURENBA, faulty=True), tmp_path, "入户走访.xlsx")
    told = seen.page.inner_text("[data-testid=stMain]")
    assert receipt in told
    assert "待更正" in told
    assert t("reporting.col_message") in told
    seen.page.reload()
    settled(seen.page)
    again = seen.page.inner_text("[data-testid=stMain]")
    assert receipt in again
    assert "待更正" in again
    assert seen.complaints == []


def test_the_same_file_twice_is_one_receipt(
    county: Path, township: str, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    content = sample(Store.open(county), LIURENBA, faulty=False)
    first = drop(visit(f"{township}/reporting"), content, tmp_path, "走访.xlsx")
    second = drop(visit(f"{township}/reporting"), content, tmp_path, "走访(1).xlsx")
    assert first == second


def test_an_unknown_and_a_foreign_receipt_get_the_same_sentence(
    township: str, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{township}/reporting?receipt=R-20200101-0001")
    assert t("reporting.no_receipt") in seen.page.inner_text("[data-testid=stMain]")
