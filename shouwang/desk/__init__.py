"""The desk: where files are handed in, looked at, decided on and sealed. The one door for pages and command line.

Every call names a viewer. A township sends and sees its own area alone; a receipt that does not exist and one of another
township give the same answer. The data steward sends for everybody, decides and seals; a second person confirms.

    received -> checked -> held | refused | accepted -> confirmed -> published
                           (held -> accepted by leave_out; superseded, withdrawn, interrupted beside)
"""

from shouwang.desk.alerting import (
    AlertFound,
    alert_history,
    alert_states,
    close_alert,
    explain_alert,
    find_alert,
    gone_alert,
    help_alert,
    may_act,
    reopen_alert,
    verify_alert,
)
from shouwang.desk.correcting import close_correction, corrections, open_correction
from shouwang.desk.deciding import confirm, leave_out, may_confirm, withdraw
from shouwang.desk.exempting import approve_exemption, ask_exemption, end_exemption, exemptions
from shouwang.desk.listing import Detail, count, detail, original, submissions
from shouwang.desk.saying import Said
from shouwang.desk.sealing import Waiting, publish, waiting
from shouwang.desk.taking import Receipt, as_it_stands, take
from shouwang.desk.tidying import mark_interrupted, tidy
from shouwang.records import (
    ALERT_STATE_LABELS,
    EXEMPTION_LABELS,
    STATE_LABELS,
    AlertLife,
    AlertResult,
    AlertState,
    AlertStep,
    Correction,
    Exemption,
    State,
    Submission,
    SubmissionEvent,
    TownRows,
)

__all__ = [
    "ALERT_STATE_LABELS", "AlertFound", "AlertLife", "AlertResult", "AlertState", "AlertStep", "alert_history",
    "alert_states", "close_alert", "explain_alert", "find_alert", "gone_alert", "help_alert", "may_act", "reopen_alert", "verify_alert",
    "EXEMPTION_LABELS", "STATE_LABELS", "Correction", "Detail", "Exemption", "Receipt", "Said", "State", "Submission",
    "SubmissionEvent", "TownRows", "Waiting", "approve_exemption", "as_it_stands", "ask_exemption", "close_correction", "confirm",
    "corrections", "count", "detail", "end_exemption", "exemptions", "leave_out", "mark_interrupted", "may_confirm",
    "open_correction", "original", "publish", "submissions", "take", "tidy", "waiting", "withdraw",
]  # fmt: skip
