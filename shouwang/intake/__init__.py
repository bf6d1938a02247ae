"""File -> checked rows -> canonical tables. Reading happens in a child process with limits; all faults come at once."""

from shouwang.intake.checking import Checked, check_file
from shouwang.intake.crossing import compare
from shouwang.intake.kinds import KINDS, ExportKind
from shouwang.intake.merging import Merged, merged_parts
from shouwang.intake.rules import Rule, every_rule
from shouwang.intake.submitting import Receipt, Said, mark_interrupted, read_again, submit

__all__ = [
    "KINDS", "Checked", "ExportKind", "Merged", "Receipt", "Rule", "Said", "check_file", "compare", "every_rule",
    "mark_interrupted", "merged_parts", "read_again", "submit",
]  # fmt: skip
