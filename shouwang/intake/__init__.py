"""File -> checked rows -> canonical tables. Reading happens in a child process with limits; all faults come at once."""

from shouwang.intake.checking import Checked, check_file
from shouwang.intake.kinds import KINDS, ExportKind
from shouwang.intake.rules import Rule, every_rule

__all__ = ["KINDS", "Checked", "ExportKind", "Rule", "check_file", "every_rule"]
