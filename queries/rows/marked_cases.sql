-- title:   已标注的识别个案
-- grain:   one row per case marked from $from_month (else from January) to the month's end
-- params:  $area VARCHAR, $month DATE
--          $from_month DATE?        first month of marking
--          $type VARCHAR?           the type proposed
--          $late BOOLEAN?           true: only those marked after the deadline of their own time
-- columns: hh_key VARCHAR, village_name VARCHAR, proposed_type VARCHAR, clue_at DATE, marked_at DATE, due_at DATE,
--          days BIGINT, days_allowed BIGINT
-- units:   days = 天 from the clue to the marking, days_allowed = 天 that the rule of its time allowed
-- reads:   scoped.identification_case, scoped.division
SELECT
    one.hh_key,
    village.name AS village_name,
    one.proposed_type,
    one.clue_at,
    one.marked_at,
    one.due_at,
    CAST(UNIX_DATE(one.marked_at) - UNIX_DATE(one.clue_at) AS BIGINT) AS days,
    CAST(UNIX_DATE(one.due_at) - UNIX_DATE(one.clue_at) AS BIGINT) AS days_allowed
FROM scoped.identification_case AS one
LEFT JOIN scoped.division AS village ON one.division_code = village.division_code
WHERE
    one.case_kind = 'identify'
    AND one.marked_at >= COALESCE($from_month, CAST(DATE_TRUNC('year', $month) AS DATE))
    AND one.marked_at < CAST($month + INTERVAL '1' MONTH AS DATE)
    AND one.division_code LIKE $area || '%'
    AND ($type IS NULL OR one.proposed_type = $type)
    AND ($late IS NULL OR (one.marked_at > one.due_at) = $late)
ORDER BY one.marked_at, one.case_id
