"""Frame in, bytes out. Values as they are: numbers as numbers, ids as text, nothing formatted for a locale."""

from shouwang.exports.returned import faults_json, returned_workbook
from shouwang.exports.workbook import Sheet, digest, workbook

__all__ = ["Sheet", "digest", "faults_json", "returned_workbook", "workbook"]
