-- title:   识别时长: 从线索到系统标注
-- grain:   one row per county and township and month with an identification marked in the year so far
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, days_clue_to_mark DOUBLE,
--          days_clue_to_mark__den BIGINT, days_clue_to_mark__p90 DOUBLE, days_clue_to_mark__p90__den BIGINT
-- units:   天: median, and the days within which nine of ten were done; den = 件
-- reads:   scoped.identification_case, scoped.division, scoped.household_month, scoped.employment_month
WITH months AS (
    SELECT DISTINCT stat_month
    FROM scoped.household_month
    WHERE stat_month BETWEEN $from_month AND $to_month
    UNION
    SELECT DISTINCT stat_month
    FROM scoped.employment_month
    WHERE stat_month BETWEEN $from_month AND $to_month
),

areas AS (
    SELECT
        division_code AS member_code,
        division_code AS area_code,
        4 AS level,
        division_code AS town_code
    FROM scoped.division
    WHERE level = 4
    UNION ALL
    SELECT
        division_code AS member_code,
        county_code AS area_code,
        3 AS level,
        CAST(NULL AS VARCHAR) AS town_code
    FROM scoped.division
    WHERE level = 4 AND in_county_total
),

marked AS (
    SELECT
        town_code,
        marked_at,
        UNIX_DATE(marked_at) - UNIX_DATE(clue_at) AS days
    FROM scoped.identification_case
    WHERE
        case_kind = 'identify'
        AND marked_at IS NOT NULL
)

SELECT
    months.stat_month,
    areas.area_code,
    areas.level,
    areas.town_code,
    CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY marked.days) AS DOUBLE) AS days_clue_to_mark,
    COUNT(*) AS days_clue_to_mark__den,
    CAST(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY marked.days) AS DOUBLE) AS days_clue_to_mark__p90,
    COUNT(*) AS days_clue_to_mark__p90__den
FROM months
INNER JOIN marked
    ON
        marked.marked_at >= CAST(DATE_TRUNC('year', months.stat_month) AS DATE)
        AND marked.marked_at < CAST(months.stat_month + INTERVAL '1' MONTH AS DATE)
INNER JOIN areas ON marked.town_code = areas.member_code
GROUP BY
    months.stat_month,
    areas.area_code,
    areas.level,
    areas.town_code
ORDER BY
    months.stat_month,
    areas.area_code
