"""Files of reports: what can be read is read, what cannot costs a sentence."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from shouwang.cli import program
from shouwang.cli.edge import run
from shouwang.errors import UsageError
from shouwang.reports import read_document, read_report
from tests.reports.scoring import CORPUS

SENTENCE = "平安镇2023年工作总结\n全镇监测户60户199人。"


def _figures(path: Path) -> list[tuple[str, float]]:
    return [(one.indicator, one.value) for one in read_report(read_document(path)).items]


def test_the_same_report_in_every_form_has_the_same_figures(tmp_path: Path) -> None:
    wanted = [("mon_hh", 60), ("mon_pp", 199)]
    (tmp_path / "a.txt").write_text(SENTENCE, "utf-8")
    (tmp_path / "b.txt").write_text(SENTENCE, "gb18030")
    (tmp_path / "c.html").write_text(
        "<html><head><title>平安镇</title><script>监测户99户</script></head><body><p>平安镇2023年工作总结</p>"
        "<p>全镇监测户<b>60</b>户199人。</p></body></html>", "utf-8",
    )  # fmt: skip
    document = docx.Document()
    for line in SENTENCE.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "d.docx"))
    for name in ("a.txt", "b.txt", "c.html", "d.docx"):
        assert _figures(tmp_path / name) == wanted, name


def _zip(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "空的"),
        ("a.txt", b" \n\t\n", "没有可读的文字"),
        ("a.pdf", b"%PDF-1.7 \xff\xfe", "pdf"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版doc或加了密码"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "图片"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "图片"),
        ("a.docx", b"not a zip", "不是docx"),
        ("a.docx", _zip(**{"xl/workbook.xml": b"<a/>"}), "不是Word文档"),
        ("a.docx", _zip(**{"word/document.xml": b"<a"}), "损坏"),
        ("a.docx", _zip(**{"word/document.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a/>'}), "DOCTYPE"),
        ("a.docx", _zip(**{"word/document.xml": b"0" * 70_000_000}), "过大"),
        ("a.txt", b"\xff\xfe\0\0\x81\x30", "编码"),
        ("a.txt", "监".encode() * 250_000, "超过200,000字"),
    ],
)
def test_a_file_that_cannot_be_read_costs_a_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_document(path)


def test_a_file_of_fifty_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(UsageError, match="50MB，超过20MB"):
        read_document(path)


def test_the_command_prints_figures_and_verdicts_as_json() -> None:
    runner = CliRunner()
    path = str(CORPUS / "texts" / "002.txt")
    figures = json.loads(runner.invoke(program, ["report", "extract", path, "--json"]).output)
    assert (figures["report"], figures["place"], figures["period"]) == ("002", "保安镇", "2023")
    assert set(figures["items"][0]) == {
        "indicator",
        "place",
        "period",
        "value",
        "unit",
        "quote",
        "qualifier",
        "start",
        "end",
    }
    checked = json.loads(runner.invoke(program, ["report", "check", path, "--json"]).output)
    assert [one["verdict"] for one in checked["verdicts"]].count("不符") == 1


def test_a_report_that_cannot_be_leaves_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(program, ["report", "check", str(CORPUS / "texts" / "002.txt")]) == 1
    assert "相差 10户" in capsys.readouterr().out
    assert run(program, ["report", "check", str(CORPUS / "texts" / "005.txt")]) == 0
