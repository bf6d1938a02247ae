-- title:   个案的时限、公示和线索核实, 按乡镇
-- grain:   one row per township and month from its first case on
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, town_code VARCHAR, case_overdue BIGINT, publicity_ok__num BIGINT, publicity_ok__den BIGINT,
--          clue_check_rate__num BIGINT, clue_check_rate__den BIGINT
-- units:   件; overdue = open at the month's end, due before it; publicity_ok of cases decided in the year;
--          clue_check_rate of identifying clues of the year whose days to check were over
-- reads:   scoped.identification_case, scoped.sla_rule, scoped.threshold, scoped.household_month,
--          scoped.employment_month
WITH months AS (
    SELECT DISTINCT
        stat_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS year_start,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT
        stat_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS year_start,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

limits AS (
    SELECT
        MAX(warn) FILTER (WHERE name = 'clue_check_days') AS check_days,
        MAX(warn) FILTER (WHERE name = 'publicity_days') AS publicity_days
    FROM scoped.threshold
),

cases AS (
    SELECT
        one.town_code,
        one.case_kind,
        one.clue_at,
        one.checked_at,
        one.due_at,
        one.decided_at,
        -- the day on which the case was over: marked in the system, or turned down
        COALESCE(one.marked_at, CASE WHEN one.result IS NOT NULL THEN one.state_at END) AS over_at,
        COALESCE(
            UNIX_DATE(one.publicity_end) - UNIX_DATE(one.publicity_start)
            >= COALESCE(rule.publicity_days, limits.publicity_days)
            AND one.publicity_end <= one.decided_at,
            FALSE
        ) AS is_publicity_ok,
        COALESCE(UNIX_DATE(one.checked_at) - UNIX_DATE(one.clue_at) <= limits.check_days, FALSE) AS is_checked_in_time,
        limits.check_days
    FROM scoped.identification_case AS one
    CROSS JOIN limits
    LEFT JOIN scoped.sla_rule AS rule ON one.sla_rule_id = rule.sla_rule_id
)

SELECT
    months.stat_month,
    cases.town_code,
    COUNT(*) FILTER (
        WHERE
        cases.due_at < CAST(months.next_month - INTERVAL '1' DAY AS DATE)
        AND COALESCE(cases.over_at >= months.next_month, TRUE)
    ) AS case_overdue,
    COUNT(*) FILTER (
        WHERE
        cases.decided_at >= months.year_start
        AND cases.decided_at < months.next_month
        AND cases.is_publicity_ok
    ) AS publicity_ok__num,
    COUNT(*) FILTER (WHERE cases.decided_at >= months.year_start AND cases.decided_at < months.next_month)
        AS publicity_ok__den,
    COUNT(*) FILTER (
        WHERE
        cases.case_kind = 'identify'
        AND cases.clue_at >= months.year_start
        AND UNIX_DATE(cases.clue_at) + cases.check_days < UNIX_DATE(months.next_month)
        AND cases.is_checked_in_time
    ) AS clue_check_rate__num,
    COUNT(*) FILTER (
        WHERE
        cases.case_kind = 'identify'
        AND cases.clue_at >= months.year_start
        AND UNIX_DATE(cases.clue_at) + cases.check_days < UNIX_DATE(months.next_month)
    ) AS clue_check_rate__den
FROM months
INNER JOIN cases ON months.next_month > cases.clue_at
GROUP BY
    months.stat_month,
    cases.town_code
ORDER BY
    months.stat_month,
    cases.town_code
