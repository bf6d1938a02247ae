-- title:   从线索到标注的天数, 按标注月份
-- grain:   one row per month in which a case of identification was marked
-- params:  $area VARCHAR, $from_month DATE, $month DATE
-- columns: stat_month DATE, cases BIGINT, median_days DOUBLE, p90_days DOUBLE, late_cases BIGINT, deadline_days DOUBLE
-- units:   days are calendar days from clue to marking; late_cases = 件 marked after the deadline of their own time;
--          deadline_days = median of the days that the rule of their time allowed
-- reads:   scoped.identification_case
WITH marked AS (
    SELECT
        CAST(DATE_TRUNC('MONTH', marked_at) AS DATE) AS stat_month,
        UNIX_DATE(marked_at) - UNIX_DATE(clue_at) AS days,
        UNIX_DATE(due_at) - UNIX_DATE(clue_at) AS days_allowed,
        CASE WHEN marked_at > due_at THEN 1 ELSE 0 END AS is_late
    FROM scoped.identification_case
    WHERE
        case_kind = 'identify'
        AND marked_at >= $from_month
        AND marked_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
)

SELECT
    stat_month,
    COUNT(*) AS cases,
    CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days) AS DOUBLE) AS median_days,
    CAST(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY days) AS DOUBLE) AS p90_days,
    CAST(SUM(is_late) AS BIGINT) AS late_cases,
    CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days_allowed) AS DOUBLE) AS deadline_days
FROM marked
GROUP BY stat_month
ORDER BY stat_month
