-- title:   部门推送的线索没有按期核实
-- grain:   one row per pushed clue and month at whose end it is past its days and not checked
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day of the push, wanted = days allowed
-- reads:   scoped.household_month, scoped.threshold, scoped.department_warning
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS days,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'clue_check_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    one.hh_key,
    one.push_id AS object_key,
    one.pushed_at + CAST(limits.days AS INTEGER) AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(one.pushed_at AS VARCHAR) AS said,
    CAST(CAST(ROUND(limits.days, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM months
INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
INNER JOIN scoped.department_warning AS one
    ON
        UNIX_DATE(one.pushed_at) + limits.days < UNIX_DATE(months.next_month)
        AND COALESCE(months.next_month <= one.checked_at, TRUE)
        -- a result without a day: checked, nobody wrote when
        AND (one.checked_at IS NOT NULL OR one.result IS NULL)
ORDER BY
    months.stat_month,
    one.push_id
