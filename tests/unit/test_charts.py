"""Each kind of chart is a figure that Plotly's own schema takes, and says what the rows say."""

from __future__ import annotations

import json
from datetime import date

import plotly.graph_objects as go
import plotly.io
import plotly.tools
import polars as pl
import pytest

from shouwang import charts
from shouwang.charts import Figure, theme
from shouwang.charts.time_line import Note, drawn_notes, months_of, on_time_line

JAN, FEB, MAR = date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1)
BY_TOWN = pl.DataFrame(
    {
        "month": [JAN, FEB, MAR, JAN, FEB, MAR],
        "town": ["甲镇", "甲镇", "甲镇", "乙镇", "乙镇", "乙镇"],
        "hh": [3, None, 5, 1, 2, 4],
    }
)
NOW = pl.DataFrame({"code": ["1", "2"], "town": ["甲镇", "乙镇"], "hh": [5, None], "text": ["5户", "未报"]})
SQUARE = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}'
SHAPES = pl.DataFrame({"division_code": ["1", "2"], "geometry": [SQUARE, SQUARE]})

EACH: dict[str, Figure] = {
    "lines": charts.lines(BY_TOWN, "month", "hh", split="town", unit="户"),
    "bars": charts.bars(BY_TOWN, "month", "hh", split="town", unit="户"),
    "stacked": charts.stacked(BY_TOWN, "month", "hh", split="town", unit="户", horizontal=True),
    "waterfall": charts.waterfall(pl.DataFrame({"step": ["月初", "新识别", "消除", "月末"], "hh": [44, 3, -2, 45]}), "step", "hh"),
    "histogram": charts.histogram(
        pl.DataFrame({"low": [8000, 9000], "hh": [2, 7]}), "low", "hh", step=1000, marks=[(8000, "8000元"), (10000, "万元")]
    ),
    "dot_strip": charts.dot_strip(NOW.with_columns(indicator=pl.lit("监测户")), "indicator", "hh", "town", own="甲镇"),
    "small_multiples": charts.small_multiples(BY_TOWN, "town", "month", "hh", own="乙镇", unit="户"),
    "against_curve": charts.against_curve(
        pl.DataFrame({"m": ["2023-01", "2023-02"], "paid": [0.1, 0.3], "wanted": [0.08, 0.16]}), "m", {"paid": "支出"}, "wanted", "序时"
    ),
    "funnel": charts.funnel(
        pl.DataFrame({"n": [10, 40], "rate": [0.5, 0.6], "town": ["甲镇", "乙镇"], "low": [0.3, 0.4], "high": [0.8, 0.7]}),
        "n", "rate", "town", expected=0.58, limits=[("low", "high", "线")], own="乙镇", base_unit="户",
    ),
    "time line": on_time_line(
        charts.lines(BY_TOWN, "month", "hh", split="town", unit="户"), [Note("2023-02", "2023-03", "洪水")], {"2023-03": "2个乡镇未报"}
    ),
    "area_map": charts.area_map(SHAPES, NOW, "hh", code="code", name="town", text="text", own="1"),
    "tile_grid": charts.tile_grid(NOW, "hh", code="code", name="town", text="text"),
}  # fmt: skip


@pytest.mark.parametrize("kind", EACH)
def test_plotly_takes_every_kind_of_chart(kind: str) -> None:
    go.Figure(EACH[kind].spec)  # raises on a name or a value that Plotly does not know


@pytest.mark.parametrize("kind", EACH)
def test_what_streamlit_sends_is_the_figure_as_it_stands(kind: str) -> None:
    figure = plotly.tools.return_figure_from_figure_or_data(EACH[kind], validate_figure=True)
    assert json.loads(plotly.io.to_json(figure, validate=False)) == json.loads(json.dumps(EACH[kind].spec))


@pytest.mark.parametrize("kind", EACH)
def test_no_chart_asks_for_anything_from_outside(kind: str) -> None:
    assert "http" not in json.dumps(EACH[kind].spec)


def test_a_month_that_was_not_reported_is_a_gap_and_never_zero() -> None:
    first, second = EACH["lines"].traces
    assert first["x"] == ["2023-01", "2023-02", "2023-03"]
    assert (first["y"], first["connectgaps"]) == ([3, None, 5], False)
    assert second["y"] == [1, 2, 4]


def test_lines_and_bars_differ_without_colour() -> None:
    dashes = [trace["line"]["dash"] for trace in EACH["lines"].traces]
    patterns = [trace["marker"]["pattern"]["shape"] for trace in EACH["bars"].traces]
    assert len(set(dashes)) == len(set(patterns)) == 2


def test_what_is_over_is_lighter_in_the_same_hue_and_stays_apart_in_grey() -> None:
    fills = theme.two_shades(["未消除"], ["已消除"])
    assert (fills["未消除"]["color"], fills["已消除"]["line"]["color"]) == (theme.BLUE, theme.BLUE)
    assert _contrast(fills["未消除"]["color"], fills["已消除"]["color"]) >= 2
    drawn = charts.stacked(
        BY_TOWN, "month", "hh", split="town", labels={"甲镇": "未消除", "乙镇": "已消除"}, fills=fills
    )
    assert [trace["marker"]["pattern"]["shape"] for trace in drawn.traces] == ["", "/"]
    go.Figure(drawn.spec)


def test_a_line_across_the_bars_stands_at_its_value_with_its_name_inside() -> None:
    drawn = charts.bars(NOW, "town", "hh", horizontal=True, mark=(4.5, "应达"))
    assert [shape["x0"] for shape in drawn.spec["layout"]["shapes"]] == [4.5]
    assert [(note["text"], note["xanchor"]) for note in drawn.spec["layout"]["annotations"]] == [
        ("应达", "right")
    ]
    go.Figure(drawn.spec)


def test_a_waterfall_begins_and_ends_with_a_stock() -> None:
    trace = EACH["waterfall"].traces[0]
    assert trace["measure"] == ["absolute", "relative", "relative", "absolute"]
    assert trace["text"] == ["44", "+3", "-2", "45"]
    assert trace["y"][0] + trace["y"][1] + trace["y"][2] == trace["y"][3] == 44 + 3 - 2


def test_a_histogram_has_its_lines_where_they_are() -> None:
    spec = EACH["histogram"].spec
    assert [shape["x0"] for shape in spec["layout"]["shapes"]] == [8000, 10000]
    assert spec["data"][0]["x"] == [8000 + 500, 9000 + 500]


def test_the_own_township_is_marked_and_named() -> None:
    frames = EACH["small_multiples"].spec["layout"]
    assert len(frames["shapes"]) == 1
    assert [note["text"] for note in frames["annotations"]] == ["甲镇 5户", "<b>乙镇</b> 4户"]
    assert EACH["dot_strip"].traces[2]["text"] == ["甲镇 5"]


def test_a_township_without_a_figure_is_hatched_on_the_map() -> None:
    hatched = [trace for trace in EACH["area_map"].traces if "fillpattern" in trace]
    assert [trace["text"] for trace in hatched] == ["乙镇　未报"]


def test_money_is_drawn_in_ten_thousands_when_asked() -> None:
    rows = pl.DataFrame({"town": ["甲镇"], "amount": [3_830_300]})
    assert charts.bars(rows, "town", "amount", per=10000, unit="万元").traces[0]["y"] == [383.03]


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", theme.COLOURS)
@pytest.mark.parametrize("ground", ["#FFFFFF", "#12181F"])
def test_colours_stand_out_on_the_light_and_the_dark_ground(colour: str, ground: str) -> None:
    assert _contrast(colour, ground) >= 3


def test_events_are_numbered_in_order_and_months_without_reports_are_hatched() -> None:
    notes = [
        Note("2022-01", "2022-12", "太早"),
        Note("2022-11", "2023-01", "试点"),
        Note("2023-02", "2023-02", "洪水"),
    ]
    plain = charts.lines(BY_TOWN, "month", "hh", split="town")
    figure = on_time_line(plain, notes, {"2023-03": "2个乡镇未报", "2019-01": "不在图里"})

    assert [note.text for note in drawn_notes(notes, months_of(plain))] == ["试点", "洪水"]
    assert [(sign["text"], sign["x"]) for sign in figure.layout_of["annotations"]] == [
        ("①", "2023-01"),
        ("②", "2023-02"),
    ]
    assert figure.traces[-1]["x"] == ["2023-03"]
    assert figure.traces[:-1] == plain.traces
    assert "shapes" not in plain.layout_of  # the figure that was given is another chart's too


def test_a_chart_that_is_not_over_months_is_left_as_it_is() -> None:
    many = charts.small_multiples(BY_TOWN, "town", "month", "hh")
    for figure in (charts.bars(NOW, "town", "hh"), many):
        assert on_time_line(figure, [Note("2023-01", "2023-12", "试点")], {"2023-01": "未报"}) is figure
