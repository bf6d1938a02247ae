-- title:   当年监测范围没有配置
-- grain:   one row per month after the one by which the range of the year must be set
-- params:  $since DATE, $until DATE
-- columns: stat_month DATE, town_code VARCHAR, division_code VARCHAR, hh_key VARCHAR, object_key VARCHAR, since DATE,
--          due_at DATE, severity VARCHAR, said VARCHAR, wanted VARCHAR
-- units:   said = the year, wanted = the month
-- reads:   scoped.household_month, scoped.threshold, scoped.division, scoped.income_line
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
        rule.warn AS month_no,
        ROW_NUMBER() OVER (
            PARTITION BY clock.stat_month
            ORDER BY LENGTH(COALESCE(rule.division_code, '')) DESC, COALESCE(rule.year, 0) DESC, rule.threshold_id ASC
        ) AS choice
    FROM months AS clock
    INNER JOIN scoped.threshold AS rule
        ON
            rule.name = 'line_due_month'
            AND LENGTH(COALESCE(rule.division_code, '')) <= 6
            AND COALESCE(rule.year, clock.year_no) = clock.year_no
),

counties AS (
    SELECT DISTINCT division_code AS county_code
    FROM scoped.division
    WHERE level = 3
)

SELECT
    months.stat_month,
    CONCAT(counties.county_code, '000') AS town_code,
    CAST(NULL AS VARCHAR) AS division_code,
    CAST(NULL AS VARCHAR) AS hh_key,
    counties.county_code AS object_key,
    CAST(
        CAST(DATE_TRUNC('year', months.stat_month) AS DATE)
        + INTERVAL '1' MONTH * CAST(limits.month_no AS INTEGER) AS DATE
    ) AS since,
    CAST(NULL AS DATE) AS due_at,
    'yellow' AS severity,
    CAST(months.year_no AS VARCHAR) AS said,
    CAST(CAST(ROUND(limits.month_no, 0) AS BIGINT) AS VARCHAR) AS wanted
FROM months
CROSS JOIN counties
INNER JOIN limits ON months.stat_month = limits.stat_month AND limits.choice = 1
LEFT JOIN scoped.income_line AS line
    ON
        months.year_no = line.year
        AND line.line_code = 'provincial_range'
        AND counties.county_code LIKE line.division_code || '%'
WHERE
    months.month_no > limits.month_no
    AND line.line_id IS NULL
ORDER BY
    months.stat_month,
    counties.county_code
