"""Narrative reports: text into figures, figures into verdicts. Offline, by rules and arithmetic, the same answer every time."""

from shouwang.reports.figures import Figure, Report, read_report

__all__ = ["Figure", "Report", "read_report"]
