-- title:   村内公示不足规定天数，或公示没有结束就作了决定
-- grain:   one row per case and month, from the fault until the month in which the case was marked
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = days of publicity where it was short, else the day of the decision; the days wanted are those of
--          the case's own rule
-- reads:   scoped.household_month, scoped.threshold, scoped.identification_case, scoped.sla_rule
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
            rule.name = 'publicity_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

faults AS (
    SELECT
        months.stat_month,
        one.case_id,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.due_at,
        one.publicity_end,
        one.decided_at,
        UNIX_DATE(one.publicity_end) - UNIX_DATE(one.publicity_start) AS days,
        CASE
            WHEN
                one.publicity_end < months.next_month
                AND UNIX_DATE(one.publicity_end) - UNIX_DATE(one.publicity_start)
                < COALESCE(duty.publicity_days, limits.days)
                THEN 'short'
            WHEN one.decided_at < months.next_month AND one.publicity_end IS NULL THEN 'none'
            WHEN one.decided_at < months.next_month AND one.publicity_end > one.decided_at THEN 'early'
        END AS fault
    FROM months
    INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
    INNER JOIN
        scoped.identification_case AS one
        ON
            COALESCE(
                COALESCE(one.marked_at, CASE WHEN one.result IS NOT NULL THEN one.state_at END) >= months.stat_month,
                TRUE
            )
    LEFT JOIN scoped.sla_rule AS duty ON one.sla_rule_id = duty.sla_rule_id
)

SELECT
    stat_month,
    town_code,
    division_code,
    hh_key,
    case_id AS object_key,
    CASE WHEN fault = 'short' THEN publicity_end ELSE decided_at END AS since,
    due_at,
    'red' AS severity,
    CASE WHEN fault = 'short' THEN CAST(days AS VARCHAR) ELSE CAST(decided_at AS VARCHAR) END AS said,
    fault AS wanted
FROM faults
WHERE fault IS NOT NULL
ORDER BY
    stat_month,
    case_id
