"""H: CSV and other text. Encodings, separators, quotes, ends of lines, what transport cut."""

from __future__ import annotations

from tests.intake.bad.bases import EVERY
from tests.intake.bad.cases import AW, RF, RR, A, Sent, case
from tests.intake.bad.draft import Draft

SOME = ("person_month", "income_year", "working")
TEXTS = (
    "household_month",
    "person_month",
    "income_year",
    "employment_month",
    "project",
    "alleviated",
    "working",
)


def text(draft: Draft, content: bytes | None = None, ending: str = ".csv", **how: object) -> Sent:
    how.setdefault("rows", len(draft.data))
    made = content if content is not None else csv_of(draft)
    return Sent(made, draft.name.replace(".xlsx", ending), **how)  # type: ignore[arg-type]


def csv_of(draft: Draft, encoding: str = "utf-8", separator: str = ",", end: str = "\r\n") -> bytes:
    """An export keeps its title rows (they say month and kind); a form is header and rows."""
    return draft.csv(encoding, separator, end, rows=rows_of(draft))


def rows_of(draft: Draft) -> list[list[str]]:
    rows = draft.rows_of_text()
    titles = [] if draft.is_template else [[str(line.cells[0])] for line in draft.lines[: draft.header_at]]
    return [*titles, *rows]


def top(draft: Draft) -> int:
    """Return how many lines of text stand above the first data row."""
    return 1 if draft.is_template else draft.header_at + 1


def broken(draft: Draft, **how: object) -> Sent:
    return text(draft, rows=None, **how)


@case("csv-control", A, on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft)


@case("csv-whole-sheet", A, "AW", on=EVERY)
def _(draft: Draft) -> Sent:
    """The sheet as Excel saves it: title, header, example and rows."""
    return text(draft, draft.csv(whole=True))


@case("csv-utf8-bom", A, "AW", on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft, csv_of(draft, "utf-8-sig"))


@case("csv-gbk", A, "AW", on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft, csv_of(draft, "gbk"))


@case("csv-gb18030-rare", A, "AW", on=("person_month",))
def _(draft: Draft) -> Sent:
    draft.put("name", "䶮试")
    return text(draft, csv_of(draft, "gb18030"), reads=((top(draft) + 3, "name", "䶮试"),))


@case("csv-gbk-middle-dot", A, "AW", on=("person_month",))
def _(draft: Draft) -> Sent:
    draft.put("name", "阿卜杜拉\u00b7买买提")
    content = csv_of(draft, "gbk")
    assert b"\xa1\xa4" in content
    return text(draft, content, reads=((top(draft) + 3, "name", "阿卜杜拉\u00b7买买提"),))


@case("csv-utf16", AW, "A RF", on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft, b"\xff\xfe" + csv_of(draft, "utf-16-le"), rows=None)


@case("csv-utf16-tab", AW, "A RF", on=SOME)
def _(draft: Draft) -> Sent:
    """“Unicode 文本” of Excel: UTF-16, tabs, .txt."""
    return text(draft, b"\xff\xfe" + csv_of(draft, "utf-16-le", "\t"), ".txt", rows=None)


@case("csv-utf16-be", AW, "A RF", on=SOME)
def _(draft: Draft) -> Sent:
    return text(draft, b"\xfe\xff" + csv_of(draft, "utf-16-be"), rows=None)


@case("csv-utf16-no-bom", RF, "AW A", on=SOME)
def _(draft: Draft) -> Sent:
    return broken(draft, content=csv_of(draft, "utf-16-le"))


@case("csv-utf32", RF, "AW A", on=SOME)
def _(draft: Draft) -> Sent:
    return broken(draft, content=csv_of(draft, "utf-32"))


@case("csv-utf7", RF, on=("income_year",))
def _(draft: Draft) -> Sent:
    return broken(draft, content=csv_of(draft, "utf-7"))


@case("csv-big5", RF, "RR", on=("income_year",))
def _(draft: Draft) -> Sent:
    """A file of another code page of Chinese; its bytes are letters of GBK too."""
    rows = rows_of(draft)
    return broken(draft, content="\r\n".join(",".join(row) for row in rows).encode("big5hkscs", "replace"))


@case("csv-latin", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return broken(draft, content=csv_of(draft, "utf-8").decode("latin-1").encode("utf-8"))


@case("csv-mixed-encoding", RF, "RR", on=TEXTS)
def _(draft: Draft) -> Sent:
    lines = csv_of(draft).split(b"\r\n")
    lines[top(draft) + 2] = lines[top(draft) + 2].decode().encode("gbk")
    return broken(draft, content=b"\r\n".join(lines))


@case("csv-mixed-encoding-other-way", RF, "RR", on=TEXTS)
def _(draft: Draft) -> Sent:
    lines = csv_of(draft, "gbk").split(b"\r\n")
    lines[top(draft) + 2] = lines[top(draft) + 2].decode("gbk").encode()
    return broken(draft, content=b"\r\n".join(lines))


@case("csv-mojibake", RF, on=TEXTS)
def _(draft: Draft) -> Sent:
    return broken(draft, content=csv_of(draft).decode("gbk", "replace").encode("utf-8"))


@case("csv-mojibake-questions", RF, on=SOME)
def _(draft: Draft) -> Sent:
    """Every Chinese sign became a question mark."""
    return broken(draft, content=csv_of(draft).decode().encode("ascii", "replace"))


@case("csv-mojibake-in-rows", RF, "RR", on=("person_month",))
def _(draft: Draft) -> Sent:
    """The header is whole; a name is 锟斤拷."""
    draft.put("name", "锟斤拷")
    return broken(draft, content=csv_of(draft))


@case("csv-replacement-sign", RF, "RR", on=("person_month",))
def _(draft: Draft) -> Sent:
    draft.put("name", "周\ufffd")
    return broken(draft, content=csv_of(draft))


@case("csv-truncated-char", RF, "RR", on=TEXTS)
def _(draft: Draft) -> Sent:
    content = csv_of(draft) + "保安镇".encode()
    return broken(draft, content=content[:-1])


@case("csv-truncated-char-gbk", RF, "RR", on=TEXTS)
def _(draft: Draft) -> Sent:
    content = csv_of(draft, "gbk") + "保安镇".encode("gbk")
    return broken(draft, content=content[:-1])


@case("csv-truncated-row", RR, "RF AW", on=TEXTS)
def _(draft: Draft) -> Sent:
    """The last row ends in the middle of a cell."""
    content = csv_of(draft).rstrip(b"\r\n")
    return broken(draft, content=content[: -len(content.split(b"\r\n")[-1]) // 2 * 1].rsplit(b",", 1)[0])


@case("csv-nul", RF, "RR", on=TEXTS)
def _(draft: Draft) -> Sent:
    content = csv_of(draft)
    place = len(content) // 2
    return broken(draft, content=content[:place] + b"\0" + content[place:])


@case("csv-nul-tail", RF, "RR AW", on=SOME)
def _(draft: Draft) -> Sent:
    """A copy that was cut off: the rest of the file is zeros."""
    return broken(draft, content=csv_of(draft) + b"\0" * 4096)


@case("csv-control-sign", RR, "RF AW", on=("person_month",))
def _(draft: Draft) -> Sent:
    draft.put("name", "周\x07试")
    return broken(draft, content=csv_of(draft))


@case("csv-tab", AW, "A RF", on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft, csv_of(draft, separator="\t"), rows=None)


@case("csv-semicolon", AW, "A RF", on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft, csv_of(draft, separator=";"), rows=None)


@case("csv-pipe", AW, "A RF", on=SOME)
def _(draft: Draft) -> Sent:
    return text(draft, csv_of(draft, separator="|"), rows=None)


@case("csv-sep-line", AW, "A", on=SOME)
def _(draft: Draft) -> Sent:
    return text(draft, b"sep=,\r\n" + csv_of(draft))


@case("csv-sep-line-semicolon", AW, "A RF", on=SOME)
def _(draft: Draft) -> Sent:
    return text(draft, b"sep=;\r\n" + csv_of(draft, separator=";"), rows=None)


@case("csv-fullwidth-comma", RF, on=TEXTS)
def _(draft: Draft) -> Sent:
    rows = "\r\n".join("，".join(row) for row in rows_of(draft))
    return broken(draft, content=rows.encode())


@case("csv-spaces-between", RF, "RR", on=SOME)
def _(draft: Draft) -> Sent:
    rows = "\r\n".join("  ".join(row) for row in rows_of(draft))
    return broken(draft, content=rows.encode())


@case("csv-lf", A, on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft, csv_of(draft, end="\n"))


@case("csv-cr-only", A, "AW RF", on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft, csv_of(draft, end="\r"))


@case("csv-mixed-ends", A, "AW", on=SOME)
def _(draft: Draft) -> Sent:
    lines = csv_of(draft).split(b"\r\n")
    return text(draft, b"".join(line + (b"\r\n", b"\n")[number % 2] for number, line in enumerate(lines)))


@case("csv-no-last-end", A, on=SOME)
def _(draft: Draft) -> Sent:
    return text(draft, csv_of(draft).rstrip(b"\r\n"))


@case("csv-empty-lines", AW, "A", on=SOME)
def _(draft: Draft) -> Sent:
    lines = csv_of(draft).split(b"\r\n")
    lines.insert(top(draft) + 2, b"")
    return text(draft, b"\r\n".join(lines) + b"\r\n\r\n")


@case("csv-comma-lines", AW, "A", on=SOME)
def _(draft: Draft) -> Sent:
    """Rows of commas alone at the end, as Excel leaves them."""
    return text(draft, csv_of(draft) + (b"," * (len(draft.fields) - 1) + b"\r\n") * 50)


@case("csv-quoted-all", A, on=SOME)
def _(draft: Draft) -> Sent:
    rows = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows_of(draft))
    return text(draft, rows.encode() + b"\r\n")


@case("csv-unbalanced-quote", RF, "RR", on=TEXTS)
def _(draft: Draft) -> Sent:
    rows = rows_of(draft)
    place = draft.place("village")
    lines = [",".join(row) for row in rows]
    cells = list(rows[top(draft) + 2])
    cells[place] = '"' + cells[place]
    lines[top(draft) + 2] = ",".join(cells)
    return broken(draft, content="\r\n".join(lines).encode())


@case("csv-quote-inside", RR, "AW A RF", on=("project",))
def _(draft: Draft) -> Sent:
    """A lone quotation mark in the middle of a cell: text, or a reason; never several rows in one."""
    rows = rows_of(draft)
    lines = [",".join(row) for row in rows]
    lines[3] = lines[3].replace("产业路", '产业"路')
    return text(draft, "\r\n".join(lines).encode(), rows=None)


@case("csv-embedded-newline", A, "AW RR", on=("project",))
def _(draft: Draft) -> Sent:
    draft.put("content", "硬化道路\n1公里")
    return text(draft)


@case("csv-embedded-comma", A, "AW", on=("project",))
def _(draft: Draft) -> Sent:
    draft.put("content", "硬化道路, 1公里")
    return text(draft)


@case("csv-ragged-long", RR, "RF", on=TEXTS)
def _(draft: Draft) -> Sent:
    rows = rows_of(draft)
    where = top(draft) + 2
    rows[where] = [*rows[where], "多", "两格"]
    if not draft.is_template:
        rows[where] = [*rows[where][:3], "多", "两格", *rows[where][3:-2]]
    return text(draft, draft.csv(rows=rows), at=(where + 1, None))


@case("csv-ragged-inside", RR, "RF AW", on=TEXTS)
def _(draft: Draft) -> Sent:
    """An unquoted comma in the middle of a row: every cell after it moved by one."""
    rows = rows_of(draft)
    where, place = top(draft) + 2, draft.place("village")
    rows[where] = [*rows[where][:place], "桃", *rows[where][place:]]
    return text(draft, draft.csv(rows=rows), at=(where + 1, None))


@case("csv-ragged-short", RR, "RF AW", on=TEXTS)
def _(draft: Draft) -> Sent:
    rows = rows_of(draft)
    where = top(draft) + 2
    rows[where] = rows[where][:3]
    return text(draft, draft.csv(rows=rows), at=(where + 1, None))


@case("csv-trailing-commas", A, "AW", on=TEXTS)
def _(draft: Draft) -> Sent:
    return text(draft, b"\r\n".join(line + b",," if line else line for line in csv_of(draft).split(b"\r\n")))


@case("csv-empty", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return broken(draft, content=b"")


@case("csv-only-bom", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return broken(draft, content=b"\xef\xbb\xbf")


@case("csv-only-newlines", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return broken(draft, content=b"\r\n" * 500)


@case("csv-header-only", RF, "AW", on=TEXTS)
def _(draft: Draft) -> Sent:
    return broken(draft, content=draft.csv(rows=rows_of(draft)[: top(draft)]))


@case("csv-no-header", RF, on=TEXTS)
def _(draft: Draft) -> Sent:
    return broken(draft, content=draft.csv(rows=rows_of(draft)[top(draft) :]))


@case("csv-id-sci", RR, on=("person_month", "alleviated", "working"))
def _(draft: Draft) -> Sent:
    draft.put("id", "4.20281E+17")
    return text(draft, at=(top(draft) + 3, draft.header("id")))


@case("csv-id-all-digits", A, "AW", on=("person_month",))
def _(draft: Draft) -> Sent:
    """A column of digits only is not made a number of: leading noughts and the last places stay."""
    number = f"0{draft.get('hh_id')}"
    for index in (2, 3):  # the two of one household
        draft.put("hh_id", number, index)
    return text(draft, reads=((top(draft) + 3, "hh_id", number),))


@case("csv-id-equals-quoted", A, "AW", on=("person_month", "working"))
def _(draft: Draft) -> Sent:
    for index in range(len(draft.data)):
        draft.put("id", f'="{draft.get("id", index)}"', index)
    return text(draft)


@case("csv-id-tab", AW, "A RR", on=("person_month", "working"))
def _(draft: Draft) -> Sent:
    """A tab before each number keeps Excel from making a float of it; the national system's pages do so."""
    for index in range(len(draft.data)):
        draft.put("id", f"{draft.get('id', index)}\t", index)
    return text(draft)


@case("csv-concatenated", RR, "RF", on=TEXTS)
def _(draft: Draft) -> Sent:
    rows = rows_of(draft)
    again = [rows[top(draft) - 1], *[list(row) for row in rows[top(draft) + 2 :]]]
    return text(draft, draft.csv(rows=[*rows[: top(draft) + 2], *again]), rows=None)


@case("csv-bom-in-the-middle", RR, "RF AW", on=SOME)
def _(draft: Draft) -> Sent:
    """Two files pasted by ``copy a.csv + b.csv``: header and byte order mark again in the middle."""
    half = draft.copy()
    draft.lines, half.lines = (
        draft.lines[: draft.first + 4],
        half.lines[: half.first] + half.lines[half.first + 4 :],
    )
    return broken(draft, content=csv_of(draft, "utf-8-sig") + csv_of(half, "utf-8-sig"))


@case("csv-huge-field", RF, "RR", on=SOME)
def _(draft: Draft) -> Sent:
    rows = rows_of(draft)
    rows[top(draft) + 2][draft.place("village")] = "长" * 6_000_000
    return broken(draft, content=draft.csv(rows=rows))


@case("csv-one-line-bomb", RF, on=SOME)
def _(draft: Draft) -> Sent:
    return broken(draft, content=b"a," * 15_000_000)


@case("csv-one-line-bomb-small", RF, on=SOME)
def _(draft: Draft) -> Sent:
    """The same within the size that is let in."""
    return broken(draft, content=b"a" * 15_000_000)


@case("csv-many-columns", RF, "RR", on=SOME)
def _(draft: Draft) -> Sent:
    return broken(draft, content=csv_of(draft) + b"x," * 60_000)


@case("csv-many-lines", RF, "RR AW", on=("income_year",))
def _(draft: Draft) -> Sent:
    """Three million lines of one sign."""
    return broken(draft, content=csv_of(draft) + b"x\n" * 3_000_000)


@case("csv-as-txt", A, "AW", on=SOME)
def _(draft: Draft) -> Sent:
    return text(draft, ending=".txt")


@case("csv-formula-cells", RR, "AW", on=("person_month",))
def _(draft: Draft) -> Sent:
    draft.put("name", "=cmd|' /C calc'!A0")
    return text(draft, at=(top(draft) + 3, draft.header("name")))


@case("csv-header-quoted-newline", AW, "A RF", on=SOME)
def _(draft: Draft) -> Sent:
    rows = rows_of(draft)
    head = rows[top(draft) - 1]
    rows[top(draft) - 1] = [head[0], *(f"{cell[:2]}\n{cell[2:]}" for cell in head[1:])]
    return text(draft, draft.csv(rows=rows))


@case("csv-dates-slashes", A, "AW", on=("person_month", "project"))
def _(draft: Draft) -> Sent:
    """Days as Excel of a Chinese Windows writes them into CSV: 1970/2/3."""
    for index in range(len(draft.data)):
        day = draft.get("date", index)
        draft.put("date", f"{day.year}/{day.month}/{day.day}", index)
    return text(draft)


@case("csv-money-formatted", A, "AW", on=("income_year",))
def _(draft: Draft) -> Sent:
    """Money with separators of thousands, quoted, as the template's format shows it."""
    for index in range(len(draft.data)):
        for name in ("wage", "operating", "transfer", "net_total", "net_per_capita", "operating_expense"):
            draft.put(name, f"{float(draft.get(name, index)):,.2f}", index)
    return text(draft)


@case("csv-months-by-excel", RR, "AW A", on=("household_month",))
def _(draft: Draft) -> Sent:
    """2023-11 opened and saved by Excel has become Nov-23."""
    draft.put_all("month", "Nov-23")
    return text(draft, said={"month": None}, rows=len(draft.data))
