-- title:   同类问题跨乡镇: 三个以上乡镇都有的问题, 按月
-- grain:   one row per month with an issue found in the year so far (county)
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, issue_repeat BIGINT
-- units:   个 problems (same words) that three or more townships have
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

problems AS (
    SELECT
        months.stat_month,
        SUBSTR(one.town_code, 1, 6) AS area_code,
        one.content,
        COUNT(DISTINCT one.town_code) AS towns
    FROM months
    INNER JOIN scoped.issue_rectification AS one
        ON
            months.next_month > one.found_at
            AND months.new_year <= one.found_at
            AND SUBSTR(one.town_code, 7, 3) <> '000'
    GROUP BY
        months.stat_month,
        SUBSTR(one.town_code, 1, 6),
        one.content
)

SELECT
    stat_month,
    area_code,
    3 AS level,
    CAST(NULL AS VARCHAR) AS town_code,
    COUNT(*) FILTER (WHERE towns >= 3) AS issue_repeat
FROM problems
GROUP BY
    stat_month,
    area_code
ORDER BY
    stat_month,
    area_code
