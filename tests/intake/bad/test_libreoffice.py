"""Templates and exports opened by LibreOffice, saved again as xlsx and as CSV: still the same, and still taken.

Excel and WPS cannot run here; what they ask of a workbook's structure is tested in ``test_templates``.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from shouwang import intake
from shouwang.intake import form_names, template
from shouwang.intake.templates import DATA_SHEET, HELP_SHEET, ID_SHEET, LISTS_SHEET
from tests.intake.bad.bases import EVERY, FORMS, MONTH, base
from tests.intake.bad.draft import Draft
from tests.intake.filling import HOME

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(
        SOFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-calc)"
    ),
    pytest.mark.xdist_group("libreoffice"),  # one at a time: each start takes seconds and half a gigabyte
]
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"


def converted(folder: Path, form: str, *files: Path) -> list[Path]:
    """Return the files as LibreOffice saves them in another form, in one start."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form,
         "--outdir", str(out), *map(str, files)],
        check=True, capture_output=True, timeout=600, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    ending = form.split(":", maxsplit=1)[0]
    found = [
        sorted([*out.glob(f"{path.stem}.{ending}"), *out.glob(f"{path.stem}-*.{ending}")]) for path in files
    ]  # a CSV has the sheet's name in its own
    assert [len(each) for each in found] == [1] * len(files)
    return [path for (path,) in found]


def written(folder: Path, drafts: list[Draft]) -> list[Path]:
    paths = [folder / f"{draft.table}.xlsx" for draft in drafts]
    for path, draft in zip(paths, drafts, strict=True):
        path.write_bytes(draft.xlsx())
    return paths


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every sound file of the catalogue, saved again by LibreOffice."""
    folder = tmp_path_factory.mktemp("libreoffice")
    return dict(
        zip(EVERY, converted(folder, "xlsx", *written(folder, [base(name) for name in EVERY])), strict=True)
    )


@pytest.mark.parametrize("name", EVERY)
def test_a_file_saved_again_is_taken_whole_with_the_same_values(
    name: str, resaved: dict[str, Path], tmp_path: Path
) -> None:
    draft = base(name)
    path = tmp_path / "sent.xlsx"
    path.write_bytes(draft.xlsx())
    before = intake.check(path, name=draft.name, county="420281")
    after = intake.check(resaved[name], name=draft.name, county="420281")
    assert (after.rows_in, after.rows_refused, after.is_refused) == (len(draft.data), 0, False), (
        after.problems
    )
    assert after.cells.equals(before.cells)
    assert after.kind == before.kind


@pytest.mark.parametrize("name", FORMS)
def test_lists_to_choose_from_and_hidden_sheets_survive(name: str, resaved: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(resaved[name])
    sound = openpyxl.load_workbook(io.BytesIO(base(name).xlsx()))
    lists = [
        {
            (str(rule.sqref).split(":", maxsplit=1)[0], (rule.formula1 or "").replace("'", ""))
            for rule in one[DATA_SHEET].data_validations.dataValidation
            if rule.type == "list"
        }
        for one in (sound, book)
    ]
    assert {place for place, _ in lists[0]} == {place for place, _ in lists[1]}
    assert [book[title].sheet_state == "visible" for title in (DATA_SHEET, HELP_SHEET, LISTS_SHEET, ID_SHEET)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_forms_saved_as_csv_are_taken(tmp_path: Path) -> None:
    drafts = [base(name) for name in FORMS]
    for draft, path in zip(drafts, converted(tmp_path, CSV, *written(tmp_path, drafts)), strict=True):
        found = intake.check(path, name="报送.csv", county="420281", table=draft.table)
        assert (found.rows_in, found.rows_refused, found.is_refused) == (len(draft.data), 0, False), (
            found.problems
        )


def test_every_template_opens_and_keeps_its_four_sheets(tmp_path: Path) -> None:
    paths = []
    for name in form_names():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(template(name, county=HOME, area="420281107", month=MONTH))
    for path in converted(tmp_path, "xlsx", *paths):
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == [DATA_SHEET, HELP_SHEET, LISTS_SHEET, ID_SHEET], path.stem
        with zipfile.ZipFile(path) as archive:
            assert b"shouwang_table" in archive.read("docProps/custom.xml")


@pytest.mark.parametrize(
    ("form", "words"),
    [("xls", ".xls"), ("ods", ".ods"), ("html", "网页"), ("pdf", "PDF"), ("fods", "工作簿")],
)
def test_other_forms_of_the_same_table_get_a_sentence_that_says_what_to_do(
    form: str, words: str, tmp_path: Path
) -> None:
    (path,) = converted(tmp_path, form, *written(tmp_path, [base("person_month")]))
    found = intake.check(path, county="420281")
    assert [problem.level for problem in found.problems] == ["reject_file"]
    assert words in found.problems[0].message
