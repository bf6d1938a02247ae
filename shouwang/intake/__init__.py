"""File -> checked rows -> canonical tables. Reading happens in a child process with limits; all faults come at once."""

from shouwang.intake.checked import Checked, Exempt
from shouwang.intake.checking import Progress, check, shown_name
from shouwang.intake.crossing import compare
from shouwang.intake.faults import FAULTS
from shouwang.intake.forms import Form, form_for, form_names
from shouwang.intake.kinds import KINDS, ExportKind
from shouwang.intake.merging import Draft, Merged, merged_parts, would_be
from shouwang.intake.templates import template

__all__ = [
    "FAULTS", "KINDS", "Checked", "Draft", "Exempt", "ExportKind", "Form", "Merged", "Progress",
    "check", "compare", "form_for", "form_names", "merged_parts", "shown_name", "template", "would_be",
]  # fmt: skip
