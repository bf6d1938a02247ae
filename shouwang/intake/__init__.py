"""File -> checked rows -> canonical tables. Reading happens in a child process with limits; all faults come at once."""

from shouwang.intake.checking import Checked, check_file
from shouwang.intake.crossing import compare
from shouwang.intake.forms import Form, form_for, form_names
from shouwang.intake.kinds import KINDS, ExportKind
from shouwang.intake.merging import Merged, merged_parts
from shouwang.intake.rules import Rule, every_rule
from shouwang.intake.submitting import Receipt, Said, mark_interrupted, read_again, submit
from shouwang.intake.table_files import check_table_file
from shouwang.intake.table_frames import table_frame
from shouwang.intake.template_ids import carries_template
from shouwang.intake.templates import template

__all__ = [
    "KINDS", "Checked", "ExportKind", "Form", "Merged", "Receipt", "Rule", "Said", "carries_template", "check_file",
    "check_table_file", "compare", "every_rule", "form_for", "form_names", "mark_interrupted", "merged_parts",
    "read_again", "submit", "table_frame", "template",
]  # fmt: skip
