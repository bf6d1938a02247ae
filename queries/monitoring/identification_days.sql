-- title:   从线索到标注: 本年已标注的天数, 月末在办和超时
-- grain:   one row
-- params:  $area VARCHAR
--          $from_month DATE         first month of marking that counts
--          $month DATE              state of affairs at the end of this month
--          $type VARCHAR?           the type proposed
-- columns: cases BIGINT, median_days DOUBLE, p90_days DOUBLE, late_cases BIGINT, shortest_deadline BIGINT,
--          longest_deadline BIGINT, open_cases BIGINT, open_late_cases BIGINT, not_admitted_cases BIGINT,
--          is_reported BOOLEAN
-- units:   cases = 件; days = 天 from clue to marking; deadlines = 天 allowed by the rules of the cases' own times;
--          days are NULL when nothing was marked;
--          is_reported: the scope reported a case at all, so that none means none
-- reads:   scoped.identification_case
WITH cases AS (
    SELECT
        UNIX_DATE(marked_at) - UNIX_DATE(clue_at) AS days,
        UNIX_DATE(due_at) - UNIX_DATE(clue_at) AS days_allowed,
        due_at,
        marked_at,
        marked_at >= $from_month AND marked_at < CAST($month + INTERVAL '1' MONTH AS DATE) AS is_marked,
        result IN ('not_admitted', 'dismissed')
        AND state_at >= $from_month
        AND state_at < CAST($month + INTERVAL '1' MONTH AS DATE) AS is_refused,
        (marked_at IS NULL OR marked_at >= CAST($month + INTERVAL '1' MONTH AS DATE))
        AND (
            result IS NULL
            OR result NOT IN ('not_admitted', 'dismissed')
            OR state_at >= CAST($month + INTERVAL '1' MONTH AS DATE)
        ) AS is_open
    FROM scoped.identification_case
    WHERE
        case_kind = 'identify'
        AND ($type IS NULL OR proposed_type = $type)
        AND clue_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
)

SELECT
    COUNT(*) FILTER (WHERE is_marked) AS cases,
    CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CASE WHEN is_marked THEN days END) AS DOUBLE) AS median_days,
    CAST(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY CASE WHEN is_marked THEN days END) AS DOUBLE) AS p90_days,
    COUNT(*) FILTER (WHERE is_marked AND marked_at > due_at) AS late_cases,
    CAST(MIN(CASE WHEN is_marked OR is_open THEN days_allowed END) AS BIGINT) AS shortest_deadline,
    CAST(MAX(CASE WHEN is_marked OR is_open THEN days_allowed END) AS BIGINT) AS longest_deadline,
    COUNT(*) FILTER (WHERE is_open) AS open_cases,
    COUNT(*) FILTER (WHERE is_open AND due_at < CAST($month + INTERVAL '1' MONTH AS DATE)) AS open_late_cases,
    COUNT(*) FILTER (WHERE is_refused) AS not_admitted_cases,
    (SELECT COUNT(*) FROM scoped.identification_case) > 0 AS is_reported
FROM cases
