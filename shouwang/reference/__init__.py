"""What counties change without touching code: lines, deadlines, checkpoints, thresholds, names, and the indicator catalogue."""

from shouwang.reference.borders import Borders, borders_of
from shouwang.reference.duties import Duty, duties
from shouwang.reference.indicators import Catalogue, Indicator, catalogue, indicator
from shouwang.reference.tables import ancestors, config_frames, divisions, read_table

__all__ = [
    "Borders", "Catalogue", "Duty", "Indicator", "ancestors", "borders_of", "catalogue", "config_frames", "divisions", "duties", "indicator",
    "read_table",
]  # fmt: skip
