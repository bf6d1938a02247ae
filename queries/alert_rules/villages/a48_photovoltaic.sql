-- title:   光伏收益到账后几个季度没有分配的村
-- grain:   one row per village and month with income of so many quarters not wholly distributed
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 not distributed; since = the day on which the last of the quarters needed arrived (the quarter's
--          end where no day is told)
-- reads:   scoped.household_month, scoped.threshold, scoped.photovoltaic_income
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
        rule.warn AS quarters,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'pv_undistributed_quarters'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

quarters AS (
    SELECT
        town_code,
        division_code,
        COALESCE(
            received_at,
            CAST(CAST(CONCAT(CAST(year AS VARCHAR), '-01-01') AS DATE) + INTERVAL '1' MONTH * (quarter * 3) AS DATE)
        ) AS arrived_at,
        year * 4 + quarter AS quarter_no,
        CAST(received AS DOUBLE) AS received,
        CAST(COALESCE(distributed, 0) AS DOUBLE) AS distributed,
        distributed_at
    FROM scoped.photovoltaic_income
),

waiting AS (
    SELECT
        months.stat_month,
        quarters.town_code,
        quarters.division_code,
        quarters.arrived_at,
        quarters.received
        - CASE
            WHEN COALESCE(quarters.distributed_at < months.next_month, TRUE) THEN quarters.distributed ELSE 0
        END AS yuan,
        ROW_NUMBER() OVER (
            PARTITION BY months.stat_month, quarters.division_code
            ORDER BY quarters.arrived_at, quarters.quarter_no
        ) AS quarter_count
    FROM months
    INNER JOIN quarters
        ON
            months.next_month > quarters.arrived_at
            AND quarters.received
            > CASE
                WHEN COALESCE(months.next_month > quarters.distributed_at, TRUE) THEN quarters.distributed ELSE 0
            END
)

SELECT
    waiting.stat_month,
    waiting.town_code,
    waiting.division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    waiting.division_code AS object_key,
    MAX(CASE WHEN waiting.quarter_count = limits.quarters THEN waiting.arrived_at END) AS since,
    CAST(NULL AS DATE) AS due_at,
    'yellow' AS severity,
    CAST(CAST(ROUND(SUM(waiting.yuan), 0) AS BIGINT) AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM waiting
INNER JOIN limits ON waiting.stat_month = limits.stat_month AND limits.choice = 1
GROUP BY
    waiting.stat_month,
    waiting.town_code,
    waiting.division_code
HAVING MAX(waiting.quarter_count) >= MAX(limits.quarters)
ORDER BY
    waiting.stat_month,
    waiting.division_code
