"""Narrative reports: text into figures, figures into verdicts. Offline, by rules and arithmetic, the same answer every time."""

from shouwang.reports.documents import read_document
from shouwang.reports.figures import Figure, Report, read_report
from shouwang.reports.verdicts import VERDICTS, Verdict, check_report

__all__ = ["VERDICTS", "Figure", "Report", "Verdict", "check_report", "read_document", "read_report"]
