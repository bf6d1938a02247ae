"""Files of reports: what can be read is read, what cannot costs a sentence."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from click.testing import CliRunner

from shouwang.cli import program
from shouwang.cli.edge import run
from shouwang.errors import UsageError
from shouwang.reports import read_document, read_report
from shouwang.reports.text import plain
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


def pdf(lines: list[str], pages: int = 1) -> bytes:
    """Return a pdf whose pages say these lines (a font whose codes are the signs' own)."""
    said = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
    drawn = f"BT /F1 12 Tf 50 700 Td\n{said}ET" if lines else "q Q"
    codes = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /C def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    kids = " ".join(f"{7 + number} 0 R" for number in range(pages))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        "/Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(codes)} >>\nstream\n{codes}\nendstream",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 3 0 R >> >> >>"] * pages,
    ]  # fmt: skip
    body, starts = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode("ascii")


def _locked(content: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt("drawn", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_a_pdf_with_text_is_read_and_figures_that_a_line_cut_are_whole(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        pdf(
            [
                "平安镇2023年工作总结",
                "截至目前，全镇现有的监测对象一共是60户19",
                "9人，其中脱贫不稳定户18户。",
                "一、基本情况",
            ]
        )
    )
    assert _figures(tmp_path / "a.pdf") == [("mon_hh", 60), ("mon_pp", 199), ("mon_unstable_hh", 18)]
    assert "\n一、基本情况" in read_document(tmp_path / "a.pdf")


def test_radicals_that_a_pdf_writes_for_characters_are_read_as_these() -> None:
    written = "平安镇2023年⼯作总结\n全镇监测⼾60⼾199⼈,其中突发严重困难21⼾65⼈。"
    assert [(one.indicator, one.value) for one in read_report(written).items] == [
        ("mon_hh", 60), ("mon_pp", 199), ("mon_sudden_hh", 21), ("mon_sudden_pp", 65),
    ]  # fmt: skip
    every = "".join(map(chr, range(0x2E80, 0x2FE0)))
    assert len(plain(every)) == len(every)


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
        ("a.pdf", b"%PDF-1.7 \xff\xfe", "pdf文件已损坏"),
        ("a.pdf", pdf(["平安镇监测户60户"])[:300], "pdf文件已损坏"),
        ("a.pdf", pdf([]), "扫描件"),
        ("a.pdf", _locked(pdf(["平安镇监测户60户"])), "加了密码"),
        ("a.pdf", pdf(["平安镇监测户60户"], pages=201), "201页，超过200页"),
        ("a.pdf", b"plain words", "不是pdf文件"),
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
