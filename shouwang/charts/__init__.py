"""Frame in, figure out; one theme. Runs no query and knows no word of the screen but those it is given."""

from shouwang.charts.figure import Figure, Points
from shouwang.charts.funnel import funnel
from shouwang.charts.kinds import (
    against_curve,
    bars,
    dot_strip,
    histogram,
    lines,
    small_multiples,
    stacked,
    stacked_with_marks,
    waterfall,
)
from shouwang.charts.places import area_map, tile_grid
from shouwang.charts.theme import GREY, ORANGE, faded, solid, two_shades

__all__ = [
    "GREY", "ORANGE", "Figure", "Points", "against_curve", "area_map", "bars", "dot_strip", "funnel", "histogram", "lines", "small_multiples", "stacked", "stacked_with_marks",
    "tile_grid", "waterfall", "faded", "solid", "two_shades",
]  # fmt: skip
