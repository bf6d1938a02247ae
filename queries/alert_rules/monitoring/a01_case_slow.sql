-- title:   个案的办理时限快到或已过
-- grain:   one row per open case and month, from the day on which the first share of its days is used
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day by which it must be done; the days are those of the case itself, by the rule of its time
-- reads:   scoped.household_month, scoped.threshold, scoped.identification_case
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

shares AS (
    SELECT
        clock.stat_month,
        rule.warn AS early,
        rule.red AS late,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'case_open_share'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

cases AS (
    SELECT
        one.case_id,
        one.town_code,
        one.division_code,
        one.hh_key,
        one.clue_at,
        one.due_at,
        UNIX_DATE(one.due_at) - UNIX_DATE(one.clue_at) AS days,
        -- the day on which the case was over: marked in the system, or turned down
        COALESCE(one.marked_at, CASE WHEN one.result IS NOT NULL THEN one.state_at END) AS over_at
    FROM scoped.identification_case AS one
)

SELECT
    months.stat_month,
    cases.town_code,
    cases.division_code,
    cases.hh_key,
    cases.case_id AS object_key,
    cases.clue_at + CAST(FLOOR(cases.days * shares.early) AS INTEGER) + 1 AS since,
    cases.due_at,
    CASE
        WHEN UNIX_DATE(months.next_month) - 1 - UNIX_DATE(cases.clue_at) > cases.days * shares.late THEN 'red' ELSE
            'yellow'
    END AS severity,
    CAST(cases.due_at AS VARCHAR) AS said,
    CASE
        WHEN UNIX_DATE(months.next_month) - 1 - UNIX_DATE(cases.clue_at) > cases.days * shares.late THEN 'late' ELSE
            'soon'
    END AS wanted
FROM months
INNER JOIN shares ON months.stat_month = shares.stat_month AND shares.choice = 1
INNER JOIN cases
    ON
        UNIX_DATE(months.next_month) - 1 - UNIX_DATE(cases.clue_at) > cases.days * shares.early
        AND COALESCE(months.next_month <= cases.over_at, TRUE)
ORDER BY
    months.stat_month,
    cases.case_id
