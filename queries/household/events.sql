-- title:   识别、消除、回退的经过
-- grain:   one row per step of a case up to the month's end, latest first
-- params:  $hh VARCHAR, $month DATE
-- columns: at DATE, case_id VARCHAR, seq INTEGER, case_kind VARCHAR, to_state VARCHAR, actor_role VARCHAR,
--          clue VARCHAR, days_from_clue INTEGER, due_at DATE, is_late BOOLEAN
-- units:   clue = channel and pushing department joined by a comma, '' where there is none; days_from_clue = 天;
--          is_late = the step is after the case's deadline
-- reads:   scoped.case_event, scoped.identification_case
SELECT
    event.at,
    event.case_id,
    event.seq,
    cases.case_kind,
    event.to_state,
    event.actor_role,
    CONCAT_WS(',', cases.clue_channel, cases.dept_code) AS clue,
    UNIX_DATE(event.at) - UNIX_DATE(cases.clue_at) AS days_from_clue,
    cases.due_at,
    event.at > cases.due_at AS is_late
FROM scoped.case_event AS event
INNER JOIN scoped.identification_case AS cases ON event.case_id = cases.case_id
WHERE
    event.hh_key = $hh
    AND cases.hh_key = $hh
    AND event.at < CAST($month + INTERVAL '1' MONTH AS DATE)
ORDER BY event.at DESC, event.case_id ASC, event.seq DESC
