-- title:   驻村天数不够或抽查不在岗的队员
-- grain:   one row per member and month; the days as in attendance_rate, days on leave are not days present
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = days present; due_at = the month's last day, the month itself is the period
-- reads:   scoped.household_month, scoped.threshold, scoped.team_attendance
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
            rule.name = 'attendance_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
)

SELECT
    months.stat_month,
    one.town_code,
    one.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    one.member_id AS object_key,
    months.stat_month AS since,
    CAST(months.next_month - INTERVAL '1' DAY AS DATE) AS due_at,
    'orange' AS severity,
    CAST(one.days AS VARCHAR) AS said,
    CASE WHEN one.days < limits.days THEN 'days' ELSE 'absent' END AS wanted
FROM months
INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
INNER JOIN scoped.team_attendance AS one
    ON
        months.stat_month = one.attend_month
        AND (
            limits.days > one.days
            OR one.checked_absent > 0
        )
ORDER BY
    months.stat_month,
    one.member_id
