-- title:   核出后到期仍没有改正的数据问题
-- grain:   one row per township, rule and month: faults of this month that stood in the township's month before too
--          and are not exempt; of the tables of the national system
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the rule, wanted = objects; since = the day of the first carried-over month by which it should
--          have been mended
-- reads:   scoped.rule_fault, scoped.household_month, scoped.threshold
WITH faults AS (
    SELECT DISTINCT
        stat_month,
        town_code,
        rule_id,
        object_key
    FROM scoped.rule_fault
    WHERE
        stat_month <= $until
        AND NOT is_exempt
        AND table_name IN ('household_month', 'person_month', 'income_year', 'employment_month')
        -- told by A05, A04, A06 and A07: one fact, one alert
        AND rule_id NOT IN ('MO02', 'MO06', 'MO07', 'H06')
),

-- The months that a township reported, numbered: a month that is not there does not break a run.
reported AS (
    SELECT
        town_code,
        stat_month,
        ROW_NUMBER() OVER (PARTITION BY town_code ORDER BY stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month <= $until
    GROUP BY
        town_code,
        stat_month
),

clock AS (
    SELECT
        stat_month,
        EXTRACT(YEAR FROM stat_month) AS year_no
    FROM reported
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
    FROM clock AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'dq_open_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

followed AS (
    SELECT
        faults.stat_month,
        faults.town_code,
        faults.rule_id,
        faults.object_key,
        reported.month_no,
        LAG(reported.month_no) OVER (
            PARTITION BY faults.town_code, faults.rule_id, faults.object_key
            ORDER BY faults.stat_month
        ) AS month_before
    FROM faults
    INNER JOIN reported ON faults.town_code = reported.town_code AND faults.stat_month = reported.stat_month
),

carried AS (
    SELECT
        stat_month,
        town_code,
        CAST(NULL AS VARCHAR) AS division_code,
        rule_id,
        COUNT(*) AS objects
    FROM followed
    WHERE month_before = month_no - 1
    GROUP BY
        stat_month,
        town_code,
        rule_id
),

numbered AS (
    SELECT
        carried.stat_month, carried.town_code, carried.division_code, carried.rule_id, carried.objects,
        reported.month_no
        - ROW_NUMBER() OVER (PARTITION BY carried.town_code, carried.rule_id ORDER BY carried.stat_month) AS run_no
    FROM carried
    INNER JOIN reported ON carried.town_code = reported.town_code AND carried.stat_month = reported.stat_month
),

runs AS (
    SELECT
        stat_month, town_code, division_code, rule_id, objects,
        MIN(stat_month) OVER (PARTITION BY town_code, rule_id, run_no) AS run_start
    FROM numbered
)

SELECT
    runs.stat_month,
    runs.town_code,
    runs.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    CONCAT(runs.town_code, '.', runs.rule_id) AS object_key,
    runs.run_start + CAST(limits.days AS INTEGER) - 1 AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    runs.rule_id AS said,
    CAST(runs.objects AS VARCHAR) AS wanted
FROM runs
INNER JOIN limits ON runs.run_start = limits.stat_month AND limits.choice = 1
WHERE runs.stat_month >= $since
ORDER BY
    runs.stat_month,
    object_key
