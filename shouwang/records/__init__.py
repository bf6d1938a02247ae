"""What is small, relational and changing: submissions and their states, corrections, exemptions, what was done about alerts, the audit. SQLite, or PostgreSQL by a URL."""

from shouwang.records.alerts import (
    ALERT_STATE_LABELS,
    AlertLife,
    AlertResult,
    AlertState,
    AlertStep,
    alert_life,
    alert_lives,
    alert_steps,
    move_alert,
)
from shouwang.records.audit import (
    FAILED,
    AuditFault,
    AuditRow,
    append_audit,
    audit_rows,
    audited,
    audited_objects,
    head,
    unfinished,
    verify_audit,
    verify_records,
    version_object,
)
from shouwang.records.corrections import Correction, close_correction, list_corrections, open_correction
from shouwang.records.database import Records, open_records
from shouwang.records.exemptions import (
    EXEMPTION_LABELS,
    Exemption,
    add_exemption,
    approve_exemption,
    end_exemption,
    exempted,
    list_exemptions,
    note_uses,
)
from shouwang.records.submissions import (
    OPEN,
    STATE_LABELS,
    WAITING,
    State,
    Submission,
    SubmissionEvent,
    TownRows,
    add_submission,
    check_submission,
    count_submissions,
    find_submission,
    list_submissions,
    set_state,
    submission_events,
    takes_the_place_of,
)

__all__ = [
    "ALERT_STATE_LABELS", "AlertLife", "AlertResult", "AlertState", "AlertStep",
    "EXEMPTION_LABELS", "FAILED", "OPEN", "STATE_LABELS", "WAITING", "AuditFault", "AuditRow", "Correction", "Exemption",
    "Records", "State", "Submission", "SubmissionEvent", "TownRows", "add_exemption", "add_submission", "alert_life", "alert_lives", "alert_steps", "append_audit",
    "approve_exemption", "audit_rows", "audited", "audited_objects", "check_submission", "close_correction", "count_submissions",
    "end_exemption", "exempted", "find_submission", "head", "list_corrections",
    "list_exemptions", "list_submissions", "move_alert", "note_uses", "open_correction", "open_records", "set_state",
    "submission_events", "takes_the_place_of", "unfinished", "verify_audit", "verify_records", "version_object",
]  # fmt: skip
