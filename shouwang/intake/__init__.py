"""File -> checked rows -> canonical tables. Reading happens in a child process with limits; all faults come at once."""

from shouwang.intake.checked import Checked, Exempt
from shouwang.intake.checking import check
from shouwang.intake.crossing import compare
from shouwang.intake.faults import FAULTS
from shouwang.intake.forms import Form, form_for, form_names
from shouwang.intake.kinds import KINDS, ExportKind
from shouwang.intake.merging import Merged, merged_parts
from shouwang.intake.rules import Rule, every_rule
from shouwang.intake.submitting import Receipt, Said, mark_interrupted, read_again, submit
from shouwang.intake.template_ids import carries_template
from shouwang.intake.templates import template

__all__ = [
    "FAULTS", "KINDS", "Checked", "Exempt", "ExportKind", "Form", "Merged", "Receipt", "Rule", "Said",
    "carries_template", "check", "compare", "every_rule", "form_for", "form_names", "mark_interrupted", "merged_parts",
    "read_again", "submit", "template",
]  # fmt: skip
