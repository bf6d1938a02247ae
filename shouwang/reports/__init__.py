"""Narrative reports: text into figures, figures into verdicts. Offline, by rules and arithmetic, the same answer every time."""

from shouwang.reports.against import AGREES, DIFFERS, Compared, compare_report
from shouwang.reports.documents import read_document
from shouwang.reports.figures import Figure, Report, read_report
from shouwang.reports.privacy import PRIVATE, Private, find_private, without_private
from shouwang.reports.verdicts import VERDICTS, Verdict, check_report

__all__ = [
    "AGREES", "DIFFERS", "PRIVATE", "VERDICTS", "Compared", "Figure", "Private", "Report", "Verdict", "check_report", "compare_report", "find_private", "read_document",
    "read_report", "without_private",
]  # fmt: skip
