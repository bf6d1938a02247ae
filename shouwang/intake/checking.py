"""One file from end to end: opened, read, mapped, every rule applied. All faults at once; nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from shouwang.access import mask
from shouwang.clock import COUNTY_TIME
from shouwang.errors import ConfigError
from shouwang.intake import (
    cell_reader,
    cells,
    columns,
    export_layout,
    form_layout,
    identities,
    judging,
    locating,
    places,
    rows,
)
from shouwang.intake.cell_reader import Bound
from shouwang.intake.checked import Checked, Exempt
from shouwang.intake.forms import COUNTY, form_for
from shouwang.intake.kinds import KINDS
from shouwang.intake.layout import Layout, shown
from shouwang.intake.precheck import TEXT, WORKBOOK, Refused
from shouwang.intake.reader import FORMULA, NUMBER, Opened, open_file
from shouwang.intake.template_ids import Foreign, Said, check_identity, template_id
from shouwang.rules.identity import DEMO_PHONES
from shouwang.schema import Sensitive
from shouwang.store import Store

Progress = Callable[[str, int, int], None]
_ENDINGS = {WORKBOOK: {".xlsx"}, TEXT: {".csv", ".txt", ".tsv", ""}}
_LONG_NUMBER = re.compile(r"\d{15,}[Xx]?")
SHOWN = 20  # headers in one sentence
MOVED = 3  # cells of a row that cannot be read: more likely all of it stands one column off
_STEPS = ("打开文件", "认表头", "读各列", "核对规则", "完成")


def shown_name(path: Path) -> str:
    """Return a file's name as messages may show it: a whole identity number in it is masked."""
    return _LONG_NUMBER.sub(lambda found: mask(Sensitive.ID_NO, found[0]) or "", path.name)


def check(
    path: Path,
    *,
    name: str | None = None,
    store: Store | None = None,
    county: str | None = None,
    table: str | None = None,
    month: date | None = None,
    area: str | None = None,
    exempt: Exempt = frozenset(),
    progress: Progress | None = None,
) -> Checked:
    """Return what a file holds, with every fault of it: an export of the national system or a form, workbook or text.

    Args:
        name: what the sender calls the file (default: its own name); a hint of kind and month, and used in messages.
        store: where it is to go: its county, its version, and the rows that the new ones will stand beside.
        county: code of the county that the file must belong to (default: the store's, else what the file says).
        table, month, area: said by the sender; they must not contradict the file. ``table`` is a kind of export or the
            name of a form. A file without a template's identity and without ``table`` is recognised by its content.
        exempt: (rule id, object key) whose faults are kept and refuse nothing.
        progress: called with (what is being done, steps done, of how many).
    """
    checked = Checked(
        shown_name(Path(name) if name else path), exempt=exempt, salt=store.salt if store else None
    )
    county = county or (store.county if store else None)
    numbers = store.numbers() if store else []
    work = _Work(checked, Said(county, table, month, area, max(numbers, default=None)), store, progress)
    work.run(path)
    return checked


@dataclass
class _Work:
    """One check while it goes on."""

    checked: Checked
    said: Said
    store: Store | None
    progress: Progress | None

    def run(self, path: Path) -> None:
        checked = self.checked
        self._step(0)
        try:
            opened = open_file(path, checked.file)
        except Refused as reason:
            checked.add("F01", f"{reason}。")
            return
        if Path(checked.file).suffix.lower() not in _ENDINGS[opened.form]:
            checked.add("F13", "扩展名与内容不符，已按内容读取。")
        self._step(1)
        try:
            layout = self._find(opened)
        except Refused as reason:
            checked.add("F10" if isinstance(reason, Foreign) else "F02", f"{reason}。")
            return
        del opened
        lines = rows.below(layout)
        data = lines.filter(~rows.is_example(layout, lines))
        self._describe(layout, data)
        self._settle_county(layout, data)
        self._settle_month(layout, data)
        if checked.is_refused:
            checked.cells = data.select("row")
            return
        self._step(2)
        form = layout.form
        del data
        self._read(layout, lines)
        del layout, lines  # the cells as text are needed no more, and may be a lot
        self._settle_area()
        if "id_is_synthetic" not in checked.cells.columns:
            checked.is_synthetic = _has_demo_phones(checked.cells)
        if self.store is not None:
            self._against_store(self.store)
        self._step(3)
        judging.judge_file(checked, form, self.store)
        self._step(4)

    def _step(self, number: int) -> None:
        if self.progress:
            self.progress(_STEPS[number], number, len(_STEPS) - 1)

    # -- what the file is ------------------------------------------------------------------------------------------

    def _find(self, opened: Opened) -> Layout:
        """Return the file's layout: that of its template, of what the sender says, or of what it looks like.

        Raises:
            Refused: nobody can tell, or the template is not one to be filled in now.
        """
        identity = template_id(opened)
        warning = check_identity(identity, self.said)
        if warning:
            self.checked.add("F11", warning)
        self.said = self.said.completed(identity)
        table, said = self.said.table, self.said
        if table is not None and table not in KINDS:
            form = form_for(table)
            return form_layout.find(form_layout.heads(opened.sheets), form, month=said.month, area=said.area)
        exports = export_layout.candidates(opened.sheets)
        if table is not None:
            return export_layout.layout(export_layout.only_one(exports), KINDS[table], self.checked.file)
        return self._recognise(opened, exports)

    def _recognise(self, opened: Opened, exports: list[export_layout.Candidate]) -> Layout:
        """An export says what it is in its titles; else the headers may be those of one form; else names are hints."""
        name = self.checked.file
        if exports and (kind := export_layout.kind_of_titles(exports[0].titles)):
            return export_layout.layout(export_layout.only_one(exports), kind, name)
        heads = form_layout.heads(opened.sheets)
        try:
            form = form_layout.recognise(heads)
        except Refused:
            if not exports:
                raise
        else:
            return form_layout.find(heads, form, month=self.said.month, area=self.said.area)
        one = export_layout.only_one(exports)
        kind = export_layout.kind_of_titles(name) or export_layout.kind_of_headers(one)
        if kind is None:
            raise export_layout.unknown_kind()
        return export_layout.layout(one, kind, name)

    def _describe(self, layout: Layout, data: pl.DataFrame) -> None:
        checked, sheet = self.checked, layout.sheet
        checked.kind, checked.sheet, checked.headers = layout.kind, sheet.name or None, layout.headers
        checked.unknown_columns = layout.unknown
        for sentence in layout.missing:
            checked.add("F03", sentence)
        for text in layout.twice:
            checked.add(
                "F12", f"“{shown(text)}”列出现了两次，不知取哪一列。整份文件没有采用，请只留一列再报。"
            )
        top = layout.header_row - 1
        if any(
            first <= top <= last and (last > first or right > left)
            for first, left, last, right in sheet.merged
        ):
            checked.add("F12", "表头有合并单元格(两级表头)。整份文件没有采用，请改成一行表头再报。")
        if layout.unknown:
            names = "、".join(map(shown, layout.unknown[:SHOWN])) + (
                "等" if len(layout.unknown) > SHOWN else ""
            )
            checked.add("F08", f"认不出的列: {names}。原件已保存，这些列没有采用。")
        if not sheet.visible:
            checked.add("F09", "数据所在的工作表是隐藏的，请核对是否该报这一张。")
        self._tell_hidden(layout)
        if data.is_empty():
            checked.add("F05", "只有表头，没有数据行。")

    def _tell_hidden(self, layout: Layout) -> None:
        hidden = [row + 1 for row in layout.sheet.hidden_rows if row >= layout.header_row]
        if hidden:
            numbers = "、".join(map(str, hidden[:10])) + ("等" if len(hidden) > 10 else "")
            self.checked.add("C10", f"有{len(hidden)}行是隐藏的(第{numbers}行)，也读了。请核对是否该报。")
        known = {place: name for name, place in layout.positions.items()}
        covered = [layout.headers[known[column]] for column in layout.sheet.hidden_columns if column in known]
        if covered:
            self.checked.add("C10", f"有隐藏的列: {'、'.join(covered)}，也读了。请核对是否该报。")

    # -- what the whole file says ----------------------------------------------------------------------------------

    def _settle_county(self, layout: Layout, data: pl.DataFrame) -> None:
        """Find the county that was said, or that the rows name; rows of another one refuse the file."""
        checked = self.checked
        if checked.kind is None or (layout.form is not None and not layout.form.has_places):
            return
        place = layout.positions.get(COUNTY)
        texts = data[f"t{place}"].unique().to_list() if place is not None else []
        names = {cells.clean(text) for text in texts if not rows.TOTAL.search(text)} - {""}
        known = locating.counties_by_name()
        code = self.said.county
        if code is None:
            codes = {known.get(name) for name in names}
            code = codes.pop() if len(codes) == 1 else None
            if code is None:
                checked.add(
                    "F06",
                    "看不出是哪个县(“县”列为空、不一致，或不在区划表里)。请用 --area 指明区划，或用 --store 指明数据仓。",
                )
                return
        wrong = sorted(name for name in names if known.get(name) != code and name != code)
        if wrong:
            checked.add("F06", f"“县”列有{'、'.join(map(shown, wrong[:3]))}，不是本县。整份文件没有采用。")
            return
        try:
            checked.county = locating.county(code)
        except ConfigError:
            checked.add("F06", f"区划表里没有县代码“{code[:6]}”。")

    def _settle_month(self, layout: Layout, data: pl.DataFrame) -> None:
        """The month is the given one; else an export's as it says, a form's the one that most rows name."""
        checked, given = self.checked, self.said.month
        if given is not None and layout.month is not None and given != layout.month:
            checked.add("F04", f"文件里的数据日期是{layout.month:%Y年%m月}，与指明的{given:%Y年%m月}不一致。")
            return
        found = given or layout.month or layout.month_of_name
        if layout.form is not None:
            found = given or _month_of_most(layout, data)
        elif found is None:
            checked.add("F04", "看不出是哪个月(没有“数据日期:20231130”这样的一行)。请用 --month 指明。")
        if found is not None and found > datetime.now(COUNTY_TIME).date():
            checked.add("F04", f"数据日期{found:%Y年%m月}在将来，请核对。")
        checked.month = found

    def _settle_area(self) -> None:
        checked, area = self.checked, self.said.area
        if "town_code" not in checked.cells.columns:
            return
        checked.towns = tuple(sorted(checked.cells["town_code"].drop_nulls().unique()))
        others = [town for town in checked.towns if area and not town.startswith(area)]
        if others and checked.county is not None:
            names = "、".join(places.name_of(checked.county, town) for town in others)
            checked.add("F06", f"文件里有{names}的行，与指明的区划不一致。整份文件没有采用。")

    # -- rows ------------------------------------------------------------------------------------------------------

    def _read(self, layout: Layout, lines: pl.DataFrame) -> None:
        checked, area = self.checked, self.said.area
        told: list[pl.DataFrame] = []
        body = rows.sort_out(layout, lines, told.append)
        town = area if area and len(area) == 9 else None
        bound = Bound(checked.month, town, datetime.now(COUNTY_TIME).date())
        values = [body.sound["row"]]
        schooling: pl.Series | None = None
        for one in layout.fields:
            place = layout.positions.get(one.name)
            if place is None:
                continue
            texts = body.sound.select("row", text=pl.col(f"t{place}"), kind=pl.col(f"k{place}") % FORMULA)
            self._tell_formulas(body.sound[f"k{place}"], one.name)
            if one.name == "edu":
                texts, schooling = columns.without_school(texts)
            is_asked = one.required and (
                layout.form is None or cell_reader.is_needed(layout.form, one, checked.month, town)
            )
            series, faults = columns.read_column(texts, one, bound, is_asked=is_asked)
            values.append(series)
            told.append(faults)
        frame = self._derive(layout, _with_schooling(pl.DataFrame(values), schooling), bound, told.append)
        checked.cells = body.data.select("row").join(frame, on="row", how="left", maintain_order="left")
        moved = _moved(told)
        for faults in told:  # now that the rows say whom they are about
            checked.add_faults(_unquoted(faults, moved) if moved.len() else faults)

    def _tell_formulas(self, kinds: pl.Series, field: str) -> None:
        count = int((kinds >= FORMULA).sum())
        if count:
            self.checked.add(
                "C16", f"有{count}格是公式，读的是算好的值。请核对，最好只粘贴数值。", column=field
            )

    def _derive(self, layout: Layout, frame: pl.DataFrame, bound: Bound, tell: rows.Tell) -> pl.DataFrame:
        """Add what follows from the cells: places, the month, what an identity number says, where the work is."""
        checked, form = self.checked, layout.form
        if checked.county is not None:
            frame, faults = places.with_codes(frame, checked.county, form, bound.town)
            tell(faults)
            tell(places.left_out(frame, checked.county, bound.town))
        if form is not None and form.month_column is not None and bound.month is not None:
            name, month = form.month_column, bound.month
            if name not in frame.columns:
                frame = frame.with_columns(pl.lit(None, pl.Date).alias(name))
            message = pl.format(
                f"{{}}与文件的月份{month:%Y-%m}不一致，请核对。", pl.col(name).dt.to_string("%Y-%m")
            )
            tell(columns.found(frame.filter(pl.col(name) != month), "C14", message, name))
            frame = frame.with_columns(pl.col(name).fill_null(month))
        if "id_no" in frame.columns:
            frame = identities.with_identities(frame)
            checked.is_synthetic = bool(frame["id_is_synthetic"].any())
        if layout.kind.family == "working" and "place_name" in frame.columns and checked.county is not None:
            frame = places.with_place_class(frame, checked.county)
        return frame

    def _against_store(self, store: Store) -> None:
        """Note it where made-up rows would come among real ones, or real ones among made-up."""
        checked, kept = self.checked, _is_synthetic(store)
        if "id_is_synthetic" not in checked.cells.columns:
            checked.is_synthetic = (store.is_demo or checked.is_synthetic) if kept is None else kept
        elif kept is not None and checked.is_synthetic and not kept:
            checked.add(
                "F07",
                "文件是合成数据(证件号码用演示区划)，本数据仓里是真实数据，不能混放。整份文件没有采用。",
            )
        elif kept and not checked.is_synthetic:
            checked.add(
                "F07", "本数据仓里是合成数据，不能放进真实数据。请用 shouwang init 另建数据仓后再报。"
            )


def _moved(told: list[pl.DataFrame]) -> pl.Series:
    """Return the rows whose cells seem to stand in each other's columns: several of them cannot be read."""
    unread = pl.concat([one.filter(pl.col("rule") == "C02").select("row", "field") for one in told])
    counted = unread.unique().group_by("row").len().filter(pl.col("len") >= MOVED)
    return counted["row"].drop_nulls()


def _unquoted(faults: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Return the faults without what stands in the cells of these rows: a name may stand where a code should."""
    said = (
        pl.when(pl.col("rule") == "C02")
        .then(pl.col("message").str.replace("^“[^”]*”", "这一格"))
        .when(pl.col("rule").is_in(["P01", "P02"]))
        .then(pl.col("message").str.replace_all("“[^”]*”", "这一格写的"))
        .otherwise("message")
    )
    return faults.with_columns(
        message=pl.when(pl.col("row").is_in(rows.implode())).then(said).otherwise("message")
    )


def _with_schooling(frame: pl.DataFrame, schooling: pl.Series | None) -> pl.DataFrame:
    """Return the rows with what the column of education says of those who are still at school."""
    if schooling is None or schooling.null_count() == schooling.len():
        return frame
    told = pl.coalesce(schooling, "school") if "school" in frame.columns else schooling
    return frame.with_columns(school=told)


def _month_of_most(layout: Layout, data: pl.DataFrame) -> date | None:
    form = layout.form
    place = layout.positions.get(form.month_column or "") if form is not None else None
    if place is None:
        return None
    counted = data.group_by(pl.col(f"t{place}").alias("text"), pl.col(f"k{place}").alias("kind")).len()
    votes: dict[date, int] = {}
    for text, kind, count in counted.iter_rows():
        when = _month_of(text, kind)
        if when is not None:
            votes[when] = votes.get(when, 0) + count
    return max(votes, key=lambda when: (votes[when], when)) if votes else None


def _month_of(text: str, kind: int) -> date | None:
    try:
        return cells.month(cells.clean(text))
    except cells.Bad:
        day = cells.serial_day(text) if kind == NUMBER else None
        return day.replace(day=1) if day else None


def _has_demo_phones(cells: pl.DataFrame) -> bool:
    """Say whether a form that names nobody by number has phones that nobody can have: its rows are made up."""
    phones = [name for name in ("phone", "contact_phone") if name in cells.columns]
    return any(bool(cells[name].str.contains(DEMO_PHONES).any()) for name in phones)


def _is_synthetic(store: Store) -> bool | None:
    """Say whether the households of the current version are synthetic; None where there are none."""
    if not store.numbers():
        return None
    snapshot = store.snapshot()
    parts = snapshot.manifest.parts("household_month")
    if not parts:
        return None
    part, entry = list(parts.items())[-1]
    kept = pl.read_parquet(snapshot.file("household_month", part, entry), columns=["is_synthetic"])
    return bool(kept["is_synthetic"].any())
