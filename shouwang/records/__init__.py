"""What is small, relational and changing: submissions and their states, and the audit. SQLite, or PostgreSQL by a URL."""

from shouwang.records.audit import (
    AuditFault,
    AuditRow,
    append_audit,
    audit_rows,
    audited,
    audited_objects,
    head,
    verify_audit,
    version_object,
)
from shouwang.records.database import Records, open_records
from shouwang.records.submissions import (
    STATE_LABELS,
    State,
    Submission,
    SubmissionEvent,
    add_submission,
    find_submission,
    find_submission_by_sha,
    list_submissions,
    set_state,
    submission_events,
)

__all__ = [
    "STATE_LABELS", "AuditFault", "AuditRow", "Records", "State", "Submission", "SubmissionEvent",
    "add_submission", "append_audit", "audit_rows", "audited", "audited_objects", "find_submission",
    "find_submission_by_sha", "head", "list_submissions", "open_records", "set_state", "submission_events",
    "verify_audit", "version_object",
]  # fmt: skip
