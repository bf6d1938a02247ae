"""Frame in, bytes out. Values as they are: numbers as numbers, ids as text, nothing formatted for a locale."""

from shouwang.exports.annexes import FormColumn, OfficeForm, office_form
from shouwang.exports.commented import Comment, commented
from shouwang.exports.dossier import Block, dossier
from shouwang.exports.returned import faults_json, returned_workbook
from shouwang.exports.workbook import Sheet, digest, workbook

__all__ = [
    "Block", "Comment", "FormColumn", "OfficeForm", "Sheet", "commented", "digest", "dossier", "faults_json", "office_form", "returned_workbook", "workbook",
]  # fmt: skip
