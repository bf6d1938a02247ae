-- title:   光伏收益到账后几个季度没有分配的村
-- grain:   one row per village and month with income of a quarter that old not wholly distributed
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = 元 not distributed of such quarters; since = the first day on which the oldest of them was that old
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
        CAST(
            CAST(CONCAT(CAST(year AS VARCHAR), '-01-01') AS DATE) + INTERVAL '1' MONTH * (quarter * 3) AS DATE
        ) AS quarter_end,
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
        MIN(CAST(quarters.quarter_end + INTERVAL '1' MONTH * CAST(limits.quarters * 3 AS INTEGER) AS DATE)) AS since,
        SUM(
            quarters.received
            - CASE
                WHEN COALESCE(quarters.distributed_at < months.next_month, TRUE) THEN quarters.distributed ELSE 0
            END
        ) AS yuan
    FROM months
    INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
    INNER JOIN quarters
        ON
            months.next_month
            > CAST(quarters.quarter_end + INTERVAL '1' MONTH * CAST(limits.quarters * 3 AS INTEGER) AS DATE)
            AND quarters.received
            > CASE
                WHEN COALESCE(months.next_month > quarters.distributed_at, TRUE) THEN quarters.distributed ELSE 0
            END
    GROUP BY
        months.stat_month,
        quarters.town_code,
        quarters.division_code
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    division_code AS object_key,
    since,
    CAST(NULL AS DATE) AS due_at,
    'yellow' AS severity,
    CAST(CAST(ROUND(yuan, 0) AS BIGINT) AS VARCHAR) AS said,
    CAST(NULL AS VARCHAR) AS wanted
FROM waiting
ORDER BY
    stat_month,
    division_code
