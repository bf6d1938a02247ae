-- title:   识别满规定天数没有帮扶措施
-- grain:   one row per active household and month without a measure that was begun by then
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the day of the mark (the last day of the month of identification where no case tells it), wanted =
--          days allowed
-- reads:   scoped.household_month, scoped.threshold, scoped.measure, scoped.identification_case
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
            rule.name = 'measure_within_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

active AS (
    SELECT
        home.stat_month,
        months.next_month,
        home.town_code,
        home.division_code,
        home.hh_id,
        home.hh_key,
        home.identified_month,
        home.is_no_labour
    FROM scoped.household_month AS home
    INNER JOIN months ON home.stat_month = months.stat_month
    WHERE
        home.risk_status = 'active'
        AND home.identified_month IS NOT NULL
        AND home.stat_month BETWEEN $since AND $until
),

-- Where a township tells no measures at all, nobody is without one.
telling AS (
    SELECT
        town_code,
        MIN(start_date) AS first_day
    FROM scoped.measure
    GROUP BY town_code
),

marked AS (
    SELECT
        hh_id,
        CAST(DATE_TRUNC('month', marked_at) AS DATE) AS identified_month,
        MIN(clue_at) AS clue_at,
        MAX(marked_at) AS marked_at
    FROM scoped.identification_case
    WHERE case_kind = 'identify' AND marked_at IS NOT NULL
    GROUP BY
        hh_id,
        CAST(DATE_TRUNC('month', marked_at) AS DATE)
),

waiting AS (
    SELECT
        active.stat_month,
        active.next_month,
        active.town_code,
        active.division_code,
        active.hh_id,
        active.hh_key,
        COALESCE(marked.clue_at, active.identified_month) AS clue_at,
        COALESCE(
            marked.marked_at, CAST(active.identified_month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)
        ) AS marked_at
    FROM active
    INNER JOIN telling ON active.town_code = telling.town_code AND active.next_month > telling.first_day
    LEFT JOIN marked ON active.hh_id = marked.hh_id AND active.identified_month = marked.identified_month
)

SELECT
    waiting.stat_month,
    waiting.town_code,
    waiting.division_code,
    waiting.hh_key,
    waiting.hh_key AS object_key,
    waiting.marked_at + CAST(limits.days AS INTEGER) AS since,
    CAST(NULL AS DATE) AS due_at,
    'red' AS severity,
    CAST(waiting.marked_at AS VARCHAR) AS said,
    CAST(CAST(ROUND(limits.days, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM waiting
INNER JOIN limits ON waiting.stat_month = limits.stat_month AND limits.choice = 1
LEFT JOIN scoped.measure AS help
    ON
        waiting.hh_id = help.hh_id
        AND waiting.next_month > help.start_date
        AND help.status <> 'planned'
        AND COALESCE(waiting.clue_at <= help.end_date, TRUE)
WHERE
    UNIX_DATE(waiting.marked_at) + limits.days < UNIX_DATE(waiting.next_month)
    AND help.measure_id IS NULL
ORDER BY
    waiting.stat_month,
    waiting.hh_key
