-- title:   问题方面数按来源, 按县、乡镇和月
-- grain:   one row per area (county, township), month and source with an issue found in the year so far
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, split VARCHAR, issue_aspects BIGINT
-- units:   个 aspects, each counted once an area
-- reads:   scoped.issue_rectification, scoped.household_month
WITH months AS (
    SELECT
        stat_month,
        CAST(stat_month + INTERVAL '1' MONTH AS DATE) AS next_month,
        CAST(DATE_TRUNC('year', stat_month) AS DATE) AS new_year,
        EXTRACT(YEAR FROM stat_month) AS year_no,
        EXTRACT(MONTH FROM stat_month) AS month_no
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    GROUP BY stat_month
),

issues AS (
    SELECT
        months.stat_month,
        one.town_code,
        one.source,
        one.aspect
    FROM months
    INNER JOIN scoped.issue_rectification AS one
        ON
            months.next_month > one.found_at
            AND months.new_year <= one.found_at
            AND SUBSTR(one.town_code, 7, 3) <> '000'
)

SELECT
    stat_month,
    town_code AS area_code,
    4 AS level,
    town_code,
    source AS split,
    COUNT(DISTINCT aspect) AS issue_aspects
FROM issues
GROUP BY
    stat_month,
    town_code,
    source
UNION ALL
SELECT
    stat_month,
    SUBSTR(town_code, 1, 6) AS area_code,
    3 AS level,
    CAST(NULL AS VARCHAR) AS town_code,
    source AS split,
    COUNT(DISTINCT aspect) AS issue_aspects
FROM issues
GROUP BY
    stat_month,
    SUBSTR(town_code, 1, 6),
    source
ORDER BY
    stat_month,
    area_code,
    split
