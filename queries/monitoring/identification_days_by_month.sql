-- title:   从线索到标注的天数, 按标注月份
-- grain:   one row per published month; where no case was marked the days are NULL
-- params:  $area VARCHAR, $from_month DATE, $month DATE
--          $type VARCHAR?           the type proposed
-- columns: stat_month DATE, cases BIGINT, median_days DOUBLE, p90_days DOUBLE, late_cases BIGINT, deadline_days DOUBLE
-- units:   days are calendar days from clue to marking; late_cases = 件 marked after the deadline of their own time;
--          deadline_days = median of the days that the rule of their time allowed
-- reads:   scoped.identification_case, scoped.household_month
WITH marked AS (
    SELECT
        CAST(DATE_TRUNC('MONTH', marked_at) AS DATE) AS stat_month,
        UNIX_DATE(marked_at) - UNIX_DATE(clue_at) AS days,
        UNIX_DATE(due_at) - UNIX_DATE(clue_at) AS days_allowed,
        CASE WHEN marked_at > due_at THEN 1 ELSE 0 END AS is_late
    FROM scoped.identification_case
    WHERE
        case_kind = 'identify'
        AND ($type IS NULL OR proposed_type = $type)
        AND marked_at >= $from_month
        AND marked_at < CAST($month + INTERVAL '1' MONTH AS DATE)
        AND division_code LIKE $area || '%'
),

months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $month
),

by_month AS (
    SELECT
        stat_month,
        COUNT(*) AS cases,
        CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days) AS DOUBLE) AS median_days,
        CAST(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY days) AS DOUBLE) AS p90_days,
        CAST(SUM(is_late) AS BIGINT) AS late_cases,
        CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days_allowed) AS DOUBLE) AS deadline_days
    FROM marked
    GROUP BY stat_month
)

SELECT
    months.stat_month,
    COALESCE(by_month.cases, 0) AS cases,
    by_month.median_days,
    by_month.p90_days,
    COALESCE(by_month.late_cases, 0) AS late_cases,
    by_month.deadline_days
FROM months
LEFT JOIN by_month ON months.stat_month = by_month.stat_month
ORDER BY months.stat_month
