-- title:   闲置的经营性资产，和连续几年没有收益的经营性资产
-- grain:   one row per operating asset and month, from the given days after its registration
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   the day on which an asset fell idle is not reported, so since counts from its registration; said =
--          original value in 元; without income = the closed years all told as zero
-- reads:   scoped.household_month, scoped.threshold, scoped.asset_income, scoped.asset
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(YEAR FROM stat_month) - CASE WHEN EXTRACT(MONTH FROM stat_month) = 12 THEN 0 ELSE 1 END AS closed_year
    FROM scoped.household_month
    WHERE stat_month BETWEEN $since AND $until
    GROUP BY stat_month
),

idle_limits AS (
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
            rule.name = 'asset_idle_days'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

year_limits AS (
    SELECT
        clock.stat_month,
        rule.warn AS years,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'asset_no_income_years'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

barren AS (
    SELECT
        months.stat_month,
        income.asset_id
    FROM months
    INNER JOIN year_limits ON months.stat_month = year_limits.stat_month AND year_limits.choice = 1
    INNER JOIN scoped.asset_income AS income
        ON
            months.closed_year >= income.year
            AND months.closed_year - year_limits.years < income.year
    GROUP BY
        months.stat_month,
        income.asset_id
    HAVING MAX(income.income) = 0 AND COUNT(*) = MAX(year_limits.years)
),

operating AS (
    SELECT
        months.stat_month,
        months.closed_year,
        one.town_code,
        one.division_code,
        one.asset_id,
        one.original_value,
        one.state = 'idle' AS is_idle,
        barren.asset_id IS NOT NULL AS is_barren,
        COALESCE(one.registered_at, CAST(CONCAT(CAST(one.form_year AS VARCHAR), '-12-31') AS DATE))
        + CAST(idle_limits.days AS INTEGER) AS idle_since
    FROM months
    INNER JOIN idle_limits ON months.stat_month = idle_limits.stat_month AND idle_limits.choice = 1
    INNER JOIN scoped.asset AS one
        ON
            one.asset_class = 'operating'
            AND one.state <> 'disposed'
            AND months.next_month
            > COALESCE(one.registered_at, CAST(CONCAT(CAST(one.form_year AS VARCHAR), '-12-31') AS DATE))
            + CAST(idle_limits.days AS INTEGER)
    LEFT JOIN barren ON months.stat_month = barren.stat_month AND one.asset_id = barren.asset_id
)

SELECT
    stat_month,
    town_code,
    division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    asset_id AS object_key,
    CASE WHEN is_idle THEN idle_since ELSE CAST(CONCAT(CAST(closed_year AS VARCHAR), '-12-01') AS DATE) END AS since,
    CAST(NULL AS DATE) AS due_at,
    'orange' AS severity,
    CAST(CAST(ROUND(original_value, 0) AS BIGINT) AS VARCHAR) AS said,
    CASE WHEN is_idle THEN 'idle' ELSE 'barren' END AS wanted
FROM operating
WHERE is_idle OR is_barren
ORDER BY
    stat_month,
    asset_id
