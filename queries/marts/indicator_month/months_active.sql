-- title:   未消除监测户的监测时长
-- grain:   one row per county and township and month with active households
-- params:  $from_month DATE, $to_month DATE   both ends included
-- columns: stat_month DATE, area_code VARCHAR, level INTEGER, town_code VARCHAR, months_active DOUBLE,
--          months_active__den BIGINT
-- units:   months_active = median of 月 since identification; den = 户 it is the median of
-- reads:   scoped.household_month, scoped.division
WITH areas AS (
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

active AS (
    SELECT
        stat_month,
        town_code,
        (EXTRACT(YEAR FROM stat_month) - EXTRACT(YEAR FROM identified_month)) * 12
        + EXTRACT(MONTH FROM stat_month) - EXTRACT(MONTH FROM identified_month) AS months
    FROM scoped.household_month
    WHERE
        stat_month BETWEEN $from_month AND $to_month
        AND risk_status = 'active'
        AND identified_month IS NOT NULL
)

SELECT
    active.stat_month,
    areas.area_code,
    areas.level,
    areas.town_code,
    CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY active.months) AS DOUBLE) AS months_active,
    COUNT(*) AS months_active__den
FROM active
INNER JOIN areas ON active.town_code = areas.member_code
GROUP BY
    active.stat_month,
    areas.area_code,
    areas.level,
    areas.town_code
ORDER BY
    active.stat_month,
    areas.area_code
